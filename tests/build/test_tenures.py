"""Tenures and their bounds: for any honest rows they contain the truth that made the rows."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from histories import (
    History,
    Told,
    Visits,
    attested,
    attested_rows,
    bounds,
    cases,
    concluded,
    grouped,
    in_post,
    person_of,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tenure_rows import bounds_of, row, tenures_of

from ofsted_graph.build.builder import write_turtle
from ofsted_graph.vocab import OFG

IN_POST = OFG.inPostDuring
GENEROUS = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

Case = tuple[History, Visits, list[Told]]


def rows_of(known: Visits) -> list[dict[str, str]]:
    return [visit.row for visit in known]


# -- Any honest rows about any history --


@GENEROUS
@given(cases())
def test_bounds_contain_the_truth_that_made_the_rows(case: Case) -> None:
    _, known, told = case
    tenures = grouped(told, known)
    store = concluded(tenures, rows_of(known))
    about = {a.key: one.about for one, a in zip(told, attested(told, known), strict=True)}
    for tenure in tenures:
        touched = [stretch for a in tenure.attestations for stretch in about[a.key]]
        first, last = min(s.first for s in touched), max(s.last for s in touched)
        days = bounds(store, tenure.name)
        assert (
            days.get("earliestStart", dt.date.min) <= first <= days.get("latestStart", dt.date.max)
        )
        assert days.get("earliestEnd", dt.date.min) <= last <= days.get("latestEnd", dt.date.max)


@GENEROUS
@given(cases())
def test_certain_is_true_and_whoever_was_in_post_is_at_least_possible(case: Case) -> None:
    history, known, told = case
    tenures = {t.name: t for t in grouped(told, known)}
    store = concluded(tenures.values(), rows_of(known))
    about = {a.key: one.about for one, a in zip(told, attested(told, known), strict=True)}
    days = {visit.row["inspection"]: (visit.first, visit.last) for visit in known}
    certain, possible = in_post(store, OFG.inPostDuring), in_post(store, OFG.possiblyInPostDuring)
    for name, inspection in certain:
        people = {s.person for a in tenures[name].attestations for s in about[a.key]}
        assert any(history.held(person, *days[inspection]) for person in people)
    assert not certain & possible
    listed = certain | possible
    for tenure in tenures.values():
        if not tenure.person:
            continue
        for stretch in {s for a in tenure.attestations for s in about[a.key]}:
            for inspection, (first, last) in days.items():
                if stretch.first <= last and first <= stretch.last:
                    assert (tenure.name, inspection) in listed


@GENEROUS
@given(cases())
def test_a_name_given_to_the_unnamed_is_the_true_one(case: Case) -> None:
    _, known, told = case
    about = {a.key: one.about for one, a in zip(told, attested(told, known), strict=True)}
    for tenure in grouped(told, known):
        for one in tenure.attestations:
            if tenure.person:
                assert person_of(about[one.key][0].person) == tenure.person
                assert bool(one.name_from) == (one.row["person"][:1] in {"", "?"})


@GENEROUS
@given(cases(), st.integers(1, 8))
def test_certain_stays_certain_and_true_as_rows_are_added(case: Case, first_rows: int) -> None:
    history, known, told = case
    days = {visit.row["inspection"]: (visit.first, visit.last) for visit in known}

    def certain(rows: list[Told]) -> set[tuple[str, str]]:
        tenures = {tenure.name: tenure for tenure in grouped(rows, known)}
        store = concluded(tenures.values(), rows_of(known))
        pairs = {(tenures[t].person, inspection) for t, inspection in in_post(store, IN_POST)}
        return {(person, inspection) for person, inspection in pairs if person}

    earlier, later = certain(told[:first_rows]), certain(told)
    assert earlier <= later
    people = {person_of(s.person): s.person for s in history.stretches}
    for person, inspection in later:
        assert history.held(people[person], *days[inspection])


@GENEROUS
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(case: Case, random: Random) -> None:
    _, known, told = case
    mixed = list(told)
    random.shuffle(mixed)
    assert grouped(told, known) == grouped(mixed, known)
    one = concluded(grouped(told, known), rows_of(known))
    other = concluded(grouped(mixed, known), rows_of(known))
    assert write_turtle(one) == write_turtle(other)


# -- Any rows at all: sources that contradict each other --

DAYS = [dt.date(2015, 1, 1) + dt.timedelta(days=40 * n) for n in range(40)]


@st.composite
def any_rows(draw: st.DrawFn) -> dict[str, str]:
    """Draw a row that agrees with itself, whatever other rows say."""
    first, middle, last = sorted(draw(st.tuples(*[st.sampled_from(DAYS)] * 3)))
    cells = {
        "start": draw(
            st.sampled_from(["", f"{first}", f"{first:%Y-%m}", f"{first:%Y}~", "../2016"])
        ),
        "end": draw(st.sampled_from(["", f"{last}", f"{last:%Y-%m}", f"{last:%Y}~", "2016/.."])),
        "seen": draw(st.sampled_from([f"{middle}", f"{first}/{last}", f"{middle:%Y-%m}"])),
    }
    told = row(
        draw(st.sampled_from(["Ada Archer", "Ben Bull", "", "?holder"])),
        capacity=draw(st.sampled_from(["", "", "permanent", "interim", "acting"])),
        joint=draw(st.sampled_from(["", "", "", "yes"])),
    )
    said = draw(st.sampled_from([("seen",), ("seen", "start"), ("seen", "end"), ("start", "end")]))
    for column in said:
        told[column] = cells[column]
    if not any(told[column] for column in cells):
        told["seen"] = cells["seen"]
    return told


@GENEROUS
@given(st.lists(any_rows(), min_size=1, max_size=9))
def test_bounds_of_sources_that_clash_never_cross(rows: list[dict[str, str]]) -> None:
    unique = list({tuple(sorted(row.items())): row for row in rows}.values())
    tenures = tenures_of(*unique)
    store = concluded(tenures.values(), [])
    placed = [a.key for tenure in tenures.values() for a in tenure.attestations]
    assert len(placed) == len(set(placed)) == len(unique)
    for tenure in tenures.values():
        days = bounds(store, tenure.name)
        for lower, upper in (
            ("earliestStart", "latestStart"),
            ("earliestEnd", "latestEnd"),
            ("earliestStart", "latestEnd"),
        ):
            assert days.get(lower, dt.date.min) <= days.get(upper, dt.date.max), (lower, upper)


# -- Names for the unnamed --

ADA, BEN = "Ada Archer", "Ben Bull"
SINCE_2015 = row(start="2015-03", seen="2016-06-06/2016-06-24")


@pytest.mark.parametrize(
    ("others", "person"),
    [
        ([row(ADA, seen="2016-06-10")], "ada-archer"),
        ([row(ADA, seen="2015-05-01")], "ada-archer"),
        ([row(ADA, seen="2016-06-01/2016-07-01")], "ada-archer"),
        # Before the end of the month of the start somebody else may have been there, ...
        ([row(ADA, seen="2015-03-31")], ""),
        # ... and on the last day that is shown somebody may have followed.
        ([row(ADA, seen="2016-06-24")], ""),
        ([row(ADA, seen="2016-06")], ""),  # some day of June is not surely one of those
        ([row(ADA, seen="2014-01-01"), row(ADA, seen="2018-01-01")], ""),
        ([row(ADA, seen="2016-06-10"), row(BEN, seen="2016-06-20")], ""),
        ([row(ADA, seen="2016-06-10"), row(ADA, seen="2016-06-20")], "ada-archer"),
        ([row(ADA, seen="2016-06-10", joint="yes")], ""),
        ([row(ADA, seen="2016-06-10", capacity="interim")], ""),
        ([row(ADA, seen="2016-06-10", capacity="permanent")], "ada-archer"),
        # A name goes on from row to row.
        ([row(start="2014", seen="2015-04-15"), row(ADA, seen="2015-02-01")], "ada-archer"),
    ],
)
def test_a_name_is_given_where_no_other_can_be(others: list[dict[str, str]], person: str) -> None:
    (found,) = [
        tenure.person
        for tenure in tenures_of(SINCE_2015, *others).values()
        if SINCE_2015 in [a.row for a in tenure.attestations]
    ]
    assert found == person


def test_where_several_hold_a_post_nobody_is_named_by_being_there() -> None:
    rows = [one | {"role": "deputy-mayor"} for one in (SINCE_2015, row(ADA, seen="2016-06-10"))]
    assert {tenure.person for tenure in tenures_of(*rows).values()} == {"", "ada-archer"}


def test_rows_of_one_source_that_mark_an_unnamed_person_share_the_name() -> None:
    """A report tells of somebody's interim and permanent time, and names nobody."""
    told = [
        row("?director", start="2014-07", end="2015-03", capacity="interim", source="report"),
        row("?director", start="2015-03", seen="2016-06-06/2016-06-24", source="report"),
        row("?director", start="2010", end="2011", source="another-report"),
        row("?deputy", start="2010", end="2011", source="report"),
        row(ADA, seen="2016-06-10"),
    ]
    tenures = tenures_of(*told)
    assert {name: tenure.person for name, tenure in tenures.items()} == {
        "ada-archer": "ada-archer",
        "ada-archer.interim": "ada-archer",
        "unnamed-2010": "",
    }
    (interim,) = tenures["ada-archer.interim"].attestations
    assert interim.name_from in [a.key for a in tenures["ada-archer"].attestations]


# -- Spells --


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([row(ADA, seen="2011-01-01"), row(ADA, seen="2015-01-01")], ["ada-archer"]),
        # Somebody else held the post in between ...
        ([row(ADA, seen="2011-01-01"), row(BEN, seen="2013-01-01"), row(ADA, seen="2015-01-01")],
         ["ada-archer", "ada-archer.2", "ben-bull"]),
        # ... but whoever stood in, shared the post or may have been there before does not part it.
        ([row(ADA, seen="2011-01-01"), row(BEN, seen="2013-01-01", capacity="acting"),
          row(ADA, seen="2015-01-01")],
         ["ada-archer", "ben-bull.acting"]),
        ([row(ADA, seen="2011-01-01"), row(BEN, seen="2013-01-01", joint="yes"),
          row(ADA, seen="2015-01-01")],
         ["ada-archer", "ben-bull"]),
        ([row(ADA, seen="2011-01-01"), row(BEN, seen="[2010..2013]"), row(ADA, seen="2015-01-01")],
         ["ada-archer", "ben-bull"]),
        # On the day of a handover two may be seen.
        ([row(ADA, seen="2011-01-01"), row(BEN, seen="2011-01-01"), row(ADA, seen="2015-01-01")],
         ["ada-archer", "ben-bull"]),
        ([row(ADA, seen="2011-01-01"), row(BEN, seen="2015-01-01"), row(ADA, seen="2015-01-01")],
         ["ada-archer", "ben-bull"]),
        # One source has them leave, another has them come.
        ([row(ADA, start="2010", end="2012"), row(ADA, start="2014", end="2016")],
         ["ada-archer", "ada-archer.2"]),
        ([row(ADA, end="2012"), row(ADA, start="2013")], ["ada-archer"]),
        # What is told of one start or end lies more than a year apart ...
        ([row(ADA, end="2012-03"), row(ADA, seen="2015-01-01")], ["ada-archer", "ada-archer.2"]),
        ([row(ADA, seen="2012-03-01"), row(ADA, start="2015")], ["ada-archer", "ada-archer.2"]),
        # ... or less, or one was there all the time: then sources differ on one time in the post.
        ([row(ADA, end="2012-03"), row(ADA, seen="2012-09-01")], ["ada-archer"]),
        ([row(ADA, start="2010", seen="2017-01-01"), row(ADA, start="2014", seen="2016-01-01")],
         ["ada-archer"]),
        # Somebody who stood in and was then appointed did not leave.
        ([row(ADA, start="2012", end="2014-02", capacity="interim"),
          row(ADA, start="2014-03", capacity="permanent")],
         ["ada-archer.interim", "ada-archer.permanent"]),
    ],
)  # fmt: skip
def test_a_person_s_rows_are_one_time_in_the_post_unless_they_surely_are_not(
    rows: list[dict[str, str]], names: list[str]
) -> None:
    assert sorted(tenures_of(*rows)) == names


# -- Capacities --


@pytest.mark.parametrize(
    ("unsaid", "capacity"),
    [
        (row(ADA, seen="2017-01-01"), "permanent"),
        (row(ADA, seen="2016-02-20"), ""),
        (row(ADA, seen="2016-03-31"), "permanent"),
        (row(ADA, seen="2015-10-01"), "interim"),
        (row(ADA, seen="2015-07-15"), ""),
        (row(ADA, seen="2016"), ""),
        (row(ADA, start="2016-03", seen="2017-01-01"), "permanent"),
        (row(ADA, start="2016", seen="2017-01-01"), ""),  # this may be since the interim began
        (row(ADA, start="2015-07", seen="2017-01-01"), ""),
        (row(ADA, seen="2018-01-01", end="2020"), "permanent"),
        (row(ADA, seen="2015-10-01", end="2020"), ""),
        (row(ADA, seen="2015-10-01", end="2016"), ""),
        (row(ADA, seen="2015-10-01", end="2016-02"), "interim"),
    ],
)
def test_a_row_without_a_capacity_goes_where_it_surely_belongs(
    unsaid: dict[str, str], capacity: str
) -> None:
    said = [
        row(ADA, start="2015-07", end="2016-02", capacity="interim"),
        row(ADA, start="2016-03", seen="2017-01-23/2017-02-16", capacity="permanent"),
    ]
    (found,) = [
        tenure.capacity
        for tenure in tenures_of(*said, unsaid).values()
        if unsaid in [a.row for a in tenure.attestations]
    ]
    assert found == capacity


@pytest.mark.parametrize(
    ("said", "unsaid"),
    [
        # What contradicts the tenure is not in it, ...
        ([row(ADA, start="2016-03", end="2019-06", capacity="permanent")],
         row(ADA, seen="2019-09-01")),
        # ... nor what may be in either of two.
        ([row(ADA, start="2014", end="2016", capacity="interim"),
          row(ADA, start="2014", end="2016", capacity="acting")],
         row(ADA, seen="2015-06-01")),
    ],
)  # fmt: skip
def test_a_row_without_a_capacity_stays_without_where_that_is_unsure(
    said: list[dict[str, str]], unsaid: dict[str, str]
) -> None:
    assert [a.row for a in tenures_of(*said, unsaid)["ada-archer"].attestations] == [unsaid]


# -- The unnamed rest --


@pytest.mark.parametrize(
    ("cells", "tenures"),
    [
        ({"start": "2014", "seen": "2016-06-20"}, 1),
        ({"seen": "2016-06-24"}, 2),
        ({"seen": "2016-06-10", "capacity": "interim"}, 2),
        ({"seen": "2016-06-10", "joint": "yes"}, 2),
        ({"seen": "2018-01-01"}, 2),
    ],
)
def test_rows_without_a_name_are_one_tenure_where_they_surely_tell_of_one_holder(
    cells: dict[str, str], tenures: int
) -> None:
    assert len(tenures_of(SINCE_2015, row(**cells))) == tenures


def test_unnamed_holders_of_a_post_that_several_hold_stay_apart() -> None:
    rows = [one | {"role": "deputy-mayor"} for one in (SINCE_2015, row(seen="2016-06-10"))]
    assert len(tenures_of(*rows)) == 2


# -- Sources that differ --


def test_words_that_agree_give_the_most_exact_one() -> None:
    rows = [row(ADA, start=said) for said in ("2016", "2016-03", "2015~")]
    (tenure,) = tenures_of(*rows).values()
    assert tenure.said("start") == ("2016-03",)
    assert tenure.said("end") == ()


def test_words_that_clash_are_all_kept_and_the_bounds_hold_each() -> None:
    rows = [row(ADA, start=said, seen="2017-01-01") for said in ("2015-11", "2016-03")]
    (tenure,) = tenures_of(*rows).values()
    assert tenure.said("start") == ("2015-11", "2016-03")
    (found,) = bounds_of(*rows).values()
    assert (found["earliestStart"], found["latestStart"]) == ("2015-11-01", "2016-03-31")


# -- One row by itself --


@pytest.mark.parametrize(
    ("cells", "told", "start", "end", "service"),
    [
        # What a source tells as past had happened by its date.
        ({"start": "2016", "seen": "2016-05-10"}, "2016-05-12", "2016-01-01/2016-05-10",
         "2016-05-10/", "2016-05-10/2016-05-10"),
        ({"start": "2016"}, "2016-05-12", "2016-01-01/2016-05-12", "2016-01-01/", ""),
        ({"end": "2016"}, "2016-05", "/2016-05-31", "2016-01-01/2016-05-31", ""),
        # What lies ahead is told as it is.
        ({"end": "2017-03", "seen": "2016-12-01"}, "2016-12-01", "/2016-12-01",
         "2017-03-01/2017-03-31", "2016-12-01/2017-03-01"),
        # Service is unbroken from a stated start to the day it is seen, and to a stated end.
        ({"start": "2014", "end": "2016"}, "", "2014-01-01/2014-12-31",
         "2016-01-01/2016-12-31", "2014-12-31/2016-01-01"),
        ({"start": "../2014", "seen": "2016-01-01"}, "", "/2014-12-31", "2016-01-01/",
         "2014-12-31/2016-01-01"),
        # Who came or left in the days on which they are seen was there for a part of them.
        ({"start": "2016-05-05", "seen": "2016-05-01/2016-05-20"}, "", "2016-05-05/2016-05-05",
         "2016-05-20/", "2016-05-05/2016-05-20"),
        ({"end": "2016-05-05", "seen": "2016-05-01/2016-05-20"}, "", "/2016-05-01",
         "2016-05-05/2016-05-05", "2016-05-01/2016-05-05"),
        ({"start": "2016-05-05", "end": "2016-05-07", "seen": "2016-05-01/2016-05-20"}, "",
         "2016-05-05/2016-05-05", "2016-05-07/2016-05-07", "2016-05-05/2016-05-07"),
        ({"start": "2016-05-05", "seen": "2016-05"}, "", "2016-05-05/2016-05-05", "2016-05-05/",
         "2016-05-05/2016-05-05"),
        # An inexact source shows some day, and no service.
        ({"seen": "2016-05"}, "", "/2016-05-31", "2016-05-01/", ""),
        ({"start": "2016-05"}, "", "2016-05-01/2016-05-31", "2016-05-01/", ""),
        ({"end": "../2016"}, "", "/2016-12-31", "/2016-12-31", ""),
    ],
)  # fmt: skip
def test_what_one_row_says_by_itself(
    cells: dict[str, str], told: str, start: str, end: str, service: str
) -> None:
    (one,) = attested_rows([row(ADA, **cells)], [], told)

    def said(*days: dt.date | None) -> str:
        return "/".join(day.isoformat() if day else "" for day in days)

    assert said(one.begun.first, one.begun.last) == start
    assert said(one.over.first, one.over.last) == end
    assert (said(*one.service) if one.service else "") == service


def test_an_attestation_is_named_by_what_it_says() -> None:
    plain, noted, other = (row(ADA, seen="2016"), row(ADA, seen="2016", note="as she said"),
                           row(ADA, seen="2017"))  # fmt: skip
    keys = [a.key for a in attested_rows([plain, noted, other], [])]
    assert keys[0] == keys[1] != keys[2]
    assert keys[0].startswith("source-x.director-of-childrens-services.ada-archer.")
