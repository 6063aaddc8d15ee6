"""The command `why`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options, sources
from ofsted_graph.cli.completion import complete_subject
from ofsted_graph.csv_text import csv_text
from ofsted_graph.errors import UsageError

if TYPE_CHECKING:
    from ofsted_graph.answers.evidence import Evidence


def why(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="THING",
            help='A person, a council, "Kent 2022" for its inspections of that year, '
            "or anything by its IRI or short form (tenure:…, inspection:…, judgement:…).",
            autocompletion=complete_subject,
        ),
    ],
    form: Annotated[str, typer.Option("--format", "-f", help="text or csv.")] = "text",
    output: options.Output = None,
    data: options.Data = None,
    endpoint: sources.Url = "",
    timeout: sources.Timeout = 60.0,
) -> None:
    """Show the sources behind a fact, a person, an inspection or a tenure.

    Example: ofsted-graph why "Debbie Jones"
    """
    from ofsted_graph.answers.evidence import evidence, find_subject

    if form not in {"text", "csv"}:
        raise UsageError(f'"{form}" is no format of why; use text or csv.')
    store = sources.open_graph(data, endpoint, timeout=timeout)
    found = [one for node in find_subject(store, subject) for one in evidence(store, node)]
    if form == "csv":
        options.write(_csv(found).encode(), output)
    else:
        options.write_text(_text(found), output)


def _text(found: list[Evidence]) -> str:
    """Write evidence for reading: each statement once, with its places under it."""
    lines: list[str] = []
    about = statement = ""
    for one in found:
        if one.about != about:
            lines += [*([""] if lines else []), one.about]
            about, statement = one.about, ""
        if one.statement != statement:
            lines.append(f"  {one.statement}")
            statement = one.statement
        date = f", {one.date}" if one.date else ""
        place = ": ".join(part for part in (f"{one.source}{date}", one.locator) if part)
        lines.append(f"    - {place}{f' [{one.rule}]' if one.rule else ''}")
        if one.page:
            lines.append(f"      {one.page}")
    return "\n".join(lines) + "\n"


def _csv(found: list[Evidence]) -> str:
    """Write evidence as CSV that is safe to open in a spreadsheet."""
    from dataclasses import astuple, fields

    from ofsted_graph.answers.evidence import Evidence
    from ofsted_graph.query.result_formats import spreadsheet_safe

    rows = [[spreadsheet_safe(cell) for cell in astuple(one)] for one in found]
    return csv_text([[column.name for column in fields(Evidence)], *rows])
