"""What `import ofsted_graph` gives: the same names as its document, and frames in and out."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas
import polars
import pytest
import rdflib

import ofsted_graph
from ofsted_graph.errors import InputError, UnknownNameError

DOCUMENT = Path(__file__).parent.parent / "docs" / "library.md"
TABLE = {"Authority": ["LB Tower Hamlets", None, "Narnia"], "Count": [3, 5, 8]}


def test_what_is_exported_is_what_the_document_shows() -> None:
    shown = set(re.findall(r"ofsted_graph\.(\w+)\(", DOCUMENT.read_text(encoding="utf-8")))
    functions = {name for name in ofsted_graph.__all__ if name[0].islower()}
    assert shown == functions


def test_importing_it_loads_nothing_heavy() -> None:
    code = "import sys, ofsted_graph; print({'rdflib', 'pandas', 'polars'} & {*sys.modules})"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"


@pytest.mark.parametrize("library", [pandas, polars])
def test_a_frame_comes_back_as_one_of_its_own_library(library: Any) -> None:
    found = ofsted_graph.reconcile(library.DataFrame(TABLE), "Authority")
    assert isinstance(found, library.DataFrame)
    assert list(found.columns) == [
        "Authority", "Count", "council", "council_label", "council_score", "council_status",
        "council_why",
    ]  # fmt: skip
    assert list(found["council_status"]) == ["accepted", "refused", "refused"]
    assert list(found["Count"]) == [3, 5, 8]


def test_a_file_gives_a_polars_frame(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Authority\nKent\n", encoding="utf-8")
    found = ofsted_graph.reconcile(path, "Authority")
    assert isinstance(found, polars.DataFrame)
    assert found["council_label"].to_list() == ["Kent"]


def test_people_are_found_with_their_council() -> None:
    frame = pandas.DataFrame({"Who": ["Debbie Jones"], "Where": ["Croydon"]})
    found = ofsted_graph.reconcile(frame, "Who", kind="person", council="Where")
    assert list(found["person_label"]) == ["Debbie Jones"]


@pytest.mark.parametrize("empty", [None, float("nan"), pandas.NaT, pandas.NA])
def test_what_pandas_calls_empty_is_empty(empty: object) -> None:
    frame = pandas.DataFrame({"council": ["Kent"], "grade": [empty], "day": [dt.date(2020, 1, 1)]})
    made = ofsted_graph.link(frame, column="council")
    values = {str(value) for value in made.objects()}
    assert "2020-01-01" in values
    assert not values & {"nan", "NaT", "<NA>", "None"}


def test_two_columns_of_one_name_are_refused() -> None:
    frame = pandas.DataFrame([["Kent", 1]], columns=["a", "a"])
    with pytest.raises(InputError, match='the column "a" twice'):
        ofsted_graph.reconcile(frame, "a")


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="Authorty"):
        ofsted_graph.reconcile(pandas.DataFrame(TABLE), "Authorty")


def test_a_mapping_says_which_triples_a_frame_becomes() -> None:
    mapping = """
        PREFIX ex: <https://example.org/>
        CONSTRUCT { ?council ex:count ?Count } WHERE {}
    """
    made = ofsted_graph.link(polars.DataFrame(TABLE), mapping=mapping, column="Authority")
    ((council, _, count),) = made
    assert str(council).endswith("/council/tower-hamlets")
    assert isinstance(count, rdflib.Literal)
    assert count.toPython() == 3


def test_a_graph_is_built_and_checked(facts_dir: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(facts_dir, tmp_path / "facts")
    graph = ofsted_graph.build(folder)
    assert len(ofsted_graph.query("councils", graph=graph)) == 3
    problems = ofsted_graph.validate(graph)
    assert problems.columns == ["level", "rule", "entity", "property", "value", "message"]
    assert [row for row in problems if row["level"] == "error"] == []


def test_the_network_of_another_graph_is_drawn(facts_dir: Path) -> None:
    net = ofsted_graph.network(graph=ofsted_graph.build(facts_dir), about=["Easterby"])
    assert "Ada Quill" in ofsted_graph.render_page(net)
