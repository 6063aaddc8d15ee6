from __future__ import annotations

import csv
from pathlib import Path

import pytest
from commands import Cli
from pyoxigraph import Literal, Quad, RdfFormat, Store, parse

from ofsted_graph.answers.graph_formats import FORMATS, export, export_tables, format_of
from ofsted_graph.answers.spreadsheets import TABLES
from ofsted_graph.errors import InputError, UsageError
from ofsted_graph.model import ID
from ofsted_graph.query.store import read_turtle
from ofsted_graph.vocab import OFG, SKOS, thing

Tables = dict[str, list[dict[str, str]]]
RDF = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "xml": RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def tables(built: bytes, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("tables")
    written = export_tables(read_turtle(built), folder)
    assert sorted(written) == sorted(folder.iterdir())
    return {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
        for path in written
    }


@pytest.mark.parametrize("form", RDF)
def test_rdf_formats_hold_every_triple(form: str, graph: Store) -> None:
    content = export(graph, form)
    assert {quad.triple for quad in parse(content, RDF[form])} == {quad.triple for quad in graph}


@pytest.mark.parametrize("form", list(RDF))
def test_same_graph_gives_the_same_bytes(form: str, graph: Store) -> None:
    other = Store()
    other.extend(sorted(graph, key=lambda quad: str(quad.object)))
    assert export(graph, form) == export(other, form)


def test_turtle_is_the_built_file(graph: Store, built: bytes) -> None:
    assert export(graph, "ttl") == built


def test_tables_have_a_row_for_each_thing(tables: Tables, graph: Store) -> None:
    assert set(tables) == set(TABLES)
    assert {name: len(rows) for name, rows in tables.items()} == {
        "councils": 3,
        "people": 9,
        "tenures": 8,
        "inspections": 5,
        "judgements": 7,
        "interventions": 1,
        "posts": 1,
        "support": 1,
        "sources": 7,
    }


def test_tables_hold_names_beside_iris(tables: Tables) -> None:
    [mayor] = [row for row in tables["tenures"] if row["role"] == "Elected mayor"]
    assert mayor["person"] == f"{ID}person/dee-abara"
    assert mayor["person_name"] == "Dee Abara"
    assert mayor["organisation_name"] == "Northwold"
    assert (mayor["start"], mayor["earliest_start"]) == ("2015-05", "2015-05-01")
    assert mayor["end_reason"] == "removed"
    assert mayor["sources"] == "Northwold's mayor removed, 2021-04, paragraph 2"


def test_cell_with_several_values_has_them_sorted(tables: Tables) -> None:
    [inspection] = [
        row
        for row in tables["inspections"]
        if row["inspection"].endswith("northwold.ilacs.2019-06-10")
    ]
    assert inspection["lead_inspectors"] == "Iris Vane"
    assert inspection["team_inspectors"] == "Máire Ó Sé"
    adoption = [row for row in tables["judgements"] if row["aspect"] == "Adoption performance"]
    assert [(row["grade"], row["rank"]) for row in adoption] == [
        ("Good", "2"),
        ("Requires improvement to be good", "3"),
    ]
    [support] = tables["support"]
    assert (support["council_name"], support["supporter_name"]) == ("Northwold", "Easterby County")


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+44", "-x", "\tx"])
def test_no_cell_is_a_formula(name: str, graph: Store, tmp_path: Path) -> None:
    graph.add(Quad(thing("council", "northwold"), SKOS.altLabel, Literal(name)))
    graph.remove(
        Quad(thing("council", "northwold"), SKOS.altLabel,
             Literal("Metropolitan Borough of Northwold", language="en"))
    )  # fmt: skip
    export_tables(graph, tmp_path)
    with (tmp_path / "councils.csv").open(newline="", encoding="utf-8") as file:
        [northwold] = [row for row in csv.DictReader(file) if row["name"] == "Northwold"]
    unsafe = {"+44"}  # a number, which no spreadsheet runs
    assert northwold["other_names"] == (name if name in unsafe else f"'{name}")


@pytest.mark.parametrize(
    ("name", "form"),
    [("graph.ttl", "ttl"), ("graph.JSONLD", "jsonld"), ("graph.rdf", "xml"), ("tables", "csv"),
     ("net.graphml", "graphml")],
)  # fmt: skip
def test_format_follows_the_ending(name: str, form: str) -> None:
    assert format_of(Path(name)) == form


@pytest.mark.parametrize("name", ["graph.docx", "tables.csv"])
def test_unknown_ending_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=f'the ending of "{name}"; give one with --format'):
        format_of(Path(name))


def test_tables_that_cannot_be_written_are_named(graph: Store, tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("a file")
    with pytest.raises(InputError, match=r"tables/councils\.csv: cannot be written"):
        export_tables(graph, tmp_path / "tables")


def test_command_writes_a_file_by_its_ending(cli: Cli, graph_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "graph.nt"
    assert cli("export", "--data", graph_file, "-o", target) == (0, "", "")
    assert target.read_bytes() == export(read_turtle(graph_file.read_bytes()), "nt")


def test_command_writes_to_standard_output(cli: Cli, graph_file: Path, built: bytes) -> None:
    assert cli("export", "--data", graph_file).out == built.decode()


def test_command_writes_tables_and_names_them(cli: Cli, graph_file: Path, tmp_path: Path) -> None:
    outcome = cli("export", "--data", graph_file, "-o", tmp_path / "tables")
    assert outcome.code == 0
    assert outcome.err.splitlines() == [str(tmp_path / "tables" / f"{name}.csv") for name in TABLES]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-f", "pdf"), f'"pdf" is no format; use one of {", ".join(FORMATS)}.'),
        (("-f", "csv"), "csv is a folder of tables; name it with -o, such as -o tables."),
    ],
)
def test_command_says_what_is_wrong(words: tuple[str, ...], told: str, cli: Cli) -> None:
    assert cli("export", *words) == (2, "", f"ofsted-graph: {told}\n")


def test_own_terms_of_the_tables_exist() -> None:
    classes = {kind for kind, _ in TABLES.values()}
    assert OFG.Tenure in classes
    headings = [[heading for heading, _ in columns] for _, columns in TABLES.values()]
    assert all(len(set(row)) == len(row) for row in headings)
