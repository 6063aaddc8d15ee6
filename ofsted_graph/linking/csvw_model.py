"""What CSVW metadata tell, brought to one form: groups of tables, their columns, their dialects."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from ofsted_graph.linking.csvw_datatypes import Datatype


@dataclass(frozen=True)
class Dialect:
    """How a file of separated values is written; as it stands, the standard's own way."""

    comment: str | None = "#"
    delimiter: str = ","
    double_quote: bool = True
    encoding: str = "utf-8"
    header_rows: int = 1
    quote: str | None = '"'
    skip_blank_rows: bool = False
    skip_columns: int = 0
    skip_rows: int = 0
    trim: str = "true"
    told: bool = False


@dataclass(frozen=True)
class Column:
    """A column; `titles` by language, `name` as the standard derives it."""

    name: str
    named: bool
    titles: Mapping[str, tuple[str, ...]]
    virtual: bool
    suppressed: bool
    datatype: Datatype
    about: str | None
    property: str | None
    value: str | None
    default: str
    language: str
    nulls: tuple[str, ...]
    ordered: bool
    required: bool
    separator: str | None


@dataclass(frozen=True)
class Table:
    """A table: where it is, how it is written, its columns, and what is said of it as a whole."""

    url: str
    id: str | None
    dialect: Dialect
    columns: tuple[Column, ...]
    titles_of_rows: tuple[str, ...]
    keys: tuple[str, ...]
    suppressed: bool
    annotations: Mapping[str, Any]
    notes: Sequence[Any]
    inherited: Mapping[str, Any]
    language: str
    described: bool


@dataclass(frozen=True)
class Group:
    """Tables that are told of together."""

    id: str | None
    tables: tuple[Table, ...]
    annotations: Mapping[str, Any]
    notes: Sequence[Any]
    warnings: list[str] = field(default_factory=list)


def bare_group(url: str) -> Group:
    """Describe a table of which nothing is told."""
    table = Table(url, None, Dialect(), (), (), (), False, {}, (), {}, "und", False)
    return Group(None, (table,), {}, ())


def derived_name(titles: Sequence[str], place: int) -> str:
    """Give the name of a column that has none: its first title, or its place.

    >>> derived_name(["Rate %"], 2), derived_name([], 2)
    ('Rate%20%25', '_col.2')
    """
    first = titles[0] if titles else ""
    return encoded_name(first) if first else f"_col.{place}"


def encoded_name(title: str) -> str:
    """Write a title as a name that a URL template may use: all else is percent-encoded."""
    return re.sub(r"[-~]", lambda found: f"%{ord(found[0]):02X}", quote(title, safe="_."))
