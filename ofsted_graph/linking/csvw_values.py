"""Cells as values of CSVW's datatypes: what is a number, a day or a duration, and what is not.

A cell that is not of the datatype that metadata give its column stays plain text, as the standard
asks; nothing is guessed. The forms are those of XML Schema, changed by the datatype's `format`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

_ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
_DAYS = r"(?:0[1-9]|[12]\d|3[01])"
_MONTHS = r"(?:0[1-9]|1[0-2])"
_FORMS = {
    "gYear": rf"-?\d{{4,}}{_ZONE}",
    "gYearMonth": rf"-?\d{{4,}}-{_MONTHS}{_ZONE}",
    "gMonth": rf"--{_MONTHS}{_ZONE}",
    "gMonthDay": rf"--{_MONTHS}-{_DAYS}{_ZONE}",
    "gDay": rf"---{_DAYS}{_ZONE}",
    "duration": r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?"
    r"(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    "dayTimeDuration": r"-?P(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    "yearMonthDuration": r"-?P(?=.)(?:\d+Y)?(?:\d+M)?",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"(?:[A-Za-z0-9+/]\s*)*=?\s*=?",
    "language": r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "Name": r"[^\W\d][\w.:-]*",
    "NMTOKEN": r"[\w.:-]+",
    "QName": r"(?:[^\W\d][\w.-]*:)?[^\W\d][\w.-]*",
    "anyURI": r"\S*",
    "normalizedString": r"[^\r\n\t]*",
    "token": r"[^\r\n\t]*",
}
_MOMENTS = {
    "date": rf"(\d{{4}}-\d\d-\d\d)(){_ZONE}",
    "dateTime": rf"(\d{{4}}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?{_ZONE}",
    "dateTimeStamp": rf"(\d{{4}}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(?:{_ZONE[3:-2]})",
    "time": rf"()(\d\d:\d\d:\d\d)(?:\.\d+)?{_ZONE}",
}
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{
        name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        for name, bits in {"long": 64, "int": 32, "short": 16, "byte": 8}.items()
    },
    **{
        f"unsigned{name}": (0, 2**bits - 1)
        for name, bits in {"Long": 64, "Int": 32, "Short": 16, "Byte": 8}.items()
    },
}
_FLOATS = frozenset({"double", "float"})
_NUMBERS = frozenset({"decimal", *_FLOATS, *_RANGES})
_PICTURE = {"yyyy": "%Y", "yy": "%y", "MM": "%m", "M": "%m", "dd": "%d", "d": "%d", "HH": "%H",
            "mm": "%M", "ss": "%S", "MMM": "%b", "MMMM": "%B"}  # fmt: skip
_PICTURES = re.compile("|".join(sorted(_PICTURE, key=len, reverse=True)))
_TRUTH = {"true": "true", "false": "false", "1": "true", "0": "false"}
KNOWN = frozenset({*_FORMS, *_MOMENTS, *_NUMBERS, "boolean"})
"""The datatypes that are written as such; the names are XML Schema's."""


@dataclass(frozen=True)
class Format:
    """How a column writes its values.

    Attributes:
        picture: The pattern of a date, the two words of a boolean, or the pattern of a number.
        decimal: What stands before the decimals.
        group: What parts thousands; empty where nothing does.
    """

    picture: str = ""
    decimal: str = "."
    group: str = ""


def lexical_form(text: str, datatype: str, form: Format) -> str | None:
    """Give a cell's text in the form of its datatype; None where it is not of that datatype."""
    if datatype in _NUMBERS:
        return _number(text, datatype, form)
    if datatype == "boolean":
        yes, _, no = form.picture.partition("|")
        return ({yes: "true", no: "false"} if form.picture else _TRUTH).get(text)
    if datatype in _MOMENTS:
        return _moment(text, datatype, form.picture)
    return text if re.fullmatch(_FORMS[datatype], text) else None


def _number(text: str, datatype: str, form: Format) -> str | None:
    if datatype in _FLOATS and text in {"INF", "-INF", "NaN"}:
        return text
    number, share = text, Decimal(1)
    if text[-1:] in {"%", "‰"}:
        number, share = text[:-1], Decimal(1) / (100 if text[-1] == "%" else 1000)
    if form.group:
        if number.startswith(form.group) or form.group * 2 in number:
            return None
        number = number.replace(form.group, "")
    if form.decimal != ".":
        if "." in number:
            return None
        number = number.replace(form.decimal, ".")
    if datatype in _RANGES:
        return number if share == 1 and _within(number, *_RANGES[datatype]) else None
    power = r"(?:[eE][+-]?\d+)?" if datatype in _FLOATS else ""
    if not re.fullmatch(rf"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+){power}", number):
        return None
    return number if share == 1 else f"{Decimal(number) * share:f}"


def _within(number: str, least: int | None, most: int | None) -> bool:
    if not re.fullmatch(r"[+-]?[0-9]+", number) or len(number) > 4000:
        return False
    value = int(number)
    return (least is None or value >= least) and (most is None or value <= most)


def _moment(text: str, datatype: str, picture: str) -> str | None:
    try:
        if picture:
            form = _PICTURES.sub(lambda found: _PICTURE[found[0]], picture.replace("'T'", "T"))
            moment = dt.datetime.strptime(text, form)  # noqa: DTZ007  (tables tell no zone)
            if datatype == "date":
                return moment.date().isoformat()
            return moment.time().isoformat() if datatype == "time" else moment.isoformat()
        found = re.fullmatch(_MOMENTS[datatype], text)
        if found is None:
            return None
        if found[1]:
            dt.date.fromisoformat(found[1])
        if found[2]:
            dt.time.fromisoformat(found[2])
    except ValueError:
        return None
    return text
