"""Put what some sources say into the fact tables in the place of what they said before.

A `Replacement` gathers the rows of the sources read, however many, and then writes the tables
`<table>.<origin>.csv` anew: the rows of those sources replaced, the rows of all others kept, all
tables at once or none. Rows of a source that was read before under another name or from another
copy of the same file go too, so a file that is corrected or moved leaves nothing stale behind.
Files without an origin in their names are written by hand and are never opened here.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from ofsted_graph.csv_text import csv_lines
from ofsted_graph.errors import InputError
from ofsted_graph.facts.fact_tables import TABLES
from ofsted_graph.facts.filesets import staged
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.sorted_rows import SortedRows

_SOURCES = TABLES["sources"]
_ID, _FILE, _SHA = (_SOURCES.index(column) for column in ("id", "file", "sha256"))


class Replacement:
    """The rows of the sources read in one run, and what they replace."""

    def __init__(self, folder: Path, origin: str) -> None:
        """Prepare to replace rows in the tables of `origin` in `folder`."""
        self._folder = folder
        self._origin = origin
        self._rows = {
            table: SortedRows()
            for table, columns in TABLES.items()
            if "source" in columns or table == "sources"
        }
        # What each source said and says, as the sum of its rows' hashes: equal sums, equal rows.
        self._said: Counter[str] = Counter()
        self._says: Counter[str] = Counter()
        self._files: dict[str, str] = {}
        self._hashes: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def __enter__(self) -> Replacement:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the rows."""
        for rows in self._rows.values():
            rows.close()

    def add(self, reading: Reading) -> str:
        """Take in what one document says.

        Returns:
            The file that was added before with the same bytes, if any; nothing is added then.

        Raises:
            InputError: Another file of this run has given a source of the same name.
        """
        (source,) = reading.rows["sources"]
        name = source["id"]
        if (twin := self._hashes.get(source["sha256"])) is not None:
            return twin
        if (twin := self._files.get(name)) is not None:
            raise InputError(f"gives the source {name}, as {twin} did; only that one was read.")
        self._files[name] = self._hashes[source["sha256"]] = source["file"]
        self._names[source["sha256"]] = name
        for table, rows in reading.rows.items():
            key = "id" if table == "sources" else "source"
            if stray := next((row for row in rows if row[key] != name), None):
                raise ValueError(f"a row of {table} cites {stray[key]}, not its source {name}")
            # A row said twice is one fact, and would unsettle the sums.
            for cells in {tuple(row[column] for column in TABLES[table]) for row in rows}:
                self._rows[table].add(cells)
                self._says[name] += _hash(table, cells)
        return ""

    def write(self) -> Counter[str]:
        """Write the tables.

        Returns:
            How many sources are "new", "changed" and "unchanged".

        Raises:
            InputError: A table there is not one of ours, or the folder cannot be written.
        """
        with staged(self._folder, self._origin) as stage:
            replaced = self._replaced()
            for table, new in self._rows.items():
                key = TABLES[table].index("id" if table == "sources" else "source")
                for cells in self._read(table):
                    if cells[key] in replaced:
                        self._said[replaced[cells[key]]] += _hash(table, cells)
                    else:
                        new.add(cells)
                self._stage(stage, table, new)
        return Counter(map(self._change, self._files))

    def _change(self, name: str) -> str:
        if name not in self._said:
            return "new"
        return "unchanged" if self._said[name] == self._says[name] else "changed"

    def _replaced(self) -> dict[str, str]:
        """Find the sources whose rows go, each with the source that takes its place."""
        # A bare name may be that of another council's document too.
        by_file = {file: name for name, file in self._files.items() if "/" in file}
        replaced: dict[str, str] = {}
        for cells in self._read("sources"):
            name = cells[_ID]
            successor = (
                name
                if name in self._files
                else by_file.get(cells[_FILE]) or self._names.get(cells[_SHA])
            )
            if successor is not None:
                replaced[name] = successor
        return replaced

    def _path(self, table: str) -> Path:
        return self._folder / f"{table}.{self._origin}.csv"

    def _read(self, table: str) -> Iterator[tuple[str, ...]]:
        path = self._path(table)
        if not path.exists():
            return
        columns = TABLES[table]
        try:
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.reader(file, strict=True)
                for cells in reader:
                    if len(cells) != len(columns) or (
                        reader.line_num == 1 and tuple(cells) != columns
                    ):
                        raise InputError(
                            f"does not have the columns {','.join(columns)}; mend or remove it.",
                            path=path,
                            line=reader.line_num,
                        )
                    if reader.line_num > 1:
                        yield tuple(cells)
        except (csv.Error, UnicodeDecodeError) as error:
            raise InputError(f"is not UTF-8 CSV ({error}).", path=path) from error

    def _stage(self, stage: Path, table: str, rows: SortedRows) -> None:
        path = stage / self._path(table).name
        count = 0
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(csv_lines([TABLES[table]]))
            for line in csv_lines(rows):
                file.write(line)
                count += 1
        old = self._path(table)
        if (not count and not old.exists()) or (old.exists() and _same(old, path)):
            path.unlink()


def _hash(table: str, cells: tuple[str, ...]) -> int:
    text = "\x1f".join((table, *cells))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big")


def _same(first: Path, second: Path) -> bool:
    """Compare two files' bytes, a piece at a time."""
    if first.stat().st_size != second.stat().st_size:
        return False
    with first.open("rb") as one, second.open("rb") as other:
        while piece := one.read(1 << 16):
            if piece != other.read(1 << 16):
                return False
    return True
