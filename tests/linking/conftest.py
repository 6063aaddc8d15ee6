"""What the tests of linking share: the shipped councils, and a way to write a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ofsted_graph import resources
from ofsted_graph.linking.gazetteer import Gazetteer, load_gazetteer
from ofsted_graph.linking.reconcile import Reconciler


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer(resources.facts())


@pytest.fixture
def reconciler(gazetteer: Gazetteer) -> Reconciler:
    return Reconciler(gazetteer)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_file(content: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file
