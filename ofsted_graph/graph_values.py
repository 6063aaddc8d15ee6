"""Days and likelihoods of a graph that anybody may have made: read, or told what is wrong.

The shipped graph is validated before it is written; one given with `--data` need not be.
"""

from __future__ import annotations

import datetime as dt
import math
from functools import lru_cache

from ofsted_graph.dates import is_plain, window
from ofsted_graph.errors import InputError, shorten


def day(text: str) -> dt.date:
    """Read a day.

    Raises:
        InputError: It is none.

    >>> day("2019-07-22")
    datetime.date(2019, 7, 22)
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise _wrong(text, "day") from error


def bound(text: str, *, last: bool = False) -> dt.date | None:
    """Read a day, month or year as its first day, or as its last; None where nothing is said.

    Raises:
        InputError: It is none.

    >>> bound("2019-07"), bound("2019", last=True)
    (datetime.date(2019, 7, 1), datetime.date(2019, 12, 31))
    """
    if not text:
        return None
    try:
        year, month, day_ = (*(int(part) for part in text.split("-")), 0, 0)[:3]
        if last and not month:
            return dt.date(year, 12, 31)
        return dt.date(year, month or 1, day_ or (28 if last else 1))
    except ValueError as error:
        raise _wrong(text, "day") from error


def start(text: str) -> dt.date:
    """Read the first day of a day, month or year.

    Raises:
        InputError: It is none, or nothing is said.

    >>> start("2019-07")
    datetime.date(2019, 7, 1)
    """
    first = bound(text)
    if first is None:
        raise _wrong(text, "day")
    return first


def likelihood(text: str) -> float:
    """Read a likelihood; none is none at all.

    Raises:
        InputError: It is no number from 0 to 1.

    >>> likelihood("0.91"), likelihood("")
    (0.91, 0.0)
    """
    try:
        number = float(text or 0)
    except ValueError as error:
        raise _wrong(text, "likelihood") from error
    if not 0 <= number <= 1:
        raise _wrong(text, "likelihood")
    return number


def rate(text: str) -> float:
    """Read how often something happens in a year.

    Raises:
        InputError: It is no number above 0.
    """
    try:
        number = float(text)
    except ValueError as error:
        raise _wrong(text, "rate") from error
    if not 0 < number < math.inf:
        raise _wrong(text, "rate")
    return number


def rank(text: str) -> int:
    """Read a place in an order; none is 0.

    Raises:
        InputError: It is no whole number.
    """
    try:
        return int(text or 0)
    except ValueError as error:
        raise _wrong(text, "rank") from error


@lru_cache(maxsize=100_000)
def plain_date(text: str) -> str:
    """Give a day, a month or a year as it stands, if it is one of the calendar.

    Raises:
        InputError: It is none.
    """
    if not is_plain(text) or window(text).first is None:
        raise _wrong(text, "date")
    return text


def _wrong(text: str, what: str) -> InputError:
    return InputError(
        f'the graph has "{shorten(text)}" where a {what} belongs; `ofsted-graph validate` says '
        "where, and what else is wrong with it."
    )
