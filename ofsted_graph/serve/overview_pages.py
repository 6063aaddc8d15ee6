"""Pages of many things: all councils, finding by name, the ontology's terms, the data itself."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode, Store

from ofsted_graph import resources
from ofsted_graph.answers.lookups import label, named_rows, objects, value
from ofsted_graph.answers.newest import is_graded, last_day, made
from ofsted_graph.answers.story import NOTE
from ofsted_graph.errors import OfstedGraphError
from ofsted_graph.model import ID
from ofsted_graph.query import named_things
from ofsted_graph.query.store import load_store
from ofsted_graph.serve.html_pages import FILES, html, missing
from ofsted_graph.serve.replies import Reply, found_at
from ofsted_graph.serve.thing_pages import DIRECTOR
from ofsted_graph.viz import english, style
from ofsted_graph.vocab import (
    ATTRIBUTION,
    DCTERMS,
    FOAF,
    OFG,
    RDF,
    RDFS,
    SKOS,
    compact,
    thing,
)

_NEWEST = 12
"""Judgements that the first page tells."""


def home(store: Store, rest: str, _: Mapping[str, str], address: str) -> Reply:
    """Show all councils by region with their grades, and what is new."""
    if rest:
        return missing(address)
    newest: dict[str, dict[str, str]] = {}
    known: set[str] = set()
    latest: list[dict[str, str]] = []
    for row in named_rows(store, "in-post-at", {"role": DIRECTOR}):
        if not row["grade"] or not (row["published"] or row["started"]):
            continue
        latest.append(row)
        if not is_graded(row):
            continue
        best = newest.get(row["council"])
        if best is None or made(row) > made(best):
            newest[row["council"]] = row
    regions: dict[str, list[tuple[str, str, str, str]]] = {}
    for row in named_rows(store, "councils", {}):
        if row["end"] or row["council"] in known:
            continue
        known.add(row["council"])
        graded = newest.get(row["council"])
        name = graded["grade"].rpartition("/")[2] if graded else ""
        day = english.when(made(graded)) if graded else ""
        place = row["council"].removeprefix(ID)
        regions.setdefault(row["regionName"], []).append((row["name"], f"{place}/", name, day))
    seen: dict[str, dict[str, str]] = {}
    for row in sorted(latest, key=lambda row: (made(row), row["inspection"]), reverse=True):
        seen.setdefault(row["inspection"], row)
    return html(
        "home.html.j2", address, regions=sorted(regions.items()),
        newest=[*seen.values()][:_NEWEST], when=english.when, until=english.when(
            last_day(store).isoformat()), credit=_credit(store),
    )  # fmt: skip


def find(store: Store, _: str, asked: Mapping[str, str], address: str) -> Reply:
    """Lead from a name to its page, or show what it may mean."""
    wanted = asked.get("q", "").strip()[:200]
    near: list[tuple[str, str, str]] = []
    if wanted:
        for kind in ("council", "person"):
            try:
                node = named_things.find(store, kind, wanted)
            except OfstedGraphError:
                continue
            return found_at(f"../{node.value.removeprefix(ID)}/")
        people = named_things.people_by_part(store, wanted)
        if len(people) == 1:
            return found_at(f"../{next(iter(people)).value.removeprefix(ID)}/")
        for person, places in people.items():
            at = ", ".join(places) or "inspector"
            near.append((label(store, person), f"../{person.value.removeprefix(ID)}/", at))
        for kind in ("council", "person"):
            for name in named_things.nearest(store, kind, wanted, 8):
                try:
                    node = named_things.find(store, kind, name)
                except OfstedGraphError:
                    continue
                place = f"../{node.value.removeprefix(ID)}/"
                if all(place != known for _, known, _ in near):
                    near.append((name, place, kind))
    return html("find.html.j2", address, wanted=wanted, near=near)


def definitions(_: Store, rest: str, __: Mapping[str, str], address: str) -> Reply:
    """Show the ontology's terms, each with its definition; or give the ontology itself."""
    path = resources.ontology() / "ofsted-graph.ttl"
    if rest == "data.ttl":
        return Reply(path.read_bytes(), "text/turtle")
    if rest:
        return missing(address)
    terms = load_store(path)
    found = []
    for quad in terms.quads_for_pattern(None, RDFS.isDefinedBy, None, None):
        node = quad.subject
        if isinstance(node, NamedNode):
            kinds = [compact(o.value).rpartition(":")[2] for o in objects(terms, node, RDF.type)]
            meaning = value(terms, node, SKOS.definition)
            uses = [
                (word, [compact(o.value) for o in objects(terms, node, term)])
                for word, term in (("of", RDFS.domain), ("to", RDFS.range))
            ]
            name = node.value.rpartition("#")[2]
            found.append((name, label(terms, node), kinds, meaning, [u for u in uses if u[1]]))
    return html("definitions.html.j2", address, terms=sorted(found))


def about(store: Store, rest: str, _: Mapping[str, str], address: str) -> Reply:
    """Say what the data is, where it is from, and how to get it."""
    if rest:
        return missing(address)
    dataset = thing("dataset", "ofsted-graph")
    counts = [
        (name, sum(1 for _ in store.quads_for_pattern(None, RDF.type, kind, None)))
        for name, kind in (
            ("Councils", OFG.Council), ("People", FOAF.Person), ("Inspections", OFG.Inspection),
            ("Judgements", OFG.Judgement), ("Tenures", OFG.Tenure), ("Sources", OFG.Source),
        )
    ]  # fmt: skip
    return html(
        "about.html.j2", address, counts=counts, credit=_credit(store), note=NOTE,
        until=english.when(last_day(store).isoformat()),
        licences=[o.value for o in objects(store, dataset, DCTERMS.license)],
    )  # fmt: skip


def style_sheet(_: Store, rest: str, __: Mapping[str, str], address: str) -> Reply:
    """Give the style sheet, with the colours of grades."""
    if rest:
        return missing(address)
    text = (FILES / "style.css").read_text(encoding="utf-8")
    grades = "".join(
        f".g-{name}{{background:{colour};color:{style.ink(name)}}}\n"
        for name, colour in style.COLOURS.items()
    )
    return Reply((text + grades).encode(), "text/css")


def _credit(store: Store) -> str:
    return value(store, thing("dataset", "ofsted-graph"), ATTRIBUTION)
