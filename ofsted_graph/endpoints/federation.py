"""`SERVICE`: asking other endpoints from within a query, under control.

Oxigraph evaluates `SERVICE` well (one request for all rows, every endpoint called, nothing dropped)
but calls whatever address a query names and says little when that fails. So each endpoint in the
query is replaced by an address of a relay that runs on this machine while the query does. The relay
sends the subquery on with `Endpoint`: only to addresses that the policy allows, with its time-out,
its checks and its record of every call.

A call that fails makes the whole query fail, with the endpoint's own error. Under `SERVICE SILENT`
the answer goes on without it, and `Federated.partial` names what is missing.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ofsted_graph.endpoints.client import JSON, Call, Endpoint, check_address
from ofsted_graph.errors import (
    EndpointError,
    OfstedGraphError,
    QueryError,
    UsageError,
    without_password,
)
from ofsted_graph.query.service_calls import Service, services, unescaped

if TYPE_CHECKING:
    from ofsted_graph.query.sparql import Answer


@dataclass(frozen=True)
class Policy:
    """Who may be called.

    Attributes:
        enabled: Whether anybody may.
        allowed: Hosts or starts of addresses; anybody when empty.
        timeout: Seconds for one call.
        why_off: Why nobody may be called, and what to do about it, where nobody may.
    """

    enabled: bool = True
    allowed: tuple[str, ...] = ()
    timeout: float = 60.0
    why_off: str = "--no-service"

    def check(self, url: str) -> None:
        """See that an address may be called.

        Raises:
            UsageError: It may not.
        """
        shown = without_password(url)
        if not self.enabled:
            raise UsageError(f"the query calls {shown}, and calling out is off ({self.why_off}).")
        check_address(url)
        if self.allowed and not any(_covers(entry, url) for entry in self.allowed):
            allowed = ", ".join(without_password(entry) for entry in self.allowed)
            raise UsageError(f"the query calls {shown}, which is not allowed; allowed: {allowed}.")


NO_SERVICE = Policy(enabled=False)
"""For queries that came over the network: they never call out."""


@dataclass
class Federated:
    """What a federated query did.

    Attributes:
        calls: Every call to an endpoint, in order.
        partial: The endpoints whose part is missing from the answer.
    """

    calls: list[Call] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)


def run_federated(
    query: str,
    run: Callable[[str, Collection[str]], Answer],
    *,
    policy: Policy,
    prefixes: Mapping[str, str] | None = None,
    report: Federated | None = None,
) -> Answer:
    """Run a query, calling the endpoints it names as the policy allows.

    Args:
        query: The query.
        run: Runs a query on the embedded store, with the addresses that it may call.
        policy: Who may be called.
        prefixes: Prefixes that queries need not declare.
        report: Filled with what was done.

    Raises:
        UsageError: The policy forbids a call.
        EndpointError: A call failed and the clause is not silent.
    """
    called = services(query, prefixes)
    for service in called:
        policy.check(service.url)
    # What stands inside a SERVICE is sent with it, as it is: its endpoint makes that call, and
    # nobody but the engine is to learn the relay's address.
    called = [service for service in called if not service.nested]
    if not called:
        return run(query, ())
    query = unescaped(query)
    done = report if report is not None else Federated()
    with _relay(called, policy, done) as relay:
        try:
            answer = _complete(run(relay.rewritten(query), relay.addresses()))
        except (QueryError, EndpointError, OSError, RuntimeError) as error:
            raise relay.first_fault() or error from error
    fault = relay.first_fault()
    if fault is not None:
        raise fault
    done.partial = relay.missing()
    return answer


def _complete(answer: Answer) -> Answer:
    """Take an answer whole, while the relay is there."""
    from pyoxigraph import (
        Quad,
        QueryResultsFormat,
        QuerySolutions,
        QueryTriples,
        Store,
        parse_query_results,
    )

    try:
        if isinstance(answer, QuerySolutions):
            content = answer.serialize(format=QueryResultsFormat.JSON)
            return parse_query_results(content, format=QueryResultsFormat.JSON)
        if isinstance(answer, QueryTriples):
            store = Store()
            store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in answer)
            return store.query("CONSTRUCT WHERE { ?s ?p ?o }")
        return answer
    finally:
        # A fault's traceback keeps this frame, and may be let go in another thread; the engine's
        # objects must not be.
        del answer


class _Relay:
    """The relay's addresses, and what its calls came to."""

    def __init__(self, called: list[Service], policy: Policy, done: Federated) -> None:
        self._called, self._policy, self._done = called, policy, done
        # Other programs on this machine cannot guess the address.
        self.token = secrets.token_urlsafe(24)
        self.port = 0
        self._faults: dict[int, OfstedGraphError] = {}

    def addresses(self) -> list[str]:
        start = f"http://127.0.0.1:{self.port}/{self.token}"
        return [f"{start}/{number}" for number in range(len(self._called))]

    def rewritten(self, query: str) -> str:
        out, at = [], 0
        for service, address in zip(self._called, self.addresses(), strict=True):
            out += [query[at : service.start], f"<{address}>"]
            at = service.end
        return "".join(out) + query[at:]

    def send(self, path: str, query: str) -> bytes:
        """Send a subquery on; its fault is kept and raised."""
        token, _, number = path.strip("/").partition("/")
        if not secrets.compare_digest(token, self.token):
            raise EndpointError("not an address of this relay")
        service = self._called[int(number)]
        endpoint = Endpoint(service.url, timeout=self._policy.timeout, calls=self._done.calls)
        try:
            from pyoxigraph import QueryBoolean

            from ofsted_graph.endpoints.remote_store import read_results, standard_json

            body = standard_json(endpoint.ask(query, JSON))
            if isinstance(read_results(endpoint, body), QueryBoolean):
                raise EndpointError(
                    f"{without_password(service.url)} answered yes or no where rows were asked for."
                )
        except OfstedGraphError as error:
            self._faults[int(number)] = error
            raise
        return body

    def first_fault(self) -> OfstedGraphError | None:
        return next((f for n, f in self._faults.items() if not self._called[n].silent), None)

    def missing(self) -> list[str]:
        return [self._called[number].url for number in self._faults]


@contextmanager
def _relay(called: list[Service], policy: Policy, done: Federated) -> Iterator[_Relay]:
    relay = _Relay(called, policy, done)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            try:
                body, status = relay.send(self.path, query.decode()), 200
            except OfstedGraphError as error:
                body, status = str(error).encode(), 502
            self.send_response(status)
            self.send_header("Content-Type", JSON if status == 200 else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing; the calls are kept."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    relay.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _covers(entry: str, url: str) -> bool:
    """Tell whether an entry of an allow-list, a host or the start of an address, covers a URL."""
    parts = urlsplit(url)
    if "://" not in entry:
        return entry.casefold() in {(parts.hostname or ""), parts.netloc.casefold()}
    allowed = urlsplit(entry)
    same = (allowed.scheme, allowed.netloc) == (parts.scheme, parts.netloc)
    path = allowed.path.rstrip("/")
    return same and (parts.path == path or parts.path.startswith(f"{path}/"))
