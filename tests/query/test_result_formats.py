"""Standard formats are the engine's own; what people read cannot be markup or a formula."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    Literal,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Variable,
    parse,
    parse_query_results,
)

from ofsted_graph.errors import UsageError
from ofsted_graph.query.result_formats import FORMATS, format_of, rendered, spreadsheet_safe
from ofsted_graph.query.sparql import run
from ofsted_graph.query.store import read_turtle

ROWS = "SELECT ?s ?o ?none { ?s rdfs:label ?o } ORDER BY ?s"
HOSTILE = [
    "=HYPERLINK(1)",
    "<script>alert(1)</script>",
    "a|b",
    "**bold** `code` [x](http://y)",
    'x" onmouseover="y',
    "two\nlines",
    "javascript:alert(1)",
    'https://a/" onclick="b',
    "back\\slash",
]


@pytest.fixture(scope="module")
def store(built: bytes) -> Store:
    return read_turtle(built)


def cells(text: str, form: str) -> str:
    """Write one cell in a format."""
    found = run("SELECT ?cell { }", Store(), {Variable("cell"): Literal(text)})
    return rendered(found, form).decode()


@pytest.mark.parametrize(
    ("form", "standard"),
    [
        ("csv", QueryResultsFormat.CSV),
        ("tsv", QueryResultsFormat.TSV),
        ("json", QueryResultsFormat.JSON),
        ("xml", QueryResultsFormat.XML),
    ],
)
def test_result_formats_are_the_engine_s(
    form: str, standard: QueryResultsFormat, store: Store
) -> None:
    output = io.BytesIO()
    solutions = run(ROWS, store)
    assert isinstance(solutions, QuerySolutions)
    solutions.serialize(output, standard)
    assert rendered(run(ROWS, store), form) == output.getvalue()
    assert output.getvalue().count(b"Northwold") > 0


@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
@pytest.mark.parametrize("text", HOSTILE)
def test_standard_formats_alter_nothing(text: str, form: str) -> None:
    endings = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
    found = parse_query_results(cells(text, form), endings.get(form, QueryResultsFormat.TSV))
    assert isinstance(found, QuerySolutions)
    assert [row["cell"] for row in found] == [Literal(text)]


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_alters_nothing(text: str) -> None:
    assert list(csv.reader(io.StringIO(cells(text, "csv"), newline=""))) == [["cell"], [text]]


def test_yes_and_no(store: Store) -> None:
    for text, word in (("ASK { ?s ?p ?o }", "true"), ("ASK { ?s ofg:end 1 }", "false")):
        assert json.loads(rendered(run(text, store), "json"))["boolean"] is (word == "true")
        assert f"<boolean>{word}</boolean>" in rendered(run(text, store), "xml").decode()
        assert rendered(run(text, store), "csv").decode().strip() == word
        assert rendered(run(text, store), "table") == {"true": b"yes\n", "false": b"no\n"}[word]


@pytest.mark.parametrize(
    ("form", "standard"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("jsonld", RdfFormat.JSON_LD),
        ("xml", RdfFormat.RDF_XML),
    ],
)
def test_a_graph_comes_back_from_its_format(form: str, standard: RdfFormat, store: Store) -> None:
    asked = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s a ofg:Council ; rdfs:label ?o }"
    read = {str(quad.triple) for quad in parse(rendered(run(asked, store), form), standard)}
    assert read == {str(triple) for triple in run(asked, store)}  # type: ignore[union-attr]
    assert len(read) == 3


@pytest.mark.parametrize(
    ("text", "form", "message"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv",
         'csv cannot hold a graph; use "ttl", "nt", "jsonld" or "xml".'),
        ("SELECT * { ?s ?p ?o }", "ttl",
         ('ttl cannot hold rows; use "table", "record", "md", "html", "csv", "tsv", "json", '
          '"xml", "xlsx" or "parquet".')),
    ],
)  # fmt: skip
def test_a_format_for_something_else_is_refused(text: str, form: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        rendered(run(text, Store()), form)
    assert str(refused.value) == message


def test_the_format_is_told_by_the_ending() -> None:
    told = {"a.csv": "csv", "a.SRX": "xml", "a.srj": "json", "a.htm": "html", "b.txt": "table"}
    assert {name: format_of(name) for name in told} == told
    assert {form: format_of(f"x.{form}") for form in FORMATS if form != "table"} == {
        form: form for form in FORMATS if form != "table"
    }
    with pytest.raises(UsageError, match=r'^no format has the ending of "x.exe"'):
        format_of("x.exe")


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_keeps_a_cell_in_its_place(text: str) -> None:
    header, rule, row = cells(text, "md").splitlines()
    assert (header, rule) == ("| cell |", "| --- |")
    inner = row.removeprefix("| ").removesuffix(" |")
    for sign in "|<`*_[":
        assert inner.count(sign) == inner.count(f"\\{sign}")
    plain = inner.replace("\\\\", "\0")
    for sign in "|<`*_[":
        plain = plain.replace(f"\\{sign}", sign)
    assert plain.replace("\0", "\\") == " ".join(text.split())


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("text", HOSTILE)
def test_html_holds_text_and_web_links_only(text: str) -> None:
    page = Page()
    page.feed(cells(text, "html"))
    assert text in page.words
    links = [attributes for tag, attributes in page.tags if tag == "a"]
    web = text.startswith("https://")
    assert links == ([{"href": text, "rel": "noopener noreferrer"}] if web else [])
    assert "script" not in {tag for tag, _ in page.tags}
    assert not {name for _, attributes in page.tags for name in attributes if name[:2] == "on"}


@given(st.text(max_size=20) | st.from_regex(r"[=+\-@\t\r].*"))
def test_no_cell_for_a_spreadsheet_is_a_formula(text: str) -> None:
    safe = spreadsheet_safe(text)
    assert safe in {text, f"'{text}"}
    if safe and safe[0] in "=+-@\t\r":
        assert float(safe) is not None


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_numbers_stay_numbers(number: float) -> None:
    assert spreadsheet_safe(str(number)) == str(number)
