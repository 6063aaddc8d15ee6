"""Where everything stands: a layout that knows what it draws, in plain Python.

Force layouts turn into a hairball at a few hundred nodes and differ from run to run. Four figures
do for all that is drawn here, at once and always the same:

* *tiles* (many councils): all councils in one panel a region; see `tiles`;
* *fan* (around one person or council): see `fans`;
* *rings* (some councils, or a query's answer): councils on a ring, the people between them inside,
  inspections outside; of very many things those with most ties have a place, the page says how many
  are left, and draws what is around a thing when it is chosen;
* *path*: one after another.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ofsted_graph.viz.fans import (
    DATE_WIDTH,
    GAP,
    NAME_HEIGHT,
    NAME_WIDTH,
    SWEEP,
    Point,
    arc,
    fan,
    in_order,
    turn_of,
)
from ofsted_graph.viz.tiles import TALL, WIDE, Panel, lay_tiles

if TYPE_CHECKING:
    import networkx as nx

FEW = 14
"""Up to so many councils are drawn with all that is tied to them; more are drawn as tiles."""
MOST = 1500
"""Up to so many things have a place among rings; of more, those with most ties."""
STEP = 230
"""The distance from one node of a path to the next."""
SQUASH = 1.5
"""How much wider than high a ring is."""


@dataclass
class Board:
    """A figure: where its nodes stand, on a wide screen and on a tall one, and its panels."""

    figure: str
    places: dict[str, Point]
    tall: dict[str, Point] = field(default_factory=dict)
    panels: list[Panel] = field(default_factory=list)
    tall_panels: list[Panel] = field(default_factory=list)


def board(net: nx.MultiDiGraph[str]) -> Board:
    """Choose the figure for a network and place its nodes."""
    about: Sequence[str] = net.graph.get("about", ())
    path: Sequence[str] = net.graph.get("path", ())
    bodies = [n for n, d in net.nodes(data=True) if d["kind"] in {"council", "organisation"}]
    if path:
        return Board("path", {node: (STEP * index, 0) for index, node in enumerate(path)})
    if len(bodies) > FEW:
        return _tiles(net)
    if len(about) == 1 and net.nodes[about[0]]["kind"] in {"council", "organisation", "person"}:
        return Board("fan", _around(net, about[0]))
    return Board("rings", _rings(net, bodies))


def _tiles(net: nx.MultiDiGraph[str]) -> Board:
    """Lay out councils by region: those of today by name, then those that have ended."""
    regions: dict[str, list[str]] = {}
    councils = [(n, d) for n, d in net.nodes(data=True) if d["kind"] == "council"]
    for node, data in sorted(councils, key=lambda item: (bool(item[1]["end"]), item[1]["label"])):
        regions.setdefault(data["region"], []).append(node)
    wide, tall = lay_tiles(regions, WIDE), lay_tiles(regions, TALL)
    return Board("tiles", wide.places, tall.places, wide.panels, tall.panels)


def _around(net: nx.MultiDiGraph[str], hub: str) -> dict[str, Point]:
    """Place the fan of a hub, its other neighbours below, and the rest outwards of the fan.

    What is tied only to a neighbour below (another council's own inspections) has no place: the
    page shows it when that neighbour is chosen.
    """
    places: dict[str, Point] = {hub: (0, 0), **fan(net, hub)}
    below = [node for node in _neighbours(net, hub) if node not in places]
    for index, node in enumerate(below):
        places[node] = round((index - (len(below) - 1) / 2) * NAME_WIDTH), GAP
    while waiting := _next_to(net, places, {hub, *below}):
        for parent, children in waiting.items():
            reach = max(math.hypot(*places[parent]), GAP) + GAP / 2
            width = min(SWEEP / len(waiting), len(children) * DATE_WIDTH / reach)
            start = turn_of(places[parent]) - width / 2
            spots = arc(len(children), reach, DATE_WIDTH, start=start, width=width)
            places.update(zip(in_order(net, children), spots, strict=True))
    return places


def _neighbours(net: nx.MultiDiGraph[str], node: str) -> list[str]:
    """Give the nodes tied to a node, either way."""
    return sorted({*net.predecessors(node), *net.successors(node)})


def _next_to(
    net: nx.MultiDiGraph[str], places: Mapping[str, Point], done: set[str]
) -> dict[str, list[str]]:
    """Give nodes that are not placed, each under one placed node to which it is tied."""
    waiting: dict[str, list[str]] = {}
    found: set[str] = set()
    for parent in sorted(set(places) - done):
        for node in _neighbours(net, parent):
            if node not in places and node not in found:
                found.add(node)
                waiting.setdefault(parent, []).append(node)
    return waiting


def _rings(net: nx.MultiDiGraph[str], bodies: Sequence[str]) -> dict[str, Point]:
    """Place councils on a ring, inspections outside it, and the rest inside or below."""
    radius = max(210.0, len(bodies) * 210 / (2 * math.pi))
    places: dict[str, Point] = {}
    for index, council in enumerate(sorted(bodies, key=lambda node: net.nodes[node]["label"])):
        angle = math.pi / 2 + 2 * math.pi * index / len(bodies)
        places[council] = _on_ring(radius, angle)
        inspections = in_order(
            net, (a for a, _, key in net.in_edges(council, keys=True) if key == "inspects")
        )
        # No council's inspections may reach those of the next.
        in_row = max(2, int(2 * math.pi / len(bodies) * (radius + GAP) * SQUASH / DATE_WIDTH) - 1)
        for number, node in enumerate(inspections):
            row, column = divmod(number, in_row)
            reach = radius + GAP * 0.8 + row * NAME_HEIGHT
            middle = (min(len(inspections) - in_row * row, in_row) - 1) / 2
            turn = (column - middle) * DATE_WIDTH / (reach * SQUASH)
            places[node] = _on_ring(reach, angle - turn)
    free = _FreeSpots(places.values())
    room = max(0, MOST - len(places))
    rest = sorted((n for n in net if n not in places), key=lambda n: (-net.degree(n), n))[:room]
    for node in sorted(rest, key=lambda n: (net.nodes[n]["kind"] == "thing", n)):
        near = [places[n] for n in (*net.successors(node), *net.predecessors(node)) if n in places]
        x = sum(x for x, _ in near) / len(near) if near else 0.0
        y = sum(y for _, y in near) / len(near) if near else radius + 3 * GAP
        places[node] = free.take(0.6 * x, 0.6 * y if near else y)
    return places


def _on_ring(radius: float, angle: float) -> Point:
    """Give a point of an ellipse that is wider than high."""
    return round(SQUASH * radius * math.cos(angle)), round(-radius * math.sin(angle))


class _FreeSpots:
    """Where a name still has room; spots are kept by cell, so that only neighbours are compared."""

    def __init__(self, taken: Iterable[Point]) -> None:
        self._cells: dict[tuple[int, int], list[Point]] = {}
        self._steps: dict[tuple[float, float], int] = {}
        for spot in taken:
            self._keep(spot)

    def take(self, x: float, y: float) -> Point:
        """Find the free spot nearest to a wanted one, along a spiral, and keep it."""
        # What was taken stays taken: the spiral goes on where it stopped last time.
        step = self._steps.get((x, y), 0)
        while True:
            # 2.4 radians is the golden angle: it fills the plane evenly.
            reach = 14 * math.sqrt(step)
            spot = round(x + reach * math.cos(2.4 * step)), round(y + reach * math.sin(2.4 * step))
            step += 1
            if self._is_free(spot):
                self._steps[x, y] = step
                self._keep(spot)
                return spot

    def _is_free(self, spot: Point) -> bool:
        column, row = _cell(spot)
        return not any(
            abs(spot[0] - x) < NAME_WIDTH and abs(spot[1] - y) < NAME_HEIGHT
            for near in itertools.product((column - 1, column, column + 1), (row - 1, row, row + 1))
            for x, y in self._cells.get(near, ())
        )

    def _keep(self, spot: Point) -> None:
        self._cells.setdefault(_cell(spot), []).append(spot)


def _cell(spot: Point) -> tuple[int, int]:
    return math.floor(spot[0] / NAME_WIDTH), math.floor(spot[1] / NAME_HEIGHT)
