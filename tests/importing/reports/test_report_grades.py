"""Judgements: whatever the order and the line breaks, and never a wrong one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_pages import (
    CARE,
    CARE_LEAVERS,
    HELP,
    ILACS_GRADES,
    LEADERS,
    OVERALL,
    TOGETHER,
    body_of,
    ilacs,
    sif,
)

from ofsted_graph.importing.reports.front import read_front
from ofsted_graph.importing.reports.grades import read_judgements

ASPECTS = {
    LEADERS: "impact-of-leaders",
    HELP: "help-and-protection",
    CARE: "in-care",
    CARE_LEAVERS: "care-leavers",
    TOGETHER: "in-care-and-care-leavers",
    OVERALL: "overall-effectiveness",
}
GRADES = {
    "Outstanding": "outstanding",
    "Good": "good",
    "good": "good",
    "Requires improvement": "requires-improvement",
    "Require improvement": "requires-improvement",
    "Requires\nimprovement": "requires-improvement",
    "Requires improvement\nto be good": "requires-improvement",
    "Requires Improvement to be good": "requires-improvement",
    "Inadequate": "inadequate",
    "Not judged": "not-judged",
    "Not Judged": "not-judged",
}


def judged(*pages: str, published: int = 2021) -> tuple[dict[str, str], dict[str, str]]:
    body = body_of(*pages)
    kept, missing = read_judgements(body, read_front(body), published_from=published)
    assert len({one.aspect for one in kept}) == len(kept)
    return {one.aspect: one.grade for one in kept}, {one.aspect: one.reason for one in missing}


@given(
    st.permutations([LEADERS, HELP, CARE, CARE_LEAVERS, OVERALL]),
    st.lists(st.sampled_from(sorted(GRADES)), min_size=5, max_size=5),
    st.data(),
)
def test_rows_in_any_order_and_wrapping(
    rows: list[str], grades: list[str], data: st.DataObject
) -> None:
    lines = []
    for label, grade in zip(rows, grades, strict=True):
        words = f"{label} {grade}".replace("\n", " ").split(" ")
        gaps = data.draw(st.lists(st.sampled_from(" \n"), min_size=len(words), max_size=len(words)))
        lines.append("".join(w + g for w, g in zip(words, gaps, strict=True)).rstrip())
    page = ilacs({}, overall="", summary="\n".join([*lines, "Good work is seen in Exford."]))
    found, missing = judged(page)
    assert found == {ASPECTS[r]: GRADES[g] for r, g in zip(rows, grades, strict=True)}
    assert missing == {}


@given(st.lists(st.sampled_from(sorted(GRADES)), min_size=5, max_size=5))
def test_single_framework(grades: list[str]) -> None:
    found, missing = judged(sif(grades))
    names = ("help-and-protection", "looked-after", "adoption", "care-leavers", "leadership")
    assert found == dict(zip(names, (GRADES[g] for g in grades), strict=True)) | {
        "overall-effectiveness": "requires-improvement"
    }
    assert missing == {"lscb": "not found"}


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("The overall judgement is Inadequate", "inadequate"),
        ("The overall judgement is good.", "good"),
        (
            "The overall judgement is that children’s services require\nimprovement.2",
            "requires-improvement",
        ),
        (
            "The overall judgement is that children’s service requires\nimprovement",
            "requires-improvement",
        ),
        ("Children’s services in Exford are good", "good"),
        (
            "Children’s services in the Royal Borough of Exford and\nWye are outstanding",
            "outstanding",
        ),
        ("Children’s services require improvement to be good", "requires-improvement"),
        ("Children’s services in Exford are good at some things", ""),
        ("Children’s services in Exford are good\nThe overall judgement is inadequate", ""),
        ("Children’s services in Exford are satisfactory", ""),
        ("Nothing is said", ""),
    ],
)
def test_overall_sentence(sentence: str, grade: str) -> None:
    found, missing = judged(sif(overall=sentence))
    assert found.get("overall-effectiveness", "") == grade
    assert ("overall-effectiveness" in missing) == (not grade)


@pytest.mark.parametrize(
    ("heading", "grade"),
    [
        (
            "The board (LSCB)\nThe Local Safeguarding Children Board is good",
            "good",
        ),
        (
            "The effectiveness of the Local Safeguarding Children Board (LSCB) is\ninadequate.",
            "inadequate",
        ),
        (
            "The judgement for the effectiveness of the Local Safeguarding\nChildren Board is good",
            "good",
        ),
        ("The effectiveness of the LSCB requires improvement", "requires-improvement"),
        (
            "The Local Safeguarding Children Board requires improvement\nbecause:",
            "requires-improvement",
        ),
        ("The Local Safeguarding Children Board is good\nat listening.", ""),
        ("The LSCB is good\nThe LSCB is inadequate", ""),
    ],
)
def test_the_board(heading: str, grade: str) -> None:
    found, _ = judged(sif(), f"30\n{heading}\nExecutive summary")
    assert found.get("lscb", "") == grade


def test_a_table_that_goes_on_overleaf() -> None:
    first, row, rest = sif().partition("2.2 Experiences")
    note = "\n\n1 Ofsted produces this report\nunder its power."
    found, missing = judged(first.rstrip() + note, f"2\n{row}{rest}")
    assert len(found) == 6
    assert list(missing) == ["lscb"]


def test_columns_that_came_apart_give_nothing_wrong() -> None:
    labels = "\n".join([LEADERS, HELP, TOGETHER, OVERALL])
    page = ilacs(
        {}, overall="", summary=f"{labels}\nGood\nInadequate\nInadequate\nInadequate\nText."
    )
    found, missing = judged(page)
    assert found == {}
    assert missing["table of judgements"] == "its columns came apart"
    chapters = f"{LEADERS}: good\n1. Text.\n{HELP}: inadequate\n2. Text."
    found, missing = judged(page, chapters)
    assert found == {"impact-of-leaders": "good", "help-and-protection": "inadequate"}
    assert missing["overall-effectiveness"] == "not found"


def test_a_heading_that_says_otherwise_makes_two_readings() -> None:
    found, missing = judged(
        ilacs(), f"{LEADERS} is: inadequate\n1. Text.\n{HELP}: good practice is"
    )
    assert "impact-of-leaders" not in found
    assert missing["impact-of-leaders"] == 'two readings: "Good" on page 1, "inadequate" on page 2'
    assert found["help-and-protection"] == "requires-improvement"


@pytest.mark.parametrize(
    ("published", "grade"), [(2026, "not-given"), (2030, "not-given"), (2025, "")]
)
def test_without_an_overall_grade(published: int, grade: str) -> None:
    found, missing = judged(ilacs(overall=""), published=published)
    assert found.get("overall-effectiveness", "") == grade
    assert len(found) == 3 + bool(grade)
    assert list(missing) == ([] if grade else ["overall-effectiveness"])


def test_an_overall_row_without_a_grade_is_not_one_that_is_not_given() -> None:
    found, missing = judged(
        ilacs(overall="", summary=f"{OVERALL}\nServices are good."), published=2027
    )
    assert "overall-effectiveness" not in found
    assert "overall-effectiveness" in missing


def test_a_row_of_another_framework_is_told_and_the_rest_read() -> None:
    new = "The experiences and progress of families who need early help"
    grades = dict([*list(ILACS_GRADES.items())[:1], (new, "Good"), *list(ILACS_GRADES.items())[1:]])
    found, missing = judged(ilacs(grades))
    assert len(found) == 4
    assert list(missing) == ["unknown aspect"]


def test_a_label_with_a_word_too_many_is_still_that_label() -> None:
    grades = {**ILACS_GRADES}
    del grades[TOGETHER]
    grades |= {CARE: "Good", "The experiences and progress of children care leavers": "Outstanding"}
    found, missing = judged(ilacs(grades))
    assert (found["care-leavers"], found["in-care"]) == ("outstanding", "good")
    assert missing == {}


def test_grades_with_their_numbers() -> None:
    title = (
        "Inspection of looked after children\nservices\nExford Borough Council\n"
        "Inspection dates: 8 – 12 July 2013\nReporting inspector Jo Bly HMI\nAge group: All\n"
        "Published: 16 August 2013"
    )
    findings = (
        "Record of main findings\nOverall effectiveness Inadequate Grade 4\n"
        "Capacity to improve Grade 3 (Adequate)\nOutcomes for looked after children and\n"
        "young people\nGood Grade 2\nQuality of provision Inadequate (Grade 4)\n"
        "Leadership and management Adequate Grade 3"
    )
    found, missing = judged(title, findings)
    assert found == {
        "overall-effectiveness": "inadequate",
        "capacity-to-improve": "adequate",
        "outcomes": "good",
        "quality-of-provision": "inadequate",
        "leadership": "adequate",
    }
    assert missing == {}


def test_looked_after_children_of_2013() -> None:
    title = (
        "Inspection of looked after children\nservices\nExford Borough Council\n"
        "Inspection dates: 8 – 12 July 2013\nReporting inspector Jo Bly HMI\nAge group: All\n"
        "Published: 16 August 2013"
    )
    findings = (
        "Record of main findings\nOverall effectiveness Adequate\n"
        "Capacity to improve Adequate\nOutcomes for looked after children and\nyoung people\nGood\n"
        "Quality of provision Inadequate\nLeadership and management Adequate"
    )
    found, missing = judged(
        title, "Contents\nOverall effectiveness 4\nRecord of main findings 21", findings
    )
    assert found == {
        "overall-effectiveness": "adequate",
        "capacity-to-improve": "adequate",
        "outcomes": "good",
        "quality-of-provision": "inadequate",
        "leadership": "adequate",
    }
    assert missing == {}
