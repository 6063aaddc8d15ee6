"""The command `coverage`."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ofsted_graph.answers.coverage import Coverage


def coverage(
    calibrate: Annotated[
        bool,
        typer.Option(
            "--calibration",
            help="Leave each sighting out, and hold what is predicted from the rest against it.",
        ),
    ] = False,
    form: Annotated[str, typer.Option("--format", "-f", help="text or csv.")] = "text",
    output: options.Output = None,
    data: options.Data = None,
) -> None:
    """Report at how many inspections the director is known by name, and how surely.

    Example: ofsted-graph coverage
    """
    from ofsted_graph.answers.coverage import coverage as count
    from ofsted_graph.query.store import load_store

    if form not in {"text", "csv"}:
        raise UsageError(f'"{form}" is no format of coverage; use text or csv.')
    store = load_store(data)
    if calibrate:
        from ofsted_graph.answers.calibration import calibration

        lines = list(calibration(store))
    else:
        lines = list(_lines(count(store)))
    options.write((_csv if form == "csv" else _text)(lines).encode(), output)


def _lines(found: Coverage) -> Iterator[list[str]]:
    """Give a heading and a line for all, each framework and each year."""
    from ofsted_graph.answers.coverage import KINDS

    yield ["inspections", "all", *KINDS]
    groups: dict[str, Counter[str]] = {"all": found.total}
    groups |= dict(sorted(found.by_framework.items())) | dict(sorted(found.by_year.items()))
    for name, counts in groups.items():
        yield [name, str(counts.total()), *(str(counts[kind]) for kind in KINDS)]


def _csv(lines: list[list[str]]) -> str:
    """Write the counts as CSV."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(lines)
    return buffer.getvalue()


def _text(lines: list[list[str]]) -> str:
    """Write the counts as an aligned table."""
    width = max(map(len, lines))
    lines = [line + [""] * (width - len(line)) for line in lines]
    widths = [max(len(line[i]) for line in lines) for i in range(width)]
    return "".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )
