"""From the answer of a query to the part of the network that it is about.

A `SELECT` names nodes in its columns; a `CONSTRUCT` names them in its triples. What the network
knows is drawn as it is, with its own ties; what it does not know (a theme, a thing of another
dataset) becomes a node of kind `thing`, and a triple or two neighbouring columns a tie of kind
`link`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ofsted_graph.errors import UsageError
from ofsted_graph.model import DEF
from ofsted_graph.network.graph_reader import WORDS
from ofsted_graph.network.properties import curie, full_iri, local
from ofsted_graph.vocab import DCTERMS, FOAF, RDF, RDFS, SKOS

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import Store

NAMING = {p.value for p in (RDFS.label, SKOS.prefLabel, FOAF.name, DCTERMS.title)}


class Link(NamedTuple):
    """Two things that an answer puts next to each other, and as what."""

    subject: str
    label: str
    target: str


class Answer(NamedTuple):
    """The things that an answer names, their labels, and what it says of two at once."""

    title: str
    things: list[str]
    labels: dict[str, str]
    links: list[Link]


def ask(store: Store, query: str, parameters: Mapping[str, str]) -> Answer:
    """Run a `SELECT` or `CONSTRUCT` query and read its answer as things and links.

    Args:
        store: The graph.
        query: The name of a named query, the path of a file that ends in `.rq`, or SPARQL text.
        parameters: The query's parameters, as a person would type them.

    Raises:
        UnknownNameError: There is no query of that name, or a parameter names nothing.
        QueryError: The query cannot be parsed or run.
        UsageError: The answer holds nothing that can be drawn.
    """
    from pyoxigraph import NamedNode, QuerySolutions, QueryTriples

    from ofsted_graph.query.named_queries import ask as answer_query
    from ofsted_graph.query.named_queries import find_query, parse_query, read_query

    if any(sign in query for sign in "{\n"):
        asked = parse_query(query)
    elif query.endswith(".rq"):
        asked = read_query(Path(query))
    else:
        asked = find_query(query)
    result = answer_query(asked, store, parameters)

    def iri(term: object) -> str:
        return term.value if isinstance(term, NamedNode) else ""

    if isinstance(result, QuerySolutions):
        names = [variable.value for variable in result.variables]
        answer = _of_rows(names, ([iri(row[name]) for name in names] for row in result))
    elif isinstance(result, QueryTriples):
        answer = _of_triples(
            (iri(t.subject), t.predicate.value, iri(t.object), getattr(t.object, "value", ""))
            for t in result
        )
    else:
        raise UsageError("an ASK query answers yes or no; a picture needs a SELECT or CONSTRUCT.")
    if not answer.things:
        raise UsageError(
            "the query's answer names nothing to draw: it has no rows, or only values in them."
        )
    labels = {
        thing: quad.object.value  # type: ignore[union-attr]
        for thing in answer.things
        for quad in store.quads_for_pattern(full_iri(thing), RDFS.label, None, None)
    }
    return answer._replace(
        title=asked.summary or "Answer of a query", labels=labels | answer.labels
    )


def _of_rows(names: list[str], rows: Iterable[list[str]]) -> Answer:
    """Read rows: each IRI is a thing, and two in a row that follow each other are linked.

    Words (a role, a grade) describe a row; drawn as things they would tie everything to everything.
    """
    things: dict[str, None] = {}
    links: dict[Link, None] = {}
    for row in rows:
        cells = [(name, curie(term)) for name, term in zip(names, row, strict=True) if term]
        found = [(name, term) for name, term in cells if not _is_word(term)]
        things.update((term, None) for _, term in found)
        for (_, left), (name, right) in pairwise(found):
            if left != right:
                links[Link(left, name, right)] = None
    return Answer("", sorted(things), {}, sorted(links))


def _is_word(term: str) -> bool:
    """Tell whether a term is one of the ontology's or of its lists of words."""
    return term.startswith(DEF) or term.partition(":")[0] in WORDS


def _of_triples(triples: Iterable[tuple[str, str, str, str]]) -> Answer:
    """Read triples: subjects and objects are things, classes are not, and names become labels."""
    things: set[str] = set()
    labels: dict[str, str] = {}
    links: set[Link] = set()
    for subject, predicate, target, value in sorted(triples):
        if not subject:
            continue
        things.add(curie(subject))
        if predicate in NAMING:
            labels.setdefault(curie(subject), value)
        elif target and predicate != RDF.type.value:
            things.add(curie(target))
            links.add(Link(curie(subject), local(predicate), curie(target)))
    return Answer("", sorted(things), labels, sorted(links))


def add_answer(net: nx.MultiDiGraph[str], answer: Answer) -> set[str]:
    """Add to the network what it does not know of an answer; give the nodes that the answer names.

    A tenure stands for its two ends, a judgement for its inspection: ties and parts, not nodes.
    """
    ends: dict[str, set[str]] = {}
    for a, b, key, data in net.edges(keys=True, data=True):
        if data["kind"] == "post":
            ends[key] = {a, b}
    named: set[str] = set()
    stands_for: dict[str, str] = {}
    for thing in answer.things:
        inspection = thing.replace("judgement:", "inspection:", 1).rsplit(".", 2)[0]
        if thing in ends:
            named |= ends[thing]
        elif thing.startswith("judgement:") and inspection in net:
            named.add(inspection)
            stands_for[thing] = inspection
        else:
            if thing not in net:
                net.add_node(thing, kind="thing", label=answer.labels.get(thing, local(thing)))
            named.add(thing)
    for link in answer.links:
        a, b = (stands_for.get(end, end) for end in (link.subject, link.target))
        if a != b and a in named and b in named and not _tied(net, a, b):
            net.add_edge(a, b, key=f"link:{link.label}", kind="link", label=link.label)
    return named


def _tied(net: nx.MultiDiGraph[str], a: str, b: str) -> bool:
    """Tell whether the network itself ties two nodes, in either direction."""
    return any(
        data["kind"] != "link"
        for one, other in ((a, b), (b, a))
        for data in (net.get_edge_data(one, other) or {}).values()
    )
