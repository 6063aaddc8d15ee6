"""Write matches as SSSOM, the Simple Standard for Sharing Ontology Mappings.

A mapping set is a TSV file under a YAML header in comments. A value of a table is a literal, not a
thing with an identifier, so each row maps a literal (`subject_type: rdfs literal`) to a thing of
the graph: `skos:exactMatch` when accepted, `skos:relatedMatch` when only offered. Values of another
dataset that are things (`links`) map from thing to thing. What was refused is said too, with
`sssom:NoTermFound`, so that a reader knows it was looked for.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from ofsted_graph.csv_text import csv_lines
from ofsted_graph.linking.reconcile import ACCEPTED, REFUSED, Match
from ofsted_graph.model import ID, KINDS

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_JUSTIFICATIONS = {
    "name": "semapv:LexicalMatching",
    "code": "semapv:BackgroundKnowledgeBasedMatching",
    "decision": "semapv:ManualMappingCuration",
}
COLUMNS = (
    "subject_id",
    "subject_label",
    "subject_type",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "comment",
)


@dataclass(frozen=True)
class MappingSet:
    """What the header of a mapping set says.

    Attributes:
        iri: The set's own IRI.
        title: What it maps.
        subject_source: The dataset that the subjects are of.
        date: The day it was made.
        licence: The IRI of its licence.
    """

    iri: str
    title: str
    subject_source: str
    date: dt.date
    licence: str = CC0


def write_sssom(
    about: MappingSet, rows: Iterable[Mapping[str, str]], prefixes: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Give the lines of a mapping set, header first."""
    curies = {
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "semapv": "https://w3id.org/semapv/vocab/",
        "sssom": "https://w3id.org/sssom/",
        **{kind: f"{ID}{kind}/" for kind in KINDS},
        **(prefixes or {}),
    }
    yield "#curie_map:\n"
    for prefix, namespace in sorted(curies.items()):
        yield f'#  {prefix}: "{namespace}"\n'
    yield f"#license: {_quoted(about.licence)}\n"
    yield f"#mapping_date: {_quoted(about.date.isoformat())}\n"
    yield f"#mapping_set_id: {_quoted(about.iri)}\n"
    yield f"#mapping_set_title: {_quoted(about.title)}\n"
    yield f"#subject_source: {_quoted(about.subject_source)}\n"
    cells = ([" ".join(row.get(column, "").split()) for column in COLUMNS] for row in rows)
    yield from csv_lines(chain([COLUMNS], cells), delimiter="\t")


def match_rows(matches: Iterable[Match]) -> Iterator[dict[str, str]]:
    """Turn matches into rows of a mapping set, each value once."""
    seen: set[str] = set()
    for match in matches:
        if match.value in seen or not match.value.strip():
            continue
        seen.add(match.value)
        yield {
            "subject_label": match.value,
            "subject_type": "rdfs literal",
            "predicate_id": "skos:exactMatch" if match.status == ACCEPTED else "skos:relatedMatch",
            "object_id": "sssom:NoTermFound" if match.status == REFUSED else match.thing,
            "object_label": match.label,
            "mapping_justification": _JUSTIFICATIONS[match.method],
            "confidence": f"{match.score:.3f}",
            "comment": match.why,
        }


def _quoted(text: str) -> str:
    """Write a text for YAML on one line: a string of JSON is one of YAML too."""
    return json.dumps(text)
