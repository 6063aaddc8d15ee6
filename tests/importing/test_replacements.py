"""Rows of the sources read take the place of what those sources said before."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofsted_graph.errors import InputError
from ofsted_graph.facts.fact_tables import TABLES, read_table
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.replacements import Replacement


def reading(name: str, *grades: str, file: str = "", sha256: str = "") -> Reading:
    said = Reading()
    said.add("sources", id=name, file=file or f"a/{name}.pdf", sha256=sha256 or f"{name}-bytes")
    for grade in grades:
        said.add("judgements", source=name, grade=grade, aspect="overall-effectiveness")
    return said


def replace(folder: Path, *readings: Reading) -> dict[str, int]:
    with Replacement(folder, "reports") as replacement:
        for one in readings:
            assert replacement.add(one) == ""
        return dict(replacement.write())


def grades(folder: Path) -> list[tuple[str, str]]:
    rows = read_table(folder / "judgements.reports.csv", "judgements")
    return [(row["source"], row["grade"]) for row in rows]


def test_new_unchanged_and_changed(tmp_path: Path) -> None:
    assert replace(tmp_path, reading("x", "good"), reading("y", "good", "good")) == {"new": 2}
    before = (tmp_path / "judgements.reports.csv").stat().st_mtime_ns
    assert replace(tmp_path, reading("y", "good"), reading("x", "good")) == {"unchanged": 2}
    assert (tmp_path / "judgements.reports.csv").stat().st_mtime_ns == before
    assert replace(tmp_path, reading("x", "inadequate")) == {"changed": 1}
    assert sorted(grades(tmp_path)) == [("x", "inadequate"), ("y", "good")]


def test_rows_that_are_no_longer_said_go(tmp_path: Path) -> None:
    replace(tmp_path, reading("x", "good"))
    assert replace(tmp_path, reading("x")) == {"changed": 1}
    assert grades(tmp_path) == []


def test_only_tables_with_rows_are_made_and_others_are_not_touched(tmp_path: Path) -> None:
    by_hand = tmp_path / "judgements.csv"
    by_hand.write_text("not even a table")
    (tmp_path / "judgements.letters.csv").write_text("nor this")
    replace(tmp_path, reading("x", "good"))
    assert by_hand.read_text() == "not even a table"
    assert (tmp_path / "judgements.letters.csv").read_text() == "nor this"
    assert {path.name for path in tmp_path.glob("*.reports.csv")} == {
        "sources.reports.csv",
        "judgements.reports.csv",
    }


@pytest.mark.parametrize(
    "later",
    [
        reading("renamed", "good", file="a/x.pdf", sha256="corrected"),
        reading("renamed", "good", file="b/moved.pdf", sha256="x-bytes"),
    ],
    ids=["corrected file, other source", "same bytes, other place"],
)
def test_a_source_is_replaced_under_another_name(tmp_path: Path, later: Reading) -> None:
    replace(tmp_path, reading("x", "inadequate"), reading("y", "good"))
    assert replace(tmp_path, later) == {"changed": 1}
    assert sorted(grades(tmp_path)) == [("renamed", "good"), ("y", "good")]


def test_two_files_of_one_run(tmp_path: Path) -> None:
    with Replacement(tmp_path, "reports") as replacement:
        replacement.add(reading("x", "good"))
        copied = reading("x-too", "good", file="b/copy.pdf", sha256="x-bytes")
        assert replacement.add(copied) == "a/x.pdf"
        with pytest.raises(InputError, match="source x"):
            replacement.add(reading("x", "good", file="b/other.pdf", sha256="other"))
        replacement.write()
    assert grades(tmp_path) == [("x", "good")]


@pytest.mark.parametrize("text", ["", "id,title\n", ",".join(TABLES["sources"]) + "\na,b\n"])
def test_a_table_that_is_not_ours_is_refused(tmp_path: Path, text: str) -> None:
    broken = tmp_path / "sources.reports.csv"
    broken.write_text(text)
    if text:
        with pytest.raises(InputError, match="does not have the columns"):
            replace(tmp_path, reading("x", "good"))
        assert broken.read_text() == text
    else:
        assert replace(tmp_path, reading("x", "good")) == {"new": 1}


def test_a_row_must_cite_its_source(tmp_path: Path) -> None:
    stray = reading("x")
    stray.add("judgements", source="y")
    with (
        Replacement(tmp_path, "reports") as replacement,
        pytest.raises(ValueError, match="cites y"),
    ):
        replacement.add(stray)
    with pytest.raises(KeyError, match="colour"):
        stray.add("judgements", colour="red")
