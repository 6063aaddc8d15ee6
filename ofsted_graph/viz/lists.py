"""What the page says in plain HTML: timeline, tables, sources, and the words of its key.

All of it is there without scripts; the page's script reads it rather than have it twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ofsted_graph.viz import english, html_tables, style, timeline

if TYPE_CHECKING:
    import networkx as nx

    from ofsted_graph.network.records import Source
    from ofsted_graph.viz.items import Items

KEY = (
    ("person-held", "In post on the date shown"),
    ("person-perhaps", "Perhaps in post"),
    ("person-former", "Former"),
    ("line-now", "Post held on that date"),
    ("line-before", "Former post"),
    ("line-interim", "Interim or acting"),
    ("line-sure", "Certainly in post when inspected"),
    ("line-perhaps", "Likely in post when inspected"),
    ("visit", "Visit without a grade"),
)
"""What the marks mean, for the page's key."""


@dataclass(frozen=True)
class Lists:
    """What the template writes as plain HTML: all that is read without scripts."""

    title: str
    last_day: str
    span: timeline.Span
    lanes: Sequence[timeline.Lane]
    posts: Sequence[html_tables.PostRow]
    inspections: Sequence[html_tables.InspectionRow]
    sources: Sequence[Source]
    numbers: dict[str, int]
    numbers_of_sources: dict[str, int]
    edges: dict[str, int]
    letters: dict[str, str]
    names_of_grades: dict[str, str]
    views: Sequence[style.View]
    choices: Sequence[tuple[str, style.View]]
    grades: Sequence[dict[str, str]]
    roles: Sequence[tuple[str, str]]
    regions: Sequence[tuple[str, str]]
    inspectors: bool
    key: Sequence[tuple[str, str]] = KEY
    short_roles: Mapping[str, str] = field(default_factory=lambda: english.SHORT_ROLES)


def make_lists(net: nx.MultiDiGraph[str], items: Items) -> Lists:
    """Gather what the page says in plain HTML."""
    span = timeline.span_of(net)
    words = net.graph["words"]
    posts = html_tables.post_rows(net)
    grades = grades_used(net)
    roles = {data["role"] for _, _, data in net.edges(data=True) if data["kind"] == "post"}
    regions = {data["region"] for _, data in net.nodes(data=True) if data["kind"] == "council"}
    order = [*timeline.ROLES, *sorted(roles - set(timeline.ROLES))]
    return Lists(
        title=net.graph["title"],
        last_day=english.when(net.graph["as_of"] or timeline.last_day(net)),
        span=span,
        lanes=timeline.lanes(net, span),
        posts=posts,
        inspections=html_tables.inspection_rows(net),
        sources=list(net.graph["sources"].values()),
        numbers=items.numbers,
        numbers_of_sources=items.sources,
        edges=items.posts,
        letters={grade: look["letter"] for grade, look in grades.items()},
        names_of_grades={grade: look["label"] for grade, look in grades.items()},
        views=list(style.VIEWS.values()),
        choices=list(style.VIEWS.items()),
        grades=[{"word": grade, **look} for grade, look in grades.items()],
        roles=[(role, words["role"].get(role, role)) for role in order if role in roles],
        regions=sorted(
            (region, words["region"].get(region, region)) for region in regions if region
        ),
        inspectors=any(data["kind"] == "inspected-by" for _, _, data in net.edges(data=True)),
    )


def grades_used(net: nx.MultiDiGraph[str]) -> dict[str, dict[str, str]]:
    """Give the grades that the network has, best first, with letter, label and colours."""
    used = {
        grade
        for _, data in net.nodes(data=True)
        if data["kind"] == "inspection"
        for grade in (
            *(judged.grade for judged in data["judgements"]),
            *(style.grade_of(data, view) for view in style.VIEWS),
        )
        if grade
    }
    order = [*style.COLOURS, *sorted(used - set(style.COLOURS))]
    return {
        grade: {
            "label": style.grade_name(net, grade),
            "letter": style.letter(net, grade),
            "colour": style.COLOURS.get(grade, style.PLAIN),
            "ink": style.ink(grade),
        }
        for grade in order
        if grade in used
    }
