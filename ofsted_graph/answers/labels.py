"""What to call a thing of the graph in a line of plain words, and which council it belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from ofsted_graph.answers.lookups import label, period, tenure_title, thing_of, value, values
from ofsted_graph.model import ID
from ofsted_graph.vocab import DCTERMS, OFG, ORG, compact

KINDS_IN_ORDER = (
    "council",
    "inspection",
    "judgement",
    "tenure",
    "post",
    "intervention",
    "support",
    "person",
)
"""Kinds of thing in the order in which people are told of them; others follow by name."""
_DAYS = (
    OFG.start, OFG.end, OFG.earliestStart, OFG.latestStart, OFG.earliestEnd, OFG.latestEnd,
    OFG.firstSeen, OFG.lastSeen,
)  # fmt: skip
"""What `period` says of a tenure."""


@dataclass(frozen=True)
class Title:
    """What to call a thing.

    Attributes:
        kind: Its kind, a word of `model.KINDS`, empty for what is not ours.
        council: The name of the council or other organisation it belongs to, empty if none.
        text: The thing in words.
        detail: What more to say of it when it is new.
    """

    kind: str
    council: str
    text: str
    detail: str = ""


def kind_of(node: NamedNode) -> str:
    """Give the kind of a thing from its path.

    >>> kind_of(NamedNode("https://w3id.org/ofsted-graph/id/council/kent"))
    'council'
    """
    if not node.value.startswith(ID):
        return ""
    return node.value.removeprefix(ID).partition("/")[0]


def title(store: Store, node: NamedNode) -> Title:
    """Say what a thing is called in a graph that describes it."""
    kind = kind_of(node)
    say = _TITLES.get(kind)
    if say is not None:
        return say(store, node)
    plain = label(store, node)
    return Title(kind, "", plain if plain == compact(node.value) else f"{kind} {plain}".strip())


def word(store: Store, node: NamedNode) -> str:
    """Give the label of a concept or role as it stands inside a sentence."""
    return lower_first(label(store, node))


def lower_first(text: str) -> str:
    """Put the first letter of a label in lower case, unless the label is a name.

    >>> lower_first("Overall effectiveness"), lower_first("ILACS standard inspection")
    ('overall effectiveness', 'ILACS standard inspection')
    """
    first, _, rest = text.partition(" ")
    if first[1:].lower() != first[1:] or re.match(r"[A-Z][a-z]", rest):
        return text
    return text[:1].lower() + text[1:]


def _labelled(store: Store, node: NamedNode, term: NamedNode) -> str:
    """Give the label of the thing that a thing has for a property, empty if there is none."""
    found = thing_of(store, node, term)
    return label(store, found) if found else ""


def _council(store: Store, node: NamedNode) -> Title:
    name = label(store, node)
    return Title("council", name, name)


def _person(store: Store, node: NamedNode) -> Title:
    return Title("person", "", label(store, node))


def _when(store: Store, inspection: NamedNode) -> str:
    """Give the day by which people know an inspection."""
    return value(store, inspection, OFG.started) or value(store, inspection, OFG.published)


def _inspection(store: Store, node: NamedNode) -> Title:
    council = _labelled(store, node, OFG.council)
    framework = lower_first(_labelled(store, node, OFG.framework))
    return Title("inspection", council, f"{council}: {framework} {_when(store, node)}".strip())


def _judgement(store: Store, node: NamedNode) -> Title:
    inspection = thing_of(store, node, OFG.inspection)
    council = _labelled(store, inspection, OFG.council) if inspection else ""
    when = _when(store, inspection) if inspection else ""
    aspect = lower_first(_labelled(store, node, OFG.aspect))
    grade = lower_first(_labelled(store, node, OFG.grade))
    return Title("judgement", council, f"{council}: {aspect} {when}".strip(), grade)


def _tenure(store: Store, node: NamedNode) -> Title:
    told = {term.value.rpartition("#")[2]: values(store, node, term) for term in _DAYS}
    return Title(
        "tenure",
        _labelled(store, node, ORG.organization),
        tenure_title(store, node),
        period(told),
    )


def _intervention(store: Store, node: NamedNode) -> Title:
    council = _labelled(store, node, OFG.council)
    kind = value(store, node, OFG.interventionKind).replace("-", " ")
    return Title("intervention", council, f"{council}: {kind}", values(store, node, OFG.start))


def _post(store: Store, node: NamedNode) -> Title:
    council = _labelled(store, node, ORG.postIn)
    role = lower_first(_labelled(store, node, ORG.role))
    when = period({"start": values(store, node, OFG.start), "end": values(store, node, OFG.end)})
    return Title("post", council, f"{council}: post of {role}", when)


def _support(store: Store, node: NamedNode) -> Title:
    council = _labelled(store, node, OFG.council)
    by = _labelled(store, node, OFG.supporter)
    return Title(
        "support", council, f"{council}: support from {by}", values(store, node, OFG.start)
    )


def _citation(store: Store, node: NamedNode) -> Title:
    source = _labelled(store, node, OFG.source)
    document = thing_of(store, node, OFG.source)
    issued = values(store, document, DCTERMS.issued) if document else ""
    parts = (source, issued, value(store, node, OFG.locator))
    return Title("citation", "", ", ".join(part for part in parts if part))


_TITLES: dict[str, Callable[[Store, NamedNode], Title]] = {
    "council": _council,
    "person": _person,
    "inspection": _inspection,
    "judgement": _judgement,
    "tenure": _tenure,
    "intervention": _intervention,
    "post": _post,
    "support": _support,
    "citation": _citation,
}


def said(store: Store, term: object) -> str:
    """Say the value of a property in words."""
    if isinstance(term, Literal):
        return term.value
    if not isinstance(term, NamedNode):
        return str(term)
    if kind_of(term) in {"aspect", "framework", "grade", "role"} or term.value.startswith(OFG.base):
        return word(store, term)
    return title(store, term).text
