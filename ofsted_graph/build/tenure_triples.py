"""Tenures and their attestations to triples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from ofsted_graph.build.attestations import Attestation
from ofsted_graph.build.fact_triples import cite, edtf, organisation, text
from ofsted_graph.build.tenures import Tenure
from ofsted_graph.vocab import OFG, ORG, PROV, RDF, XSD, thing

CAPACITIES = {"permanent": OFG.Permanent, "interim": OFG.Interim, "acting": OFG.Acting}


def postings(tenures: Iterable[Tenure]) -> Iterator[Triple]:
    """Describe tenures, and attestations with what each says by itself."""
    for tenure in tenures:
        node = thing("tenure", tenure.name)
        yield Triple(node, RDF.type, OFG.Tenure)
        yield Triple(node, ORG.organization, organisation(tenure.organisation))
        yield Triple(node, ORG.role, thing("role", tenure.role))
        if tenure.person:
            yield Triple(node, ORG.member, thing("person", tenure.person))
        if tenure.capacity:
            yield Triple(node, OFG.capacity, CAPACITIES[tenure.capacity])
        for column, term in (("start", OFG.start), ("end", OFG.end)):
            for word in tenure.said(column):
                yield Triple(node, term, edtf(word))
        for word, term in zip(tenure.seen(), (OFG.firstSeen, OFG.lastSeen), strict=True):
            if word:
                yield Triple(node, term, edtf(word))
        for one in tenure.attestations:
            yield from _attestation(one, tenure)


def _attestation(one: Attestation, tenure: Tenure) -> Iterator[Triple]:
    """Describe one attestation and hang it on its tenure."""
    tenure_node = thing("tenure", tenure.name)
    node = thing("attestation", one.key)
    yield Triple(tenure_node, PROV.wasDerivedFrom, node)
    yield Triple(node, RDF.type, OFG.Attestation)
    yield Triple(node, OFG.tenure, tenure_node)
    for column, term in (("start", OFG.start), ("end", OFG.end), ("seen", OFG.seen)):
        if one.row[column] and not (column == "seen" and one.during):
            yield Triple(node, term, edtf(one.row[column]))
    if one.during:
        yield Triple(node, OFG.shownDuring, thing("inspection", one.during))
    if one.capacity:
        yield Triple(node, OFG.capacity, CAPACITIES[one.capacity])
    for subject in (tenure_node, node):
        if one.row["title"]:
            yield Triple(subject, OFG.postTitle, text(one.row["title"]))
        if one.row["end_reason"]:
            yield Triple(subject, OFG.endReason, text(one.row["end_reason"]))
        if one.joint:
            yield Triple(subject, OFG.joint, Literal(True))
        yield from cite(subject, one.row)
    yield from _worked_out(node, one)


def _worked_out(node: NamedNode, one: Attestation) -> Iterator[Triple]:
    """Give the days that the attestation by itself bounds, and what it announces beforehand."""
    for plan, term in ((one.planned_start, OFG.plannedStart), (one.planned_end, OFG.plannedEnd)):
        if plan:
            yield Triple(node, term, edtf(plan))
    if one.name_from:
        yield Triple(node, OFG.nameFrom, thing("attestation", one.name_from))
    days = (
        (OFG.startNotBefore, one.start_not_before),
        (OFG.startNotAfter, one.start_not_after),
        (OFG.endNotBefore, one.end_not_before),
        (OFG.endNotAfter, one.end_not_after),
        (OFG.shownFrom, one.shown and one.shown[0]),
        (OFG.shownTo, one.shown and one.shown[1]),
    )
    for term, day in days:
        if isinstance(day, dt.date):
            yield Triple(node, term, Literal(day.isoformat(), datatype=XSD.date))
