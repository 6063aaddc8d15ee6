"""The command line as a whole: help, what it imports, pipes that close, errors."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Cli

from ofsted_graph import __version__
from ofsted_graph.cli.app import COMMANDS

SLOW = ("rdflib", "networkx", "pyvis", "rich", "pandas", "polars", "httpx", "pypdfium2")
SCRIPT = f"""
import atexit, sys
from ofsted_graph.cli.app import main
slow = {SLOW!r}
atexit.register(lambda: sys.stderr.write(" ".join(m for m in slow if m in sys.modules)))
main()
"""


def call(*words: str, limit: int = 60) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own; standard error tells what it imported."""
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=limit,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def test_help_names_every_command_and_imports_nothing_slow() -> None:
    told = call("--help")
    assert (told.returncode, told.stderr) == (0, "")
    for name, (_, summary) in COMMANDS.items():
        assert f"  {name} " in told.stdout
        assert summary.split()[0] in told.stdout


def test_a_question_imports_nothing_slow(graph_file: Path) -> None:
    words = ("query", "in-charge", "-p", "council=Northwold", "--format", "csv")
    told = call(*words, "--data", str(graph_file))
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("council,inspection,started,role,person,name,certainty")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, cli: Cli) -> None:
    told = cli(name, "--help")
    assert (told.code, told.err) == (0, "")
    assert f"Example: ofsted-graph {name}" in " ".join(told.out.split())


def test_the_version_is_told(cli: Cli) -> None:
    assert cli("--version") == (0, f"ofsted-graph {__version__}\n", "")


@pytest.mark.parametrize("words", [["nope"], ["query", "--nope"], ["show"]])
def test_words_that_are_off_are_refused(cli: Cli, words: list[str]) -> None:
    told = cli(*words)
    assert (told.code, told.out) == (2, "")
    assert "Error" in told.err
    assert "Traceback" not in told.err


def test_a_reader_who_has_enough_ends_it_quietly(graph_file: Path) -> None:
    asked = "SELECT ?s { ?s ?p ?o . ?a ?b ?c } LIMIT 200000"
    words = ["query", "-e", asked, "--data", str(graph_file)]
    command = [sys.executable, "-c", SCRIPT, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait(60) == 0
    assert first.startswith(b"s")
    assert told == b""
