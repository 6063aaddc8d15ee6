"""What came with an installed package is read and never written."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Cli

from ofsted_graph import resources


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the package look installed, with an empty folder of facts in it."""
    folder = tmp_path / "site-packages" / "_shipped"
    (folder / "data" / "facts").mkdir(parents=True)
    monkeypatch.setattr(resources, "_SHIPPED", folder)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("import", "posts", "posts.csv"),
        ("refresh", "."),
        ("build",),
        ("identities", "--decide", "a@b", "c@d", "same", "--because", "x", "--by", "y"),
    ],
    ids=lambda command: command[0],
)
def test_an_installed_package_is_not_written(
    command: tuple[str, ...], shipped: Path, cli: Cli
) -> None:
    done = cli(*command)
    assert done.code == 2
    assert f"{shipped / 'data' / 'facts'} belongs to the installed package" in done.err
    assert "name that with --facts" in done.err
    assert not list((shipped / "data" / "facts").iterdir())


def test_own_facts_need_an_own_graph(shipped: Path, tmp_path: Path, cli: Cli) -> None:
    own = tmp_path / "facts"
    own.mkdir()
    done = cli("build", "--facts", own)
    assert done.code == 2
    assert f"{shipped / 'data' / 'triples.ttl'} belongs to the installed package" in done.err
    assert "name that with --output" in done.err
