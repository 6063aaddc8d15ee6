"""A council's story as a picture: what is drawn, and what is not."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from commands import Cli
from pyoxigraph import Literal, Quad, Store

from ofsted_graph.errors import UsageError
from ofsted_graph.viz.story_pictures import story_picture, story_sheet, told_of
from ofsted_graph.vocab import OFG, thing

SVG = "{http://www.w3.org/2000/svg}"
NORTHWOLD = thing("council", "northwold")


def drawn(store: Store) -> ElementTree.Element:
    return ElementTree.fromstring(story_sheet(told_of(store, NORTHWOLD)))


def texts(root: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in root.iter(f"{SVG}text")]


def test_sheet_says_the_finding_the_day_what_it_means_and_where_it_is_from(graph: Store) -> None:
    said = " ".join(texts(drawn(graph)))
    assert "Northwold: requires improvement since" in said
    assert "Results published until" in said
    assert "nobody is known surely enough" in said
    assert "Open Government Licence" in said


def test_every_grade_is_a_link_to_its_inspection(graph: Store) -> None:
    told = told_of(graph, NORTHWOLD)
    places = [a.get("href") for a in drawn(graph).iter(f"{SVG}a")]
    assert {row["inspection"] for row in told.ratings} <= {*places}


def test_line_leads_to_a_director_who_is_known_and_a_mark_says_who_is_not(graph: Store) -> None:
    told = told_of(graph, NORTHWOLD)
    marks = [c for c in drawn(graph).iter(f"{SVG}circle") if c.get("class") == "join"]
    assert len(marks) == sum(row["inspection"] in told.directors for row in told.ratings)
    assert texts(drawn(graph)).count("?") == len(told.ratings) - len(marks)


def test_nothing_lies_outside_the_sheet(graph: Store) -> None:
    root = drawn(graph)
    picture = root.find(f"{SVG}svg")
    assert picture is not None
    _, _, width, height = map(float, picture.get("viewBox", "").split())
    for rect in picture.iter(f"{SVG}rect"):
        left, top = float(rect.get("x", 0)), float(rect.get("y", 0))
        assert 0 <= left <= left + float(rect.get("width", 0)) <= width + 1
        assert 0 <= top <= top + float(rect.get("height", 0)) <= height


def test_council_without_a_grade_has_no_picture(graph: Store) -> None:
    for quad in list(graph.quads_for_pattern(None, OFG.grade, None, None)):
        graph.remove(quad)
    told = told_of(graph, NORTHWOLD)
    assert story_picture(told, str) == ""
    with pytest.raises(UsageError, match="nothing to draw"):
        story_sheet(told)


def test_names_are_text_and_never_markup(graph: Store) -> None:
    person = thing("person", "ada-quill")
    for quad in list(graph.quads_for_pattern(person, None, None, None)):
        if isinstance(quad.object, Literal):
            graph.remove(quad)
            graph.add(Quad(person, quad.predicate, Literal('<a href="javascript:x">A & B</a>')))
    assert not any("javascript" in (a.get("href") or "") for a in drawn(graph).iter(f"{SVG}a"))


def test_council_is_drawn_by_graph_and_by_timeline(
    cli: Cli, graph_file: Path, tmp_path: Path
) -> None:
    for command in ("graph", "timeline"):
        place = tmp_path / f"{command}.svg"
        done = cli(command, "--about", "Northwold", "--data", graph_file, "-o", place)
        assert done.code == 0
        assert "Northwold: requires improvement since" in place.read_text()
    done = cli("timeline", "--data", graph_file, "-o", tmp_path / "x.png")
    assert (done.code, done.out) == (2, "")
    assert "name it with --about" in done.err
