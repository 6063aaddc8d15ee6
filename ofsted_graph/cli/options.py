"""Options that several commands share, and writing what a command found."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ofsted_graph.errors import UsageError

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="FILE", help="Ask this graph instead of the shipped one."),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file; its ending tells the format."
    ),
]
Facts = Annotated[
    Path | None,
    typer.Option("--facts", metavar="DIR", help="The folder of the fact tables (data/facts)."),
]
Ontology = Annotated[
    Path | None,
    typer.Option("--ontology", metavar="DIR", help="The folder of the ontology (ontology)."),
]


def read_parameters(given: list[str]) -> dict[str, str]:
    """Read `name=value` pairs.

    Raises:
        UsageError: One has no name or no `=`, or a name comes twice.
    """
    values: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f'"{pair[:80]}" is no parameter; write -p name=value.')
        if name in values:
            raise UsageError(f"the parameter {name} is given twice.")
        values[name] = value
    return values


def write(content: bytes, output: Path | None) -> None:
    """Write what a command found to a file, whole or not at all, or to standard output."""
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from ofsted_graph.files import replace_file

    replace_file(output, content)


def on_terminal() -> bool:
    """Tell whether a person reads standard output."""
    return sys.stdout.isatty()
