"""Who is who: find mentions that may be one person, and record what was decided on them.

The same name twice is a guess, not a fact. `candidates` lists the pairs that nobody has decided
yet, with the evidence for and against; `record` keeps a decision ("same", "different" or "unsure",
on what evidence, by whom, when) in `identities.csv`, from which `people` makes persons. Two
mentions are a candidate if

*   they have the same name at two organisations: two councils, or a council and Ofsted;
*   they are at one organisation, or head two councils' services, under names that may be one:
    "Matt" and "Matthew", a letter more or less, a double-barrelled surname.

A decision is a row that can be edited or decided again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal, get_args

from ofsted_graph.errors import InputError, UnknownNameError, UsageError
from ofsted_graph.facts.fact_tables import read_table, table_files, write_table
from ofsted_graph.facts.filesets import finish_commits, staged
from ofsted_graph.model import slug
from ofsted_graph.people.likeness import weigh
from ofsted_graph.people.mentions import INSPECTORATES, Mention, Tables, gather
from ofsted_graph.people.names import Kinship, distance, kinship

Decision = Literal["same", "different", "unsure"]
TABLE = "identities"


@dataclass(frozen=True)
class Candidate:
    """Two mentions that may be one person.

    Attributes:
        a: One of them; the first in order of names.
        b: The other.
        kinship: How the names are related.
        distance: How far they are apart, from 0 to 1.
        pro: What speaks for one person.
        con: What speaks against it.
        decision: "unsure" where that was decided before, else empty.
    """

    a: Mention
    b: Mention
    kinship: Kinship
    distance: float
    pro: tuple[str, ...]
    con: tuple[str, ...]
    decision: str = ""


def load(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Read the fact tables that tell of people.

    Raises:
        InputError: The folder or a table cannot be read.
    """
    if not folder.is_dir():
        raise InputError("is no folder of fact tables; name one with --facts.", path=folder)
    finish_commits(folder)
    return {
        table: [row for path in table_files(folder, table) for row in read_table(path, table)]
        for table in ("tenures", "inspectors", "inspections", TABLE)
    }


def candidates(tables: Tables, *, unsure: bool = False) -> list[Candidate]:
    """List the open candidates, those with least against them first.

    Args:
        tables: The fact tables, `identities` among them.
        unsure: List those too that were decided to be unsure.
    """
    mentions = gather(tables)
    groups = _Groups(tables[TABLE])
    found: list[Candidate] = []
    for one, other in sorted(_pairs(mentions.values())):
        decision = groups.decision(one, other)
        if decision in {"same", "different"} or (decision and not unsure):
            continue
        a, b = mentions[one], mentions[other]
        pro, con = weigh(a, b)
        apart = distance(a.name, b.name)
        found.append(Candidate(a, b, kinship(a.name, b.name), apart, pro, con, decision))
    return sorted(found, key=lambda c: (len(c.con), c.distance, -len(c.pro), c.a.id, c.b.id))


def is_open(folder: Path, a: str, b: str) -> bool:
    """Say whether two mentions may still be either, by the decisions kept in a folder."""
    path = folder / f"{TABLE}.csv"
    rows = read_table(path, TABLE) if path.is_file() else []
    return _Groups(rows).decision(a, b) in {"", "unsure"}


def record(
    folder: Path,
    a: str,
    b: str,
    decision: str,
    *,
    evidence: str,
    decided_by: str,
    decided_on: dt.date,
    known: Iterable[str] | None = None,
) -> bool:
    """Write a decision into `identities.csv`, in the place of an earlier one on the same pair.

    The file is as before or as after, whatever happens, and two people can decide at once.

    Args:
        folder: The folder of the fact tables.
        a: A mention, `debbie-jones@croydon`.
        b: Another.
        decision: "same", "different" or "unsure".
        evidence: On what: a source and its locator, or a reason.
        decided_by: Who decided.
        decided_on: When.
        known: The mentions there are; others are refused.

    Returns:
        Whether the file changed.

    Raises:
        UnknownNameError: There is no such mention or decision.
        UsageError: The decision lacks evidence or a name, or other decisions contradict it.
    """
    if decision not in get_args(Decision):
        raise UnknownNameError("decision", decision, get_args(Decision))
    if known is not None:
        _require(set(known), a, b)
    if a == b:
        raise UsageError(f"{a} is one mention; give two.")
    first, second = sorted((a, b))
    row = {
        "a": first,
        "b": second,
        "decision": decision,
        "evidence": _said("evidence", evidence),
        "decided_by": _said("the name of who decided", decided_by),
        "decided_on": str(decided_on),
    }
    with staged(folder, TABLE) as stage:
        path = folder / f"{TABLE}.csv"
        rows = read_table(path, TABLE) if path.is_file() else []
        pair = {row["a"], row["b"]}
        kept = [old for old in rows if {old["a"], old["b"]} != pair]
        if [old for old in rows if old not in kept] == [row]:
            return False
        _Groups([*kept, row])
        write_table(stage / path.name, TABLE, [*kept, row])
    return True


def _said(what: str, text: str) -> str:
    if not (words := " ".join(text.split())):
        raise UsageError(f"a decision needs {what}.")
    return words


def _require(known: set[str], *wanted: str) -> None:
    from rapidfuzz import process

    for one in wanted:
        if one not in known:
            near = [match[0] for match in process.extract(one, sorted(known), limit=3)]
            raise UnknownNameError("mention", one, near, hint="Write name@organisation.")


class _Groups:
    """What the decided rows say of any two mentions, directly or through others."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Join what is the same.

        Raises:
            UsageError: The rows make two mentions both the same and different.
        """
        self._leader: dict[str, str] = {}
        rows = list(rows)
        for row in rows:
            if row["decision"] == "same":
                self._leader[self._find(row["a"])] = self._find(row["b"])
        self._said: dict[frozenset[str], str] = {}
        for row in rows:
            if row["decision"] == "same":
                continue
            pair = frozenset({self._find(row["a"]), self._find(row["b"])})
            if len(pair) == 1 and row["decision"] == "different":
                raise UsageError(
                    f"{row['a']} and {row['b']} would be both the same and different; "
                    "decide one of the pairs between them anew."
                )
            if self._said.get(pair) != "different":
                self._said[pair] = row["decision"]

    def decision(self, a: str, b: str) -> str:
        """Give the decision on two mentions, or empty."""
        one, other = self._find(a), self._find(b)
        return "same" if one == other else self._said.get(frozenset({one, other}), "")

    def _find(self, one: str) -> str:
        while self._leader.get(one, one) != one:
            one = self._leader[one]
        return one


def _pairs(mentions: Iterable[Mention]) -> set[tuple[str, str]]:
    """Find the pairs worth a look, comparing only names that share a first name or a surname."""
    blocks: dict[str, list[Mention]] = defaultdict(list)
    for one in mentions:
        words = slug(one.name).split("-")
        for key in {f"first {words[0]}", f"last {words[-1]}", f"all {''.join(words)}"}:
            blocks[key].append(one)
    return {
        (min(a.id, b.id), max(a.id, b.id))
        for block in blocks.values()
        for a, b in combinations(block, 2)
        if _may_be_one(a, b)
    }


def _may_be_one(a: Mention, b: Mention) -> bool:
    related = kinship(a.name, b.name)
    if related in {"same", "accents"}:
        return True
    if not related:
        return False
    return a.organisation == b.organisation or (
        # A director may be Mil in one council and Milorad in the next; a misprint stays at home.
        related == "short form" and not {a.organisation, b.organisation} & INSPECTORATES
    )
