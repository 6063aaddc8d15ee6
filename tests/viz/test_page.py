"""The page as text: whole, safe, the same from the same graph, and all in one file."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import pytest
from networks import GRAPH, england, hostile_names, small

from ofsted_graph.viz.page import is_link, render_page

MAKE = f"""
import sys
from pyoxigraph import RdfFormat, Store
from ofsted_graph.network.networks import network
from ofsted_graph.viz.page import render_page
store = Store()
store.bulk_load(path={str(GRAPH)!r}, format=RdfFormat.TURTLE)
sys.stdout.buffer.write(render_page(network(store)).encode())
"""


class Reader(HTMLParser):
    """Collect elements with their attributes, and what stands in scripts and style sheets."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self._in = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in = tag if tag in self.raw else ""

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self.raw[self._in].append(data)

    def data(self) -> Any:
        return json.loads(self.raw["script"][0])


@pytest.fixture(scope="module")
def text() -> str:
    return render_page(small())


@pytest.fixture(scope="module")
def page(text: str) -> Reader:
    return Reader(text)


def test_the_same_graph_gives_the_same_bytes_whatever_the_seed() -> None:
    pages = []
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        made = subprocess.run(
            [sys.executable, "-c", MAKE], env=environment, capture_output=True, check=True
        )
        pages.append(made.stdout)
    assert len(set(pages)) == 1
    assert "–" in pages[0].decode()


def test_the_policy_names_every_script_and_style_by_its_hash(page: Reader) -> None:
    policy = next(
        attrs["content"] or ""
        for tag, attrs in page.elements
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    # The first script is data, which does not run; the others must be named.
    for code in (*page.raw["script"][1:], *page.raw["style"]):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert len(page.raw["script"]) == 3
    assert len(page.raw["style"]) == 2


def test_nothing_is_asked_from_anywhere(page: Reader) -> None:
    loading = {"src", "srcset", "data", "action", "background", "poster", "style"}
    for tag, attrs in page.elements:
        assert tag not in {"img", "iframe", "object", "embed", "base", "form"}
        assert not loading & set(attrs), (tag, attrs)
        assert not [name for name in attrs if name.startswith("on")]
        if tag == "link":
            assert attrs == {"rel": "icon", "href": "data:,"}
    assert not re.search(r"url\((?!#)", "".join(page.raw["style"]))
    assert "sourceMappingURL" not in "".join(page.raw["script"])


def test_the_page_says_what_it_is(page: Reader) -> None:
    assert page.elements[0] == ("html", {"lang": "en-GB"})
    tags = [tag for tag, _ in page.elements]
    assert {"title", "h1", "main", "noscript", "caption"} <= set(tags)
    ids = [attrs["id"] for _, attrs in page.elements if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_what_labels_and_controls_point_to_is_there(page: Reader) -> None:
    ids = {attrs["id"] for _, attrs in page.elements if attrs.get("id")}
    for name in ("for", "aria-controls", "aria-labelledby", "aria-describedby"):
        assert {attrs[name] for _, attrs in page.elements if attrs.get(name)} <= ids


def test_timeline_and_tables_tell_all_facts_without_scripts(text: str) -> None:
    plain = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    for fact in (
        "Ada Wren", "Cy Moss", "March 2016", "31 August 2019", "Letter to Northmoor", "row 3",
        "https://example.org/reports/1", "Inadequate", "No overall grade", "Sources differ",
    ):  # fmt: skip
        assert fact in plain, fact
    assert plain.count("<tr data-post=") == 8
    assert plain.count("<tr data-node=") == 5
    assert "does not show that a person caused" in plain


def test_nodes_and_edges_come_from_pyvis_and_know_their_places(page: Reader) -> None:
    data = page.data()
    assert [node["id"] for node in data["nodes"]] == list(range(16))
    ada = next(node for node in data["nodes"] if node["key"] == "person:ada-wren")
    post = next(
        edge for edge in data["edges"] if edge["from"] == ada["id"] and edge["kind"] == "post"
    )
    assert {"to", "role", "days", "cites", "at", "spoke", "years"} <= set(post)
    for edge in data["edges"]:
        if edge["kind"] == "in-post":
            assert data["edges"][edge["post"]]["kind"] == "post"
    places = [place for node in data["nodes"] for place in node.get("cites", [])]
    assert all(data["places"][place] for place in places)


def test_the_page_opens_where_it_is_asked_to() -> None:
    data = Reader(render_page(small(about=["Ada Wren"]), view="timeline")).data()
    assert data["start"] == {"view": "timeline", "node": "person:ada-wren", "path": ""}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.gov.uk/a?b=c#d", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        (" https://example.org", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("https://", False),
        ("https://example.org/\"onclick='x'", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(address: str, expected: bool) -> None:
    assert is_link(address) is expected


def test_hostile_names_stay_text() -> None:
    names = hostile_names()
    assert len(set(names)) == 200
    page = Reader(render_page(england(70, names=names)))
    assert len(page.raw["script"]) == 3
    assert len(page.raw["style"]) == 2
    for tag, attrs in page.elements:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
        if tag == "a":
            assert re.match(r"#|https?://", attrs["href"] or ""), attrs
    labels = {node["label"] for node in page.data()["nodes"]}
    assert names[0] in labels


def test_nothing_in_the_data_can_end_its_script() -> None:
    text = render_page(england(3, names=["</script>", "<!--", "]]>", "\u2028", "&amp;"]))
    start = text.index('id="data">')
    assert not re.search("[<>&\u2028]", text[start + 10 : text.index("</script>", start)])
