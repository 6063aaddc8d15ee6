"""Which rows tell of one inspection, for rows of any days and in any order."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.importing.statistics_matching import Matched, Told, match
from ofsted_graph.importing.statistics_tables import ASPECTS, Claim

OLD, NEW = "ofsted-statistics-2024", "ofsted-statistics-2025"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def claim(
    source: str, started: datetime.date | None, published: datetime.date | None, framework: str
) -> Claim:
    return Claim(
        source=source, issued=source[-4:], kind="history", locator=f"row {started} {published}",
        council="Eastmere", gss="", link="", started=started, published=published,
        framework=framework, printed=dict.fromkeys(ASPECTS, "Good"), theme="",
    )  # fmt: skip


days = st.dates(day("2018-01-01"), day("2018-03-31"))
claims = st.lists(
    st.builds(
        claim,
        st.sampled_from([OLD, NEW]),
        st.none() | days,
        days,
        st.sampled_from(["ilacs-standard", "ilacs-short", "focused-visit"]),
    ),
    max_size=8,
)


def matches(given_claims: Sequence[Claim], known: Sequence[Told] = ()) -> list[Matched]:
    return match([("eastmere", one) for one in given_claims], known)[0]


@given(claims, st.randoms())
def test_the_order_of_rows_does_not_matter(
    given_claims: list[Claim], chance: random.Random
) -> None:
    shuffled = list(given_claims)
    chance.shuffle(shuffled)

    def named(found: list[Matched]) -> list[tuple[str, str]]:
        return sorted((one.claim.source + one.claim.locator, one.inspection) for one in found)

    assert named(matches(given_claims)) == named(matches(shuffled))


@given(claims)
def test_rows_with_a_first_day_less_than_a_week_apart_are_one_inspection(
    given_claims: list[Claim],
) -> None:
    dated = [one for one in matches(given_claims) if one.claim.started]
    assert len(dated) == sum(one.started is not None for one in given_claims)
    families = {"ilacs-standard": "ilacs", "ilacs-short": "ilacs", "focused-visit": "focused"}
    for one in dated:
        for other in dated:
            if families[one.framework] != families[other.framework]:
                assert one.inspection != other.inspection
            elif one.claim.started and other.claim.started and (
                abs(one.claim.started - other.claim.started) < datetime.timedelta(days=7)
            ):  # fmt: skip
                assert one.inspection == other.inspection


@given(claims)
def test_an_inspection_is_named_by_a_day_that_some_row_has(given_claims: list[Claim]) -> None:
    told = {one.started for one in given_claims if one.started}
    for one in matches(given_claims):
        assert one.day in told
        same = [other for other in matches(given_claims) if other.inspection == one.inspection]
        newest = max(other.claim.issued for other in same if other.claim.started)
        assert one.day in {other.claim.started for other in same if other.claim.issued == newest}


def test_two_inspections_published_on_one_day_are_not_told_apart_by_guess() -> None:
    published = day("2018-05-01")
    dated = [claim(NEW, day(f"2018-0{n}-01"), published, "ilacs-short") for n in (1, 3)]
    undated = claim(OLD, None, published, "ilacs-short")
    found, left = match([("eastmere", one) for one in [*dated, undated]])
    assert len(found) == 2
    assert [one.claim for one in left] == [undated]


def test_a_latest_inspection_of_unknown_kind_is_left_out() -> None:
    _, (left,) = match([("eastmere", claim(NEW, day("2018-01-01"), day("2018-02-01"), ""))])
    assert left.reason == "no row says what kind it was"


def test_a_week_apart_is_two_inspections() -> None:
    claimed = [claim(NEW, day(f"2018-01-{n:02}"), None, "monitoring-visit") for n in (1, 8, 21, 26)]
    assert [one.inspection for one in matches(claimed)] == [
        "eastmere.monitoring.2018-01-01",
        "eastmere.monitoring.2018-01-08",
        "eastmere.monitoring.2018-01-21",
        "eastmere.monitoring.2018-01-21",
    ]
