"""Ask a SPARQL 1.1 endpoint, and trust nothing it sends until it has been looked at.

`Endpoint` speaks the SPARQL Protocol: queries travel by POST, answers come back as JSON or
N-Triples. It waits and tries again when the server says that it is busy (429, 503), gives up after
a time-out however slowly the answer drips, follows redirects only to web addresses, checks what
kind of document it was sent, and takes an answer that breaks off for an error, not for a short
answer. What it did is kept in `calls`, for `--verbose`.
"""

from __future__ import annotations

import email.utils
import random
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from ofsted_graph._version import __version__
from ofsted_graph.endpoints.deadlines import within
from ofsted_graph.errors import EndpointError, MissingExtraError, UsageError, shorten
from ofsted_graph.errors import without_password as shown

if TYPE_CHECKING:
    import httpx

JSON = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"
USER_AGENT = f"ofsted-graph/{__version__} (+https://w3id.org/ofsted-graph)"
_BUSY = frozenset({429, 503})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_LONGEST_WAIT = 30.0
_INSTANT = 0.25
"""What a time-out may be late (seconds), so that who knows more of the fault can tell it first."""
MAX_ANSWER = 256 * 1024 * 1024
"""Bytes of an answer that are still taken."""


@dataclass
class Call:
    """One request and what came of it.

    Attributes:
        url: Where it went.
        query: What was asked.
        seconds: How long it took, waiting included.
        rows: Rows of the answer, where it has rows.
        size: Bytes of the answer.
        tries: How often it was sent.
        error: What went wrong; empty when nothing did.
    """

    url: str
    query: str
    seconds: float = 0.0
    rows: int | None = None
    size: int = 0
    tries: int = 0
    error: str = ""


@dataclass(eq=False)
class Endpoint:
    """A SPARQL endpoint.

    Attributes:
        url: Its address.
        graph: The named graph that stands in for the default graph; the server's own when empty.
        timeout: Seconds for a question, from sending to the last byte, all tries and pauses in it.
        tries: How often a busy server is asked.
        limit: Bytes of an answer that are still taken.
        calls: What was asked, in order.
        wait: Waits some seconds; replaced in tests.
    """

    url: str
    graph: str = ""
    timeout: float = 60.0
    tries: int = 5
    limit: int = MAX_ANSWER
    calls: list[Call] = field(default_factory=list)
    wait: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        """Check the address."""
        check_address(self.url)

    def ask(self, query: str, accept: str = JSON) -> bytes:
        """Send a query and give the answer's bytes, whole and of the kind asked for.

        Raises:
            EndpointError: The endpoint did not answer as it should; says how.
        """
        fields = {"query": query}
        if self.graph:
            fields["default-graph-uri"] = self.graph
        call = Call(self.url, query)
        self.calls.append(call)
        started = time.monotonic()
        try:
            kind, body = self._sent(fields, accept, call)
            _check_kind(self.url, kind, accept, body)
        except EndpointError as error:
            call.error = str(error)
            raise
        finally:
            call.seconds = time.monotonic() - started
        call.size = len(body)
        return body

    def update(self, text: str) -> None:
        """Send a SPARQL Update.

        Raises:
            EndpointError: The endpoint refused it.
        """
        call = Call(self.url, shorten(text, 200))
        self.calls.append(call)
        self._sent({"update": text}, "*/*", call)

    def _sent(self, fields: Mapping[str, str], accept: str, call: Call) -> tuple[str, bytes]:
        url, redirects = self.url, 0
        deadline = time.monotonic() + self.timeout
        while True:
            call.tries += 1
            response, body = self._tried(url, fields, accept, deadline)
            status = response.status_code
            if status in _REDIRECTS:
                redirects += 1
                url = _redirected(url, response.headers.get("location", ""), redirects)
            elif status in _BUSY and call.tries < self.tries:
                seconds = pause(response.headers.get("retry-after", ""), call.tries)
                if time.monotonic() + seconds > deadline:
                    raise EndpointError(
                        f"{shown(url)} is busy ({status}) and not to be asked for another "
                        f"{seconds:,.0f} s; try again later or give it longer (--timeout)."
                    )
                self.wait(seconds)
            elif status // 100 != 2:
                raise EndpointError(_refusal(url, status, body))
            else:
                _check_whole(url, response.headers)
                return response.headers.get("content-type", ""), body

    def _tried(
        self, url: str, fields: Mapping[str, str], accept: str, deadline: float
    ) -> tuple[httpx.Response, bytes]:
        """Send once, and have the whole answer by the deadline."""
        httpx = import_httpx()
        headers = {"Accept": accept, "User-Agent": USER_AGENT}
        left = max(deadline - time.monotonic(), _INSTANT)
        client = self._client

        def exchange() -> tuple[Any, bytes]:
            with client.stream(
                "POST", url, data=dict(fields), headers=headers, timeout=left
            ) as response:
                return response, self._body(response, deadline)

        try:
            return within(left + _INSTANT, exchange)
        except httpx.HTTPError as error:
            raise EndpointError(_fault(url, error, self.timeout)) from error
        except TimeoutError as error:
            # What still comes on that connection is nobody's answer.
            del self._client
            raise EndpointError(self._late()) from error

    def _late(self) -> str:
        return (
            f"{shown(self.url)} was still sending after {self.timeout:g} s; ask for less or give "
            f"it longer (--timeout)."
        )

    @cached_property
    def _client(self) -> httpx.Client:
        # One client for all questions: it keeps the connection open between them.
        client = import_httpx().Client(timeout=self.timeout, follow_redirects=False)
        weakref.finalize(self, client.close)
        return client  # type: ignore[no-any-return]

    def _body(self, response: httpx.Response, deadline: float) -> bytes:
        """Read an answer against the clock: a byte a minute would outlast any time-out."""
        parts, size = [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > self.limit:
                raise EndpointError(
                    f"{shown(self.url)} sent more than {self.limit:,} bytes; ask for less (LIMIT)."
                )
            if time.monotonic() > deadline:
                raise EndpointError(self._late())
        return b"".join(parts)


def check_address(url: str) -> None:
    """See that an address is one of the web.

    Raises:
        UsageError: It is not.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UsageError(f'"{shorten(url)}" is no address ({error}).') from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f'"{shorten(url)}" is no web address; an endpoint starts with https://.')


def pause(retry_after: str, tries: int) -> float:
    """Say how long to wait: as the server asks, or twice as long each time up to a limit.

    >>> pause("7", 1)
    7.0
    """
    asked = retry_after.strip()
    if asked.isdigit():
        return float(asked[:9])
    if asked:
        moment = email.utils.parsedate_tz(asked)
        if moment is not None:
            return max(0.0, email.utils.mktime_tz(moment) - time.time())
    # A little chance keeps many waiting clients from all coming back at once.
    return float(min(_LONGEST_WAIT, 0.5 * 2**tries)) * random.uniform(0.75, 1.0)  # noqa: S311


def import_httpx() -> Any:
    """Import the HTTP library, which comes with an extra.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        import httpx
    except ImportError as error:
        raise MissingExtraError("Asking an endpoint", "endpoint") from error
    return httpx


def _redirected(url: str, location: str, count: int) -> str:
    target = urljoin(url, location)
    parts = urlsplit(target)
    if not location or parts.scheme not in {"http", "https"}:
        raise EndpointError(
            f'{shown(url)} redirects to "{shorten(location)}", which is no web address; '
            f"not followed."
        )
    if urlsplit(url).scheme == "https" and parts.scheme == "http":
        raise EndpointError(
            f"{shown(url)} redirects to {shown(target)}, without https; not followed."
        )
    if count > _MOST_REDIRECTS:
        raise EndpointError(f"{shown(url)} redirects more than {_MOST_REDIRECTS} times.")
    return target


def _check_whole(url: str, headers: Mapping[str, str]) -> None:
    """See that the server does not say that it left rows out, as Virtuoso does in its headers."""
    most = headers.get("x-sparql-maxrows", "")
    if most or headers.get("x-sql-state", "").startswith("S1TAT"):
        limit = f"its limit of {most} rows" if most else "its limit of time"
        raise EndpointError(f"{shown(url)} sent a part of the answer only ({limit}); ask for less.")


def _check_kind(url: str, kind: str, accept: str, body: bytes) -> None:
    told = kind.partition(";")[0].strip().casefold()
    alike = {JSON: {"application/json"}, N_TRIPLES: {"text/plain", "text/turtle"}}
    if told not in {accept, *alike.get(accept, ())}:
        page = " (a page for people?)" if body.lstrip()[:1] == b"<" else ""
        raise EndpointError(
            f"{shown(url)} sent {told or 'an unnamed kind of document'}{page} where {accept} was "
            f"asked for; is it the address of the endpoint?"
        )


def _fault(url: str, error: httpx.HTTPError, timeout: float) -> str:
    httpx = import_httpx()
    if isinstance(error, httpx.TimeoutException):
        return (
            f"{shown(url)} did not answer within {timeout:g} s; try again or give it longer "
            f"(--timeout)."
        )
    if isinstance(error, httpx.ConnectError):
        return f"{shown(url)} cannot be reached ({error})."
    if isinstance(error, httpx.RemoteProtocolError):
        return f"{shown(url)} broke off its answer ({error}); nothing of it is used."
    return f"{shown(url)}: {error or type(error).__name__}"


def _refusal(url: str, status: int, body: bytes) -> str:
    lines = [line.strip() for line in body.decode("utf-8", errors="replace").splitlines()]
    words = next((line for line in lines if line and not line.startswith("<")), "")
    return f"{shown(url)} answered {status}{f': {shorten(words, 200)}' if words else '.'}"
