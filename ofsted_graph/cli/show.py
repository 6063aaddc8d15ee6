"""The command `show`."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options, sources
from ofsted_graph.cli.completion import complete_subject
from ofsted_graph.cli.terminal import unguarded, visible
from ofsted_graph.csv_text import csv_text
from ofsted_graph.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

    from ofsted_graph.answers.story import Line, Story

_MOST_NAMED = 12
"""People whom a part of a name is told to mean."""
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
    possible: Annotated[
        bool,
        typer.Option("--possible", help="Where nobody is known, name who may have been in post."),
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
    story = tell(store, subject, possible=possible)
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
        options.write(_plain(_visible(story)).encode(), output)
    else:
        _print(_visible(story))


def tell(store: Store, subject: str, *, possible: bool = False) -> Story:
    """Find the council or the person, and tell their story."""
    from ofsted_graph.answers.story import council_story, person_story
    from ofsted_graph.query import named_things

    near: list[str] = []
    tellers = (("council", partial(council_story, possible=possible)), ("person", person_story))
    for kind, teller in tellers:
        try:
            return teller(store, named_things.find(store, kind, subject))
        except UnknownNameError as error:
            near += error.suggestions
    people = named_things.people_by_part(store, subject)
    if len(people) == 1:
        return person_story(store, *people)
    if people:
        raise UsageError(_several(store, subject, people))
    raise UnknownNameError("council or person", subject, near)


def _several(store: Store, subject: str, people: Mapping[NamedNode, list[str]]) -> str:
    """Say which people a part of a name may mean, and where they held posts."""
    from ofsted_graph.answers.lookups import label

    named = [
        f"{label(store, person)} ({', '.join(places) or 'inspector'})"
        for person, places in people.items()
    ]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return f'"{subject}" may be {"; ".join(named[:_MOST_NAMED])}{more}: give more of the name.'


def as_csv(story: Story) -> str:
    """Write a story as CSV that is safe to open in a spreadsheet."""
    from ofsted_graph.query.result_formats import spreadsheet_safe

    columns = ["subject", "section", "date", "what", "detail", "certainty", "thing", "sources"]
    rows = [columns]
    for section in story.sections:
        for line in section.lines:
            places = "; ".join(line.sources)
            cells = [line.date, line.what, line.detail, line.certainty, line.thing, places]
            row = [story.title, section.title, *cells]
            rows.append([spreadsheet_safe(cell) for cell in row])
    return csv_text(rows)


def _visible(story: Story) -> Story:
    """Make what would steer a terminal visible in every text of a story."""
    sections = tuple(
        replace(section, lines=tuple(_visible_line(line) for line in section.lines))
        for section in story.sections
    )
    facts = tuple(visible(fact) for fact in story.facts)
    return replace(story, title=visible(story.title), facts=facts, sections=sections)


def _visible_line(line: Line) -> Line:
    sources = tuple(visible(source) for source in line.sources)
    date, what, detail = visible(line.date), visible(line.what), visible(line.detail)
    return replace(line, date=date, what=what, detail=detail, sources=sources)


def _print(story: Story) -> None:
    """Print a story for a terminal or a pipe."""
    from rich.console import Console

    if not options.on_terminal():
        options.write_text(_plain(story), None)
        return
    _write(story, Console(file=unguarded(sys.stdout), highlight=False))


def _plain(story: Story) -> str:
    """Write a story as plain text."""
    from rich.console import Console

    buffer = io.StringIO()
    _write(story, Console(file=buffer, highlight=False, width=100, color_system=None))
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
