"""When an inspection was, by all that its rows tell: its outermost days and its sure ones."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ofsted_graph.dates import Window, window

Row = Mapping[str, str]


def extent(rows: Sequence[Row]) -> tuple[dt.date | None, dt.date | None]:
    """Give the first and last day on which an inspection can have been under way, by all its rows.

    Where the rows agree the most exact one counts; where they differ the widest, because what
    is called certain must hold by each of them. An inspection whose end nobody tells was over when
    its result was published or, where nobody tells that either, is known by its beginning only.
    """
    begun, over, published = (
        [window(row[column]) for row in rows if row[column]]
        for column in ("started", "ended", "published")
    )
    first, last = _combined(begun), _combined(over or published or begun)
    return (first.first if first else None), (last.last if last else None)


def result_by(rows: Sequence[Row]) -> dt.date | None:
    """Give the last day by which an inspection's result was known, as far as the rows tell.

    That is when it was published or, where no source tells that, when it was over.
    """
    published = _combined([window(row["published"]) for row in rows if row["published"]])
    return published.last if published else extent(rows)[1]


def _combined(windows: Sequence[Window]) -> Window | None:
    """Give what windows that agree have in common, or the hull of windows that do not."""
    if not windows:
        return None
    firsts = [days.first for days in windows if days.first]
    lasts = [days.last for days in windows if days.last]
    if all(a.meets(b) for a in windows for b in windows):
        return Window(max(firsts, default=None), min(lasts, default=None))
    return Window(min(firsts, default=None), max(lasts, default=None))


def inspection_days(
    rows: Iterable[Row],
) -> dict[str, tuple[dt.date, dt.date] | None]:
    """Give the days on which each inspection was surely under way, None where no source dates it.

    That is the last day on which it can have begun and the first on which it can have ended;
    where the first of these is the later one it is only sure to have been on some day between.
    """
    told: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        told[row["inspection"]].append(row)
    days = {}
    for name, claims in told.items():
        begun, over = (
            _combined([window(row[column]) for row in claims if row[column]])
            for column in ("started", "ended")
        )
        begun, over = begun or over, over or begun
        sure = (begun.last, over.first) if begun and over else (None, None)
        days[name] = (sure[0], sure[1]) if sure[0] and sure[1] else None
    return days
