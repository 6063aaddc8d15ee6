"""Running SPARQL on the embedded engine, and saying where a query is wrong.

Our prefixes are there without being declared. A query that does not parse is a `QueryError` that
shows the line with a caret under the place; an unknown prefix, or a term that our ontology does
not define, names the nearest known one.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Variable,
)

from ofsted_graph.errors import QueryError, UsageError
from ofsted_graph.model import DEF
from ofsted_graph.query.service_calls import refuse_calls
from ofsted_graph.query.substitution import substitute
from ofsted_graph.query.syntax import check_depth, escape_names, explain, pointed, without_texts
from ofsted_graph.vocab import OWN_TERMS, PREFIXES

Answer = QuerySolutions | QueryBoolean | QueryTriples
DataSet = tuple[
    list[NamedNode | BlankNode | DefaultGraph],
    list[NamedNode | BlankNode],
]
"""The graphs that make the default graph, and those that a query may name."""
_EVERYTHING = re.compile(r"\bSELECT\s+(?:(?:DISTINCT|REDUCED)\s+)?\*", re.IGNORECASE)


@dataclass(frozen=True)
class _Term:
    """A term of our ontology's namespace as a query writes it."""

    name: str
    at: int


def run(
    text: str,
    store: Store,
    bound: Mapping[Variable, NamedNode | Literal] | None = None,
    *,
    calls: Collection[str] | None = (),
    graphs: DataSet | None = None,
    base: str | None = None,
) -> Answer:
    """Run a query with its variables bound: the one door to the engine for what a person asks.

    Args:
        text: The query.
        store: The graph.
        bound: The values of its variables.
        calls: The addresses that its `SERVICE` clauses may call; nobody when empty, and
            anybody when None, for a store that is itself somebody else's server.
        graphs: The data set; the store's own where nothing is said.
        base: What relative addresses in it are relative to.

    Raises:
        UsageError: It calls somebody else.
        QueryError: The query does not parse, uses a term that does not exist, or cannot be run.
        LimitError: It is nested too deep.
    """
    if calls is not None:
        refuse_calls(text, PREFIXES, calls)
    check_terms(text)
    check_depth(text)
    try:
        if graphs is not None or base is not None:
            default, named = graphs or (None, None)
            return store.query(
                escape_names(text), prefixes=PREFIXES, base_iri=base,
                default_graph=default, named_graphs=named,
            )  # fmt: skip
        return _ask(text, store, bound or {})
    except SyntaxError as error:
        raise QueryError(explain(text, str(error))) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be run: {str(error).splitlines()[0]}") from error


def _ask(text: str, store: Store, bound: Mapping[Variable, NamedNode | Literal]) -> Answer:
    """Ask the engine, with the values of variables written in where the query allows it."""
    if bound and isinstance(store, Store) and not _EVERYTHING.search(without_texts(text)):
        with contextlib.suppress(UsageError, SyntaxError):
            written = substitute(text, {v.value: str(term) for v, term in bound.items()})
            return store.query(escape_names(written), prefixes=PREFIXES)
    # `SELECT *` would lose the column, a term may not stand where its variable does, or the query
    # gives the variable a value itself: the engine then knows what that means, and its message is
    # about the text as it was asked.
    return store.query(escape_names(text), prefixes=PREFIXES, substitutions=dict(bound))


def check_terms(text: str) -> None:
    """See that every `ofg:` term of a query is one of the ontology's.

    Raises:
        QueryError: One is not: the query would quietly find nothing.
    """
    for term in _own_terms(text):
        if term.name not in OWN_TERMS:
            from rapidfuzz import process

            hit = process.extractOne(term.name, sorted(OWN_TERMS), score_cutoff=70)
            hint = f" Did you mean ofg:{hit[0]}?" if hit else " See ontology/ofsted-graph.ttl."
            raise QueryError(
                f"the ontology has no term ofg:{term.name[:60]}.{hint}\n{pointed(text, term.at)}"
            )


def _own_terms(text: str) -> Iterator[_Term]:
    """Find the terms of our namespace, outside comments, strings and IRIs."""
    declared = re.search(r"(?i)\bprefix\s+ofg:\s*<([^>]*)>", text)
    if declared and declared[1] != DEF:
        return
    for match in re.finditer(r"(?<![\w:.-])ofg:([A-Za-z_][\w-]*)", without_texts(text)):
        yield _Term(match[1], match.start())
