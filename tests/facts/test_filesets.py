"""Several files replaced as one, whatever interrupts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ofsted_graph.errors import InputError
from ofsted_graph.facts.filesets import finish_commits, staged

NAMES = ("a.csv", "b.csv", "c.csv")


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir()) if path.is_file()}


def write(folder: Path, text: str) -> None:
    for name in NAMES:
        (folder / name).write_text(text)


def test_files_are_replaced_and_others_left(tmp_path: Path) -> None:
    write(tmp_path, "old")
    (tmp_path / "hand.csv").write_text("mine")
    with staged(tmp_path, "reports") as stage:
        (stage / "a.csv").write_text("new")
        assert contents(tmp_path)["a.csv"] == "old"
    assert contents(tmp_path) == {
        "a.csv": "new",
        "b.csv": "old",
        "c.csv": "old",
        "hand.csv": "mine",
    }
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_nothing_happens_if_the_block_fails(tmp_path: Path) -> None:
    write(tmp_path, "old")

    def change() -> None:
        with staged(tmp_path, "reports") as stage:
            write(stage, "new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change()
    assert contents(tmp_path) == dict.fromkeys(NAMES, "old")
    assert len(list(tmp_path.iterdir())) == len(NAMES)


@pytest.mark.parametrize("step", range(6))
def test_interrupted_at_any_step_it_is_as_before_or_as_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    write(tmp_path, "old")
    taken = 0
    changes = {name: getattr(Path, name) for name in ("rename", "replace", "rmdir")}

    def watched(name: str) -> object:
        def change(*args: object) -> object:
            nonlocal taken
            taken += 1
            if taken > step:
                raise KeyboardInterrupt  # and at every later step: the process is dying
            return changes[name](*args)

        return change

    for name in changes:
        monkeypatch.setattr(Path, name, watched(name))
    try:
        with staged(tmp_path, "reports") as stage:
            write(stage, "new")
    except KeyboardInterrupt:
        pass
    else:
        assert step >= 5
    monkeypatch.undo()
    finish_commits(tmp_path)
    expected = "old" if step == 0 else "new"
    assert contents(tmp_path) == dict.fromkeys(NAMES, expected)


def test_what_a_dead_process_staged_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".stage-reports-dead").mkdir()
    (tmp_path / ".stage-reports-dead" / "a.csv").write_text("half")
    with staged(tmp_path, "letters"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    with (
        staged(tmp_path, "reports"),
        pytest.raises(InputError, match="another import"),
        staged(tmp_path, "letters"),
    ):
        raise AssertionError


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="cannot be written"), staged(tmp_path, "reports"):
        raise AssertionError


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "facts").write_text("")
    with (
        pytest.raises(InputError, match="cannot be written"),
        staged(tmp_path / "facts", "reports"),
    ):
        raise AssertionError
