"""Import Ofsted's statistics: every inspection under ILACS with its grades, and a year's visits.

The files differ from year to year, so each has a description of its own; `statistics_tables` reads
them, `statistics_matching` finds which rows tell of one inspection. Every row becomes a claim of
its own: what two sheets or two years say differently of one inspection stays side by side, and the
report lists it.

The rows' links lead to Ofsted's page of the council, by its DfE code or by its URN. A few lead to
another council's page; those are left out and listed.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ofsted_graph.errors import InputError, UnknownNameError
from ofsted_graph.facts.councils import CouncilIndex
from ofsted_graph.facts.fact_tables import Row, read_table
from ofsted_graph.importing.described import (
    DESCRIPTIONS,
    Description,
    read_bytes,
    read_description,
    read_yaml,
)
from ofsted_graph.importing.ods import Sheet, read_workbook
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.replacements import Replacement
from ofsted_graph.importing.statistics_matching import Matched, Told, match
from ofsted_graph.importing.statistics_tables import Claim, read_claims, sheet_names
from ofsted_graph.importing.table_imports import ImportReport, fingerprints

_ORIGIN = "statistics"
_NUMBER = re.compile(r"/provider/44/(\d+)$")
_NAME = re.compile(r"/local-authorities/([a-z-]+)$")


def import_statistics(
    paths: Iterable[Path], facts_dir: Path, *, described: Traversable = DESCRIPTIONS
) -> ImportReport:
    """Read files of Ofsted's statistics into the tables `<table>.statistics.csv`.

    Rows of a file that is not given stay. The councils must be in the facts already.

    Args:
        paths: ODS files, or folders of them.
        facts_dir: Where the fact tables are.
        described: Where `statistics.yaml` and `sources/` are, which describe the files.

    Raises:
        InputError: A file cannot be read or is not as described. The facts are then as before.
    """
    words = read_yaml("statistics.yaml", described)
    index = CouncilIndex.from_folder(facts_dir)
    readings: dict[str, Reading] = {}
    claims: list[tuple[str, Claim]] = []
    for path in _files(paths):
        content = read_bytes(path)
        workbook = read_workbook(path)
        description = _description(workbook, described, path)
        if description.id in readings:
            raise InputError(f"is a second file of {description.id}; give one of them.", path=path)
        reading = readings[description.id] = Reading()
        reading.add("sources", **description.source_row(content))
        claims += (
            (_council(claim, index, path), claim)
            for claim in read_claims(workbook, description, words, path=path)
        )
    matched, unmatched = match(claims, _known(facts_dir, without=readings))
    notes = [
        f"{one.claim.source}, {one.claim.locator}: the inspection of {index[one.council].label} "
        f"published on {one.claim.published} is left out: {one.reason}"
        for one in unmatched
    ]
    for one in matched:
        _add_inspection(one, readings[one.claim.source], words, notes)
    for council, claim in claims:
        _add_council(council, claim, index, readings[claim.source], notes)
    before = fingerprints(facts_dir, _ORIGIN)
    with Replacement(facts_dir, _ORIGIN) as replacement:
        for reading in readings.values():
            replacement.add(reading)
        replacement.write()
    after = fingerprints(facts_dir, _ORIGIN)
    return ImportReport(
        rows=_counts(readings.values()),
        changed=tuple(table for table in after if after[table] != before.get(table)),
        notes=(*dict.fromkeys(notes), *differences(readings.values())),
    )


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files named, and the ODS files in the folders named."""
    found = False
    for path in paths:
        for file in sorted(path.glob("*.ods")) if path.is_dir() else [path]:
            found = True
            yield file
    if not found:
        raise InputError("no ODS file was found there; give Ofsted's files or their folder.")


def _description(workbook: Mapping[str, Sheet], described: Traversable, path: Path) -> Description:
    """Find the description that a file answers to."""
    names = sorted(
        file.name.removesuffix(".yaml")
        for file in described.joinpath("sources").iterdir()
        if file.name.startswith("ofsted-statistics-")
    )
    descriptions = [read_description(name, described) for name in names]
    # A file that has most sheets of a year is of that year; what it lacks is said with its name.
    best = max(descriptions, key=lambda one: len(sheet_names(one) & set(workbook)))
    if missing := sorted(sheet_names(best) - set(workbook)):
        raise InputError(
            f'has no sheet "{missing[0]}"; it has {", ".join(workbook) or "none"}. A file of '
            "another year needs a description of its own.",
            path=path,
        )
    return best


def _council(claim: Claim, index: CouncilIndex, path: Path) -> str:
    """Find a row's council by name, and by ONS code if it has one: both must say the same."""
    try:
        council = index.resolve(claim.council, on=claim.started or claim.published)
        by_code = index.by_code(claim.gss, scheme="gss") if claim.gss else council
    except UnknownNameError as error:
        raise InputError(f"{claim.locator}: {error}", path=path) from error
    if council != by_code:
        raise InputError(
            f'{claim.locator}: "{claim.council}" is {council}, and its code {claim.gss} is '
            f"that of {by_code}.",
            path=path,
        )
    return council


def _known(facts_dir: Path, without: Container[str]) -> list[Told]:
    """Read from the facts what files that are not imported now say of inspections."""
    tables = {}
    for table in ("sources", "inspections"):
        path = facts_dir / f"{table}.{_ORIGIN}.csv"
        tables[table] = read_table(path, table) if path.is_file() else []
    issued = {row["id"]: row["date"] for row in tables["sources"]}
    return [
        Told(
            council=row["council"],
            framework=row["framework"],
            day=datetime.date.fromisoformat(row["inspection"].rpartition(".")[2]),
            published=datetime.date.fromisoformat(row["published"]) if row["published"] else None,
            source=row["source"],
            issued=issued[row["source"]],
        )
        for row in tables["inspections"]
        if row["source"] not in without
    ]


def _add_inspection(
    matched: Matched, reading: Reading, words: Mapping[str, Any], notes: list[str]
) -> None:
    """Add the rows of an inspection and its judgements; a row's own dates only, if it has any."""
    claim = matched.claim
    cited = {"source": claim.source, "locator": claim.locator}
    reading.add(
        "inspections",
        inspection=matched.inspection,
        council=matched.council,
        framework=matched.framework,
        started=str(claim.started or ""),
        published=str(claim.published or ""),
        theme=claim.theme,
        **cited,
    )
    apart = str(matched.day) >= words["care-leavers-apart-from"]
    sure = not claim.printed or apart == ("care-leavers" in claim.printed)
    if not sure:
        notes.append(
            f"{claim.source}, {claim.locator}: the grades for children in care and care leavers "
            f"are left out: from {words['care-leavers-apart-from']} on there are two, before it one"
        )
    for aspect, printed in claim.printed.items():
        if aspect in {"in-care", "care-leavers"} and not sure:
            continue
        # The sheets print the joint judgement of before under the later words for one of the two.
        joint = aspect == "in-care" and not apart
        reading.add(
            "judgements",
            inspection=matched.inspection,
            aspect="in-care-and-care-leavers" if joint else aspect,
            grade=words["grades"][printed],
            printed=printed,
            **cited,
        )


def _add_council(
    council: str, claim: Claim, index: CouncilIndex, reading: Reading, notes: list[str]
) -> None:
    """Add a council's name, and Ofsted's page of it, at the first row of the file that has them."""
    cited = {"source": claim.source, "locator": claim.locator}
    _add_once(reading, "council_names", council, cited, name=claim.council)
    if not claim.link:
        return
    number, name = _NUMBER.search(claim.link), _NAME.search(claim.link)
    other = _owner(index, number.group(1) if number else "", name.group(1) if name else "")
    if other not in ("", council):
        notes.append(
            f"{claim.source}: the link of {index[council].label} is left out: {claim.link} is the "
            f"page of {index[other].label}"
        )
        return
    _add_once(reading, "council_links", council, {**cited, "dataset": "ofsted"}, iri=claim.link)
    if number and len(number.group(1)) > len("301"):
        urn = {**cited, "scheme": "ofsted-urn"}
        _add_once(reading, "council_codes", council, urn, code=number.group(1))


def _owner(index: CouncilIndex, number: str, name: str) -> str:
    """Say whose page an address is, if its number or name is known."""
    try:
        return index.by_code(number) if number else index.resolve(name) if name else ""
    except UnknownNameError:
        return ""


def _add_once(
    reading: Reading, table: str, council: str, cells: Mapping[str, str], **value: str
) -> None:
    rows = reading.rows.get(table, [])
    ((column, text),) = value.items()
    if not any((row["council"], row[column]) == (council, text) for row in rows):
        reading.add(table, council=council, **value, **cells)


def _counts(readings: Iterable[Reading]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for reading in readings:
        for table, rows in reading.rows.items():
            counts[table] += len({tuple(row.values()) for row in rows})
    return dict(sorted(counts.items()))


def differences(readings: Iterable[Reading]) -> list[str]:
    """List what rows say differently of one inspection: a line for each thing.

    Rows that say nothing of it do not differ.
    """
    said: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings:
        for row in reading.rows.get("inspections", ()):
            for column in ("framework", "started", "published"):
                said[row["inspection"], column][row[column]].append(_place(row))
        for row in reading.rows.get("judgements", ()):
            said[row["inspection"], row["aspect"]][row["grade"]].append(_place(row))
    lines = []
    for (inspection, what), places in sorted(said.items()):
        values = {value: where for value, where in places.items() if value}
        if len(values) > 1:
            told = "; ".join(f"{value} ({' and '.join(where)})" for value, where in values.items())
            lines.append(f"{inspection}: {what} differs: {told}")
    return lines


def _place(row: Row) -> str:
    return f"{row['source']}, {row['locator']}"
