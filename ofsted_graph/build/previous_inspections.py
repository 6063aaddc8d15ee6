"""Which inspection a report means when it tells of the previous one by its month or year.

A report says "at the last inspection in 2017, services were judged to require improvement". If one
full inspection of that council fits the date, that is the one: the two are linked, and the grade
told is one more source for its judgement. If none fits, there was one that no other source here
tells of, and it becomes an inspection of its own: leaving it out would let an older grade seem to
be in force. If several fit, nothing is concluded.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ofsted_graph.dates import Window, window
from ofsted_graph.facts.inspection_days import extent, result_by
from ofsted_graph.model import FAMILIES, inspection_id

Row = dict[str, str]
Tables = Mapping[str, Sequence[Row]]
FULL = frozenset({"ilacs", "sif", "safeguarding", "looked-after", "inspection"})
"""The families of inspections that a report can mean by "the previous inspection"."""
OVERALL = "overall-effectiveness"
"""The one aspect told that all full inspections judge; "safeguarding" is none of later ones."""
SIF_YEARS = (dt.date(2014, 1, 1), dt.date(2017, 12, 31))
"""Full inspections between these days were under the single inspection framework."""
SIF_BEGAN = dt.date(2013, 11, 1)


@dataclass(frozen=True)
class _Full:
    """A full inspection: which, and from when to when it can have been and been published."""

    name: str
    council: str
    framework: str
    days: Window


def with_previous(tables: Tables) -> dict[str, list[Row]]:
    """Give the tables with what the `previous` table tells added to inspections and judgements."""
    known = list(_full_inspections(tables["inspections"]))
    by_name = {one.name: one for one in known}
    by_council: dict[str, list[_Full]] = defaultdict(list)
    for one in known:
        by_council[one.council].append(one)
    inspections = list(tables["inspections"])
    judgements = list(tables["judgements"])
    # The most exact word first, so that a year told elsewhere finds the month told here.
    for row in sorted(tables["previous"], key=lambda row: (-len(row["told"]), *row.values())):
        later = by_name.get(row["inspection"])
        if later is None:
            continue
        meant = _meant(row, later, by_council[later.council])
        if meant is None:
            meant, told = _told_only(row, later)
            if meant.name in by_name:
                continue
            by_name[meant.name] = meant
            by_council[later.council].append(meant)
            inspections.append(told)
        elif not meant:
            continue
        cells = {"source": row["source"], "locator": row["locator"]}
        inspections.append(
            _row(later.name, later.council, later.framework, previous=meant.name, **cells)
        )
        if row["aspect"] == OVERALL:
            given = {"aspect": OVERALL, "grade": row["grade"], "printed": ""}
            judgements.append({"inspection": meant.name, **given, **cells})
    return {**{t: list(rows) for t, rows in tables.items()},
            "inspections": inspections, "judgements": judgements}  # fmt: skip


def _full_inspections(rows: Iterable[Row]) -> Iterator[_Full]:
    """Find the full inspections among the rows."""
    told: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if FAMILIES[row["framework"]] in FULL:
            told[row["inspection"]].append(row)
    for name, claims in told.items():
        first, _ = extent(claims)
        days = Window(first, result_by(claims))
        yield _Full(name, claims[0]["council"], claims[0]["framework"], days)


def _meant(row: Row, later: _Full, known: Sequence[_Full]) -> _Full | tuple[()] | None:
    """Find the inspection that a row means: None if there is none, empty if several may be."""
    told = window(row["told"])
    fitting = [
        one
        for one in known
        if one.name != later.name
        and one.days.meets(told)
        and (one.days.first or dt.date.min) < (later.days.first or dt.date.max)
    ]
    if len(fitting) > 1:
        # Years apart from a report's own words: "2013" fits two only if both were that year.
        rated = [one for one in fitting if FAMILIES[one.framework] in {"ilacs", "sif"}]
        fitting = rated or fitting
    return fitting[0] if len(fitting) == 1 else () if fitting else None


def _told_only(row: Row, later: _Full) -> tuple[_Full, Row]:
    """Make the inspection that only a later report tells of."""
    days = window(row["told"])
    framework = "not-told"
    if days.first and days.last:
        if days.last < SIF_BEGAN:
            framework = "safeguarding-and-looked-after"
        elif days.first >= SIF_YEARS[0] and days.last <= SIF_YEARS[1]:
            framework = "sif"
    name = inspection_id(later.council, framework, row["told"])
    column = "published" if row["date_of"] == "publication" else "started"
    cells = {
        column: row["told"],
        "source": row["source"],
        "locator": row["locator"],
        "note": "as told by the report on the next one",
    }
    made = _Full(name, later.council, framework, days)
    return made, _row(name, later.council, framework, **cells)


def _row(inspection: str, council: str, framework: str, **cells: str) -> Row:
    """Make a row of the inspections table."""
    columns = ("started", "ended", "visits", "published", "theme", "previous", "note")
    empty = dict.fromkeys(columns, "")
    named = {"inspection": inspection, "council": council, "framework": framework}
    return {**named, **empty, **cells}
