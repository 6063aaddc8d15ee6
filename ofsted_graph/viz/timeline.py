"""The timeline: a lane for each council, a row for its grades and one for each of its roles.

Places along a lane are percentages of the whole time shown, so that the page can draw them at any
width. A bar is solid where its post was surely held, and fades over the days between which it began
or ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ofsted_graph.viz import english, style
from ofsted_graph.viz.fans import fan, turn_of

if TYPE_CHECKING:
    import networkx as nx

ROLES = (
    "director-of-childrens-services",
    "elected-mayor",
    "deputy-mayor",
    "council-leader",
    "lead-member-for-children",
    "chief-executive",
    "lscb-chair",
    "national-director-social-care",
)
"""The order of a lane's rows; other roles come after these."""
OPEN_FADE = 365
"""Over how many days a bar fades whose beginning or end nothing bounds."""
NO_YEAR = 2000
"""The year shown where nothing has a date."""
NARROWEST = 0.4
"""The least width of a bar or grade, in per cent, so that it can be seen and chosen."""


@dataclass(frozen=True)
class Span:
    """The years that a timeline shows, first and last inclusive."""

    first: int
    last: int

    def place(self, day: str) -> float:
        """Give the place of a day, month or year, in per cent of the span."""
        year, month, date = (int(part) for part in (*day.split("-"), "1", "1")[:3])
        start, end = dt.date(self.first, 1, 1), dt.date(self.last + 1, 1, 1)
        days = (dt.date(year, month, date) - start).days
        return min(max(100 * days / (end - start).days, 0.0), 100.0)

    @property
    def years(self) -> range:
        """All years of the span."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Bar:
    """A post in a row; `fade_in` and `fade_out` are in per cent of the bar itself."""

    node: str
    text: str
    title: str
    left: float
    width: float
    fade_in: float
    fade_out: float
    capacity: str

    @property
    def right(self) -> float:
        """Where the bar ends."""
        return self.left + self.width


@dataclass(frozen=True)
class Mark:
    """An inspection in the row of grades: a stretch until the next grade, or a tick."""

    node: str
    grade: str
    text: str
    title: str
    left: float
    width: float = 0.0


@dataclass(frozen=True)
class Join:
    """A line from a graded inspection down to whoever directed the services at it.

    `how` says what a row shows of it: "through" to a row below, "held" where it ends at a bar,
    "unknown" where nobody is known surely enough.
    """

    left: float
    how: str


@dataclass
class Row:
    """The posts of one role that do not overlap, and the lines that reach them."""

    role: str
    label: str
    bars: list[Bar] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)


@dataclass
class Lane:
    """All that the timeline shows of one council or organisation."""

    node: str
    label: str
    region: str
    marks: list[Mark] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def lines(self) -> list[float]:
        """Where lines go down from the grades."""
        first = next((row for row in self.rows if row.joins), None)
        return [join.left for join in first.joins if join.how != "unknown"] if first else []


def span_of(net: nx.MultiDiGraph[str]) -> Span:
    """Find the years of the inspections, and of the days on which somebody was surely in post.

    An inspection reaches to the day on which its grades were published, perhaps in the next year:
    they count from then on. A post that began long before is cut off on the left; its own dates
    say when it began.
    """
    days = [
        data[name]
        for _, data in net.nodes(data=True)
        if data["kind"] == "inspection"
        for name in ("started", "published")
    ]
    for _, _, data in net.edges(data=True):
        if data["kind"] == "post":
            days.append(data["earliest_end"] or data["latest_start"])
    years = sorted({int(day[:4]) for day in days if day}) or [NO_YEAR]
    return Span(years[0], years[-1])


def last_day(net: nx.MultiDiGraph[str]) -> str:
    """Find the last day that the network shows; 1 January of `NO_YEAR` where it has no dates.

    A day by which somebody must have begun is none: nothing is shown to have been on it.
    """
    days = [f"{NO_YEAR}-01-01"]
    for _, data in net.nodes(data=True):
        if data["kind"] == "inspection":
            days += [data["published"], data["ended"], data["started"]]
    for _, _, data in net.edges(data=True):
        if data["kind"] == "post":
            days.append(data["earliest_end"])
    return max(days)


def lanes(net: nx.MultiDiGraph[str], span: Span) -> list[Lane]:
    """Make the lanes of councils and organisations: by name, or as in a person's career.

    Those that the network is about come first.
    """
    bodies = [(n, d) for n, d in net.nodes(data=True) if d["kind"] in {"council", "organisation"}]
    regions = net.graph["words"]["region"]
    about = net.graph.get("about", ())
    career = fan(net, about[0]) if len(about) == 1 and about[0].startswith("person:") else {}
    order = {node: turn_of(place) for node, place in career.items()}
    found = []

    def turn(item: tuple[str, Mapping[str, Any]]) -> tuple[bool, float, str]:
        return item[0] not in about, order.get(item[0], 9), item[1]["label"]

    for node, data in sorted(bodies, key=turn):
        region = regions.get(data.get("region", ""), "")
        lane = Lane(node, data["label"], region, _marks(net, node, span), _rows(net, node, span))
        _join(net, lane, span)
        if lane.marks or lane.rows:
            found.append(lane)
    return found


def _marks(net: nx.MultiDiGraph[str], council: str, span: Span) -> list[Mark]:
    """Give the grades in force, and ticks for inspections without an overall grade."""
    graded = style.record(net, council)
    marks = []
    for index, (day, node, grade) in enumerate(graded):
        end = graded[index + 1].day if index + 1 < len(graded) else f"{span.last + 1}"
        left = span.place(day)
        width = max((span.place(end) if end <= f"{span.last}-12-31" else 100.0) - left, NARROWEST)
        name = style.grade_name(net, grade)
        marks.append(Mark(node, grade, name, title_of(net, node), round(left, 2), round(width, 2)))
    done = {mark.node for mark in marks}
    for node, _, key in sorted(net.in_edges(council, keys=True)):
        day = style.made_known(net.nodes[node]) if key == "inspects" else ""
        if day and node not in done:
            marks.append(Mark(node, "", "", title_of(net, node), round(span.place(day), 2)))
    return marks


def _join(net: nx.MultiDiGraph[str], lane: Lane, span: Span) -> None:
    """Lead from each graded inspection to its director's bar, through the rows between."""
    rows = [row for row in lane.rows if row.role == ROLES[0]]
    if not rows:
        return
    for mark in lane.marks:
        if not mark.grade:
            continue
        data = net.nodes[mark.node]
        left = round(span.place(data["started"] or style.made_known(data)), 2)
        directors = _in_post(net, mark.node)
        end = next((n for n, row in enumerate(rows) if _reached(row, directors, left)), None)
        if end is None:
            rows[0].joins.append(Join(left, "unknown"))
            continue
        for row in rows[:end]:
            row.joins.append(Join(left, "through"))
        rows[end].joins.append(Join(left, "held"))


def _in_post(net: nx.MultiDiGraph[str], inspection: str) -> set[str]:
    """Give who is named as the director at an inspection."""
    return {
        person
        for person, _, data in net.in_edges(inspection, data=True)
        if data["kind"] == "in-post"
        and data["role"] == ROLES[0]
        and net.nodes[person]["kind"] == "person"
    }


def _reached(row: Row, people: set[str], left: float) -> bool:
    """Tell whether a row has a bar of some people over a place."""
    return any(
        bar.node in people and bar.left - NARROWEST <= left <= bar.right + NARROWEST
        for bar in row.bars
    )


def title_of(net: nx.MultiDiGraph[str], inspection: str) -> str:
    """Put an inspection into one line."""
    data = net.nodes[inspection]
    framework = net.graph["words"]["framework"].get(data["framework"], data["framework"])
    grade = style.grade_of(data)
    said = f": {style.grade_name(net, grade)}" if grade else ""
    return f"{framework}, {english.when(data['started'] or style.made_known(data))}{said}"


def _rows(net: nx.MultiDiGraph[str], place: str, span: Span) -> list[Row]:
    """Sort posts into rows by role; posts that overlap go into further rows of the role."""
    posts: dict[str, list[Bar]] = {}
    for person, _, data in net.in_edges(place, data=True):
        # Where nothing says of any day that the post was held, there is nothing to draw.
        if data["kind"] == "post" and (data["latest_start"] or data["earliest_end"]):
            posts.setdefault(data["role"], []).append(_bar(net, person, data, span))
    order = {role: index for index, role in enumerate(ROLES)}
    rows: list[Row] = []
    for role in sorted(posts, key=lambda role: (order.get(role, len(order)), role)):
        label = net.graph["words"]["role"].get(role, role)
        rows += _without_overlap(role, label, posts[role])
    return rows


def _without_overlap(role: str, label: str, bars: Iterable[Bar]) -> list[Row]:
    """Put each bar into the first row where there is room."""
    rows: list[Row] = []
    for bar in sorted(bars, key=lambda bar: (bar.left, bar.node, bar.title)):
        free = next((row for row in rows if row.bars[-1].right <= bar.left + 0.05), None)
        if free is None:
            free = Row(role, label if not rows else "")
            rows.append(free)
        free.bars.append(bar)
    return rows


def _bar(net: nx.MultiDiGraph[str], person: str, post: Mapping[str, Any], span: Span) -> Bar:
    """Draw one post: solid where it was surely held, fading where its limits are not known."""
    solid = span.place(post["latest_start"] or post["earliest_end"])
    solid_end = max(span.place(post["earliest_end"] or post["latest_start"]), solid)
    fade = 100 * OPEN_FADE / (365.25 * len(span.years))
    left = span.place(post["earliest_start"]) if post["earliest_start"] else max(solid - fade, 0.0)
    right = span.place(post["latest_end"]) if post["latest_end"] else min(solid_end + fade, 100.0)
    left, right = min(left, solid), max(right, solid_end)
    width = max(right - left, NARROWEST)
    role = english.post_name(net.graph["words"]["role"].get(post["role"], ""), post["capacity"])
    name = net.nodes[person]["label"]
    return Bar(
        node=person,
        text=name,
        title=f"{name}, {role}, from {english.began(post)}, to {english.ended(post)}",
        left=round(left, 2),
        width=round(width, 2),
        fade_in=round(100 * (solid - left) / width),
        fade_out=round(100 * (right - solid_end) / width),
        capacity=post["capacity"],
    )
