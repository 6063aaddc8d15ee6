"""An answer as a workbook: days are days, numbers numbers, names links, and nothing a formula."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from commands import Cli
from openpyxl.worksheet.worksheet import Worksheet
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from ofsted_graph.answers.workbooks import heading, workbook
from ofsted_graph.vocab import FOAF, RDFS, thing

DAY = dt.datetime.fromisoformat("2019-07-22")
PAGE = "https://files.example.org/1"


def sheets(answer: str, store: Store | None = None) -> tuple[Worksheet, dict[str, str]]:
    store = store or Store()
    found = store.query(answer)
    assert isinstance(found, QuerySolutions)
    book = openpyxl.load_workbook(io.BytesIO(workbook(found, store, {"Question": "Who?"})))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    sheet = book["Answer"]
    assert isinstance(sheet, Worksheet)
    return sheet, about


def row(values: str) -> list[object]:
    sheet, _ = sheets(f"SELECT * {{ BIND({values} AS ?value) }}")
    return [cell.value for cell in sheet[2]]


@pytest.mark.parametrize(
    ("term", "cell"),
    [
        ('"2019-07-22"^^<http://www.w3.org/2001/XMLSchema#date>', DAY),
        ('"2019-07"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', "2019-07"),
        ('"2019~"', "2019~"),
        ("7", 7),
        ("0.91", 0.91),
        ('"=1+1"', "=1+1"),
        ('"O’Brien"', "O’Brien"),
        (r'"a\u0001b"', "a\ufffdb"),
        ('"9999-99-99"', "9999-99-99"),
    ],
)
def test_a_cell_is_what_it_says(term: str, cell: object) -> None:
    assert row(term) == [cell]


def test_no_cell_is_a_formula() -> None:
    sheet, _ = sheets('SELECT * { BIND("=1+1" AS ?value) }')
    assert sheet["A2"].data_type == "s"


def test_a_thing_is_told_by_its_name_and_leads_to_its_page() -> None:
    source, role = thing("source", "report"), thing("role", "chief")
    store = Store()
    store.extend(
        [
            Quad(source, FOAF.page, NamedNode(PAGE)),
            Quad(source, RDFS.label, Literal("A report")),
            Quad(role, RDFS.label, Literal("Chief executive")),
        ]
    )
    bound = f'BIND({source} AS ?source) BIND("A report" AS ?title) BIND({role} AS ?role)'
    sheet, _ = sheets(f"SELECT ?source ?title ?role {{ {bound} }}", store)
    assert [cell.value for cell in sheet[1]] == ["Title", "Role"]
    assert [cell.value for cell in sheet[2]] == ["A report", "Chief executive"]
    assert sheet["A2"].hyperlink is not None
    assert sheet["A2"].hyperlink.target == PAGE
    assert sheet["B2"].hyperlink is None
    assert sheet.freeze_panes == "A2"


def test_the_second_sheet_says_what_was_asked_and_what_columns_mean() -> None:
    _, about = sheets('SELECT * { BIND(0.9 AS ?likelihood) BIND("likely" AS ?certainty) }')
    assert about["Question"] == "Who?"
    assert about["Rows"] == "1"
    assert about["How sure"].startswith("certain: ")
    assert "probability" in about["Likelihood"]


@pytest.mark.parametrize(
    ("column", "name"), [("councilName", "Council"), ("name", "Name"), ("onsCode", "Ons code")]
)
def test_headings_are_words(column: str, name: str) -> None:
    assert heading(column) == name


def test_commands_write_workbooks(cli: Cli, graph_file: Path, tmp_path: Path) -> None:
    for words in (("query", "councils"), ("who",)):
        path = tmp_path / f"{words[0]}.xlsx"
        assert cli(*words, "--data", graph_file, "-o", path).code == 0
        assert openpyxl.load_workbook(path).sheetnames == ["Answer", "About"]


def test_a_graph_is_no_workbook(cli: Cli, graph_file: Path, tmp_path: Path) -> None:
    done = cli("query", "-e", "DESCRIBE <urn:a>", "--data", graph_file, "-o", tmp_path / "x.xlsx")
    assert done.code == 2
    assert "xlsx cannot hold a graph" in done.err
