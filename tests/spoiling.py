"""Ways to spoil the tiny graph, each with the rule that must notice it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import Store

from ofsted_graph.vocab import PREFIXES

QUILL = "tenure:northwold.director-of-childrens-services.ada-quill.permanent"
YATES = "tenure:northwold.director-of-childrens-services.bram-yates.interim"
MAYOR = "tenure:northwold.elected-mayor.dee-abara"
SIF = "inspection:northwold.sif.2016-04-25"
ILACS = "inspection:northwold.ilacs.2019-06-10"
LETTER = "inspection:northwold.monitoring.2017-03-14"
SHORT = "inspection:easterby.ilacs.2020-02-03"
GOOD = "judgement:northwold.ilacs.2019-06-10.help-and-protection.good"
THIRD = "judgement:northwold.ilacs.2019-06-10.overall-effectiveness.requires-improvement"
EASTERBY = "judgement:easterby.ilacs.2020-02-03.overall-effectiveness.good"
RETOLD = "judgement:old-easterby.safeguarding.2012-05.overall-effectiveness.adequate"
ADOPTION = "judgement:northwold.sif.2016-04-25.adoption.good"
WORST = "judgement:northwold.sif.2016-04-25.overall-effectiveness.inadequate"


@dataclass(frozen=True)
class Spoilt:
    """A way to spoil the graph: what leaves it, what comes in, and who must notice."""

    rule: str
    entity: str
    out: str = ""
    into: str = ""
    level: str = "error"


SPOILT = [
    Spoilt("cited", QUILL, out=f"{QUILL} ofg:citation ?x"),
    Spoilt("cited", WORST, out=f"{WORST} ofg:citation ?x"),
    Spoilt("one-label", "council:northwold", into='council:northwold rdfs:label "Northwold MBC"'),
    Spoilt("one-label", "person:dee-abara", out="person:dee-abara rdfs:label ?x"),
    Spoilt("person-name", "person:iris-vane", out="person:iris-vane foaf:name ?x"),
    Spoilt("person-name", "person:owen-pike", into='person:owen-pike foaf:name "Owen 2 Pike"'),
    Spoilt("dfe-code", "council:northwold", into='council:northwold ofg:dfeCode "99"'),
    Spoilt("ofsted-urn", "council:easterby", into='council:easterby ofg:ofstedUrn "8"'),
    Spoilt("gss-code", "council:easterby", into='council:easterby ofg:gssCode "W06000001"'),
    Spoilt("register-code", "council:northwold", into='council:northwold ofg:registerCode "n"'),
    Spoilt("council-region", "council:old-easterby", out="council:old-easterby ofg:region ?x"),
    Spoilt("council-type", "council:easterby", into='council:easterby ofg:councilType "Unitary"'),
    Spoilt("inspection-council", ILACS, into=f"{ILACS} ofg:council person:dee-abara"),
    Spoilt("inspection-council", SHORT, out=f"{SHORT} ofg:council ?x",
           into=f"{SHORT} ofg:council council:nowhere"),
    Spoilt("inspection-framework", LETTER, into=f"{LETTER} ofg:framework grade:good"),
    Spoilt("started", SHORT, out=f"{SHORT} ofg:started ?x",
           into=f'{SHORT} ofg:started "February 2020"'),
    Spoilt("published", SHORT, into=f'{SHORT} ofg:published "2020-03"^^xsd:gYearMonth'),
    Spoilt("not-before", ILACS, out=f"{ILACS} ofg:notAfter ?x",
           into=f'{ILACS} ofg:notAfter "2019-06-01"^^xsd:date'),
    Spoilt("ends-before-it-starts", LETTER, out=f"{LETTER} ofg:ended ?x",
           into=f'{LETTER} ofg:ended "2017-02"^^xsd:gYearMonth'),
    Spoilt("published-before-it-started", ILACS, level="warning",
           out=f"{ILACS} ofg:published ?x", into=f'{ILACS} ofg:published "2018"^^xsd:gYear'),
    Spoilt("judgement-grade", GOOD, out=f"{GOOD} ofg:grade ?x",
           into=f"{GOOD} ofg:grade grade:goood"),
    Spoilt("judgement-grade", ADOPTION, into=f"{ADOPTION} ofg:grade grade:inadequate"),
    Spoilt("judgement-aspect", GOOD, out=f"{GOOD} ofg:aspect ?x",
           into=f"{GOOD} ofg:aspect grade:good"),
    Spoilt("grade-not-of-framework", THIRD, out=f"{THIRD} ofg:grade ?x",
           into=f"{THIRD} ofg:grade grade:adequate"),
    Spoilt("grade-not-of-its-years", THIRD, level="warning"),
    Spoilt("aspect-not-of-framework", EASTERBY, into=f"{EASTERBY} ofg:aspect aspect:adoption"),
    Spoilt("framework-not-of-its-years", SIF, level="warning", out=f"{SIF} ofg:notAfter ?x",
           into=f'{SIF} ofg:notBefore "2012-01-01"^^xsd:date . '
                f'{SIF} ofg:notAfter "2012-02-01"^^xsd:date'),
    Spoilt("retold-grade", RETOLD, level="warning",
           into=f"{RETOLD} ofg:grade grade:requires-improvement"),
    Spoilt("previous-inspection-later", SIF, level="warning",
           into=f"{SIF} ofg:previousInspection {ILACS}"),
    Spoilt("tenure-role", YATES, into=f"{YATES} org:role role:chief-executive"),
    Spoilt("tenure-capacity", YATES, into=f"{YATES} ofg:capacity ofg:Permanent"),
    Spoilt("tenure-organisation", YATES, into=f"{YATES} org:organization council:nowhere"),
    Spoilt("tenure-person", YATES, into=f"{YATES} org:member person:dee-abara"),
    Spoilt("earliest-start", YATES, into=f'{YATES} ofg:earliestStart "2016"^^xsd:gYear'),
    Spoilt("possibly-in-post-during", QUILL, into=f"{QUILL} ofg:possiblyInPostDuring {SIF}"),
    Spoilt("bounds-cross", QUILL, out=f"{QUILL} ofg:latestStart ?x",
           into=f'{QUILL} ofg:latestStart "2015-01-01"^^xsd:date'),
    Spoilt("date-contradicts-edtf", QUILL),
    Spoilt("date-contradicts-edtf", MAYOR, out=f"{MAYOR} ofg:earliestEnd ?x",
           into=f'{MAYOR} ofg:earliestEnd "2021-05-01"^^xsd:date'),
    Spoilt("date-contradicts-edtf", "attestation:z",
           into='attestation:z ofg:end "2015"^^edtf:EDTF ; ofg:endNotAfter "2014-01-01"^^xsd:date'),
    Spoilt("date-contradicts-edtf", LETTER),
    Spoilt("date-unreadable", MAYOR, into=f'{MAYOR} ofg:start "May 2015"^^edtf:EDTF'),
    Spoilt("start-is-edtf", YATES, into=f'{YATES} ofg:start "2016-01"'),
    Spoilt("source-page", "source:codes-register", out="source:codes-register foaf:page ?x",
           into="source:codes-register foaf:page <ftp://example.org/codes>"),
    Spoilt("source-kind", "source:law-order-2019", into='source:law-order-2019 ofg:sourceKind "x"'),
    Spoilt("source-sha256", "source:law-order-2019", into='source:law-order-2019 ofg:sha256 "abc"'),
    Spoilt("citation-locator", "citation:codes-register.row-2",
           out="citation:codes-register.row-2 ofg:locator ?x"),
    Spoilt("citation-source", "citation:codes-register.row-1",
           into="citation:codes-register.row-1 ofg:source source:none"),
    Spoilt("supporter", "support:northwold.old-easterby.2016-10-2017-01",
           into="support:northwold.old-easterby.2016-10-2017-01 ofg:supporter council:northwold"),
    Spoilt("intervention-kind", "intervention:northwold.commissioner.2016-09",
           out="intervention:northwold.commissioner.2016-09 ofg:interventionKind ?x"),
    Spoilt("code-shared", "council:easterby", into='council:northwold ofg:dfeCode "992"'),
    Spoilt("council-without-code", "council:northwold", level="warning",
           out="council:northwold ofg:gssCode ?x"),
    Spoilt("unknown-thing", SHORT),
    Spoilt("two-councils-at-once", "person:ada-quill", level="warning",
           into="attestation:x ofg:tenure "
                "tenure:easterby.director-of-childrens-services.ada-quill ; "
                'ofg:shownFrom "2016-04-01"^^xsd:date ; ofg:shownTo "2016-05-01"^^xsd:date'),
    Spoilt("two-holders-at-once", QUILL, level="warning",
           into="tenure:w a ofg:Tenure ; org:role role:director-of-childrens-services ; "
                "org:organization council:northwold ; org:member person:dee-abara . "
                "attestation:w ofg:tenure tenure:w ; "
                'ofg:shownFrom "2016-04-01"^^xsd:date ; ofg:shownTo "2016-05-01"^^xsd:date'),
    Spoilt("same-visit-twice", ILACS, level="warning",
           into="inspection:northwold.ilacs.2019-06-20 a ofg:Inspection ; "
                "ofg:council council:northwold ; ofg:framework framework:ilacs-standard ; "
                'ofg:notBefore "2019-06-20"^^xsd:date'),
    Spoilt("replaced-by-known", "person:a-quill", out="person:a-quill dcterms:isReplacedBy ?x",
           into="person:a-quill dcterms:isReplacedBy person:nobody"),
    Spoilt("certainty", "derivation:x", into="derivation:x a ofg:Derivation"),
    Spoilt("bound-date", "bound:x", into="bound:x a ofg:Bound"),
    Spoilt("claim-value", "claim:x", into="claim:x a ofg:Claim"),
    Spoilt("attestation-days", "attestation:y",
           into='attestation:y a ofg:Attestation ; ofg:shownFrom "2016-04"^^xsd:gYearMonth'),
    Spoilt("one-holder", "role:deputy-mayor", out="role:deputy-mayor ofg:oneHolder ?x"),
    Spoilt("in-known-scheme", "grade:good", into="grade:good skos:inScheme scheme:marks"),
]  # fmt: skip


def _written_out(text: str) -> str:
    """Write prefixed names out; the engine's SPARQL takes no name with two full stops."""
    return re.sub(
        r"(?<![\w<])([a-z]+):([\w.-]*\w)",
        lambda m: f"<{PREFIXES.get(m[1], m[1] + ':')}{m[2]}>",
        text,
    )


def spoil(store: Store, spoilt: Spoilt) -> None:
    if spoilt.out:
        before = len(store)
        store.update(f"DELETE WHERE {{ {_written_out(spoilt.out)} }}")
        assert len(store) < before, f"{spoilt.out} was not there"
    if spoilt.into:
        store.update(f"INSERT DATA {{ {_written_out(spoilt.into)} }}")
