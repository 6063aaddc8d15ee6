"""The sources behind anything in the graph: every document and place that says it, and every rule.

For a tenure that is what each source says of it and the rule and facts behind each bound; for an
inspection its dates, judgements and who was in post; for a person everything that the graph says
of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from ofsted_graph import graph_values
from ofsted_graph.answers.holders import Holder, how_sure
from ofsted_graph.answers.lookups import (
    capacity_word,
    label,
    name_of,
    objects,
    subjects,
    tenure_title,
    thing_of,
    value,
    values,
)
from ofsted_graph.errors import UnknownNameError
from ofsted_graph.query import named_things
from ofsted_graph.vocab import (
    DCTERMS,
    FOAF,
    INSPECTOR_TERMS,
    OFG,
    ORG,
    PROV,
    RDF,
    SKOS,
    compact,
)  # fmt: skip

BOUND_WORDS = {
    "earliestStart": "began no earlier than",
    "latestStart": "began no later than",
    "earliestEnd": "ended no earlier than",
    "latestEnd": "ended no later than",
}


@dataclass(frozen=True)
class Evidence:
    """One statement and one place that says it, or the rule it follows by."""

    about: str
    statement: str
    source: str = ""
    date: str = ""
    locator: str = ""
    page: str = ""
    file: str = ""
    rule: str = ""


def find_subject(store: Store, asked: str) -> list[NamedNode]:
    """Find what a person asks about: any IRI of the graph, a council, a person, or "Kent 2022".

    Raises:
        UnknownNameError: Nothing is called that; knows the nearest.
    """
    node = named_things.written_out(asked)
    if node is not None:
        if next(store.quads_for_pattern(node, None, None, None), None) is None:
            raise UnknownNameError("thing", asked, hint="Nothing in the graph has this IRI.")
        return [named_things.followed(store, node)]
    for kind in ("council", "person", "inspection"):
        try:
            return [named_things.find(store, kind, asked)]
        except UnknownNameError:
            continue
    match = re.fullmatch(r"(.+?)[ ,]+(\d{4})", asked)
    if match:
        council = named_things.find(store, "council", match[1])
        found = [
            inspection
            for inspection in subjects(store, OFG.council, council)
            if match[2] in _years(store, inspection)
        ]
        if found:
            return found
    near = [
        name
        for kind in ("council", "person")
        for name in named_things.nearest(store, kind, asked, 2)
    ]
    raise UnknownNameError("council, person, inspection or thing", asked, near)


def _years(store: Store, inspection: NamedNode) -> set[str]:
    """Give the years in which an inspection was and was published."""
    terms = (OFG.started, OFG.ended, OFG.published)
    return {value(store, inspection, term)[:4] for term in terms}


def evidence(store: Store, node: NamedNode) -> list[Evidence]:
    """List everything behind a thing."""
    types = {o.value for o in objects(store, node, RDF.type)}
    found: Iterator[Evidence]
    if FOAF.Person.value in types:
        found = _of_person(store, node)
    elif OFG.Tenure.value in types:
        found = _of_tenure(store, node)
    elif OFG.Inspection.value in types:
        found = _of_inspection(store, node)
    elif OFG.Council.value in types:
        found = _cited(store, node, label(store, node), "names, codes, neighbours and links")
    else:
        found = _of_fact(store, node)
    return list(found)


def _cited(store: Store, node: NamedNode, about: str, statement: str) -> Iterator[Evidence]:
    """Give one piece of evidence for each place that a thing cites."""
    for citation in objects(store, node, OFG.citation):
        if not isinstance(citation, NamedNode):
            continue
        source = next(
            (o for o in objects(store, citation, OFG.source) if isinstance(o, NamedNode)), citation
        )
        yield Evidence(
            about,
            statement,
            value(store, source, DCTERMS.title),
            value(store, source, DCTERMS.issued),
            value(store, citation, OFG.locator),
            value(store, source, FOAF.page),
            value(store, source, OFG.fileName),
        )


def _of_person(store: Store, person: NamedNode) -> Iterator[Evidence]:
    """Give the evidence for each post of a person, then for what they did as an inspector."""
    for tenure in subjects(store, ORG.member, person):
        yield from _of_tenure(store, tenure)
    for role, term in INSPECTOR_TERMS.items():
        for inspection in subjects(store, term, person):
            about = compact(inspection.value)
            yield from _cited(store, inspection, about, f"{role.replace('-', ' ')} inspector")


def _of_tenure(store: Store, tenure: NamedNode) -> Iterator[Evidence]:
    """Give what each source says of a tenure, then what follows and by which rule."""
    about = tenure_title(store, tenure)
    for attestation in subjects(store, OFG.tenure, tenure):
        types = {o.value for o in objects(store, attestation, RDF.type)}
        if OFG.Attestation.value in types:
            yield from _cited(store, attestation, about, _says(store, attestation))
    for bound in subjects(store, OFG.tenure, tenure):
        prop = value(store, bound, OFG.boundProperty).rpartition("#")[2]
        if prop:
            statement = f"{BOUND_WORDS[prop]} {value(store, bound, OFG.date)}"
            yield from _derived(store, bound, about, statement)


def _says(store: Store, attestation: NamedNode) -> str:
    """Say in words what an attestation says."""
    during = [compact(o.value) for o in objects(store, attestation, OFG.shownDuring)]
    parts = [
        ("title", values(store, attestation, OFG.postTitle)),
        ("as", capacity_word(store, attestation)),
        ("from", values(store, attestation, OFG.start)),
        ("to", values(store, attestation, OFG.end)),
        ("seen", values(store, attestation, OFG.seen)),
        ("in post at", " ".join(during)),
        ("ended because", values(store, attestation, OFG.endReason)),
    ]
    told = "; ".join(f"{word} {said}" for word, said in parts if said)
    if named := value(store, attestation, OFG.nameFrom):
        told += f"; unnamed there, named by {compact(named)}"
    return told


def _derived(store: Store, node: NamedNode, about: str, statement: str) -> Iterator[Evidence]:
    """Give what a conclusion follows from, and by which rule."""
    rule = next((o for o in objects(store, node, OFG.rule) if isinstance(o, NamedNode)), None)
    name = label(store, rule) if rule else ""
    for basis in objects(store, node, PROV.wasDerivedFrom):
        if not isinstance(basis, NamedNode):
            continue
        cited = list(_cited(store, basis, about, statement))
        for one in cited:
            yield Evidence(
                one.about,
                one.statement,
                one.source,
                one.date,
                one.locator,
                one.page,
                one.file,
                name,
            )
        if not cited:
            yield Evidence(about, statement, source=label(store, basis), rule=name)


def _of_inspection(store: Store, inspection: NamedNode) -> Iterator[Evidence]:
    """Give the evidence for an inspection, its judgements, and who was in post."""
    about = _inspection_title(store, inspection)
    dates = (("started", OFG.started), ("ended", OFG.ended), ("published", OFG.published))
    told = ", ".join(
        f"{word} {value(store, inspection, term)}"
        for word, term in dates
        if value(store, inspection, term)
    )
    yield from _cited(store, inspection, about, told)
    weighed: list[tuple[Holder, Evidence]] = []
    for fact in subjects(store, OFG.inspection, inspection):
        if value(store, fact, OFG.grade):
            yield from _of_fact(store, fact)
        elif sure := value(store, fact, OFG.certainty):
            tenure = thing_of(store, fact, OFG.tenure)
            holder = Holder(
                "", "", sure, graph_values.likelihood(value(store, fact, OFG.likelihood))
            )
            nearest = value(store, fact, OFG.nearestSeenOn)
            seen = f", seen nearest on {nearest}" if nearest and sure != "certain" else ""
            post = tenure_title(store, tenure) if tenure else "(not told)"
            statement = f"in post, {how_sure(holder)}{seen}: {post}"
            if sure == "certain":
                yield from _derived(store, fact, about, statement)
            else:
                weighed.append((holder, Evidence(about, statement, rule="likelihood")))
    yield from (one for _, one in sorted(weighed, key=lambda pair: -pair[0].likelihood))
    for claim in subjects(store, OFG.about, inspection):
        yield from _of_fact(store, claim)


def _inspection_title(store: Store, inspection: NamedNode) -> str:
    """Say an inspection in words."""
    names = [
        label(store, o)
        for term in (OFG.council, OFG.framework)
        for o in objects(store, inspection, term)
        if isinstance(o, NamedNode)
    ]
    return f"{', '.join(names)}, {value(store, inspection, OFG.started)}"


def _of_fact(store: Store, node: NamedNode) -> Iterator[Evidence]:
    """Give the evidence for a judgement, a claim or anything else that cites."""
    inspection = next(
        (o for term in (OFG.inspection, OFG.about) for o in objects(store, node, term)
         if isinstance(o, NamedNode)), None,
    )  # fmt: skip
    about = _inspection_title(store, inspection) if inspection else label(store, node)
    grade = next((o for o in objects(store, node, OFG.grade) if isinstance(o, NamedNode)), None)
    if grade:
        printed = values(store, node, OFG.printedGrade)
        statement = f"{name_of(store, node, OFG.aspect)}: {label(store, grade)}"
        statement += f" (printed: {printed})" if printed else ""
    elif said := value(store, node, OFG.claimValue):
        prop = value(store, node, OFG.claimProperty).rpartition("#")[2]
        statement = f"sources differ; here {prop} is {said.rpartition('/')[2]}"
    else:
        statement = value(store, node, SKOS.definition) or compact(node.value)
    cited = list(_cited(store, node, about, statement))
    yield from cited
    if objects(store, node, PROV.wasDerivedFrom):
        yield from _derived(store, node, about, statement)
    elif not cited:
        yield Evidence(about, statement, source="no source is cited for this")
