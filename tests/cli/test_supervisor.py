"""A command can always be ended, and what ends it is told in one line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")
COMMAND = Path(sys.executable).with_name("ofsted-graph")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


def asked(*rest: str | Path) -> list[str]:
    return [str(COMMAND), "query", *map(str, rest)]


def outcome(*rest: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a query to its end, in a process of its own as a person does."""
    return subprocess.run(asked(*rest), check=False, capture_output=True, text=True, timeout=60)


def test_a_question_that_would_never_end_is_ended(graph_file: Path) -> None:
    done = outcome("-e", ENDLESS, "--data", graph_file, "--timeout", "0.5")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "ofsted-graph: no answer within 0.5 s; ask for less, or give more with --timeout.\n"
    )


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_question_can_be_given_up(sign: signal.Signals, code: int, graph_file: Path) -> None:
    process = subprocess.Popen(asked("-e", ENDLESS, "--data", graph_file))
    worker = eventually(lambda: children(process.pid))
    time.sleep(0.5)
    process.send_signal(sign)
    assert process.wait(timeout=10) == code
    assert eventually(lambda: not any(map(running, worker)))


def test_nothing_goes_on_when_the_command_was_killed(graph_file: Path) -> None:
    process = subprocess.Popen(asked("-e", ENDLESS, "--data", graph_file))
    worker = eventually(lambda: children(process.pid))
    time.sleep(0.5)
    process.kill()
    process.wait(timeout=10)
    assert eventually(lambda: not any(map(running, worker)))


def test_what_the_engine_cannot_bear_is_one_line(tmp_path: Path) -> None:
    deep = tmp_path / "deep.nt"
    nested = f"{'<<( <urn:a> <urn:b> ' * 50_000}<urn:c>{' )>>' * 50_000}"
    deep.write_text(f"<urn:a> <urn:b> {nested} .\n")
    done = outcome("councils", "--data", deep)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("ofsted-graph: ")
    assert done.stderr.count("\n") == 1


def test_exit_codes_pass_through(graph_file: Path) -> None:
    assert outcome("councils", "--data", graph_file).returncode == 0
    assert outcome("councils", "--data", graph_file, "--fail-on-rows").returncode == 1
    assert outcome("no-such-query").returncode == 2


def test_who_reads_no_further_is_no_error(graph_file: Path) -> None:
    asking = subprocess.Popen(
        asked("councils", "--data", graph_file, "-f", "csv"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert asking.stdout is not None
    asking.stdout.close()
    assert asking.communicate(timeout=30)[1] == ""
    assert asking.returncode == 0


def children(pid: int) -> list[int]:
    """List the children of a process."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    if not found.exists():
        pytest.skip("children cannot be listed here")
    return [int(one) for one in found.read_text().split()]


def running(pid: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def eventually(ask: Callable[[], T]) -> T:
    """Ask until the answer is yes, ten seconds at most; give the last answer."""
    until = time.monotonic() + 10
    while not (answer := ask()) and time.monotonic() < until:
        time.sleep(0.02)
    return answer
