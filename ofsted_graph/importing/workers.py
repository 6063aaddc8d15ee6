"""Run a function over many files in processes of their own, so that no file can do harm.

Each worker process takes one task at a time and sets itself an alarm and a limit on memory. A task
that overruns either kills its worker, or makes it raise `MemoryError`; that one task has then
failed, another worker takes the place of the dead one, and the run goes on. Results come back in
the order of the tasks whatever the number of workers, and no more than a few wait for their turn,
so the memory needed does not grow with the number of tasks.

The alarm and the limit are those of POSIX systems; elsewhere the tasks run without them.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ofsted_graph.errors import OfstedGraphError, shorten

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 8
"""How many tasks each worker may be ahead of the first unfinished one."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one task may use."""

    megabytes: int = 160
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Result]):
    """What became of one task: a `result`, or the `failure` in one line."""

    task: Task
    result: Result | None
    failure: str = ""


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    number: int = -1  # of the task in hand


def run_tasks(
    function: Callable[[Task], Result],
    tasks: Iterable[Task],
    *,
    jobs: int,
    bounds: Bounds | None = None,
) -> Iterator[Outcome[Task, Result]]:
    """Give the outcome of `function(task)` for each task, in order.

    Args:
        function: Picklable: a function at the top of a module, or an object of such a class.
        tasks: Picklable too.
        jobs: How many worker processes to keep at once.
        bounds: The memory and time for each task.

    Raises:
        OfstedGraphError: A worker process could not start.
    """
    bounds = bounds or Bounds()
    waiting = enumerate(tasks)
    in_hand: dict[int, Task] = {}
    done: dict[int, Outcome[Task, Result]] = {}
    workers: list[_Worker] = []
    turn = 0
    more = True
    try:
        while more or in_hand or done:
            while turn in done:
                yield done.pop(turn)
                turn += 1
            while more and len(in_hand) < jobs and len(in_hand) + len(done) < jobs * AHEAD:
                try:
                    number, task = next(waiting)
                except StopIteration:
                    more = False
                    break
                worker = next((w for w in workers if w.number < 0), None)
                if worker is None:
                    worker = _start(function, bounds)
                    workers.append(worker)
                worker.number = number
                in_hand[number] = task
                worker.connection.send(task)
            if in_hand:
                busy = {w.connection: w for w in workers if w.number >= 0}
                for ready in wait(list(busy)):
                    worker = busy[ready]  # type: ignore[index]
                    number, worker.number = worker.number, -1
                    task = in_hand.pop(number)
                    result, failure, alive = _receive(worker, bounds)
                    done[number] = Outcome(task, result, failure)
                    if not alive:
                        workers.remove(worker)
    finally:
        for worker in workers:
            worker.process.kill()
            worker.process.join()
            worker.connection.close()


def _start(function: Callable[[Task], Result], bounds: Bounds) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, function, bounds), daemon=True)
    process.start()
    theirs.close()
    try:
        ours.recv()
    except EOFError as error:
        process.join()
        raise OfstedGraphError(
            "a worker process could not start (see above); a script that imports must do so under "
            'if __name__ == "__main__".'
        ) from error
    return _Worker(process, ours)


def _receive(worker: _Worker, bounds: Bounds) -> tuple[Any, str, bool]:
    """Take a worker's answer: the result, the failure, and whether the worker lives on."""
    try:
        result, failure = worker.connection.recv()
    except (EOFError, ConnectionError):
        worker.process.join()
        worker.connection.close()
        if worker.process.exitcode == -_ALARM:
            return None, f"took longer than {bounds.seconds:g} seconds; it was given up.", False
        code = worker.process.exitcode
        reason = f"it is broken or needs more than {bounds.megabytes} MB of memory"
        return None, f"ended its reader (code {code}): {reason}; it was given up.", False
    if failure:
        return None, failure, True
    return result, "", True


_ALARM = getattr(signal, "SIGALRM", 0)


def _serve(connection: Connection, function: Callable[[Any], Any], bounds: Bounds) -> None:
    """Do tasks until the other end closes: the life of a worker process."""
    # Ctrl-C goes to the whole group of processes; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(bounds.megabytes * 1_000_000)
    connection.send("ready")
    # The parent closing its end, or dying, ends the worker.
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            task = connection.recv()
            _set_alarm(bounds.seconds)
            answer = _attempt(function, task, bounds)
            _set_alarm(0)
            connection.send(answer)


def _attempt(function: Callable[[Any], Any], task: Any, bounds: Bounds) -> tuple[Any, str]:
    try:
        return function(task), ""
    except OfstedGraphError as error:
        return None, str(error)
    except MemoryError:
        return None, f"needs more than {bounds.megabytes} MB of memory; it was given up."
    except RecursionError:
        return None, "is nested too deeply; it was given up."
    except Exception as error:  # a fault on one file is the outcome of that file
        return None, f"met a fault in its reader ({type(error).__name__}: {shorten(str(error))})."


def _set_alarm(seconds: float) -> None:
    # Nothing handles this alarm, so it ends the process even inside a library's C code.
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(size: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    # The data segment rather than the address space: libraries map much that they never touch.
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    _, hard = resource.getrlimit(kind)
    # macOS refuses limits below what is mapped already.
    with contextlib.suppress(ValueError):
        resource.setrlimit(kind, (size if hard < 0 else min(size, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
