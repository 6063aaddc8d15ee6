"""At how many inspections the holder of a post is known by name, and how surely."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Store

from ofsted_graph import graph_values
from ofsted_graph.answers.lookups import named_rows
from ofsted_graph.answers.post_lifetimes import posts_of

KINDS = ("certain", "likely", "possible", "unknown")
"""How well a holder is known at an inspection, best first.

* certain: a source shows them in post throughout;
* likely: with a likelihood of 0.8 and more;
* possible: there are candidates, none of them that likely;
* unknown: there is no candidate.
"""
_DAYS = ("firstDay", "lastDay")
NO_GRADE = "no overall grade"


@dataclass
class Coverage:
    """Counts of inspections by how well the holder is known: in all, and by three groupings.

    `by_framework` and `by_grade` have the names of frameworks and of overall grades, `by_year` the
    year of the inspection's last day.
    """

    total: Counter[str] = field(default_factory=Counter)
    by_framework: dict[str, Counter[str]] = field(default_factory=dict)
    by_grade: dict[str, Counter[str]] = field(default_factory=dict)
    by_year: dict[str, Counter[str]] = field(default_factory=dict)


def coverage(store: Store, role: NamedNode) -> Coverage:
    """Count the inspections of a graph by how well the holder of a role is known.

    Of a post that not every council has (`posts_of`), only inspections count at which it was there.
    """
    found = Coverage()
    posts = posts_of(store, role)
    for row in named_rows(store, "post-coverage", {"role": role}):
        days = [graph_values.day(row[part]) if row[part] else None for part in _DAYS]
        if posts and not (row["council"] in posts and posts[row["council"]].meets(*days)):
            continue
        kind = next((kind for kind in KINDS[:-1] if int(row[kind])), KINDS[-1])
        found.total[kind] += 1
        for group, name in (
            (found.by_framework, row["frameworkLabel"]),
            (found.by_grade, row["gradeLabel"] or NO_GRADE),
            (found.by_year, row["year"]),
        ):
            group.setdefault(name, Counter())[kind] += 1
    return found


def named_share(counts: Counter[str]) -> float:
    """Give the share, of 1, of the inspections at which a holder is certain or likely."""
    return (counts["certain"] + counts["likely"]) / counts.total() if counts else 0.0
