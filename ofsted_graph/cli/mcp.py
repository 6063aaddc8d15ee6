"""The command `mcp`."""

from __future__ import annotations

from ofsted_graph.cli import options
from ofsted_graph.errors import MissingExtraError


def mcp(data: options.Data = None) -> None:
    """Answer AI assistants over the Model Context Protocol, on standard input and output.

    An assistant starts it by itself. Example: ofsted-graph mcp
    """
    from ofsted_graph.query.store_cache import open_store

    try:
        from ofsted_graph.serve.assistant import assistant
    except ImportError as error:
        raise MissingExtraError("mcp", "mcp") from error
    assistant(open_store(data)).run("stdio")
