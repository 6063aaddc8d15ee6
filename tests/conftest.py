"""What several test modules share: a small invented England, and the command line.

`facts_dir` is the folder of its fact tables (tests/data/facts) and `facts` a copy that a test may
change; `built` is the Turtle that they make, `graph` a fresh store of it that a test may spoil and
`graph_file` a file of it; `cli` runs a command as a shell would.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import browser, pages, show, usual
from commands import Cli, Outcome
from hypothesis import settings
from pyoxigraph import Store

from ofsted_graph import resources
from ofsted_graph.build.builder import build
from ofsted_graph.cli.app import main
from ofsted_graph.query.store import read_turtle
from ofsted_graph.query.store_cache import VARIABLE

# A busy machine is no fault of the code: tests are held to what they find, not to how fast.
settings.register_profile("unhurried", deadline=None)
settings.register_profile("fuzz", deadline=None, max_examples=12_000)
settings.load_profile("unhurried")

__all__ = ["browser", "pages", "show", "usual"]


@pytest.fixture(scope="session", autouse=True)
def kept_graphs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep parsed graphs in a folder of the tests' own, shared by all that run at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.getbasetemp().parent / "kept-graphs"))
        yield


@pytest.fixture(scope="session")
def facts_dir() -> Path:
    """Give the folder of the invented fact tables, not to be changed."""
    return Path(__file__).parent / "data" / "facts"


@pytest.fixture
def facts(facts_dir: Path, tmp_path: Path) -> Path:
    """Give a copy of the invented fact tables that a test may change (see `fact_rows`)."""
    return Path(shutil.copytree(facts_dir, tmp_path / "facts"))


@pytest.fixture(scope="session")
def built(facts_dir: Path) -> bytes:
    """Give the graph of the invented facts as Turtle."""
    return build(facts_dir, resources.ontology())


@pytest.fixture
def graph(built: bytes) -> Store:
    """Give the graph of the invented facts, a new store for each test."""
    return read_turtle(built)


@pytest.fixture
def graph_file(built: bytes, tmp_path: Path) -> Path:
    """Give a file with the graph of the invented facts."""
    path = tmp_path / "graph.ttl"
    path.write_bytes(built)
    return path


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command: `cli("diff", "a.ttl", "b.ttl")`."""

    def run(*words: object) -> Outcome:
        monkeypatch.setattr("sys.argv", ["ofsted-graph", *(str(word) for word in words)])
        capsys.readouterr()
        try:
            main()
            code: int | str | None = 0
        except SystemExit as stop:
            code = stop.code
        told = capsys.readouterr()
        return Outcome(code if isinstance(code, int) else int(code is not None), *told)

    return run
