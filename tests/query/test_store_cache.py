"""A graph is parsed once; whatever happens to its file or to the cache, the answer is right."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pyoxigraph
import pytest
from commands import Cli
from filelock import FileLock
from pyoxigraph import Store

from ofsted_graph.errors import InputError
from ofsted_graph.query import store_cache
from ofsted_graph.query.store import load_store
from ofsted_graph.query.store_cache import VARIABLE, open_store


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty cache that keeps files of any size."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(VARIABLE, str(folder))
    monkeypatch.setattr(store_cache, "SMALLEST", 0)
    return folder


def stores(cache: Path) -> list[Path]:
    return sorted(one for one in (cache / "stores").iterdir() if one.is_dir())


def is_kept(store: Store) -> bool:
    """Tell whether a store was opened from the disk: such a store cannot be written."""
    try:
        store.remove_graph(pyoxigraph.NamedNode("https://example.org/none"))
    except RuntimeError:
        return True
    return False


def test_a_kept_graph_is_the_graph(cache: Path, graph_file: Path) -> None:
    assert set(open_store(graph_file)) == set(load_store(graph_file))
    assert is_kept(open_store(graph_file))
    assert len(stores(cache)) == 1


def test_a_kept_graph_is_opened_again_and_not_made_again(cache: Path, graph_file: Path) -> None:
    open_store(graph_file)
    before = stores(cache)[0].stat().st_ino
    assert is_kept(open_store(graph_file))
    assert stores(cache)[0].stat().st_ino == before


def test_a_file_that_rested_is_not_read_again(
    cache: Path, graph_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_cache, "SETTLED", -1.0)
    open_store(graph_file)
    monkeypatch.setattr("hashlib.file_digest", lambda *_: pytest.fail("was read"))
    assert is_kept(open_store(graph_file))


@pytest.mark.parametrize("settled", [-1.0, 2.0])
def test_a_change_of_the_same_size_and_time_is_noticed(
    settled: float, cache: Path, graph_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_cache, "SETTLED", settled)
    stat = graph_file.stat()
    before = set(open_store(graph_file))
    time.sleep(0.02)
    graph_file.write_bytes(re.sub(rb'rdfs:label ".', b'rdfs:label "Q', graph_file.read_bytes()))
    os.utime(graph_file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert graph_file.stat().st_size == stat.st_size
    after = set(open_store(graph_file))
    assert after == set(load_store(graph_file)) != before
    assert len(stores(cache)) == 2


def test_what_changes_too_fast_for_the_clock_is_read_each_time(
    cache: Path, graph_file: Path
) -> None:
    for name in (b"Eastvale", b"Westvale", b"Northvil", b"Southvil") * 2:
        graph_file.write_bytes(b'<urn:a> <urn:b> "%s" .\n' % name)
        assert name.decode() in str(next(iter(open_store(graph_file))).object)
    assert stores(cache)


def spoil_size(place: Path) -> None:
    victim = max(place.glob("*.sst"), key=lambda one: one.stat().st_size)
    victim.write_bytes(victim.read_bytes()[:-100])


def spoil_bytes(place: Path) -> None:
    victim = max(place.glob("*.sst"), key=lambda one: one.stat().st_size)
    time.sleep(0.02)
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 255
    victim.write_bytes(content)


def lose_a_file(place: Path) -> None:
    (place / "CURRENT").unlink()


def lose_the_list(place: Path) -> None:
    (place / "files").unlink()


def garble_the_list(place: Path) -> None:
    (place / "files").write_bytes(b"\xff\xfe")


@pytest.mark.parametrize(
    "harm", [spoil_size, spoil_bytes, lose_a_file, lose_the_list, garble_the_list]
)
def test_a_damaged_store_is_made_anew(harm: object, cache: Path, graph_file: Path) -> None:
    open_store(graph_file)
    assert callable(harm)
    harm(stores(cache)[0])
    assert set(open_store(graph_file)) == set(load_store(graph_file))
    assert is_kept(open_store(graph_file))


def test_what_cannot_be_opened_is_answered_from_memory_and_thrown_away(
    cache: Path, graph_file: Path
) -> None:
    open_store(graph_file)
    place = stores(cache)[0]
    (place / "CURRENT").write_text("MANIFEST-999999\n")
    (place / "files").write_text(store_cache._listed(place))
    assert set(open_store(graph_file)) == set(load_store(graph_file))
    assert stores(cache) == []
    assert is_kept(open_store(graph_file))


def test_what_a_killed_process_left_is_cleared(cache: Path, graph_file: Path) -> None:
    left = cache / "stores" / "making"
    left.mkdir(parents=True)
    (left / "000001.log").write_bytes(b"half")
    assert is_kept(open_store(graph_file))
    assert [one.name for one in stores(cache)] != ["making"]
    assert len(stores(cache)) == 1


def test_while_another_process_makes_it_the_answer_comes_from_memory(
    cache: Path, graph_file: Path
) -> None:
    (cache / "stores").mkdir(parents=True)
    with FileLock(cache / "stores" / "making.lock"):
        store = open_store(graph_file)
    assert not is_kept(store)
    assert set(store) == set(load_store(graph_file))
    assert stores(cache) == []


def test_a_folder_that_cannot_be_used_is_no_reason_to_fail(
    graph_file: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write_text("a file and no folder")
    store = open_store(graph_file)
    assert not is_kept(store)
    monkeypatch.setenv(VARIABLE, "/proc/nowhere")
    assert set(open_store(graph_file)) == set(store)


def test_a_full_disk_leaves_nothing_half_done(
    cache: Path, graph_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise InputError("cannot be read (No space left on device).")

    monkeypatch.setattr(store_cache, "add_file", full)
    assert not is_kept(open_store(graph_file))
    assert stores(cache) == []


def test_a_broken_graph_is_told_and_not_kept(cache: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<urn:a> <urn:b> ")
    with pytest.raises(InputError, match="not whole or not Turtle"):
        open_store(broken)
    assert stores(cache) == []
    with pytest.raises(InputError, match="cannot be read"):
        open_store(tmp_path / "missing.ttl")


def test_only_the_stores_used_last_are_kept(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_cache, "KEPT", 2)
    files = [tmp_path / f"{number}.nt" for number in range(3)]
    for number, file in enumerate(files):
        file.write_text(f'<urn:a> <urn:b> "{number}" .\n')
    open_store(files[0])
    open_store(files[1])
    for age, place in enumerate(stores(cache)):
        os.utime(place, (age, age))
    open_store(files[0])
    open_store(files[2])
    kept = stores(cache)
    open_store(files[0])
    open_store(files[2])
    assert stores(cache) == kept
    assert len(kept) == 2


def test_small_graphs_are_not_kept(
    graph_file: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_cache, "SMALLEST", 10_000_000)
    assert not is_kept(open_store(graph_file))
    assert not cache.exists()


def test_the_cache_may_be_refused(
    graph_file: Path, cache: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("query", "councils", "--data", graph_file)
    assert cli("--no-cache", *asked).err == ""
    assert not cache.exists()
    monkeypatch.setenv(VARIABLE, str(cache))
    assert cli(*asked).err == ""
    assert cache.exists()
    monkeypatch.setenv(VARIABLE, "")
    assert not is_kept(open_store(graph_file))
