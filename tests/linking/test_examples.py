"""The worked examples, on small tables of our own in the shape of the real ones."""

from __future__ import annotations

import shlex
from pathlib import Path

import polars
import pytest
from pyoxigraph import RdfFormat, Store

from ofsted_graph.linking.csvw import read_description
from ofsted_graph.linking.linked_rows import CouncilColumns, link_rows
from ofsted_graph.linking.reconcile import Reconciler
from ofsted_graph.linking.running import Summary
from ofsted_graph.linking.tables import open_table
from ofsted_graph.query.store import add_file, load_store

EXAMPLES = Path(__file__).parents[2] / "examples"


def asked(
    name: str, table: Path, columns: CouncilColumns, reconciler: Reconciler
) -> list[list[str]]:
    """Link a table as an example does, and ask its question."""
    folder = EXAMPLES / name
    metadata = next(folder.glob("*-metadata.json"), None)
    told = (
        None
        if metadata is None
        else read_description(metadata, metadata.name.removesuffix("-metadata.json"))
    )
    summary = Summary()
    chunks = link_rows(
        open_table(table, titles=told.titles if told else ()),
        reconciler,
        mapping=(folder / "mapping.rq").read_text(encoding="utf-8"),
        description=told,
        columns=columns,
        summary=summary,
    )
    store = load_store()
    store.bulk_load(b"".join(chunks), format=RdfFormat.N_TRIPLES)
    assert summary.statuses["accepted"] > 0
    answer = store.query((folder / "question.rq").read_text(encoding="utf-8"))
    return [[value.value for value in row] for row in answer]  # type: ignore[union-attr]


def test_agency_staff_by_grade(tmp_path: Path, reconciler: Reconciler) -> None:
    path = tmp_path / "lait.parquet"
    rows = [
        ("Work_Force_Agecy_Rate", "2020", "Tower Hamlets", "12.5", 211.0),
        ("Work_Force_Agecy_Rate", "2020", "Northamptonshire", "40", 928.0),
        ("Work_Force_Agecy_Rate", "2020", "Kent", "NA", 886.0),
        ("Work_Force_Agecy_Rate", "2020", "England", "15", 970.0),
        ("Something else (%)", "2020", "Tower Hamlets", "1", 211.0),
    ]
    names = ["Short Desc", "Years", "LA and Regions", "Values", "LA Number"]
    polars.DataFrame(rows, schema=names, orient="row").write_parquet(path)
    columns = CouncilColumns("LA and Regions", "LA Number")
    assert asked("lait-indicators", path, columns, reconciler) == [
        ["2020", "Good", "1", "12.5"],
        ["2020", "Inadequate", "1", "40"],
    ]


def test_the_cube_is_described_as_it_is_made() -> None:
    store = Store()
    add_file(store, EXAMPLES / "lait-indicators" / "structure.ttl")
    answer = store.query(
        """PREFIX qb: <http://purl.org/linked-data/cube#>
        SELECT ?property { ?structure qb:component/(qb:dimension|qb:measure) ?property }"""
    )
    described = {row["property"].value for row in answer}  # type: ignore[union-attr]
    mapping = (EXAMPLES / "lait-indicators" / "mapping.rq").read_text(encoding="utf-8")
    assert len(described) == 4
    for iri in described:
        assert f":{iri.rpartition('#')[2]} ?" in mapping


def test_grades_by_party_control(tmp_path: Path, reconciler: Reconciler) -> None:
    header = "id,council id,authority,year,total,con,lab,ld,green,ukip,ref,pc,snp,other,majority\n"
    path = tmp_path / "opencouncildata-control-2016-2026.csv"
    path.write_text(
        f"{header}1,9,Tower Hamlets,2017,45,5,22,0,0,0,0,0,0,18,Lab plurality\n"
        "2,9,Tower Hamlets,2019,45,2,42,1,0,0,0,0,0,0,Lab\n"
        "3,8,Adur,2019,29,15,3,0,0,8,0,0,0,3,Con,E07000223\n"
    )
    columns = CouncilColumns("authority", "", "year")
    assert asked("party-control", path, columns, reconciler) == [
        ["Labour", "Good", "1"],
        ["no overall control", "Inadequate", "1"],
    ]


def test_area_send_against_the_councils_own_grade(tmp_path: Path, reconciler: Reconciler) -> None:
    header = "la_code,outcome_grade,previous_inspection_date,inspection_start_date,publication_date"
    path = tmp_path / "send.csv"
    path.write_text(
        f"{header}\n303,3.0,01/01/1900,27/11/23,23/02/24\n304,1.0,27/01/2017,18/11/24,04/02/25\n"
    )
    columns = CouncilColumns("la_code")
    ((council, grade, _, outcome, published),) = asked("area-send", path, columns, reconciler)
    assert (council, grade, outcome) == ("Bexley", "Outstanding", "widespread failings")
    assert published == "2024-02-23"


@pytest.mark.parametrize("name", ["lait-indicators", "party-control", "area-send"])
def test_the_docs_show_the_commands_that_are_run(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    import run  # type: ignore[import-not-found]

    docs = (EXAMPLES.parent / "docs" / "linking.md").read_text(encoding="utf-8")
    for command in run.commands(name, Path("../shared/tables/other")):
        assert f"$ {shlex.join(command)}" in docs
