"""A council's story as a picture: its grades in time, and below who held which post.

From each graded inspection a line goes down to whoever was in post at it, so that one look answers
who ran it when it was judged. A bar is solid where sources show the holder in post, and light where
that is likely; where nobody is known there is nothing. Everything is drawn in SVG that bears its
own words, opens what is clicked, and needs no script.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ofsted_graph.viz import english, style

ROLES = (
    "director-of-childrens-services",
    "elected-mayor",
    "council-leader",
    "lead-member-for-children",
    "chief-executive",
)
"""The posts that are drawn, in this order."""
WIDTH, SIDE, LANE, BAR = 960, 132, 34, 22
_FADE = dt.timedelta(days=365)
_LETTER = 7.3
"""About how wide a letter is, in the picture's units."""

Row = Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """What is known of a council.

    Attributes:
        name: The council's name.
        ratings: Rows of the question `ratings-of-council`.
        posts: Rows of `posts-of-council`.
        holders: Inspection to the people certainly or likely in post at it, by role.
        until: The last day that is drawn.
    """

    name: str
    ratings: Sequence[Row]
    posts: Sequence[Row]
    holders: Mapping[str, Mapping[str, str]]
    until: dt.date


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


def story_picture(told: Told, address: Callable[[str], str]) -> str:
    """Draw the story of a council as an SVG element.

    Args:
        told: What is known.
        address: Gives the address of a thing's page from its IRI.
    """
    graded = sorted((row for row in told.ratings if _day(row)), key=_day)
    first = dt.date(min(int(_day(row)[:4]) for row in graded) - 1, 1, 1) if graded else None
    rows = list(_rows(told, first))
    if first is None or not graded:
        return ""
    height = LANE + 12 + sum(_height(bars) for _, bars in rows)
    picture = _Picture(first, dt.date(told.until.year + 1, 1, 1), told.until, height)
    picture.years()
    picture.grades(graded, address)
    top = LANE + 30
    for role, bars in rows:
        picture.role(role, bars, top, address)
        picture.joins(graded, told.holders, role, bars, top)
        top += _height(bars)
    return picture.svg(f"{told.name}: overall grades, and who held which post")


def _height(bars: Sequence[Sequence[_Bar]]) -> int:
    return len(bars) * (BAR + 4) + 8


def _day(row: Row) -> str:
    """Give the day from which a grade counts."""
    return row["published"] or row["started"]


def _date(text: str, *, last: bool = False) -> dt.date | None:
    """Read a day, month or year as its first day, or as its last."""
    if not text:
        return None
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    if last and not month:
        return dt.date(year, 12, 31)
    return dt.date(year, month or 1, day or (28 if last else 1))


def _rows(told: Told, first: dt.date | None) -> Iterator[tuple[str, list[list[_Bar]]]]:
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
    earliest, latest = _date(row["earliestStart"]), _date(row["latestStart"])
    ended, latest_end = _date(row["earliestEnd"]), _date(row["latestEnd"])
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
            day = _date(_day(row)) or self._first
            after = _date(_day(graded[index + 1])) if index + 1 < len(graded) else None
            left, right = self.x(day), self.x(after or self._until)
            grade = row["grade"].rpartition("/")[2]
            ink, colour = style.ink(grade), style.COLOURS.get(grade, style.PLAIN)
            name = row["gradeLabel"].removesuffix(" to be good")
            width = max(right - left, 3)
            text = _fitting((name, style.LETTERS.get(grade, "")), width - 8)
            title = f"{name}, {row['frameworkLabel']}, {english.when(_day(row))}"
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
        holders: Mapping[str, Mapping[str, str]],
        role: str,
        rows: Sequence[Sequence[_Bar]],
        top: int,
    ) -> None:
        """Draw from each graded inspection down to whoever held the first role at it."""
        if role != ROLES[0]:
            return
        for row in graded:
            day = _date(row["started"]) or _date(_day(row))
            people = holders.get(row["inspection"], {})
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
