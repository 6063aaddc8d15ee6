"""Names: what is kept of a printed one, and how near two are."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ofsted_graph.people.names import bare_name, distance, is_name, is_short_form, kinship

NAMES = st.from_regex(
    r"[A-ZÁÉÖ][a-záéö]{1,8}(-[A-Z][a-z]{1,6})? (de la )?[A-Z][a-z]{1,9}", fullmatch=True
)


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("Mr Tom Oakley", "Tom Oakley"),
        ("Professor  Ann O’Dell", "Ann O’Dell"),
        ("Cllr Dr Ann Dell", "Ann Dell"),
        ("Una Reyes OBE", "Una Reyes"),
        ("Una Reyes, HMI", "Una Reyes"),
        ("Una Reyes (SHMI)", "Una Reyes"),
        ("Misha Drew", "Misha Drew"),
    ],
)
def test_what_is_not_the_name_is_left_out(printed: str, kept: str) -> None:
    assert bare_name(printed) == kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patricia Head", True),
        ("Máire Byrne", True),
        ("Jo-ellen Wells-Ashby", True),
        ("Anna van der Berg", True),
        ("Una", False),
        ("una reyes", False),
        ("Exford City Council", False),
        ("12 High Street", False),
        ("Head of Service", False),
        ("Una Reyes and Tom Oakley", False),
        ("One Two Three Four Five Six", False),
    ],
)
def test_a_line_that_cannot_be_a_name_is_none(text: str, expected: bool) -> None:
    assert is_name(text) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ann Lee", "Ann Lee", "same"),
        ("Zoë Lee", "Zoe LEE", "accents"),
        ("Matthew Lee", "Matt Lee", "short form"),
        ("Sue Lee", "Susan Lee", "short form"),
        ("Tracy Lee", "Tracey Lee", "spelling"),
        ("Ann Grindrod", "Ann Grindod", "spelling"),
        ("Ann-Marie Lee", "Annmarie Lee", "spelling"),
        ("Ann Lee", "Ann Lee-Moss", "double name"),
        ("Ann Lee", "Ann Low", ""),
        ("Ann Lee", "Una Lee", ""),
        ("Ann Mary Lee", "Ann Lee", "spelling"),
    ],
)
def test_kinship(one: str, other: str, expected: str) -> None:
    assert kinship(one, other) == expected


def test_a_short_form_is_known_or_a_beginning() -> None:
    assert is_short_form("Vicky", "Victoria")
    assert is_short_form("Milorad", "Mil")
    assert not is_short_form("Jo", "Jo")
    assert not is_short_form("Brenda", "Brian")
    assert not is_short_form("Simon", "Simone")


@given(NAMES, NAMES)
def test_kinship_and_distance_do_not_depend_on_order(one: str, other: str) -> None:
    assert kinship(one, other) == kinship(other, one)
    assert distance(one, other) == distance(other, one)
    assert (kinship(one, other) in {"same", "accents"}) == (distance(one, other) == 0)


@given(NAMES)
def test_a_bare_name_is_left_as_it_is(name: str) -> None:
    assume(bare_name(name) == name)  # nobody is called "Dr Dr"
    assert bare_name(f"Dr {name} OBE") == name
