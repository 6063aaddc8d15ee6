"""The command `coverage`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.csv_text import csv_text
from ofsted_graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ofsted_graph.answers.coverage import Coverage


def coverage(
    role: options.Role = options.DIRECTOR,
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
    """Report at how many inspections the holder of a post is known by name, and how surely.

    Named are those that are certain or likely. Posts that only some councils have count only there.

    Example: ofsted-graph coverage
    """
    from ofsted_graph.answers.coverage import coverage as count
    from ofsted_graph.query import named_things
    from ofsted_graph.query.store_cache import open_store

    if form not in {"text", "csv"}:
        raise UsageError(f'"{form}" is no format of coverage; use text or csv.')
    store = open_store(data)
    if calibrate:
        from ofsted_graph.answers.calibration import calibration

        lines = list(calibration(store))
    else:
        lines = list(_lines(count(store, named_things.find(store, "role", role))))
    if form == "csv":
        options.write(csv_text(lines).encode(), output)
    else:
        options.write_text(_text(lines), output)


def _lines(found: Coverage) -> Iterator[list[str]]:
    """Give a heading and a line for all, each framework, each overall grade and each year."""
    from ofsted_graph.answers.coverage import KINDS, named_share

    yield ["inspections", "all", *KINDS, "named"]
    groups: dict[str, Counter[str]] = {"all": found.total}
    for group in (found.by_framework, found.by_grade, found.by_year):
        groups |= dict(sorted(group.items()))
    for name, counts in groups.items():
        shares = (str(counts[kind]) for kind in KINDS)
        yield [name, str(counts.total()), *shares, f"{named_share(counts):.1%}"]


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
