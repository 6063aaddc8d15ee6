"""Dates and posts in plain English: what a source says, no more exact than it says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
SHORT_ROLES = {
    "director-of-childrens-services": "Director",
    "elected-mayor": "Mayor",
    "deputy-mayor": "Deputy mayor",
    "council-leader": "Leader",
    "lead-member-for-children": "Lead member",
    "chief-executive": "Chief executive",
    "lscb-chair": "LSCB chair",
    "national-director-social-care": "National director",
}
"""What fits under a mark."""
_PLAIN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%])?")
_HEDGE = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}


def when(text: str) -> str:
    """Put an EDTF or plain date into words; nothing said is nothing known.

    >>> when("2016-03"), when("2024-12~"), when("../2017-04-07")
    ('March 2016', 'about December 2024', 'by 7 April 2017')
    >>> when("[2018-10..2018-12]"), when("2017-01-23/2017-02-16")
    ('some time from October 2018 to December 2018', '23 January 2017 to 16 February 2017')
    """
    if not text:
        return "date not known"
    if match := _PLAIN.fullmatch(text):
        year, month, day, hedge = match.groups()
        return _HEDGE.get(hedge, "") + _plain(year, month, day)
    if text.startswith("["):
        return _one_of(text.strip("[]"))
    first, slash, last = text.partition("/")
    if not slash:
        return text
    if last in {"", ".."}:
        return f"{when(first)} or later"
    return f"by {when(last)}" if first in {"", ".."} else f"{when(first)} to {when(last)}"


def _one_of(text: str) -> str:
    """Put a set of dates, of which one is meant, into words."""
    first, dots, last = text.partition("..")
    if not dots:
        return " or ".join(when(part.strip()) for part in text.split(","))
    if first and last:
        return f"some time from {when(first)} to {when(last)}"
    return f"{when(first)} or later" if first else f"{when(last)} or before"


def _plain(year: str, month: str | None, day: str | None) -> str:
    """Put a year, month or day into words."""
    if month is None:
        return year
    if month in SEASONS:
        return f"{SEASONS[month]} {year}"
    if "33" <= month <= "36":
        return f"quarter {int(month) - 32} of {year}"
    name = MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else month
    return f"{int(day)} {name} {year}" if day else f"{name} {year}"


def began(post: Mapping[str, Any]) -> str:
    """Say when a post began, as the sources do; else between which days it must have.

    >>> began({"start": (), "earliest_start": "", "latest_start": "2021-07-31",
    ...        "first_seen": "2021-07"})
    'by July 2021'
    """
    if post["start"]:
        return _either(post["start"])
    if not post["latest_start"]:
        return f"after {when(post['earliest_start'])}" if post["earliest_start"] else "not known"
    if not post["earliest_start"]:
        return f"by {when(post['first_seen'] or post['latest_start'])}"
    return f"between {when(post['earliest_start'])} and {when(post['latest_start'])}"


def ended(post: Mapping[str, Any]) -> str:
    """Say when a post ended, as the sources do; else what is known of it."""
    if post["end"]:
        return _either(post["end"])
    if not post["latest_end"]:
        return f"not before {when(post['last_seen'])}" if post["last_seen"] else "not known"
    if not (post["earliest_end"] and post["last_seen"]):
        return f"by {when(post['latest_end'])}"
    return f"between {when(post['earliest_end'])} and {when(post['latest_end'])}"


def _either(words: Sequence[str]) -> str:
    """Join what sources say; they differ where there is more than one word."""
    said = " or ".join(when(word) for word in words)
    return f"{said} (sources differ)" if len(words) > 1 else said


def years(post: Mapping[str, Any]) -> str:
    """Give the years of a post in a few characters; "seen" where its limits are not told.

    >>> years({"start": ("2016-03",), "end": (), "first_seen": "", "last_seen": "2019-07-02"})
    '2016 – seen 2019'
    """
    first = _year(post["start"], post["first_seen"])
    last = _year(post["end"], post["last_seen"])
    if not post["start"] and not post["end"]:
        seen = sorted({year for year in (first, last) if year})
        return f"seen {'–'.join(seen)}" if seen else "dates not known"
    if post["end"] and not post["start"] and first in {"", last}:
        return f"until {last}"
    begin = first if post["start"] else f"seen {first}" if first else "?"
    finish = last if post["end"] else f"seen {last}" if last and last != first else ""
    if begin == finish:
        return begin
    return f"{begin}–{finish}" if post["start"] and post["end"] else f"{begin} – {finish}".rstrip()


def _year(words: Sequence[str], bound: str) -> str:
    """Find the year in what sources say, or else in a bound."""
    match = re.search(r"\d{4}", words[0] if words else bound)
    return match.group() if match else ""


def capitalised(text: str) -> str:
    """Begin with a capital, and leave the rest.

    >>> capitalised("interim LSCB chair")
    'Interim LSCB chair'
    """
    return text[:1].upper() + text[1:]


def post_name(role: str, capacity: str) -> str:
    """Name a post with its capacity.

    >>> post_name("Director of children's services", "interim")
    "Interim director of children's services"
    """
    if capacity in {"interim", "acting"}:
        return f"{capitalised(capacity)} {role[:1].lower()}{role[1:]}"
    return role
