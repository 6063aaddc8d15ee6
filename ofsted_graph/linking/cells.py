"""A cell of somebody else's table, and how a person would read it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

Cell = str | int | float | bool | Decimal | dt.timedelta | dt.date | dt.datetime | dt.time | None
Cells = tuple[Cell, ...]


def text(cell: Cell) -> str:
    """Write a cell as a person would read it; a whole number loses the ".0" a spreadsheet gives it.

    >>> text(301.0), text(None), text(True), text(0.5)
    ('301', '', 'true', '0.5')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
