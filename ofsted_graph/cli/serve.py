"""The command `serve`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ofsted_graph.cli import options, supervisor
from ofsted_graph.errors import MissingExtraError, UsageError


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
    typer.echo(f"Serving at http://{host}:{port}/ (Ctrl-C ends it).", err=True)
    uvicorn.run(
        application(Settings(data, workers, timeout, root=root)),
        host=host, port=port, log_level="warning", access_log=False, server_header=False,
        limit_concurrency=1000, proxy_headers=True, timeout_graceful_shutdown=int(timeout) + 1,
    )  # fmt: skip
