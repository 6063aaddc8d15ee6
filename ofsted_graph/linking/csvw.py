"""What a CSVW metadata file says of a table: the W3C's "CSV on the Web".

`table.csv-metadata.json` beside `table.csv` tells what each column is called, of which datatype it
is, how it writes dates and numbers, and which cells mean "nothing". It may also name the things
that rows are (`aboutUrl`), and the properties (`propertyUrl`) and things (`valueUrl`) of columns,
which serve where no mapping is given. What is read: `url`, `dialect` (delimiter, encoding), and
`tableSchema` with its columns and what they inherit. Nothing remote is ever fetched.

The library `csvw` makes JSON of tables and no triples, and fetches what a file names from afar.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ofsted_graph.errors import InputError
from ofsted_graph.linking.cells import Cell
from ofsted_graph.linking.cells import text as cell_text
from ofsted_graph.linking.csvw_prefixes import expanded
from ofsted_graph.linking.csvw_values import KNOWN, Format, lexical_form
from ofsted_graph.linking.terms import UNDEF, XSD, Writer, literal

_WORDS = {
    "any": "", "anyAtomicType": "", "string": "", "number": "double", "datetime": "dateTime",
    "binary": "base64Binary", "html": "", "json": "", "xml": "",
}  # fmt: skip
"""What CSVW calls differently, or has no datatype of XML Schema for."""


@dataclass(frozen=True)
class Column:
    """One column as the metadata describes it."""

    name: str
    titles: tuple[str, ...]
    datatype: str
    format: Format
    nulls: tuple[str, ...]
    language: str
    about: str
    property: str
    value: str
    left_out: bool


@dataclass(frozen=True)
class Description:
    """What a metadata file says of its table."""

    columns: tuple[Column, ...]
    about: str
    url: str
    encoding: str | None
    delimiter: str | None
    where: str

    @property
    def titles(self) -> tuple[str, ...]:
        """What the columns are called in the header, as the metadata has it."""
        return tuple(column.titles[0] if column.titles else column.name for column in self.columns)

    def column(self, header: str, place: int) -> Column | None:
        """Find the description of a column by its title or name, or by its place."""
        for column in self.columns:
            if header in column.titles or header == column.name:
                return column
        untitled = place < len(self.columns) and not self.columns[place].titles
        return self.columns[place] if untitled and not self.columns[place].name else None


def find_description(table: Path) -> Path | None:
    """Find the metadata file of a table, at the two places the standard names."""
    own = table.with_name(f"{table.name}-metadata.json")
    if own.is_file():
        return own
    shared = table.with_name("csv-metadata.json")
    return shared if shared.is_file() else None


def read_description(path: Path, table: str) -> Description:
    """Read a metadata file.

    Raises:
        InputError: It is not CSVW metadata, or does not speak of the table.
    """
    try:
        root = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"cannot be read as JSON ({error}).", path=path) from error
    if not isinstance(root, dict):
        raise InputError("is not CSVW metadata: no JSON object.", path=path)
    tables = root.get("tables", [root])
    ours = next((t for t in tables if Path(str(t.get("url", table))).name == table), None)
    if ours is None:
        raise InputError(f'does not speak of "{table}".', path=path)
    schema = ours.get("tableSchema", root.get("tableSchema", {}))
    if not isinstance(schema, dict):
        raise InputError("keeps its tableSchema elsewhere; put it in this file.", path=path)
    dialect = {**root.get("dialect", {}), **ours.get("dialect", {})}
    inherited = {**_inherited(root), **_inherited(ours), **_inherited(schema)}
    return Description(
        columns=tuple(_column(c, inherited, path) for c in schema.get("columns", [])),
        about=expanded(str(inherited.get("aboutUrl", ""))),
        url=str(ours.get("url", table)),
        encoding=dialect.get("encoding"),
        delimiter=dialect.get("delimiter"),
        where=str(path),
    )


def writer(column: Column) -> Writer:
    """Make the function that writes this column's cells as typed literals.

    A cell that is not of its datatype stays a plain string, as the standard asks.
    """

    def write(cell: Cell) -> str:
        text = cell_text(cell).strip()
        if text in column.nulls:
            return UNDEF
        if not column.datatype:
            return literal(text, language=column.language)
        value = lexical_form(text, column.datatype, column.format)
        return literal(text) if value is None else literal(value, f"{XSD}{column.datatype}")

    return write


def _inherited(part: Mapping[str, Any]) -> dict[str, Any]:
    names = ("datatype", "null", "lang", "aboutUrl", "propertyUrl", "valueUrl", "separator")
    return {name: part[name] for name in names if name in part}


def _column(part: Mapping[str, Any], inherited: Mapping[str, Any], path: Path) -> Column:
    every = {**inherited, **part}
    datatype = every.get("datatype", "string")
    told = datatype if isinstance(datatype, dict) else {"base": datatype}
    base = str(told.get("base", "string"))
    known = _WORDS.get(base, base)
    if known and known not in KNOWN:
        raise InputError(f'has the datatype "{base[:40]}", which CSVW does not know.', path=path)
    if "separator" in every:
        called = str(part.get("name") or part.get("titles", ""))[:40]
        raise InputError(
            f'splits the cells of "{called}" at a separator, which is not '
            f"read; give each value a row of its own.",
            path=path,
        )
    return Column(
        name=str(part.get("name", "")),
        titles=_titles(part.get("titles")),
        datatype=known,
        format=_format(told.get("format", ""), known),
        nulls=tuple(str(n) for n in _several(every.get("null", ""))),
        language="" if every.get("lang", "und") == "und" else str(every["lang"]),
        about=expanded(str(every.get("aboutUrl", ""))),
        property=expanded(str(every.get("propertyUrl", ""))),
        value=expanded(str(every.get("valueUrl", ""))),
        left_out=bool(part.get("suppressOutput", False)),
    )


def _titles(told: Any) -> tuple[str, ...]:
    if isinstance(told, dict):
        return tuple(str(title) for titles in told.values() for title in _several(titles))
    return () if told is None else tuple(str(title) for title in _several(told))


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _format(told: Any, datatype: str) -> Format:
    """Read a datatype's format: a pattern, or for numbers what parts their digits."""
    if isinstance(told, dict):
        group = str(told.get("groupChar") or "")
        pattern = str(told.get("pattern", ""))
        return Format(pattern, str(told.get("decimalChar") or "."), group)
    pattern = str(told)
    number = datatype not in {"date", "dateTime", "dateTimeStamp", "time", "boolean"}
    return Format(pattern, ".", "," if number and "," in pattern else "")
