"""Dates: a window holds every day that a statement may mean, and nothing else is read as a date."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from edtf import parse_edtf
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ofsted_graph.dates import Window, precision, span, window, xsd_date
from ofsted_graph.errors import InputError

SLOW = settings(deadline=None, max_examples=30)
"""For what the library parses, which takes milliseconds."""
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
WINDOWS = st.builds(
    Window, st.none() | st.dates(dt.date(2000, 1, 1)), st.none() | st.dates(dt.date(2000, 1, 1))
)


def month(day: dt.date) -> str:
    return f"{day:%Y-%m}"


# -- What a statement may mean --


@given(DAYS)
def test_a_plain_date_is_any_day_in_it(day: dt.date) -> None:
    last = calendar.monthrange(day.year, day.month)[1]
    assert window(day.isoformat()) == Window(day, day)
    assert window(month(day)) == Window(day.replace(day=1), day.replace(day=last))
    assert window(str(day.year)) == Window(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))


@SLOW
@given(DAYS, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_a_plain_date_is_what_the_library_makes_of_it(day: dt.date, form: str) -> None:
    said = day.strftime(form)
    parsed = parse_edtf(said)
    found = window(said)
    assert found.first == dt.date(*parsed.lower_strict()[:3])
    assert found.last == dt.date(*parsed.upper_strict()[:3])


@SLOW
@given(DAYS, st.integers(0, 41), st.sampled_from("~?%"))
def test_about_holds_what_was_said_and_as_much_again_on_both_sides(
    day: dt.date, other: int, mark: str
) -> None:
    """A source may be off by one unit of what it says: a year, a month, and a week for a day."""
    assert window(f"{day}{mark}") == Window(day - dt.timedelta(7), day + dt.timedelta(7))
    inner, outer = window(month(day)), window(f"{month(day)}{mark}")
    assert inner.first
    assert inner.last
    before, after = inner.first - dt.timedelta(1), inner.last + dt.timedelta(1)
    assert outer == Window(before.replace(day=1), window(month(after)).last)
    assert window(f"{day.year}{mark}") == Window(
        dt.date(day.year - 1, 1, 1), dt.date(day.year + 1, 12, 31)
    )


@SLOW
@given(
    DAYS,
    DAYS,
    DAYS,
    st.sampled_from(
        [
            "{first}/{last}",
            "{first:%Y-%m}/{last:%Y-%m}",
            "{first}~/{last}?",
            "[{first}..{last}]",
            "[{first:%Y-%m}..{last:%Y-%m}]",
            "[{first},{middle},{last}]",
            "../{last}",
            "{first}/..",
            "/{last:%Y-%m}",
            "{first:%Y}/",
            "[..{last}]",
        ]
    ),
)
def test_sets_and_intervals_hold_every_day_from_the_first_to_the_last(
    one: dt.date, two: dt.date, three: dt.date, form: str
) -> None:
    first, middle, last = sorted((one, two, three))
    found = window(form.format(first=first, middle=middle, last=last))
    assert middle in found
    assert (found.first is None) == form.startswith(("../", "/", "[.."))
    assert (found.last is None) == form.endswith(("/..", "/"))


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2018-21", "2018-03-01", "2018-05-31"),  # spring
        ("2018-24", "2018-01-01", "2019-02-28"),  # the winter that it ended in or began in
        ("2018-30", "2018-01-01", "2019-02-28"),  # summer in the southern hemisphere
        ("2018-31", "2018-03-01", "2018-05-31"),  # autumn there
        ("2018-33", "2018-01-01", "2018-03-31"),  # first quarter
        ("201X-02-29", "2012-02-29", "2016-02-29"),
        ("20XX-02-29", "2000-02-29", "2096-02-29"),
        ("2018-XX", "2018-01-01", "2018-12-31"),
        ("2018-02-XX", "2018-02-01", "2018-02-28"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2020-10", "2020-10-01", "2020-10-31"),
        ("2024-12~", "2024-11-01", "2025-01-31"),
        ("[2018-10..2018-12]", "2018-10-01", "2018-12-31"),
    ],
)
def test_windows_of_other_forms(said: str, first: str, last: str) -> None:
    assert window(said) == Window(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


# -- What is no date --


@given(
    st.text(max_size=30)
    | st.text(alphabet="0123456789-~?%/.,[]{}XYSET :+", max_size=40)
    | st.from_regex(r"[\d٠-٩]{4}(-\d{1,2}){0,2}[~?%]{0,2}( |\n)?", fullmatch=True)
)
def test_garbage_is_an_input_error_and_never_printed(said: str) -> None:
    """Nothing but an InputError of one line comes of any text, and what is read is a period."""
    try:
        found, problem = window(said), ""
    except InputError as error:
        found, problem = None, str(error)
    assert problem.isprintable()
    if found:
        assert found.first or found.last
        assert found.first is None or found.last is None or found.first <= found.last
        assert said.isascii()
        assert said == said.strip()


@pytest.mark.parametrize(
    "said",
    [
        "", "..", "../..", "/", "2016/2017/2018", "2017/2016", "[2018..2017]", "2018-02-30",
        "2016-01-00", "2016-00-10", "2016-00",
        "2016-13", "2016-3", "20160314", "2016 ", "2016-03-14\n", "٢٠١٦", "2018~-03", "~2018",
        "2018-?03-04", "1950S2", "Y170002", "Y99999999999999999999", "-0004", "0000", "9999~",
        "0001-01~", "9999-12-30~", "2016-03-14T10:00:00Z", "2016~?", "{2018,2019}", "2018-21~",
        "201X~", "soon", "[" * 5000, "[" + "2018," * 5000 + "2018]",
    ],
)  # fmt: skip
def test_what_is_not_read(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match=r"EDTF|calendar|before it starts|says nothing"):
        window(said)
    assert capsys.readouterr() == ("", "")


# -- Windows --


@given(WINDOWS, WINDOWS, st.dates(dt.date(2000, 1, 1)))
def test_windows_meet_where_a_day_is_in_both_and_their_hull_holds_them(
    one: Window, other: Window, day: dt.date
) -> None:
    assume(all(w.first is None or w.last is None or w.first <= w.last for w in (one, other)))
    if day in one and day in other:
        assert one.meets(other)
    assert one.meets(other) == other.meets(one)
    shared = [d for d in (one.first, other.first, one.last, other.last) if d]
    assert one.meets(other) == (not shared or any(d in one and d in other for d in shared))
    assert one.hull(other) == other.hull(one)
    if day in one or day in other:
        assert day in one.hull(other)


@SLOW
@given(DAYS)
def test_a_more_exact_statement_has_a_smaller_precision(day: dt.date) -> None:
    said = [str(day), f"{day}~", month(day), f"{month(day)}~", str(day.year), f"../{day.year}"]
    ranks = [precision(one) for one in said]
    assert ranks == sorted(ranks)
    assert ranks[0] == 0
    assert precision(f"{day}/..") == precision("../2017")


# -- Seen --


@given(DAYS, DAYS)
def test_seen_on_a_day_or_from_day_to_day_is_exact(one: dt.date, two: dt.date) -> None:
    first, last = sorted((one, two))
    assert span(str(first)) == (first, first)
    assert span(f"{first}/{last}") == (first, last)


@SLOW
@given(DAYS, DAYS)
def test_seen_on_some_day_shows_no_period(one: dt.date, two: dt.date) -> None:
    first, last = sorted((one, two))
    assert span(f"[{first}..{last}]") == (last, first)
    by, until = span(month(one))
    assert until <= one <= by
    assert (until.day, by.month) == (1, one.month)


@pytest.mark.parametrize(
    "said", ["../2017", "2017/..", "2017-02-16/2017-01-23", "2017/2018/2019", "yesterday", ""]
)
def test_what_does_not_say_when_somebody_was_seen(said: str) -> None:
    with pytest.raises(InputError):
        span(said)


# -- Plain dates for the graph --


@given(DAYS)
def test_a_plain_date_keeps_its_precision_in_the_graph(day: dt.date) -> None:
    assert xsd_date(str(day)) == (str(day), "date")
    assert xsd_date(month(day)) == (month(day), "gYearMonth")
    assert xsd_date(str(day.year)) == (str(day.year), "gYear")


@pytest.mark.parametrize("said", ["2016~", "2018-21", "2016/2017", "2019-02-29", "", "2019-02-29 "])
def test_what_is_no_plain_date(said: str) -> None:
    with pytest.raises(InputError):
        xsd_date(said)
