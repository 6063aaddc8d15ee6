"""Mentions that are one person for a reason that needs no person to decide: two rules.

*   One page tells of one name's posts at two councils ("joins from Havering, where she was
    director"): the page is the evidence.
*   Two forms of one name are told of one post at one council ("Rob" and "Robert Henderson",
    director in Croydon): first name and short form, or, in a post that fills a working week, two
    spellings seen within three years of each other.

A pair on which a person has decided is left alone. Each decision is a row of the `identities`
table like any other, and so can be looked up and overruled.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from ofsted_graph.facts.fact_tables import write_table
from ofsted_graph.model import mention, slug
from ofsted_graph.people.identities import TABLE, load
from ofsted_graph.people.likeness import FULL_TIME
from ofsted_graph.people.mentions import INSPECTORATES, Mention, gather
from ofsted_graph.people.names import kinship

FILE = f"{TABLE}.rules.csv"
_ONE_PAGE = "rule: one page tells both posts"
_ONE_POST = "rule: two forms of a name in one post"
_RULES = frozenset({_ONE_PAGE, _ONE_POST})
_APART = dt.timedelta(days=3 * 366)

Row = dict[str, str]
Tables = Mapping[str, Sequence[Mapping[str, str]]]


def decide_evident(folder: Path, today: dt.date) -> int:
    """Write what the rules decide for the fact tables of a folder into its `identities.rules.csv`.

    Returns:
        How many decisions are new.

    Raises:
        InputError: A table cannot be read or the folder cannot be written.
    """
    tables = load(folder)
    known = [row for row in tables[TABLE] if row["decided_by"] in _RULES]
    tables[TABLE] = [row for row in tables[TABLE] if row["decided_by"] not in _RULES]
    rows = evident(tables, known, today)
    if rows or known:
        write_table(folder / FILE, TABLE, rows)
    return sum(row not in known for row in rows)


def evident(tables: Tables, known: Iterable[Row], today: dt.date) -> list[Row]:
    """Decide what needs no person to decide.

    Args:
        tables: The fact tables; `tenures`, `inspectors` and `inspections` are read, and of
            `identities` those that persons decided.
        known: The rows that these rules gave before; they keep their day.
        today: The day of a decision that is new.
    """
    decided = {frozenset({row["a"], row["b"]}) for row in tables["identities"]}
    before = {(row["a"], row["b"]): row for row in known}
    found: dict[tuple[str, str], Row] = {}
    for a, b, evidence, rule in (*_on_one_page(tables["tenures"]), *_in_one_post(tables)):
        pair = (min(a, b), max(a, b))
        if pair in found or frozenset(pair) in decided:
            continue
        row = {
            "a": pair[0], "b": pair[1], "decision": "same", "evidence": evidence,
            "decided_by": rule, "decided_on": today.isoformat(),
        }  # fmt: skip
        if pair in before:
            row["decided_on"] = before[pair]["decided_on"]
        found[pair] = row
    return list(found.values())


def _on_one_page(tenures: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str, str, str]]:
    posts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in tenures:
        name = row["person"]
        if name and not name.startswith("?") and "namesake" not in row["note"]:
            posts[row["source"], slug(name)].add(mention(name, row["organisation"]))
    for (source, _), mentions in sorted(posts.items()):
        first, *others = sorted(mentions)
        for other in others:
            yield first, other, f"{source} tells of both posts", _ONE_PAGE


def _in_one_post(tables: Tables) -> Iterator[tuple[str, str, str, str]]:
    at: dict[str, list[Mention]] = defaultdict(list)
    for one in gather(tables).values():
        if one.organisation not in INSPECTORATES:
            at[one.organisation].append(one)
    for _, mentions in sorted(at.items()):
        for a, b in combinations(sorted(mentions, key=lambda one: one.id), 2):
            if (shared := a.roles & b.roles) and _one_name(a, b, shared):
                sources = min(a.sources), min(b.sources)
                evidence = (
                    f"{a.name} in {sources[0]} and {b.name} in {sources[1]}, "
                    f"both {min(shared)} of {a.organisation}"
                )
                yield a.id, b.id, evidence, _ONE_POST


def _one_name(a: Mention, b: Mention, shared: set[str]) -> bool:
    related = kinship(a.name, b.name)
    if related in {"accents", "short form"}:
        return True
    return bool(related and shared & FULL_TIME) and _near(a, b)


def _near(a: Mention, b: Mention) -> bool:
    """Tell whether two were seen within some years of each other."""
    if a.span is None or b.span is None:
        return False
    (_, first), (second, _) = sorted((a.span, b.span))
    return second - first <= _APART
