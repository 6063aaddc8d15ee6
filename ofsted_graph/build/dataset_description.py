"""Describe the dataset and its linksets in its own words' neighbours: VoID and DCAT.

The description is part of the graph, so a catalogue or a federated query engine finds what the
graph is, what it links to, under which licence and for which years. It follows DCAT-AP 3, the
profile that European data portals harvest; a test holds it against that profile's shapes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from ofsted_graph.build.linksets import OGL, TARGETS, Linkset, linksets
from ofsted_graph.dates import is_plain, xsd_date
from ofsted_graph.model import DEF, ID
from ofsted_graph.vocab import ATTRIBUTION, DCTERMS, FOAF, RDF, RDFS, XSD, Namespace, thing

Row = Mapping[str, str]

VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")

HOME = NamedNode("https://w3id.org/ofsted-graph")
DATASET = thing("dataset", "ofsted-graph")
_CATALOGUE = thing("dataset", "catalogue")
_TURTLE = thing("dataset", "ofsted-graph.turtle")
_PERIOD = thing("dataset", "ofsted-graph.period")
_PUBLISHER = thing("organisation", "ofsted-graph-maintainers")
_EU = "http://publications.europa.eu/resource/authority/"
_TITLE = "Ofsted graph"
_WHAT = (
    "Who ran children's services in which English council, and what Ofsted said about it, year by "
    "year: people, posts, inspections and grades, each fact with its source."
)

_CREDIT = (
    "Contains Ofsted information © Crown copyright and other public sector information licensed "
    "under the Open Government Licence v3.0, and data from mySociety licensed under CC BY 4.0."
)


def describe(
    tables: Mapping[str, Sequence[Row]], *, other_triples: int | None = None
) -> Iterator[Triple]:
    """Give the triples that describe the graph, its distribution and its linksets.

    Args:
        tables: The fact rows by table: `sources`, `council_links` and `inspections`.
        other_triples: How many triples the graph has beside these, to say how many in all.
    """
    told = [
        *_catalogue(),
        *_dataset(),
        *_period(tables["inspections"]),
        *_distribution(),
        *(triple for one in linksets(tables) for triple in _linkset(one)),
        *_targets(),
    ]
    told = list(dict.fromkeys(told))
    yield from told
    if other_triples is not None:
        # The count counts itself.
        total = Literal(other_triples + len(told) + 1)
        yield Triple(DATASET, VOID.triples, total)


def _en(text: str) -> Literal:
    return Literal(text, language="en")


def _catalogue() -> Iterator[Triple]:
    yield Triple(_CATALOGUE, RDF.type, DCAT.Catalog)
    yield Triple(_CATALOGUE, DCTERMS.title, _en("Catalogue of the Ofsted graph"))
    yield Triple(_CATALOGUE, DCTERMS.description, _en("The Ofsted graph and what it links to."))
    yield Triple(_CATALOGUE, DCTERMS.publisher, _PUBLISHER)
    yield Triple(_CATALOGUE, DCAT.dataset, DATASET)
    yield Triple(_PUBLISHER, RDF.type, FOAF.Agent)
    yield Triple(_PUBLISHER, FOAF.name, _en("The maintainers of ofsted-graph"))


def _dataset() -> Iterator[Triple]:
    yield Triple(DATASET, RDF.type, DCAT.Dataset)
    yield Triple(DATASET, RDF.type, VOID.Dataset)
    yield Triple(DATASET, RDFS.label, _en(_TITLE))
    yield Triple(DATASET, DCTERMS.title, _en(_TITLE))
    yield Triple(DATASET, DCTERMS.description, _en(_WHAT))
    yield Triple(DATASET, DCTERMS.publisher, _PUBLISHER)
    yield Triple(DATASET, DCTERMS.license, NamedNode(OGL))
    yield Triple(DATASET, ATTRIBUTION, _en(_CREDIT))
    yield Triple(DATASET, DCAT.landingPage, HOME)
    yield Triple(HOME, RDF.type, FOAF.Document)
    yield Triple(HOME, RDF.type, RDFS.Resource)
    for keyword in ("children's services", "inspection", "local government", "Ofsted"):
        yield Triple(DATASET, DCAT.keyword, _en(keyword))
    for term, value, kind in (
        (DCTERMS.language, f"{_EU}language/ENG", DCTERMS.LinguisticSystem),
        (DCTERMS.spatial, f"{_EU}country/GBR", DCTERMS.Location),
        (DCTERMS.accrualPeriodicity, f"{_EU}frequency/IRREG", DCTERMS.Frequency),
        (DCTERMS.conformsTo, DEF.rstrip("#"), DCTERMS.Standard),
    ):
        # The profile asks for the class too, though the value's own publisher tells it.
        yield Triple(DATASET, term, NamedNode(value))
        yield Triple(NamedNode(value), RDF.type, kind)
    yield Triple(DATASET, DCAT.distribution, _TURTLE)
    yield Triple(DATASET, VOID.uriSpace, Literal(ID))
    yield Triple(DATASET, VOID.exampleResource, thing("council", "tower-hamlets"))
    for vocabulary in (DEF, FOAF.base, DCTERMS.base, "http://www.w3.org/ns/org#"):
        yield Triple(DATASET, VOID.vocabulary, NamedNode(vocabulary))


def _period(inspections: Sequence[Row]) -> Iterator[Triple]:
    """Say which years the graph speaks of, from the plain dates of inspections."""
    days = sorted(row["published"] for row in inspections if len(row["published"]) == 10)
    if not days:
        return
    yield Triple(DATASET, DCTERMS.temporal, _PERIOD)
    yield Triple(_PERIOD, RDF.type, DCTERMS.PeriodOfTime)
    for term, day in ((DCAT.startDate, days[0]), (DCAT.endDate, days[-1])):
        yield Triple(_PERIOD, term, Literal(day, datatype=XSD.date))


def _distribution() -> Iterator[Triple]:
    yield Triple(_TURTLE, RDF.type, DCAT.Distribution)
    yield Triple(_TURTLE, DCTERMS.title, _en("The graph as one Turtle file"))
    yield Triple(_TURTLE, DCAT.accessURL, HOME)
    yield Triple(_TURTLE, DCTERMS.license, NamedNode(OGL))
    file_type = NamedNode(f"{_EU}file-type/RDF_TURTLE")
    media_type = NamedNode("https://www.iana.org/assignments/media-types/text/turtle")
    yield Triple(_TURTLE, DCTERMS.format, file_type)
    yield Triple(_TURTLE, DCAT.mediaType, media_type)
    yield Triple(file_type, RDF.type, DCTERMS.MediaTypeOrExtent)
    yield Triple(media_type, RDF.type, DCTERMS.MediaType)
    yield Triple(NamedNode(OGL), RDF.type, DCTERMS.LicenseDocument)


def _linkset(one: Linkset) -> Iterator[Triple]:
    node, target = thing("linkset", one.name), thing("dataset", one.target.name)
    title = f"Links from the Ofsted graph to {one.target.title}"
    yield Triple(node, RDF.type, VOID.Linkset)
    yield Triple(node, DCTERMS.title, _en(title))
    yield Triple(node, RDFS.label, _en(title))
    yield Triple(node, VOID.subjectsTarget, DATASET)
    yield Triple(node, VOID.objectsTarget, target)
    yield Triple(node, VOID.linkPredicate, NamedNode(one.target.predicate))
    yield Triple(node, VOID.triples, Literal(len({link[:2] for link in one.links})))
    yield Triple(node, DCTERMS.source, thing("source", one.source))
    if one.date and is_plain(one.date):
        lexical, kind = xsd_date(one.date)
        yield Triple(node, DCTERMS.issued, Literal(lexical, datatype=getattr(XSD, kind)))
    yield Triple(DATASET, VOID.subset, node)


def _targets() -> Iterator[Triple]:
    for target in TARGETS.values():
        node = thing("dataset", target.name)
        yield Triple(node, RDF.type, VOID.Dataset)
        yield Triple(node, RDFS.label, _en(target.title))
        yield Triple(node, DCTERMS.title, _en(target.title))
        yield Triple(node, DCTERMS.license, NamedNode(target.licence))
        yield Triple(node, FOAF.homepage, NamedNode(target.page))
        yield Triple(node, VOID.uriSpace, Literal(target.space))
        if target.endpoint:
            yield Triple(node, VOID.sparqlEndpoint, NamedNode(target.endpoint))


def links(sets: Sequence[Linkset]) -> Iterator[Triple]:
    """Give linksets with their links, to be written as a file of their own."""
    for one in sets:
        yield from _linkset(one)
        for council, link, _ in one.links:
            predicate = NamedNode(one.target.predicate)
            yield Triple(thing("council", council), predicate, NamedNode(link))
