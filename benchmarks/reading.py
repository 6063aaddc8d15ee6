"""Reading reports: our text and facts against the same text taken with pypdf and pdfplumber.

Every tenth report is read on one core, in one process, by four ways in turn: a bare pypdfium2 dump
of the text, the importer (text and facts), and the text by pypdf and by pdfplumber. Then all
reports are imported by worker processes, once and in four copies, for the memory that takes.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measuring import run_once, table
from ofsted_graph import resources

STEP = 10
TURNS = 3


def run(sources: Path) -> str:
    """Measure, and give the tables."""
    folder = sources / "reports"
    files = [path for path in sorted(folder.glob("*/*.pdf")) if path.read_bytes()[:5] == b"%PDF-"]
    if not files:
        return f"## Reading reports\n\nNot measured: there are no reports in {folder}.\n"
    return "\n".join([_speed(files[::STEP]), _memory(folder)])


def _speed(sample: list[Path]) -> str:
    ways: dict[str, Callable[[Path], object]] = {
        "ofsted-graph: text and facts": _ours(),
        "pypdfium2: bare text": _pypdfium2,
        "pypdf: text": _pypdf,
        "pdfplumber: text": _pdfplumber,
    }
    times = dict.fromkeys(ways, float("inf"))
    for turn in range(TURNS):
        for name, read in ways.items():
            if turn and not name.startswith(("ofsted-graph", "pypdfium2")):
                continue  # once is enough for those that take minutes
            began = time.process_time()
            for path in sample:
                read(path)
            times[name] = min(times[name], time.process_time() - began)
    mine = times["ofsted-graph: text and facts"]
    rows = [
        [name, f"{len(sample) / seconds:.1f}", f"{seconds / mine:.1f}"]
        for name, seconds in times.items()
    ]
    return table(
        "Reading reports",
        ["one core", "reports a second", "times our time"],
        rows,
        f"{len(sample)} reports, processor time, best of {TURNS} (pypdf and pdfplumber: once). To "
        "reach: at least 10 times the speed of pypdf, and two thirds of a bare pypdfium2 dump's.",
    )


def _ours() -> Callable[[Path], object]:
    from ofsted_graph.importing.pdf import read_document
    from ofsted_graph.importing.reports import ReportReader

    reader = ReportReader.from_folder(resources.facts())
    return lambda path: reader(read_document(path))


def _pypdfium2(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return sum(len(page.get_textpage().get_text_range()) for page in pdf)


def _pypdf(path: Path) -> int:
    import pypdf

    return sum(len(page.extract_text()) for page in pypdf.PdfReader(path).pages)


def _pdfplumber(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return sum(len(page.extract_text()) for page in pdf.pages)


def _memory(folder: Path) -> str:
    rows = []
    for copies in (1, 4):
        with tempfile.TemporaryDirectory() as scratch:
            for number in range(copies if copies > 1 else 0):
                _vary(folder, Path(scratch, "reports", str(number)), number)
            read_from = Path(scratch, "reports") if copies > 1 else folder
            command = [sys.executable, "-m", "benchmarks.reading", str(read_from), scratch]
            seconds, _ = run_once(command)
            told = json.loads(Path(scratch, "told.json").read_text(encoding="utf-8"))
        rows.append(
            [
                f"{told['read']:,}",
                f"{seconds:.0f} s",
                f"{told['parent']:.0f} MiB",
                f"{told['worker']:.0f} MiB",
            ]
        )
    return table(
        "Importing reports",
        ["files read", "time", "peak memory", "peak memory of a worker"],
        rows,
        "Two worker processes. To reach: under 300 MB at any number of files.",
    )


def _vary(source: Path, target: Path, number: int) -> None:
    """Copy the reports with other bytes and a later day in their names, so that each is new."""
    from ofsted_graph.importing.days import day_in_file_name

    for path in source.glob("*/*.pdf"):
        day = day_in_file_name(path.name)
        if day is None:
            continue
        later = day + dt.timedelta(days=number)
        copy = target / path.parent.name / f"copy - {later:%d %B %Y}.pdf"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
        with copy.open("ab") as file:
            file.write(f"\n% copy {number}\n".encode())


def _import(folder: Path, scratch: Path) -> None:
    """Import a folder into a scratch folder, and write down the memory it took."""
    from ofsted_graph.importing.reports import ORIGIN, ReportReader
    from ofsted_graph.importing.run import import_documents

    summary = import_documents(
        [folder],
        {ORIGIN: ReportReader.from_folder(resources.facts())},
        folder=scratch / "facts",
        jobs=2,
    )
    scale = 1024 if sys.platform == "linux" else 1024 * 1024
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / scale
    if odd := [line for line in summary.refused if "web page" not in line]:
        raise SystemExit(f"{len(odd)} reports were refused, such as {odd[0]}")
    told = {"read": summary.read, "parent": _peak(), "worker": worker}
    (scratch / "told.json").write_text(json.dumps(told), encoding="utf-8")


def _peak() -> float:
    """Give this process's own peak memory in MiB.

    `ru_maxrss` would count what the process that started this one had in memory.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    _import(Path(sys.argv[1]), Path(sys.argv[2]))
