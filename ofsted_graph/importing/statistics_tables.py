"""Ofsted's spreadsheets of inspection outcomes, row by row, as their descriptions say.

Each sheet tells of inspections in its own way. `read_claims` gives one `Claim` for each inspection
that a row tells of, in the same words for all sheets, and keeps apart what a sheet does not say.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ofsted_graph.errors import InputError, shorten
from ofsted_graph.importing.described import Description, check_columns
from ofsted_graph.importing.ods import Cell, Sheet

ASPECTS = (
    "overall-effectiveness",
    "impact-of-leaders",
    "help-and-protection",
    "in-care",
    "care-leavers",
)
_HEADER = "Web link"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one row says of one inspection or visit.

    Attributes:
        source: The id of the file's source.
        issued: The file's own date.
        kind: The kind of sheet: latest (of each council), in-year or history.
        locator: Where it is.
        council: The name as printed.
        gss: The ONS code, where the sheet has one.
        link: Where the row's link leads.
        started: The first day, where the sheet has it.
        published: The day of publication, where the sheet has it.
        framework: What it was, where the sheet says.
        printed: Aspect to the words of the grade, for each that is filled in.
        theme: The theme of a visit.
    """

    source: str
    issued: str
    kind: str
    locator: str
    council: str
    gss: str
    link: str
    started: datetime.date | None
    published: datetime.date | None
    framework: str
    printed: Mapping[str, str]
    theme: str


def sheet_names(description: Description) -> set[str]:
    """Give the names of the sheets that a description reads."""
    return {table["sheet"] for table in description.more["tables"]}


def read_claims(
    workbook: Mapping[str, Sheet],
    description: Description,
    words: Mapping[str, Any],
    *,
    path: Path,
) -> list[Claim]:
    """Read every table of a workbook.

    Raises:
        InputError: A table lacks a column, has an unknown one, or a cell that cannot be understood.
    """
    claims: list[Claim] = []
    for table in description.more["tables"]:
        sheet = workbook[table["sheet"]]
        start = _header_row(sheet, table, path)
        reader = _TableReader(description, table, sheet, start, words=words, path=path)
        claims += reader.claims()
    return claims


def _header_row(sheet: Sheet, table: Mapping[str, Any], path: Path) -> int:
    """Find the header of the n-th table of a sheet, as an index into its rows."""
    headers = [index for index, row in enumerate(sheet.rows) if row and row[0] == _HEADER]
    if len(headers) < table["table"]:
        raise InputError(
            f'sheet "{table["sheet"]}" has {len(headers)} tables that begin with the column '
            f'"{_HEADER}", and table {table["table"]} is wanted.',
            path=path,
        )
    start: int = headers[table["table"] - 1]
    return start


class _TableReader:
    """Reads one table of one sheet."""

    def __init__(
        self,
        description: Description,
        table: Mapping[str, Any],
        sheet: Sheet,
        start: int,
        *,
        words: Mapping[str, Any],
        path: Path,
    ) -> None:
        self._description = description
        self._table = table
        self._sheet = sheet
        self._start = start
        self._words = words
        self._path = path
        header = [str(cell).strip() for cell in sheet.rows[start]]
        named = [column for column in header if column]
        read = [*table["about"].values(), *(c for i in table["inspections"] for c in i.values())]
        check_columns(
            named,
            tuple(read),
            tuple(table["unread"]),
            path=path,
            line=start + 1,
            where=table["sheet"],
        )
        self._places = {column: header.index(column) for column in named}
        self._unnamed = [place for place, column in enumerate(header) if not column]

    def claims(self) -> list[Claim]:
        """Read down to the first row without a council."""
        claims: list[Claim] = []
        rows = 0
        for number, row in enumerate(self._sheet.rows[self._start + 1 :], self._start + 2):
            council = self._text(row, self._table["about"]["council"])
            if not council:
                break
            rows += 1
            if odd := [place for place in self._unnamed if row[place] != ""]:
                raise self._problem(number, f"has a value in column {odd[0] + 1}, without a name")
            for columns in self._table["inspections"]:
                claims += self._claim(row, number, council, columns)
        if rows != self._table["rows"]:
            raise self._problem(
                self._start + 1,
                f"is followed by {rows} rows where {self._table['rows']} are expected",
            )
        return claims

    def _claim(
        self,
        row: Sequence[Cell],
        number: int,
        council: str,
        columns: Mapping[str, str],
    ) -> Iterator[Claim]:
        started = self._day(row, number, columns.get("started"))
        published = self._day(row, number, columns.get("published"))
        printed = {
            aspect: text
            for aspect in ASPECTS
            if aspect in columns and (text := self._text(row, columns[aspect]))
        }
        kind = self._text(row, columns.get("type"))
        if started is None and published is None:
            if printed or kind:
                raise self._problem(number, "tells of an inspection without a date")
            return
        if kind and kind not in self._words["types"]:
            raise self._problem(number, f'has the unknown type "{shorten(kind)}"')
        for text in printed.values():
            if text not in self._words["grades"]:
                raise self._problem(number, f'has the unknown grade "{shorten(text)}"')
        yield Claim(
            source=self._description.id,
            issued=self._description.date,
            kind=self._table["kind"],
            locator=f"sheet {self._table['sheet']}, row {number}",
            council=council,
            gss=self._text(row, self._table["about"].get("gss")),
            link=self._sheet.links.get(number, ""),
            started=started,
            published=published,
            framework=self._words["types"].get(kind, ""),
            printed=printed,
            theme=self._text(row, columns.get("theme")),
        )

    def _text(self, row: Sequence[Cell], column: str | None) -> str:
        return "" if column is None else " ".join(str(row[self._places[column]]).split())

    def _day(self, row: Sequence[Cell], number: int, column: str | None) -> datetime.date | None:
        if column is None:
            return None
        value = row[self._places[column]]
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if value == "" or value in self._words["none"]:
            return None
        raise self._problem(number, f'has no date but "{shorten(str(value))}" in "{column}"')

    def _problem(self, number: int, problem: str) -> InputError:
        return InputError(
            f'sheet "{self._table["sheet"]}" {problem}.', path=self._path, line=number
        )
