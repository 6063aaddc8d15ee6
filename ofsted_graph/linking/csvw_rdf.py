"""Triples of tables, as the W3C's "Generating RDF from Tabular Data on the Web" has them.

In the minimal mode only what the cells say; in the standard mode also which table and row said it.
A table's columns are those of its metadata, held against its own header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from ofsted_graph.errors import InputError
from ofsted_graph.linking.csvw_metadata import Files, column_of, read_group
from ofsted_graph.linking.csvw_model import (
    Column,
    Group,
    Table,
    bare_group,
    derived_name,
    encoded_name,
)
from ofsted_graph.linking.csvw_prefixes import PREFIXES, expanded
from ofsted_graph.linking.csvw_rows import Sheet, read_sheet

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Subject = NamedNode | BlankNode
    Term = NamedNode | BlankNode | Literal

_XSD, _RDF, _CSVW = PREFIXES["xsd"], PREFIXES["rdf"], PREFIXES["csvw"]
Value = str | list[str] | None


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes:
        number: Its place among the rows, from 1.
        source: Its place in the file, from 1.
        cells: Its cells as they stand there.
        subjects: What its cells are about, in the order of the columns.
        triples: What its cells say.
    """

    number: int
    source: int
    cells: tuple[str, ...]
    subjects: Sequence[Subject]
    triples: Sequence[Triple]


def find_group(table: str, files: Files, metadata: str | None = None) -> Group:
    """Find what is told of a table: in the file named, beside it, or nothing.

    What is found by itself but does not speak of the table is passed over, as the standard asks.
    """
    if metadata is not None:
        return read_group(metadata, files)
    for address in (f"{table}-metadata.json", urljoin(table, "csv-metadata.json")):
        if files(address) is None:
            continue
        group = read_group(address, files)
        if any(each.url == table for each in group.tables):
            return group
    return bare_group(table)


def group_triples(group: Group, files: Files, *, minimal: bool) -> Iterator[Triple]:
    """Give the triples of all tables of a group."""
    import pyoxigraph as ox

    node: Subject = _named(group.id, group.id) if group.id else ox.BlankNode()
    if not minimal:
        yield ox.Triple(node, ox.NamedNode(f"{_RDF}type"), ox.NamedNode(f"{_CSVW}TableGroup"))
        yield from _annotations(node, group.annotations, group.notes)
    for number, table in enumerate(group.tables, 1):
        if not table.suppressed:
            part = f"t{number}"
            about = None if minimal else node
            yield from _table_triples(table, files, group, about, label=part)


def _table_triples(
    table: Table, files: Files, group: Group, about: Subject | None, *, label: str
) -> Iterator[Triple]:
    import pyoxigraph as ox

    name = ox.NamedNode
    content = files(table.url)
    if content is None:
        raise InputError("is named by the metadata and is not there.", path=table.url)
    sheet = read_sheet(content, table.dialect, table.url)
    columns = fitted_columns(table, sheet, group.warnings.append)
    node: Subject = _named(table.id, table.url) if table.id else ox.BlankNode()
    if about is not None:
        yield ox.Triple(about, name(f"{_CSVW}table"), node)
        yield ox.Triple(node, name(f"{_RDF}type"), name(f"{_CSVW}Table"))
        yield ox.Triple(node, name(f"{_CSVW}url"), name(table.url))
        yield from _annotations(node, table.annotations, table.notes)
    for row in table_rows(table, columns, sheet, label):
        if about is not None:
            line = ox.BlankNode()
            yield ox.Triple(node, name(f"{_CSVW}row"), line)
            yield ox.Triple(line, name(f"{_RDF}type"), name(f"{_CSVW}Row"))
            number = ox.Literal(str(row.number), datatype=name(f"{_XSD}integer"))
            yield ox.Triple(line, name(f"{_CSVW}rownum"), number)
            place = name(f"{table.url}#row={row.source}")
            yield ox.Triple(line, name(f"{_CSVW}url"), place)
            for title in _row_titles(table, columns, row.cells):
                yield ox.Triple(line, name(f"{_CSVW}title"), title)
            for subject in row.subjects:
                yield ox.Triple(line, name(f"{_CSVW}describes"), subject)
        yield from row.triples
    # What the file says of itself is heard where no metadata speak of it.
    if about is not None and not table.described:
        for comment in sheet.comments:
            yield ox.Triple(node, name(f"{PREFIXES['rdfs']}comment"), ox.Literal(comment))


def _row_titles(table: Table, columns: Sequence[Column], cells: Sequence[str]) -> Iterator[Literal]:
    for wanted in table.titles_of_rows:
        for column, cell in zip(columns, cells, strict=False):
            if column.name == wanted:
                value = _values(column, cell)
                for text in value if isinstance(value, list) else [value]:
                    if text is not None:
                        yield _text(text, column.language)


def fitted_columns(table: Table, sheet: Sheet, warn: Callable[[str], None]) -> tuple[Column, ...]:
    """Hold the columns of metadata against the header; without metadata the header tells them.

    The standard has a converter go on, with a warning, where the two differ: places decide.
    """
    width = max((len(row) for row in sheet.header), default=0)
    headed = [
        tuple(dict.fromkeys(row[place] for row in sheet.header if place < len(row) and row[place]))
        for place in range(width)
    ]
    real = [column for column in table.columns if not column.virtual]
    virtual = [column for column in table.columns if column.virtual]
    for place, titles in enumerate(headed, 1):
        if place > len(real):
            known = () if table.described else titles
            by_language = {table.inherited.get("lang", table.language): known} if known else {}
            name = derived_name(known, place)
            real.append(column_of(name, by_language, {}, table.inherited, None))
            if table.columns:
                warn(f"column {place} is not in the metadata.")
        elif not _fits(titles, real[place - 1]):
            told = real[place - 1].name[:40]
            warn(f'column {place} is "{" ".join(titles)[:40]}", "{told}" in the metadata.')
    return (*real, *virtual)


def _fits(titles: Sequence[str], column: Column) -> bool:
    told = {title for each in column.titles.values() for title in each}
    if not titles or not (told or column.named):
        return True
    return bool((told or {column.name}) & {*titles, *(encoded_name(title) for title in titles)})


def table_rows(
    table: Table, columns: Sequence[Column], sheet: Sheet, label: str = "t"
) -> Iterator[Row]:
    """Give each row of a table with its triples.

    A row that nothing names is a blank node called by its number, so that a table gives the same
    file twice; `label` keeps the rows of several tables apart.
    """
    import pyoxigraph as ox

    name = ox.NamedNode
    real = [column for column in columns if not column.virtual]
    grown = list(columns)
    file = table.url.rpartition("/")[2]
    for number, (source, written) in enumerate(sheet.rows, 1):
        while len(written) > len(real):
            extra = column_of(f"_col.{len(real) + 1}", {}, {}, table.inherited, None)
            grown.insert(len(real), extra)
            real.append(extra)
        cells = (*written, *[""] * (len(real) - len(written)))
        values = [_values(column, cell) for column, cell in zip(real, cells, strict=True)]
        known: dict[str, Any] = {
            column.name: value for column, value in zip(real, values, strict=True)
        }
        where = f"{file}, row {source}"
        own: Subject | None = None
        subjects: dict[Subject, None] = {}
        triples: list[Triple] = []
        for place, column in enumerate(grown):
            value = values[place] if place < len(values) else None
            if column.suppressed:
                continue
            around = {
                **known, "_row": str(number), "_sourceRow": str(source), "_name": column.name,
                "_column": str(place + 1),
                "_sourceColumn": str(place + 1 + table.dialect.skip_columns),
            }  # fmt: skip
            if column.about is not None:
                subject: Subject = _named(_address(column.about, around, table.url), where)
            else:
                own = own or ox.BlankNode(f"{label}r{number}")
                subject = own
            subjects.setdefault(subject)
            if column.property is not None:
                predicate = _named(_address(column.property, around, table.url), where)
            else:
                predicate = name(f"{table.url}#{quote(column.name, safe='%_.')}")
            if column.value is not None:
                if value is not None or column.virtual:
                    thing = _named(_address(column.value, around, table.url), where)
                    triples.append(ox.Triple(subject, predicate, thing))
                continue
            part = f"{label}r{number}c{place}"
            triples.extend(_cell_triples(subject, predicate, column, value, part))
        yield Row(number, source, cells, tuple(subjects), triples)


def _cell_triples(
    subject: Subject, predicate: NamedNode, column: Column, value: Value, label: str
) -> Iterator[Triple]:
    import pyoxigraph as ox

    if value is None:
        return
    if not isinstance(value, list):
        yield ox.Triple(subject, predicate, _literal(value, column))
        return
    if not column.ordered:
        for each in value:
            yield ox.Triple(subject, predicate, _literal(each, column))
        return
    first, rest, nil = (ox.NamedNode(f"{_RDF}{n}") for n in ("first", "rest", "nil"))
    nodes: list[Subject] = [*(ox.BlankNode(f"{label}i{n}") for n in range(len(value))), nil]
    yield ox.Triple(subject, predicate, nodes[0])
    for place, each in enumerate(value):
        yield ox.Triple(nodes[place], first, _literal(each, column))
        yield ox.Triple(nodes[place], rest, nodes[place + 1])


def _values(column: Column, cell: str) -> Value:
    """Read a cell: what it means where it is empty, where it means nothing, and its parts."""
    text = _spaced(cell, column)
    if text == "":
        text = column.default
    if column.separator is None:
        return None if text in column.nulls else text
    if text == "":
        return []
    if text in column.nulls:
        return None
    parts = text.split(column.separator)
    if column.datatype.base not in {"string", "anyAtomicType"}:
        parts = [part.strip() for part in parts]
    parts = [part or column.default for part in parts]
    return [part for part in parts if part not in column.nulls]


def _spaced(cell: str, column: Column) -> str:
    if not column.datatype.keeps_breaks:
        cell = cell.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return cell if column.datatype.keeps_spaces else " ".join(cell.split())


def _literal(text: str, column: Column) -> Literal:
    import pyoxigraph as ox

    value = column.datatype.value(text)
    if value is None:
        return _text(text, column.language)
    if column.datatype.base == "string" and column.datatype.iri is None:
        return _text(value, column.language)
    return ox.Literal(value, datatype=_named(column.datatype.address, column.name))


def _named(address: str, where: str) -> NamedNode:
    import pyoxigraph as ox

    try:
        return ox.NamedNode(address)
    except ValueError as error:
        raise InputError(f'"{address[:120]}" is no address ({error}).', path=where) from error


def _text(text: str, language: str) -> Literal:
    import pyoxigraph as ox

    return ox.Literal(text) if language == "und" else ox.Literal(text, language=language)


def _address(template: str, values: Mapping[str, Any], base: str) -> str:
    import uritemplate

    known = {k: v for k, v in values.items() if v is not None}
    return urljoin(base, expanded(uritemplate.expand(template, known)))


def _annotations(node: Subject, told: Mapping[str, Any], notes: Sequence[Any]) -> Iterator[Triple]:
    """Write what is said of a table or group, in the small part of JSON-LD that metadata has."""
    for address, value in told.items():
        yield from _said(node, address, value)
    for note in notes:
        yield from _said(node, f"{_CSVW}note", note)


def _said(node: Subject, address: str, value: Any) -> Iterator[Triple]:
    import pyoxigraph as ox

    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, list):
            yield from _said(node, address, each)
            continue
        predicate = _named(address, address)
        if "@value" in each and each["@value"] is None:
            continue
        if "@value" in each:
            yield ox.Triple(node, predicate, _value(each))
            continue
        thing: Subject = _named(each["@id"], address) if "@id" in each else ox.BlankNode()
        yield ox.Triple(node, predicate, thing)
        for kind in each.get("@type", []):
            yield ox.Triple(thing, ox.NamedNode(f"{_RDF}type"), _named(kind, address))
        for name, inner in each.items():
            if not name.startswith("@"):
                yield from _said(thing, name, inner)


def _value(told: Mapping[str, Any]) -> Literal:
    import pyoxigraph as ox

    value = told["@value"]
    if "@language" in told:
        return ox.Literal(str(value), language=told["@language"])
    if "@type" in told:
        return ox.Literal(str(value), datatype=_named(told["@type"], "an annotation"))
    if isinstance(value, bool):
        return ox.Literal("true" if value else "false", datatype=ox.NamedNode(f"{_XSD}boolean"))
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=ox.NamedNode(f"{_XSD}integer"))
    if isinstance(value, float):
        written = f"{Decimal(str(value)):E}"
        return ox.Literal(written, datatype=ox.NamedNode(f"{_XSD}double"))
    return ox.Literal(value)
