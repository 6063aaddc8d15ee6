"""What lies in a folder of new material: each file's kind, found by the file itself.

PDFs are documents; which kind of document one is tells the reader that knows it. Of tables,
those of posts and of addresses are known by their header and Ofsted's yearly statistics by being
OpenDocument sheets. The registers of councils come together in one folder, known by the name of the
first.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ofsted_graph.errors import InputError
from ofsted_graph.importing import address_tables, post_tables
from ofsted_graph.importing.described import read_description
from ofsted_graph.importing.given_tables import has_form


@dataclass
class FoundFiles:
    """The files of some folders by kind.

    Attributes:
        documents: PDFs.
        posts: Tables of who held which post.
        addresses: Tables of where documents are published.
        statistics: Ofsted's yearly tables.
        registers: Folders with the registers of councils.
        others: What is none of these.
    """

    documents: list[Path] = field(default_factory=list)
    posts: list[Path] = field(default_factory=list)
    addresses: list[Path] = field(default_factory=list)
    statistics: list[Path] = field(default_factory=list)
    registers: list[Path] = field(default_factory=list)
    others: list[Path] = field(default_factory=list)


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """Sort the files named, and all files below the folders named.

    Raises:
        InputError: A path does not exist or a folder cannot be listed.
    """
    found = FoundFiles()
    register = read_description("planning-data-local-authority").file
    for path in sorted(set(_files(paths))):
        ending = path.suffix.lower()
        if ending == ".pdf":
            found.documents.append(path)
        elif ending == ".ods":
            found.statistics.append(path)
        elif path.name == register:
            found.registers.append(path.parent)
        elif path.parent in found.registers:
            continue
        elif has_form(path, post_tables.FORM):
            found.posts.append(path)
        elif has_form(path, address_tables.FORM):
            found.addresses.append(path)
        else:
            found.others.append(path)
    found.others = [path for path in found.others if path.parent not in found.registers]
    return found


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for given in paths:
        path = Path(os.path.abspath(given))  # noqa: PTH100 - Path.absolute keeps ".."
        if path.is_dir():
            for here, _, names in os.walk(path, onerror=_refuse):
                yield from (Path(here, name) for name in names if not name.startswith("."))
        elif path.exists():
            yield path
        else:
            raise InputError("does not exist; give files or folders.", path=path)


def _refuse(error: OSError) -> None:
    raise InputError(f"cannot be listed ({error.strerror}).", path=str(error.filename)) from error
