"""Which part of the whole network to draw: around something, in a region, in a role, on a day.

A council always comes with all its inspections, and an inspection with its council: a council whose
record is cut short would show a grade that is not its latest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ofsted_graph.errors import UnknownNameError, UsageError
from ofsted_graph.model import ID, slug
from ofsted_graph.network.properties import curie
from ofsted_graph.network.records import Citation

if TYPE_CHECKING:
    import networkx as nx

FOUND_BY_NAME = ("council", "person", "organisation")
"""Kinds of nodes that have names people use, in the order in which a shared name is understood."""


def find_node(net: nx.MultiDiGraph[str], name: str) -> str:
    """Find the node that a person means: by CURIE, IRI, code, name or other form of a name.

    Raises:
        UnknownNameError: Nothing answers to the name.
        UsageError: More than one thing does; the message lists them.
    """
    wanted = curie(name) if name.startswith(ID) else name
    if wanted in net:
        return wanted
    key = slug(name)
    for kind in FOUND_BY_NAME:
        nodes = [(node, data) for node, data in net.nodes(data=True) if data["kind"] == kind]
        found = [node for node, data in nodes if slug(data["label"]) == key]
        found = found or [
            node
            for node, data in nodes
            if any(slug(o) == key for o in (*data.get("other_names", ()), *data.get("codes", ())))
        ]
        if len(found) > 1:
            raise UsageError(
                f'"{name}" is the name of {len(found)} things; write one of {", ".join(found)}.'
            )
        if found:
            return str(found[0])
    raise UnknownNameError("person or council", name, _nearest(net, name))


def _nearest(net: nx.MultiDiGraph[str], name: str) -> list[str]:
    """Give the labels that are most like a name."""
    from rapidfuzz import fuzz, process

    labels = sorted({d["label"] for _, d in net.nodes(data=True) if d["kind"] in FOUND_BY_NAME})
    found = process.extract(name, labels, scorer=fuzz.WRatio, limit=3, score_cutoff=70)
    return [label for label, _, _ in found]


def find_word(net: nx.MultiDiGraph[str], kind: str, name: str) -> str:
    """Find a role or region by its word or its label.

    Raises:
        UnknownNameError: There is none of that name; the error lists those there are.
    """
    words = net.graph["words"][kind]
    for word, label in words.items():
        if slug(name) in {word, slug(label)}:
            return str(word)
    raise UnknownNameError(kind, name, hint=f"Known: {', '.join(sorted(words)) or 'none'}.")


def keep_role(net: nx.MultiDiGraph[str], role: str) -> None:
    """Leave only posts of one role, and what holds for them."""
    net.remove_edges_from(
        [
            (a, b, key)
            for a, b, key, data in net.edges(keys=True, data=True)
            if data["kind"] == "inspected-by" or data.get("role", role) != role
        ]
    )


def keep_day(net: nx.MultiDiGraph[str], day: str) -> None:
    """Leave only posts that may have been held on a day, and inspections published by then.

    Raises:
        UsageError: The day is no day of the calendar.
    """
    try:
        dt.date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(f'"{day}" is not a date; write it as 2017-04-07.') from error
    later = [
        node
        for node, data in net.nodes(data=True)
        if data["kind"] == "inspection" and (data["published"] or data["started"]) > day
    ]
    net.remove_nodes_from(later)
    posts = [
        (a, b, key)
        for a, b, key, data in net.edges(keys=True, data=True)
        if data["kind"] == "post"
        and (data["earliest_start"] > day or (data["latest_end"] or day) < day)
    ]
    gone = {key for _, _, key in posts}
    net.remove_edges_from(posts)
    net.remove_edges_from(
        [
            (a, b, key)
            for a, b, key, data in net.edges(keys=True, data=True)
            if data["kind"] == "in-post" and key in gone
        ]
    )


def keep_region(net: nx.MultiDiGraph[str], region: str) -> set[str]:
    """Give the councils of a region with everything next to them."""
    councils = {
        node
        for node, data in net.nodes(data=True)
        if data["kind"] == "council" and data["region"] == region
    }
    inside = councils | {n for council in councils for n in net.predecessors(council)}
    inspections = {node for node in inside if net.nodes[node]["kind"] == "inspection"}
    people = {n for inspection in inspections for n in net.predecessors(inspection)}
    return {
        node for node in inside | people if net.nodes[node]["kind"] != "council" or node in councils
    }


def within_steps(net: nx.MultiDiGraph[str], about: Sequence[str], steps: int) -> set[str]:
    """Give everything at most so many ties away from any of `about`."""
    reached = set(about)
    edge = reached
    for _ in range(steps):
        edge = {
            other for node in edge for other in (*net.successors(node), *net.predecessors(node))
        } - reached
        reached = reached | edge
    return reached


def complete(net: nx.MultiDiGraph[str], nodes: Iterable[str]) -> set[str]:
    """Add the council of each inspection, and then all inspections of each council."""
    chosen = set(nodes)
    for node in sorted(chosen):
        if net.nodes[node]["kind"] == "inspection" and net.nodes[node]["council"] in net:
            chosen.add(net.nodes[node]["council"])
    for node in sorted(chosen):
        if net.nodes[node]["kind"] == "council":
            chosen.update(a for a, _, key in net.in_edges(node, keys=True) if key == "inspects")
    return chosen


def part(net: nx.MultiDiGraph[str], nodes: Iterable[str]) -> nx.MultiDiGraph[str]:
    """Copy the part of a network that has these nodes, in order, and the sources that it cites."""
    import networkx as nx

    chosen = set(nodes)
    if chosen >= set(net):
        return net
    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph(**net.graph)
    copy.add_nodes_from((n, d) for n, d in net.nodes(data=True) if n in chosen)
    copy.add_edges_from(
        (a, b, key, d)
        for a, b, key, d in net.edges(keys=True, data=True)
        if a in chosen and b in chosen
    )
    cited = {place.source for place in all_citations(copy)}
    copy.graph["sources"] = {k: v for k, v in net.graph["sources"].items() if k in cited}
    return copy


def all_citations(net: nx.MultiDiGraph[str]) -> Iterable[Citation]:
    """Give every citation of every fact in a network, with repeats."""
    facts = [d for _, d in net.nodes(data=True)] + [d for _, _, d in net.edges(data=True)]
    for data in facts:
        yield from data.get("citations", ())
        for name in ("judgements", "claims", "interventions"):
            for record in data.get(name, ()):
                yield from record.citations
