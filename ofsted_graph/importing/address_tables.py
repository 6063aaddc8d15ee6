"""Tables of where Ofsted publishes its documents.

`ofsted-graph import addresses TABLE` reads a CSV or a spreadsheet in which a row is one document:

    urn        Ofsted's number of the council
    file       the document's file name
    address    where Ofsted publishes it
    kind, published, here   may be there and are not read

The document need not be imported yet: an address waits for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ofsted_graph.errors import InputError, shorten
from ofsted_graph.facts.fact_tables import TABLES, read_table
from ofsted_graph.importing.given_tables import Form, read_rows
from ofsted_graph.importing.table_imports import ImportReport, write_tables
from ofsted_graph.model import ADDRESS

ORIGIN = "addresses"
TABLE = "document_addresses"
FORM = Form(
    "a table of addresses",
    ("urn", "kind", "file", "published", "address", "here"),
    ("urn", "file", "address"),
)


def import_addresses(paths: Sequence[Path], folder: Path) -> ImportReport:
    """Read tables of addresses into the table `document_addresses` of origin "addresses".

    A document's address takes the place of the one that was read before; all other rows stay.

    Raises:
        InputError: A table cannot be read or lacks a column, or the folder cannot be written.
    """
    own = folder / f"{TABLE}.{ORIGIN}.csv"
    before = read_table(own, TABLE) if own.is_file() else []
    rows = {(row["urn"], row["file"]): row for row in before}
    notes: list[str] = []
    for placed in (row for path in paths for row in read_rows(path, FORM)):
        try:
            row = _row(placed.cells)
        except InputError as error:
            notes.append(placed.refused(str(error)))
        else:
            rows[row["urn"], row["file"]] = row
    return write_tables(folder, ORIGIN, {TABLE: rows.values()}, notes)


def _row(cells: dict[str, str]) -> dict[str, str]:
    for name in FORM.required:
        if not cells[name]:
            raise InputError(f"{name} is empty.")
    if not re.fullmatch(r"\d{5,7}", cells["urn"]):
        raise InputError(f'urn "{shorten(cells["urn"])}" is not five to seven digits.')
    if not re.fullmatch(ADDRESS, cells["address"]):
        raise InputError(f'"{shorten(cells["address"])}" is no http or https address.')
    row = {"urn": cells["urn"], "file": Path(cells["file"]).name, "page": cells["address"]}
    return {column: row[column] for column in TABLES[TABLE]}
