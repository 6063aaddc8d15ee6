"""What a worker does with the graph: one function for each kind of request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pyoxigraph import Store

from ofsted_graph.serve import pages, reconciliation
from ofsted_graph.serve.queries import Question, answer, description
from ofsted_graph.serve.replies import Reply


def sparql(store: Store, question: Question, accept: str, base: str) -> Reply:
    """Answer a question as the SPARQL Protocol has it."""
    return answer(store, question, accept, base)


def described(store: Store, address: str) -> Reply:
    """Describe the endpoint."""
    return Reply(description(address, len(store)).encode(), "text/turtle")


def page(store: Store, address: str, asked: Mapping[str, str]) -> Reply:
    """Make the page at an address below the root."""
    return pages.page(store, address, asked)


def thing(store: Store, kind: str, name: str, accept: str, root: str) -> Reply:
    """Send a reader from a thing to what tells of it, in the form that is wanted."""
    return pages.see_other(store, kind, name, accept, root)


def reconcile(store: Store, part: str, asked: Mapping[str, str], root: str) -> Reply:
    """Answer the reconciliation service."""
    return reconciliation.answer(store, part, asked, root)


JOBS: Mapping[str, Callable[..., Reply]] = {
    "sparql": sparql,
    "described": described,
    "page": page,
    "thing": thing,
    "reconcile": reconcile,
}
"""Name to function: the store first, then the words of the request."""
