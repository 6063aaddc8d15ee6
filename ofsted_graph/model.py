"""Names of things: how IRIs and their short forms are minted.

Things live under ``https://w3id.org/ofsted-graph/id/<kind>/<name>``; each kind has its own
prefix, so that ``council:tower-hamlets`` is the short form of a council. Names are kebab-case
words, and parts of a
name are joined by full stops: ``inspection:tower-hamlets.sif.2017-01-23``. A path never changes
once it is published, so nothing here may be altered for the look of it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

DEF = "https://w3id.org/ofsted-graph/def#"
ID = "https://w3id.org/ofsted-graph/id/"
ADDRESS = r"https?://[^\s<>\"{}|\\^`]+"
"""What an address on the web looks like (no sign that an IRI must not hold)."""
KINDS = (
    "aspect",
    "attestation",
    "bound",
    "citation",
    "claim",
    "council",
    "dataset",
    "derivation",
    "framework",
    "grade",
    "inspection",
    "intervention",
    "judgement",
    "linkset",
    "organisation",
    "person",
    "post",
    "region",
    "role",
    "rule",
    "scheme",
    "source",
    "support",
    "tenure",
    "theme",
)
"""Every kind of thing; each is a path segment and a prefix."""

WORKINGS = ("attestation", "bound", "citation", "claim", "dataset", "derivation", "linkset")
"""Kinds of thing that the build adds to show its working; they follow from the rest."""

FAMILIES = {
    "ilacs-standard": "ilacs",
    "ilacs-short": "ilacs",
    "sif": "sif",
    "sif-reinspection": "sif",
    "safeguarding-and-looked-after": "safeguarding",
    "looked-after-2013": "looked-after",
    "focused-visit": "focused",
    "monitoring-visit": "monitoring",
    "area-send": "area-send",
    "lscb-review": "lscb",
    "not-told": "inspection",
}
"""Framework to the family that names an inspection.

Sources disagree on whether an inspection was standard or short, and on what counts as a
re-inspection; the family is what they agree on, so the same visit gets the same path.
"""

_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """Make the kebab-case form of a name, without accents, apostrophes or titles' full stops.

    >>> slug("Máire Atherton"), slug("St. Helens"), slug("Tim O’Neill")
    ('maire-atherton', 'st-helens', 'tim-oneill')
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", "").replace("ʼ", ""))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub("-", plain.casefold().replace("&", " and ")).strip("-")


def iri(kind: str, name: str) -> str:
    """Give the full IRI of a thing; `kind` is one of `KINDS`."""
    return f"{ID}{kind}/{name}"


def inspection_id(council: str, framework: str, started: str) -> str:
    """Name an inspection by council, framework family and first day (or month, or year).

    >>> inspection_id("tower-hamlets", "sif", "2017-01-23")
    'tower-hamlets.sif.2017-01-23'
    """
    return f"{council}.{FAMILIES[framework]}.{started}"


def mention(name: str, organisation: str) -> str:
    """Name one way in which sources mention a person: `debbie-jones@tower-hamlets`."""
    return f"{slug(name)}@{organisation}"
