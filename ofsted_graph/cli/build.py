"""The commands `build`, `validate` and `diff`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.errors import UsageError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ofsted_graph.build.editions import Edition
    from ofsted_graph.validate.problems import Problem, Report

FIRST_LINES = 20
"""How much of a difference `build` tells; `diff` tells all of it."""
FIRST_PROBLEMS = 20
"""How many things `validate` names for a rule without --all."""


def build(
    facts: options.Facts = None,
    ontology: options.Ontology = None,
    output: options.Graph = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit with 1 if the file is out of date."),
    ] = False,
) -> None:
    """Build the graph from the fact tables, and tell what changed.

    Example: ofsted-graph build --check
    """
    from ofsted_graph import resources

    folder, target = facts or resources.facts(), output or resources.triples()
    if not check:
        options.writable(folder, "--facts")
        options.writable(target, "--output")
    if target.suffix != ".ttl":
        raise UsageError(
            f"the graph is built as Turtle; name a .ttl file, and use `ofsted-graph export` for "
            f"{target.suffix or 'other formats'}."
        )
    made = Made.from_facts(folder, ontology or resources.ontology(), target)
    if made.content == made.before:
        typer.echo(f"{target}: unchanged.")
        return
    if check:
        made.tell()
        typer.echo(f"{target} is out of date; run `ofsted-graph build`.")
        raise typer.Exit(1)
    made.write()
    made.tell()
    typer.echo(f"{target}: written, {len(made.content):,} bytes.")


@dataclass(frozen=True)
class Made:
    """A graph that was built and not yet written, with what it will replace."""

    facts: Path
    target: Path
    before: bytes | None
    old: Store | None
    content: bytes
    edition: Edition | None

    @classmethod
    def from_facts(cls, facts: Path, ontology: Path, target: Path) -> Made:
        """Build; the addresses of the graph that is there lead on."""
        from ofsted_graph.build import builder
        from ofsted_graph.build.editions import next_edition

        before = target.read_bytes() if target.is_file() else None
        old = _graph_in(before)
        if old is None:
            return cls(facts, target, before, None, builder.build(facts, ontology), None)
        edition = next_edition(facts, ontology, old)
        return cls(facts, target, before, old, edition.content, edition)

    def write(self) -> None:
        """Write the rows that keep addresses, and then the graph."""
        from ofsted_graph.files import replace_file

        if self.edition:
            self.edition.write_tables(self.facts)
        replace_file(self.target, self.content)

    def tell(self) -> None:
        """Tell what changed: the counts, the first lines, and what became of addresses."""
        from ofsted_graph.answers.differences import compare
        from ofsted_graph.query.store import read_turtle

        if self.old is None or self.edition is None:
            what = "not built yet." if self.before is None else "was no graph."
            typer.echo(f"{self.target}: {what}")
            return
        changes = compare(self.old, read_turtle(self.content))
        typer.echo(changes.summary() if changes else "The same facts, written differently.")
        for line in changes.lines[:FIRST_LINES]:
            typer.echo(f"  {line.text}")
        if (rest := len(changes.lines) - FIRST_LINES) > 0:
            typer.echo(f"  … and {rest} more; `ofsted-graph diff OLD NEW` tells all.")
        if self.edition.new:
            plural = "es lead" if self.edition.new > 1 else " leads"
            typer.echo(f"{self.edition.new} published address{plural} to what replaced it.")
        for path in self.edition.lost:
            _note(f"warning: {path} was published and is gone; nothing replaces it.")


def _graph_in(content: bytes | None) -> Store | None:
    """Read what is there; None where that is no graph."""
    from ofsted_graph.errors import InputError
    from ofsted_graph.query.store import read_turtle

    if content is None:
        return None
    try:
        return read_turtle(content) or None
    except InputError:
        # A broken file is what a new build mends, so it must not stop one.
        return None


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
        tell_rule(level, rule, problems, everything=everything)
    typer.echo(verdict(report, len(store)))
    if not report.valid:
        raise typer.Exit(1)


def tell_rule(level: str, rule: str, problems: tuple[Problem, ...], *, everything: bool) -> None:
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


def verdict(report: Report, triples: int) -> str:
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
