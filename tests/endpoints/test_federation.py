"""`SERVICE`: who is called, what comes back, and what is said when something does not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from http.server import BaseHTTPRequestHandler

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linking.scripted import Request, reply, rows, server
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store

from ofsted_graph.endpoints.federation import (
    NO_SERVICE,
    Federated,
    Policy,
    run_federated,
)
from ofsted_graph.errors import EndpointError, MissingExtraError, QueryError, UsageError
from ofsted_graph.query.service_calls import services, unescaped
from ofsted_graph.query.sparql import Answer, run

P = NamedNode("https://example.org/p")


@pytest.fixture
def store() -> Store:
    store = Store()
    for value in ("1", "2", "3"):
        store.add(Quad(NamedNode("https://example.org/s"), P, Literal(value)))
    return store


def engine(store: Store) -> Callable[[str, Collection[str]], Answer]:
    return lambda text, calls: run(text, store, calls=calls)


def serve(*values: str) -> object:
    def script(_request: Request, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, rows("x", *values))

    return script


def answered(answer: Answer, name: str = "x") -> list[str | None]:
    return [None if row[name] is None else row[name].value for row in answer]  # type: ignore[union-attr]


def test_every_endpoint_is_called_once_for_all_rows(store: Store) -> None:
    with server(serve("1", "2")) as one, server(serve("2", "3")) as two:  # type: ignore[arg-type]
        report = Federated()
        answer = run_federated(
            f"SELECT ?x {{ ?s <{P.value}> ?x SERVICE <{one.url}> {{ ?a ?b ?x }} "
            f"SERVICE <{two.url}> {{ ?c ?d ?x }} }}",
            engine(store),
            policy=Policy(),
            report=report,
        )
        assert answered(answer) == ["2"]
    assert (len(one.requests), len(two.requests)) == (1, 1)
    assert [call.url for call in report.calls] == [one.url, two.url]
    assert [call.rows for call in report.calls] == [2, 2]
    assert all("SELECT" in call.query and not call.error for call in report.calls)


def test_a_dead_endpoint_is_an_error_that_names_it(store: Store) -> None:
    query = "SELECT ?x { SERVICE <http://127.0.0.1:1/dead> { ?a ?b ?x } }"
    with pytest.raises(EndpointError, match=r"http://127\.0\.0\.1:1/dead cannot be reached"):
        run_federated(query, engine(store), policy=Policy())


def test_a_silent_dead_endpoint_leaves_a_partial_answer(store: Store) -> None:
    report = Federated()
    query = (
        f"SELECT ?v ?x {{ ?s <{P.value}> ?v "
        "SERVICE SILENT <http://127.0.0.1:1/dead> { ?a ?b ?x } }"
    )
    answer = run_federated(query, engine(store), policy=Policy(), report=report)
    assert answered(answer, "v") == ["1", "2", "3"]
    assert report.partial == ["http://127.0.0.1:1/dead"]
    assert "cannot be reached" in report.calls[0].error


def test_one_silent_failure_drops_no_rows_of_another(store: Store) -> None:
    with server(serve("1", "2", "9")) as alive:  # type: ignore[arg-type]
        report = Federated()
        answer = run_federated(
            f"SELECT ?x {{ ?s <{P.value}> ?x SERVICE <{alive.url}> {{ ?a ?b ?x }} "
            "SERVICE SILENT <http://127.0.0.1:1/dead> { ?c ?d ?y } }",
            engine(store),
            policy=Policy(),
            report=report,
        )
        assert answered(answer) == ["1", "2"]
    assert report.partial == ["http://127.0.0.1:1/dead"]


def test_half_an_answer_is_no_answer(store: Store) -> None:
    def script(_request: Request, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, rows("x", "1", "2")[:-9])

    with server(script) as broken:
        query = f"SELECT ?x {{ SERVICE <{broken.url}> {{ ?a ?b ?x }} }}"
        with pytest.raises(EndpointError, match="sent half an answer"):
            run_federated(query, engine(store), policy=Policy())


def test_graphs_can_be_made_of_others_data(store: Store) -> None:
    with server(serve("1")) as one:  # type: ignore[arg-type]
        answer = run_federated(
            f"CONSTRUCT {{ <x:s> <x:p> ?x }} WHERE {{ SERVICE <{one.url}> {{ ?a ?b ?x }} }}",
            engine(store),
            policy=Policy(),
        )
        assert isinstance(answer, QueryTriples)
        assert [triple.object for triple in answer] == [Literal("1")]


def test_what_stands_inside_a_call_is_sent_as_it_is(store: Store) -> None:
    """The relay's address is a secret between the engine and the relay."""
    inner = "http://127.0.0.1:1/inner"
    with server(serve("1")) as outer:  # type: ignore[arg-type]
        run_federated(
            f"SELECT ?x {{ SERVICE <{outer.url}> {{ ?a ?b ?x "
            f"SERVICE <{inner}> {{ ?x ?c ?d }} }} }}",
            engine(store),
            policy=Policy(),
        )
    (request,) = outer.requests
    assert f"SERVICE <{inner}>" in request.query
    assert request.query.count("127.0.0.1") == 1


def test_what_stands_inside_a_call_must_be_allowed_too(store: Store) -> None:
    query = "SELECT ?x { SERVICE <http://a.test/> { SERVICE <http://b.test/> { ?a ?b ?x } } }"
    with pytest.raises(UsageError, match=r"http://b\.test/, which is not allowed"):
        run_federated(query, engine(store), policy=Policy(allowed=("a.test",)))


def test_yes_or_no_is_no_answer_where_rows_are_asked_for(store: Store) -> None:
    def script(_request: Request, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, b'{"head": {}, "boolean": true}')

    with server(script) as other:
        query = f"SELECT ?x {{ SERVICE <{other.url}> {{ ?a ?b ?x }} }}"
        with pytest.raises(EndpointError, match="answered yes or no"):
            run_federated(query, engine(store), policy=Policy())


def test_what_is_missing_here_is_said_as_itself(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    query = "SELECT ?x { SERVICE <http://127.0.0.1:1/> { ?a ?b ?x } }"
    with pytest.raises(MissingExtraError, match=r"ofsted-graph\[endpoint\]"):
        run_federated(query, engine(store), policy=Policy())


def test_calling_out_can_be_off(store: Store) -> None:
    query = "SELECT ?x { SERVICE SILENT <http://127.0.0.1:1/> { ?a ?b ?x } }"
    with pytest.raises(UsageError, match=r"calling out is off \(--no-service\)"):
        run_federated(query, engine(store), policy=NO_SERVICE)


def test_without_service_nothing_is_off(store: Store) -> None:
    answer = run_federated(f"SELECT ?x {{ ?s <{P.value}> ?x }}", engine(store), policy=NO_SERVICE)
    assert len(answered(answer)) == 3


@pytest.mark.parametrize(
    ("allowed", "url", "may"),
    [
        (("example.org",), "https://example.org/sparql", True),
        (("EXAMPLE.org",), "https://example.org/sparql", True),
        (("example.org",), "https://example.org.evil.test/sparql", False),
        (("example.org",), "https://evil.test/example.org", False),
        (("example.org",), "https://example.org@evil.test/sparql", False),
        (("example.org:8080",), "https://example.org:8080/sparql", True),
        (("https://example.org/a",), "https://example.org/a/sparql", True),
        (("https://example.org/a",), "https://example.org/ab", False),
        (("https://example.org/a",), "http://example.org/a", False),
        ((), "https://anybody.test/sparql", True),
        ((), "file:///etc/passwd", False),
    ],
)
def test_the_allow_list_covers_hosts_and_addresses(
    allowed: tuple[str, ...], url: str, may: bool
) -> None:
    policy = Policy(allowed=allowed)
    if may:
        policy.check(url)
    else:
        with pytest.raises(UsageError):
            policy.check(url)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://a.test/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://a.test/> { ?s ?p ?o } }",
        "SELECT * { SERVICE<http://a.test/>{ ?s ?p ?o } }",
        "SELECT * { SERVICE # <http://b.test/>\n <http://a.test/> { ?s ?p ?o } }",
        "PREFIX e: <http://a.test/> SELECT * { SERVICE e: { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://a.test/> { ?s ?p ?o } }",
        "SELECT * { \\u005Cu0053ERVICE <http://a.test/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "}#" . SERVICE <http://a.test/> { ?s ?p ?o } }',
    ],
)
def test_calls_are_found_however_they_are_written(query: str) -> None:
    assert [service.url for service in services(query)] == ["http://a.test/"]


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://a.test/>" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://a.test/>",
        "SELECT ?SERVICE { ?SERVICE ?p <http://a.test/SERVICE> }",
        "PREFIX e: <x:> SELECT * { ?s e:SERVICE ?o }",
    ],
)
def test_what_only_looks_like_a_call_is_none(query: str) -> None:
    assert services(query) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE ?who { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<http://a.test/>{ ?s ?p ?o } }",
        "PREFIX e: <http://a.test/> SELECT * { SERVICEe:x { ?s ?p ?o } }",
        "SELECT * { SERVICE",
    ],
)
def test_calls_that_cannot_be_looked_at_are_refused(query: str) -> None:
    with pytest.raises(QueryError):
        services(query)


@given(st.text("SERVICE silent<>{}?:'\"\\#u0053x\n", max_size=30))
def test_no_text_slips_past_that_the_engine_would_call(text: str) -> None:
    """Whatever the engine takes for a call, the tokens must have seen or refused."""
    query = f"SELECT * {{ {text} }}"
    try:
        seen = bool(services(query))
    except (QueryError, IndexError):
        return
    if not seen:
        try:
            list(Store().query(query))  # type: ignore[arg-type]
        except (SyntaxError, ValueError):
            return
        except OSError as error:
            pytest.fail(f"{query!r} called out: {error}")


def test_escapes_are_written_out() -> None:
    assert unescaped("\\u0041\\U00000042") == "AB"
