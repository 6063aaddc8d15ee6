"""Hold the project against other people's suites.

SPARQL 1.1 Protocol and reconciliation for the server, CSV on the Web for `link`. The server refuses
updates by design, so the tests that need one do not apply; they are named.
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pyoxigraph as ox
from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from ofsted_graph.errors import InputError
from ofsted_graph.linking.csvw_metadata import Files, read_group
from ofsted_graph.linking.csvw_rdf import find_group, group_triples

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml"),
}
_SCHEMAS = "https://reconciliation-api.github.io/specs/0.2/schemas/"
_CSVW = "http://www.w3.org/2013/csvw/tests/"
_SITE = "needs a web server's own list of where metadata are, and nothing remote is asked"
_UPDATES = "needs an update, which a read-only endpoint refuses"


@contextmanager
def serving(data: Path | None = None) -> Iterator[str]:
    """Serve a graph while something asks; gives the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "from ofsted_graph.cli.supervisor import main; main()"
    words = ["-c", code, "serve", "--port", str(port), "--workers", "2"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, *words, *(["--data", str(data)] if data else [])], stderr=said
        )
        address = f"http://127.0.0.1:{port}/"
        try:
            for _ in range(300):
                time.sleep(0.1)
                try:
                    if httpx.get(f"{address}healthz").is_success:
                        break
                except httpx.TransportError:
                    continue
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


# -- SPARQL 1.1 Protocol --


def protocol(suite: Path) -> Iterator[tuple[str, str]]:
    """Run W3C's tests of the protocol; give each name with what failed, nothing where it passed."""
    folder = suite / "sparql11" / "sparql" / "sparql11" / "protocol"
    manifest = Graph().parse(folder / "manifest.ttl")
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "graphs.nq"
        data.write_text("".join(_quads(manifest, folder)), encoding="utf-8")
        with serving(data) as address, httpx.Client(base_url=address) as client:
            for test in manifest.subjects(None, MF.ProtocolTest):
                name = str(test).rpartition("#")[2]
                if name.startswith("update_"):
                    yield name, _UPDATES
                    continue
                action = manifest.value(test, MF.action)
                told = manifest.value(action, HT.requests)
                failed = [
                    problem
                    for request in (Collection(manifest, told) if told else ())
                    if (problem := _asked(manifest, request, client))
                ]
                yield name, "; ".join(failed)


def _quads(manifest: Graph, folder: Path) -> Iterator[str]:
    """Give the data of the tests as named graphs."""
    seen = set()
    for node in manifest.objects(None, UT.graphData):
        file, name = manifest.value(node, UT.graph), manifest.value(node, RDFS.label)
        if (file, name) in seen:
            continue
        seen.add((file, name))
        path = folder / str(file).rpartition("/")[2]
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield f"{line.rstrip().removesuffix('.').rstrip()} <{name}> .\n"


def _asked(manifest: Graph, request: Node, client: httpx.Client) -> str:
    """Make one request; say what is wrong with the answer."""
    path = str(manifest.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    body = manifest.value(request, HT.body)
    content = b""
    if body is not None:
        encoding = str(manifest.value(body, CNT.characterEncoding) or "UTF-8")
        content = str(manifest.value(body, CNT.chars)).encode(encoding)
    headers = {}
    if told := manifest.value(request, HT.headers):
        for header in Collection(manifest, told):
            name = str(manifest.value(header, HT.fieldName))
            headers[name] = str(manifest.value(header, HT.fieldValue))
    method = str(manifest.value(request, HT.methodName))
    answer = client.request(method, path, content=content, headers=headers)
    expected = manifest.value(request, HT.resp)
    return _problem(manifest, expected, answer)


def _problem(manifest: Graph, expected: Node | None, answer: httpx.Response) -> str:
    classes = {str(one)[-3] for one in manifest.objects(expected, MF.expectedStatus)}
    if classes and str(answer.status_code)[0] not in classes:
        return f"status {answer.status_code}, not {' or '.join(sorted(classes))}xx"
    form = manifest.value(expected, MF.expectedFormat)
    media = answer.headers.get("content-type", "").partition(";")[0]
    if form is not None and media not in FORMATS[str(form)]:
        return f"{media} is no {form}"
    wanted = manifest.value(expected, MF.expectedBoolean)
    if wanted is not None and answer.json().get("boolean") is not (str(wanted) == "true"):
        return f"not {wanted}"
    return ""


# -- Reconciliation --


def reconciliation(suite: Path) -> Iterator[tuple[str, str]]:
    """Hold the service's answers against the specification's schemas."""
    from jsonschema import Draft7Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT7

    folder = suite / "reconciliation" / "0.2" / "schemas"
    queries = {"a": {"query": "Herts"}, "b": {"query": "Debbie Jones", "type": "person"}}
    extend = {
        "ids": ["council/croydon", "council/kent"],
        "properties": [{"id": "grade"}, {"id": "director"}, {"id": "gradedOn"}],
    }
    schemas = {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        (f"{_SCHEMAS}{name}.json", Resource.from_contents(schema, DRAFT7))
        for name, schema in schemas.items()
    )
    with serving() as address, httpx.Client(base_url=address) as client:
        asked: dict[str, tuple[str, dict[str, str]]] = {
            "manifest": ("reconcile", {}),
            "reconciliation-result-batch": ("reconcile", {"queries": json.dumps(queries)}),
            "data-extension-response": ("reconcile", {"extend": json.dumps(extend)}),
            "data-extension-property-proposal": ("reconcile/extend/propose", {"type": "council"}),
            "suggest-entities-response": ("reconcile/suggest/entity", {"prefix": "Cro"}),
            "suggest-properties-response": ("reconcile/suggest/property", {"prefix": "gra"}),
            "suggest-types-response": ("reconcile/suggest/type", {"prefix": "co"}),
        }
        for name, (path, words) in asked.items():
            answer: Any = client.get(path, params=words).json()
            check = Draft7Validator(schemas[name], registry=registry)
            yield name, "; ".join(error.message[:200] for error in check.iter_errors(answer))


# -- CSV on the Web --


def csvw(suite: Path) -> Iterator[tuple[str, str]]:
    """Run W3C's tests of tables to RDF, each in the mode that it asks for."""
    folder = suite / "csvw" / "tests"

    def files(address: str) -> bytes | None:
        name = address.removeprefix(_CSVW)
        path = folder / (name if name.endswith(".json") else name.partition("?")[0])
        return path.read_bytes() if address.startswith(_CSVW) and path.is_file() else None

    manifest = json.loads((folder / "manifest-rdf.jsonld").read_text("utf-8"))
    for test in manifest["entries"]:
        wanted = folder / test["result"] if "result" in test else None
        try:
            made = set(_canonical(_tables(test, files)))
        except InputError as error:
            yield test["id"], "" if wanted is None else f"refused: {error}"
            continue
        if "csvm" in test["name"] or "site-wide" in test["name"] or "well-known" in test["name"]:
            yield test["id"], _SITE
        elif wanted is None:
            yield test["id"], f"not refused: {test['name']}"
        else:
            base = f"{_CSVW}{test['result']}"
            told = ox.parse(wanted.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=base)
            same = set(_canonical(ox.Triple(q.subject, q.predicate, q.object) for q in told))
            yield test["id"], "" if made == same else f"differs: {test['name']}"


def _tables(test: Any, files: Files) -> Iterator[ox.Triple]:
    options, action = test.get("option", {}), f"{_CSVW}{test['action']}"
    linked = re.match("<([^>]+)>", test.get("httpLink", ""))
    group = None
    if action.endswith(".json"):
        group = read_group(action, files)
    elif "metadata" in options:
        group = read_group(f"{_CSVW}{options['metadata']}", files)
    elif linked is not None and files(urljoin(action, linked[1])) is not None:
        group = read_group(urljoin(action, linked[1]), files)
        group = group if any(table.url == action for table in group.tables) else None
    group = group or find_group(action, files)
    return group_triples(group, files, minimal=bool(options.get("minimal")))


def _canonical(triples: Iterable[ox.Triple]) -> Iterator[str]:
    graph = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return (str(quad) for quad in graph)


def main() -> None:
    """Run all suites, and end with 1 where something that applies fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True)
    suite = parser.parse_args().sources / "suites"
    if not suite.is_dir():
        sys.exit(f"{suite} is not there; the suites are not part of the project.")
    bad = 0
    suites = (
        ("CSV on the Web, tables to RDF", csvw),
        ("SPARQL 1.1 Protocol", protocol),
        ("Reconciliation 0.2", reconciliation),
    )
    outside = {_UPDATES, _SITE}
    for title, run in suites:
        results = list(run(suite))
        failed = [(n, why) for n, why in results if why and why not in outside]
        apply = [n for n, why in results if why not in outside]
        print(f"{title}: {len(apply) - len(failed)} of {len(apply)} that apply pass.")
        for name, why in results:
            if why:
                print(f"  {name}: {why}")
        bad += len(failed)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
