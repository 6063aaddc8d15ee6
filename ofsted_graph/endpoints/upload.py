"""Load the graph into somebody else's triple store, and check that all of it arrived.

First the Graph Store Protocol is tried: one PUT replaces a graph as a whole. Where a server has no
such thing, SPARQL Update does it: the triples go into a graph of their own in batches, and one MOVE
puts that in the place of the old graph, so that whoever asks meanwhile sees the old one or the new
one. In the end the server is asked how many triples of each property it has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from ofsted_graph.endpoints.client import N_TRIPLES, USER_AGENT, Endpoint, import_httpx
from ofsted_graph.endpoints.deadlines import within
from ofsted_graph.endpoints.remote_store import RemoteStore
from ofsted_graph.errors import EndpointError, shorten
from ofsted_graph.errors import without_password as shown

if TYPE_CHECKING:
    import httpx
    from pyoxigraph import Store

BATCH = 1_000
"""Triples to an INSERT DATA; servers limit the length of an update (Virtuoso at some 1,500)."""
_MISSING = frozenset({404, 405, 406, 413, 415, 501})
"""What servers answer where there is no Graph Store, or none for so much."""


@dataclass(frozen=True)
class Server:
    """A server's three addresses.

    Attributes:
        query: Where it is asked.
        stores: Where its Graph Store may be, to be tried in turn.
        update: Where it takes updates.
        user: Who loads; nobody in particular when empty.
        password: Their password.
        timeout: Seconds for one request.
    """

    query: str
    stores: tuple[str, ...]
    update: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 300.0


@dataclass(frozen=True)
class Published:
    """What a publication came to: how it was done and how many triples there are now."""

    way: str
    triples: int


def server_at(
    query: str,
    *,
    store: str = "",
    update: str = "",
    user: str = "",
    password: str = "",
    timeout: float = 300.0,
) -> Server:
    """Work out a server's addresses from the one where it is asked.

    >>> server_at("http://localhost:7878/query").update
    'http://localhost:7878/update'
    """
    parts = urlsplit(query)
    folder, _, last = parts.path.rstrip("/").rpartition("/")

    def sibling(name: str) -> str:
        return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{name}", "", ""))

    stores: tuple[str, ...]
    if last == "query":  # Oxigraph, Fuseki, Stardog
        stores, its_update = (sibling("store"), sibling("data")), sibling("update")
    elif last in {"sparql", "sparql-auth"}:  # Virtuoso; with a user it wants the -auth addresses
        tail = "-auth" if user else ""
        stores, its_update = (sibling(f"sparql-graph-crud{tail}"),), sibling(f"sparql{tail}")
    elif folder.endswith("/repositories"):  # GraphDB, RDF4J
        stores, its_update = (f"{query}/rdf-graphs/service",), f"{query}/statements"
    else:
        stores, its_update = (), query
    return Server(
        query, (store,) if store else stores, update or its_update, user, password, timeout
    )


def publish(store: Store, server: Server, *, graph: str = "") -> Published:
    """Put the graph into a server, in place of what its graph held before.

    Args:
        store: What to publish.
        server: Where to.
        graph: The named graph's IRI; the default graph when empty.

    Raises:
        EndpointError: The server refused, or does not have all of it afterwards.
    """
    lines = sorted(f"{q.subject} {q.predicate} {q.object} .\n" for q in store)
    way = _by_graph_store(lines, server, graph) or _by_update(lines, server, graph)
    verify(store, server, graph)
    return Published(way, len(lines))


def _by_graph_store(lines: Sequence[str], server: Server, graph: str) -> str:
    httpx = import_httpx()
    target = {"graph": graph} if graph else {"default": ""}
    for url in server.stores:
        headers = {"Content-Type": N_TRIPLES, "User-Agent": USER_AGENT}
        try:
            with _client(server) as client:
                put = partial(
                    client.put, url, params=target, content="".join(lines).encode(), headers=headers
                )
                response = within(server.timeout, put)
        except (httpx.HTTPError, TimeoutError) as error:
            raise EndpointError(_fault(url, error, server)) from error
        if response.status_code // 100 == 2:
            return f"Graph Store Protocol at {shown(url)}"
        if not graph and "Virtuoso" in response.headers.get("server", ""):
            raise EndpointError(
                f"{shown(url)}: Virtuoso keeps only named graphs; name one with --graph."
            )
        if response.status_code not in _MISSING:
            raise EndpointError(_refusal(url, response))
    return ""


def _by_update(lines: Sequence[str], server: Server, graph: str) -> str:
    incoming = f"{graph or 'urn:ofsted-graph'}:incoming"
    place = f"GRAPH <{graph}>" if graph else "DEFAULT"
    with _client(server) as client:
        _update(client, server, f"DROP SILENT GRAPH <{incoming}>")
        for batch in _batches(lines):
            _update(client, server, f"INSERT DATA {{ GRAPH <{incoming}> {{\n{''.join(batch)}}} }}")
        _update(client, server, f"MOVE GRAPH <{incoming}> TO {place}")
    return f"SPARQL Update at {server.update}"


def _batches(lines: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _update(client: httpx.Client, server: Server, text: str) -> None:
    httpx = import_httpx()
    headers = {"Content-Type": "application/sparql-update", "User-Agent": USER_AGENT}
    try:
        post = partial(client.post, server.update, content=text.encode(), headers=headers)
        response = within(server.timeout, post)
        if response.status_code == 415:
            response = within(
                server.timeout, partial(client.post, server.update, data={"update": text})
            )
    except (httpx.HTTPError, TimeoutError) as error:
        raise EndpointError(_fault(server.update, error, server)) from error
    if response.status_code // 100 != 2:
        raise EndpointError(_refusal(server.update, response))


def _client(server: Server) -> httpx.Client:
    httpx = import_httpx()
    auth = None
    if server.user:
        # Virtuoso wants digests, nearly everybody else plain names and passwords.
        digest = "-auth" in server.update
        kind = httpx.DigestAuth if digest else httpx.BasicAuth
        auth = kind(server.user, server.password)
    return httpx.Client(timeout=server.timeout, auth=auth, follow_redirects=False)  # type: ignore[no-any-return]


def verify(store: Store, server: Server, graph: str) -> None:
    """Compare how many triples of each property are here and there."""
    here = Counter(quad.predicate.value for quad in store)
    there: Counter[str] = Counter()
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    remote = RemoteStore(Endpoint(server.query, timeout=server.timeout))
    for row in remote.query(f"SELECT ?p (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?p"):  # type: ignore[union-attr]
        there[row["p"].value] = int(row["n"].value)
    wrong = sorted(p for p in here | there if here[p] != there[p])
    if wrong:
        first = wrong[0]
        raise EndpointError(
            f"{server.query} does not have what was sent: {there.total():,} triples for "
            f"{here.total():,}; of {first} it has {there[first]:,} for {here[first]:,}."
        )


def _fault(url: str, error: Exception, server: Server) -> str:
    if isinstance(error, TimeoutError):
        return (
            f"{shown(url)} did not take it within {server.timeout:g} s; give it longer (--timeout)."
        )
    return f"{shown(url)}: {error or type(error).__name__}"


def _refusal(url: str, response: httpx.Response) -> str:
    words = " ".join(response.text.split())
    if response.status_code in {401, 403}:
        return (
            f"{shown(url)} does not let you in ({response.status_code}); "
            f"say who you are with --user."
        )
    return f"{shown(url)} answered {response.status_code}: {shorten(words, 200)}"
