"""Writing what an importer of tables read: all its tables at once, and what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ofsted_graph.facts.fact_tables import Row, write_table
from ofsted_graph.facts.filesets import staged


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import of tables did.

    Attributes:
        rows: Table to the number of its rows, doubles taken out.
        changed: The tables whose files changed.
        notes: What people should know: what differs, what was left out, and why.
    """

    rows: Mapping[str, int]
    changed: tuple[str, ...]
    notes: tuple[str, ...]


def write_tables(
    folder: Path, origin: str, rows: Mapping[str, Iterable[Row]], notes: Iterable[str] = ()
) -> ImportReport:
    """Write `<table>.<origin>.csv` for each table: all of them, or on failure none.

    Raises:
        InputError: The folder cannot be written; what was there before is unchanged.
    """
    counts: dict[str, int] = {}
    changed: list[str] = []
    with staged(folder, origin) as stage:
        for table in sorted(rows):
            name = f"{table}.{origin}.csv"
            distinct = {tuple(row.values()): row for row in rows[table]}
            counts[table] = len(distinct)
            write_table(stage / name, table, distinct.values())
            old = folder / name
            if old.is_file() and old.read_bytes() == (stage / name).read_bytes():
                (stage / name).unlink()
            else:
                changed.append(table)
    return ImportReport(counts, tuple(changed), tuple(notes))


def fingerprints(folder: Path, origin: str) -> dict[str, str]:
    """Give the SHA-256 of each of an importer's tables, to tell afterwards which have changed."""
    suffix = f".{origin}.csv"
    return {
        path.name.removesuffix(suffix): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob(f"*{suffix}"))
    }
