"""The command `link`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.cli.reconcile import (
    AddedColumns,
    Code,
    Date,
    DecisionsFile,
    Encoding,
    HeaderRow,
    Sheet,
    Source,
    load_reconciler,
)
from ofsted_graph.errors import InputError, UsageError

if TYPE_CHECKING:
    from ofsted_graph.linking.running import Summary


def link(
    source: Source,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            "-m",
            metavar="FILE",
            help="A SPARQL CONSTRUCT query whose variables are the columns.",
        ),
    ] = None,
    column: Annotated[
        str, typer.Option("--column", "-c", metavar="COL", help="The column that names councils.")
    ] = "",
    code: Code = "",
    date: Date = "",
    decisions: DecisionsFile = None,
    metadata: Annotated[
        Path | None,
        typer.Option(
            "--metadata",
            metavar="FILE",
            help="CSVW metadata; TABLE-metadata.json beside the table if unsaid.",
        ),
    ] = None,
    base: Annotated[
        str, typer.Option("--base", metavar="IRI", help="The start of IRIs for rows and columns.")
    ] = "",
    output: options.Output = None,
    store: Annotated[
        Path | None,
        typer.Option("--store", metavar="DIR", help="Load into this persistent store instead."),
    ] = None,
    show_mapping: Annotated[
        bool, typer.Option("--show-mapping", help="Print the mapping that would be used and stop.")
    ] = False,
    sheet: Sheet = None,
    header_row: HeaderRow = 1,
    encoding: Encoding = None,
    added: AddedColumns = None,
    facts: options.Facts = None,
) -> None:
    """Turn a table into triples that join the graph.

    Example: ofsted-graph link spending.csv --mapping spending.rq -o spending.ttl
    """
    from ofsted_graph.linking.csvw import read_description
    from ofsted_graph.linking.csvw_linked import TEXTS, link_described
    from ofsted_graph.linking.decisions import Decisions
    from ofsted_graph.linking.linked_rows import CouncilColumns, link_rows
    from ofsted_graph.linking.running import Summary
    from ofsted_graph.linking.tables import open_table

    if output is not None and store is not None:
        raise UsageError("choose one: --output for a file or --store for a store.")
    decided = Decisions.read(decisions) if decisions else Decisions()
    summary = Summary()
    where = CouncilColumns(column, code, date)
    described = _description_path(source, metadata)
    plain = not (mapping or show_mapping or sheet or encoding or added or header_row != 1)
    if described is not None and plain and Path(source).suffix.lower() in TEXTS:
        warnings: list[str] = []
        standard = link_described(
            Path(source),
            described,
            load_reconciler(facts, decided),
            columns=where,
            base=base,
            summary=summary,
            warnings=warnings,
        )
        _write(standard, output, store, summary)
        for words in warnings:
            typer.echo(f"{described}: {words}", err=True)
        _report(summary)
        return
    told = None if described is None else read_description(described, Path(source).name)
    table = open_table(
        source,
        sheet=sheet,
        header_row=header_row,
        encoding=encoding or (told.encoding if told else None),
        delimiter=told.delimiter if told else None,
        added=added or [],
        titles=told.titles if told else (),
    )
    reconciler = load_reconciler(facts, decided)
    if show_mapping:
        from ofsted_graph.linking.default_mapping import default_mapping
        from ofsted_graph.linking.mapping import variables

        names = variables(table.columns, apart=True)
        shown = default_mapping(table, told, base, names=names, with_council=True)
        typer.echo(shown, nl=False)
        return
    chunks = link_rows(
        table,
        reconciler,
        mapping=_read(mapping) if mapping else None,
        mapping_name=str(mapping) if mapping else "the mapping",
        description=told,
        columns=where,
        base=base,
        summary=summary,
    )
    _write(chunks, output, store, summary)
    _report(summary)


def _write(
    chunks: Iterable[bytes], output: Path | None, store: Path | None, summary: Summary
) -> None:
    from ofsted_graph.linking.sinks import write_file, write_store

    if store is not None:
        write_store(store, _watched(chunks, summary))
    elif output is not None:
        write_file(output, _watched(chunks, summary))
    else:
        for chunk in chunks:
            options.write(chunk, None)


def _watched(chunks: Iterable[bytes], summary: Summary) -> Iterator[bytes]:
    """Show on a terminal how far the work is: how many rows there will be nobody knows before."""
    if not sys.stderr.isatty():
        yield from chunks
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as shown:
        task = shown.add_task("Linking …", total=None)
        for chunk in chunks:
            said = f"Linking: {_rows(summary.rows)}, {summary.triples:,} triples"
            shown.update(task, description=said)
            yield chunk


def _description_path(source: str, metadata: Path | None) -> Path | None:
    from ofsted_graph.linking.csvw import find_description

    return metadata or (find_description(Path(source)) if source != "-" else None)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", path=path) from error
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 text (byte {error.start}).", path=path) from error


def _report(summary: Summary) -> None:
    """Say on standard error what came of it."""
    made = f"{_rows(summary.rows)} made {summary.triples:,} triples."
    typer.echo(made, err=True)
    if summary.council_column:
        statuses = summary.statuses
        typer.echo(
            f'Councils by "{summary.council_column}": {statuses["accepted"]:,} found, '
            f"{statuses['offered']:,} unsure, {statuses['refused']:,} refused.",
            err=True,
        )
    if summary.unmatched:
        most = ", ".join(f"{value} ×{n:,}" for value, n in summary.unmatched.most_common(6))
        more = len(summary.unmatched) - 6
        others = f" and {more:,} more" if more > 0 else ""
        typer.echo(f"Without a council: {most}{others}.", err=True)
    if summary.without:
        typer.echo(
            f"{_rows(summary.without)} made no triples, first row {summary.first_without:,}: "
            f"the mapping left their subject unbound.",
            err=True,
        )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
