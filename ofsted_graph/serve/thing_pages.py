"""The page of one thing, and its data: a council's or a person's story, an inspection, a source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Store, Triple

from ofsted_graph import graph_values
from ofsted_graph.answers.evidence import evidence
from ofsted_graph.answers.holders import NOT_KNOWN, Holder, printable, said
from ofsted_graph.answers.labels import kind_of, title
from ofsted_graph.answers.lookups import label, named_rows, objects, subjects, thing_of, value
from ofsted_graph.answers.newest import last_day
from ofsted_graph.answers.story import (
    NOTE,
    SHOWN_ROLES,
    Line,
    Story,
    council_story,
    person_story,
    with_sources,
)
from ofsted_graph.answers.who import who
from ofsted_graph.model import ID, KINDS, WORKINGS
from ofsted_graph.query import named_things
from ofsted_graph.query.result_formats import text_of
from ofsted_graph.serve.html_pages import html, missing, up
from ofsted_graph.serve.replies import Reply, found_at
from ofsted_graph.serve.thing_data import thing_data
from ofsted_graph.viz import english
from ofsted_graph.viz.page import is_link
from ofsted_graph.viz.story_pictures import KEY, story_picture, told_of
from ofsted_graph.vocab import DCTERMS, FOAF, OFG, RDF, RDFS, compact, thing

_DOCUMENTS = ("report-", "letter-", "send-")
"""How the names of Ofsted's own documents begin."""
DIRECTOR = thing("role", "director-of-childrens-services")


@dataclass(frozen=True)
class Source:
    """A place in a document: its page here, its title, the document itself, and where in it."""

    name: str
    title: str
    page: str
    locator: str


@dataclass(frozen=True)
class Item:
    """A line of a page: when, what, on which page more stands, how sure it is, and who says so."""

    when: str
    what: str
    page: str = ""
    detail: str = ""
    certainty: str = ""
    grade: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Part:
    """Some lines under a heading."""

    title: str
    items: tuple[Item, ...]


@dataclass
class ThingPage:
    """What the page of one thing shows."""

    title: str
    kind: str
    iri: str
    finding: str = ""
    facts: list[str] = field(default_factory=list)
    picture: str = ""
    grade: str = ""
    now: list[Item] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)


def thing_page(store: Store, node: NamedNode, kind: str, file: str, address: str) -> Reply:
    """Make a thing's page, or give its data."""
    now = named_things.followed(store, node)
    if next(store.quads_for_pattern(now, None, None, None), None) is None:
        return missing(address)
    if now != node:
        up = "../" * address.count("/")
        return found_at(f"{up}{now.value.removeprefix(ID)}/{file}", 301)
    if file.startswith("data."):
        return thing_data(store, node, kind, file.removeprefix("data."))
    if file:
        return missing(address)
    told = _MAKERS.get(kind, _any_page)(store, node)
    return html(
        "thing.html.j2", address, told=told, note=NOTE, key=KEY, description=_described(told)
    )


def _described(told: ThingPage) -> str:
    """Say in a sentence what a page tells, for whoever shows a link to it."""
    return told.finding or f"{told.title}: {', '.join(told.facts) or told.kind}"


def _council_page(store: Store, node: NamedNode) -> ThingPage:
    """Tell a council: the grade in force, who is in charge, the picture, and its whole story."""
    story = with_sources(store, council_story(store, node))
    page_ = _page_of(store, node, story)
    told = told_of(store, node)
    urn = value(store, node, OFG.ofstedUrn)
    if urn:
        address = f"https://reports.ofsted.gov.uk/provider/44/{urn}"
        page_.links.append(("All reports at Ofsted", address))
    if told.ratings:
        page_.grade = told.ratings[0]["grade"].rpartition("/")[2]
        page_.finding = told.finding
    if not told.ended:
        page_.now = [*_in_charge(store, node, told.posts)]
    page_.picture = story_picture(told, up)
    page_.about = _organisation(page_, urn)
    return page_


def _in_charge(
    store: Store, council: NamedNode, posts: Iterable[Mapping[str, str]]
) -> Iterator[Item]:
    """Tell who holds the director's post on the last day that the graph knows of."""
    day = last_day(store)
    shown = printable(_directors(store).get(council.value, ()))
    when = english.when(day.isoformat())
    for holder in shown:
        yield Item(when, said(holder), up(holder.person), "", holder.certainty)
    if not shown:
        named = (r for r in posts if r["role"] == DIRECTOR.value and r["name"] and r["lastSeen"])
        last = max(named, key=lambda row: row["lastSeen"], default=None)
        why = "no name is likely enough to be printed"
        if last:
            why += f"; last shown in post: {last['name']}, {english.when(last['lastSeen'])}"
        yield Item(when, NOT_KNOWN, "", why)


@lru_cache(maxsize=1)
def _directors(store: Store) -> dict[str, list[Holder]]:
    """Give who may hold the director's post of each council: worked out for all at once."""
    found: dict[str, list[Holder]] = {}
    for row in who(store, (), DIRECTOR, last_day(store)):
        holder = Holder(row.person, row.name, row.certainty, row.likelihood or 0.0)
        found.setdefault(row.council, []).append(holder)
    return found


def _organisation(page_: ThingPage, urn: str) -> dict[str, Any]:
    """Describe a council in the words of schema.org."""
    told = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "@id": page_.iri,
        "name": page_.title,
        "description": _described(page_),
    }
    return told | ({"identifier": f"Ofsted URN {urn}"} if urn else {})


def _person_page(store: Store, node: NamedNode) -> ThingPage:
    """Tell a person in public posts."""
    story = with_sources(store, person_story(store, node))
    page_ = _page_of(store, node, story)
    posts = next((part.items for part in page_.parts if part.title == "Posts"), ())
    page_.finding = "; ".join(item.what for item in posts[-3:])
    page_.about = {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": page_.iri,
        "name": page_.title,
        "hasOccupation": [
            {"@type": "Role", "roleName": item.what, "description": item.detail} for item in posts
        ],
    }
    return page_


def _page_of(store: Store, node: NamedNode, story: Story) -> ThingPage:
    """Turn a story into a page."""
    parts = [
        Part(section.title, tuple(_item(store, line) for line in section.lines))
        for section in story.sections
    ]
    return ThingPage(
        story.title, _kind(store, node), node.value, facts=list(story.facts), parts=parts
    )


def _item(store: Store, line: Line) -> Item:
    first = line.thing.split()[0] if line.thing else ""
    grade = _GRADES.get(line.what, "")
    return Item(
        english.when(line.date) if line.date else "",
        line.what.removesuffix(" to be good"),
        up(_full(first)) if first else "",
        line.detail,
        line.certainty,
        grade,
        tuple(_source(store, text) for text in line.sources),
    )


_GRADES = {
    "Outstanding": "outstanding",
    "Good": "good",
    "Requires improvement to be good": "requires-improvement",
    "Requires improvement": "requires-improvement",
    "Adequate": "adequate",
    "Inadequate": "inadequate",
}


def _source(store: Store, text: str) -> Source:
    """Read "report-kent-2017-06-13: page 1"."""
    name, _, locator = text.partition(": ")
    node = thing("source", name)
    address = value(store, node, FOAF.page)
    title = value(store, node, DCTERMS.title) or name
    return Source(f"source/{name}/", title, address if is_link(address) else "", locator)


def _any_page(store: Store, node: NamedNode) -> ThingPage:
    """Tell anything else: what the graph says of it, and every place that says so."""
    page_ = ThingPage(title(store, node).text, _kind(store, node), node.value)
    if isinstance(address := _page_address(store, node), str):
        page_.links.append(("The document itself", address))
    page_.parts = [
        Part(title, items)
        for title, items in (
            ("What is said, and where", tuple(_evidence(store, node))),
            ("In the graph", tuple(_statements(store, node))),
            ("Told here", tuple(_mentions(store, node))),
        )
        if items
    ]
    return page_


def _inspection_page(store: Store, node: NamedNode) -> ThingPage:
    """Tell an inspection."""
    page_ = _any_page(store, node)
    council = thing_of(store, node, OFG.council)
    for judgement in subjects(store, OFG.inspection, node):
        if value(store, judgement, OFG.aspect).endswith("/overall-effectiveness"):
            page_.grade = value(store, judgement, OFG.grade).rpartition("/")[2]
    if page_.grade:
        page_.finding = label(store, thing("grade", page_.grade))
    if council:
        page_.parts.insert(0, Part("Who was in post", tuple(_in_post(store, council, node))))
        page_.links.append((f"More of {label(store, council)}", up(council.value)))
    if address := _own_document(store, node):
        page_.links.append(("The document itself", address))
    return page_


def _in_post(store: Store, council: NamedNode, inspection: NamedNode) -> Iterator[Item]:
    """Tell who held each post at an inspection, and that nobody is known to have directed it."""
    held: dict[str, list[Holder]] = {}
    for row in named_rows(store, "in-charge", {"council": council}):
        if row["inspection"] == inspection.value:
            sure = graph_values.likelihood(row["likelihood"])
            holder = Holder(row["person"], row["name"], row["certainty"], sure)
            held.setdefault(row["roleLabel"], []).append(holder)
    for role in SHOWN_ROLES:
        shown = printable(held.get(role, ()))
        for holder in shown:
            page = up(holder.person) if holder.person else ""
            yield Item("", said(holder), page, role, holder.certainty)
        if not shown and role == SHOWN_ROLES[0]:
            yield Item("", NOT_KNOWN, "", role)


def _own_document(store: Store, inspection: NamedNode) -> str:
    """Give the address of the inspection's own report or letter, if it is known."""
    for citation in objects(store, inspection, OFG.citation):
        source = thing_of(store, citation, OFG.source) if isinstance(citation, NamedNode) else None
        if source and source.value.rpartition("/")[2].startswith(_DOCUMENTS):
            return _page_address(store, source) or ""
    return ""


def _page_address(store: Store, node: NamedNode) -> str | None:
    address = value(store, node, FOAF.page)
    return address if is_link(address) else None


def _evidence(store: Store, node: NamedNode) -> Iterator[Item]:
    """Give every statement with the places that say it."""
    found: dict[tuple[str, str], list[Source]] = {}
    for one in evidence(store, node):
        day = english.when(one.date) if one.date else ""
        where = [part for part in (one.locator, one.rule and f"rule: {one.rule}") if part]
        said = f"{one.source}, {day}" if day else one.source
        source = Source("", said, one.page if is_link(one.page) else "", "; ".join(where))
        found.setdefault((one.about, one.statement), []).append(source)
    several = len({about for about, _ in found}) > 1
    for (about, statement), sources in found.items():
        cited = tuple(dict.fromkeys(one for one in sources if one.title or one.locator))
        yield Item("", statement, detail=about if several else "", sources=cited)


def _statements(store: Store, node: NamedNode) -> Iterator[Item]:
    """Give the plain properties of a thing in words."""
    found: dict[str, list[tuple[str, str]]] = {}
    for quad in sorted(store.quads_for_pattern(node, None, None, None), key=str):
        if quad.predicate in {RDF.type, OFG.citation, RDFS.label}:
            continue
        term = quad.object
        if isinstance(term, BlankNode | Triple):
            continue
        shown = title(store, term).text if isinstance(term, NamedNode) else text_of(term)
        link = term.value if isinstance(term, NamedNode) else ""
        name = compact(quad.predicate.value).rpartition(":")[2]
        found.setdefault(name, []).append((shown, link))
    for name, values in found.items():
        for shown, link in values[:50]:
            address = "" if kind_of(NamedNode(link or ID)) in WORKINGS else up(link)
            address = address if link.startswith(ID) or is_link(link) else ""
            yield Item("", shown, address, name)


def _mentions(store: Store, node: NamedNode) -> Iterator[Item]:
    """Give the things of pages that refer to this one."""
    found = {
        quad.subject for quad in store.quads_for_pattern(None, None, node, None)
        if isinstance(quad.subject, NamedNode)
        and quad.subject.value.removeprefix(ID).partition("/")[0] in {"council", "inspection"}
    }  # fmt: skip
    ordered = sorted((title(store, one).text, one.value) for one in found)
    for name, iri in ordered[:300]:
        yield Item("", name, up(iri))


_MAKERS: Mapping[str, Callable[[Store, NamedNode], ThingPage]] = {
    "council": _council_page,
    "person": _person_page,
    "inspection": _inspection_page,
}


def _kind(store: Store, node: NamedNode) -> str:
    """Name what a thing is, for people."""
    kinds = [compact(o.value).rpartition(":")[2] for o in objects(store, node, RDF.type)]
    return kinds[0] if kinds else "Thing"


def _full(short: str) -> str:
    """Write a prefixed name out."""
    prefix, colon, name = short.partition(":")
    return f"{ID}{prefix}/{name}" if colon and prefix in KINDS else short
