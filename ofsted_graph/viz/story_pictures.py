"""A council's story as a picture: its grades in time, and below who held which post.

From each graded inspection a line goes down to whoever was in post at it, so that one look answers
who ran it when it was judged. A bar is solid where sources show the holder in post, and light where
that is likely; where nobody is known there is nothing. Everything is drawn in SVG that bears its
own words, opens what is clicked, and needs no script.
"""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pyoxigraph import NamedNode, Store

from ofsted_graph import graph_values
from ofsted_graph.answers.holders import PRINTED
from ofsted_graph.answers.lookups import label, named_rows, value
from ofsted_graph.answers.newest import is_graded, last_day, made
from ofsted_graph.errors import UsageError
from ofsted_graph.viz import english, style
from ofsted_graph.vocab import ATTRIBUTION, OFG, thing

ROLES = (
    "director-of-childrens-services",
    "elected-mayor",
    "council-leader",
    "lead-member-for-children",
    "chief-executive",
)
"""The posts that are drawn, in this order."""
WIDTH, SIDE, LANE, BAR = 960, 132, 34, 22
_DIRECTOR = thing("role", ROLES[0])
_FADE = dt.timedelta(days=365)
_LETTER = 7.3
"""About how wide a letter is, in the picture's units."""

Row = Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """What is known of a council.

    Attributes:
        name: The council's name.
        ended: Whether it has ended.
        ratings: Rows of `ratings-of-council` with a grade, the newest first.
        later: The days of inspections since then that gave no overall grade, the newest first.
        posts: Rows of `posts-of-council`.
        directors: Inspection to the people certainly or likely its director then.
        until: The last day that is drawn.
        credit: Where the facts are from, and under which licence.
    """

    name: str
    ended: bool
    ratings: Sequence[Row]
    later: Sequence[str]
    posts: Sequence[Row]
    directors: Mapping[str, Collection[str]]
    until: dt.date
    credit: str

    @property
    def finding(self) -> str:
        """Say the grade in force, since when, and what is newer, in a sentence."""
        if not self.ratings:
            return "no overall grade is known"
        name = self.ratings[0]["gradeLabel"].removesuffix(" to be good")
        said = f"{name} since {english.when(made(self.ratings[0]))}"
        if self.ended:
            said += " until it ended"
        if self.later:
            days = ", ".join(map(english.when, self.later))
            said += f"; inspected since without an overall grade ({days})"
        return said


@dataclass(frozen=True)
class _Bar:
    """One holder: the days of the light part, and of the solid ones within it."""

    person: str
    name: str
    title: str
    first: dt.date
    solid: tuple[tuple[dt.date, dt.date], ...]
    last: dt.date
    interim: bool

    def joined(self, other: _Bar) -> _Bar:
        """Put what is told of one person apart, as interim and as appointed, into one bar."""
        return _Bar(
            self.person, self.name, f"{self.title}; {other.title}", min(self.first, other.first),
            (*self.solid, *other.solid), max(self.last, other.last), self.interim and other.interim,
        )  # fmt: skip


def told_of(store: Store, council: NamedNode) -> Told:
    """Read what is known of a council."""
    rows = [r for r in named_rows(store, "ratings-of-council", {"council": council}) if made(r)]
    ratings = [row for row in rows if is_graded(row) and row["inspection"]]
    newest = made(ratings[0]) if ratings else ""
    directors: dict[str, set[str]] = {}
    for row in named_rows(store, "in-charge", {"council": council}):
        if row["certainty"] in PRINTED and row["role"] == _DIRECTOR.value and row["person"]:
            directors.setdefault(row["inspection"], set()).add(row["person"])
    return Told(
        label(store, council),
        bool(value(store, council, OFG.end)),
        ratings,
        [made(row) for row in rows if not is_graded(row) and made(row) > newest],
        [*named_rows(store, "posts-of-council", {"council": council})],
        directors,
        last_day(store),
        value(store, thing("dataset", "ofsted-graph"), ATTRIBUTION),
    )


def story_picture(told: Told, address: Callable[[str], str]) -> str:
    """Draw the story of a council as an SVG element.

    Args:
        told: What is known.
        address: Gives the address of a thing's page from its IRI.
    """
    graded = sorted(told.ratings, key=made)
    if not graded:
        return ""
    first = dt.date(max(graph_values.start(made(graded[0])).year - 1, 1), 1, 1)
    rows = list(_rows(told, first))
    height = LANE + 12 + sum(_height(bars) for _, bars in rows)
    picture = _Picture(
        first, dt.date(min(told.until.year + 1, dt.MAXYEAR), 1, 1), told.until, height
    )
    picture.years()
    picture.grades(graded, address)
    top = LANE + 30
    for role, bars in rows:
        picture.role(role, bars, top, address)
        picture.joins(graded, told.directors, role, bars, top)
        top += _height(bars)
    return picture.svg(f"{told.name}: overall grades, and who held which post")


def _height(bars: Sequence[Sequence[_Bar]]) -> int:
    return len(bars) * (BAR + 4) + 8


def _rows(told: Told, first: dt.date) -> Iterator[tuple[str, list[list[_Bar]]]]:
    """Give each role with its bars, in as many rows as keep them apart."""
    for role in ROLES:
        bars = [_bar(row, told.until) for row in told.posts if row["role"].endswith(f"/{role}")]
        shown = [
            bar for bar in bars if bar and first and bar.last >= first and bar.first < told.until
        ]
        if not shown:
            continue
        rows: list[list[_Bar]] = []
        for bar in sorted(_joined(shown), key=lambda bar: (bar.first, bar.name)):
            free = next((row for row in rows if row[-1].last <= bar.first), None)
            if free is None:
                rows.append(free := [])
            free.append(bar)
        yield role, rows


def _joined(bars: Iterable[_Bar]) -> Iterator[_Bar]:
    """Join the bars of one person that overlap."""
    last: dict[str, _Bar] = {}
    for bar in sorted(bars, key=lambda bar: (bar.first, bar.last)):
        before = last.get(bar.person)
        if before and bar.first <= before.last:
            last[bar.person] = before.joined(bar)
            continue
        if before:
            yield before
        last[bar.person] = bar
    yield from last.values()


def _bar(row: Row, until: dt.date) -> _Bar | None:
    """Draw a post: solid where it was surely held, light over the days on which that is open."""
    if not row["name"]:
        return None
    earliest, latest = (
        graph_values.bound(row["earliestStart"]),
        graph_values.bound(row["latestStart"]),
    )
    ended, latest_end = graph_values.bound(row["earliestEnd"]), graph_values.bound(row["latestEnd"])
    begun = latest or ended or earliest
    if begun is None:
        return None
    solid = (begun, max(ended or begun, begun))
    first = max(earliest or begun - _FADE, begun - _FADE)
    last = min(latest_end or solid[1] + _FADE, solid[1] + _FADE, max(until, solid[1]))
    capacity = row["capacity"].rpartition("#")[2].lower()
    said = english.post_name(row["roleLabel"], capacity)
    span = " to ".join(english.when(text) for text in (row["firstSeen"], row["lastSeen"]) if text)
    seen = f", shown in post {span}" if span else ""
    return _Bar(
        row["person"], row["name"], f"{row['name']}, {said}{seen}", min(first, begun), (solid,),
        max(last, solid[1]), capacity in {"interim", "acting"},
    )  # fmt: skip


class _Picture:
    """The sheet that is drawn on."""

    def __init__(self, first: dt.date, last: dt.date, until: dt.date, height: int) -> None:
        self._first, self._last, self._until = first, last, until
        self._height = height + 30
        self._parts: list[str] = []

    def x(self, day: dt.date) -> float:
        """Give the place of a day."""
        share = (day - self._first).days / max(1, (self._last - self._first).days)
        return round(SIDE + min(max(share, 0.0), 1.0) * (WIDTH - SIDE), 1)

    def _draw(self, text: str) -> None:
        self._parts.append(text)

    def years(self) -> None:
        """Draw a line and a number for each year, as far as there is room."""
        years = range(self._first.year, self._last.year + 1)
        step = 1 if len(years) <= 18 else 2
        for year in years[::step]:
            x = self.x(dt.date(year, 1, 1))
            self._draw(f'<path class="year" d="M{x} 18V{self._height}"/>')
            if x < WIDTH - 30:
                self._draw(f'<text class="small" x="{x + 3}" y="12">{year}</text>')

    def grades(self, graded: Sequence[Row], address: Callable[[str], str]) -> None:
        """Draw each grade from the day of its report to the next."""
        self._label("Overall grade", 22 + LANE / 2)
        for index, row in enumerate(graded):
            day = graph_values.bound(made(row)) or self._first
            after = graph_values.bound(made(graded[index + 1])) if index + 1 < len(graded) else None
            left, right = self.x(day), self.x(after or self._until)
            grade = row["grade"].rpartition("/")[2]
            ink, colour = style.ink(grade), style.COLOURS.get(grade, style.PLAIN)
            name = row["gradeLabel"].removesuffix(" to be good")
            width = max(right - left, 3)
            text = _fitting((name, style.LETTERS.get(grade, "")), width - 8)
            title = f"{name}, {row['frameworkLabel']}, {english.when(made(row))}"
            self._draw(
                f'<a href="{escape(address(row["inspection"]))}"><title>{escape(title)}</title>'
                f'<rect x="{left}" y="22" width="{width:.1f}" height="{LANE}" fill="{colour}"/>'
                f'<text x="{left + 5}" y="{22 + LANE / 2 + 4}" style="fill:{ink}">'
                f"{escape(text)}</text></a>"
            )

    def role(
        self, role: str, rows: Sequence[Sequence[_Bar]], top: int, address: Callable[[str], str]
    ) -> None:
        """Draw the holders of a role."""
        self._label(english.SHORT_ROLES.get(role, role), top + BAR / 2)
        for number, row in enumerate(rows):
            y = top + number * (BAR + 4)
            for index, bar in enumerate(row):
                room = self.x(row[index + 1].first) if index + 1 < len(row) else WIDTH
                self._bar(bar, y, room, address)

    def _bar(self, bar: _Bar, y: int, room: float, address: Callable[[str], str]) -> None:
        left, right = self.x(bar.first), max(self.x(bar.last), self.x(bar.first) + 3)
        held = "".join(
            f'<rect class="held" x="{self.x(begin)}" y="{y}" '
            f'width="{max(self.x(end) - self.x(begin), 3):.1f}" height="{BAR}"/>'
            for begin, end in bar.solid
        )
        kind = ' class="interim"' if bar.interim else ""
        text = _fitting((bar.name, bar.name.split()[-1]), max(room, right) - left - 6)
        self._draw(
            f'<a href="{escape(address(bar.person))}"{kind}><title>{escape(bar.title)}</title>'
            f'<rect class="open" x="{left}" y="{y}" width="{right - left:.1f}" height="{BAR}"/>'
            f'{held}<text x="{left + 4}" y="{y + BAR / 2 + 4}">{escape(text)}</text></a>'
        )

    def joins(
        self,
        graded: Iterable[Row],
        directors: Mapping[str, Collection[str]],
        role: str,
        rows: Sequence[Sequence[_Bar]],
        top: int,
    ) -> None:
        """Draw from each graded inspection down to whoever held the first role at it."""
        if role != ROLES[0]:
            return
        for row in graded:
            day = graph_values.bound(row["started"]) or graph_values.bound(made(row))
            people = directors.get(row["inspection"], ())
            if day is None:
                continue
            x = self.x(day)
            for number, bars in enumerate(rows):
                if any(bar.person in people for bar in bars if bar.first <= day <= bar.last):
                    y = top + number * (BAR + 4) + BAR
                    self._draw(f'<path class="join" d="M{x} 22V{y}"/>')
                    self._draw(f'<circle class="join" cx="{x}" cy="{y}" r="3.5"/>')
                    break
            else:
                self._draw(f'<path class="unknown" d="M{x} {22 + LANE}V{top}"/>')
                self._draw(f'<text class="small" x="{x - 3}" y="{top + 12}">?</text>')

    def _label(self, text: str, y: float) -> None:
        self._draw(f'<text class="label" x="0" y="{y + 4}">{escape(text)}</text>')

    def svg(self, title: str) -> str:
        """Give the whole element."""
        return (
            f'<svg class="story" viewBox="0 0 {WIDTH} {self._height}" role="group" '
            f'aria-label="{escape(title)}">{"".join(self._parts)}</svg>'
        )


def _fitting(texts: Iterable[str], width: float) -> str:
    """Give the first of some texts that has room, or nothing."""
    return next((text for text in texts if len(text) * _LETTER <= width), "")


KEY = (
    "Grades from the day each was published. Below, who held which post: dark where sources show "
    "them in post, light where they may have been. A line goes down from each inspection to "
    "whoever directed the services at it; “?” where nobody is known surely enough."
)
"""What the picture means, in words."""
_HEAD, _FOOT, _MARGIN = 74, 84, 24
_LOOK = (
    "text{font:12px 'Source Sans 3','Segoe UI','Liberation Sans','DejaVu Sans',sans-serif;"
    "fill:#10151c}.story text{font-weight:600}.story .small,.story .label,.foot{fill:#4a5361;"
    "font-weight:400}.story .year{stroke:#c9d0d9}.story .open{fill:#b9c7d8}"
    ".story .held{fill:#35506f;opacity:.55}.story .interim .held{opacity:.3}"
    ".story .interim .open{stroke:#35506f;stroke-dasharray:4 3}"
    ".story path.join{stroke:#10151c;stroke-width:1.4}.story circle.join{fill:#10151c}"
    ".story path.unknown{stroke:#4a5361;stroke-dasharray:3 3}"
)


def story_sheet(told: Told) -> str:
    """Draw the story with what it is, what it means and where it is from, as a whole SVG file.

    Raises:
        UsageError: No overall grade of the council is known.
    """
    picture = story_picture(told, str)
    if not picture:
        raise UsageError(f"no overall grade of {told.name} is known; there is nothing to draw.")
    height = int(re.search(r'viewBox="0 0 \d+ (\d+)"', picture)[1])  # type: ignore[index]
    width, whole = WIDTH + 2 * _MARGIN, _HEAD + height + _FOOT
    title = f"{told.name}: {told.finding[:1].lower()}{told.finding[1:]}"
    foot = [*textwrap.wrap(KEY, 150), *textwrap.wrap(told.credit, 150)]
    lines = "".join(
        f'<text class="foot" x="{_MARGIN}" y="{_HEAD + height + 18 + 15 * number}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(foot)
    )
    until = english.when(told.until.isoformat())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{whole}" '
        f'viewBox="0 0 {width} {whole}"><title>{escape(title)}</title><style>{_LOOK}</style>'
        f'<rect width="{width}" height="{whole}" fill="#ffffff"/>'
        f'<text x="{_MARGIN}" y="32" style="font-size:20px;font-weight:700">{escape(title)}</text>'
        f'<text class="foot" x="{_MARGIN}" y="54">Children\'s services: what Ofsted found, and who '
        f"ran them. Results published until {until}.</text>"
        f'<svg x="{_MARGIN}" y="{_HEAD}" width="{WIDTH}" height="{height}" '
        f"{picture.removeprefix('<svg')}{lines}</svg>\n"
    )
