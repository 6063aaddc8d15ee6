"""Tables that people give us: CSV or a spreadsheet with a header of known columns, read as text.

Only the first sheet that is not hidden is read. A column that is not known is refused rather than
passed over: it may be a misspelt one, and then its cells would be lost without a word.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ofsted_graph.errors import InputError, MissingExtraError, shorten

_SHEETS = frozenset({".xlsx", ".ods", ".xlsm", ".xls"})


@dataclass(frozen=True, slots=True)
class Form:
    """What a table of a kind looks like.

    Attributes:
        name: What it is called: "a table of posts".
        columns: Every column that it may have.
        required: Those without which it is not one.
    """

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of a table with its place in it."""

    path: Path
    number: int
    cells: dict[str, str]

    def refused(self, problem: str) -> str:
        """Say that the row is left out, and why."""
        return f"{self.path}, row {self.number}: left out: {problem}"


def has_form(path: Path, form: Form) -> bool:
    """Tell whether a file is a table of a form by its header."""
    if path.suffix.lower() not in {*_SHEETS, ".csv"}:
        return False
    try:
        header = {name.strip().lower() for name in next(_lines(path), [])}
    except InputError:
        return False
    return header.issuperset(form.required) and header <= {*form.columns, ""}


def read_rows(path: Path, form: Form) -> Iterator[Placed]:
    """Read a table's rows as text.

    Raises:
        InputError: The file cannot be read, a column is missing or one is not known.
    """
    lines = _lines(path)
    header = [name.strip().lower() for name in next(lines, [])]
    if missing := [name for name in form.required if name not in header]:
        raise InputError(
            f"has no column {', '.join(missing)}; {form.name} has {', '.join(form.columns)}.",
            path=path,
        )
    if odd := [name for name in header if name and name not in form.columns]:
        raise InputError(
            f'has a column "{shorten(odd[0])}" that means nothing here; '
            f"{form.name} has {', '.join(form.columns)}.",
            path=path,
        )
    for number, line in enumerate(lines, start=2):
        cells = dict.fromkeys(form.columns, "") | {
            name: " ".join(cell.split()) for name, cell in zip(header, line, strict=False) if name
        }
        if any(cells.values()):
            yield Placed(path, number, cells)


def _lines(path: Path) -> Iterator[list[str]]:
    return _sheet(path) if path.suffix.lower() in _SHEETS else _csv(path)


def _csv(path: Path) -> Iterator[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read as a table in UTF-8.", path=path) from error
    try:
        yield from csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as error:
        raise InputError(f"is not CSV ({error}).", path=path) from error


def _sheet(path: Path) -> Iterator[list[str]]:
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise MissingExtraError("reading a spreadsheet", "tables") from error
    try:
        workbook = calamine.CalamineWorkbook.from_path(str(path))
        shown = next(
            s.name
            for s in workbook.sheets_metadata
            if s.visible == calamine.SheetVisibleEnum.Visible
        )
        lines = workbook.get_sheet_by_name(shown).to_python()
    except (calamine.CalamineError, OSError) as error:
        raise InputError("cannot be read as a spreadsheet.", path=path) from error
    for line in lines:
        yield [_cell(cell) for cell in line]


def _cell(cell: object) -> str:
    """Write a cell as text: a day as a day, a year typed as a number as a year."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
