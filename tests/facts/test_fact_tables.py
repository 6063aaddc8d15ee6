from __future__ import annotations

import errno
import os
import resource
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_graph.errors import InputError, UnknownNameError
from ofsted_graph.facts.fact_tables import TABLES, read_table, table_files, write_table
from ofsted_graph.files import replace_file

NAMES = [
    {"council": "northwold", "name": "Northwold", "source": "s", "locator": "row 2"},
    {"council": "easterby", "name": "Easterby, the new one", "source": "s", "locator": "row 1"},
]
# CSV as Python reads it back keeps all but the null sign and the two ways to end a line.
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20)


def test_rows_are_written_sorted_without_doubles(tmp_path: Path) -> None:
    path = tmp_path / "council_names.csv"
    assert write_table(path, "council_names", [*NAMES, NAMES[0]])
    assert path.read_bytes() == (
        b"council,name,source,locator\n"
        b'easterby,"Easterby, the new one",s,row 1\n'
        b"northwold,Northwold,s,row 2\n"
    )


def test_same_rows_in_other_order_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "council_names.csv"
    write_table(path, "council_names", NAMES)
    before = path.stat().st_mtime_ns
    assert not write_table(path, "council_names", NAMES[::-1])
    assert path.stat().st_mtime_ns == before


@settings(deadline=None, max_examples=40)  # writing waits for the disk
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(TABLES["council_names"], cells)), max_size=5))
def test_what_is_written_is_read_back(rows: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "council_names.csv"
        write_table(path, "council_names", rows)
        unique = {tuple(row[column] for column in TABLES["council_names"]) for row in rows}
        assert [tuple(row.values()) for row in read_table(path, "council_names")] == sorted(unique)


def test_row_with_another_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "council_names.csv"
    with pytest.raises(UnknownNameError, match='unknown column of council_names "nme"'):
        write_table(path, "council_names", [{**NAMES[0], "nme": "x"}])
    assert not path.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "row 1: its header must be council,name,source,locator; it is missing"),
        (b"council,name\n", "row 1: its header must be .* it is council,name"),
        (b"council,name,source,locator,name\n", "row 1: its header must be"),
        (b"council,name,source,locator\na,b,c\n", "row 2: has 3 cells where the header has 4"),
        (b"council,name,source,locator\n\na,b,c,d\n", "row 2: has 0 cells"),
        (b'council,name,source,locator\na,"b,c,d\n', "row 2: is not CSV"),
        (b"council,name,source,locator\na,\xff,c,d\n", "is not UTF-8 at byte 30"),
    ],
)
def test_table_that_is_not_whole_is_refused(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "council_names.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=told) as caught:
        read_table(path, "council_names")
    assert str(caught.value).startswith(str(path))


def test_table_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "council_names.csv"
    path.write_bytes(b"\xef\xbb\xbfcouncil,name,source,locator\r\na,b,c,d\r\n")
    assert read_table(path, "council_names") == [
        {"council": "a", "name": "b", "source": "c", "locator": "d"}
    ]


def test_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: cannot be read \(No such file"):
        read_table(tmp_path / "none.csv", "council_names")


def test_own_rows_come_before_the_importers(tmp_path: Path) -> None:
    for name in ("tenures.send.csv", "tenures.csv", "tenures.letters.csv", "councils.csv"):
        (tmp_path / name).touch()
    assert [path.name for path in table_files(tmp_path, "tenures")] == [
        "tenures.csv",
        "tenures.letters.csv",
        "tenures.send.csv",
    ]


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
def test_failed_writing_leaves_the_old_file_and_nothing_else(
    reason: int, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(call, fail)
    with pytest.raises(InputError, match="what was there before is unchanged") as caught:
        replace_file(path, b"new")
    assert os.strerror(reason) in str(caught.value)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # The system itself breaks the writing off after this many bytes, as a full disk would.
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(InputError, match="cannot be written"):
            replace_file(path, b"x" * 1_000_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(InputError, match=r"data/graph\.ttl: cannot be written"):
        replace_file(tmp_path / "data" / "graph.ttl", b"new")


def test_new_folders_are_made_and_the_file_is_readable_by_all(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "graph.ttl"
    assert replace_file(path, b"new")
    assert not replace_file(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_link_stays_a_link_and_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    assert replace_file(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.csv", "real.csv"]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    """`-o /dev/stdout` must not put a file in the place of the device."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        assert replace_file(pipe, b"rows")
        assert read.result(timeout=10) == b"rows"
    assert pipe.is_fifo()


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        replace_file(tmp_path, b"rows")
