"""What a person types finds the one thing meant, or is told what is near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from ofsted_graph.errors import UnknownNameError, UsageError
from ofsted_graph.query import named_things
from ofsted_graph.vocab import OFG, PREFIXES, RDF, RDFS, XSD, compact, thing


@pytest.mark.parametrize(
    ("kind", "value", "name"),
    [
        ("council", "Northwold", "council:northwold"),
        ("council", "northwold", "council:northwold"),
        ("council", "NORTHWOLD council", "council:northwold"),
        ("council", "Metropolitan Borough of Northwold", "council:northwold"),
        ("council", "E08999001", "council:northwold"),
        ("council", "991", "council:northwold"),
        ("council", "89991", "council:northwold"),
        ("council", "nwd", "council:northwold"),
        ("council", "council:northwold", "council:northwold"),
        ("council", f"{PREFIXES['council']}northwold", "council:northwold"),
        ("council", "Easterby", "council:easterby"),
        ("council", "Easterby County", "council:old-easterby"),
        ("person", "Ada Quill", "person:ada-quill"),
        ("person", "ada quill", "person:ada-quill"),
        ("person", "Maire O Se", "person:maire-o-se"),
        ("person", "MÁIRE Ó SÉ", "person:maire-o-se"),
        ("person", "person:a-quill", "person:ada-quill"),
        ("role", "Elected mayor", "role:elected-mayor"),
        ("inspection", "northwold.sif.2016-04-25", "inspection:northwold.sif.2016-04-25"),
    ],
)
def test_a_thing_is_found(kind: str, value: str, name: str, graph: Store) -> None:
    assert compact(named_things.find(graph, kind, value).value) == name


def test_today_s_council_is_meant_where_an_ended_one_had_the_name(graph: Store) -> None:
    graph.add(Quad(thing("council", "old-easterby"), RDFS.label, Literal("Easterby")))
    assert named_things.find(graph, "council", "Easterby") == thing("council", "easterby")


def test_a_name_that_two_people_have_is_not_guessed(graph: Store) -> None:
    with pytest.raises(UsageError) as refused:
        named_things.find(graph, "person", "Cal Ito")
    assert str(refused.value) == (
        '"Cal Ito" may be person:cal-ito-easterby, person:cal-ito-northwold; use one of these.'
    )


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("council", "Norwald", 'unknown council "Norwald". Did you mean "Northwold"?'),
        ("person", "Ada Quil", 'unknown person "Ada Quil". Did you mean "Ada Quill"?'),
        ("council", "zzz", 'unknown council "zzz". `ofsted-graph query councils` lists them.'),
        ("person", "zzz", 'unknown person "zzz". Give the name as sources print it.'),
        ("council", "person:ada-quill", 'unknown council "person:ada-quill".'),
        ("council", "council:norwald",
         'unknown council "council:norwald". Did you mean "Northwold"?'),
        ("council", "", 'unknown council "". `ofsted-graph query councils` lists them.'),
    ],
)  # fmt: skip
def test_a_thing_that_is_not_there(kind: str, value: str, message: str, graph: Store) -> None:
    with pytest.raises(UnknownNameError) as refused:
        named_things.find(graph, kind, value)
    assert str(refused.value) == message
    assert (refused.value.kind, refused.value.name) == (kind, value)


def test_suggestions_name_each_thing_once(graph: Store) -> None:
    council = thing("council", "northwold")
    for name in ("Northwold A", "Northwold B", "Northwold C"):
        graph.add(Quad(council, NamedNode(f"{PREFIXES['skos']}altLabel"), Literal(name)))
    assert named_things.nearest(graph, "council", "Northwold D").count("Northwold") == 1


@given(st.text(max_size=300))
def test_any_value_is_found_or_refused_in_one_line(value: str) -> None:
    store = Store()
    council = thing("council", "kent")
    store.extend([Quad(council, RDF.type, OFG.Council), Quad(council, RDFS.label, Literal("Kent"))])
    try:
        found = named_things.find(store, "council", value)
    except UnknownNameError as error:
        message = str(error)
    else:
        message = ""
        assert found == council
    assert message.isprintable()


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("year", "2019", Literal("2019")),
        ("date", "2019-07-22", Literal("2019-07-22", datatype=XSD.date)),
        ("text", "?x }", Literal("?x }")),
    ],
)
def test_a_value_that_is_no_thing(kind: str, value: str, term: Literal) -> None:
    assert named_things.literal(kind, value) == term


@pytest.mark.parametrize(
    ("kind", "value"), [("year", "19"), ("year", "2019 }"), ("date", "2019-7-22"), ("date", "")]
)
def test_a_value_of_another_form_is_refused(kind: str, value: str) -> None:
    with pytest.raises(UsageError, match=f'^"{value}" is no {kind} such as '):
        named_things.literal(kind, value)


@pytest.mark.parametrize("value", ["kent", "nope:kent", "council:ke nt", "http://a b", "council:"])
def test_what_is_no_iri_is_a_name(value: str) -> None:
    assert named_things.written_out(value) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Northwald", "northwold"),  # one letter
        ("N'wold Council", ""),
        ("Northwold County Council", "northwold"),
        ("Northwold Town Council", ""),  # a parish is no council of ours
        ("Norwald", ""),
    ],
)
def test_a_council_is_found_by_what_people_write(written: str, meant: str, graph: Store) -> None:
    try:
        found = named_things.find(graph, "council", written).value.rpartition("/")[2]
    except UnknownNameError:
        found = ""
    assert found == meant


def test_people_are_offered_by_a_part_of_their_name(graph: Store) -> None:
    assert named_things.nearest(graph, "person", "Quil") == ["Ada Quill"]
    assert named_things.nearest(graph, "person", "Sadiq Khan") == []
