"""Behind each statement stand its sources, with the place in them, and the rule it follows by."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Store

from ofsted_graph.answers.evidence import Evidence, evidence, find_subject
from ofsted_graph.answers.lookups import subjects
from ofsted_graph.errors import UnknownNameError
from ofsted_graph.vocab import FOAF, OFG, ORG, RDF, compact, thing

QUILL = thing("person", "ada-quill")
SIF = thing("inspection", "northwold.sif.2016-04-25")


def places(found: list[Evidence], statement: str) -> set[tuple[str, str]]:
    return {(one.date, one.locator) for one in found if one.statement.startswith(statement)}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("Northwold", ["council:northwold"]),
        ("Ada Quill", ["person:ada-quill"]),
        ("person:a-quill", ["person:ada-quill"]),
        ("northwold.sif.2016-04-25", ["inspection:northwold.sif.2016-04-25"]),
        ("Northwold 2016", ["inspection:northwold.sif.2016-04-25"]),
        ("NWD, 2019", ["inspection:northwold.ilacs.2019-06-10"]),
        ("grade:good", ["grade:good"]),
    ],
)
def test_what_is_asked_about_is_found(asked: str, names: list[str], graph: Store) -> None:
    assert [compact(node.value) for node in find_subject(graph, asked)] == names


@pytest.mark.parametrize("asked", ["grade:goood", "nobody at all", "Northwold 1999", ""])
def test_what_is_not_there_is_refused(asked: str, graph: Store) -> None:
    with pytest.raises(UnknownNameError):
        find_subject(graph, asked)


def test_a_tenure_has_each_source_s_words_and_each_bound_s_rule(graph: Store) -> None:
    tenure = thing("tenure", "northwold.director-of-childrens-services.ada-quill.permanent")
    found = evidence(graph, tenure)
    assert {one.about for one in found} == {
        "Ada Quill: director of children's services at Northwold, permanent"
    }
    assert places(found, "title Corporate Director; as permanent; from 2016-03; to 2019-12~") == {
        ("2016-07-04", "page 6")
    }
    assert ("2016-07-04", "page 6") in places(found, "began no later than 2016-03-31")
    assert all(one.rule for one in found if one.statement.startswith(("began", "ended")))


def test_every_bound_of_every_tenure_is_explained(graph: Store) -> None:
    for quad in graph.quads_for_pattern(None, RDF.type, OFG.Tenure, None):
        assert isinstance(quad.subject, NamedNode)
        told = " ".join(one.statement for one in evidence(graph, quad.subject))
        for term in (OFG.earliestStart, OFG.latestStart, OFG.earliestEnd, OFG.latestEnd):
            for bound in graph.quads_for_pattern(quad.subject, term, None, None):
                assert str(getattr(bound.object, "value", "")) in told


def test_two_sources_of_one_fact_are_both_told(graph: Store) -> None:
    found = evidence(graph, SIF)
    assert places(found, "started 2016-04-25") >= {("2016-07-04", "page 1"), ("2024", "row 7")}
    assert places(found, "Adoption performance: Good") == {("2016-07-04", "page 2")}
    assert places(found, "Adoption performance: Requires improvement") == {("2024", "row 7")}
    assert places(found, "sources differ; here published is 2016-07-05") == {("2024", "row 7")}


def test_a_person_has_all_their_posts_and_inspections(graph: Store) -> None:
    abouts = {one.about for one in evidence(graph, QUILL)}
    assert len(abouts) == len(subjects(graph, ORG.member, QUILL)) == 2
    led = evidence(graph, thing("person", "iris-vane"))
    assert {(one.about, one.statement) for one in led} == {
        ("inspection:easterby.ilacs.2020-02-03", "lead inspector"),
        ("inspection:northwold.ilacs.2019-06-10", "lead inspector"),
    }


def test_a_thing_without_a_source_says_so(graph: Store) -> None:
    (one,) = evidence(graph, thing("region", "north-west"))
    assert one.source == "no source is cited for this"


def test_nothing_of_a_class_that_facts_make_is_without_evidence(graph: Store) -> None:
    classes = (OFG.Council, OFG.Inspection, OFG.Judgement, OFG.Tenure, OFG.Intervention)
    for kind in (*classes, OFG.Support, FOAF.Person):
        for quad in graph.quads_for_pattern(None, RDF.type, kind, None):
            assert isinstance(quad.subject, NamedNode)
            found = evidence(graph, quad.subject)
            assert [one for one in found if one.locator], quad.subject
