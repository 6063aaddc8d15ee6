"""Reconcile a column of a table: the table again with what was found added to each row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ofsted_graph.linking.decisions import Decision
from ofsted_graph.linking.matching import Matcher
from ofsted_graph.linking.reconcile import OFFERED, Match
from ofsted_graph.linking.tables import Cells, Table, text

ADDED = ("", "_label", "_score", "_status", "_why")
"""What is added to a table, after the name of the kind: `council`, `council_label` and so on."""


@dataclass
class Tally:
    """How a reconciliation went; filled while it goes.

    Attributes:
        statuses: Rows by status.
        offers: What was only offered, as decisions that somebody may take.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    offers: list[Decision] = field(default_factory=list)


def matched_rows(
    table: Table,
    matcher: Matcher,
    column: str,
    *,
    code: str = "",
    date: str = "",
    council: str = "",
    tally: Tally | None = None,
) -> Iterator[tuple[Cells, Match]]:
    """Give each row with the match of its value.

    Args:
        table: The table; its rows are used up.
        matcher: Finds things of one kind.
        column: The column with the values to find.
        code: A column with a code that must agree.
        date: A column with the date of which the row speaks.
        council: A column that names the council of the row, for people and inspections.
        tally: Filled with counts and offers.

    Raises:
        UnknownNameError: One of the columns is not in the table.
    """
    counts = tally if tally is not None else Tally()
    place = table.index(column)
    others = [table.index(c) if c else -1 for c in (code, date, council)]
    offered: set[str] = set()
    for row in table.rows:
        cells = [text(row[other]) if other >= 0 else "" for other in others]
        match = matcher.match(text(row[place]), code=cells[0], on=cells[1], council=cells[2])
        counts.statuses[match.status] += 1
        if match.status == OFFERED and match.value not in offered:
            offered.add(match.value)
            why = match.why
            counts.offers.append(
                Decision(match.value, matcher.kind, match.thing, "unsure", evidence=why)
            )
        yield row, match


def csv_lines(
    table: Table, kind: str, rows: Iterator[tuple[Cells, Match]], *, delimiter: str = ","
) -> Iterator[str]:
    """Write the table with what was found added, as CSV."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*table.columns, *added_columns(table.columns, kind)])
    for row, match in rows:
        score = f"{match.score:.3f}" if match.status != "refused" else ""
        found = (match.iri, match.label, score, match.status, match.why)
        writer.writerow([*(text(cell) for cell in row), *found])
        if buffer.tell() > 65536:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def added_columns(columns: tuple[str, ...], kind: str) -> list[str]:
    """Name the columns that are added, clear of those that are there.

    >>> added_columns(("council", "grade"), "council")[:2]
    ['council_found', 'council_found_label']
    """
    stem = kind
    while any(f"{stem}{part}" in columns for part in ADDED):
        stem += "_found"
    return [f"{stem}{part}" for part in ADDED]
