"""The prefixes that CSVW metadata may use without declaring them: RDFa's initial context."""

from __future__ import annotations

import re

_W3 = "http://www.w3.org/"
PREFIXES = {
    "as": f"{_W3}ns/activitystreams#",
    "cc": "http://creativecommons.org/ns#",
    "csvw": f"{_W3}ns/csvw#",
    "ctag": "http://commontag.org/ns#",
    "dc": "http://purl.org/dc/terms/",
    "dc11": "http://purl.org/dc/elements/1.1/",
    "dcat": f"{_W3}ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": f"{_W3}ns/dqv#",
    "duv": f"{_W3}ns/duv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gr": "http://purl.org/goodrelations/v1#",
    "grddl": f"{_W3}2003/g/data-view#",
    "ical": f"{_W3}2002/12/cal/icaltzd#",
    "ma": f"{_W3}ns/ma-ont#",
    "oa": f"{_W3}ns/oa#",
    "og": "http://ogp.me/ns#",
    "org": f"{_W3}ns/org#",
    "owl": f"{_W3}2002/07/owl#",
    "prov": f"{_W3}ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": f"{_W3}1999/02/22-rdf-syntax-ns#",
    "rdfa": f"{_W3}ns/rdfa#",
    "rdfs": f"{_W3}2000/01/rdf-schema#",
    "rev": "http://purl.org/stuff/rev#",
    "rif": f"{_W3}2007/rif#",
    "rr": f"{_W3}ns/r2rml#",
    "schema": "http://schema.org/",
    "sd": f"{_W3}ns/sparql-service-description#",
    "sioc": "http://rdfs.org/sioc/ns#",
    "skos": f"{_W3}2004/02/skos/core#",
    "skosxl": f"{_W3}2008/05/skos-xl#",
    "time": f"{_W3}2006/time#",
    "v": "http://rdf.data-vocabulary.org/#",
    "vcard": f"{_W3}2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "wdr": f"{_W3}2007/05/powder#",
    "wdrs": f"{_W3}2007/05/powder-s#",
    "xhv": f"{_W3}1999/xhtml/vocab#",
    "xml": f"{_W3}XML/1998/namespace",
    "xsd": f"{_W3}2001/XMLSchema#",
}


def expanded(address: str) -> str:
    """Write out the prefix of an address or of the template of one.

    >>> expanded("rdfs:label"), expanded("http://example.org/{id}")
    ('http://www.w3.org/2000/01/rdf-schema#label', 'http://example.org/{id}')
    """
    found = re.match(r"([A-Za-z][\w-]*):(?!//)", address)
    if found is None or found[1] not in PREFIXES:
        return address
    return f"{PREFIXES[found[1]]}{address[found.end() :]}"
