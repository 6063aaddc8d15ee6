"""Looking things up in a graph by pattern: what `story` and `evidence` both need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from ofsted_graph.query.named_queries import find_query
from ofsted_graph.query.sparql import run
from ofsted_graph.vocab import FOAF, OFG, ORG, RDFS, compact

CAPACITY_WORDS = {"Permanent": "permanent", "Interim": "interim", "Acting": "acting"}


def objects(store: Store, node: NamedNode, term: NamedNode) -> list[NamedNode | Literal]:
    """Give what a thing has for a property, in a stable order."""
    found = (quad.object for quad in store.quads_for_pattern(node, term, None, None))
    return sorted((o for o in found if isinstance(o, NamedNode | Literal)), key=str)


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


def named_rows(
    store: Store, query: str, bound: Mapping[str, NamedNode]
) -> Iterator[dict[str, str]]:
    """Run a named query and give its rows as text, absent cells empty."""
    answer = run(
        find_query(query).text, store, {Variable(key): node for key, node in bound.items()}
    )
    if isinstance(answer, QuerySolutions):
        columns = [variable.value for variable in answer.variables]
        for solution in answer:
            cells = (solution[column] for column in columns)
            yield {
                column: getattr(cell, "value", "") or ""
                for column, cell in zip(columns, cells, strict=True)
            }


def tenure_title(store: Store, tenure: NamedNode) -> str:
    """Say a tenure in words: who, as what, where, in which capacity."""
    member = next((o for o in objects(store, tenure, ORG.member) if isinstance(o, NamedNode)), None)
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


def period(start: str, end: str, bounds: tuple[str, str, str, str]) -> str:
    """Say when something was, as exactly as is known and no more.

    Args:
        start: What sources say of the start, EDTF, empty if nothing.
        end: The same of the end.
        bounds: The earliest and latest start and the earliest and latest end, as dates or empty.

    >>> period("2016-03", "", ("2016-03-01", "2016-03-31", "2019-06-21", "2020-10-31"))
    'from 2016-03, ended between 2019-06-21 and 2020-10-31'
    >>> period("", "", ("", "2021-07-26", "2021-07-26", ""))
    'seen 2021-07-26'
    """
    earliest_start, latest_start, earliest_end, latest_end = bounds
    if not start and not end and not earliest_start and not latest_end and latest_start:
        if latest_start == earliest_end:
            return f"seen {latest_start}"
        return f"seen from {latest_start} to {earliest_end}"
    # That somebody began before they ended goes without saying.
    begun_by = latest_start if earliest_start or earliest_end else ""
    begun = _said("from", start) if start else _side("began", earliest_start, begun_by)
    over = _said("to", end) if end else _side("ended", earliest_end, latest_end)
    joint = " " if start and end else ", "
    return joint.join(part for part in (begun, over) if part)


def _said(word: str, edtf: str) -> str:
    """Say an EDTF date in words, as far as that is simple.

    >>> _said("to", "../2020-10"), _said("to", "2024-12~"), _said("from", "[2018-10..2018-12]")
    ('until 2020-10 at the latest', 'to about 2024-12', 'from some day in 2018-10 to 2018-12')
    """
    if edtf.startswith("../"):
        return f"{'since' if word == 'from' else 'until'} {edtf[3:].rstrip('~')} at the latest"
    if edtf.endswith("~"):
        return f"{word} about {edtf[:-1]}"
    if edtf.startswith("["):
        return f"{word} some day in {edtf.strip('[]').replace('..', ' to ')}"
    return f"{word} {edtf}"


def _side(verb: str, earliest: str, latest: str) -> str:
    """Say when something began or ended, from its bounds."""
    if earliest and latest:
        return (
            f"{verb} {earliest}"
            if earliest == latest
            else f"{verb} between {earliest} and {latest}"
        )
    if verb == "began":
        return f"began by {latest}" if latest else f"began after {earliest}" if earliest else ""
    return f"still there {earliest}" if earliest else f"ended by {latest}" if latest else ""
