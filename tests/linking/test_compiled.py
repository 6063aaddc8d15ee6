"""The faster road gives what the engine gives, or gives way to it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.linking import running
from ofsted_graph.linking.compiling import compile_mapping
from ofsted_graph.linking.linked_rows import CouncilColumns, link_rows
from ofsted_graph.linking.mapping import read_mapping
from ofsted_graph.linking.reconcile import Reconciler
from ofsted_graph.linking.running import Summary
from ofsted_graph.linking.tables import open_table

COLUMNS = ["ROWNUM", "a", "b", "council"]
PREFIX = "PREFIX ex: <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
MAPPINGS = [
    PREFIX + """CONSTRUCT { ?s a ex:T ; ex:a ?a ; ex:n ?n ; ex:at ?council } WHERE {
        BIND(xsd:double(?a) AS ?n)
        BIND(IRI(CONCAT(STR(ex:), ENCODE_FOR_URI(?a), "/", ?b)) AS ?s) }""",
    PREFIX + """CONSTRUCT { ?council ex:text ?text ; ?p ?b . ex:s ex:a ?a } WHERE {
        BIND(CONCAT("a-", ?a, "-", UCASE(?b)) AS ?text) BIND(IRI(CONCAT(STR(ex:), ?a)) AS ?p) }""",
    PREFIX + """CONSTRUCT { ?s ex:b ?b } WHERE {
        BIND(REPLACE(?a, "x", "y") AS ?c) . BIND(ENCODE_FOR_URI(?c) AS ?d) .
        BIND(IRI(CONCAT("urn:r:", STR(?ROWNUM), ":", ?d)) AS ?s) }""",
]  # fmt: skip
LEFT = [
    "CONSTRUCT { ?s <x:p> ?a } WHERE { FILTER(BOUND(?a)) BIND(IRI(?a) AS ?s) }",
    "CONSTRUCT { [] <x:p> ?a } WHERE { }",
    "CONSTRUCT { <x:s> <x:p> ?c } WHERE { BIND(?a + ?b AS ?c) }",
    "CONSTRUCT { <x:s> <x:n> ?ROWNUM } WHERE { }",
    "CONSTRUCT { <x:s> <x:p> ?c } WHERE { BIND(RAND() AS ?c) }",
    "CONSTRUCT { ?s <x:p> ?a } WHERE { BIND(IRI(CONCAT(?a, ?b)) AS ?s) }",
    'CONSTRUCT { ?s <x:p> ?a } WHERE { BIND(IRI(CONCAT("x y:", ?a, ?b)) AS ?s) }',
    "CONSTRUCT { ?s <x:p> ?o } WHERE { ?s ?p ?o }",
]
CELLS = st.sampled_from(["", "1", "301.0", "x", "a b", "é", "%", "a/b", '"q"', "50%25", "<", "\\"])


def mapped(path: Path, mapping: str, reconciler: Reconciler) -> tuple[set[bytes], Summary]:
    counts = Summary()
    chunks = link_rows(
        open_table(path),
        reconciler,
        mapping=mapping,
        columns=CouncilColumns("a"),
        summary=counts,
    )
    return set(b"".join(chunks).splitlines()), counts


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_mappings_that_only_compute_are_compiled(mapping: str) -> None:
    assert compile_mapping(read_mapping(mapping), COLUMNS) is not None


@pytest.mark.parametrize("mapping", LEFT)
def test_others_are_left_to_the_engine(mapping: str) -> None:
    assert compile_mapping(read_mapping(mapping), COLUMNS) is None


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(MAPPINGS))
def test_both_roads_lead_to_the_same_triples(
    reconciler_once: Reconciler, rows: list[tuple[str, str]], mapping: str
) -> None:
    import csv

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "t.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([("a", "b"), ("Kent", "1"), *rows])
        # Batches of one row: the first goes both ways, the rest the faster one alone.
        patch.setattr(running, "BATCH", 1)
        fast, counted = mapped(path, mapping, reconciler_once)
        patch.setattr(running, "compile_mapping", lambda *_: None)
        slow, expected = mapped(path, mapping, reconciler_once)
    assert fast == slow
    assert counted.rows == expected.rows
    if read_mapping(mapping).witness:
        # Without a triple that every row makes, the engine's road counts only what is suspicious.
        assert counted.without == expected.without


@pytest.fixture(scope="module")
def reconciler_once() -> Reconciler:
    from ofsted_graph import resources
    from ofsted_graph.linking.gazetteer import load_gazetteer

    return Reconciler(load_gazetteer(resources.facts()))


def test_what_differs_in_the_first_batch_is_left_to_the_engine(
    tmp_path: Path, reconciler_once: Reconciler, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "Kent,1\n" * (running.BATCH + 5))
    right, _ = mapped(path, MAPPINGS[0], reconciler_once)

    def wrong(*_arguments: object) -> object:
        other = MAPPINGS[0].replace("ex:n ?n", "ex:m ?n")
        return compile_mapping(read_mapping(other), COLUMNS)

    monkeypatch.setattr(running, "compile_mapping", wrong)
    assert mapped(path, MAPPINGS[0], reconciler_once)[0] == right
