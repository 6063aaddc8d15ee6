"""A table that CSVW metadata describe, without a mapping: the standard's triples, and the council.

What comes out is what W3C's "Generating RDF from Tabular Data on the Web" prescribes in its minimal
mode, and beside it the council that each row is about. Nothing is fetched: schemas and dialects
that the metadata keep in files of their own are read beside it, and no further.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

from ofsted_graph.errors import InputError
from ofsted_graph.linking.csvw_metadata import Files, read_group
from ofsted_graph.linking.csvw_rdf import Row, fitted_columns, table_rows
from ofsted_graph.linking.csvw_rows import read_sheet
from ofsted_graph.linking.default_mapping import SUBJECT
from ofsted_graph.linking.linked_rows import (
    LOOKED_AT,
    CouncilColumns,
    council_finder,
    guess_column,
)
from ofsted_graph.linking.reconcile import Reconciler
from ofsted_graph.linking.running import Summary
from ofsted_graph.linking.tables import Table as Plain
from ofsted_graph.linking.terms import UNDEF

TEXTS = frozenset({".csv", ".tsv", ".tab", ".txt"})
"""The endings of the files that the standard speaks of."""
_NOWHERE = "http://table.invalid/"
_BATCH = 4_000


def link_described(
    source: Path,
    metadata: Path,
    reconciler: Reconciler,
    *,
    columns: CouncilColumns,
    base: str,
    summary: Summary,
    warnings: list[str],
) -> Iterator[bytes]:
    """Give the triples of a described table as N-Triples, a batch of rows at a time.

    Args:
        source: The table.
        metadata: What describes it.
        reconciler: Finds councils.
        columns: Where the council is told; found among the columns when not said.
        base: The address of the folder that the table is to be thought in; urn:table: when not
            said, so that nobody's folders stand in the output.
        summary: Filled with counts while the triples are taken.
        warnings: Filled with what the metadata say that is of no use.

    Raises:
        InputError: The metadata are wrong, or do not speak of the table, or it cannot be read.
    """
    import pyoxigraph as ox

    place = base or _NOWHERE
    address = urljoin(place, quote(metadata.name))
    group = read_group(address, _beside(metadata, place), str(metadata))
    table = next((t for t in group.tables if _last(t.url) == source.name), None)
    if table is None:
        raise InputError(f'does not speak of "{source.name}".', path=metadata)
    if source.suffix.lower() in {".tsv", ".tab"} and not table.dialect.told:
        table = replace(table, dialect=replace(table.dialect, delimiter="\t"))
    sheet = read_sheet(_content(source), table.dialect, str(source))
    fitted = fitted_columns(table, sheet, group.warnings.append)
    warnings.extend(group.warnings)
    rows = table_rows(table, fitted, sheet)
    first = list(islice(rows, LOOKED_AT))
    real = [column for column in fitted if not column.virtual]
    headed = sheet.header[0] if sheet.header else ()
    names = (headed[at] if at < len(headed) else column.name for at, column in enumerate(real))
    plain = Plain(source.stem, str(source), tuple(names), iter(()))
    if not columns.name:
        guessed = guess_column(plain, [row.cells for row in first], reconciler)
        columns = replace(columns, name=guessed)
    summary.council_column = columns.name
    find = council_finder(plain, columns, reconciler, summary)
    every = chain(first, rows)
    while batch := list(islice(every, _BATCH)):
        triples: list[ox.Triple] = []
        for row in batch:
            _count(row, summary)
            triples.extend(row.triples)
            council = find(row.cells)
            if council is not UNDEF and row.subjects:
                about, meant = ox.NamedNode(SUBJECT), ox.NamedNode(council[1:-1])
                triples.append(ox.Triple(row.subjects[0], about, meant))
        summary.triples += len(triples)
        content = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        yield content if base else content.replace(f"<{_NOWHERE}".encode(), b"<urn:table:")


def _count(row: Row, summary: Summary) -> None:
    summary.rows += 1
    if not row.triples:
        summary.without += 1
        summary.first_without = summary.first_without or row.number


def _beside(metadata: Path, place: str) -> Files:
    """Give the files that stand in the metadata's own folder or below it."""
    folder = metadata.parent.resolve()

    def files(address: str) -> bytes | None:
        if not address.startswith(place):
            return None
        path = (folder / unquote(address[len(place) :])).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            return None
        return _content(path)

    def or_itself(address: str) -> bytes | None:
        own = address == urljoin(place, quote(metadata.name))
        return _content(metadata) if own else files(address)

    return or_itself


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", path=path) from error


def _last(url: str) -> str:
    return unquote(url.rpartition("/")[2])
