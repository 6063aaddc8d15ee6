"""What a reader of documents hands back: rows for the fact tables, and what it left out and why.

A reader is a function `read(document) -> Reading`, named at the top level of its module so that a
worker process can find it. It raises `InputError` for a document that is not of its kind at all;
a field it cannot read is left out with a reason, and the rest of the document goes in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ofsted_graph.facts.fact_tables import TABLES
from ofsted_graph.importing.pdf import Document


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A field that was not taken from a document.

    Attributes:
        field: Its name ("publication date").
        reason: One clause: "not found", "two readings: 3 May 2016, 5 May 2016".
        page: Where it was looked for; 0 when it is nowhere.

    """

    field: str
    reason: str
    page: int = 0

    def __str__(self) -> str:
        """Give the line people read."""
        return f"{self.field}{f' (page {self.page})' if self.page else ''}: {self.reason}"


@dataclass(slots=True)
class Reading:
    """What one document says: `rows` by table, and what was `left_out`."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, table: str, **cells: str) -> None:
        """Add a row; columns that are not given are empty ("not said").

        Raises:
            KeyError: The table has no such column.

        """
        columns = TABLES[table]
        if unknown := set(cells) - set(columns):
            raise KeyError(f"{table} has no column {min(unknown)}")
        self.rows.setdefault(table, []).append(
            {column: cells.get(column, "") for column in columns}
        )

    def leave_out(self, name: str, reason: str, page: int = 0) -> None:
        """Say that a field was not taken, and why."""
        self.left_out.append(LeftOut(name, reason, page))


Reader = Callable[[Document], Reading]
