"""The server: it reads requests, lets a worker do the work, and says how long an answer keeps.

It never looks at the graph itself, so that it answers whatever the workers do. Everything is
read-only, and anybody may ask.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ofsted_graph import resources
from ofsted_graph.errors import InputError
from ofsted_graph.serve.media_types import chosen
from ofsted_graph.serve.queries import Question, read_question
from ofsted_graph.serve.replies import HTML, Reply, found_at, refusal
from ofsted_graph.serve.worker_pool import Pool

MOST_BYTES = 1_000_000
"""The longest body of a request."""
LONGEST_ADDRESS = 50_000
"""The longest query in an address."""
KEEPS = 300
"""Seconds for which an answer may be kept without asking again."""
_LOOK = 2.0
"""Seconds between two looks at the graph's file."""
_KEPT_ANSWERS, _KEPT_SIZE = 512, 200_000
_SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src "
    "'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors *",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_log = structlog.get_logger("ofsted_graph.serve")


@dataclass(frozen=True)
class Settings:
    """How a server is run.

    Attributes:
        data: The graph's file; the shipped one unless given.
        workers: How many questions are worked on at once.
        seconds: How long one may take.
        memory: How many bytes each worker may take.
        root: The site's address as readers see it, with a slash at its end; empty to take it from
            each request.
    """

    data: Path | None = None
    workers: int = 2
    seconds: float = 10.0
    memory: int = 2_000_000_000
    root: str = ""


class Server:
    """The workers of the newest graph that could be opened, and the answers lately given."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; `run` starts the workers."""
        self.settings = settings
        self.version = ""
        self._pool: Pool | None = None
        self._answers: OrderedDict[tuple[Any, ...], Reply] = OrderedDict()

    @contextlib.asynccontextmanager
    async def run(self, _: Starlette) -> AsyncIterator[None]:
        """Work from the first request to the last."""
        self.version = self._stamp()
        if why := await self._open():
            raise InputError(why)
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            looking.cancel()
            if self._pool:
                self._pool.close()

    async def _open(self) -> str:
        """Open the graph anew; what is there goes on until that is done."""
        settings = self.settings
        pool = Pool(settings.data, settings.workers, settings.seconds, settings.memory)
        if why := await pool.start():
            return why
        old, self._pool = self._pool, pool
        self._answers.clear()
        if old:
            old.retire()
        return ""

    async def _look(self) -> None:
        """Look whether the file has changed, and open it anew."""
        while True:
            await asyncio.sleep(_LOOK)
            stamp = self._stamp()
            if stamp == self.version or not stamp:
                continue
            why = await self._open()
            self.version = stamp
            if why:
                _log.error("graph-not-opened", why=why, serving="the graph of before")
            else:
                _log.info("graph-opened", version=stamp[:12])

    def _stamp(self) -> str:
        """Tell one state of the graph's file from another."""
        try:
            stat = (self.settings.data or resources.triples()).stat()
        except OSError:
            return ""
        told = f"{stat.st_dev} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns}"
        return hashlib.sha256(told.encode()).hexdigest()

    async def do(self, job: str, **words: Any) -> Reply:
        """Let a worker do something, or give the same answer as lately."""
        key = (job, *((name, _frozen(word)) for name, word in sorted(words.items())))
        if key in self._answers:
            self._answers.move_to_end(key)
            return self._answers[key]
        pool = self._pool
        if pool is None:
            return refusal(503, "The server is starting.", Retry_After="1")
        reply = await pool.do(job, **words)
        # An answer of the graph of before is none of the new one.
        if pool is self._pool and reply.status == 200 and len(reply.body) <= _KEPT_SIZE:
            self._answers[key] = reply
            if len(self._answers) > _KEPT_ANSWERS:
                self._answers.popitem(last=False)
        return reply

    def root(self, request: Request) -> str:
        """Give the address of the site as its reader sees it."""
        host = request.headers.get("host", "")
        # A host that is none would make addresses that lead astray.
        plain = re.fullmatch(r"[\w.-]+(:\d+)?|\[[\da-fA-F:]+\](:\d+)?", host)
        return (
            self.settings.root or f"{request.scope['scheme']}://{host if plain else 'localhost'}/"
        )


def _frozen(word: Any) -> Any:
    return tuple(sorted(word.items())) if isinstance(word, Mapping) else word


def application(settings: Settings) -> Starlette:
    """Make the web application."""
    server = Server(settings)

    async def sparql(request: Request) -> Response:
        return _sent(request, await _sparql(server, request))

    async def things(request: Request) -> Response:
        path = request.path_params
        reply = await server.do(
            "thing", kind=path["kind"], name=path["name"], root=server.root(request),
            accept=request.headers.get("accept", ""),
        )  # fmt: skip
        return _sent(request, reply)

    async def reconcile(request: Request) -> Response:
        asked = await _form(request)
        if isinstance(asked, Reply):
            return _sent(request, asked)
        reply = await server.do(
            "reconcile", part=request.path_params.get("part", ""), asked=asked,
            root=server.root(request),
        )  # fmt: skip
        return _sent(request, reply)

    async def pages(request: Request) -> Response:
        address = request.path_params["address"]
        reply = await server.do("page", address=address, asked=dict(request.query_params))
        return _sent(request, reply)

    async def health(_: Request) -> Response:
        return Response(f"ok {server.version[:12]}\n", media_type="text/plain")

    return Starlette(
        routes=[
            Route("/healthz", health),
            Route("/sparql", sparql, methods=["GET", "POST"]),
            Route("/id/{kind}/{name:path}", things),
            Route("/reconcile", reconcile, methods=["GET", "POST"]),
            Route("/reconcile/{part:path}", reconcile, methods=["GET", "POST"]),
            Route("/{address:path}", pages),
        ],
        middleware=[
            Middleware(_Watched),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"],
                       allow_headers=["Content-Type", "Accept"], expose_headers=["ETag"]),
        ],
        lifespan=server.run,
    )  # fmt: skip


async def _sparql(server: Server, request: Request) -> Reply:
    """Answer at the endpoint: a query, the field to write one in, or what the endpoint can do."""
    question = await _question(request)
    if isinstance(question, Reply):
        return question
    accept = request.headers.get("accept", "")
    if question is None:
        if chosen(accept, ["text/turtle", HTML]) == HTML:
            return found_at("sparql/")
        return await server.do("described", address=f"{server.root(request)}sparql")
    if not question.form and _by_browser(accept):
        return await server.do("page", address="sparql/", asked={"query": question.text})
    base = f"{server.root(request)}sparql"
    return await server.do("sparql", question=question, accept=accept, base=base)


async def _question(request: Request) -> Question | Reply | None:
    """Read what a request asks."""
    if len(request.url.query) > LONGEST_ADDRESS:
        return refusal(414, "The address is too long; send the query as a body.")
    body = await _body(request)
    if isinstance(body, Reply):
        return body
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return read_question(request.method, request.query_params.multi_items(), media, body)


def _by_browser(accept: str) -> bool:
    """Tell whether a browser asks: it names HTML, and wants it most."""
    return "text/html" in accept and chosen(accept, ["text/csv", HTML]) == HTML


async def _body(request: Request) -> bytes | Reply:
    """Read the body, as long as it is not too long."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > MOST_BYTES:
            return refusal(413, f"The request is longer than {MOST_BYTES:,} bytes.")
    return bytes(found)


async def _form(request: Request) -> dict[str, str] | Reply:
    """Read the parameters of an address, and of a form if one is sent."""
    from urllib.parse import parse_qsl

    asked = dict(request.query_params)
    if request.method == "POST":
        body = await _body(request)
        if isinstance(body, Reply):
            return body
        try:
            asked |= dict(parse_qsl(body.decode("utf-8"), max_num_fields=100))
        except ValueError as error:
            return refusal(400, f"The form cannot be read: {error}")
    return asked


def _sent(request: Request, reply: Reply) -> Response:
    """Send a reply, or say that the reader has it already."""
    headers = {**_SECURITY, "Vary": "Accept", **reply.headers}
    if reply.status == 200:
        digest = hashlib.sha256(reply.media.encode() + reply.body).hexdigest()[:32]
        headers |= {"ETag": f'"{digest}"', "Cache-Control": f"public, max-age={KEEPS}"}
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    return Response(reply.body, reply.status, headers, reply.content_type)


class _Watched:
    """Notes what was asked and how that went; nothing about who asked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            _log.info(
                "answered", method=scope["method"], path=scope["path"], status=status,
                milliseconds=round(1000 * (time.perf_counter() - begun), 1),
            )  # fmt: skip
