"""All England in tiles: a panel for each region, lying as on a map, a tile for each council.

The nine regions stand in three bands from north to south. Each band is as wide as the picture; its
panels share the width so that the band is as low as it can be.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

BANDS = (
    ("north-west", "north-east", "yorkshire-and-the-humber"),
    ("west-midlands", "east-midlands", "east-of-england"),
    ("south-west", "london", "south-east"),
)
"""The regions as they lie on a map, from north to south and from west to east."""


@dataclass(frozen=True)
class Size:
    """How big tiles are, and how many go side by side."""

    columns: int
    width: int
    height: int
    gap: int = 5
    padding: int = 8
    header: int = 25


WIDE = Size(columns=10, width=112, height=32)
"""For a screen that is wider than high: a tile holds a letter and a name."""
TALL = Size(columns=10, width=34, height=34, gap=4, padding=6, header=21)
"""For a telephone: a tile holds a letter."""


@dataclass
class Panel:
    """A region's panel: its word, and its left, top, width and height."""

    region: str
    box: tuple[int, int, int, int]


@dataclass
class Tiles:
    """The middle of each council's tile, and the panels."""

    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    panels: list[Panel] = field(default_factory=list)


def lay_tiles(councils: Mapping[str, Sequence[str]], size: Size) -> Tiles:
    """Lay out the councils of each region, given in the order in which they shall be read."""
    known = {region for band in BANDS for region in band}
    others = tuple(sorted(region for region in councils if region not in known))
    found = Tiles()
    top = 0
    for band in (*BANDS, others):
        regions = [region for region in band if councils.get(region)]
        if not regions:
            continue
        widths = share([len(councils[region]) for region in regions], size.columns)
        left = height = 0
        for region, columns in zip(regions, widths, strict=True):
            rows = math.ceil(len(councils[region]) / columns)
            box = _box(size, left, top, columns, rows)
            found.panels.append(Panel(region, box))
            for index, council in enumerate(councils[region]):
                row, column = divmod(index, columns)
                found.places[council] = (
                    left + size.padding + column * (size.width + size.gap) + size.width // 2,
                    top + size.header + row * (size.height + size.gap) + size.height // 2,
                )
            left += box[2] + 2 * size.gap
            height = max(height, box[3])
        top += height + 2 * size.gap
    return found


def _box(size: Size, left: int, top: int, columns: int, rows: int) -> tuple[int, int, int, int]:
    """Give the panel around so many tiles."""
    width = 2 * size.padding + columns * (size.width + size.gap) - size.gap
    height = size.header + size.padding + rows * (size.height + size.gap) - size.gap
    return left, top, width, height


def share(counts: Sequence[int], columns: int) -> list[int]:
    """Share columns among panels so that the highest is as low as it can be.

    >>> share([24, 12, 15], 9)
    [4, 2, 3]
    """
    if len(counts) >= columns:
        return [1] * len(counts)

    def height(widths: Sequence[int]) -> tuple[int, int]:
        rows = [math.ceil(count / width) for count, width in zip(counts, widths, strict=True)]
        return max(rows), sum(row * row for row in rows)

    ways = (
        [right - left for left, right in pairwise((0, *cuts, columns))]
        for cuts in combinations(range(1, columns), len(counts) - 1)
    )
    return min(ways, key=height)
