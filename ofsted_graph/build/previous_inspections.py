"""Which inspection a report means when it tells of the previous one by its month or year.

A report says "at the last inspection in 2017, services were judged to require improvement". If one
full inspection of that council fits the date, that is the one: the two are linked, and the grade
told is one more source for its judgement. If none fits, there was one that no other source here
tells of, and it becomes an inspection of its own: leaving it out would let an older grade seem to
be in force. If several fit, nothing is concluded; nor if one nearly fits, within `NEAR` of the date
told, because a report that is a month or two off would make a second inspection of it.

Until 2013 later reports are all there is; two that tell of inspections of one council not three
months apart tell of one, and the earlier date names it.
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
NEAR = dt.timedelta(days=92)
"""How far off a report may be on the date of another."""
UNTOLD = "not-told"
EARLY = "safeguarding-and-looked-after"
"""The framework until 2013, of which few reports are left."""


@dataclass(frozen=True)
class _Full:
    """A full inspection: which, and from when to when it can have been and been published."""

    name: str
    council: str
    framework: str
    days: Window


def with_previous(tables: Tables) -> dict[str, list[Row]]:
    """Give the tables with what the `previous` table tells added to inspections and judgements."""
    tables = _without_doubles(tables)
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


def _without_doubles(tables: Tables) -> Tables:
    """Join inspections until 2013 that later reports date a month or two apart."""
    days: dict[str, dict[str, Window]] = defaultdict(dict)
    for row in tables["inspections"]:
        if row["framework"] == EARLY and (told := row["started"] or row["published"]):
            days[row["council"]].setdefault(row["inspection"], window(told))
    same: dict[str, str] = {}
    for found in days.values():
        ordered = sorted(found.items(), key=lambda pair: pair[1].first or dt.date.min)
        head, early = "", Window(None, None)
        for name, late in ordered:
            # Against the first of them: else a chain of near ones would join two far apart.
            if head and _a_month(early) and _a_month(late) and _apart(early, late) <= NEAR:
                same[name] = head
            else:
                head, early = name, late
    if not same:
        return tables
    named = ("inspection", "previous")
    return {
        table: [
            {
                column: same.get(cell, cell) if column in named else cell
                for column, cell in row.items()
            }
            for row in rows
        ]
        if table in {"inspections", "judgements", "inspectors", "previous"}
        else rows
        for table, rows in tables.items()
    }


def _a_month(days: Window) -> bool:
    """Tell whether a date is told to the month at least."""
    return bool(days.first and days.last and days.last - days.first < NEAR)


def _apart(early: Window, late: Window) -> dt.timedelta:
    if early.first is None or late.first is None:
        return dt.timedelta.max
    return late.first - early.first


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
    if not fitting and any(_near(one, told) for one in known if one.name != later.name):
        return ()
    if len(fitting) > 1:
        # Years apart from a report's own words: "2013" fits two only if both were that year.
        rated = [one for one in fitting if FAMILIES[one.framework] in {"ilacs", "sif"}]
        fitting = rated or fitting
    return fitting[0] if len(fitting) == 1 else () if fitting else None


def _near(one: _Full, told: Window) -> bool:
    """Tell whether an inspection of a kind that can be meant lies just beside the date told."""
    first, last = told.first, told.last
    if not (first and last and one.days.first and one.days.last):
        return False
    meant = _framework(told)
    if meant != UNTOLD and FAMILIES[meant] != FAMILIES[one.framework]:
        return False
    return Window(first - NEAR, last + NEAR).meets(one.days)


def _framework(days: Window) -> str:
    """Give the framework of a full inspection on some day of a window, where its date tells it."""
    if days.first and days.last:
        if days.last < SIF_BEGAN:
            return EARLY
        if days.first >= SIF_YEARS[0] and days.last <= SIF_YEARS[1]:
            return "sif"
    return UNTOLD


def _told_only(row: Row, later: _Full) -> tuple[_Full, Row]:
    """Make the inspection that only a later report tells of."""
    days = window(row["told"])
    framework = _framework(days)
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
