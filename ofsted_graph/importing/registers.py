"""Import the registers: which councils there are and were, and every name and code they go by.

Five registers tell of the same councils, each of something else. They are joined on the ONS code,
because their three-letter codes differ for the councils made since 2020; where a register has a
newer ONS code than the others (Barnsley, Sheffield), on the DfE code. The result is checked before
anything is written: how many councils there are, that each code and link belongs to one of them,
and that each name leads back to it.

A legal body that ended while Ofsted and the department went on with the same authority keeps a row
of its own; see `ofsted_graph.facts.councils`.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ofsted_graph.errors import InputError, UnknownNameError
from ofsted_graph.facts.councils import CouncilIndex, core, plain
from ofsted_graph.facts.fact_tables import Row
from ofsted_graph.importing.described import (
    DESCRIPTIONS,
    Description,
    Record,
    read_bytes,
    read_description,
    read_records,
    read_yaml,
)
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.register_model import Body, Register, Registers
from ofsted_graph.importing.register_rows import RowMaker
from ofsted_graph.importing.table_imports import ImportReport, write_tables
from ofsted_graph.model import slug

_ENGLISH = "local-authority-eng:"
_REFORMED = "Pre LGR ("


def import_registers(
    folder: Path, facts_dir: Path, *, described: Traversable = DESCRIPTIONS
) -> ImportReport:
    """Read the registers in a folder into the tables `<table>.registers.csv`.

    Args:
        folder: Where the five files are.
        facts_dir: Where the fact tables are.
        described: Where `councils.yaml` and `sources/` are, which describe the files.

    Raises:
        InputError: A register is missing, is not as described, or together they do not make the
            councils that are expected. The facts are then as they were before.
    """
    settings = read_yaml("councils.yaml", described)
    reading, notes = Reading(), list[str]()

    def register(name: str) -> Register:
        description = read_description(name, described)
        path = folder / description.file
        content = read_bytes(path)
        reading.add("sources", **description.source_row(content))
        records = read_records(content, description, path=path, notes=notes)
        return _checked(description, [r for r in records if _is_ours(r, settings)], path)

    registers = Registers(
        planning=register("planning-data-local-authority"),
        lookup=register("ilacs-provider-lookup"),
        neighbours=register("dfe-statistical-neighbours-2025"),
        dfe_codes=register("openregister-dfe-codes"),
        mysociety=register("mysociety-local-authorities"),
        orders=read_yaml("sources/structural-changes-orders.yaml", described)["orders"],
    )
    RowMaker(_join(registers, settings), registers, settings, reading).add_all()
    check(reading.rows, settings["expect"])
    return write_tables(facts_dir, "registers", reading.rows, notes)


def _checked(description: Description, records: list[Record], path: Path) -> Register:
    if len(records) != (expected := description.expected["councils"]):
        raise InputError(
            f"has {len(records)} English councils where {expected} are expected; if that is right, "
            f"say so in the description {description.id}.yaml.",
            path=path,
        )
    return Register(description.id, records, description.more)


def _is_ours(record: Record, settings: Mapping[str, Any]) -> bool:
    """Say whether a record is on an English council with children's services duties."""
    cells = record.cells
    if "edubase" in cells:
        name, year = cells["name"], cells["name"].removeprefix(_REFORMED)[:4]
        reformed = name.startswith(_REFORMED) and int(year) >= settings["since"]
        return reformed or cells["local-authority"].startswith(_ENGLISH)
    return cells.get("nation", "England") == "England" and (
        cells.get("local-authority-type", "UA") in settings["types"]
    )


def _join(registers: Registers, settings: Mapping[str, Any]) -> list[Body]:
    """Make one body of the records on it, and give each DfE code to the one it is with now."""
    mysociety = {record["gss-code"]: record for record in registers.mysociety.records}
    by_gss = {record["la_code_new"]: record for record in registers.lookup.records}
    by_dfe = {record["la_code"]: record for record in registers.lookup.records}
    of_register = {
        record["local-authority"].removeprefix(_ENGLISH): record
        for record in registers.dfe_codes.records
    }
    of_dfe = {record["edubase"]: record for record in registers.dfe_codes.records}
    gss_codes = {record["statistical-geography"] for record in registers.planning.records}
    if odd := gss_codes ^ set(mysociety):
        raise InputError(
            f"the registers of Planning Data and mySociety do not both have {min(odd)}; look at "
            "which of them is behind."
        )
    bodies = []
    for record in registers.planning.records:
        gss = record["statistical-geography"]
        dfe = of_register.get(record["reference"])
        lookup = by_gss.get(gss)
        if lookup is None and dfe is not None:
            # Only a newer ONS code of the same council, not the same authority's next legal body.
            newer = by_dfe.get(dfe["edubase"])
            lookup = newer if newer and newer["la_code_new"] not in gss_codes else None
        if lookup is not None:
            dfe = of_dfe.get(lookup["la_code"])
        elif dfe is not None and dfe["edubase"] in by_dfe:
            dfe = None
        label = settings["labels"].get(gss) or _plain_name(lookup, gss)
        bodies.append(Body(slug(label), label, record, mysociety[gss], lookup, dfe))
    return bodies


def _plain_name(lookup: Record | None, gss: str) -> str:
    name = lookup["local_authority_ons_name"] if lookup else ""
    if not name or core(name) != plain(name):
        raise InputError(
            f'the council {gss} has no plain name but "{name}"; give it one under labels in '
            "councils.yaml."
        )
    return name


def check(rows: Mapping[str, Sequence[Row]], expected: Mapping[str, int]) -> None:
    """Check that the rows make the expected councils and that nothing is two councils' own.

    Raises:
        InputError: Naming the first thing that is not as it should be.
    """
    index = CouncilIndex(rows["councils"], rows["council_names"], rows["council_codes"])
    ids = {row["id"] for row in rows["councils"]}
    counts = {
        "current": len(index.current),
        "former": len(ids - index.current),
        "neighbours": len(rows["council_neighbours"]),
    }
    for what, count in counts.items():
        if count != expected[what]:
            raise InputError(
                f"the registers make {count} {what}, where {expected[what]} are expected."
            )
    for council in sorted(index.current):
        for scheme in ("gss", "dfe", "ofsted-urn", "register"):
            if not index.codes(council, scheme):
                raise InputError(f"{council} has no {scheme} code in the registers.")
    _check_links(rows["council_links"])
    for row in rows["council_neighbours"]:
        if row["neighbour"] not in ids or row["neighbour"] == row["council"]:
            raise InputError(
                f"{row['council']} has no council for its neighbour {row['neighbour']}."
            )
    _check_names(index, rows["council_names"])


def _check_links(links: Sequence[Row]) -> None:
    owners = Counter(iri for iri, _ in {(row["iri"], row["council"]) for row in links})
    for iri, count in owners.items():
        if count > 1:
            raise InputError(f"{count} councils have the link {iri}.")


def _check_names(index: CouncilIndex, names: Sequence[Row]) -> None:
    """Check that each name leads to its council: today, or on the last day of one that ended."""
    for row in names:
        council = index[row["council"]]
        day = datetime.date.fromisoformat(council.end) if council.end else None
        try:
            found = index.resolve(row["name"], on=day)
        except UnknownNameError as error:
            shared = " and ".join(error.suggestions)
            raise InputError(f'"{row["name"]}" is a name of {shared} at once.') from error
        if found != index.continued_by(council.id):
            raise InputError(f'"{row["name"]}" is a name of {council.id} and leads to {found}.')
