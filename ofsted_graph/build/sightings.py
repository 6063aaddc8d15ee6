"""The sightings of a graph: what each attestation says of a post, ready to be weighed.

The build asks this of what it has just put together and `who` of the finished graph, so both weigh
the same evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolution, Store

from ofsted_graph import graph_values
from ofsted_graph.build.likelihood import Post, Rates, Sighting, Span
from ofsted_graph.dates import Window, window
from ofsted_graph.people.likeness import FULL_TIME
from ofsted_graph.vocab import OFG, PREFIXES

_FACTS = (
    "startNotBefore", "startNotAfter", "endNotBefore", "endNotAfter",
    "shownFrom", "shownTo", "start", "end", "plannedStart", "plannedEnd",
)  # fmt: skip
_QUERY = f"""
PREFIX ofg: <{PREFIXES["ofg"]}>
PREFIX org: <{PREFIXES["org"]}>
SELECT ?council ?role ?person ?tenure ?attestation ?capacity ?joint ?source
  {" ".join(f"?{fact}" for fact in _FACTS)}
WHERE {{
  ?tenure org:organization ?council ; org:role ?role .
  ?attestation ofg:tenure ?tenure ; a ofg:Attestation .
  FILTER(isIRI(?tenure) && isIRI(?council) && isIRI(?role))
  OPTIONAL {{ ?tenure org:member ?person FILTER isIRI(?person) }}
  OPTIONAL {{ ?tenure ofg:capacity ?capacity }}
  OPTIONAL {{ ?attestation ofg:joint ?joint }}
  OPTIONAL {{ ?attestation ofg:citation/ofg:source ?source FILTER isIRI(?source) }}
  {" ".join(f"OPTIONAL {{ ?attestation ofg:{fact} ?{fact} }}" for fact in _FACTS)}
}}
"""
RATE_TERMS = (OFG.changesPerYear, OFG.standInChangesPerYear, OFG.returnChance)
"""What the graph says of a role's rates of change, in the order of `Rates`."""
_MONTH = 31
"""Days of the widest window whose last day is taken for one on which somebody was in post."""
Key = tuple[str, str]
"""A council and a role, as IRIs."""


def read_posts(
    store: Store, *, council: NamedNode | None = None, role: NamedNode | None = None
) -> dict[Key, list[Sighting]]:
    """Read the sightings of every post, or of one council's or role's.

    Who is seen in a post that fills a working week is elsewhere for such a post of any other
    council (`Sighting.away`), unless the two were filled as one. So every post is read, whichever
    are asked for.

    Args:
        store: A graph in the ontology's words, or what answers like one.
        council: Only posts at this council.
        role: Only posts of this role.
    """
    told: dict[Key, dict[str, QuerySolution]] = defaultdict(dict)
    solutions: Any = store.query(_QUERY)
    for row in solutions:
        # A statement that two citations carry is one statement.
        told[row["council"].value, row["role"].value].setdefault(row["attestation"].value, row)
    posts = {key: [_sighting(row) for row in rows.values()] for key, rows in told.items()}
    away = _elsewhere(posts)
    return {
        key: [*of, *away[key]]
        for key, of in posts.items()
        if (council is None or key[0] == council.value) and (role is None or key[1] == role.value)
    }


def _elsewhere(posts: Mapping[Key, Iterable[Sighting]]) -> dict[Key, list[Sighting]]:
    """Say of each post when those who held it filled a post at another council."""
    held: dict[str, list[tuple[Key, Sighting]]] = defaultdict(list)
    for key, sightings in posts.items():
        if key[1].rpartition("/")[2] in FULL_TIME:
            for one in sightings:
                if one.person and not one.joint:
                    held[one.person].append((key, one))
    found: dict[Key, list[Sighting]] = defaultdict(list)
    for person, all_of in held.items():
        for key in sorted({key for key, _ in all_of}):
            tenure = next(one.tenure for at, one in all_of if at == key)
            found[key] += [
                Sighting(person, tenure, one.source, away=days)
                for at, one in all_of
                if at[0] != key[0] and (days := _surely(one)) and not _shared(all_of, at[0], key[0])
            ]
    return found


def _shared(held: Iterable[tuple[Key, Sighting]], one: str, other: str) -> bool:
    """Tell whether somebody is seen at two councils in turn, as who fills one post for both is."""
    days: dict[str, list[int]] = {one: [], other: []}
    for (council, _), sighting in held:
        if council in days and (seen := _surely(sighting)):
            days[council] += seen
    first, second = sorted(map(sorted, days.values()))
    return bool(first and second) and second[0] <= first[-1]


def _surely(one: Sighting) -> Span | None:
    """Give days on which a sighting surely shows somebody in post."""
    if one.served:
        return one.served
    if one.glimpsed and one.glimpsed[1] - one.glimpsed[0] <= _MONTH:
        return one.glimpsed[1], one.glimpsed[1]
    return None


def read_rates(store: Store) -> dict[str, Rates]:
    """Read the rates of change that the build has written, by role."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for term in RATE_TERMS:
        for quad in store.quads_for_pattern(None, term, None, None):
            if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                found[quad.subject.value][term.value] = graph_values.rate(quad.object.value)
    return {
        role: Rates(
            changes=values[OFG.changesPerYear.value],
            stand_in_changes=values[OFG.standInChangesPerYear.value],
            returns=values[OFG.returnChance.value],
        )
        for role, values in found.items()
        if len(values) == len(RATE_TERMS)
    }


def _sighting(row: QuerySolution) -> Sighting:
    def text(name: str) -> str:
        term = row[name]
        return term.value if term is not None else ""

    def days(first: str, last: str) -> Span | None:
        one, other = text(first), text(last)
        if not one or not other:
            return None
        begin, finish = (graph_values.day(text).toordinal() for text in (one, other))
        return begin, finish

    shown = days("shownFrom", "shownTo")
    ordered = shown and shown[0] <= shown[1]
    return Sighting(
        person=text("person"),
        tenure=text("tenure"),
        source=text("source"),
        standing_in=text("capacity").endswith(("#Interim", "#Acting")),
        joint=text("joint") == "true",
        served=shown if ordered else None,
        glimpsed=(shown[1], shown[0]) if shown and not ordered else None,
        start=days("startNotBefore", "startNotAfter") if text("start") else None,
        end=days("endNotBefore", "endNotAfter") if text("end") else None,
        planned_start=_plan(text("plannedStart")),
        planned_end=_plan(text("plannedEnd")),
    )


def _plan(text: str) -> Span | None:
    if not text:
        return None
    days: Window = window(text)
    if days.first is None or days.last is None:
        return None
    return days.first.toordinal(), days.last.toordinal()


def posts_of(sightings: dict[Key, list[Sighting]]) -> dict[Key, Post]:
    """Make the posts, each with its sightings placed."""
    return {key: Post(of) for key, of in sightings.items()}
