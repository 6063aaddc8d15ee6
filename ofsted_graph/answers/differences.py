"""Two graphs compared in plain words: what was added, removed and changed, council by council.

Only what people ask about is told line by line: councils, inspections, judgements, tenures,
interventions, support, people, sources and words. Attestations, bounds, derivations, citations,
claims and what the graph says of itself follow from those, so they are counted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Store, Triple

from ofsted_graph import resources
from ofsted_graph.answers.labels import KINDS_IN_ORDER, Title, kind_of, said, title
from ofsted_graph.answers.lookups import objects, value
from ofsted_graph.model import WORKINGS
from ofsted_graph.query.store import load_store
from ofsted_graph.vocab import (
    DCTERMS,
    FOAF,
    OFG,
    ORG,
    PROV,
    RDF,
    RDFS,
    SKOS,
    compact,
)  # fmt: skip

_ECHOES = frozenset({SKOS.prefLabel, FOAF.name, DCTERMS.title})
"""Properties that repeat a label for other tools."""
_BEHIND = frozenset({RDF.type, PROV.wasDerivedFrom, OFG.citation})
"""Properties that show where a thing comes from; what is new there is a new source."""
_WORDS = {
    FOAF.page: "page",
    ORG.member: "person",
    ORG.organization: "organisation",
    DCTERMS.isReplacedBy: "replaced by",
    SKOS.altLabel: "other name",
    SKOS.exactMatch: "same thing elsewhere",
}
"""Names for properties that are not ours; others are called by their own name."""


@dataclass(frozen=True)
class Difference:
    """One line: what happened (`added`, `removed` or `changed`), where, and in words."""

    council: str
    kind: str
    happened: str
    text: str


@dataclass(frozen=True)
class Differences:
    """How a new graph differs from an old one.

    Attributes:
        lines: What people ask about, council by council, in a stable order.
        workings: Of the rest, how many things of each kind were touched.
        added: How many triples are new.
        removed: How many triples are gone.
    """

    lines: tuple[Difference, ...] = ()
    workings: Mapping[str, int] = field(default_factory=dict)
    added: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        """Tell whether there is any difference."""
        return bool(self.added or self.removed)

    def summary(self) -> str:
        """Count everything in one sentence."""
        if not self:
            return "No difference."
        happened = Counter(line.happened for line in self.lines)
        told = ", ".join(f"{happened[word]} {word}" for word in ("added", "changed", "removed"))
        councils = len({line.council for line in self.lines if line.council})
        where = f" at {councils} council{'' if councils == 1 else 's'}" if councils else ""
        behind = ", ".join(
            f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in self.workings.items()
        )
        behind = f"; in the workings: {behind}" if behind else ""
        return f"{told}{where}{behind}; {self.added} triples added, {self.removed} removed."


Changes = dict[NamedNode, dict[NamedNode, list[object]]]


_RATES = frozenset({OFG.changesPerYear, OFG.standInChangesPerYear, OFG.returnChance})
"""What the build estimates from all sightings; it moves a little with each."""


def compare(old: Store, new: Store) -> Differences:
    """Tell how a new graph differs from an old one."""
    before, after = _triples(old), _triples(new)
    added, removed = after - before, before - after
    gained, lost = _by_subject(added), _by_subject(removed)
    touched = sorted({*gained, *lost}, key=lambda node: node.value)
    teller = _Teller(old, new)
    workings: Counter[str] = Counter()
    lines: list[_Line] = []
    for node in touched:
        # What is not ours describes the graph itself: its licence, its language.
        kind = kind_of(node) or "other thing"
        if not {*gained[node], *lost[node]} - _RATES:
            kind = "rate of change"
        if kind in {*WORKINGS, "other thing", "rate of change"}:
            workings[kind] += 1
        else:
            lines += teller.tell(node, gained[node], lost[node])
    return Differences(
        lines=tuple(sorted(_joined(lines), key=_order)),
        workings=dict(sorted(workings.items())),
        added=len(added),
        removed=len(removed),
    )


def _triples(store: Store) -> set[Triple]:
    """Give the triples of a graph; blank nodes are named by what is said of them."""
    triples = {quad.triple for quad in store}
    if not any(isinstance(term, BlankNode) for t in triples for term in (t.subject, t.object)):
        return triples
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {quad.triple for quad in dataset}


def _by_subject(triples: Iterable[Triple]) -> Changes:
    """Sort triples by subject and property."""
    found: Changes = defaultdict(lambda: defaultdict(list))
    for triple in sorted(triples, key=str):
        if isinstance(triple.subject, NamedNode):
            found[triple.subject][triple.predicate].append(triple.object)
    return found


def _described(store: Store, node: NamedNode) -> bool:
    """Tell whether a graph says anything of a thing."""
    return next(store.quads_for_pattern(node, None, None, None), None) is not None


@dataclass(frozen=True)
class _Line(Difference):
    """A line about a judgement knows what was judged, so that two can be told as one change."""

    judged: str = ""
    grade: str = ""


class _Teller:
    """Puts the changes of one thing into lines."""

    def __init__(self, old: Store, new: Store) -> None:
        self.old = old
        self.new = new
        ontology = load_store(resources.ontology() / "ofsted-graph.ttl")
        self.terms = {
            quad.subject: value(ontology, quad.subject, RDFS.label)
            for quad in ontology.quads_for_pattern(None, RDFS.label, None, None)
            if isinstance(quad.subject, NamedNode)
        }

    def tell(
        self,
        node: NamedNode,
        gained: Mapping[NamedNode, list[object]],
        lost: Mapping[NamedNode, list[object]],
    ) -> Iterator[_Line]:
        """Tell what happened to one thing."""
        was, now = _typed(self.old, node), _typed(self.new, node)
        goals = objects(self.new, node, DCTERMS.isReplacedBy)
        if was and now:
            yield from self._properties(title(self.new, node), gained, lost)
        elif now:
            yield self._whole(node, title(self.new, node), "added", self.new)
        elif was and goals:
            called = title(self.old, node)
            text = f"{called.text} ({compact(node.value)}) is now {compact(goals[0].value)}"
            yield _Line(called.council, called.kind, "changed", text)
        elif was:
            yield self._whole(node, title(self.old, node), "removed", self.old)
        else:
            # A path that was replaced long ago: only where it leads can change.
            called = Title(kind_of(node), "", compact(node.value))
            yield from self._properties(called, gained, lost)

    def _properties(
        self,
        called: Title,
        gained: Mapping[NamedNode, list[object]],
        lost: Mapping[NamedNode, list[object]],
    ) -> Iterator[_Line]:
        """Tell how the properties of a thing changed."""
        for term in sorted({*gained, *lost}, key=lambda term: term.value):
            echo = term in _ECHOES and (RDFS.label in gained or RDFS.label in lost)
            if term not in _BEHIND and not echo:
                yield from self._property(called, term, gained.get(term, []), lost.get(term, []))

    def _whole(self, node: NamedNode, called: Title, happened: str, store: Store) -> _Line:
        """Tell that a thing came or went."""
        name = f"person {called.text}" if called.kind == "person" else called.text
        name = f"council {name}" if called.kind == "council" else name
        text = f"{name} {happened}" + (f": {called.detail}" if called.detail else "")
        judged = ""
        if called.kind == "judgement":
            inspection, aspect = (objects(store, node, t) for t in (OFG.inspection, OFG.aspect))
            judged = f"{inspection} {aspect}"
        return _Line(called.council, called.kind, happened, text, judged, called.detail)

    def _property(
        self, called: Title, term: NamedNode, gained: Sequence[object], lost: Sequence[object]
    ) -> Iterator[_Line]:
        """Tell how one property of a thing changed."""
        name = f"{called.text}: {self._term(term)}"
        new, old = [said(self.new, o) for o in gained], [said(self.old, o) for o in lost]
        if len(new) == len(old) == 1:
            text = f"{name} changed from {old[0]} to {new[0]}"
            yield _Line(called.council, called.kind, "changed", text)
            return
        for happened, words in (("removed", old), ("added", new)):
            for one in words:
                text = f"{name} {happened}: {one}"
                yield _Line(called.council, called.kind, happened, text)

    def _term(self, term: NamedNode) -> str:
        """Give the name of a property."""
        if term in _WORDS or term in self.terms:
            return _WORDS.get(term) or self.terms[term]
        own = re.split(r"[/#]", term.value)[-1]
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", own).lower()


def _typed(store: Store, node: NamedNode) -> bool:
    """Tell whether a graph describes a thing; a path that was replaced is not described."""
    return next(store.quads_for_pattern(node, RDF.type, None, None), None) is not None


def _joined(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Tell of a judgement that gave way to one of another grade as one change."""
    judged: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        if line.judged:
            judged[line.judged].append(line)
        else:
            yield line
    for same in judged.values():
        if sorted(line.happened for line in same) == ["added", "removed"]:
            new, old = sorted(same, key=lambda line: line.happened)
            name = new.text.removesuffix(f" added: {new.grade}")
            text = f"{name} changed from {old.grade} to {new.grade}"
            yield _Line(new.council, new.kind, "changed", text)
        else:
            yield from same


def _order(line: Difference) -> tuple[bool, str, int, str, str]:
    """Sort by council, what belongs to none last, then by kind."""
    known = KINDS_IN_ORDER.index(line.kind) if line.kind in KINDS_IN_ORDER else len(KINDS_IN_ORDER)
    return (not line.council, line.council.casefold(), known, line.kind, line.text)
