"""The fact tables: what each source says, a row a fact.

`data/facts/<table>.csv` is written by hand and `data/facts/<table>.<origin>.csv` by the importer
named `<origin>`; both have the columns given here. Reading checks each row by itself (columns,
dates, known words); what needs the whole graph (SHACL, check queries) is left to `validation`.
Writing sorts the rows and replaces a file whole, so an interrupted import leaves the facts as
they were.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from ofsted_graph.csv_text import csv_text
from ofsted_graph.errors import InputError, UnknownNameError
from ofsted_graph.files import replace_file

TABLES: dict[str, tuple[str, ...]] = {
    "sources": ("id", "title", "kind", "publisher", "date", "page", "licence", "sha256", "file"),
    "document_addresses": ("urn", "file", "page"),
    "councils": (
        "id",
        "label",
        "type",
        "region",
        "start",
        "end",
        "replaced_by",
        "source",
        "locator",
    ),
    "council_names": ("council", "name", "source", "locator"),
    "council_codes": ("council", "scheme", "code", "start", "end", "source", "locator"),
    "council_neighbours": ("council", "neighbour", "rank", "closeness", "source", "locator"),
    "council_links": ("council", "iri", "dataset", "source", "locator"),
    "inspections": (
        "inspection",
        "council",
        "framework",
        "started",
        "ended",
        "visits",
        "published",
        "theme",
        "previous",
        "source",
        "locator",
        "note",
    ),
    "judgements": ("inspection", "aspect", "grade", "printed", "source", "locator"),
    "inspectors": ("inspection", "name", "role", "source", "locator"),
    "tenures": (
        "person",
        "role",
        "organisation",
        "capacity",
        "start",
        "end",
        "seen",
        "title",
        "joint",
        "end_reason",
        "source",
        "locator",
        "note",
        "planned",
    ),
    "addressees": ("person", "organisation", "seen", "title", "joint", "source", "locator"),
    "interventions": ("council", "kind", "start", "end", "by", "source", "locator", "note"),
    "mayoralties": ("council", "start", "end", "source", "locator"),
    "support": ("council", "supporter", "start", "end", "source", "locator", "note"),
    "identities": ("a", "b", "decision", "evidence", "decided_by", "decided_on"),
    "names": ("mention", "name", "reason"),
    "paths": ("path", "replaced_by", "reason"),
    "previous": ("inspection", "told", "date_of", "aspect", "grade", "source", "locator"),
    "expected": ("what", "count"),
}
"""Table to its columns, in file order."""

Row = Mapping[str, str]


def table_files(folder: Path, table: str) -> list[Path]:
    """List a table's files, the hand-written one first, then the importers' by name."""
    own = [folder / f"{table}.csv"] if (folder / f"{table}.csv").is_file() else []
    return own + sorted(folder.glob(f"{table}.*.csv"))


def check_names(folder: Path) -> None:
    """See that each file is of a table; a misspelt one would be left out without a word.

    Raises:
        UnknownNameError: One is not; knows the nearest table.
    """
    for path in sorted(folder.glob("[!.]*.csv")):
        table = path.name.partition(".")[0]
        if table not in TABLES:
            near = get_close_matches(table, TABLES, n=1)
            raise UnknownNameError("fact table", table, near, where=str(path))


def read_table(path: Path, table: str) -> list[dict[str, str]]:
    """Read one file of a table, checking its header and the width of each row.

    Raises:
        InputError: The file is unreadable, is not UTF-8, lacks a column or has a ragged row.
    """
    columns = TABLES[table]
    try:
        # Spreadsheets put a byte order mark first, which would make the first column's name odd.
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", path=path) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not UTF-8 at byte {error.start}; save it as UTF-8 and try again.", path=path
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[dict[str, str]] = []
    try:
        header = tuple(next(reader, ()))
        if header != columns:
            raise InputError(
                f"its header must be {','.join(columns)}; "
                f"it is {','.join(header)[:200] or 'missing'}.",
                path=path,
                line=1,
            )
        for cells in reader:
            if len(cells) != len(columns):
                raise InputError(
                    f"has {len(cells)} cells where the header has {len(columns)}.",
                    path=path,
                    line=reader.line_num,
                )
            rows.append(dict(zip(columns, cells, strict=True)))
    except csv.Error as error:
        raise InputError(f"is not CSV ({error}).", path=path, line=reader.line_num) from error
    return rows


def write_table(path: Path, table: str, rows: Iterable[Row]) -> bool:
    """Write a table sorted and without doubles, whole or not at all.

    Returns:
        Whether the file's bytes changed.
    """
    columns = TABLES[table]
    for row in (rows := list(rows)):
        if set(row) != set(columns):
            odd = sorted(set(row) ^ set(columns))
            raise UnknownNameError(
                f"column of {table}", odd[0], hint=f"Known: {', '.join(columns)}."
            )
    ordered = sorted({tuple(row[column] for column in columns) for row in rows})
    return replace_file(path, csv_text([columns, *ordered]).encode())
