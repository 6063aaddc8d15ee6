"""To whom Ofsted wrote about children's services, where the letter's title does not say the post.

Letters on visits go to the director of children's services, but one in six prints no title, or one
such as "Executive Director" that is the statutory director's in some councils and not in others. It
is taken for a sighting in that post where another source names the same person as director at the
same council, not more than some years apart and with no start or end between. Nothing else is
concluded: an addressee whom nobody calls the director stays out of the graph.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ofsted_graph.dates import Window, window
from ofsted_graph.facts.fact_tables import TABLES
from ofsted_graph.facts.inspection_days import extent
from ofsted_graph.model import mention
from ofsted_graph.people.names import kinship
from ofsted_graph.people.persons import merged

Row = dict[str, str]
Tables = Mapping[str, Sequence[Row]]
NEAR = dt.timedelta(days=3 * 366)
"""How far the nearest day on which another source shows the director may lie."""
SLACK = dt.timedelta(days=31)
"""How far a told start or end may be off."""
DIRECTOR = "director-of-childrens-services"


def with_addressees(tables: Tables) -> dict[str, list[Row]]:
    """Give the tables with the addressees whom another source names as director as tenures."""
    directors: dict[str, list[Row]] = defaultdict(list)
    for row in tables["tenures"]:
        if row["role"] == DIRECTOR and row["person"] and not row["person"].startswith("?"):
            directors[row["organisation"]].append(row)
    leader = merged(
        {row[side] for row in tables["identities"] for side in ("a", "b")}, tables["identities"]
    )
    days = _inspected(tables["inspections"])
    found = [
        tenure
        for row in tables["addressees"]
        if (tenure := _tenure(row, directors[row["organisation"]], leader, days))
    ]
    both = {table: list(rows) for table, rows in tables.items()}
    return {**both, "tenures": [*tables["tenures"], *found]}


def _inspected(rows: Iterable[Row]) -> dict[str, Window]:
    """Give the days of each inspection, which `seen` may name."""
    told: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        told[row["inspection"]].append(row)
    return {name: Window(*extent(claims)) for name, claims in told.items()}


def _tenure(
    row: Row, directors: Sequence[Row], leader: Mapping[str, str], days: Mapping[str, Window]
) -> Row | None:
    """Make the tenure's row of an addressee, if one and the same person is named as director."""
    own = _leader(row["person"], row["organisation"], leader)
    named: dict[str, list[Row]] = defaultdict(list)
    for one in directors:
        same = _leader(one["person"], one["organisation"], leader) == own
        if same or kinship(one["person"], row["person"]) in {"accents", "short form"}:
            named[_leader(one["person"], one["organisation"], leader)].append(one)
    if len(named) != 1:
        return None
    ((_, told),) = named.items()
    told = [one for one in told if one["source"] != row["source"]]
    seen = window(row["seen"])
    if seen.first is None or seen.last is None or not _fits(seen, told, days):
        return None
    cells = {column: row.get(column, "") for column in TABLES["tenures"]}
    person = min(told, key=lambda one: one["person"] != row["person"])["person"]
    note = f"addressed by Ofsted; {min(one['source'] for one in told)} names the post"
    return {**cells, "person": person, "role": DIRECTOR, "note": note}


def _leader(name: str, organisation: str, leader: Mapping[str, str]) -> str:
    one = mention(name, organisation)
    return leader.get(one, one)


def _fits(seen: Window, told: Sequence[Row], days: Mapping[str, Window]) -> bool:
    """Tell whether the day of a letter fits what other sources tell of a director."""
    near = False
    for row in told:
        start, end = (window(row[part]) if row[part] else None for part in ("start", "end"))
        if start and start.first and seen.last and seen.last < start.first - SLACK:
            return False
        if end and end.last and seen.first and end.last + SLACK < seen.first:
            return False
        near = near or any(_apart(seen, one) <= NEAR for one in _moments(row, days))
    return near


def _moments(row: Row, days: Mapping[str, Window]) -> Iterator[Window]:
    """Give when a row puts its person in the post."""
    yield from (window(row[part]) for part in ("start", "end") if row[part])
    if row["seen"] in days:
        yield days[row["seen"]]
    elif row["seen"]:
        yield from map(window, row["seen"].split("/"))


def _apart(one: Window, other: Window) -> dt.timedelta:
    """Give the days between two windows; endless where one is open to the other's side."""
    early, late = sorted((one, other), key=lambda when: when.first or dt.date.min)
    if early.last is None or late.first is None:
        return dt.timedelta.max
    return max(dt.timedelta(0), late.first - early.last)
