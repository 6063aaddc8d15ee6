"""Who ran children's services in which English council, and what Ofsted said about it.

    >>> import ofsted_graph
    >>> for row in ofsted_graph.query("mayors-of-council", council="Tower Hamlets"):
    ...     print(row["name"], row["start"], row["end"])  # doctest: +SKIP

`query` answers a named query, a file or SPARQL text and gives rows; `load` gives the graph as an
rdflib `Graph` on an Oxigraph store. Everything else the command line does is in the modules of this
package under the names that the commands have.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ofsted_graph._version import __version__
from ofsted_graph.errors import (
    EndpointError,
    InputError,
    LimitError,
    MissingExtraError,
    OfstedGraphError,
    QueryError,
    UnknownNameError,
    UsageError,
)

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib

    from ofsted_graph.query.rows import Rows

for _folder in ("build", "network", "query", "validate"):
    # Python binds a folder's name here at its first import. These folders share their names with
    # functions below, so they are imported (a docstring each) before the functions take the names.
    import_module(f"{__name__}.{_folder}")
del _folder


def load(path: str | Path | None = None) -> rdflib.Graph:
    """Load the graph as an rdflib `Graph` on an Oxigraph store.

    Args:
        path: A graph to load instead of the shipped one.

    Raises:
        InputError: The file cannot be read or is not whole.
    """
    from ofsted_graph.query.rows import load_graph

    return load_graph(path)


def query(question: str, /, *, graph: rdflib.Graph | None = None, **parameters: str) -> Rows:
    """Answer a question.

    Args:
        question: The name of a named query, the path of a file that ends in `.rq`, or SPARQL text.
        graph: The graph to ask; the shipped one, loaded once, without it.
        **parameters: The query's parameters, as a person would type them (`council="Kent"`).

    Returns:
        The rows, each a mapping of column to Python value; absent cells are None.

    Raises:
        UnknownNameError: No such query, council or person; knows the nearest.
        QueryError: The SPARQL does not parse.
    """
    from ofsted_graph.query.rows import answer

    return answer(question, graph, parameters)


def named_queries() -> dict[str, str]:
    """List the named queries with what they answer."""
    from ofsted_graph.query.named_queries import find_query, query_names

    return {name: find_query(name).summary for name in query_names()}


__all__ = [
    "EndpointError",
    "InputError",
    "LimitError",
    "MissingExtraError",
    "OfstedGraphError",
    "QueryError",
    "UnknownNameError",
    "UsageError",
    "__version__",
    "load",
    "named_queries",
    "query",
]
