"""What data say cannot steer a terminal, and no terminal is too narrow for it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import Cli
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.cli.terminal import Guarded, visible
from ofsted_graph.query.store import load_store

ESCAPE = "\x1b[2J"


@given(st.text())
def test_nothing_that_steers_comes_through(text: str) -> None:
    shown = visible(text)
    assert not {sign for sign in shown if sign < " " or "\x7f" <= sign < "\xa0"} - {"\n", "\t"}
    assert "\u202e" not in shown


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8"])
def test_every_encoding_can_hold_what_is_written(encoding: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    Guarded(stream).write("● Zürich – 中\n")
    stream.flush()
    assert stream.buffer.getvalue().endswith(b"\n")


@pytest.mark.parametrize(
    "command",
    [("show", "Easterby"), ("why", "person:ada-quill"), ("who", "Easterby", "-f", "table")],
)
def test_names_in_a_graph_do_not_steer(
    cli: Cli, graph_file: Path, command: tuple[str, ...]
) -> None:
    text = graph_file.read_text(encoding="utf-8")
    graph_file.write_text(text.replace('Quill"', 'Qu\\u001B[2Jill"'), encoding="utf-8")
    told = cli(*command, "--data", graph_file)
    assert told.code == 0
    assert "\x1b" not in told.out + told.err
    assert "Qu\\x1b[2Jill" in told.out


def test_a_column_s_name_does_not_steer(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"Auth{ESCAPE}ority,Cost\nKent,5\n", encoding="utf-8")
    told = cli("link", tmp_path / "t.csv", "-c", "Nope")
    assert told.code == 2
    assert "\x1b" not in told.err


def test_exact_formats_are_exact_in_a_pipe(cli: Cli) -> None:
    told = cli("query", "-e", 'SELECT ("a\\u001bb" AS ?x) {}', "-f", "csv")
    assert told.out == "x\r\na\x1bb\r\n"


def test_a_narrow_terminal_gets_the_nearest_signs(graph_file: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from ofsted_graph.cli.app import main; main()", "show", "Easterby",
         "--data", str(graph_file)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert b"*   Director of children's services  Ada Quill" in told.stdout


def test_colour_is_for_terminals_only(
    cli: Cli, graph_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    cli("show", "Easterby", "--data", graph_file, "-o", tmp_path / "story.txt")
    assert "\x1b" not in (tmp_path / "story.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("buffers", ["", "1"])
@pytest.mark.parametrize(
    "asked",
    [
        ("--help",),
        ("queries",),
        ("query", "councils"),
        ("query", "councils", "-f", "table"),
        ("show", "Easterby"),
        ("export", "-f", "nt"),
    ],
)
def test_an_output_that_takes_no_more_is_told(
    asked: tuple[str, ...], buffers: str, graph_file: Path
) -> None:
    given = () if asked[0] in {"--help", "queries"} else ("--data", graph_file)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [Path(sys.executable).with_name("ofsted-graph"), *asked, *given],
            check=False, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
            env={**os.environ, "PYTHONUNBUFFERED": buffers},
        )  # fmt: skip
    assert done.returncode == 2
    *notes, last = done.stderr.splitlines()
    assert last.startswith("ofsted-graph: the output cannot be written")
    assert all("rows" in note for note in notes)


@pytest.mark.parametrize("buffers", ["", "1"])
def test_everything_is_written_through_a_narrow_pipe(buffers: str, graph_file: Path) -> None:
    command: list[str | Path] = [
        Path(sys.executable).with_name("ofsted-graph"), "export", "-f", "nt", "--data", graph_file,
    ]  # fmt: skip
    env = {**os.environ, "PYTHONUNBUFFERED": buffers}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env) as writing:
        assert writing.stdout is not None
        os.set_blocking(writing.stdout.fileno(), True)
        time.sleep(0.3)
        text = writing.stdout.read()
    assert text.count(b"\n") == len(load_store(graph_file))


@pytest.mark.parametrize("closed", ["0>&-", "1>&-", "2>&-", "0>&- 1>&- 2>&-"])
def test_a_closed_stream_is_no_reason_to_fail(closed: str, graph_file: Path) -> None:
    command = Path(sys.executable).with_name("ofsted-graph")
    asked = f"'{command}' query councils --data '{graph_file}' {closed}"
    done = subprocess.run(["sh", "-c", asked], check=False, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
