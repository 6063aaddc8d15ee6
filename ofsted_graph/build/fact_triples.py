"""Fact rows to triples: councils, inspections, judgements, sources and what else is told directly.

Each function takes the rows of one or two tables and yields triples; nothing here works anything
out beyond choosing, where sources agree, the most exact form of a date. Where they differ every
word is kept as a claim with its citation (`ofg:Claim`), and the document's own word stands on the
inspection. People in posts come from `tenure_triples`, because their tenures have to be put
together first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from ofsted_graph.dates import is_plain, precision, window, xsd_date
from ofsted_graph.facts.inspection_days import extent, result_by
from ofsted_graph.model import FAMILIES, slug
from ofsted_graph.people.persons import People
from ofsted_graph.vocab import (
    AUTHORITY,
    CODE_TERMS,
    DCTERMS,
    EDTF,
    FOAF,
    INSPECTOR_TERMS,
    OFG,
    ORG,
    RDF,
    RDFS,
    SKOS,
    XSD,
    thing,
)

Row = Mapping[str, str]

LICENCES = {
    "OGL-UK-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "MIT": "https://spdx.org/licenses/MIT",
}
"""Licence code to the address of its text; a document under none of them has no licence in the
graph.
"""


def text(value: str) -> Literal:
    """Make a plain string."""
    return Literal(value)


def edtf(value: str) -> Literal:
    """Make an EDTF date."""
    return Literal(value, datatype=EDTF.EDTF)


def plain_date(value: str) -> Literal:
    """Make an `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`, whichever the text is."""
    lexical, kind = xsd_date(value)
    return Literal(lexical, datatype=getattr(XSD, kind))


def citation(row: Row) -> NamedNode:
    """Name the place that a row cites."""
    return thing("citation", f"{row['source']}.{slug(row['locator'])}")


def cite(subject: NamedNode, row: Row) -> Iterator[Triple]:
    """Say that a row's place in its source says what `subject` says."""
    place = citation(row)
    yield Triple(subject, OFG.citation, place)
    yield Triple(place, RDF.type, OFG.Citation)
    yield Triple(place, OFG.source, thing("source", row["source"]))
    yield Triple(place, OFG.locator, text(row["locator"]))


def sources(rows: Iterable[Row]) -> Iterator[Triple]:
    """Describe the documents."""
    for row in rows:
        node = thing("source", row["id"])
        yield Triple(node, RDF.type, OFG.Source)
        yield Triple(node, RDFS.label, text(row["title"]))
        yield Triple(node, DCTERMS.title, text(row["title"]))
        yield Triple(node, OFG.sourceKind, text(row["kind"]))
        if row["publisher"]:
            yield Triple(node, DCTERMS.publisher, text(row["publisher"]))
        if row["date"]:
            yield Triple(node, DCTERMS.issued, _issued(row["date"]))
        if row["page"]:
            yield Triple(node, FOAF.page, NamedNode(row["page"]))
        if row["licence"] in LICENCES:
            yield Triple(node, DCTERMS.license, NamedNode(LICENCES[row["licence"]]))
        if row["sha256"]:
            yield Triple(node, OFG.sha256, text(row["sha256"]))
        if row["file"]:
            yield Triple(node, OFG.fileName, text(row["file"]))


def _issued(value: str) -> Literal:
    """Date a document: typed where it is a plain date, EDTF where it is not."""
    return plain_date(value) if is_plain(value) else edtf(value)


def councils(tables: Mapping[str, Sequence[Row]]) -> Iterator[Triple]:
    """Describe the councils, their names, codes, neighbours and links."""
    for row in tables["councils"]:
        node = thing("council", row["id"])
        yield Triple(node, RDF.type, OFG.Council)
        yield Triple(node, RDFS.label, text(row["label"]))
        yield Triple(node, SKOS.prefLabel, Literal(row["label"], language="en"))
        yield Triple(node, OFG.councilType, text(row["type"]))
        if row["region"]:
            yield Triple(node, OFG.region, thing("region", row["region"]))
        for column, term in (("start", OFG.start), ("end", OFG.end)):
            if row[column]:
                yield Triple(node, term, edtf(row[column]))
        for successor in row["replaced_by"].split():
            yield Triple(node, DCTERMS.isReplacedBy, thing("council", successor))
        yield from cite(node, row)
    yield from _council_names(tables)
    yield from _council_relations(tables)


def _council_names(tables: Mapping[str, Sequence[Row]]) -> Iterator[Triple]:
    """Give the councils their other names and their codes."""
    labels = {row["id"]: row["label"] for row in tables["councils"]}
    for row in tables["council_names"]:
        node = thing("council", row["council"])
        if row["name"] != labels.get(row["council"]):
            yield Triple(node, SKOS.altLabel, Literal(row["name"], language="en"))
        yield from cite(node, row)
    for row in tables["council_codes"]:
        node = thing("council", row["council"])
        yield Triple(node, CODE_TERMS[row["scheme"]], text(row["code"]))
        yield from cite(node, row)


def _council_relations(tables: Mapping[str, Sequence[Row]]) -> Iterator[Triple]:
    """Relate the councils to each other and to the same councils elsewhere."""
    for row in tables["council_neighbours"]:
        node = thing("council", row["council"])
        yield Triple(node, OFG.statisticalNeighbour, thing("council", row["neighbour"]))
        yield from cite(node, row)
    link_terms = {"ons": OFG.area, "ofsted": RDFS.seeAlso}
    for row in tables["council_links"]:
        node = thing("council", row["council"])
        term = link_terms.get(row["dataset"], SKOS.exactMatch)
        yield Triple(node, term, NamedNode(row["iri"]))
        yield from cite(node, row)


def persons(people: People) -> Iterator[Triple]:
    """Describe the persons and who may be who."""
    for person in set(people.by_mention.values()):
        node = thing("person", person.name)
        yield Triple(node, RDF.type, FOAF.Person)
        yield Triple(node, FOAF.name, text(person.label))
        yield Triple(node, RDFS.label, text(person.label))
        for other in person.other_labels:
            yield Triple(node, SKOS.altLabel, text(other))
    for a, b in people.unsure:
        yield Triple(thing("person", a.name), OFG.possiblySamePerson, thing("person", b.name))
        yield Triple(thing("person", b.name), OFG.possiblySamePerson, thing("person", a.name))


def inspections(rows: Sequence[Row], kinds: Mapping[str, str]) -> Iterator[Triple]:
    """Describe the inspections; `kinds` tells each source's kind, ordered as `AUTHORITY`."""
    told: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        told[row["inspection"]].append(row)
    for name, claims in told.items():
        node = thing("inspection", name)
        ranked = sorted(
            claims,
            key=lambda row: (
                AUTHORITY.index(kinds[row["source"]]), row["locator"] == "file name",
                row["source"], row["locator"],
            ),
        )  # fmt: skip
        yield Triple(node, RDF.type, OFG.Inspection)
        yield Triple(node, OFG.council, thing("council", ranked[0]["council"]))
        for column, term in (
            ("started", OFG.started), ("ended", OFG.ended), ("published", OFG.published),
        ):  # fmt: skip
            yield from _dated(node, column, term, ranked)
        stating = [row for row in ranked if _states_framework(row, kinds)] or ranked[:1]
        yield Triple(node, OFG.framework, thing("framework", stating[0]["framework"]))
        if len({row["framework"] for row in stating}) > 1:
            for row in stating:
                value = thing("framework", row["framework"])
                yield from _claim(node, "framework", OFG.framework, value, row)
        for term, day in zip((OFG.notBefore, OFG.notAfter), extent(claims), strict=True):
            if day:
                yield Triple(node, term, Literal(day.isoformat(), datatype=XSD.date))
        if known_by := result_by(claims):
            yield Triple(node, OFG.resultBy, Literal(known_by.isoformat(), datatype=XSD.date))
        for row in claims:
            yield from _inspection_details(node, row)
            yield from cite(node, row)


def _states_framework(row: Row, kinds: Mapping[str, str]) -> bool:
    """Tell whether a row's source states the framework, and does not only let it be inferred.

    Whether an ILACS inspection was standard or short is printed in the statistics only; elsewhere
    it follows from the number of its days.
    """
    return FAMILIES[row["framework"]] != "ilacs" or kinds[row["source"]] == "statistics"


def _inspection_details(node: NamedNode, row: Row) -> Iterator[Triple]:
    """Give what sources add to each other about an inspection and do not differ on."""
    for visit in row["visits"].split():
        yield Triple(node, OFG.visit, edtf(visit))
    if row["theme"]:
        theme = thing("theme", slug(row["theme"]))
        yield Triple(node, OFG.theme, theme)
        yield Triple(theme, RDF.type, SKOS.Concept)
        yield Triple(theme, SKOS.inScheme, thing("scheme", "theme"))
        yield Triple(theme, RDFS.label, text(row["theme"]))
        yield Triple(theme, SKOS.prefLabel, Literal(row["theme"], language="en"))
    if row["previous"]:
        yield Triple(node, OFG.previousInspection, thing("inspection", row["previous"]))
    if row["note"]:
        yield Triple(node, SKOS.note, Literal(row["note"], language="en"))


def _dated(
    node: NamedNode, column: str, term: NamedNode, ranked: Sequence[Row]
) -> Iterator[Triple]:
    """Give an inspection one date of a kind, and every source's word where they differ."""
    rows = [row for row in ranked if row[column]]
    if not rows:
        return
    words = {row[column] for row in rows}
    if all(window(a).meets(window(b)) for a in words for b in words):
        chosen = min(rows, key=lambda row: precision(row[column]))
    else:
        chosen = rows[0]
        for row in rows:
            yield from _claim(node, column, term, plain_date(row[column]), row)
    yield Triple(node, term, plain_date(chosen[column]))


def _claim(
    node: NamedNode, column: str, term: NamedNode, value: NamedNode | Literal, row: Row
) -> Iterator[Triple]:
    """Say what one source says of a property on which sources differ."""
    short = slug(value.value.rpartition("/")[2])
    name = f"{node.value.rpartition('/')[2]}.{column}.{short}"
    claim = thing("claim", name)
    yield Triple(claim, RDF.type, OFG.Claim)
    yield Triple(claim, OFG.about, node)
    yield Triple(claim, OFG.claimProperty, term)
    yield Triple(claim, OFG.claimValue, value)
    yield from cite(claim, row)


def judgements(rows: Iterable[Row]) -> Iterator[Triple]:
    """Describe the judgements; two grades told of one aspect are two judgements."""
    for row in rows:
        name = f"{row['inspection']}.{row['aspect']}.{row['grade']}"
        node = thing("judgement", name)
        yield Triple(node, RDF.type, OFG.Judgement)
        yield Triple(node, OFG.inspection, thing("inspection", row["inspection"]))
        yield Triple(node, OFG.aspect, thing("aspect", row["aspect"]))
        yield Triple(node, OFG.grade, thing("grade", row["grade"]))
        if row["printed"]:
            yield Triple(node, OFG.printedGrade, text(row["printed"]))
        yield from cite(node, row)


def inspectors(rows: Iterable[Row], people: People) -> Iterator[Triple]:
    """Say who led, took part in and answered for an inspection."""
    for row in rows:
        node = thing("inspection", row["inspection"])
        person = people.person(row["name"], inspectorate(row["role"]))
        yield Triple(node, INSPECTOR_TERMS[row["role"]], thing("person", person.name))
        yield from cite(node, row)


def inspectorate(role: str) -> str:
    """Give the organisation at which an inspector of that role is mentioned."""
    return "cqc" if role == "cqc-lead" else "ofsted"


def interventions(rows: Iterable[Row]) -> Iterator[Triple]:
    """Describe the interventions."""
    for row in rows:
        node = thing("intervention", _name(row["council"], row["kind"], row))
        yield Triple(node, RDF.type, OFG.Intervention)
        yield Triple(node, OFG.council, thing("council", row["council"]))
        yield Triple(node, OFG.interventionKind, text(row["kind"]))
        if row["by"]:
            yield Triple(node, OFG.orderedBy, text(row["by"]))
        yield from _period(node, row)
        yield from cite(node, row)


def mayoralties(rows: Iterable[Row]) -> Iterator[Triple]:
    """Describe the posts of elected mayor: which councils had one, and from when to when."""
    for row in rows:
        node = thing("post", f"{row['council']}.elected-mayor")
        yield Triple(node, RDF.type, ORG.Post)
        yield Triple(node, ORG.postIn, thing("council", row["council"]))
        yield Triple(node, ORG.role, thing("role", "elected-mayor"))
        yield from _period(node, row)
        yield from cite(node, row)


def support(rows: Iterable[Row]) -> Iterator[Triple]:
    """Describe the support that councils gave each other."""
    for row in rows:
        node = thing("support", _name(row["council"], row["supporter"], row))
        yield Triple(node, RDF.type, OFG.Support)
        yield Triple(node, OFG.council, thing("council", row["council"]))
        yield Triple(node, OFG.supporter, thing("council", row["supporter"]))
        yield from _period(node, row)
        yield from cite(node, row)


def _name(council: str, what: str, row: Row) -> str:
    """Name something that lasted by when it began, or ended, as far as that is told."""
    parts = (council, what, slug(row["start"] or row["end"]))
    return ".".join(part for part in parts if part)


def _period(node: NamedNode, row: Row) -> Iterator[Triple]:
    """Date something that lasted."""
    for column, term in (("start", OFG.start), ("end", OFG.end)):
        if row[column]:
            yield Triple(node, term, edtf(row[column]))


def replaced_paths(rows: Iterable[Row]) -> Iterator[Triple]:
    """Keep paths that were published and merged: each points to what replaced it."""
    for row in rows:
        kind, _, name = row["path"].partition("/")
        new_kind, _, new_name = row["replaced_by"].partition("/")
        yield Triple(thing(kind, name), DCTERMS.isReplacedBy, thing(new_kind, new_name))


def organisation(name: str) -> NamedNode:
    """Name the organisation of a post: a council, or one of the inspectorates."""
    return thing("organisation" if name in {"ofsted", "cqc"} else "council", name)
