"""The graph that is shipped: true to what everybody knows.

That it is what its facts make, and valid, takes `make check`.
"""

from __future__ import annotations

import pytest
from pyoxigraph import QuerySolutions, Store

from ofsted_graph.query.named_queries import ask, find_query
from ofsted_graph.query.result_formats import cells
from ofsted_graph.query.sparql import run
from ofsted_graph.query.store import load_store


@pytest.fixture(scope="module")
def shipped() -> Store:
    return load_store()


def rows(store: Store, question: str, **values: str) -> list[dict[str, str]]:
    """Answer a named query, or SPARQL."""
    answer = run(question, store) if " " in question else ask(find_query(question), store, values)
    assert isinstance(answer, QuerySolutions)
    columns, found = cells(answer)
    return [dict(zip(columns, row, strict=True)) for row in found]


def test_councils_of_today_are_153_and_each_has_its_codes(shipped: Store) -> None:
    today = [row for row in rows(shipped, "councils") if not row["end"]]
    # A council whose area was recoded has two ONS codes, and so two rows.
    for column in ("council", "name", "dfeCode", "ofstedUrn"):
        assert len({row[column] for row in today} - {""}) == 153, column
    assert len({row["onsCode"] for row in today} - {""}) == len(today)


@pytest.mark.parametrize(
    ("gone", "successors"),
    [
        ("Northamptonshire", {"council:north-northamptonshire", "council:west-northamptonshire"}),
        ("Cumbria", {"council:cumberland", "council:westmorland-and-furness"}),
        ("Poole", {"council:bournemouth-christchurch-and-poole"}),
    ],
)
def test_abolished_councils_lead_to_their_successors(
    gone: str, successors: set[str], shipped: Store
) -> None:
    asked = f'SELECT ?to {{ ?c a ofg:Council ; rdfs:label "{gone}" ; dcterms:isReplacedBy ?to }}'
    assert {row["to"] for row in rows(shipped, asked)} == successors


def test_grades_of_tower_hamlets_are_those_that_everybody_knows(shipped: Store) -> None:
    told = [
        (row["started"][:4], row["grade"])
        for row in rows(shipped, "ratings-of-council", council="Tower Hamlets")
    ]
    assert told == [
        ("2024", "grade:outstanding"),
        ("2019", "grade:good"),
        ("2017", "grade:inadequate"),
        ("2012", "grade:good"),
    ]


def test_debbie_jones_certainly_ran_tower_hamlets_in_2017(shipped: Store) -> None:
    certain = {
        (row["inspection"], row["name"])
        for row in rows(shipped, "in-charge", council="Tower Hamlets")
        if row["role"] == "role:director-of-childrens-services" and row["certainty"] == "certain"
    }
    assert ("inspection:tower-hamlets.sif.2017-01-23", "Debbie Jones") in certain
    assert not [
        name for inspection, name in certain if "2024" in inspection and name == "Debbie Jones"
    ]


def test_nobody_is_named_by_a_word_alone(shipped: Store) -> None:
    names = [
        row["name"] for row in rows(shipped, "SELECT ?name { ?p a foaf:Person ; foaf:name ?name }")
    ]
    assert len(names) > 300
    assert [name for name in names if " " not in name] == []
