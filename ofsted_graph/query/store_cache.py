"""Graphs ready to be asked: a large file is parsed once into a store of the engine on disk.

Parsing is most of what a cold question costs. A store is found by what its file holds (SHA-256) and
the engine's version; whether a file still holds that is seen from its device, inode, size and times
of change, so that a question need not read it. Stores are made beside and moved into place, opened
read-only, and belong to nobody: any number of processes may ask one, and it may be deleted at any
time. Where the folder cannot be used, or another process is making the store, the graph is read
into memory as without it.

The folder is the user's cache folder for this program, or what `OFSTED_GRAPH_CACHE` names; where
that is empty there is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from pathlib import Path

import pyoxigraph
from pyoxigraph import Store

from ofsted_graph import resources
from ofsted_graph.errors import InputError
from ofsted_graph.files import replace_file
from ofsted_graph.query.store import add_file, load_store

VARIABLE = "OFSTED_GRAPH_CACHE"
"""Names another folder, or none."""
SMALLEST = 1_000_000
"""Smaller files (bytes) are parsed as fast as a store is opened."""
KEPT = 4
"""So many stores are kept, those used last."""
SETTLED = 2.0
"""How long (seconds) a file must have rested before its times are taken for its content.

Two changes within one tick of the file system's clock have one time.
"""
_LIST = "files"
"""The file in a store's folder that lists its files: a store without it was never finished."""


def open_store(path: Path | None = None) -> Store:
    """Open a graph to ask it and no more, the shipped one unless a file is named.

    Raises:
        InputError: The file is not there, not readable or not whole.
    """
    path = resources.triples() if path is None else path
    folder = cache_folder()
    try:
        if folder is None or path.stat().st_size < SMALLEST:
            return load_store(path)
        ready = _ready(folder, path)
    except (OSError, InputError):
        # A file that cannot be read is told by reading it; a cache that cannot be used is none.
        return load_store(path)
    return load_store(path) if ready is None else ready


def cache_folder() -> Path | None:
    """Give the folder that stores are kept in; None where there is to be none."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    from platformdirs import user_cache_path

    return user_cache_path("ofsted-graph", appauthor=False)


def _ready(folder: Path, path: Path) -> Store | None:
    """Open the store of a file, made now if it is not there; None while somebody else makes it."""
    place = folder / "stores" / f"{_digest(folder, path)}-{pyoxigraph.__version__}"
    if not _is_whole(place) and not _make(place, path):
        return None
    try:
        store = Store.read_only(str(place))
    except OSError:
        # Damaged in a way that its list of files does not show: the next question makes it anew.
        shutil.rmtree(place, ignore_errors=True)
        return None
    with contextlib.suppress(OSError):
        # Where it may only be read, somebody else looks after what is kept.
        os.utime(place)
    return store


def _digest(folder: Path, path: Path) -> str:
    """Give the hash of what a file holds, from a note of earlier where the file did not change."""
    name = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()
    note = folder / "digests" / name
    with path.open("rb") as file:
        seen = _stamp(os.fstat(file.fileno()))
        try:
            told, digest = note.read_text(encoding="ascii").split("\n")
        except (OSError, ValueError):
            told = digest = ""
        if told == seen and digest:
            return digest
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        after = os.fstat(file.fileno())
    # A clock that was set back makes every change look as if it were still to come.
    if _stamp(after) == seen and after.st_ctime + SETTLED < time.time():
        # Without the note the next question hashes the file again, no more.
        with contextlib.suppress(InputError):
            replace_file(note, f"{seen}\n{digest}".encode())
    return digest


def _stamp(stat: os.stat_result) -> str:
    """Write down all that changes when a file is changed or swapped."""
    return f"{stat.st_dev} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"


def _is_whole(place: Path) -> bool:
    """Tell whether a store was finished and its files are as they were then."""
    try:
        return (place / _LIST).read_text(encoding="utf-8") == _listed(place)
    except (OSError, ValueError):
        return False


def _listed(place: Path) -> str:
    """List a store's files, with the size and time of change of each."""
    stats = sorted((entry.name, entry.stat()) for entry in os.scandir(place) if entry.name != _LIST)
    return "\n".join(f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats)


def _make(place: Path, path: Path) -> bool:
    """Make a store beside its place and move it there; False while another process makes one."""
    from filelock import FileLock, Timeout

    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(place.parent / "making.lock", timeout=0):
            making = place.parent / "making"
            for old in (making, place):
                shutil.rmtree(old, ignore_errors=True)
            try:
                store = Store(str(making))
                add_file(store, path)
                # The engine writes the last of its files when the store is let go.
                del store
                (making / _LIST).write_text(_listed(making), encoding="utf-8")
                making.rename(place)
            finally:
                shutil.rmtree(making, ignore_errors=True)
            _clear(place)
    except Timeout:
        return False
    return True


def _clear(made: Path) -> None:
    """Remove the stores that were not used for longest, never the one just made."""
    others = [one for one in made.parent.iterdir() if one.is_dir() and one != made]
    for old in sorted(others, key=lambda one: one.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
