"""The server: the protocol, limits, caching, and what goes wrong."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ofsted_graph.serve.web import Settings, application
from ofsted_graph.serve.worker_pool import Pool

ASK = "ASK { ?c a ofg:Council }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(8)) + " }"
SIGNS = st.text(st.characters(codec="utf-8"), max_size=40)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def data(built: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("served") / "graph.ttl"
    path.write_bytes(built)
    return path


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[TestClient]:
    with TestClient(application(Settings(data, 2, 2.0)), follow_redirects=False) as client:
        yield client


def test_query_by_get_and_by_both_posts(client: TestClient) -> None:
    accept = {"Accept": "application/sparql-results+json"}
    answers = [
        client.get("/sparql", params={"query": ASK}, headers=accept),
        client.post("/sparql", data={"query": ASK}, headers=accept),
        client.post(
            "/sparql", content=ASK, headers=accept | {"Content-Type": "application/sparql-query"}
        ),
    ]
    assert [answer.json()["boolean"] for answer in answers] == [True] * 3


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("application/sparql-results+xml;q=0.5, text/csv;q=0.4", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("*/*", "application/sparql-results+json"),
    ],
)
def test_rows_come_in_the_form_that_is_wanted(accept: str, media: str, client: TestClient) -> None:
    query = "SELECT ?c { ?c a ofg:Council }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media


def test_graph_comes_as_turtle(client: TestClient) -> None:
    query = "CONSTRUCT WHERE { ?c a ofg:Council }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "*/*"})
    assert answer.headers["content-type"].startswith("text/turtle")


@pytest.mark.parametrize(
    ("request_", "status", "told"),
    [
        ({"params": {"query": "SELECT"}}, 400, "does not parse"),
        ({"params": [("query", ASK), ("query", ASK)]}, 400, "One query"),
        ({"params": {"update": "CLEAR ALL"}}, 403, "read-only"),
        ({"params": {"query": "ASK { SERVICE <http://x.example/> { ?a ?b ?c } }"}}, 400, "SERVICE"),
        ({"params": {"query": "SELECT * { ?c ofg:rate ?x }"}}, 400, "ofg:rate"),
        ({"params": {"query": ASK}, "headers": {"Accept": "image/png"}}, 406, "can be had as"),
        ({"params": {"query": "x" * 60_000}}, 414, "too long"),
        ({"params": {"query": "SELECT * " + "{" * 3_000 + "}" * 3_000}}, 413, "deep"),
        ({"params": {"query": ASK, "default-graph-uri": "not an address"}}, 400, "no address"),
    ],
    ids=range(9),
)  # fmt: skip
def test_request_that_cannot_be_answered_says_why(
    request_: dict[str, object], status: int, told: str, client: TestClient
) -> None:
    answer = client.get("/sparql", **request_)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert told in answer.text


@pytest.mark.parametrize(
    ("media", "content", "status"),
    [
        ("text/plain", ASK.encode(), 415),
        ("application/sparql-update", b"CLEAR ALL", 403),
        ("application/sparql-query", ASK.encode("utf-16"), 400),
        (FORM, b"", 400),
        (FORM, b"query=" + b"x" * 2_000_000, 413),
    ],
    ids=range(5),
)
def test_body_that_cannot_be_read_says_why(
    media: str, content: bytes, status: int, client: TestClient
) -> None:
    answer = client.post("/sparql", content=content, headers={"Content-Type": media})
    assert answer.status_code == status
    assert answer.text.strip()


def test_other_methods_are_refused(client: TestClient) -> None:
    assert client.put("/sparql", content=b"x").status_code == 405
    assert client.delete("/council/northwold/").status_code == 405


def test_data_set_may_be_named(client: TestClient) -> None:
    answer = client.get(
        "/sparql", params={"query": "ASK { ?s ?p ?o }", "default-graph-uri": "http://x.example/g"}
    )
    assert answer.json()["boolean"] is False


def test_endless_question_is_ended_and_others_are_answered(client: TestClient) -> None:
    begun = time.monotonic()
    answer = client.get("/sparql", params={"query": ENDLESS})
    assert answer.status_code == 503
    assert "No answer within 2 s" in answer.text
    assert time.monotonic() - begun < 20
    assert client.get("/sparql", params={"query": ASK}).is_success


def test_worker_that_is_killed_is_replaced_and_nobody_notices(data: Path) -> None:
    import multiprocessing

    before = {child.pid for child in multiprocessing.active_children()}
    with TestClient(application(Settings(data, 2, 5.0))) as client:
        assert client.get("/sparql", params={"query": ASK}).is_success
        for child in multiprocessing.active_children():
            if child.pid not in before:
                child.kill()
                child.join()
        for number in range(4):
            query = f"ASK {{ ?c a ofg:Council }} # {number}"
            assert client.get("/sparql", params={"query": query}).is_success


def test_fault_of_the_server_is_told_as_one_and_the_next_is_answered(data: Path) -> None:
    async def ask() -> list[int]:
        pool = Pool(data, 1, 5.0, 2_000_000_000)
        assert await pool.start() == ""
        replies = [await pool.do("none"), await pool.do("page", address="about/", asked={})]
        pool.close()
        return [reply.status for reply in replies]

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: asyncio.run(ask())).result() == [500, 200]


def test_page_in_a_browser_and_service_description_without_query(client: TestClient) -> None:
    html = {"Accept": "text/html,*/*;q=0.8"}
    assert client.get("/sparql", headers=html).headers["location"] == "sparql/"
    shown = client.get("/sparql", params={"query": "SELECT ?c { ?c a ofg:Council }"}, headers=html)
    assert "<table>" in shown.text
    described = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert "sd:SPARQL11Query" in described.text


def test_answer_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/council/northwold/")
    again = client.get("/council/northwold/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in first.headers["cache-control"]


def test_every_answer_has_the_headers_that_keep_a_reader_safe(client: TestClient) -> None:
    for path in ("/", "/council/northwold/", "/nowhere", "/sparql?query=x", "/reconcile"):
        headers = client.get(path).headers
        assert "script-src" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_anybody_may_ask_from_another_site(client: TestClient) -> None:
    answer = client.get(
        "/sparql", params={"query": ASK}, headers={"Origin": "https://elsewhere.example"}
    )
    assert answer.headers["access-control-allow-origin"] == "*"


def test_id_leads_to_the_page_or_the_data(client: TestClient) -> None:
    answer = client.get("/id/council/northwold", headers={"Accept": "text/turtle"})
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/council/northwold/data.ttl")
    assert client.get("/id/council/nowhere").status_code == 404


def test_newer_graph_is_taken_and_a_broken_one_is_not(built: bytes, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(built)
    with TestClient(application(Settings(path, 1, 5.0))) as client:
        query = {"query": "ASK { <http://x.example/new> ?p ?o }"}
        assert client.get("/sparql", params=query).json()["boolean"] is False
        path.write_bytes(built + b"<http://x.example/new> <http://x.example/p> 1 .\n")
        assert _becomes(client, query, wanted=True)
        path.write_bytes(b"this is no turtle")
        time.sleep(3)
        assert client.get("/sparql", params=query).json()["boolean"] is True


def _becomes(client: TestClient, query: dict[str, str], *, wanted: bool) -> bool:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if client.get("/sparql", params=query).json()["boolean"] is wanted:
            return True
        time.sleep(0.2)
    return False


@given(path=SIGNS, asked=SIGNS)
@settings(max_examples=60)
def test_no_address_is_an_error_of_the_server(path: str, asked: str, client: TestClient) -> None:
    part = quote(path, safe="/.%")
    for place in (f"/{part}", f"/council/{part}/", f"/questions/{part}/", f"/id/{part}/x"):
        answer = client.get(place, params={"q": asked, "council": asked, "query": asked})
        assert answer.status_code < 500, place


def reconciled(client: TestClient, **queries: object) -> dict[str, object]:
    found = client.post("/reconcile", data={"queries": json.dumps(queries)}).json()
    return {key: one["result"] for key, one in found.items()}


def test_manifest_names_its_parts(client: TestClient) -> None:
    told = client.get("/reconcile").json()
    assert told["versions"] == ["0.2"]
    assert {"entity", "type", "property"} == set(told["suggest"])


def test_people_are_reconciled_by_name(client: TestClient) -> None:
    found = reconciled(client, a={"query": "Ada Quill", "type": "person"})["a"]
    best = found[0]  # type: ignore[index]
    assert (best["id"], best["match"]) == ("person/ada-quill", True)


def test_what_is_nobody_matches_nothing(client: TestClient) -> None:
    assert reconciled(client, a={"query": "Xqzzk Wfff", "type": "person"}) == {"a": []}


def test_things_are_extended_with_grade_and_director(client: TestClient) -> None:
    wanted = {"ids": ["council/northwold", "council/nowhere"],
              "properties": [{"id": "grade"}, {"id": "name"}]}  # fmt: skip
    told = client.get("/reconcile", params={"extend": json.dumps(wanted)}).json()
    assert told["rows"]["council/northwold"]["grade"] == [
        {"str": "Requires improvement to be good"}
    ]
    assert told["rows"]["council/nowhere"]["name"] == []


@pytest.mark.parametrize(
    "words",
    [{"queries": "no json"}, {"queries": "[]"}, {"queries": '{"a": 1}'}, {"extend": "{}"},
     {"queries": "[" * 100_000}, {"queries": json.dumps({str(i): {} for i in range(300)})}],
    ids=range(6),
)  # fmt: skip
def test_service_says_what_it_cannot_read(words: dict[str, str], client: TestClient) -> None:
    answer = client.post("/reconcile", data=words)
    assert answer.status_code == 400
    assert len(answer.text.splitlines()) == 1


def test_suggestions_and_preview(client: TestClient) -> None:
    hits = client.get("/reconcile/suggest/entity", params={"prefix": "North"}).json()["result"]
    assert "council/northwold" in {hit["id"] for hit in hits}
    shown = client.get("/reconcile/preview", params={"id": "council/northwold"})
    assert "Overall grade" in shown.text
    assert client.get("/reconcile/suggest/none").status_code == 404
