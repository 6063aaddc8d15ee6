"""The command `export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.errors import UsageError


def _complete(incomplete: str) -> list[str]:
    """Offer the formats."""
    from ofsted_graph.answers.graph_formats import FORMATS

    return [form for form in FORMATS if form.startswith(incomplete)]


def export(
    form: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="ttl, nt, jsonld, trig, xml (RDF/XML), csv (a folder of tables), datapackage ("
            "tables for research, with a panel and what each column means) or graphml. "
            "Without it: what the file's ending says.",
            autocompletion=_complete,
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE|DIR", help="Write here; csv needs a folder."),
    ] = None,
    data: options.Data = None,
) -> None:
    """Write the whole graph in another format.

    Example: ofsted-graph export -o tables
    """
    from ofsted_graph.answers import graph_formats as library
    from ofsted_graph.query.store import load_store

    if form and form not in library.FORMATS:
        raise UsageError(f'"{form}" is no format; use one of {", ".join(library.FORMATS)}.')
    if not form:
        form = library.format_of(output) if output else "ttl"
    if form == "graphml":
        from ofsted_graph.network.networks import network
        from ofsted_graph.viz.network_formats import render_graphml

        options.write(render_graphml(network(load_store(data))).encode(), output)
        return
    if form not in {"csv", "datapackage"}:
        options.write(library.export(load_store(data), form), output)
        return
    if output is None:
        raise UsageError(f"{form} is a folder of tables; name it with -o, such as -o tables.")
    written = library.export_tables if form == "csv" else library.export_package
    for path in written(load_store(data), output):
        sys.stderr.write(f"{path}\n")
