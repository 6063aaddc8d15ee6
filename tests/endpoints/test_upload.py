"""Publishing: where a server is thought to be, and servers that refuse."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

import pytest
from linking.scripted import Request, reply, server
from pyoxigraph import Literal, NamedNode, Quad, Store

from ofsted_graph.endpoints.upload import Server, publish, server_at
from ofsted_graph.errors import EndpointError


@pytest.mark.parametrize(
    ("query", "user", "stores", "update"),
    [
        (
            "http://h/query",
            "",
            ("http://h/store", "http://h/data"),
            "http://h/update",
        ),
        (
            "http://h/ds/query",
            "",
            ("http://h/ds/store", "http://h/ds/data"),
            "http://h/ds/update",
        ),
        ("http://h/sparql", "", ("http://h/sparql-graph-crud",), "http://h/sparql"),
        ("http://h/sparql", "dba", ("http://h/sparql-graph-crud-auth",), "http://h/sparql-auth"),
        (
            "http://h/repositories/r",
            "",
            ("http://h/repositories/r/rdf-graphs/service",),
            "http://h/repositories/r/statements",
        ),
        ("http://h/anything", "", (), "http://h/anything"),
    ],
)
def test_addresses_of_known_servers(
    query: str, user: str, stores: tuple[str, ...], update: str
) -> None:
    found = server_at(query, user=user)
    assert (found.stores, found.update) == (stores, update)


def test_told_addresses_win() -> None:
    found = server_at("http://h/query", store="http://s/", update="http://u/")
    assert (found.stores, found.update) == (("http://s/",), "http://u/")


def test_a_password_is_not_shown() -> None:
    assert "hunter2" not in repr(server_at("http://h/query", user="dba", password="hunter2"))


@pytest.fixture
def graph() -> Store:
    store = Store()
    store.add(Quad(NamedNode("x:s"), NamedNode("x:p"), Literal("o")))
    return store


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "does not let you in .401.; say who you are with --user"), (500, "answered 500: boom")],
)
def test_a_refusal_is_told(graph: Store, status: int, words: str) -> None:
    def script(_request: Request, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, b"boom", status=status, kind="text/plain")

    with server(script) as running, pytest.raises(EndpointError, match=words):
        publish(graph, Server(running.url, (running.url,), running.url))


def test_virtuoso_wants_a_named_graph(graph: Store) -> None:
    def script(_request: Request, handler: BaseHTTPRequestHandler) -> None:
        handler.server_version = "Virtuoso/07.20"
        reply(handler, b"no default", status=500, kind="text/plain")

    with server(script) as running, pytest.raises(EndpointError, match="only named graphs"):
        publish(graph, Server(running.url, (running.url,), running.url))


def test_nobody_there_is_told(graph: Store) -> None:
    dead = "http://127.0.0.1:1/query"
    with pytest.raises(EndpointError, match=r"http://127\.0\.0\.1:1/store"):
        publish(graph, server_at(dead))
