"""Finding councils: what must be found, what must be refused, and what a person should look at."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.facts.written_names import parse_name
from ofsted_graph.linking.decisions import Decision, Decisions
from ofsted_graph.linking.gazetteer import Gazetteer, other_authorities
from ofsted_graph.linking.reconcile import ACCEPTED, OFFERED, REFUSED, Reconciler


@pytest.mark.parametrize(
    ("written", "council"),
    [
        ("Tower Hamlets", "tower-hamlets"),
        ("LB Tower Hamlets", "tower-hamlets"),
        ("towerhamlets", "tower-hamlets"),
        ("THE ROYAL BOROUGH OF KENSINGTON & CHELSEA", "kensington-and-chelsea"),
        ("RBKC", "kensington-and-chelsea"),
        ("Bristol, City of", "bristol"),
        ("Herefordshire, County of", "herefordshire"),
        ("Wight, Isle of", "isle-of-wight"),
        ("Hull", "kingston-upon-hull"),
        ("Kingston Upon Hull, City of", "kingston-upon-hull"),
        ("Saint Helens MBC", "st-helens"),
        ("County Durham", "durham"),
        ("Bedford", "bedford"),
        ("Bedford Borough", "bedford"),
        ("City of London Corporation", "city-of-london"),
        ("Notts County Council", "nottinghamshire"),
        ("Bath & NE Somerset", "bath-and-north-east-somerset"),
        ("Stoke", "stoke-on-trent"),
        ("Cambrigeshire County Council", "cambridgeshire"),
        ("Wolverhamptom", "wolverhampton"),
        ("Northamptonshire", "northamptonshire"),
        ("Dorset (Pre LG)", "dorset-county"),
        ("E09000030", "tower-hamlets"),
        ("e09000030", "tower-hamlets"),
        ("211", "tower-hamlets"),
        ("211.0", "tower-hamlets"),
        ("TWH", "tower-hamlets"),
        ("local-authority-eng:TWH", "tower-hamlets"),
        ("council:tower-hamlets", "tower-hamlets"),
        ("https://w3id.org/ofsted-graph/id/council/tower-hamlets", "tower-hamlets"),
        ("E08000038", "barnsley"),
        ("E08000016", "barnsley"),
        ("Tower Hamlets (211)", "tower-hamlets"),
    ],
)
def test_councils_are_found(reconciler: Reconciler, written: str, council: str) -> None:
    match = reconciler.match(written)
    assert (match.thing, match.status) == (f"council:{council}", ACCEPTED), match.why


@pytest.mark.parametrize(
    "written",
    [
        "Northampton",
        "Lincoln",
        "City of Lincoln Council",
        "Oxford City",
        "Lancaster",
        "Durham City Council",
        "Newcastle-under-Lyme",
        "Hertford Town Council",
        "Epping Forest District Council",
        "North Devon",
        "East Northamptonshire",
        "Greater Manchester CA",
        "Liverpool City Region",
        "West Midlands",
        "London",
        "London (Inner)",
        "England",
        "North East",
        "Cardiff",
        "Sir Fynwy",
        "Glasgow City",
        "Belfast",
        "Rhondda Cynon Taf County Borough Council",
        "Kent Police",
        "Essex Fire and Rescue Service",
        "University of Sheffield",
        "E07000154",
        "W06000015",
        "",
        "   ",
        "n/a",
        "🙂",
    ],
)
def test_others_are_refused(reconciler: Reconciler, written: str) -> None:
    match = reconciler.match(written)
    assert (match.status, match.thing) == (REFUSED, ""), match
    assert match.why


@pytest.mark.parametrize(
    "written",
    ["Herfordshire", "Kingston", "Leicester County Council", "Northampton County"],
)
def test_what_may_be_two_is_not_taken(reconciler: Reconciler, written: str) -> None:
    assert reconciler.match(written).status != ACCEPTED


def test_no_other_authority_is_taken_for_ours(reconciler: Reconciler) -> None:
    wrong = [
        (row["name"], found.thing)
        for row in other_authorities()
        if (found := reconciler.match(row["name"])).status == ACCEPTED
    ]
    assert wrong == []


def test_every_known_name_and_code_leads_home(gazetteer: Gazetteer, reconciler: Reconciler) -> None:
    for code, (place, _) in gazetteer.codes.items():
        authority = gazetteer.authorities[place]
        if authority.id:
            assert reconciler.match(code).thing == f"council:{authority.id}", code


@pytest.mark.parametrize(
    ("on", "council"),
    [("2016", "dorset-county"), ("2017/18", "dorset-county"), ("2021-06-30", "dorset")],
)
def test_the_date_tells_namesakes_apart(reconciler: Reconciler, on: str, council: str) -> None:
    assert reconciler.match("Dorset", on=on).thing == f"council:{council}"


def test_a_year_in_which_both_were_there_is_left_to_a_person(reconciler: Reconciler) -> None:
    assert reconciler.match("Dorset", on="2019").status == OFFERED


def test_a_council_out_of_its_time_is_only_offered(reconciler: Reconciler) -> None:
    match = reconciler.match("Northamptonshire", on="2023")
    assert match.status == OFFERED
    assert "only" in match.why
    assert reconciler.match("Cumberland", on="2015").status == OFFERED


def test_a_code_that_contradicts_the_name_is_never_a_full_match(reconciler: Reconciler) -> None:
    match = reconciler.match("Kent", code="E09000030")
    assert match.status == OFFERED
    assert "is of Tower Hamlets" in match.why
    assert reconciler.match("Kent", code="E10000016").status == ACCEPTED
    assert reconciler.match("Kent (211)").status == OFFERED


def test_a_code_settles_a_name_in_doubt(reconciler: Reconciler) -> None:
    assert reconciler.match("Herfordshire").status == OFFERED
    match = reconciler.match("Herfordshire", code="E10000015")
    assert (match.thing, match.status) == ("council:hertfordshire", ACCEPTED)


def test_an_unknown_code_is_said_and_changes_nothing(reconciler: Reconciler) -> None:
    match = reconciler.match("Kent", code="999")
    assert match.status == ACCEPTED
    assert "the code 999 is not known" in match.why


def test_decisions_overrule(gazetteer: Gazetteer) -> None:
    decisions = Decisions(
        [
            Decision("The Shire", "council", "council:kent", "same", "JS", "2024-05-01"),
            Decision("Kent", "council", "council:kent", "different"),
            Decision("Essex", "council", "council:essex", "unsure"),
            Decision("Surrey", "council", "", "different", "JS"),
        ]
    )
    reconciler = Reconciler(gazetteer, decisions)
    same = reconciler.match("The Shire")
    assert (same.thing, same.status, same.method) == ("council:kent", ACCEPTED, "decision")
    assert same.why == "decided same by JS on 2024-05-01"
    assert reconciler.match("Kent").status == REFUSED
    assert reconciler.match("Essex").status == OFFERED
    assert reconciler.match("Surrey").status == REFUSED


def test_reasons_name_what_spoke_for_and_against(reconciler: Reconciler) -> None:
    assert reconciler.match("Northampton").why.startswith(
        "it is Northampton Borough Council (district), which has no children's services"
    )
    assert 'one letter from "cambridgeshire"' in reconciler.match("Cambrigeshire").why


@given(st.text(max_size=60))
def test_no_text_breaks_it(reconciler_once: Reconciler, written: str) -> None:
    match = reconciler_once.match(written)
    assert match.status in {ACCEPTED, OFFERED, REFUSED}
    assert bool(match.thing) == (match.status != REFUSED)


@pytest.fixture(scope="module")
def reconciler_once(gazetteer: Gazetteer) -> Reconciler:
    return Reconciler(gazetteer)


@given(st.sampled_from(["upper", "lower", "title"]), st.sampled_from(["", " ", " Council"]))
def test_case_and_kind_words_do_not_matter(
    reconciler_once: Reconciler, case: str, tail: str
) -> None:
    written = getattr("Stockton-on-Tees", case)() + tail
    assert reconciler_once.match(written).thing == "council:stockton-on-tees"


@given(st.text(string.ascii_letters + " ,.&'-", max_size=40))
def test_taking_a_name_apart_twice_gives_the_same(written: str) -> None:
    assert parse_name(written) == parse_name(written)
    key = parse_name(written).key
    assert key == key.casefold()


@pytest.mark.parametrize("letter", ["A", "B", "z", "(B)", "b."])
def test_one_letter_is_no_council(reconciler: Reconciler, letter: str) -> None:
    assert reconciler.match(letter).status == REFUSED


def test_a_date_that_is_not_understood_accepts_no_council_of_some_years(
    reconciler: Reconciler,
) -> None:
    assert reconciler.match("Dorset", on="Lady Day").status == OFFERED
    assert reconciler.match("Dorset", on="31-Mar-19").thing == "council:dorset-county"
    assert reconciler.match("Kent", on="Lady Day").status == ACCEPTED
