"""Read a mapping for the faster road of `compiled`: see on which columns each `BIND` depends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ofsted_graph.linking.compiled import HARD, Bind, Compiled, Joined, Part
from ofsted_graph.linking.mapping import COUNCIL, ROWNUM, variable_of
from ofsted_graph.linking.mapping import Mapping as Plan
from ofsted_graph.query.sparql_tokens import Token, tokens

_ANEW = frozenset({"EXISTS", "RAND", "NOW", "UUID", "STRUUID", "BNODE"})
"""What has no value to remember."""
_SAFE_CONSTANT = re.compile(r"[A-Za-z0-9._~%/:@#?=&+-]*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~%/:@#?=&-]*")


@dataclass(frozen=True)
class Step:
    """One `BIND(expression AS ?name)` as it stands in the text."""

    name: str
    text: str
    pieces: tuple[Token, ...]


def compile_mapping(plan: Plan, columns: Sequence[str]) -> Compiled | None:
    """Compile a mapping, if it only computes.

    Args:
        plan: The mapping.
        columns: The variables that each row brings.
    """
    steps = _steps(plan.tail)
    template = [[_term(term) for term in triple] for triple in plan.triples]
    told = [[part for part in triple if part is not None] for triple in template]
    if steps is None or told != template or any((True, ROWNUM) in triple for triple in told):
        return None
    reader = _Reader(plan.prologue, frozenset(columns))
    if not all(reader.take(step) for step in steps):
        return None
    written = [[reader.as_written(part) for part in triple] for triple in told]
    return Compiled(reader.computed, reader.joined, written, plan.prologue)


class _Reader:
    """What is known of a mapping's variables while its steps are read."""

    def __init__(self, prologue: str, columns: frozenset[str]) -> None:
        self.computed: dict[str, list[Bind]] = {}
        self.joined: list[Joined] = []
        self._prologue, self._columns = prologue, columns
        self._owner: dict[str, str] = {}

    def take(self, step: Step) -> bool:
        """Take in a step; False when it does not fit."""
        used = self._used(step.pieces)
        if not used <= self._columns or step.name in self._columns:
            return False
        if len(used) == 1 and ROWNUM not in used:
            self._add(used.pop(), Bind(step.name, step.text))
            return True
        one = self._put_together(step)
        if one is not None:
            self.joined.append(one)
        return one is not None

    def as_written(self, part: Part) -> Part:
        """Let the engine write a cell that stands in the template itself: 301.0 becomes 301."""
        named, text = part
        if not named or text not in self._columns - {COUNCIL}:
            return part
        name = f"_cell_{text}"
        if name not in self._owner:
            self._add(text, Bind(name, f"?{text}"))
        return True, name

    def _used(self, pieces: Sequence[Token]) -> set[str]:
        """Give the columns that an expression depends on; a name put together stays itself."""
        names = (piece.text[1:] for piece in pieces if piece.sort == "variable")
        return {self._owner.get(name, name) for name in names}

    def _add(self, column: str, bind: Bind) -> None:
        self._owner[bind.name] = column
        self.computed.setdefault(column, []).append(bind)

    def _put_together(self, step: Step) -> Joined | None:
        """Read `IRI(CONCAT(...))` or `CONCAT(...)` whose parts depend on one column each."""
        pieces = list(step.pieces)
        is_iri = pieces[0].word in {"IRI", "URI"} and _closing(pieces, 1) == len(pieces) - 1
        if is_iri:
            pieces = pieces[2:-1]
        if pieces[0].word != "CONCAT" or _closing(pieces, 1) != len(pieces) - 1:
            return None
        parts: list[Part] = []
        start = step.pieces[0].start
        for number, argument in enumerate(_arguments(pieces[2:-1])):
            text = step.text[argument[0].start - start : argument[-1].end - start]
            used = self._used(argument)
            if text.replace(" ", "") == f"STR(?{ROWNUM})":
                parts.append((True, ROWNUM))
            elif not used:
                parts.append((False, _constant(text, self._prologue)))
            elif len(used) == 1 and used <= self._columns - {ROWNUM}:
                name = f"_part_{step.name}_{number}"
                self._add(used.pop(), Bind(name, f"CONCAT({text})", is_part=True))
                parts.append((True, name))
            else:
                return None
        fits = _can_be_joined(parts, is_iri=is_iri)
        return Joined(step.name, is_iri, tuple(parts)) if fits else None


def _term(term: Any) -> Part | None:
    import pyoxigraph

    if isinstance(term, pyoxigraph.BlankNode):
        return None
    name = variable_of(term)
    return (True, name) if name else (False, str(term))


def _steps(tail: str) -> list[Step] | None:
    """Read a WHERE clause that is nothing but BINDs; None when it is more."""
    pieces = list(tokens(tail))
    found: list[Step] = []
    place = 0
    while place < len(pieces) and pieces[place].text != "}":
        if pieces[place].text == ".":
            place += 1
            continue
        if pieces[place].word != "BIND" or pieces[place + 1].text != "(":
            return None
        end = _closing(pieces, place + 1)
        if end < 0 or pieces[end - 2].word != "AS":
            return None
        inside = pieces[place + 2 : end - 2]
        if any(piece.word in _ANEW for piece in inside):
            return None
        text = tail[inside[0].start : inside[-1].end]
        found.append(Step(pieces[end - 1].text[1:], text, tuple(inside)))
        place = end + 1
    return found if place == len(pieces) - 1 else None


def _closing(pieces: Sequence[Token], opening: int) -> int:
    depth = 0
    for place in range(opening, len(pieces)):
        depth += (pieces[place].text == "(") - (pieces[place].text == ")")
        if depth == 0:
            return place
    return -1


def _can_be_joined(parts: Sequence[Part], *, is_iri: bool) -> bool:
    """See that constant parts are plain text and that an IRI starts with its scheme."""
    if not parts or not all(named or _SAFE_CONSTANT.fullmatch(text) for named, text in parts):
        return False
    named, text = parts[0]
    return not is_iri or (not named and _SCHEME.fullmatch(text) is not None)


def _arguments(pieces: Sequence[Token]) -> Iterator[list[Token]]:
    depth, argument = 0, list[Token]()
    for piece in pieces:
        depth += (piece.text == "(") - (piece.text == ")")
        if piece.text == "," and depth == 0:
            yield argument
            argument = []
        else:
            argument.append(piece)
    if argument:
        yield argument


def _constant(text: str, prologue: str) -> str:
    """Have the engine compute an expression without variables; what it cannot is no plain text."""
    import pyoxigraph

    query = f"{prologue}\nSELECT (CONCAT({text}) AS ?value) {{}}"
    solutions: Any = pyoxigraph.Store().query(query)
    value = next(iter(solutions))["value"]
    return HARD if value is None else str(value.value)
