"""Reports as a whole: from pages to rows."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from report_pages import FOLDER, body_of, document, ilacs, index, overleaf, read, section, sif, team

from ofsted_graph.errors import InputError
from ofsted_graph.facts.fact_tables import TABLES, write_table
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.reports import ReportReader, exceptions

SOURCE = "report-exford-2021-11-19"
INSPECTION = "exford.ilacs.2021-09-27"


def left(reading: Reading) -> dict[str, str]:
    return {item.field: item.reason for item in reading.left_out}


def own(reading: Reading) -> dict[str, str]:
    """Give the row of the inspection itself, as the document tells it."""
    (row,) = (
        row
        for row in reading.rows["inspections"]
        if row["locator"] != "file name" and ".safeguarding." not in row["inspection"]
    )
    return row


def test_a_report_since_2018() -> None:
    reading = read(ilacs(), overleaf("1. Text."))
    assert left(reading) == {}
    (source,) = reading.rows["sources"]
    assert source == dict.fromkeys(TABLES["sources"], "") | {
        "id": SOURCE,
        "title": "Inspection of Exford local authority children’s services",
        "kind": "report",
        "publisher": "Ofsted",
        "date": "2021-11-19",
        "licence": "OGL-UK-3.0",
    }
    assert [
        (
            row["inspection"],
            row["framework"],
            row["started"],
            row["ended"],
            row["published"],
            row["locator"],
        )
        for row in reading.rows["inspections"]
    ] == [
        (INSPECTION, "ilacs-standard", "2021-09-27", "2021-10-08", "", "page 1"),
        (INSPECTION, "ilacs-standard", "", "", "2021-11-19", "file name"),
    ]
    assert {
        (row["aspect"], row["grade"], row["printed"]) for row in reading.rows["judgements"]
    } == {
        ("impact-of-leaders", "good", "Good"),
        ("help-and-protection", "requires-improvement", "Requires improvement to be good"),
        ("in-care-and-care-leavers", "outstanding", "Outstanding"),
        ("overall-effectiveness", "good", "Good"),
    }
    assert [(row["name"], row["role"]) for row in reading.rows["inspectors"]] == [
        ("Jo Bly", "lead")
    ]
    assert "tenures" not in reading.rows
    assert [(r["council"], r["code"]) for r in reading.rows["council_codes"]] == [
        ("exford", "99901")
    ]
    assert all(
        row["source"] == SOURCE
        for t, rows in reading.rows.items()
        if t != "sources"
        for row in rows
    )


def test_a_report_of_the_single_framework() -> None:
    reading = read(
        sif(),
        section(
            "The previous inspection of safeguarding was in July 2012. It was judged to be good.",
            "The director of children’s services (DCS) has been in post since March 2014.",
        ),
        "30\nThe Local Safeguarding Children Board is good\nExecutive summary",
        team("Lead inspector: Jo Bly HMI\nTeam inspectors: Al O’Dea, Di Ray-Fox"),
        file="report - 20 october 2015.pdf",
    )
    assert left(reading) == {}
    assert own(reading) == dict.fromkeys(TABLES["inspections"], "") | {
        "inspection": "exford.sif.2015-07-06",
        "council": "exford",
        "framework": "sif",
        "started": "2015-07-06",
        "ended": "2015-07-30",
        "published": "2015-10-19",
        "previous": "exford.safeguarding.2012-07",
        "source": "report-exford-2015-10-20",
        "locator": "page 1",
    }
    before = next(r for r in reading.rows["inspections"] if r["inspection"].endswith("2012-07"))
    assert (before["framework"], before["started"], before["locator"]) == (
        "safeguarding-and-looked-after",
        "2012-07",
        "page 2",
    )
    (tenure,) = reading.rows["tenures"]
    assert tenure == dict.fromkeys(TABLES["tenures"], "") | {
        "role": "director-of-childrens-services",
        "organisation": "exford",
        "start": "2014-03",
        "seen": "2015-07-06/2015-07-30",
        "title": "director of children's services",
        "source": "report-exford-2015-10-20",
        "locator": "page 2",
    }
    grades = [
        r["aspect"]
        for r in reading.rows["judgements"]
        if r["inspection"] == "exford.sif.2015-07-06"
    ]
    assert len(grades) == len(set(grades)) == 7


WEEK = "2021-05-10/2021-05-14"


@pytest.mark.parametrize(
    ("dates", "framework", "visits"),
    [
        ("10 to 14 May 2021", "ilacs-short", ""),
        ("10 to 21 May 2021", "ilacs-standard", ""),
        ("10 to 14 and 17 to 21 May 2021", "ilacs-standard", f"{WEEK} 2021-05-17/2021-05-21"),
        ("10 to 14 May 2021 and 7 to 8 June 2021", "ilacs-short", f"{WEEK} 2021-06-07/2021-06-08"),
    ],
)
def test_short_and_standard(dates: str, framework: str, visits: str) -> None:
    row = own(read(ilacs(dates=dates)))
    assert (row["framework"], row["visits"]) == (framework, visits)


def test_too_long_for_either() -> None:
    with pytest.raises(InputError, match="neither"):
        read(ilacs(dates="1 March to 9 April 2021"))


def test_a_running_header_that_contradicts_the_title() -> None:
    reading = read(ilacs(), overleaf("Text.", dates="28 September to 8 October 2021"))
    assert own(reading)["started"] == "2021-09-27"
    assert own(reading)["note"] == (
        "The running header on page 2 says 28 September to 8 October 2021."
    )
    assert "28 September" in left(reading)["inspection dates"]


def test_a_running_header_in_the_place_of_a_title_that_cannot_be_read() -> None:
    reading = read(ilacs(dates="27 September to"), overleaf("Text."))
    assert (own(reading)["started"], own(reading)["locator"]) == ("2021-09-27", "page 2")
    with pytest.raises(InputError, match="inspection dates"):
        read(ilacs(dates="27 September to"))


def test_one_day_is_not_both() -> None:
    reading = read(sif(dates="28 July 2015"))
    row = own(reading)
    assert (row["inspection"], row["started"], row["ended"]) == ("exford.sif.2015-07-28", "", "")
    assert left(reading)["inspection dates"] == "only one day is printed"


def test_a_file_name_that_contradicts_the_document() -> None:
    reading = read(ilacs(), file="report - 19 november 2020.pdf")
    row = own(reading)
    assert (row["inspection"], row["started"], row["ended"]) == (INSPECTION, "", "")
    assert len(reading.rows["inspections"]) == 1
    assert {"publication date", "inspection dates"} <= set(left(reading))
    borne_out = read(ilacs(), overleaf("Text."), file="report - 19 november 2020.pdf")
    assert own(borne_out)["started"] == "2021-09-27"


def test_a_file_name_without_a_date() -> None:
    reading = read(ilacs(), file="50171234.pdf")
    (source,) = reading.rows["sources"]
    assert source["id"] == "report-exford-2021-10-08"
    assert len(reading.rows["inspections"]) == 1


def test_nothing_overall_from_2026_on() -> None:
    page = ilacs(overall="", dates="1 to 12 June 2026")
    reading = read(page, file="report - 20 july 2026.pdf")
    (row,) = (r for r in reading.rows["judgements"] if r["aspect"] == "overall-effectiveness")
    assert (row["grade"], row["printed"]) == ("not-given", "")
    assert left(reading) == {}


# -- Which council --


@pytest.mark.parametrize(
    ("name", "folder", "header", "council", "told"),
    [
        ("Exford", FOLDER, "", "exford", ""),
        ("Exford", "downloads", "", "exford", ""),
        ("Exford", "99902_wyebridge", "", "exford", "URN"),
        ("Exford", "88888_exford", "", "exford", "URN"),
        ("Exford", FOLDER, "Wyebridge", "exford", "council"),
        ("East Marsh", "99903_east marsh of exe", "", "east-marsh-of-exe", "council"),
        ("Exeford", FOLDER, "Exford", "exford", "council"),
    ],
)
def test_the_council(name: str, folder: str, header: str, council: str, told: str) -> None:
    pages = [ilacs(name=f"{name} local authority")]
    pages += [overleaf("Text.", name=header)] if header else []
    reading = read(*pages, folder=folder)
    assert own(reading)["council"] == council
    assert list(left(reading)) == ([told] if told else [])
    urns = [row["code"] for row in reading.rows.get("council_codes", [])]
    assert bool(urns) == (folder != "downloads" and told != "URN")


@pytest.mark.parametrize(
    ("name", "folder", "header"),
    [
        ("Atlantis", FOLDER, ""),
        ("Atlantis", "downloads", ""),
        ("Exford", "99902_wyebridge", "Wyebridge"),
        ("Exford", "downloads", "Wyebridge"),
    ],
)
def test_no_council_can_be_told(name: str, folder: str, header: str) -> None:
    pages = [ilacs(name=f"{name} local authority")]
    pages += [overleaf("Text.", name=header)] if header else []
    with pytest.raises(InputError):
        read(*pages, folder=folder)


def test_names_that_reports_gave_do_not_decide(tmp_path: Path) -> None:
    council = {"id": "exford", "label": "Exford"}
    blank = dict.fromkeys(TABLES["councils"], "")
    write_table(tmp_path / "councils.registers.csv", "councils", [blank | council])
    named = {"council": "exford", "name": "Atlantis", "source": "x", "locator": "page 1"}
    write_table(tmp_path / "council_names.reports.csv", "council_names", [named])
    page = ilacs(name="Atlantis local authority")
    with pytest.raises(InputError, match="Atlantis"):
        ReportReader.from_folder(tmp_path)(document(page))


def test_an_empty_folder_knows_the_shipped_councils(tmp_path: Path) -> None:
    shipped = ReportReader.from_folder(tmp_path).index
    assert shipped.resolve("London Borough of Tower Hamlets") == "tower-hamlets"


# -- Exceptions and layout --


def test_an_exception_is_used_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"0" * 64: {"ended": ("2015-07-28", "it was the last day.")}}
    monkeypatch.setattr(exceptions, "_table", lambda: table)
    row = own(read(sif(dates="28 July 2015")))
    assert (row["started"], row["ended"]) == ("", "2015-07-28")
    assert row["note"] == "Ended by exception: it was the last day."


def test_every_listed_exception_has_a_reason_and_a_hash() -> None:
    table = exceptions._table()
    assert table
    assert all(len(sha256) == 64 for sha256 in table)
    assert all(reason.endswith(".") for fields in table.values() for _, reason in fields.values())


def test_layout_is_taken_out() -> None:
    first = "1\nTitle\n\n1 A note\nthat goes on."
    found = body_of(first, overleaf("Text.\n3"))
    assert found.printed == "Title\nText."
    assert found.headers == ((2, "Exford", "27 September to 8 October 2021"),)
    assert [found.page(found.text.index(word)) for word in ("Title", "Text")] == [1, 2]


def test_a_reader_can_be_sent_to_a_worker() -> None:
    reader = pickle.loads(pickle.dumps(ReportReader(index())))
    assert own(reader(document(ilacs())))["council"] == "exford"
