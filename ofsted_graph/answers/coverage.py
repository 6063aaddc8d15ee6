"""At how many inspections the director of children's services is known by name, and how surely."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pyoxigraph import Store

from ofsted_graph.answers.lookups import named_rows

KINDS = ("certain", "one, shown before and after", "one candidate", "several", "unknown")
"""How well a director is known at an inspection, best first.

* certain: a source shows them in post throughout;
* one, shown before and after: the only candidate, named both earlier and later, but no source says
  that they stayed in between;
* one candidate: the only name whose bounds leave room for the inspection;
* several: more than one name has room;
* unknown: no name has.
"""


@dataclass(frozen=True)
class Coverage:
    """Counts of inspections by how well the director is known: in all, by framework and by year."""

    total: Counter[str]
    by_framework: dict[str, Counter[str]]
    by_year: dict[str, Counter[str]]


def coverage(store: Store) -> Coverage:
    """Count the inspections of a graph."""
    found = Coverage(Counter(), {}, {})
    for row in named_rows(store, "director-coverage", {}):
        kind = _kind(int(row["certain"]), int(row["possible"]), int(row["shownBeforeAndAfter"]))
        found.total[kind] += 1
        found.by_framework.setdefault(row["frameworkLabel"], Counter())[kind] += 1
        found.by_year.setdefault(row["year"], Counter())[kind] += 1
    return found


def _kind(certain: int, possible: int, around: int) -> str:
    """Say how well the director of one inspection is known."""
    if certain:
        return "certain"
    if possible == 1:
        return "one, shown before and after" if around else "one candidate"
    return "several" if possible else "unknown"
