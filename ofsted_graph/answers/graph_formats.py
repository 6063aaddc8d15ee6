"""The whole graph in other formats, each the same bytes for the same graph.

`ttl`, `nt`, `trig`, `jsonld` and `xml` (RDF/XML) hold every triple; `csv` is a folder of tables for
people (`spreadsheets`), `graphml` the network for Gephi and its like, which `viz` writes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import RdfFormat, Store, serialize

from ofsted_graph.answers.spreadsheets import tables
from ofsted_graph.build.builder import write_turtle
from ofsted_graph.errors import UsageError, join_alternatives
from ofsted_graph.files import replace_file
from ofsted_graph.query.xml_limits import as_xml, check_properties
from ofsted_graph.vocab import PREFIXES

RDF_FORMATS = {
    "nt": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "xml": RdfFormat.RDF_XML,
}
FORMATS = ("ttl", *RDF_FORMATS, "csv", "datapackage", "graphml")
"""Every format in which the graph can be written."""

_ENDINGS = {"rdf": "xml", "json": "jsonld", "turtle": "ttl"}


def format_of(path: Path) -> str:
    """Infer the format from a file's ending; a name without one is a folder of tables.

    Raises:
        UsageError: The ending is none that we write.

    >>> format_of(Path("graph.rdf")), format_of(Path("tables"))
    ('xml', 'csv')
    """
    ending = path.suffix.lower().removeprefix(".")
    form = _ENDINGS.get(ending, ending) or "csv"
    if form not in FORMATS or ending == "csv":
        raise UsageError(
            f'no whole graph has the ending of "{path.name}"; give one with --format: '
            f"{', '.join(FORMATS)}."
        )
    return form


def export(store: Store, form: str) -> bytes:
    """Write the graph in a format of RDF.

    Raises:
        UsageError: There is no such format.
    """
    if form == "ttl":
        return write_turtle(store)
    if form not in RDF_FORMATS:
        known = join_alternatives(["ttl", *RDF_FORMATS])
        raise UsageError(f'"{form}" is no format of RDF; use {known}.')
    output = io.BytesIO()
    triples = sorted((quad.triple for quad in store), key=str)
    prefixes = None if form == "nt" else PREFIXES
    if form == "xml":
        check_properties(triples)
    serialize(triples, output, RDF_FORMATS[form], prefixes=prefixes)
    return as_xml(output.getvalue()) if form == "xml" else output.getvalue()


def export_tables(store: Store, folder: Path) -> list[Path]:
    """Write the graph as CSV tables into a folder, and name them.

    Raises:
        InputError: The folder cannot be written; each table is whole or as it was.
    """
    return _written(folder, ((f"{name}.csv", content) for name, content in tables(store)))


def export_package(store: Store, folder: Path) -> list[Path]:
    """Write the graph as a data package into a folder, and name its files.

    Raises:
        InputError: The folder cannot be written; each file is whole or as it was.
    """
    from ofsted_graph.answers.data_packages import data_package

    return _written(folder, data_package(store))


def _written(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    written = []
    for name, content in files:
        replace_file(folder / name, content)
        written.append(folder / name)
    return written
