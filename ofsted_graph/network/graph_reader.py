"""From triples to one networkx graph: every person, council and inspection, and their ties.

RDF says a fact in many triples; a picture or a search for a path wants one node a thing and one
edge a tie. `networks` tells what the nodes and edges carry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ofsted_graph.answers.holders import PRINTED
from ofsted_graph.network.properties import Properties, curie, local
from ofsted_graph.network.records import Citation, Claim, Intervention, Judgement, Source
from ofsted_graph.vocab import DCTERMS, FOAF, OFG, ORG, RDFS, SKOS

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import Store

PARTS = {
    "lead": OFG.leadInspector,
    "deputy": OFG.deputyInspector,
    "team": OFG.teamInspector,
    "quality assurance": OFG.qualityAssurer,
    "author": OFG.reportAuthor,
    "CQC lead": OFG.cqcLeadInspector,
}
"""The part an inspector had, and the property that says so."""

DAYS = {
    "earliest_start": OFG.earliestStart,
    "latest_start": OFG.latestStart,
    "earliest_end": OFG.earliestEnd,
    "latest_end": OFG.latestEnd,
}
SIGHTINGS = {
    "first_seen": OFG.firstSeen,
    "last_seen": OFG.lastSeen,
}
CODES = (OFG.gssCode, OFG.dfeCode, OFG.registerCode, OFG.ofstedUrn)
WORDS = ("aspect", "framework", "grade", "region", "role", "theme")
"""Kinds of words whose labels the network carries along."""

Citations = Mapping[str, tuple[Citation, ...]]


def read_network(store: Store) -> nx.MultiDiGraph[str]:
    """Read everything a picture may show into one `MultiDiGraph`."""
    import networkx as nx

    triples = Properties(store)
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    labels = triples.one(RDFS.label)
    net.graph.update(
        words=_words(labels),
        letters={local(grade): letter for grade, letter in triples.pairs(OFG.letter)},
        sources=_sources(triples),
    )
    citations = _citations(triples)
    _add_councils(net, triples, labels, citations)
    _add_people(net, triples)
    _add_inspections(net, triples, citations)
    _add_tenures(net, triples, labels, citations)
    _add_support(net, triples, citations)
    return net


def _words(labels: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Give the labels of roles, grades, aspects and so on: kind to word to label."""
    words: dict[str, dict[str, str]] = {kind: {} for kind in WORDS}
    for iri, label in labels.items():
        kind, _, name = curie(iri).partition(":")
        if kind in words:
            words[kind][name] = label
    return words


def _sources(triples: Properties) -> dict[str, Source]:
    """Read the documents."""
    titles, kinds = triples.one(DCTERMS.title), triples.one(OFG.sourceKind)
    dates, pages = triples.one(DCTERMS.issued), triples.one(FOAF.page)
    publishers = triples.one(DCTERMS.publisher)
    return {
        curie(iri): Source(
            title=titles.get(iri, local(iri)),
            kind=kinds.get(iri, ""),
            date=dates.get(iri, ""),
            publisher=publishers.get(iri, ""),
            page=pages.get(iri, ""),
        )
        # A place may be cited in a document that the graph says nothing else of.
        for iri in sorted({*triples.instances(OFG.Source), *triples.one(OFG.source).values()})
    }


def _citations(triples: Properties) -> dict[str, tuple[Citation, ...]]:
    """Give the cited places of each thing that cites any."""
    sources, locators = triples.one(OFG.source), triples.one(OFG.locator)
    places = {
        place: Citation(curie(source), locators.get(place, "")) for place, source in sources.items()
    }
    return {
        subject: tuple(places[place] for place in cited if place in places)
        for subject, cited in triples.lists(OFG.citation).items()
    }


def _add_councils(
    net: nx.MultiDiGraph[str], triples: Properties, labels: Mapping[str, str], citations: Citations
) -> None:
    """Add councils, what government did in them, and what became of those that ended."""
    regions, replaced = triples.one(OFG.region), triples.lists(DCTERMS.isReplacedBy)
    starts, ends = triples.one(OFG.start), triples.one(OFG.end)
    others = triples.lists(SKOS.altLabel)
    codes = [triples.lists(prop) for prop in CODES]
    interventions = _interventions(triples, citations)
    councils = triples.instances(OFG.Council)
    for iri in councils:
        net.add_node(
            curie(iri),
            kind="council",
            label=labels.get(iri, local(iri)),
            other_names=tuple(others.get(iri, ())),
            codes=tuple(code for found in codes for code in found.get(iri, ())),
            region=local(regions.get(iri, "")),
            start=starts.get(iri, ""),
            end=ends.get(iri, ""),
            replaced_by=tuple(curie(other) for other in replaced.get(iri, ())),
            interventions=interventions.get(iri, ()),
        )
    for iri in councils:
        for successor in net.nodes[curie(iri)]["replaced_by"]:
            if successor in net:
                net.add_edge(curie(iri), successor, key="replaced-by", kind="replaced-by")


def _interventions(
    triples: Properties, citations: Citations
) -> dict[str, tuple[Intervention, ...]]:
    """Give what government did in each council."""
    councils, orders = triples.one(OFG.council), triples.one(OFG.orderedBy)
    starts, ends = triples.one(OFG.start), triples.one(OFG.end)
    found: dict[str, list[Intervention]] = defaultdict(list)
    for iri, what in triples.pairs(OFG.interventionKind):
        found[councils.get(iri, "")].append(
            Intervention(
                what=what,
                by=orders.get(iri, ""),
                start=starts.get(iri, ""),
                end=ends.get(iri, ""),
                citations=citations.get(iri, ()),
            )
        )
    return {council: tuple(all_of_it) for council, all_of_it in found.items()}


def _add_people(net: nx.MultiDiGraph[str], triples: Properties) -> None:
    """Add people, with the other forms of their names."""
    names, others = triples.one(FOAF.name), triples.lists(SKOS.altLabel)
    for iri in triples.instances(FOAF.Person):
        net.add_node(
            curie(iri),
            kind="person",
            label=names.get(iri, local(iri)),
            other_names=tuple(others.get(iri, ())),
        )
    for iri, other in triples.pairs(OFG.possiblySamePerson):
        if curie(iri) in net and curie(other) in net:
            net.add_edge(curie(iri), curie(other), key="maybe-same", kind="maybe-same")


def _add_inspections(net: nx.MultiDiGraph[str], triples: Properties, citations: Citations) -> None:
    """Add inspections with all that they found, their councils and their inspectors."""
    councils, frameworks = triples.one(OFG.council), triples.one(OFG.framework)
    started, ended = triples.days(OFG.started), triples.days(OFG.ended)
    published, themes = triples.days(OFG.published), triples.lists(OFG.theme)
    judgements, claims = _judgements(triples, citations), _claims(triples, citations)
    words = net.graph["words"]
    for iri in triples.instances(OFG.Inspection):
        council, framework = curie(councils.get(iri, "")), local(frameworks.get(iri, ""))
        what = words["framework"].get(framework, framework)
        where = net.nodes[council]["label"] if council in net else local(council)
        day = started.get(iri, "") or published.get(iri, "")
        net.add_node(
            curie(iri),
            kind="inspection",
            label=f"{where}: {what}, {day}",
            council=council,
            framework=framework,
            themes=tuple(words["theme"].get(local(theme), "") for theme in themes.get(iri, ())),
            started=started.get(iri, ""),
            ended=ended.get(iri, ""),
            published=published.get(iri, ""),
            judgements=judgements.get(iri, ()),
            claims=claims.get(iri, ()),
            citations=citations.get(iri, ()),
        )
        if council in net:
            net.add_edge(curie(iri), council, key="inspects", kind="inspects")
    for part, prop in PARTS.items():
        for iri, person in triples.pairs(prop):
            if curie(iri) in net and curie(person) in net:
                net.add_edge(curie(person), curie(iri), key=part, kind="inspected-by", part=part)


def _judgements(triples: Properties, citations: Citations) -> dict[str, tuple[Judgement, ...]]:
    """Give the judgements of each inspection."""
    aspects, grades = triples.one(OFG.aspect), triples.one(OFG.grade)
    printed = triples.lists(OFG.printedGrade)
    found: dict[str, list[Judgement]] = defaultdict(list)
    for iri, inspection in triples.pairs(OFG.inspection):
        if iri in aspects and iri in grades:
            words = "; ".join(printed.get(iri, ()))
            found[inspection].append(
                Judgement(local(aspects[iri]), local(grades[iri]), words, citations.get(iri, ()))
            )
    return {inspection: tuple(judgements) for inspection, judgements in found.items()}


def _claims(triples: Properties, citations: Citations) -> dict[str, tuple[Claim, ...]]:
    """Give what sources say of an inspection where they differ."""
    properties, values = triples.one(OFG.claimProperty), triples.one(OFG.claimValue)
    found: dict[str, list[Claim]] = defaultdict(list)
    for iri, subject in triples.pairs(OFG.about):
        if iri in properties and iri in values:
            found[subject].append(
                Claim(local(properties[iri]), local(values[iri]), citations.get(iri, ()))
            )
    return {subject: tuple(claims) for subject, claims in found.items()}


def _add_tenures(
    net: nx.MultiDiGraph[str], triples: Properties, labels: Mapping[str, str], citations: Citations
) -> None:
    """Add posts and, for each, the inspections that it surely or possibly covers."""
    members, places = triples.one(ORG.member), triples.one(ORG.organization)
    roles, capacities = triples.one(ORG.role), triples.one(OFG.capacity)
    starts, ends = triples.lists(OFG.start), triples.lists(OFG.end)
    titles = triples.lists(OFG.postTitle)
    bounds = {name: triples.days(prop) for name, prop in DAYS.items()}
    bounds |= {name: triples.one(prop) for name, prop in SIGHTINGS.items()}
    holders: dict[str, tuple[str, str]] = {}
    for iri in triples.instances(OFG.Tenure):
        place, person = curie(places.get(iri, "")), curie(members.get(iri, iri))
        if not place:
            continue
        if place not in net:
            net.add_node(place, kind="organisation", label=labels.get(places[iri], local(place)))
        if person not in net:
            net.add_node(person, kind="unnamed", label="Not named")
        holders[iri] = (person, local(roles.get(iri, "")))
        net.add_edge(
            person,
            place,
            key=curie(iri),
            kind="post",
            role=holders[iri][1],
            capacity=local(capacities.get(iri, "")).lower(),
            start=tuple(starts.get(iri, ())),
            end=tuple(ends.get(iri, ())),
            **{name: days.get(iri, "") for name, days in bounds.items()},
            title="; ".join(titles.get(iri, ())),
            citations=citations.get(iri, ()),
        )
    _add_service(net, triples, holders)


def _add_service(
    net: nx.MultiDiGraph[str], triples: Properties, holders: Mapping[str, tuple[str, str]]
) -> None:
    """Tie people to the inspections at which they were certainly or likely in post."""
    tenures, inspections = triples.one(OFG.tenure), triples.one(OFG.inspection)
    likely = triples.one(OFG.likelihood)
    ties = [(iri, inspection, "certain", "") for iri, inspection in triples.pairs(OFG.inPostDuring)]
    ties += [
        (tenures.get(derivation, ""), inspections.get(derivation, ""), certainty,
         likely.get(derivation, ""))
        for derivation, certainty in triples.one(OFG.certainty).items()
        # A name that is only possible does not stand beside a judgement, here as elsewhere.
        if certainty in PRINTED and certainty != "certain"
    ]  # fmt: skip
    for iri, inspection, certainty, likelihood in ties:
        if iri in holders and curie(inspection) in net:
            person, role = holders[iri]
            net.add_edge(
                person,
                curie(inspection),
                key=curie(iri),
                kind="in-post",
                role=role,
                certainty=certainty,
                likelihood=likelihood,
            )


def _add_support(net: nx.MultiDiGraph[str], triples: Properties, citations: Citations) -> None:
    """Add help that one council gave another."""
    councils = triples.one(OFG.council)
    starts, ends = triples.one(OFG.start), triples.one(OFG.end)
    for iri, supporter in triples.pairs(OFG.supporter):
        giver, taker = curie(supporter), curie(councils.get(iri, ""))
        if giver in net and taker in net:
            net.add_edge(
                giver,
                taker,
                key=curie(iri),
                kind="supports",
                start=starts.get(iri, ""),
                end=ends.get(iri, ""),
                citations=citations.get(iri, ()),
            )
