"""What the ontology's own properties mean, in its words."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ofsted_graph import resources
from ofsted_graph.vocab import OFG, SKOS


def definitions() -> dict[str, str]:
    """Give the definition of each property by its name ("likelihood")."""
    path = resources.ontology() / "ofsted-graph.ttl"
    return {
        quad.subject.value.removeprefix(OFG.base): quad.object.value
        for quad in parse(path=path, format=RdfFormat.TURTLE)
        if quad.predicate == SKOS.definition
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Literal)
    }
