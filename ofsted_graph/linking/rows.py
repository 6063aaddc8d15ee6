"""Turn the rows of a table into triples that join the graph.

Rows are taken a batch at a time: their cells become terms (`terms`, `csvw`), their council is found
(`reconcile`), and the mapping's CONSTRUCT query makes the batch's triples, written as N-Triples,
which any reader of Turtle takes too. Nothing is kept from one batch to the next, so memory does not
grow with the table.

A row from which nothing comes is a fault that hides well, so it is counted: where a batch has fewer
triples than its mapping could make, the rows in which no subject was bound are asked for.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from ofsted_graph.errors import QueryError, UsageError
from ofsted_graph.linking.csvw import Description
from ofsted_graph.linking.csvw import writer as csvw_writer
from ofsted_graph.linking.default_mapping import default_mapping
from ofsted_graph.linking.mapping import (
    COUNCIL,
    ROWNUM,
    Mapping,
    check_columns,
    read_mapping,
    variables,
)
from ofsted_graph.linking.reconcile import ACCEPTED, OFFERED, Reconciler
from ofsted_graph.linking.tables import Cell, Cells, Table, text
from ofsted_graph.linking.terms import UNDEF, remembering, term

BATCH = 250
"""Rows to a query: fewer, and its parsing shows; more, and its joins do."""
_LOOKED_AT = 200
"""Rows looked at to find the column that names councils."""
_ENOUGH = 0.5
"""The part of them that must be authorities of any kind."""


@dataclass
class Summary:
    """What a run came to; filled while it goes.

    Attributes:
        rows: Rows read.
        triples: Triples made.
        without: Rows from which nothing came, counted.
        first_without: The number of the first of them.
        council_column: The column that councils were found by, if any.
        statuses: How many rows were accepted, offered, refused.
        unmatched: The values that were not accepted, with how often.
    """

    rows: int = 0
    triples: int = 0
    without: int = 0
    first_without: int = 0
    council_column: str = ""
    statuses: Counter[str] = field(default_factory=Counter)
    unmatched: Counter[str] = field(default_factory=Counter)


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
    names = variables(table.columns)
    first = list(islice(table.rows, _LOOKED_AT))
    where = columns or CouncilColumns()
    if not where.name:
        where = CouncilColumns(guess_column(table, first, reconciler), where.code, where.date)
    counts.council_column = where.name
    text_of_mapping = mapping or default_mapping(
        table, description, base, with_council=bool(where.name)
    )
    plan = read_mapping(text_of_mapping, where=mapping_name)
    check_columns(plan, [*names, ROWNUM, COUNCIL], where=mapping_name)
    if COUNCIL in plan.uses and COUNCIL not in names and not where.name:
        raise UsageError(
            f"{table.where}: no column was found that names councils; say which with --column."
        )
    find = _council_finder(table, where, reconciler, counts) if where.name else _no_council
    run = _Run(plan, _row_writer(table, names, plan, description, find), counts)
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


def _council_finder(
    table: Table, where: CouncilColumns, reconciler: Reconciler, counts: Summary
) -> Callable[[Cells], str]:
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


@dataclass(frozen=True)
class _Writer:
    """Writes rows as the insides of VALUES rows, with no more than the mapping uses.

    Attributes:
        names: The variables, in the order written.
        write: From a row's number and cells to its text, and how many triples its empty cells cost.
    """

    names: list[str]
    write: Callable[[int, Cells], tuple[str, int]]


def _row_writer(
    table: Table,
    names: dict[str, str],
    plan: Mapping,
    description: Description | None,
    find: Callable[[Cells], str],
) -> _Writer:
    used = [name for name in names if name in plan.uses]
    columns = []
    for name in used:
        place = table.index(names[name])
        told = description.column(names[name], place) if description else None
        each = remembering(csvw_writer(told) if told is not None else term)
        columns.append((place, each, plan.weights.get(name, 0)))
    with_council = COUNCIL not in names
    weight = plan.weights.get(COUNCIL, 0) if COUNCIL in plan.uses else 0

    def write(number: int, row: Cells) -> tuple[str, int]:
        parts, lost = [str(number)], 0
        for place, each, cost in columns:
            written = each(row[place])
            parts.append(written)
            if written is UNDEF:
                lost += cost
        if with_council:
            council = find(row)
            parts.append(council)
            if council is UNDEF:
                lost += weight
        return " ".join(parts), lost

    return _Writer([ROWNUM, *used, *([COUNCIL] if with_council else [])], write)


@dataclass(frozen=True)
class _Batch:
    """Rows written for the engine: the first one's number and how many triples they could make."""

    start: int
    rows: list[str]
    expected: int


class _Run:
    """One table's way through one mapping.

    While the engine makes the triples of one batch, Python writes the next: the engine lets go of
    the interpreter's lock, so the two share a machine's cores.
    """

    def __init__(self, plan: Mapping, writer: _Writer, counts: Summary) -> None:
        import pyoxigraph

        self._plan, self._counts, self._writer = plan, counts, writer
        self._store = pyoxigraph.Store()
        self._format = pyoxigraph.RdfFormat.N_TRIPLES

    def triples(self, rows: Iterator[Cells]) -> Iterator[bytes]:
        under_way: deque[Future[tuple[bytes, list[int]]]] = deque()
        with ThreadPoolExecutor(1, thread_name_prefix="mapping") as engine:
            while batch := self._written(rows):
                under_way.append(engine.submit(self._construct, batch))
                if len(under_way) > 2:
                    yield self._counted(under_way.popleft().result())
            while under_way:
                yield self._counted(under_way.popleft().result())

    def _written(self, rows: Iterator[Cells]) -> _Batch | None:
        start, written, lost = self._counts.rows + 1, [], 0
        for number, row in enumerate(islice(rows, BATCH), start):
            line, missing = self._writer.write(number, row)
            written.append(line)
            lost += missing
        self._counts.rows += len(written)
        expected = len(written) * self._plan.template - lost
        return _Batch(start, written, expected) if written else None

    def _construct(self, batch: _Batch) -> tuple[bytes, list[int]]:
        names, rows = self._writer.names, batch.rows
        try:
            made: Any = self._store.query(self._plan.construct(names, rows))
            content: bytes = made.serialize(format=self._format)
            empty: list[int] = []
            if self._may_have_empty(content, batch):
                found: Any = self._store.query(self._plan.empty_rows(names, rows))
                empty = [int(solution[ROWNUM].value) for solution in found]
        except (SyntaxError, ValueError, OSError) as error:
            end = batch.start + len(rows) - 1
            raise QueryError(
                f"rows {batch.start} to {end} could not be mapped ({' '.join(str(error).split())})."
            ) from error
        return content, empty

    def _may_have_empty(self, content: bytes, batch: _Batch) -> bool:
        if not self._plan.subjects:
            return False
        if self._plan.witness:
            return content.count(self._plan.witness) < len(batch.rows)
        # Empty cells rightly make fewer triples; anything beyond that needs a look.
        return content.count(b"\n") < batch.expected

    def _counted(self, done: tuple[bytes, list[int]]) -> bytes:
        content, empty = done
        self._counts.triples += content.count(b"\n")
        if empty and not self._counts.without:
            self._counts.first_without = min(empty)
        self._counts.without += len(empty)
        return content
