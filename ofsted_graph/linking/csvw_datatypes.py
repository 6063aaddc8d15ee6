"""The datatypes of CSV on the Web: which values a cell may have, and how it writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from ofsted_graph.linking.csvw_pictures import date_picture, number_picture
from ofsted_graph.linking.csvw_prefixes import PREFIXES
from ofsted_graph.linking.csvw_values import KNOWN, Format, lexical_form

_XSD, _RDF, _CSVW = PREFIXES["xsd"], PREFIXES["rdf"], PREFIXES["csvw"]
_CALLED = {
    "any": "anyAtomicType", "number": "double", "datetime": "dateTime", "binary": "base64Binary",
}  # fmt: skip
_OTHERS = {"html": f"{_RDF}HTML", "xml": f"{_RDF}XMLLiteral", "json": f"{_CSVW}JSON"}
_TEXTS = frozenset({"string", "anyAtomicType", "html", "xml", "json"})
_STRINGS = _TEXTS - {"anyAtomicType"} | {
    "normalizedString", "token", "language", "Name", "NMTOKEN",
}  # fmt: skip
_BINARY = frozenset({"base64Binary", "hexBinary"})
_MOMENTS = frozenset({"date", "dateTime", "dateTimeStamp", "time"})
_WHOLE = frozenset({
    "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "nonPositiveInteger",
    "negativeInteger",
})  # fmt: skip
_NUMBERS = _WHOLE | {"decimal", "double", "float"}
_ORDERED = _NUMBERS | _MOMENTS | {
    "gDay", "gMonth", "gMonthDay", "gYear", "gYearMonth", "duration", "dayTimeDuration",
    "yearMonthDuration",
}  # fmt: skip
_BOUNDS = ("minimum", "maximum", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
_LENGTHS = ("length", "minLength", "maxLength")
_ALL = frozenset(KNOWN) | _TEXTS | {"QName"}


@dataclass(frozen=True)
class Datatype:
    """A datatype: the name of its base, its own address if it has one, its form and its limits."""

    base: str
    iri: str | None = None
    format: Any = None
    pattern: Callable[[str], str | None] | None = None
    limits: Mapping[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The datatype of the literals that it makes."""
        return self.iri or _OTHERS.get(self.base) or f"{_XSD}{self.base}"

    @property
    def keeps_breaks(self) -> bool:
        """Whether line breaks and tabs stay as they are."""
        return self.base in _TEXTS

    @property
    def keeps_spaces(self) -> bool:
        """Whether runs of spaces, and those at the ends, stay as they are."""
        return self.base in _TEXTS or self.base == "normalizedString"

    def value(self, text: str) -> str | None:
        """Give a cell's text in the datatype's own form; None where it is not of the datatype."""
        if self.pattern is not None:
            value = self.pattern(text)
        elif self.base in _TEXTS:
            value = text
        else:
            value = lexical_form(text, self.base, Format())
        return value if value is not None and self._within(value) else None

    def _within(self, value: str) -> bool:
        if any(name in self.limits for name in _LENGTHS):
            size = _length(value, self.base)
            low = self.limits.get("length", self.limits.get("minLength", 0))
            high = self.limits.get("length", self.limits.get("maxLength", size))
            if not low <= size <= high:
                return False
        return all(
            _holds(name, value, str(self.limits[name]), self)
            for name in _BOUNDS
            if name in self.limits
        )


def _length(value: str, base: str) -> int:
    if base == "hexBinary":
        return len(value) // 2
    if base == "base64Binary":
        bare = re.sub(r"\s", "", value)
        return len(bare) * 3 // 4 - bare.count("=")
    return len(value)


def _holds(name: str, value: str, bound: str, datatype: Datatype) -> bool:
    if datatype.base in _NUMBERS:
        try:
            left, right = Decimal(value), Decimal(bound)
        except InvalidOperation:
            return False
        pair: tuple[Any, Any] = (left, right)
    else:
        written = datatype.pattern(bound) if datatype.pattern is not None else None
        pair = (value, written or bound)
    left_, right_ = pair
    match name:
        case "minimum" | "minInclusive":
            return bool(left_ >= right_)
        case "maximum" | "maxInclusive":
            return bool(left_ <= right_)
        case "minExclusive":
            return bool(left_ > right_)
        case _:
            return bool(left_ < right_)


def read_datatype(
    told: Any, warn: Callable[[str], None], refuse: Callable[[str], Exception]
) -> Datatype:
    """Read a datatype as metadata tells it: a name, or a base with a form and limits."""
    part = told if isinstance(told, dict) else {"base": told}
    base = part.get("base", "string")
    name = _CALLED.get(base, base) if isinstance(base, str) else None
    if name is None or name not in _ALL:
        warn(f'the datatype "{str(base)[:40]}" is not known.')
        name = "string"
    limits = {n: part[n] for n in (*_LENGTHS, *_BOUNDS) if n in part}
    for limit in _LENGTHS:
        if limit in limits and (type(limits[limit]) is not int or limits[limit] < 0):
            warn(f'"{limit}" is no number of characters.')
            del limits[limit]
    _check_limits(name, limits, refuse)
    iri = part.get("@id")
    own = iri if isinstance(iri, str) else None
    form = part.get("format")
    pattern = None
    if form is not None:
        try:
            pattern = _pattern(name, form)
        except ValueError as error:
            warn(f'the format "{str(form)[:40]}" is not understood ({error}).')
            form = None
    return Datatype(name, own, form, pattern, limits)


def _check_limits(base: str, limits: Mapping[str, Any], refuse: Callable[[str], Exception]) -> None:
    if any(name in limits for name in _LENGTHS):
        if base not in _STRINGS | _BINARY | {"anyAtomicType", "anyURI"}:
            raise refuse(f"limits the length of {base}, which has none.")
        _check_lengths(limits, refuse)
    if any(name in limits for name in _BOUNDS):
        if base not in _ORDERED:
            raise refuse(f"bounds the values of {base}, which have no order.")
        _check_bounds(base, limits, refuse)


def _check_lengths(limits: Mapping[str, Any], refuse: Callable[[str], Exception]) -> None:
    length, low, high = (limits.get(name) for name in _LENGTHS)
    if length is not None and ((low or 0) > length or (high is not None and high < length)):
        raise refuse("tells a length that its own limits of length forbid.")
    if low is not None and high is not None and low > high:
        raise refuse("tells a least length above the greatest.")


def _check_bounds(base: str, limits: Mapping[str, Any], refuse: Callable[[str], Exception]) -> None:
    for one, other in (("minInclusive", "minExclusive"), ("maxInclusive", "maxExclusive")):
        if one in limits and other in limits:
            raise refuse(f'tells both "{one}" and "{other}".')
    least = limits.get("minInclusive", limits.get("minimum"))
    most = limits.get("maxInclusive", limits.get("maximum"))
    over, under = limits.get("minExclusive"), limits.get("maxExclusive")
    compare = Datatype(base)
    for low, high, rule in (
        (least, most, "maxInclusive"),
        (least, under, "maxExclusive"),
        (over, most, "maxExclusive"),
        (over, under, "maxInclusive"),
    ):
        if low is not None and high is not None and not _holds(rule, str(low), str(high), compare):
            raise refuse("tells bounds that no value can keep.")


def _pattern(base: str, form: Any) -> Callable[[str], str | None]:
    if base in _NUMBERS:
        return _number_pattern(base, form)
    if not isinstance(form, str):
        raise ValueError("it must be text")
    if base in _MOMENTS:
        return date_picture(form, base)
    if base == "boolean":
        yes, bar, no = form.partition("|")
        if not (yes and bar and no) or "|" in no:
            raise ValueError("it must be two words with | between")
        return {yes: "true", no: "false"}.get
    try:
        shape = re.compile(form)
    except re.error as error:
        raise ValueError(str(error)) from error

    def matching(text: str) -> str | None:
        if not shape.fullmatch(text):
            return None
        return text if base in _TEXTS else lexical_form(text, base, Format())

    return matching


def _number_pattern(base: str, form: Any) -> Callable[[str], str | None]:
    part = form if isinstance(form, dict) else {"pattern": form}
    decimal, group = part.get("decimalChar") or ".", part.get("groupChar")
    pattern = part.get("pattern")
    if not all(each is None or isinstance(each, str) for each in (decimal, group, pattern)):
        raise ValueError("it must be text")
    if pattern is not None:
        return number_picture(pattern, decimal, group or ",", base)
    plain = Format("", decimal, group or "")
    return lambda text: lexical_form(text, base, plain)
