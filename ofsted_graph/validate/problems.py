"""What is wrong with a graph: one row for each problem, and the report that they make up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

LEVELS = ("error", "warning", "info")
"""How much a problem matters, worst first; only errors make a graph invalid."""


@dataclass(frozen=True)
class Problem:
    """One thing that a rule found.

    Attributes:
        level: One of `LEVELS`.
        rule: The name of the property shape, the check query or the date check.
        entity: The thing it is about, in prefixed form.
        property: The property it is about, in prefixed form or in words.
        value: The value that is wrong, empty where one is missing.
        message: What is wrong and what to do about it.
    """

    level: str
    rule: str
    entity: str
    property: str
    value: str
    message: str


@dataclass(frozen=True)
class Report:
    """Every problem found, errors first, then by rule and by thing."""

    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Report:
        """Make a report of problems in any order; the same one found twice counts once."""
        return cls(tuple(sorted(set(problems), key=_order)))

    @property
    def valid(self) -> bool:
        """Whether there is no error; warnings and notes leave a graph valid."""
        return self.count("error") == 0

    def count(self, level: str) -> int:
        """Count the problems of a level."""
        return sum(problem.level == level for problem in self.problems)

    def by_rule(self) -> Iterator[tuple[str, str, tuple[Problem, ...]]]:
        """Give level, rule and problems of each rule that found any, in the report's order."""
        for (level, rule), found in groupby(self.problems, key=lambda p: (p.level, p.rule)):
            yield level, rule, tuple(found)


def _order(problem: Problem) -> tuple[int, str, str, str, str]:
    """Sort the worst first, then by rule, thing, property and value."""
    return (
        LEVELS.index(problem.level),
        problem.rule,
        problem.entity,
        problem.property,
        problem.value,
    )
