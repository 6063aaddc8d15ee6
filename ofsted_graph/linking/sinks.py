"""Where triples go: a file, standard output, or a persistent Oxigraph store.

Triples arrive as N-Triples, a chunk at a time, and none is kept. A file takes its name only when
it is complete. A store is filled by bulk loads of some hundred thousand triples; broken off, it
keeps the loads that were done.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ofsted_graph.errors import InputError, UsageError

if TYPE_CHECKING:
    import pyoxigraph

STREAMED = (".nt", ".ttl", ".nt.gz", ".ttl.gz")
"""Forms that can be written a line at a time: N-Triples, which is Turtle too."""

LOAD = 12 * 1024 * 1024
"""Bytes of N-Triples to a bulk load: larger ones are no faster and take memory in proportion."""


def write_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write triples to a file; what was there before stays until all are written.

    Raises:
        UsageError: The file's ending names a form that cannot be streamed.
        InputError: It cannot be written.
    """
    if not path.name.endswith(STREAMED):
        raise UsageError(f"{path}: triples are streamed to {', '.join(STREAMED)}; choose one.")
    write_whole(path, chunks, packed=path.name.endswith(".gz"))


def write_whole(path: Path, chunks: Iterable[bytes], *, packed: bool = False) -> None:
    """Write chunks to a file that takes its name only when all are written.

    Raises:
        InputError: It cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror}).", path=path) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file, chunks, packed=packed)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _write(file: IO[bytes], chunks: Iterable[bytes], *, packed: bool) -> None:
    # Without a name and a time in it, the same triples give the same bytes.
    out = gzip.GzipFile("", "wb", 6, file, 0) if packed else file
    for chunk in chunks:
        try:
            out.write(chunk)
        except OSError as error:
            raise InputError(f"the output cannot be written ({error.strerror}).") from error
    if out is not file:
        out.close()


def write_store(folder: Path, chunks: Iterable[bytes], *, graph: str = "") -> None:
    """Load triples into a persistent store, made when it is not there.

    Args:
        folder: The store's folder.
        chunks: N-Triples.
        graph: The IRI of the named graph to load into; the default graph when empty.

    Raises:
        InputError: The folder is no store, or another program has it open.
    """
    import pyoxigraph

    with opened(folder) as store:
        name = pyoxigraph.NamedNode(graph) if graph else None
        for load in _loads(chunks):
            store.bulk_load(load, format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=name)
        store.flush()


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[pyoxigraph.Store]:
    """Open a store for writing, in words of one's own when that fails."""
    import pyoxigraph

    if folder.is_dir() and any(folder.iterdir()) and not (folder / "CURRENT").is_file():
        raise InputError("is a folder with other things in it, not a store.", path=folder)
    try:
        yield pyoxigraph.Store(str(folder))
    except OSError as error:
        raise InputError(f"cannot be opened as a store ({_brief(error)}).", path=folder) from error


def _brief(error: OSError) -> str:
    text = " ".join(str(error).split())
    if "lock" in text.casefold():
        return "another program has it open; wait until that is done"
    return text[:200]


def _loads(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Gather chunks into loads that the store's bulk loader takes at one go."""
    load, size = [], 0
    for chunk in chunks:
        load.append(chunk)
        size += len(chunk)
        if size >= LOAD:
            yield b"".join(load)
            load, size = [], 0
    if load:
        yield b"".join(load)
