"""The known words of the fact tables, read from `ontology/schemes.ttl`: kept once, there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, Triple, parse

from ofsted_graph.errors import InputError
from ofsted_graph.model import ID
from ofsted_graph.vocab import OFG, RDFS


@dataclass(frozen=True)
class Words:
    """The schemes' triples, and the names of their members by kind ("grade": {"good", …}).

    `labels` gives what each is called in plain words, by kind and name.
    """

    triples: tuple[Triple, ...]
    names: dict[str, frozenset[str]]
    one_holder: frozenset[str]
    labels: dict[str, dict[str, str]] = field(default_factory=dict)


def read_words(folder: Path) -> Words:
    """Read the schemes from the ontology's folder.

    Raises:
        InputError: They are not there, or are no Turtle.
    """
    path = folder / "schemes.ttl"
    try:
        triples = tuple(
            Triple(quad.subject, quad.predicate, quad.object)
            for quad in parse(path=path, format=RdfFormat.TURTLE)
        )
    except (OSError, SyntaxError) as error:
        raise InputError(f"does not give the ontology's words ({error}).", path=path) from error
    names: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    one_holder: set[str] = set()
    for triple in triples:
        kind, _, name = str(triple.subject).strip("<>").removeprefix(ID).partition("/")
        names[kind].add(name)
        if triple.predicate == RDFS.label and isinstance(triple.object, Literal):
            labels[kind][name] = triple.object.value
        if triple.predicate == OFG.oneHolder and triple.object == Literal(True):
            one_holder.add(name)
    return Words(
        triples,
        {kind: frozenset(of) for kind, of in names.items()},
        frozenset(one_holder),
        dict(labels),
    )
