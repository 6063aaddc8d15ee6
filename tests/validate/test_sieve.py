"""The sieve before pySHACL loses nothing: what it clears pySHACL clears too."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store
from spoiling import SPOILT, spoil

from ofsted_graph import resources
from ofsted_graph.query.store import read_turtle
from ofsted_graph.validate import shapes
from ofsted_graph.validate.problems import Problem
from ofsted_graph.validate.sieve import suspects
from ofsted_graph.vocab import OFG, XSD

SHAPES = resources.ontology() / "shapes.ttl"
PREFIXES = """
@prefix council: <https://w3id.org/ofsted-graph/id/council/> .
@prefix ofg: <https://w3id.org/ofsted-graph/def#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <http://example.org/> .
"""
ODD = st.sampled_from(
    [
        Literal(""),
        Literal("2019-02-30", datatype=XSD.date),
        Literal("20190203", datatype=XSD.date),
        Literal("9", datatype=XSD.integer),
        Literal("x" * 400),
        Literal("Gut", language="de"),
        NamedNode("https://w3id.org/ofsted-graph/id/role/elected-mayor"),
        BlankNode("b"),
        None,
    ]
)


def by_pyshacl(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> set[Problem]:
    """Give what pySHACL finds when it looks at everything."""
    with monkeypatch.context() as patched:
        patched.setattr(shapes, "suspects", lambda *_: None)
        return set(shapes.check_shapes(store, path))


def test_a_graph_that_fits_has_no_suspects(built: bytes) -> None:
    found = suspects(read_turtle(built), shapes.read_shapes(SHAPES))
    assert found is not None
    assert not any(found.by_shape.values())


def test_spoilt_graph_is_told_as_by_pyshacl(built: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    store = read_turtle(built)
    for case in sorted(SPOILT, key=lambda case: not case.out):
        spoil(store, case)
    found = set(shapes.check_shapes(store, SHAPES))
    assert len(found) > 40
    assert found == by_pyshacl(store, SHAPES, monkeypatch)


@given(changes=st.lists(st.tuples(st.floats(0, 1), ODD), min_size=1, max_size=6))
@settings(max_examples=15)
def test_any_change_is_told_as_by_pyshacl(
    built: bytes, changes: list[tuple[float, Literal | NamedNode | BlankNode | None]]
) -> None:
    store = read_turtle(built)
    quads = sorted(store, key=str)
    for place, value in changes:
        old = quads[int(place * (len(quads) - 1))]
        store.remove(old)
        if value is not None:
            store.add(Quad(old.subject, old.predicate, value))
    found = set(shapes.check_shapes(store, SHAPES))
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert found == by_pyshacl(store, SHAPES, monkeypatch)


@pytest.mark.parametrize(
    "shape",
    [
        "sh:targetClass ofg:Council ; sh:property [ sh:path [ sh:inversePath ofg:council ] ; NONE",
        "sh:targetClass ofg:Council ; sh:property [ sh:path ( ofg:region rdfs:label ) ; NONE",
        "sh:targetClass ofg:Council ; sh:closed true .",
        "sh:targetClass ofg:Council ; sh:not [ sh:nodeKind sh:IRI ] .",
        "sh:targetClass ofg:Council ; sh:nodeKind sh:BlankNode .",
        "sh:targetNode council:northwold ; sh:property [ sh:path rdfs:label ; NONE",
        "sh:targetObjectsOf ofg:council ; sh:property [ sh:path rdfs:label ; NONE",
        ". ofg:Council a rdfs:Class, sh:NodeShape ; sh:property [ sh:path rdfs:label ; NONE",
        "sh:targetClass ofg:Council ; sh:property [ sh:path rdfs:label ; sh:equals ofg:dfeCode ] .",
        "sh:targetClass ofg:Council ; sh:node :t . :t sh:property [ sh:path rdfs:label ; NONE",
        (
            "sh:targetClass ofg:Council ; sh:property [ sh:path ofg:region ; sh:property :t ] ."
            " :t sh:path rdfs:label ; sh:minLength 900 ."
        ),
        (
            "sh:targetClass ofg:Council ; sh:property [ sh:path rdfs:label ; "
            "sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:minLength 900 ] ] ."
        ),
        (
            "sh:targetClass ofg:Council ; sh:property [ sh:path rdfs:label ; sh:pattern '^X' ;"
            " sh:flags 'i' ] ."
        ),
    ],
    ids=range(13),
)
def test_what_is_not_read_here_is_left_to_pyshacl(
    shape: str, built: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shapes.ttl"
    told = shape.replace("NONE", "sh:maxCount 0 ] .")
    path.write_text(f"{PREFIXES}:s a sh:NodeShape ; {told}")
    store = read_turtle(built)
    found = set(shapes.check_shapes(store, path))
    assert found
    assert found == by_pyshacl(store, path, monkeypatch)


def test_instances_of_a_narrower_class_are_looked_at(
    built: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(
        f"{PREFIXES}:s a sh:NodeShape ; sh:targetClass :Body ; "
        "sh:property [ sh:path rdfs:label ; sh:maxCount 0 ] ."
    )
    store = read_turtle(built)
    below = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    store.add(Quad(OFG.Council, below, NamedNode("http://example.org/Body")))
    found = set(shapes.check_shapes(store, path))
    assert len(found) == 3
    assert found == by_pyshacl(store, path, monkeypatch)
