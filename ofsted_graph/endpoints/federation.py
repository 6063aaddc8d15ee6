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

import itertools
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ofsted_graph.endpoints.client import JSON, Call, Endpoint, check_address
from ofsted_graph.errors import EndpointError, QueryError, UsageError
from ofsted_graph.query.sparql_tokens import Token, tokens

if TYPE_CHECKING:
    from ofsted_graph.query.sparql import Answer

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True)
class Policy:
    """Who may be called.

    Attributes:
        enabled: Whether anybody may.
        allowed: Hosts or starts of addresses; anybody when empty.
        timeout: Seconds for one call.
    """

    enabled: bool = True
    allowed: tuple[str, ...] = ()
    timeout: float = 60.0

    def check(self, url: str) -> None:
        """See that an address may be called.

        Raises:
            UsageError: It may not.
        """
        if not self.enabled:
            raise UsageError(f"the query calls {url}, and calling out is off (--no-service).")
        check_address(url)
        if self.allowed and not any(_covers(entry, url) for entry in self.allowed):
            raise UsageError(
                f"the query calls {url}, which is not allowed; allowed: {', '.join(self.allowed)}."
            )


NO_SERVICE = Policy(enabled=False)
"""For queries that came over the network: they never call out."""


@dataclass(frozen=True)
class Service:
    """One `SERVICE` clause: its endpoint, whether it is silent, and where the endpoint stands."""

    url: str
    silent: bool
    start: int
    end: int


@dataclass
class Federated:
    """What a federated query did.

    Attributes:
        calls: Every call to an endpoint, in order.
        partial: The endpoints whose part is missing from the answer.
    """

    calls: list[Call] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)


def services(query: str, prefixes: Mapping[str, str] | None = None) -> list[Service]:
    """Find the endpoints that a query calls.

    Raises:
        QueryError: An endpoint is a variable, so that nobody can say who would be called.
    """
    return list(_services(list(tokens(unescaped(query))), {**(prefixes or {})}))


def unescaped(query: str) -> str:
    r"""Write out `\uXXXX`, which SPARQL reads before anything else: `\u0053ERVICE` calls too."""
    while True:
        text = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), query)
        # An escape may hide another one: once is not enough.
        if text == query:
            return text
        query = text


def run_federated(
    query: str,
    run: Callable[[str], Answer],
    *,
    policy: Policy,
    prefixes: Mapping[str, str] | None = None,
    report: Federated | None = None,
) -> Answer:
    """Run a query, calling the endpoints it names as the policy allows.

    Args:
        query: The query.
        run: Runs a query on the embedded store.
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
    if not called:
        return run(query)
    query = unescaped(query)
    done = report if report is not None else Federated()
    with _relay(called, policy, done) as relay:
        try:
            answer = _complete(run(relay.rewritten(query)))
        except (QueryError, OSError, RuntimeError) as error:
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
        self._faults: dict[int, EndpointError] = {}

    def rewritten(self, query: str) -> str:
        out, at = [], 0
        for number, service in enumerate(self._called):
            address = f"<http://127.0.0.1:{self.port}/{self.token}/{number}>"
            out += [query[at : service.start], address]
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
            body = endpoint.ask(query, JSON)
            from ofsted_graph.endpoints.remote_store import read_results

            read_results(endpoint, body)
        except EndpointError as error:
            self._faults[int(number)] = error
            raise
        return body

    def first_fault(self) -> EndpointError | None:
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
            except EndpointError as error:
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


def _services(pieces: list[Token], prefixes: dict[str, str]) -> Iterator[Service]:
    for first, second in itertools.pairwise(pieces):
        if first.word == "PREFIX":
            place = pieces.index(second)
            prefixes[second.text.rstrip(":")] = pieces[place + 1].text[1:-1]
    for place, piece in enumerate(pieces):
        if piece.word != "SERVICE":
            if piece.sort in {"word", "name"} and piece.text.upper().startswith("SERVICE"):
                # The engine reads "SERVICEex:p" as a call; whoever looks at it should too.
                raise QueryError(f'"{piece.text[:40]}": put a space after SERVICE, or rename it.')
            continue
        silent = place + 1 < len(pieces) and pieces[place + 1].word == "SILENT"
        if place + 1 + silent >= len(pieces):
            raise QueryError("the query does not parse: SERVICE names no endpoint.")
        name = pieces[place + 1 + silent]
        if name.sort == "iri":
            yield Service(name.text[1:-1], silent, name.start, name.end)
        elif name.sort == "name":
            prefix, _, local = name.text.partition(":")
            yield Service(prefixes.get(prefix, "") + local, silent, name.start, name.end)
        else:
            raise QueryError(
                f"SERVICE {name.text}: write the endpoint's address; a variable could call anybody."
            )


def _covers(entry: str, url: str) -> bool:
    """Tell whether an entry of an allow-list, a host or the start of an address, covers a URL."""
    parts = urlsplit(url)
    if "://" not in entry:
        return entry.casefold() in {(parts.hostname or ""), parts.netloc.casefold()}
    allowed = urlsplit(entry)
    same = (allowed.scheme, allowed.netloc) == (parts.scheme, parts.netloc)
    path = allowed.path.rstrip("/")
    return same and (parts.path == path or parts.path.startswith(f"{path}/"))
