"""Read somebody else's table, whatever its form, as a stream of rows.

`open_table` looks at the file's ending: CSV and TSV (or standard input, "-") are read row by row,
Parquet a few thousand rows at a time, so neither is ever held whole; XLSX and ODS sheets, which
stop at a million rows by their own rules, are read by python-calamine. Cells of text formats are
text; Parquet and spreadsheets give numbers, dates and truth values as what they are.

Nothing is guessed away. A row with more cells than the header, a header that names two columns
alike, a byte that is not in the stated encoding: each stops the reading with the place and what to
do about it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from ofsted_graph.errors import InputError, UnknownNameError, UsageError, shorten
from ofsted_graph.linking.cells import Cell, Cells, text

WIDEST_CELL = 16 * 1024 * 1024
"""Characters in one cell; more is a quotation mark that never closes, not text."""
_SNIFFED = 64 * 1024
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SEP = re.compile(r"sep=(.)\r?\n")
"""The first line with which a spreadsheet is told what parts the cells; no part of the table."""
_SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Table:
    """A table being read: its columns and, once, its rows.

    Attributes:
        name: The file's name without its ending.
        where: The file, for messages.
        columns: The header, every name different.
        rows: The rows, each as wide as the header; can be walked through once.
        first_row: The number of the first row of data in the file, for messages.
    """

    name: str
    where: str
    columns: tuple[str, ...]
    rows: Iterator[Cells]
    first_row: int = 2

    def index(self, column: str) -> int:
        """Give the place of a column.

        Raises:
            UnknownNameError: There is no such column; names those that are like it.
        """
        if column in self.columns:
            return self.columns.index(column)
        alike = [c for c in self.columns if c.strip().casefold() == column.strip().casefold()]
        if not alike:
            from rapidfuzz import process

            alike = [m[0] for m in process.extract(column, self.columns, limit=3, score_cutoff=60)]
        hint = f"It has: {', '.join(self.columns)[:300]}."
        raise UnknownNameError("column", column, alike, where=self.where, hint=hint)


def open_table(
    source: Path | str,
    *,
    sheet: str | None = None,
    header_row: int = 1,
    encoding: str | None = None,
    delimiter: str | None = None,
    added: Sequence[str] = (),
    titles: Sequence[str] = (),
) -> Table:
    """Open a table for one reading.

    Args:
        source: A file, or "-" for CSV on standard input.
        sheet: The sheet of a workbook; the first one when not said.
        header_row: The row with the names of the columns, where a title stands above it.
        encoding: Of CSV and TSV; UTF-8 (or UTF-16 by its mark) when not said.
        delimiter: Of CSV and TSV; found in the header when not said.
        added: Names of columns at the end that the header does not have, as when later rows of a
            table grew by a code; rows without them get empty cells.
        titles: What metadata calls all columns; what the header lacks at its end is added.

    Raises:
        InputError: The file cannot be read as what its ending says.
        UsageError: An option that this form of table does not have.
    """
    path = Path(source)
    suffix = path.suffix.lower()
    if str(source) != "-" and not path.is_file():
        raise InputError("no such file.", path=path)
    if sheet is not None and suffix not in _SPREADSHEETS:
        raise UsageError(f"{source}: only a workbook has sheets; leave out --sheet.")
    if suffix in _SPREADSHEETS:
        from ofsted_graph.linking.typed_tables import sheet_rows

        lines = sheet_rows(path, sheet)
        return make_table(path.stem, str(path), lines, header_row, added, titles)
    if suffix in {".parquet", ".pq"}:
        from ofsted_graph.linking.typed_tables import parquet_rows

        return make_table(path.stem, str(path), parquet_rows(path), header_row, added, titles)
    if str(source) == "-":
        name, where, file = "stdin", "standard input", sys.stdin.buffer
    else:
        name, where, file = path.stem, str(path), _open(path)
    if suffix in {".tsv", ".tab"} and delimiter is None:
        delimiter = "\t"
    lines = _text_rows(file, where, header_row=header_row, encoding=encoding, delimiter=delimiter)
    return make_table(name, where, lines, header_row, added, titles)


def make_table(  # noqa: PLR0917
    name: str,
    where: str,
    lines: Iterator[Cells],
    header_row: int = 1,
    added: Sequence[str] = (),
    titles: Sequence[str] = (),
) -> Table:
    """Take lines as a table: the header among them, then rows as wide as it.

    Args:
        name: The table's name.
        where: Where it is from, for messages.
        lines: The lines, those before the header too.
        header_row: The number of the line that is the header.
        added: Names of columns that the header lacks at its end.
        titles: What metadata calls all columns.

    Raises:
        InputError: The header is empty or names two columns alike.
    """
    header = next(_skip(lines, header_row - 1), None)
    if header is None:
        raise InputError(f"has no row {header_row} with the names of columns.", path=where)
    told = _columns(header, where, header_row)
    if tuple(titles[: len(told)]) == told:
        added = [*titles[len(told) :], *added]
    columns = _columns([*told, *added], where, header_row)
    rows = _even(lines, (len(told), len(columns)), where, header_row)
    return Table(name, where, columns, rows, header_row + 1)


def _skip(lines: Iterator[Cells], count: int) -> Iterator[Cells]:
    for _ in range(count):
        next(lines, None)
    return lines


def _columns(header: Sequence[Cell], where: str, row: int) -> tuple[str, ...]:
    names = [text(cell).strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise InputError(
            "is empty where the names of columns should be; --header-row says where they are.",
            path=where,
            line=row,
        )
    names = [name or f"column {place}" for place, name in enumerate(names, 1)]
    places: dict[str, int] = {}
    for place, name in enumerate(names, 1):
        if name in places:
            # Taking either would silently drop the other column's cells.
            raise InputError(
                f'has the column "{name[:80]}" twice, at {places[name]} and {place}; rename one.',
                path=where,
                line=row,
            )
        places[name] = place
    return tuple(names)


def _even(
    lines: Iterable[Cells], widths: tuple[int, int], where: str, header_row: int
) -> Iterator[Cells]:
    """Give rows of one width; a row is filled up only by columns that were added."""
    least, width = widths
    for number, cells in enumerate(lines, header_row + 1):
        if len(cells) == width:
            yield cells
        elif not any(cell not in (None, "") for cell in cells):
            # A blank line, as editors leave at the end; an all-empty row says nothing either.
            continue
        elif len(cells) > width and not any(cell not in (None, "") for cell in cells[width:]):
            yield cells[:width]
        elif least <= len(cells) < width:
            yield cells + ("",) * (width - len(cells))
        else:
            more = "; --add-column names columns it forgot" if len(cells) > width else ""
            raise InputError(
                f"has {len(cells)} cells where the header has {width}; mend the row{more}.",
                path=where,
                line=number,
            )


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", path=path) from error


def _text_rows(
    file: BinaryIO, where: str, *, header_row: int, encoding: str | None, delimiter: str | None
) -> Iterator[Cells]:
    start = file.peek(_SNIFFED)[:_SNIFFED] if isinstance(file, io.BufferedReader) else b""
    if encoding is None:
        encoding = next((e for mark, e in _ENCODINGS if start.startswith(mark)), "utf-8")
    try:
        codecs.lookup(encoding)
        # Some codecs are no encodings of text, or only of names ("base64", "idna").
        start.decode(encoding, errors="replace")
    except (LookupError, UnicodeError) as error:
        file.close()
        raise UsageError(f'unknown encoding "{encoding[:40]}"; try utf-8 or cp1252.') from error
    # A mark at the beginning is no part of the first column's name, whoever names the encoding.
    if marked := next((e for mark, e in _ENCODINGS if start.startswith(mark)), None):
        plain = codecs.lookup(encoding).name.replace("_", "-")
        encoding = marked if plain in {"utf-8", "utf-16-le", "utf-16-be"} else encoding
    stream = io.TextIOWrapper(file, encoding=encoding, newline="")
    if told := _SEP.match(start.decode(encoding, errors="replace").removeprefix("\ufeff")):
        stream.readline()
        return _csv_rows(stream, where, delimiter or told[1])
    return _csv_rows(stream, where, delimiter or _delimiter(start, encoding, header_row))


def _delimiter(start: bytes, encoding: str, header_row: int) -> str:
    """Find what parts the cells of the header, of what stands outside quotation marks."""
    text = _QUOTED.sub('""', start.decode(encoding, errors="replace"))
    lines = text.splitlines()
    header = lines[header_row - 1] if len(lines) >= header_row else ""
    # A header with no comma at all but with tabs or semicolons is not CSV as the English write it.
    return max(",\t;|", key=lambda mark: (header.count(mark), -",\t;|".index(mark)))


def _csv_rows(stream: TextIO, where: str, delimiter: str) -> Iterator[Cells]:
    csv.field_size_limit(max(csv.field_size_limit(), WIDEST_CELL))
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    number = 0
    with stream:
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except UnicodeDecodeError as error:
                byte = error.object[error.start]
                raise InputError(
                    f"holds byte 0x{byte:02x}, which is not {error.encoding}, here or soon after; "
                    f"save the file as UTF-8, or say --encoding cp1252 if all of it is that.",
                    path=where,
                    line=number,
                ) from error
            except UnicodeError as error:
                raise InputError(
                    f"is not {stream.encoding} ({shorten(str(error))}).", path=where, line=number
                ) from error
            except csv.Error as error:
                raise InputError(
                    f"is not CSV ({error}); look for a quotation mark that is not closed.",
                    path=where,
                    line=number,
                ) from error
            yield tuple(cells)
