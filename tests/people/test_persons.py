"""Who is who: which mentions are one person, and what each person is called."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.errors import InputError
from ofsted_graph.model import mention
from ofsted_graph.people.persons import identify

NAMES = ["Ada Archer", "Ben Bull", "Ben  Búll", "Ada Archer North", "Ben"]
PLACES = ["kent", "brent", "north-kent", "ofsted"]
MENTIONS = st.tuples(st.sampled_from(NAMES), st.sampled_from(PLACES))


def decision(a: str, b: str, decided: str) -> dict[str, str]:
    row = {"a": a, "b": b, "decision": decided, "evidence": "a news page"}
    return row | {"decided_by": "the maintainers", "decided_on": "2025-11-20"}


# -- Any mentions, any decisions --


@given(
    st.lists(MENTIONS, min_size=1, max_size=12),
    st.lists(st.tuples(MENTIONS, MENTIONS, st.sampled_from(["same", "unsure"])), max_size=8),
    st.randoms(use_true_random=False),
)
def test_people_are_what_same_connects_each_with_a_name_of_their_own(
    mentions: list[tuple[str, str]],
    decided: list[tuple[tuple[str, str], tuple[str, str], str]],
    random: Random,
) -> None:
    rows = [decision(mention(*a), mention(*b), how) for a, b, how in decided]
    people = identify(mentions, rows)
    known = {mention(*one) for one in mentions}
    assert set(people.by_mention) == known

    together = {one: {one} for one in known | {row[key] for row in rows for key in "ab"}}
    for row in rows:
        if row["decision"] == "same":
            joined = together[row["a"]] | together[row["b"]]
            for one in joined:
                together[one] = joined
    by_person = defaultdict(set)
    for one, person in people.by_mention.items():
        by_person[person.name].add(one)
    assert {frozenset(together[one] & known) for one in known} == {
        frozenset(group) for group in by_person.values()
    }
    for a, b in people.unsure:
        assert a != b

    random.shuffle(mentions)
    random.shuffle(rows)
    assert identify(mentions, rows).by_mention == people.by_mention


# -- Examples --


def test_one_name_at_one_organisation_is_one_person_however_it_is_printed() -> None:
    people = identify(
        [("Máire Atherton", "kent"), ("Maire Atherton", "kent"), ("Maire Atherton", "kent")], []
    )
    (person,) = set(people.by_mention.values())
    assert person.name == "maire-atherton"
    assert person.label == "Maire Atherton"
    assert person.other_labels == ("Máire Atherton",)


def test_of_forms_printed_as_often_the_longer_is_the_label() -> None:
    decided = [decision("di-jones@kent", "diana-jones@kent", "same")]
    people = identify([("Di Jones", "kent"), ("Diana Jones", "kent")], decided)
    assert people.person("Di Jones", "kent").label == "Diana Jones"
    assert people.person("Di Jones", "kent") == people.person("Diana Jones", "kent")


def test_one_name_at_two_organisations_is_two_people_who_carry_the_organisation() -> None:
    people = identify([("Ada Archer", "kent"), ("Ada Archer", "brent"), ("Ben Bull", "kent")], [])
    assert people.person("Ada Archer", "kent").name == "ada-archer-kent"
    assert people.person("Ada Archer", "brent").name == "ada-archer-brent"
    assert people.person("Ben Bull", "kent").name == "ben-bull"
    assert people.unsure == []


def test_a_decision_makes_them_one_and_another_can_take_it_back() -> None:
    named = [("Ada Archer", "kent"), ("Ada Archer", "brent"), ("Ada Archer", "bury")]
    chain = [
        decision("ada-archer@kent", "ada-archer@brent", "same"),
        decision("ada-archer@bury", "ada-archer@brent", "same"),
    ]
    assert {p.name for p in identify(named, chain).by_mention.values()} == {"ada-archer"}
    apart = [decision("ada-archer@bury", "ada-archer@brent", "different"), chain[0]]
    assert {p.name for p in identify(named, apart).by_mention.values()} == {
        "ada-archer-brent",
        "ada-archer-bury",
    }


def test_unsure_stays_two_people_who_know_of_each_other() -> None:
    unsure = [decision("ada-archer@kent", "ada-archer@brent", "unsure")]
    people = identify([("Ada Archer", "kent"), ("Ada Archer", "brent")], unsure)
    assert people.unsure == [
        (people.person("Ada Archer", "kent"), people.person("Ada Archer", "brent"))
    ]


@pytest.mark.parametrize("last", ["ada-archer@kent", "ada-archer@brent"])
def test_same_and_different_at_once_is_refused(last: str) -> None:
    named = [("Ada Archer", "kent"), ("Ada Archer", "brent"), ("Ada Archer", "bury")]
    rows = [
        decision("ada-archer@kent", "ada-archer@brent", "same"),
        decision("ada-archer@brent", "ada-archer@bury", "same"),
        decision("ada-archer@bury", last, "different"),
    ]
    with pytest.raises(InputError, match=f"ada-archer@bury and {last} are different"):
        identify(named, rows)


def test_a_decision_on_somebody_whom_no_fact_mentions_holds_and_makes_nobody() -> None:
    chain = [
        decision("ada-archer@kent", "aa@kent", "same"),
        decision("aa@kent", "ben-bull@kent", "same"),
        decision("aa@kent", "cat-carter@kent", "unsure"),
    ]
    people = identify([("Ada Archer", "kent"), ("Ben Bull", "kent"), ("Cat Carter", "kent")], chain)
    assert people.person("Ada Archer", "kent") == people.person("Ben Bull", "kent")
    assert people.person("Ada Archer", "kent").name == "ada-archer"
    assert set(people.by_mention) == {"ada-archer@kent", "ben-bull@kent", "cat-carter@kent"}
    assert people.unsure == []


def test_a_name_with_its_organisation_never_becomes_another_person_s_name() -> None:
    people = identify(
        [("Ada Archer", "kent"), ("Ada Archer", "bury"), ("Ada Archer Kent", "x")], []
    )
    assert people.person("Ada Archer Kent", "x").name != people.person("Ada Archer", "kent").name
    assert people.person("Ada Archer", "bury").name == "ada-archer-bury"
