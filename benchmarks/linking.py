"""Linking: speed and memory on LAIT's 641,070 rows, accuracy on names, parity of four engines.

morph-kgc does the same mapping of the same table in an environment of its own under
`benchmarks/.peers`, which `python -m benchmarks.peers` makes; without it the table says so.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import finding, parity
from benchmarks.measuring import run_once, table

ROOT = Path(__file__).parents[1]
MORPH = ROOT / "benchmarks" / ".peers" / "morph" / "bin" / "python"
LAIT = Path("tables") / "other" / "lait-indicators.parquet"
EXAMPLE = ROOT / "examples" / "lait-indicators"
RML = """\
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix lait: <https://w3id.org/ofsted-graph/examples/lait#> .
@prefix sdmx: <http://purl.org/linked-data/sdmx/2009/dimension#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<#Observations> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "{table}" ; rml:referenceFormulation ql:Parquet ] ;
  rr:subjectMap [
    rr:template "https://example.org/observation/{{Short Desc}}.{{Years}}.{{LA Number}}" ;
    rr:class qb:Observation ] ;
  rr:predicateObjectMap [ rr:predicate qb:dataSet ; rr:object lait:indicators ] ,
    [ rr:predicate sdmx:refArea ;
      rr:objectMap [ rr:template "https://example.org/area/{{LA Number}}" ] ] ,
    [ rr:predicate lait:indicator ;
      rr:objectMap [ rr:template "https://example.org/indicator/{{Short Desc}}" ] ] ,
    [ rr:predicate lait:period ; rr:objectMap [ rml:reference "Years" ] ] ,
    [ rr:predicate lait:value ; rr:objectMap [ rml:reference "Values" ; rr:datatype xsd:double ] ] .
"""
RDFLIB = """
import sys, rdflib
graph = rdflib.Graph()
for path in sys.argv[2:]:
    graph.parse(path, format="turtle" if path.endswith(".ttl") else "nt")
print(len(list(graph.query(open(sys.argv[1]).read()))))
"""
PATIENCE = 300


def run(sources: Path) -> str:
    """Measure, and give the tables."""
    ours = str(Path(sys.executable).with_name("ofsted-graph"))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        return "\n".join(
            [
                _growth(ours, sources, work),
                _join(ours, work),
                finding.run(sources),
                parity.run(work),
            ]
        )


def _link(ours: str, path: Path, *output: str) -> list[str]:
    mapping = ["-m", str(EXAMPLE / "mapping.rq")]
    return [
        ours,
        "link",
        str(path),
        *mapping,
        "-c",
        "LA and Regions",
        "--code",
        "LA Number",
        *output,
    ]


def _growth(ours: str, sources: Path, work: Path) -> str:
    """Link a hundredth, a tenth and all of the rows, to a file and to a store; and morph-kgc."""
    import polars

    whole = polars.read_parquet(sources / LAIT)
    rows = []
    last: dict[str, float] = {}
    for share in (100, 10, 1):
        part = work / f"lait-{share}.parquet"
        # Every n-th row, so that each part has all the councils and indicators.
        whole.gather_every(share).write_parquet(part)
        size = len(whole) // share + (len(whole) % share > 0)
        commands = {
            "link, to a file": _link(ours, part, "-o", str(work / f"lait-{share}.nt")),
            "link, to a store": _link(ours, part, "--store", str(work / f"lait-{share}.store")),
        }
        if MORPH.is_file():
            commands["morph-kgc, to a file"] = _morph(whole.gather_every(share), work, share)
        for name, command in commands.items():
            seconds, memory = run_once(command)
            last[name] = seconds
            per_second = f"{size / seconds:,.0f}"
            rows.append([f"{size:,}", name, f"{seconds:.1f} s", per_second, f"{memory:.0f} MiB"])
    peer = last.get("morph-kgc, to a file")
    ratio = (
        f"morph-kgc takes {peer / last['link, to a file']:.1f} times as long for all rows, without "
        "finding councils."
        if peer
        else "morph-kgc is not there: `python -m benchmarks.peers`."
    )
    columns = ["rows", "what", "time", "rows a second", "peak memory"]
    return table("Linking LAIT", columns, rows, f"To reach: half of morph-kgc's time. {ratio}")


def _morph(frame: Any, work: Path, share: int) -> list[str]:
    import polars

    own = work / f"morph-{share}"
    own.mkdir()
    # It writes 301.0 where a float is; the numbers of councils are made what they are first.
    whole_numbers = polars.col("LA Number").cast(polars.Int64).cast(polars.String)
    frame.with_columns(whole_numbers).write_parquet(own / "lait.parquet")
    (own / "map.ttl").write_text(RML.format(table=own / "lait.parquet"), encoding="utf-8")
    settings = f"output_file = {own / 'out.nt'}\nlogging_level = ERROR\nnumber_of_processes = 1\n"
    (own / "conf.ini").write_text(
        f"[CONFIGURATION]\n{settings}[D]\nmappings = {own / 'map.ttl'}\n", encoding="utf-8"
    )
    return [str(MORPH), "-m", "morph_kgc", str(own / "conf.ini")]


def _join(ours: str, work: Path) -> str:
    """Ask the worked example's question of LAIT and the ratings, cold, on both engines."""
    question = str(EXAMPLE / "question.rq")
    from ofsted_graph import resources

    command = [ours, "query", question, "--with", str(work / "lait-1.store"), "-f", "csv"]
    first, _ = run_once(command)
    seconds, memory = run_once(command)
    rows = [
        ["persistent store, the graph put in first", f"{first:.1f} s", ""],
        ["persistent store", f"{seconds:.2f} s", f"{memory:.0f} MiB"],
    ]
    for share in (100, 1):
        peer = [sys.executable, "-c", RDFLIB, question, str(resources.triples()),
                str(work / f"lait-{share}.nt")]  # fmt: skip
        name = "rdflib, all rows" if share == 1 else f"rdflib, a {share}th of the rows"
        rows.append([name, *_patiently(peer)])
    note = "The question of examples/lait-indicators, whole process, from nothing in memory."
    return table("A join of LAIT and ratings", ["on", "time", "peak memory"], rows, note)


def _patiently(command: list[str]) -> tuple[str, str]:
    began = time.perf_counter()
    try:
        subprocess.run(command, timeout=PATIENCE, capture_output=True, check=True)
    except subprocess.TimeoutExpired:
        return f"not done in {PATIENCE} s", ""
    return f"{time.perf_counter() - began:.0f} s", ""
