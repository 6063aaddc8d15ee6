"""How likely somebody held a post: the formulas, what cuts a side off, and the rates."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.build.likelihood import (
    LIKELY,
    YEAR,
    Post,
    Rates,
    Sighting,
    Span,
    certainty,
    estimate,
)

RATES = Rates(changes=0.3, stand_in_changes=1.2, returns=0.05)
DAY_ONE = dt.date(2012, 1, 1)


def on(years: float) -> dt.date:
    """Give the day so many years after the first."""
    return DAY_ONE + dt.timedelta(days=round(years * YEAR))


def span(first: float, last: float | None = None) -> Span:
    last = first if last is None else last
    return on(first).toordinal(), on(last).toordinal()


def seen(person: str, years: float, **more: object) -> Sighting:
    told = {"tenure": person, "served": span(years), "source": f"{person}{years}", **more}
    return Sighting(person, **told)  # type: ignore[arg-type]


def chances(years: float, *sightings: Sighting, rates: Rates = RATES) -> dict[str, float]:
    return Post(sightings).holders(on(years), on(years), rates)


def near(value: float) -> object:
    return pytest.approx(value, abs=0.005)


def test_last_one_seen_fades_with_the_rate() -> None:
    assert chances(2, seen("ann", 0)) == {"ann": near(exp(-0.6))}


def test_next_one_seen_fades_backwards() -> None:
    assert chances(2, seen("ann", 4)) == {"ann": near(exp(-0.6))}


def test_interim_holders_fade_faster() -> None:
    assert chances(1, seen("ann", 0, standing_in=True)) == {"ann": near(exp(-1.2))}


def test_between_two_people_the_published_formula_holds() -> None:
    a, b, rate = 1.0, 2.0, 0.3
    found = chances(1, seen("ann", 0), seen("bob", 3))
    whole = 1 - exp(-rate * (a + b))
    assert found["ann"] == near(exp(-rate * a) * (1 - exp(-rate * b)) / whole)
    assert found["bob"] == near(exp(-rate * b) * (1 - exp(-rate * a)) / whole)


def test_seen_before_and_after_with_nobody_between_is_nearly_sure() -> None:
    stay = exp(-0.9)
    assert chances(1, seen("ann", 0), seen("ann", 3)) == {
        "ann": near(stay / (stay + 0.05 * (1 - stay)))
    }


def test_time_that_a_source_spans_is_sure() -> None:
    assert chances(1, Sighting("ann", "ann", served=span(0, 3))) == {"ann": 1.0}


def test_told_end_cuts_off_what_follows() -> None:
    left = Sighting("ann", "ann", "one", served=span(0, 2), end=span(2))
    again = Sighting("ann", "ann", "two", end=span(2))
    assert chances(2.2, left, again) == {}


def test_end_on_the_day_of_the_last_service_is_still_an_end() -> None:
    told = [
        Sighting("ann", "ann", source, served=span(0, 2), start=span(0), end=span(2))
        for source in ("one", "two")
    ]
    assert chances(2.5, *told) == {}


def test_end_that_one_source_tells_is_left_out_of_every_tenth_draw() -> None:
    left = Sighting("ann", "ann", "one", served=span(0, 2), end=span(2))
    assert 0.0 < chances(2.1, left)["ann"] < 0.15


def test_told_start_cuts_off_what_was_before() -> None:
    came = [Sighting("ann", "ann", source, start=span(2)) for source in ("one", "two")]
    assert chances(1.5, *came) == {}
    assert chances(2.5, *came) == {"ann": near(exp(-0.15))}


def test_on_the_day_of_a_change_the_one_who_comes_follows_the_one_who_goes() -> None:
    goes = [Sighting("bob", "bob", s, served=span(0, 2), end=span(2)) for s in ("one", "two")]
    comes = [Sighting("ann", "ann", s, start=span(2)) for s in ("three", "four")]
    assert chances(2.1, *goes, *comes) == {"ann": near(exp(-0.03))}


def test_dates_are_placed_so_that_nobody_comes_back_where_they_can_be() -> None:
    going = [seen("ann", 0)] + [Sighting("ann", "ann", page, end=span(5)) for page in "ab"]
    coming = Sighting("bob", "bob", "paper", start=span(2, 7), glimpsed=span(2, 7))
    assert chances(4.5, *going, coming, seen("bob", 8))["ann"] > 0.8


def test_an_end_told_too_late_does_not_empty_the_post_of_whoever_came() -> None:
    late = Sighting("ann", "ann", source="page", end=span(1.5))
    without = chances(3, seen("ann", 0), seen("bob", 1), seen("bob", 5))
    found = chances(3, seen("ann", 0), late, seen("bob", 1), seen("bob", 5))
    assert found == pytest.approx(without)


def test_a_start_told_too_early_does_not_end_the_post_of_whoever_is_there() -> None:
    early = Sighting("bob", "bob", source="page", start=span(1))
    without = chances(0.5, seen("ann", 0), seen("ann", 2), seen("bob", 5))
    found = chances(0.5, seen("ann", 0), seen("ann", 2), early, seen("bob", 5))
    assert found == pytest.approx(without)


def test_an_end_after_somebody_stood_in_is_an_end() -> None:
    told = seen("ann", 0), seen("cat", 1, standing_in=True)
    end = [Sighting("ann", "ann", source=source, end=span(1.5)) for source in ("one", "two")]
    assert chances(2, *told, *end).get("cat", 0) < chances(2, *told)["cat"]


def test_who_fills_a_post_elsewhere_has_left() -> None:
    told = seen("ann", 0), Sighting("ann", "ann", "page", away=span(3))
    assert chances(2, *told) == {"ann": near(exp(-0.6))}
    assert chances(4, *told) == {}


def test_who_filled_a_post_elsewhere_had_not_come() -> None:
    told = Sighting("ann", "ann", "page", away=span(1)), seen("ann", 3)
    assert chances(0, *told) == {}
    assert chances(2, *told) == {"ann": near(exp(-0.3))}


def test_vague_date_lies_outside_the_days_spent_elsewhere() -> None:
    away = Sighting("ann", "ann", "page", away=span(1))
    vague = Sighting("ann", "ann", "two", glimpsed=span(0.5, 3))
    assert chances(1, vague, away) == chances(1, replace(vague, glimpsed=span(1.003, 3)), away)
    assert chances(0.5, Sighting("ann", "ann", "two", start=span(0, 3)), away) == {}


def test_exact_plan_narrows_a_vague_start() -> None:
    vague = Sighting("ann", "ann", "one", start=span(0, 4))
    plan = Sighting("ann", "ann", "two", planned_start=span(2))
    contrary = Sighting("ann", "ann", "two", planned_start=span(6))
    assert chances(1, vague)["ann"] > 0.1
    assert chances(1, vague, plan) == {}
    assert chances(1, vague, contrary) == chances(1, vague)


def test_who_was_elsewhere_changes_nothing_for_others() -> None:
    told = seen("ann", 0), seen("bob", 1), Sighting("ann", "ann", "page", away=span(3))
    assert chances(4, *told) == {"bob": near(exp(-0.9))}


def test_announced_start_counts_less_than_a_told_one() -> None:
    told = Sighting("ann", "ann", "one", start=span(2))
    planned = Sighting("ann", "ann", "one", planned_start=span(2))
    assert chances(2.2, planned)["ann"] < chances(2.2, told)["ann"]


def test_unnamed_holder_in_post_since_then_keeps_others_from_coming_between() -> None:
    ann, unnamed = seen("ann", 0), Sighting("", "x", "r", served=span(0.5, 3), start=span(0.5))
    # A tenth of the draws leaves the told start out.
    assert chances(2, ann, unnamed)["ann"] < 0.1 < exp(-0.6)


def test_joint_holders_do_not_compete() -> None:
    found = chances(
        1,
        seen("ann", 0, joint=True), seen("ann", 2, joint=True),
        seen("bob", 0, joint=True), seen("bob", 2, joint=True),
    )  # fmt: skip
    assert min(found["ann"], found["bob"]) > 0.9


def test_day_within_a_window_is_averaged() -> None:
    wide = Sighting("ann", "ann", glimpsed=span(0, 1))
    found = chances(1, wide)["ann"]
    assert found == near(sum(exp(-0.3 * (n + 0.5) / 20) for n in range(20)) / 20)


def test_nearest_counts_from_the_near_side_of_a_window() -> None:
    post = Post([Sighting("ann", "ann", glimpsed=span(0, 1)), seen("ann", 5)])
    assert post.nearest("ann", on(2), on(2)) == ((on(2) - on(1)).days, on(1))
    assert post.nearest("bob", on(2), on(2)) is None


@pytest.mark.parametrize(
    ("share", "word"), [(0.794, "possible"), (0.795, "likely"), (LIKELY, "likely")]
)
def test_words(share: float, word: str) -> None:
    assert certainty(share) == word


days = st.floats(0, 12, allow_nan=False)
sightings = st.lists(
    st.builds(
        lambda person, first, length, kind, stand_in: Sighting(
            person, person, f"{person}{first}", standing_in=stand_in,
            **{kind: span(first, first + length)},  # type: ignore[arg-type]
        ),
        st.sampled_from(["ann", "bob", "cyd", ""]),
        days,
        st.floats(0, 2),
        st.sampled_from(["served", "glimpsed", "start", "end", "planned_start", "planned_end"]),
        st.booleans(),
    ),
    max_size=8,
)  # fmt: skip


@given(sightings, days, st.floats(0.01, 5), st.floats(0, 1))
def test_shares_are_probabilities(
    told: list[Sighting], day: float, rate: float, returns: float
) -> None:
    found = chances(day, *told, rates=Rates(rate, rate * 2, returns))
    assert all(0 <= share <= 1 + 1e-9 for share in found.values())
    assert sum(found.values()) <= 1 + 1e-6
    assert set(found) <= {one.person for one in told} - {""}


@given(sightings, days)
def test_order_of_sources_does_not_matter(told: list[Sighting], day: float) -> None:
    assert chances(day, *told) == pytest.approx(chances(day, *reversed(told)))


def test_rates_are_found_again_from_what_they_made() -> None:
    chance = random.Random(7)
    posts = []
    for council in range(150):
        day, holder, told = 0.0, 0, []
        until = chance.expovariate(0.3)
        while day < 12:
            day += chance.expovariate(1.0)
            while day > until:
                holder, until = holder + 1, until + chance.expovariate(0.3)
            told.append(seen(f"{council}-{holder}", day))
        posts.append(Post(told))
    found = estimate(posts)
    assert found.changes == pytest.approx(0.3, rel=0.15)
    assert found.interval[0] < found.changes < found.interval[1]
    assert found.returns < 0.02
