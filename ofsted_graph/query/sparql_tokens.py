"""Find one's way in SPARQL text without being misled by strings, IRIs and comments.

Two things need it: putting a batch of rows into a mapping's WHERE clause, and finding the endpoints
a query calls. Both need places in the text that are certain, not a grammar; the engine parses the
result and has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|\#[^\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}|\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}
        |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    | (?P<variable>[?$][\w·]+)
    | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:%.-]|\\.)*|_:[\w.-]+)
    | (?P<word>@?[^\W\d_][\w-]*)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of SPARQL text: its sort, the text and where it stands."""

    sort: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The keyword in capitals, or an empty string when this is none."""
        return self.text.upper() if self.sort == "word" else ""


def tokens(sparql: str) -> Iterator[Token]:
    """Walk through everything but space and comments."""
    for found in _TOKEN.finditer(sparql):
        if found.lastgroup != "space":
            yield Token(str(found.lastgroup), found[0], found.start(), found.end())


def closing(pieces: list[Token], opening: int) -> int:
    """Find the place of the brace that closes the one at `opening`; -1 when none does."""
    depth = 0
    for place in range(opening, len(pieces)):
        piece = pieces[place]
        if piece.sort == "mark":
            depth += (piece.text == "{") - (piece.text == "}")
            if depth == 0:
                return place
    return -1
