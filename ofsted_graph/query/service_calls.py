"""`SERVICE` in a query: whom it would call, found without running it, and the one rule about it.

The embedded engine calls whatever address a query names. So nothing reaches the engine unless it
calls nobody, or only those whom the caller of `refuse_calls` names: the relay of `endpoints`, which
keeps to what the person allowed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ofsted_graph.errors import QueryError, UsageError, shorten, without_password
from ofsted_graph.query.sparql_tokens import Token, closing, tokens

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_MAY_CALL = re.compile(r"service|\\u", re.IGNORECASE)


@dataclass(frozen=True)
class Service:
    """One `SERVICE` clause.

    Attributes:
        url: Its endpoint.
        silent: Whether the answer goes on without it.
        start: Where the endpoint stands in the text.
        end: Where it ends.
        nested: Whether it stands inside another one, whose endpoint makes this call.
    """

    url: str
    silent: bool
    start: int
    end: int
    nested: bool = False


def services(query: str, prefixes: Mapping[str, str] | None = None) -> list[Service]:
    """Find the endpoints that a query calls.

    Raises:
        QueryError: An endpoint is a variable, so that nobody can say who would be called.
    """
    if not _MAY_CALL.search(query):
        return []
    pieces = list(tokens(unescaped(query)))
    return list(_services(pieces, {**(prefixes or {}), **dict(_declared(pieces))}))


def unescaped(query: str) -> str:
    r"""Write out `\uXXXX`, which SPARQL reads before anything else: `\u0053ERVICE` calls too.

    Raises:
        QueryError: An escape stands for no character.
    """
    while True:
        try:
            text = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), query)
        except (ValueError, OverflowError) as error:
            raise QueryError(r"the query does not parse: a \U escape is no character.") from error
        # An escape may hide another one: once is not enough.
        if text == query:
            return text
        query = text


def refuse_calls(query: str, prefixes: Mapping[str, str], allowed: Collection[str] = ()) -> None:
    """See that a query calls nobody but those allowed.

    Raises:
        UsageError: It would.
        QueryError: Nobody can say whom it would call.
    """
    for service in services(query, prefixes):
        if service.url not in allowed and not (service.nested and allowed):
            raise UsageError(
                f"the query calls {without_password(service.url)}, and calling out is off here; "
                f"ask it with `ofsted-graph query --allow-service HOST`, or leave SERVICE out."
            )


def _declared(pieces: list[Token]) -> Iterator[tuple[str, str]]:
    """Read the prefixes that a query declares."""
    for word, name, iri in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if word.word == "PREFIX":
            yield name.text.rstrip(":"), iri.text[1:-1]


def _services(pieces: list[Token], prefixes: Mapping[str, str]) -> Iterator[Service]:
    inside = -1
    for place, piece in enumerate(pieces):
        if piece.word != "SERVICE":
            if piece.sort in {"word", "name"} and piece.text.upper().startswith("SERVICE"):
                # The engine reads "SERVICEex:p" as a call; whoever looks at it should too.
                raise QueryError(
                    f'"{shorten(piece.text, 40)}": put a space after SERVICE, or rename it.'
                )
            continue
        silent = place + 1 < len(pieces) and pieces[place + 1].word == "SILENT"
        at = place + 1 + silent
        if at >= len(pieces):
            raise QueryError("the query does not parse: SERVICE names no endpoint.")
        name, nested = pieces[at], place < inside
        if name.sort == "iri":
            url = name.text[1:-1]
        elif name.sort == "name":
            prefix, _, local = name.text.partition(":")
            url = prefixes.get(prefix, "") + local
        else:
            raise QueryError(
                f"SERVICE {shorten(name.text, 40)}: write the endpoint's address; a variable could "
                f"call anybody."
            )
        yield Service(url, silent, name.start, name.end, nested)
        if not nested:
            inside = closing(pieces, at + 1)
