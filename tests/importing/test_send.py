"""Reports on area SEND inspections, whole: from pages of text to rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofsted_graph.errors import InputError
from ofsted_graph.facts.councils import CouncilIndex
from ofsted_graph.importing.pdf import Document
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.send import OUTCOMES, SendReader
from ofsted_graph.importing.send_people import read_partners, read_team

FIRST = """\
Local area partnership report
Area SEND inspection of Exford
Local Area Partnership
Inspection dates: 29 April to 3 May 2024
Dates of previous inspection: 3 October 2016 to 7 October 2016
Inspection outcome
The local area partnership’s arrangements lead to inconsistent experiences and outcomes
for children and young people. The partnership must work jointly to make improvements.
Information about the local area partnership
Exford Council and NHS Exe Integrated Care Board are responsible. Bo Wrong, Director of
Children’s Services, left in October 2022."""
LAST = """\
Area SEND inspection report: Exford Local Area Partnership
29 April to 3 May 2024 8
Local area partnership details
Local authority Integrated care board
Exford Council NHS Exe Integrated
Care Board
Una Reyes, Interim Director of Children’s
Services
Tom Oakley, Chief Executive Officer
www.exford.gov.uk www.exe.icb.nhs.uk
High Street
Information about this inspection
The inspection was led by one of His Majesty’s Inspectors.
Inspection team
Ofsted Care Quality Commission
Jo Bly, Ofsted HMI Lead
inspector
Al Odd, CQC Lead inspector
Dr Di Ray-Fox HMI, Ofsted Ivy Low, CQC inspector
If you are not happy with the inspection, you can complain to Ofsted."""
FILE = "send/99901_exford/area send full inspection - 12 july 2024.pdf"


@pytest.fixture(scope="module")
def reader() -> SendReader:
    rows = [
        {"id": "exford", "label": "Exford", "start": "2019-04-01", "end": "", "replaced_by": ""},
        {"id": "exford-county", "label": "Exford", "start": "", "end": "2019-03-31"}
        | {"replaced_by": "exford wyebridge"},
    ]
    return SendReader(CouncilIndex(rows, [], []))


def report(*changes: tuple[str, str], file: str = FILE) -> Document:
    """Make a report with some words changed."""
    pages = [FIRST, LAST]
    for old, new in changes:
        assert any(old in page for page in pages)
        pages = [page.replace(old, new) for page in pages]
    return Document(Path("/somewhere", file), "0" * 64, tuple(pages))


def cells(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in reading.rows.get(table, [])]


def reasons(reading: Reading) -> dict[str, str]:
    return {item.field: item.reason for item in reading.left_out}


def test_a_report_gives_its_rows(reader: SendReader) -> None:
    reading = reader(report())
    assert reading.left_out == []
    assert cells(reading, "sources", "id", "kind", "date") == [
        ("send-exford-2024-07-12", "send-report", "2024-07-12")
    ]
    now, before = "exford.area-send.2024-04-29", "exford-county.area-send.2016-10-03"
    columns = ("inspection", "council", "started", "ended", "published", "previous", "locator")
    assert sorted(cells(reading, "inspections", *columns)) == [
        (before, "exford-county", "2016-10-03", "2016-10-07", "", "", "page 1"),
        (now, "exford", "", "", "2024-07-12", "", "file name"),
        (now, "exford", "2024-04-29", "2024-05-03", "", before, "page 1"),
    ]
    assert cells(reading, "judgements", "inspection", "aspect", "grade", "printed") == [
        (now, "send-outcome", "inconsistent", "lead to inconsistent experiences and outcomes")
    ]
    assert cells(reading, "inspectors", "name", "role", "locator") == [
        ("Jo Bly", "lead", "page 2"),
        ("Al Odd", "cqc-lead", "page 2"),
        ("Di Ray-Fox", "team", "page 2"),
    ]
    columns = ("person", "role", "organisation", "capacity", "seen", "title", "locator")
    assert cells(reading, "tenures", *columns) == [
        (
            "Una Reyes",
            "director-of-childrens-services",
            "exford",
            "interim",
            "[2024-04-29..2024-07-12]",
            "Interim Director of Children’s Services",
            "page 2",
        )
    ]


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        (
            "arrangements typically lead to positive experiences and outcomes",
            "typically-positive",
        ),
        ("arrangements show widespread and/or systemic\nfailings", "widespread-failings"),
    ],
)
def test_outcomes(reader: SendReader, words: str, grade: str) -> None:
    old = "arrangements lead to inconsistent experiences and outcomes"
    reading = reader(report((old, words)))
    assert cells(reading, "judgements", "grade", "printed") == [(grade, OUTCOMES[grade])]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("lead to nothing", "not found"),
        (f"{OUTCOMES['typically-positive']} and show {OUTCOMES['widespread-failings']}", "two"),
    ],
)
def test_an_unclear_outcome_is_left_out(reader: SendReader, words: str, reason: str) -> None:
    reading = reader(report((OUTCOMES["inconsistent"], words)))
    assert "judgements" not in reading.rows
    assert reasons(reading)["outcome"].startswith(reason)


@pytest.mark.parametrize("words", ["Not previously inspected", "None", "N/A"])
def test_an_area_not_inspected_before(reader: SendReader, words: str) -> None:
    reading = reader(report(("3 October 2016 to 7 October 2016", words)))
    assert cells(reading, "inspections", "previous") == [("",), ("",)]
    assert reading.left_out == []


def test_an_unreadable_previous_date_is_left_out(reader: SendReader) -> None:
    reading = reader(report(("3 October 2016 to 7 October 2016", "last autumn")))
    assert reasons(reading) == {"previous inspection": "its date cannot be read"}


def test_without_a_publication_date_the_director_is_not_dated(reader: SendReader) -> None:
    reading = reader(report(file="send/99901_exford/report.pdf"))
    assert "tenures" not in reading.rows
    assert cells(reading, "sources", "id", "date") == [("send-exford-2024-05-03", "")]
    assert set(reasons(reading)) == {"publication date", "director of children's services"}


def test_a_running_header_that_differs_is_reported(reader: SendReader) -> None:
    reading = reader(report(("Partnership\n29 April to 3 May 2024 8", "Partnership, 2 May 2024 8")))
    assert reasons(reading) == {"inspection days in the running header": "2024-05-02 to 2024-05-02"}
    assert cells(reading, "inspections", "started")[1] == ("2024-04-29",)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ([("Area SEND inspection of", "Inspection of")], "no area SEND report"),
        ([("29 April to 3 May 2024\nDates", "in spring\nDates")], "dates cannot be read"),
        ([("of Exford\nLocal", "of Wyebridge\nLocal")], "unknown council"),
    ],
)
def test_other_documents_are_refused(
    reader: SendReader, changes: list[tuple[str, str]], problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        reader(report(*changes))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Una Reyes", "Director of Children’s Services", "Tom Oakley", "CEO of the ICB"],
         [("Una Reyes", "Director of Children’s Services")]),
        (["Una Reyes - Corporate Director of", "Children and Young People", "Tom Oakley – ICB CEO"],
         [("Una Reyes", "Corporate Director of Children and Young People")]),
        (["Name of lead person:", "Una Reyes, Executive Director", "Children’s and Adults’"],
         [("Una Reyes", "Executive Director Children’s and Adults’")]),
        (["Exe Board", "Una Reyes, Director of Children’s Services"],
         [("Una Reyes", "Director of Children’s Services")]),
        (["Una Reyes Tom Oakley", "www.exford.gov.uk", "Bo Wrong, Director of Children’s Services"],
         []),
        (["Tom Oakley, ICB Director (Children, Young People and Maternity)"], []),
    ],
)  # fmt: skip
def test_partners(lines: list[str], expected: list[tuple[str, str]]) -> None:
    assert [(name, post.title) for name, post in read_partners(lines)] == expected


def test_two_directors_are_two_readings(reader: SendReader) -> None:
    reading = reader(
        report(("Tom Oakley, Chief Executive Officer", "Tom Oakley, Director of People"))
    )
    assert "tenures" not in reading.rows
    assert reasons(reading) == {
        "director of children's services": "two readings: Una Reyes, Tom Oakley"
    }


def test_what_cannot_be_read_in_the_team_is_reported() -> None:
    team = read_team(
        ["Ofsted Care Quality Commission", "Jo Bly, Ofsted lead inspector", "and friends"]
    )
    assert team.members == [("Jo Bly", "lead")]
    assert team.unread == ["and friends"]


@pytest.mark.parametrize(
    "line",
    [
        "Jo Bly, HMI, Lead inspector Al Odd, CQC Lead inspector Di Ray, HMI Bo Fox, CQC inspector",
        "Jo Bly, HMI, Ofsted Lead inspector Al Odd, CQC Lead inspector Di Ray, Ofsted inspector",
        "Jo Bly (HMI), Lead inspector Al Odd (CQC), Lead inspector Di Ray (HMI)",
    ],
)
def test_ways_to_print_a_rank(line: str) -> None:
    team = read_team(["Ofsted Care Quality Commission", line])
    assert team.members == [("Jo Bly", "lead"), ("Al Odd", "cqc-lead"), ("Di Ray", "team")]
    assert team.unread == []
