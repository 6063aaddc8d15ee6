"""Addresses that were published go on leading somewhere: what became of each thing that is gone.

A path never changes once it is published, but facts are learnt that change what a path stands for:
a report arrives for an inspection that was only told of, two tenures turn out to be one, two
persons to be the same. What was published is then replaced, and the replacement is a row of the
`paths` table. A person whose path would change only because a namesake appeared keeps it by a row
of the `names` table: the newcomer gets the longer path.

What replaced a thing is found by what does not change: an attestation keeps its path as long as
its row says the same, and so does the place in a source that a thing cites.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from ofsted_graph.dates import Window, window
from ofsted_graph.errors import InputError
from ofsted_graph.model import ID, WORKINGS, mention
from ofsted_graph.vocab import FOAF, INSPECTOR_TERMS, OFG, ORG, PROV, RDF, SKOS, thing

Row = dict[str, str]

_REASONS = {
    "inspection": "its own document has come",
    "judgement": "the document of its inspection has come",
    "tenure": "put together anew from what sources tell",
    "person": "the same person",
}


@dataclass(frozen=True)
class Kept:
    """Rows that keep published addresses alive, and the addresses that nothing replaces.

    Attributes:
        paths: Rows of the `paths` table: each path that is gone, and what replaced it.
        names: Rows of the `names` table: persons who keep the name that was published.
        lost: Paths such as `inspection/x` that are gone, with nothing in their place.
    """

    paths: tuple[Row, ...]
    names: tuple[Row, ...]
    lost: tuple[str, ...]


def keep(old: Store, new: Store, before: Iterable[Mapping[str, str]] = ()) -> Kept:
    """Find what replaced each published thing that a new graph no longer has.

    Args:
        old: The graph as it was published.
        new: The graph as it was built now; redirects in it are not things.
        before: The rows of the `paths` table that earlier builds wrote. Those whose path is a
            thing again are dropped, and those whose replacement is gone lead on.
    """
    things = set(_things(new))
    successors = _Successors(old, new)
    names: list[Row] = []
    rows: dict[str, Row] = {}
    lost: list[str] = []
    for path in sorted(set(_things(old)) - things):
        if row := successors.name_kept(path):
            names.append(row)
        elif goal := successors.of(path):
            reason = _REASONS.get(_kind(path), "told otherwise now")
            rows[path] = {"path": path, "replaced_by": goal, "reason": reason}
        else:
            lost.append(path)
    for earlier in before:
        goal = earlier["replaced_by"]
        goal = rows[goal]["replaced_by"] if goal in rows else goal
        if earlier["path"] not in things and goal in things:
            rows.setdefault(earlier["path"], {**earlier, "replaced_by": goal})
    return Kept(tuple(rows[path] for path in sorted(rows)), tuple(names), tuple(lost))


def _things(graph: Store) -> Iterator[str]:
    """List the paths of what a graph describes, its workings left out."""
    for quad in graph.quads_for_pattern(None, RDF.type, None, None):
        subject = quad.subject
        if isinstance(subject, NamedNode) and subject.value.startswith(ID):
            path = subject.value.removeprefix(ID)
            if _kind(path) not in WORKINGS:
                yield path


def _kind(path: str) -> str:
    return path.partition("/")[0]


def _name(path: str) -> str:
    return path.partition("/")[2]


class _Successors:
    """What in a new graph took the place of a thing in an old one."""

    def __init__(self, old: Store, new: Store) -> None:
        self._old, self._new = old, new
        self._persons = _mentions(new)
        self._by_kind: dict[str, Callable[[str], Iterable[str]]] = {
            "person": self._persons_called,
            "tenure": self._tenures_attested,
            "inspection": self._inspections_meant,
            "judgement": self._judgements_moved,
        }

    def of(self, path: str) -> str:
        """Give the path of the thing that most points to, empty where nothing does."""
        found = Counter(self._by_kind.get(_kind(path), self._citing)(path))
        return min(found, key=lambda goal: (-found[goal], goal)) if found else ""

    def name_kept(self, path: str) -> Row | None:
        """Give the row that keeps a person's name from changing for a namesake's sake."""
        if _kind(path) != "person":
            return None
        name, person = _name(path), self.of(path)
        for one in sorted(_mentions_of(self._new, person)) if person else ():
            longer = {f"person/{one.replace('@', joint)}" for joint in "-."}
            if one.startswith(f"{name}@") and person in longer:
                return {"mention": one, "name": name, "reason": "published before the namesake's"}
        return None

    def _persons_called(self, path: str) -> Iterator[str]:
        for one in _mentions_of(self._old, path):
            if person := self._persons.get(one):
                yield person

    def _tenures_attested(self, path: str) -> Iterator[str]:
        for attestation in _objects(self._old, path, PROV.wasDerivedFrom):
            yield from _objects(self._new, attestation, OFG.tenure)

    def _inspections_meant(self, path: str) -> Iterator[str]:
        cited = list(self._citing(path))
        if cited:
            yield from cited
            return
        days = _days(path)
        for council in _objects(self._old, path, OFG.council):
            fitting = [
                other
                for other in _subjects(self._new, OFG.council, council)
                if _kind(other) == "inspection" and _days(other).meets(days)
                and _families(path, other)
            ]  # fmt: skip
            yield from fitting if len(fitting) == 1 else ()

    def _judgements_moved(self, path: str) -> Iterator[str]:
        """Find the judgement on the same aspect, of the same grade if there is one."""
        for inspection in _objects(self._old, path, OFG.inspection):
            after = inspection if _described(self._new, inspection) else self.of(inspection)
            aspect = _name(path).removeprefix(_name(inspection)).split(".")[1]
            same = [
                other
                for other in _subjects(self._new, OFG.inspection, after) if after
                if _name(other).removeprefix(_name(after)).split(".")[1:2] == [aspect]
            ]  # fmt: skip
            grade = path.rpartition(".")[2]
            yield from [other for other in same if other.endswith(f".{grade}")] or same

    def _citing(self, path: str) -> Iterator[str]:
        """Find things of the same kind that cite the same places."""
        for place in _objects(self._old, path, OFG.citation):
            for other in _subjects(self._new, OFG.citation, place):
                if _kind(other) == _kind(path):
                    yield other


def _families(path: str, other: str) -> bool:
    """Tell whether two inspections can be one by the family in their paths."""
    one, two = (name.split(".")[1] for name in (path, other))
    return one == two or "inspection" in {one, two}


def _days(path: str) -> Window:
    """Give the days within which an inspection can have been, as far as its path tells."""
    try:
        return window(path.rpartition(".")[2])
    except InputError:
        return Window(None, None)


def _mentions(graph: Store) -> dict[str, str]:
    """Give the person of every mention that a graph's posts and inspections tell of."""
    persons: dict[str, str] = {}
    shared: set[str] = set()
    for path in _things(graph):
        if _kind(path) == "person":
            for one in _mentions_of(graph, path):
                if persons.setdefault(one, path) != path:
                    shared.add(one)
    return {one: path for one, path in persons.items() if one not in shared}


def _mentions_of(graph: Store, path: str) -> set[str]:
    """List the mentions that can be a person's: each form of the name at each organisation."""
    person = _node(path)
    forms = {
        quad.object.value
        for term in (FOAF.name, SKOS.altLabel)
        for quad in graph.quads_for_pattern(person, term, None, None)
        if isinstance(quad.object, Literal)
    }
    at = {
        _name(organisation)
        for tenure in _subjects(graph, ORG.member, path)
        for organisation in _objects(graph, tenure, ORG.organization)
    }
    for role, term in INSPECTOR_TERMS.items():
        if next(graph.quads_for_pattern(None, term, person, None), None):
            at.add("cqc" if role == "cqc-lead" else "ofsted")
    return {mention(form, place) for form in forms for place in at}


def _described(graph: Store, path: str) -> bool:
    return next(graph.quads_for_pattern(_node(path), RDF.type, None, None), None) is not None


def _node(path: str) -> NamedNode:
    return thing(_kind(path), _name(path))


def _objects(graph: Store, path: str, term: NamedNode) -> list[str]:
    found = graph.quads_for_pattern(_node(path), term, None, None)
    things = (quad.object for quad in found)
    return [node.value.removeprefix(ID) for node in things if isinstance(node, NamedNode)]


def _subjects(graph: Store, term: NamedNode, path: str) -> list[str]:
    found = graph.quads_for_pattern(None, term, _node(path), None)
    things = (quad.subject for quad in found)
    return [node.value.removeprefix(ID) for node in things if isinstance(node, NamedNode)]
