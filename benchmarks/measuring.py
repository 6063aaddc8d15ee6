"""Measuring whole processes in turn, and writing what was found as a Markdown table."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results.md"


@dataclass(frozen=True)
class Figures:
    """Medians over the runs of one command."""

    seconds: float
    mebibytes: float


def run_once(command: Sequence[str]) -> tuple[float, float]:
    """Run a command to its end; give wall seconds and peak memory in MiB."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {told.decode()[-400:]}")
    scale = 1024 if sys.platform == "linux" else 1024 * 1024
    return seconds, usage.ru_maxrss / scale


def compare(commands: dict[str, Sequence[str]], runs: int = 7) -> dict[str, Figures]:
    """Run commands in turn, so that a change in the machine's speed meets all; give medians."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            figures = run_once(command)
            if turn:  # the first turn warms the file cache
                found[name].append(figures)
    return {
        name: Figures(
            statistics.median(seconds for seconds, _ in times),
            statistics.median(memory for _, memory in times),
        )
        for name, times in found.items()
    }


def table(
    heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]], note: str = ""
) -> str:
    """Write a Markdown table under a heading."""
    lines = [f"## {heading}", ""]
    if note:
        lines += [note, ""]
    lines += [f"| {' | '.join(columns)} |", f"|{'|'.join(' --- ' for _ in columns)}|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"
