"""How exactly a public page's start or end is taken: to the month, unless two sources tell it.

Held against Ofsted's own documents, one start in nine that a page tells was off by more than a
month. So a start or end that only one page tells is taken as about that month; where another source
tells the same month it is taken as told. What was seen on a day is taken as it is: of 232 sightings
on pages that Ofsted's letters could tell, none contradicted them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

from ofsted_graph.dates import is_plain, precision, window
from ofsted_graph.model import slug

Row = Mapping[str, str]
Part = Literal["start", "end"]
PAGE = "page"
_MONTH = 31
"""Days of the widest statement that two sources can agree on to the month."""


def about(rows: Iterable[Row], kinds: Mapping[str, str]) -> list[dict[str, str]]:
    """Say for each row of `tenures` what its start and end are taken as, where not as told.

    Args:
        rows: Rows of the table.
        kinds: The kind of each source.
    """
    rows = list(rows)
    told: dict[tuple[str, str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        for part in ("start", "end"):
            if row[part] and part not in row["planned"].split():
                told[_post(row, part)].append((row[part], row["source"]))
    return [
        {
            part: _to_the_month(row[part])
            for part in ("start", "end")
            if row[part]
            and kinds[row["source"]] == PAGE
            and part not in row["planned"].split()
            and not _told_twice(row[part], row["source"], told[_post(row, part)])
        }
        for row in rows
    ]


def _post(row: Row, part: str) -> tuple[str, str, str, str]:
    return slug(row["person"]), row["organisation"], row["role"], part


def _told_twice(date: str, source: str, told: Iterable[tuple[str, str]]) -> bool:
    """Say whether a second source tells the same month."""
    return any(
        other_source != source
        and precision(other) <= _MONTH
        and precision(date) <= _MONTH
        and window(other).meets(window(date))
        for other, other_source in told
    )


def _to_the_month(date: str) -> str:
    """Make a day or month about that month; anything vaguer says what it says.

    >>> _to_the_month("2016-03-14"), _to_the_month("2016-03"), _to_the_month("2016")
    ('2016-03~', '2016-03~', '2016')
    """
    return f"{date[:7]}~" if is_plain(date) and len(date) > 4 else date
