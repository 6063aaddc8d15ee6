"""Small OpenDocument spreadsheets for tests, written without a library."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

ODS = "urn:oasis:names:tc:opendocument:xmlns"


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere, by formula or by a link in its text."""

    address: str
    as_text: bool = False


Value = str | datetime.date | Link
Sheets = dict[str, list[list[Value]]]


def cell(value: Value) -> str:
    if isinstance(value, datetime.date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}T00:00:00"/>'
    if isinstance(value, str):
        text = f"<text:p>{escape(value)}</text:p>" if value else ""
        kind = 'office:value-type="string"' if value else ""
        return f"<table:table-cell {kind}>{text}</table:table-cell>"
    if value.as_text:
        inner = f"<text:p><text:a xlink:href={quoteattr(value.address)}>Page</text:a></text:p>"
        return f'<table:table-cell office:value-type="string">{inner}</table:table-cell>'
    formula = quoteattr(f'of:=HYPERLINK("{value.address}";"Page")')
    return (
        f'<table:table-cell office:value-type="string" office:string-value="Page" '
        f"table:formula={formula}><text:p>Page</text:p></table:table-cell>"
    )


def content(sheets: Mapping[str, Sequence[Sequence[Value]]]) -> str:
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    return (
        f'<office:document-content xmlns:office="{ODS}:office:1.0" xmlns:table="{ODS}:table:1.0" '
        f'xmlns:text="{ODS}:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'office:version="1.3"><office:body><office:spreadsheet>{tables}</office:spreadsheet>'
        "</office:body></office:document-content>"
    )


def write_ods(path: Path, xml: str) -> None:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", xml)
