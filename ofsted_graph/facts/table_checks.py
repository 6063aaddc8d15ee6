"""Checks of whole fact tables: codes that belong to one council, and how many there are of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from ofsted_graph.errors import InputError

Row = Mapping[str, str]
Placed = tuple[Path, int, dict[str, str]]
"""A row with the file and the line it stands in."""


def check_codes_unique(rows: list[Placed]) -> None:
    """See that no code belongs to two councils: every join by code would be wrong.

    Raises:
        InputError: One does; says where and to which.
    """
    owners: dict[tuple[str, str], str] = {}
    for path, number, row in rows:
        scheme = row["scheme"].partition("-")[0] if "register" in row["scheme"] else row["scheme"]
        owner = owners.setdefault((scheme, row["code"]), row["council"])
        if owner != row["council"]:
            raise InputError(
                f"the {row['scheme']} code {row['code']} is {owner}'s already; one of the rows "
                "is wrong.",
                path=path,
                line=number,
            )


def check_count(row: Row, tables: Mapping[str, Sequence[Row]], path: Path, number: int) -> None:
    """See that there are as many of something as the `expected` table says.

    Raises:
        InputError: There are not, or the table asks for something that is not counted.
    """
    ended = {council["id"] for council in tables["councils"] if council["end"]}
    councils = {council["id"] for council in tables["councils"]}
    counts = {
        "councils of today": len(councils - ended),
        "councils": len(councils),
        "neighbours of each council that has any": _same_count(tables["council_neighbours"]),
    }
    if row["what"] not in counts:
        known = ", ".join(counts)
        raise InputError(f'"{row["what"]}" is not counted; use {known}.', path=path, line=number)
    if str(counts[row["what"]]) != row["count"]:
        raise InputError(
            f"{row['count']} {row['what']} are expected and {counts[row['what']]} are in the "
            "tables; mend the tables, or this row if the world has changed.",
            path=path,
            line=number,
        )


def _same_count(rows: Sequence[Row]) -> int:
    """Give how many neighbours each council has, or -1 if councils differ in that."""
    counts = Counter(row["council"] for row in {tuple(r.items()): r for r in rows}.values())
    return next(iter(counts.values())) if len(set(counts.values())) == 1 else -1
