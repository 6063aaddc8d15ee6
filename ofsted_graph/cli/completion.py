"""What a shell offers when the user presses the tab key; nothing here runs otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def complete_query(incomplete: str) -> list[tuple[str, str]]:
    """Offer the named queries."""
    from ofsted_graph.query.named_queries import find_query, query_names

    return [(n, find_query(n).summary) for n in query_names() if n.startswith(incomplete)]


def complete_format(incomplete: str) -> list[str]:
    """Offer the formats."""
    from ofsted_graph.query.result_formats import FORMATS

    return [form for form in FORMATS if form.startswith(incomplete)]


def complete_parameter(ctx: Any, incomplete: str) -> list[str]:
    """Offer the parameters of the query that is being asked, then the names that fit one."""
    from ofsted_graph.errors import OfstedGraphError
    from ofsted_graph.query.named_queries import find_query

    try:
        asked = find_query(ctx.params.get("question") or "")
    except OfstedGraphError:
        return []
    key, equals, value = incomplete.partition("=")
    if not equals:
        return [f"{name}=" for name in asked.parameters if name.startswith(key)]
    if key not in asked.parameters:
        return []
    return [f"{key}={name}" for name in _names(asked.parameters[key].kind, value)]


def complete_subject(incomplete: str) -> list[str]:
    """Offer councils and people."""
    return [*_names("council", incomplete), *_names("person", incomplete)]


def _names(kind: str, incomplete: str) -> Iterator[str]:
    """Offer the main names of the things of a kind that begin as typed, whatever the case."""
    from pyoxigraph import NamedNode

    from ofsted_graph.query.named_things import CLASSES
    from ofsted_graph.query.store_cache import open_store
    from ofsted_graph.vocab import RDF, RDFS

    if kind not in CLASSES:
        return
    store = open_store()
    for quad in store.quads_for_pattern(None, RDF.type, CLASSES[kind], None):
        if isinstance(quad.subject, NamedNode):
            for label in store.quads_for_pattern(quad.subject, RDFS.label, None, None):
                name = str(getattr(label.object, "value", ""))
                if name.casefold().startswith(incomplete.casefold()):
                    yield name
