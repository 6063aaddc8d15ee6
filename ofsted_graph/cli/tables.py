"""Answers as tables for a terminal."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ofsted_graph.cli.options import on_terminal
from ofsted_graph.cli.terminal import unguarded, visible
from ofsted_graph.errors import UsageError
from ofsted_graph.query.result_formats import FORMATS, cells, format_of, rendered

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

NAMED_BY = {
    "person": "name",
    "director": "directorName",
    "organisation": "organisationName",
    "council": "councilName",
    "neighbour": "neighbourName",
    "fromCouncil": "fromName",
    "toCouncil": "toName",
    "source": "title",
}
"""Column of things to the column that names them for people."""


def print_answer(answer: QuerySolutions, output: Path | None) -> int:
    """Print rows as a table that fits the terminal, and return how many there are.

    What is the same in every row is told once above the table. A column of things gives way to the
    column that names them, and what still does not fit is left off the right side and said so.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    columns, rows = cells(answer)
    columns = [visible(column) for column in columns]
    rows = [[visible(cell) for cell in row] for row in rows]
    width = 160 if output else max(40, shutil.get_terminal_size((100, 24)).columns)
    shared = _shared(columns, rows)
    kept = [i for i in _readable(columns) if i not in shared]
    shown, left_off = _fitting(columns, rows, kept, width)
    buffer = io.StringIO()
    console = Console(
        file=buffer if output or not on_terminal() else unguarded(sys.stdout),
        width=width,
        highlight=False,
        soft_wrap=False,
        color_system="auto" if on_terminal() and not output else None,
    )
    for i in shared:
        console.print(Text(f"{columns[i]}: {rows[0][i]}"))
    if shown:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for i in shown:
            table.add_column(columns[i], overflow="fold")
        for row in rows:
            table.add_row(*(Text(row[i]) for i in shown))
        console.print(table)
    plural = "" if len(rows) == 1 else "s"
    note = f"{len(rows)} row{plural}"
    if left_off:
        names = ", ".join(columns[i] for i in left_off)
        note += f"; not shown for want of room: {names} (--format csv has all)"
    if output:
        from ofsted_graph.files import replace_file

        replace_file(output, f"{buffer.getvalue()}{note}\n".encode())
    else:
        sys.stdout.write(buffer.getvalue())
        sys.stderr.write(f"{note}\n")
    return len(rows)


def write_answer(answer: QuerySolutions, form: str, output: Path | None) -> None:
    """Write rows in the format asked for, or in what a terminal, a pipe or the file's ending wants.

    Raises:
        UsageError: There is no such format.
    """
    from ofsted_graph.cli import options

    if form and form not in FORMATS:
        raise UsageError(f'"{form}" is no format; use one of {", ".join(FORMATS)}.')
    form = form or (format_of(output.name) if output else "")
    form = form or ("table" if options.on_terminal() else "csv")
    if form == "table":
        print_answer(answer, output)
    else:
        options.write(rendered(answer, form), output)


def _shared(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Find the columns that say the same in each of several rows."""
    if len(rows) < 2:
        return []
    return [i for i in range(len(columns)) if rows[0][i] and len({row[i] for row in rows}) == 1]


def _readable(columns: Sequence[str]) -> list[int]:
    """Leave out columns of things that another column names, and put that one in their place."""
    order: list[int] = []
    for i, column in enumerate(columns):
        named_by = NAMED_BY.get(column, f"{column}Label")
        label = named_by if named_by in columns else f"{column}Label"
        place = columns.index(label) if label in columns else i
        if place not in order:
            order.append(place)
    return order


def _fitting(
    columns: Sequence[str], rows: Sequence[Sequence[str]], kept: Sequence[int], width: int
) -> tuple[list[int], list[int]]:
    """Take columns from the left while they fit."""
    used = 0
    for count, i in enumerate(kept):
        widest = max([len(columns[i]), *(len(row[i]) for row in rows)], default=0)
        used += min(widest, 44) + (2 if count else 0)
        if used > width and count:
            return list(kept[:count]), list(kept[count:])
    return list(kept), []
