"""What a worker does with the graph: one function for each kind of request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ofsted_graph.serve import pages, queries, reconciliation
from ofsted_graph.serve.replies import Reply

JOBS: Mapping[str, Callable[..., Reply]] = {
    "sparql": queries.answer,
    "described": queries.description,
    "page": pages.page,
    "thing": pages.see_other,
    "reconcile": reconciliation.answer,
}
"""Name to function: it takes the store first, then the words of the request."""
