"""Running SPARQL on the embedded engine, and saying where a query is wrong.

Our prefixes are there without being declared. A query that does not parse is a `QueryError` that
shows the line with a caret under the place; an unknown prefix, or a term that our ontology does
not define, names the nearest known one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Variable,
)

from ofsted_graph.errors import QueryError
from ofsted_graph.model import DEF
from ofsted_graph.vocab import OWN_TERMS, PREFIXES

Answer = QuerySolutions | QueryBoolean | QueryTriples
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_PREFIX_AT_END = re.compile(r"([\w.-]*):[^\s:]*$")
_DOTTED = re.compile(r"(?<![\w.:-])[A-Za-z][\w-]*:[\w-]+(?:\.[\w-]+){2,}")
_NEVER = re.compile(r"#[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|<[^<>\s]*>")


@dataclass(frozen=True)
class _Term:
    """A term of our ontology's namespace as a query writes it."""

    name: str
    at: int


def run(
    text: str, store: Store, bound: Mapping[Variable, NamedNode | Literal] | None = None
) -> Answer:
    """Run a query with its variables bound.

    Raises:
        QueryError: The query does not parse, uses a term that does not exist, or cannot be run.
    """
    check_terms(text)
    text = escape_names(text)
    try:
        return store.query(text, prefixes=PREFIXES, substitutions=dict(bound or {}))
    except SyntaxError as error:
        raise QueryError(explain(text, str(error))) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be run: {str(error).splitlines()[0]}") from error


def escape_names(text: str) -> str:
    r"""Escape the full stops of prefixed names, of which the engine's parser takes only one.

    Our names have several, and SPARQL allows them: `inspection:kent.ilacs.2022-05-09`.

    >>> escape_names("ASK { tenure:kent.chief-executive.ada ?p ?o. }")
    'ASK { tenure:kent\\.chief-executive\\.ada ?p ?o. }'
    """
    if not _DOTTED.search(text):
        return text
    bare = _NEVER.sub(lambda match: " " * len(match[0]), text)
    stops = [
        match.start() + at
        for match in _DOTTED.finditer(bare)
        for at, sign in enumerate(match[0])
        if sign == "."
    ]
    for at in reversed(stops):
        text = f"{text[:at]}\\{text[at:]}"
    return text


def check_terms(text: str) -> None:
    """See that every `ofg:` term of a query is one of the ontology's.

    Raises:
        QueryError: One is not: the query would quietly find nothing.
    """
    for term in _own_terms(text):
        if term.name not in OWN_TERMS:
            from rapidfuzz import process

            hit = process.extractOne(term.name, OWN_TERMS, score_cutoff=60)
            hint = f" Did you mean ofg:{hit[0]}?" if hit else " See ontology/ofsted-graph.ttl."
            raise QueryError(
                f"the ontology has no term ofg:{term.name[:60]}.{hint}\n{_pointed(text, term.at)}"
            )


def _own_terms(text: str) -> Iterator[_Term]:
    """Find the terms of our namespace, outside comments, strings and IRIs."""
    declared = re.search(r"(?i)\bprefix\s+ofg:\s*<([^>]*)>", text)
    if declared and declared[1] != DEF:
        return
    bare = _NEVER.sub(lambda match: " " * len(match[0]), text)
    for match in re.finditer(r"(?<![\w:.-])ofg:([A-Za-z_][\w-]*)", bare):
        yield _Term(match[1], match.start())


def explain(text: str, error: str) -> str:
    """Turn the engine's words about a syntax error into ours, with the place.

    Args:
        text: The query.
        error: What the engine said.
    """
    match = _PLACE.match(error)
    if match is None:
        return f"the query does not parse: {error.splitlines()[0]}"
    row, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    at = sum(len(line) + 1 for line in lines[: row - 1]) + column - 1
    if "Prefix not found" in match[3]:
        return _unknown_prefix(text, at)
    wanted = _expected(match[3])
    return f"the query does not parse at line {row}, column {column}{wanted}.\n{_pointed(text, at)}"


def _unknown_prefix(text: str, at: int) -> str:
    """Explain a prefix that is not declared and not one of ours."""
    start = re.search(r"[\w.-]*:?[\w.-]*$", text[:at])
    found = _PREFIX_AT_END.search(text[:at]) or re.search(r"([\w.-]+)$", text[:at])
    name = found[1] if found else ""
    place = start.start() if start else at
    from rapidfuzz import process

    hit = process.extractOne(name, list(PREFIXES), score_cutoff=50)
    known = f" Did you mean {hit[0]}: ?" if hit else f" Known: {', '.join(sorted(PREFIXES))}."
    return f"the prefix {name}: is not declared.{known}\n{_pointed(text, place)}"


def _expected(words: str) -> str:
    """Give what the parser would have taken, where that is short enough to help."""
    tokens = re.findall(r'"([^"]{1,12})"', words)
    if "unbound" in words or "GROUP" in words:
        return f": {words.removeprefix('expected one of ').split(', [')[0].strip()}"
    return f" (expected {' or '.join(tokens[:6])})" if tokens and len(tokens) <= 12 else ""


def _pointed(text: str, at: int) -> str:
    """Show the line of a place with a caret under it."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : len(text) if end < 0 else end]
    column = at - start
    left = max(0, column - 60)
    shown = line[left : left + 100].replace("\t", " ")
    shown = "".join(c if c.isprintable() else "·" for c in shown)
    number = text.count("\n", 0, at) + 1
    gutter = f"{number:>4} | "
    return f"{gutter}{shown}\n{' ' * (len(gutter) + column - left)}^"
