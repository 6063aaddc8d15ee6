"""What the `cli` fixture gives: a command run as a shell would run it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Outcome(NamedTuple):
    """What a command left: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Cli = Callable[..., Outcome]
