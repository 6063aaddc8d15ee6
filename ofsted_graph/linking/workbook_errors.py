"""What a reader of workbooks passes over without a word: errors, and formulas without a value.

python-calamine gives an empty cell for both. A spreadsheet program writes the value of each formula
beside it; other programs do not, and then nobody knows it. So the sheet's XML is looked through for
such cells, a piece at a time.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ofsted_graph.errors import InputError

_PIECE = 1 << 20
_LONGEST = 1 << 15
"""Bytes of the longest cell that may lie across two pieces."""
_CELL = re.compile(
    rb'<c\b(?=[^>]*\br="([A-Z]{1,3})(\d+)")([^>]*)>\s*(<f\b[^>]*?(?:/>|>[^<]*</f>))?\s*'
    rb"(?:<v>([^<]*)</v>|<v\s*/>)?\s*</c>"
)
_ERROR = re.compile(rb'\bt="e"')
_SHEET = re.compile(rb'<sheet\b[^>]*\bname="([^"]*)"[^>]*\br:id="([^"]*)"')
_TARGET = re.compile(rb"<Relationship\b[^>]*>")


def workbook_errors(path: Path, sheet: str) -> dict[int, dict[int, str]]:
    """Find the cells of a sheet that hold an error: row, column (both from 0) and the error.

    Raises:
        InputError: A formula has no value.
    """
    found: dict[int, dict[int, str]] = {}
    for letters, row, error, formula in _cells(path, sheet):
        if error:
            found.setdefault(row - 1, {})[_column(letters)] = error
        elif formula:
            raise InputError(
                f"cell {letters}{row} holds a formula and no value; open the workbook in a "
                f"spreadsheet program, save it, and try again.",
                path=path,
            )
    return found


def _cells(path: Path, sheet: str) -> Iterator[tuple[str, int, str, bool]]:
    """Give the cells with an error, or with a formula alone."""
    with zipfile.ZipFile(path) as archive:
        part = _part(archive, sheet)
        if part is None:
            return
        rest = b""
        with archive.open(part) as file:
            while piece := file.read(_PIECE):
                text = rest + piece
                end = 0
                for cell in _CELL.finditer(text):
                    end = cell.end()
                    letters, row, attributes, formula, value = cell.groups()
                    wrong = bool(_ERROR.search(attributes))
                    if wrong or (formula and not value):
                        error = (value or b"").decode() if wrong else ""
                        yield letters.decode(), int(row), error, bool(formula)
                rest = text[max(end, len(text) - _LONGEST) :]


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Find the part of a workbook that holds a sheet."""
    from xml.sax.saxutils import escape

    names = archive.namelist()
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(names):
        return None
    wanted = escape(sheet, {'"': "&quot;"}).encode()
    sheets = dict(_SHEET.findall(archive.read("xl/workbook.xml")))
    for tie in _TARGET.findall(archive.read("xl/_rels/workbook.xml.rels")):
        told = dict(re.findall(rb'(\w+)="([^"]*)"', tie))
        if told.get(b"Id") == sheets.get(wanted):
            target = told[b"Target"].decode().lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            return part if part in names else None
    return None


def _column(letters: str) -> int:
    """Give the place of a column, from 0.

    >>> _column("A"), _column("AB")
    (0, 27)
    """
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
