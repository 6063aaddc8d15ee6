"""An import as a whole: many files, some hostile, and interruptions."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from pdf_files import make_bomb, make_pdf, write_pdf

from ofsted_graph.errors import InputError
from ofsted_graph.facts.fact_tables import read_table
from ofsted_graph.importing.pdf import Document, Limits
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.run import Summary, find_documents, import_documents
from ofsted_graph.importing.workers import Bounds


def read(document: Document) -> Reading:
    """Take the first line for a source and each later line for a grade."""
    name, *grades = document.pages[0].split("\n")
    if name == "stranger":
        raise InputError("is not one of ours.")
    reading = Reading()
    reading.add("sources", id=name)
    for grade in grades:
        reading.add("judgements", source=name, grade=grade)
    if not grades:
        reading.leave_out("grade", "not found", 1)
    return reading


def run(facts: Path, *paths: Path, **given: object) -> Summary:
    return import_documents(paths, {"reports": read}, folder=facts, jobs=1, **given)  # type: ignore[arg-type]


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    for name, grade in (("a", "good"), ("b", "inadequate"), ("c", "")):
        write_pdf(folder / f"9_{name}" / f"{name}.pdf", [f"{name}\n{grade}".strip()])
    return folder


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return tmp_path / "facts"


def test_read_and_read_again(reports: Path, facts: Path) -> None:
    told: list[tuple[int, int]] = []
    summary = run(facts, reports, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert (summary.read, summary.new, summary.changed, summary.unchanged) == (3, 3, 0, 0)
    assert [(file, str(item)) for file, item in summary.left_out] == [
        ("9_c/c.pdf", "grade (page 1): not found")
    ]
    before = all_bytes(facts)
    again = run(facts, reports, reports / "9_a" / ".." / "9_a" / "a.pdf")
    assert (again.read, again.unchanged, again.repeated, again.refused) == (3, 3, [], [])
    assert all_bytes(facts) == before
    (source, *_) = read_table(facts / "sources.reports.csv", "sources")
    assert source["file"] == "9_a/a.pdf"
    assert len(source["sha256"]) == 64


def test_any_number_of_workers_gives_the_same(reports: Path, tmp_path: Path) -> None:
    run(tmp_path / "one", reports)
    import_documents([reports], {"reports": read}, folder=tmp_path / "two", jobs=3)
    assert all_bytes(tmp_path / "one") == all_bytes(tmp_path / "two")


def test_a_corrected_file_replaces_its_rows_and_no_others(reports: Path, facts: Path) -> None:
    run(facts, reports)
    corrected = write_pdf(reports / "9_b" / "b.pdf", ["b\noutstanding"])
    summary = run(facts, corrected)
    assert (summary.read, summary.changed) == (1, 1)
    rows = read_table(facts / "judgements.reports.csv", "judgements")
    assert [(row["source"], row["grade"]) for row in rows] == [("a", "good"), ("b", "outstanding")]


def test_a_file_that_is_refused_later_keeps_its_rows(reports: Path, facts: Path) -> None:
    run(facts, reports)
    before = all_bytes(facts)
    (reports / "9_a" / "a.pdf").write_bytes(b"<html>gone</html>")
    summary = run(facts, reports)
    assert (summary.read, len(summary.refused)) == (2, 1)
    assert all_bytes(facts) == before


def test_hostile_files_are_refused_one_by_one(reports: Path, facts: Path) -> None:
    hostile = {
        "bomb.pdf": make_bomb(300_000_000),
        "cut.pdf": make_pdf(["x" * 90] * 20)[:-40],
        "html.PDF": b"<html></html>",
        "line\nbreak.pdf": make_pdf(["d\ngood"]),
        "locked.pdf": make_pdf(["e"], locked=True),
        "pages.pdf": make_pdf(["page"] * 41),
        "stranger.pdf": make_pdf(["stranger"]),
        "wide.pdf": make_pdf(["\n".join(["x" * 99] * 50)]),
    }
    for name, content in hostile.items():
        (reports / name).write_bytes(content)
    (reports / "copy.pdf").write_bytes((reports / "9_a" / "a.pdf").read_bytes())
    (reports / "notes.txt").write_text("no report")
    limits = Limits(pages=40, page_characters=4000)
    summary = run(facts, reports, limits=limits, bounds=Bounds(megabytes=120, seconds=20))
    assert (summary.read, summary.new) == (3, 3)
    assert len(summary.repeated) == 1
    assert len(summary.refused) == len(hostile)
    for line, name in zip(summary.refused, sorted(hostile), strict=True):
        assert "\n" not in line
        assert name.replace("\n", "\\n") in line
    assert not (facts / "pages.reports.csv").exists()


@pytest.mark.parametrize("step", range(4))
def test_interrupted_the_facts_are_as_before(reports: Path, facts: Path, step: int) -> None:
    run(facts, reports)
    before = all_bytes(facts)
    write_pdf(reports / "9_b" / "b.pdf", ["b\noutstanding"])
    steps = itertools.count()

    def interrupt(done: int, total: int) -> None:
        if next(steps) == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(facts, reports, progress=interrupt)
    assert all_bytes(facts) == before
    assert run(facts, reports).changed == 1


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        find_documents([tmp_path / "nowhere"])
    with pytest.raises(InputError, match="no PDF"):
        find_documents([tmp_path])


def test_all_refused_writes_nothing(tmp_path: Path) -> None:
    write_pdf(tmp_path / "in" / "a.pdf", ["stranger"])
    summary = run(tmp_path / "facts", tmp_path / "in")
    assert (summary.read, len(summary.refused)) == (0, 1)
    assert not (tmp_path / "facts").exists()
