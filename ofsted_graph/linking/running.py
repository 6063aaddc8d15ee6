"""Run a mapping over rows: by the engine, or by the faster road where there is one.

A batch of rows becomes terms, the terms become triples, and nothing is kept from one batch to the
next but what `compiled` remembers of repeated cells.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ofsted_graph.errors import QueryError
from ofsted_graph.linking.cells import Cells
from ofsted_graph.linking.compiling import compile_mapping
from ofsted_graph.linking.csvw import Description
from ofsted_graph.linking.csvw import writer as csvw_writer
from ofsted_graph.linking.mapping import COUNCIL, ROWNUM, Mapping
from ofsted_graph.linking.tables import Table
from ofsted_graph.linking.terms import UNDEF, remembering, term

BATCH = 250
"""Rows to a query: fewer, and its parsing shows; more, and its joins do."""
_LARGE = 4_000
"""Rows to a batch on the faster road, which asks the engine once for each column and batch."""


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
class RowWriter:
    """Writes rows as the insides of VALUES rows, with no more than the mapping uses.

    Attributes:
        names: The variables, in the order written.
        write: From a row's number and cells to its text, and how many triples its empty cells cost.
    """

    names: list[str]
    write: Callable[[int, Cells], tuple[list[str], int]]


def row_writer(
    table: Table,
    names: dict[str, str],
    plan: Mapping,
    description: Description | None,
    find: Callable[[Cells], str],
) -> RowWriter:
    """Make what writes the cells of a row as terms, and counts what empty ones cost."""
    used = [name for name in names if name in plan.uses]
    columns = []
    for name in used:
        place = table.index(names[name])
        told = description.column(names[name], place) if description else None
        each = remembering(csvw_writer(told) if told is not None else term)
        columns.append((place, each, plan.weights.get(name, 0)))
    # A mapping that somebody wrote may mean a column of that name.
    with_council = COUNCIL not in names
    weight = plan.weights.get(COUNCIL, 0) if COUNCIL in plan.uses else 0

    def write(number: int, row: Cells) -> tuple[list[str], int]:
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
        return parts, lost

    return RowWriter([ROWNUM, *used, *([COUNCIL] if with_council else [])], write)


@dataclass(frozen=True)
class _Batch:
    """Rows as terms: the first one's number, and how many triples they could make."""

    start: int
    rows: list[list[str]]
    expected: int


Done = tuple[bytes, list[int]]
"""The triples of a batch, and the numbers of the rows from which nothing came."""


class Run:
    """One table's way through one mapping.

    While the engine makes the triples of one batch, Python writes the next: the engine lets go of
    the interpreter's lock, so the two share a machine's cores.
    """

    def __init__(self, plan: Mapping, writer: RowWriter, counts: Summary) -> None:
        """Take the mapping, what writes rows, and the counts to fill."""
        import pyoxigraph

        self._plan, self._counts, self._writer = plan, counts, writer
        self._store = pyoxigraph.Store()
        self._format = pyoxigraph.RdfFormat.N_TRIPLES
        self._compiled = compile_mapping(plan, writer.names)
        self._size = BATCH

    def triples(self, rows: Iterator[Cells]) -> Iterator[bytes]:
        """Give the triples of rows, a batch at a time."""
        under_way: deque[Future[Done]] = deque()
        with ThreadPoolExecutor(1, thread_name_prefix="mapping") as engine:
            if first := self._written(rows):
                yield self._counted(engine.submit(self._first, first).result())
            while batch := self._written(rows):
                under_way.append(engine.submit(self._mapped, batch))
                if len(under_way) > 2:
                    yield self._counted(under_way.popleft().result())
            while under_way:
                yield self._counted(under_way.popleft().result())

    def _written(self, rows: Iterator[Cells]) -> _Batch | None:
        start, written, lost = self._counts.rows + 1, [], 0
        for number, row in enumerate(islice(rows, self._size), start):
            terms, missing = self._writer.write(number, row)
            written.append(terms)
            lost += missing
        self._counts.rows += len(written)
        expected = len(written) * len(self._plan.triples) - lost
        return _Batch(start, written, expected) if written else None

    def _first(self, batch: _Batch) -> Done:
        """Map the first batch by the engine, and by the faster road to compare."""
        done = self._by_engine(batch)
        if self._compiled is not None:
            mapped = self._compiled.map(self._store, self._writer.names, batch.rows)
            lines = set("".join(mapped.lines).splitlines())
            alike = set(done[0].decode().splitlines())
            same = lines <= alike if mapped.hard else lines == alike
            self._compiled = self._compiled if same else None
            self._size = _LARGE if same else BATCH
        return done

    def _mapped(self, batch: _Batch) -> Done:
        if self._compiled is None:
            return self._by_engine(batch)
        try:
            mapped = self._compiled.map(self._store, self._writer.names, batch.rows)
        except (SyntaxError, ValueError, OSError) as error:
            raise _fault(batch, error) from error
        content = "".join(mapped.lines).encode()
        empty = [batch.start + place for place in mapped.empty]
        for first in range(0, len(mapped.hard), BATCH):
            rows = [batch.rows[place] for place in mapped.hard[first : first + BATCH]]
            more, none = self._by_engine(_Batch(batch.start, rows, batch.expected))
            content += more
            empty += none
        if len(mapped.hard) > len(batch.rows) // 2:
            # A table that is mostly hard gains nothing here.
            self._compiled, self._size = None, BATCH
        return content, sorted(empty)

    def _by_engine(self, batch: _Batch) -> Done:
        names, rows = self._writer.names, [" ".join(terms) for terms in batch.rows]
        try:
            made: Any = self._store.query(self._plan.construct(names, rows))
            content: bytes = made.serialize(format=self._format)
            empty: list[int] = []
            if self._may_have_empty(content, batch):
                found: Any = self._store.query(self._plan.empty_rows(names, rows))
                empty = [int(solution[ROWNUM].value) for solution in found]
        except (SyntaxError, ValueError, OSError) as error:
            raise _fault(batch, error) from error
        return content, empty

    def _may_have_empty(self, content: bytes, batch: _Batch) -> bool:
        if not self._plan.subjects:
            return False
        if self._plan.witness:
            return content.count(self._plan.witness) < len(batch.rows)
        # Empty cells rightly make fewer triples; anything beyond that needs a look.
        return content.count(b"\n") < batch.expected

    def _counted(self, done: Done) -> bytes:
        content, empty = done
        self._counts.triples += content.count(b"\n")
        if empty and not self._counts.without:
            self._counts.first_without = min(empty)
        self._counts.without += len(empty)
        return content


def _fault(batch: _Batch, error: Exception) -> QueryError:
    end, words = batch.start + len(batch.rows) - 1, " ".join(str(error).split())
    return QueryError(f"rows {batch.start} to {end} could not be mapped ({words}).")
