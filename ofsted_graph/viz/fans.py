"""Fans: a council or person at the foot, around it what is tied to it, in time from left to right.

Around a council stand its inspections, and outside them the people who held its posts. Around a
person stand the inspections that the person was in post for, and outside them the organisations.
Units are the page's pixels at its natural size; y grows downwards, and the hub is at (0, 0).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

Point = tuple[int, int]

SWEEP = math.radians(216)
"""The angle of a fan: somewhat more than half a circle, to be wide rather than high."""
DATE_WIDTH = 58
"""Room for an inspection with its date."""
NAME_WIDTH, NAME_HEIGHT = 124, 64
"""Room for a person or an organisation with a name and a line of dates."""
INNER, GAP = 180, 118
"""The least radius of the inner row, and the distance from there to the next kind of thing."""


def arc(
    count: int, radius: float, room: int, *, start: float = 0.0, width: float = SWEEP
) -> list[Point]:
    """Spread things along a part of a fan, in as many rows as they need.

    Args:
        count: How many things.
        radius: The radius of the first row.
        room: What each needs along the row.
        start: Where the part begins, in radians from the fan's left edge.
        width: How wide the part is, in radians.
    """
    rows = max(1, math.ceil(count * room / (width * radius)))
    places = []
    for index in range(count):
        angle = math.pi / 2 + SWEEP / 2 - start - width * (index + 0.5) / count
        reach = radius + NAME_HEIGHT * (index % rows)
        places.append((round(reach * math.cos(angle)), round(-reach * math.sin(angle))))
    return places


def turn_of(place: Point) -> float:
    """Give how far along a fan a place lies, in radians from the left edge."""
    if not any(place):
        return SWEEP / 2
    return (math.pi / 2 + SWEEP / 2 - math.atan2(-place[1], place[0])) % (2 * math.pi)


def fan(net: nx.MultiDiGraph[str], hub: str) -> dict[str, Point]:
    """Place what is tied to a person, council or organisation around it."""
    kind = net.nodes[hub]["kind"]
    return _person_fan(net, hub) if kind in {"person", "unnamed"} else _council_fan(net, hub)


def _council_fan(net: nx.MultiDiGraph[str], council: str) -> dict[str, Point]:
    inspections: set[str] = set()
    people: dict[str, str] = {}
    for other, _, data in net.in_edges(council, data=True):
        if data["kind"] == "inspects":
            inspections.add(other)
        elif data["kind"] == "post":
            people[other] = min(people.get(other, "9999"), began(data))
    inner = _radius(len(inspections), DATE_WIDTH, INNER)
    places = _spread(in_order(net, inspections), inner, DATE_WIDTH)
    outer = _radius(len(people), NAME_WIDTH, _outermost(places, INNER - GAP / 2) + GAP)
    return places | _spread(sorted(people, key=lambda p: (people[p], p)), outer, NAME_WIDTH)


def _person_fan(net: nx.MultiDiGraph[str], person: str) -> dict[str, Point]:
    posts: dict[str, list[Mapping[str, Any]]] = {}
    served: dict[str, set[str]] = {}
    inspected: set[str] = set()
    for _, other, data in net.out_edges(person, data=True):
        if data["kind"] == "post":
            posts.setdefault(other, []).append(data)
        elif data["kind"] == "in-post":
            served.setdefault(net.nodes[other]["council"], set()).add(other)
        elif data["kind"] == "inspected-by":
            inspected.add(other)
    sectors = [
        (place, in_order(net, served.get(place, ())))
        for place in sorted(posts, key=lambda place: (_middle(posts[place]), place))
    ]
    # What an inspector inspected is a sector of its own, without an organisation.
    if alone := in_order(net, inspected.difference(*served.values())):
        sectors.append(("", alone))
    # A sector is as wide as its inspections, or as the name of its organisation.
    shares = [max(len(group) + 1 if place else 2 * len(group), 3) for place, group in sectors]
    inner = _radius(sum(shares), DATE_WIDTH, INNER)
    places: dict[str, Point] = {}
    start = 0.0
    for (place, group), share in zip(sectors, shares, strict=True):
        width = SWEEP * share / sum(shares)
        if place:
            # The middle is left free for the line from the person to the organisation.
            inside = _aside(group, inner, start=start, width=width)
            reach = _outermost(inside, inner) + GAP
            places |= inside | _spread([place], reach, 1, start=start, width=width)
        else:
            places |= _spread(group, inner, NAME_WIDTH, start=start, width=width)
        start += width
    return places


def _middle(posts: Iterable[Mapping[str, Any]]) -> float:
    """Give the middle year of a person's time at an organisation, to order organisations by."""
    days = [
        post[name][:7] for post in posts for name in ("latest_start", "earliest_end") if post[name]
    ]
    days = days or [post["latest_end"][:7] for post in posts if post["latest_end"]] or ["9998-01"]
    first, last = (int(day[:4]) + int(day[5:7]) / 12 for day in (min(days), max(days)))
    return (first + last) / 2


def _spread(
    nodes: list[str], radius: float, room: int, *, start: float = 0.0, width: float = SWEEP
) -> dict[str, Point]:
    """Place nodes along a part of a fan."""
    return dict(zip(nodes, arc(len(nodes), radius, room, start=start, width=width), strict=True))


def _aside(nodes: list[str], radius: float, *, start: float, width: float) -> dict[str, Point]:
    """Place nodes on both sides of the middle of a part of a fan, near each other."""
    slots = len(nodes) + 1 + len(nodes) % 2
    narrow = min(width, 1.4 * slots * DATE_WIDTH / radius)
    spots = arc(slots, radius, DATE_WIDTH, start=start + (width - narrow) / 2, width=narrow)
    del spots[slots // 2]
    return dict(zip(nodes, spots, strict=False))


def _radius(count: int, room: int, least: float) -> float:
    """Give a radius at which things fit into one row, or into more rows if that were far out."""
    return max(least, min(count * room / SWEEP, 1.5 * least))


def _outermost(places: Mapping[str, Point], least: float) -> float:
    """Give the radius of the outermost place."""
    return max((math.hypot(x, y) for x, y in places.values()), default=least)


def in_order(net: nx.MultiDiGraph[str], nodes: Iterable[str]) -> list[str]:
    """Order nodes by the day of an inspection, then by name."""
    return sorted(nodes, key=lambda node: (moment(net.nodes[node]), node))


def moment(data: Mapping[str, Any]) -> str:
    """Give the day by which an inspection is ordered; nothing for what has no day."""
    return data["started"] or data["published"] if data["kind"] == "inspection" else ""


def began(post: Mapping[str, Any]) -> str:
    """Give the day by which a post is ordered: the nearest thing known to its start."""
    return post["latest_start"] or post["earliest_start"] or post["earliest_end"] or "9998"
