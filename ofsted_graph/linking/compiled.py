"""A faster road for mappings that only compute: most of them.

The engine evaluates a mapping row by row, although tables repeat their values without end. Where
the WHERE clause is nothing but `BIND`s, three observations save most of that work:

*   What depends on one column has as many values as that column has different cells. The engine
    evaluates it once for each and the result is remembered, so any function may be used.
*   What depends on several columns is nearly always a name put together, `IRI(CONCAT(...))` or
    `CONCAT(...)`. Its parts depend on one column each; joining them is joining strings.
*   The template's triples are then lines of N-Triples with gaps.

Whatever does not fit (a `FILTER`, a pattern, a blank node, other functions of several columns) is
left to the engine, and so is each row with a part that could spoil an IRI. The engine has the last
word too: the first batch is mapped both ways, and unless both give the same the engine does it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ofsted_graph.linking.mapping import COUNCIL, ROWNUM
from ofsted_graph.linking.terms import UNDEF

if TYPE_CHECKING:
    import pyoxigraph

REMEMBERED = 200_000
"""Different cells of a column whose values are remembered."""
_SAFE = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*")
"""Text that spoils no IRI wherever it stands in one."""

HARD = "\0"
"""Stands for a part that only the engine can judge; no term is written so."""

Values = tuple[str | None, ...]
Part = tuple[bool, str]
"""Text, and whether it names a variable rather than standing for itself."""


@dataclass(frozen=True)
class Bind:
    """One `BIND(expression AS ?name)`, or a part of one, that depends on one column."""

    name: str
    text: str
    is_part: bool = False


@dataclass(frozen=True)
class Joined:
    """A variable put together from several columns."""

    name: str
    is_iri: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Mapped:
    """What became of a batch.

    Attributes:
        lines: Lines of N-Triples.
        hard: The places of the rows that the engine has to map.
        empty: The places of the rows whose subjects are all unbound.
    """

    lines: list[str]
    hard: list[int]
    empty: list[int]


class Compiled:
    """A mapping, ready to be run with little help of the engine."""

    def __init__(
        self,
        computed: dict[str, list[Bind]],
        joined: Sequence[Joined],
        template: Sequence[Sequence[Part]],
        prologue: str,
    ) -> None:
        """Take the BINDs by the column they depend on, the names put together, and the template."""
        self._computed, self._prologue = computed, prologue
        slots = {ROWNUM: 0, COUNCIL: 1}
        for binds in computed.values():
            for bind in binds:
                slots[bind.name] = len(slots)
        for one in joined:
            slots[one.name] = len(slots)
        self._joined = [
            (one.is_iri, [(slots[text] if named else -1, text) for named, text in one.parts])
            for one in joined
        ]
        placed = [
            ([slots[text] if named else -1 for named, text in triple], [t for _, t in triple])
            for triple in template
        ]
        # Lines whose predicate is constant have most of their text beforehand.
        self._tails = [
            (s, s_text, o, f" {p_text} ", f" {p_text} {o_text} .\n")
            for (s, p, o), (s_text, p_text, o_text) in placed
            if p < 0
        ]
        self._open = [(at, texts) for at, texts in placed if at[1] >= 0]
        self._subjects = sorted({at[0] for at, _ in placed if at[0] >= 0})
        joined_slots = {slots[one.name] for one in joined}
        # A thing named by several columns is of one row; anything else may come again.
        self._repeats = any(at[0] not in joined_slots for at, _ in placed)
        self._memory: dict[str, dict[str, Values]] = {column: {} for column in computed}

    def map(
        self, store: pyoxigraph.Store, names: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> Mapped:
        """Map rows, each the terms of `names`, the row's number first."""
        places = {name: place for place, name in enumerate(names)}
        memories = self._remember(store, places, rows)
        at_council = places.get(COUNCIL, -1)
        lines, hard, empty = list[str](), list[int](), list[int]()
        for number, row in enumerate(rows):
            council = row[at_council] if at_council >= 0 else UNDEF
            values: list[str | None] = [row[0], None if council is UNDEF else council]
            for place, memory in memories:
                values += memory[row[place]]
            if not self._join(values):
                hard.append(number)
                continue
            self._write(values, lines)
            if self._subjects and all(values[slot] is None for slot in self._subjects):
                empty.append(number)
        return Mapped(list(dict.fromkeys(lines)) if self._repeats else lines, hard, empty)

    def _write(self, values: Sequence[str | None], lines: list[str]) -> None:
        # A literal is no subject and no predicate: the engine leaves such a triple out too.
        for s_slot, s_text, o_slot, middle, tail in self._tails:
            subject = values[s_slot] if s_slot >= 0 else s_text
            if subject is None or subject[0] != "<":
                continue
            if o_slot < 0:
                lines.append(subject + tail)
            elif (obj := values[o_slot]) is not None:
                lines.append(f"{subject}{middle}{obj} .\n")
        for (s_slot, p_slot, o_slot), (s_text, _, o_text) in self._open:
            subject = values[s_slot] if s_slot >= 0 else s_text
            predicate = values[p_slot]
            obj = values[o_slot] if o_slot >= 0 else o_text
            if subject is None or predicate is None or obj is None:
                continue
            if subject[0] == "<" and predicate[0] == "<":
                lines.append(f"{subject} {predicate} {obj} .\n")

    def _join(self, values: list[str | None]) -> bool:
        """Put together what comes from several columns; False when the engine has to."""
        for is_iri, parts in self._joined:
            texts = [values[slot] if slot >= 0 else text for slot, text in parts]
            if HARD in texts:
                return False
            if None in texts:
                values.append(None)
            else:
                whole = "".join(texts)  # type: ignore[arg-type]
                values.append(f"<{whole}>" if is_iri else f'"{whole}"')
        return True

    def _remember(
        self,
        store: pyoxigraph.Store,
        places: Mapping[str, int],
        rows: Sequence[Sequence[str]],
    ) -> list[tuple[int, dict[str, Values]]]:
        """Have the engine compute what is new in this batch, a column at a time."""
        found = []
        for column, binds in self._computed.items():
            place, memory = places[column], self._memory[column]
            if len(memory) > REMEMBERED:
                memory.clear()
            fresh = [cell for cell in {row[place] for row in rows} if cell not in memory]
            if fresh:
                memory.update(self._evaluate(store, column, binds, fresh))
            found.append((place, memory))
        return found

    def _evaluate(
        self, store: pyoxigraph.Store, column: str, binds: Sequence[Bind], cells: Sequence[str]
    ) -> Iterator[tuple[str, Values]]:
        listed = " ".join(f"({number} {cell})" for number, cell in enumerate(cells))
        body = " ".join(f"BIND({bind.text} AS ?{bind.name})" for bind in binds)
        head = f"SELECT * {{ VALUES (?_number ?{column}) {{ {listed} }} {body} }}"
        solutions: Any = store.query(f"{self._prologue}\n{head}")
        for row in solutions:
            values = tuple(_kept(row[bind.name], bind) for bind in binds)
            yield cells[int(row["_number"].value)], values


def _kept(term: Any, bind: Bind) -> str | None:
    """Give what is remembered of a value: the text of a part, else the term as it is written."""
    if term is None:
        return None
    if not bind.is_part:
        return str(term)
    plain = term.language is None and term.datatype.value.endswith("#string")
    return str(term.value) if plain and _SAFE.fullmatch(term.value) else HARD
