"""What reports tell of the inspections before them."""

from __future__ import annotations

import pytest
from report_pages import body_of, ilacs, section

from ofsted_graph.importing.reports.front import read_front
from ofsted_graph.importing.reports.previous import Before, read_section
from ofsted_graph.importing.reports.summary import read_summary

SAFE = "The previous inspection of Exford’s safeguarding arrangements was in"
CARE = "The last inspection of the local authority’s services for looked after children was in"
BOTH = "The previous inspection of safeguarding and services for looked after children was in"
GOOD = "The local authority was judged to be good."


def told(*statements: str) -> Before:
    return read_section(body_of("1", section(*statements)))


def earlier(*statements: str) -> list[tuple[str, bool, dict[str, str]]]:
    return [
        (one.date, one.published, {judged.aspect: judged.grade for judged in one.judgements})
        for one in told(*statements).earlier
    ]


ADEQUATE = "The local authority was judged adequate."
SEVERAL = (
    "It was judged to be good for safeguarding, adequate for looked after children’s services and"
    " good for overall effectiveness."
)
PROTECTION = (
    "The arrangements for the protection of children were previously inspected in June 2013."
)


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ([f"{SAFE} July 2012. {GOOD}"], [("2012-07", False, {"safeguarding": "good"})]),
        (
            [f"{SAFE} July 2012. {GOOD}", f"{CARE} July\n2012. {ADEQUATE}"],
            [("2012-07", False, {"safeguarding": "good", "looked-after": "adequate"})],
        ),
        (
            [f"{SAFE} January 2013. {GOOD}", f"{CARE} 2010. {ADEQUATE}"],
            [
                ("2013-01", False, {"safeguarding": "good"}),
                ("2010", False, {"looked-after": "adequate"}),
            ],
        ),
        (
            [f"{BOTH} March 2011. {SEVERAL}"],
            [
                (
                    "2011-03",
                    False,
                    {
                        "safeguarding": "good",
                        "looked-after": "adequate",
                        "overall-effectiveness": "good",
                    },
                )
            ],
        ),
        (
            [f"{BOTH} March 2011. The service was judged to be Grade 2 (Good)."],
            [("2011-03", False, {"safeguarding": "good", "looked-after": "good"})],
        ),
        (
            [f"{SAFE.removesuffix('in')}published in May 2012. {GOOD}"],
            [("2012-05", True, {"safeguarding": "good"})],
        ),
        (
            [f"{SAFE} July 2012. Ofsted judged that services were inadequate."],
            [("2012-07", False, {"safeguarding": "inadequate"})],
        ),
        ([f"{PROTECTION} {ADEQUATE}"], [("2013-06", False, {"safeguarding": "adequate"})]),
        ([f"The previous inspection of Exford’s adoption service was in May 2012. {GOOD}"], []),
        (["Both homes were judged to be good at the last inspection of safeguarding."], []),
    ],
)
def test_inspections_until_2013(
    statements: list[str], found: list[tuple[str, bool, dict[str, str]]]
) -> None:
    assert earlier(*statements) == found


def test_a_grade_of_no_scale_is_kept_as_words() -> None:
    found = told(f"{BOTH} May 2012. The local authority was judged to be satisfactory for both.")
    (one,) = found.earlier
    assert one.judgements == []
    assert one.notes == [
        'The safeguarding grade is told as "satisfactory".',
        'The looked-after grade is told as "satisfactory".',
    ]
    assert len(found.left_out) == 2


def test_an_inspection_with_a_report_of_its_own_is_only_told() -> None:
    found = told(f"{SAFE} March 2014. The local authority was judged to require improvement.")
    assert found.earlier == []
    (one,) = found.told
    assert (one.date, one.published) == ("2014-03", False)
    assert one.grades == {"safeguarding": "requires-improvement"}


def test_a_list_of_judgements() -> None:
    found = told(
        "The last inspection report for the local authority’s children’s services was published in"
        " May 2015. The judgements for the local authority were:",
        "Overall effectiveness: Inadequate",
        "Adoption performance: good",
    )
    (one,) = found.told
    assert (one.date, one.published) == ("2015-05", True)
    assert one.grades == {"overall-effectiveness": "inadequate"}


LAST = "Since the last inspection in 2017"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (f"{LAST}, when services were judged inadequate, much is better.", "2017, inadequate"),
        (
            (
                "Services have improved since the single inspection in 2014, when they required\n"
                "improvement to be good."
            ),
            "2014, requires improvement",
        ),
        ("Since the 2019 inspection, services have kept going.", "2019"),
        ("Exford was last inspected by Ofsted in September 2018.", "2018 09"),
        ("Since the previous inspection, in 2019, a focused visit in 2021 has followed.", "2019"),
        ("At the focused visit in 2021, after the inspection of 2018.", "2018"),
        (f"{LAST} and the previous inspection in 2013, little changed.", ""),
        ("Since the last inspection in May 2019, when judged to be good, it is.", "2019 05, good"),
        ("Judged inadequate in 2011, 2013 and 2015, the service is better.", ""),
        (
            "Since the previous inspection of services in 2016 and the Joint Inspection in 2018.",
            "2016",
        ),
        (f"This is the first inspection of Exford. {LAST}, things changed.", ""),
        ("Since the last inspection in 2031, nothing.", ""),
        (f"{LAST}, when services were judged good for one thing only.", "2017"),
    ],
)
def test_the_last_inspection_in_a_summary(sentence: str, words: str) -> None:
    rest = "2\nWhat needs to improve\nThe last inspection in 2011"
    body = body_of(ilacs(summary=f"{sentence}\nMore."), rest)
    found = read_summary(body, read_front(body).end, before="2021-09-27").told
    said = [found.date, *found.grades.values()] if found else []
    assert ", ".join(said).replace("-", " ") == words


@pytest.mark.parametrize("overall", ["Good", ""])
def test_the_summary_is_found_whichever_rows_the_table_has(overall: str) -> None:
    sentence = (
        "Services remain good\nsince the last inspection in 2017, when they were judged good."
    )
    body = body_of(ilacs(overall=overall, summary=sentence))
    found = read_summary(body, read_front(body).end, before="2021-09-27").told
    assert found is not None
    assert (found.date, dict(found.grades)) == ("2017", {"overall-effectiveness": "good"})


def test_a_grade_of_a_part_is_not_taken_for_the_whole() -> None:
    sentence = "Since the last inspection in 2015, when children in care were judged to be good."
    body = body_of(ilacs(summary=sentence))
    found = read_summary(body, read_front(body).end, before="2021-09-27")
    assert found.told is not None
    assert found.told.grades == {}
    assert found.left_out == [("previous overall grade", 'told of a part: "good"', 1)]


def test_a_last_inspection_without_a_date_is_left_out_with_its_reason() -> None:
    body = body_of(ilacs(summary="Since the last inspection, leaders have done much."))
    found = read_summary(body, read_front(body).end, before="2021-09-27")
    assert found.told is None
    assert found.left_out == [("previous inspection", "told of without its date", 1)]


def test_a_monitoring_visit_is_no_previous_inspection() -> None:
    found = told(
        "The most recent monitoring visit in relation to children looked after was in August 2016.",
        "The previous joint targeted area inspection of safeguarding was in May 2016.",
    )
    assert (found.told, found.earlier, found.left_out) == ([], [], [])


def test_previous_inspections_in_the_plural() -> None:
    statement = "The previous inspections of services for looked after children were in May 2011."
    assert earlier(f"{statement} {ADEQUATE}") == [("2011-05", False, {"looked-after": "adequate"})]


def test_one_grade_for_one_of_two_aspects_is_not_spread_over_both() -> None:
    of = "The local authority was judged to be inadequate for help and protection services."
    assert earlier(f"{BOTH} March 2011. {of}") == [
        ("2011-03", False, {"safeguarding": "inadequate"})
    ]


def test_the_overall_grade_may_come_some_sentences_later() -> None:
    found = told(
        f"{BOTH} September 2015. The local authority was judged to be inadequate for safeguarding.",
        "It was judged good for adoption performance.",
        "It was overall judged to be inadequate.",
    )
    (one,) = found.told
    assert one.grades["overall-effectiveness"] == "inadequate"
