"""The library: the graph as an rdflib `Graph`, and rows of Python values."""

from __future__ import annotations

import datetime as dt
import io
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib

import ofsted_graph
from ofsted_graph.errors import InputError, MissingExtraError, UnknownNameError, UsageError
from ofsted_graph.query.answer_rows import Rows

TYPED = """SELECT ?integer ?decimal ?double ?yes ?date ?month ?text ?iri ?none {
  BIND(1 AS ?integer) BIND(1.50 AS ?decimal) BIND(2e0 AS ?double) BIND(true AS ?yes)
  BIND("2020-02-29"^^xsd:date AS ?date) BIND("2020-02"^^xsd:gYearMonth AS ?month)
  BIND("a" AS ?text) BIND(council:kent AS ?iri)
}"""


@pytest.fixture
def loaded(graph_file: Path) -> rdflib.Graph:
    return ofsted_graph.load(graph_file)


def test_load_gives_an_rdflib_graph_with_our_prefixes(loaded: rdflib.Graph) -> None:
    council = rdflib.URIRef("https://w3id.org/ofsted-graph/id/council/northwold")
    assert isinstance(loaded, rdflib.Graph)
    assert str(loaded.value(council, rdflib.RDFS.label)) == "Northwold"
    codes = loaded.query("SELECT ?code { council:northwold ofg:dfeCode ?code }").bindings
    assert [str(row[rdflib.Variable("code")]) for row in codes] == ["991"]
    assert "council:northwold" in loaded.serialize(format="turtle")


@pytest.mark.parametrize("name", ["graph.csv", "none.ttl"])
def test_a_file_that_is_no_graph_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "graph.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(InputError, match=name):
        ofsted_graph.load(tmp_path / name)


def test_query_answers_a_named_query(loaded: rdflib.Graph) -> None:
    rows = ofsted_graph.query("ratings-of-council", graph=loaded, council="Northwold")
    assert rows.columns[:3] == ["council", "inspection", "published"]
    assert [(row["gradeLabel"], row["started"]) for row in rows] == [
        ("Requires improvement to be good", dt.date(2019, 6, 10)),
        ("Inadequate", dt.date(2016, 4, 25)),
    ]


def test_query_answers_text_and_files(loaded: rdflib.Graph, tmp_path: Path) -> None:
    text = "SELECT (COUNT(?c) AS ?n) { ?c a ofg:Council }"
    asked = tmp_path / "count.rq"
    asked.write_text(text, encoding="utf-8")
    for question in (text, str(asked)):
        assert list(ofsted_graph.query(question, graph=loaded)) == [{"n": 3}]
    assert list(ofsted_graph.query("ASK { ?s ?p ?o }", graph=loaded)) == [{"answer": True}]


def test_query_asks_any_rdflib_graph() -> None:
    graph = rdflib.Graph().parse(data="<http://a> <http://b> 'c' .", format="turtle")
    assert list(ofsted_graph.query("SELECT ?o { ?s ?p ?o }", graph=graph)) == [{"o": "c"}]


def test_cells_are_python_values() -> None:
    (row,) = ofsted_graph.query(TYPED, graph=rdflib.Graph())
    assert row == {
        "integer": 1,
        "decimal": Decimal("1.50"),
        "double": 2.0,
        "yes": True,
        "date": dt.date(2020, 2, 29),
        "month": "2020-02",
        "text": "a",
        "iri": "https://w3id.org/ofsted-graph/id/council/kent",
        "none": None,
    }


def test_a_number_or_day_that_is_none_stays_text() -> None:
    text = 'SELECT ?d { VALUES ?d { "2021-02-30"^^xsd:date "x"^^xsd:integer "y"^^xsd:decimal } }'
    assert [row["d"] for row in ofsted_graph.query(text, graph=rdflib.Graph())] == [
        "2021-02-30",
        "x",
        "y",
    ]


def test_what_cannot_be_asked_is_refused(loaded: rdflib.Graph) -> None:
    with pytest.raises(UnknownNameError, match='Did you mean "career"'):
        ofsted_graph.query("carer", graph=loaded)
    with pytest.raises(UsageError, match="needs council"):
        ofsted_graph.query("in-charge", graph=loaded)
    with pytest.raises(UsageError, match='no parameter "person"'):
        ofsted_graph.query("in-charge", graph=loaded, council="Northwold", person="x")
    with pytest.raises(UsageError, match="has no rows"):
        ofsted_graph.query("CONSTRUCT WHERE { ?s ?p ?o }", graph=loaded)


def test_rows_are_a_sequence() -> None:
    rows = Rows(["a"], [{"a": 1}, {"a": 2}, {"a": 3}])
    assert (len(rows), rows[0], rows[-1]) == (3, {"a": 1}, {"a": 3})
    assert list(rows[1:]) == [{"a": 2}, {"a": 3}]
    assert repr(rows) == "<3 rows: a>"
    assert rows.index({"a": 2}) == 1


ROWS = Rows(["name", "day", "none"], [{"name": "a", "day": dt.date(2020, 1, 2), "none": None}])


def test_rows_become_frames() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("polars")
    assert isinstance(ROWS.to_pandas(), pandas.DataFrame)
    assert list(ROWS.to_pandas().columns) == ROWS.columns == ROWS.to_polars().columns
    assert ROWS.to_polars().rows(named=True) == list(ROWS)
    assert Rows(["a"], []).to_polars().columns == ["a"] == list(Rows(["a"], []).to_pandas())


def test_rows_show_themselves_in_a_notebook() -> None:
    rows = Rows(["name", "grade"], [{"name": "<b>Kent</b>", "grade": None}] * 60)
    shown = rows._repr_html_()
    assert shown.count("<tr>") == 51
    assert "&lt;b&gt;Kent&lt;/b&gt;" in shown
    assert "The first 50 of 60 rows" in shown


def test_rows_become_a_parquet_file_with_types() -> None:
    import polars as pl

    rows = ofsted_graph.query(TYPED)
    frame = pl.read_parquet(io.BytesIO(rows.to_parquet()))
    assert frame["date"].to_list() == [dt.date(2020, 2, 29)]
    assert frame["integer"].to_list() == [1]


@pytest.mark.parametrize(("library", "extra"), [("pandas", "pandas"), ("polars", "tables")])
def test_a_frame_s_library_may_be_missing(
    library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=rf"ofsted-graph\[{extra}\]"):
        getattr(ROWS, f"to_{library}")()


def test_queries_are_listed_with_what_they_answer() -> None:
    listed = ofsted_graph.named_queries()
    assert listed["career"] == "The posts of a person, in order of time."
    assert list(listed) == sorted(listed)
