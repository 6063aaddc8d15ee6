"""Replace several files of a folder as one: all of them or none.

One file is replaced in one step by renaming another over it; several are not. So the new files are
first written to a folder of their own, and that folder's renaming to `.commit-<name>` is the one
step in which the change happens. What follows, moving each file to its place, can be broken off
anywhere: whoever reads or writes the folder next calls `finish_commits` and completes it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ofsted_graph.errors import InputError

_COMMIT = ".commit-"
_STAGE = ".stage-"


@contextlib.contextmanager
def staged(folder: Path, name: str) -> Iterator[Path]:
    """Give a new folder to write files in; at the end of the block they replace those of `folder`.

    If the block raises, `folder` stays as it was. One process at a time may do this in a folder.

    Raises:
        InputError: The folder cannot be written, or another process is writing to it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            finish_commits(folder)
            for left_over in folder.glob(f"{_STAGE}*"):
                shutil.rmtree(left_over)
            stage = Path(tempfile.mkdtemp(prefix=f"{_STAGE}{name}-", dir=folder))
            try:
                yield stage
                files = sorted(stage.iterdir())
                for file in files:
                    file.chmod(0o644)
                    _sync(file)
                _sync(stage)
                if files:
                    stage.rename(folder / f"{_COMMIT}{name}")
            finally:
                shutil.rmtree(stage, ignore_errors=True)
                # Also when interrupted just after the renaming: from there on, only forward.
                finish_commits(folder)
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror}); what was there before is unchanged.",
            path=folder,
        ) from error


def finish_commits(folder: Path) -> None:
    """Move files to their places that an interrupted process had committed; else do nothing."""
    for commit in sorted(folder.glob(f"{_COMMIT}*")):
        # Another process may be finishing the same commit: what it has moved is not here any more.
        with contextlib.suppress(FileNotFoundError):
            for file in sorted(commit.iterdir()):
                with contextlib.suppress(FileNotFoundError):
                    file.replace(folder / file.name)
            commit.rmdir()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(
                "is being written by another import; wait for it and try again.", path=folder
            ) from error
        yield
    finally:
        os.close(handle)


def _sync(path: Path) -> None:
    """Have the disk hold what was written, so that a power cut cannot leave an empty file."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
