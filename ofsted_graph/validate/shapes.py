"""SHACL: the shapes in `ontology/`, run by pySHACL.

A property shape's name (`shape:tenure-role`) is the rule that a problem carries. pySHACL looks up
many single triples, which rdflib's own store in memory answers much faster than a store behind
another language's interface, so the graph is copied into one first.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Store

from ofsted_graph.errors import InputError
from ofsted_graph.query.service_calls import services
from ofsted_graph.validate.problems import Problem
from ofsted_graph.vocab import XSD, compact

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

SHACL = "http://www.w3.org/ns/shacl#"
_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "info"}


def check_shapes(store: Store, shapes: Path) -> Iterator[Problem]:
    """Find what in a graph does not fit the shapes of a file.

    Raises:
        InputError: The shapes cannot be read or are not SHACL.
    """
    import pyshacl
    from pyshacl.errors import ConstraintLoadError, ShapeLoadError

    shapes_graph = _read_shapes(shapes)
    try:
        _, results, _ = pyshacl.validate(
            in_memory(store), shacl_graph=shapes_graph, inference="none", inplace=True
        )
    except (ConstraintLoadError, ShapeLoadError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"has a shape that cannot be used: {reason}", path=shapes) from error
    yield from _problems(results, shapes_graph)


def in_memory(store: Store) -> rdflib.Graph:
    """Copy a graph into rdflib, each literal with the text that it has."""
    import rdflib

    known: dict[object, Node] = {}

    def node(term: object) -> Node:
        if term in known:
            return known[term]
        made: Node
        if isinstance(term, NamedNode):
            made = rdflib.URIRef(term.value)
        elif isinstance(term, Literal):
            kind = None if term.language or term.datatype == XSD.string else term.datatype.value
            made = rdflib.Literal(
                term.value,
                lang=term.language,
                datatype=kind and rdflib.URIRef(kind),
                normalize=False,
            )
        else:
            made = rdflib.BNode(str(term).removeprefix("_:"))
        known[term] = made
        return made

    graph = rdflib.Graph()
    for quad in store:
        graph.add((node(quad.subject), node(quad.predicate), node(quad.object)))
    return graph


def _read_shapes(path: Path) -> rdflib.Graph:
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
            rule=str(shape).rpartition("#")[2],
            entity=compact(str(results.value(result, sh.focusNode))),
            property=str(named or ""),
            value=compact(str(results.value(result, sh.value) or "")),
            message=str(results.value(result, sh.resultMessage)),
        )
