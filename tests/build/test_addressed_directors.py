"""Addressees without a telling title: in the post where another source says so, and not else."""

from __future__ import annotations

import pytest
from histories import ROLE
from tenure_rows import Row, row

from ofsted_graph.build.addressed_directors import with_addressees
from ofsted_graph.facts.fact_tables import TABLES

LETTER = dict.fromkeys(TABLES["addressees"], "") | {
    "person": "Fay Noor", "organisation": "borchester", "seen": "2019-03-04", "source": "letter-1",
}  # fmt: skip


def seen(*tenures: Row, letter: Row = LETTER, identities: tuple[Row, ...] = ()) -> list[Row]:
    """Give the tenures that the letter adds."""
    tables = {
        "tenures": tenures, "addressees": [letter], "inspections": [], "identities": identities,
    }  # fmt: skip
    return with_addressees(tables)["tenures"][len(tenures) :]


def test_a_page_that_names_the_director_tells_what_the_addressee_is() -> None:
    (found,) = seen(row("Fay Noor", seen="2018-05", source="page-1"))
    assert (found["person"], found["role"], found["seen"]) == ("Fay Noor", ROLE, "2019-03-04")
    assert found["note"] == "addressed by Ofsted; page-1 names the post"


@pytest.mark.parametrize(
    "told",
    [
        row("Gus Oram", seen="2018-05"),
        row("Fay Noor", seen="2018-05", organisation="felpersham"),
        row("Fay Noor", seen="2018-05", role="chief-executive"),
        row("Fay Noor", seen="2014-05"),
        row("Fay Noor", start="2019-05"),
        row("Fay Noor", seen="2018-05", end="2019-01"),
        row("Fay Noor", seen="2018-05", source="letter-1"),
    ],
    ids=["other", "elsewhere", "other post", "long ago", "came later", "left", "same source"],
)
def test_without_another_source_near_in_time_nothing_is_concluded(told: Row) -> None:
    assert seen(told) == []


def test_a_short_form_is_the_same_person_and_keeps_the_known_name() -> None:
    letter = {**LETTER, "person": "Rob Noor"}
    (found,) = seen(row("Robert Noor", seen="2018-05"), letter=letter)
    assert found["person"] == "Robert Noor"


def test_two_people_whom_the_name_may_mean_leave_it_open() -> None:
    letter = {**LETTER, "person": "Rob Noor"}
    told = row("Robert Noor", seen="2018-05"), row("Robbie Noor", seen="2019-05")
    assert seen(*told, letter=letter) == []
