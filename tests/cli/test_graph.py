"""The commands `graph`, `timeline` and `path`: what they print, write and exit with."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from commands import Cli, Outcome
from networks import GRAPH

WAY = """\
Bo Reed
  Director of children's services, 2019 – seen 2026
Eastvale
  Director of children's services, 2016–2019
Ada Wren
  Interim director of children's services, seen 2021
Northmoor
"""
ENDINGS = ".html or .graphml or .gexf or .json or .svg or .png"


@pytest.fixture
def run(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cli:
    """Run a command on the made-up graph in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: cli(*words, "--data", GRAPH)


def test_graph_writes_the_page_of_everything(run: Cli) -> None:
    assert run("graph") == Outcome(0, "", "Wrote ofsted-graph.html (16 nodes, 22 ties).\n")
    assert "<title>England – " in Path("ofsted-graph.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ["graphml", "gexf", "json", "svg", "html"])
def test_the_ending_tells_the_format(run: Cli, ending: str) -> None:
    told = run("graph", "--about", "Ada Wren", "-o", f"career.{ending}")
    assert told == Outcome(0, "", f"Wrote career.{ending} (9 nodes, 11 ties).\n")
    written = Path(f"career.{ending}").read_text(encoding="utf-8")
    if ending == "json":
        assert len(json.loads(written)["elements"]["nodes"]) == 9
    elif ending == "graphml":
        assert nx.parse_graphml(written).number_of_nodes() == 9
    elif ending != "html":
        assert ElementTree.fromstring(written).tag.endswith(f"}}{ending}")


def test_a_picture_for_those_without_a_browser(run: Cli) -> None:
    pytest.importorskip("resvg_py", reason="the extra `image` is not installed")
    assert run("graph", "--about", "Eastvale", "-o", "eastvale.png").code == 0
    assert Path("eastvale.png").read_bytes()[:4] == b"\x89PNG"


def test_graph_draws_a_part(run: Cli) -> None:
    told = run("graph", "--region", "london", "--role", "elected mayor", "-o", "a.html")
    assert told == Outcome(0, "", "Wrote a.html (7 nodes, 7 ties).\n")
    assert run("graph", "--as-of", "2017-06-01", "-o", "b.html").code == 0


def test_graph_draws_an_answer(run: Cli) -> None:
    query = "CONSTRUCT { ?i ofg:theme ?t } { ?i ofg:theme ?t }"
    Path("themes.rq").write_text(query, encoding="utf-8")
    told = run("graph", "--query", "themes.rq", "-o", "themes.svg")
    assert told == Outcome(0, "", "Wrote themes.svg (6 nodes, 5 ties).\n")
    assert "The front door" in Path("themes.svg").read_text(encoding="utf-8")


def test_graph_draws_a_named_query_with_its_parameter(
    cli: Cli, graph_file: Path, tmp_path: Path
) -> None:
    told = cli(
        "graph", "--query", "in-charge", "-p", "council=Easterby", "--data", graph_file,
        "-o", tmp_path / "in-charge.json",
    )  # fmt: skip
    assert told.code == 0
    elements = json.loads((tmp_path / "in-charge.json").read_text(encoding="utf-8"))["elements"]
    assert {"Easterby", "Ada Quill"} <= {node["data"]["label"] for node in elements["nodes"]}


def test_timeline_opens_the_page_on_its_timeline(run: Cli) -> None:
    assert run("timeline", "--about", "Eastvale", "-o", "t.html").code == 0
    assert '"start":{"view":"timeline"' in Path("t.html").read_text(encoding="utf-8")


def test_path_tells_the_way(run: Cli) -> None:
    assert run("path", "Bo Reed", "Northmoor") == Outcome(0, WAY, "")


def test_path_draws_the_way(run: Cli) -> None:
    told = run("path", "Bo Reed", "Northmoor", "-o", "way.html")
    assert (told.code, told.out) == (0, WAY)
    assert told.err.startswith("Wrote way.html (")
    assert "From Bo Reed to Northmoor" in Path("way.html").read_text(encoding="utf-8")


def test_path_goes_through_inspections_when_asked(run: Cli) -> None:
    assert run("path", "Hal Penn", "Northmoor").code == 1
    told = run("path", "Hal Penn", "Northmoor", "--inspections")
    assert told.out.splitlines() == [
        "Hal Penn",
        "  lead inspector",
        "Northmoor: ILACS standard inspection, 2022-05-09",
        "  inspected",
        "Northmoor",
    ]


def test_no_path_is_an_answer(run: Cli) -> None:
    told = run("path", "Eastvale", "Old Northmoor")
    assert told == Outcome(1, "", "Nothing connects Eastvale and Old Northmoor.\n")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("graph", "--about", "Ada Wrenn"), 'unknown person or council "Ada Wrenn".'),
        (("graph", "-o", "x.doc"), f"x.doc: the ending tells no format; use {ENDINGS}."),
        (("timeline", "-o", "x.gexf"), "the ending tells no format; use .html or .svg or .png."),
        (("path", "Eastvale", "eastvale"), '"Eastvale" and "eastvale" are the same; name two.'),
        (("graph", "--as-of", "soon"), '"soon" is not a date; write it as 2017-04-07.'),
        (("graph", "-o", "/dev/null/x.html"), "/dev/null/x.html: cannot be written"),
    ],
)
def test_a_mistake_is_one_line(run: Cli, words: tuple[str, ...], line: str) -> None:
    told = run(*words)
    assert (told.code, told.out) == (2, "")
    assert line in told.err
    assert told.err.startswith("ofsted-graph: ")
    assert told.err.count("\n") == 1
