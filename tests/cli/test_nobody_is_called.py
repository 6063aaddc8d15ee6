"""Nobody is called whom the person did not allow: every command that takes a query, on loopback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Cli
from linking.scripted import Server, reply, rows, server
from pyoxigraph import Store

import ofsted_graph
from ofsted_graph import resources
from ofsted_graph.build.rules import read_rules
from ofsted_graph.errors import InputError, UsageError
from ofsted_graph.validate.check_queries import run_checks
from ofsted_graph.validate.shapes import check_shapes


@pytest.fixture
def stranger() -> Iterator[Server]:
    """Give a server that nobody was allowed to call."""
    with server(lambda _, handler: reply(handler, rows("x", "1"))) as running:
        yield running


FORMS = [
    "SELECT ?x {{ SERVICE <{url}> {{ ?a ?b ?x }} }}",
    "SELECT ?x {{ SERVICE SILENT <{url}> {{ ?a ?b ?x }} }}",
    "SELECT ?x {{ {{ SELECT ?x {{ \\u0053ERVICE <{url}> {{ ?a ?b ?x }} }} }} }}",
    "BASE <{url}> SELECT ?x {{ SERVICE <> {{ ?a ?b ?x }} }}",
    "PREFIX e: <{url}> SELECT ?x {{ SERVICE e: {{ ?a ?b ?x }} }}",
    "SELECT ?x {{ VALUES ?u {{ <{url}> }} SERVICE ?u {{ ?a ?b ?x }} }}",
]
MAPPING = "CONSTRUCT {{ <x:s> <x:p> ?x }} WHERE {{ SERVICE <{url}> {{ ?a ?b ?x }} }}"


@pytest.mark.parametrize("form", FORMS)
def test_a_query_that_was_not_typed_calls_nobody(
    form: str, stranger: Server, tmp_path: Path, graph_file: Path, cli: Cli
) -> None:
    text = form.format(url=stranger.url)
    file = tmp_path / "asked.rq"
    file.write_text(text)
    for words in (
        ("query", file),
        ("query", "-e", text, "--no-service"),
        ("query", "-e", text, "--allow-service", "example.org"),
        ("query", file, "--allow-service", "example.org"),
        ("graph", "--query", file, "-o", tmp_path / "g.html"),
        ("graph", "--query", text, "-o", tmp_path / "g.html"),
    ):
        told = cli(*words, "--data", graph_file)
        assert (told.code, told.out) == (2, ""), words
        assert "calls" in told.err or "a variable could" in told.err or "starts with" in told.err
        assert "Traceback" not in told.err
    with pytest.raises(ofsted_graph.OfstedGraphError):
        ofsted_graph.query(text)
    assert stranger.requests == []


def test_what_is_allowed_is_called(
    stranger: Server, tmp_path: Path, graph_file: Path, cli: Cli
) -> None:
    text = FORMS[0].format(url=stranger.url)
    file = tmp_path / "asked.rq"
    file.write_text(text)
    for words in (("-e", text), (file, "--allow-service", "127.0.0.1")):
        told = cli("query", *words, "--data", graph_file, "-f", "csv")
        assert (told.code, told.out) == (0, "x\r\n1\r\n")
    assert len(stranger.requests) == 2


def test_a_mapping_calls_nobody(stranger: Server, tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "t.csv").write_text("Authority,x\nKent,5\n")
    (tmp_path / "m.rq").write_text(MAPPING.format(url=stranger.url))
    told = cli("link", tmp_path / "t.csv", "-m", tmp_path / "m.rq")
    assert (told.code, told.out) == (2, "")
    assert "a mapping calls nobody" in told.err
    assert stranger.requests == []


def test_checks_rules_and_shapes_call_nobody(
    stranger: Server, tmp_path: Path, graph: Store
) -> None:
    head = "#+ level: error\n#+ problem: P.\n#+ solution: S.\n"
    (tmp_path / "x.rq").write_text(
        f"{head}SELECT ?entity ?property ?value {{ SERVICE <{stranger.url}> {{ ?entity ?property "
        f"?value }} }}"
    )
    with pytest.raises(UsageError, match="calling out is off"):
        list(run_checks(graph, tmp_path))

    rules = Path(shutil.copytree(resources.ontology() / "rules", tmp_path / "rules"))
    (rules / "999-x.rq").write_text(
        "#+ rule: x\n#+ label: X\n#+ says: >-\n#+   X.\n" + MAPPING.format(url=stranger.url)
    )
    with pytest.raises(InputError, match="a rule calls nobody"):
        read_rules(rules)

    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:s> a sh:NodeShape ; sh:targetNode <x:n> ; "
        f'sh:sparql [ sh:select "SELECT $this {{ SERVICE <{stranger.url}> {{ ?a ?b ?c }} }}" ] .'
    )
    with pytest.raises(InputError, match="calls an endpoint"):
        list(check_shapes(graph, shapes))
    assert stranger.requests == []


@pytest.mark.parametrize("ending", ["ttl", "rdf", "jsonld", "trig"])
def test_reading_a_graph_calls_nobody(
    ending: str, stranger: Server, tmp_path: Path, cli: Cli
) -> None:
    texts = {
        "ttl": f"<x:s> <http://www.w3.org/2002/07/owl#imports> <{stranger.url}> .",
        "rdf": f'<!DOCTYPE r [<!ENTITY e SYSTEM "{stranger.url}">]><rdf:RDF xmlns:rdf='
        '"http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="x:"><rdf:Description '
        'rdf:about="x:s"><x:p>&e;</x:p></rdf:Description></rdf:RDF>',
        "jsonld": f'{{"@context": "{stranger.url}", "@id": "x:s", "x:p": "v"}}',
        "trig": f"<{stranger.url}> {{ <x:s> <x:p> <{stranger.url}> }}",
    }
    file = tmp_path / f"g.{ending}"
    file.write_text(texts[ending])
    told = cli("query", "-e", f"SELECT * FROM <{stranger.url}> {{ ?s ?p ?o }}", "--data", file)
    assert "Traceback" not in told.err
    assert stranger.requests == []
