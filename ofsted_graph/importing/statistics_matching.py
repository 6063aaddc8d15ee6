"""Which rows of Ofsted's statistics tell of the same inspection.

An inspection is named by its council, its kind and its first day, and some rows lack one of these:

*   The sheet of each council's latest inspection does not say what kind it was. The history sheet
    of the same file does.
*   The history of the 2024 file has no first days. The day comes from a row on the same council
    with the same day of publication, in either file. Where there is none, the last inspection in
    the row is the council's latest, which the same file has with its first day; their grades must
    agree.
*   The files give one inspection first days that differ by a day. A council is not inspected twice
    in a week, so first days less than a week apart are one inspection's, named by the day that
    the newest file has. What each row says of the day stays as it is.

A row that still has no first day is left out, and said so.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ofsted_graph.importing.statistics_tables import Claim
from ofsted_graph.model import FAMILIES, inspection_id

_WEEK = datetime.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Told:
    """That a file tells of an inspection with its first day.

    Attributes:
        council: The council's id.
        framework: What kind it was; empty when the sheet does not say (it is an ILACS one then).
        day: The first day.
        published: The day of publication, if told beside it.
        source: The id of the file's source.
        issued: The file's own date.
    """

    council: str
    framework: str
    day: datetime.date
    published: datetime.date | None
    source: str
    issued: str

    @property
    def family(self) -> str:
        """The family of its framework, as inspections are named by it."""
        return family(self.framework)


@dataclass(frozen=True, slots=True)
class Matched:
    """A claim and the inspection that it is on."""

    claim: Claim
    council: str
    framework: str
    day: datetime.date

    @property
    def inspection(self) -> str:
        """The name of the inspection."""
        return inspection_id(self.council, self.framework, self.day.isoformat())


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A claim on an inspection that cannot be named, and why."""

    claim: Claim
    council: str
    reason: str


def family(framework: str) -> str:
    """Give the family of a framework; a sheet without a column for the kind holds ILACS ones."""
    return FAMILIES[framework or "ilacs-standard"]


def match(
    claims: Sequence[tuple[str, Claim]], known: Iterable[Told] = ()
) -> tuple[list[Matched], list[Unmatched]]:
    """Find the inspection of each claim.

    Args:
        claims: Each with its council's id.
        known: What files say that are not imported now.
    """
    told: dict[str, list[Told]] = defaultdict(list)
    for one in known:
        told[one.council].append(one)
    own: dict[str, list[Claim]] = defaultdict(list)
    for council, claim in claims:
        own[council].append(claim)
        if claim.started:
            told[council].append(
                Told(
                    council,
                    claim.framework,
                    claim.started,
                    claim.published,
                    claim.source,
                    claim.issued,
                )
            )
    # The newest file first: it is the one that corrects the others.
    days = {council: _Days(own[council], _newest_first(told[council])) for council in own}
    matched: list[Matched] = []
    unmatched: list[Unmatched] = []
    for council, claim in claims:
        day = days[council].of(claim)
        framework = days[council].framework(claim, day) if day else ""
        if day is None:
            reason = "no row of the same council and day of publication has its first day"
            unmatched.append(Unmatched(claim, council, reason))
        elif not framework:
            unmatched.append(Unmatched(claim, council, "no row says what kind it was"))
        else:
            matched.append(Matched(claim, council, framework, day))
    return matched, unmatched


def _newest_first(told: Iterable[Told]) -> list[Told]:
    return sorted(told, key=lambda one: (one.issued, -one.day.toordinal()), reverse=True)


class _Days:
    """The first days by which the inspections of one council are named."""

    def __init__(self, claims: Sequence[Claim], told: Sequence[Told]) -> None:
        self._claims = claims
        self._told = told

    def of(self, claim: Claim) -> datetime.date | None:
        """Find the day that names the inspection of a claim."""
        day = claim.started or self._published_with(claim)
        return day and self._named(day, family(claim.framework))

    def framework(self, claim: Claim, day: datetime.date) -> str:
        """Find what kind an inspection was, in the claim's own file before others."""
        if claim.framework:
            return claim.framework
        own = [
            other.framework
            for other in self._claims
            if other.source == claim.source
            and other.framework
            and family(other.framework) == family("")
            and self.of(other) == day
        ]
        others = [
            one.framework
            for one in self._told
            if one.framework
            and one.family == family("")
            and self._named(one.day, one.family) == day
        ]
        return next(iter([*sorted(own), *others]), "")

    def _named(self, day: datetime.date, of_family: str) -> datetime.date:
        """Give the newest file's day among those that are one inspection's."""
        told = [one for one in self._told if one.family == of_family]
        same = {day}
        while more := {o.day for o in told if any(_near(o.day, d) for d in same)} - same:
            same |= more
        return next((one.day for one in told if one.day in same), day)

    def _published_with(self, claim: Claim) -> datetime.date | None:
        """Find the first day of an inspection of which only the publication is told."""
        days = {
            self._named(one.day, one.family)
            for one in self._told
            if one.published == claim.published and one.family == family(claim.framework)
        }
        if days:
            return days.pop() if len(days) == 1 else None
        own = [other for other in self._claims if other.source == claim.source]
        row = [other for other in own if other.locator == claim.locator]
        latest = [other for other in own if other.kind == "latest"]
        if claim is row[-1] and len(latest) == 1 and latest[0].printed == claim.printed:
            return latest[0].started
        return None


def _near(day: datetime.date, other: datetime.date) -> bool:
    return abs(day - other) <= _WEEK
