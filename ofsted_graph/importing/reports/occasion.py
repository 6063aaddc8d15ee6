"""When an inspection took place, and so what kind it was.

The front page gives the days. Since 2021 a running header repeats them overleaf: it may bear the
front page out, contradict it, or stand in for it where it cannot be read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ofsted_graph.errors import InputError
from ofsted_graph.importing.days import Days
from ofsted_graph.importing.reports import front as kinds
from ofsted_graph.importing.reports.front import Front
from ofsted_graph.importing.reports.printed_days import Unread, first_stay, read_period
from ofsted_graph.importing.reports.text import Body

WEEK, LONGEST = dt.timedelta(days=6), dt.timedelta(days=20)
"""A short inspection is one week on site, a standard one two; a holiday may lengthen either."""


@dataclass(slots=True)
class Occasion:
    """The days of an inspection.

    Attributes:
        days: As printed.
        page: Where.
        borne_out: Whether a running header repeats them.
        notes: What running headers say instead, in words.
        left_out: The same as reasons, each with its page.
    """

    days: Days
    page: int
    borne_out: bool = False
    notes: list[str] = field(default_factory=list)
    left_out: list[tuple[str, int]] = field(default_factory=list)


def read_occasion(front: Front, body: Body) -> Occasion:
    """Read the days on the front page, with the running headers beside them.

    Raises:
        InputError: Neither can be read.
    """
    printed = read_period(front.dates)
    overleaf = {days: number for number, _, days in reversed(body.headers)}
    others = {
        text: days for text in sorted(overleaf) if isinstance(days := read_period(text), Days)
    }
    if isinstance(printed, Unread):
        if len(others) != 1:
            raise InputError(f"page {front.page}: inspection dates: {printed.reason}.")
        ((text, days),) = others.items()
        reason = f"title: {printed.reason}"
        return Occasion(days, overleaf[text], left_out=[(reason, front.page)])
    found = Occasion(printed, front.page)
    for text, days in others.items():
        # "11 July" alone in a header is the first day, and agrees with "11 to 22 July".
        if days.first == printed.first and days.last in {printed.last, printed.first}:
            found.borne_out = True
            continue
        found.left_out.append((f"two readings: the running header says {text}", overleaf[text]))
        found.notes.append(f"The running header on page {overleaf[text]} says {text}.")
    return found


def framework_of(front: Front, occasion: Occasion) -> str:
    """Give the framework: since 2018 the title does not say it, but the length of the stay does.

    Raises:
        InputError: The stay is too long for any.
    """
    if front.kind != kinds.ILACS:
        return front.kind
    stay = first_stay(occasion.days)
    if stay > LONGEST:
        raise InputError(
            f"page {occasion.page}: {stay.days + 1} days on site are neither the week of a short "
            "inspection nor the two weeks of a standard one."
        )
    return "ilacs-short" if stay <= WEEK else "ilacs-standard"
