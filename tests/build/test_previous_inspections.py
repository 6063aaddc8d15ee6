"""Which inspection is meant by "the previous one", told by month or year."""

from __future__ import annotations

import pytest

from ofsted_graph.build.previous_inspections import with_previous
from ofsted_graph.facts.fact_tables import TABLES


def inspection(council: str, framework: str, day: str, **cells: str) -> dict[str, str]:
    family = {"sif": "sif", "ilacs-standard": "ilacs", "looked-after-2013": "looked-after",
              "focused-visit": "focused"}[framework]  # fmt: skip
    row = dict.fromkeys(TABLES["inspections"], "")
    named = {"inspection": f"{council}.{family}.{day}", "council": council}
    return {**row, **named, "framework": framework, "started": day, **cells}


def told(of: str, when: str, grade: str = "", date_of: str = "inspection") -> dict[str, str]:
    return {"inspection": of, "told": when, "date_of": date_of, "grade": grade,
            "aspect": "overall-effectiveness" if grade else "",
            "source": "report-later", "locator": "page 1"}  # fmt: skip


LATER = inspection("westvale", "ilacs-standard", "2022-05-09", published="2022-07-01")
SIF = inspection("westvale", "sif", "2017-11-06", published="2018-01-19")


def resolve(
    inspections: list[dict[str, str]], *rows: dict[str, str]
) -> dict[str, list[dict[str, str]]]:
    return with_previous(
        {"inspections": inspections, "judgements": [], "previous": list(rows), "sources": []}
    )


@pytest.mark.parametrize("when", ["2017", "2017-11", "2018", "2018-01"])
def test_the_one_that_fits_is_linked_by_its_days_or_its_publication(when: str) -> None:
    found = resolve([LATER, SIF], told(LATER["inspection"], when, "good"))
    (link,) = found["inspections"][2:]
    assert link["inspection"] == LATER["inspection"]
    assert link["previous"] == SIF["inspection"]
    assert (link["source"], link["locator"]) == ("report-later", "page 1")
    (judgement,) = found["judgements"]
    assert (judgement["inspection"], judgement["aspect"], judgement["grade"]) == (
        SIF["inspection"],
        "overall-effectiveness",
        "good",
    )


@pytest.mark.parametrize(
    ("when", "name", "framework"),
    [
        ("2015", "westvale.sif.2015", "sif"),
        ("2015-06", "westvale.sif.2015-06", "sif"),
        ("2011", "westvale.safeguarding.2011", "safeguarding-and-looked-after"),
        ("2013", "westvale.inspection.2013", "not-told"),
        ("2018", "westvale.inspection.2018", "not-told"),
    ],
)
def test_one_that_no_other_source_tells_of_becomes_an_inspection(
    when: str, name: str, framework: str
) -> None:
    found = resolve([LATER], told(LATER["inspection"], when))
    made, link = found["inspections"][1:]
    assert (made["inspection"], made["framework"], made["started"]) == (name, framework, when)
    assert link["previous"] == name
    assert found["judgements"] == []


def test_a_report_s_date_is_one_of_publication() -> None:
    found = resolve([LATER], told(LATER["inspection"], "2015-05", date_of="publication"))
    assert (found["inspections"][1]["started"], found["inspections"][1]["published"]) == (
        "",
        "2015-05",
    )


def test_two_reports_tell_of_one_inspection_by_month_and_by_year() -> None:
    middle = inspection("westvale", "ilacs-standard", "2019-03-04", published="2019-05-01")
    found = resolve(
        [LATER, middle], told(middle["inspection"], "2015-06"), told(LATER["inspection"], "2015")
    )
    made = {row["inspection"] for row in found["inspections"]} - {
        LATER["inspection"],
        middle["inspection"],
    }
    assert made == {"westvale.sif.2015-06"}


def test_nothing_is_concluded_where_several_fit() -> None:
    early = inspection("westvale", "sif", "2017-01-09", published="2017-03-01")
    late = inspection("westvale", "sif", "2017-09-04", published="2017-11-01")
    found = resolve([LATER, early, late], told(LATER["inspection"], "2017", "good"))
    assert found["inspections"] == [LATER, early, late]
    assert found["judgements"] == []


def test_a_visit_and_another_council_s_inspection_are_never_meant() -> None:
    visit = inspection("westvale", "focused-visit", "2017-05-02")
    other = inspection("eastvale", "sif", "2017-05-02")
    found = resolve([LATER, visit, other], told(LATER["inspection"], "2017"))
    assert {row["inspection"] for row in found["inspections"]} - {
        LATER["inspection"],
        visit["inspection"],
        other["inspection"],
    } == {"westvale.sif.2017"}


def test_a_report_that_is_a_month_or_two_off_makes_no_second_inspection() -> None:
    found = resolve([LATER, SIF], told(LATER["inspection"], "2018-03", date_of="publication"))
    assert found["inspections"] == [LATER, SIF]


def early(day: str, source: str) -> dict[str, str]:
    name = f"westvale.safeguarding.{day}"
    row = inspection("westvale", "sif", day, inspection=name, source=source)
    return {**row, "framework": "safeguarding-and-looked-after"}


def test_two_reports_that_date_an_early_inspection_a_month_apart_tell_of_one() -> None:
    judged = {"inspection": "westvale.safeguarding.2011-05", "aspect": "a", "grade": "adequate"}
    rows = [early("2011-04", "one"), early("2011-05", "two"), early("2012-09", "three")]
    found = with_previous({"inspections": rows, "judgements": [judged], "previous": []})
    assert [row["inspection"] for row in found["inspections"]] == [
        "westvale.safeguarding.2011-04",
        "westvale.safeguarding.2011-04",
        "westvale.safeguarding.2012-09",
    ]
    assert found["judgements"][0]["inspection"] == "westvale.safeguarding.2011-04"


def test_a_chain_of_near_dates_joins_none_that_are_far_apart() -> None:
    rows = [early(day, day) for day in ("2011-01", "2011-03", "2011-06")]
    found = with_previous({"inspections": rows, "judgements": [], "previous": []})
    assert [row["inspection"].rpartition(".")[2] for row in found["inspections"]] == [
        "2011-01",
        "2011-01",
        "2011-06",
    ]


def test_one_of_another_kind_beside_the_date_told_is_not_the_one_meant() -> None:
    thematic = inspection("westvale", "looked-after-2013", "2013-08-05", ended="2013-08-09")
    found = resolve([LATER, thematic], told(LATER["inspection"], "2013-05"))
    assert found["inspections"][2]["inspection"] == "westvale.safeguarding.2013-05"
