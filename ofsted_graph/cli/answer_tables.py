"""Answers as tables for a terminal."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

from ofsted_graph.cli.options import on_terminal
from ofsted_graph.cli.table_layout import GAP, Layout, lay_out
from ofsted_graph.cli.terminal import unguarded, visible
from ofsted_graph.errors import UsageError
from ofsted_graph.query.answer_columns import readable_columns
from ofsted_graph.query.result_formats import FORMATS, PARQUET, WORKBOOK, format_of, rendered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import QuerySolutions
    from rich.table import Table

    from ofsted_graph.endpoints.remote_store import RemoteStore


def print_answer(
    answer: QuerySolutions,
    output: Path | None,
    store: Store,
    *,
    records: bool = False,
) -> None:
    """Print rows as a table that fits the terminal, or as records.

    What is the same in every row is told once above the table. A column of things gives way to the
    column that names them; what is left off for want of room is said.
    """
    from rich.console import Console
    from rich.text import Text

    from ofsted_graph.answers.lookups import in_words

    columns = [variable.value for variable in answer.variables]
    rows = [[in_words(store, row[i]) for i in range(len(columns))] for row in answer]
    columns = [visible(column) for column in columns]
    rows = [[visible(cell) for cell in row] for row in rows]
    width = 160 if output else max(40, shutil.get_terminal_size((100, 24)).columns)
    shared = _shared(columns, rows)
    kept = [i for i in readable_columns(columns) if i not in shared]
    layout = lay_out(columns, rows, kept, width)
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
    if records or not layout.widths:
        for block in _records(columns, rows, kept, width):
            console.print(block)
    elif layout.shown:
        console.print(_table(columns, rows, layout))
    plural = "" if len(rows) == 1 else "s"
    note = f"{len(rows)} row{plural}"
    if layout.left_off and not records:
        names = ", ".join(columns[i] for i in layout.left_off)
        note += f"; not shown for want of room: {names} (--format record or csv has all)"
    if output:
        from ofsted_graph.files import replace_file

        replace_file(output, f"{buffer.getvalue()}{note}\n".encode())
    else:
        sys.stdout.write(buffer.getvalue())
        sys.stderr.write(f"{note}\n")


def write_answer(
    answer: QuerySolutions,
    form: str,
    output: Path | None,
    store: Store | RemoteStore,
    about: Mapping[str, str],
) -> None:
    """Write rows in the format asked for, or in what a terminal, a pipe or the file's ending wants.

    Args:
        answer: The rows.
        form: The format; empty where it was not said.
        output: The file; standard output when None.
        store: The graph, for what a workbook tells of things.
        about: What a workbook says of the answer, word by word.

    Raises:
        UsageError: There is no such format.
    """
    from ofsted_graph.cli import options

    if form and form not in FORMATS:
        raise UsageError(f'"{form}" is no format; use one of {", ".join(FORMATS)}.')
    form = form or (format_of(output.name) if output else "")
    form = form or ("table" if options.on_terminal() else "csv")
    # What a thing is called, or its page, would be a call to the endpoint each.
    known = store if isinstance(store, Store) else Store()
    if form in {"table", "record"}:
        print_answer(answer, output, known, records=form == "record")
    elif form in {WORKBOOK, PARQUET}:
        if output is None and options.on_terminal():
            what = "a workbook" if form == WORKBOOK else "Parquet"
            raise UsageError(f"{what} is nothing for a terminal; name a file: -o answer.{form}.")
        if form == PARQUET:
            from ofsted_graph.query.answer_rows import rows_of

            options.write(rows_of(answer).to_parquet(), output)
        else:
            from ofsted_graph.answers.workbooks import workbook

            options.write(workbook(answer, known, about), output)
    else:
        options.write(rendered(answer, form), output)


def _shared(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Find the columns that say the same in each of several rows."""
    if len(rows) < 2:
        return []
    return [i for i in range(len(columns)) if rows[0][i] and len({row[i] for row in rows}) == 1]


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], layout: Layout) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="bold")
    for i, width in zip(layout.shown, layout.widths, strict=True):
        table.add_column(columns[i], width=width, overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[i]) for i in layout.shown))
    return table


def _records(
    columns: Sequence[str], rows: Sequence[Sequence[str]], kept: Sequence[int], width: int
) -> Iterator[Table]:
    """Give a small table for each row, of its columns' names and what it has there."""
    from rich.table import Table
    from rich.text import Text

    names = max((len(columns[i]) for i in kept), default=0)
    for row in rows:
        table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, show_header=False)
        table.add_column(width=names, style="bold")
        table.add_column(max_width=max(width - names - GAP, 20), overflow="fold")
        for i in kept:
            if row[i]:
                table.add_row(columns[i], Text(row[i]))
        table.add_row("", "")
        yield table
