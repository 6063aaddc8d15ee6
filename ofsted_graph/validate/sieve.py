"""Which things a file of shapes may find fault with: a sieve before pySHACL.

pySHACL looks at every thing through every shape, with some calls for each triple; nearly all things
fit plainly. They are left out here, by the narrowest reading of each constraint. Whatever does not
fit for sure is left to pySHACL, which alone decides and says why: a value of another kind, a
constraint or a path that is not read here. So the sieve finds nothing, and loses nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from ofsted_graph.vocab import RDF, RDFS, XSD

if TYPE_CHECKING:
    import rdflib

SHACL = "http://www.w3.org/ns/shacl#"
Term = Any
"""A term of the data: a `NamedNode`, a `BlankNode` or a `Literal`."""
Fits = Callable[[Term], bool]
"""Whether a thing fits for sure."""
_Values = Collection[Term]

_SAYS_NOTHING = {
    f"{SHACL}{name}" for name in (
        "targetClass", "targetSubjectsOf", "path", "name", "description", "message", "severity",
        "order", "group",
    )
} | {RDF.type.value}  # fmt: skip
TARGETS = {f"{SHACL}targetClass", f"{SHACL}targetSubjectsOf"}
"""How a shape may say what it looks at, so that it is read here."""
_WELL_FORMED = {
    XSD.string.value: re.compile(r"(?s).*"),
    XSD.boolean.value: re.compile(r"true|false"),
    XSD.integer.value: re.compile(r"[+-]?\d{1,18}", re.ASCII),
    XSD.decimal.value: re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?", re.ASCII),
    XSD.gYear.value: re.compile(r"[12]\d{3}", re.ASCII),
    XSD.gYearMonth.value: re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII),
}


@dataclass(frozen=True)
class Suspects:
    """What does not fit for sure.

    Attributes:
        by_shape: The things, by the shape (a node of rdflib) that looks at them.
        steps: How many properties away from a thing the shapes look; None where that is not read.
    """

    by_shape: Mapping[Any, set[Term]]
    steps: int | None


def suspects(store: Store, shapes: rdflib.Graph) -> Suspects | None:
    """Find what does not fit all shapes for sure; None where the targets themselves are not read.

    Args:
        store: The data.
        shapes: The shapes graph.
    """
    sieve = _Sieve(store, shapes)
    return sieve.suspects() if sieve.reads_all_targets() else None


class _Sieve:
    """The shapes of one file, read as tests of what a thing says."""

    def __init__(self, store: Store, shapes: rdflib.Graph) -> None:
        self._store, self._shapes = store, shapes
        self._said: dict[str, dict[Term, list[Term]]] = {}
        self._read: dict[Any, Fits] = {}
        self._steps: int | None = 0

    def reads_all_targets(self) -> bool:
        """Tell whether all that the shapes look at is named in ways that are read here."""
        said = {str(term) for term in self._shapes.predicates()}
        aimed = {name for name in said if name.startswith(f"{SHACL}target")}
        classes = {str(kind) for kind in self._shapes.objects(None, _rdf(RDF.type.value))}
        return aimed <= TARGETS and RDFS.Class.value not in classes

    def suspects(self) -> Suspects:
        """Find the things that do not fit every shape that looks at them."""
        found: dict[Any, set[Term]] = defaultdict(set)
        for target in TARGETS:
            for shape, aim in self._shapes.subject_objects(_rdf(target)):
                fits = self._node_fits(shape)
                aimed_at = self._aimed(target, str(aim))
                found[shape].update(thing for thing in aimed_at if not fits(thing))
        return Suspects(found, self._steps)

    def _aimed(self, target: str, aim: str) -> Iterable[Term]:
        if target.endswith("SubjectsOf"):
            return self._table(aim)
        kinds, waiting = set(), [NamedNode(aim)]
        while waiting:
            kind = waiting.pop()
            kinds.add(kind)
            below = self._store.quads_for_pattern(None, RDFS.subClassOf, kind, None)
            waiting += [q.subject for q in below if q.subject not in kinds]  # type: ignore[misc]
        return (thing for thing, of in self._table(RDF.type.value).items() if kinds & {*of})

    def _table(self, term: str) -> dict[Term, list[Term]]:
        """Give what each thing has for a property."""
        if term not in self._said:
            table = self._said[term] = defaultdict(list)
            for quad in self._store.quads_for_pattern(None, NamedNode(term), None, None):
                table[quad.subject].append(quad.object)
        return self._said[term]

    def _node_fits(self, shape: Any, depth: int = 0) -> Fits:
        """Read a shape as a test of one thing, itself the value that constraints look at."""
        if shape not in self._read:
            # A shape that refers to itself is not sure.
            self._read[shape] = _never
            self._read[shape] = self._all_fit(shape, lambda thing: [thing], depth)
        return self._read[shape]

    def _property_fits(self, shape: Any, depth: int) -> Fits:
        """Read a property shape as a test of the thing that has the property."""
        path = self._path(self._shapes.value(shape, _sh("path")))
        if path is None:
            self._steps = None
            return _never
        tables = [[self._table(term) for term in step] for step in path]

        def values(thing: Term) -> set[Term]:
            found = {thing}
            for step in tables:
                found = {o for table in step for one in found for o in table.get(one, ())}
            return found

        return self._all_fit(shape, values, depth + len(path))

    def _path(self, path: Any) -> list[list[str]] | None:
        """Read a path as steps, each one of some properties; None where it is of another kind."""
        from rdflib import URIRef

        if isinstance(path, URIRef):
            return [[str(path)]]
        either = self._shapes.value(path, _sh("alternativePath"))
        steps = [either] if either is not None else [*self._shapes.items(path)]
        if either is not None:
            options = [*self._shapes.items(either)]
            return [[str(o) for o in options]] if _all_named(options) else None
        return [[str(step)] for step in steps] if steps and _all_named(steps) else None

    def _all_fit(self, shape: Any, values: Callable[[Term], _Values], depth: int) -> Fits:
        """Read all that a shape asks of the values that a thing has."""
        # Whatever is asked of a value looks at most one step beyond it: at its class.
        if self._steps is not None:
            self._steps = max(self._steps, depth + 1)
        tests = [
            self._constraint(str(name)[len(SHACL) :], argument, depth)
            for name, argument in self._shapes.predicate_objects(shape)
            if str(name) not in _SAYS_NOTHING
        ]

        def fit(thing: Term) -> bool:
            found = values(thing)
            try:
                return all(test(thing, found) for test in tests)
            except (ValueError, re.error):
                # A count that is no number, a pattern that is none: pySHACL says so.
                return False

        return fit

    def _constraint(self, name: str, argument: Any, depth: int) -> Callable[[Term, _Values], bool]:
        """Read one constraint as a test of a thing and its values."""
        told = _term(argument)
        if holds := _OF_EACH.get(name):
            return lambda _, values: all(holds(value, told) for value in values)
        if hold := _OF_ALL.get(name):
            return lambda _, values: hold(values, told)
        if compare := _OF_PAIRS.get(name):
            table = self._table(str(argument))
            return lambda thing, values: all(
                compare(one, other) for one in values for other in table.get(thing, ())
            )
        if fits := self._value_fits(name, argument, depth):
            return lambda _, values: all(map(fits, values))
        self._steps = None
        return lambda _, __: False

    def _value_fits(self, name: str, argument: Any, depth: int) -> Fits | None:
        """Read a constraint that refers to shapes, classes or lists as a test of one value."""
        fits: Fits | None = None
        if name == "node":
            fits = self._node_fits(argument, depth)
        elif name == "property":
            fits = self._property_fits(argument, depth)
        elif name == "or":
            choices = [self._node_fits(one, depth) for one in self._shapes.items(argument)]
            fits = lambda value: any(choice(value) for choice in choices)  # noqa: E731
        elif name == "class":
            kinds, kind = self._table(RDF.type.value), NamedNode(str(argument))
            fits = lambda value: kind in kinds.get(value, ())  # noqa: E731
        elif name == "in":
            fits = {_term(one) for one in self._shapes.items(argument)}.__contains__
        elif name == "languageIn":
            languages = {str(one) for one in self._shapes.items(argument)}
            fits = lambda value: _language(value) in languages  # noqa: E731
        return fits


def _never(_: Term) -> bool:
    return False


def _sh(name: str) -> Any:
    return _rdf(SHACL + name)


def _rdf(iri: str) -> Any:
    from rdflib import URIRef

    return URIRef(iri)


def _all_named(terms: Iterable[Any]) -> bool:
    from rdflib import URIRef

    return all(isinstance(term, URIRef) for term in terms)


def _term(term: Any) -> Term:
    """Give an argument as the data would have it."""
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype or XSD.string.value)))


def _language(value: Term) -> str | None:
    return value.language if isinstance(value, Literal) else None


def _of_datatype(value: Term, kind: NamedNode) -> bool:
    """Tell whether a literal is of a type and surely well formed."""
    if not isinstance(value, Literal) or value.datatype != kind:
        return False
    if kind == XSD.date:
        return _day(value) is not None
    if form := _WELL_FORMED.get(kind.value):
        return form.fullmatch(value.value) is not None
    return not kind.value.startswith((XSD.string.value[: -len("string")], RDF.type.value[:-4]))


def _day(value: Term) -> dt.date | None:
    """Read a plain day; the standard library's other forms are no `xsd:date`."""
    if not isinstance(value, Literal) or value.datatype != XSD.date or len(value.value) != 10:
        return None
    try:
        return dt.date.fromisoformat(value.value)
    except ValueError:
        return None


def _number(value: Term) -> Decimal | None:
    if not isinstance(value, Literal) or not _of_datatype(value, value.datatype):
        return None
    try:
        return Decimal(value.value)
    except InvalidOperation:
        return None


def _at_least(value: Term, least: Literal) -> bool:
    number, limit = _number(value), _number(least)
    return number is not None and limit is not None and number >= limit


def _text(value: Term) -> str | None:
    return value.value if isinstance(value, NamedNode | Literal) else None


def _matches(value: Term, pattern: Literal) -> bool:
    text = _text(value)
    return text is not None and re.search(pattern.value, text) is not None


def _is_long(value: Term, least: Literal) -> bool:
    text = _text(value)
    return text is not None and len(text) >= int(least.value)


def _is_short(value: Term, most: Literal) -> bool:
    text = _text(value)
    return text is not None and len(text) <= int(most.value)


def _of_kind(value: Term, kind: NamedNode) -> bool:
    return isinstance(value, NamedNode) and kind.value == f"{SHACL}IRI"


def _not_after(one: Term, other: Term) -> bool:
    first, last = _day(one), _day(other)
    return first is not None and last is not None and first <= last


_OF_EACH: dict[str, Callable[[Term, Any], bool]] = {
    "datatype": _of_datatype,
    "nodeKind": _of_kind,
    "pattern": _matches,
    "minLength": _is_long,
    "maxLength": _is_short,
    "minInclusive": _at_least,
    "maxInclusive": lambda value, most: _at_least(most, value),
}
_OF_ALL: dict[str, Callable[[_Values, Any], bool]] = {
    "minCount": lambda values, least: len(values) >= int(least.value),
    "maxCount": lambda values, most: len(values) <= int(most.value),
    "hasValue": lambda values, wanted: wanted in values,
    "uniqueLang": lambda values, _: len({_language(value) for value in values}) == len(values),
}
_OF_PAIRS: dict[str, Callable[[Term, Term], bool]] = {
    "lessThanOrEquals": _not_after,
    "disjoint": lambda one, other: one != other,
}
