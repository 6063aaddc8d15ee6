"""The graph in memory: load it, and say clearly when it cannot be loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store

from ofsted_graph import resources
from ofsted_graph.errors import InputError

if TYPE_CHECKING:
    import rdflib

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
"""File ending to format, for graphs that are read."""


def load_store(path: Path | None = None) -> Store:
    """Load a graph, the shipped one unless a file is named.

    Raises:
        InputError: The file is not there, not readable or not whole; nothing of it is used.
    """
    path = resources.triples() if path is None else path
    store = Store()
    add_file(store, path)
    return store


def read_turtle(content: bytes) -> Store:
    """Load a graph from Turtle in memory.

    Raises:
        InputError: It is not Turtle, or not whole.
    """
    store = Store()
    try:
        store.bulk_load(input=content, format=RdfFormat.TURTLE)
    except SyntaxError as error:
        raise InputError(f"is not whole or not Turtle ({str(error).splitlines()[0]}).") from error
    return store


def add_file(store: Store, path: Path) -> None:
    """Add a file of triples to a store; what fails to parse leaves nothing behind."""
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise InputError(f"is none of {', '.join(FORMATS)}; name a graph by its ending.", path=path)
    try:
        store.bulk_load(path=path, format=form)
    except SyntaxError as error:
        first = str(error).splitlines()[0]
        raise InputError(
            f"is not whole or not {form.name} ({first}); make it again with `ofsted-graph build`.",
            path=path,
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (os error")[0]
        raise InputError(f"cannot be read ({reason}).", path=path) from error
    if len(store) == 0:
        raise InputError("holds no triples; make it with `ofsted-graph build`.", path=path)


def as_store(graph: Store | rdflib.Graph) -> Store:
    """Give the Oxigraph store in a graph, or fill one from any other rdflib `Graph`."""
    inner = getattr(getattr(graph, "store", None), "_inner", None)
    if isinstance(inner, Store):
        return inner
    if not hasattr(graph, "serialize"):
        return graph  # a store, or what has a store's methods
    store = Store()
    store.bulk_load(graph.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES)
    return store
