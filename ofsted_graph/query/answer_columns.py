"""Which columns of an answer a person reads: a thing is told by its name, not by its IRI."""

from __future__ import annotations

from collections.abc import Sequence

_NAMED_BY = {
    "person": "name",
    "director": "directorName",
    "organisation": "organisationName",
    "council": "councilName",
    "neighbour": "neighbourName",
    "fromCouncil": "fromName",
    "toCouncil": "toName",
    "source": "title",
}
"""Column of things to the column that names them for people."""


def readable_columns(columns: Sequence[str]) -> list[int]:
    """Leave out columns of things that another column names, and put that one in their place.

    >>> readable_columns(["council", "councilName", "grade"])
    [1, 2]
    """
    named = named_by(columns)
    return list(dict.fromkeys(named.get(column, i) for i, column in enumerate(columns)))


def named_by(columns: Sequence[str]) -> dict[str, int]:
    """Give for each column of things the place of the column that names them, if there is one."""
    found = {}
    for column in columns:
        names = (_NAMED_BY.get(column, ""), f"{column}Label")
        if name := next((one for one in names if one in columns), ""):
            found[column] = columns.index(name)
    return found
