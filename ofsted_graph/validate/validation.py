"""Tell whether a graph is fit to be published: one report from everything that can tell.

Four kinds of rule look at a graph, each where it is at its best:

* the SHACL shapes of `ontology/shapes.ttl`, at things one by one (`shapes`);
* the shapes of `ontology/ontology-shapes.ttl`, at the ontology's own terms (`shapes`);
* the queries of `queries/checks`, at what takes several things to see (`check_queries`);
* the reader of EDTF, at days and the dates they come from (`date_checks`).
"""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Store

from ofsted_graph import resources
from ofsted_graph.query.store import load_store
from ofsted_graph.validate.check_queries import run_checks
from ofsted_graph.validate.date_checks import check_dates
from ofsted_graph.validate.problems import Problem, Report
from ofsted_graph.validate.shapes import check_shapes


def validate(store: Store, *, ontology: Path | None = None, checks: Path | None = None) -> Report:
    """Look for everything that is wrong with a graph.

    Args:
        store: The graph.
        ontology: The folder of the ontology and its shapes; the shipped one unless given.
        checks: The folder of the check queries; the shipped one unless given.

    Raises:
        InputError: Shapes or check queries cannot be used.
    """
    ontology = ontology or resources.ontology()
    terms = load_store(ontology / "ofsted-graph.ttl")
    return Report.of(
        [
            *check_shapes(store, ontology / "shapes.ttl"),
            *check_shapes(terms, ontology / "ontology-shapes.ttl"),
            *run_checks(store, checks or resources.queries() / "checks"),
            *check_dates(store),
        ]
    )


__all__ = ["Problem", "Report", "validate"]
