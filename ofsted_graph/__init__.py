"""Who ran children's services in which English council, and what Ofsted said about it.

    >>> import ofsted_graph
    >>> for row in ofsted_graph.query("mayors-of-council", council="Tower Hamlets"):
    ...     print(row["name"], row["start"], row["end"])  # doctest: +SKIP

`query` answers a named query, a file or SPARQL text and gives rows, `who` the holders of a post on
a day; `load` gives the graph as an rdflib `Graph` on an Oxigraph store. `network` and `render_page`
make the network and its page, `reconcile` and `link` bring other tables together with the graph,
`build` and `validate` make and check a graph. `docs/library.md` has an example of each. What is not
exported here is private to its folder and free to move.
"""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path
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
    from collections.abc import Mapping, Sequence

    import networkx as nx
    import rdflib

    from ofsted_graph.linking.frames import Frame, Given
    from ofsted_graph.query.answer_rows import Rows

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
    from ofsted_graph.query.answer_rows import load_graph

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
    from ofsted_graph.query.answer_rows import answer

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
    from ofsted_graph.query.answer_rows import rows_of, store_of

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


def network(
    *,
    about: Sequence[str] = (),
    steps: int = 1,
    region: str | None = None,
    role: str | None = None,
    as_of: dt.date | str | None = None,
    query: str | None = None,
    parameters: Mapping[str, str] | None = None,
    graph: rdflib.Graph | None = None,
) -> nx.MultiDiGraph[str]:
    """Make the network of people, councils and inspections, whole or in part.

    Args:
        about: Names of people and councils; everything around them is kept.
        steps: How many ties away from `about` to go.
        region: Keep the councils of one region and what is tied to them.
        role: Keep posts of one role.
        as_of: Keep posts that may have been held on that day and inspections published by then.
        query: A named query, a file that ends in `.rq` or SPARQL text: keep what its answer names.
        parameters: The query's parameters.
        graph: The graph to read; the shipped one without it.

    Raises:
        UnknownNameError: No person, council, region or role has such a name.
        UsageError: A name is shared, a number or date is off, or nothing is left.
    """
    from ofsted_graph.network.networks import network as make
    from ofsted_graph.query.answer_rows import store_of

    return make(
        store_of(graph),
        about=about,
        steps=steps,
        region=region,
        role=role,
        as_of=as_of,
        query=query,
        parameters=parameters,
    )


def render_page(net: nx.MultiDiGraph[str], *, view: str = "graph") -> str:
    """Render a network as the page that `ofsted-graph graph` writes.

    Args:
        net: What `network` gives.
        view: What the page opens on: graph, timeline or tables.

    Returns:
        HTML that needs nothing else and works offline.
    """
    from ofsted_graph.viz.page import render_page as render

    return render(net, view=view)


def reconcile(
    table: Given,
    column: str,
    *,
    kind: str = "council",
    code: str = "",
    date: str = "",
    council: str = "",
    graph: rdflib.Graph | None = None,
) -> Frame:
    """Find the council, person, role or inspection behind each value of a table.

    Args:
        table: A pandas or polars frame, or the path of a table.
        column: The column with the values.
        kind: What they are: council, person, role or inspection.
        code: A column with a code that must agree.
        date: A column with the date of which the row speaks.
        council: A column that names the council, for people and inspections.
        graph: The graph with the people, roles and inspections; the shipped one without it.

    Returns:
        The table with five columns added, named after the kind (`council`, `council_label`,
        `council_score`, `council_status`: accepted, offered or refused, `council_why`), as a frame
        of the library that `table` is of; polars for a path.

    Raises:
        UnknownNameError: There is no such column or kind.
        InputError: The table cannot be read.
    """
    from ofsted_graph import resources
    from ofsted_graph.linking.decisions import Decisions
    from ofsted_graph.linking.frames import as_frame, as_table
    from ofsted_graph.linking.gazetteer import load_gazetteer
    from ofsted_graph.linking.matching import make_matcher
    from ofsted_graph.linking.reconcile import Reconciler
    from ofsted_graph.linking.reconciled import added_cells, added_columns, matched_rows
    from ofsted_graph.query.answer_rows import store_of

    told = as_table(table)
    decided = Decisions()
    reconciler = Reconciler(load_gazetteer(resources.facts()), decided)
    store = None if kind == "council" else store_of(graph)
    matcher = make_matcher(kind, reconciler, decided, store)
    rows = matched_rows(told, matcher, column, code=code, date=date, council=council)
    columns = [*told.columns, *added_columns(told.columns, kind)]
    return as_frame(columns, ([*row, *added_cells(match)] for row, match in rows), like=table)


def link(
    table: Given,
    *,
    mapping: str | None = None,
    column: str = "",
    code: str = "",
    date: str = "",
    base: str = "",
) -> rdflib.Graph:
    """Turn a table into triples that join the graph.

    Args:
        table: A pandas or polars frame, or the path of a table.
        mapping: A SPARQL CONSTRUCT query whose variables are the columns; without one every column
            becomes a property of its row.
        column: The column that names councils; found by trying without it.
        code: A column with a code that must agree.
        date: A column with the date of which the row speaks.
        base: The start of IRIs for rows and columns.

    Raises:
        QueryError: The mapping is no CONSTRUCT query, or cannot be run.
        UnknownNameError: The mapping or an argument names no column of the table.
        InputError: The table cannot be read.
    """
    from ofsted_graph import resources
    from ofsted_graph.linking.frames import as_table
    from ofsted_graph.linking.gazetteer import load_gazetteer
    from ofsted_graph.linking.linked_rows import CouncilColumns, link_rows
    from ofsted_graph.linking.reconcile import Reconciler
    from ofsted_graph.query.answer_rows import as_graph
    from ofsted_graph.query.store import read_turtle

    chunks = link_rows(
        as_table(table),
        Reconciler(load_gazetteer(resources.facts())),
        mapping=mapping,
        columns=CouncilColumns(column, code, date),
        base=base,
    )
    return as_graph(read_turtle(b"".join(chunks)))


def build(facts: str | Path | None = None, ontology: str | Path | None = None) -> rdflib.Graph:
    """Build the graph from fact tables, as `ofsted-graph build` does, and give it.

    Args:
        facts: The folder of the fact tables; the shipped one without it.
        ontology: The folder of the ontology; the shipped one without it.

    Raises:
        InputError: A table cannot be read, or its rows contradict each other.
    """
    from ofsted_graph import resources
    from ofsted_graph.build import builder
    from ofsted_graph.query.answer_rows import as_graph
    from ofsted_graph.query.store import read_turtle

    made = builder.build(
        Path(facts) if facts else resources.facts(),
        Path(ontology) if ontology else resources.ontology(),
    )
    return as_graph(read_turtle(made))


def validate(graph: rdflib.Graph | None = None) -> Rows:
    """Check a graph against the shapes, the check queries and the date checks.

    Args:
        graph: The graph to check; the shipped one without it.

    Returns:
        A row for each problem: level (error, warning or info), rule, entity, property, value and
        message. A graph without a row of level error is valid.
    """
    from dataclasses import asdict, fields

    from ofsted_graph.query.answer_rows import Rows, store_of
    from ofsted_graph.validate.problems import Problem
    from ofsted_graph.validate.validation import validate as check

    report = check(store_of(graph))
    columns = [part.name for part in fields(Problem)]
    return Rows(columns, [asdict(problem) for problem in report.problems])


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
    "build",
    "link",
    "load",
    "named_queries",
    "network",
    "query",
    "reconcile",
    "render_page",
    "validate",
    "who",
]
