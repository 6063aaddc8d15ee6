"""The same pages as files, for any web space: a folder for each page, everything relative.

Pages are made in several processes and put in place one by one; what is the same stays as it is, so
that a new graph changes only what it tells anew. What no page of the new graph needs is removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from html import escape
from multiprocessing import get_context
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from ofsted_graph import model
from ofsted_graph.answers.labels import title
from ofsted_graph.answers.lookups import label, objects
from ofsted_graph.answers.newest import last_day
from ofsted_graph.errors import UsageError
from ofsted_graph.files import replace_file
from ofsted_graph.model import ID
from ofsted_graph.query.named_queries import find_query, query_names
from ofsted_graph.query.result_formats import RESULT_FORMATS
from ofsted_graph.query.store_cache import open_store
from ofsted_graph.serve.html_pages import FILES, html
from ofsted_graph.serve.pages import page
from ofsted_graph.serve.thing_data import DATA
from ofsted_graph.viz import english
from ofsted_graph.vocab import DCTERMS, OFG, RDF

KINDS = {*model.KINDS} - {*model.WORKINGS} | {"claim"}
"""The kinds of thing that have pages of their own in a site."""
_ELSEWHERE = (301, 303, 308)
_MARK = ".ofsted-graph-site"
"""The file that says that a folder holds a site of ours: the addresses of its files."""
_CHUNK = 60


@dataclass(frozen=True)
class Written:
    """What became of a site: files, those that changed, and bytes in all."""

    files: int
    changed: int
    size: int


def write_site(data: Path | None, folder: Path) -> Written:
    """Write the site of a graph.

    Args:
        data: The graph's file; the shipped one unless given.
        folder: Where to write; new, empty, or a site of before.

    Raises:
        UsageError: The folder holds something else.
    """
    before = _files_of_before(folder)
    store = open_store(data)
    addresses = [*_addresses(store)]
    chunks = [addresses[i : i + _CHUNK] for i in range(0, len(addresses), _CHUNK)]
    files: dict[str, tuple[bool, int]] = {}
    context = get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, context, _open, (data,)) as pool:
        for found in pool.map(_write, chunks, [folder] * len(chunks)):
            files |= found
    for name, content in _files(store).items():
        files[name] = (replace_file(folder / name, content), len(content))
    for name in before - files.keys():
        (folder / name).unlink(missing_ok=True)
    replace_file(folder / _MARK, "\n".join(sorted(files)).encode())
    changed = sum(one for one, _ in files.values()) + len(before - files.keys())
    return Written(len(files), changed, sum(size for _, size in files.values()))


def _files_of_before(folder: Path) -> set[str]:
    """List the files that an earlier site of ours left; refuse a folder of something else."""
    if not folder.exists() or not any(folder.iterdir()):
        return set()
    if not (folder / _MARK).is_file():
        raise UsageError(f"{folder} holds something else; name a new or empty folder.")
    return set((folder / _MARK).read_text(encoding="utf-8").split("\n")) - {""}


def _addresses(store: Store) -> Iterator[str]:
    """Give the address of every page, and of the data beside some."""
    yield from ("", "about/", "def/", "def/data.ttl", "sparql/", "questions/", "style.css")
    for name in query_names():
        query = find_query(name)
        yield f"questions/{name}/"
        if all(parameter.optional for parameter in query.parameters.values()):
            yield from (f"questions/{name}/answer.{form}" for form in RESULT_FORMATS)
    for node in _things(store):
        address = f"{node.value.removeprefix(ID)}/"
        yield address
        yield from (f"{address}data.{ending}" for ending in DATA)


def _things(store: Store) -> Iterator[NamedNode]:
    """Give the things that have pages, and the paths that were replaced, by their addresses."""
    found = {
        quad.subject.value
        for term in (RDF.type, DCTERMS.isReplacedBy)
        for quad in store.quads_for_pattern(None, term, None, None)
        if isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(ID)
        and quad.subject.value.removeprefix(ID).partition("/")[0] in KINDS
    }
    return map(NamedNode, sorted(found))


_store: Store | None = None
"""The graph of a process that makes pages."""


def _open(data: Path | None) -> None:
    global _store  # noqa: PLW0603
    _store = open_store(data)


def _write(addresses: Sequence[str], folder: Path) -> dict[str, tuple[bool, int]]:
    """Make some pages and put them in place; give whether each is new, and its size."""
    if _store is None:
        raise AssertionError("the graph was not opened")
    found = {}
    for address in addresses:
        reply = page(_store, address, {})
        name = f"{address}index.html" if address.endswith("/") or not address else address
        body = _leading(reply.headers["Location"]) if reply.status in _ELSEWHERE else reply.body
        found[name] = (replace_file(folder / name, body, durably=False), len(body))
    return found


def _leading(place: str) -> bytes:
    """Write a page that does nothing but lead to another."""
    to = escape(place)
    return (
        '<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Moved</title>'
        f'<meta http-equiv="refresh" content="0; url={to}"><link rel="canonical" href="{to}">'
        f'<p>This has <a href="{to}">another address now</a>.'
    ).encode()


def _files(store: Store) -> dict[str, bytes]:
    """Make what only a site has: its search, its map, and the feed of what is new."""
    return {
        "find/index.html": html("site_find.html.j2", "find/").body,
        "find/find.js": (FILES / "find.js").read_bytes(),
        "find/names.json": json.dumps([*_names(store)], ensure_ascii=False).encode(),
        "feed.atom": _feed(store).encode(),
    }


def _names(store: Store) -> Iterator[tuple[str, str]]:
    """List what can be found by name."""
    for kind in (OFG.Council, NamedNode("http://xmlns.com/foaf/0.1/Person")):
        nodes = {q.subject for q in store.quads_for_pattern(None, RDF.type, kind, None)}
        named = sorted((label(store, n), n.value) for n in nodes if isinstance(n, NamedNode))
        yield from ((name, iri.removeprefix(ID)) for name, iri in named)


def _feed(store: Store) -> str:
    """Tell the newest inspections as an Atom feed."""
    published = store.quads_for_pattern(None, OFG.published, None, None)
    dated = sorted(
        ((q.object.value, q.subject.value) for q in published if isinstance(q.object, Literal)
         and isinstance(q.subject, NamedNode)), reverse=True,
    )[:40]  # fmt: skip
    entries = "".join(
        f"<entry><title>{escape(title(store, NamedNode(iri)).text)}</title><id>{escape(iri)}</id>"
        f'<link href="{escape(iri.removeprefix(ID))}/"/><updated>{day}T00:00:00Z</updated>'
        f"<summary>{escape(_overall(store, NamedNode(iri)))}</summary></entry>\n"
        for day, iri in dated
        if len(day) == len("2024-01-01")
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>New judgements on children's services</title><id>{ID}dataset/ofsted-graph</id>"
        f"<updated>{last_day(store).isoformat()}T00:00:00Z</updated>"
        f"<author><name>Ofsted graph</name></author>\n{entries}</feed>\n"
    )


def _overall(store: Store, inspection: NamedNode) -> str:
    """Say what an inspection found overall."""
    grades = [
        label(store, grade)
        for quad in store.quads_for_pattern(None, OFG.inspection, inspection, None)
        if isinstance(quad.subject, NamedNode)
        for grade in objects(store, quad.subject, OFG.grade)
        if isinstance(grade, NamedNode)
        and any("overall" in str(a) for a in objects(store, quad.subject, OFG.aspect))
    ]
    when = english.when(next((o.value for o in objects(store, inspection, OFG.published)), ""))
    return f"{' or '.join(dict.fromkeys(grades)) or 'No overall grade'}, published {when}"


__all__ = ["Written", "write_site"]
