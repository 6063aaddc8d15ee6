"""One way to read properties from a pyoxigraph `Store` and from an rdflib `Graph`.

A picture needs some thirty properties of everything. Reading them one after another, as plain
strings in a fixed order, is fast on both and gives the same network from both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ofsted_graph.model import ID
from ofsted_graph.vocab import RDF

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib
    from pyoxigraph import NamedNode

    Graph = pyoxigraph.Store | rdflib.Graph


class Properties:
    """The values of one property after another, by subject, as plain strings."""

    def __init__(self, graph: Graph) -> None:
        """Remember the graph that is read."""
        self._graph = graph

    def pairs(self, prop: NamedNode, value: NamedNode | None = None) -> list[tuple[str, str]]:
        """Give subject and value of each triple with the property (and value), sorted."""
        return sorted(set(self._found(prop, value)))

    def lists(self, prop: NamedNode) -> dict[str, list[str]]:
        """Give all values of the property by subject."""
        values: dict[str, list[str]] = defaultdict(list)
        for subject, value in self.pairs(prop):
            values[subject].append(value)
        return values

    def one(self, prop: NamedNode) -> dict[str, str]:
        """Give the first value of the property by subject."""
        return {subject: values[0] for subject, values in self.lists(prop).items()}

    def instances(self, of: NamedNode) -> list[str]:
        """Give the members of a class."""
        return [subject for subject, _ in self.pairs(RDF.type, of)]

    def _found(self, prop: NamedNode, value: NamedNode | None) -> Iterable[tuple[str, str]]:
        if hasattr(self._graph, "quads_for_pattern"):
            for quad in self._graph.quads_for_pattern(None, prop, value, None):
                yield quad.subject.value, quad.object.value  # type: ignore[union-attr]
        else:
            from rdflib import URIRef

            term = None if value is None else URIRef(value.value)
            for subject, _, found in self._graph.triples((None, URIRef(prop.value), term)):
                yield str(subject), str(found)


def curie(iri: str) -> str:
    """Shorten one of our own IRIs; leave any other as it is.

    >>> curie("https://w3id.org/ofsted-graph/id/council/kent"), curie("https://example.org/x")
    ('council:kent', 'https://example.org/x')
    """
    if not iri.startswith(ID):
        return iri
    kind, _, name = iri[len(ID) :].partition("/")
    return f"{kind}:{name}"


def local(iri: str) -> str:
    """Give the last part of an IRI: the word itself.

    >>> local("https://w3id.org/ofsted-graph/id/grade/good")
    'good'
    """
    return iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2]
