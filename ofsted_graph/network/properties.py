"""The values of one property after another, as plain strings.

A picture needs some thirty properties of everything. Reading them one after another, in a fixed
order, is fast, and gives the same network whatever the order of the triples was.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ofsted_graph.graph_values import plain_date
from ofsted_graph.model import ID, KINDS
from ofsted_graph.vocab import RDF

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import NamedNode, Store

    Graph = Store | rdflib.Graph


class Properties:
    """The values of one property after another, by subject, as plain strings."""

    def __init__(self, store: Store) -> None:
        """Remember the store that is read."""
        self._store = store

    def pairs(self, prop: NamedNode, value: NamedNode | None = None) -> list[tuple[str, str]]:
        """Give subject and value of each triple with the property (and value), sorted."""
        quads = self._store.quads_for_pattern(None, prop, value, None)
        return sorted(
            {(quad.subject.value, quad.object.value) for quad in quads}  # type: ignore[union-attr]
        )

    def lists(self, prop: NamedNode) -> dict[str, list[str]]:
        """Give all values of the property by subject."""
        values: dict[str, list[str]] = defaultdict(list)
        for subject, value in self.pairs(prop):
            values[subject].append(value)
        return values

    def one(self, prop: NamedNode) -> dict[str, str]:
        """Give the first value of the property by subject."""
        return {subject: values[0] for subject, values in self.lists(prop).items()}

    def days(self, prop: NamedNode) -> dict[str, str]:
        """Give the first value of the property by subject: a day, a month or a year.

        Raises:
            InputError: One is none of these.
        """
        return {subject: plain_date(day) for subject, day in self.one(prop).items()}

    def instances(self, of: NamedNode) -> list[str]:
        """Give the members of a class."""
        return [subject for subject, _ in self.pairs(RDF.type, of)]


def curie(iri: str) -> str:
    """Shorten one of our own IRIs; leave any other as it is.

    >>> curie("https://w3id.org/ofsted-graph/id/council/kent"), curie("https://example.org/x")
    ('council:kent', 'https://example.org/x')
    """
    if not iri.startswith(ID):
        return iri
    kind, _, name = iri[len(ID) :].partition("/")
    return f"{kind}:{name}"


def full_iri(name: str) -> NamedNode:
    """Write out a name that `curie` may have shortened."""
    from pyoxigraph import NamedNode

    kind, colon, rest = name.partition(":")
    return NamedNode(f"{ID}{kind}/{rest}" if colon and kind in KINDS else name)


def local(iri: str) -> str:
    """Give the last part of an IRI: the word itself.

    >>> local("https://w3id.org/ofsted-graph/id/grade/good")
    'good'
    """
    return iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2]
