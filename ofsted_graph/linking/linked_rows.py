"""Turn the rows of a table into triples that join the graph.

Rows are taken a batch at a time: their cells become terms (`terms`, `csvw`), their council is found
(`reconcile`), and the mapping's CONSTRUCT query makes the batch's triples, written as N-Triples,
which any reader of Turtle takes too. Nothing is kept from one batch to the next, so memory does not
grow with the table.

A row from which nothing comes is a fault that hides well, so it is counted: where a batch has fewer
triples than its mapping could make, the rows in which no subject was bound are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from ofsted_graph.errors import UsageError
from ofsted_graph.linking.cells import Cell, Cells, text
from ofsted_graph.linking.csvw import Description
from ofsted_graph.linking.default_mapping import default_mapping
from ofsted_graph.linking.mapping import (
    COUNCIL,
    ROWNUM,
    check_columns,
    check_reserved,
    read_mapping,
    variables,
)
from ofsted_graph.linking.reconcile import ACCEPTED, OFFERED, Reconciler
from ofsted_graph.linking.running import Run, Summary, row_writer
from ofsted_graph.linking.tables import Table
from ofsted_graph.linking.terms import UNDEF

LOOKED_AT = 200
"""Rows looked at to find the column that names councils."""
_ENOUGH = 0.5
"""The part of them that must be authorities of any kind."""


@dataclass(frozen=True)
class CouncilColumns:
    """Where the council of a row is told: its name or code, a second code, a date."""

    name: str = ""
    code: str = ""
    date: str = ""


def link_rows(
    table: Table,
    reconciler: Reconciler,
    *,
    mapping: str | None = None,
    mapping_name: str = "the mapping",
    description: Description | None = None,
    columns: CouncilColumns | None = None,
    base: str = "",
    summary: Summary | None = None,
) -> Iterator[bytes]:
    """Give the triples of a table as N-Triples, a batch of rows at a time.

    Args:
        table: The table; its rows are used up.
        reconciler: Finds councils.
        mapping: A CONSTRUCT query; without one every column becomes a property of its row.
        mapping_name: Where the mapping is from, for messages.
        description: What a CSVW metadata file says of the columns.
        columns: Where the council is told; found among the columns when not said.
        base: The start of IRIs for rows and properties that nothing else names.
        summary: Filled with counts while the triples are taken.

    Raises:
        QueryError: The mapping is not one, or cannot be run.
        UnknownNameError: The mapping or a column named is not in the table.
    """
    counts = summary if summary is not None else Summary()
    names = variables(table.columns, apart=mapping is None)
    first = list(islice(table.rows, LOOKED_AT))
    where = columns or CouncilColumns()
    if not where.name:
        where = CouncilColumns(guess_column(table, first, reconciler), where.code, where.date)
    counts.council_column = where.name
    text_of_mapping = mapping or default_mapping(
        table, description, base, names=names, with_council=bool(where.name)
    )
    plan = read_mapping(text_of_mapping, where=mapping_name)
    check_reserved(plan, names, council=bool(where.name))
    check_columns(plan, [*names, ROWNUM, COUNCIL], where=mapping_name)
    if COUNCIL in plan.uses and COUNCIL not in names and not where.name:
        raise UsageError(
            f"{table.where}: no column was found that names councils; say which with --column."
        )
    find = council_finder(table, where, reconciler, counts)
    run = Run(plan, row_writer(table, names, plan, description, find), counts)
    yield from run.triples(chain(first, table.rows))


def guess_column(table: Table, rows: Sequence[Cells], reconciler: Reconciler) -> str:
    """Find the column that names councils by trying; empty when none does in enough rows."""
    best, most = "", 0.0
    for place, column in enumerate(table.columns):
        values = [text(row[place]) for row in rows if row[place] not in (None, "")]
        # Three-digit numbers are DfE codes in one table and plain counts in the next.
        if not values or all(isinstance(row[place], float | int) for row in rows):
            continue
        # A district is recognised as well as a county: lists of all authorities name both.
        found = sum(reconciler.match(value).score >= reconciler.accept for value in values)
        if found / len(values) > max(most, _ENOUGH):
            best, most = column, found / len(values)
    return best


def _no_council(_row: Cells) -> str:
    return UNDEF


def council_finder(
    table: Table, where: CouncilColumns, reconciler: Reconciler, counts: Summary
) -> Callable[[Cells], str]:
    """Make what finds the council of a row, as a term; each value is looked for once."""
    if not where.name:
        return _no_council
    name, code, date = (
        table.index(column) if column else -1 for column in (where.name, where.code, where.date)
    )
    known: dict[tuple[Cell, ...], tuple[str, str, str]] = {}

    def find(row: Cells) -> str:
        key = (row[name], row[code] if code >= 0 else None, row[date] if date >= 0 else None)
        found = known.get(key)
        if found is None:
            value, its_code, on = (text(cell) for cell in key)
            match = reconciler.match(value, code=its_code, on=on)
            told = f"<{match.iri}>" if match.status == ACCEPTED else UNDEF
            if len(known) > 100_000:
                known.clear()
            known[key] = found = (told, match.status, value)
        told, status, value = found
        counts.statuses[status] += 1
        if status != ACCEPTED and (value in counts.unmatched or len(counts.unmatched) < 10_000):
            counts.unmatched[f"{value} ({status})" if status == OFFERED else value] += 1
        return told

    return find
