from __future__ import annotations

from pathlib import Path

import pytest
from commands import Cli
from pyoxigraph import Store
from rdflib import XSD
from spoiling import (
    ILACS,
    MAYOR,
    SIF,
    SPOILT,
    Spoilt,
    spoil,
)

from ofsted_graph import resources
from ofsted_graph.build.builder import write_turtle
from ofsted_graph.errors import InputError, QueryError
from ofsted_graph.query.store import read_turtle
from ofsted_graph.validate.check_queries import read_checks, run_checks
from ofsted_graph.validate.date_checks import check_dates
from ofsted_graph.validate.problems import Problem, Report
from ofsted_graph.validate.shapes import check_shapes, in_memory
from ofsted_graph.validate.validation import validate

HEADER = "#+ level: info\n#+ problem: P\n#+ solution: S\n"
COUNT_OF_NO_NUMBER = """
@prefix ofg: <https://w3id.org/ofsted-graph/def#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://a> a sh:NodeShape ; sh:targetClass ofg:Council ; sh:property <http://b> .
<http://b> sh:path <http://d> ; sh:minCount 'two' .
"""


@pytest.fixture(scope="module")
def clean(built: bytes) -> Report:
    return validate(read_turtle(built))


@pytest.fixture(scope="module")
def spoilt(built: bytes) -> Report:
    store = read_turtle(built)
    # What is taken away goes first, or one case would undo another.
    for case in sorted(SPOILT, key=lambda case: not case.out):
        spoil(store, case)
    return validate(store)


def test_invented_facts_are_valid(clean: Report) -> None:
    assert [p for p in clean.problems if p.level != "info"] == []
    assert {(p.rule, p.entity) for p in clean.problems} == {("sources-differ", SIF)}


@pytest.mark.parametrize("case", SPOILT, ids=lambda case: f"{case.rule}-{case.entity}")
def test_spoilt_graph_is_noticed(case: Spoilt, clean: Report, spoilt: Report) -> None:
    found = [p for p in spoilt.problems if (p.rule, p.entity) == (case.rule, case.entity)]
    assert {p.level for p in found} == {case.level}
    assert all(len(p.message) > 20 and p.message[0].isupper() for p in found)
    assert not [p for p in clean.problems if (p.rule, p.entity) == (case.rule, case.entity)]


def test_grade_told_in_its_own_time_is_an_error_and_retold_is_not(graph: Store) -> None:
    spoil(graph, SPOILT[[case.rule for case in SPOILT].index("retold-grade")])
    rules = {p.rule for p in validate(graph).problems}
    assert "retold-grade" in rules
    assert "grade-not-of-framework" not in rules


def test_days_may_be_as_wide_as_the_sources_that_differ(graph: Store) -> None:
    wider = Spoilt("", "", out=f"{ILACS} ofg:notBefore ?x",
                   into=f'{ILACS} ofg:notBefore "2019-06-03"^^xsd:date')  # fmt: skip
    spoil(graph, wider)
    assert [(p.entity, p.property) for p in check_dates(graph)] == [(ILACS, "ofg:notBefore")]
    told = f"claim:x ofg:about {ILACS} ; ofg:claimProperty ofg:started ; ofg:claimValue"
    spoil(graph, Spoilt("", "", into=f'{told} "2019-06-03"^^xsd:date'))
    assert list(check_dates(graph)) == []


def test_start_on_which_sources_differ_may_lie_in_either_window(graph: Store) -> None:
    spoil(graph, Spoilt("", "", into=f'{MAYOR} ofg:start "2014"^^edtf:EDTF'))
    assert list(check_dates(graph)) == []


def test_every_shape_says_what_it_is_for_and_what_to_do() -> None:
    from rdflib import RDF, Graph, URIRef
    from rdflib.namespace import SH

    for name in ("shapes.ttl", "ontology-shapes.ttl"):
        graph = Graph().parse(resources.ontology() / name)
        own = {s for s in graph.subjects(RDF.type, SH.PropertyShape) if isinstance(s, URIRef)}
        assert own
        for shape in own:
            for term in (SH.name, SH.description, SH.message):
                assert len(list(graph.objects(shape, term))) == 1, (shape, term)
            assert any(graph.subjects(SH.property, shape)), f"{shape} is used nowhere"


def test_each_class_of_the_ontology_has_a_shape() -> None:
    from rdflib import OWL, RDF, Graph
    from rdflib.namespace import SH

    terms = Graph().parse(resources.ontology() / "ofsted-graph.ttl")
    shapes = Graph().parse(resources.ontology() / "shapes.ttl")
    aimed_at = set(shapes.objects(None, SH.targetClass))
    missing = {str(c).rpartition("#")[2] for c in terms.subjects(RDF.type, OWL.Class)} - {
        str(c).rpartition("#")[2] for c in aimed_at
    }
    assert missing == {
        "Capacity"
    }  # which three named concepts are; shape:tenure-capacity lists them


def test_report_sorts_errors_first_and_counts_each_once() -> None:
    low = Problem("info", "a", "council:b", "", "", "Said.")
    high = Problem("error", "z", "council:a", "", "", "Said.")
    report = Report.of([low, high, low])
    assert report.problems == (high, low)
    assert not report.valid
    assert Report.of([low]).valid
    assert [(level, rule, len(found)) for level, rule, found in report.by_rule()] == [
        ("error", "z", 1),
        ("info", "a", 1),
    ]


def test_copy_for_shacl_keeps_the_text_of_literals(graph: Store) -> None:
    copied = in_memory(graph)
    assert len(copied) == len(graph)
    months = {str(o) for o in copied.objects() if getattr(o, "datatype", None) == XSD.gYearMonth}
    assert months == {"2012-05", "2021-04"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT ?entity ?property ?value WHERE {}", "must open with"),
        ("#+ level: fatal\n#+ problem: P\n#+ solution: S\nASK {}", "level must be one of"),
        (HEADER + "ASK {}", r"must select \?entity"),
        (
            HEADER + "SELECT ?value ?entity ?property WHERE { ?entity ?property ?value }",
            r"must select \?entity",
        ),
    ],
)
def test_check_query_with_a_fault_is_named(
    text: str, told: str, tmp_path: Path, graph: Store
) -> None:
    (tmp_path / "my-check.rq").write_text(text)
    with pytest.raises(InputError, match=told) as caught:
        list(run_checks(graph, tmp_path))
    assert "my-check.rq" in str(caught.value)


def test_check_query_that_does_not_parse_is_named(tmp_path: Path, graph: Store) -> None:
    (tmp_path / "my-check.rq").write_text(f"{HEADER}SELEKT")
    with pytest.raises(QueryError, match=r"my-check\.rq.*line 4"):
        list(run_checks(graph, tmp_path))


def test_no_check_queries_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no check queries"):
        read_checks(tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("this is no turtle", "is not Turtle"),
        (COUNT_OF_NO_NUMBER, "cannot be used"),
    ],
)
def test_broken_shapes_are_named(text: str, told: str, tmp_path: Path, graph: Store) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(text)
    with pytest.raises(InputError, match=told) as caught:
        list(check_shapes(graph, path))
    assert "shapes.ttl" in str(caught.value)


def test_missing_shapes_are_named(tmp_path: Path, graph: Store) -> None:
    with pytest.raises(InputError, match=r"none\.ttl.*cannot be read"):
        list(check_shapes(graph, tmp_path / "none.ttl"))


def test_command_says_valid_and_exits_with_0(cli: Cli, graph_file: Path, graph: Store) -> None:
    outcome = cli("validate", "--data", graph_file)
    assert outcome.code == 0
    assert outcome.out.splitlines()[0] == "info sources-differ (4 places)"
    assert outcome.out.splitlines()[-1] == f"valid: 0 errors, 4 notes in {len(graph):,} triples."
    assert "inspection:" not in outcome.out


def test_command_names_errors_and_exits_with_1(cli: Cli, graph_file: Path, graph: Store) -> None:
    spoil(graph, Spoilt("", "", out="person:dee-abara foaf:name ?x"))
    graph_file.write_bytes(write_turtle(graph))
    outcome = cli("validate", "--data", graph_file, "--all")
    assert outcome.code == 1
    assert "    person:dee-abara" in outcome.out
    assert SIF in outcome.out
    assert outcome.out.splitlines()[-1].startswith("not valid: 1 error, 4 notes in ")


def test_command_refuses_a_file_that_is_not_there(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("validate", "--data", tmp_path / "none.ttl")
    assert (outcome.code, outcome.out) == (2, "")
    assert "none.ttl: cannot be read" in outcome.err
