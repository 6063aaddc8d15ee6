"""The data package: every column has a type that its values have, and the panel is as asked."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from commands import Cli
from pyoxigraph import Store

from ofsted_graph.answers.data_packages import data_package
from ofsted_graph.answers.lookups import named_rows


@pytest.fixture
def files(graph: Store) -> dict[str, bytes]:
    return dict(data_package(graph))


@pytest.fixture
def descriptor(files: dict[str, bytes]) -> dict[str, Any]:
    return dict(json.loads(files["datapackage.json"]))


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_each_table_is_described_as_it_is(
    files: dict[str, bytes], descriptor: dict[str, Any]
) -> None:
    described = {resource["path"] for resource in descriptor["resources"]}
    assert described == {name for name in files if name.endswith(".csv")}
    for resource in descriptor["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = content.decode().partition("\n")[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_columns_have_the_narrowest_type_of_all_their_values(descriptor: dict[str, Any]) -> None:
    types = {
        (resource["name"], field["name"]): field["type"]
        for resource in descriptor["resources"]
        for field in resource["schema"]["fields"]
    }
    assert types["panel", "year"] == "year"
    assert types["tenures", "latest_start"] == "date"
    assert types["judgements", "rank"] == "integer"
    assert types["tenures", "start"] == "string"  # EDTF: "2016-03~"


def test_the_panel_has_a_row_for_each_council_and_year(
    files: dict[str, bytes], graph: Store
) -> None:
    panel = rows(files["panel.csv"])
    asked = named_rows(graph, "ratings-by-year", {})
    assert {(row["year"], row["council"]) for row in panel} == {
        (row["year"], row["council"]) for row in asked
    }
    assert len({(row["year"], row["council"]) for row in panel}) == len(panel)


def test_the_panel_names_nobody_who_is_only_possible(files: dict[str, bytes]) -> None:
    panel = rows(files["panel.csv"])
    assert {row["certainty"] for row in panel} <= {"", "certain", "likely"}
    assert any(row["director"] for row in panel)
    for row in panel:
        assert bool(row["director"]) == bool(row["certainty"])


def test_names_stand_as_they_are(files: dict[str, bytes]) -> None:
    assert not any(line.startswith("'") for line in files["people.csv"].decode().splitlines())


def test_the_command_writes_a_folder(cli: Cli, graph_file: Path, tmp_path: Path) -> None:
    done = cli("export", "-f", "datapackage", "--data", graph_file, "-o", tmp_path / "package")
    assert done.code == 0
    assert (tmp_path / "package" / "datapackage.json").is_file()
    refused = cli("export", "-f", "datapackage", "--data", graph_file)
    assert "datapackage is a folder of tables; name it with -o" in refused.err
