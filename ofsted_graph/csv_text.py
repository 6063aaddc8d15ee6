"""CSV as we write it: lines end in a line feed, and every cell that holds a line's end is quoted.

Python's writer quotes a carriage return only where it is part of the line's own end, and a reader
would take it for one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator


def csv_lines(rows: Iterable[Iterable[object]], *, delimiter: str = ",") -> Iterator[str]:
    r"""Write rows, a line each.

    >>> "".join(csv_lines([["a", "b\rc"]]))
    'a,"b\rc"\n'
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow(row)
        yield f"{buffer.getvalue()[:-2]}\n"
        buffer.seek(0)
        buffer.truncate()


def csv_text(rows: Iterable[Iterable[object]], *, delimiter: str = ",") -> str:
    """Write rows as one text."""
    return "".join(csv_lines(rows, delimiter=delimiter))
