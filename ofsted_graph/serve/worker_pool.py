"""Processes that work on the graph, so that no question can hold up the others or never end.

The engine cannot be interrupted. So each question is worked on in a process of its own pool, which
is ended and replaced when its time is over; whoever takes longer than a moment has to stand back
behind the others. All open the same store on disk read-only, and share its pages in memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ofsted_graph.errors import OfstedGraphError
from ofsted_graph.serve.replies import Reply, refusal

MOMENT = 0.5
"""Seconds after which a question stands back behind the others."""
_YIELD = 10
"""How far it stands back (niceness)."""
_START = 60.0
"""Seconds that a process may take to open the graph."""
_SPARE = 2.0
"""Seconds beyond its time after which a process ends itself, should nobody end it."""


class Worker:
    """A process with the graph open, doing one thing at a time."""

    def __init__(self, data: Path | None, seconds: float, memory: int) -> None:
        """Start the process; `ready` waits for it."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._thread = ThreadPoolExecutor(1)
        self._seconds = seconds
        self._process = context.Process(
            target=_work, args=(theirs, data, seconds, memory), daemon=True
        )
        self._process.start()
        theirs.close()

    async def ready(self) -> str:
        """Wait until the graph is open; give what keeps it from being opened, or nothing."""
        try:
            told = await self._said(_START)
        except (EOFError, OSError):
            return "the process that opens it ended"
        return "it was not open within a minute" if told is None else str(told)

    async def do(self, job: str, words: Mapping[str, Any]) -> Reply:
        """Do something, and end with the process when it takes too long or too much."""
        try:
            self._pipe.send((job, dict(words)))
            reply = await self._said(MOMENT)
            if reply is None:
                self._stand(_YIELD)
                reply = await self._said(self._seconds - MOMENT)
                if reply is None:
                    self.end()
                    why = f"No answer within {self._seconds:g} s; ask for less."
                    return refusal(503, why, Retry_After="60")
                self._stand(0)
        except (EOFError, OSError):
            self._process.join(timeout=1)
            failed = self._process.exitcode == 1
            self.end()
            if failed:
                return refusal(500, "The server failed at this; its log says how.")
            return refusal(503, "That is too much for the engine or the memory; ask for less.")
        except asyncio.CancelledError:
            # What comes now would be taken for the answer to the next question.
            self.end()
            raise
        answer: Reply = reply
        return answer

    async def _said(self, seconds: float) -> Any:
        """Wait for what the process says; None where it says nothing in that time."""

        def heard() -> Any:
            return self._pipe.recv() if self._pipe.poll(max(seconds, 0)) else None

        # In a thread: an event loop would have to read a long answer piece by piece.
        return await asyncio.get_running_loop().run_in_executor(self._thread, heard)

    def _stand(self, niceness: int) -> None:
        """Let the system prefer others, or not."""
        try:
            os.setpriority(os.PRIO_PROCESS, self._process.pid or 0, niceness)
        except PermissionError:
            # Only the superuser may take it back: a new process comes instead, after this answer.
            self._seconds = 0
        except (AttributeError, OSError):
            return

    @property
    def fit(self) -> bool:
        """Whether it can do something more."""
        return self._process.is_alive() and self._seconds > 0

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join(timeout=5)
        self._thread.shutdown(wait=False)
        self._pipe.close()


class Pool:
    """Some workers, each in turn."""

    def __init__(self, data: Path | None, size: int, seconds: float, memory: int) -> None:
        """Say what they are; `start` starts them.

        Args:
            data: The graph's file; the shipped one unless given.
            size: How many work at once.
            seconds: How long one thing may take.
            memory: How many bytes each may take.
        """
        self._kind = (data, seconds, memory)
        self._size, self._seconds = size, seconds
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        self._all: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Start the workers; give what keeps them from working, or nothing."""
        # One first: it makes the store that all the others open.
        why = await self._add()
        if not why:
            problems = await asyncio.gather(*(self._add() for _ in range(self._size - 1)))
            why = next(filter(None, problems), "")
        if why:
            self.close()
        return why

    async def _add(self) -> str:
        worker = Worker(*self._kind)
        self._all.add(worker)
        if why := await worker.ready():
            self._all.discard(worker)
            worker.end()
            return why
        self._free.put_nowait(worker)
        return ""

    async def do(self, job: str, **words: Any) -> Reply:
        """Do something in the next free process."""
        try:
            async with asyncio.timeout(self._seconds):
                worker = await self._next()
        except TimeoutError:
            return refusal(503, "Too many ask at once; try again.", Retry_After="5")
        try:
            return await worker.do(job, words)
        finally:
            self._back(worker)

    async def _next(self) -> Worker:
        """Take the next free worker that is still there."""
        while not (worker := await self._free.get()).fit:
            self._back(worker)
        return worker

    def _back(self, worker: Worker) -> None:
        """Take a worker back, or a new one for it."""
        if worker.fit and worker in self._all:
            self._free.put_nowait(worker)
            return
        worker.end()
        if worker in self._all:
            self._all.discard(worker)
            task = asyncio.create_task(self._replace())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _replace(self) -> None:
        while await self._add():
            await asyncio.sleep(1)

    def retire(self) -> None:
        """End the workers that are free now, and the others when they are done."""
        self._all.clear()
        while not self._free.empty():
            self._free.get_nowait().end()

    def close(self) -> None:
        """End all workers."""
        for task in self._tasks:
            task.cancel()
        for worker in self._all:
            worker.end()
        self._all.clear()


def _work(pipe: Connection, data: Path | None, seconds: float, memory: int) -> None:
    """Open the graph and do what is asked, one thing after another, until nobody asks any more."""
    from ofsted_graph.query.store_cache import open_store
    from ofsted_graph.serve.jobs import JOBS

    # Ctrl-C is for the server, which then ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ImportError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    try:
        store = open_store(data)
    except OfstedGraphError as error:
        pipe.send(str(error))
        return
    pipe.send("")
    while True:
        try:
            job, words = pipe.recv()
        except EOFError:
            return
        # The signal ends this process even when it is deep in the engine and its server is gone.
        signal.setitimer(signal.ITIMER_REAL, seconds + _SPARE)
        try:
            reply = JOBS[job](store, **words)
        except OfstedGraphError as error:
            reply = refusal(400, str(error))
        except MemoryError:
            reply = refusal(503, "That is too much for the memory; ask for less.")
        signal.setitimer(signal.ITIMER_REAL, 0)
        pipe.send(reply)
