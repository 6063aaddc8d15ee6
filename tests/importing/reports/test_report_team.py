"""Who inspected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_pages import body_of, ilacs, sif, team

from ofsted_graph.importing.reports.front import read_front
from ofsted_graph.importing.reports.team import Team, read_team, split_names

NAMES = ["Jo Bly", "Di Ray-Fox", "Al O'Dea", "Paul d'Inverno", "Zoë van der Berg", "Ann Mc Coy"]
RANKS = [
    "",
    " HMI",
    ", HMI",
    " SHMI",
    " Senior HMI",
    ", Senior Her Majesty’s Inspector",
    " His Majesty’s Inspector",
    " (HMI)",
    " (Associate Inspector)",
    " AI",
    " HMI designate",
    " additional inspector",
]


def members(*pages: str) -> dict[str, list[str]]:
    found = read(*pages)
    roles = dict.fromkeys(role for _, role, _ in found.members)
    return {role: [name for name, its, _ in found.members if its == role] for role in roles}


def read(*pages: str) -> Team:
    body = body_of(*pages)
    return read_team(body, read_front(body))


@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(RANKS)),
        min_size=1,
        unique_by=lambda p: p[0],
    ),
    st.sampled_from([", ", "; ", ",\n", " and "]),
)
def test_lists_of_names(people: list[tuple[str, str]], gap: str) -> None:
    text = gap.join(name.replace("'", "’") + rank for name, rank in people)
    assert split_names(text) == ([name for name, _ in people], [])


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Not applicable", []),
        ("N/A", []),
        ("to be confirmed", ["to be confirmed"]),
        ("one of Ofsted’s inspectors", ["one of Ofsted's inspectors"]),
        ("Jo Bly HMI, Quality Assurance", ["Quality Assurance"]),
    ],
)
def test_what_is_no_name(text: str, unread: list[str]) -> None:
    names, left = split_names(text)
    assert names == (["Jo Bly"] if "Jo Bly" in text else [])
    assert left == unread


def test_the_team() -> None:
    listed = (
        "Lead inspector: Jo Bly HMI\nDeputy lead inspector Di Ray-Fox HMI\n"
        "Team inspectors (all HMI unless stated): Al O’Dea, Ann\nMc Coy (Contracted Inspector),"
        " Ned Low,\nEve Hill. Shadow inspector: Sid Watch\nAssociate inspector: Kit Poe\n"
        "Senior data analyst: Num Ber\n"
        "Quality assurance managers: Ivy Top, Senior HMI and Ray Top SHMI"
    )
    assert members(sif(), team(listed)) == {
        "lead": ["Jo Bly"],
        "deputy": ["Di Ray-Fox"],
        "team": ["Al O'Dea", "Ann Mc Coy", "Ned Low", "Eve Hill", "Kit Poe"],
        "quality-assurance": ["Ivy Top", "Ray Top"],
    }


def test_a_report_author_and_a_lead_on_site() -> None:
    found = members(sif(), team("Lead inspector on site: Jo Bly\nReport author: Al O’Dea\n45"))
    assert found == {"lead": ["Jo Bly"], "author": ["Al O'Dea"]}


def test_running_text_below_the_list_is_not_read() -> None:
    found = members(
        sif(),
        team(
            "Lead inspector: Jo Bly\nTeam inspectors: Al O’Dea\n"
            "A second visit was made to follow up where Ann Child had been placed.\nAnn Child."
        ),
    )
    assert found == {"lead": ["Jo Bly"], "team": ["Al O'Dea"]}


@pytest.mark.parametrize(
    ("lead", "names"),
    [
        ("Jo Bly, His Majesty’s Inspector", ["Jo Bly"]),
        ("Jo Bly\nHer Majesty's Inspector", ["Jo Bly"]),
        ("Jo Bly HMI", ["Jo Bly"]),
        ("Máire Ray-Fox, His Majesty’s Inspector", ["Máire Ray-Fox"]),
        (
            "Jo Bly, His Majesty’s Inspector, and Al O’Dea,\nHis Majesty’s Inspector",
            ["Jo Bly", "Al O'Dea"],
        ),
    ],
)
def test_the_lead_on_the_front_page(lead: str, names: list[str]) -> None:
    assert members(ilacs(lead=lead)) == {"lead": names}


def test_nobody() -> None:
    assert members(ilacs(lead="")) == {}
    assert read(ilacs(lead="the regional team")).unread == [("the regional team", 1)]


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("Al O’Dea, Ann Low\nNed Hill, Eve Poe", ["Al O'Dea", "Ann Low", "Ned Hill", "Eve Poe"]),
        (
            "Al O’Dea (HMI) Ann Low (OI)\nNed Hill (HMI), Eve Poe",
            ["Al O'Dea", "Ann Low", "Ned Hill", "Eve Poe"],
        ),
        ("Al O’Dea/Ann Low", ["Al O'Dea", "Ann Low"]),
        ("Al O’Dea, Mary\nLow", ["Al O'Dea", "Mary Low"]),
        ("Al O’Dea, Ann Low.", ["Al O'Dea", "Ann Low"]),
        ("Al O’Dea, Her Majesty’s Inspector\nAnn Low, HMI", ["Al O'Dea", "Ann Low"]),
    ],
)
def test_names_are_parted_where_a_comma_was_forgotten(listed: str, names: list[str]) -> None:
    assert (
        members(sif(), team(f"Lead inspector: Jo Bly\nTeam inspectors: {listed}"))["team"] == names
    )
