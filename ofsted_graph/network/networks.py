"""The graph as a networkx `MultiDiGraph`: what pictures and path searches are made from.

Nodes are named by CURIE (`council:tower-hamlets`). Each has a `kind` and a `label`, and by kind:

    council       other_names, codes, region, start, end, replaced_by, interventions
    organisation  (a body that is no council: Ofsted)
    person        other_names
    unnamed       (a holder of a post whom no source names)
    inspection    council, framework, themes, started, ended, published, judgements, claims,
                  citations
    thing         (something that only a query's answer names)

Edges have a `kind`, and where they stand for a thing its CURIE is their key:

    post          person → council or organisation: role, capacity, start, end, earliest_start,
                  latest_start, earliest_end, latest_end, first_seen, last_seen, title,
                  citations
    in-post       person → inspection: certainty ("certain" or "likely"), likelihood, role
    inspected-by  person → inspection: part ("lead", "deputy", "team" …)
    inspects      inspection → council
    supports      council → council: start, end, citations
    replaced-by   council → council
    maybe-same    person → person: nobody has decided whether they are one
    link          label: something that only a query's answer says

Dates are text as the graph has them: ISO days (empty where open), and EDTF for `start` and `end`,
in tuples because sources may differ. `network.graph` holds `words` (labels of roles, grades,
aspects …), `letters` of grades, `sources`, `title`, `about`, `as_of` and, in a path's, `path`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ofsted_graph.errors import UsageError
from ofsted_graph.network import answer_view, selection
from ofsted_graph.network.graph_reader import read_network
from ofsted_graph.network.paths import Connector, Tie, connecting_people, shortest_path
from ofsted_graph.network.records import Citation, Claim, Intervention, Judgement, Source
from ofsted_graph.network.selection import find_node
from ofsted_graph.query.store import as_store

if TYPE_CHECKING:
    import networkx as nx

    from ofsted_graph.network.properties import Graph

__all__ = [
    "Citation",
    "Claim",
    "Connector",
    "Intervention",
    "Judgement",
    "Source",
    "Tie",
    "connecting_people",
    "find_node",
    "network",
    "path_network",
    "shortest_path",
]


def network(
    graph: Graph,
    *,
    about: Sequence[str] = (),
    steps: int = 1,
    region: str | None = None,
    role: str | None = None,
    as_of: dt.date | str | None = None,
    query: str | None = None,
    parameters: Mapping[str, str] | None = None,
) -> nx.MultiDiGraph[str]:
    """Read a graph into a network, whole or in part.

    Args:
        graph: A pyoxigraph `Store` or an rdflib `Graph` in the words of the ontology.
        about: Names, CURIEs or IRIs of people and councils; everything around them is kept.
        steps: How many ties away from `about` to go.
        region: Keep the councils of one region and what is tied to them.
        role: Keep posts of one role, and nobody else's.
        as_of: Keep posts that may have been held on that day and inspections published by then.
        query: A named query, a file that ends in `.rq` or SPARQL text, `SELECT` or `CONSTRUCT`:
            keep what its answer names, and add what it says.
        parameters: The query's parameters, as a person would type them.

    Raises:
        UnknownNameError: No person, council, region or role has such a name.
        UsageError: A name is shared, a number or date is off, or nothing is left to draw.
    """
    if steps < 0:
        raise UsageError(f"the number of steps cannot be {steps}; it must be 0 or more.")
    store = as_store(graph)
    net = read_network(store)
    words = net.graph["words"]
    titles: list[str] = []
    if role is not None:
        role = selection.find_word(net, "role", role)
        selection.keep_role(net, role)
        titles.append(words["role"][role])
    day = as_of.isoformat() if isinstance(as_of, dt.date) else as_of or ""
    if day:
        selection.keep_day(net, day)
    # What nothing is tied to is drawn only when it is asked for; councils always are.
    nodes = {n for n in net if about or net.degree(n) or net.nodes[n]["kind"] == "council"}
    if query is not None:
        answer = answer_view.ask(store, query, parameters or {})
        nodes = answer_view.add_answer(net, answer)
        titles.append(answer.title.rstrip("."))
    if region is not None:
        region = selection.find_word(net, "region", region)
        nodes &= selection.keep_region(net, region)
        titles.append(words["region"][region])
    chosen = [selection.find_node(net, name) for name in about]
    if chosen:
        nodes &= selection.within_steps(net, chosen, steps)
        titles.append(", ".join(net.nodes[node]["label"] for node in chosen))
    if not nodes:
        raise UsageError("nothing is left to draw; ask for less at once.")
    found = selection.part(net, selection.complete(net, nodes))
    found.graph.update(
        title=" · ".join(reversed(titles)) or "England", about=tuple(chosen), as_of=day
    )
    return found


def path_network(net: nx.MultiDiGraph[str], path: Sequence[Tie]) -> nx.MultiDiGraph[str]:
    """Give the part of a network that a path runs through; `graph["path"]` names its nodes."""
    nodes = [path[0].start, *(tie.end for tie in path)]
    found = selection.part(net, selection.complete(net, nodes))
    ends = [net.nodes[node]["label"] for node in (nodes[0], nodes[-1])]
    found.graph.update(title=f"From {ends[0]} to {ends[1]}", about=(), path=tuple(nodes))
    return found
