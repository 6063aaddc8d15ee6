"""The days that a cell with a date in it speaks of.

Other people's tables write dates in many ways. What matters for finding a council is which days the
row may speak of, so a year is all of its days and a school year two years' parts.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

_ISO = re.compile(r"(\d{4})[-./](\d\d)(?:[-./](\d\d))?(?:[T ].*)?$")
_ENGLISH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d\d)(?: .*)?$")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s/-]+([A-Za-z]+)\.?,?[\s/-]+(\d{4}|\d\d)$")
_MONTH = re.compile(r"([A-Za-z]+)\.?(?:[\s/-]+(\d{4})|[-'’](\d\d))$")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?$")
"""A day as spreadsheets count them, from the end of 1899: 20000 is in 1954, 69999 in 2091."""
_YEARS = re.compile(r"(\d{4})\s*[/–-]\s*(?:\d{2}/?)?(\d{2}|\d{4})\b")
_YEAR = re.compile(r".*?(?:19|20)\d\d.*")
_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): n for n, name in enumerate(calendar.month_abbr) if name}

Days = tuple[dt.date, dt.date]


@lru_cache(maxsize=65536)
def days_of(text: str) -> Days | None:
    """Give the first and the last day that a written date speaks of; None when it tells none.

    Days come before months, as the English write them.

    >>> days_of("18/11/24"), days_of("2017/18")[1]
    ((datetime.date(2024, 11, 18), datetime.date(2024, 11, 18)), datetime.date(2018, 12, 31))
    """
    text = text.strip()
    for form, read in _FORMS:
        found = form.match(text)
        days = read(found) if found else None
        if days is not None:
            return days
    return None


def _iso(found: re.Match[str]) -> Days | None:
    return _span(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)


def _english(found: re.Match[str]) -> Days | None:
    return _span(_year(found[3]), int(found[2]), int(found[1]))


def _year(written: str) -> int:
    return int(written) if len(written) > 2 else 2000 + int(written)


def _serial(found: re.Match[str]) -> Days | None:
    day = dt.date(1899, 12, 30) + dt.timedelta(days=int(float(found[0])))
    return day, day


def _words(found: re.Match[str]) -> Days | None:
    month = _MONTHS.get(found[2].casefold())
    return None if month is None else _span(_year(found[3]), month, int(found[1]))


def _month(found: re.Match[str]) -> Days | None:
    month = _MONTHS.get(found[1].casefold())
    return None if month is None else _span(_year(found[2] or found[3]), month, None)


def _years(found: re.Match[str]) -> Days | None:
    first = int(found[1])
    last = int(found[2]) if len(found[2]) == 4 else first // 100 * 100 + int(found[2])
    # "2019-06" is a month, and "2019-2001" nothing that is meant.
    return (dt.date(first, 1, 1), dt.date(last, 12, 31)) if first <= last <= first + 10 else None


def _any_years(found: re.Match[str]) -> Days | None:
    years = [int(year) for year in re.findall(r"(?:19|20)\d\d", found[0])]
    return dt.date(min(years), 1, 1), dt.date(max(years), 12, 31)


def _span(year: int, month: int, day: int | None) -> Days | None:
    try:
        # "2017-18" is not the eighteenth month but a year and the next.
        first = dt.date(year, month, day or 1)
    except ValueError:
        return None
    if day is not None:
        return first, first
    return first, dt.date(year, month, calendar.monthrange(year, month)[1])


_FORMS = (
    (_ISO, _iso),
    (_ENGLISH, _english),
    (_WORDS, _words),
    (_MONTH, _month),
    (_SERIAL, _serial),
    (_YEARS, _years),
    (_YEAR, _any_years),
)
