"""Write the cells of a table as RDF terms, in the syntax that SPARQL and N-Triples share.

A writer is a function from a cell to text: `"Kent"`, `"5"^^<…#integer>`, or `UNDEF` for an empty
cell. Columns repeat their values, so each writer remembers what it wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ofsted_graph.linking.cells import Cell

UNDEF = "UNDEF"
XSD = "http://www.w3.org/2001/XMLSchema#"
Writer = Callable[[Cell], str]

_REMEMBERED = 100_000
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def literal(text: str, datatype: str = "", language: str = "") -> str:
    r"""Write a literal.

    >>> literal('a "b"'), literal("5", XSD + "integer")
    ('"a \\"b\\""', '"5"^^<http://www.w3.org/2001/XMLSchema#integer>')
    """
    quoted = f'"{text.translate(_ESCAPES)}"'
    if datatype:
        return f"{quoted}^^<{datatype}>"
    return f"{quoted}@{language}" if language else quoted


def term(cell: Cell) -> str:
    """Write a cell as the literal that its type makes it."""
    if cell is None or cell == "":
        return UNDEF
    if isinstance(cell, str):
        return literal(cell)
    # A truth value is an int to Python, and a moment is a date: the narrower types come first.
    for kind, datatype, write in _TYPES:
        if isinstance(cell, kind):
            return literal(write(cell), f"{XSD}{datatype}")
    raise TypeError(type(cell))


def remembering(writer: Writer) -> Writer:
    """Make a writer that remembers what it wrote, up to a limit, for columns that repeat."""
    known: dict[tuple[type, Cell], str] = {}

    def write(cell: Cell) -> str:
        key = (type(cell), cell)
        found = known.get(key)
        if found is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            found = known[key] = writer(cell)
        return found

    return write


def _double(value: float) -> str:
    if value != value:  # noqa: PLR0124  (only NaN differs from itself)
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "INF" if value > 0 else "-INF"
    return repr(value)


_TYPES: tuple[tuple[type, str, Callable[[Any], str]], ...] = (
    (bool, "boolean", lambda cell: "true" if cell else "false"),
    (int, "integer", str),
    (float, "double", _double),
    (Decimal, "decimal", lambda cell: f"{cell:f}"),
    (dt.timedelta, "dayTimeDuration", lambda cell: f"PT{cell.total_seconds():.15g}S"),
    (dt.datetime, "dateTime", dt.datetime.isoformat),
    (dt.date, "date", dt.date.isoformat),
    (dt.time, "time", dt.time.isoformat),
)
