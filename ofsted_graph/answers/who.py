"""Who holds a post on a day: the candidates of each council, the likeliest first.

Likelihood on any day comes from the function that the build uses at inspections, asked of the same
sightings, which the graph keeps as attestations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from ofsted_graph.answers.lookups import label, value
from ofsted_graph.answers.post_lifetimes import posts_of
from ofsted_graph.build.likelihood import LEAST, Post, Rates, Sighting, certainty, stated
from ofsted_graph.build.sightings import read_posts, read_rates
from ofsted_graph.vocab import OFG, RDF, XSD

COLUMNS = (
    "council", "councilName", "role", "person", "name", "certainty", "likelihood", "since",
    "nearestSeen", "source",
)  # fmt: skip


class Answer(NamedTuple):
    """One candidate for one post on one day; without a person where nobody is known.

    `since` is what sources say of the start (EDTF), empty where none does; `nearestSeen` is the
    days to the nearest sighting, and `source` the source of that.
    """

    council: str
    councilName: str  # noqa: N815 - the column's name, as queries have it
    role: str
    person: str
    name: str
    certainty: str
    likelihood: float | None
    since: str
    nearestSeen: int | None  # noqa: N815
    source: str


def who(store: Store, councils: Iterable[NamedNode], role: NamedNode, day: dt.date) -> list[Answer]:
    """Say who holds a post on a day, council by council.

    Args:
        store: The graph.
        councils: The councils asked about; every one that exists on that day where none is named.
        role: The post.
        day: The day.
    """
    asked = list(councils)
    there = posts_of(store, role)
    chosen = asked or [
        council
        for council in _all_on(store, day)
        if not there or (council.value in there and there[council.value].meets(day, day))
    ]
    posts = read_posts(store, council=asked[0] if len(asked) == 1 else None, role=role)
    rates = read_rates(store).get(role.value, Rates())
    rows: list[Answer] = []
    for council in sorted(chosen, key=lambda one: (label(store, one), one.value)):
        sightings = posts.get((council.value, role.value), [])
        rows += _holders(store, (council, role), sightings, rates, day)
    return rows


def as_solutions(rows: Iterable[Answer]) -> QuerySolutions:
    """Give rows as the solutions of a query, so that they can be written in every format."""
    lines = " ".join(f"({' '.join(_terms(row))})" for row in rows)
    names = " ".join(f"?{name}" for name in COLUMNS)
    # An engine makes solutions only of queries; the terms are written out whole, as terms.
    answer = Store().query(f"SELECT {names} {{ VALUES ({names}) {{ {lines} }} }}")
    return cast("QuerySolutions", answer)


def _terms(row: Answer) -> Iterator[str]:
    """Write each cell as a term of SPARQL."""
    for name, cell in zip(COLUMNS, row, strict=True):
        if cell in (None, ""):
            yield "UNDEF"
        elif name in {"council", "role", "person", "source"}:
            yield str(NamedNode(str(cell)))
        elif isinstance(cell, float):
            yield str(Literal(f"{cell:.2f}", datatype=XSD.decimal))
        else:
            yield str(Literal(cell))


def _holders(
    store: Store,
    post_of: tuple[NamedNode, NamedNode],
    sightings: list[Sighting],
    rates: Rates,
    day: dt.date,
) -> Iterator[Answer]:
    council, role = post_of
    post = Post(sightings)
    sure = _served(sightings, day)
    chances = post.holders(day, day, rates) | dict.fromkeys(sure, 1.0)
    named = sorted(
        ((share, person) for person, share in chances.items() if share >= LEAST),
        key=lambda pair: (-pair[0], pair[1]),
    )
    for share, person in named:
        near = post.nearest(person, day, day)
        yield Answer(
            council.value,
            label(store, council),
            role.value,
            person,
            label(store, NamedNode(person)),
            "certain" if person in sure else certainty(share),
            1.0 if person in sure else stated(share),
            _since(store, sightings, person, day),
            near[0] if near else None,
            _source(sightings, person, day),
        )
    if not named:
        yield Answer(
            council.value, label(store, council), role.value, "", "", "", None, "", None, ""
        )


def _served(sightings: Iterable[Sighting], day: dt.date) -> set[str]:
    """Give whom one source shows in unbroken service over the day."""
    at = day.toordinal()
    return {
        s.person for s in sightings if s.person and s.served and s.served[0] <= at <= s.served[1]
    }


def _since(store: Store, sightings: Iterable[Sighting], person: str, day: dt.date) -> str:
    """Give what sources say of the start of the latest holding that had begun by that day."""
    begun = sorted(
        (s.start[0], s.tenure) for s in sightings
        if s.person == person and s.start and s.start[0] <= day.toordinal()
    )  # fmt: skip
    return value(store, NamedNode(begun[-1][1]), OFG.start) if begun else ""


def _source(sightings: Iterable[Sighting], person: str, day: dt.date) -> str:
    """Give the source of the nearest sighting."""
    at = day.toordinal()
    near = [
        (max(0, first - at, at - last), s.source)
        for s in sightings if s.person == person
        for first, last in s.days
    ]  # fmt: skip
    return min(near)[1] if near else ""


def _all_on(store: Store, day: dt.date) -> list[NamedNode]:
    """List the councils that there are on a day, as exactly as their dates allow."""
    text = day.isoformat()
    found = []
    for quad in store.quads_for_pattern(None, RDF.type, OFG.Council, None):
        council = quad.subject
        if isinstance(council, NamedNode):
            begin, end = value(store, council, OFG.start), value(store, council, OFG.end)
            if begin[: len(text)] <= text[: len(begin)] and (not end or text[: len(end)] <= end):
                found.append(council)
    return found
