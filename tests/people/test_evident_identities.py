"""Mentions that are one person for a reason that needs nobody to decide."""

from __future__ import annotations

import datetime as dt

from tenure_rows import Row, row

from ofsted_graph.people.evident_identities import evident

TODAY = dt.date(2026, 6, 1)


def pairs(*tenures: Row, decided: tuple[Row, ...] = ()) -> list[tuple[str, str]]:
    tables = {"tenures": tenures, "inspectors": [], "inspections": [], "identities": decided}
    return [(found["a"], found["b"]) for found in evident(tables, [], TODAY)]


def test_a_page_that_tells_both_posts_is_the_evidence() -> None:
    found = pairs(
        row("Fay Noor", organisation="borchester", start="2019", source="page-1"),
        row("Fay Noor", organisation="felpersham", end="2019", source="page-1"),
    )
    assert found == [("fay-noor@borchester", "fay-noor@felpersham")]


def test_two_pages_with_one_name_are_no_evidence() -> None:
    assert not pairs(
        row("Fay Noor", organisation="borchester", start="2019", source="page-1"),
        row("Fay Noor", organisation="felpersham", end="2019", source="page-2"),
    )


def test_a_page_that_warns_of_a_namesake_is_no_evidence() -> None:
    assert not pairs(
        row("Fay Noor", organisation="borchester", start="2019", source="page-1"),
        row("Fay Noor", organisation="felpersham", end="2019", source="page-1", note="a namesake?"),
    )


def test_name_and_short_form_in_one_post_are_one_person() -> None:
    assert pairs(row("Rob Noor", seen="2019"), row("Robert Noor", seen="2011")) == [
        ("rob-noor@borchester", "robert-noor@borchester")
    ]


def test_name_and_short_form_in_two_posts_stay_apart() -> None:
    chief = row("Robert Noor", seen="2019", role="chief-executive")
    assert not pairs(row("Rob Noor", seen="2019"), chief)


def test_two_spellings_are_one_person_only_within_some_years() -> None:
    near = pairs(row("Kathryn Noor", seen="2019"), row("Kathrin Noor", seen="2021"))
    assert near == [("kathrin-noor@borchester", "kathryn-noor@borchester")]
    assert not pairs(row("Kathryn Noor", seen="2011"), row("Kathrin Noor", seen="2021"))


def test_what_somebody_decided_is_left_alone() -> None:
    decided = {"a": "rob-noor@borchester", "b": "robert-noor@borchester", "decision": "different"}
    told = row("Rob Noor", seen="2019"), row("Robert Noor", seen="2019")
    assert not pairs(*told, decided=(decided,))


def test_a_decision_keeps_the_day_on_which_it_was_first_made() -> None:
    tables = {
        "tenures": [row("Rob Noor", seen="2019"), row("Robert Noor", seen="2019")],
        "inspectors": [], "inspections": [], "identities": [],
    }  # fmt: skip
    (first,) = evident(tables, [], TODAY)
    (again,) = evident(tables, [first], TODAY + dt.timedelta(days=30))
    assert again == first
