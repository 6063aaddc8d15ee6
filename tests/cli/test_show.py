"""The command `show`: a story on one screen, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from commands import Cli
from pyoxigraph import Literal, Quad, Store

from ofsted_graph.build.builder import write_turtle
from ofsted_graph.vocab import FOAF, RDFS, thing

EASTERBY = """\
Easterby
Unitary, North East
ONS E06999002 · DfE 992 · Ofsted URN 89992

Ratings, and who was in post
  2020-03-16  Good                             ILACS short inspection, led by Iris Vane
          ●   Director of children's services  Ada Quill
          ◐   Chief executive                  Cal Ito, likely 96 %

People in posts
              Chief executive                  Cal Ito: seen 2020-03-16
              Director of children's services  Ada Quill: from 2020-01, still there 2020-02-07

● certain  ◐ likely. `ofsted-graph why` an inspection has the candidates.
Being in post during an inspection does not show that somebody caused what it found.
"""


def trimmed(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def test_a_council_s_story_on_one_screen(cli: Cli, graph_file: Path) -> None:
    told = cli("show", "Easterby", "--data", graph_file)
    assert (told.code, told.err) == (0, "")
    assert trimmed(told.out) == EASTERBY


def test_a_file_gets_the_same_text(cli: Cli, graph_file: Path, tmp_path: Path) -> None:
    told = cli("show", "E06999002", "--data", graph_file, "-o", tmp_path / "story.txt")
    assert told == (0, "", "")
    assert trimmed((tmp_path / "story.txt").read_text(encoding="utf-8")) == EASTERBY


def test_a_person_s_story(cli: Cli, graph_file: Path) -> None:
    told = cli("show", "ada quill", "--data", graph_file)
    assert told.code == 0
    assert "2016-07-04 ●  Inadequate" in told.out
    assert "2020-01  Director of children's services, Easterby" in told.out


def test_json_holds_the_whole_story(cli: Cli, graph_file: Path) -> None:
    told = json.loads(cli("show", "Easterby", "-f", "json", "--data", graph_file).out)
    assert told["title"] == "Easterby"
    line = told["sections"][0]["lines"][1]
    assert line.pop("thing").startswith("tenure:easterby.director-of-childrens-services.ada-quill")
    assert line == {
        "date": "",
        "what": "Director of children's services",
        "detail": "Ada Quill",
        "certainty": "certain",
        "sources": [],
    }


def test_each_line_can_name_its_sources(cli: Cli, graph_file: Path) -> None:
    told = json.loads(cli("show", "Easterby", "-s", "-f", "json", "--data", graph_file).out)
    lines = told["sections"][0]["lines"]
    assert all(line["sources"] for line in lines)
    assert any("page" in source for source in lines[0]["sources"])
    text = cli("show", "Easterby", "--sources", "--data", graph_file).out
    assert f"– {lines[0]['sources'][0]}" in " ".join(text.split())


def test_csv_is_safe_in_a_spreadsheet(cli: Cli, hostile_file: Path) -> None:
    told = cli("show", "council:easterby", "-f", "csv", "--data", hostile_file)
    assert told.code == 0
    rows = list(csv.reader(io.StringIO(told.out)))
    assert rows[0] == [
        "subject",
        "section",
        "date",
        "what",
        "detail",
        "certainty",
        "thing",
        "sources",
    ]
    assert {row[0] for row in rows[1:]} == {"'=cmd|calc!A1"}
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]
    assert any(cell.startswith("'@sum") for row in rows for cell in row)


@pytest.fixture
def hostile_file(graph: Store, tmp_path: Path) -> Path:
    """Give a graph with names that a spreadsheet would run."""
    for node, term, name in (
        (thing("council", "easterby"), RDFS.label, "=cmd|calc!A1"),
        (thing("person", "ada-quill"), FOAF.name, "@sum(1)"),
    ):
        for quad in list(graph.quads_for_pattern(node, term, None, None)):
            graph.remove(quad)
        graph.add(Quad(node, term, Literal(name)))
    path = tmp_path / "hostile.ttl"
    path.write_bytes(write_turtle(graph))
    return path


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ("Norwald", 'unknown council or person "Norwald". Did you mean "Northwold"?'),
        ("", 'unknown council or person "".'),
        ("Cal Ito", ('"Cal Ito" may be person:cal-ito-easterby, person:cal-ito-northwold; '
                    "use one of these.")),
        ("council:nope", 'unknown council or person "council:nope".'),
        ("zzz\nz", 'unknown council or person "zzz\\nz".'),
    ],
)  # fmt: skip
def test_nobody_of_that_name(cli: Cli, graph_file: Path, subject: str, message: str) -> None:
    told = cli("show", subject, "--data", graph_file)
    assert told == (2, "", f"ofsted-graph: {message}\n")


def test_a_part_of_a_name_that_one_person_has_is_enough(cli: Cli, graph_file: Path) -> None:
    assert cli("show", "quill", "--data", graph_file).out.startswith("Ada Quill\n")


def test_a_part_of_several_names_is_told_with_their_councils(cli: Cli, graph_file: Path) -> None:
    done = cli("show", "Ito", "--data", graph_file)
    assert (done.code, done.out) == (2, "")
    assert "Cal Ito (Easterby)" in done.err
    assert "Cal Ito (Northwold)" in done.err
    assert done.err.endswith("give more of the name.\n")


def test_no_such_format(cli: Cli, graph_file: Path) -> None:
    told = cli("show", "Easterby", "-f", "xml", "--data", graph_file)
    assert told == (2, "", 'ofsted-graph: "xml" is no format of show; use text, csv or json.\n')
