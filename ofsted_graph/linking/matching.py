"""Matching values of any kind: councils by `reconcile`, the others by their names in the graph.

People are harder than councils. The same name is a guess, not a fact, so a name alone is at best
offered; a name at a council where the graph has that person in post is accepted. A role is known by
its label and by what people call it. An inspection is known by its council and a day of it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ofsted_graph.errors import UnknownNameError
from ofsted_graph.facts.name_comparison import ACCEPT
from ofsted_graph.linking.decisions import Decisions
from ofsted_graph.linking.moments import days_of
from ofsted_graph.linking.reconcile import ACCEPTED, OFFERED, REFUSED, Match, Reconciler
from ofsted_graph.linking.score import OFFER
from ofsted_graph.model import ID, slug

if TYPE_CHECKING:
    from pyoxigraph import Store

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "cllr", "councillor",
                     "prof", "professor", "lord", "lady", "baroness", "hmi", "cbe", "obe",
                     "mbe"})  # fmt: skip
_ROLES = {
    "director-of-childrens-services": ("dcs", "director of children services"),
    "lead-member-for-children": ("lead member", "lmcs", "cabinet member for children"),
    "elected-mayor": ("mayor", "executive mayor", "directly elected mayor"),
    "chief-executive": ("ceo", "chief exec", "head of paid service"),
    "council-leader": ("leader", "leader of the council"),
    "lscb-chair": ("lscb", "chair of the lscb", "independent chair"),
}
"""What posts are called in other people's tables, beside their labels."""


class Matcher(Protocol):
    """Finds things of one kind."""

    kind: str

    def match(self, value: str, *, code: str = "", on: str = "", council: str = "") -> Match:
        """Find the thing that a value means."""
        ...


@dataclass
class CouncilMatcher:
    """Finds councils."""

    reconciler: Reconciler
    kind: str = "council"

    def match(self, value: str, *, code: str = "", on: str = "", council: str = "") -> Match:  # noqa: ARG002
        """Find the council that a name or code means."""
        return self.reconciler.match(value, code=code, on=on)


class NameMatcher:
    """Finds people and roles by their names in the graph."""

    def __init__(
        self,
        kind: str,
        names: Iterable[tuple[str, str]],
        decisions: Decisions,
        reconciler: Reconciler | None = None,
        places: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Take (thing, name) pairs, and for people (person, council id) pairs."""
        self.kind, self._decisions, self._reconciler = kind, decisions, reconciler
        self._labels: dict[str, str] = {}
        self._things: dict[str, set[str]] = defaultdict(set)
        for thing, name in names:
            self._labels.setdefault(thing, name)
            self._things[name_key(name)].add(thing)
        self._places: dict[str, set[str]] = defaultdict(set)
        for thing, council in places:
            self._places[thing].add(council)
        self._keys = list(self._things)

    def match(self, value: str, *, code: str = "", on: str = "", council: str = "") -> Match:  # noqa: ARG002
        """Find the person or role that a name means."""
        for decision in self._decisions.on(value, self.kind):
            if decision.decision == "same":
                return self._found(value, ACCEPTED, decision.thing, 1.0, decision.told, "decision")
            if decision.decision == "different" and not decision.thing:
                return Match(value, REFUSED, why=decision.told, method="decision")
        key = name_key(value)
        things, score, why = self._things.get(key, set()), 1.0, "the name is known"
        if not things and key:
            things, score, why = self._near(key)
        barred = {
            d.thing for d in self._decisions.on(value, self.kind) if d.decision == "different"
        }
        things = {thing for thing in things if thing not in barred}
        if not things:
            return Match(value, REFUSED, why=f"no {self.kind} has a name like it")
        if self.kind == "person":
            return self._person(value, things, score, why, council)
        status = ACCEPTED if len(things) == 1 and score >= ACCEPT else OFFERED
        return self._found(value, status, min(things), score, why)

    def _person(self, value: str, things: set[str], score: float, why: str, place: str) -> Match:
        council = ""
        if place and self._reconciler is not None:
            found = self._reconciler.match(place)
            council = found.thing.removeprefix("council:") if found.status == ACCEPTED else ""
        there = {thing for thing in things if council and council in self._places[thing]}
        if len(there) == 1:
            status = ACCEPTED if score >= ACCEPT else OFFERED
            why = f"{why}; the graph has them at {place}"
            return self._found(value, status, there.pop(), score, why)
        why = f"{why}; the same name alone is a guess" + (
            f", and {len(things)} people have it" if len(things) > 1 else ""
        )
        return self._found(value, OFFERED, min(things), min(score, 0.8), why)

    def _near(self, key: str) -> tuple[set[str], float, str]:
        from rapidfuzz import fuzz, process

        hits = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=85, limit=2)
        if not hits:
            return set(), 0.0, ""
        name, like, _ = hits[0]
        clear = len(hits) == 1 or hits[1][1] < like - 3
        score = like / 100 * (0.97 if clear else 0.85)
        why = f'{like:.0f}% of the letters of "{name}"'
        return self._things[name], round(score, 3) if score >= OFFER else 0.0, why

    def _found(  # noqa: PLR0917
        self, value: str, status: str, thing: str, score: float, why: str, method: str = "name"
    ) -> Match:
        label = self._labels.get(thing, "")
        iri = ID + thing.replace(":", "/", 1)
        return Match(value, status, thing, iri, label, score, why, method)


class InspectionMatcher:
    """Finds inspections by their own name, or by a council and a day."""

    kind = "inspection"

    def __init__(
        self, reconciler: Reconciler, rows: Iterable[tuple[str, str, str, str, str]]
    ) -> None:
        """Take (inspection, council id, first day, last day, publication) rows."""
        self._reconciler = reconciler
        self._of: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
        self._known: set[str] = set()
        for inspection, council, *dates in rows:
            self._known.add(inspection)
            self._of[council].append((inspection, [date for date in dates if date]))

    def match(self, value: str, *, code: str = "", on: str = "", council: str = "") -> Match:
        """Find the inspection of a council (the value, or its own column) on a day."""
        name = value.strip().removeprefix(f"{ID}inspection/").removeprefix("inspection:")
        if name in self._known:
            return _inspection(value, ACCEPTED, name, 1.0, "it is its name")
        body = self._reconciler.match(council or value, code=code)
        if body.status != ACCEPTED:
            return Match(value, REFUSED, why=f"its council is not known: {body.why}")
        days = days_of(on)
        if days is None:
            return Match(value, REFUSED, why="without a date no inspection can be told (--date)")
        here = self._of.get(body.thing.removeprefix("council:"), [])
        fits = sorted(name for name, dates in here if any(_meets(date, days) for date in dates))
        if not fits:
            return Match(value, REFUSED, why=f"no inspection of {body.label} on {on} is known")
        if len(fits) > 1:
            why = f"{len(fits)} inspections fit: {', '.join(fits)[:200]}"
            return _inspection(value, OFFERED, fits[0], 0.7, why)
        return _inspection(value, ACCEPTED, fits[0], 1.0, f"{body.why}; a day of it is {on}")


def _inspection(value: str, status: str, name: str, score: float, why: str) -> Match:
    thing, iri = f"inspection:{name}", f"{ID}inspection/{name}"
    return Match(value, status, thing, iri, name, score, why)


def _meets(date: str, days: tuple[dt.date, dt.date]) -> bool:
    own = days_of(date)
    return own is not None and own[0] <= days[1] and days[0] <= own[1]


def name_key(name: str) -> str:
    """Make a person's or a role's name comparable: no titles, "Surname, First" turned round.

    >>> name_key("Cllr. O’Neill, Tim"), name_key("Dr Máire Atherton CBE")
    ('tim oneill', 'maire atherton')
    """
    last, comma, first = name.partition(",")
    words = slug(f"{first} {last}" if comma else name).split("-")
    return " ".join(word for word in words if word not in _TITLES)


def make_matcher(
    kind: str, reconciler: Reconciler, decisions: Decisions, store: Store | None
) -> Matcher:
    """Make what finds things of a kind.

    Args:
        kind: council, person, role or inspection.
        reconciler: Finds councils.
        decisions: What was decided before.
        store: The graph; not needed for councils.

    Raises:
        UnknownNameError: There is no such kind.
    """
    if kind == "council":
        return CouncilMatcher(reconciler)
    if kind not in _QUERIES or store is None:
        raise UnknownNameError("kind of thing", kind, ["council", *_QUERIES])
    rows = [tuple(_short(value) for value in row) for row in _rows(store, _QUERIES[kind])]
    if kind == "inspection":
        return InspectionMatcher(
            reconciler,
            ((i.partition(":")[2], c.partition(":")[2], *dates) for i, c, *dates in rows),  # type: ignore[misc]
        )
    names = [(thing, name) for thing, name, _ in rows if name]
    if kind == "role":
        names += [(f"role:{role}", name) for role, others in _ROLES.items() for name in others]
    places = [(thing, at.partition(":")[2]) for thing, _, at in rows if at]
    return NameMatcher(kind, names, decisions, reconciler, places)


_QUERIES = {
    "person": """
        PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        PREFIX org: <http://www.w3.org/ns/org#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?thing ?name ?at {
          ?thing a foaf:Person ; foaf:name|skos:altLabel ?name .
          OPTIONAL { ?tenure org:member ?thing ; org:organization ?at }
        } ORDER BY ?thing ?name ?at""",
    "role": """
        PREFIX org: <http://www.w3.org/ns/org#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?thing ?name ("" AS ?at) {
          ?thing a org:Role ; rdfs:label|skos:altLabel ?name
        } ORDER BY ?thing ?name""",
    "inspection": """
        PREFIX ofg: <https://w3id.org/ofsted-graph/def#>
        SELECT ?thing ?council ?started ?ended ?published {
          ?thing a ofg:Inspection ; ofg:council ?council .
          OPTIONAL { ?thing ofg:started ?started }
          OPTIONAL { ?thing ofg:ended ?ended }
          OPTIONAL { ?thing ofg:published ?published }
        } ORDER BY ?thing ?published""",
}


def _rows(store: Store, query: str) -> Any:
    return store.query(query)


def _short(term: Any) -> str:
    value = str(getattr(term, "value", "") or "")
    return value.removeprefix(ID).replace("/", ":", 1) if value.startswith(ID) else value
