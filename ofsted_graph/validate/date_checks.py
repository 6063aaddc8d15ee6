"""Checks that the days in the graph fit the EDTF dates that they were worked out from.

SHACL and SPARQL cannot read EDTF, so this is asked here, with the reader that the build uses: every
EDTF date must be one, and a day worked out from it must lie in its window. Where sources give
several words for one date the days must lie in the window that holds them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from ofsted_graph.dates import Window, window
from ofsted_graph.errors import InputError
from ofsted_graph.validate.problems import Problem
from ofsted_graph.vocab import EDTF, OFG, compact

UNREADABLE = "date-unreadable"
CONTRADICTION = "date-contradicts-edtf"

_TENURE_DAYS = ((OFG.start, (OFG.earliestStart, OFG.latestStart)),
                (OFG.end, (OFG.earliestEnd, OFG.latestEnd)))  # fmt: skip
_ATTESTATION_DAYS = ((OFG.start, (OFG.startNotBefore, OFG.startNotAfter)),
                     (OFG.end, (OFG.endNotBefore, OFG.endNotAfter)))  # fmt: skip
_INSPECTION_DAYS = ((OFG.started, OFG.notBefore), (OFG.ended, OFG.notAfter))

_DATED = f"SELECT ?thing ?term ?said {{ ?thing ?term ?said FILTER(DATATYPE(?said) = {EDTF.EDTF}) }}"

Values = Mapping[NamedNode, list[Literal]]


def check_dates(store: Store) -> Iterator[Problem]:
    """Find dates that are none, and days that contradict the dates they come from."""
    dated: Any = store.query(_DATED)
    for row in dated:
        said = row["said"]
        if _read([said]) is None:
            yield Problem(
                "error", UNREADABLE, _short(row["thing"]), _short(row["term"]), said.value,
                "Is not a date in EDTF, or ends before it starts: write it in the row as "
                "2016-03-14, 2016-03, 2016, 2016~ (about), [2018-10..2018-12] or ../2017 (by).",
            )  # fmt: skip
    days = [term for _, terms in (*_TENURE_DAYS, *_ATTESTATION_DAYS) for term in terms]
    told = _values(store, [OFG.start, OFG.end, *days])
    for entity, values in told.items():
        yield from _tenure(entity, values)
        yield from _attestation(entity, values)
    yield from _inspections(store)


def _tenure(entity: str, values: Values) -> Iterator[Problem]:
    """Compare a tenure's bounds with what sources say: they must have a day in common.

    Not more, because a bound that other holders give may be wider than what one source says.
    """
    for term, bounds in _TENURE_DAYS:
        yield from _apart(entity, term, bounds, values)


def _attestation(entity: str, values: Values) -> Iterator[Problem]:
    """Compare an attestation's days with its own words: they must have a day in common.

    Not more, because sources that clash widen each other's days.
    """
    for term, bounds in _ATTESTATION_DAYS:
        yield from _apart(entity, term, bounds, values)


def _apart(
    entity: str, term: NamedNode, bounds: Sequence[NamedNode], values: Values
) -> Iterator[Problem]:
    """Tell where the days between two bounds have none in common with a date's words."""
    first, last = bounds
    said = _read(values.get(term, ()))
    opening, closing = _read(values.get(first, ())), _read(values.get(last, ()))
    if said is None or (opening is None and closing is None):
        return
    left = Window(opening.first if opening else None, closing.last if closing else None)
    if not left.meets(said):
        bound = first if left.first and left.first not in said else last
        day = values[bound][0].value
        yield _contradiction(entity, (bound, day), term, values[term])


def _inspections(store: Store) -> Iterator[Problem]:
    """Compare an inspection's days with its dates, and every source's where sources differ."""
    told = _values(store, [OFG.started, OFG.ended, OFG.notBefore, OFG.notAfter])
    claims = _values(store, [OFG.about, OFG.claimProperty, OFG.claimValue])
    claimed: dict[tuple[str, NamedNode], list[Literal]] = defaultdict(list)
    for claim in claims:
        node = NamedNode(claim)
        about = next(store.quads_for_pattern(node, OFG.about, None, None), None)
        said_of = next(store.quads_for_pattern(node, OFG.claimProperty, None, None), None)
        if about and said_of and isinstance(said_of.object, NamedNode):
            claimed[str(about.object).strip("<>"), said_of.object] += claims[claim][OFG.claimValue]
    for entity, values in told.items():
        for term, bound in _INSPECTION_DAYS:
            words = [*values.get(term, ()), *claimed[entity, term]]
            said = _read(words)
            for day in values.get(bound, ()):
                found = _read([day])
                if said and found and found.first and found.first not in said:
                    yield _contradiction(entity, (bound, day.value), term, words)


def _values(store: Store, terms: Iterable[NamedNode]) -> dict[str, Values]:
    """Give the literals that things have for some properties."""
    found: dict[str, dict[NamedNode, list[Literal]]] = defaultdict(lambda: defaultdict(list))
    for term in terms:
        for quad in store.quads_for_pattern(None, term, None, None):
            if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                found[quad.subject.value][term].append(quad.object)
    return {**found}


def _read(words: Iterable[Literal]) -> Window | None:
    """Give the window that holds all words; None if there is none or one cannot be read."""
    try:
        windows = [window(word.value) for word in words]
    except InputError:
        # Reported once, as unreadable or, for plain dates, by the shapes.
        return None
    return reduce(Window.hull, windows) if windows else None


def _contradiction(
    entity: str, dated: tuple[NamedNode, str], term: NamedNode, words: Iterable[Literal]
) -> Problem:
    """Say which day contradicts which words."""
    told = " and ".join(sorted({word.value for word in words}))
    bound, day = dated
    return Problem(
        "error", CONTRADICTION, compact(entity), _short(bound), day,
        f"Lies outside {_short(term)} {told}: build the graph again or, if it stays, look at its "
        "sources with `ofsted-graph why` and mend the row that is wrong.",
    )  # fmt: skip


def _short(term: object) -> str:
    """Give a term in prefixed form."""
    return compact(term.value) if isinstance(term, NamedNode) else str(term)
