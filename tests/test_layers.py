"""Imports run one way: ground, facts, people, build … cli. CONTRIBUTING shows the same order."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import ofsted_graph

PACKAGE = Path(ofsted_graph.__file__).parent
GROUND = (
    "_version",
    "errors",
    "vocab",
    "model",
    "dates",
    "words",
    "resources",
    "files",
    "csv_text",
    "graph_values",
)
ORDER = (
    "facts",
    "people",
    "build",
    "query",
    "validate",
    "endpoints",
    "answers",
    "network",
    "viz",
    "importing",
    "linking",
    "serve",
    "cli",
)
"""The folders in the order of the flow: each may import what stands before it, and the ground."""


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _imports(path: Path) -> set[str]:
    """List the modules of the package that a file imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ofsted_graph"):
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in MODULES else node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in MODULES}
    return found


def _folder(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 2 or parts[-1] in ORDER else "ground"


def test_every_folder_has_its_place_in_the_order() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == set(ORDER)
    assert {path.stem for path in PACKAGE.glob("*.py")} == {"__init__", *GROUND}


def test_folders_import_only_what_stands_before_them() -> None:
    rank = {"ground": -1} | {folder: at for at, folder in enumerate(ORDER)}
    wrong = [
        f"{module} imports {imported}"
        for module, path in MODULES.items()
        if module != "ofsted_graph"
        for imported in _imports(path)
        if imported != "ofsted_graph" and rank[_folder(imported)] > rank[_folder(module)]
    ]
    assert wrong == []


def test_contributing_shows_the_same_order() -> None:
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = re.findall(r"^ (\w+)/  ", text, flags=re.MULTILINE)
    assert tuple(shown) == ORDER


def test_no_files_import_each_other_in_a_circle() -> None:
    # Files of one folder: between folders the order above lets no circle be.
    ties = {
        module: {other for other in _imports(path) if _folder(other) == _folder(module)} - {module}
        for module, path in MODULES.items()
    }
    try:
        order = tuple(TopologicalSorter(ties).static_order())
    except CycleError as error:
        pytest.fail(f"these import each other: {' → '.join(error.args[1])}")
    assert set(order) == set(MODULES)


def test_no_two_modules_could_be_confused() -> None:
    # A command's module has the name of the command.
    places: dict[str, list[str]] = {}
    for module, path in MODULES.items():
        if path.name != "__init__.py" and _folder(module) != "cli":
            places.setdefault(path.stem, []).append(module)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
