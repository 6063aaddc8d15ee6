"""Sort any number of rows in little memory: sorted runs in temporary files, then one merge."""

from __future__ import annotations

import csv
import heapq
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TextIO

RUN = 20_000
"""How many rows are kept in memory before they are written away as a sorted run."""


class SortedRows:
    """Collect rows of strings, then iterate over them once: in order and without doubles."""

    def __init__(self, run: int = RUN) -> None:
        """Keep at most `run` rows in memory."""
        self._run = run
        self._rows: set[tuple[str, ...]] = set()
        self._files: list[TextIO] = []
        self._open = ExitStack()

    def add(self, row: tuple[str, ...]) -> None:
        """Add a row."""
        self._rows.add(row)
        if len(self._rows) >= self._run:
            file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115
            self._open.callback(file.close)
            csv.writer(file).writerows(sorted(self._rows))
            self._files.append(file)
            self._rows.clear()

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Give the rows and forget them."""
        runs: list[Iterator[tuple[str, ...]]] = [iter(sorted(self._rows))]
        for file in self._files:
            file.seek(0)
            runs.append(map(tuple, csv.reader(file)))
        last: tuple[str, ...] | None = None
        for row in heapq.merge(*runs):
            if row != last:
                yield row
            last = row
        self.close()

    def close(self) -> None:
        """Remove the temporary files."""
        self._open.close()
        self._files.clear()
        self._rows.clear()
