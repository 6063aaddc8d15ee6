"""The derivation rules: SPARQL CONSTRUCT files that the build runs in the order of their numbers.

Each file in `ontology/rules` opens with its name, a label and a sentence or two that say what it
concludes and why that is sound; these become the `ofg:Rule` that a bound or derivation points to.
A rule sees what the rules before it have added. After the rule that lets the tightest bound
stand, the looser bounds are dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from ofsted_graph.errors import InputError
from ofsted_graph.model import ID
from ofsted_graph.vocab import OFG, ORG, RDF, RDFS, SKOS, thing

_CALLING = re.compile(r"service|\\u", re.IGNORECASE)
"""What a rule must have to make the engine call an endpoint."""


@dataclass(frozen=True)
class Rule:
    """One rule: its path name, what it is called, what it says, and its query."""

    name: str
    label: str
    says: str
    query: str

    @property
    def node(self) -> NamedNode:
        """The rule in the graph."""
        return thing("rule", self.name)


def read_rules(folder: Path) -> list[Rule]:
    """Read the rules in the order in which they run.

    Raises:
        InputError: A file is missing its header.
    """
    files = sorted(folder.glob("*.rq"), key=lambda path: int(path.name.partition("-")[0]))
    return [_read(path) for path in files]


def _read(path: Path) -> Rule:
    """Read one rule."""
    query = path.read_text(encoding="utf-8")
    header = "\n".join(line[2:] for line in query.splitlines() if line.startswith("#+"))
    match = re.fullmatch(
        r"\s*rule: (?P<name>\S+)\n\s*label: (?P<label>[^\n]+)\n\s*says: >-\n(?P<says>.+)",
        header,
        re.DOTALL,
    )
    if match is None:
        raise InputError("a rule opens with `#+ rule:`, `#+ label:` and `#+ says: >-`.", path=path)
    if _CALLING.search(re.sub(r"(?m)^#.*", "", query)):
        raise InputError(
            "a rule calls nobody; leave SERVICE, and escapes such as \\u, out.", path=path
        )
    return Rule(match["name"], match["label"], " ".join(match["says"].split()), query)


def run_rules(store: Store, rules: list[Rule]) -> None:
    """Add to the store what the rules conclude, and the rules themselves.

    No rule looks beyond one organisation, so each is given one organisation's triples at a time:
    the whole then takes time in proportion to the facts, where a join over all would not.
    """
    told = [quad.triple for quad in store]
    for part in _by_organisation(told):
        small = Store()
        small.bulk_extend(quads(part))
        before = set(small)
        for rule in rules:
            small.extend(quads(small.query(rule.query)))  # type: ignore[arg-type]
            if rule.name == "tightest":
                _drop_loose_bounds(small)
        store.extend(quad for quad in small if quad not in before)
    store.extend(quads(triple for rule in rules for triple in _described(rule)))


def _by_organisation(told: Iterable[Triple]) -> Iterator[list[Triple]]:
    """Sort what is told of tenures and inspections by the organisation that it is told of.

    What is told of roles, and of people who may be one, goes with each.
    """
    about: dict[object, list[Triple]] = defaultdict(list)
    belongs: dict[object, object] = {}
    of_tenure: dict[object, object] = {}
    common: list[Triple] = []
    for triple in told:
        about[triple.subject].append(triple)
        if triple.predicate in (ORG.organization, OFG.council):
            belongs[triple.subject] = triple.object
        elif triple.predicate == OFG.tenure:
            of_tenure[triple.subject] = triple.object
        elif triple.predicate == OFG.possiblySamePerson:
            common.append(triple)
    parts: dict[object, list[Triple]] = defaultdict(list)
    roles = f"{ID}role/"
    for subject, triples in about.items():
        organisation = belongs.get(of_tenure.get(subject, subject))
        if organisation is not None:
            parts[organisation] += triples
        elif isinstance(subject, NamedNode) and subject.value.startswith(roles):
            common += triples
    for organisation, triples in parts.items():
        yield [*triples, *about[organisation], *common]


def quads(triples: Iterable[Triple]) -> list[Quad]:
    """Put triples into the default graph."""
    return [Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples]


def _described(rule: Rule) -> Iterator[Triple]:
    """Describe a rule."""
    yield Triple(rule.node, RDF.type, OFG.Rule)
    yield Triple(rule.node, RDFS.label, Literal(rule.label))
    yield Triple(rule.node, SKOS.definition, Literal(rule.says, language="en"))


def _drop_loose_bounds(store: Store) -> None:
    """Remove bounds whose day is not the one that stands; they would bury the ones that count."""
    store.update(
        f"""
        PREFIX ofg: <{OFG.base}>
        DELETE {{ ?bound ?p ?o }} WHERE {{
          ?bound a ofg:Bound ; ofg:tenure ?tenure ; ofg:boundProperty ?property ; ofg:date ?day .
          ?bound ?p ?o .
          FILTER NOT EXISTS {{ ?tenure ?property ?day }}
        }}"""
    )
