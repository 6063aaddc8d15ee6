"""What a graph's attestations say of a post, read back for weighing."""

from __future__ import annotations

import datetime as dt

import pytest
from pyoxigraph import Store
from tenure_rows import Row, graph_of, row

from ofsted_graph.build.likelihood import Sighting, Span
from ofsted_graph.build.sightings import read_posts, read_rates
from ofsted_graph.vocab import thing

NORTHWOLD = thing("council", "northwold")
DIRECTOR = thing("role", "director-of-childrens-services")


def span(first: str, last: str) -> Span:
    begin, finish = (dt.date.fromisoformat(day).toordinal() for day in (first, last))
    return begin, finish


def only(store: Store) -> Sighting:
    ((sighting,),) = read_posts(store).values()
    return sighting


def test_a_day_is_service_and_a_month_is_a_glimpse() -> None:
    day = only(graph_of(row("Fay Noor", seen="2019-03-04")))
    assert (day.served, day.glimpsed) == (span("2019-03-04", "2019-03-04"), None)
    month = only(graph_of(row("Fay Noor", seen="2019-03")))
    assert (month.served, month.glimpsed) == (None, span("2019-03-01", "2019-03-31"))


def test_a_told_start_is_the_window_of_its_date() -> None:
    assert only(graph_of(row("Fay Noor", start="2019-03"))).start == span(
        "2019-03-01", "2019-03-31"
    )


def test_an_announced_start_is_a_plan_and_no_start() -> None:
    found = only(graph_of(row("Fay Noor", start="2019-03", planned="start")))
    assert (found.start, found.planned_start) == (None, span("2019-03-01", "2019-03-31"))


@pytest.mark.parametrize(("capacity", "stands_in"), [("interim", True), ("permanent", False)])
def test_who_stands_in_is_told_apart(capacity: str, stands_in: bool) -> None:
    found = only(graph_of(row("Fay Noor", seen="2019-03-04", capacity=capacity)))
    assert found.standing_in == stands_in


def test_a_holder_without_a_name_is_nobody() -> None:
    assert only(graph_of(row(seen="2019-03-04"))).person == ""


def away(*rows: Row) -> list[Span]:
    return [one.away for of in read_posts(graph_of(*rows)).values() for one in of if one.away]


def test_who_is_seen_in_one_post_is_away_from_another() -> None:
    here, there = row("Fay Noor", seen="2019-03-04"), row("Fay Noor", seen="2021-05-06")
    found = away(here, {**there, "organisation": "felpersham"})
    assert sorted(found) == [span("2019-03-04", "2019-03-04"), span("2021-05-06", "2021-05-06")]


def test_two_posts_that_are_filled_as_one_are_no_absence() -> None:
    days = ("2019-03-04", "2020-03-04", "2021-03-04")
    rows = [row("Fay Noor", seen=day, source=f"page-{day}") for day in days]
    assert away(rows[0], {**rows[1], "organisation": "felpersham"}, rows[2]) == []


def test_a_post_beside_the_day_s_work_is_no_absence() -> None:
    rows = row("Fay Noor", seen="2019-03-04"), row("Fay Noor", seen="2021-05-06", role="lscb-chair")
    assert away(rows[0], {**rows[1], "organisation": "felpersham"}) == []


def test_one_post_can_be_read_alone(graph: Store) -> None:
    every = read_posts(graph)
    one = read_posts(graph, council=NORTHWOLD, role=DIRECTOR)
    key = (NORTHWOLD.value, DIRECTOR.value)
    assert len(every) > 1
    assert set(one) == {key}
    assert sorted(map(str, one[key])) == sorted(map(str, every[key]))


def test_the_rates_that_the_build_wrote_are_read_back(graph: Store) -> None:
    assert 0.05 < read_rates(graph)[DIRECTOR.value].changes < 2
