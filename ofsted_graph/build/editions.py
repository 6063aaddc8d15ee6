"""The next edition of a published graph: built from the facts, with every old address kept.

The rows that keep addresses are facts too and are written beside the others, in
`paths.published.csv` and `names.published.csv`; so a build without the earlier edition gives the
same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from ofsted_graph.build.builder import graph_of, write_turtle
from ofsted_graph.build.published_paths import keep
from ofsted_graph.facts.fact_tables import read_table, write_table
from ofsted_graph.facts.row_checks import Facts, read_facts
from ofsted_graph.words import read_words

ORIGIN = "published"
"""The origin in the names of the tables that keep addresses."""


@dataclass(frozen=True)
class Edition:
    """A graph as Turtle, and what keeps the addresses of the edition before it.

    Attributes:
        content: The graph.
        rows: Table (`paths`, `names`) to all its rows of this origin, earlier ones included.
        new: How many addresses of the last edition are kept by these rows and were not before.
        lost: Paths of the last edition that nothing replaces.
    """

    content: bytes
    rows: dict[str, list[dict[str, str]]]
    new: int
    lost: tuple[str, ...]

    def write_tables(self, facts: Path) -> None:
        """Write the rows that keep addresses into a folder of fact tables."""
        for table, rows in self.rows.items():
            path = _file(facts, table)
            if rows or path.is_file():
                write_table(path, table, rows)


def next_edition(facts: Path, ontology: Path, published: Store) -> Edition:
    """Build the graph, keeping the addresses of the edition before it. Nothing is written.

    Raises:
        InputError: A file or row cannot be used.
    """
    words = read_words(ontology)
    told = read_facts(facts, words)
    graph = graph_of(told, words, ontology)
    before = {table: _own_rows(facts, table) for table in ("paths", "names")}
    kept = keep(published, graph, before["paths"])
    rows = {"paths": list(kept.paths), "names": [*before["names"], *kept.names]}
    if kept.names:
        told = _with(told, "names", before["names"], rows["names"])
        graph = graph_of(told, words, ontology)
        kept = keep(published, graph, before["paths"])
        rows["paths"] = list(kept.paths)
    if rows["paths"] != before["paths"]:
        told = _with(told, "paths", before["paths"], rows["paths"])
        graph = graph_of(told, words, ontology)
    new = sum(row not in before[table] for table in rows for row in rows[table])
    return Edition(write_turtle(graph), rows, new, kept.lost)


def _file(facts: Path, table: str) -> Path:
    return facts / f"{table}.{ORIGIN}.csv"


def _own_rows(facts: Path, table: str) -> list[dict[str, str]]:
    path = _file(facts, table)
    return read_table(path, table) if path.is_file() else []


def _with(
    facts: Facts, table: str, before: Sequence[dict[str, str]], rows: Sequence[dict[str, str]]
) -> Facts:
    """Give the facts with the rows of one origin in the place of its earlier ones."""
    others = [row for row in facts[table] if row not in before]
    return Facts({**facts.tables, table: [*others, *rows]})
