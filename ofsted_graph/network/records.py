"""What a fact in the network carries with it: what it says, and the places that say it."""

from __future__ import annotations

from typing import NamedTuple


class Citation(NamedTuple):
    """A place in a source; `source` is a key of `network.graph["sources"]`."""

    source: str
    locator: str


class Judgement(NamedTuple):
    """What an inspection found one aspect to be, in our word and as printed."""

    aspect: str
    grade: str
    printed: str
    citations: tuple[Citation, ...]


class Claim(NamedTuple):
    """What some source says of a date or type of an inspection on which sources differ."""

    about: str
    value: str
    citations: tuple[Citation, ...]


class Intervention(NamedTuple):
    """A step by which government took part in running a council; dates are EDTF."""

    what: str
    by: str
    start: str
    end: str
    citations: tuple[Citation, ...]


class Source(NamedTuple):
    """A document; `page` is its public address, empty where none is known."""

    title: str
    kind: str
    date: str
    publisher: str
    page: str
