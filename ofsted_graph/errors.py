"""Everything that ofsted_graph raises on purpose, in one tree.

    OfstedGraphError            the root: catch this to catch all of ours
    ├── UsageError              the call's words are off (a missing parameter, a bad option)
    │   ├── UnknownNameError    no such council, person, query, term or format; knows the nearest
    │   └── MissingExtraError   an optional library is not installed
    ├── InputError              a file, row or value that cannot be used; knows where
    ├── QueryError              SPARQL that does not parse or cannot run; shows the place
    ├── EndpointError           a SPARQL endpoint that did not answer as it should
    └── LimitError              an input or an answer larger than a stated limit

A message says what, where, and what to do next, in one line. Library code raises; the command
line prints the line and exits with 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class OfstedGraphError(Exception):
    """The root of all errors raised on purpose."""


class UsageError(OfstedGraphError, ValueError):
    """The call cannot be carried out as it was put."""


class UnknownNameError(UsageError, LookupError):
    """A name that nothing here answers to.

    Attributes:
        kind: What was looked for, as a noun ("council").
        name: The name as it was given.
        suggestions: The nearest known names, best first.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        suggestions: Sequence[str] = (),
        *,
        where: str = "",
        hint: str = "",
    ) -> None:
        """Store the facts and make the message from them."""
        self.kind = kind
        self.name = name
        self.suggestions = tuple(suggestions)
        prefix = f"{where}: " if where else ""
        message = f'{prefix}unknown {kind} "{shorten(name)}".'
        if self.suggestions:
            message += f" Did you mean {join_alternatives(self.suggestions)}?"
        elif hint:
            message += f" {hint}"
        super().__init__(message)


class MissingExtraError(UsageError, ImportError):
    """A library that only some features need is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        """Name the feature and the extra that brings its library."""
        self.extra = extra
        super().__init__(f"{feature} needs more libraries: pip install 'ofsted-graph[{extra}]'")


class InputError(OfstedGraphError, ValueError):
    """Something read from outside that cannot be used.

    Attributes:
        path: The file, or None where there is none.
        line: The 1-based line or row in it, or None.
        problem: What is wrong and what to do.
    """

    def __init__(self, problem: str, *, path: Path | str | None = None, line: int | None = None):
        """Store the facts and make the message from them."""
        self.path = path
        self.line = line
        self.problem = problem
        where = "" if path is None else str(path)
        if line is not None:
            where += f", row {line}" if where else f"row {line}"
        super().__init__(f"{where}: {problem}" if where else problem)


class QueryError(OfstedGraphError, ValueError):
    """SPARQL that does not parse, or that the engine cannot run."""


class EndpointError(OfstedGraphError, OSError):
    """A SPARQL endpoint that did not answer as it should."""


class LimitError(OfstedGraphError):
    """An input or an answer that is larger than a stated limit."""


def join_alternatives(names: Sequence[str]) -> str:
    """Join names as a person would: `"a"`, `"a" or "b"`, `"a", "b" or "c"`.

    >>> join_alternatives(["Kent", "Brent"])
    '"Kent" or "Brent"'
    """
    quoted = [f'"{shorten(name)}"' for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def shorten(text: str, limit: int = 80) -> str:
    """Make any text fit for one line of a message: control characters escaped, length limited.

    >>> shorten("a" * 100, limit=10)
    'aaaaaaaaa…'
    """
    clean = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: limit + 1]
    )
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def without_password(url: str) -> str:
    """Give an address as it may be shown: control characters escaped, its user and password gone.

    >>> without_password("http://me:secret@example.org/sparql")
    'http://…@example.org/sparql'
    """
    start, separator, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    if "@" in path and ":" in place and not place.rpartition(":")[2].isdigit():
        # A password may hold a slash that nobody escaped; a port is a number.
        place, slash, path = rest.rpartition("@")[0] + "@", "", rest.rpartition("@")[2]
    if "@" in place:
        place = f"…@{place.rpartition('@')[2]}"
    return shorten(f"{start}{separator}{place}{slash}{path}", 300)
