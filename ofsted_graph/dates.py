"""Honest dates: from what a source says, in EDTF, to the plain days between which it must lie.

A source says "October 2020", "at the end of 2024" or "by April 2017". EDTF (ISO 8601-2, the
Library of Congress's Extended Date/Time Format) writes that down as it was said: `2020-10`,
`2024-12~`, `../2017-04`. `window` turns such a statement into the first and the last day on which
it may be true.

Statements and windows:

* a day, month, season, quarter or year may be any day in it, and so may one with unknown digits
  (`201X`, `2016-XX`); the winter of a year may be the one in which it began or ended;
* `[2018-10..2018-12]`, one of a set, may be any day from the first to the last;
* `A/B` may be any day from A to B; `..` on a side leaves that side open;
* `~` (about), `?` (uncertain) and `%` (both) after a year, month or day widen the window on both
  sides by one unit of what was said: a year by a year, a month by a month, a day by a week
  (`MONTHS_MARGIN`, `DAY_MARGIN`). EDTF itself sets no width.

Other forms of EDTF (times of day, years beyond four digits, marks in the middle of a date) are
refused, so that no statement is read as more exact than it is. Parsing is done by the `edtf`
library; the widths are ours, because the library's add a year even to an approximate month.
"""

from __future__ import annotations

import calendar
import contextlib
import datetime as dt
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ofsted_graph.errors import InputError, shorten

MONTHS_MARGIN = {"year": 12, "month": 1}
"""Months by which an approximate date is widened on each side, by its precision."""
DAY_MARGIN = dt.timedelta(days=7)
"""How far an approximate day is widened on each side."""

_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", re.ASCII)
"""The forms that nearly all rows have; `2018-33` and above are quarters, left to the library."""
_DATE = r"(?:\d{4}|\d{3}X|\d\dXX)(?:-(?:\d\d|XX)){0,2}"
_FORM = re.compile(
    rf"\d{{4}}(?:-\d\d){{0,2}}[~?%]|{_DATE}|\[(?:\.\.)?{_DATE}(?:(?:\.\.|,){_DATE})*(?:\.\.)?\]",
    re.ASCII,
)
"""The forms of one moment that are read at all."""
_WINTER = re.compile(r"(\d{4})-(?:24|28|30)", re.ASCII)
"""Winter, and the summer of the southern hemisphere (30): they run from December to February."""
_LEAP_DAY = re.compile(r"(\d{2,3})(X{1,2})-02-29", re.ASCII)
"""A leap day of an unknown year, which the library looks for in the first of the years."""
_DOUBTS = "~?%"
"""The signs of what is approximate, uncertain, or both."""
_LONGEST = 100
"""Characters of the longest statement; what is longer is no date."""


@dataclass(frozen=True)
class Window:
    """The days between which a moment lies, both inclusive; None is open."""

    first: dt.date | None
    last: dt.date | None

    def __contains__(self, day: dt.date) -> bool:
        """Tell whether the moment may be that day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def meets(self, other: Window) -> bool:
        """Tell whether some day lies in both."""
        return not (
            (self.last is not None and other.first is not None and self.last < other.first)
            or (other.last is not None and self.first is not None and other.last < self.first)
        )

    def hull(self, other: Window) -> Window:
        """Give the smallest window that holds both."""
        firsts = (self.first, other.first)
        lasts = (self.last, other.last)
        return Window(
            None if None in firsts else min(d for d in firsts if d is not None),
            None if None in lasts else max(d for d in lasts if d is not None),
        )


@lru_cache(maxsize=16384)
def window(text: str) -> Window:
    """Give the first and the last day on which an EDTF statement may be true.

    Raises:
        InputError: The text is not EDTF, or is an interval that ends before it starts.

    >>> window("2024-12~")
    Window(first=datetime.date(2024, 11, 1), last=datetime.date(2025, 1, 31))
    >>> window("../2017-04").last
    datetime.date(2017, 4, 30)
    """
    begin, slash, finish = text.partition("/")
    if slash and _open(begin) and _open(finish):
        raise InputError(f'the date "{shorten(text)}" is open on both sides and says nothing.')
    found = (
        Window(
            None if _open(begin) else _moment(begin).first,
            None if _open(finish) else _moment(finish).last,
        )
        if slash
        else _moment(text)
    )
    if found.first is not None and found.last is not None and found.last < found.first:
        raise InputError(f'the date "{shorten(text)}" ends before it starts.')
    return found


def _open(side: str) -> bool:
    """Tell whether a side of an interval is left open."""
    return side in {"", ".."}


def _moment(text: str) -> Window:
    """Read a statement that is no interval."""
    return _plain(text) if _PLAIN.fullmatch(text) else _parsed(text)


def span(text: str) -> tuple[dt.date, dt.date]:
    """Read a `seen` statement: the latest day of its first moment and the earliest of its last.

    "Seen on 14 March" is one day; "seen from A to B" is every day between; "seen in March" is
    some day in March, so that somebody seen then had started by the 31st and had not ended before
    the 1st.

    >>> span("2017-01-23/2017-02-16")
    (datetime.date(2017, 1, 23), datetime.date(2017, 2, 16))
    >>> span("2018-09")
    (datetime.date(2018, 9, 30), datetime.date(2018, 9, 1))
    """
    whole = window(text)
    begin, slash, finish = text.partition("/")
    opening, closing = (
        (_moment(begin), _moment(finish)) if slash and whole.first else (whole, whole)
    )
    if opening.last is None or closing.first is None:
        raise InputError(
            f'"{shorten(text)}" does not say when: a day or period on which somebody was seen.'
        )
    return opening.last, closing.first


def is_plain(text: str) -> bool:
    """Tell whether a date is a plain year, month or day.

    >>> is_plain("2017-04"), is_plain("2017-04~")
    (True, False)
    """
    return _PLAIN.fullmatch(text) is not None


def xsd_date(text: str) -> tuple[str, str]:
    """Give the lexical form and the XSD type (`date`, `gYearMonth`, `gYear`) of a plain date.

    Raises:
        InputError: The date is not a plain year, month or day.

    >>> xsd_date("2017-04")
    ('2017-04', 'gYearMonth')
    """
    match = _PLAIN.fullmatch(text)
    if match is None:
        raise InputError(
            f'"{shorten(text)}" is not a plain date such as 2017-04-07, 2017-04 or 2017.'
        )
    _plain(text)
    _, month, day = match.groups()
    return text, "date" if day else "gYearMonth" if month else "gYear"


def precision(text: str) -> int:
    """Rank how much a statement says: the days in its window, open sides counting as endless.

    >>> precision("2016-03") < precision("2016")
    True
    """
    days = window(text)
    if days.first is None or days.last is None:
        return 10**6
    return (days.last - days.first).days


def _plain(text: str) -> Window:
    """Read the three forms that nearly all rows have without the parser, which is slow."""
    year, *rest = (int(part) for part in text.split("-"))
    try:
        if not rest:
            return Window(dt.date(year, 1, 1), dt.date(year, 12, 31))
        if len(rest) == 1:
            first = dt.date(year, rest[0], 1)
            return Window(first, _month_end(first))
        day = dt.date(year, *rest)
        return Window(day, day)
    except ValueError as error:
        raise InputError(f'"{shorten(text)}" is no day of the calendar.') from error


def _parsed(text: str) -> Window:
    """Read what is not plain, with the library; what is plain but for a doubt needs none."""
    from edtf import EDTFParseException, parse_edtf

    try:
        if len(text) > _LONGEST or not _FORM.fullmatch(text):
            raise ValueError(text)
        if text[-1] in _DOUBTS and _PLAIN.fullmatch(text[:-1]):
            return _widened(text, _plain(text[:-1]))
        if winter := _WINTER.fullmatch(text):
            year = int(winter[1])
            return Window(dt.date(year, 1, 1), _month_end(dt.date(year + 1, 2, 1)))
        if leap := _LEAP_DAY.fullmatch(text):
            size = 10 ** len(leap[2])
            years = [y for y in range(int(leap[1]) * size, (int(leap[1]) + 1) * size)
                     if y and calendar.isleap(y)]  # fmt: skip
            return Window(dt.date(years[0], 2, 29), dt.date(years[-1], 2, 29))
        # The library prints a line of its own when a part is malformed.
        with contextlib.redirect_stdout(io.StringIO()):
            parsed: Any = parse_edtf(text, fail_silently=False)
        days = Window(_day(parsed.lower_strict()), _day(parsed.upper_strict()))
        return _widened(text, days) if text[-1] in _DOUBTS else days
    except (
        EDTFParseException,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        # The library's parser lets some of its own mistakes through on malformed input.
        raise InputError(
            f'"{shorten(text, 60)}" is not a date in EDTF, or in a form that is not read here. '
            "Write 2016-03-14, 2016-03, 2016, 2016~ (about), [2018-10..2018-12] (one of) or "
            "../2017 (by)."
        ) from error


def _day(moment: object) -> dt.date | None:
    """Turn the library's `struct_time` into a day; it stands infinite sides as floats."""
    if isinstance(moment, float):
        return None
    year, month, day = moment[:3]  # type: ignore[index]
    return dt.date(year, month, day)


def _widened(text: str, days: Window) -> Window:
    """Widen an approximate date by one unit of its precision on each side."""
    if days.first is None or days.last is None:
        return days
    parts = text.rstrip(_DOUBTS).count("-")
    if parts == 2:
        return Window(days.first - DAY_MARGIN, days.last + DAY_MARGIN)
    months = MONTHS_MARGIN["month" if parts == 1 else "year"]
    return Window(
        _shift_month(days.first, -months),
        _month_end(_shift_month(days.last.replace(day=1), months)),
    )


def _month_end(day: dt.date) -> dt.date:
    """Give the last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _shift_month(day: dt.date, months: int) -> dt.date:
    """Move the first of a month by some months."""
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)
