"""A brief: what its page says of a council, and that it is one sheet that needs nothing else."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from commands import Cli
from pyoxigraph import Store

from ofsted_graph.viz.briefs import Brief, Grade, Rating, brief, render_brief
from ofsted_graph.vocab import thing

DAY = dt.date(2026, 2, 3)
GOOD, INADEQUATE = Grade("Good", "G", rank=2), Grade("Inadequate", "I", rank=4)


def rated(*grades: Grade, ended: bool = False) -> Brief:
    ratings = tuple(
        Rating(f"{2024 - at}", grade, "Inspection", (), 0) for at, grade in enumerate(grades)
    )
    return Brief("Kent", ("County",), ended, ratings, (), (), (), (), "2025", "")


@pytest.mark.parametrize(
    ("told", "finding"),
    [
        (rated(GOOD), "Good since 2024"),
        (rated(GOOD, INADEQUATE), "Good since 2024; Inadequate before that, from 2023"),
        (
            rated(GOOD, GOOD, INADEQUATE, INADEQUATE),
            "Good since 2023, again on 2024; Inadequate before that, from 2021",
        ),
        (rated(INADEQUATE, ended=True), "Inadequate from 2024 until it ended"),
        (rated(), "no overall grade is known"),
    ],
)
def test_the_finding_is_the_grade_and_since_when(told: Brief, finding: str) -> None:
    assert told.finding == finding


def test_a_council_is_told_with_who_was_in_post(graph: Store) -> None:
    told = brief(graph, thing("council", "easterby"))
    assert told.council == "Easterby"
    assert [one.grade.name for one in told.ratings][:1] == ["Good"]
    assert told.aspects[0].name == "Overall effectiveness"
    for rating in told.ratings:
        assert rating.source <= len(told.sources)
        assert rating.posts[0].role == "Director of children's services"
        for post in rating.posts:
            assert post.known == (post.who != "not known")


def test_every_council_has_a_page_that_needs_nothing_else(graph: Store) -> None:
    for council in ("easterby", "northwold", "old-easterby"):
        page = render_brief(brief(graph, thing("council", council)), DAY)
        assert not re.search(r"<(script|link|img|iframe)\b|@import|url\(", page)
        assert "made on 3 February 2026" in page


def test_what_a_graph_says_is_no_markup() -> None:
    told = rated(Grade("<b>Good</b>", "G"))
    assert "<b>" not in render_brief(told, DAY)
    assert "&lt;b&gt;Good&lt;/b&gt;" in render_brief(told, DAY)


def test_the_command_writes_a_page(cli: Cli, graph_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "easterby.html"
    done = cli("brief", "Easterby", "--data", graph_file, "-o", path)
    assert (done.code, done.out) == (0, f"Wrote {path}.\n")
    assert "Easterby: children's services in brief" in path.read_text()


def test_the_command_prints_one_sheet(cli: Cli, graph_file: Path, tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    path = tmp_path / "easterby.pdf"
    done = cli("brief", "Easterby", "--data", graph_file, "-o", path)
    if "Pango" in done.err:
        pytest.skip("the system's library Pango is not installed")
    assert done.code == 0
    document = pdfium.PdfDocument(path)
    try:
        assert len(document) == 1
        assert "in brief" in document[0].get_textpage().get_text_range()
    finally:
        document.close()


def test_another_ending_is_refused(cli: Cli, graph_file: Path, tmp_path: Path) -> None:
    done = cli("brief", "Easterby", "--data", graph_file, "-o", tmp_path / "x.docx")
    assert done.code == 2
    assert 'a brief is a .pdf or .html file; "x.docx" is neither' in done.err
