"""The front page: what kind of report, on whom, and its fields."""

from __future__ import annotations

import pytest
from report_pages import BOARD_TITLE, SIF_TITLE, body_of, ilacs, overleaf, sif

from ofsted_graph.errors import InputError
from ofsted_graph.importing.reports.front import Front, read_front


def front(*pages: str) -> Front:
    return read_front(body_of(*pages))


def titled(title: str, rest: str = "Lead inspector: Jo Bly HMI") -> Front:
    return front(f"1\n{title}\nInspection dates: 4 to 8 March 2019\n{rest}\nJudgement Grade")


CARE = "Inspection of children’s social care services"
SERVICES = "Inspection of local authority children’s services"
ROYAL = "Royal Borough of Exford and Wye"
LOOKED_AFTER = "Inspection of looked after children\nservices"
BOARD = "Review of the effectiveness of the Local Safeguarding Children\nBoard"


@pytest.mark.parametrize(
    ("title", "kind", "name"),
    [
        (f"Exford\n{CARE}", "ilacs", "Exford"),
        (f"Exford Council\n{SERVICES}", "ilacs", "Exford Council"),
        ("Inspection of Exford local authority\nchildren’s services", "ilacs", "Exford"),
        (f"Inspection of the {ROYAL} local\nauthority children's services", "ilacs", ROYAL),
        ("Inspection of Exford\nCouncil children’s services", "ilacs", "Exford Council"),
        (f"Exford\n{SIF_TITLE}\n{BOARD_TITLE}", "sif", "Exford"),
        (f"Royal Borough of Exford and\nWye\n{SIF_TITLE}", "sif", ROYAL),
        (f"Exford\nRe-i{SIF_TITLE[1:]}", "sif-reinspection", "Exford"),
        (f"Exford\nRei{SIF_TITLE[1:]}", "sif-reinspection", "Exford"),
        # The end of a name is not the beginning of "re-inspection".
        (f"Exfordshire\n{SIF_TITLE}", "sif", "Exfordshire"),
        (f"2 Exford Council1\n{SIF_TITLE}", "sif", "Exford Council"),
        (f"{LOOKED_AFTER}\nExford Council", "looked-after-2013", "Exford Council"),
        (f"Exford Safeguarding Children Board\n{BOARD}", "lscb-review", "Exford"),
    ],
)
def test_kind_and_name(title: str, kind: str, name: str) -> None:
    found = titled(title)
    assert (found.kind, found.name) == (kind, name)


@pytest.mark.parametrize(
    "title",
    [
        "Inspection of Exford children’s home",
        "Focused visit to Exford children’s services",
        "Exford\nInspection of schools",
        SIF_TITLE,
        "",
    ],
)
def test_other_documents_are_refused(title: str) -> None:
    with pytest.raises(InputError):
        titled(title)


def test_a_document_without_dates_is_refused() -> None:
    with pytest.raises(InputError, match="inspection's dates"):
        front("Dear Ms Reyes", "Inspection of schools", "Inspection dates: 4 to 8 March 2019")


def test_a_running_header_above_the_title() -> None:
    found = front(overleaf("", name="Wyebridge").removesuffix("2\n") + ilacs())
    assert (found.name, found.lead) == ("Exford", "Jo Bly, His Majesty’s Inspector")


def test_fields_of_the_framework_of_2013() -> None:
    found = front(sif(dates="19 November-11 December 2013 and 28 – 30\nJanuary 2014"))
    assert " ".join(found.dates.split()) == (
        "19 November-11 December 2013 and 28 - 30 January 2014"
    )
    assert found.published == "19 October 2015"
    assert found.lead == ""
    assert found.title.startswith("Exford Borough Council: Inspection of services")
    assert found.title.endswith("Children Board")


def test_fields_since_2018() -> None:
    found = titled(
        "Exford\nInspection of children’s social care services",
        "Lead inspectors: Jo Bly, His Majesty’s Inspector, and Di Fox,\nHis Majesty’s Inspector",
    )
    assert found.dates.strip() == "4 to 8 March 2019"
    assert found.lead.endswith("and Di Fox, His Majesty’s Inspector")


def test_a_table_under_another_heading_is_not_the_lead() -> None:
    table = "Findings and what they mean\n" + "Exford Council does what it can\n" * 9
    found = titled(
        "Exford\nInspection of children’s social care services",
        f"Lead inspector: Jo Bly HMI\n{table}",
    )
    assert found.lead == "Jo Bly HMI"


def test_a_title_on_the_second_page() -> None:
    found = front("Ofsted\nraising standards", ilacs())
    assert (found.page, found.name) == (2, "Exford")


@pytest.mark.parametrize(
    "name",
    [
        "Exford Children and\nFamilies Trust",
        "Exford Children’s Trust",
        "Exford children’s services trust",
    ],
)
def test_a_trust_that_runs_the_services_of_a_council(name: str) -> None:
    found = front(
        f"Inspection of {name}\nInspection dates: 4 to 8 March 2019\nLead inspector: Jo Bly"
    )
    assert (found.kind, found.name) == ("ilacs", "Exford")
