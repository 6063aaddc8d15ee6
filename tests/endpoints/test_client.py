"""Asking endpoints that behave, and endpoints that do not."""

from __future__ import annotations

import email.utils
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest
from linking.scripted import Request, reply, rows, server
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, Store, Variable

from ofsted_graph.endpoints.client import N_TRIPLES, USER_AGENT, Endpoint, pause
from ofsted_graph.endpoints.remote_store import RemoteStore, with_prefixes
from ofsted_graph.errors import EndpointError, UsageError
from ofsted_graph.query.substitution import substitute

Handler = BaseHTTPRequestHandler


def answer_rows(_request: Request, handler: Handler) -> None:
    reply(handler, rows("n", "1", "2"))


def asked(script: object, **options: object) -> QuerySolutions:
    with server(script) as running:  # type: ignore[arg-type]
        answer = RemoteStore(Endpoint(running.url, **options)).query("SELECT ?n { }")  # type: ignore[arg-type]
    assert isinstance(answer, QuerySolutions)
    return answer


def test_a_query_travels_by_post_with_our_name() -> None:
    with server(answer_rows) as running:
        endpoint = Endpoint(running.url, graph="https://example.org/g")
        answer = RemoteStore(endpoint).query("SELECT ?n { ?s ?p ?n }")
    (request,) = running.requests
    assert request.method == "POST"
    assert request.query == "SELECT ?n { ?s ?p ?n }"
    assert b"default-graph-uri=https%3A%2F%2Fexample.org%2Fg" in request.body
    assert request.headers["user-agent"] == USER_AGENT
    assert request.headers["accept"] == "application/sparql-results+json"
    assert [row["n"].value for row in answer] == ["1", "2"]  # type: ignore[union-attr]
    (call,) = endpoint.calls
    assert (call.rows, call.tries, call.error) == (2, 1, "")


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_after_a_pause(status: int) -> None:
    waits: list[float] = []
    busy = iter([True, True, False])

    def script(request: Request, handler: Handler) -> None:
        if next(busy):
            reply(handler, b"", status=status, headers={"Retry-After": "3"})
        else:
            answer_rows(request, handler)

    assert len(list(asked(script, wait=waits.append))) == 2
    assert waits == [3.0, 3.0]


def test_a_server_that_stays_busy_is_given_up() -> None:
    def script(_request: Request, handler: Handler) -> None:
        reply(handler, b"come back later", status=503, kind="text/plain")

    waits: list[float] = []
    with pytest.raises(EndpointError, match="answered 503: come back later"):
        asked(script, wait=waits.append, tries=3)
    assert len(waits) == 2


def test_pauses_are_as_asked_or_grow_and_never_get_long() -> None:
    assert 0.75 <= pause("", 1) <= 1.0
    assert pause("", 3) > pause("", 1)
    assert pause("", 50) <= 30
    assert pause("86400", 1) == 86400
    assert 15 < pause(email.utils.formatdate(time.time() + 20), 1) <= 20
    assert 0.75 <= pause("soon", 1) <= 1.0
    assert pause("Wed, 21 Oct 2015 07:28:00 GMT", 1) == 0.0


@pytest.mark.parametrize("after", ["3600", "9" * 400, "Fri, 31 Dec 2999 23:59:59 GMT"])
def test_a_server_that_asks_for_a_longer_pause_than_there_is_time_is_given_up(after: str) -> None:
    def script(_request: Request, handler: Handler) -> None:
        reply(handler, b"", status=503, headers={"Retry-After": after})

    waits: list[float] = []
    with pytest.raises(EndpointError, match=r"is busy \(503\) and not to be asked for another"):
        asked(script, wait=waits.append)
    assert not waits


@contextmanager
def given_up_in_time(words: str) -> Iterator[threading.Event]:
    """See that a call ends with these words and soon; the event then lets the server go."""
    release, began = threading.Event(), time.monotonic()
    try:
        with pytest.raises(EndpointError, match=words):
            yield release
    finally:
        release.set()
    assert time.monotonic() - began < 30


def test_a_header_that_drips_is_given_up_in_time() -> None:
    with given_up_in_time(r"was still sending after 0\.3 s") as release:

        def script(_request: Request, handler: Handler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not release.wait(0.05):
                handler.wfile.write(b"X-More: 1\r\n")

        asked(script, timeout=0.3)


def test_an_endpoint_that_hangs_is_given_up_in_time() -> None:
    with given_up_in_time(r"did not answer within 0\.2 s") as release:
        asked(lambda _request, _handler: release.wait(60), timeout=0.2)


def test_an_endpoint_that_drips_is_given_up_in_time() -> None:
    def script(_request: Request, handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.02)

    with pytest.raises(EndpointError, match=r"was still sending after 0\.3 s"):
        asked(script, timeout=0.3)


def test_an_endpoint_that_lies_about_its_content_type() -> None:
    def script(_request: Request, handler: Handler) -> None:
        reply(handler, b"<html>Welcome</html>", kind="text/html")

    with pytest.raises(EndpointError, match=r"sent text/html \(a page for people\?\)"):
        asked(script)


def test_an_endpoint_that_says_json_and_sends_something_else() -> None:
    def script(_request: Request, handler: Handler) -> None:
        reply(handler, b"<html>Welcome</html>")

    with pytest.raises(EndpointError, match="sent half an answer, or none in SPARQL JSON"):
        asked(script)


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/", ""]
)
def test_a_redirect_that_leaves_the_web_is_not_followed(target: str) -> None:
    def script(_request: Request, handler: Handler) -> None:
        reply(handler, b"", status=302, headers={"Location": target})

    with pytest.raises(EndpointError, match="is no web address; not followed"):
        asked(script)


def test_a_redirect_on_the_web_is_followed_with_the_query() -> None:
    def script(request: Request, handler: Handler) -> None:
        if request.path == "/sparql":
            reply(handler, b"", status=307, headers={"Location": "/elsewhere"})
        else:
            assert request.query == "SELECT ?n { }"
            answer_rows(request, handler)

    assert len(list(asked(script))) == 2


def test_redirects_in_a_circle_end() -> None:
    def script(_request: Request, handler: Handler) -> None:
        reply(handler, b"", status=302, headers={"Location": "/sparql"})

    with pytest.raises(EndpointError, match="redirects more than 5 times"):
        asked(script)


def test_half_an_answer_of_stated_length_is_an_error() -> None:
    def script(_request: Request, handler: Handler) -> None:
        body = rows("n", *map(str, range(100)))
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.close_connection = True

    with pytest.raises(EndpointError, match="broke off its answer"):
        asked(script)


def test_half_an_answer_of_no_stated_length_is_an_error() -> None:
    def script(_request: Request, handler: Handler) -> None:
        body = rows("n", *map(str, range(100)))
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.close_connection = True

    with pytest.raises(EndpointError, match="sent half an answer"):
        asked(script)


def test_half_a_graph_is_an_error() -> None:
    def script(_request: Request, handler: Handler) -> None:
        reply(handler, b"<x:s> <x:p> <x:o> .\n<x:s> <x:p", kind="application/n-triples")

    with server(script) as running:
        store = RemoteStore(Endpoint(running.url))
        with pytest.raises(EndpointError, match="half an answer, or none in N-Triples"):
            store.query("CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("header", [("X-SPARQL-MaxRows", "2"), ("X-SQL-State", "S1TAT")])
def test_an_answer_that_the_server_cut_short_is_refused(header: tuple[str, str]) -> None:
    def script(_request: Request, handler: Handler) -> None:
        reply(handler, rows("n", "1", "2"), headers=dict([header]))

    with pytest.raises(EndpointError, match="sent a part of the answer only"):
        asked(script)


def test_an_answer_over_the_limit_is_refused() -> None:
    with pytest.raises(EndpointError, match="sent more than 10 bytes"):
        asked(answer_rows, limit=10)


def test_a_refusal_gives_the_servers_own_words() -> None:
    def script(_request: Request, handler: Handler) -> None:
        reply(handler, b"\nParse error at line 1\nmore", status=400, kind="text/plain")

    with pytest.raises(EndpointError, match="answered 400: Parse error at line 1"):
        asked(script)


def test_nobody_there_is_told() -> None:
    with pytest.raises(EndpointError, match="cannot be reached"):
        Endpoint("http://127.0.0.1:1/sparql").ask("ASK {}")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "example.org/sparql", "http://", "ftp://x/"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no web address"):
        Endpoint(url)


def test_graphs_come_as_triples() -> None:
    def script(request: Request, handler: Handler) -> None:
        assert request.headers["accept"] == N_TRIPLES
        reply(handler, b'<x:s> <x:p> "o" .\n', kind="application/n-triples; charset=utf-8")

    with server(script) as running:
        store = RemoteStore(Endpoint(running.url))
        answer = store.query("DESCRIBE <x:s>")
        assert isinstance(answer, QueryTriples)
        assert [str(triple.object) for triple in answer] == ['"o"']
        quads = list(store.quads_for_pattern(NamedNode("x:s"), NamedNode("x:p"), None))
        assert [quad.object for quad in quads] == [Literal("o")]
        assert list(store.quads_for_pattern(NamedNode("x:s"), NamedNode("x:q"), None)) == []
    # A thing's triples travel once, whatever is asked about it.
    assert len(running.requests) == 2


def test_asking_whether_and_how_many() -> None:
    def script(request: Request, handler: Handler) -> None:
        if request.query.startswith("ASK"):
            reply(handler, b'{"head": {}, "boolean": true}')
        else:
            reply(handler, rows("n", "7"))

    with server(script) as running:
        store = RemoteStore(Endpoint(running.url))
        assert Quad(NamedNode("x:s"), NamedNode("x:p"), Literal("o")) in store
        assert len(store) == 7
    assert running.requests[0].query == 'ASK { <x:s> <x:p> "o" }'


BOUND = {"c": "<x:kent>", "n": '"a?c"'}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT ?c { ?c ?p ?o }", [["<x:kent>"]]),
        ("SELECT DISTINCT ?o ?c { ?c ?p ?o }", [['"a?c"', "<x:kent>"]]),
        ("SELECT ?o { ?s ?p ?o FILTER(?o = ?n) }", [['"a?c"']]),
        ('SELECT ?s { ?s ?p "?c" } # ?c', []),
        ("SELECT ?o { { SELECT ?c ?o { ?c ?p ?o } } }", [['"a?c"']]),
        ("SELECT ?c ?o { { SELECT ?c ?o { ?c ?p ?o } } }", [["<x:kent>", '"a?c"']]),
        ("SELECT ?o { ?c ?p ?o } ORDER BY ?c DESC(?o)", [['"a?c"']]),
        (
            "SELECT (COUNT(?c) AS ?k) { ?c ?p ?o } GROUP BY ?c",
            [['"1"^^<http://www.w3.org/2001/XMLSchema#integer>']],
        ),
    ],
)
def test_bound_variables_become_terms(query: str, found: list[list[str]]) -> None:
    store = Store()
    store.add(Quad(NamedNode("x:kent"), NamedNode("x:p"), Literal("a?c")))
    store.add(Quad(NamedNode("x:other"), NamedNode("x:p"), Literal("b")))
    answer = store.query(substitute(query, BOUND))
    assert [[str(value) for value in row] for row in answer] == found  # type: ignore[union-attr]


def test_bound_variables_travel_as_terms() -> None:
    with server(answer_rows) as running:
        RemoteStore(Endpoint(running.url)).query(
            "SELECT ?n { ?n ?p ?o }", substitutions={Variable("n"): NamedNode("x:kent")}
        )
    assert running.requests[0].query == "SELECT (<x:kent> AS ?n) { <x:kent> ?p ?o }"


def test_a_variable_that_the_query_sets_cannot_be_bound() -> None:
    with pytest.raises(UsageError, match=r"\?c is given a value by the query"):
        substitute("SELECT ?c { BIND(1 AS ?c) }", BOUND)


def test_only_missing_prefixes_are_declared() -> None:
    known = {"ex": "https://example.org/", "foaf": "http://xmlns.com/foaf/0.1/"}
    query = 'PREFIX ex: <x:> SELECT * { ?s ex:p "foaf:name" ; foaf:name ?n }'
    assert with_prefixes(query, known) == f"PREFIX foaf: <{known['foaf']}>\n{query}"
