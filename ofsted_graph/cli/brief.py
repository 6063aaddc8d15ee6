"""The command `brief`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.cli.completion import complete_subject
from ofsted_graph.errors import MissingExtraError, UsageError


def brief(
    council: Annotated[
        str,
        typer.Argument(
            metavar="COUNCIL",
            help="A council, by name, code or IRI.",
            autocompletion=complete_subject,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="Write here: a .pdf or .html file."),
    ],
    data: options.Data = None,
) -> None:
    """Write one page on a council, to print or to read before a meeting.

    Example: ofsted-graph brief Croydon -o croydon.pdf
    """
    from ofsted_graph.query import named_things
    from ofsted_graph.query.store_cache import open_store
    from ofsted_graph.viz.briefs import TYPE_SIZES, render_brief
    from ofsted_graph.viz.briefs import brief as gather

    ending = output.suffix.lower()
    if ending not in {".pdf", ".html"}:
        raise UsageError(f'a brief is a .pdf or .html file; "{output.name}" is neither.')
    store = open_store(data)
    told = gather(store, named_things.find(store, "council", council))
    day = dt.datetime.now(tz=dt.UTC).date()
    pages = (render_brief(told, day, size=size) for size in TYPE_SIZES)
    options.write(_one_sheet(pages) if ending == ".pdf" else next(pages).encode(), output)
    typer.echo(f"Wrote {output}.")


def _one_sheet(pages: Iterator[str]) -> bytes:
    """Print the first page that fits a sheet, or else the last."""
    try:
        from weasyprint import HTML
    except ImportError as error:
        raise MissingExtraError("Printing a brief as PDF", "brief") from error
    except OSError as error:
        raise UsageError(
            "printing a PDF needs the system's library Pango (Debian: libpango-1.0-0 and "
            "libpangoft2-1.0-0); write .html and print that."
        ) from error
    for page in pages:
        printed = HTML(string=page, url_fetcher=_nothing).render()
        if len(printed.pages) == 1:
            break
    return bytes(printed.write_pdf() or b"")


def _nothing(url: str) -> None:
    """Fetch nothing: the page needs nothing else."""
    raise ValueError(url)
