"""Reconcile a column of a table: the table again with what was found added to each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from ofsted_graph.csv_text import csv_lines
from ofsted_graph.linking.cells import Cells, text
from ofsted_graph.linking.decisions import Decision
from ofsted_graph.linking.matching import Matcher
from ofsted_graph.linking.reconcile import OFFERED, REFUSED, Match
from ofsted_graph.linking.tables import Table

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


def table_lines(
    table: Table, kind: str, rows: Iterator[tuple[Cells, Match]], *, delimiter: str = ","
) -> Iterator[str]:
    """Write the table with what was found added, as CSV."""
    # What is wrong with the arguments shows at the first row, and then nothing is written.
    first = list(islice(rows, 1))
    header = [*table.columns, *added_columns(table.columns, kind)]
    return csv_lines(chain([header], map(_line, chain(first, rows))), delimiter=delimiter)


def _line(found: tuple[Cells, Match]) -> list[str | None]:
    row, match = found
    iri, label, score, *rest = added_cells(match)
    return [*map(text, row), iri, label, "" if score is None else f"{score:.3f}", *rest]


def added_cells(match: Match) -> tuple[str | None, str | None, float | None, str, str]:
    """Give what is added to a row: IRI, name, score, status and reason; None where refused."""
    score = None if match.status == REFUSED else match.score
    return match.iri or None, match.label or None, score, match.status, match.why


def added_columns(columns: tuple[str, ...], kind: str) -> list[str]:
    """Name the columns that are added, clear of those that are there.

    >>> added_columns(("council", "grade"), "council")[:2]
    ['council_found', 'council_found_label']
    """
    stem = kind
    while any(f"{stem}{part}" in columns for part in ADDED):
        stem += "_found"
    return [f"{stem}{part}" for part in ADDED]
