"""The command `reconcile`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from ofsted_graph.cli import options
from ofsted_graph.errors import UsageError

if TYPE_CHECKING:
    from ofsted_graph.linking.decisions import Decisions
    from ofsted_graph.linking.reconcile import Reconciler

_LINES = 1000
"""Lines written at once, so that a long answer comes as it is found and does not crawl."""
Source = Annotated[
    str,
    typer.Argument(metavar="TABLE", help="CSV, TSV, XLSX, ODS or Parquet; - for standard input."),
]
Sheet = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook.")
]
HeaderRow = Annotated[
    int, typer.Option("--header-row", min=1, help="The row with the names of the columns.")
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="Of text tables; UTF-8 if unsaid.")
]
AddedColumns = Annotated[
    list[str] | None,
    typer.Option(
        "--add-column", metavar="NAME", help="Name a column at the end that the header forgot."
    ),
]
Code = Annotated[
    str, typer.Option("--code", metavar="COL", help="A column with a code that must agree.")
]
Date = Annotated[
    str, typer.Option("--date", metavar="COL", help="A column with the date of each row.")
]
DecisionsFile = Annotated[
    Path | None,
    typer.Option("--decisions", metavar="FILE", help="Decisions made before, to be obeyed."),
]


def reconcile(
    source: Source,
    column: Annotated[
        str, typer.Option("--column", "-c", metavar="COL", help="The column with the values.")
    ],
    kind: Annotated[
        str, typer.Option("--as", help="What the values are: council, person, role, inspection.")
    ] = "council",
    code: Code = "",
    date: Date = "",
    council: Annotated[
        str, typer.Option("--council", metavar="COL", help="A column that names the council.")
    ] = "",
    decisions: DecisionsFile = None,
    record: Annotated[
        bool, typer.Option("--record", help="Add what is only offered to the decisions file.")
    ] = False,
    form: Annotated[str, typer.Option("--format", "-f", help="csv, tsv or sssom.")] = "",
    output: options.Output = None,
    sheet: Sheet = None,
    header_row: HeaderRow = 1,
    encoding: Encoding = None,
    added: AddedColumns = None,
    data: options.Data = None,
    facts: options.Facts = None,
) -> None:
    """Find the council, person, role or inspection behind each value of a table.

    Example: ofsted-graph reconcile spending.csv --column Authority --date Year -o found.csv
    """
    from ofsted_graph.linking.decisions import Decisions
    from ofsted_graph.linking.matching import make_matcher
    from ofsted_graph.linking.reconciled import Tally, matched_rows, table_lines
    from ofsted_graph.linking.sssom import MappingSet, match_rows, write_sssom
    from ofsted_graph.linking.tables import open_table

    form = form or _form_of(output)
    if form not in {"csv", "tsv", "sssom"}:
        raise UsageError(f'"{form[:40]}" is no format of matches; use csv, tsv or sssom.')
    if record and decisions is None:
        raise UsageError("--record needs a file to record in; name it with --decisions.")
    decided = Decisions()
    if decisions is not None and (decisions.exists() or not record):
        decided = Decisions.read(decisions)
    reconciler = load_reconciler(facts, decided)
    store = None
    if kind != "council":
        from ofsted_graph.query.store_cache import open_store

        store = open_store(data)
    matcher = make_matcher(kind, reconciler, decided, store)
    table = open_table(
        source, sheet=sheet, header_row=header_row, encoding=encoding, added=added or []
    )
    tally = Tally()
    rows = matched_rows(table, matcher, column, code=code, date=date, council=council, tally=tally)
    if form == "sssom":
        today = dt.datetime.now(tz=dt.UTC).date()
        # Where the table lies on this computer is nobody else's business.
        place = f"urn:table:{quote(table.name)}"
        about = MappingSet(f"{place}#matches", f"{table.name}: {column}", place, today)
        lines: Iterable[str] = write_sssom(about, match_rows(match for _, match in rows))
    else:
        lines = table_lines(table, kind, rows, delimiter="\t" if form == "tsv" else ",")
    write_lines(lines, output)
    if record and decisions is not None:
        decided.with_offers(tally.offers).write(decisions)
    counts = ", ".join(f"{n:,} {status}" for status, n in sorted(tally.statuses.items()))
    typer.echo(f"Rows: {counts or 'none'}.", err=True)
    if tally.offers and not record:
        typer.echo("Look at what is offered, or keep it with --record --decisions FILE.", err=True)


def load_reconciler(facts: Path | None, decisions: Decisions) -> Reconciler:
    """Load what finds councils."""
    from ofsted_graph import resources
    from ofsted_graph.linking.gazetteer import load_gazetteer
    from ofsted_graph.linking.reconcile import Reconciler

    return Reconciler(load_gazetteer(facts or resources.facts()), decisions)


def write_lines(lines: Iterable[str], output: Path | None) -> None:
    """Write lines to standard output as they come, or to a file whole or not at all."""
    if output is None:
        pending = iter(lines)
        while batch := list(islice(pending, _LINES)):
            options.write("".join(batch).encode(), None)
        return
    from ofsted_graph.linking.sinks import write_whole

    write_whole(output, (line.encode() for line in lines))


def _form_of(output: Path | None) -> str:
    name = output.name if output is not None else ""
    if name.endswith(".sssom.tsv"):
        return "sssom"
    return "tsv" if name.endswith((".tsv", ".tab")) else "csv"
