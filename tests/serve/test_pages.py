"""The pages: what each says, and that every link on them leads somewhere."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from commands import Cli
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from ofsted_graph.serve.pages import page, see_other
from ofsted_graph.vocab import DCTERMS, OFG, RDFS, thing

COUNCIL = "council/northwold/"
HOSTILE = '"><script>alert(1)</script>'


class _Links(HTMLParser):
    """Gathers where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for k, v in attrs if k in {"href", "src", "action"} and v]


def text(store: Store, address: str, **asked: str) -> str:
    reply = page(store, address, asked)
    assert reply.status == 200
    return reply.body.decode()


def test_council_page_opens_with_grade_and_who_is_in_charge(graph: Store) -> None:
    body = text(graph, COUNCIL)
    first = body[: body.index("Ratings, and who was in post")]
    assert "Requires improvement since" in first
    assert "Director of children's services, as at" in first
    assert '<svg class="story"' in first
    assert "reports.ofsted.gov.uk/provider/44/" in first


def test_names_below_the_bar_are_not_printed_beside_a_judgement(graph: Store) -> None:
    body = text(graph, COUNCIL)
    ratings = body[body.index("Ratings, and who") : body.index("<h2>Data")]
    assert "possibly" not in ratings


def test_person_page_describes_the_person_for_search_engines(graph: Store) -> None:
    body = text(graph, "person/ada-quill/")
    told = re.search(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL)
    assert told is not None
    assert json.loads(told[1])["@type"] == "Person"


def test_inspection_page_gives_each_statement_once_with_its_sources(graph: Store) -> None:
    body = text(graph, "inspection/northwold.sif.2016-04-25/")
    told = body[body.index("What is said") : body.index("In the graph")]
    said = re.findall(r'<span class="what">([^<]+)</span>', told)
    assert len(said) == len(set(said)) > 5
    assert "<summary>1 source</summary>" in told


@pytest.mark.parametrize("ending", ["ttl", "nt", "jsonld"])
def test_data_of_a_thing_is_rdf_about_it(ending: str, graph: Store) -> None:
    reply = page(graph, f"{COUNCIL}data.{ending}", {})
    form = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
    triples = list(parse(reply.body, format=form[ending]))
    assert any(q.subject == thing("council", "northwold") for q in triples)


def test_turtle_declares_only_prefixes_that_it_uses(graph: Store) -> None:
    body = page(graph, f"{COUNCIL}data.ttl", {}).body.decode()
    declared = re.findall(r"@prefix (\w+):", body)
    used = set(re.findall(r"\b(\w+):[^/]", body.rpartition("@prefix")[2]))
    assert declared
    assert {*declared} <= used | {declared[-1]}


def test_replaced_path_leads_to_what_replaced_it(graph: Store) -> None:
    old = thing("person", "a-quill")
    graph.add(Quad(old, DCTERMS.isReplacedBy, thing("person", "ada-quill")))
    reply = page(graph, "person/a-quill/", {})
    assert (reply.status, reply.headers["Location"]) == (301, "../../person/ada-quill/")


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", ""),
        ("", ""),
        ("text/turtle", "data.ttl"),
        ("application/ld+json;q=1, text/html;q=0.4", "data.jsonld"),
        ("application/n-triples", "data.nt"),
        ("image/png", ""),
    ],
)
def test_thing_sees_other_by_what_is_wanted(accept: str, place: str, graph: Store) -> None:
    reply = see_other(graph, "council", "northwold", accept, "https://x.example/")
    assert reply.status == 303
    assert reply.headers["Location"] == f"https://x.example/{COUNCIL}{place}"


def test_every_link_of_every_page_leads_to_a_page(graph: Store) -> None:
    waiting, seen, links = [""], {""}, 0
    while waiting:
        address = waiting.pop()
        reply = page(graph, address, {})
        assert reply.status == 200, address
        if reply.media != "text/html":
            continue
        parser = _Links()
        parser.feed(reply.body.decode())
        for link in parser.found:
            if re.match(r"https?:|data:|#", link) or "?" in link:
                continue
            links += 1
            place = _resolved(address, link.partition("#")[0])
            if place not in seen and place != "sparql":
                seen.add(place)
                waiting.append(place)
    assert links > 500
    assert len(seen) > 60


def _resolved(address: str, link: str) -> str:
    parts = address.split("/")[:-1]
    for part in link.split("/"):
        if part == "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    tail = "/" if link.endswith(("/", "..")) or not link else ""
    return "/".join(parts) + tail if parts else ""


@pytest.mark.parametrize(
    "address",
    ["nothing", "council/nowhere/", "council/northwold/x", "council/northwold/data.exe",
     "questions/none/", "def/x", "about/x", "../etc/passwd", "council/%2e%2e/", "sparql/x"],
)  # fmt: skip
def test_what_is_not_there_is_told(address: str, graph: Store) -> None:
    reply = page(graph, address, {})
    assert reply.status == 404


def test_what_is_asked_is_never_markup(graph: Store) -> None:
    for address, asked in (
        ("find/", {"q": HOSTILE}),
        ("questions/in-charge/", {"council": HOSTILE}),
        ("sparql/", {"query": HOSTILE}),
        (f"{HOSTILE}/", {}),
    ):
        assert b"<script>alert" not in page(graph, address, asked).body


def test_what_the_graph_says_is_never_markup(graph: Store) -> None:
    council = thing("council", "northwold")
    for quad in list(graph.quads_for_pattern(council, RDFS.label, None, None)):
        graph.remove(quad)
    graph.add(Quad(council, RDFS.label, Literal(HOSTILE)))
    inspection = thing("inspection", "northwold.sif.2016-04-25")
    graph.add(Quad(inspection, OFG.visit, NamedNode("javascript:alert(1)")))
    for address in ("", COUNCIL, "inspection/northwold.sif.2016-04-25/"):
        body = page(graph, address, {}).body.decode()
        assert "<script>alert" not in body
        assert 'href="javascript' not in body


def test_finding_leads_to_the_page_or_to_what_is_near(graph: Store) -> None:
    reply = page(graph, "find/", {"q": "Northwold"})
    assert (reply.status, reply.headers["Location"]) == (303, f"../{COUNCIL}")
    assert "Nothing is called" in text(graph, "find/", q="zzzz")
    assert page(graph, "find/", {"q": "quill"}).headers["Location"] == "../person/ada-quill/"
    several = text(graph, "find/", q="Ito")
    assert several.count("Cal Ito") == 2
    assert "Easterby" in several


def test_question_page_answers_links_and_offers_files(graph: Store) -> None:
    body = text(graph, "questions/ratings-of-council/", council="Northwold")
    assert 'href="../../inspection/northwold.sif.2016-04-25/"' in body
    assert "answer.csv?council=Northwold" in body
    reply = page(graph, "questions/ratings-of-council/answer.csv", {"council": "Northwold"})
    assert reply.media == "text/csv"
    assert reply.body.startswith(b"council,inspection")


def test_question_that_lacks_something_is_told(graph: Store) -> None:
    assert page(graph, "questions/ratings-of-council/answer.csv", {}).status == 400
    reply = page(graph, "questions/ratings-of-council/", {"council": "Nowhere at all"})
    assert reply.status == 400
    assert b"Nowhere at all" in reply.body


def test_every_named_question_has_a_page(graph: Store) -> None:
    from ofsted_graph.query.named_queries import query_names

    for name in query_names():
        assert page(graph, f"questions/{name}/", {}).status == 200, name


def test_site_has_the_same_pages_and_changes_only_what_changed(
    cli: Cli, graph_file: Path, tmp_path: Path, graph: Store
) -> None:
    folder = tmp_path / "site"
    done = cli("site", folder, "--data", graph_file)
    assert (done.code, done.err) == (0, "")
    assert (folder / COUNCIL / "index.html").read_bytes() == page(graph, COUNCIL, {}).body
    again = cli("site", folder, "--data", graph_file)
    assert ", 0 of them new or changed" in again.out
    stray = folder / "council" / "gone" / "index.html"
    stray.parent.mkdir()
    stray.write_text("of before")
    mark = folder / ".ofsted-graph-site"
    mark.write_text(f"{mark.read_text()}\ncouncil/gone/index.html")
    cli("site", folder, "--data", graph_file)
    assert not stray.exists()


def test_site_is_not_written_over_something_else(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = cli("site", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "holds something else" in done.err
