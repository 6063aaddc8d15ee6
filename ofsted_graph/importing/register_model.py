"""What the import of the registers works on: registers, councils as they have them, dates."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ofsted_graph.importing.described import Record

_DAY_ZERO = datetime.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Register:
    """One register: the id of its source, its records, and what else its description says."""

    source: str
    records: Sequence[Record]
    more: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Registers:
    """All that was read, in the order in which it is cited; `orders` are laws, told by hand."""

    planning: Register
    lookup: Register
    neighbours: Register
    dfe_codes: Register
    mysociety: Register
    orders: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Body:
    """One council as a legal body, with what each register has on it.

    Attributes:
        id: The council's name in IRIs.
        label: Its plain name.
        planning: Its record at Planning Data.
        mysociety: Its record at mySociety.
        lookup: Its record in the lookup, if its authority goes by it today or went by it last.
        dfe: Its record among the DfE codes, if the code is not with another body now.
    """

    id: str
    label: str
    planning: Record
    mysociety: Record
    lookup: Record | None
    dfe: Record | None

    @property
    def gss(self) -> str:
        """The ONS code that most registers have."""
        return self.planning["statistical-geography"]

    @property
    def dfe_code(self) -> str:
        """The DfE code, or nothing."""
        if self.lookup:
            return self.lookup["la_code"]
        return self.dfe["edubase"] if self.dfe else ""


def stated_date(text: str, *, century: int) -> str:
    """Give a date as its source meant it, where some years were read as spreadsheet day numbers.

    Day 1974 of a spreadsheet is 1905-05-27, and 2005-05-27 after two-digit years were moved on by a
    century. Such a date says the year 1974 and no day.

    >>> stated_date("1905-05-27", century=1900), stated_date("2005-05-27", century=2000)
    ('1974', '1974')
    >>> stated_date("1974-04-01", century=1900)
    '1974-04-01'
    """
    if not text or int(text[:4]) - century not in (4, 5):
        return text
    number = (datetime.date.fromisoformat(f"19{text[2:]}") - _DAY_ZERO).days
    return str(number) if 1800 <= number <= 2030 else text
