"""A query with its parameters written in, as text.

The engine can bind variables itself, but plans a query before it knows them: it then reads every
inspection there is to find those of one council. With the terms written in it begins at the
council, and the cost no longer grows with the graph. An endpoint gets its queries the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ofsted_graph.errors import UsageError
from ofsted_graph.query.sparql_tokens import Token, tokens

_CLAUSES = frozenset({"ORDER", "GROUP"})


def substitute(query: str, bound: Mapping[str, str]) -> str:
    """Replace bound variables by their terms, written as in N-Triples.

    >>> substitute("SELECT ?c ?n { ?c ?p ?n }", {"c": "<x:kent>"})
    'SELECT (<x:kent> AS ?c) ?n { <x:kent> ?p ?n }'
    """
    if not bound:
        return query
    pieces = list(tokens(query))
    out, at = [], 0
    for place, form in _replacements(pieces, bound):
        out += [query[at : pieces[place].start], form]
        at = pieces[place].end
    return "".join(out) + query[at:]


def _replacements(pieces: list[Token], bound: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    depth = parens = 0
    clause = ""
    for place, piece in enumerate(pieces):
        if piece.sort == "mark":
            depth += (piece.text == "{") - (piece.text == "}")
            parens += (piece.text == "(") - (piece.text == ")")
            if piece.text in "{}":
                clause = ""
        elif piece.word == "SELECT" or piece.word in _CLAUSES:
            clause, parens = piece.word, 0
        elif piece.word in {"WHERE", "FROM", "LIMIT", "HAVING"}:
            clause = ""
        name = piece.text[1:] if piece.sort == "variable" else ""
        if name not in bound:
            continue
        if place and pieces[place - 1].word in {"AS", "VALUES"}:
            raise UsageError(f"?{name} is given a value by the query; it cannot be a parameter.")
        term = bound[name]
        if clause == "SELECT" and parens == 0:
            # In a subquery the variable is gone; outside it is made anew for the answer.
            yield place, f"({term} AS ?{name})" if depth == 0 else ""
        elif clause in _CLAUSES and parens == 0:
            yield place, f"({term})"
        else:
            yield place, term
