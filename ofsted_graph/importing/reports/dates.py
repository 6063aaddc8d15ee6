"""The days of an inspection and of a report's publication.

Full inspections take a week or more; a front page that prints one day for one has lost the other,
and which of the two it is cannot be told. Days that run backwards, or far too long, are misprints.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ofsted_graph.importing.days import Days, read_days

_LATE_TO_EARLY = re.compile(
    r"(\d{1,2}(?:st|nd|rd|th)?\s+(?:oct|nov|dec)[a-z]*)(\s*(?:-|to|until)\s*\d{1,2}"
    r"(?:st|nd|rd|th)?\s+(?:jan|feb)[a-z]*\s+)(\d{4})",
    re.IGNORECASE,
)
LONGEST_VISIT = dt.timedelta(days=45)
LONGEST_INSPECTION = dt.timedelta(days=150)
FIRST_YEAR = 2009


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a field was not read."""

    reason: str


def read_period(text: str) -> Days | Unread:
    """Read the days of an inspection; the whole text must be about them.

    >>> str(read_period("12 December to 13 January 2023").first)
    '2022-12-12'
    >>> read_period("8 to 12 July, and later")
    Unread(reason='not understood: "8 to 12 July, and later"')
    """
    text = " ".join(text.split())
    if not text:
        return Unread("not found")
    filled = _LATE_TO_EARLY.sub(lambda m: f"{m[1]} {int(m[3]) - 1}{m[2]}{m[3]}", text)
    days = read_days(filled)
    if days is None or not days.year_printed or filled[days.end :].strip(" .)"):
        return Unread(f'not understood: "{text[:60]}"')
    longest = max(last - first for first, last in days.periods)
    if longest > LONGEST_VISIT or days.last - days.first > LONGEST_INSPECTION:
        return Unread(f"too long for an inspection: {days.first} to {days.last}")
    if not FIRST_YEAR <= days.first.year <= 2100:
        return Unread(f"not a year of these inspections: {days.first.year}")
    return days


def read_publication(text: str, *, after: dt.date | None) -> dt.date | Unread:
    """Read the day of publication, which comes after the inspection.

    >>> read_publication("10/08/2015", after=None)
    datetime.date(2015, 8, 10)
    """
    text = " ".join(text.split())
    days = read_days(text)
    if days is None or days.first != days.last or not days.year_printed:
        return Unread(f'not understood: "{text[:60]}"')
    if text[days.end :].strip(" ."):
        return Unread(f'not understood: "{text[:60]}"')
    if after is not None and days.first < after:
        return Unread(f"two readings: published {days.first}, before the inspection ended, {after}")
    return days.first
