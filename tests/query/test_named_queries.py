"""Every query that we ship is visited: its header, its columns, its rows, and two engines.

Oxigraph and rdflib answer on a cut of the shipped graph: a few councils with everything about
them, small enough for rdflib. There the parameters are put in as text, as somebody would who uses
the file with another tool. Check queries, which find nothing in a sound graph, answer on a spoilt
one.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
import yaml
from fact_rows import rewrite, set_cell
from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    QuerySolutions,
    RdfFormat,
    Store,
    Variable,
)
from spoiling import SPOILT, spoil

from ofsted_graph import resources
from ofsted_graph.build.builder import build
from ofsted_graph.query import named_things
from ofsted_graph.query.named_queries import (
    NamedQuery,
    ask,
    bind,
    find_query,
    query_names,
    read_query,
)
from ofsted_graph.query.result_formats import rendered
from ofsted_graph.query.sparql import run
from ofsted_graph.query.store import load_store, read_turtle
from ofsted_graph.validate.check_queries import COLUMNS, Check, read_checks
from ofsted_graph.vocab import OFG, ORG, RDF, thing

FOLDER = resources.queries()
NAMED = [pytest.param(read_query(path), id=path.stem) for path in sorted(FOLDER.glob("*.rq"))]
CHECKS = [pytest.param(check, id=check.rule) for check in read_checks(FOLDER / "checks")]
EVERY = [pytest.param(path, id=path.stem) for path in sorted(FOLDER.rglob("*.rq"))]
SENTENCES = {"summary", "note", "nothing", "problem", "solution"}
COUNCILS = ("tower-hamlets", "croydon", "hackney", "nottingham")
PROMISED = {
    "directors-of-council": "council person name capacity start end",
    "mayors-of-council": "council person name start end",
    "career": "person organisation organisationName role capacity start end",
    "ratings-of-council": "council inspection published framework grade gradeLabel",
    "judgements": "council inspection published aspect grade gradeLabel",
    "ratings-by-year": "year council councilName grade gradeLabel",
    "in-charge": "council inspection started role person name certainty likelihood nearestSeen",
    "in-post-at": "inspection council councilName framework started published grade role person "
    "name certainty likelihood nearestSeen",
    "rating-changes": "council from fromDate to toDate change director directorName certainty "
    "likelihood",
    "director-changes": "council councilName person name capacity start end monthsAtLeast "
    "monthsAtMost",
    "directors-who-moved": "person name fromCouncil toCouncil fromGrade toGrade",
    "inspections-led": "person inspection council councilName published grade",
    "unnamed-directors": "inspection",
    "disagreements": "",
    "sources": "source title kind facts",
}
"""The queries that others rely on, with the columns that come first."""

Cell = tuple[str, str, str] | None


@pytest.fixture(scope="module")
def shipped() -> Store:
    return load_store()


@pytest.fixture(scope="module")
def reversed_(shipped: Store) -> Store:
    """Give the shipped graph, read from its last triple to its first."""
    lines = _n_triples(shipped).splitlines(keepends=True)
    store = Store()
    store.load(b"".join(sorted(lines, reverse=True)), RdfFormat.N_TRIPLES)
    return store


@pytest.fixture(scope="module")
def cut(shipped: Store) -> Store:
    """Give a few councils of the shipped graph with everything about them."""
    whole = {thing("council", name) for name in COUNCILS}
    for term in (OFG.council, ORG.organization, OFG.inspection, OFG.tenure, OFG.about):
        for node in list(whole):
            found = shipped.quads_for_pattern(None, term, node, None)
            whole |= {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}
    classes = (OFG.Council, OFG.Inspection, OFG.Tenure)
    elsewhere = {
        quad.subject
        for kind in classes
        for quad in shipped.quads_for_pattern(None, RDF.type, kind, None)
    } - whole
    store, waiting, seen = Store(), list(whole), set(elsewhere)
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for quad in shipped.quads_for_pattern(node, None, None, None):
            if quad.object not in elsewhere:
                store.add(quad)
                if isinstance(quad.object, NamedNode):
                    waiting.append(quad.object)
    return store


@pytest.fixture(scope="module")
def cut_in_rdflib(cut: Store) -> rdflib.Graph:
    return _in_rdflib(cut)


@pytest.fixture(scope="module")
def spoilt(built: bytes) -> Store:
    """Give the invented graph with everything wrong that a check query looks for."""
    store = read_turtle(built)
    for case in sorted(SPOILT, key=lambda case: not case.out):
        spoil(store, case)
    return store


@pytest.fixture(scope="module")
def spoilt_in_rdflib(spoilt: Store) -> rdflib.Graph:
    return _in_rdflib(spoilt)


def _n_triples(store: Store) -> bytes:
    output = io.BytesIO()
    store.dump(output, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return output.getvalue()


def _in_rdflib(store: Store) -> rdflib.Graph:
    return rdflib.Graph(bind_namespaces="none").parse(data=_n_triples(store), format="nt")


def ours(answer: object) -> list[tuple[Cell, ...]]:
    """Give Oxigraph's rows, sorted."""
    assert isinstance(answer, QuerySolutions)
    return _sorted([tuple(_our_cell(cell) for cell in row) for row in answer])


def _our_cell(term: object) -> Cell:
    if isinstance(term, Literal):
        return _cell(term.value, term.datatype.value, term.language or "")
    return None if term is None else _cell(str(term)[1:-1])


def theirs(graph: rdflib.Graph, text: str) -> list[tuple[Cell, ...]]:
    """Give rdflib's rows, sorted."""
    return _sorted([tuple(map(_their_cell, row)) for row in graph.query(text)])  # type: ignore[arg-type]


def _their_cell(term: object) -> Cell:
    if isinstance(term, rdflib.Literal):
        other = rdflib.RDF.langString if term.language else rdflib.XSD.string
        return _cell(str(term), str(term.datatype or other), term.language or "")
    return None if term is None else _cell(str(term))


def _cell(value: str, datatype: str = "", language: str = "") -> Cell:
    """Give a term as both engines have it: 4 and 4.0 are one decimal."""
    if datatype.endswith("#decimal"):
        value = str(Decimal(value).normalize())
    return value, datatype, language


def _sorted(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    return sorted(rows, key=lambda row: [cell or ("", "", "") for cell in row])


def put_in(query: NamedQuery, store: Store) -> str:
    """Write a query's example into its text, as a user of another tool would."""
    values = bind(query, query.example, store)
    block = " ".join(f"VALUES {variable} {{ {term} }}" for variable, term in values.items())
    text, count = re.subn(r"WHERE \{", f"WHERE {{ {block}", query.text, count=1)
    assert count == 1
    return text


def columns(query: NamedQuery, store: Store) -> list[str]:
    answer = run(query.text, store)
    assert isinstance(answer, QuerySolutions)
    return [variable.value for variable in answer.variables]


def test_the_promised_queries_are_shipped() -> None:
    assert set(PROMISED) <= set(query_names())


@pytest.mark.parametrize("path", EVERY)
def test_a_query_opens_with_a_header_and_parses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    header = [line for line in lines if line.startswith("#+")]
    assert lines[: len(header)] == header, "the header comes first"
    told = yaml.safe_load("\n".join(line.removeprefix("#+") for line in header))
    wanted = {"level", "problem", "solution"} if path.parent.name == "checks" else {"summary"}
    assert wanted <= set(told)
    assert all(told[key].endswith((".", "?")) for key in set(told) & SENTENCES)
    needed = {key for key, one in told.get("parameters", {}).items() if not one.get("optional")}
    assert needed <= set(told.get("example", {})) <= set(told.get("parameters", {}))
    assert isinstance(Store().query(text), QuerySolutions), "it declares its own prefixes"


@pytest.mark.parametrize("query", NAMED)
def test_each_parameter_is_of_a_known_kind_and_a_column(query: NamedQuery, cut: Store) -> None:
    found = columns(query, Store())
    assert set(query.parameters) <= set(found)
    for parameter in query.parameters.values():
        assert parameter.kind in {*named_things.CLASSES, "year", "date", "text"}
        assert parameter.description.endswith(".")
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(("name", "promised"), PROMISED.items())
def test_the_promised_columns_come_first(name: str, promised: str) -> None:
    first = promised.split()
    assert columns(find_query(name), Store())[: len(first)] == first


@pytest.mark.parametrize("query", NAMED)
def test_the_example_has_rows_in_the_shipped_graph_always_the_same(
    query: NamedQuery, shipped: Store, reversed_: Store
) -> None:
    first = rendered(ask(query, shipped, query.example), "tsv")
    assert len(first.splitlines()) > 1
    assert rendered(ask(query, shipped, query.example), "tsv") == first
    assert rendered(ask(query, reversed_, query.example), "tsv") == first


@pytest.mark.parametrize("query", NAMED)
def test_both_engines_give_the_same_rows(
    query: NamedQuery, cut: Store, cut_in_rdflib: rdflib.Graph
) -> None:
    bound = ours(ask(query, cut, query.example))
    text = put_in(query, cut)
    assert bound, "nothing to compare"
    assert ours(cut.query(text)) == bound
    assert theirs(cut_in_rdflib, text) == bound


@pytest.mark.parametrize("check", CHECKS)
def test_both_engines_find_the_same_problems(
    check: Check, spoilt: Store, spoilt_in_rdflib: rdflib.Graph
) -> None:
    text = check.query
    found = ours(spoilt.query(text))
    assert found, "nothing to compare"
    assert theirs(spoilt_in_rdflib, text) == found


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_gives_its_rows_always_in_the_same_order(
    check: Check, shipped: Store, reversed_: Store
) -> None:
    text = check.query
    answer = shipped.query(text)
    assert isinstance(answer, QuerySolutions)
    assert answer.variables == [Variable(column) for column in COLUMNS]
    assert rendered(answer, "tsv") == rendered(run(text, reversed_), "tsv")


def test_the_cut_names_nothing_that_it_does_not_describe(cut: Store) -> None:
    unknown = (FOLDER / "checks" / "unknown-thing.rq").read_text(encoding="utf-8")
    assert ours(cut.query(unknown)) == []
    assert len(cut) < 10_000


def _rows(name: str, store: Store, **values: str) -> list[dict[str, str]]:
    text = rendered(ask(find_query(name), store, values), "csv").decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_a_move_has_the_grade_left_and_the_grade_found(graph: Store) -> None:
    (row,) = _rows("directors-who-moved", graph)
    assert (row["name"], row["fromName"], row["toName"]) == ("Ada Quill", "Northwold", "Easterby")
    assert (row["fromGrade"], row["toGrade"]) == ("Requires improvement to be good", "")


def test_a_post_that_is_shared_is_no_move(facts: Path) -> None:
    rewrite(facts, "tenures.csv", set_cell("joint", "yes", person="Ada Quill"))
    assert not _rows("directors-who-moved", read_turtle(build(facts, resources.ontology())))


def test_how_long_each_director_stayed_at_least_and_at_most(graph: Store) -> None:
    rows = _rows("director-changes", graph, council="northwold")
    quill = next(row for row in rows if row["name"] == "Ada Quill")
    assert (quill["capacity"], quill["start"], quill["end"]) == ("permanent", "2016-03", "2019-12~")
    assert (quill["monthsAtLeast"], quill["monthsAtMost"]) == ("43", "47")
    assert next(row for row in rows if row["name"] == "Bram Yates")["capacity"] == "interim"
