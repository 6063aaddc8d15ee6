"""SHACL: the shapes in `ontology/`, run by pySHACL on whatever a sieve does not clear.

A property shape's name (`shape:tenure-role`) is the rule that a problem carries. pySHACL looks up
many single triples, which rdflib's own store in memory answers much faster than a store behind
another language's interface, so what it looks at is copied into one first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from ofsted_graph.errors import InputError
from ofsted_graph.query.service_calls import services
from ofsted_graph.validate.problems import Problem
from ofsted_graph.validate.sieve import SHACL, TARGETS, Suspects, suspects
from ofsted_graph.vocab import RDFS, XSD, compact

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "info"}


def check_shapes(store: Store, shapes: Path) -> Iterator[Problem]:
    """Find what in a graph does not fit the shapes of a file.

    Raises:
        InputError: The shapes cannot be read or are not SHACL.
    """
    import pyshacl
    from pyshacl.errors import ConstraintLoadError, ShapeLoadError

    shapes_graph = read_shapes(shapes)
    quads: Iterable[Quad] = store
    if suspicious := suspects(store, shapes_graph):
        if not any(suspicious.by_shape.values()):
            return
        _aim(shapes_graph, suspicious)
        if suspicious.steps is not None:
            quads = _around(store, suspicious, suspicious.steps)
    try:
        _, results, _ = pyshacl.validate(
            in_memory(quads), shacl_graph=shapes_graph, inference="none", inplace=True
        )
    except (ConstraintLoadError, ShapeLoadError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"has a shape that cannot be used: {reason}", path=shapes) from error
    yield from _problems(results, shapes_graph)


def _aim(shapes: rdflib.Graph, suspicious: Suspects) -> None:
    """Aim shapes at what does not fit for sure, and at nothing else."""
    from rdflib import URIRef

    for shape, things in suspicious.by_shape.items():
        for target in TARGETS:
            shapes.remove((shape, URIRef(target), None))
        for thing in things:
            shapes.add((shape, URIRef(f"{SHACL}targetNode"), _in_rdflib(thing)))


def _around(store: Store, suspicious: Suspects, steps: int) -> Iterator[Quad]:
    """Give what is said of things and, as far as the shapes look, of what they refer to."""
    yield from store.quads_for_pattern(None, RDFS.subClassOf, None, None)
    known: set[object] = set()
    ring: set[Any] = set().union(*suspicious.by_shape.values())
    for _ in range(steps + 1):
        known |= ring
        found = [q for one in ring for q in store.quads_for_pattern(one, None, None, None)]
        yield from found
        ring = {q.object for q in found if isinstance(q.object, NamedNode | BlankNode)} - known


def in_memory(quads: Iterable[Quad]) -> rdflib.Graph:
    """Copy a graph into rdflib, each literal with the text that it has."""
    import rdflib

    known: dict[object, Node] = {}

    def node(term: object) -> Node:
        if term not in known:
            known[term] = _in_rdflib(term)
        return known[term]

    graph = rdflib.Graph()
    for quad in quads:
        graph.add((node(quad.subject), node(quad.predicate), node(quad.object)))
    return graph


def _in_rdflib(term: object) -> Node:
    """Give a term as rdflib has it."""
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, Literal):
        kind = None if term.language or term.datatype == XSD.string else term.datatype.value
        return rdflib.Literal(
            term.value, lang=term.language, datatype=kind and rdflib.URIRef(kind), normalize=False
        )
    return rdflib.BNode(str(term).removeprefix("_:"))


def read_shapes(path: Path) -> rdflib.Graph:
    """Read the shapes."""
    import rdflib
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        graph = rdflib.Graph().parse(data=path.read_bytes(), format="turtle")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", path=path) from error
    except (BadSyntax, UnicodeDecodeError) as error:
        raise InputError("is not Turtle; mend it or take the shipped one.", path=path) from error
    for name in ("select", "ask", "construct"):
        for text in graph.objects(None, rdflib.URIRef(f"{SHACL}{name}")):
            if services(str(text)):
                raise InputError(
                    "has a shape that calls an endpoint; leave SERVICE out.", path=path
                )
    return graph


def _problems(results: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[Problem]:
    """Turn SHACL's results into problems."""
    from rdflib import RDF, Namespace, URIRef

    sh = Namespace(SHACL)
    for result in results.subjects(RDF.type, sh.ValidationResult):
        shape = results.value(result, sh.sourceShape)
        path = results.value(result, sh.resultPath)
        # A path of several steps has no name of its own; its shape has.
        named = compact(str(path)) if isinstance(path, URIRef) else shapes.value(shape, sh.name)
        yield Problem(
            level=_LEVELS[str(results.value(result, sh.resultSeverity)).removeprefix(SHACL)],
            rule=str(shape).rpartition("#")[2] if isinstance(shape, URIRef) else "unnamed-shape",
            entity=compact(str(results.value(result, sh.focusNode))),
            property=str(named or ""),
            value=compact(str(results.value(result, sh.value) or "")),
            message=str(results.value(result, sh.resultMessage)),
        )
