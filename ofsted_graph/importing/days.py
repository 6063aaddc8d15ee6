"""Days as documents print them: "29 and 30 September, and 1 October 2020", "8–12 July".

`read_days` reads one phrase into the periods it names. A month or a year that a day lacks is that
of the next day that has one, which is how such phrases are meant. Days that follow each other are
one period; a gap makes two, because a visit in two parts is a different thing from a long one.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<whole>\d{{1,2}}/\d{{1,2}}/\d{{4}}\b)
    | (?P<year>(?:19|20)\d\d\b)
    | (?P<day>\d{{1,2}}(?:st|nd|rd|th)?(?![\w/:]|\.\d|,\d\d))
    | (?P<month>(?:{_MONTH})\b\.?)
    | (?P<until>[-–—]|\b(?:to|until|till)\b)
    | (?P<list>,|&|\b(?:and|also|then)\b)
    | (?P<skip>\b(?:between|from|of|on|the|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ONE = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})\.?,?\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"(?<![\w/])\d")
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")

Period = tuple[dt.date, dt.date]
"""The first and the last day, both inclusive."""


@dataclass(frozen=True, slots=True)
class Days:
    """The periods that a phrase names, in order, and where it stood in the text."""

    periods: tuple[Period, ...]
    start: int
    end: int
    year_printed: bool = True

    @property
    def first(self) -> dt.date:
        """The first day of all."""
        return self.periods[0][0]

    @property
    def last(self) -> dt.date:
        """The last day of all."""
        return self.periods[-1][1]

    @property
    def visits(self) -> str:
        """The periods in EDTF where there is more than one; else empty."""
        if len(self.periods) == 1:
            return ""
        return " ".join(f"{a}/{b}" if a != b else str(a) for a, b in self.periods)


def read_day(text: str) -> dt.date | None:
    """Read a text that is one full date and nothing else.

    >>> read_day("09 August 2021"), read_day("16 and 17 May 2019")
    (datetime.date(2021, 8, 9), None)
    """
    match = _ONE.fullmatch(text.strip(" .,"))
    return _date(int(match[3]), _MONTHS[match[2].lower()], int(match[1])) if match else None


def day_in_file_name(name: str) -> dt.date | None:
    """Read the date in a file's name, as Ofsted's site writes it; None if none or several.

    >>> day_in_file_name("children's services focused visit - 09 may 2022.pdf")
    datetime.date(2022, 5, 9)
    """
    found = {_date(int(m[3]), _MONTHS[m[2].lower()], int(m[1])) for m in _ONE.finditer(name)}
    found |= {_date(int(m[1]), int(m[2]), int(m[3])) for m in _ISO.finditer(name)}
    return found.pop() if len(found) == 1 else None


def find_days(text: str, *, before: dt.date | None = None) -> Days | None:
    """Find the first phrase in a text that names days, and read it.

    Args:
        text: Any text.
        before: A day by which the days were past, such as the date of a letter. It gives the year
            where none is printed; without it such a phrase is passed over.

    >>> str(find_days("The 30 of us met from 6 to 8 May 2024.").last)
    '2024-05-08'
    """
    place = 0
    while (match := _NUMBER.search(text, place)) is not None:
        found = read_days(text, match.start(), before=before)
        if found is not None:
            return found
        tokens, end = _tokens(text, match.start())
        # A phrase that cannot be read is passed over whole: its second half would read as another.
        is_phrase = any(token.lastgroup in {"month", "whole"} for token in tokens)
        place = end if is_phrase and tokens[0].lastgroup != "year" else match.end()
    return None


def read_days(text: str, start: int = 0, *, before: dt.date | None = None) -> Days | None:
    """Read the days named from one place in a text on, or None if none are, or backwards.

    >>> read_days("15, 16 and 21 July 2025. Inspectors").visits
    '2025-07-15/2025-07-16 2025-07-21'
    >>> days = read_days("29 April to 3 May 2024")
    >>> str(days.first), str(days.last), days.visits
    ('2024-04-29', '2024-05-03', '')
    >>> read_days("30 and 31 January.", before=dt.date(2018, 2, 22)).first
    datetime.date(2018, 1, 30)
    """
    tokens, end = _tokens(text, start)
    parts = _parts(tokens, between=_BETWEEN.search(text[:start]) is not None)
    if not parts:
        return None
    year_printed = any(part.year for part in parts)
    if not year_printed and parts[-1].month and before is not None:
        parts[-1].year = _year_before(parts[-1], before)
    periods = _merge(_dates(parts))
    return Days(periods, start, end, year_printed) if periods else None


@dataclass(slots=True)
class _Part:
    """A day of a phrase; `joined` if the phrase runs from the day before it to this one."""

    day: int
    month: int = 0
    year: int = 0
    joined: bool = False


def _tokens(text: str, start: int) -> tuple[list[re.Match[str]], int]:
    """Take words of a date phrase as long as they come, then drop connecting words at its end."""
    tokens: list[re.Match[str]] = []
    place = start
    while (match := _TOKEN.match(text, place)) is not None and len(tokens) < 60:
        tokens.append(match)
        place = match.end()
    while tokens and tokens[-1].lastgroup in {"until", "list", "skip"}:
        tokens.pop()
    return tokens, tokens[-1].end() if tokens else start


def _parts(tokens: list[re.Match[str]], *, between: bool) -> list[_Part]:
    """Put the words of a phrase together to days; none if they make no sense."""
    parts: list[_Part] = []
    joined = False
    for token in tokens:
        kind, word = token.lastgroup, token.group().strip().lower().rstrip(".")
        if kind in {"day", "whole"}:
            day, month, year = [*map(int, re.findall(r"\d+", word)), 0, 0][:3]
            parts.append(_Part(day, month, year, joined))
            joined = False
        elif kind == "skip":
            between = between or word == "between"
        elif kind in {"until", "list"}:
            joined = joined or kind == "until" or (between and word == "and")
        elif not parts or not _complete(parts[-1], str(kind), word):
            return []
    return parts


def _complete(part: _Part, kind: str, word: str) -> bool:
    """Give a day its month or year; False if it has one already."""
    if kind == "month" and not part.month:
        part.month = _MONTHS[word]
    elif kind == "year" and not part.year:
        part.year = int(word)
    else:
        return False
    return True


def _dates(parts: list[_Part]) -> list[tuple[dt.date, bool]]:
    """Give each day its date, filling month and year in from the right; none if one is wrong."""
    month = year = 0
    dates: list[tuple[dt.date, bool]] = []
    for part in reversed(parts):
        month, year = part.month or month, part.year or year
        date = _date(year, month, part.day)
        if date is None:
            return []
        dates.append((date, part.joined))
    return dates[::-1]


def _merge(dates: list[tuple[dt.date, bool]]) -> tuple[Period, ...]:
    """Join days to periods; none if they run backwards."""
    periods: list[Period] = []
    for date, joined in dates:
        if (periods and date <= periods[-1][1]) or (joined and not periods):
            return ()
        if periods and (joined or date - periods[-1][1] == dt.timedelta(days=1)):
            periods[-1] = (periods[-1][0], date)
        else:
            periods.append((date, date))
    return tuple(periods)


def _year_before(part: _Part, before: dt.date) -> int:
    """Give the last year in which a day and month came before a day."""
    date = _date(before.year, part.month, part.day)
    return before.year if date is not None and date < before else before.year - 1


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
