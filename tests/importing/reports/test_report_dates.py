"""Days of inspections and of publication."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.importing.days import Days
from ofsted_graph.importing.reports.printed_days import (
    Unread,
    first_stay,
    partial_date,
    partial_date_pattern,
    read_one_day,
    read_period,
)
from ofsted_graph.importing.reports.publication import read_publication
from ofsted_graph.importing.reports.text import plain

DASHES = ["-", " - ", " – ", "–", " — ", "−", " ─ ", "‒", " to ", "\nto "]
FIRST_DAYS = st.dates(dt.date(2010, 1, 4), dt.date(2030, 12, 1))


def written(day: dt.date, *, month: bool = True, year: bool = True, style: str = "%B") -> str:
    parts = [str(day.day), day.strftime(style) if month else "", str(day.year) if year else ""]
    return " ".join(part for part in parts if part)


@given(
    FIRST_DAYS,
    st.integers(1, 40),
    st.sampled_from(DASHES),
    st.sampled_from(["%B", "%b"]),
    st.integers(0, 2),
)
def test_a_period_is_read_however_it_is_written(
    first: dt.date, length: int, dash: str, style: str, said: int
) -> None:
    last = first + dt.timedelta(days=length)
    same_month = (first.year, first.month) == (last.year, last.month)
    # Month and year of the first day are left out where that is how it would be printed.
    opening = written(first, month=said > 0 or not same_month, year=said == 2, style=style)
    crosses = first.year != last.year and said < 2
    days = read_period(plain(f" {opening}{dash}{written(last, style=style)}\n"))
    if crosses and first.month < 10:
        return
    assert isinstance(days, Days), days
    assert (days.first, days.last) == (first, last)
    assert days.visits == ""


@given(FIRST_DAYS, st.integers(1, 11), st.integers(5, 60), st.integers(1, 4))
def test_two_visits(first: dt.date, length: int, gap: int, second_length: int) -> None:
    last = first + dt.timedelta(days=length)
    start = last + dt.timedelta(days=gap)
    end = start + dt.timedelta(days=second_length)
    days = read_period(
        f"{written(first)} to {written(last)} and {written(start)} to\n{written(end)}"
    )
    assert isinstance(days, Days)
    assert (days.first, days.last) == (first, end)
    assert len(days.visits.split()) == 2
    assert first_stay(days) == dt.timedelta(days=length)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "to be confirmed",
        "30 July 2015 – 6 July 2015",
        "31 June 2015 – 3 July 2015",
        "6 July 2014 – 30 July 2015",
        "6 July – 30 July",
        "6 to 10 July 2015 or later",
        "6 to 10 July 1715",
    ],
)
def test_what_is_no_period(text: str) -> None:
    assert isinstance(read_period(text), Unread)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19 October 2015", "2015-10-19"),
        ("07 February 2017", "2017-02-07"),
        ("10/08/2015", "2015-08-10"),
        ("October 2015", ""),
        ("3 May and 5 May 2015", ""),
        ("19 October", ""),
        ("19 October 2015 (amended)", ""),
    ],
)
def test_one_day(text: str, day: str) -> None:
    read = read_one_day(text)
    assert (str(read) if isinstance(read, dt.date) else "") == day


@given(st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)), st.sampled_from(["%B", "%b", "%b."]))
def test_partial_dates(day: dt.date, style: str) -> None:
    month = f"{day.strftime(style)} {day.year}"
    for words, edtf in (
        (f"{day.day} {month}", day.isoformat()),
        (month, f"{day:%Y-%m}"),
        (str(day.year), f"{day:%Y}"),
    ):
        match = re.fullmatch(partial_date_pattern("d"), words, re.IGNORECASE)
        assert match is not None
        assert partial_date(match["d"]) == edtf


def test_no_such_day() -> None:
    assert partial_date("31 April 2014") == ""


ENDED = dt.date(2022, 5, 20)


@pytest.mark.parametrize(
    ("printed", "file", "borne_out", "result"),
    [
        ("5 July 2022", "report - 06 july 2022.pdf", False, ("2022-07-05", "2022-07-06", False)),
        ("", "report - 05 july 2022.pdf", False, ("None", "2022-07-05", False)),
        ("", "report.pdf", False, ("None", "None", False)),
        # The file name may be wrong, or the days of the inspection: nothing tells which.
        ("", "report - 05 july 2021.pdf", False, ("None", "None", True)),
        ("", "report - 05 july 2023.pdf", False, ("None", "None", True)),
        ("", "report - 05 july 2023.pdf", True, ("None", "None", False)),
        ("5 July 2022", "report - 05 july 2023.pdf", False, ("2022-07-05", "None", False)),
        ("5 July 2021", "report.pdf", False, ("None", "None", True)),
        ("5 July 2021", "report - 05 july 2022.pdf", False, ("None", "2022-07-05", False)),
        # A day years later is when somebody saved the file.
        ("", "2026-01-31 download.pdf", False, ("None", "None", False)),
    ],
)
def test_publication(
    printed: str, file: str, borne_out: bool, result: tuple[str, str, bool]
) -> None:
    found = read_publication(printed, file, ended=ENDED, borne_out=borne_out, expected=False)
    assert (str(found.printed), str(found.site), found.doubtful) == result
    assert bool(found.left_out) == (("None" in result) and (printed + file != "report.pdf")) or (
        not printed and file == "report - 05 july 2022.pdf"
    )
