"""The one door to the terminal: what data say cannot steer it, and its encoding stops nothing.

Text on standard output and standard error goes through `Guarded`, which makes control characters,
escape sequences and signs that turn the direction of text visible, and writes signs that the
terminal's encoding lacks as near as it can. The exact bytes of standard formats go past it, into
files and pipes only.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterator
from typing import Any, TextIO, cast

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""Control characters but for tab and line feed, and signs that turn or break lines of text."""
_NEAR = str.maketrans({"●": "*", "◐": "o", "–": "-", "—": "-", "…": "...", "·": "-", "→": "->",
                       "‘": "'", "’": "'", "“": '"', "”": '"', "×": "x", "≠": "!="})  # fmt: skip


def visible(text: str) -> str:
    r"""Make what would steer a terminal visible.

    >>> print(visible("a\x1b[31mb"))
    a\x1b[31mb
    """
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class Guarded:
    """A text stream that people read, with its dangers taken out on the way.

    Everything but writing text is the stream's own.
    """

    encoding = "utf-8"
    """What may be written: any text. The stream behind may hold less, and gets the nearest."""

    def __init__(self, stream: TextIO) -> None:
        """Stand before a stream."""
        self.stream = stream

    def write(self, text: str) -> int:
        """Write text for reading."""
        self.stream.write(fitting(visible(text), self.stream))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write several."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        """Be the stream in everything else."""
        return getattr(self.stream, name)


def fitting(text: str, stream: TextIO) -> str:
    """Give text with what a stream's encoding lacks put as near as it can be."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_NEAR).encode(encoding, "replace").decode(encoding)
    return text


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Put the guard before standard output and standard error."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("TextIO", Guarded(whole(stream))) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def whole(stream: TextIO) -> TextIO:
    """Give a stream that writes everything or fails.

    Python leaves out what a single call of the system did not take when it runs without buffers.
    """
    raw = getattr(stream, "buffer", None)
    if not isinstance(raw, io.RawIOBase):
        return stream
    # A buffer of one line, so that what is written is still seen at once.
    return open(stream.fileno(), "w", 1, stream.encoding, stream.errors, closefd=False)


def unguarded(stream: TextIO) -> TextIO:
    """Give the stream behind the guard, for text that we style and whose data are `visible`."""
    return cast("TextIO", getattr(stream, "stream", stream))
