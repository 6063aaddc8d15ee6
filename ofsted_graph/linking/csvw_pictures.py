"""Pictures of dates and numbers, as Unicode's Technical Standard 35 writes them.

Only what CSV on the Web asks for: dates of years, months and days in the usual orders, times with
or without a zone, and numbers with their digits, groups, decimals, exponents, and shares.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from ofsted_graph.linking.csvw_values import Format, lexical_form

_DATES = frozenset({
    "yyyy-MM-dd", "yyyyMMdd", "dd-MM-yyyy", "d-M-yyyy", "MM-dd-yyyy", "M-d-yyyy", "dd/MM/yyyy",
    "d/M/yyyy", "MM/dd/yyyy", "M/d/yyyy", "dd.MM.yyyy", "d.M.yyyy", "MM.dd.yyyy", "M.d.yyyy",
    "yyyy/MM/dd", "yyyy.MM.dd",
})  # fmt: skip
_TIMES = frozenset({"HH:mm:ss", "HHmmss", "HH:mm", "HHmm"})
_PARTS = {
    "yyyy": r"(?P<y>-?\d{4})", "MM": r"(?P<m>\d{2})", "M": r"(?P<m>\d{1,2})",
    "dd": r"(?P<d>\d{2})", "d": r"(?P<d>\d{1,2})", "HH": r"(?P<H>\d{2})", "mm": r"(?P<M>\d{2})",
    "ss": r"(?P<S>\d{2})",
}  # fmt: skip
_ZONES = {
    "X": r"Z|[+-]\d{2}(?:\d{2})?", "XX": r"Z|[+-]\d{4}", "XXX": r"Z|[+-]\d{2}:\d{2}",
    "x": r"[+-]\d{2}(?:\d{2})?", "xx": r"[+-]\d{4}", "xxx": r"[+-]\d{2}:\d{2}",
}  # fmt: skip


def date_picture(picture: str, base: str) -> Callable[[str], str | None]:
    """Make what reads a date, a time, or both, as a picture has them.

    Raises:
        ValueError: The picture is none of those that the standard knows.
    """
    found = re.fullmatch(r"(?P<body>.*?)(?P<fraction>\.S+)?(?P<zone> ?(?:X{1,3}|x{1,3}))?", picture)
    body = found["body"] if found else ""
    fraction, zone = (found["fraction"] or "", found["zone"] or "") if found else ("", "")
    day, time = _halves(body, base)
    if (day and day not in _DATES) or (time and time not in _TIMES) or not (day or time):
        raise ValueError("no such picture of a date or time")
    if (base == "date") != (not time) or (base == "time") != (not day):
        raise ValueError(f"no picture of a {base}")
    if fraction and (not time or "ss" not in time):
        raise ValueError("parts of a second without seconds")
    shape = _shape(day)
    if day and time:
        shape += "T" if "T" in body else " "
    shape += _shape(time)
    if fraction:
        shape += rf"(?:\.(?P<f>\d{{1,{len(fraction) - 1}}}))?"
    if zone:
        shape += (" " if zone.startswith(" ") else "") + f"(?P<z>{_ZONES[zone.strip()]})"
    compiled = re.compile(shape)

    def read(text: str) -> str | None:
        match = compiled.fullmatch(text)
        return _moment(match.groupdict(), base) if match else None

    return read


def _halves(body: str, base: str) -> tuple[str, str]:
    if base == "date":
        return body, ""
    if base == "time":
        return "", body
    day, _, time = body.replace("'T'", "T").replace("T", " ").partition(" ")
    return day, time


def _shape(picture: str) -> str:
    return re.sub(r"yyyy|MM|M|dd|d|HH|mm|ss|[.]", lambda f: _PARTS.get(f[0], r"\."), picture)


def _moment(parts: dict[str, str | None], base: str) -> str | None:
    try:
        day = time = ""
        if base != "time":
            day = dt.date(
                int(parts["y"] or 0), int(parts["m"] or 0), int(parts["d"] or 0)
            ).isoformat()
        if base != "date":
            hour, minute, second = (int(parts.get(n) or 0) for n in ("H", "M", "S"))
            time = dt.time(hour, minute, second).isoformat()
            fraction = (parts.get("f") or "").rstrip("0")
            time += f".{fraction}" if fraction else ""
    except ValueError:
        return None
    zone = parts.get("z") or ""
    if re.fullmatch(r"[+-]\d{2}", zone):
        zone += ":00"
    elif re.fullmatch(r"[+-]\d{4}", zone):
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{day}{'T' if day and time else ''}{time}{zone}"


def number_picture(
    picture: str, decimal: str, group: str, base: str
) -> Callable[[str], str | None]:
    """Make what reads a number as a picture has it: which digits must be there, and in what groups.

    Raises:
        ValueError: It is no picture of a number.
    """
    found = re.fullmatch(
        r"(?P<before>[%‰]?)(?P<sign>[+-]?)(?P<whole>[#0,]*)(?P<part>\.[#0,]+)?"
        r"(?P<power>E[+-]?#*0+)?(?P<after>[%‰]?)",
        picture,
    )
    if found is None or not (found["whole"] or found["part"]):
        raise ValueError("no picture of a number")
    whole, part = found["whole"], (found["part"] or "")[1:]
    if not re.fullmatch(r"[#,]*[0,]*", whole) or not re.fullmatch(r"[0,]*[#,]*", part):
        raise ValueError("its # and 0 are out of order")
    sign = "[+-]?" if not found["sign"] else rf"[{re.escape(found['sign'])}-]?"
    shape = f"(?P<n>{sign}{_whole(whole, group)}{_part(part, decimal, group)}{_power(found)})"
    for share in ("%", "‰"):
        if share == found["before"]:
            shape = re.escape(share) + shape
        if share == found["after"]:
            shape += re.escape(share)
    compiled = re.compile(shape)
    share = found["before"] or found["after"]

    def read(text: str) -> str | None:
        if base in {"double", "float"} and text in {"INF", "-INF", "NaN"}:
            return text
        match = compiled.fullmatch(text)
        if match is None:
            return None
        plain = match["n"].replace(group, "").replace(decimal, ".").replace("E", "e")
        if share:
            plain = f"{Decimal(plain) / (100 if share == '%' else 1000):f}"
        return lexical_form(plain, base, Format())

    return read


def _power(found: re.Match[str]) -> str:
    if not found["power"]:
        return ""
    digits = found["power"].count("0")
    return rf"E[+-]?\d{{{digits},}}"


def _whole(picture: str, group: str) -> str:
    """Write the digits before the point, in groups of the sizes that the picture shows."""
    parts = picture.split(",")
    least = picture.count("0")
    if len(parts) == 1:
        return rf"\d{{{least},}}"
    first = len(parts[-1])
    then = len(parts[-2]) if len(parts) > 2 else first
    g = re.escape(group)
    grouped = rf"(?:\d{{1,{then}}}(?:{g}\d{{{then}}})*{g}\d{{{first}}}|\d{{1,{first}}})"
    enough = rf"(?=(?:{g}?\d){{{least},}}(?!\d))" if least else ""
    return enough + grouped


def _part(picture: str, decimal: str, group: str) -> str:
    if not picture:
        return ""
    sizes = [len(each) for each in picture.split(",")]
    least, most = picture.count("0"), picture.count("0") + picture.count("#")
    d, g = re.escape(decimal), re.escape(group)
    if len(sizes) == 1:
        digits = rf"\d{{{least},{most}}}"
    else:
        size = sizes[0]
        digits = (
            rf"(?=(?:\d{g}?){{{least},{most}}}(?!\d))"
            rf"(?:\d{{{size}}}{g})*\d{{1,{size}}}"
        )
    shown = f"{d}{digits}"
    return f"(?:{shown})?" if least == 0 else shown
