"""The ontology's terms and the prefixes of the graph.

`OFG.gssCode` is the term's IRI; a term that the ontology does not define is an AttributeError, so
a typing mistake fails at once instead of writing a triple that nobody will find. The list is held
against `ontology/` by a test.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from ofsted_graph.model import DEF, ID, KINDS

OWN_TERMS = frozenset(
    [
        "Acting",
        "Attestation",
        "Bound",
        "Capacity",
        "Citation",
        "Claim",
        "Council",
        "Derivation",
        "Inspection",
        "Interim",
        "Intervention",
        "Judgement",
        "Permanent",
        "Rule",
        "Source",
        "Support",
        "Tenure",
        "about",
        "area",
        "aspect",
        "basis",
        "boundProperty",
        "capacity",
        "certainty",
        "citation",
        "claimProperty",
        "claimValue",
        "council",
        "councilType",
        "cqcLeadInspector",
        "date",
        "deputyInspector",
        "dfeCode",
        "earliestEnd",
        "earliestStart",
        "end",
        "endNotAfter",
        "endNotBefore",
        "endReason",
        "ended",
        "fileName",
        "firstSeen",
        "framework",
        "grade",
        "gssCode",
        "inPostDuring",
        "inspection",
        "interventionKind",
        "joint",
        "lastSeen",
        "latestEnd",
        "latestStart",
        "leadInspector",
        "letter",
        "locator",
        "nameFrom",
        "notAfter",
        "notBefore",
        "ofstedUrn",
        "oneHolder",
        "orderedBy",
        "plannedStart",
        "plannedEnd",
        "likelihood",
        "nearestSeen",
        "nearestSeenOn",
        "changesPerYear",
        "returnChance",
        "standInChangesPerYear",
        "possiblyInPostDuring",
        "possiblySamePerson",
        "postTitle",
        "previousInspection",
        "printedGrade",
        "published",
        "qualityAssurer",
        "rank",
        "ratesCouncil",
        "resultBy",
        "region",
        "registerCode",
        "reportAuthor",
        "rule",
        "seen",
        "sha256",
        "shownDuring",
        "shownFrom",
        "shownTo",
        "source",
        "sourceKind",
        "start",
        "startNotAfter",
        "startNotBefore",
        "started",
        "statisticalNeighbour",
        "supporter",
        "teamInspector",
        "tenure",
        "theme",
        "usedFrom",
        "usedIn",
        "usedUntil",
        "visit",
    ]
)


class Namespace:
    """A namespace whose terms are attributes; with `terms`, only those exist."""

    def __init__(self, base: str, terms: frozenset[str] | None = None) -> None:
        """Remember the namespace's IRI and, if it is closed, its terms."""
        self.base = base
        self.terms = terms

    def __getattr__(self, term: str) -> NamedNode:
        """Give the IRI of a term."""
        if term.startswith("__") or (self.terms is not None and term not in self.terms):
            raise AttributeError(f"{self.base} has no term {term}")
        node = NamedNode(self.base + term)
        self.__dict__[term] = node
        return node


OFG = Namespace(DEF, OWN_TERMS)
DCTERMS = Namespace("http://purl.org/dc/terms/")
EDTF = Namespace("http://id.loc.gov/datatypes/edtf/", frozenset({"EDTF"}))
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ORG = Namespace("http://www.w3.org/ns/org#")
PROV = Namespace("http://www.w3.org/ns/prov#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
ATTRIBUTION = NamedNode("http://creativecommons.org/ns#attributionName")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES: dict[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS.base,
    "edtf": EDTF.base,
    "foaf": FOAF.base,
    "ofg": DEF,
    "org": ORG.base,
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": PROV.base,
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "skos": SKOS.base,
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD.base,
    **{kind: f"{ID}{kind}/" for kind in KINDS},
}
"""Prefix to namespace; queries may use these without declaring them."""


def thing(kind: str, name: str) -> NamedNode:
    """Give the IRI of a thing of ours; `kind` is one of `model.KINDS`."""
    return NamedNode(f"{ID}{kind}/{name}")


def compact(iri: str) -> str:
    """Shorten an IRI to its prefixed form where one of our prefixes fits.

    >>> compact("https://w3id.org/ofsted-graph/id/council/kent")
    'council:kent'
    """
    for prefix, base in _LONGEST_FIRST:
        rest = iri[len(base) :]
        if iri.startswith(base) and rest and not set(rest) & set("/#?"):
            return f"{prefix}:{rest}"
    return iri


_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))

CODE_TERMS = {
    "gss": OFG.gssCode,
    "dfe": OFG.dfeCode,
    "ofsted-urn": OFG.ofstedUrn,
    "register": OFG.registerCode,
    "register-mysociety": OFG.registerCode,
}
INSPECTOR_TERMS = {
    "lead": OFG.leadInspector,
    "deputy": OFG.deputyInspector,
    "team": OFG.teamInspector,
    "quality-assurance": OFG.qualityAssurer,
    "author": OFG.reportAuthor,
    "cqc-lead": OFG.cqcLeadInspector,
}
AUTHORITY = (
    "report",
    "send-report",
    "letter",
    "statistics",
    "article",
    "page",
    "register",
    "law",
)
"""Kinds of source in the order in which their word stands when dates differ.

A document speaks for itself before a list of documents does, and both before what others wrote. An
article was read whole; of a page only its beginning was.
"""
