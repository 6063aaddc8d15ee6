"""Days as reports print them: of an inspection, of publication, of months and years past.

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
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WEEKEND = dt.timedelta(days=4)
"""From a Thursday or Friday to a Monday or, after a holiday, a Tuesday."""
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


def read_one_day(text: str) -> dt.date | Unread:
    """Read a text that is one day.

    >>> read_one_day("10/08/2015"), read_one_day("May 2015")
    (datetime.date(2015, 8, 10), Unread(reason='not understood: "May 2015"'))
    """
    text = " ".join(text.split())
    days = read_days(text)
    if days is None or days.first != days.last or not days.year_printed:
        return Unread(f'not understood: "{text[:60]}"')
    if text[days.end :].strip(" ."):
        return Unread(f'not understood: "{text[:60]}"')
    return days.first


def first_stay(days: Days) -> dt.timedelta:
    """Give the length of the first stay on site; weekends do not part it.

    >>> first_stay(read_days("8 to 12 July and 7 to 8 August 2019")).days
    4
    >>> first_stay(read_days("8 to 12 and 15 to 19 July 2019")).days
    11
    """
    first, last = days.periods[0]
    for start, end in days.periods[1:]:
        if start - last > WEEKEND:
            break
        last = end
    return last - first


def partial_date_pattern(name: str) -> str:
    """Give the pattern of a day, a month or a year, as a group of that name."""
    return (
        rf"(?P<{name}>(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}[.,]?\s+)?(?:19|20)\d\d)(?![\d-])"
    )


def partial_date(words: str) -> str:
    """Write what `partial_date_pattern` matches in EDTF; empty if there is no such day.

    >>> partial_date("6th January 2008"), partial_date("Sept. 2012"), partial_date("2006")
    ('2008-01-06', '2012-09', '2006')
    """
    *before, year = re.sub(r"[.,]", " ", words).split()
    parts = [year]
    if before:
        parts.append(f"{_MONTHS.index(before[-1][:3].lower()) + 1:02}")
    if len(before) == 2:
        parts.append(f"{int(before[0].rstrip('stndrh')):02}")
        try:
            dt.date.fromisoformat("-".join(parts))
        except ValueError:
            return ""
    return "-".join(parts)
