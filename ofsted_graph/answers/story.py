"""A council's or a person's story: ratings over time with who was in post, certain or likely.

A story is sections of lines, each line with its date, what happened and how sure that is; the
command line prints it, and it can be had as rows.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode, Store

from ofsted_graph import graph_values
from ofsted_graph.answers.holders import (
    NOT_KNOWN,
    Holder,
    candidate,
    candidates,
    how_sure,
    printable,
    said,
)
from ofsted_graph.answers.lookups import (
    label,
    name_of,
    named_rows,
    objects,
    period,
    subjects,
    value,
    values,
)
from ofsted_graph.answers.post_lifetimes import posts_of
from ofsted_graph.vocab import DCTERMS, OFG, ORG, SKOS, compact, thing

MAYOR = thing("role", "elected-mayor")
SHOWN_ROLES = (
    "Director of children's services",
    "Lead member for children's services",
    "Elected mayor",
    "Leader of the council",
    "Chief executive",
)
"""The roles told beside a rating, in this order; `in-charge` has all."""

MOST_CANDIDATES = 3
NOTE = "Being in post during an inspection does not show that somebody caused what it found."


@dataclass(frozen=True)
class Line:
    """One line of a story.

    `certainty` is "certain", "likely" or empty where it does not apply; `thing` is what the
    line is about, in its prefixed form, to ask `why` about (several are separated by blanks);
    `sources` are the places that tell it, "report-kent-2017-06-13: page 1".
    """

    date: str
    what: str
    detail: str = ""
    certainty: str = ""
    thing: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """Some lines under a heading."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Story:
    """Everything about one council or person."""

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...] = field(default_factory=tuple)


def council_story(store: Store, council: NamedNode, *, possible: bool = False) -> Story:
    """Tell the story of a council; `possible` adds the candidates where nobody may be named."""
    ratings = _ratings(store, council, possible=possible)
    sections = (
        Section("Ratings, and who was in post", tuple(ratings)),
        Section("Other visits", tuple(_visits(store, council))),
        Section("People in posts", tuple(_posts(store, council))),
        Section("Government and other councils", tuple(_help(store, council))),
        Section("Sources differ", tuple(_differences(store, council))),
    )
    return Story(label(store, council), tuple(_council_facts(store, council)), _filled(sections))


def person_story(store: Store, person: NamedNode) -> Story:
    """Tell the story of a person in public posts."""
    facts = [f"Also written {o.value}" for o in objects(store, person, SKOS.altLabel)]
    like = [label(store, o) for o in objects(store, person, OFG.possiblySamePerson)
            if isinstance(o, NamedNode)]  # fmt: skip
    if like:
        facts.append("May be the same person as another of that name; nobody has decided")
    sections = (
        Section("Posts", tuple(_career(store, person))),
        Section("Inspections while in post", tuple(_inspected(store, person))),
        Section("Inspections led", tuple(_led(store, person))),
    )
    return Story(label(store, person), tuple(facts), _filled(sections))


def with_sources(store: Store, story: Story) -> Story:
    """Give a story whose lines name the places that tell them."""
    return replace(
        story,
        sections=tuple(
            replace(
                section,
                lines=tuple(
                    replace(line, sources=tuple(_places(store, line.thing.split())))
                    for line in section.lines
                ),
            )
            for section in story.sections
        ),
    )


def _places(store: Store, things: Iterable[str]) -> list[str]:
    """Name the places that some things, in their prefixed form, cite."""
    places: dict[str, list[str]] = defaultdict(list)
    for thing_ in things:
        prefix, _, name = thing_.partition(":")
        for citation in objects(store, thing(prefix, name), OFG.citation):
            if isinstance(citation, NamedNode):
                source = value(store, citation, OFG.source).rpartition("/")[2]
                places[source].append(value(store, citation, OFG.locator))
    return [f"{source}: {', '.join(dict.fromkeys(where))}" for source, where in places.items()]


def _filled(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Leave out sections that have no lines."""
    return tuple(section for section in sections if section.lines)


def _council_facts(store: Store, council: NamedNode) -> Iterator[str]:
    """Give what identifies a council."""
    kind = value(store, council, OFG.councilType).replace("-", " ").capitalize()
    regions = [
        label(store, o) for o in objects(store, council, OFG.region) if isinstance(o, NamedNode)
    ]
    yield ", ".join([kind, *regions])
    codes = (
        ("ONS", values(store, council, OFG.gssCode)),
        ("DfE", values(store, council, OFG.dfeCode)),
        ("Ofsted URN", values(store, council, OFG.ofstedUrn)),
    )
    yield " · ".join(f"{name} {code}" for name, code in codes if code)
    successors = [
        label(store, o) for o in objects(store, council, DCTERMS.isReplacedBy)
        if isinstance(o, NamedNode)
    ]  # fmt: skip
    if end := value(store, council, OFG.end):
        yield f"Ended {end}; replaced by {' and '.join(successors)}"


def _ratings(store: Store, council: NamedNode, *, possible: bool) -> Iterator[Line]:
    """Tell each overall rating and who was in post."""
    posts = defaultdict(list)
    told: set[str] = set()
    for row in named_rows(store, "in-charge", {"council": council}):
        posts[row["inspection"]].append(row)
        told.add(row["roleLabel"])
    if council.value in posts_of(store, MAYOR):
        told.discard(label(store, MAYOR))
    leads = {
        row["inspection"]: row["leadName"]
        for row in named_rows(store, "inspections-of-council", {"council": council})
    }
    for row in named_rows(store, "ratings-of-council", {"council": council}):
        lead = leads.get(row["inspection"])
        detail = row["frameworkLabel"] + (f", led by {lead}" if lead else "")
        thing = compact(row["inspection"])
        date = row["published"] or row["started"]
        yield Line(date, row["gradeLabel"], detail, thing=thing)
        if not row["inspection"]:
            continue
        there = told | _posts_during(store, council, NamedNode(row["inspection"]))
        for role in SHOWN_ROLES:
            if role in there:
                rows = [p for p in posts[row["inspection"]] if p["roleLabel"] == role]
                yield _holders(store, NamedNode(row["inspection"]), role, rows, possible=possible)


def _posts_during(store: Store, council: NamedNode, inspection: NamedNode) -> set[str]:
    """Name the posts that there surely were during an inspection, whoever held them."""
    always = {SHOWN_ROLES[0]}
    first, last = (value(store, inspection, term) for term in (OFG.notBefore, OFG.notAfter))
    mayor = posts_of(store, MAYOR).get(council.value)
    if mayor and mayor.meets(_day(first), _day(last)):
        always.add(label(store, MAYOR))
    return always


def _day(text: str) -> dt.date | None:
    return graph_values.day(text) if text else None


def _holders(
    store: Store,
    inspection: NamedNode,
    role: str,
    rows: list[dict[str, str]],
    *,
    possible: bool,
) -> Line:
    """Tell who held one post during one inspection, if it is known surely enough."""
    holders = [
        Holder(
            row["person"], row["name"], row["certainty"],
            graph_values.likelihood(row["likelihood"]), row["nearestSeenOn"],
        )
        for row in rows
    ]  # fmt: skip
    shown = printable(holders)
    things = " ".join(_tenures(store, inspection, role, {holder.person for holder in shown}))
    if not shown:
        likeliest = candidates(holders)[:MOST_CANDIDATES] if possible else []
        maybe = "".join(f"; {candidate(one)}" for one in likeliest)
        return Line("", role, NOT_KNOWN + maybe, "", compact(inspection.value))
    return Line("", role, " and ".join(map(said, shown)), shown[0].certainty, things)


def _tenures(store: Store, inspection: NamedNode, role: str, persons: set[str]) -> Iterator[str]:
    """Give the tenures of some people in a role that cover an inspection, to ask `why` about."""
    for term in (OFG.inPostDuring, OFG.possiblyInPostDuring):
        for tenure in subjects(store, term, inspection):
            roles = {label(store, o) for o in objects(store, tenure, ORG.role)
                     if isinstance(o, NamedNode)}  # fmt: skip
            if role in roles and value(store, tenure, ORG.member) in persons:
                yield compact(tenure.value)


def _visits(store: Store, council: NamedNode) -> Iterator[Line]:
    """Tell the visits and inspections that gave no overall rating."""
    rated = {
        row["inspection"] for row in named_rows(store, "ratings-of-council", {"council": council})
    }
    seen: set[str] = set()
    for row in named_rows(store, "inspections-of-council", {"council": council}):
        if row["inspection"] in rated | seen:
            continue
        seen.add(row["inspection"])
        parts = [row["themeLabel"], row["note"], row["leadName"] and f"led by {row['leadName']}"]
        yield Line(
            row["published"] or row["started"],
            row["frameworkLabel"],
            "; ".join(part for part in parts if part),
            thing=compact(row["inspection"]),
        )


def _posts(store: Store, council: NamedNode) -> Iterator[Line]:
    """Tell which posts there are that not every council has, and who held which post when."""
    if mayor := posts_of(store, MAYOR).get(council.value):
        yield Line("", "Post of elected mayor", mayor.told, thing=compact(mayor.thing.value))
    for row in named_rows(store, "posts-of-council", {"council": council}):
        name = row["name"] or "not named by any source"
        capacity = row["capacity"].rpartition("#")[2].lower()
        when = period(row)
        detail = f"{name}, {capacity}: {when}" if capacity else f"{name}: {when}"
        yield Line("", row["roleLabel"], detail, thing=compact(row["tenure"]))


def _help(store: Store, council: NamedNode) -> Iterator[Line]:
    """Tell interventions and support, each once however many sources tell of it."""
    told: set[str] = set()
    for row in named_rows(store, "interventions-and-support", {"council": council}):
        if row["what"] not in told:
            told.add(row["what"])
            who = f"{'from' if row['kind'] == 'support' else 'by'} {row['by']}" if row["by"] else ""
            yield Line(row["start"], row["kind"].capitalize(), who, thing=compact(row["what"]))


def _differences(store: Store, council: NamedNode) -> Iterator[Line]:
    """Tell on what sources differ about this council's inspections."""
    for inspection in subjects(store, OFG.council, council):
        for claim in subjects(store, OFG.about, inspection):
            yield Line(
                "",
                value(store, claim, OFG.claimProperty).rpartition("#")[2],
                f"{compact(inspection.value)}: {_last(value(store, claim, OFG.claimValue))}",
                thing=compact(claim.value),
            )


def _last(iri: str) -> str:
    """Give the last part of an IRI; any other text as it is."""
    return iri.rpartition("/")[2]


def _career(store: Store, person: NamedNode) -> Iterator[Line]:
    """Tell the posts of a person."""
    for row in named_rows(store, "career", {"person": person}):
        capacity = f", {row['capacityLabel']}" if row["capacityLabel"] else ""
        yield Line(
            row["start"] or (row["latestStart"] if row["earliestEnd"] else ""),
            f"{row['roleLabel']}{capacity}, {row['organisationName']}",
            period(row),
            thing=compact(row["tenure"]),
        )


def _inspected(store: Store, person: NamedNode) -> Iterator[Line]:
    """Tell the overall grades of inspections at which a person was certainly or likely in post."""
    found: dict[NamedNode, Holder] = {}
    for tenure in subjects(store, ORG.member, person):
        for derivation in subjects(store, OFG.tenure, tenure):
            for inspection in objects(store, derivation, OFG.inspection):
                holder = Holder(
                    person.value,
                    "",
                    value(store, derivation, OFG.certainty),
                    graph_values.likelihood(value(store, derivation, OFG.likelihood)),
                )
                if isinstance(inspection, NamedNode) and printable([holder]):
                    found[inspection] = max(
                        found.get(inspection, holder), holder, key=lambda one: one.likelihood
                    )
    lines = []
    for inspection, holder in found.items():
        grade = _overall(store, inspection)
        date = value(store, inspection, OFG.published) or value(store, inspection, OFG.started)
        if grade:
            where = name_of(store, inspection, OFG.council)
            detail = f"{where}, {how_sure(holder)}" if holder.certainty == "likely" else where
            lines.append(Line(date, grade, detail, holder.certainty, compact(inspection.value)))
    yield from sorted(lines, key=lambda line: (line.date, line.thing))


def _overall(store: Store, inspection: NamedNode) -> str:
    """Give the overall grade of an inspection, empty if it gave none."""
    grades = [
        label(store, grade)
        for judgement in subjects(store, OFG.inspection, inspection)
        if value(store, judgement, OFG.aspect).endswith("/overall-effectiveness")
        for grade in objects(store, judgement, OFG.grade)
        if isinstance(grade, NamedNode)
    ]
    return " or ".join(grades)


def _led(store: Store, person: NamedNode) -> Iterator[Line]:
    """Tell the inspections that a person led."""
    for row in named_rows(store, "inspections-led", {"person": person}):
        yield Line(
            row["published"],
            row["gradeLabel"] or row["frameworkLabel"],
            row["councilName"],
            thing=compact(row["inspection"]),
        )
