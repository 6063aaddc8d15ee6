"""Dates and posts in plain English, the timeline's bars, and the tables' rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import england, small

from ofsted_graph.viz import english, html_tables, style, timeline

POST = {
    "start": (), "end": (), "earliest_start": "", "latest_start": "", "earliest_end": "",
    "latest_end": "", "first_seen": "", "last_seen": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2016-03-14", "14 March 2016"),
        ("2016", "2016"),
        ("2016~", "about 2016"),
        ("2016-03?", "perhaps March 2016"),
        ("2016-03-14%", "perhaps about 14 March 2016"),
        ("2016-21", "spring 2016"),
        ("2016-34", "quarter 2 of 2016"),
        ("2017-04/..", "April 2017 or later"),
        ("2017-04/", "April 2017 or later"),
        ("../2017", "by 2017"),
        ("[..2018-12]", "December 2018 or before"),
        ("[2018-10..]", "October 2018 or later"),
        ("[2016,2018]", "2016 or 2018"),
        ("", "date not known"),
        ("late one night", "late one night"),
    ],
)
def test_a_date_is_as_exact_as_it_was_said(edtf: str, words: str) -> None:
    assert english.when(edtf) == words


@given(st.text(max_size=12))
def test_no_text_is_too_odd_for_a_date(text: str) -> None:
    assert english.when(text)


@pytest.mark.parametrize(
    ("post", "began", "ended", "years"),
    [
        ({}, "not known", "not known", "dates not known"),
        ({"start": ("2016-03",), "end": ("2018",)}, "March 2016", "2018", "2016–2018"),
        ({"start": ("2016",), "end": ("2016-05",)}, "2016", "May 2016", "2016"),
        ({"start": ("2016",), "last_seen": "2019-07-02"}, "2016", "not before 2 July 2019",
         "2016 – seen 2019"),
        ({"end": ("2016-04",), "latest_start": "2016-04-30"}, "by 30 April 2016", "April 2016",
         "until 2016"),
        ({"end": ("2020",), "latest_start": "2017-01-23", "first_seen": "2017-01-23"},
         "by 23 January 2017", "2020",
         "seen 2017 – 2020"),
        ({"latest_start": "2021-07-31", "first_seen": "2021-07", "last_seen": "2021-07"},
         "by July 2021", "not before July 2021", "seen 2021"),
        ({"earliest_start": "2019-01-01", "latest_start": "2019-06-07",
          "first_seen": "2019-06-07", "last_seen": "2020-02-03",
          "earliest_end": "2020-02-03", "latest_end": "2020-10-31"},
         "between 1 January 2019 and 7 June 2019",
         "between 3 February 2020 and 31 October 2020", "seen 2019–2020"),
        ({"earliest_start": "2019-01-01", "latest_end": "2020-10-31"}, "after 1 January 2019",
         "by 31 October 2020", "dates not known"),
        ({"start": ("2015-05", "2015-06")}, "May 2015 or June 2015 (sources differ)", "not known",
         "2015 –"),
    ],
)  # fmt: skip
def test_a_post_is_told_without_more_than_is_known(
    post: dict[str, Any], began: str, ended: str, years: str
) -> None:
    whole = POST | post
    assert (english.began(whole), english.ended(whole), english.years(whole)) == (
        began,
        ended,
        years,
    )


def test_a_post_that_stands_in_says_so() -> None:
    assert english.post_name("Elected mayor", "acting") == "Acting elected mayor"
    assert english.post_name("Elected mayor", "permanent") == "Elected mayor"


def test_a_bar_is_solid_only_where_the_post_was_surely_held() -> None:
    net = small()
    span = timeline.span_of(net)
    assert span == timeline.Span(2015, 2026)
    lane = next(lane for lane in timeline.lanes(net, span) if lane.label == "Eastvale")
    bars = {bar.text: bar for row in lane.rows for bar in row.bars}
    ada = bars["Ada Wren"]
    solid_from = ada.left + ada.width * ada.fade_in / 100
    assert solid_from == pytest.approx(span.place("2016-03-31"), abs=0.2)
    assert ada.fade_out == 0
    # Nobody says when this one came or left: both ends fade.
    assert bars["Di Vale"].fade_in > 0
    assert bars["Di Vale"].fade_out > 0


def test_a_line_goes_down_from_each_grade_to_whoever_directed_then() -> None:
    net = small(about=["Northmoor"])
    lane = timeline.lanes(net, timeline.span_of(net))[0]
    above, own = lane.rows
    assert [join.how for join in above.joins] == ["through"]
    assert [(join.how, join.left) for join in own.joins] == [("held", lane.lines[0])]
    assert any(bar.left <= lane.lines[0] <= bar.right for bar in own.bars)


def test_a_grade_without_a_known_director_is_marked_and_has_no_line() -> None:
    net = small(about=["Eastvale"])
    lane = next(one for one in timeline.lanes(net, timeline.span_of(net)) if len(one.rows) > 1)
    joins = lane.rows[0].joins
    assert [join.how for join in joins] == ["held", "unknown", "held"]
    assert lane.lines == [joins[0].left, joins[2].left]


def test_a_post_of_no_known_day_has_no_bar() -> None:
    net = small()
    for _, _, data in net.edges(data=True):
        if data["kind"] == "post":
            data.update(dict.fromkeys(("latest_start", "earliest_end"), ""))
    assert not any(lane.rows for lane in timeline.lanes(net, timeline.Span(2015, 2026)))


def test_the_lanes_of_a_career_are_in_its_order() -> None:
    net = small(about=["Ada Wren"])
    labels = [lane.label for lane in timeline.lanes(net, timeline.span_of(net))]
    assert labels == ["Ofsted", "Eastvale", "Northmoor"]
    labels = [lane.label for lane in timeline.lanes(small(), timeline.span_of(small()))]
    assert labels == sorted(labels)


def test_posts_that_overlap_get_rows_of_their_own() -> None:
    net = small()
    for lane in timeline.lanes(net, timeline.span_of(net)):
        for row in lane.rows:
            for one, following in zip(row.bars, row.bars[1:], strict=False):
                assert one.right <= following.left + 0.05
    for lane in timeline.lanes(england(3), timeline.Span(2010, 2026)):
        assert len(lane.rows) == 1


@given(st.dates().map(str) | st.integers(1000, 2999).map(str))
def test_every_day_has_a_place_within_the_span(day: str) -> None:
    assert 0 <= timeline.Span(2009, 2026).place(day) <= 100


def test_the_span_reaches_to_the_year_in_which_the_last_grade_was_published() -> None:
    net = england(1)
    net.nodes["inspection:c0.2022"].update(started="2022-12-05", published="2023-02-01")
    for *_, data in net.edges(data=True):
        if data["kind"] == "post":
            data.update(earliest_end="2014-12-31")
    assert timeline.span_of(net).last == 2023


def test_a_grade_stands_until_the_next() -> None:
    net = small()
    grades = style.record(net, "council:eastvale")
    assert [one.grade for one in grades] == ["inadequate", "good", "not-given"]
    assert style.grade_on(grades, "2017-04-06") == ""
    assert style.grade_on(grades, "2017-04-07") == "inadequate"
    # From 2026 there may be no overall grade: that is what was found, not a gap to be filled.
    assert style.grade_on(grades, "2026-07-01") == "not-given"
    leaders = style.record(net, "council:eastvale", "leaders")
    assert [one.grade for one in leaders] == ["inadequate", "outstanding"]


def test_sources_that_differ_are_not_decided_between() -> None:
    assert [one.grade for one in style.record(small(), "council:northmoor")] == ["disputed"]


def test_every_grade_has_a_letter_of_its_own_and_enough_contrast() -> None:
    assert set(style.LETTERS) == set(style.COLOURS)
    assert len(set(style.LETTERS.values())) == len(style.LETTERS)
    for grade, colour in style.COLOURS.items():
        assert _contrast(colour, "#ffffff") >= 3, grade
        assert _contrast(colour, style.ink(grade)) >= 4.5, grade


def _contrast(one: str, other: str) -> float:
    """Work out the contrast of two colours as WCAG 2 does."""
    lights = []
    for colour in (one, other):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_a_row_of_the_table_tells_a_post_with_the_grades_around_it() -> None:
    rows = {row.tenure: row for row in html_tables.post_rows(small())}
    assert len(rows) == 8
    ada = rows["tenure:ada-wren.eastvale"]
    assert (ada.place.label, ada.person.label, ada.post) == (
        "Eastvale",
        "Ada Wren",
        "Director of children's services",
    )
    assert (ada.began, ada.ended) == ("March 2016", "31 August 2019")
    assert (ada.grade_before, ada.grade_after) == ("", "good")
    assert (ada.certain, ada.likely) == (1, 0)
    assert rows["tenure:unnamed.northmoor"].person.label == "Not named"


def test_a_row_of_the_other_table_tells_an_inspection() -> None:
    rows = {row.inspection.node: row for row in html_tables.inspection_rows(small())}
    row = rows["inspection:eastvale.sif.2017-01-23"]
    assert row.grades[:2] == ("inadequate", "inadequate")
    assert [person.label for person in row.lead] == ["Hal Penn"]
    assert len(row.citations) == 2
