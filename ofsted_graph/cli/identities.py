"""The command `identities`: show who may be who, and take decisions."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.cli.terminal import unguarded
from ofsted_graph.csv_text import csv_text
from ofsted_graph.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from ofsted_graph.people.identities import Candidate

_KEYS = {"s": "same", "d": "different", "u": "unsure"}


def identities(
    name: Annotated[
        str, typer.Argument(help="Only candidates with this in one of their names or places.")
    ] = "",
    decide: Annotated[
        tuple[str, str, str] | None,
        typer.Option(
            "--decide",
            metavar="A B same|different|unsure",
            help="Decide on two mentions, such as debbie-jones@croydon.",
        ),
    ] = None,
    because: Annotated[
        str, typer.Option("--because", metavar="TEXT", help="The evidence for the decision.")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")] = "",
    on: Annotated[
        dt.datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="The day of the decision; today."),
    ] = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask for a decision on one candidate after another.")
    ] = False,
    unsure: Annotated[
        bool, typer.Option("--unsure", help="Show those too that were decided to be unsure.")
    ] = False,
    facts: options.Facts = None,
) -> None:
    """Show the names that may be one person, with the evidence, and record decisions.

    Without an option it lists what is open: for people on a terminal, CSV in a pipe.

    Example: ofsted-graph identities --decide una-reyes@ofsted una-reyes@kent same
    --because "report of 3 May 2019, page 2" --by "A. Curator"
    """
    from ofsted_graph import resources
    from ofsted_graph.people.identities import candidates, load

    folder = facts or resources.facts()
    day = on.date() if on else dt.datetime.now(dt.UTC).date()
    if decide is not None or ask:
        options.writable(folder, "--facts")
    if decide is not None:
        _decide(folder, decide, because=because, by=by, day=day)
        return
    wanted = name.casefold()
    found = [
        one
        for one in candidates(load(folder), unsure=unsure)
        if any(
            wanted in form.casefold() for side in (one.a, one.b) for form in (side.id, side.name)
        )
    ]
    if ask:
        _ask(folder, found, by=by, day=day)
    elif options.on_terminal():
        _print_list(found)
    else:
        _print_csv(found)


def _decide(
    folder: Path, decided: tuple[str, str, str], *, because: str, by: str, day: dt.date
) -> None:
    from ofsted_graph.people.identities import load, record
    from ofsted_graph.people.mentions import gather

    a, b, decision = decided
    changed = record(
        folder,
        a,
        b,
        decision,
        evidence=because,
        decided_by=by,
        decided_on=day,
        known=gather(load(folder)),
    )
    typer.echo(f"{a} and {b}: {decision}{'' if changed else ' (as before)'}", err=True)


def _ask(folder: Path, found: Sequence[Candidate], *, by: str, day: dt.date) -> None:
    """Ask about each candidate until the person has enough."""
    from rich.console import Console

    from ofsted_graph.people.identities import is_open, record

    if not (sys.stdin.isatty() and options.on_terminal()):
        raise UsageError("--ask needs a terminal; use --decide in scripts.")
    console = Console(file=unguarded(sys.stdout), highlight=False)
    name = by or typer.prompt("Your name")
    for number, one in enumerate(found, 1):
        if not is_open(folder, one.a.id, one.b.id):
            continue
        console.print()
        _print_one(console, one, f"{number} of {len(found)}")
        key = ""
        while key not in {*_KEYS, "k", "q"}:
            key = typer.prompt("[s]ame, [d]ifferent, [u]nsure, s[k]ip or [q]uit", default="k")
            key = key.strip().lower()[:1]
        if key == "q":
            break
        if key == "k":
            continue
        default = "; ".join(one.con if key == "d" else one.pro) or None
        evidence = typer.prompt("On what evidence", default=default)
        record(
            folder, one.a.id, one.b.id, _KEYS[key],
            evidence=evidence, decided_by=name, decided_on=day,
        )  # fmt: skip


def _print_one(console: Console, one: Candidate, heading: str) -> None:
    from rich.text import Text

    decided = f", {one.decision} so far" if one.decision else ""
    console.print(Text(f"{heading}{decided}", style="dim"))
    for side in (one.a, one.b):
        roles = ", ".join(sorted(side.roles))
        sources = len(side.sources)
        said = f": {roles}; {sources} source{'s' if sources != 1 else ''}"
        console.print(Text.assemble((side.id, "bold"), said))
    for sign, points, style in (("+", one.pro, "green"), ("-", one.con, "red")):
        for point in points:
            console.print(Text(f"  {sign} {point}", style=style))


def _print_list(found: Sequence[Candidate]) -> None:
    from rich.console import Console

    console = Console(file=unguarded(sys.stdout), highlight=False)
    for number, one in enumerate(found, 1):
        _print_one(console, one, f"{number}.")
    plural = "" if len(found) == 1 else "s"
    console.print(f"{len(found)} open candidate{plural}. Decide them with --ask or --decide.")


def _print_csv(found: Sequence[Candidate]) -> None:
    rows = [("a", "b", "kinship", "distance", "for", "against", "decision")]
    for one in found:
        pro, con = ("; ".join(points) for points in (one.pro, one.con))
        apart = f"{one.distance:.2f}"
        rows.append((one.a.id, one.b.id, one.kinship, apart, pro, con, one.decision))
    options.write(csv_text(rows).encode(), None)
