"""The commands `build`, `validate` and `diff`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.errors import UsageError

if TYPE_CHECKING:
    from ofsted_graph.answers.differences import Differences
    from ofsted_graph.validate.problems import Problem, Report

FIRST_LINES = 20
"""How much of a difference `build` tells; `diff` tells all of it."""
FIRST_PROBLEMS = 20
"""How many things `validate` names for a rule without --all."""


def build(
    facts: options.Facts = None,
    ontology: options.Ontology = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write the graph here (data/triples.ttl)."
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit with 1 if the file is out of date."),
    ] = False,
) -> None:
    """Build the graph from the fact tables, and tell what changed.

    Example: ofsted-graph build --check
    """
    from ofsted_graph import resources
    from ofsted_graph.build import builder
    from ofsted_graph.files import replace_file

    target = output or resources.triples()
    if target.suffix != ".ttl":
        raise UsageError(
            f"the graph is built as Turtle; name a .ttl file, and use `ofsted-graph export` for "
            f"{target.suffix or 'other formats'}."
        )
    content = builder.build(facts or resources.facts(), ontology or resources.ontology())
    before = target.read_bytes() if target.is_file() else None
    if content == before:
        typer.echo(f"{target}: unchanged.")
        return
    changes = _changes(before, content)
    if not check:
        replace_file(target, content)
    if changes is None:
        typer.echo(f"{target}: {'not built yet.' if before is None else 'was no graph.'}")
    else:
        _tell(changes)
    if check:
        typer.echo(f"{target} is out of date; run `ofsted-graph build`.")
        raise typer.Exit(1)
    typer.echo(f"{target}: written, {len(content):,} bytes.")


def _changes(before: bytes | None, content: bytes) -> Differences | None:
    """Compare what is built with what was there; None where that was no graph."""
    from ofsted_graph.answers.differences import compare
    from ofsted_graph.errors import InputError
    from ofsted_graph.query.store import read_turtle

    if before is None:
        return None
    try:
        old = read_turtle(before)
    except InputError:
        # A broken file is what a new build mends, so it must not stop one.
        return None
    return compare(old, read_turtle(content)) if len(old) else None


def _tell(changes: Differences) -> None:
    """Tell what changed: counts, the first lines, and paths that lead nowhere any more."""
    from ofsted_graph.answers.labels import WORKINGS

    typer.echo(changes.summary() if changes else "The same facts, written differently.")
    for line in changes.lines[:FIRST_LINES]:
        typer.echo(f"  {line.text}")
    if len(changes.lines) > FIRST_LINES:
        rest = len(changes.lines) - FIRST_LINES
        typer.echo(f"  … and {rest} more; `ofsted-graph diff OLD NEW` tells all.")
    lasting = [path for path in changes.vanished if path.partition(":")[0] not in WORKINGS]
    for path in lasting:
        _note(
            f"warning: {path} was published and is gone; add it to paths.csv with what replaced it."
        )
    if behind := len(changes.vanished) - len(lasting):
        _note(f"note: {behind} paths of attestations, bounds and the like are gone too.")


def validate(
    data: options.Data = None,
    ontology: options.Ontology = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Name every thing, with warnings and notes too.")
    ] = False,
) -> None:
    """Check the graph against its shapes and check queries; exit with 1 if there is an error.

    Example: ofsted-graph validate --all
    """
    from ofsted_graph.query.store import load_store
    from ofsted_graph.validate.validation import validate as check

    store = load_store(data)
    report = check(store, ontology=ontology)
    for level, rule, problems in report.by_rule():
        _tell_rule(level, rule, problems, everything=everything)
    typer.echo(_verdict(report, len(store)))
    if not report.valid:
        raise typer.Exit(1)


def _tell_rule(level: str, rule: str, problems: tuple[Problem, ...], *, everything: bool) -> None:
    """Print the problems of one rule: errors each, warnings and notes as a count."""
    plural = "" if len(problems) == 1 else "s"
    typer.echo(f"{level} {rule} ({len(problems)} place{plural})")
    for message in dict.fromkeys(problem.message for problem in problems[:FIRST_PROBLEMS]):
        typer.echo(f"  {message}")
    limit = len(problems) if everything else FIRST_PROBLEMS if level == "error" else 0
    for problem in problems[:limit]:
        value = f" {problem.value}" if problem.value else ""
        typer.echo(f"    {problem.entity} {problem.property}{value}")
    if limit < len(problems) and limit:
        typer.echo(f"    … and {len(problems) - limit} more; --all names them.")


def _verdict(report: Report, triples: int) -> str:
    """Say in one line what the report comes to."""
    counts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for level, word in (("error", "error"), ("warning", "warning"), ("info", "note"))
        if (number := report.count(level)) or level == "error"
    ]
    word = "valid" if report.valid else "not valid"
    return f"{word}: {', '.join(counts)} in {triples:,} triples."


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The graph as it was.")],
    new: Annotated[
        Path | None, typer.Argument(metavar="[NEW]", help="The graph as it is (the shipped one).")
    ] = None,
) -> None:
    """Tell in plain words how two graphs differ; exit with 1 if they do.

    Example: ofsted-graph diff before.ttl after.ttl
    """
    from ofsted_graph.answers.differences import compare
    from ofsted_graph.query.store import load_store

    changes = compare(load_store(old), load_store(new))
    for line in changes.lines:
        typer.echo(line.text)
    if changes.lines:
        typer.echo("")
    typer.echo(changes.summary())
    if changes:
        raise typer.Exit(1)


def _note(text: str) -> None:
    """Print what is not the result."""
    sys.stderr.write(f"{text}\n")
