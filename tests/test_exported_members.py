"""What a module promises to export is there, and the examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import ofsted_graph

_FOUND = pkgutil.walk_packages(ofsted_graph.__path__, "ofsted_graph.")
MODULES = sorted(["ofsted_graph", *(found.name for found in _FOUND)])
PACKAGE = Path(ofsted_graph.__file__).parent


def _text(name: str) -> str:
    place = PACKAGE.parent / name.replace(".", "/")
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in MODULES if "__all__ = " in _text(name)])
def test_every_exported_name_exists_once(name: str) -> None:
    module = importlib.import_module(name)
    exported = list(module.__all__)
    assert exported
    assert len(set(exported)) == len(exported)
    assert [member for member in exported if not hasattr(module, member)] == []


def test_no_folder_takes_the_name_of_what_the_package_exports() -> None:
    # Importing a submodule sets it on the package, over a function of the same name.
    code = (
        f"import importlib, types, ofsted_graph\nfor name in {MODULES!r}:\n"
        "    importlib.import_module(name)\n"
        "print([m for m in ofsted_graph.__all__"
        " if isinstance(getattr(ofsted_graph, m), types.ModuleType)])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


@pytest.mark.parametrize("name", [name for name in MODULES if ">>> " in _text(name)])
def test_the_examples_of_docstrings_are_true(name: str) -> None:
    report = doctest.testmod(importlib.import_module(name))
    assert report.attempted > 0
    assert report.failed == 0
