"""A brief: one page to read before a meeting, on one council's children's services.

It tells the grade now and before, what rose and fell, who was in post and how sure that is, how
like councils stand, and where each thing is told. Grades bear their letter, so that the page reads
in grey too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from ofsted_graph import graph_values
from ofsted_graph.answers.lookups import label, named_rows, objects, value
from ofsted_graph.answers.newest import last_day
from ofsted_graph.answers.story import NOTE, Line, council_story
from ofsted_graph.viz import english, style
from ofsted_graph.vocab import ATTRIBUTION, DCTERMS, FOAF, OFG, thing

if TYPE_CHECKING:
    from jinja2 import Template

MOST_RATINGS = 4
"""Ratings that the page has room for, newest first."""
TYPE_SIZES = (9.4, 8.9, 8.4, 7.9, 7.4)
"""Points: the largest at which all stands on one sheet of A4 is taken."""
_RISEN, _FALLEN, _SAME = "▲ better", "▼ worse", "= the same"
_OVERALL = thing("aspect", "overall-effectiveness").value
_FILES = resources.files(__package__) / "brief_files"


@dataclass(frozen=True)
class Grade:
    """A grade as the page shows it; without a name where there is none."""

    name: str
    letter: str = ""
    colour: str = style.PLAIN
    ink: str = "#ffffff"
    rank: int = 0


@dataclass(frozen=True)
class Post:
    """Who held a post at an inspection: the role, who, and how sure that is."""

    role: str
    who: str
    known: bool


@dataclass(frozen=True)
class Rating:
    """An overall grade, when and how it was given, who was in post, and its source's number."""

    date: str
    grade: Grade
    how: str
    posts: tuple[Post, ...]
    source: int


@dataclass(frozen=True)
class Aspect:
    """The grades of one aspect at the newest inspection and the one before, compared."""

    name: str
    now: Grade
    before: Grade
    change: str


@dataclass(frozen=True)
class Peer:
    """A council that is like this one, with its newest overall grade."""

    name: str
    grade: Grade
    date: str
    own: bool = False


@dataclass(frozen=True)
class Source:
    """A document that the page leans on."""

    title: str
    date: str
    address: str


@dataclass(frozen=True)
class Brief:
    """All that the page of a council tells."""

    council: str
    facts: tuple[str, ...]
    ended: bool
    ratings: tuple[Rating, ...]
    aspects: tuple[Aspect, ...]
    peers: tuple[Peer, ...]
    later: tuple[str, ...]
    sources: tuple[Source, ...]
    until: str
    credit: str

    @property
    def finding(self) -> str:
        """Say the page's news in a sentence."""
        if not self.ratings:
            return "no overall grade is known"
        runs = [list(run) for _, run in groupby(self.ratings, key=lambda one: one.grade.name)]
        now, *earlier = runs
        first = now[-1].date
        grade = now[0].grade.name
        said = f"{grade} from {first} until it ended" if self.ended else f"{grade} since {first}"
        if len(now) > 1:
            said += f", again on {now[0].date}"
        if earlier:
            said += f"; {earlier[0][0].grade.name} before that, from {earlier[0][-1].date}"
        return said


def brief(store: Store, council: NamedNode) -> Brief:
    """Gather what the page of a council tells."""
    story = council_story(store, council)
    sources: dict[NamedNode, int] = {}
    told = named_rows(store, "ratings-of-council", {"council": council})
    rows = [row for row in told if row["inspection"]]
    ratings = tuple(_ratings(store, rows, story.sections[0].lines if rows else (), sources))
    return Brief(
        council=story.title,
        facts=(story.facts[0], *story.facts[2:]),
        ended=bool(value(store, council, OFG.end)),
        ratings=ratings,
        aspects=tuple(_aspects(store, council, rows)),
        peers=tuple(_peers(store, council, rows)),
        later=tuple(_later(store, council, rows)),
        sources=tuple(_source(store, one) for one in sources),
        until=english.when(last_day(store).isoformat()),
        credit=value(store, thing("dataset", "ofsted-graph"), ATTRIBUTION),
    )


def render_brief(told: Brief, day: dt.date, *, size: float = TYPE_SIZES[0]) -> str:
    """Write the page as HTML that needs nothing else.

    Args:
        told: What it tells.
        day: The day on which it is made.
        size: The size of the type in print, in points; a screen has its own.
    """
    made = english.when(day.isoformat())
    return _template().render(told=told, note=NOTE, made=made, finding=told.finding, size=size)


@cache
def _template() -> Template:
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((_FILES / "brief.html.j2").read_text(encoding="utf-8"))


def _ratings(
    store: Store,
    rows: Sequence[dict[str, str]],
    lines: Sequence[Line],
    sources: dict[NamedNode, int],
) -> Iterator[Rating]:
    """Take the newest ratings, with the lines of the story that tell who was in post at each."""
    posts: dict[str, list[Post]] = {}
    current = ""
    for line in lines:
        if line.date:
            current = line.thing
            posts[current] = []
        else:
            known = bool(line.certainty)
            posts[current].append(Post(line.what, line.detail, known))
    for row in rows[:MOST_RATINGS]:
        inspection = NamedNode(row["inspection"])
        key = f"inspection:{row['inspection'].rpartition('/')[2]}"
        yield Rating(
            english.when(_day(row)),
            _grade(store, row["grade"]),
            row["frameworkLabel"],
            tuple(posts.get(key, ())),
            _number(store, inspection, sources),
        )


def _aspects(store: Store, council: NamedNode, rows: Sequence[dict[str, str]]) -> Iterator[Aspect]:
    """Compare the judgements of the newest rated inspection with those of the one before."""
    order = [row["inspection"] for row in rows[:2]]
    found: list[dict[str, tuple[str, str]]] = [{} for _ in order]
    for row in named_rows(store, "judgements", {"council": council}):
        if row["inspection"] in order and row["grade"]:
            at = order.index(row["inspection"])
            found[at].setdefault(row["aspect"], (row["aspectLabel"], row["grade"]))
    if not found:
        return
    before = found[1] if len(found) > 1 else {}
    # What stands for all comes first.
    for aspect, (name, grade) in sorted(found[0].items(), key=lambda one: one[0] != _OVERALL):
        now = _grade(store, grade)
        then = _grade(store, before[aspect][1]) if aspect in before else Grade("")
        yield Aspect(name, now, then, _change(now, then))


def _change(now: Grade, then: Grade) -> str:
    if not now.rank or not then.rank:
        return ""
    return _SAME if now.rank == then.rank else _RISEN if now.rank < then.rank else _FALLEN


def _peers(store: Store, council: NamedNode, rows: Sequence[dict[str, str]]) -> Iterator[Peer]:
    """List the statistical neighbours by grade, the council itself among them."""
    peers = [
        Peer(row["neighbourName"], _grade(store, row["grade"]), row["published"])
        for row in named_rows(store, "neighbours", {"council": council})
    ]
    if not peers:
        return
    if rows:
        own = _grade(store, rows[0]["grade"])
        peers.append(Peer(label(store, council), own, _day(rows[0]), own=True))
    for peer in sorted(peers, key=lambda one: (one.grade.rank or 9, one.name)):
        yield Peer(peer.name, peer.grade, english.when(peer.date[:7]), peer.own)


def _later(store: Store, council: NamedNode, rows: Sequence[dict[str, str]]) -> Iterator[str]:
    """Tell the visits and inspections without an overall grade since the newest rating."""
    newest = _day(rows[0]) if rows else ""
    rated = {row["inspection"] for row in rows}
    told: set[str] = set()
    for row in named_rows(store, "inspections-of-council", {"council": council}):
        date = _day(row)
        if date > newest and row["inspection"] not in rated | told:
            told.add(row["inspection"])
            what = f"{row['frameworkLabel']} ({row['themeLabel']})" if row["themeLabel"] else ""
            yield f"{what or row['frameworkLabel']}, {english.when(date)}"


def _day(row: dict[str, str]) -> str:
    """Give the day from which an inspection counts: that of its report, if it is known."""
    return row["published"] or row["started"]


def _grade(store: Store, iri: str) -> Grade:
    if not iri:
        return Grade("not known")
    node, name = NamedNode(iri), iri.rpartition("/")[2]
    return Grade(
        label(store, node),
        value(store, node, OFG.letter),
        style.COLOURS.get(name, style.PLAIN),
        style.ink(name),
        graph_values.rank(value(store, node, OFG.rank)),
    )


def _number(store: Store, inspection: NamedNode, sources: dict[NamedNode, int]) -> int:
    """Give the number of the document that tells of an inspection, its own report if it has one."""
    cited = [
        source
        for place in objects(store, inspection, OFG.citation)
        if isinstance(place, NamedNode)
        for source in objects(store, place, OFG.source)
        if isinstance(source, NamedNode)
    ]
    if not cited:
        return 0
    own = [one for one in cited if value(store, one, OFG.sourceKind) != "statistics"]
    return sources.setdefault((own or cited)[0], len(sources) + 1)


def _source(store: Store, source: NamedNode) -> Source:
    return Source(
        value(store, source, DCTERMS.title),
        english.when(value(store, source, DCTERMS.issued)),
        value(store, source, FOAF.page),
    )
