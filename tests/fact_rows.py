"""Changes to a copy of fact tables: `rewrite(facts, "tenures.csv", drop(person="Dee Abara"))`."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from ofsted_graph.facts.fact_tables import TABLES

Row = dict[str, str]
Change = Callable[[list[Row]], list[Row]]


def set_cell(column: str, value: str, **where: str) -> Change:
    """Set a cell in the rows that match."""

    def change(rows: list[Row]) -> list[Row]:
        hits = [row for row in rows if all(row[key] == wanted for key, wanted in where.items())]
        assert hits
        for row in hits:
            row[column] = value
        return rows

    return change


def drop(**where: str) -> Change:
    """Drop the rows that match."""

    def change(rows: list[Row]) -> list[Row]:
        kept = [row for row in rows if any(row[key] != wanted for key, wanted in where.items())]
        assert len(kept) < len(rows)
        return kept

    return change


def add(**cells: str) -> Change:
    """Add a row."""
    return lambda rows: [*rows, cells]


def rewrite(facts: Path, file: str, *changes: Change) -> None:
    """Change the rows of a fact table."""
    columns = TABLES[file.partition(".")[0]]
    with (facts / file).open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    for change in changes:
        rows = change(rows)
    with (facts / file).open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
