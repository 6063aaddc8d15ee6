"""The command `import`."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.cli.terminal import unguarded
from ofsted_graph.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ofsted_graph.importing.readings import Reader
    from ofsted_graph.importing.run import Progress, Summary
    from ofsted_graph.importing.table_imports import ImportReport

DOCUMENTS = ("reports", "letters", "send")
TABLES = ("statistics", "registers", "posts", "addresses")
KINDS = (*DOCUMENTS, *TABLES)


def import_(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="reports, letters, send (area SEND reports), statistics, registers, posts (a "
            "table of who held which post) or addresses (of where documents are published).",
            autocompletion=lambda incomplete: [k for k in KINDS if k.startswith(incomplete)],
        ),
    ],
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files, or folders of them.")
    ],
    facts: options.Facts = None,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=0, help="Worker processes; 0 chooses by the machine."),
    ] = 0,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List every field that was left out, and why.")
    ] = False,
) -> None:
    """Read Ofsted's documents and the registers into the fact tables.

    Nothing is written before all files were read; a file that is refused keeps its earlier rows.

    Example: ofsted-graph import letters ~/ofsted/letters
    """
    from ofsted_graph import resources

    folder = options.writable(facts or resources.facts(), "--facts")
    if kind in TABLES:
        report = _import_tables(kind, paths, folder)
        print_report(kind, report)
        if kind in {"posts", "addresses"} and report.notes:
            raise typer.Exit(1)
        return
    if kind not in KINDS:
        raise UsageError(f'"{kind[:60]}" is no kind of source; use one of {", ".join(KINDS)}.')
    from ofsted_graph.importing.run import import_documents

    with bar() as progress:
        summary = import_documents(
            paths,
            {kind: reader(kind, folder)},
            folder=folder,
            jobs=jobs or None,
            progress=progress,
        )
    print_summary(summary, verbose=verbose)
    if summary.refused:
        raise typer.Exit(1)


def reader(kind: str, folder: Path) -> Reader:
    """Make the reader of a kind of document."""
    if kind == "reports":
        from ofsted_graph.importing.reports import ReportReader

        return ReportReader.from_folder(folder)
    from ofsted_graph.facts.councils import CouncilIndex

    councils = CouncilIndex.from_folder(folder)
    if kind == "letters":
        from ofsted_graph.importing.letters import LetterReader

        return LetterReader(councils)
    from ofsted_graph.importing.send import SendReader

    return SendReader(councils)


def _import_tables(kind: str, paths: Sequence[Path], folder: Path) -> ImportReport:
    """Import the statistics, the registers, tables of posts or of addresses."""
    if kind == "posts":
        from ofsted_graph import resources
        from ofsted_graph.importing.post_tables import import_posts
        from ofsted_graph.people.evident_identities import decide_evident
        from ofsted_graph.words import read_words

        today = dt.datetime.now(tz=dt.UTC).date()
        report = import_posts(paths, folder, read_words(resources.ontology()), today)
        decide_evident(folder, today)
        return report
    if kind == "addresses":
        from ofsted_graph.importing.address_tables import import_addresses

        return import_addresses(paths, folder)
    if kind == "statistics":
        from ofsted_graph.importing.statistics import import_statistics

        return import_statistics(paths, folder)
    from ofsted_graph.importing.registers import import_registers

    if len(paths) != 1 or not paths[0].is_dir():
        raise InputError("registers are imported together; name the one folder they lie in.")
    return import_registers(paths[0], folder)


@contextmanager
def bar() -> Iterator[Progress | None]:
    """Show a progress bar while reading, if a person is watching."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(file=unguarded(sys.stderr)), transient=True) as shown:
        task = shown.add_task("Reading", total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def print_summary(summary: Summary, *, verbose: bool) -> None:
    """Print what an import of documents did: refusals to standard error, the counts last."""
    for line in (*summary.refused, *summary.repeated):
        sys.stderr.write(f"{line}\n")
    typer.echo(
        f"{summary.read} read: {summary.new} new, {summary.changed} changed, "
        f"{summary.unchanged} unchanged; {len(summary.repeated)} repeated, "
        f"{len(summary.refused)} refused; {len(summary.left_out)} fields left out"
    )
    if verbose:
        for file, item in summary.left_out:
            typer.echo(f"  {file}: {item}")
    elif summary.left_out:
        typer.echo("(--verbose lists the fields left out, with the reason of each)")


def print_report(kind: str, report: ImportReport, *, verbose: bool = True) -> None:
    """Print what an import of tables did; without `verbose`, notes only as a count."""
    if verbose:
        for note in report.notes:
            sys.stderr.write(f"{note}\n")
    elif report.notes:
        typer.echo(f"{kind}: {len(report.notes)} rows left out (--verbose says why)")
    rows = ", ".join(f"{count} {table}" for table, count in sorted(report.rows.items()))
    changed = ", ".join(report.changed) or "nothing"
    typer.echo(f"{kind}: {rows}; changed: {changed}")
