"""Tenures and their bounds: for any honest rows they contain the truth that made the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from histories import (
    COUNCIL,
    ROLE,
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

from ofsted_graph.building import write_turtle
from ofsted_graph.facts import TABLES
from ofsted_graph.tenures import Tenure
from ofsted_graph.vocab import OFG

GENEROUS = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])

Case = tuple[History, Visits, list[Told]]


def row(person: str = "", **cells: str) -> Told:
    """Make a row of the tenures table from the cells that matter."""
    told = cells.pop("told", "")
    known = {"person": person, "role": ROLE, "organisation": COUNCIL, "locator": "page 1"}
    filled = dict.fromkeys(TABLES["tenures"], "") | known | {"source": "source-x"} | cells
    return Told(filled, told, ())


def tenures_of(*told: Told) -> dict[str, Tenure]:
    """Sort rows into tenures, by the part of the name that follows the post's."""
    start = f"{COUNCIL}.{ROLE}."
    return {t.name.removeprefix(start): t for t in grouped(list(told), [])}


def bounds_of(*told: Told) -> dict[str, dict[str, str]]:
    """Give the bounds of each tenure that rows make."""
    tenures = grouped(list(told), [])
    store = concluded(tenures, [])
    start = f"{COUNCIL}.{ROLE}."
    return {
        t.name.removeprefix(start): {k: d.isoformat() for k, d in bounds(store, t.name).items()}
        for t in tenures
    }


# -- Any honest rows about any history --


@GENEROUS
@given(cases())
def test_bounds_contain_the_truth_that_made_the_rows(case: Case) -> None:
    _, known, told = case
    tenures = grouped(told, known)
    store = concluded(tenures, known)
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
    store = concluded(list(tenures.values()), known)
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
@given(cases(), st.integers(0, 7))
def test_certain_stays_true_as_rows_are_added(case: Case, first_rows: int) -> None:
    """What some of the rows make certain of a person is true, and so it is of all rows."""
    history, known, told = case
    days = {visit.row["inspection"]: (visit.first, visit.last) for visit in known}

    def certain(rows: Sequence[Told]) -> set[tuple[str, str]]:
        tenures = {t.name: t.person for t in grouped(list(rows), known)}
        store = concluded(grouped(list(rows), known), known)
        return {
            (tenures[name], inspection)
            for name, inspection in in_post(store, OFG.inPostDuring)
            if tenures[name]
        }

    people = {person_of(s.person): s.person for s in history.stretches}
    earlier, later = certain(told[: first_rows + 1]), certain(told)
    for person, inspection in earlier | later:
        assert history.held(people[person], *days[inspection])
    gone = earlier - later
    assert not {inspection for _, inspection in gone} & {
        inspection for person, inspection in later if (person, inspection) not in earlier
    }


@GENEROUS
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(case: Case, random: object) -> None:
    _, known, told = case
    mixed = list(told)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert grouped(told, known) == grouped(mixed, known)
    one = concluded(grouped(told, known), known)
    other = concluded(grouped(mixed, known), known)
    assert write_turtle(one) == write_turtle(other)
