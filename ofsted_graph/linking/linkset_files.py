"""Linksets as files that others read: CSV, a row a link, and SSSOM."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ofsted_graph.build.linksets import OGL, SKOS_EXACT, Linkset
from ofsted_graph.csv_text import csv_text
from ofsted_graph.linking.sssom import MappingSet, write_sssom
from ofsted_graph.model import DEF, ID, iri


def as_csv(sets: Iterable[Linkset]) -> str:
    """Write links as CSV, a row a link."""
    rows = [("council", "predicate", "iri", "dataset", "source", "locator", "date")]
    for one in sets:
        for council, link, locator in one.links:
            row = (iri("council", council), one.target.predicate, link, one.target.name)
            rows.append((*row, one.source, locator, one.date))
    return csv_text(rows)


def as_sssom(sets: Sequence[Linkset], labels: Mapping[str, str], today: dt.date) -> Iterator[str]:
    """Write links as one SSSOM mapping set."""
    names = "-".join(dict.fromkeys(one.target.name for one in sets)) or "none"
    about = MappingSet(
        iri=f"{ID}linkset/{names}",
        title=f"Councils of the Ofsted graph in {', '.join(o.target.title for o in sets)}",
        subject_source=iri("dataset", "ofsted-graph"),
        date=today,
        licence=OGL,
    )
    prefixes = {one.target.name.replace("-", "_"): one.target.space for one in sets}
    prefixes |= {"ofg": DEF}
    return write_sssom(about, _mapping_rows(sets, labels), prefixes)


def _mapping_rows(sets: Sequence[Linkset], labels: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for one in sets:
        prefix = one.target.name.replace("-", "_")
        exact = one.target.predicate == SKOS_EXACT
        told = f" of {one.date}" if one.date else ""
        for council, link, locator in one.links:
            yield {
                "subject_id": f"council:{council}",
                "subject_label": labels.get(council, ""),
                "predicate_id": "skos:exactMatch" if exact else "ofg:area",
                "object_id": f"{prefix}:{link.removeprefix(one.target.space)}",
                "mapping_justification": "semapv:BackgroundKnowledgeBasedMatching",
                "confidence": "1",
                "comment": f"source:{one.source}{told}, {locator}",
            }
