"""The command `serve`."""

from __future__ import annotations

import socket
import sys
from typing import Annotated

import typer

from ofsted_graph.cli import options, supervisor
from ofsted_graph.errors import MissingExtraError, UsageError
from ofsted_graph.query.store_cache import open_store


def serve(
    host: Annotated[
        str, typer.Option("--host", help="The address to listen at; 0.0.0.0 for everybody.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port.")] = 8000,
    data: options.Data = None,
    workers: Annotated[
        int,
        typer.Option("--workers", min=1, max=64, help="How many questions are worked on at once."),
    ] = 4,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", help="How long one may take.")
    ] = 10.0,
    root: Annotated[
        str,
        typer.Option("--root", metavar="URL", help="The site's address as readers see it."),
    ] = "",
) -> None:
    """Serve the graph on the web: pages, a SPARQL endpoint, and reconciliation.

    Example: ofsted-graph serve --port 8000
    """
    try:
        import structlog
        import uvicorn

        from ofsted_graph.serve.web import Settings, application
    except ImportError as error:
        raise MissingExtraError("serve", "serve") from error
    if not 1 <= timeout <= 600:
        raise UsageError("--timeout takes from 1 to 600 seconds.")
    root = f"{root.rstrip('/')}/" if root else ""
    if root and not root.startswith(("http://", "https://")):
        raise UsageError(f'"{root}" is no address such as https://ofsted.example.org/.')
    # Opened once here, so that a graph that is none is told as by any other command.
    open_store(data)
    listening = _listen(host, port)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    supervisor.end_gently(timeout + 3)
    where = f"[{host}]" if ":" in host else host
    typer.echo(
        f"Serving at http://{where}:{listening.getsockname()[1]}/ (Ctrl-C ends it).", err=True
    )
    config = uvicorn.Config(
        application(Settings(data, workers, timeout, root=root)),
        log_level="warning", access_log=False, server_header=False, limit_concurrency=1000,
        proxy_headers=True, timeout_graceful_shutdown=int(timeout) + 1,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Take the address before anything is opened for it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(
            f"{host}:{port} cannot be listened at ({reason}); choose another with --port or --host."
        ) from error
