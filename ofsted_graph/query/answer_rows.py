"""The library's answers: rows of Python values, and the graph as an rdflib `Graph`."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from pyoxigraph import Literal, QueryBoolean, QuerySolutions, Store

from ofsted_graph.errors import MissingExtraError, UsageError
from ofsted_graph.query.named_queries import ask, find_query, parse_query, read_query
from ofsted_graph.query.store import as_store, load_store
from ofsted_graph.query.store_cache import open_store
from ofsted_graph.vocab import XSD

if TYPE_CHECKING:
    import pandas
    import polars
    import rdflib

SHOWN = 50
"""Rows that a notebook shows."""
Cell = str | int | float | bool | Decimal | dt.date | None
_READERS: Mapping[str, Any] = {
    XSD.integer.value: int,
    XSD.int.value: int,
    XSD.decimal.value: Decimal,
    XSD.double.value: float,
    XSD.float.value: float,
    XSD.boolean.value: lambda text: text in {"true", "1"},
    XSD.date.value: dt.date.fromisoformat,
}


class Rows(Sequence[dict[str, Cell]]):
    """The rows of an answer: a sequence of mappings from column to Python value.

    IRIs are their text; `xsd:date` is a `datetime.date`; months, years and EDTF stay text, because
    no day may be made of them.
    """

    def __init__(self, columns: Sequence[str], rows: Sequence[dict[str, Cell]]) -> None:
        """Hold rows under the columns of the query's projection."""
        self.columns = list(columns)
        self._rows = list(rows)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> dict[str, Cell]: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> dict[str, Cell] | Rows:
        """Give a row, or some rows."""
        if isinstance(place, slice):
            return Rows(self.columns, self._rows[place])
        return self._rows[place]

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        """Give the rows one by one."""
        return iter(self._rows)

    def __repr__(self) -> str:
        """Say how many rows of which columns."""
        return f"<{len(self)} rows: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook."""
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        shown = (
            "".join(
                f"<td>{escape('' if cell is None else str(cell))}</td>" for cell in row.values()
            )
            for row in self._rows[:SHOWN]
        )
        body = "".join(f"<tr>{cells}</tr>" for cells in shown)
        more = f"<p>The first {SHOWN} of {len(self):,} rows.</p>" if len(self) > SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"

    def to_pandas(self) -> pandas.DataFrame:
        """Give the rows as a pandas frame, if pandas is installed."""
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtraError("A pandas frame", "pandas") from error
        return pd.DataFrame(self._rows, columns=self.columns)

    def to_polars(self) -> polars.DataFrame:
        """Give the rows as a polars frame, if polars is installed."""
        try:
            import polars as pl
        except ImportError as error:
            raise MissingExtraError("A polars frame", "tables") from error
        columns = {column: [row[column] for row in self._rows] for column in self.columns}
        return pl.DataFrame(columns, strict=False)

    def to_parquet(self) -> bytes:
        """Give the rows as a Parquet file, if polars is installed."""
        buffer = io.BytesIO()
        self.to_polars().write_parquet(buffer)
        return buffer.getvalue()


def load_graph(path: str | Path | None = None) -> rdflib.Graph:
    """Load a graph into an rdflib `Graph` that keeps its triples in Oxigraph."""
    return as_graph(load_store(Path(path) if path else None))


def as_graph(store: Store) -> rdflib.Graph:
    """Give the default graph of a store as an rdflib `Graph` with the ontology's prefixes."""
    import rdflib
    from oxrdflib import OxigraphStore
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    from ofsted_graph.vocab import PREFIXES

    graph = rdflib.Graph(
        OxigraphStore(store=store), DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none"
    )
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def answer(question: str, graph: rdflib.Graph | None, parameters: Mapping[str, str]) -> Rows:
    """Answer a question with rows.

    Raises:
        UsageError: The question is a `CONSTRUCT` or `DESCRIBE`, which has no rows.
    """
    if any(sign in question for sign in "{\n"):
        asked = parse_query(question)
    elif question.endswith(".rq"):
        asked = read_query(Path(question))
    else:
        asked = find_query(question)
    found = ask(asked, store_of(graph), parameters)
    if isinstance(found, QueryBoolean):
        return Rows(["answer"], [{"answer": bool(found)}])
    if not isinstance(found, QuerySolutions):
        raise UsageError(
            "a CONSTRUCT or DESCRIBE has no rows; ask load().query(...) for its graph."
        )
    return rows_of(found)


def rows_of(found: QuerySolutions) -> Rows:
    """Turn solutions into rows of Python values."""
    columns = [variable.value for variable in found.variables]
    return Rows(columns, [{c: _value(row[c]) for c in columns} for row in found])


def store_of(graph: rdflib.Graph | None) -> Store:
    """Give the store behind a graph; the shipped one, loaded once, without it."""
    return _shipped() if graph is None else as_store(graph)


@lru_cache(maxsize=1)
def _shipped() -> Store:
    """Open the shipped graph once."""
    return open_store()


def _value(term: object) -> Cell:
    """Turn a term into the Python value that it stands for."""
    if term is None:
        return None
    if isinstance(term, Literal):
        reader = _READERS.get(term.datatype.value, str)
        try:
            value: Cell = reader(term.value)
        except (ValueError, ArithmeticError):
            # The graph says a number or a day that is none: it stays what it says.
            return term.value
        return value
    return str(getattr(term, "value", term))
