"""The graph in memory: load it, and say clearly when it cannot be loaded."""

from __future__ import annotations

import codecs
import gzip
import re
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import RdfFormat, Store

from ofsted_graph import resources
from ofsted_graph.errors import InputError
from ofsted_graph.query.xml_limits import check_entities

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
MAX_NESTED = 100
"""Terms within terms of one file; the engine's stack ends at some thousands."""
_NESTED = re.compile(rb"<<|>>")
_BLOCK = 1 << 22


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
    """Add a file of triples to a store; what fails to parse leaves nothing behind.

    A file may be packed with gzip (`.nt.gz`), may begin with a byte order mark, and may name things
    relative to its own address.

    Raises:
        InputError: It is not there, not readable, not whole, or holds nothing.
    """
    packed = path.suffix.lower() == ".gz"
    ending = Path(path.stem).suffix.lower() if packed else path.suffix.lower()
    form = FORMATS.get(ending)
    if form is None:
        raise InputError(f"is none of {', '.join(FORMATS)}; name a graph by its ending.", path=path)
    before = len(store)
    try:
        with gzip.open(path) if packed else path.open("rb") as file:
            start = file.read(len(codecs.BOM_UTF8))
            if start != codecs.BOM_UTF8:
                file.seek(0)
            if form == RdfFormat.RDF_XML:
                check_entities(file.read(), path)
            _check_nesting(cast("IO[bytes]", file), path)
            file.seek(len(start) if start == codecs.BOM_UTF8 else 0)
            # The engine reads a file that it opens itself with several threads.
            plain = not packed and start != codecs.BOM_UTF8
            what = {"path": path} if plain else {"input": file}
            store.bulk_load(**what, format=form, base_iri=path.resolve().as_uri())
    except SyntaxError as error:
        first = str(error).splitlines()[0]
        raise InputError(
            f"is not whole or not {form.name} ({first}); make it again with `ofsted-graph build`.",
            path=path,
        ) from error
    except EOFError as error:
        raise InputError("is packed and not whole.", path=path) from error
    except MemoryError as error:
        raise InputError("holds a value that is too long to be read.", path=path) from error
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (os error")[0]
        raise InputError(f"cannot be read ({reason}).", path=path) from error
    if len(store) == before == 0:
        raise InputError("holds no triples; make it with `ofsted-graph build`.", path=path)


def _check_nesting(file: IO[bytes], path: Path) -> None:
    """See that terms made of triples are not nested deeper than the engine's stack."""
    depth, before = 0, b""
    file.seek(0)
    while block := file.read(_BLOCK):
        # A sign of two may lie on the border of two blocks.
        block = before + block
        before = block[-1:]
        if b"<<" not in block and not depth:
            continue
        for sign in _NESTED.finditer(block):
            depth = depth + 1 if sign[0] == b"<<" else max(depth - 1, 0)
            if depth > MAX_NESTED:
                raise InputError(f"has terms nested more than {MAX_NESTED} deep.", path=path)


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
