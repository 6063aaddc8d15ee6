"""Who ran children's services in which English council, and what Ofsted said about it.

    >>> import ofsted_graph
    >>> for row in ofsted_graph.query("mayors-of-council", council="Tower Hamlets"):
    ...     print(row["name"], row["start"], row["end"])  # doctest: +SKIP

`query` answers a named query, a file or SPARQL text and gives rows; `load` gives the graph as an
rdflib `Graph` on an Oxigraph store. Everything else the command line does is in the modules of this
package under the names that the commands have.
"""

from __future__ import annotations

import datetime as dt
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


def who(
    *councils: str,
    on: dt.date | str | None = None,
    role: str = "Director of children's services",
    graph: rdflib.Graph | None = None,
) -> Rows:
    """Say who holds a post on a day, the likeliest first, with how likely that is.

    Args:
        *councils: Names or codes; every council without one.
        on: The day; today without it.
        role: The post.
        graph: The graph to ask; the shipped one without it.

    Returns:
        Rows with the columns of `ofsted-graph who`.

    Raises:
        UnknownNameError: No such council or role; knows the nearest.
        ValueError: `on` is no day.
    """
    from ofsted_graph.answers.who import as_solutions
    from ofsted_graph.answers.who import who as ask
    from ofsted_graph.query import named_things
    from ofsted_graph.query.rows import rows_of, store_of

    day = (
        dt.date.fromisoformat(on)
        if isinstance(on, str)
        else on or dt.datetime.now(tz=dt.UTC).date()
    )
    store = store_of(graph)
    asked = [named_things.find(store, "council", name) for name in councils]
    return rows_of(as_solutions(ask(store, asked, named_things.find(store, "role", role), day)))


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
    "who",
]
