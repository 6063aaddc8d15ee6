"""The commands `query` and `queries`: what they print, and how they refuse."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from commands import Cli

from ofsted_graph.query.result_formats import FORMATS

COUNCILS = "SELECT ?c ?name { ?c a ofg:Council ; rdfs:label ?name } ORDER BY ?c"
ID = "https://w3id.org/ofsted-graph/id"


def test_a_named_query_is_csv_in_a_pipe(cli: Cli, graph_file: Path) -> None:
    told = cli("query", "ratings-of-council", "-p", "council=nwd", "--data", graph_file)
    rows = [line.split(",") for line in told.out.splitlines()]
    assert (told.code, told.err) == (0, "")
    assert rows[0][:6] == [
        *("council", "inspection", "published", "framework", "grade", "gradeLabel"),
    ]
    assert [(row[1].removeprefix(ID), row[5]) for row in rows[1:]] == [
        ("/inspection/northwold.ilacs.2019-06-10", "Requires improvement to be good"),
        ("/inspection/northwold.sif.2016-04-25", "Inadequate"),
    ]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", f"c,name\n{ID}/council/easterby,Easterby\n"),
        ("tsv", f'?c\t?name\n<{ID}/council/easterby>\t"Easterby"\n'),
        ("md", "| c | name |\n| --- | --- |\n| council:easterby | Easterby |\n"),
        ("table", "c: Easterby\nname: Easterby\n"),
    ],
)
def test_text_is_asked_with_our_prefixes(
    cli: Cli, graph_file: Path, form: str, expected: str
) -> None:
    asked = COUNCILS.replace("?c a", "VALUES ?c { council:easterby } ?c a")
    told = cli("query", "-e", asked, "--format", form, "--data", graph_file)
    assert told.code == 0
    if form == "table":
        assert [line.split() for line in told.out.splitlines()] == [
            ["c", "name"], ["Easterby", "Easterby"]]  # fmt: skip
        assert told.err == "1 row\n"
    else:
        assert (told.out.replace("\r\n", "\n"), told.err) == (expected, "")


def test_a_file_and_standard_input_are_asked_too(
    cli: Cli, graph_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "councils.rq"
    asked.write_text(COUNCILS, encoding="utf-8")
    from_file = cli("query", asked, "--data", graph_file)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(COUNCILS.encode())))
    from_input = cli("query", "-", "--data", graph_file)
    assert from_file == from_input
    assert from_file.out.count("\n") == 4


def test_a_file_s_ending_tells_the_format(cli: Cli, graph_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.srj"
    told = cli("query", "-e", COUNCILS, "-o", target, "--data", graph_file)
    assert told == (0, "", "")
    assert len(json.loads(target.read_bytes())["results"]["bindings"]) == 3


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "md", "html", "table"])
def test_fail_on_rows_fails_on_rows_only(cli: Cli, graph_file: Path, form: str) -> None:
    none = "SELECT ?c ?name { ?c a ofg:Council ; rdfs:label ?name , 'nobody' }"
    for asked, code in ((COUNCILS, 1), (none, 0)):
        told = cli("query", "-e", asked, "--fail-on-rows", "-f", form, "--data", graph_file)
        assert told.code == code


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "xml"])
def test_fail_on_rows_fails_on_triples(cli: Cli, graph_file: Path, form: str) -> None:
    for name, code in (("Northwold", 1), ("nobody", 0)):
        asked = (
            f"CONSTRUCT {{ ?s rdfs:label ?o }} {{ ?s rdfs:label ?o FILTER(STR(?o) = '{name}') }}"
        )
        told = cli("query", "-e", asked, "--fail-on-rows", "-f", form, "--data", graph_file)
        assert told.code == code


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_fail_on_rows_fails_on_yes(cli: Cli, graph_file: Path, form: str) -> None:
    for term, code in (("ofg:Council", 1), ("ofg:Bound ; ofg:start 1", 0)):
        asked = f"ASK {{ ?c a {term} }}"
        told = cli("query", "-e", asked, "--fail-on-rows", "-f", form, "--data", graph_file)
        assert told.code == code


ROW_FORMATS = '"table", "record", "md", "html", "csv", "tsv", "json", "xml", "xlsx" or "parquet"'
REFUSED = [
    (["query", "in-charg"],
     'unknown query "in-charg". Did you mean "in-charge"?'),
    (["query", "zzz"], 'unknown query "zzz". `ofsted-graph queries` lists them.'),
    (["query", "in-charge"], 'in-charge needs council: try -p council="Tower Hamlets".'),
    (["query", "in-charge", "-p", "council=Norwald"],
     'unknown council "Norwald". Did you mean "Northwold"?'),
    (["query", "in-charge", "-p", "council=Northwold", "-p", "person=x"],
     'in-charge has no parameter "person"; it takes council.'),
    (["query", "sources", "-p", "council=Northwold"],
     'sources takes no parameter; "council" was given.'),
    (["query", "in-charge", "-p", "council"],
     '"council" is no parameter; write -p name=value.'),
    (["query", "in-charge", "-p", "council=a", "-p", "council=b"],
     "the parameter council is given twice."),
    (["query", "in-charge", "-p", "council=x> } ; DROP ALL #"],
     'unknown council "x> } ; DROP ALL #". `ofsted-graph query councils` lists them.'),
    (["query", "in-charge", "-p", "council=a\nb\0"],
     'unknown council "a\\nb\\x00". `ofsted-graph query councils` lists them.'),
    (["query", "-e", "SELECT * { ?a skso:b ?c }"],
     ("the prefix skso: is not declared. Did you mean skos: ?\n"
     "   1 | SELECT * { ?a skso:b ?c }\n"
     "                     ^")),
    (["query"],
     "name one query, a file, - or -e SPARQL; `ofsted-graph queries` lists the names."),
    (["query", "sources", "-e", "ASK {}"],
     "name one query, a file, - or -e SPARQL; `ofsted-graph queries` lists the names."),
    (["query", "sources", "--format", "docx"],
     f'"docx" is no format; use one of {", ".join(FORMATS)}.'),
    (["query", "sources", "-o", "a.docx"],
     'no format has the ending of "a.docx"; give one with --format.'),
    (["query", "sources", "--format", "ttl"],
     f"ttl cannot hold rows; use {ROW_FORMATS}."),
    (["query", "no/such.rq"], "no/such.rq: cannot be read (No such file or directory)."),
    (["queries", "in-charg"], 'unknown query "in-charg". Did you mean "in-charge"?'),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message"), REFUSED)
def test_what_cannot_be_asked_is_refused_in_a_line(
    cli: Cli, graph_file: Path, words: list[str], message: str
) -> None:
    told = cli(*words, *(["--data", graph_file] if words[0] == "query" else []))
    assert told == (2, "", f"ofsted-graph: {message}\n")


def test_a_graph_that_cannot_be_read_is_refused(cli: Cli, built: bytes, tmp_path: Path) -> None:
    half, empty, table = tmp_path / "half.ttl", tmp_path / "empty.ttl", tmp_path / "a.csv"
    half.write_bytes(built[: len(built) // 2])
    empty.write_bytes(b"")
    told = cli("query", "sources", "--data", half)
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert told.err.startswith(f"ofsted-graph: {half}: is not whole or not Turtle (")
    assert told.err.endswith("; make it again with `ofsted-graph build`.\n")
    for path, problem in (
        (empty, "holds no triples; make it with `ofsted-graph build`."),
        (tmp_path / "none.ttl", "cannot be read (No such file or directory)."),
        (tmp_path, ("is none of .ttl, .nt, .nq, .trig, .rdf, .xml, .jsonld; "
                   "name a graph by its ending.")),
        (table, ("is none of .ttl, .nt, .nq, .trig, .rdf, .xml, .jsonld; "
                "name a graph by its ending.")),
    ):  # fmt: skip
        told = cli("query", "sources", "--data", path)
        assert told == (2, "", f"ofsted-graph: {path}: {problem}\n")


def test_ten_megabytes_of_garbage_are_refused(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    garbage = bytes(range(256)) * 40_000
    path = tmp_path / "garbage.rq"
    path.write_bytes(garbage)
    assert cli("query", path) == (
        2, "", f"ofsted-graph: {path}: is no query: it is larger than 1,000,000 characters.\n"
    )  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(garbage)))
    assert cli("query", "-") == (
        2, "", "ofsted-graph: the query has more than 1,000,000 characters.\n"
    )  # fmt: skip
    path.write_bytes(garbage[:1000])
    told = cli("query", path)
    assert told == (2, "", f"ofsted-graph: {path}: is not UTF-8 text (byte 128).\n")


def test_a_header_that_is_no_yaml_is_refused(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.rq"
    path.write_text("#+ summary: 'open\nASK {}\n", encoding="utf-8")
    told = cli("query", path)
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert "the #+ header is not YAML" in told.err


def test_queries_lists_every_query(cli: Cli) -> None:
    told = cli("queries")
    assert told.code == 0
    listed = {line.split()[0]: line for line in told.out.splitlines()}
    assert (
        listed["career"].split(maxsplit=1)[1] == "The posts of a person, in order of time. (person)"
    )
    assert len(listed) == told.out.count("\n")


def test_queries_shows_one_as_it_can_be_asked(cli: Cli) -> None:
    told = cli("queries", "career")
    assert told.code == 0
    assert told.out.splitlines()[:4] == [
        "career: The posts of a person, in order of time.",
        "  -p person=…  person: The person asked about.",
        "",
        'Example: ofsted-graph query career -p person="Debbie Jones"',
    ]
    assert "#+" not in told.out
    assert "SELECT DISTINCT ?person ?organisation" in told.out
