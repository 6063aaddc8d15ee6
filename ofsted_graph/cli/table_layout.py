"""How the columns of an answer share the width of a terminal.

What a person asked for is never dropped. First the keys of things give way, which `--format csv`
has; then wide columns wrap; and where even that is too narrow, each row becomes a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GAP = 2
"""Columns of the terminal between two columns of the table."""
_NARROWEST = 8
_KEY = re.compile(r"(?:[a-z]+:[\w.%-]+)?")


@dataclass(frozen=True)
class Layout:
    """The columns of a table that are shown, each with its width, and those that are not.

    There are no widths where the table is too wide for any: then rows are to be records.
    """

    shown: Sequence[int]
    widths: Sequence[int]
    left_off: Sequence[int]


def lay_out(
    columns: Sequence[str], rows: Sequence[Sequence[str]], kept: Sequence[int], width: int
) -> Layout:
    """Find how to show the columns `kept` within a width."""
    natural = {i: _widest(columns[i], [row[i] for row in rows]) for i in kept}
    keys = [i for i in kept if rows and all(_KEY.fullmatch(row[i]) for row in rows)]
    # A table of keys only is asked for its keys.
    keys = keys if len(keys) < len(kept) else []
    shown = list(kept)
    for key in [None, *reversed(keys)]:
        shown = [i for i in shown if i != key]
        if _total(natural[i] for i in shown) <= width:
            break
    left_off = [i for i in kept if i not in shown]
    least = {i: _least(columns[i], [row[i] for row in rows], natural[i]) for i in shown}
    if _total(least.values()) > width:
        return Layout(list(kept), [], [])
    widths = {i: natural[i] for i in shown}
    while _total(widths.values()) > width:
        # The widest of those that can give way gives way by one.
        widths[max((i for i in shown if widths[i] > least[i]), key=lambda i: widths[i])] -= 1
    return Layout(shown, [widths[i] for i in shown], left_off)


def _widest(name: str, cells: Sequence[str]) -> int:
    return max([len(name), *map(len, cells)])


def _least(name: str, cells: Sequence[str], natural: int) -> int:
    """Give the width at which a column's words still stand whole, unless they are very long."""
    longest = max((len(word) for cell in [name, *cells] for word in cell.split()), default=0)
    return min(natural, max(_NARROWEST, min(longest, 24)))


def _total(widths: Iterable[int]) -> int:
    found = list(widths)
    return sum(found) + GAP * (len(found) - 1)
