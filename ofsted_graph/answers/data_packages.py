"""The graph as a Frictionless Data Package: tidy tables, a ready panel, and what each column means.

The tables are those of `spreadsheets`, for programs: nothing is made safe for people's
spreadsheets, and each column has the type that all its values have. `panel` has a row for each
council and year: the grade in force on 31 December and who then directed children's services,
where that is certain or likely. Descriptor: https://specs.frictionlessdata.io/tabular-data-package/
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, Store

from ofsted_graph._version import __version__
from ofsted_graph.answers.definitions import definitions
from ofsted_graph.answers.holders import PRINTED
from ofsted_graph.answers.lookups import named_rows, value
from ofsted_graph.answers.spreadsheets import TABLES, tables
from ofsted_graph.answers.who import Answer, who
from ofsted_graph.csv_text import csv_text
from ofsted_graph.model import ID
from ofsted_graph.vocab import ATTRIBUTION, DCTERMS, OFG, thing

_DIRECTOR = thing("role", "director-of-childrens-services")
_LICENCE = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence 3.0 (United Kingdom)",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
_PANEL = {
    "year": "The year; everything else is as on its 31 December.",
    "council": "The council.",
    "council_name": "Its name.",
    "region": "Its region of England.",
    "grade": "The overall grade in force on that day.",
    "inspection": "The inspection that gave it.",
    "director": "Who directed children's services, where that is certain or likely.",
    "director_name": "Their name.",
    "certainty": "certain or likely (0.8 and more).",
    "likelihood": "The measured likelihood.",
    "nearest_seen": "Days from that day to the nearest on which a source shows them in post.",
}
_TITLES = {
    "councils": "Councils with children's services, of today and ended",
    "people": "People in public posts, and inspectors",
    "tenures": "Who held which post: the days on which it can have begun and ended",
    "inspections": "Inspections and visits",
    "judgements": "Judgements, one a row",
    "interventions": "What government did in councils",
    "posts": "Posts that not every council has",
    "support": "Help that councils gave each other",
    "sources": "Documents and pages",
    "in-post-at": "For each inspection, who certainly or likely directed children's services",
    "director-stays": "How long directors stayed, at least and, where that is bounded, at most",
    "panel": "Council by year: the grade in force, and who directed",
}
_TYPES = {
    "boolean": r"true|false",
    "year": r"(19|20)\d\d",
    "integer": r"-?(0|[1-9]\d*)",
    "number": r"-?\d+(\.\d+)?",
    "date": r"\d{4}-\d\d-\d\d",
}
"""Type to what each of its values looks like, the narrower before the wider."""


@dataclass(frozen=True)
class Table:
    """A table of the package: what it is called, its columns with what they mean, its rows."""

    name: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]


def data_package(store: Store) -> Iterator[tuple[str, bytes]]:
    """Give the files of the package: their names and contents."""
    resources = []
    for table in _tables(store):
        content = csv_text([[name for name, _ in table.columns], *table.rows]).encode()
        yield f"{table.name}.csv", content
        resources.append(_resource(table, content))
    yield "datapackage.json", _json(_descriptor(store, resources))
    yield "README.md", _readme(store, resources).encode()
    yield "CITATION.cff", _citation(store).encode()


def _tables(store: Store) -> Iterator[Table]:
    known = definitions()
    for name, content in tables(store, safe=False):
        _, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
        columns = [(heading, _meaning(path, known)) for heading, path in TABLES[name][1]]
        yield Table(name, columns, rows)
    for question in ("in-post-at", "director-stays"):
        bound = {"role": _DIRECTOR} if question == "in-post-at" else {}
        answer = list(named_rows(store, question, bound))
        names = list(answer[0]) if answer else []
        columns = [(name, known.get(name, "")) for name in names]
        yield Table(question, columns, [[row[name] for name in names] for row in answer])
    yield Table("panel", list(_PANEL.items()), list(_panel(store)))


def _meaning(path: Sequence[NamedNode], known: Mapping[str, str]) -> str:
    """Say what a column means, by the property that leads to it."""
    if not path:
        return "The address of the thing that the row is about."
    return known.get(path[-1].value.removeprefix(OFG.base), "")


def _panel(store: Store) -> Iterator[list[str]]:
    regions = {row["council"]: row["regionName"] for row in named_rows(store, "councils", {})}
    by_year: dict[str, list[dict[str, str]]] = {}
    for row in named_rows(store, "ratings-by-year", {}):
        by_year.setdefault(row["year"], []).append(row)
    for year in sorted(by_year):
        there = {
            one.council: one
            for one in who(store, [], _DIRECTOR, dt.date(int(year), 12, 31))
            if one.certainty in PRINTED and one.person
        }
        for row in sorted(by_year[year], key=lambda one: one["council"]):
            one = there.get(row["council"])
            told = _told(one) if one else [""] * 5
            yield [
                year, row["council"], row["councilName"], regions.get(row["council"], ""),
                row["gradeLabel"], row["inspection"], *told,
            ]  # fmt: skip


def _told(one: Answer) -> list[str]:
    sure = (_plain(one.likelihood), _plain(one.nearestSeen))
    return [one.person, one.name, one.certainty, *sure]


def _plain(number: float | None) -> str:
    return "" if number is None else str(number)


def _type_of(values: Iterable[str]) -> str:
    """Give the narrowest type that all values have."""
    told = {text for text in values if text}
    for kind, form in _TYPES.items():
        if told and all(re.fullmatch(form, text) for text in told):
            return kind
    return "string"


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    fields = []
    for place, (name, meaning) in enumerate(table.columns):
        field = {"name": name, "type": _type_of(row[place] for row in table.rows)}
        fields.append(field | ({"description": meaning} if meaning else {}))
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.name in TABLES:
        schema["primaryKey"] = table.columns[0][0]
    return {
        "name": table.name,
        "title": _TITLES[table.name],
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _descriptor(store: Store, resources: Sequence[dict[str, Any]]) -> dict[str, Any]:
    dataset = thing("dataset", "ofsted-graph")
    return {
        "profile": "tabular-data-package",
        "name": "ofsted-graph",
        "id": f"{ID}dataset/ofsted-graph",
        "title": value(store, dataset, DCTERMS.title) or "Ofsted graph",
        "description": value(store, dataset, DCTERMS.description),
        "homepage": "https://w3id.org/ofsted-graph/",
        "version": __version__,
        "licenses": [_LICENCE],
        "attribution": value(store, dataset, ATTRIBUTION),
        "resources": list(resources),
    }


def _readme(store: Store, resources: Sequence[dict[str, Any]]) -> str:
    dataset = thing("dataset", "ofsted-graph")
    lines = ["# Ofsted graph: tables", "", value(store, dataset, DCTERMS.description), ""]
    lines += [value(store, dataset, ATTRIBUTION), ""]
    for resource in resources:
        lines += [f"## {resource['path']}", "", f"{resource['title']}.", ""]
        lines += ["| Column | Type | What |", "| --- | --- | --- |"]
        lines += [
            f"| {field['name']} | {field['type']} | {field.get('description', '')} |"
            for field in resource["schema"]["fields"]
        ]
        lines.append("")
    return "\n".join(lines)


def _citation(store: Store) -> str:
    title = value(store, thing("dataset", "ofsted-graph"), DCTERMS.title) or "Ofsted graph"
    return (
        "cff-version: 1.2.0\n"
        "message: Please cite the dataset and, for a fact, its source.\n"
        f"title: {json.dumps(title)}\n"
        "type: dataset\n"
        "authors:\n  - name: The maintainers of ofsted-graph\n"
        f"version: {json.dumps(__version__)}\n"
        "license: OGL-UK-3.0\n"
        "url: https://w3id.org/ofsted-graph/\n"
    )


def _json(told: object) -> bytes:
    return f"{json.dumps(told, ensure_ascii=False, indent=2)}\n".encode()
