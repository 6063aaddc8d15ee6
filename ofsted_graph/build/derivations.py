"""How likely each tenure covers each inspection, written into the graph.

The rules say which tenures may cover an inspection. Here each of these derivations gets its
likelihood and the nearest sighting; a likelihood of `LIKELY` and more makes it likely, and what is
less likely than `LEAST` goes, for a list of everybody who was ever seen there helps nobody.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from ofsted_graph.build.likelihood import LEAST, Post, Rates, certainty, estimate, stated
from ofsted_graph.build.sightings import RATE_TERMS, Key, posts_of, read_posts
from ofsted_graph.vocab import OFG, PREFIXES, XSD

_DERIVED = f"""
PREFIX ofg: <{PREFIXES["ofg"]}>
PREFIX org: <{PREFIXES["org"]}>
SELECT ?derivation ?tenure ?inspection ?certainty ?council ?role ?person ?first ?last WHERE {{
  ?derivation a ofg:Derivation ; ofg:tenure ?tenure ; ofg:inspection ?inspection ;
    ofg:certainty ?certainty .
  ?tenure org:organization ?council ; org:role ?role .
  OPTIONAL {{ ?tenure org:member ?person }}
  OPTIONAL {{ ?inspection ofg:notBefore ?first ; ofg:notAfter ?last }}
}}
"""


def weigh(store: Store) -> None:
    """Give every derivation of a graph its likelihood, and every role its rates of change."""
    posts = posts_of(read_posts(store))
    rates = estimate_rates(posts)
    store.extend(_quads(triple for role, of in rates.items() for triple in _described(role, of)))
    known: dict[tuple[Key, dt.date, dt.date], dict[str, float]] = {}
    for row in list(cast("QuerySolutions", store.query(_DERIVED))):
        derivation, person = row["derivation"], row["person"]
        key = (row["council"].value, row["role"].value)
        post = posts.get(key)
        if row["first"] is None or post is None:
            continue
        first, last = (dt.date.fromisoformat(row[name].value) for name in ("first", "last"))
        sure = row["certainty"].value == "certain"
        near = post.nearest(person.value if person else "", first, last)
        if near is not None:
            store.extend(_quads(_nearest(derivation, *near)))
        if sure:
            store.add(_quad(derivation, OFG.likelihood, _decimal(1.0)))
            continue
        when = (key, first, last)
        if when not in known:
            known[when] = post.holders(first, last, rates[key[1]])
        likelihood = known[when].get(person.value, 0.0)
        if likelihood < LEAST:
            _forget(store, derivation, row["tenure"], row["inspection"])
            continue
        store.add(_quad(derivation, OFG.likelihood, _decimal(stated(likelihood))))
        store.remove(_quad(derivation, OFG.certainty, row["certainty"]))
        store.add(_quad(derivation, OFG.certainty, Literal(certainty(likelihood))))


def estimate_rates(posts: Mapping[Key, Post]) -> dict[str, Rates]:
    """Estimate the rates of each role from its posts."""
    by_role: dict[str, list[Post]] = defaultdict(list)
    for (_, role), post in sorted(posts.items()):
        by_role[role].append(post)
    return {role: estimate(of) for role, of in sorted(by_role.items())}


def _described(role: str, rates: Rates) -> Iterator[Triple]:
    """Say a role's rates, so that whoever asks the graph can weigh any day."""
    values = (rates.changes, rates.stand_in_changes, rates.returns)
    for term, number in zip(RATE_TERMS, values, strict=True):
        yield Triple(NamedNode(role), term, _decimal(number, 4))


def _nearest(derivation: NamedNode, days: int, day: dt.date) -> Iterator[Triple]:
    yield Triple(derivation, OFG.nearestSeen, Literal(days))
    yield Triple(derivation, OFG.nearestSeenOn, Literal(day.isoformat(), datatype=XSD.date))


def _forget(store: Store, derivation: NamedNode, tenure: NamedNode, inspection: NamedNode) -> None:
    for quad in list(store.quads_for_pattern(derivation, None, None, None)):
        store.remove(quad)
    store.remove(_quad(tenure, OFG.possiblyInPostDuring, inspection))


def _decimal(number: float, places: int = 2) -> Literal:
    return Literal(f"{number:.{places}f}", datatype=XSD.decimal)


def _quad(subject: NamedNode, predicate: NamedNode, found: NamedNode | Literal) -> Quad:
    return Quad(subject, predicate, found, DefaultGraph())


def _quads(triples: Iterator[Triple]) -> Iterator[Quad]:
    return (Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
