"""Two real servers of other people: publishing to them, and the same answers from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import cast

import pytest
import servers
from commands import Cli
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from ofsted_graph.cli.sources import Calling, ask_anywhere
from ofsted_graph.endpoints.client import Endpoint
from ofsted_graph.endpoints.remote_store import RemoteStore
from ofsted_graph.endpoints.upload import Server, publish, server_at, verify
from ofsted_graph.errors import EndpointError, QueryError
from ofsted_graph.query import sparql
from ofsted_graph.query.named_queries import bind, find_query, parse_query, query_names
from ofsted_graph.query.store import load_store

GRAPH = "https://w3id.org/ofsted-graph/id/dataset/ofsted-graph"
RUNNERS: dict[str, tuple[Callable[[], str], Callable[[Path], AbstractContextManager[str]], str]] = {
    "oxigraph": (servers.oxigraph_binary, servers.oxigraph, "pip install oxigraph"),
    "virtuoso": (servers.virtuoso_binary, servers.virtuoso, "apt-get install virtuoso-opensource"),
}


@pytest.fixture(scope="module")
def graph() -> Store:
    return load_store()


@pytest.fixture(scope="module", params=sorted(RUNNERS))
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    binary, runner, install = RUNNERS[request.param]
    if not binary():
        pytest.skip(f"{request.param} is not installed: {install}")
    with runner(tmp_path_factory.mktemp(request.param)) as url:
        user = "dba" if request.param == "virtuoso" else ""
        yield server_at(url, user=user, password=user)


@pytest.fixture(scope="module")
def published(running: Server, graph: Store) -> RemoteStore:
    done = publish(graph, running, graph=GRAPH)
    assert done.triples == len(graph)
    assert done.way.startswith("Graph Store Protocol at ")
    return RemoteStore(Endpoint(running.query, graph=GRAPH, timeout=120))


def rows(answer: object) -> Counter[tuple[str, ...]]:
    assert isinstance(answer, QuerySolutions)
    return Counter(tuple(str(value) for value in row) for row in answer)


VIRTUOSO_REFUSES = {"directors-who-moved": "Aggregate function not allowed in context"}
"""Queries that Virtuoso 7 does not run, and its words: a filter on an aggregate of a subquery."""


@pytest.mark.parametrize("name", query_names())
def test_every_named_query_gives_the_same_rows(
    name: str, published: RemoteStore, graph: Store, running: Server
) -> None:
    query = find_query(name)
    bound = bind(query, dict(query.example), graph)
    here = sparql.run(query.text, graph, bound)
    if running.user == "dba" and name in VIRTUOSO_REFUSES:
        with pytest.raises(QueryError, match=VIRTUOSO_REFUSES[name]):
            sparql.run(query.text, cast("Store", published), bound)
        return
    there = sparql.run(query.text, cast("Store", published), bound)
    assert [v.value for v in there.variables] == [v.value for v in here.variables]  # type: ignore[union-attr]
    assert rows(there) == rows(here)


def test_a_service_clause_reaches_the_server(published: RemoteStore, graph: Store) -> None:
    url = published.endpoint.url
    query = parse_query(
        f"SELECT ?name ?code {{ council:kent rdfs:label ?name . SERVICE <{url}> "
        f"{{ GRAPH <{GRAPH}> {{ council:kent ofg:dfeCode ?code }} }} }}"
    )
    answer = ask_anywhere(query, graph, {}, Calling(own=True))
    assert rows(answer) == Counter([('"Kent"', '"886"')])


def small(size: int, extra: str = "") -> Store:
    store = Store()
    for number in range(size):
        thing, value = NamedNode(f"https://example.org/{number}"), NamedNode(f"x:{extra}v")
        store.add(Quad(thing, NamedNode("https://example.org/p"), value))
    return store


@pytest.mark.parametrize("by_update", [False, True])
def test_publishing_again_replaces_what_was_there(running: Server, by_update: bool) -> None:
    # Without an address for a Graph Store only updates are left.
    server = Server(running.query, () if by_update else running.stores, running.update,
                    running.user, running.password)  # fmt: skip
    graph = f"https://example.org/graph-{by_update}"
    publish(small(3, "old"), server, graph=graph)
    done = publish(small(2_500), server, graph=graph)
    assert done.way.startswith("SPARQL Update" if by_update else "Graph Store")
    remote = RemoteStore(Endpoint(running.query, graph=graph))
    assert len(remote) == 2_500
    assert not list(remote.quads_for_pattern(None, None, NamedNode("x:oldv")))


def test_what_did_not_arrive_is_found_out(running: Server) -> None:
    graph = "https://example.org/loss"
    publish(small(5), running, graph=graph)
    with pytest.raises(EndpointError, match="does not have what was sent: 5 triples for 6"):
        verify(small(6), running, graph)


def test_commands_give_the_same_from_a_server(
    published: RemoteStore, cli: Cli, tmp_path: Path
) -> None:
    url = published.endpoint.url
    if "/query" not in url:
        pytest.skip("only Oxigraph's default graph can be published to")
    own = server_at(url)
    publish(load_store(), own)
    for command in (("show", "Tower Hamlets"), ("why", "Tower Hamlets 2017")):
        assert cli(*command, "--endpoint", url).out == cli(*command).out
    here, there = tmp_path / "here.json", tmp_path / "there.json"
    assert cli("graph", "--about", "Tower Hamlets", "-o", here).code == 0
    assert cli("graph", "--about", "Tower Hamlets", "-o", there, "--endpoint", url).code == 0
    assert there.read_text() == here.read_text()
