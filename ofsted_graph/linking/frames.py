"""Data frames of pandas or polars as tables, and tables as frames of the same library.

Neither library is imported unless a frame of it is given or must be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ofsted_graph.errors import MissingExtraError
from ofsted_graph.linking.cells import Cells
from ofsted_graph.linking.tables import Table, make_table, open_table

if TYPE_CHECKING:
    import pandas
    import polars

    Frame: TypeAlias = pandas.DataFrame | polars.DataFrame
    Given: TypeAlias = Frame | Path | str
    """A frame, or the path of a CSV, TSV, XLSX, ODS or Parquet file."""


def as_table(given: Given) -> Table:
    """Open a frame or a file for one reading.

    Raises:
        InputError: The file cannot be read, or two columns have one name.
    """
    if isinstance(given, str | Path):
        return open_table(given)
    header = tuple(str(column) for column in given.columns)
    return make_table("frame", "the data frame", chain([header], _rows(given)))


def as_frame(columns: Sequence[str], rows: Iterable[Sequence[Any]], like: Given) -> Frame:
    """Make a frame: of pandas where `like` is one of pandas, else of polars.

    Raises:
        MissingExtraError: polars is not installed.
    """
    if _is_pandas(like):
        import pandas as pd

        return pd.DataFrame(list(rows), columns=list(columns))
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtraError("A polars frame", "tables") from error
    told = list(rows)
    values = {column: [row[place] for row in told] for place, column in enumerate(columns)}
    return pl.DataFrame(values, strict=False)


def _rows(frame: Any) -> Iterator[Cells]:
    if not _is_pandas(frame):
        yield from frame.iter_rows()
        return
    for row in frame.itertuples(index=False, name=None):
        # What pandas has for an empty cell (NaN, NaT) is not equal to itself, or is pandas.NA.
        yield tuple(None if _is_empty(cell) else cell for cell in row)


def _is_empty(cell: object) -> bool:
    import pandas as pd

    return bool(pd.isna(cell)) if pd.api.types.is_scalar(cell) else False


def _is_pandas(frame: object) -> bool:
    return type(frame).__module__.partition(".")[0] == "pandas"
