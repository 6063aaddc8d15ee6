"""The tables: every post with the grades around it, and every inspection with what it found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ofsted_graph.viz import english, style
from ofsted_graph.viz.fans import moment

if TYPE_CHECKING:
    import networkx as nx

    from ofsted_graph.network.records import Citation


@dataclass(frozen=True)
class Name:
    """A node and what it is called."""

    node: str
    label: str


@dataclass(frozen=True)
class PostRow:
    """One post, and the grades in force on the first and last days on which it was surely held."""

    tenure: str
    place: Name
    person: Name
    post: str
    began: str
    began_key: str
    ended: str
    ended_key: str
    grade_before: str
    grade_after: str
    certain: int
    likely: int
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class InspectionRow:
    """One inspection, with a grade for each view and who led it."""

    council: Name
    inspection: Name
    day: str
    framework: str
    grades: tuple[str, ...]
    lead: tuple[Name, ...]
    citations: tuple[Citation, ...]


def post_rows(net: nx.MultiDiGraph[str]) -> list[PostRow]:
    """Make the rows of all posts, by place and then in time."""
    records = {
        node: style.record(net, node)
        for node, data in net.nodes(data=True)
        if data["kind"] == "council"
    }
    inspections: dict[tuple[str, str], int] = {}
    for _, _, tenure, data in net.edges(keys=True, data=True):
        if data["kind"] == "in-post":
            key = (tenure, data["certainty"])
            inspections[key] = inspections.get(key, 0) + 1
    rows = []
    for person, place, tenure, data in net.edges(keys=True, data=True):
        if data["kind"] != "post":
            continue
        first = data["latest_start"] or data["earliest_end"]
        last = data["earliest_end"] or data["latest_start"]
        grades = records.get(place, ())
        rows.append(
            PostRow(
                tenure=tenure,
                place=Name(place, net.nodes[place]["label"]),
                person=Name(person, net.nodes[person]["label"]),
                post=english.post_name(
                    net.graph["words"]["role"].get(data["role"], data["role"]), data["capacity"]
                ),
                began=english.capitalised(english.began(data)),
                began_key=first,
                ended=english.capitalised(english.ended(data)),
                ended_key=last,
                grade_before=style.grade_on(grades, first),
                grade_after=style.grade_on(grades, last),
                certain=inspections.get((tenure, "certain"), 0),
                likely=inspections.get((tenure, "likely"), 0),
                citations=data["citations"],
            )
        )
    return sorted(rows, key=lambda row: (row.place.label, row.began_key, row.post, row.tenure))


def inspection_rows(net: nx.MultiDiGraph[str]) -> list[InspectionRow]:
    """Make the rows of all inspections, by council and then in time."""
    frameworks = net.graph["words"]["framework"]
    rows = []
    for node, data in net.nodes(data=True):
        if data["kind"] != "inspection":
            continue
        council = data["council"]
        day = moment(data)
        lead = sorted(a for a, _, key in net.in_edges(node, keys=True) if key == "lead")
        rows.append(
            InspectionRow(
                council=Name(council, net.nodes[council]["label"] if council in net else council),
                inspection=Name(node, english.when(day)),
                day=day,
                framework=frameworks.get(data["framework"], data["framework"]),
                grades=tuple(style.grade_of(data, view) for view in style.VIEWS),
                lead=tuple(Name(person, net.nodes[person]["label"]) for person in lead),
                citations=data["citations"],
            )
        )
    return sorted(rows, key=lambda row: (row.council.label, row.day, row.inspection.node))
