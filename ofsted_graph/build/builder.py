"""The build: fact tables, ontology and rules in; the graph's bytes out, the same everywhere.

Rows become triples (`fact_triples`, `tenure_triples`), the rules add what follows (`rules`), the
dataset describes itself (`dataset_description`), and the result is written sorted and without blank
nodes, so that the same facts give the same bytes in whatever order they came.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, serialize

from ofsted_graph.build.addressed_directors import with_addressees
from ofsted_graph.build.attestations import attestation
from ofsted_graph.build.dataset_description import describe
from ofsted_graph.build.derivations import weigh
from ofsted_graph.build.document_addresses import with_addresses
from ofsted_graph.build.fact_triples import (
    councils,
    inspections,
    inspectorate,
    inspectors,
    interventions,
    judgements,
    mayoralties,
    persons,
    replaced_paths,
    sources,
    support,
)  # fmt: skip
from ofsted_graph.build.page_dates import PAGE, about
from ofsted_graph.build.previous_inspections import with_previous
from ofsted_graph.build.rules import quads, read_rules, run_rules
from ofsted_graph.build.tenure_triples import postings
from ofsted_graph.build.tenures import group
from ofsted_graph.dates import Window
from ofsted_graph.errors import InputError
from ofsted_graph.facts.inspection_days import inspection_days
from ofsted_graph.facts.row_checks import Facts, read_facts
from ofsted_graph.people.persons import identify
from ofsted_graph.vocab import PREFIXES, RDF
from ofsted_graph.words import Words, read_words


def build(facts: Path, ontology: Path) -> bytes:
    """Build the graph and give it as Turtle.

    Args:
        facts: The folder of the fact tables.
        ontology: The folder with `schemes.ttl` and `rules/`.

    Raises:
        InputError: A file or row cannot be used; nothing has been written.
    """
    words = read_words(ontology)
    return write_turtle(graph_of(read_facts(facts, words), words, ontology))


def graph_of(facts: Facts, words: Words, ontology: Path) -> Store:
    """Build the graph of checked facts in memory."""
    facts = Facts(with_addresses(with_addressees(with_previous(facts.tables))))
    store = Store()
    store.bulk_extend(quads(_told(facts, words)))
    run_rules(store, read_rules(ontology / "rules"))
    weigh(store)
    store.extend(quads(describe(facts.tables, other_triples=len(store))))
    return store


def _told(facts: Facts, words: Words) -> Iterable[Triple]:
    """Give every triple that the rows tell directly."""
    people = identify(_mentions(facts), facts["identities"], facts["names"])
    dates = {row["id"]: row["date"] for row in facts["sources"]}
    kinds = {row["id"]: row["kind"] for row in facts["sources"]}
    days = inspection_days(facts["inspections"])
    lives = _lives(facts)
    told = [
        attestation(
            row,
            person=people.person(row["person"], row["organisation"]).name if named(row) else "",
            # News of an election or appointment comes before the first day in post.
            told="" if kinds[row["source"]] == PAGE else dates[row["source"]],
            inspections=days,
            about=taken,
            life=lives.get(row["organisation"]),
        )
        for row, taken in zip(facts["tenures"], about(facts["tenures"], kinds), strict=True)
    ]
    yield from words.triples
    yield from sources(facts["sources"])
    yield from councils(facts.tables)
    yield from persons(people)
    yield from inspections(facts["inspections"], kinds)
    yield from judgements(facts["judgements"])
    yield from inspectors(facts["inspectors"], people)
    yield from interventions(facts["interventions"])
    yield from mayoralties(facts["mayoralties"])
    yield from support(facts["support"])
    yield from postings(group(told, one_holder=words.one_holder))
    yield from replaced_paths(facts["paths"])


def _lives(facts: Facts) -> dict[str, Window]:
    """Give the first and last day of each council, as far as its rows tell them to the day."""
    lives: dict[str, Window] = {}
    for row in facts["councils"]:
        first, last = (
            dt.date.fromisoformat(row[part])
            if re.fullmatch(r"\d{4}-\d\d-\d\d", row[part])
            else None
            for part in ("start", "end")
        )
        before = lives.get(row["id"], Window(None, None))
        lives[row["id"]] = Window(first or before.first, last or before.last)
    return lives


def named(row: dict[str, str]) -> bool:
    """Tell whether a tenure's row names a person; `?x` only marks an unnamed one."""
    return bool(row["person"]) and not row["person"].startswith("?")


def _mentions(facts: Facts) -> list[tuple[str, str]]:
    """List every printed name with the organisation it is mentioned at."""
    posts = [(row["person"], row["organisation"]) for row in facts["tenures"] if named(row)]
    return posts + [(row["name"], inspectorate(row["role"])) for row in facts["inspectors"]]


def write_turtle(store: Store) -> bytes:
    """Write a graph as sorted Turtle.

    Raises:
        InputError: The graph has a blank node, which has no place in a sorted file.
    """
    triples = [quad.triple for quad in store]
    for triple in triples:
        if not isinstance(triple.subject, NamedNode) or not isinstance(
            triple.object, NamedNode | Literal
        ):
            raise InputError(f"the graph has a blank node at {triple}; give it an IRI.")
    triples.sort(key=_order)
    output = io.BytesIO()
    serialize(triples, output, RdfFormat.TURTLE, prefixes=PREFIXES)
    return output.getvalue()


def _order(triple: Triple) -> tuple[str, bool, str, str]:
    """Sort by subject, the type first, then by predicate and object."""
    return (
        str(triple.subject),
        triple.predicate != RDF.type,
        str(triple.predicate),
        str(triple.object),
    )
