"""The ontology's terms: each is described, each that is used exists, each that exists is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from ofsted_graph import resources
from ofsted_graph.model import DEF, KINDS
from ofsted_graph.query.store import read_turtle
from ofsted_graph.validate.shapes import check_shapes
from ofsted_graph.vocab import OFG, OWN_TERMS, PREFIXES, RDF, RDFS

ROOT = Path(__file__).resolve().parent.parent
NOT_IN_THE_INVENTED_FACTS = {
    "cqcLeadInspector",
    "deputyInspector",
    "plannedEnd",
    "plannedStart",
    "qualityAssurer",
    "reportAuthor",
}
CODE = sorted((ROOT / "ofsted_graph").rglob("*.py"))
QUERIES = sorted((ROOT / "queries").rglob("*.rq"))
RULES = sorted((ROOT / "ontology" / "rules").glob("*.rq"))
TURTLE = sorted((ROOT / "ontology").glob("*.ttl"))


@pytest.fixture(scope="module")
def terms() -> frozenset[str]:
    """Give the names of the terms that the ontology and its schemes define."""
    defined = {
        quad.subject.value.removeprefix(DEF)
        for name in ("ofsted-graph.ttl", "schemes.ttl")
        for quad in parse(path=ROOT / "ontology" / name, format=RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(DEF)
        and quad.predicate == RDF.type
    }
    return frozenset(defined)


def used_in(text: str) -> set[str]:
    """Give the terms of our namespace that a text uses, however it writes them."""
    prefixed = re.findall(r"(?<![\w:.-])ofg:([A-Za-z]\w*)", text)
    named = re.findall(r"(?<![\w.])OFG\.([A-Za-z]\w*)", text)
    written_out = re.findall(rf"{re.escape(DEF)}([A-Za-z]\w*)", text)
    return {*prefixed, *named, *written_out} - {"base", "terms"}


def test_vocabulary_of_the_code_is_that_of_the_ontology(terms: frozenset[str]) -> None:
    assert terms == OWN_TERMS


def test_ontology_fits_its_own_shapes() -> None:
    content = (ROOT / "ontology" / "ofsted-graph.ttl").read_bytes()
    problems = check_shapes(read_turtle(content), resources.ontology() / "ontology-shapes.ttl")
    assert [f"{p.entity}: {p.message}" for p in problems] == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('ofg:Thing a owl:Class ; rdfs:isDefinedBy d: ; skos:definition "It."@en', "term-label"),
        ('ofg:Thing a owl:Class ; rdfs:isDefinedBy d: ; rdfs:label "Thing"@en', "term-definition"),
        ('ofg:thing a owl:ObjectProperty ; rdfs:label "thing"@en ; skos:definition "A thing."@en',
         "term-defined-by"),
        ('ofg:Thing a owl:DatatypeProperty', "PropertyTerm"),
        ('ofg:thing a owl:Class', "ClassTerm"),
        ('d: a owl:Ontology', "ontology-version"),
    ],
)  # fmt: skip
def test_shapes_of_the_ontology_notice(line: str, rule: str) -> None:
    head = "@prefix d: <https://w3id.org/ofsted-graph/def> .\n" + "".join(
        f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items()
    )
    store = read_turtle(f"{head}{line} .".encode())
    found = {p.rule for p in check_shapes(store, resources.ontology() / "ontology-shapes.ttl")}
    assert rule in found


@pytest.mark.parametrize(
    "path", [*CODE, *QUERIES, *RULES, *TURTLE], ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_term_used_is_defined(path: Path, terms: frozenset[str]) -> None:
    assert used_in(path.read_text(encoding="utf-8")) - terms == set()


def test_every_term_of_the_graph_is_defined(graph: Store, terms: frozenset[str]) -> None:
    own = {
        term.value.removeprefix(DEF)
        for quad in graph
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(DEF)
    } - {""}  # the vocabulary itself
    assert own <= terms
    # A term that nothing is ever said with would be a promise that the data does not keep.
    assert terms - own - _classes_of_concepts() == NOT_IN_THE_INVENTED_FACTS


NOT_IN_THE_INVENTED_FACTS = {
    "cqcLeadInspector",
    "deputyInspector",
    "plannedEnd",
    "plannedStart",
    "qualityAssurer",
    "reportAuthor",
}


def _classes_of_concepts() -> set[str]:
    return {"Capacity", "Permanent", "Interim", "Acting"}


@pytest.mark.parametrize("term", sorted(OWN_TERMS))
def test_property_points_at_classes_that_exist(term: str, terms: frozenset[str]) -> None:
    ontology = Store()
    ontology.load(path=ROOT / "ontology" / "ofsted-graph.ttl", format=RdfFormat.TURTLE)
    for about in (RDFS.domain, RDFS.range, RDFS.subClassOf):
        for quad in ontology.quads_for_pattern(NamedNode(DEF + term), about, None, None):
            goal = getattr(quad.object, "value", "")
            assert not goal.startswith(DEF) or goal.removeprefix(DEF) in terms


def test_every_kind_of_thing_has_a_prefix() -> None:
    assert set(KINDS) <= set(PREFIXES)


def test_term_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(AttributeError, match="has no term gssCod"):
        _ = OFG.gssCod
