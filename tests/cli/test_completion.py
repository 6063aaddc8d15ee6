"""What the tab key offers: queries, their parameters, and the names that fit one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from ofsted_graph import resources
from ofsted_graph.cli.completion import (
    complete_format,
    complete_parameter,
    complete_query,
    complete_subject,
)


@pytest.fixture(autouse=True)
def _shipped(monkeypatch: pytest.MonkeyPatch, graph_file: Path) -> None:
    monkeypatch.setattr(resources, "triples", lambda: graph_file)


def offered(question: str, incomplete: str) -> list[str]:
    return complete_parameter(SimpleNamespace(params={"question": question}), incomplete)


def test_queries_and_formats_are_offered() -> None:
    assert complete_query("care") == [("career", "The posts of a person, in order of time.")]
    assert complete_format("j") == ["json", "jsonld"]


def test_a_query_s_parameters_are_offered_then_their_values() -> None:
    assert offered("career", "") == ["person="]
    assert offered("career", "person=ada") == ["person=Ada Quill"]
    assert offered("in-charge", "council=NORTH") == ["council=Northwold"]
    assert offered("career", "council=") == offered("nope", "") == offered("", "") == []


def test_councils_and_people_are_offered() -> None:
    assert sorted(complete_subject("e")) == ["Easterby", "Easterby County", "Ezra Lund"]
