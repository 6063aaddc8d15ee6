"""An endpoint that stands in for the embedded store.

`RemoteStore` has the few methods of a pyoxigraph `Store` that asking needs: `query`, with prefixes
and bound variables, and `quads_for_pattern`. Commands that take a store take it as well. Answers
are read into pyoxigraph's own kinds, so what prints a local answer prints a remote one.

The protocol has no way to bind a variable, so a bound one is replaced by its term, in the query as
tokens see it, never inside strings or names; a projected one becomes `(term AS ?variable)`.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse_query_results,
)

from ofsted_graph.endpoints.client import JSON, N_TRIPLES, Endpoint
from ofsted_graph.errors import EndpointError
from ofsted_graph.errors import without_password as shown
from ofsted_graph.query.sparql_tokens import tokens
from ofsted_graph.query.substitution import substitute

if TYPE_CHECKING:
    Answer = QuerySolutions | QueryBoolean | QueryTriples
    Pattern = tuple[NamedNode | None, NamedNode | None, NamedNode | Literal | None]

_KEPT = 10_000
"""Patterns whose triples are remembered."""
_GRAPH_FORMS = frozenset({"CONSTRUCT", "DESCRIBE"})


@dataclass
class RemoteStore:
    """A store behind a SPARQL endpoint."""

    endpoint: Endpoint
    _known: dict[Pattern, list[Triple]] = field(default_factory=dict)

    def query(
        self,
        query: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        substitutions: Mapping[Variable, NamedNode | Literal] | None = None,
        **_others: Any,
    ) -> Answer:
        """Ask the endpoint.

        Raises:
            EndpointError: It did not answer as it should.
        """
        text = substitute(query, {v.value: str(term) for v, term in (substitutions or {}).items()})
        text = with_prefixes(text, prefixes or {})
        if form_of(text) in _GRAPH_FORMS:
            return read_triples(self.endpoint, self.endpoint.ask(text, N_TRIPLES))
        return read_results(self.endpoint, standard_json(self.endpoint.ask(text, JSON)))

    def quads_for_pattern(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        object: NamedNode | Literal | None,  # noqa: A002  (pyoxigraph's own name)
        graph_name: object = None,  # noqa: ARG002
    ) -> Iterator[Quad]:
        """Give the statements that fit a pattern."""
        # Commands ask for one property of a thing after another: its triples travel once.
        key = (subject, None, None) if subject is not None else (None, predicate, object)
        found = self._known.get(key)
        if found is None:
            names = zip(("?s", "?p", "?o"), key, strict=True)
            pattern = " ".join(name if term is None else str(term) for name, term in names)
            answer = self.query(f"CONSTRUCT WHERE {{ {pattern} }}")
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = list(answer)  # type: ignore[arg-type]
        for triple in found:
            if predicate in {None, triple.predicate} and object in {None, triple.object}:
                yield Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())

    def fetched(self) -> Store:
        """Fetch everything into a store in memory.

        Raises:
            EndpointError: It is more than the endpoint's limit, or did not arrive whole.
        """
        answer = self.query("CONSTRUCT WHERE { ?s ?p ?o }")
        store = Store()
        store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in answer)  # type: ignore[union-attr]
        return store

    def __contains__(self, quad: Quad) -> bool:
        terms = (quad.subject, quad.predicate, quad.object)
        if any(isinstance(term, BlankNode) for term in terms):
            return False
        return bool(self.query(f"ASK {{ {' '.join(map(str, terms))} }}"))

    def __len__(self) -> int:
        (row,) = self.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")  # type: ignore[misc]
        return int(row["n"].value)


def standard_json(body: bytes) -> bytes:
    """Give SPARQL JSON with blank nodes named as the standard has it.

    Virtuoso names them by an address (`nodeID://b10`), which is no label. What is no JSON at all
    stays as it is, to be refused by whoever reads it.
    """
    if b'"bnode"' not in body:
        return body
    try:
        told = json.loads(body)
        terms = [
            term
            for row in told["results"]["bindings"]
            for term in row.values()
            if term["type"] == "bnode"
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return body
    labels: dict[str, str] = {}
    for term in terms:
        term["value"] = labels.setdefault(term["value"], f"b{len(labels)}")
    return json.dumps(told, ensure_ascii=False).encode()


def read_results(endpoint: Endpoint, body: bytes) -> QuerySolutions | QueryBoolean:
    """Read SPARQL JSON to its end, so that an answer that breaks off is found out.

    Raises:
        EndpointError: It is not whole, or not SPARQL JSON.
    """
    try:
        rows = _count(body)
    except (SyntaxError, ValueError, EOFError) as error:
        raise EndpointError(_half(endpoint, "SPARQL JSON", error)) from error
    if endpoint.calls:
        endpoint.calls[-1].rows = rows
    # A reader gives its rows once; this one is fresh.
    return parse_query_results(body, format=QueryResultsFormat.JSON)


def _count(body: bytes) -> int | None:
    answer = parse_query_results(body, format=QueryResultsFormat.JSON)
    try:
        if isinstance(answer, QueryBoolean):
            return None
        rows = 0
        for _ in answer:
            rows += 1
        return rows
    finally:
        # An error's traceback keeps its frames, and may be let go in another thread; the engine's
        # objects must not be.
        del answer


def read_triples(endpoint: Endpoint, body: bytes) -> QueryTriples:
    """Read N-Triples to their end.

    Raises:
        EndpointError: They are not whole, or not N-Triples.
    """
    store = Store()
    try:
        store.bulk_load(body, format=RdfFormat.TURTLE)
    except (SyntaxError, ValueError) as error:
        raise EndpointError(_half(endpoint, "N-Triples", error)) from error
    if endpoint.calls:
        endpoint.calls[-1].rows = len(store)
    return store.query("CONSTRUCT WHERE { ?s ?p ?o }")  # type: ignore[return-value]


def _half(endpoint: Endpoint, kind: str, error: Exception) -> str:
    words = " ".join(str(error).split())[:160]
    fault = (
        f"{shown(endpoint.url)} sent half an answer, or none in {kind} ({words}); "
        f"nothing of it is used."
    )
    if endpoint.calls:
        endpoint.calls[-1].error = fault
    return fault


def form_of(query: str) -> str:
    """Give the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE."""
    forms = ("SELECT", "ASK", *_GRAPH_FORMS)
    return next((token.word for token in tokens(query) if token.word in forms), "SELECT")


def with_prefixes(query: str, prefixes: Mapping[str, str]) -> str:
    """Declare the prefixes that a query uses without declaring them."""
    pieces = list(tokens(query))
    declared = {
        after.text.rstrip(":")
        for before, after in itertools.pairwise(pieces)
        if before.word == "PREFIX"
    }
    used = {piece.text.partition(":")[0] for piece in pieces if piece.sort == "name"}
    missing = sorted((used - declared) & set(prefixes))
    return "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in missing) + query
