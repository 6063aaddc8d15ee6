"""Every named query on four engines: the same rows, and how long each takes."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from benchmarks.measuring import table

if TYPE_CHECKING:
    from pyoxigraph import Store

ROOT = Path(__file__).parents[1]
PATIENCE = 600


def run(work: Path) -> str:
    """Ask every named query of four engines."""
    sys.path.insert(0, str(ROOT / "tests"))
    import servers

    from ofsted_graph.endpoints.client import Endpoint
    from ofsted_graph.endpoints.remote_store import RemoteStore
    from ofsted_graph.endpoints.upload import publish, server_at
    from ofsted_graph.query.store import load_store

    graph, name = load_store(), "https://w3id.org/ofsted-graph/id/dataset/ofsted-graph"
    with ExitStack() as stack:
        engines: dict[str, Any] = {"Oxigraph": graph}
        for title, binary, runner in (
            ("Oxigraph server", servers.oxigraph_binary, servers.oxigraph),
            ("Virtuoso", servers.virtuoso_binary, servers.virtuoso),
        ):
            if binary():
                url = stack.enter_context(runner(work / title.replace(" ", "-")))
                user = "dba" if title == "Virtuoso" else ""
                publish(graph, server_at(url, user=user, password=user), graph=name)
                engines[title] = RemoteStore(Endpoint(url, graph=name, timeout=PATIENCE))
        return _asked_of_all(engines)


def _asked_of_all(engines: dict[str, Any]) -> str:
    from ofsted_graph.query import sparql
    from ofsted_graph.query.named_queries import bind, find_query, query_names

    rows = []
    for name in query_names():
        query = find_query(name)
        bound = bind(query, dict(query.example), engines["Oxigraph"])
        first: list[tuple[str, ...]] = []
        cells = [name]
        for title, engine in engines.items():
            began = time.perf_counter()
            answer: Any = sparql.run(query.text, cast("Store", engine), bound)
            found = sorted(tuple(str(value) for value in row) for row in answer)
            spent = time.perf_counter() - began
            first = first if title != "Oxigraph" else found
            verdict = f"{len(found):,} rows" if title == "Oxigraph" else "same"
            cells.append(f"{verdict if found == first else 'DIFFERENT'}, {spent:.2f} s")
        rows.append([*cells, _on_rdflib(name, len(first))])
    columns = ["query", *engines, "rdflib"]
    return table("Every named query on four engines", columns, rows)


_RDFLIB_QUERY = """
import sys, warnings
warnings.simplefilter("ignore")
import rdflib
from ofsted_graph import resources
from ofsted_graph.query.named_queries import bind, find_query
from ofsted_graph.query.store import load_store
query = find_query(sys.argv[1])
bound = bind(query, dict(query.example), load_store())
graph = rdflib.Graph().parse(resources.triples(), format="turtle")
terms = {variable.value: rdflib.URIRef(term.value) for variable, term in bound.items()}
print(len(list(graph.query(query.text, initBindings=terms))))
"""


def _on_rdflib(name: str, rows: int) -> str:
    began = time.perf_counter()
    try:
        done = subprocess.run(
            [sys.executable, "-c", _RDFLIB_QUERY, name],
            timeout=60,
            capture_output=True,
            check=True,
            text=True,
        )
    except subprocess.TimeoutExpired:
        return "not done in 60 s"
    spent = time.perf_counter() - began
    same = int(done.stdout) == rows
    return f"{'as many rows' if same else f'{done.stdout.strip()} rows'}, {spent:.0f} s"
