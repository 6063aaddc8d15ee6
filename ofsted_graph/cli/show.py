"""The command `show`."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options, sources
from ofsted_graph.cli.completion import complete_subject
from ofsted_graph.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ofsted_graph.answers.story import Story

MARKS = {"certain": "●", "likely": "◐", "": " "}


def show(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="COUNCIL|PERSON",
            help="A council or a person, by name, code or IRI.",
            autocompletion=complete_subject,
        ),
    ],
    form: Annotated[
        str, typer.Option("--format", "-f", help="text, csv or json (text without it).")
    ] = "text",
    cite: Annotated[
        bool, typer.Option("--sources", "-s", help="Name the source and place behind each line.")
    ] = False,
    output: options.Output = None,
    data: options.Data = None,
    endpoint: sources.Url = "",
    timeout: sources.Timeout = 60.0,
) -> None:
    """Show a council's or a person's story on one screen.

    Example: ofsted-graph show "Tower Hamlets"
    """
    if form not in {"text", "csv", "json"}:
        raise UsageError(f'"{form}" is no format of show; use text, csv or json.')
    store = sources.open_graph(data, endpoint, timeout=timeout)
    story = tell(store, subject)
    if cite:
        from ofsted_graph.answers.story import with_sources

        story = with_sources(store, story)
    if form == "csv":
        options.write(as_csv(story).encode(), output)
    elif form == "json":
        import dataclasses
        import json

        text = json.dumps(dataclasses.asdict(story), ensure_ascii=False, indent=2)
        options.write(f"{text}\n".encode(), output)
    elif output:
        options.write(_plain(story).encode(), output)
    else:
        _print(story)


def tell(store: Store, subject: str) -> Story:
    """Find the council or the person, and tell their story."""
    from ofsted_graph.answers.story import council_story, person_story
    from ofsted_graph.query import named_things

    near: list[str] = []
    for kind, teller in (("council", council_story), ("person", person_story)):
        try:
            return teller(store, named_things.find(store, kind, subject))
        except UnknownNameError as error:
            near += error.suggestions[:2]
    raise UnknownNameError("council or person", subject, near)


def as_csv(story: Story) -> str:
    """Write a story as CSV that is safe to open in a spreadsheet."""
    from ofsted_graph.query.result_formats import spreadsheet_safe

    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    columns = ["subject", "section", "date", "what", "detail", "certainty", "thing", "sources"]
    writer.writerow(columns)
    for section in story.sections:
        for line in section.lines:
            places = "; ".join(line.sources)
            cells = [line.date, line.what, line.detail, line.certainty, line.thing, places]
            row = [story.title, section.title, *cells]
            writer.writerow([spreadsheet_safe(cell) for cell in row])
    return buffer.getvalue()


def _print(story: Story) -> None:
    """Print a story for a terminal or a pipe."""
    import sys

    from rich.console import Console

    width = None if sys.stdout.isatty() else 100
    _write(story, Console(highlight=False, width=width))


def _plain(story: Story) -> str:
    """Write a story as plain text."""
    from rich.console import Console

    buffer = io.StringIO()
    _write(story, Console(file=buffer, highlight=False, width=100))
    return buffer.getvalue()


def _write(story: Story, console: object) -> None:
    """Write a story's sections as aligned lines."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from ofsted_graph.answers.story import NOTE

    if not isinstance(console, Console):
        raise TypeError
    console.print(Text(story.title, style="bold"))
    for fact in story.facts:
        console.print(Text(fact, style="dim"))
    for section in story.sections:
        console.print()
        console.print(Text(section.title, style="bold underline"))
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for line in section.lines:
            date = Text(line.date or f"{' ' * 8}{MARKS[line.certainty]} ")
            if line.date and line.certainty:
                date.append(f" {MARKS[line.certainty]}")
            style = "bold" if line.date else ""
            detail = Text(line.detail)
            for place in line.sources:
                detail.append(f"\n– {place}", style="dim")
            table.add_row(date, Text(line.what, style=style), detail)
        console.print(Padding(table, (0, 0, 0, 2)))
    console.print()
    console.print(
        Text(
            "● certain  ◐ likely. `ofsted-graph why` an inspection has the candidates.", style="dim"
        )
    )
    console.print(Text(NOTE, style="dim"))
