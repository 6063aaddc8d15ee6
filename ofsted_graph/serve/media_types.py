"""Which form of an answer a client wants: the media types that are written, and their choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

ROWS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
"""Media type to the format of an answer with rows, or a yes or no, the preferred first."""
TRIPLES: Mapping[str, str] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "xml",
    "application/xml": "xml",
    "application/json": "jsonld",
}
"""Media type to the format of a graph, the preferred first."""


def chosen(accept: str, offered: Iterable[str]) -> str | None:
    """Choose the media type that an `Accept` header wants most; None where it wants none of them.

    Where several are wanted alike, the first that is offered is taken.
    """
    return _chosen(accept or "*/*", tuple(offered))


# Browsers and programs send the same few headers again and again.
@lru_cache(maxsize=1024)
def _chosen(accept: str, offered: tuple[str, ...]) -> str | None:
    import mimeparse

    # The library takes the last of those that fit alike.
    known = [*offered][::-1]
    try:
        return mimeparse.best_match(known, accept) or None
    except (mimeparse.MimeTypeParseException, ValueError):
        # What is no list of media types says nothing.
        return known[-1]


def media_of(form: str, types: Mapping[str, str]) -> str | None:
    """Give the first media type of a format."""
    return next((media for media, known in types.items() if known == form), None)
