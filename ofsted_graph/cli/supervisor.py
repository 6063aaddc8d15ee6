"""The process that stands by while another runs a command, so that a command can always be ended.

The engine cannot be interrupted: a cross product would run for hours, deaf to Ctrl-C, and a
question that is too much for its stack or for the memory ends the whole process. So the command
runs in a child. The parent waits, ends it when its time is over or somebody presses Ctrl-C, and
turns what ended it into one line and an exit code. A fork costs about a millisecond; where there is
none (Windows), the command runs without.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from types import FrameType
from typing import NoReturn

GRACE = 0.5
"""How long (seconds) a command that was asked to stop may take to tidy up."""
_WATCH = 0.2
"""How often (seconds) the child is looked after beside what it says."""
_MEMORY_SHARE = 0.8
"""The share of the machine's memory that a limited command may take."""

_GENTLY = "gently "

_to_parent: int | None = None


def limit(seconds: float) -> None:
    """Let what comes now take so long, and a share of the memory, and no more."""
    if _to_parent is None:
        return
    import resource

    size = int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * _MEMORY_SHARE)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size if hard < 0 else min(size, hard), hard))
    os.write(_to_parent, f"{seconds}\n".encode())


def end_gently(seconds: float) -> None:
    """Let the command that runs now take so long to end when it is asked to."""
    if _to_parent is not None:
        os.write(_to_parent, f"{_GENTLY}{seconds}\n".encode())


def main() -> None:
    """Run the command line in a child and end as it ends."""
    _open_standard_streams()
    from ofsted_graph.cli.app import main as command

    if not hasattr(os, "fork") or any("COMPLETE" in name for name in os.environ if name[0] == "_"):
        command()
        return
    global _to_parent  # noqa: PLW0603
    from_child, to_parent = os.pipe()
    while_alive, alive = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(from_child)
        os.close(alive)
        _to_parent = to_parent
        _follow(while_alive)
        command()
        return
    os.close(to_parent)
    os.close(while_alive)
    _stand_by(child, from_child)


def _open_standard_streams() -> None:
    """Put nothing in the place of standard streams that are closed, before a pipe gets it."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(number, "w" if number else "r", closefd=False))  # noqa: SIM115


def _follow(while_alive: int) -> None:
    """End when the parent is gone, however it went: it alone holds the other end of this pipe.

    The system then sends SIGIO, which ends a process that does nothing about it, also one that is
    deep in the engine.
    """
    import fcntl

    fcntl.fcntl(while_alive, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(while_alive, fcntl.F_SETFL, fcntl.fcntl(while_alive, fcntl.F_GETFL) | os.O_ASYNC)


def _stand_by(child: int, from_child: int) -> NoReturn:
    """Wait for the child's end or its limit, and end the same way."""
    gently = 0.0

    def stop(number: int, _: FrameType | None) -> None:
        _end(child, signal.Signals(number), max(gently, GRACE))
        os._exit(128 + number)

    # The terminal sends Ctrl-C to both; a command that can tidy up does so within the grace.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    deadline, seconds = None, 0.0
    while True:
        left = _WATCH if deadline is None else min(_WATCH, max(deadline - time.monotonic(), 0))
        ready, _, _ = select.select([from_child], [], [], left)
        said = os.read(from_child, 64) if ready else b""
        if said.startswith(_GENTLY.encode()):
            gently = float(said.split()[-1])
        elif said:
            seconds = float(said.split()[-1])
            deadline = time.monotonic() + seconds
        done, status = os.waitpid(child, 0 if ready and not said else os.WNOHANG)
        if done:
            os._exit(_told(os.waitstatus_to_exitcode(status)))
        if deadline is not None and time.monotonic() >= deadline:
            _end(child, signal.SIGKILL)
            _tell(f"no answer within {seconds:g} s; ask for less, or give more with --timeout.")
            os._exit(2)


def _end(child: int, how: signal.Signals, grace: float = GRACE) -> None:
    """End the child: as asked, and after the grace in any case."""
    os.kill(child, how)
    until = time.monotonic() + grace
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            return
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _told(code: int) -> int:
    """Say what ended the child, where that was not the child itself; give the exit code."""
    if code >= 0:
        return code
    number = -code
    if number in {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL}:
        _tell("what was asked is too large for the engine or the memory; ask for less at once.")
        return 2
    if number == signal.SIGKILL:
        _tell("the system ended the command, most often because memory ran out.")
        return 2
    return 128 + number


def _tell(what: str) -> None:
    sys.stderr.write(f"ofsted-graph: {what}\n")
    sys.stderr.flush()
