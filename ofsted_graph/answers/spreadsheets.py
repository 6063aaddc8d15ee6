"""The graph as CSV tables that people can open: councils, people, tenures and so on, a row a thing.

A cell with several values has them sorted and parted by "; ". Things have their IRI in one column
and their name in another. Cells that a spreadsheet would run as a formula are made safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Store

from ofsted_graph.answers.labels import kind_of, title
from ofsted_graph.answers.lookups import subjects
from ofsted_graph.csv_text import csv_text
from ofsted_graph.query.result_formats import spreadsheet_safe
from ofsted_graph.vocab import DCTERMS, FOAF, OFG, ORG, RDF, RDFS, SKOS

Path = tuple[NamedNode, ...]

_CITED = ("sources", (OFG.citation,))
_COUNCIL = (("council", (OFG.council,)), ("council_name", (OFG.council, RDFS.label)))
_PERIOD = (("start", (OFG.start,)), ("end", (OFG.end,)))

TABLES: dict[str, tuple[NamedNode, tuple[tuple[str, Path], ...]]] = {
    "councils": (
        OFG.Council,
        (
            ("council", ()),
            ("name", (RDFS.label,)),
            ("other_names", (SKOS.altLabel,)),
            ("type", (OFG.councilType,)),
            ("region", (OFG.region, RDFS.label)),
            *_PERIOD,
            ("replaced_by", (DCTERMS.isReplacedBy,)),
            ("ons_code", (OFG.gssCode,)),
            ("dfe_code", (OFG.dfeCode,)),
            ("ofsted_urn", (OFG.ofstedUrn,)),
            ("register_code", (OFG.registerCode,)),
            ("area", (OFG.area,)),
            ("elsewhere", (SKOS.exactMatch,)),
            ("statistical_neighbours", (OFG.statisticalNeighbour, RDFS.label)),
        ),
    ),
    "people": (
        FOAF.Person,
        (
            ("person", ()),
            ("name", (FOAF.name,)),
            ("other_names", (SKOS.altLabel,)),
            ("possibly_same_as", (OFG.possiblySamePerson,)),
        ),
    ),
    "tenures": (
        OFG.Tenure,
        (
            ("tenure", ()),
            ("person", (ORG.member,)),
            ("person_name", (ORG.member, FOAF.name)),
            ("role", (ORG.role, RDFS.label)),
            ("organisation", (ORG.organization,)),
            ("organisation_name", (ORG.organization, RDFS.label)),
            ("capacity", (OFG.capacity, RDFS.label)),
            *_PERIOD,
            ("earliest_start", (OFG.earliestStart,)),
            ("latest_start", (OFG.latestStart,)),
            ("earliest_end", (OFG.earliestEnd,)),
            ("latest_end", (OFG.latestEnd,)),
            ("joint", (OFG.joint,)),
            ("end_reason", (OFG.endReason,)),
            ("titles", (OFG.postTitle,)),
            ("in_post_during", (OFG.inPostDuring,)),
            ("possibly_in_post_during", (OFG.possiblyInPostDuring,)),
            _CITED,
        ),
    ),
    "inspections": (
        OFG.Inspection,
        (
            ("inspection", ()),
            *_COUNCIL,
            ("framework", (OFG.framework, RDFS.label)),
            ("started", (OFG.started,)),
            ("ended", (OFG.ended,)),
            ("published", (OFG.published,)),
            ("themes", (OFG.theme, RDFS.label)),
            ("lead_inspectors", (OFG.leadInspector, FOAF.name)),
            ("team_inspectors", (OFG.teamInspector, FOAF.name)),
            ("previous_inspection", (OFG.previousInspection,)),
            _CITED,
        ),
    ),
    "judgements": (
        OFG.Judgement,
        (
            ("judgement", ()),
            ("inspection", (OFG.inspection,)),
            ("council", (OFG.inspection, OFG.council)),
            ("council_name", (OFG.inspection, OFG.council, RDFS.label)),
            ("framework", (OFG.inspection, OFG.framework, RDFS.label)),
            ("started", (OFG.inspection, OFG.started)),
            ("published", (OFG.inspection, OFG.published)),
            ("aspect", (OFG.aspect, RDFS.label)),
            ("grade", (OFG.grade, RDFS.label)),
            ("rank", (OFG.grade, OFG.rank)),
            ("printed", (OFG.printedGrade,)),
            _CITED,
        ),
    ),
    "interventions": (
        OFG.Intervention,
        (
            ("intervention", ()),
            *_COUNCIL,
            ("kind", (OFG.interventionKind,)),
            ("ordered_by", (OFG.orderedBy,)),
            *_PERIOD,
            _CITED,
        ),
    ),
    "posts": (
        ORG.Post,
        (
            ("post", ()),
            ("council", (ORG.postIn,)),
            ("council_name", (ORG.postIn, RDFS.label)),
            ("role", (ORG.role, RDFS.label)),
            *_PERIOD,
            _CITED,
        ),
    ),
    "support": (
        OFG.Support,
        (
            ("support", ()),
            *_COUNCIL,
            ("supporter", (OFG.supporter,)),
            ("supporter_name", (OFG.supporter, RDFS.label)),
            *_PERIOD,
            _CITED,
        ),
    ),
    "sources": (
        OFG.Source,
        (
            ("source", ()),
            ("title", (DCTERMS.title,)),
            ("kind", (OFG.sourceKind,)),
            ("publisher", (DCTERMS.publisher,)),
            ("issued", (DCTERMS.issued,)),
            ("page", (FOAF.page,)),
            ("licence", (DCTERMS.license,)),
            ("sha256", (OFG.sha256,)),
            ("file", (OFG.fileName,)),
        ),
    ),
}
"""Table to the class of its rows and to its columns, each with the properties that lead there."""


def tables(store: Store, *, safe: bool = True) -> Iterator[tuple[str, bytes]]:
    """Write every table: its name and its CSV in UTF-8.

    Args:
        store: The graph.
        safe: Whether cells that a spreadsheet would run as a formula are made safe.
    """
    cited = _citations(store)
    for name, (kind, columns) in TABLES.items():
        rows = [[heading for heading, _ in columns]]
        for node in subjects(store, RDF.type, kind):
            cells = [_cell(store, node, path, cited) for _, path in columns]
            rows.append([spreadsheet_safe(cell) for cell in cells] if safe else cells)
        yield name, csv_text(rows).encode()


def _citations(store: Store) -> dict[NamedNode, str]:
    """Say every citation in words, once."""
    places = subjects(store, RDF.type, OFG.Citation)
    return {place: title(store, place).text for place in places}


def _cell(store: Store, node: NamedNode, path: Path, cited: dict[NamedNode, str]) -> str:
    """Follow properties from a thing and write what they lead to."""
    reached: Iterable[NamedNode | Literal] = [node]
    for term in path:
        reached = [
            quad.object
            for thing in reached
            if isinstance(thing, NamedNode)
            for quad in store.quads_for_pattern(thing, term, None, None)
            if isinstance(quad.object, NamedNode | Literal)
        ]
    return "; ".join(sorted({_text(term, cited) for term in reached}))


def _text(term: NamedNode | Literal, cited: dict[NamedNode, str]) -> str:
    """Write one value: a citation in words, anything else as it is."""
    if isinstance(term, NamedNode) and kind_of(term) == "citation":
        return cited.get(term, term.value)
    return term.value
