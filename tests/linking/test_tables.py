"""Reading other people's tables: every form, and every way they are broken."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.csv_text import csv_text
from ofsted_graph.errors import InputError, UnknownNameError, UsageError
from ofsted_graph.linking.cells import Cell, text
from ofsted_graph.linking.moments import days_of
from ofsted_graph.linking.tables import WIDEST_CELL, open_table
from ofsted_graph.linking.terms import term

Write = Callable[..., Path]
ROWS = [("Aford", "1"), ("Bford", "2")]


def test_csv_rows_come_as_they_are(write: Write) -> None:
    table = open_table(write("council,cost\nAford,1\n\nBford,2\n,,,\n"))
    assert table.columns == ("council", "cost")
    assert list(table.rows) == ROWS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", "council;cost\nAford;1\nBford;2\n"),
        ("t.tsv", "council\tcost\nAford\t1\nBford\t2\n"),
        ("bom.csv", b"\xef\xbb\xbfcouncil,cost\nAford,1\nBford,2\n"),
        ("wide.csv", "council,cost\nAford,1\nBford,2\n".encode("utf-16")),
        ("mac.csv", "council,cost\rAford,1\rBford,2\r"),
    ],
)
def test_delimiters_and_encodings_are_found(write: Write, name: str, content: str | bytes) -> None:
    table = open_table(write(content, name))
    assert table.columns == ("council", "cost")
    assert list(table.rows) == ROWS


def test_standard_input_is_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BufferedReader(io.BytesIO(b"council,cost\nAford,1\nBford,2\n"))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=raw))
    assert list(open_table("-").rows) == ROWS


def test_a_stated_encoding_is_used(write: Write) -> None:
    path = write("name\nYnys Môn\n".encode("cp1252"))
    assert list(open_table(path, encoding="cp1252").rows) == [("Ynys Môn",)]


def test_a_stray_byte_is_told_with_its_row(write: Write) -> None:
    path = write(b"name\nAford\n" + "Môn\n".encode("cp1252"))
    with pytest.raises(InputError, match=r"row \d: holds byte 0xf4, .*--encoding cp1252"):
        list(open_table(path).rows)


@pytest.mark.parametrize("encoding", ["idna", "base64", "rot13", "hex"])
def test_a_codec_that_is_no_encoding_of_tables_is_a_usage_error(
    encoding: str, write: Write
) -> None:
    with pytest.raises(UsageError, match=f'unknown encoding "{encoding}"'):
        open_table(write(b"name\nAford\n"), encoding=encoding)


def test_utf_16_without_a_mark_is_told(write: Write) -> None:
    path = write("name\nAford\n".encode("utf-16-le"))
    with pytest.raises(InputError, match="is not utf-16"):
        list(open_table(path, encoding="utf-16").rows)


def test_an_unknown_encoding_is_a_usage_error(write: Write) -> None:
    with pytest.raises(UsageError, match='unknown encoding "latin-99"'):
        open_table(write("a\n1\n"), encoding="latin-99")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1\n", "row 2: has 1 cells where the header has 2"),
        ("a,b\n1,2\n1,2,3\n", "row 3: has 3 cells where the header has 2; .*--add-column"),
    ],
)
def test_ragged_rows_stop_the_reading(write: Write, content: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        list(open_table(write(content)).rows)


def test_empty_cells_past_the_header_are_no_fault(write: Write) -> None:
    assert list(open_table(write("a,b\n1,2,,\n")).rows) == [("1", "2")]


def test_columns_that_the_header_forgot_can_be_named(write: Write) -> None:
    path = write("a,b\n1,2\n1,2,E06000001\n")
    table = open_table(path, added=["ons"])
    assert table.columns == ("a", "b", "ons")
    assert list(table.rows) == [("1", "2", ""), ("1", "2", "E06000001")]


def test_titles_of_metadata_add_the_columns_that_are_missing(write: Write) -> None:
    path = write("a,b\n1,2,3\n")
    assert open_table(path, titles=["a", "b", "c"]).columns == ("a", "b", "c")
    assert open_table(path, titles=["x", "b", "c"]).columns == ("a", "b")


def test_a_column_twice_is_refused(write: Write) -> None:
    with pytest.raises(InputError, match='row 1: has the column "LA" twice, at 1 and 3'):
        open_table(write("LA,cost,LA\nAford,1,Bford\n"))


def test_a_nameless_column_gets_its_place_as_a_name(write: Write) -> None:
    assert open_table(write("a,,c\n1,2,3\n")).columns == ("a", "column 2", "c")


def test_a_table_without_a_header_is_refused(write: Write) -> None:
    with pytest.raises(InputError, match="has no row 1"):
        open_table(write(""))
    with pytest.raises(InputError, match="--header-row"):
        open_table(write(",,\n1,2,3\n"))


def test_a_title_above_the_header_can_be_skipped(write: Write) -> None:
    path = write("Spending of councils\n\ncouncil,cost\nAford,1\n")
    table = open_table(path, header_row=3)
    assert table.columns == ("council", "cost")
    assert list(table.rows) == [("Aford", "1")]


def test_a_missing_column_names_the_nearest(write: Write) -> None:
    table = open_table(write("Authority,Cost\nAford,1\n"))
    with pytest.raises(UnknownNameError, match=r'"authorty"\. Did you mean "Authority"'):
        table.index("authorty")
    with pytest.raises(UnknownNameError, match="It has: Authority, Cost"):
        table.index("zzz")


def test_a_cell_of_a_million_characters_is_a_cell(write: Write) -> None:
    path = write(f"a,b\n{'x' * 1_000_000},2\n")
    assert len(str(next(open_table(path).rows)[0])) == 1_000_000


def test_a_quote_that_never_closes_is_told(write: Write) -> None:
    with pytest.raises(InputError, match=r"is not CSV .*not closed"):
        list(open_table(write('a,b\n"1,2\n3,4\n')).rows)
    with pytest.raises(InputError, match="field limit"):
        list(open_table(write(f'a,b\n"{"x" * (WIDEST_CELL + 10)}')).rows)


def test_a_file_that_is_not_there_or_not_what_it_says(write: Write, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is not a workbook"):
        open_table(write("a,b\n", "table.xlsx"))
    with pytest.raises(InputError, match="cannot be read as Parquet"):
        open_table(write("a,b\n", "table.parquet"))
    with pytest.raises(UsageError, match="only a workbook has sheets"):
        open_table(write("a,b\n"), sheet="One")


def test_workbooks_keep_the_types_of_their_cells(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Costs"
    sheet.append(["council", "cost", "day", "open"])
    sheet.append(["Aford", 3, dt.datetime(2020, 5, 1), True])  # noqa: DTZ001
    sheet.append(["Bford", 2.5, None, False])
    book.save(tmp_path / "t.xlsx")
    table = open_table(tmp_path / "t.xlsx", sheet="Costs")
    assert list(table.rows) == [
        ("Aford", 3, dt.date(2020, 5, 1), True),
        ("Bford", 2.5, None, False),
    ]
    with pytest.raises(UnknownNameError, match=r'unknown sheet "Cost"\. Did you mean "Costs"'):
        open_table(tmp_path / "t.xlsx", sheet="Cost")


def test_parquet_streams_typed_rows(tmp_path: Path) -> None:
    import polars

    path = tmp_path / "t.parquet"
    polars.DataFrame({"council": ["Aford"] * 20_000, "n": range(20_000)}).write_parquet(path)
    table = open_table(path)
    assert next(table.rows) == ("Aford", 0)
    assert sum(1 for _ in table.rows) == 19_999


def test_parquet_with_lists_in_its_cells_is_refused(tmp_path: Path) -> None:
    import polars

    path = tmp_path / "t.parquet"
    polars.DataFrame({"council": ["Aford"], "codes": [[1, 2]]}).write_parquet(path)
    with pytest.raises(InputError, match='column "codes" holds List'):
        list(open_table(path).rows)


def test_reading_stops_where_it_is_stopped(write: Write) -> None:
    path = write("a\n" + "1\n" * 10 + "1,2\n")
    rows = open_table(path).rows
    assert [next(rows) for _ in range(10)] == [("1",)] * 10


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS.filter(bool)), max_size=6))
def test_whatever_csv_writes_is_read_back(rows: list[tuple[str, str]]) -> None:
    import tempfile

    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([("first", "second"), *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(buffer.getvalue().encode())
        assert list(open_table(path).rows) == rows


def test_cells_as_people_read_them() -> None:
    cells: list[Cell] = ["Kent", 3, 3.0, 2.5, True, dt.date(2020, 1, 2), None]
    assert [text(cell) for cell in cells] == ["Kent", "3", "3", "2.5", "true", "2020-01-02", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "utf-8-sig", None])
def test_a_mark_is_no_part_of_the_first_column(write: Write, encoding: str | None) -> None:
    path = write("")
    path.write_bytes(b"\xef\xbb\xbfAuthority,Year\nKent,2019\n")
    assert open_table(path, encoding=encoding).columns == ("Authority", "Year")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('"Name, full";Year\nKent;2019\n', ("Name, full", "Year")),
        ('"Local\nauthority";Year\nKent;2019\n', ("Local\nauthority", "Year")),
        ('Year\t"a,b,c"\tAuthority\n1\tx\tKent\n', ("Year", "a,b,c", "Authority")),
        ("sep=;\r\nAuthority;Year\r\nKent;2019\r\n", ("Authority", "Year")),
    ],
)
def test_what_parts_cells_is_found_outside_quotation_marks(
    write: Write, text: str, columns: tuple[str, ...]
) -> None:
    assert open_table(write(text)).columns == columns


def _workbook(path: Path, *rows: list[object], state: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    if state:
        sheet.append(["Authority", "Salary"])
        sheet.sheet_state = state
        sheet = book.create_sheet("Data")
        book.active = 1
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_the_sheet_that_people_see_is_read(tmp_path: Path, state: str) -> None:
    path = _workbook(tmp_path / "t.xlsx", ["Authority", "Cost"], ["Kent", 5], state=state)
    assert open_table(path).columns == ("Authority", "Cost")


def test_a_formula_without_a_value_is_told(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "t.xlsx", ["Authority", "Cost"], ["Kent", "=2+3"])
    with pytest.raises(InputError, match="cell B2 holds a formula and no value"):
        list(open_table(path).rows)


def test_an_error_is_no_empty_cell(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "t.xlsx", ["Authority", "Cost"], ["Kent", "#DIV/0!"], ["Essex", 6])
    assert list(open_table(path).rows) == [("Kent", "#DIV/0!"), ("Essex", 6)]


def test_parquet_decimals_stay_exact_and_binary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    cost = polars.Series("Cost", [Decimal("5.10")], dtype=polars.Decimal(10, 2))
    polars.DataFrame([cost]).write_parquet(path)
    ((cell,),) = open_table(path).rows
    assert term(cell) == '"5.10"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    polars.DataFrame({"Cost": [b"ab"]}).write_parquet(path)
    with pytest.raises(InputError, match="holds Binary"):
        open_table(path)


@pytest.mark.parametrize(
    "written",
    ["31-Mar-19", "31-Mar-2019", "31 Mar 19", "31/Mar/2019", "43555", "31-03-19", "2019.03.31",
     "31/03/19", "2019-03-31"],
)  # fmt: skip
def test_days_are_read_in_every_form_that_spreadsheets_write(written: str) -> None:
    assert days_of(written) == (dt.date(2019, 3, 31), dt.date(2019, 3, 31))


def test_a_carriage_return_in_a_cell_splits_no_row() -> None:
    text = csv_text([["a", "b\rc"], ["d", "e\nf"]])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b\rc"], ["d", "e\nf"]]
