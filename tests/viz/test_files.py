"""What other programs read: GraphML, GEXF, Cytoscape JSON, SVG and PNG."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from itertools import combinations
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import england, hostile_names, small

from ofsted_graph.errors import MissingExtraError, UsageError
from ofsted_graph.viz import drawing, network_formats
from ofsted_graph.viz.svg import Sheet, text_width, wrapped

SVG = "{http://www.w3.org/2000/svg}"
FORMATS: dict[str, Callable[[nx.MultiDiGraph], str]] = {
    "graphml": network_formats.render_graphml,
    "gexf": network_formats.render_gexf,
    "cytoscape": network_formats.render_cytoscape,
    "svg": drawing.render_svg,
}


def read(form: str, text: str) -> nx.MultiDiGraph:
    if form == "graphml":
        return nx.parse_graphml(text, force_multigraph=True)
    if form == "gexf":
        return nx.read_gexf(io.BytesIO(text.encode()))
    return nx.cytoscape_graph(json.loads(text))


@pytest.mark.parametrize("form", ["graphml", "gexf", "cytoscape"])
def test_networkx_reads_back_every_node_and_edge(form: str) -> None:
    net = small()
    found = read(form, FORMATS[form](net))
    assert found.is_directed()
    assert set(found) == set(net)
    assert found.number_of_edges() == net.number_of_edges()
    # Two posts of one person at one place stay two.
    ends = sorted((a, b) for a, b in net.edges())
    assert sorted((a, b) for a, b in found.edges()) == ends
    ada = found.nodes["person:ada-wren"]
    assert (ada["kind"], ada["other_names"]) == ("person", "A. B. Wren")


@pytest.mark.parametrize("form", ["graphml", "gexf", "cytoscape"])
def test_facts_keep_their_sources(form: str) -> None:
    found = read(form, FORMATS[form](small()))
    told = [d for _, _, d in found.edges(data=True) if d.get("fact") == "tenure:ada-wren.eastvale"]
    assert told[0]["citations"] == "Council news, paragraph 1; Eastvale: report of 2017, page 6"
    assert told[0]["said_start"] == "2016-03"
    inspection = found.nodes["inspection:northmoor.ilacs.2022-05-09"]
    assert inspection["grade_overall"] == "disputed"


def test_graphml_types_what_it_holds() -> None:
    text = network_formats.render_graphml(england(20))
    keys = ElementTree.fromstring(text).findall("{http://graphml.graphdrawing.org/xmlns}key")
    types = {key.get("attr.name"): key.get("attr.type") for key in keys}
    assert types["x"] == "double"
    assert types["kind"] == "string"


def test_no_key_of_graphml_comes_twice() -> None:
    keys = ElementTree.fromstring(network_formats.render_graphml(small())).findall(
        "{http://graphml.graphdrawing.org/xmlns}key"
    )
    ids = [key.get("id") for key in keys]
    assert len(ids) == len(set(ids)) > 10


def test_gexf_has_its_title_where_its_schema_has_room_for_it() -> None:
    net = small()
    net.graph["title"] = "Reed & <Wren>"
    root = ElementTree.fromstring(network_formats.render_gexf(net))
    space = "{http://www.gexf.net/1.2draft}"
    graph = root.find(f"{space}graph")
    assert graph is not None
    assert set(graph.attrib) == {"defaultedgetype", "mode"}
    assert root.findtext(f"{space}meta/{space}description") == "Reed & <Wren>"


def test_gephi_gets_places_and_colours() -> None:
    root = ElementTree.fromstring(network_formats.render_gexf(small(about=["Ada Wren"])))
    viz = "{http://www.gexf.net/1.2draft/viz}"
    assert len(list(root.iter(f"{viz}color"))) == len(small(about=["Ada Wren"]))
    assert list(root.iter(f"{viz}position"))


@pytest.mark.parametrize("form", list(FORMATS))
def test_the_same_network_gives_the_same_text(form: str) -> None:
    assert FORMATS[form](small()) == FORMATS[form](small())
    assert not re.search(r"lastmodified", FORMATS[form](small()))


@pytest.mark.parametrize("form", ["graphml", "gexf", "svg"])
@pytest.mark.parametrize("councils", [3, 70])
def test_hostile_names_leave_xml_well_formed(form: str, councils: int) -> None:
    text = FORMATS[form](england(councils, names=hostile_names()))
    root = ElementTree.fromstring(text)
    names = {element.tag.rpartition("}")[2].lower() for element in root.iter()}
    assert not names & {"script", "img", "iframe", "a", "foreignobject", "image", "style", "use"}
    for element in root.iter():
        assert not [name for name in element.attrib if name.lower().startswith("on")]


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_all_england_is_drawn_as_tiles() -> None:
    net = england(153)
    written = " ".join(texts(drawing.render_svg(net)))
    assert written.count("Council") == 153
    assert "Yorkshire And The Humber" in written
    assert "As at 31 December 2024." in written


def test_a_career_is_drawn_with_its_posts() -> None:
    svg = drawing.render_svg(small(about=["Ada Wren"]))
    written = texts(svg)
    assert {"Ada Wren", "Eastvale", "Northmoor", "Ofsted", "Director, 2016–2019"} <= set(written)
    assert "Interim director, seen 2021" in written
    # Certain and possible are told apart by their dots, and a post that stands in is dashed.
    assert {"2 4", "2 10", "9 5"} <= set(re.findall(r'stroke-dasharray="([^"]+)"', svg))


def test_an_empty_place_is_said_in_words() -> None:
    net = small()
    net.graph["path"] = ("council:nowhere",)
    with pytest.raises(UsageError, match="nothing in this network has a place"):
        drawing.render_svg(net)


def test_a_png_is_a_picture_of_the_drawing() -> None:
    pytest.importorskip("resvg_py", reason="the extra `image` is not installed")
    png = drawing.render_png(small(about=["Eastvale"]), zoom=1)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    svg = ElementTree.fromstring(drawing.render_svg(small(about=["Eastvale"])))
    assert int.from_bytes(png[16:20]) == int(svg.attrib["width"])
    assert int.from_bytes(png[20:24]) == int(svg.attrib["height"])


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingExtraError, match=r"ofsted-graph\[image\]"):
        drawing.render_png(small())


@given(st.lists(st.tuples(st.integers(-300, 300), st.integers(-200, 200)), max_size=25))
def test_names_never_lie_on_each_other(spots: list[tuple[int, int]]) -> None:
    sheet = Sheet()
    boxes = [
        sheet.room_for(["Somebody Longname", "Director, 2016–2019"], x, y, 16) for x, y in spots
    ]
    for (al, at, ar, ab), (bl, bt, br, bb) in combinations([box for box in boxes if box], 2):
        assert ar <= bl or br <= al or ab <= bt or bb <= at


@given(st.text(alphabet=st.characters(categories=["L", "Zs"]), min_size=1, max_size=60))
def test_a_name_is_made_to_fit_or_as_small_as_may_be(name: str) -> None:
    lines, size = wrapped(name, 80, 25)
    assert " ".join(lines).split() == name.split()
    assert size == 7 or all(text_width(line, size) <= 80 for line in lines)
