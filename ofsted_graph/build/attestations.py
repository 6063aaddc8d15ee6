"""Attestations: what one row of the `tenures` table says by itself about one holding of a post."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from ofsted_graph.dates import Window, span, window
from ofsted_graph.model import slug

Days = tuple[dt.date, dt.date]
Seen = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True)
class Attestation:
    """What one source says of one holding of a post, with its dates worked out.

    Attributes:
        key: Names the attestation by its content, so that it keeps its name in any company.
        person: A person's identifier, empty when nobody is named.
        alias: Marks rows of one source that tell of the same unnamed person (`?director`).
        row: The row itself.
        start_not_before: The first day on which the holding can have begun, by this source alone;
            the other three likewise.
        during: The inspection during which the source shows the holder in post.
        name_from: The attestation that gave this one its person.
        planned_start: A start that was announced beforehand, EDTF; it bounds nothing.
        planned_end: An end that was.
    """

    key: str
    person: str
    alias: str
    role: str
    organisation: str
    capacity: str
    joint: bool
    row: Mapping[str, str] = field(compare=False, hash=False)
    start_not_before: dt.date | None = None
    start_not_after: dt.date | None = None
    end_not_before: dt.date | None = None
    end_not_after: dt.date | None = None
    during: str = ""
    name_from: str = ""
    planned_start: str = ""
    planned_end: str = ""

    @property
    def shown(self) -> Days | None:
        """The first and last day of the unbroken service that the source shows.

        Where the first is the later one, the source is inexact and shows some day between them.
        """
        if self.start_not_after is None or self.end_not_before is None:
            return None
        return self.start_not_after, self.end_not_before

    @property
    def begun(self) -> Window:
        """When the holding began, by this source alone."""
        return Window(self.start_not_before, self.start_not_after)

    @property
    def over(self) -> Window:
        """When the holding ended, by this source alone."""
        return Window(self.end_not_before, self.end_not_after)

    @property
    def moment(self) -> dt.date:
        """A day to order attestations by: as near as can be to when the person was in post."""
        if self.shown:
            return min(self.shown)
        days: tuple[dt.date | None, ...]
        days = (self.start_not_after, self.end_not_before, self.end_not_after)
        plans = [window(plan) for plan in (self.planned_start, self.planned_end) if plan]
        days += tuple(day for plan in plans for day in (plan.first, plan.last))
        return next((day for day in days if day), dt.date.min)

    @property
    def last(self) -> dt.date:
        """The last day on which the person may have been shown in post, or else the moment."""
        return max(self.shown) if self.shown else self.moment

    @property
    def service(self) -> Days | None:
        """The first and last day of unbroken service, if the source is exact enough to tell."""
        return self.shown if self.shown and self.shown[0] <= self.shown[1] else None


def attestation(
    row: Mapping[str, str],
    *,
    person: str,
    told: str,
    inspections: Mapping[str, Days | None],
    about: Mapping[str, str] | None = None,
    life: Window | None = None,
) -> Attestation:
    """Work out what a row says by itself.

    Args:
        row: A row of the `tenures` table. Its `seen` is a day, a period, or an inspection.
        person: Who the row's person is, empty when it names nobody.
        told: The source's date, EDTF or empty. What a source tells as past had happened by then.
        inspections: For each inspection the last day on which it can have begun and the first on
            which it can have ended, None where no source dates it.
        about: What the row's start and end are taken to say where that is less than their words.
        life: The first and last day of the organisation. A start told before it is of the body
            that came before, and means in post from the first day on.
    """
    key = _key(row)
    planned = {part: row[part] for part in row["planned"].split()}
    row = {**row, **(about or {}), **dict.fromkeys(planned, "")}
    start = _told(row["start"], told)
    if start and life and life.first and start.last and start.last < life.first:
        # The body before this one had the same holder: here since the first day at the latest.
        row["start"] = f"../{life.first}"
        start = Window(life.first, life.first)
    end = _told(row["end"], told)
    during = row["seen"] if row["seen"] in inspections else ""
    seen_by, seen_until = _within(_seen(row["seen"], inspections), start, end)
    begun = [day for day in (last_day(start), seen_by, last_day(end)) if day]
    lasted = [day for day in (first_day(end), seen_until, first_day(start)) if day]
    begun_by = min(begun, default=None)
    still_there = max(lasted, default=None)
    return Attestation(
        key=key,
        person=person,
        alias=row["person"] if row["person"].startswith("?") else "",
        role=row["role"],
        organisation=row["organisation"],
        capacity=row["capacity"],
        joint=row["joint"] == "yes",
        row=row,
        start_not_before=first_day(start),
        start_not_after=begun_by,
        end_not_before=still_there,
        end_not_after=last_day(end),
        during=during,
        planned_start=planned.get("start", ""),
        planned_end=planned.get("end", ""),
    )


def first_day(when: Window | None) -> dt.date | None:
    """Give the first day of a window, None if that side is open or nothing was said."""
    return when.first if when else None


def last_day(when: Window | None) -> dt.date | None:
    """Give the last day of a window, None if that side is open or nothing was said."""
    return when.last if when else None


def _seen(text: str, inspections: Mapping[str, Days | None]) -> Seen:
    """Give the day by which, and the day until which, a row shows its holder in post."""
    if not text:
        return None, None
    if text not in inspections:
        return span(text)
    return inspections[text] or (None, None)


def _within(seen: Seen, start: Window | None, end: Window | None) -> Seen:
    """Narrow what was seen to what the row's own start and end leave of it.

    Somebody "seen" at an inspection during which they came or left was there for a part of it.
    """
    by, until = seen
    if by is None or until is None:
        return seen
    first, last = min(by, until), max(by, until)
    came, left = first_day(start) or first, last_day(end) or last
    if by > until or (first < came and left < last):
        return min(last, left), max(first, came)
    if first < came:
        return last, last
    return (first, first) if left < last else seen


def _told(text: str, told: str) -> Window | None:
    """Read a start or end; what a source tells as past lay before the source's date."""
    if not text:
        return None
    found = window(text)
    limit = window(told).last if told else None
    if limit is None or (found.first is not None and found.first > limit):
        return found
    return Window(found.first, limit if found.last is None else min(found.last, limit))


def _key(row: Mapping[str, str]) -> str:
    """Make the name of an attestation from what it says."""
    # A column that came later counts only where it is filled, so that older rows keep their names.
    parts = [
        f"{column}={row[column]}"
        for column in sorted(row)
        if column != "note" and (column != "planned" or row[column])
    ]
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]
    who = slug(row["person"]) or "unnamed"
    return f"{row['source']}.{row['role']}.{who}.{digest}"
