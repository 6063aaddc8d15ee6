"""The command `publish`."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from ofsted_graph.cli import options, sources


def publish(
    endpoint: Annotated[
        str, typer.Option("--endpoint", metavar="URL", help="Where the server is asked.")
    ],
    graph: Annotated[
        str, typer.Option("--graph", metavar="IRI", help="The named graph to load into.")
    ] = "",
    store_url: Annotated[
        str, typer.Option("--store-url", metavar="URL", help="Its Graph Store, if it is elsewhere.")
    ] = "",
    update_url: Annotated[
        str, typer.Option("--update-url", metavar="URL", help="Where it takes updates.")
    ] = "",
    user: Annotated[
        str,
        typer.Option(
            "--user", metavar="NAME", help="Who loads; the password is OFSTED_GRAPH_PASSWORD."
        ),
    ] = "",
    timeout: sources.Timeout = 300.0,
    data: options.Data = None,
) -> None:
    """Load the graph into a SPARQL server, and check that all of it arrived.

    Example: ofsted-graph publish --endpoint http://localhost:7878/query
    """
    from ofsted_graph.endpoints.upload import publish as load
    from ofsted_graph.endpoints.upload import server_at
    from ofsted_graph.query.store import load_store

    server = server_at(
        endpoint,
        store=store_url,
        update=update_url,
        user=user,
        # A password on the command line would be there for everybody to see.
        password=os.environ.get("OFSTED_GRAPH_PASSWORD", ""),
        timeout=timeout,
    )
    done = load(load_store(data), server, graph=graph)
    typer.echo(f"{done.triples:,} triples are at {endpoint} ({done.way}), counted by property.")
