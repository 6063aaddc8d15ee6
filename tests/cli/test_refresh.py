"""New material in, a checked graph out, in one command."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Cli
from fact_rows import rewrite, set_cell
from pdf_files import write_pdf

from ofsted_graph.facts.fact_tables import read_table

LETTER = """\
22 June 2022
Ms Una Reyes
Director of Children’s Services
Northwold Council
High Street
Dear Ms Reyes
Focused visit to Northwold children’s services
This letter summarises the findings of the focused visit to Northwold children’s services
on 17 and 18 May 2022. His Majesty’s Inspectors for this visit were Jo Bly and Di Ray-Fox.
Inspectors looked at the local authority’s arrangements for care leavers."""
LAST = """\
Yours sincerely
Jo Bly
His Majesty’s Inspector"""
POSTS = """\
person,role,organisation,seen,url,source_title
Gus Orr,chief-executive,northwold,2022-05,https://example.org/northwold,Who is who
Nobody,chief-executive,nowhere,2022-05,https://example.org/nowhere,Who is who
"""


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Give a folder with a letter, a table of posts, a PDF of nothing known and a note."""
    folder = tmp_path / "new"
    name = "children's services focused visit - 22 june 2022.pdf"
    write_pdf(folder / "89991_northwold" / name, [LETTER, LAST])
    write_pdf(folder / "menu.pdf", ["Soup"])
    (folder / "posts.csv").write_text(POSTS)
    (folder / "notes.txt").write_text("to read")
    return folder


def test_everything_new_is_in_the_graph(cli: Cli, new: Path, facts: Path, graph_file: Path) -> None:
    outcome = cli("refresh", new, "--facts", facts, "-o", graph_file)
    assert outcome.code == 0
    assert f"{new / 'menu.pdf'}: is of no kind known here" in outcome.err
    assert "1 read: 1 new, 0 changed, 0 unchanged; 0 repeated, 1 refused" in outcome.out
    assert "posts: 1 rows left out (--verbose says why)\n" in outcome.out
    assert "1 other file passed over\n" in outcome.out
    assert "  Northwold: focused visit 2022-05-17 added\n" in outcome.out
    assert "valid: 0 errors" in outcome.out
    asked = cli("query", "in-charge", "-p", "council=northwold", "--data", graph_file, "-f", "csv")
    assert "Una Reyes" in asked.out
    assert cli("build", "--check", "--facts", facts, "-o", graph_file).code == 0


def test_again_there_is_nothing_new(cli: Cli, new: Path, facts: Path, graph_file: Path) -> None:
    cli("refresh", new, "--facts", facts, "-o", graph_file)
    before = graph_file.read_bytes()
    again = cli("refresh", new, "--facts", facts, "-o", graph_file)
    assert "1 read: 0 new, 0 changed, 1 unchanged" in again.out
    assert "Nothing new: the graph is unchanged.\n" in again.out
    assert graph_file.read_bytes() == before


def test_graph_with_errors_is_not_written(
    cli: Cli, new: Path, facts: Path, graph_file: Path
) -> None:
    before = graph_file.read_bytes()
    rewrite(facts, "paths.csv", set_cell("replaced_by", "person/nobody", path="person/a-quill"))
    outcome = cli("refresh", new, "--facts", facts, "-o", graph_file)
    assert outcome.code == 1
    assert f"{graph_file} is left as it was: mend the facts" in outcome.err
    assert graph_file.read_bytes() == before
    assert any(row["id"].startswith("letter-northwold-2022") for row in
               read_table(facts / "sources.letters.csv", "sources"))  # fmt: skip


def test_spoilt_table_stops_nothing(cli: Cli, new: Path, facts: Path, graph_file: Path) -> None:
    (new / "statistics.ods").write_bytes(b"not a sheet")
    outcome = cli("refresh", new, "--facts", facts, "-o", graph_file)
    assert outcome.code == 0
    assert f"statistics not read: {new / 'statistics.ods'}: " in outcome.err
    assert "Gus Orr: chief executive at Northwold added" in outcome.out


def test_folder_with_nothing_to_read_is_refused(cli: Cli, tmp_path: Path, facts: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = cli("refresh", tmp_path / "empty", "--facts", facts, "-o", tmp_path / "x.ttl")
    assert (outcome.code, outcome.out) == (2, "")
    assert "nothing to read was found there" in outcome.err
