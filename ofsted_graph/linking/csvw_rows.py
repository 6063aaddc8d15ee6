"""Rows of a file of separated values, as its dialect has them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ofsted_graph.errors import InputError
from ofsted_graph.linking.csvw_model import Dialect


@dataclass(frozen=True)
class Sheet:
    """A file's comments, the rows of its header, and its other rows with their place in the file.

    A place counts rows from 1, those that are skipped or of the header with them.
    """

    comments: Sequence[str]
    header: tuple[tuple[str, ...], ...]
    rows: Iterator[tuple[int, list[str]]]


def read_sheet(content: bytes, dialect: Dialect, where: str) -> Sheet:
    """Read a table.

    Raises:
        InputError: It is not of its encoding, or its quotes do not close.
    """
    encoding = "utf-8-sig" if dialect.encoding.lower() in {"utf-8", "utf8"} else dialect.encoding
    try:
        text = content.decode(encoding)
    except UnicodeError as error:
        raise InputError(
            f"is not {dialect.encoding} ({error}); tell its encoding in the dialect "
            f"of its metadata.",
            path=where,
        ) from error
    comments: list[str] = []
    numbered = enumerate(_rows(text, dialect, where), 1)

    def is_comment(line: str) -> bool:
        if not dialect.comment or not line.startswith(dialect.comment):
            return False
        comments.append(line[len(dialect.comment) :].strip())
        return True

    for _, (_, line) in islice(numbered, dialect.skip_rows):
        if not is_comment(line) and line:
            comments.append(line)
    header = tuple(
        tuple(row[dialect.skip_columns :])
        for _, (row, line) in islice(numbered, dialect.header_rows)
        if not is_comment(line)
    )

    def others() -> Iterator[tuple[int, list[str]]]:
        for number, (row, line) in numbered:
            if is_comment(line) or (dialect.skip_blank_rows and not any(row)):
                continue
            yield number, row[dialect.skip_columns :] or [""]

    return Sheet(comments, header, others())


def _rows(text: str, dialect: Dialect, where: str) -> Iterator[tuple[list[str], str]]:
    """Give each row's cells, and how its first line is written: a quoted # is no comment."""
    started: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            started.append(line)
            yield line

    try:
        reader = csv.reader(
            lines(),
            delimiter=dialect.delimiter,
            quotechar=dialect.quote,
            doublequote=dialect.double_quote,
            escapechar=None if dialect.double_quote else "\\",
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
            skipinitialspace=dialect.trim in {"true", "start"},
        )
    except (TypeError, ValueError, csv.Error) as error:
        raise InputError(f"has a dialect that cannot be read ({error}).", path=where) from error
    try:
        for row in reader:
            line = started[0].rstrip("\r\n")
            started.clear()
            yield [_trimmed(cell, dialect.trim) for cell in row], line
    except csv.Error as error:
        raise InputError(f"row {reader.line_num} cannot be read ({error}).", path=where) from error


def _trimmed(cell: str, trim: str) -> str:
    if trim == "true":
        return cell.strip()
    if trim == "start":
        return cell.lstrip()
    return cell.rstrip() if trim == "end" else cell
