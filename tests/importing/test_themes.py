"""The theme of a visit, from the phrase that states it."""

from __future__ import annotations

import pytest

from ofsted_graph.importing.themes import read_theme

LOOKED = "Inspectors looked at the local authority’s arrangements for"


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        (f"{LOOKED} 16- and 17-year-old care\nleavers.", "Care leavers"),
        (f"{LOOKED} the ‘front door’, which receives referrals.", "Front door"),
        (
            f"{LOOKED} contacts and referrals and thresholds for children in need. They met staff.",
            "Front door",
        ),
        (
            f"{LOOKED} children in care, with a focus on pathway plans for care leavers.",
            "Children in care",
        ),
        (f"{LOOKED} children in care, with a specific focus on stability.", "Children in care"),
        (
            f"{LOOKED} permanence planning and achieving permanence for children in care.",
            "Achieving permanence",
        ),
        (
            f"{LOOKED} children in need and those subject to a child protection plan.",
            "Children in need/subject to a plan",
        ),
        (
            "Inspectors evaluated the council’s arrangements for vulnerable adolescents.",
            "Vulnerable adolescents",
        ),
        (
            "The focus of this visit was on planning and achieving permanence.",
            "Achieving permanence",
        ),
    ],
)
def test_phrases(text: str, theme: str) -> None:

    assert read_theme(text) == (theme, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{LOOKED} older children in care and care leavers.", "two readings"),
        (f"{LOOKED} children who need help and protection.", "other words"),
        ("Inspectors used video calls. Care leavers are well supported.", "not stated"),
    ],
)
def test_what_is_not_stated_in_one_theme_is_left_out(text: str, reason: str) -> None:
    theme, why = read_theme(text)
    assert theme == ""
    assert reason in why
