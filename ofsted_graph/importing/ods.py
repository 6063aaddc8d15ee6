"""OpenDocument spreadsheets: the values of their cells, and where the links of their rows lead.

python-calamine reads the values. It knows no links, so they are taken from the file's XML: Ofsted
writes most of them as the formula `HYPERLINK("https://…";"text")`.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ofsted_graph.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Cell = (
    str
    | int
    | float
    | bool
    | datetime.date
    | datetime.datetime
    | datetime.time
    | datetime.timedelta
)

_MOST_UNPACKED = 256 * 1024 * 1024
_MOST_ROWS = 100_000
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_FORMULA = re.compile(r'HYPERLINK\("(https?://[^"\s]+)"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        rows: The values by row, each row as wide as the widest.
        links: Row number, from 1, to the address that its first cell leads to.
    """

    rows: Sequence[Sequence[Cell]]
    links: Mapping[int, str]


def read_workbook(path: Path) -> dict[str, Sheet]:
    """Read every sheet of an ODS file, by name.

    Raises:
        InputError: The file is no ODS file, is broken, or is too large once unpacked.
        MissingExtraError: The libraries for tables are not installed.
    """
    try:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise MissingExtraError("Reading spreadsheets", "tables") from error
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                raise InputError("is larger than a table may be once it is unpacked.", path=path)
            content = fromstring(archive.read("content.xml"))
        links = {sheet: dict(_links(table)) for sheet, table in _tables(content)}
        workbook = CalamineWorkbook.from_path(path)
        return {
            name: Sheet(
                workbook.get_sheet_by_name(name).to_python(skip_empty_area=False),
                links.get(name, {}),
            )
            for name in workbook.sheet_names
        }
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error}).", path=path) from error
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, CalamineError) as error:
        raise InputError(f"is no ODS spreadsheet, or a broken one ({error}).", path=path) from error


def _tables(content: Element) -> Iterator[tuple[str, Element]]:
    for table in content.iter(f"{_TABLE}table"):
        yield table.get(f"{_TABLE}name", ""), table


def _links(table: Element) -> Iterator[tuple[int, str]]:
    """Give the row number and address of every first cell that is a link."""
    number = 1
    for row in table.iter(f"{_TABLE}table-row"):
        cell = row.find(f"{_TABLE}table-cell")
        if cell is not None and (address := _address(cell)):
            yield number, address
        # A row can stand for many; a file that claims more than a sheet holds is cut off there.
        number += min(int(row.get(f"{_TABLE}number-rows-repeated", "1")), _MOST_ROWS)


def _address(cell: Element) -> str:
    """Find where a cell leads, by its formula or by a link in its text."""
    if found := _FORMULA.search(cell.get(f"{_TABLE}formula", "")):
        return found.group(1)
    link = cell.find(f".//{_TEXT}a")
    address = link.get(f"{_XLINK}href", "") if link is not None else ""
    return address if address.startswith(("http://", "https://")) else ""
