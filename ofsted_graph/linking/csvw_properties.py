"""The properties that CSVW metadata may have, where, and what each may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

INHERITED = frozenset({
    "aboutUrl", "datatype", "default", "lang", "null", "ordered", "propertyUrl", "required",
    "separator", "textDirection", "valueUrl",
})  # fmt: skip
OWN = {
    "TableGroup": frozenset({
        "tables", "dialect", "notes", "tableDirection", "tableSchema", "transformations",
    }),
    "Table": frozenset({
        "url", "dialect", "notes", "suppressOutput", "tableDirection", "tableSchema",
        "transformations",
    }),
    "Schema": frozenset({"columns", "foreignKeys", "primaryKey", "rowTitles"}),
    "Column": frozenset({"name", "suppressOutput", "titles", "virtual"}),
    "Dialect": frozenset({
        "commentPrefix", "delimiter", "doubleQuote", "encoding", "header", "headerRowCount",
        "lineTerminators", "quoteChar", "skipBlankRows", "skipColumns", "skipInitialSpace",
        "skipRows", "trim",
    }),
    "Template": frozenset({"url", "scriptFormat", "source", "targetFormat", "titles"}),
}  # fmt: skip
LANGUAGE = re.compile(
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?"
    r"(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
    r"(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*(?:-x(?:-[A-Za-z0-9]{1,8})+)?|x(?:-\w{1,8})+"
)
NAME = re.compile(r"(?:[A-Za-z0-9]|%[0-9A-Fa-f]{2})(?:[A-Za-z0-9_.]|%[0-9A-Fa-f]{2})*")
TEMPLATES = frozenset({"aboutUrl", "propertyUrl", "valueUrl"})
MAY_BE_NULL = frozenset({"commentPrefix", "quoteChar"})
TYPES = frozenset(["TableGroup", "Table", "Schema", "Column", "Dialect", "Template"])


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_character(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 1


def is_language(value: Any) -> bool:
    """Tell whether a value is written as BCP 47 writes languages."""
    return isinstance(value, str) and LANGUAGE.fullmatch(value) is not None


def _is_encoding(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        "a".encode(value)
    except (LookupError, ValueError):
        return False
    return True


_GOOD: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys((*TEMPLATES, "default", "commentPrefix"), _is_text),
    **dict.fromkeys(
        ("ordered", "required", "suppressOutput", "virtual", "doubleQuote", "header",
         "skipBlankRows", "skipInitialSpace"), _is_truth,
    ),
    **dict.fromkeys(("columns", "foreignKeys", "notes", "transformations"), _is_list),
    **dict.fromkeys(("headerRowCount", "skipColumns", "skipRows"), _is_count),
    **dict.fromkeys(("delimiter", "quoteChar"), _is_character),
    "separator": lambda value: isinstance(value, str) and value != "",
    "lang": is_language,
    "null": lambda value: all(map(_is_text, value if isinstance(value, list) else [value])),
    "encoding": _is_encoding,
    "trim": lambda value: str(value) in {"True", "False", "true", "false", "start", "end"},
    "textDirection": lambda value: str(value) in {"ltr", "rtl", "auto", "inherit"},
    "tableDirection": lambda value: str(value) in {"ltr", "rtl", "auto"},
    "lineTerminators": lambda value: isinstance(value, (str, list)),
    **dict.fromkeys(("tableSchema", "dialect"), lambda value: isinstance(value, (dict, str))),
}  # fmt: skip
"""What each simple property may be; what is not here is checked where it is read."""


def is_good(name: str, value: Any) -> bool:
    """Tell whether a simple property may have a value."""
    check = _GOOD.get(name)
    return check is None or check(value)
