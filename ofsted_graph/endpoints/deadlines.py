"""An end to what waits for another machine, however that machine keeps it waiting.

An HTTP library's time-outs begin anew with every byte, so a server that drips the lines of its
header is never too late. Here the whole exchange runs in a thread that nobody waits for any longer
than was said; what it still does then ends with the connection or the process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T]) -> T:
    """Give what `work` gives, or raise what it raises, if that takes no longer than said.

    Raises:
        TimeoutError: It takes longer.
    """
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return done.result(timeout=max(seconds, 0))
