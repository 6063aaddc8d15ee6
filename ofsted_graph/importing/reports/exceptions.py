"""Single documents that print something no rule can read rightly, listed with the reason.

`exceptions.csv` names a document by the SHA-256 of its bytes, so a corrected file is read by the
rules again. Each row sets one field of the inspection, or empties it.
"""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from importlib.resources import files

FIELDS = ("started", "ended", "visits", "framework")
"""The columns of the `inspections` table that an exception may set."""


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, tuple[str, str]]]:
    text = files(__package__).joinpath("exceptions.csv").read_text(encoding="utf-8")
    table: dict[str, dict[str, tuple[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        if row["field"] not in FIELDS or not row["reason"] or None in row:
            raise ValueError(f"exceptions.csv: a row on {row['field']} cannot be used")
        table.setdefault(row["sha256"], {})[row["field"]] = row["value"], row["reason"]
    return table


def exceptions(sha256: str) -> dict[str, tuple[str, str]]:
    """Give the fields set for one document, each with its value and the reason."""
    return _table().get(sha256, {})
