"""From when to when a council has a post that not every council has: today that of elected mayor.

Without it an empty answer reads as "none": no source may name a mayor in years in which there was
one, and in others there was none to name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from ofsted_graph.answers.lookups import label, objects, period, subjects, value
from ofsted_graph.dates import Window, window
from ofsted_graph.vocab import OFG, ORG, RDF


@dataclass(frozen=True)
class Existence:
    """The time of one post (`thing`): from when to when in words, and the days that it can span.

    A date of which only the month or year is told counts from its first to its last day, so that
    nothing is denied because a day is not known.
    """

    thing: NamedNode
    told: str
    days: Window

    def meets(self, first: dt.date | None, last: dt.date | None) -> bool:
        """Tell whether the post can have been there on some day of a span."""
        return self.days.meets(Window(first, last))


def posts_of(store: Store, role: NamedNode) -> dict[str, Existence]:
    """Give the councils (IRIs) that have or had a post of a role; none for everybody's roles."""
    found: dict[str, Existence] = {}
    for post in subjects(store, ORG.role, role):
        if next(store.quads_for_pattern(post, RDF.type, ORG.Post, None), None):
            starts, ends = _told(store, post, OFG.start), _told(store, post, OFG.end)
            first = min((w.first for w in map(window, starts) if w.first), default=None)
            last = max((w.last for w in map(window, ends) if w.last), default=None)
            said = period({"start": " or ".join(starts), "end": " or ".join(ends)})
            found[value(store, post, ORG.postIn)] = Existence(post, said, Window(first, last))
    return found


def missing(store: Store, council: NamedNode, role: NamedNode) -> str:
    """Say what it means that nobody is named in a role at a council."""
    called = label(store, role)
    called = called[0].lower() + called[1:]
    where = label(store, council)
    if (posts := posts_of(store, role)) and council.value not in posts:
        return f"No source tells that {where} has or had the post of {called}."
    text = f"No source names anybody as {called} of {where}"
    if not posts:
        return f"{text}."
    return f"{text}; the post is there {posts[council.value].told}."


def _told(store: Store, post: NamedNode, term: NamedNode) -> list[str]:
    return [one.value for one in objects(store, post, term) if isinstance(one, Literal)]
