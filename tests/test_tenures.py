"""Tenures and their bounds: for any honest rows they contain the truth that made the rows."""

from __future__ import annotations

import datetime as dt
from random import Random

from histories import (
    History,
    Told,
    Visits,
    attested,
    bounds,
    cases,
    concluded,
    grouped,
    in_post,
    person_of,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tenure_rows import row as tenure_row
from tenure_rows import tenures_of

from ofsted_graph.building import write_turtle
from ofsted_graph.vocab import OFG

IN_POST = OFG.inPostDuring
GENEROUS = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])

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
    row = tenure_row(
        draw(st.sampled_from(["Ada Archer", "Ben Bull", "", "?holder"])),
        capacity=draw(st.sampled_from(["", "", "permanent", "interim", "acting"])),
        joint=draw(st.sampled_from(["", "", "", "yes"])),
    )
    said = draw(st.sampled_from([("seen",), ("seen", "start"), ("seen", "end"), ("start", "end")]))
    for column in said:
        row[column] = cells[column]
    if not any(row[column] for column in cells):
        row["seen"] = cells["seen"]
    return row


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
