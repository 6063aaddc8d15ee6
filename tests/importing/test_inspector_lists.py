"""The phrase that names inspectors, and the signature."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.importing.inspector_lists import (
    read_assurance,
    read_inspectors,
    read_signature,
)

TWO = ["Jo Bly", "Di Ray-Fox"]


@pytest.mark.parametrize(
    "text",
    [
        "The inspectors were Jo Bly and Di Ray-Fox, Her Majesty’s Inspectors. Inspectors looked",
        "The inspectors were Jo Bly, HMI,\nand Di Ray-Fox, HMI.",
        "The inspectors were Jo Bly HMI and Di Ray-Fox HMI.",
        "The inspectors were Jo Bly HMI and Di Ray-Fox, HMI (designate), as an extra inspector.",
        "His Majesty’s Inspectors for this\nvisit were Jo Bly and Di\nRay-Fox\nInspectors looked",
        "Her Majesty’s Inspectors (HMI) for this visit were Jo Bly, with Di Ray-Fox, HMI.",
        "The visit was carried out by Her Majesty’s Inspectors, Jo Bly and Di Ray-Fox.",
        "The visit was carried out by Jo Bly and Di Ray-Fox, both of whom are HMI.",
        "The visit was conducted by Jo Bly and Di Ray-Fox, two of Her Majesty’s Inspectors.",
        "on 3 May 2018 carried out by Jo Bly and Di Ray-Fox, Her Majesty’s Inspectors.",
        "The inspectors were Her Majesty’s Inspectors (HMIs) Jo Bly and Di Ray-Fox.",
        "The inspectors were Jo Bly, lead inspector, and Di Ray-Fox, team inspector.",
        "The inspectors were Jo Bly, Senior Her Majesty’s Inspector, and HMI Di Ray-Fox.",
        "The inspectors were on site. The inspectors were Jo Bly and Di Ray-Fox.",
        "The inspectors were Jo Bly and Di Ray-Fox. His Majesty’s Inspector Al Odd shadowed it.",
    ],
)
def test_phrases(text: str) -> None:
    named = read_inspectors(text)
    assert named is not None
    assert (named.names, named.unread) == (TWO, [])


def test_somebody_who_watched_is_no_inspector_of_the_visit() -> None:
    named = read_inspectors(
        "The inspectors were Jo Bly, lead inspector, Di Ray-Fox, team inspector and Al Odd, who "
        "observed the visit."
    )
    assert named is not None
    assert (named.names, named.watched, named.unread) == (TWO, ["Al Odd"], [])


def test_what_is_no_name_is_reported() -> None:
    named = read_inspectors("The inspectors were Jo Bly, two colleagues and Di Ray-Fox.")
    assert named is not None
    assert (named.names, named.unread) == (TWO, ["two colleagues"])


def test_nobody_named() -> None:
    assert read_inspectors("Headline findings The inspectors were Jo Bly and Di Ray-Fox.") is None
    assert read_inspectors("Audits carried out by Early Help and Social Work are good.") is None
    assert read_inspectors("The inspectors were on site and met staff.") is None
    assert read_inspectors("Inspectors looked at case records.") is None


def test_the_quality_assurance_manager() -> None:
    named = read_assurance("The quality assurance manager was Sam Till, Senior HMI. Inspectors")
    assert named is not None
    assert named.names == ["Sam Till"]
    assert read_assurance("The manager was Sam Till.") is None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Yours sincerely", "Jo Bly", "Her Majesty’s Inspector"], ["Jo Bly"]),
        (["Your sincerely,", "Jo Bly HMI", "His Majesty's Inspector."], ["Jo Bly"]),
        (["Yours sincerely", "Jo Bly (Lead Inspector)", "Her Majesty’s Inspector"], ["Jo Bly"]),
        (["Yours faithfully", "4", "Jo Bly", "Senior His Majesty’s Inspector"], ["Jo Bly"]),
        (["next inspection or visit", "Jo Bly", "Her Majesty’s Inspector"], ["Jo Bly"]),
        (["Yours sincerely", "Jo Bly", "Di Ray-Fox", "Her Majesty’s Inspectors"], TWO),
        (["Yours sincerely", "Jo Bly, HMI"], ["Jo Bly"]),
        (["Yours sincerely", "Jo Bly", "Lead Inspector"], ["Jo Bly"]),
        (["Yours sincerely", "Jo Bly"], []),
        (["Yours sincerely", "Al Odd", "Regional Director"], []),
        (["They met Jo Bly, HMI"], []),
        (["planning the next visit", "Her Majesty’s Inspector"], []),
    ],
)
def test_signatures(lines: list[str], expected: list[str]) -> None:
    assert read_signature(["about the service.", *lines]) == expected


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    named = read_inspectors(f"The inspectors were {text}")
    assert named is None or named.names
