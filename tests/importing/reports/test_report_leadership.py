"""Who has been in post since when."""

from __future__ import annotations

import datetime as dt

import pytest
from report_pages import body_of, section

from ofsted_graph.importing.reports.leadership import Leadership, read_leadership

DCS = "director-of-childrens-services"


def told(*statements: str) -> Leadership:
    return read_leadership(
        body_of("1\nfront", section(*statements)),
        by=dt.date(2017, 2, 16),
        is_council=lambda name: name in {"Exford", "Exford Council"},
    )


def facts(*statements: str) -> list[tuple[str, ...]]:
    return [
        (one.role, one.capacity, one.start, one.end, one.person)
        for one in told(*statements).holdings
    ]


SINCE = "has been in post since"
CHIEF, CHAIR = "chief-executive", "lscb-chair"
MEMBER = "lead-member-for-children"


@pytest.mark.parametrize(
    ("statement", "role", "capacity", "start"),
    [
        (f"The director of children’s services (DCS) {SINCE} March 2016.", DCS, "", "2016-03"),
        (f"The DCS {SINCE} 6 January 2008.", DCS, "", "2008-01-06"),
        (f"The DCS {SINCE} 1st\nSeptember 2015.", DCS, "", "2015-09-01"),
        ("The current DCS has held the post since 2011.", DCS, "", "2011"),
        (f"The interim DCS {SINCE} Feb 2016", DCS, "interim", "2016-02"),
        (f"The Acting Director of Children’s\nServices {SINCE} 2015.", DCS, "acting", "2015"),
        (f"The DCS is interim and {SINCE} January 2016.", DCS, "interim", "2016-01"),
        (
            f"The DCS {SINCE} May 2015 on an interim basis and is part time.",
            DCS,
            "interim",
            "2015-05",
        ),
        (
            f"The corporate director of Care is the DCS for Exford and {SINCE} 2011.",
            DCS,
            "",
            "2011",
        ),
        (
            f"The DCS, who is also the Director of Adult Services, {SINCE} May 2011.",
            DCS,
            "",
            "2011-05",
        ),
        (
            f"The Director of Care, who is the Director of Children’s Services, {SINCE} 2011.",
            DCS,
            "",
            "2011",
        ),
        (
            "The Director of Schools and Children’s Services took up post in May 2012.",
            DCS,
            "",
            "2012-05",
        ),
        (f"The chief executive {SINCE} 2006.", CHIEF, "", "2006"),
        (f"The chief executive of Exford Council {SINCE} April 1994.", CHIEF, "", "1994-04"),
        (
            f"The chair of the LSCB {SINCE} June 2009 and retires in\nMarch 2017.",
            CHAIR,
            "",
            "2009-06",
        ),
        (
            f"The independent chair of the Local Safeguarding Children’s Board {SINCE} 2011.",
            CHAIR,
            "",
            "2011",
        ),
        (f"The interim chair of the EXSCB {SINCE} October 2013.", CHAIR, "interim", "2013-10"),
        (f"The LSCB chair {SINCE} October 2013.", CHAIR, "", "2013-10"),
        (
            f"The city mayor {SINCE} 5 May 2011 and was re-elected.",
            "elected-mayor",
            "",
            "2011-05-05",
        ),
        (f"The leader of the council {SINCE} May 2013.", "council-leader", "", "2013-05"),
        (f"The lead member for children’s services {SINCE} May 2013.", MEMBER, "", "2013-05"),
        (
            "The elected member has been responsible for children’s services since 2016.",
            MEMBER,
            "",
            "2016",
        ),
    ],
)
def test_statements(statement: str, role: str, capacity: str, start: str) -> None:
    assert facts(statement) == [(role, capacity, start, "", "")]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("The chair of the LSCB has been in post for three years.", "not understood"),
        ("The chair of the LSCB has been vacant since October 2013.", "not understood"),
        (f"The DCS {SINCE} early 2014.", "not understood"),
        (f"The DCS {SINCE} 31 April 2014.", "does not exist"),
        (f"The DCS {SINCE} May 2017.", "after the inspection"),
        ("The joint chief executives have been in post since May 2015.", "several holders"),
        (f"The deputy director of children’s services {SINCE} May 2015.", "former, deputy"),
        ("The previous chair of the LSCB took up the post in October 2011.", "former, deputy"),
        (f"The assistant director of children’s services {SINCE} May 2015.", "former, deputy"),
        (f"The strategic director wellbeing {SINCE} July 2012.", "does not say which post"),
        (f"The chief executive of Exe Children’s Trust {SINCE} May 2015.", "does not say"),
        (f"The head of care, who reports to the DCS, {SINCE} May 2015.", "does not say"),
        (f"The executive director, who was previously the DCS, {SINCE} 2015.", "does not say"),
        (f"The DCS is also responsible for adults The manager {SINCE} May 2015.", "does not say"),
        (f"The current post holder {SINCE} May 2015.", "does not say which post"),
    ],
)
def test_statements_that_give_nothing(statement: str, reason: str) -> None:
    found = told(statement)
    assert found.holdings == []
    ((_, why, page),) = found.left_out
    assert reason in why
    assert page == 2


@pytest.mark.parametrize(
    "statements",
    [
        [f"The DCS {SINCE} October 2011 in an interim capacity and April 2012 as substantive."],
        [
            "The DCS has been in post in an interim capacity since October 2011.",
            "This arrangement was made permanent in April 2012.",
        ],
        [
            (
                "The DCS was interim in post from October 2011 and was permanently"
                " recruited in April 2012"
            )
        ],
    ],
)
def test_one_person_in_two_capacities(statements: list[str]) -> None:
    assert facts(*statements) == [
        (DCS, "interim", "2011-10", "2012-04", f"?{DCS}"),
        (DCS, "permanent", "2012-04", "", f"?{DCS}"),
    ]


def test_a_post_that_took_on_the_directors() -> None:
    assert facts(
        "The Director of Place provides the statutory function of Director of Children’s\nServices."
        f" The current post holder {SINCE} April 2013."
    ) == [(DCS, "", "2013-04", "", "")]


def test_a_holder_who_left() -> None:
    assert facts(
        "The Chair of the LSCB, who had been in post since January 2009, left in June 2014."
    ) == [("lscb-chair", "", "2009-01", "2014-06", "")]


def test_a_holder_named_beside_the_post() -> None:
    assert facts(
        "The director of children’s services (DCS), Una Reyes, has been in post\nsince May 2016."
    ) == [(DCS, "", "2016-05", "", "Una Reyes")]


def test_two_statements_that_clash() -> None:
    found = told(
        "The DCS has been in post since May 2015.", "The DCS has been in post since May 2016."
    )
    assert found.holdings == []
    assert found.left_out == [(DCS, "two readings: in post since 2015-05, 2016-05", 2)]


def test_bullets_that_got_lost() -> None:
    text = section("The DCS has been in post since May 2015 The chair is good").replace(
        "\uf06e ", ""
    )
    text = text.replace(
        " The chair is good", "\nThe chair of the LSCB has been in post since May 2014"
    )
    found = read_leadership(body_of("1", text), by=dt.date(2017, 1, 1), is_council=lambda _: False)
    assert [(one.role, one.start) for one in found.holdings] == [
        (DCS, "2015-05"),
        ("lscb-chair", "2014-05"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "4\nExecutive summary\nThe DCS has been in post since May 2015.",
        f"4\nInformation about this local authority area 5\nThe DCS {SINCE} May 2015.",
    ],
)
def test_the_narrative_is_not_read(page: str) -> None:
    found = read_leadership(body_of("1", page), by=dt.date(2017, 1, 1), is_council=lambda _: False)
    assert found == Leadership()
    after = read_leadership(
        body_of("1", section("The DCS is well.") + "\nExecutive summary\n" + page),
        by=dt.date(2017, 1, 1),
        is_council=lambda _: False,
    )
    assert after == Leadership()


def test_the_section_is_not_the_one_that_the_contents_page_lists() -> None:
    contents = (
        "3\nContents\nExecutive summary 2\nInformation about this local authority area 5\n"
        "The experiences and progress of children 9"
    )
    found = read_leadership(
        body_of("1", contents, section(f"The DCS {SINCE} May 2015.")),
        by=dt.date(2017, 1, 1),
        is_council=lambda _: False,
    )
    assert [(one.role, one.start) for one in found.holdings] == [(DCS, "2015-05")]


def test_she_is_who_the_sentence_before_was_about() -> None:
    found = told(
        "The director of children’s services also has responsibility for adult services.",
        "She has been in post since March 2013.",
    )
    assert [(one.role, one.start) for one in found.holdings] == [(DCS, "2013-03")]


def test_whoever_took_responsibility_for_childrens_services() -> None:
    found = told(
        "The Executive Director of People took responsibility for children’s services in May 2013."
    )
    assert [(one.role, one.start) for one in found.holdings] == [(DCS, "2013-05")]


def test_a_post_that_is_none_of_ours_is_not_called_one() -> None:
    found = told("The chief executive of the trust has been in post since May 2015.")
    assert [name for name, *_ in found.left_out] == ["holder"]


def test_a_director_of_more_than_childrens_services() -> None:
    found = told(
        "The Director of People and Deputy Chief Executive is responsible for both adult and "
        "children’s social care and has been in post since November 2010."
    )
    assert [(one.role, one.start) for one in found.holdings] == [(DCS, "2010-11")]
