"""Answers in the formats people and programs read.

CSV, TSV, JSON and XML of a `SELECT` or `ASK` are the W3C result formats exactly, written by the
engine; Turtle, N-Triples, JSON-LD and RDF/XML are for graphs. `table`, `md` and `html` are for
reading.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import cast

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from ofsted_graph.errors import UsageError, join_alternatives
from ofsted_graph.query.sparql import Answer
from ofsted_graph.query.xml_limits import as_xml, check_properties
from ofsted_graph.vocab import PREFIXES, compact

RESULT_FORMATS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "xml": RdfFormat.RDF_XML,
}
READING_FORMATS = ("table", "record", "md", "html")
WORKBOOK = "xlsx"
"""What `ofsted_graph.answers.workbooks` writes, of rows."""
PARQUET = "parquet"
"""What `ofsted_graph.query.answer_rows` writes, of rows."""
FORMATS = tuple(
    dict.fromkeys(
        [*READING_FORMATS[:2], *RESULT_FORMATS, "md", "html", WORKBOOK, PARQUET, *GRAPH_FORMATS]
    )
)
"""Every format that `--format` takes."""

ENDINGS = {
    "srj": "json",
    "srx": "xml",
    "htm": "html",
    "markdown": "md",
    "rdf": "xml",
    "txt": "table",
}
"""File endings that are not a format's own name."""


def format_of(name: str) -> str:
    """Infer the format from a file's name.

    Raises:
        UsageError: The ending is none that we write.
    """
    ending = name.rpartition(".")[2].lower()
    form = ENDINGS.get(ending, ending)
    if form not in FORMATS:
        raise UsageError(f'no format has the ending of "{name}"; give one with --format.')
    return form


def counted(answer: Answer) -> tuple[Answer | list[Triple], int]:
    """Count the rows or triples of an answer, and give it once more, for it can be read only once.

    An `ASK` counts 1 where it is true.
    """
    if isinstance(answer, QueryBoolean):
        return answer, int(bool(answer))
    if isinstance(answer, QueryTriples):
        triples = list(answer)
        return triples, len(triples)
    output = io.BytesIO()
    answer.serialize(output, QueryResultsFormat.JSON)
    again = parse_query_results(output.getvalue(), QueryResultsFormat.JSON)
    rows = len(json.loads(output.getvalue())["results"]["bindings"])
    return cast("QuerySolutions", again), rows


def rendered(answer: Answer | list[Triple], form: str) -> bytes:
    """Write an answer in a format other than `table`.

    Raises:
        UsageError: The format is not one for this kind of answer, or cannot hold what it says.
    """
    if isinstance(answer, QueryTriples | list):
        if form not in GRAPH_FORMATS:
            raise _misfit("a graph", form, tuple(GRAPH_FORMATS))
        output = io.BytesIO()
        triples: Iterable[Triple] = answer
        if form == "xml":
            triples = list(answer)
            check_properties(triples)
        serialize(triples, output, GRAPH_FORMATS[form], prefixes=PREFIXES)
        return as_xml(output.getvalue()) if form == "xml" else output.getvalue()
    if form in RESULT_FORMATS:
        if isinstance(answer, QueryBoolean) and form in {"csv", "tsv"}:
            return f"{str(bool(answer)).lower()}\n".encode()
        output = io.BytesIO()
        answer.serialize(output, RESULT_FORMATS[form])
        return as_xml(output.getvalue()) if form == "xml" else output.getvalue()
    if form not in READING_FORMATS:
        raise _misfit("rows", form, (*READING_FORMATS, *RESULT_FORMATS, WORKBOOK, PARQUET))
    if isinstance(answer, QueryBoolean):
        return ("yes\n" if answer else "no\n").encode()
    columns, rows = cells(answer)
    return (_markdown if form == "md" else _html)(columns, rows).encode()


def cells(answer: QuerySolutions) -> tuple[list[str], list[list[str]]]:
    """Give the columns and the rows of an answer as text; IRIs of ours in their prefixed form."""
    columns = [variable.value for variable in answer.variables]
    rows = [[text_of(solution[i]) for i in range(len(columns))] for solution in answer]
    return columns, rows


def text_of(term: object) -> str:
    """Give a term as text for reading."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return compact(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def _misfit(what: str, form: str, fitting: tuple[str, ...]) -> UsageError:
    return UsageError(f"{form} cannot hold {what}; use {join_alternatives(fitting)}.")


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(_flat(cell) for cell in line)} |\n" for line in lines)


def _flat(cell: str) -> str:
    """Keep a cell from breaking a Markdown table or from being markup."""
    for sign in "\\|<`*_[":
        cell = cell.replace(sign, f"\\{sign}")
    return " ".join(cell.split())


def _html(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a whole HTML page with one table."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{_linked(cell)}</td>' for cell in row)}</tr>\n" for row in rows
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Answer</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<style>body{font:1rem/1.5 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}"
        "th,td{text-align:left;padding:.3rem .8rem;border-bottom:1px solid #bbb}</style></head>\n"
        f"<body><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n"
        "</table></body></html>\n"
    )


def _linked(cell: str) -> str:
    """Escape a cell, and make a web address a link; nothing else can become one."""
    safe = escape(cell, quote=True)
    if cell.startswith(("https://", "http://")):
        return f'<a href="{safe}" rel="noopener noreferrer">{safe}</a>'
    return safe


def spreadsheet_safe(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula, for CSV that people open.

    >>> spreadsheet_safe("=1+1"), spreadsheet_safe("-5"), spreadsheet_safe("Kent")
    ("'=1+1", '-5', 'Kent')
    """
    if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    """Tell whether a cell is a plain number, which no spreadsheet runs."""
    try:
        float(cell)
    except ValueError:
        return False
    return cell[:1] not in {"\t", "\r", "="}
