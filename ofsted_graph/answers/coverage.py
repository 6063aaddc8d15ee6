"""At how many inspections the director of children's services is known by name, and how surely."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pyoxigraph import Store

from ofsted_graph.answers.lookups import named_rows

KINDS = ("certain", "likely", "possible", "unknown")
"""How well a director is known at an inspection, best first.

* certain: a source shows them in post throughout;
* likely: with a likelihood of 0.8 and more;
* possible: there are candidates, none of them that likely;
* unknown: there is no candidate.
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
        kind = next((kind for kind in KINDS[:-1] if int(row[kind])), KINDS[-1])
        found.total[kind] += 1
        found.by_framework.setdefault(row["frameworkLabel"], Counter())[kind] += 1
        found.by_year.setdefault(row["year"], Counter())[kind] += 1
    return found
