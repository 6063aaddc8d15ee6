"""Files of RDF as people have them, and what a format cannot hold."""

from __future__ import annotations

import gzip
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import rdflib
from commands import Cli
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize

from ofsted_graph.errors import InputError, LimitError, UsageError
from ofsted_graph.query.named_queries import parse_query, read_query
from ofsted_graph.query.result_formats import counted, rendered
from ofsted_graph.query.sparql import run
from ofsted_graph.query.store import FORMATS, add_file
from ofsted_graph.query.syntax import MAX_CLAUSES, check_depth
from ofsted_graph.query.xml_limits import check_properties

ONE = Triple(NamedNode("http://e.org/a"), NamedNode("http://e.org/p"), NamedNode("http://e.org/b"))


@pytest.mark.parametrize("ending", [*FORMATS, *(f"{ending}.gz" for ending in FORMATS)])
def test_every_form_is_read_plain_and_packed(tmp_path: Path, ending: str) -> None:
    content = serialize([ONE], format=FORMATS[ending.removesuffix(".gz")])
    assert content is not None
    path = tmp_path / f"a{ending}"
    path.write_bytes(gzip.compress(content) if ending.endswith(".gz") else content)
    store = Store()
    add_file(store, path)
    assert [quad.triple for quad in store] == [ONE]


@pytest.mark.parametrize("ending", [".ttl", ".nt", ".ttl.gz"])
def test_a_byte_order_mark_is_no_part_of_the_graph(tmp_path: Path, ending: str) -> None:
    content = b"\xef\xbb\xbf<http://e.org/a> <http://e.org/p> <http://e.org/b> .\n"
    path = tmp_path / f"a{ending}"
    path.write_bytes(gzip.compress(content) if ending.endswith(".gz") else content)
    store = Store()
    add_file(store, path)
    assert len(store) == 1


def test_relative_addresses_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<#a> <http://e.org/p> <> .", encoding="utf-8")
    store = Store()
    add_file(store, path)
    (quad,) = store
    assert quad.subject == NamedNode(f"{path.as_uri()}#a")


def test_a_packed_file_that_breaks_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.nt.gz"
    path.write_bytes(gzip.compress(b"<http://e.org/a> <http://e.org/p> 1 .\n" * 99)[:-9])
    with pytest.raises(InputError, match=r"a\.nt\.gz"):
        add_file(Store(), path)


@pytest.mark.parametrize("sign", ["\\u0001", "\\u000b", "\\u001b", "\\ufffe"])
@pytest.mark.parametrize(
    "query", ['SELECT ("a{}b" AS ?x) {{}}', 'CONSTRUCT {{ <http://s> rdfs:label "a{}b" }} {{}}']
)
def test_what_xml_cannot_hold_is_refused(query: str, sign: str) -> None:
    with pytest.raises(UsageError, match="XML cannot hold the character"):
        rendered(run(query.format(sign), Store()), "xml")


def test_a_carriage_return_comes_back_from_xml() -> None:
    content = rendered(run('SELECT ("a\\rb\\r\\nc" AS ?x) {}', Store()), "xml")
    (value,) = (node.text for node in ET.fromstring(content).iter() if node.tag.endswith("literal"))
    assert value == "a\rb\r\nc"


@pytest.mark.parametrize("name", ["2024", "", "a(b)", "-", "x:1/"])
def test_a_property_that_no_element_can_be_is_refused(name: str) -> None:
    triple = Triple(ONE.subject, NamedNode(f"http://e.org/{name}"), ONE.object)
    with pytest.raises(UsageError, match="RDF/XML has no name"):
        check_properties([triple])


@pytest.mark.parametrize("name", ["a", "p2024", "zürich", "a.b-c"])
def test_any_other_property_comes_back(name: str) -> None:
    triple = Triple(ONE.subject, NamedNode(f"http://e.org/{name}"), ONE.object)
    check_properties([triple])
    output = io.BytesIO()
    serialize([triple], output, RdfFormat.RDF_XML)
    ((_, predicate, _),) = rdflib.Graph().parse(data=output.getvalue(), format="xml")
    assert str(predicate) == triple.predicate.value


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "md", "html", "table"])
@pytest.mark.parametrize(("query", "code"), [("SELECT * {}", 1), ("SELECT ?x {FILTER(false)}", 0)])
def test_rows_are_counted_and_not_read_out_of_the_text(
    cli: Cli, form: str, query: str, code: int
) -> None:
    assert cli("query", "-e", query, "-f", form, "--fail-on-rows").code == code


def test_a_counted_answer_is_the_same_answer() -> None:
    query = "SELECT ?x ?y { VALUES (?x ?y) { (1 UNDEF) (<http://e.org> 'a'@en) } }"
    again, rows = counted(run(query, Store()))
    assert rows == 2
    assert json.loads(rendered(again, "json")) == json.loads(rendered(run(query, Store()), "json"))


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ('SELECT ("""say "ofg:nothing" here""" AS ?x) {}', 'say "ofg:nothing" here'),
        ("SELECT ('''it's tenure:a.b.c''' AS ?x) {}", "it's tenure:a.b.c"),
        ('# it\'s ofg:nothing\nSELECT ("a # ofg:nothing" AS ?x) {}', "a # ofg:nothing"),
    ],
)
def test_strings_and_comments_are_no_part_of_a_query(query: str, value: str) -> None:
    (row,) = run(query, Store())  # type: ignore[misc]
    assert row["x"].value == value


def test_a_query_may_begin_with_a_mark(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"\xef\xbb\xbfASK {}")
    assert cli("query", tmp_path / "q.rq").out == "true\n"


def test_blank_nodes_of_other_names_are_no_difference(cli: Cli, tmp_path: Path) -> None:
    one, two = tmp_path / "a.ttl", tmp_path / "b.ttl"
    one.write_text('_:a <http://e/p> "1" ; <http://e/q> [ <http://e/p> "2" ] .', encoding="utf-8")
    two.write_text(
        '_:z <http://e/p> "2" . _:y <http://e/q> _:z ; <http://e/p> "1" .', encoding="utf-8"
    )
    assert cli("diff", one, two).code == 0
    assert cli("diff", one, one).code == 0


def test_a_council_that_has_ended_is_told_with_what_came_after(cli: Cli) -> None:
    told = cli("query", "ratings-of-council", "-p", "council=E10000002", "-f", "csv")
    assert told.out.count("\n") == 1
    assert "council:buckinghamshire came after" in told.err


@pytest.mark.parametrize("ending", [".ttl", ".nt", ".ttl.gz"])
@pytest.mark.parametrize("opening", ["<<( <urn:a> <urn:b> ", "<< <urn:a> <urn:b> "])
def test_terms_nested_too_deep_are_told_and_not_read(
    tmp_path: Path, ending: str, opening: str
) -> None:
    closing = " )>>" if "(" in opening else " >>"
    path = tmp_path / f"a{ending}"
    content = f"<urn:a> <urn:b> {opening * 50_000}<urn:c>{closing * 50_000} .".encode()
    path.write_bytes(gzip.compress(content) if ending.endswith(".gz") else content)
    with pytest.raises(InputError, match="nested more than"):
        add_file(Store(), path)


def test_terms_made_of_triples_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    one = "<urn:a> <urn:b> <<( <urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> )>> .\n"
    path.write_text(one + "".join(f"<urn:{n}> <urn:b> '<< >>' .\n" for n in range(500)))
    store = Store()
    add_file(store, path)
    assert len(store) == 501


def xml_of(entities: str, value: str) -> str:
    return (
        f'<?xml version="1.0"?><!DOCTYPE r [{entities}]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x#">'
        f'<rdf:Description rdf:about="urn:a"><x:p>{value}</x:p></rdf:Description></rdf:RDF>'
    )


def test_entities_that_stand_for_little_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(xml_of('<!ENTITY a "Ada"><!ENTITY b "&a; Wren">', "&b; &amp; &b;"))
    store = Store()
    add_file(store, path)
    assert [quad.object.value for quad in store] == ["Ada Wren & Ada Wren"]


@pytest.mark.parametrize(
    ("entities", "value", "why"),
    [
        (
            '<!ENTITY a0 "aaaaaaaaaa">'
            + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)),
            "&a9;",
            "has entities for",
        ),
        (f'<!ENTITY a "{"a" * 200_000}">', "&a;" * 1000, "has entities for"),
        ('<!ENTITY a "&b;"><!ENTITY b "&a;">', "&a;", "stands for itself"),
    ],
)
def test_entities_that_stand_for_gigabytes_are_told(
    tmp_path: Path, entities: str, value: str, why: str
) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(xml_of(entities, value))
    with pytest.raises(InputError, match=why):
        add_file(Store(), path)


def test_a_value_that_is_longer_than_can_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"<urn:a> <urn:b> '" + b"a" * 40_000_000 + b"' .")
    with pytest.raises(InputError, match="too long"):
        add_file(Store(), path)


@pytest.mark.parametrize(
    "body",
    [
        " ".join(f"BIND({n} AS ?x{n})" for n in range(3000)),
        "?s ?p ?o " + " ".join(f"MINUS {{ ?s ?p {n} }}" for n in range(3000)),
        " ".join(f"VALUES ?x{n} {{ {n} }}" for n in range(3000)),
        " UNION ".join(f"{{ ?s ?p {n} }}" for n in range(3000)),
        "?s ?p ?o " + "optional { ?s ?p ?o } " * 3000,
    ],
)
def test_more_clauses_than_the_engine_bears_are_told(body: str) -> None:
    with pytest.raises(LimitError, match=r"clauses|operators"):
        run(f"SELECT * {{ {body} }}", Store())


def test_words_that_are_no_clauses_do_not_count() -> None:
    words = "?bind <urn:bind> x:bind, 'BIND', ?optional . # BIND\n" * MAX_CLAUSES
    check_depth(f"PREFIX x: <urn:x> SELECT * {{ {words} }}")


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("a: &a [x]\nb: [*a, *a]", "YAML alias"),
        ("summary: [1", "is not YAML"),
        ("- a", "`key: value` lines"),
        ("parameters: 3", "parameters in the #+ header"),
        ("parameters: [x]", "parameters in the #+ header"),
        ("parameters: {council: 5}", "needs a type and a description"),
        ("parameters: {council: {type: council}}", "needs a type and a description"),
        ("example: 2", "example in the #+ header"),
        ("x: 2019-13-01", "is not YAML"),
    ],
)
def test_a_header_that_says_nothing_usable_is_told(header: str, why: str) -> None:
    lines = "".join(f"#+ {line}\n" for line in header.splitlines())
    with pytest.raises(InputError, match=re.escape(why)):
        parse_query(f"{lines}ASK {{}}", "asked")


def test_a_star_in_a_header_is_no_alias() -> None:
    told = parse_query("#+ summary: counts with COUNT(*) over all\nASK {}")
    assert told.summary == "counts with COUNT(*) over all"


@pytest.mark.parametrize("given", ["?x=1", "=1", "council", "a b=1", "1=2"])
def test_a_parameter_has_a_name_that_sparql_takes(given: str, cli: Cli) -> None:
    done = cli("query", "-e", "ASK {}", "-p", given)
    assert done.code == 2
    assert "is no parameter; write -p name=value" in done.err


@pytest.mark.parametrize("seconds", ["inf", "nan", "0", "-1", "1e99", "soon"])
def test_a_time_that_is_none_is_told(seconds: str, cli: Cli) -> None:
    done = cli("query", "councils", "--timeout", seconds)
    assert done.code == 2
    assert "is not a number of seconds from 0.1 to 86,400" in done.err


def test_a_device_is_no_query() -> None:
    with pytest.raises(LimitError, match="is no query"):
        read_query(Path("/dev/zero"))
