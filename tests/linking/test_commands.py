"""The commands that join the graph with other data, and what `query` asks beside the graph."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from commands import Cli

from linking.scripted import Request, reply, rows, server

Write = Callable[..., Path]
KENT = "https://w3id.org/ofsted-graph/id/council/kent"


def test_reconcile_adds_what_it_found(cli: Cli, write: Write) -> None:
    table = write("who,cost\nKent,1\nCardiff,2\nHerfordshire,3\n")
    done = cli("reconcile", str(table), "--column", "who")
    assert done.code == 0
    assert done.out.splitlines()[1] == (
        f'Kent,1,{KENT},Kent,1.000,accepted,"the name is the known ""kent"""'
    )
    assert done.err.splitlines()[0] == "Rows: 1 accepted, 1 offered, 1 refused."


def test_reconcile_records_offers_and_obeys_decisions(
    cli: Cli, write: Write, tmp_path: Path
) -> None:
    table, decisions = write("who\nHerfordshire\n"), tmp_path / "decisions.csv"
    arguments = ("reconcile", str(table), "-c", "who", "--decisions", str(decisions))
    assert cli(*arguments, "--record").code == 0
    text = decisions.read_text()
    assert text.splitlines()[1].startswith("Herfordshire,council,council:her")
    decisions.write_text(text.replace("unsure", "same"))
    assert "accepted" in cli(*arguments).out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-c", "whom"), 'unknown column "whom". Did you mean "who"?'),
        (("-c", "who", "--as", "school"), 'unknown kind of thing "school"'),
        (("-c", "who", "--record"), "--record needs a file"),
        (("-c", "who", "-f", "xlsx"), '"xlsx" is no format of matches'),
        (("-c", "who", "--decisions", "none.csv"), "no such file of decisions"),
    ],
)
def test_reconcile_says_what_is_wrong(
    cli: Cli, write: Write, arguments: tuple[str, ...], words: str
) -> None:
    done = cli("reconcile", str(write("who\nKent\n")), *arguments)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert len(done.err.splitlines()) == 1


def test_reconcile_writes_sssom(cli: Cli, write: Write, tmp_path: Path) -> None:
    output = tmp_path / "found.sssom.tsv"
    done = cli("reconcile", str(write("who\nKent\n")), "-c", "who", "-o", str(output))
    assert (done.code, done.out) == (0, "")
    written = output.read_text()
    assert "\tKent\trdfs literal\tskos:exactMatch\tcouncil:kent\t" in written
    assert str(tmp_path) not in written


def test_link_makes_triples_and_reports(cli: Cli, write: Write, tmp_path: Path) -> None:
    table = write("who,cost\nKent,1\nCardiff,2\n")
    mapping = write("CONSTRUCT { ?council <x:cost> ?cost ; a <x:C> } WHERE { }", "mapping.rq")
    output = tmp_path / "out.nt"
    done = cli("link", str(table), "--mapping", str(mapping), "-o", str(output))
    assert done.code == 0
    assert sorted(output.read_text().splitlines()) == [
        f"<{KENT}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:C> .",
        f'<{KENT}> <x:cost> "1" .',
    ]
    assert done.err.splitlines() == [
        "2 rows made 2 triples.",
        'Councils by "who": 1 found, 0 unsure, 1 refused.',
        "Without a council: Cardiff ×1.",
        "1 row made no triples, first row 2: the mapping left their subject unbound.",
    ]


def test_link_shows_the_mapping_it_would_use(cli: Cli, write: Write) -> None:
    done = cli("link", str(write("who,cost\nKent,1\n")), "--show-mapping")
    assert done.out.startswith("CONSTRUCT {")
    assert "<urn:table:table:cost> ?cost" in done.out


def test_on_a_terminal_it_is_shown_how_far_the_work_is(write: Write, tmp_path: Path) -> None:
    table = write("who,cost\nKent,1\n")
    words = [sys.executable, "-c", "from ofsted_graph.cli.supervisor import main; main()", "link",
             str(table), "-o", str(tmp_path / "out.nt")]  # fmt: skip
    ours, theirs = os.openpty()
    done = subprocess.run(words, stderr=theirs, check=False)
    os.close(theirs)
    said = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "Linking" in said
    assert "1 row made" in said


def test_a_store_is_filled_and_asked(cli: Cli, write: Write, tmp_path: Path) -> None:
    table, store = write("who,cost\nKent,1\n"), tmp_path / "store"
    assert cli("link", str(table), "--store", str(store)).code == 0
    question = (
        "SELECT ?name ?cost { ?row <urn:table:table:cost> ?cost ; dcterms:subject ?council . "
        "?council rdfs:label ?name }"
    )
    done = cli("query", "-e", question, "--with", str(store), "-f", "csv")
    assert done.out.splitlines() == ["name,cost", "Kent,1"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--store", "s", "-o", "o.nt"), "choose one"),
        (("--mapping", "none.rq"), "none.rq: cannot be read"),
        (("-o", "out.jsonld"), "triples are streamed to"),
        (("--column", "whom"), 'unknown column "whom"'),
    ],
)
def test_link_says_what_is_wrong(
    cli: Cli, write: Write, arguments: tuple[str, ...], words: str
) -> None:
    done = cli("link", str(write("who\nKent\n")), *arguments)
    assert done.code == 2
    assert words in done.err


def test_links_are_written_in_three_forms(cli: Cli) -> None:
    assert cli("links", "--to", "ons", "-f", "csv").out.startswith("council,predicate,iri")
    assert "#mapping_set_id:" in cli("links", "--to", "ons", "-f", "sssom").out
    assert "a <http://rdfs.org/ns/void#Linkset>" in cli("links", "--to", "ons").out.replace(
        "void:Linkset", "<http://rdfs.org/ns/void#Linkset>"
    )
    wrong = cli("links", "--to", "geonames")
    assert (wrong.code, wrong.err.count("\n")) == (2, 1)


def test_an_endpoint_stands_in_for_the_graph(cli: Cli) -> None:
    def script(_request: Request, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, rows("label", "Kent"))

    with server(script) as running:
        done = cli(
            "query", "-v", "-e", "SELECT ?label { ?c rdfs:label ?label }", "-f", "csv",
            "--endpoint", running.url,
        )  # fmt: skip
    assert done.out.splitlines() == ["label", "Kent"]
    assert running.requests[0].query.startswith("PREFIX rdfs: <http://www.w3.org/2000/01/")
    assert done.err.startswith(f"{running.url}: rows: 1 (")


def test_an_endpoint_is_asked_alone(cli: Cli, write: Write) -> None:
    graph = str(write("<x:a> <x:b> <x:c> .", "g.ttl"))
    done = cli("query", "-e", "ASK {}", "--endpoint", "http://127.0.0.1:1/", "--data", graph)
    assert (done.code, "leave out --data" in done.err) == (2, True)


def test_a_silent_failure_is_said_to_be_partial(cli: Cli) -> None:
    query = "SELECT ?x { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?x } }"
    done = cli("query", "-e", query, "-f", "csv")
    assert done.code == 0
    assert "The answer is partial: http://127.0.0.1:1/ did not answer and is SILENT." in done.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--no-service",), "calling out is off"),
        (("--allow-service", "example.org"), "is not allowed; allowed: example.org"),
        ((), "http://127.0.0.1:1/ cannot be reached"),
    ],
)
def test_calling_out_is_under_control(cli: Cli, options: tuple[str, ...], words: str) -> None:
    query = "SELECT ?x { SERVICE <http://127.0.0.1:1/> { ?s ?p ?x } }"
    done = cli("query", "-e", query, *options)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_publish_says_when_nobody_is_there(cli: Cli) -> None:
    done = cli("publish", "--endpoint", "http://127.0.0.1:1/query")
    assert done.code == 2
    assert "http://127.0.0.1:1/store" in done.err
