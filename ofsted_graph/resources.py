"""Where the shipped files are: the graph, the ontology and the named queries.

In a checkout they are the folders beside the package; in an installed package they lie inside it.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "_shipped"


def root() -> Path:
    """Give the folder that holds `data/`, `ontology/` and `queries/`."""
    return _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent


def is_installed(path: Path) -> bool:
    """Tell whether a file or folder came with an installed package, and goes with the next one."""
    return _SHIPPED.is_dir() and path.resolve().is_relative_to(_SHIPPED)


def triples() -> Path:
    """Give the file of the built graph."""
    return root() / "data" / "triples.ttl"


def facts() -> Path:
    """Give the folder of the fact tables."""
    return root() / "data" / "facts"


def ontology() -> Path:
    """Give the folder of the ontology, its shapes and its rules."""
    return root() / "ontology"


def queries() -> Path:
    """Give the folder of the named queries."""
    return root() / "queries"
