"""The check queries: one SPARQL file a rule, in `queries/checks`.

The file's name is the rule's name. Its header of `#+` lines gives the level, the problem and the
solution; its rows are `?entity ?property ?value`, one a problem. No row: nothing to mend.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from ofsted_graph.errors import InputError, QueryError
from ofsted_graph.query.result_formats import text_of
from ofsted_graph.query.sparql import run
from ofsted_graph.validate.problems import LEVELS, Problem

COLUMNS = ["entity", "property", "value"]


@dataclass(frozen=True)
class Check:
    """A check query, as its file describes it."""

    path: Path
    level: str
    problem: str
    solution: str
    query: str

    @property
    def rule(self) -> str:
        """The rule's name."""
        return self.path.stem


def read_checks(folder: Path) -> list[Check]:
    """Read the check queries of a folder, by name.

    Raises:
        InputError: There is none, or one lacks a line of its header.
    """
    checks = [_read(path) for path in sorted(folder.glob("*.rq"))]
    if not checks:
        raise InputError("holds no check queries (*.rq).", path=folder)
    return checks


def _read(path: Path) -> Check:
    """Read one check."""
    import yaml

    text = path.read_text(encoding="utf-8")
    lines = "\n".join(line[2:] for line in text.splitlines() if line.startswith("#+"))
    try:
        header = yaml.safe_load(lines)
        told = tuple(str(header.pop(key)) for key in ("level", "problem", "solution"))
    except (yaml.YAMLError, AttributeError, KeyError) as error:
        raise InputError(
            "must open with `#+ level:`, `#+ problem:` and `#+ solution:`, each in YAML.", path=path
        ) from error
    if told[0] not in LEVELS or header:
        raise InputError(
            f"its level must be one of {', '.join(LEVELS)}, and nothing may follow the solution.",
            path=path,
        )
    level, problem, solution = told
    return Check(path, level, problem, solution, text)


def run_checks(store: Store, folder: Path) -> Iterator[Problem]:
    """Ask every check query of a folder."""
    for check in read_checks(folder):
        yield from _problems(check, store)


def _problems(check: Check, store: Store) -> Iterator[Problem]:
    """Ask one check query."""
    try:
        answer = run(check.query, store)
    except QueryError as error:
        raise QueryError(f"{check.path}: {error}") from error
    if not isinstance(answer, QuerySolutions) or [v.value for v in answer.variables] != COLUMNS:
        raise InputError("must select ?entity ?property ?value, in this order.", path=check.path)
    for row in answer:
        entity, term, value = (text_of(row[column]) for column in COLUMNS)
        message = f"{check.problem} {check.solution}"
        yield Problem(check.level, check.rule, entity, term, value, message)
