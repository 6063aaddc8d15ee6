"""The command `refresh`: new documents in, a checked graph out."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.errors import InputError

if TYPE_CHECKING:
    from ofsted_graph.importing.found_files import FoundFiles
    from ofsted_graph.importing.table_imports import ImportReport


def refresh(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Folders of new material, or files.")
    ],
    facts: options.Facts = None,
    ontology: options.Ontology = None,
    output: options.Graph = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List everything that was left out, and why.")
    ] = False,
) -> None:
    """Read everything new in some folders, build the graph, check it and tell what is new.

    The kind of each file is found by itself: Ofsted's reports, letters and area SEND reports,
    its yearly statistics, the registers, and tables of posts and of addresses. What cannot be
    read is told and stops nothing. A graph with errors is not written.

    Example: ofsted-graph refresh ~/ofsted/new
    """
    from ofsted_graph import resources
    from ofsted_graph.importing.found_files import find_files

    found = find_files(paths)
    folder = options.writable(facts or resources.facts(), "--facts")
    target = options.writable(output or resources.triples(), "--output")
    rules = ontology or resources.ontology()
    if not any((found.documents, found.posts, found.addresses, found.statistics, found.registers)):
        raise InputError("nothing to read was found there; give Ofsted's documents or tables.")
    _import(found, folder, rules, verbose=verbose)
    _decide(folder)
    _build(folder, rules, target)
    _tell_waiting(folder)


def _import(found: FoundFiles, folder: Path, rules: Path, *, verbose: bool) -> None:
    """Import what was found, the registers first, because the others need the councils."""
    from ofsted_graph.importing.address_tables import import_addresses
    from ofsted_graph.importing.post_tables import import_posts
    from ofsted_graph.importing.registers import import_registers
    from ofsted_graph.importing.statistics import import_statistics
    from ofsted_graph.words import read_words

    for register in found.registers:
        _import_tables("registers", [register], lambda some: import_registers(some[0], folder))
    if found.documents:
        _import_documents(found.documents, folder, verbose=verbose)
    if found.statistics:
        _import_tables("statistics", found.statistics, lambda some: import_statistics(some, folder))
    if found.posts:
        words, today = read_words(rules), dt.datetime.now(tz=dt.UTC).date()
        _import_tables(
            "posts", found.posts, lambda some: import_posts(some, folder, words, today),
            verbose=verbose,
        )  # fmt: skip
    if found.addresses:
        _import_tables("addresses", found.addresses, lambda some: import_addresses(some, folder))
    if found.others:
        count = len(found.others)
        typer.echo(f"{count} other file{'' if count == 1 else 's'} passed over")
        for path in found.others if verbose else ():
            typer.echo(f"  {path}")


def _import_documents(paths: Sequence[Path], folder: Path, *, verbose: bool) -> None:
    from ofsted_graph.cli.importing import DOCUMENTS, bar, print_summary, reader
    from ofsted_graph.importing.run import import_documents

    with bar() as progress:
        summary = import_documents(
            paths, {kind: reader(kind, folder) for kind in DOCUMENTS},
            folder=folder, progress=progress,
        )  # fmt: skip
    print_summary(summary, verbose=verbose)


def _import_tables(
    kind: str,
    paths: Sequence[Path],
    read: Callable[[Sequence[Path]], ImportReport],
    *,
    verbose: bool = True,
) -> None:
    """Import tables; one that cannot be read is told, and the others go on without it."""
    from ofsted_graph.cli.importing import print_report

    left = list(paths)
    while left:
        try:
            report = read(left)
        except InputError as error:
            bad = [path for path in left if str(path) == str(error.path)] or left
            sys.stderr.write(f"{kind} not read: {error}\n")
            left = [path for path in left if path not in bad]
        else:
            print_report(kind, report, verbose=verbose)
            return


def _decide(folder: Path) -> None:
    """Take the decisions on who is who that need no person."""
    from ofsted_graph.people.evident_identities import decide_evident

    if decided := decide_evident(folder, dt.datetime.now(tz=dt.UTC).date()):
        plural = "pairs of names are" if decided > 1 else "pair of names is"
        typer.echo(f"{decided} {plural} one person by rule (identities.rules.csv)")


def _build(folder: Path, rules: Path, target: Path) -> None:
    """Build the graph, and write it if it is valid."""
    from ofsted_graph.cli.build import Made, tell_rule, verdict
    from ofsted_graph.query.store import read_turtle
    from ofsted_graph.validate.validation import validate

    made = Made.from_facts(folder, rules, target)
    if made.content == made.before:
        typer.echo("Nothing new: the graph is unchanged.")
        return
    made.tell()
    graph = read_turtle(made.content)
    report = validate(graph, ontology=rules)
    for level, rule, problems in report.by_rule():
        if level == "error":
            tell_rule(level, rule, problems, everything=False)
    typer.echo(verdict(report, len(graph)))
    if not report.valid:
        sys.stderr.write(
            f"{target} is left as it was: mend the facts that the errors name, and run "
            "`ofsted-graph build`.\n"
        )
        raise typer.Exit(1)
    made.write()
    typer.echo(f"{target}: written, {len(made.content):,} bytes.")


def _tell_waiting(folder: Path) -> None:
    """Say how many decisions wait for a person."""
    from ofsted_graph.people.identities import candidates, load

    if waiting := len(candidates(load(folder))):
        plural = "pairs of names" if waiting > 1 else "pair of names"
        typer.echo(f"{waiting} {plural} may be one person: `ofsted-graph identities` shows them.")
