"""What XML cannot hold, told before a file is written that no parser would take; and what it hides.

XML has no place for most control characters, not even escaped, and RDF/XML writes a property as the
name of an element, which not every IRI can be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Triple

from ofsted_graph.errors import InputError, UsageError, shorten

_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_ELEMENT = re.compile(rf"(?:^|[^{_START}\-.0-9\u00b7\u0300-\u036f\u203f-\u2040])[{_START}]"
                      rf"[{_START}\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*$")  # fmt: skip


MOST_HIDDEN = 100_000_000
"""Bytes that the entities of one file may stand for: a kilobyte of them can stand for gigabytes."""
_ENTITY = re.compile(rb"""<!ENTITY\s+([^\s%]+)\s+(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(rb"&([^#&;\s]+);")


def check_entities(content: bytes, path: Path) -> None:
    """See that the entities of an XML file stand for no more than can be read.

    Raises:
        InputError: They stand for too much, or for themselves.
    """
    values = {name: double or single for name, double, single in _ENTITY.findall(content)}
    sizes: dict[bytes, int] = {}

    def size(name: bytes, within: frozenset[bytes]) -> int:
        if name in within:
            raise InputError("has an entity that stands for itself.", path=path)
        if name not in sizes:
            inside = Counter(_REFERENCE.findall(values[name]))
            sizes[name] = len(values[name]) + sum(
                count * size(other, within | {name})
                for other, count in inside.items()
                if other in values
            )
        return sizes[name]

    told = Counter(_REFERENCE.findall(content)) if values else Counter()
    hidden = sum(count * size(name, frozenset()) for name, count in told.items() if name in values)
    if hidden > MOST_HIDDEN:
        raise InputError(
            f"has entities for {hidden:,} bytes; more than {MOST_HIDDEN:,} are not read.",
            path=path,
        )


def check_properties(triples: Iterable[Triple]) -> None:
    """See that every property can be an element of RDF/XML.

    Raises:
        UsageError: One cannot; names it.
    """
    for iri in sorted({triple.predicate.value for triple in triples}):
        if not _ELEMENT.search(iri):
            raise UsageError(
                f"RDF/XML has no name for the property <{shorten(iri)}>; use ttl, nt or jsonld."
            )


def as_xml(content: bytes) -> bytes:
    """Take what the engine wrote as XML; a carriage return is escaped, or a reader would lose it.

    Raises:
        UsageError: A value has a character that XML cannot hold.
    """
    if found := _NEVER.search(content.decode("utf-8", errors="surrogatepass")):
        raise UsageError(
            f"XML cannot hold the character U+{ord(found[0]):04X} of a value; use another format."
        )
    return content.replace(b"\r", b"&#xD;")
