"""Imports run one way: ground, facts, people, build … cli. CONTRIBUTING shows the same order."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import ofsted_graph

PACKAGE = Path(ofsted_graph.__file__).parent
GROUND = ("_version", "errors", "vocab", "model", "dates", "words", "resources", "files")
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
