"""Import documents: read many files in worker processes, then replace their sources' rows.

`import_documents` is the whole of `ofsted-graph import reports|letters|send`. A file that is
refused keeps the rows it gave when it was last read, if ever; a field that is left out is simply
not there. Nothing is written before all files were read, and then everything at once, so that an
interrupted import leaves the facts as they were.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ofsted_graph.errors import InputError, shorten
from ofsted_graph.importing.pdf import Limits, read_document
from ofsted_graph.importing.readings import LeftOut, Reader, Reading
from ofsted_graph.importing.replacements import Replacement
from ofsted_graph.importing.workers import Bounds, Outcome, run_tasks

Progress = Callable[[int, int], None]
"""Told after each file how many are done, and of how many."""


@dataclass(slots=True)
class Summary:
    """What an import did.

    Attributes:
        read: How many files were read; each is new, changed or unchanged.
        repeated: A line for each file that is a copy of one that was read.
        refused: A line for each file that was not read: its path and why.
        left_out: The fields not taken, each with the file it is missing from.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    left_out: list[tuple[str, LeftOut]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Read one file with a reader: what a worker process does."""

    reader: Reader
    limits: Limits

    def __call__(self, path: Path) -> Reading:
        """Give what the file says."""
        _check_name(path)
        reading = self.reader(document := read_document(path, self.limits))
        (source,) = reading.rows["sources"]
        source["sha256"], source["file"] = document.sha256, document.file
        return reading


def import_documents(
    paths: Iterable[Path],
    reader: Reader,
    *,
    folder: Path,
    origin: str,
    jobs: int | None = None,
    bounds: Bounds | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read files and folders of PDFs into the fact tables of `origin` in `folder`.

    Raises:
        InputError: A path does not exist, no PDF is found, or `folder` cannot be written. The facts
            are then as they were before.
    """
    files = find_documents(paths)
    summary = Summary()
    task = ReadFile(reader, limits or Limits())
    if progress:
        progress(0, len(files))
    with Replacement(folder, origin) as replacement:
        outcomes = run_tasks(task, files, jobs=jobs or default_jobs(), bounds=bounds)
        for done, outcome in enumerate(outcomes, 1):
            _take(outcome, replacement, summary)
            if progress:
                progress(done, len(files))
        if summary.read:
            changes = replacement.write()
            summary.new = changes["new"]
            summary.changed = changes["changed"]
            summary.unchanged = changes["unchanged"]
    return summary


def find_documents(paths: Iterable[Path]) -> Sequence[Path]:
    """Give the files named, and every `.pdf` below the folders named, in order of their paths.

    Raises:
        InputError: A path does not exist, a folder cannot be listed, or nothing is found.
    """
    found: set[Path] = set()
    for given in paths:
        # No link is followed, and ".." goes by the names: a file has one path, whatever was typed.
        path = Path(os.path.abspath(given))  # noqa: PTH100 - Path.absolute keeps ".."
        if path.is_dir():
            found |= {
                Path(here, name)
                for here, _, names in os.walk(path, onerror=_refuse_folder)
                for name in names
                if name.lower().endswith(".pdf")
            }
        elif os.path.lexists(path):
            found.add(path)
        else:
            raise InputError(
                "does not exist; give PDF files or folders of them.", path=shorten(str(given), 300)
            )
    if not found:
        raise InputError("no PDF file was found there; give PDF files or folders of them.")
    return sorted(found)


def _take(outcome: Outcome[Path, Reading], replacement: Replacement, summary: Summary) -> None:
    reading = outcome.result
    if reading is None:
        summary.refused.append(_one_line(outcome.task, outcome.failure))
        return
    try:
        twin = replacement.add(reading)
    except InputError as error:
        summary.refused.append(_one_line(outcome.task, str(error)))
        return
    if twin:
        summary.repeated.append(_one_line(outcome.task, f"is a copy of {twin}."))
        return
    summary.read += 1
    (source,) = reading.rows["sources"]
    summary.left_out += ((source["file"], item) for item in reading.left_out)


def default_jobs() -> int:
    """Use the processors there are, but no more than keep an import's memory modest."""
    return max(1, min(4, os.cpu_count() or 1))


def _check_name(path: Path) -> None:
    name = "".join(path.parts[-3:])
    if not name.isprintable():
        raise InputError(
            "has a line break or another unprintable character in its name; rename it.",
            path=shorten(str(path), 300),
        )


def _refuse_folder(error: OSError) -> None:
    raise InputError(
        f"cannot be listed ({error.strerror}).", path=shorten(str(error.filename), 300)
    ) from error


def _one_line(path: Path, problem: str) -> str:
    shown = shorten(str(path), 300)
    return problem if problem.startswith(shown) else f"{shown}: {shorten(problem, 500)}"
