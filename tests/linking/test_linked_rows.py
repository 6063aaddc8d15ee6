"""Tables to triples: mappings, types, reports, and memory that does not grow."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from ofsted_graph.errors import InputError, QueryError, UnknownNameError, UsageError
from ofsted_graph.linking.csvw import Description, find_description, read_description
from ofsted_graph.linking.csvw_values import Format, lexical_form
from ofsted_graph.linking.default_mapping import SUBJECT
from ofsted_graph.linking.linked_rows import CouncilColumns, link_rows
from ofsted_graph.linking.mapping import read_mapping, variable, variables
from ofsted_graph.linking.reconcile import Reconciler
from ofsted_graph.linking.running import BATCH, Summary
from ofsted_graph.linking.tables import Table, open_table
from ofsted_graph.linking.terms import UNDEF, literal, term

Write = Callable[..., Path]
EX = "https://example.org/"
MAPPING = """
PREFIX ex: <https://example.org/>
CONSTRUCT { ?row a ex:Cost ; ex:at ?council ; ex:amount ?Cost_GBP }
WHERE { BIND(IRI(CONCAT(STR(ex:), STR(?ROWNUM))) AS ?row) }
"""


def linked(table: Table, reconciler: Reconciler, **options: object) -> set[tuple[str, str, str]]:
    content = b"".join(link_rows(table, reconciler, **options))  # type: ignore[arg-type]
    return {
        (str(q.subject), str(q.predicate), str(q.object))
        for q in parse(content, format=RdfFormat.N_TRIPLES)
    }


def test_a_mapping_makes_triples_of_rows(write: Write, reconciler: Reconciler) -> None:
    table = open_table(write("Authority,Cost GBP\nKent,5\nNorthampton,6\nLeeds,\n"))
    summary = Summary()
    triples = linked(table, reconciler, mapping=MAPPING, summary=summary)
    council = "<https://w3id.org/ofsted-graph/id/council/{}>"
    assert {t for t in triples if t[1] == f"<{EX}at>"} == {
        (f"<{EX}1>", f"<{EX}at>", council.format("kent")),
        (f"<{EX}3>", f"<{EX}at>", council.format("leeds")),
    }
    assert {t[2] for t in triples if t[1] == f"<{EX}amount>"} == {'"5"', '"6"'}
    assert (summary.rows, summary.triples, summary.without) == (3, len(triples), 0)
    assert summary.council_column == "Authority"
    assert summary.statuses == {"accepted": 2, "refused": 1}
    assert summary.unmatched == {"Northampton": 1}


def test_without_a_mapping_every_column_is_a_property(write: Write, reconciler: Reconciler) -> None:
    table = open_table(write("Authority,Cost GBP\nKent,5\n", "costs.csv"))
    assert linked(table, reconciler) == {
        ("<urn:table:costs:row-1>", "<urn:table:costs:Authority>", '"Kent"'),
        ("<urn:table:costs:row-1>", "<urn:table:costs:Cost%20GBP>", '"5"'),
        (
            "<urn:table:costs:row-1>",
            f"<{SUBJECT}>",
            "<https://w3id.org/ofsted-graph/id/council/kent>",
        ),
    }


def test_rows_that_make_nothing_are_counted(write: Write, reconciler: Reconciler) -> None:
    table = open_table(write("Authority,id\nKent,one\nLeeds,t w o\nBrent,three\n"))
    mapping = """PREFIX ex: <https://example.org/>
    CONSTRUCT { ?row ex:at ?council } WHERE { BIND(IRI(CONCAT(STR(ex:), ?id)) AS ?row) }"""
    summary = Summary()
    assert len(linked(table, reconciler, mapping=mapping, summary=summary)) == 2
    assert (summary.without, summary.first_without) == (1, 2)


def test_the_witness_of_a_template_finds_rows_that_make_nothing(
    write: Write, reconciler: Reconciler
) -> None:
    table = open_table(write("Authority,id\nKent,one\nLeeds,t w o\n"))
    mapping = """PREFIX ex: <https://example.org/>
    CONSTRUCT { ?row a ex:Row ; ex:x ?id } WHERE { BIND(IRI(CONCAT(STR(ex:), ?id)) AS ?row) }"""
    summary = Summary()
    linked(table, reconciler, mapping=mapping, summary=summary)
    assert read_mapping(mapping).witness.endswith(b"<https://example.org/Row> .\n")
    assert summary.without == 1


def test_many_rows_are_mapped_in_batches_with_running_numbers(
    write: Write, reconciler: Reconciler
) -> None:
    size = BATCH * 2 + 7
    table = open_table(write("Authority,Cost GBP\n" + "Kent,1\n" * size))
    subjects = {t[0] for t in linked(table, reconciler, mapping=MAPPING)}
    assert subjects == {f"<{EX}{number}>" for number in range(1, size + 1)}


def test_blank_nodes_of_different_batches_stay_apart(write: Write, reconciler: Reconciler) -> None:
    size = BATCH + 1
    table = open_table(write("Authority\n" + "Kent\n" * size))
    mapping = f"CONSTRUCT {{ [] <{EX}at> ?council }} WHERE {{ }}"
    assert len(linked(table, reconciler, mapping=mapping)) == size


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("SELECT * { ?s ?p ?o }", "must be a CONSTRUCT"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "write the template"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ", "brace is not closed"),
        ("CONSTRUCT { } WHERE { }", "has no triples"),
        ("CONSTRUCT { ?a <x:p> ?b } WHERE { } LIMIT 5", "LIMIT looks across rows"),
        ("CONSTRUCT { ?a x:p ?b } WHERE { }", "the template cannot be read"),
        ("CONSTRUCT { ?a <x:p> ?b } WHERE { BIND(NOPE(?a) AS ?b) }", "error at"),
    ],
)
def test_mappings_that_cannot_be_run(mapping: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        read_mapping(mapping, where="m.rq")


def test_braces_in_strings_and_comments_mislead_nobody(
    write: Write, reconciler: Reconciler
) -> None:
    mapping = f"""# WHERE {{ is not here
    CONSTRUCT {{ <{EX}s> <{EX}p> ?text }} # {{
    WHERE {{ BIND(CONCAT("}} WHERE {{ '", ?a) AS ?text) }}"""
    table = open_table(write("a\nx\n"))
    assert linked(table, reconciler, mapping=mapping) == {
        (f"<{EX}s>", f"<{EX}p>", '"} WHERE { \'x"')
    }


def test_a_variable_that_is_no_column_is_told(write: Write, reconciler: Reconciler) -> None:
    table = open_table(write("Authority,Cost GBP\nKent,5\n"))
    mapping = f"CONSTRUCT {{ ?council <{EX}p> ?Cost_GPB }} WHERE {{ }}"
    with pytest.raises(UnknownNameError, match=r'unknown variable "\?Cost_GPB". .*\?Cost_GBP'):
        linked(table, reconciler, mapping=mapping)


def test_variables_bound_by_values_and_patterns_are_no_columns() -> None:
    mapping = read_mapping(
        "CONSTRUCT { ?s <x:p> ?o } WHERE { VALUES (?a ?b) { (1 2) } BIND(?a AS ?s) ?s ?q ?o }"
    )
    assert mapping.needs == set()


def test_a_mapping_that_needs_a_council_needs_its_column(
    write: Write, reconciler: Reconciler
) -> None:
    table = open_table(write("day\nMonday\n"))
    with pytest.raises(UsageError, match="no column was found that names councils"):
        linked(table, reconciler, mapping=f"CONSTRUCT {{ <x:s> <{EX}p> ?council }} WHERE {{ }}")


def test_the_column_of_councils_is_found_among_lists_of_all_authorities(
    write: Write, reconciler: Reconciler
) -> None:
    summary = Summary()
    rows = "1,Adur\n2,Arun\n3,Kent\n4,Cardiff\n"
    linked(open_table(write(f"id,who\n{rows}")), reconciler, summary=summary)
    assert summary.council_column == "who"


def test_a_second_code_and_a_date_are_minded(write: Write, reconciler: Reconciler) -> None:
    table = open_table(write("who,ons,year\nDorset,,2016\nKent,E09000030,2020\n"))
    summary = Summary()
    triples = linked(
        table,
        reconciler,
        mapping="CONSTRUCT { ?council <x:in> ?year } WHERE { }",
        columns=CouncilColumns("who", "ons", "year"),
        summary=summary,
    )
    assert triples == {
        ("<https://w3id.org/ofsted-graph/id/council/dorset-county>", "<x:in>", '"2016"')
    }
    assert summary.unmatched == {"Kent (offered)": 1}


def test_two_columns_of_one_variable_are_refused() -> None:
    assert variable("Short Desc") == "Short_Desc"
    with pytest.raises(UsageError, match=r'"a b" and "a-b" would both be \?a_b'):
        variables(["a b", "a-b"])


def test_cells_become_terms_of_their_type() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert term("Kent") == '"Kent"'
    assert term("") == term(None) == UNDEF
    assert term(True) == f'"true"^^<{xsd}boolean>'
    assert term(3) == f'"3"^^<{xsd}integer>'
    assert term(0.5) == f'"0.5"^^<{xsd}double>'
    assert term(float("nan")) == f'"NaN"^^<{xsd}double>'
    assert term(dt.date(2020, 1, 2)) == f'"2020-01-02"^^<{xsd}date>'


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_as_a_literal(text: str) -> None:
    query = f"SELECT ?a {{ VALUES ?a {{ {literal(text)} }} }}"
    (row,) = Store().query(query)  # type: ignore[misc]
    assert row["a"].value == text


METADATA = {
    "@context": "http://www.w3.org/ns/csvw",
    "url": "visits.csv",
    "tableSchema": {
        "aboutUrl": "https://example.org/visit/{id}",
        "columns": [
            {"name": "id", "titles": "Visit ID", "suppressOutput": True},
            {
                "name": "day",
                "titles": "Day",
                "datatype": {"base": "date", "format": "dd/MM/yyyy"},
                "propertyUrl": "https://example.org/day",
                "null": ["", "n/a"],
            },
            {
                "name": "n",
                "titles": "Children",
                "datatype": {"base": "integer", "format": {"groupChar": ","}},
            },
            {
                "name": "la",
                "titles": "LA",
                "propertyUrl": "https://example.org/at",
                "valueUrl": "https://example.org/la/{la}",
            },
        ],
    },
}


@pytest.fixture
def described(write: Write) -> tuple[Table, Description]:
    path = write(
        'Visit ID,Day,Children,LA\n7,01/02/2020,"1,204",210\n8,n/a,many,211\n', "visits.csv"
    )
    write(json.dumps(METADATA), "visits.csv-metadata.json")
    metadata = find_description(path)
    assert metadata is not None
    return open_table(path), read_description(metadata, path.name)


def test_metadata_types_names_and_links(
    described: tuple[Table, Description], reconciler: Reconciler
) -> None:
    table, description = described
    xsd = "http://www.w3.org/2001/XMLSchema#"
    triples = linked(table, reconciler, description=description)
    assert {t for t in triples if t[1] != f"<{SUBJECT}>"} == {
        (f"<{EX}visit/7>", f"<{EX}day>", f'"2020-02-01"^^<{xsd}date>'),
        (f"<{EX}visit/7>", "<urn:table:visits:Children>", f'"1204"^^<{xsd}integer>'),
        (f"<{EX}visit/7>", f"<{EX}at>", f"<{EX}la/210>"),
        (f"<{EX}visit/8>", "<urn:table:visits:Children>", '"many"'),
        (f"<{EX}visit/8>", f"<{EX}at>", f"<{EX}la/211>"),
    }


def test_metadata_types_reach_a_mapping(
    described: tuple[Table, Description], reconciler: Reconciler
) -> None:
    table, description = described
    mapping = f"""CONSTRUCT {{ <x:s> <{EX}year> ?year }}
    WHERE {{ BIND(YEAR(?Day) AS ?year) }}"""
    found = linked(table, reconciler, mapping=mapping, description=description)
    assert [o for _, _, o in found] == ['"2020"^^<http://www.w3.org/2001/XMLSchema#integer>']


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "no JSON object"),
        ('{"url": "other.csv"}', 'does not speak of "t.csv"'),
        ('{"tableSchema": "https://example.org/schema"}', "keeps its tableSchema elsewhere"),
        (
            '{"tableSchema": {"columns": [{"titles": "a", "datatype": "colour"}]}}',
            'the datatype "colour"',
        ),
    ],
)
def test_metadata_that_cannot_be_used(write: Write, metadata: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_description(write(metadata, "t.csv-metadata.json"), "t.csv")


@pytest.mark.parametrize(
    ("told", "cell", "value"),
    [
        ({"base": "date", "format": "d/M/yy"}, "3/4/21", "2021-04-03"),
        ({"base": "dateTime"}, "2021-04-03T10:00:00Z", "2021-04-03T10:00:00Z"),
        ({"base": "boolean", "format": "Y|N"}, "N", "false"),
        ({"base": "boolean"}, "1", "true"),
        ({"base": "decimal", "format": {"groupChar": ","}}, "1,234.50", "1234.50"),
        (
            {"base": "decimal", "format": {"decimalChar": ",", "groupChar": "."}},
            "1.234,5",
            "1234.5",
        ),
        ({"base": "decimal", "format": "#,##0.##"}, "1,234.5", "1234.5"),
        ({"base": "decimal"}, "12.5%", "0.125"),
        ({"base": "unsignedByte"}, "255", "255"),
        ({"base": "gMonthDay"}, "--04-03", "--04-03"),
        ({"base": "duration"}, "P1Y2M3DT4H", "P1Y2M3DT4H"),
        ({"base": "date"}, "2019-03-31+01:00", "2019-03-31+01:00"),
        ({"base": "number"}, "1e3", "1e3"),
        ({"base": "gYear"}, "2020", "2020"),
    ],
)
def test_datatypes_read_their_own_forms(
    write: Write, told: dict[str, Any], cell: str, value: str
) -> None:
    from ofsted_graph.linking.csvw import writer

    metadata = {"tableSchema": {"columns": [{"titles": "a", "datatype": told}]}}
    description = read_description(write(json.dumps(metadata), "t.csv-metadata.json"), "t.csv")
    column = description.column("a", 0)
    assert column is not None
    assert writer(column)(cell).startswith(f'"{value}"^^<')
    assert writer(column)("no such thing").startswith('"no such thing"')


@pytest.mark.parametrize(
    ("datatype", "cell"),
    [
        ("decimal", "3,5"),
        ("decimal", "12,34,5"),
        ("integer", "1_000"),
        ("integer", "1.0"),
        ("double", "1_0"),
        ("positiveInteger", "-5"),
        ("unsignedByte", "256"),
        ("gYear", "2017/18"),
        ("gYearMonth", "April"),
        ("duration", "a year"),
        ("date", "2019-02-30"),
        ("dateTime", "2019-03-31+01:00"),
        ("boolean", "perhaps"),
        ("hexBinary", "xyz"),
    ],
)
def test_what_is_not_of_its_datatype_stays_what_it_says(datatype: str, cell: str) -> None:
    assert lexical_form(cell, datatype, Format()) is None


def test_a_separator_is_refused_and_not_passed_over(write: Write) -> None:
    metadata = {"tableSchema": {"columns": [{"name": "v", "separator": ";"}]}}
    with pytest.raises(InputError, match='splits the cells of "v" at a separator'):
        read_description(write(json.dumps(metadata), "t.csv-metadata.json"), "t.csv")


def test_prefixes_need_no_declaration(write: Write) -> None:
    metadata = {"tableSchema": {"columns": [{"name": "v", "propertyUrl": "rdfs:label"}]}}
    told = read_description(write(json.dumps(metadata), "t.csv-metadata.json"), "t.csv")
    assert told.columns[0].property == "http://www.w3.org/2000/01/rdf-schema#label"


def test_columns_of_one_variable_and_reserved_ones_are_kept_apart(
    write: Write, reconciler: Reconciler
) -> None:
    table = open_table(write("council,ROWNUM,Cost (%),Cost (£),km²\nKent,7,1,2,3\n"))
    values = {t[2] for t in linked(table, reconciler)}
    assert values == {
        "<https://w3id.org/ofsted-graph/id/council/kent>", '"Kent"', '"7"', '"1"', '"2"', '"3"',
    }  # fmt: skip


def test_a_mapping_cannot_mean_a_column_and_what_is_added(
    write: Write, reconciler: Reconciler
) -> None:
    mapping = "CONSTRUCT { ?council <urn:p> ?cost } WHERE {}"
    table = open_table(write("council,cost\nKent,5\n"))
    with pytest.raises(UsageError, match="rename the column"):
        linked(table, reconciler, mapping=mapping, columns=CouncilColumns("council"))


def test_memory_does_not_grow_with_the_rows(write: Write, reconciler: Reconciler) -> None:
    import tracemalloc

    def peak(rows: int) -> int:
        path = write("Authority,Cost GBP\n" + "".join(f"Kent,{n}\n" for n in range(rows)))
        tracemalloc.start()
        for chunk in link_rows(open_table(path), reconciler, mapping=MAPPING):
            assert chunk
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(500)
    small, large = peak(1_000), peak(20_000)
    # Columns remember the cells they wrote, up to a fixed number; nothing else may stay.
    assert large < small + 12_000_000


def test_a_term_of_the_graph_is_what_rows_join(write: Write, reconciler: Reconciler) -> None:
    table = open_table(write("Authority,Cost GBP\nKent,5\n"))
    store = Store()
    store.bulk_load(
        b"".join(link_rows(table, reconciler, mapping=MAPPING)), format=RdfFormat.N_TRIPLES
    )
    kent = NamedNode("https://w3id.org/ofsted-graph/id/council/kent")
    (quad,) = store.quads_for_pattern(None, NamedNode(f"{EX}at"), kent)
    (cost,) = store.quads_for_pattern(quad.subject, NamedNode(f"{EX}amount"), None)
    assert cost.object == Literal("5")
