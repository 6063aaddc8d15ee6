from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from commands import Cli
from pyoxigraph import Store
from rdflib import XSD

from ofsted_graph import resources
from ofsted_graph.building import write_turtle
from ofsted_graph.checkqueries import read_checks, run_checks
from ofsted_graph.datechecks import check_dates
from ofsted_graph.errors import InputError, QueryError
from ofsted_graph.problems import Problem, Report
from ofsted_graph.shapes import check_shapes, in_memory
from ofsted_graph.store import read_turtle
from ofsted_graph.validation import validate
from ofsted_graph.vocab import PREFIXES

HEADER = "#+ level: info\n#+ problem: P\n#+ solution: S\n"
COUNT_OF_NO_NUMBER = """
@prefix ofg: <https://w3id.org/ofsted-graph/def#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://a> a sh:NodeShape ; sh:targetClass ofg:Council ; sh:property <http://b> .
<http://b> sh:path <http://d> ; sh:minCount 'two' .
"""
QUILL = "tenure:northwold.director-of-childrens-services.ada-quill.permanent"
YATES = "tenure:northwold.director-of-childrens-services.bram-yates.interim"
MAYOR = "tenure:northwold.elected-mayor.dee-abara"
SIF = "inspection:northwold.sif.2016-04-25"
ILACS = "inspection:northwold.ilacs.2019-06-10"
LETTER = "inspection:northwold.monitoring.2017-03-14"
SHORT = "inspection:easterby.ilacs.2020-02-03"
GOOD = "judgement:northwold.ilacs.2019-06-10.help-and-protection.good"
THIRD = "judgement:northwold.ilacs.2019-06-10.overall-effectiveness.requires-improvement"
EASTERBY = "judgement:easterby.ilacs.2020-02-03.overall-effectiveness.good"
RETOLD = "judgement:old-easterby.safeguarding.2012-05.overall-effectiveness.adequate"
ADOPTION = "judgement:northwold.sif.2016-04-25.adoption.good"
WORST = "judgement:northwold.sif.2016-04-25.overall-effectiveness.inadequate"


@dataclass(frozen=True)
class Spoilt:
    """A way to spoil the graph: what leaves it, what comes in, and who must notice."""

    rule: str
    entity: str
    out: str = ""
    into: str = ""
    level: str = "error"


SPOILT = [
    Spoilt("cited", QUILL, out=f"{QUILL} ofg:citation ?x"),
    Spoilt("cited", WORST, out=f"{WORST} ofg:citation ?x"),
    Spoilt("one-label", "council:northwold", into='council:northwold rdfs:label "Northwold MBC"'),
    Spoilt("one-label", "person:dee-abara", out="person:dee-abara rdfs:label ?x"),
    Spoilt("person-name", "person:iris-vane", out="person:iris-vane foaf:name ?x"),
    Spoilt("person-name", "person:owen-pike", into='person:owen-pike foaf:name "Owen 2 Pike"'),
    Spoilt("dfe-code", "council:northwold", into='council:northwold ofg:dfeCode "99"'),
    Spoilt("ofsted-urn", "council:easterby", into='council:easterby ofg:ofstedUrn "8"'),
    Spoilt("gss-code", "council:easterby", into='council:easterby ofg:gssCode "W06000001"'),
    Spoilt("register-code", "council:northwold", into='council:northwold ofg:registerCode "n"'),
    Spoilt("council-region", "council:old-easterby", out="council:old-easterby ofg:region ?x"),
    Spoilt("council-type", "council:easterby", into='council:easterby ofg:councilType "Unitary"'),
    Spoilt("inspection-council", ILACS, into=f"{ILACS} ofg:council person:dee-abara"),
    Spoilt("inspection-council", SHORT, out=f"{SHORT} ofg:council ?x",
           into=f"{SHORT} ofg:council council:nowhere"),
    Spoilt("inspection-framework", LETTER, into=f"{LETTER} ofg:framework grade:good"),
    Spoilt("started", SHORT, out=f"{SHORT} ofg:started ?x",
           into=f'{SHORT} ofg:started "February 2020"'),
    Spoilt("published", SHORT, into=f'{SHORT} ofg:published "2020-03"^^xsd:gYearMonth'),
    Spoilt("not-before", ILACS, out=f"{ILACS} ofg:notAfter ?x",
           into=f'{ILACS} ofg:notAfter "2019-06-01"^^xsd:date'),
    Spoilt("ends-before-it-starts", LETTER, out=f"{LETTER} ofg:ended ?x",
           into=f'{LETTER} ofg:ended "2017-02"^^xsd:gYearMonth'),
    Spoilt("published-before-it-started", ILACS, level="warning",
           out=f"{ILACS} ofg:published ?x", into=f'{ILACS} ofg:published "2018"^^xsd:gYear'),
    Spoilt("judgement-grade", GOOD, out=f"{GOOD} ofg:grade ?x",
           into=f"{GOOD} ofg:grade grade:goood"),
    Spoilt("judgement-grade", ADOPTION, into=f"{ADOPTION} ofg:grade grade:inadequate"),
    Spoilt("judgement-aspect", GOOD, out=f"{GOOD} ofg:aspect ?x",
           into=f"{GOOD} ofg:aspect grade:good"),
    Spoilt("grade-not-of-framework", THIRD, out=f"{THIRD} ofg:grade ?x",
           into=f"{THIRD} ofg:grade grade:adequate"),
    Spoilt("grade-not-of-its-years", THIRD, level="warning"),
    Spoilt("aspect-not-of-framework", EASTERBY, into=f"{EASTERBY} ofg:aspect aspect:adoption"),
    Spoilt("framework-not-of-its-years", SIF, level="warning", out=f"{SIF} ofg:notAfter ?x",
           into=f'{SIF} ofg:notBefore "2012-01-01"^^xsd:date . '
                f'{SIF} ofg:notAfter "2012-02-01"^^xsd:date'),
    Spoilt("retold-grade", RETOLD, level="warning",
           into=f"{RETOLD} ofg:grade grade:requires-improvement"),
    Spoilt("previous-inspection-later", SIF, level="warning",
           into=f"{SIF} ofg:previousInspection {ILACS}"),
    Spoilt("tenure-role", YATES, into=f"{YATES} org:role role:chief-executive"),
    Spoilt("tenure-capacity", YATES, into=f"{YATES} ofg:capacity ofg:Permanent"),
    Spoilt("tenure-organisation", YATES, into=f"{YATES} org:organization council:nowhere"),
    Spoilt("tenure-person", YATES, into=f"{YATES} org:member person:dee-abara"),
    Spoilt("earliest-start", YATES, into=f'{YATES} ofg:earliestStart "2016"^^xsd:gYear'),
    Spoilt("possibly-in-post-during", QUILL, into=f"{QUILL} ofg:possiblyInPostDuring {SIF}"),
    Spoilt("bounds-cross", QUILL, out=f"{QUILL} ofg:latestStart ?x",
           into=f'{QUILL} ofg:latestStart "2015-01-01"^^xsd:date'),
    Spoilt("date-contradicts-edtf", QUILL),
    Spoilt("date-contradicts-edtf", MAYOR, out=f"{MAYOR} ofg:earliestEnd ?x",
           into=f'{MAYOR} ofg:earliestEnd "2021-05-01"^^xsd:date'),
    Spoilt("date-contradicts-edtf", "attestation:z",
           into='attestation:z ofg:end "2015"^^edtf:EDTF ; ofg:endNotAfter "2014-01-01"^^xsd:date'),
    Spoilt("date-contradicts-edtf", LETTER),
    Spoilt("date-unreadable", MAYOR, into=f'{MAYOR} ofg:start "May 2015"^^edtf:EDTF'),
    Spoilt("start-is-edtf", YATES, into=f'{YATES} ofg:start "2016-01"'),
    Spoilt("source-page", "source:codes-register", out="source:codes-register foaf:page ?x",
           into="source:codes-register foaf:page <ftp://example.org/codes>"),
    Spoilt("source-kind", "source:law-order-2019", into='source:law-order-2019 ofg:sourceKind "x"'),
    Spoilt("source-sha256", "source:law-order-2019", into='source:law-order-2019 ofg:sha256 "abc"'),
    Spoilt("citation-locator", "citation:codes-register.row-2",
           out="citation:codes-register.row-2 ofg:locator ?x"),
    Spoilt("citation-source", "citation:codes-register.row-1",
           into="citation:codes-register.row-1 ofg:source source:none"),
    Spoilt("supporter", "support:northwold.old-easterby.2016-10-2017-01",
           into="support:northwold.old-easterby.2016-10-2017-01 ofg:supporter council:northwold"),
    Spoilt("intervention-kind", "intervention:northwold.commissioner.2016-09",
           out="intervention:northwold.commissioner.2016-09 ofg:interventionKind ?x"),
    Spoilt("code-shared", "council:easterby", into='council:northwold ofg:dfeCode "992"'),
    Spoilt("council-without-code", "council:northwold", level="warning",
           out="council:northwold ofg:gssCode ?x"),
    Spoilt("unknown-thing", SHORT),
    Spoilt("two-councils-at-once", "person:ada-quill", level="warning",
           into="attestation:x ofg:tenure "
                "tenure:easterby.director-of-childrens-services.ada-quill ; "
                'ofg:shownFrom "2016-04-01"^^xsd:date ; ofg:shownTo "2016-05-01"^^xsd:date'),
    Spoilt("two-holders-at-once", QUILL, level="warning",
           into="tenure:w a ofg:Tenure ; org:role role:director-of-childrens-services ; "
                "org:organization council:northwold ; org:member person:dee-abara . "
                "attestation:w ofg:tenure tenure:w ; "
                'ofg:shownFrom "2016-04-01"^^xsd:date ; ofg:shownTo "2016-05-01"^^xsd:date'),
    Spoilt("same-visit-twice", ILACS, level="warning",
           into="inspection:northwold.ilacs.2019-06-20 a ofg:Inspection ; "
                "ofg:council council:northwold ; ofg:framework framework:ilacs-standard ; "
                'ofg:notBefore "2019-06-20"^^xsd:date'),
    Spoilt("replaced-by-known", "person:a-quill", out="person:a-quill dcterms:isReplacedBy ?x",
           into="person:a-quill dcterms:isReplacedBy person:nobody"),
    Spoilt("certainty", "derivation:x", into="derivation:x a ofg:Derivation"),
    Spoilt("bound-date", "bound:x", into="bound:x a ofg:Bound"),
    Spoilt("claim-value", "claim:x", into="claim:x a ofg:Claim"),
    Spoilt("attestation-days", "attestation:y",
           into='attestation:y a ofg:Attestation ; ofg:shownFrom "2016-04"^^xsd:gYearMonth'),
    Spoilt("one-holder", "role:deputy-mayor", out="role:deputy-mayor ofg:oneHolder ?x"),
    Spoilt("in-known-scheme", "grade:good", into="grade:good skos:inScheme scheme:marks"),
]  # fmt: skip


def _written_out(text: str) -> str:
    """Write prefixed names out; the engine's SPARQL takes no name with two full stops."""
    return re.sub(
        r"(?<![\w<])([a-z]+):([\w.-]*\w)",
        lambda m: f"<{PREFIXES.get(m[1], m[1] + ':')}{m[2]}>",
        text,
    )


def spoil(store: Store, spoilt: Spoilt) -> None:
    if spoilt.out:
        before = len(store)
        store.update(f"DELETE WHERE {{ {_written_out(spoilt.out)} }}")
        assert len(store) < before, f"{spoilt.out} was not there"
    if spoilt.into:
        store.update(f"INSERT DATA {{ {_written_out(spoilt.into)} }}")


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
