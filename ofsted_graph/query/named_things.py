"""From what a person types to the thing meant: councils, people, roles, inspections.

A value may be a name as people write it ("Tower Hamlets", "Debbie Jones"), a code (E09000030,
211, TWH), the prefixed form (`council:kent`) or a full IRI. Names are looked up in the graph
itself, so this works for any graph in the ontology's words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Store

from ofsted_graph.errors import UnknownNameError, UsageError
from ofsted_graph.model import ADDRESS, slug
from ofsted_graph.vocab import DCTERMS, FOAF, OFG, ORG, PREFIXES, RDF, RDFS, SKOS, XSD

CLASSES: Mapping[str, NamedNode] = {
    "council": OFG.Council,
    "person": FOAF.Person,
    "role": ORG.Role,
    "inspection": OFG.Inspection,
    "region": SKOS.Concept,
}
"""Kinds of parameter that name things, to the class of those things."""

_NAME_TERMS = (
    RDFS.label,
    SKOS.altLabel,
    FOAF.name,
    OFG.gssCode,
    OFG.dfeCode,
    OFG.ofstedUrn,
    OFG.registerCode,
)

_WHERE_TO_LOOK = {
    "council": "`ofsted-graph query councils` lists them.",
    "person": "Give the name as sources print it.",
}


_ALIKE = 0.88
"""From this similarity on (Jaro-Winkler) one word may be a slip for another."""


class Matcher(Protocol):
    """Normalises a written name for comparison."""

    def __call__(self, name: str) -> str:
        """Give the form that two ways of writing one name share."""


def find(store: Store, kind: str, value: str) -> NamedNode:
    """Find the one thing of a kind that a value means.

    Args:
        store: The graph to look in.
        kind: A key of `CLASSES`.
        value: A name, code, prefixed name or IRI.

    Raises:
        UnknownNameError: Nothing has that name; knows the nearest.
        UsageError: Several things have that name; says which.
    """
    node = written_out(value)
    if node is not None:
        node = followed(store, node)
        if not _is_a(store, node, kind):
            raise UnknownNameError(kind, value, nearest(store, kind, value.rpartition(":")[2]))
        return node
    matches = _exact(store, kind, value)
    if not matches:
        named = names(store, kind)
        matches = _matching(named, value, slug)
        if not matches and kind == "council":
            matches = _understood(store, named, value)
    if not matches:
        raise UnknownNameError(
            kind, value, nearest(store, kind, value), hint=_WHERE_TO_LOOK.get(kind, "")
        )
    if len(matches) > 1:
        # A council of today took the name of one that ended: today's is meant.
        matches = {m for m in matches if not _ended(store, m)} or matches
    if len(matches) > 1:
        ways = ", ".join(sorted(f"{kind}:{node.value.rpartition('/')[2]}" for node in matches))
        raise UsageError(f'"{value}" may be {ways}; use one of these.')
    return matches.pop()


def people_by_part(store: Store, value: str) -> dict[NamedNode, list[str]]:
    """Find people whose name holds every word of a value, each with where they held posts.

    >>> people_by_part(Store(), "Jones")
    {}
    """
    from rapidfuzz import utils

    wanted = {*utils.default_process(value[:200]).split()}
    nodes = {
        node
        for name, node in names(store, "person")
        if wanted and wanted <= {*utils.default_process(name).split()}
    }
    found = {node: sorted(_places(store, node)) for node in nodes}
    return dict(sorted(found.items(), key=lambda pair: (_label(store, pair[0]), pair[0].value)))


def _places(store: Store, person: NamedNode) -> set[str]:
    """Name the councils and other organisations at which somebody held a post."""
    return {
        _label(store, at.object)
        for post in store.quads_for_pattern(None, ORG.member, person, None)
        for at in store.quads_for_pattern(post.subject, ORG.organization, None, None)
        if isinstance(at.object, NamedNode)
    }


def successors(store: Store, councils: Iterable[str]) -> Iterator[str]:
    """Say which councils, as somebody asked for them, have ended, and what came after them."""
    for value in councils:
        council = find(store, "council", value)
        after = [
            f"council:{quad.object.value.rpartition('/')[2]}"
            for quad in store.quads_for_pattern(council, DCTERMS.isReplacedBy, None, None)
            if isinstance(quad.object, NamedNode)
        ]
        if after:
            ended = f"council:{council.value.rpartition('/')[2]}"
            after_it = " and ".join(sorted(after))
            yield f'"{value}" is {ended}, which has ended; {after_it} came after.'


def followed(store: Store, node: NamedNode) -> NamedNode:
    """Follow the path of something that was merged into another; anything else is itself."""
    if next(store.quads_for_pattern(node, RDF.type, None, None), None) is not None:
        return node
    now = [quad.object for quad in store.quads_for_pattern(node, DCTERMS.isReplacedBy, None, None)]
    return now[0] if len(now) == 1 and isinstance(now[0], NamedNode) else node


def _exact(store: Store, kind: str, value: str) -> set[NamedNode]:
    """Find things by a name or code written exactly so, which needs no list of all names."""
    return {
        quad.subject
        for term in _NAME_TERMS
        for name in (Literal(value), Literal(value, language="en"))
        for quad in store.quads_for_pattern(None, term, name, None)
        if isinstance(quad.subject, NamedNode) and _is_a(store, quad.subject, kind)
    }


def _is_a(store: Store, node: NamedNode, kind: str) -> bool:
    """Tell whether a thing is of a kind."""
    return next(store.quads_for_pattern(node, RDF.type, CLASSES[kind], None), None) is not None


def _ended(store: Store, node: NamedNode) -> bool:
    """Tell whether a thing is said to have ended."""
    return next(store.quads_for_pattern(node, OFG.end, None, None), None) is not None


def _understood(store: Store, named: Iterable[tuple[str, NamedNode]], value: str) -> set[NamedNode]:
    """Find the council that a name as people write it means: short, in part, or a slip off.

    Where several fit nearly alike, all are given; a council of today comes before one that ended.
    """
    from ofsted_graph.facts.name_comparison import ACCEPT, MARGIN

    fits = _fits(named, value)
    today = {node: fit for node, fit in fits.items() if not _ended(store, node)}
    best = max((today or fits).values(), default=0.0)
    if best < ACCEPT:
        return set()
    return {node for node, fit in (today or fits).items() if fit > best - MARGIN}


def _fits(named: Iterable[tuple[str, NamedNode]], value: str) -> dict[NamedNode, float]:
    """Say how well a written name fits each council, where it fits at all."""
    from ofsted_graph.facts.name_comparison import compare
    from ofsted_graph.facts.written_names import parse_name

    written = parse_name(value[:200])
    found: dict[NamedNode, float] = {}
    if written.foreign:
        return found
    for name, node in named:
        # A code is found as it stands or not at all.
        code = name.isupper() or name[-1:].isdigit()
        if not code and (fit := compare(written, parse_name(name))):
            found[node] = max(fit.value, found.get(node, 0.0))
    return found


def names(store: Store, kind: str) -> list[tuple[str, NamedNode]]:
    """List every name and code of the things of a kind."""
    things = {q.subject for q in store.quads_for_pattern(None, RDF.type, CLASSES[kind], None)}
    found = [
        (quad.object.value, quad.subject)
        for term in _NAME_TERMS
        for quad in store.quads_for_pattern(None, term, None, None)
        if quad.subject in things and isinstance(quad.object, Literal)
    ]
    own = [(name, node) for name, node in found if isinstance(node, NamedNode)]
    if kind == "inspection":
        nodes = [node for node in things if isinstance(node, NamedNode)]
        own += [(node.value.rpartition("/")[2], node) for node in nodes]
    return own


def nearest(store: Store, kind: str, value: str, limit: int = 3) -> list[str]:
    """Give the known names that a value may mean, best first: each of its words is like one."""
    from rapidfuzz import utils

    words = utils.default_process(value[:200]).split()
    # In "Kent 1999" the council is a name and the year is none.
    wanted = [word for word in words if not word.isdigit()] or words
    named = names(store, kind)
    scores: dict[NamedNode, float] = _fits(named, value) if kind == "council" else {}
    for name, node in named:
        score = _likeness(wanted, utils.default_process(name).split())
        if score:
            scores[node] = max(score, scores.get(node, 0.0))
    main = {node: _label(store, node) or node.value for node in scores}
    ordered = sorted(scores, key=lambda node: (-scores[node], main[node]))
    return list(dict.fromkeys(main[node] for node in ordered))[:limit]


def _likeness(wanted: Iterable[str], known: Collection[str]) -> float:
    """Say how like the words of a name are to those wanted; nothing where one is like none."""
    from rapidfuzz.distance import JaroWinkler

    total, count = 0.0, 0
    for word in wanted:
        best = max((JaroWinkler.similarity(word, other) for other in known), default=0.0)
        if best < _ALIKE:
            return 0.0
        total, count = total + best, count + 1
    # What is told in full is nearer than what is a part of a longer name.
    return total / count - 0.02 * abs(len(known) - count) if count else 0.0


def _label(store: Store, node: NamedNode) -> str:
    """Give the main name of a thing."""
    quad = next(store.quads_for_pattern(node, RDFS.label, None, None), None)
    return quad.object.value if quad and isinstance(quad.object, Literal) else ""


def literal(kind: str, value: str) -> Literal:
    """Make a parameter value that is no thing: a year, a date or a text.

    Raises:
        UsageError: The value does not have the form of its kind.
    """
    if kind == "year":
        if not re.fullmatch(r"\d{4}", value):
            raise UsageError(f'"{value}" is no year such as 2019.')
        return Literal(value)
    if kind == "date":
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise UsageError(f'"{value}" is no date such as 2019-07-22.')
        return Literal(value, datatype=XSD.date)
    return Literal(value)


def written_out(value: str) -> NamedNode | None:
    """Read a full IRI or a prefixed name; None for anything else."""
    if re.fullmatch(ADDRESS, value):
        return NamedNode(value)
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES and re.fullmatch(r"[\w.-]+", local):
        return NamedNode(PREFIXES[prefix] + local)
    return None


def _matching(named: list[tuple[str, NamedNode]], value: str, matcher: Matcher) -> set[NamedNode]:
    """Find the things with a name that is the same after normalising."""
    wanted = matcher(value)
    return {node for name, node in named if matcher(name) == wanted} if wanted else set()
