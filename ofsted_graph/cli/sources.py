"""Where a command's answers come from: the shipped graph, a file, other data too, an endpoint.

Commands that ask declare these options and call `open_graph`; those that run SPARQL call
`ask_anywhere`, which also looks after `SERVICE`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from ofsted_graph.errors import UsageError, without_password

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ofsted_graph.endpoints.client import Call
    from ofsted_graph.endpoints.federation import Policy
    from ofsted_graph.endpoints.remote_store import RemoteStore
    from ofsted_graph.query.named_queries import NamedQuery
    from ofsted_graph.query.sparql import Answer

Url = Annotated[
    str,
    typer.Option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint that holds the graph."),
]
With = Annotated[
    list[Path] | None,
    typer.Option(
        "--with", metavar="FILE|STORE", help="Ask this data too: RDF files, or one store's folder."
    ),
]


def _seconds(text: str) -> float:
    """Read how long an answer may take; `inf` and `nan` are numbers to Python and no time."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0.1 <= seconds <= LONGEST:
        raise typer.BadParameter(f"{text!r} is not a number of seconds from 0.1 to {LONGEST:,}.")
    return seconds


LONGEST = 86_400
"""Seconds: a day. Nobody waits longer, and clocks of the system end somewhere beyond."""
Timeout = Annotated[
    float,
    typer.Option(
        "--timeout", parser=_seconds, metavar="SECONDS", help="How long an answer may take."
    ),
]
NoService = Annotated[
    bool, typer.Option("--no-service", help="Refuse queries that call endpoints with SERVICE.")
]
Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-service", metavar="HOST|URL", help="SERVICE may call this only (repeatable)."
    ),
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Report each call to an endpoint on stderr.")
]


@dataclasses.dataclass(frozen=True)
class Calling:
    """How a query may call endpoints, as the options said.

    Attributes:
        timeout: Seconds for the answer.
        no_service: Nobody may be called.
        allowed: Who may be called.
        own: Whether the query was typed on the command line; what was not calls only those allowed.
        verbose: Report each call.
    """

    timeout: float = 60.0
    no_service: bool = False
    allowed: tuple[str, ...] = ()
    own: bool = False
    verbose: bool = False

    def policy(self) -> Policy:
        """Say who may be called."""
        from ofsted_graph.endpoints.federation import Policy

        if self.no_service or self.own or self.allowed:
            return Policy(not self.no_service, self.allowed, self.timeout)
        why = "it was not typed on the command line; allow it with --allow-service HOST"
        return Policy(enabled=False, why_off=why)


def open_graph(
    data: Path | None, endpoint: str, others: list[Path] | None = None, *, timeout: float = 60.0
) -> Store:
    """Open what a command asks.

    Raises:
        UsageError: An endpoint is named beside files.
    """
    if endpoint:
        if data is not None or others:
            raise UsageError("--endpoint asks that server alone; leave out --data and --with.")
        from ofsted_graph.endpoints.client import Endpoint
        from ofsted_graph.endpoints.remote_store import RemoteStore

        # It has the methods of a store that commands use.
        return cast("Store", RemoteStore(Endpoint(endpoint, timeout=timeout)))
    if others:
        from ofsted_graph.linking.together import open_with

        return open_with(others, graph=data)
    from ofsted_graph.query.store_cache import open_store

    return open_store(data)


def whole_graph(data: Path | None, endpoint: str, *, timeout: float = 60.0) -> Store:
    """Open a graph that is needed whole: an endpoint's is fetched first."""
    store = open_graph(data, endpoint, timeout=timeout)
    return cast("RemoteStore", store).fetched() if endpoint else store


def ask_anywhere(
    query: NamedQuery, store: Store, values: Mapping[str, str], calling: Calling
) -> Answer:
    """Answer a query, with `SERVICE` under control and its calls reported."""
    from pyoxigraph import Store

    from ofsted_graph.query.named_queries import ask
    from ofsted_graph.query.service_calls import services
    from ofsted_graph.vocab import PREFIXES

    called = services(query.text, PREFIXES)
    if not called and isinstance(store, Store):
        # Nearly every question; it is not to wait for what only calls need.
        return ask(query, store, values)
    from ofsted_graph.endpoints.federation import Federated, run_federated
    from ofsted_graph.endpoints.remote_store import RemoteStore

    report = Federated()
    policy = calling.policy()
    calls = report.calls
    try:
        if isinstance(cast("object", store), RemoteStore):
            remote = cast("RemoteStore", store)
            calls = remote.endpoint.calls
            if calling.no_service or calling.allowed:
                for service in called:
                    policy.check(service.url)
            return ask(query, store, values, calls=None)
        return run_federated(
            query.text,
            lambda text, calls: ask(
                dataclasses.replace(query, text=text), store, values, calls=calls
            ),
            policy=policy,
            prefixes=PREFIXES,
            report=report,
        )
    finally:
        if calling.verbose:
            report_calls(calls)
        for url in report.partial:
            shown = without_password(url)
            typer.echo(f"The answer is partial: {shown} did not answer and is SILENT.", err=True)


def report_calls(calls: Iterable[Call]) -> None:
    """Say on standard error what each call to an endpoint came to."""
    for call in calls:
        outcome = call.error or (
            f"rows: {call.rows:,}" if call.rows is not None else f"bytes: {call.size:,}"
        )
        again = f", {call.tries} tries" if call.tries > 1 else ""
        place = "" if call.error else f"{without_password(call.url)}: "
        typer.echo(f"{place}{outcome} ({call.seconds:.2f} s{again})", err=True)
        typer.echo(f"  {' '.join(call.query.split())}", err=True)
