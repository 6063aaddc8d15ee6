"""Reports of our own making: invented councils, invented people, the real words around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ofsted_graph.facts.councils import CouncilIndex
from ofsted_graph.importing.pdf import Document
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.reports import ReportReader
from ofsted_graph.importing.reports.text import Body, body

FOLDER = "99901_exford"
COUNCILS = {"exford": "Exford", "wyebridge": "Wyebridge", "east-marsh-of-exe": "East Marsh of Exe"}
LEADERS = "The impact of leaders on social work\npractice with children and families"
HELP = "The experiences and progress of\nchildren who need help and protection"
CARE = "The experiences and progress of\nchildren in care"
CARE_LEAVERS = "The experiences and progress of care\nleavers"
TOGETHER = "The experiences and progress of\nchildren in care and care leavers"
OVERALL = "Overall effectiveness"
ILACS_GRADES = {LEADERS: "Good", HELP: "Requires improvement to be good", TOGETHER: "Outstanding"}
SIF_TITLE = (
    "Inspection of services for children in need of help and\n"
    "protection, children looked after and care leavers"
)
BOARD_TITLE = "and\nReview of the effectiveness of the Local Safeguarding Children\nBoard1"


def index() -> CouncilIndex:
    rows = [
        {"id": c, "label": label, "start": "", "end": "", "replaced_by": ""}
        for c, label in COUNCILS.items()
    ]
    codes = [
        {"council": c, "scheme": "ofsted-urn", "code": f"9990{n}"}
        for n, c in enumerate(COUNCILS, 1)
    ]
    return CouncilIndex(rows, [], codes)


def document(
    *pages: str, file: str = "report - 19 november 2021.pdf", folder: str = FOLDER
) -> Document:
    return Document(Path("/reports", folder, file), "0" * 64, pages)


def read(*pages: str, **place: str) -> Reading:
    return ReportReader(index())(document(*pages, **place))


def body_of(*pages: str) -> Body:
    return body(document(*pages))


def ilacs(
    grades: Mapping[str, str] = ILACS_GRADES,
    *,
    overall: str = "Good",
    dates: str = "27 September to 8 October 2021",
    lead: str = "Jo Bly, His Majesty’s Inspector",
    name: str = "Exford local authority",
    summary: str = "Services for children are good.",
) -> str:
    """Make a first page as they are since 2021."""
    rows = [f"{label}\n{grade}" for label, grade in grades.items()]
    if overall:
        rows.append(f"{OVERALL} {overall}")
    return "\n".join(
        [
            f"Inspection of {name}\nchildren’s services",
            f"Inspection dates: {dates}",
            f"Lead inspector: {lead}",
            "Judgement Grade",
            *rows,
            summary,
        ]
    )


def overleaf(
    text: str, *, name: str = "Exford", dates: str = "27 September to 8 October 2021"
) -> str:
    """Make a later page, with its running header."""
    return f"Inspection of {name} local authority children’s services\n{dates}\n2\n{text}"


def sif(
    grades: Sequence[str] = ("Good", "Requires\nimprovement", "Good", "Inadequate", "Good"),
    *,
    overall: str = "Children’s services in Exford require improvement to be\ngood",
    dates: str = "6 July 2015 – 30 July 2015",
    published: str = "Report published: 19 October 2015",
    title: str = f"Exford Borough Council\n{SIF_TITLE}\n{BOARD_TITLE}",
) -> str:
    """Make a first page of the single inspection framework."""
    help_, care, adoption, leavers, leadership = grades
    return "\n".join(
        [
            "1",
            title,
            f"Inspection date: {dates}",
            published,
            overall,
            f"1. Children who need help and protection {help_}",
            f"2. Children looked after and achieving\npermanence\n{care}",
            f"2.1 Adoption performance {adoption}",
            f"2.2 Experiences and progress of care leavers {leavers}",
            f"3. Leadership, management and governance {leadership}",
            "\n1 Ofsted produces this report under its power to combine reports.",
        ]
    )


def section(*statements: str) -> str:
    """Make the section on the council."""
    bullets = "\n".join(f"\uf06e {statement}" for statement in statements)
    return f"5\nInformation about this local authority area2\nLocal leadership\n{bullets}\n6"


def team(lines: str) -> str:
    above = "45\nInformation about this inspection\nThe inspection team consisted of two."
    return f"{above}\nThe inspection team\n{lines}\n46"
