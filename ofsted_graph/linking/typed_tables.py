"""Rows of workbooks and Parquet files, whose cells have types of their own.

The first row given is the header, as it is in a text table. Both libraries come with the extra
`tables` and are imported only here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ofsted_graph.errors import InputError, MissingExtraError, UnknownNameError
from ofsted_graph.linking.cells import Cells
from ofsted_graph.linking.workbook_errors import workbook_errors

BATCH = 8192
"""Parquet rows in memory at once; a row group is decoded by parts."""


def sheet_rows(path: Path, sheet: str | None) -> Iterator[Cells]:
    """Walk through the rows of one sheet of an XLSX, XLS or ODS workbook.

    Raises:
        InputError: It is not a workbook.
        UnknownNameError: It has no such sheet.
    """
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise MissingExtraError(f"Reading {path.suffix} tables", "tables") from error
    try:
        workbook = calamine.CalamineWorkbook.from_path(str(path))
    except calamine.CalamineError as error:
        raise InputError(f"is not a workbook that can be read ({error}).", path=path) from error
    names = workbook.sheet_names
    if sheet is not None and sheet not in names:
        raise UnknownNameError("sheet", sheet, names[:5], where=str(path))
    shown = [
        one.name
        for one in workbook.sheets_metadata
        if one.visible == calamine.SheetVisibleEnum.Visible
    ]
    if not shown and sheet is None:
        raise InputError("shows no sheet; name one with --sheet.", path=path)
    sheet = sheet or shown[0]
    errors = workbook_errors(path, sheet) if path.suffix.lower() in {".xlsx", ".xlsm"} else {}
    cells = workbook.get_sheet_by_name(sheet)
    for number, row in enumerate(cells.to_python(skip_empty_area=False)):
        if told := errors.get(number):
            row = [told.get(place, cell) for place, cell in enumerate(row)]  # noqa: PLW2901
        yield tuple(_plain(cell) for cell in row)


def parquet_rows(path: Path) -> Iterator[Cells]:
    """Walk through a Parquet file, its column names first.

    Raises:
        InputError: It is not Parquet, or a column holds lists or records.
    """
    try:
        import polars
    except ImportError as error:
        raise MissingExtraError("Reading Parquet tables", "tables") from error
    try:
        frame = polars.scan_parquet(path)
        schema = frame.collect_schema()
        for name, kind in schema.items():
            if kind.is_nested() or kind in {polars.Binary, polars.Object}:
                raise InputError(
                    f'column "{name}" holds {kind}, which is no value that can be written; '
                    f"take it apart or leave it out.",
                    path=path,
                )
        yield tuple(schema.names())
        # Straight from disk in batches: `collect` alone would hold the table twice over.
        for batch in frame.collect_batches(chunk_size=BATCH, maintain_order=True):
            yield from (tuple(row) for row in batch.iter_rows())
    except (polars.exceptions.PolarsError, OSError) as error:
        raise InputError(f"cannot be read as Parquet ({_first_line(error)}).", path=path) from error


def _plain(cell: Any) -> Any:
    """Give a spreadsheet's cell a type that text tables have too."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        # A day in a spreadsheet is a moment at midnight.
        return cell.date()
    if isinstance(cell, dt.timedelta):
        return str(cell)
    return None if cell == "" else cell


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
