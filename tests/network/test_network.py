"""The network: reading it, choosing a part of it, drawing answers, finding paths."""

from __future__ import annotations

from typing import Any

import pytest
import rdflib
from networks import GRAPH, england, small, small_store

from ofsted_graph.errors import OfstedGraphError, QueryError, UnknownNameError, UsageError
from ofsted_graph.network.networks import (
    Citation,
    Claim,
    connecting_people,
    find_node,
    network,
    path_network,
    shortest_path,
)
from ofsted_graph.network.paths import BY_INSPECTIONS
from ofsted_graph.network.properties import curie, local

SIF = "inspection:eastvale.sif.2017-01-23"


def kinds(net: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, data in net.nodes(data=True):
        found[data["kind"]] = found.get(data["kind"], 0) + 1
    return found


def test_everything_is_read() -> None:
    net = small()
    assert kinds(net) == {
        "council": 3, "person": 6, "inspection": 5, "organisation": 1, "unnamed": 1,
    }  # fmt: skip
    ties: dict[str, int] = {}
    for *_, data in net.edges(data=True):
        ties[data["kind"]] = ties.get(data["kind"], 0) + 1
    assert ties == {
        "post": 8, "inspects": 5, "in-post": 4, "inspected-by": 2, "replaced-by": 1,
        "maybe-same": 1, "supports": 1,
    }  # fmt: skip


def test_a_fact_keeps_its_dates_bounds_and_citations() -> None:
    post = small().edges["person:ada-wren", "council:eastvale", "tenure:ada-wren.eastvale"]
    assert post == {
        "kind": "post",
        "role": "director-of-childrens-services",
        "capacity": "permanent",
        "start": ("2016-03",),
        "end": ("2019-08-31",),
        "earliest_start": "2016-03-01",
        "latest_start": "2016-03-31",
        "earliest_end": "2019-08-31",
        "latest_end": "2019-08-31",
        "first_seen": "2017-02-01",
        "last_seen": "2017-02-01",
        "title": "Corporate Director of Children",
        "citations": (
            Citation("source:news", "paragraph 1"),
            Citation("source:report-2017", "page 6"),
        ),
    }


def test_an_inspection_keeps_what_it_found_and_where_sources_differ() -> None:
    net = small()
    data = net.nodes[SIF]
    assert {(one.aspect, one.grade) for one in data["judgements"]} == {
        ("overall-effectiveness", "inadequate"),
        ("leadership", "inadequate"),
    }
    assert data["claims"][0] == Claim(
        "published", "2017-04-06", (Citation("source:report-2017", "page 1"),)
    )
    disputed = net.nodes["inspection:northmoor.ilacs.2022-05-09"]["judgements"]
    assert {one.grade for one in disputed} == {"good", "requires-improvement"}


def test_a_source_keeps_its_address() -> None:
    assert small().graph["sources"]["source:report-2017"].page == "https://example.org/reports/1"


@pytest.mark.parametrize("store", ["Memory", "Oxigraph"])
def test_rdflib_gives_the_same_network(store: str) -> None:
    graph = rdflib.Graph() if store == "Memory" else rdflib.Graph("Oxigraph")
    graph.parse(GRAPH)
    ours, theirs = small(), network(graph)
    assert dict(ours.nodes(data=True)) == dict(theirs.nodes(data=True))
    assert list(ours.edges(keys=True, data=True)) == list(theirs.edges(keys=True, data=True))
    assert ours.graph == theirs.graph


def test_every_citation_names_a_source_that_is_there() -> None:
    from ofsted_graph.network.selection import all_citations

    for net in (small(), small(about=["Northmoor"])):
        assert {place.source for place in all_citations(net)} == set(net.graph["sources"])


def test_one_step_around_a_person() -> None:
    net = small(about=["Ada Wren"])
    assert {node for node, data in net.nodes(data=True) if data["kind"] == "person"} == {
        "person:ada-wren"
    }
    # A council comes with its whole record, or the page would show a grade that is not its latest.
    assert {"council:eastvale", "council:northmoor", "organisation:ofsted"} < set(net)
    assert "inspection:eastvale.ilacs.2026-05-11" in net
    assert net.graph["title"] == "Ada Wren"
    assert net.graph["about"] == ("person:ada-wren",)


def test_two_steps_reach_those_who_held_the_same_posts() -> None:
    assert "person:bo-reed" in small(about=["Ada Wren"], steps=2)
    assert "person:bo-reed" not in small(about=["Ada Wren"], steps=1)


def test_no_step_leaves_the_thing_itself() -> None:
    assert set(small(about=["Ada Wren"], steps=0)) == {"person:ada-wren"}


def test_one_region() -> None:
    net = small(region="North East")
    assert {n for n, d in net.nodes(data=True) if d["kind"] == "council"} == {
        "council:northmoor",
        "council:old-northmoor",
    }
    assert "person:ada-wren" in net
    assert "person:bo-reed" not in net


def test_one_role() -> None:
    net = small(role="elected-mayor")
    assert {d["role"] for *_, d in net.edges(data=True) if d["kind"] == "post"} == {"elected-mayor"}
    assert "person:hal-penn" not in net


def test_as_of_keeps_what_was_known_and_may_have_been() -> None:
    net = small(as_of="2018-06-01")
    holders = {
        a for a, b, d in net.edges(data=True) if d["kind"] == "post" and b == "council:eastvale"
    }
    # The second mayor has no known beginning, so may have been there.
    assert holders == {"person:ada-wren", "person:cy-moss", "person:di-vale"}
    assert "inspection:eastvale.ilacs.2019-06-03" not in net
    assert SIF in net


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"about": ["Ada Wrenn"]}, 'Did you mean "Ada Wren"?'),
        ({"about": ["Di Vale"]}, "is the name of 2 things; write one of person:di-vale, "),
        ({"region": "Narnia"}, 'unknown region "Narnia". Known: london, north-east.'),
        ({"role": "chief cook"}, "Known: director-of-childrens-services, elected-mayor."),
        ({"as_of": "2018-02-30"}, "is not a date; write it as 2017-04-07."),
        ({"steps": -1}, "must be 0 or more"),
        ({"region": "london", "about": ["Northmoor"], "steps": 0}, "nothing is left"),
        ({"query": "SELECT ?x { ?x ofg:region"}, "does not parse"),
        ({"query": "ASK { ?s ?p ?o }"}, "yes or no"),
        ({"query": "SELECT ?l { ?c a ofg:Council ; rdfs:label ?l }"}, "names nothing to draw"),
        ({"query": "no-such-question"}, 'unknown query "no-such-question"'),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said_in_words(choice: dict[str, Any], words: str) -> None:
    with pytest.raises(OfstedGraphError) as caught:
        small(**choice)
    assert words in str(caught.value)
    assert isinstance(caught.value, UnknownNameError | UsageError | QueryError)


@pytest.mark.parametrize(
    "name",
    ["Eastvale", "eastvale", "London Borough of Eastvale", "E09999901", "council:eastvale",
     "https://w3id.org/ofsted-graph/id/council/eastvale"],
)  # fmt: skip
def test_a_council_is_found_by_whatever_people_type(name: str) -> None:
    assert find_node(small(), name) == "council:eastvale"


def test_a_person_is_found_by_another_form_of_the_name() -> None:
    assert find_node(small(), "A. B. Wren") == "person:ada-wren"


def test_a_select_draws_its_things_with_their_own_ties() -> None:
    net = small(
        query="SELECT ?p ?c ?role { ?t org:member ?p ; org:organization ?c ; org:role ?role }"
    )
    assert net.has_edge("person:ada-wren", "council:eastvale", "tenure:ada-wren.eastvale")
    # A word in a column describes the row; it is no thing.
    assert "role:elected-mayor" not in net
    assert "thing" not in kinds(net)


def test_a_select_of_tenures_draws_their_ends() -> None:
    net = small(query="SELECT ?t { ?t ofg:capacity ofg:Interim }")
    assert {"person:ada-wren", "council:northmoor"} <= set(net)


def test_a_construct_draws_what_the_network_does_not_know() -> None:
    net = small(query="CONSTRUCT { ?i ofg:theme ?t } { ?i ofg:theme ?t }")
    assert net.nodes["theme:front-door"] == {"kind": "thing", "label": "The front door"}
    tie = net.edges["inspection:eastvale.focused.2018-09", "theme:front-door", "link:theme"]
    assert tie == {"kind": "link", "label": "theme"}


def test_a_construct_may_name_its_own_things() -> None:
    net = small(
        query="CONSTRUCT { <urn:x> rdfs:label 'Something' ; ofg:about ?c } "
        "{ ?c ofg:gssCode 'E09999901' }"
    )
    assert net.nodes["urn:x"]["label"] == "Something"
    assert net.has_edge("urn:x", "council:eastvale")


def test_a_path_goes_over_posts() -> None:
    net = small()
    way = shortest_path(net, "person:bo-reed", "council:northmoor")
    nodes = ("person:bo-reed", "council:eastvale", "person:ada-wren", "council:northmoor")
    assert (way[0].start, *(tie.end for tie in way)) == nodes
    assert [fact["role"] for fact in way[0].facts] == ["director-of-childrens-services"]
    drawn = path_network(net, way)
    assert drawn.graph["path"] == nodes
    assert drawn.graph["title"] == "From Bo Reed to Northmoor"


def test_inspections_connect_only_when_asked() -> None:
    net = small()
    assert shortest_path(net, "person:hal-penn", "council:eastvale") == []
    way = shortest_path(net, "person:hal-penn", "council:eastvale", through=BY_INSPECTIONS)
    assert [tie.end for tie in way] == [SIF, "council:eastvale"]


def test_no_path_from_a_thing_to_itself_or_to_nowhere() -> None:
    net = small()
    assert shortest_path(net, "council:eastvale", "council:eastvale") == []
    assert shortest_path(net, "council:eastvale", "council:old-northmoor") == []
    with pytest.raises(UsageError, match="not in this network"):
        shortest_path(net, "council:eastvale", "council:nowhere")


def test_who_connects_councils() -> None:
    assert [(one.person, one.councils) for one in connecting_people(small())] == [
        ("person:ada-wren", ("council:eastvale", "council:northmoor"))
    ]
    assert connecting_people(small(), role="elected-mayor") == []
    many = connecting_people(england(10))
    assert [one.between for one in many] == sorted((one.between for one in many), reverse=True)
    assert {len(one.councils) for one in many} == {2}


def test_names_are_shortened_only_where_they_are_ours() -> None:
    assert curie("https://w3id.org/ofsted-graph/id/person/ada-wren") == "person:ada-wren"
    assert curie("https://example.org/person/x") == "https://example.org/person/x"
    assert local("https://example.org/things#one") == "one"


def test_reading_leaves_the_graph_as_it_is() -> None:
    before = len(small_store())
    small(query="CONSTRUCT { ?i ofg:theme ?t } { ?i ofg:theme ?t }")
    assert len(small_store()) == before
