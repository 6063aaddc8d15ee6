"""What counts as newest: the last day the graph knows of, and the day an inspection counts from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from pyoxigraph import Literal, Store

from ofsted_graph import graph_values
from ofsted_graph.vocab import OFG


@lru_cache(maxsize=1)
def last_day(store: Store) -> dt.date:
    """Give the last day on which a result in the graph was published.

    Raises:
        InputError: What stands as the last one is no day.
    """
    days = [
        quad.object.value
        for quad in store.quads_for_pattern(None, OFG.published, None, None)
        if isinstance(quad.object, Literal) and len(quad.object.value) == 10
    ]
    return graph_values.day(max(days)) if days else dt.date(2000, 1, 1)


def made(row: Mapping[str, str]) -> str:
    """Give the day from which an inspection counts."""
    return row["published"] or row["started"]


def is_graded(row: Mapping[str, str]) -> bool:
    """Tell whether an inspection gave an overall grade, and not only a word for none."""
    return row["grade"].rpartition("/")[2] not in {"", "not-given", "not-judged"}
