"""Import documents: read many files in worker processes, then replace their sources' rows.

`import_documents` is the whole of `ofsted-graph import reports|letters|send`, and reads a folder of
all three for `refresh`: a document is of the kind whose reader knows it. A file that is
refused keeps the rows it gave when it was last read, if ever; a field that is left out is simply
not there. Nothing is written before all files were read, and then everything at once, so that an
interrupted import leaves the facts as they were (of each kind, where there are several).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from ofsted_graph.errors import InputError, shorten
from ofsted_graph.importing.pdf import Document, Limits, read_document
from ofsted_graph.importing.readings import LeftOut, Reader, Reading
from ofsted_graph.importing.replacements import Replacement
from ofsted_graph.importing.workers import Bounds, Outcome, run_tasks

Progress = Callable[[int, int], None]
"""Told after each file how many are done, and of how many."""


@dataclass(slots=True)
class Summary:
    """What an import did.

    Attributes:
        kinds: How many files of each kind were read.
        new, changed, unchanged: How many of them say something new, something else, or the same.
        repeated: A line for each file that is a copy of one that was read.
        refused: A line for each file that was not read: its path and why.
        left_out: The fields not taken, each with the file it is missing from.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    left_out: list[tuple[str, LeftOut]] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Count the files that were read."""
        return self.kinds.total()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Read one file with the reader that knows its kind: what a worker process does."""

    readers: Mapping[str, Reader]
    limits: Limits

    def __call__(self, path: Path) -> tuple[str, Reading]:
        """Give the file's kind, and what it says."""
        _check_name(path)
        document = read_document(path, self.limits)
        kind, reading = self._read(document)
        (source,) = reading.rows["sources"]
        source["sha256"], source["file"] = document.sha256, document.file
        return kind, reading

    def _read(self, document: Document) -> tuple[str, Reading]:
        problems: dict[str, InputError] = {}
        for kind, reader in self.readers.items():
            try:
                return kind, reader(document)
            except InputError as error:
                problems[kind] = error
        if len(problems) == 1:
            raise next(iter(problems.values()))
        told = "; ".join(f"as one of the {kind}, it {error}" for kind, error in problems.items())
        raise InputError(f"is of no kind known here: {told}")


def import_documents(
    paths: Iterable[Path],
    readers: Mapping[str, Reader],
    *,
    folder: Path,
    jobs: int | None = None,
    bounds: Bounds | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read files and folders of PDFs into the fact tables in `folder`.

    Args:
        paths: Files, and folders of them.
        readers: Kind of document to its reader; the kind is the origin in its tables' names.
        folder: The folder of the fact tables.
        jobs: How many processes read; chosen by the machine if not given.
        bounds: Time and memory of a process.
        limits: What a PDF may be at most.
        progress: Told after each file.

    Raises:
        InputError: A path does not exist, no PDF is found, or `folder` cannot be written. The facts
            are then as they were before.
    """
    files = find_documents(paths)
    summary = Summary()
    task = ReadFile(readers, limits or Limits())
    if progress:
        progress(0, len(files))
    with ExitStack() as stack:
        replacements = {kind: stack.enter_context(Replacement(folder, kind)) for kind in readers}
        outcomes = run_tasks(task, files, jobs=jobs or default_jobs(), bounds=bounds)
        for done, outcome in enumerate(outcomes, 1):
            _take(outcome, replacements, summary)
            if progress:
                progress(done, len(files))
        for kind in summary.kinds:
            changes = replacements[kind].write()
            summary.new += changes["new"]
            summary.changed += changes["changed"]
            summary.unchanged += changes["unchanged"]
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


def _take(
    outcome: Outcome[Path, tuple[str, Reading]],
    replacements: Mapping[str, Replacement],
    summary: Summary,
) -> None:
    if outcome.result is None:
        summary.refused.append(_one_line(outcome.task, outcome.failure))
        return
    kind, reading = outcome.result
    try:
        twin = replacements[kind].add(reading)
    except InputError as error:
        summary.refused.append(_one_line(outcome.task, str(error)))
        return
    if twin:
        summary.repeated.append(_one_line(outcome.task, f"is a copy of {twin}."))
        return
    summary.kinds[kind] += 1
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
