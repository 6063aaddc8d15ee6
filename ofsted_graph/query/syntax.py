"""Help for the engine's parser: names with several full stops, and the place where it fails.

The engine tells how far it looked, which is up to a keyword's length beyond the place that is
wrong. The place is found by asking it about the text up to each word near there: the first word
after which it cannot go on is the one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Store

from ofsted_graph.errors import LimitError
from ofsted_graph.vocab import PREFIXES

MAX_DEPTH = 500
"""Brackets open at once; the engine's stack ends at a few thousand, and the process with it."""
MAX_OPERATORS = 5_000
"""Operators of one query, which the engine nests as deep when they stand in a row."""
MAX_CLAUSES = 1_000
"""Clauses of one query; the engine nests these too, and its stack ends at some two thousand."""

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_PREFIX_AT_END = re.compile(r"([\w.-]*):[^\s:]*$")
_DOTTED = re.compile(r"(?<![\w.:-])[A-Za-z][\w-]*:[\w-]+(?:\.[\w-]+){2,}")
_LONG = r"\"{3}(?:\"{0,2}(?:[^\"\\]|\\[\s\S]))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\[\s\S]))*'{3}"
_NEVER = re.compile(rf"#[^\n]*|{_LONG}|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|<[^<>\s]*>")
_COMMENT = re.compile(r"#[^\n]*")
_WORD = re.compile(rf"{_NEVER.pattern}|[\w:.?$@%\\-]+|[&|^<>=!]+|\S", re.DOTALL)
_OPERATOR = re.compile(r"[!+*/|&^]|(?<![A-Za-z_.])-|\b(?:UNION|OPTIONAL)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?<![\w?$:.-])(?:BIND|UNION|MINUS|OPTIONAL|VALUES|SERVICE|FILTER|GRAPH|EXISTS|SELECT)\b(?!:)",
    re.IGNORECASE,
)
_LONGEST_KEYWORD = len("ENCODE_FOR_URI")
_PADDING = 40
"""Empty lines after a text that is tried, more than the engine ever looks ahead."""


def without_texts(text: str) -> str:
    """Blank out comments, strings and IRIs, every other character keeping its place."""
    return _NEVER.sub(lambda match: " " * len(match[0]), text)


def check_depth(text: str) -> None:
    """See that a query is not nested deeper than the engine's stack.

    Raises:
        LimitError: It is; the engine would end the process.
    """
    bare, depth = without_texts(text), 0
    for bracket in re.finditer(r"[(\[{}\])]", bare):
        depth += 1 if bracket[0] in "([{" else -1
        if depth > MAX_DEPTH:
            raise LimitError(f"the query is nested more than {MAX_DEPTH} deep.")
    if sum(1 for _ in _OPERATOR.finditer(bare)) > MAX_OPERATORS:
        raise LimitError(f"the query has more than {MAX_OPERATORS:,} operators.")
    if sum(1 for _ in _CLAUSE.finditer(bare)) > MAX_CLAUSES:
        raise LimitError(f"the query has more than {MAX_CLAUSES:,} clauses.")


def escape_names(text: str) -> str:
    r"""Escape the full stops of prefixed names, of which the engine's parser takes only one.

    Our names have several, and SPARQL allows them: `inspection:kent.ilacs.2022-05-09`.

    >>> escape_names("ASK { tenure:kent.chief-executive.ada ?p ?o. }")
    'ASK { tenure:kent\\.chief-executive\\.ada ?p ?o. }'
    """
    starts = [0, *_stops(text)]
    return "\\".join(text[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True))


def _stops(text: str) -> list[int]:
    """Find the full stops to be escaped."""
    if not _DOTTED.search(text):
        return []
    return [
        match.start() + at
        for match in _DOTTED.finditer(without_texts(text))
        for at, sign in enumerate(match[0])
        if sign == "."
    ]


def explain(text: str, error: str) -> str:
    """Turn the engine's words about a syntax error into ours, with the place.

    Args:
        text: The query as it was asked.
        error: What the engine said of it, with its names escaped.
    """
    match = _PLACE.match(error)
    if match is None:
        return f"the query does not parse: {error.splitlines()[0]}"
    reached = _reached(text, int(match[1]), int(match[2]))
    if "Prefix not found" in match[3]:
        return _unknown_prefix(text, reached)
    at = next((place for place in _misfits(text, reached)), reached)
    wanted = _expected(match[3]) if at == reached else ""
    row, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return f"the query does not parse at line {row}, column {column}{wanted}.\n{pointed(text, at)}"


def _reached(text: str, row: int, column: int) -> int:
    """Find the place in a text that the engine tells as a row and a column of the escaped text."""
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: row - 1])
    at = before + column - 1
    for stop in _stops(text):
        if stop >= before and stop < at:
            at -= 1
    return min(at, len(text))


def _misfits(text: str, reached: int) -> Iterator[int]:
    """Find the words near a place after which the engine cannot go on."""
    for word in _WORD.finditer(text):
        if word.start() > reached:
            return
        near = word.end() >= reached - _LONGEST_KEYWORD
        if near and not _COMMENT.match(word[0]) and not _goes_on(text[: word.end()]):
            yield word.start()


def _goes_on(beginning: str) -> bool:
    """Tell whether the engine can read a text to its end and would take more."""
    # No query may hold the last sign, so that what is tried is never run.
    tried = f"{escape_names(beginning)}{_PADDING * chr(10)}\0"
    try:
        Store().query(tried, prefixes=PREFIXES)
    except SyntaxError as error:
        match = _PLACE.match(str(error))
        return match is None or int(match[1]) > beginning.count("\n") + _PADDING // 2
    return True


def _unknown_prefix(text: str, at: int) -> str:
    """Explain a prefix that is not declared and not one of ours."""
    before = text[max(0, at - 200) : at]
    start = re.search(r"[\w.-]*:?[\w.-]*$", before)
    found = _PREFIX_AT_END.search(before) or re.search(r"([\w.-]+)$", before)
    name = found[1] if found else ""
    place = at - len(before) + start.start() if start else at
    from rapidfuzz import process

    hit = process.extractOne(name, list(PREFIXES), score_cutoff=50)
    known = f" Did you mean {hit[0]}: ?" if hit else f" Known: {', '.join(sorted(PREFIXES))}."
    return f"the prefix {name}: is not declared.{known}\n{pointed(text, place)}"


def _expected(words: str) -> str:
    """Give what the parser would have taken, where that is short enough to help."""
    tokens = re.findall(r'"([^"]{1,12})"', words)
    if "unbound" in words or "GROUP" in words:
        return f": {words.removeprefix('expected one of ').split(', [')[0].strip()}"
    return f" (expected {' or '.join(tokens[:6])})" if tokens and len(tokens) <= 12 else ""


def pointed(text: str, at: int) -> str:
    """Show the line of a place with a caret under it."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : len(text) if end < 0 else end]
    column = at - start
    left = max(0, column - 60)
    shown = line[left : left + 100].replace("\t", " ")
    shown = "".join(c if c.isprintable() else "·" for c in shown)
    number = text.count("\n", 0, at) + 1
    gutter = f"{number:>4} | "
    return f"{gutter}{shown}\n{' ' * (len(gutter) + column - left)}^"
