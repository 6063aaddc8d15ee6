"""The mapping of a table that comes without one: a row is a thing, a column its property.

Where CSVW metadata names rows, properties or values (`aboutUrl`, `propertyUrl`, `valueUrl`), their
templates are followed; otherwise IRIs are made from `base` and the columns' own names. The outcome
is the text of a CONSTRUCT query, so it is also a start for writing a better one (`link --show`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from ofsted_graph.errors import InputError
from ofsted_graph.linking.csvw import Description
from ofsted_graph.linking.mapping import COUNCIL, ROWNUM
from ofsted_graph.linking.tables import Table

SUBJECT = "http://purl.org/dc/terms/subject"
"""What a row is about. Not `ofg:council`: a million rows with that would slow every other query."""

_FIELD = re.compile(r"\{([^{}]*)\}")


def default_mapping(
    table: Table,
    description: Description | None,
    base: str,
    *,
    names: Mapping[str, str],
    with_council: bool,
) -> str:
    """Write the mapping of a table that has none, as a CONSTRUCT query.

    Args:
        table: The table.
        description: What CSVW metadata say of it.
        base: The start of IRIs that nothing else names.
        names: The variable of each column, to the column.
        with_council: Whether the council of each row is looked for.
    """
    base = base or f"urn:table:{quote(table.name)}:"
    called = {column: name for name, column in names.items()}
    fields = _fields(table, description, called)
    made, bound = [], []
    for place, column in enumerate(table.columns):
        told = description.column(column, place) if description else None
        if told is not None and told.left_out:
            continue
        name = called[column]
        prop = told.property if told is not None else ""
        if told is not None and told.value:
            bound.append(f"  BIND({_iri(told.value, fields, base)} AS ?_{name})")
            name = f"_{name}"
        made.append(
            f"    <{_absolute(prop, base) if prop else base + quote(column, safe='')}> ?{name}"
        )
    if with_council:
        made.append(f"    <{SUBJECT}> ?{COUNCIL}")
    about = description.about if description is not None and description.about else ""
    row = _iri(about, fields, base) if about else f'IRI(CONCAT("{base}row-", STR(?{ROWNUM})))'
    body = " ;\n".join(made)
    where = "\n".join([f"  BIND({row} AS ?_row)", *bound])
    return f"CONSTRUCT {{\n  ?_row\n{body} .\n}}\nWHERE {{\n{where}\n}}\n"


def _fields(
    table: Table, description: Description | None, called: Mapping[str, str]
) -> dict[str, str]:
    """Give each name that a URL template may use, to its variable."""
    fields = {"_row": ROWNUM}
    for place, column in enumerate(table.columns):
        fields[called[column]] = called[column]
        told = description.column(column, place) if description else None
        if told is not None and told.name:
            fields[told.name] = called[column]
    return fields


def _iri(template: str, fields: dict[str, str], base: str) -> str:
    """Turn a URL template into the SPARQL expression that makes the IRI."""
    parts = []
    for place, piece in enumerate(_FIELD.split(_absolute(template, base))):
        if place % 2 == 0:
            parts += [f'"{piece}"'] if piece else []
        elif piece in fields:
            parts.append(f"ENCODE_FOR_URI(STR(?{fields[piece]}))")
        else:
            raise InputError(f'the URL template "{template[:80]}" names no column "{piece[:40]}".')
    return f"IRI(CONCAT({', '.join(parts)}))"


def _absolute(iri: str, base: str) -> str:
    return iri if re.match(r"[A-Za-z][\w+.-]*:", iri) else f"{base}{iri.lstrip('#')}"
