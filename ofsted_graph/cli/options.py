"""Options that several commands share, and writing what a command found."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from ofsted_graph.cli.terminal import visible
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
Graph = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the graph here (data/triples.ttl)."),
]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", help="The post, by its name.")]
DIRECTOR = "Director of children's services"
Facts = Annotated[
    Path | None,
    typer.Option("--facts", metavar="DIR", help="The folder of the fact tables (data/facts)."),
]
Ontology = Annotated[
    Path | None,
    typer.Option("--ontology", metavar="DIR", help="The folder of the ontology (ontology)."),
]


def writable(path: Path, option: str) -> Path:
    """Give the path of something that a command will write.

    Raises:
        UsageError: It came with the installed package.
    """
    from ofsted_graph import resources

    if resources.is_installed(path):
        raise UsageError(
            f"{path} belongs to the installed package, and an upgrade would undo what is written "
            f"there; copy it to a place of your own and name that with {option}."
        )
    return path


def read_parameters(given: list[str]) -> dict[str, str]:
    """Read `name=value` pairs.

    Raises:
        UsageError: One has no name or no `=`, or a name comes twice.
    """
    values: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not re.fullmatch(r"[^\W\d]\w*", name):
            raise UsageError(f'"{pair[:80]}" is no parameter; write -p name=value.')
        if name in values:
            raise UsageError(f"the parameter {name} is given twice.")
        values[name] = value
    return values


def write(content: bytes, output: Path | None) -> None:
    """Write what a command found to a file, whole or not at all, or to standard output.

    A file and a pipe get the exact bytes; a terminal gets text, with what would steer it visible.
    """
    if output is None and on_terminal():
        sys.stdout.write(content.decode("utf-8", errors="replace"))
    elif output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        from ofsted_graph.files import replace_file

        replace_file(output, content)


def write_text(text: str, output: Path | None) -> None:
    """Write what is for reading: whatever would steer a terminal is made visible everywhere."""
    if output is None:
        sys.stdout.write(text)
    else:
        write(visible(text).encode(), output)


def on_terminal() -> bool:
    """Tell whether a person reads standard output."""
    return sys.stdout.isatty()
