"""Ask the graph and other data at once.

Files are read into one store in memory beside the graph. A persistent store, which may be far
larger than memory, is asked where it is: the graph is put into it once, and again when it has
changed. What was put in is kept in a named graph of its own too, so that exactly that can be taken
out again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from ofsted_graph import resources
from ofsted_graph.errors import InputError, UsageError
from ofsted_graph.linking.sinks import opened
from ofsted_graph.model import iri
from ofsted_graph.query.store import add_file, load_store

GRAPH = NamedNode(iri("dataset", "ofsted-graph"))
"""The named graph in a persistent store that holds a copy of ours."""
_VERSIONS = NamedNode(f"{iri('dataset', 'ofsted-graph')}#loaded")
_DIGEST = NamedNode("http://purl.org/dc/terms/identifier")


def open_with(others: Sequence[Path], *, graph: Path | None = None) -> Store:
    """Open a store in which the graph and other data can be asked together.

    Args:
        others: RDF files, or the folder of one persistent store.
        graph: The file of the graph; the shipped one when not said.

    Raises:
        UsageError: A store is named beside other things.
        InputError: Something is not there or cannot be read.
    """
    folders = [path for path in others if path.is_dir()]
    if folders:
        if len(others) > 1:
            raise UsageError(
                f"{folders[0]}: a store can only be asked alone with the graph; put the rest into "
                f"it with `ofsted-graph link --store` or ask files instead."
            )
        return _open_store(folders[0], graph or resources.triples())
    store = load_store(graph)
    for path in others:
        if not path.is_file():
            raise InputError("no such file or store.", path=path)
        add_file(store, path)
    return store


def _open_store(folder: Path, graph: Path) -> Store:
    if not (folder / "CURRENT").is_file():
        raise InputError("is not a store; make one with `ofsted-graph link --store`.", path=folder)
    digest = Literal(_digest(graph))
    try:
        store = Store.read_only(str(folder))
    except OSError as error:
        raise InputError(f"cannot be opened as a store ({error}).", path=folder) from error
    if Quad(GRAPH, _DIGEST, digest, _VERSIONS) in store:
        return store
    del store
    with opened(folder) as writable:
        _replace_graph(writable, graph, digest)
        writable.flush()
        del writable
    return Store.read_only(str(folder))


def _replace_graph(store: Store, graph: Path, digest: Literal) -> None:
    """Put our graph into a store in place of the one that was put there before."""
    store.remove_graph(_VERSIONS)
    # One update is one transaction; a hundred thousand removals would be as many.
    store.update(f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {GRAPH} {{ ?s ?p ?o }} }}")
    store.remove_graph(GRAPH)
    ours = load_store(graph)
    store.bulk_extend(ours)
    store.bulk_extend(Quad(q.subject, q.predicate, q.object, GRAPH) for q in ours)
    # Last, so that a load broken off half way is done again.
    store.add(Quad(GRAPH, _DIGEST, digest, _VERSIONS))


def _digest(path: Path) -> str:
    try:
        return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", path=path) from error
