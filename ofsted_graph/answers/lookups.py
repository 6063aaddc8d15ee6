"""Looking things up in a graph by pattern: what `story` and `evidence` both need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from ofsted_graph.query.named_queries import find_query
from ofsted_graph.query.result_formats import text_of
from ofsted_graph.query.sparql import run
from ofsted_graph.vocab import FOAF, OFG, ORG, RDFS, compact

_NAMED_KINDS = frozenset(
    {"aspect", "council", "framework", "grade", "ofg", "organisation", "person", "region", "role"}
)
CAPACITY_WORDS = {"Permanent": "permanent", "Interim": "interim", "Acting": "acting"}


def objects(store: Store, node: NamedNode, term: NamedNode) -> list[NamedNode | Literal]:
    """Give what a thing has for a property, in a stable order."""
    found = (quad.object for quad in store.quads_for_pattern(node, term, None, None))
    return sorted((o for o in found if isinstance(o, NamedNode | Literal)), key=str)


def thing_of(store: Store, node: NamedNode, term: NamedNode) -> NamedNode | None:
    """Give the thing that a thing has for a property, if it has one."""
    return next((o for o in objects(store, node, term) if isinstance(o, NamedNode)), None)


def name_of(store: Store, node: NamedNode, term: NamedNode) -> str:
    """Name the thing that a thing has for a property; a graph may leave it out."""
    found = thing_of(store, node, term)
    return label(store, found) if found else "(not told)"


def subjects(store: Store, term: NamedNode, value: NamedNode | Literal) -> list[NamedNode]:
    """Give the things that have a value for a property, in a stable order."""
    found = (quad.subject for quad in store.quads_for_pattern(None, term, value, None))
    return sorted((s for s in found if isinstance(s, NamedNode)), key=str)


def value(store: Store, node: NamedNode, term: NamedNode) -> str:
    """Give the first value of a property as text, empty if there is none."""
    return next((o.value for o in objects(store, node, term)), "")


def values(store: Store, node: NamedNode, term: NamedNode) -> str:
    """Give all values of a property as text."""
    return " or ".join(o.value for o in objects(store, node, term))


def label(store: Store, node: NamedNode) -> str:
    """Give the name of a thing for people, or its short IRI."""
    return value(store, node, RDFS.label) or value(store, node, FOAF.name) or compact(node.value)


def in_words(store: Store, term: object) -> str:
    """Give a term for reading: a word or a thing by its name, other things by their short IRI.

    Inspections, posts and documents keep the short IRI, because `why` takes it.
    """
    text = text_of(term)
    kind = text.partition(":")[0]
    if isinstance(term, NamedNode) and kind in _NAMED_KINDS:
        return value(store, term, RDFS.label) or value(store, term, FOAF.name) or text
    return text


def named_rows(
    store: Store, query: str, bound: Mapping[str, NamedNode]
) -> Iterator[dict[str, str]]:
    """Run a named query and give its rows as text; what is absent or has no address is empty."""
    answer = run(
        find_query(query).text, store, {Variable(key): node for key, node in bound.items()}
    )
    if isinstance(answer, QuerySolutions):
        columns = [variable.value for variable in answer.variables]
        for solution in answer:
            cells = (solution[column] for column in columns)
            yield {
                column: cell.value if isinstance(cell, NamedNode | Literal) else ""
                for column, cell in zip(columns, cells, strict=True)
            }


def tenure_title(store: Store, tenure: NamedNode) -> str:
    """Say a tenure in words: who, as what, where, in which capacity."""
    member = thing_of(store, tenure, ORG.member)
    who = label(store, member) if member else "somebody whom no source names"
    role = _named(store, tenure, ORG.role).lower()
    where = _named(store, tenure, ORG.organization)
    capacity = capacity_word(store, tenure)
    suffix = f", {capacity}" if capacity else ""
    return f"{who}: {role} at {where}{suffix}"


def capacity_word(store: Store, node: NamedNode) -> str:
    """Give the word for the capacity of a tenure or attestation, empty where it is not said."""
    return CAPACITY_WORDS.get(value(store, node, OFG.capacity).rpartition("#")[2], "")


def _named(store: Store, node: NamedNode, term: NamedNode) -> str:
    """Give the name of what a thing has for a property."""
    return next(
        (label(store, o) for o in objects(store, node, term) if isinstance(o, NamedNode)), ""
    )


def period(told: Mapping[str, str]) -> str:
    """Say when something was, as exactly as is known and no more.

    Args:
        told: What is known, by the name of its property and EDTF or empty: `start` and `end` as
            sources say them, `firstSeen`, `lastSeen` and `plannedStart` likewise, and the days
            `earliestStart`, `latestStart`, `earliestEnd` and `latestEnd` between which they lie.

    >>> period({"start": "2016-03", "earliestEnd": "2019-06-21", "latestEnd": "2020-10-31",
    ...         "lastSeen": "2019-06-21"})
    'from 2016-03, ended between 2019-06-21 and 2020-10-31'
    >>> period({"latestStart": "2021-07-26", "firstSeen": "2021-07-26", "lastSeen": "2021-07-26"})
    'seen 2021-07-26'
    >>> period({"start": "2021~", "earliestEnd": "2020-01-01", "lastSeen": "2023-01~"})
    'from about 2021, still there about 2023-01'
    """
    first, last = told.get("firstSeen", ""), told.get("lastSeen", "")
    if not any(told.get(name) for name in ("start", "end", "earliestStart", "latestEnd")):
        if last and first != last:
            return f"{_said('seen from', first)} {_said('to', last)}"
        return _said("seen", last) if last else _said("announced from", _plan(told))
    return f"{_begun(told)}{_over(told)}".removeprefix(", ")


def _begun(told: Mapping[str, str]) -> str:
    """Say when it began; an open side is left open."""
    if start := told.get("start"):
        return _said("from", start)
    first, seen = told.get("earliestStart", ""), told.get("firstSeen", "")
    if plan := _plan(told):
        return _said("announced from", plan)
    if first and (last := told.get("latestStart")):
        return f"began {first}" if first == last else f"began between {first} and {last}"
    return f"began after {first}" if first else _said("began by", seen) if seen else ""


def _over(told: Mapping[str, str]) -> str:
    """Say when it ended, after when it began."""
    if end := told.get("end"):
        return f"{' ' if told.get('start') else ', '}{_said('to', end)}"
    first, last, seen = (told.get(name, "") for name in ("earliestEnd", "latestEnd", "lastSeen"))
    if first and last and seen:
        return f", ended {first}" if first == last else f", ended between {first} and {last}"
    if last:
        return f", ended by {last}"
    # That somebody was there when they came goes without saying.
    there = seen if seen != told.get("start") else ""
    return f", {_said('still there', there)}" if there else ""


def _plan(told: Mapping[str, str]) -> str:
    """Give the announced start, where nobody has seen the holder in post."""
    return told.get("plannedStart", "") if not told.get("lastSeen") else ""


def _said(word: str, edtf: str) -> str:
    """Say an EDTF date in words, as far as that is simple.

    >>> _said("to", "../2020-10"), _said("to", "2024-12~"), _said("from", "[2018-10..2018-12]")
    ('until 2020-10 at the latest', 'to about 2024-12', 'from some day in 2018-10 to 2018-12')
    """
    if not edtf:
        return ""
    if edtf.startswith("../"):
        return f"{'since' if word == 'from' else 'until'} {edtf[3:].rstrip('~')} at the latest"
    if edtf.endswith("~"):
        return f"{word} about {edtf[:-1]}"
    if edtf.startswith("["):
        return f"{word} some day in {edtf.strip('[]').replace('..', ' to ')}"
    return f"{word} {edtf}"
