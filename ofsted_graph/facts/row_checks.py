"""Checks of fact rows before anything is built from them: known words, dates, names that exist.

A row that fails is an `InputError` with its file and row, what is wrong and the nearest right
word. What needs the whole graph to see (two codes on one council, bounds that cross) is checked
by `validation` instead.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ofsted_graph.dates import span, window, xsd_date
from ofsted_graph.errors import InputError, UnknownNameError
from ofsted_graph.facts.fact_tables import TABLES, check_names, read_table, table_files
from ofsted_graph.facts.filesets import finish_commits
from ofsted_graph.facts.inspection_days import extent
from ofsted_graph.facts.table_checks import Placed, check_codes_unique, check_count
from ofsted_graph.model import ADDRESS, FAMILIES, slug
from ofsted_graph.vocab import AUTHORITY, CODE_TERMS, INSPECTOR_TERMS
from ofsted_graph.words import Words

Row = Mapping[str, str]
CODE_FORMS = {
    "gss": r"[A-Z]\d{8}",
    "dfe": r"\d{3}",
    "ofsted-urn": r"\d{5,7}",
    "register": r"[A-Z]{2,5}",
    "register-mysociety": r"[A-Z]{2,5}",
}
DATASETS = frozenset({"ons", "opendatacommunities", "wikidata", "planning-data", "ofsted"})
REQUIRED = {
    "sources": ("id", "title", "kind"),
    "document_addresses": ("urn", "file", "page"),
    "councils": ("id", "label", "type", "source", "locator"),
    "council_names": ("council", "name", "source", "locator"),
    "council_codes": ("council", "scheme", "code", "source", "locator"),
    "council_neighbours": ("council", "neighbour", "source", "locator"),
    "council_links": ("council", "iri", "dataset", "source", "locator"),
    "inspections": ("inspection", "council", "framework", "source", "locator"),
    "judgements": ("inspection", "aspect", "grade", "source", "locator"),
    "inspectors": ("inspection", "name", "role", "source", "locator"),
    "tenures": ("role", "organisation", "source", "locator"),
    "addressees": ("person", "organisation", "seen", "source", "locator"),
    "interventions": ("council", "kind", "source", "locator"),
    "mayoralties": ("council", "source", "locator"),
    "support": ("council", "supporter", "source", "locator"),
    "identities": ("a", "b", "decision", "evidence", "decided_by", "decided_on"),
    "names": ("mention", "name", "reason"),
    "paths": ("path", "replaced_by", "reason"),
    "previous": ("inspection", "told", "date_of", "source", "locator"),
    "expected": ("what", "count"),
}


@dataclass(frozen=True)
class Facts:
    """All rows of all tables, in file order."""

    tables: Mapping[str, list[dict[str, str]]]

    def __getitem__(self, table: str) -> list[dict[str, str]]:
        """Give the rows of a table; none if it has no file."""
        return self.tables[table]


def read_facts(folder: Path, words: Words) -> Facts:
    """Read and check every fact table of a folder.

    Raises:
        InputError: A file or a row cannot be used; says which and why.
        UnknownNameError: A row names a council, grade, … that does not exist; says where, and the
            nearest.
    """
    if not folder.is_dir():
        raise InputError("is no folder of fact tables; name one with --facts.", path=folder)
    finish_commits(folder)
    check_names(folder)
    placed: dict[str, list[Placed]] = {
        table: [
            (path, number, row)
            for path in table_files(folder, table)
            for number, row in enumerate(read_table(path, table), start=2)
        ]
        for table in TABLES
    }
    known = _Known(words, placed)
    for table, rows in placed.items():
        for path, number, row in rows:
            try:
                _check_row(table, row, known)
            except UnknownNameError as error:
                raise UnknownNameError(
                    error.kind,
                    error.name,
                    error.suggestions,
                    where=f"{path}, row {number}",
                    hint="See the names in the table or in ontology/schemes.ttl.",
                ) from error
            except InputError as error:
                raise InputError(error.problem, path=path, line=number) from error
    check_codes_unique(placed["council_codes"])
    facts = Facts({table: [row for _, _, row in rows] for table, rows in placed.items()})
    for path, number, row in placed["expected"]:
        check_count(row, facts.tables, path, number)
    return facts


def _check_row(table: str, row: Row, known: _Known) -> None:
    """Check one row: what every table needs, then what its own does."""
    for column in REQUIRED[table]:
        if not row[column]:
            raise InputError(f"{column} is missing.")
    if "source" in row:
        known.require("source", row["source"])
    check = _CHECKS.get(table)
    if check is not None:
        check(row, known)


class _Known:
    """The names that rows may use."""

    def __init__(self, words: Words, placed: Mapping[str, list[Placed]]) -> None:
        self.names: dict[str, frozenset[str]] = {
            **words.names,
            "council": frozenset(row["id"] for _, _, row in placed["councils"]),
            "source": frozenset(row["id"] for _, _, row in placed["sources"]),
            "inspection": frozenset(row["inspection"] for _, _, row in placed["inspections"]),
            "capacity": frozenset({"permanent", "interim", "acting"}),
            "inspector role": frozenset(INSPECTOR_TERMS),
            "source kind": frozenset(AUTHORITY),
            "code scheme": frozenset(CODE_TERMS),
            "dataset": DATASETS,
            "decision": frozenset({"same", "different", "unsure"}),
        }
        self._inspections: dict[str, list[Row]] = defaultdict(list)
        for _, _, row in placed["inspections"]:
            self._inspections[row["inspection"]].append(row)

    def days(self, seen: str) -> tuple[dt.date | None, dt.date | None]:
        """Give the first and last day on which somebody may have been seen."""
        if not seen:
            return None, None
        if seen in self.names["inspection"]:
            return extent(self._inspections[seen])
        by, until = span(seen)
        return min(by, until), max(by, until)

    def require(self, kind: str, name: str) -> None:
        """Raise unless the name is known, with the nearest that are."""
        if name in self.names[kind]:
            return
        from rapidfuzz import process

        near = [hit[0] for hit in process.extract(name, self.names[kind], limit=2, score_cutoff=60)]
        raise UnknownNameError(kind, name, near)


def _dates(row: Row, *columns: str) -> Iterator[tuple[str, str]]:
    """Give the filled cells among date columns."""
    return ((column, row[column]) for column in columns if row[column])


def _check_source(row: Row, known: _Known) -> None:
    known.require("source kind", row["kind"])
    for _, value in _dates(row, "date"):
        window(value)
    if row["page"]:
        _check_page(row["page"])
    if row["sha256"] and not re.fullmatch(r"[0-9a-f]{64}", row["sha256"]):
        raise InputError("sha256 is not 64 hexadecimal digits.")
    if slug(row["id"]) != row["id"]:
        raise InputError(f'id "{row["id"]}" must be kebab-case, such as "{slug(row["id"])}".')


def _check_address(row: Row, _known: _Known) -> None:
    if not re.fullmatch(CODE_FORMS["ofsted-urn"], row["urn"]):
        raise InputError(f'urn "{row["urn"]}" is not five to seven digits.')
    _check_page(row["page"])


def _check_page(page: str) -> None:
    if not re.fullmatch(ADDRESS, page):
        raise InputError(f'page "{page}" is no http or https address.')


def _check_council(row: Row, known: _Known) -> None:
    if row["region"]:
        known.require("region", row["region"])
    for _, value in _dates(row, "start", "end"):
        window(value)
    for successor in row["replaced_by"].split():
        known.require("council", successor)


def _check_code(row: Row, known: _Known) -> None:
    known.require("council", row["council"])
    known.require("code scheme", row["scheme"])
    if not re.fullmatch(CODE_FORMS[row["scheme"]], row["code"]):
        raise InputError(f'"{row["code"]}" is no {row["scheme"]} code.')


def _check_link(row: Row, known: _Known) -> None:
    known.require("council", row["council"])
    known.require("dataset", row["dataset"])
    if not re.fullmatch(ADDRESS, row["iri"]):
        raise InputError(f'"{row["iri"]}" is no http or https IRI.')


def _check_council_name(row: Row, known: _Known) -> None:
    known.require("council", row["council"])


def _check_neighbour(row: Row, known: _Known) -> None:
    known.require("council", row["council"])
    known.require("council", row["neighbour"])


def _check_inspection(row: Row, known: _Known) -> None:
    known.require("council", row["council"])
    known.require("framework", row["framework"])
    for _, value in _dates(row, "started", "ended", "published"):
        xsd_date(value)
    for visit in row["visits"].split():
        window(visit)
    if row["previous"]:
        known.require("inspection", row["previous"])
    stem = f"{row['council']}.{FAMILIES[row['framework']]}."
    if not row["inspection"].startswith(stem):
        raise InputError(f'inspection "{row["inspection"]}" must start with "{stem}".')
    days = [(column, window(value)) for column, value in _dates(row, "started", "ended")]
    if len(days) == 2:
        first, last = days[0][1].first, days[1][1].last
        if first and last and last < first:
            raise InputError(f"ended {row['ended']} is before started {row['started']}.")


def _check_judgement(row: Row, known: _Known) -> None:
    for kind in ("inspection", "aspect", "grade"):
        known.require(kind, row[kind])


def _check_inspector(row: Row, known: _Known) -> None:
    known.require("inspection", row["inspection"])
    known.require("inspector role", row["role"])
    _check_person(row["name"])


def _check_person(name: str) -> None:
    if not slug(name) or len(name) > 80 or re.search(r"[\d<>{}\n]", name):
        raise InputError(f'"{name[:60]}" does not look like a name.')


def _check_addressee(row: Row, known: _Known) -> None:
    _check_person(row["person"])
    known.require("council", row["organisation"])
    known.days(row["seen"])


def _check_tenure(row: Row, known: _Known) -> None:
    if row["person"] and not row["person"].startswith("?"):
        _check_person(row["person"])
    known.require("role", row["role"])
    if row["organisation"] not in known.names["organisation"]:
        known.require("council", row["organisation"])
    if row["capacity"]:
        known.require("capacity", row["capacity"])
    if not any((row["start"], row["end"], row["seen"])):
        raise InputError("a tenure needs a start, an end or a day on which it was seen.")
    if row["joint"] not in {"", "yes"}:
        raise InputError('joint is "yes" or empty.')
    _check_tenure_days(row, known)


def _check_tenure_days(row: Row, known: _Known) -> None:
    for part in row["planned"].split():
        if part not in {"start", "end"} or not row[part]:
            raise InputError('planned says which of the dates told is a plan: "start", "end".')
    start, end = (window(row[c]) if row[c] else None for c in ("start", "end"))
    if start and end and start.first and end.last and end.last < start.first:
        raise InputError(f"end {row['end']} is before start {row['start']}.")
    first, last = known.days(row["seen"])
    if start and start.first and last and last < start.first:
        raise InputError(f"seen {row['seen']} is before start {row['start']}.")
    if end and end.last and first and end.last < first:
        raise InputError(f"seen {row['seen']} is after end {row['end']}.")


def _check_period(row: Row, known: _Known) -> None:
    known.require("council", row["council"])
    for _, value in _dates(row, "start", "end"):
        window(value)


def _check_support(row: Row, known: _Known) -> None:
    _check_period(row, known)
    known.require("council", row["supporter"])


def _check_identity(row: Row, known: _Known) -> None:
    known.require("decision", row["decision"])
    xsd_date(row["decided_on"])
    for column in ("a", "b"):
        if not re.fullmatch(r"[a-z0-9-]+@[a-z0-9-]+", row[column]):
            raise InputError(f'{column} "{row[column]}" must look like debbie-jones@croydon.')


def _check_previous(row: Row, known: _Known) -> None:
    known.require("inspection", row["inspection"])
    xsd_date(row["told"])
    if row["date_of"] not in {"inspection", "publication"}:
        raise InputError('date_of is "inspection" or "publication".')
    if row["grade"]:
        known.require("grade", row["grade"])
        known.require("aspect", row["aspect"])


def _check_name(row: Row, _known: _Known) -> None:
    if not re.fullmatch(r"[a-z0-9-]+@[a-z0-9-]+", row["mention"]):
        raise InputError(f'mention "{row["mention"]}" must look like debbie-jones@croydon.')
    if not re.fullmatch(r"[a-z0-9-]+", row["name"]):
        raise InputError(f'name "{row["name"]}" must look like debbie-jones.')


def _check_path(row: Row, _known: _Known) -> None:
    for column in ("path", "replaced_by"):
        if not re.fullmatch(r"[a-z]+/[a-z0-9.-]+", row[column]):
            raise InputError(f'{column} "{row[column]}" must look like person/debbie-jones.')


_CHECKS: dict[str, Callable[[Row, _Known], None]] = {
    "sources": _check_source,
    "document_addresses": _check_address,
    "councils": _check_council,
    "council_names": _check_council_name,
    "council_codes": _check_code,
    "council_neighbours": _check_neighbour,
    "council_links": _check_link,
    "inspections": _check_inspection,
    "judgements": _check_judgement,
    "inspectors": _check_inspector,
    "tenures": _check_tenure,
    "addressees": _check_addressee,
    "interventions": _check_period,
    "mayoralties": _check_period,
    "support": _check_support,
    "identities": _check_identity,
    "names": _check_name,
    "paths": _check_path,
    "previous": _check_previous,
}
