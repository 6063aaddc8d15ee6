"""Where triples go, and asking them together with the graph."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

from ofsted_graph.errors import InputError, UsageError
from ofsted_graph.linking import sinks
from ofsted_graph.linking.sinks import write_file, write_store
from ofsted_graph.linking.together import GRAPH, open_with

Write = Callable[..., Path]
LINES = [f"<x:{n}> <x:p> <x:o> .\n".encode() for n in range(5)]


def broken() -> Iterator[bytes]:
    yield LINES[0]
    raise InputError("row 2 cannot be read")


@pytest.mark.parametrize("name", ["out.nt", "out.ttl"])
def test_triples_are_written_to_a_file(tmp_path: Path, name: str) -> None:
    write_file(tmp_path / name, LINES)
    assert (tmp_path / name).read_bytes() == b"".join(LINES)


def test_packed_files_are_the_same_each_time(tmp_path: Path) -> None:
    write_file(tmp_path / "a.nt.gz", LINES)
    write_file(tmp_path / "b.nt.gz", LINES)
    assert (tmp_path / "a.nt.gz").read_bytes() == (tmp_path / "b.nt.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.nt.gz").read_bytes()) == b"".join(LINES)


def test_a_file_stays_as_it_was_when_the_writing_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "out.nt"
    path.write_text("before")
    with pytest.raises(InputError, match="row 2 cannot be read"):
        write_file(path, broken())
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_forms_that_cannot_be_streamed_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"triples are streamed to \.nt, \.ttl"):
        write_file(tmp_path / "out.jsonld", LINES)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_file(tmp_path / "none" / "out.nt", LINES)


def test_a_store_keeps_what_several_runs_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks, "LOAD", 30)
    write_store(tmp_path / "store", LINES[:3])
    write_store(tmp_path / "store", LINES[2:])
    assert len(Store.read_only(str(tmp_path / "store"))) == 5


def test_a_folder_of_other_things_is_no_store(write: Write, tmp_path: Path) -> None:
    write("holiday")
    with pytest.raises(InputError, match="is a folder with other things in it"):
        write_store(tmp_path, LINES)


def test_a_store_that_is_in_use_is_told(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    with pytest.raises(InputError, match="another program has it open"):
        write_store(tmp_path / "store", LINES)
    assert len(store) == 0


LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
BOTH = f"SELECT ?n {{ <x:kent> {LABEL} ?l . ?row <x:at> <x:kent> ; <x:n> ?n }}"


@pytest.fixture
def graph(write: Write) -> Path:
    return write(f'<x:kent> {LABEL} "Kent" .', "graph.ttl")


def values(store: Store, query: str) -> list[str]:
    return [row[0].value for row in store.query(query)]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["more.ttl", "more.nt", "more.nt.gz"])
def test_files_are_asked_together_with_the_graph(graph: Path, write: Write, name: str) -> None:
    content = b'<x:1> <x:at> <x:kent> .\n<x:1> <x:n> "5" .\n'
    more = write(gzip.compress(content) if name.endswith(".gz") else content, name)
    assert values(open_with([more], graph=graph), BOTH) == ["5"]


def test_a_store_is_asked_together_with_the_graph_of_today(
    graph: Path, write: Write, tmp_path: Path
) -> None:
    folder = tmp_path / "store"
    write_store(folder, [b'<x:1> <x:at> <x:kent> .\n<x:1> <x:n> "5" .\n'])
    assert values(open_with([folder], graph=graph), BOTH) == ["5"]
    newer = write(f'<x:kent> {LABEL} "Kent County" .', "newer.ttl")
    store = open_with([folder], graph=newer)
    assert values(store, f"SELECT ?l {{ <x:kent> {LABEL} ?l }}") == ["Kent County"]
    assert values(store, BOTH) == ["5"]
    assert values(store, f"SELECT ?l {{ GRAPH {GRAPH} {{ ?s ?p ?l }} }}") == ["Kent County"]


def test_a_store_that_holds_the_graph_is_only_read(graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    write_store(folder, LINES)
    open_with([folder], graph=graph)
    before = sorted(path.name for path in folder.glob("*.sst"))
    first, second = open_with([folder], graph=graph), open_with([folder], graph=graph)
    assert len(first) == len(second)
    assert sorted(path.name for path in folder.glob("*.sst")) == before


def test_what_cannot_be_asked_together_is_told(graph: Path, write: Write, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no such file or store"):
        open_with([tmp_path / "none.ttl"], graph=graph)
    with pytest.raises(InputError, match="is not a store"):
        open_with([tmp_path / "empty"], graph=graph)
    with pytest.raises(UsageError, match="can only be asked alone"):
        open_with([tmp_path / "empty", graph], graph=graph)
    with pytest.raises(InputError, match="Not a gzipped file"):
        open_with([write(b"no gzip", "more.nt.gz")], graph=graph)
