"""What the graph says of a thing, as RDF: what stands beside the thing's page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, serialize

from ofsted_graph.answers.lookups import value
from ofsted_graph.serve.replies import Reply, refusal
from ofsted_graph.vocab import DCTERMS, PREFIXES, RDF, thing

DATA: Mapping[str, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
}
"""Endings of a thing's data to their format."""
_MEDIA = {"ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json"}
_TEXT = f"{PREFIXES['xsd']}string"
"""The type that Turtle does not write."""
_WHOLE = ("council", "person", "inspection", "tenure", "organisation")
"""Kinds whose data holds also what refers to them."""


def thing_data(store: Store, node: NamedNode, kind: str, ending: str) -> Reply:
    """Give what the graph says of a thing, and what refers to it where that is its story."""
    if ending not in DATA:
        return refusal(404, f"A thing's data can be had as {', '.join(DATA)}.")
    quads = [*store.quads_for_pattern(node, None, None, None)]
    if kind in _WHOLE:
        quads += store.quads_for_pattern(None, None, node, None)
    triples = sorted({quad.triple for quad in quads}, key=str)
    licence = value(store, thing("dataset", "ofsted-graph"), DCTERMS.license)
    if licence:
        triples.append(Triple(node, DCTERMS.license, NamedNode(licence)))
    output = io.BytesIO()
    serialize(triples, output, DATA[ending], prefixes=_used(triples))
    return Reply(output.getvalue(), _MEDIA[ending])


def _used(triples: Iterable[Triple]) -> dict[str, str]:
    """Give the prefixes of the terms that some triples hold; Turtle writes `rdf:type` as `a`."""
    names = {
        _name_in(term)
        for triple in triples
        for term in (triple.subject, triple.predicate, triple.object)
        if term != RDF.type
    }
    return {
        prefix: start
        for prefix, start in PREFIXES.items()
        if any(n.startswith(start) and "/" not in n[len(start) :] and n != _TEXT for n in names)
    }


def _name_in(term: object) -> str:
    """Give the address that a term of Turtle holds, if it holds one."""
    if isinstance(term, Literal):
        return "" if term.language else term.datatype.value
    return term.value if isinstance(term, NamedNode) else ""
