"""Serving: requests a second and waiting times, beside Oxigraph's own server on the same graph."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx

from benchmarks.conformance import serving
from ofsted_graph import resources
from ofsted_graph.query.store import load_store

SECONDS = 4.0
CLIENTS = (1, 10, 100)
_PREFIX = "PREFIX ofg: <https://w3id.org/ofsted-graph/def#> "
WORST = "SELECT (GROUP_CONCAT(?c) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@contextmanager
def oxigraph() -> Iterator[str]:
    """Serve the shipped graph with Oxigraph's own server."""
    program = shutil.which("oxigraph", path=f"{Path(shutil.which('python') or '').parent}")
    if program is None:
        raise FileNotFoundError("oxigraph is not installed; run make peers.")
    with tempfile.TemporaryDirectory() as place:
        words = [program, "load", "--location", place, "--file", str(resources.triples())]
        subprocess.run(words, check=True, capture_output=True)
        process = subprocess.Popen(
            [program, "serve-read-only", "--location", place, "--bind", "127.0.0.1:7879"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            for _ in range(100):
                time.sleep(0.1)
                try:
                    httpx.get("http://127.0.0.1:7879/query?query=ASK%7B%7D")
                    break
                except httpx.TransportError:
                    continue
            yield "http://127.0.0.1:7879/query"
        finally:
            process.terminate()
            process.wait(timeout=30)


def questions() -> list[str]:
    """Give small questions, each on another council."""
    store = load_store(resources.triples())
    found = store.query(f"{_PREFIX} SELECT ?c {{ ?c a ofg:Council }} ORDER BY ?c")
    return [
        f"{_PREFIX} SELECT ?i ?d {{ ?i ofg:council {row['c']} ; ofg:published ?d }} "
        "ORDER BY DESC(?d) LIMIT 5"
        for row in found  # type: ignore[union-attr]
    ]


async def _client(address: str, texts: Sequence[str], until: float, took: list[float]) -> None:
    """Ask one question after another over one connection."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    number = id(took) % len(texts) + len(took)
    while time.perf_counter() < until:
        number += 1
        path = f"{parts.path}?query={quote(texts[number % len(texts)])}"
        begun = time.perf_counter()
        accept = "Accept: application/sparql-results+json"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n{accept}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b"chunked" in head:
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        else:
            await reader.readexactly(int(head.partition(b"content-length: ")[2].split()[0]))
        took.append(time.perf_counter() - begun)
    writer.close()


async def measured(address: str, texts: Sequence[str], clients: int) -> tuple[float, float, float]:
    """Give requests a second, and the median and the 99th percentile of the wait (ms)."""
    took: list[float] = []
    until = time.perf_counter() + SECONDS
    await asyncio.gather(*(_client(address, texts, until, took) for _ in range(clients)))
    took.sort()
    return len(took) / SECONDS, 1000 * statistics.median(took), 1000 * took[int(0.99 * len(took))]


def _tell(name: str, clients: int, found: tuple[float, float, float]) -> None:
    rate, median, p99 = found
    print(f"| {name} | {clients} | {rate:,.0f} | {median:.1f} | {p99:.1f} |", flush=True)


def main() -> None:
    """Measure both in one run, and our server with somebody asking the worst question."""
    texts = questions()
    print("| server | clients | requests/s | median ms | p99 ms |\n| --- | --- | --- | --- | --- |")
    for name, server in (("ofsted-graph", serving), ("oxigraph", oxigraph)):
        with server() as address:
            place = f"{address}sparql" if name == "ofsted-graph" else address
            for clients in CLIENTS:
                _tell(name, clients, asyncio.run(measured(place, texts, clients)))
            if name == "ofsted-graph":
                worst = subprocess.Popen(
                    ["curl", "-s", "-o", "/dev/null", "-G", place, "--data-urlencode",
                     f"query={WORST}"]
                )  # fmt: skip
                time.sleep(0.5)
                beside = asyncio.run(measured(place, texts, 100))
                _tell("ofsted-graph, the worst question beside", 100, beside)
                worst.kill()


if __name__ == "__main__":
    main()
