"""Days in printed phrases."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.importing.days import day_in_file_name, find_days, read_day, read_days


@pytest.mark.parametrize(
    ("text", "first", "last", "visits"),
    [
        ("on 24 October 2019. The inspectors", "2019-10-24", "2019-10-24", ""),
        ("on 1 and 2 October 2019", "2019-10-01", "2019-10-02", ""),
        ("on the 15 and 16 of May 2018", "2018-05-15", "2018-05-16", ""),
        ("29 and 30 September, and 1 October 2020", "2020-09-29", "2020-10-01", ""),
        ("between 6 and 8 October 2020", "2020-10-06", "2020-10-08", ""),
        ("between 20 October and 22 October 2020", "2020-10-20", "2020-10-22", ""),
        ("8–12 July 2019", "2019-07-08", "2019-07-12", ""),
        ("12/09/2016 – 16/09/2016", "2016-09-12", "2016-09-16", ""),
        ("29 April to 3 May 2024", "2024-04-29", "2024-05-03", ""),
        ("28 Nov 2016 to 2 Dec 2016", "2016-11-28", "2016-12-02", ""),
        (
            "15, 16 and 21 July 2025",
            "2025-07-15",
            "2025-07-21",
            "2025-07-15/2025-07-16 2025-07-21",
        ),
        (
            "1-2 May and 8-9 June 2019",
            "2019-05-01",
            "2019-06-09",
            "2019-05-01/2019-05-02 2019-06-08/2019-06-09",
        ),
        ("the 30 children seen on 3 May 2021", "2021-05-03", "2021-05-03", ""),
        ("since 2013 and 14 May 2014", "2014-05-14", "2014-05-14", ""),
    ],
)
def test_phrases(text: str, first: str, last: str, visits: str) -> None:
    days = find_days(text)
    assert days is not None
    assert (str(days.first), str(days.last), days.visits) == (first, last, visits)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "on 30 and 31 January.",
        "31 February 2020",
        "from 25 January 2022 to 14 January 2022",
        "section 20(1)(a)",
        "in May 2020",
        "30 November and 1 December May 2020",
    ],
)
def test_what_is_no_date_or_makes_no_sense_is_not_read(text: str) -> None:
    assert find_days(text) is None


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("30 and 31 January.", "2018-02-22", "2018-01-30"),
        ("17 and 18 December.", "2018-02-22", "2017-12-17"),
    ],
)
def test_a_missing_year_is_the_last_one_before_the_letter(
    text: str, before: str, expected: str
) -> None:
    days = find_days(text, before=dt.date.fromisoformat(before))
    assert days is not None
    assert str(days.first) == expected
    assert not days.year_printed


@given(st.dates(dt.date(1990, 1, 1), dt.date(2049, 1, 1)), st.integers(0, 60))
def test_a_period_is_read_back(first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    text = f"{first.day} {first:%B} {first.year} to {last.day} {last:%B} {last.year}"
    days = read_days(text if length else text.split(" to ", maxsplit=1)[0])
    assert days is not None
    assert days.periods == ((first, last),)


@given(st.text(alphabet="0123456789 /-–,andtoJuneMay", max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    days = find_days(text, before=dt.date(2020, 1, 1))
    assert days is None or days.first <= days.last


def test_a_day_is_the_whole_line() -> None:
    assert read_day("09 August 2021 ") == dt.date(2021, 8, 9)
    assert read_day("on 9 August 2021") is None
    assert read_day("31 June 2021") is None


def test_the_date_in_a_file_name_must_be_one() -> None:
    assert day_in_file_name("focused visit - 09 may 2022.pdf") == dt.date(2022, 5, 9)
    assert day_in_file_name("letter-2022-05-09.pdf") == dt.date(2022, 5, 9)
    assert day_in_file_name("9 may 2022 to 10 may 2022.pdf") is None
    assert day_in_file_name("letter.pdf") is None
