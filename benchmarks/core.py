"""A cold question: the command line against a bare script, and against rdflib's own command.

Each figure is a whole process, from start to end, on the shipped graph or on copies of it.
"""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import compare, run_once, table
from ofsted_graph import resources
from ofsted_graph.query.store_cache import VARIABLE

BARE = """
import sys
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Store, Variable
store = Store()
store.bulk_load(path=sys.argv[1], format=RdfFormat.TURTLE)
council = NamedNode("https://w3id.org/ofsted-graph/id/council/tower-hamlets")
answer = store.query(open(sys.argv[2]).read(), substitutions={Variable("council"): council})
answer.serialize(sys.stdout.buffer, QueryResultsFormat.CSV)
"""
READY = BARE.replace(
    "store = Store()\nstore.bulk_load(path=sys.argv[1], format=RdfFormat.TURTLE)\n",
    "store = Store.read_only(sys.argv[1])\n",
)
AT_ONCE = """
import subprocess, sys
count, *asked = sys.argv[1:]
for one in [subprocess.Popen(asked, stdout=subprocess.DEVNULL) for _ in range(int(count))]:
    assert one.wait() == 0
"""
COPIES = (1, 10, 100)


def run(_sources: Path) -> str:
    """Measure, and give the tables."""
    ours = str(Path(sys.executable).with_name("ofsted-graph"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ[VARIABLE] = folder
        return "\n".join([_question(ours, Path(folder)), _rdflib(ours), _help(ours), _growth(ours)])


def _asked(ours: str, *rest: str, council: str = "Tower Hamlets") -> list[str]:
    """Give the question of these tables as a command."""
    return [ours, *rest, "query", "in-charge", "-p", f"council={council}", "--format", "csv"]


def _question(ours: str, cache: Path) -> str:
    """Ask who was in charge, against scripts that do only that, the store ready or not."""
    query = str(resources.queries() / "in-charge.rq")
    bare = [sys.executable, "-c", BARE, str(resources.triples()), query]
    run_once(_asked(ours))
    ready = next(one for one in (cache / "stores").iterdir() if one.is_dir())
    anew = f"rm -rf {cache}/stores/*-*; exec {shlex.join(_asked(ours))}"
    found = compare({
        "bare script: parse and ask": bare,
        "bare script: open the ready store and ask": [
            sys.executable, "-c", READY, str(ready), query,
        ],
        "ofsted-graph query": _asked(ours),
        "ofsted-graph --no-cache query": _asked(ours, "--no-cache"),
        "8 questions at once": [sys.executable, "-c", AT_ONCE, "8", *_asked(ours)],
        "first question, the store made": ["sh", "-c", anew],
    })  # fmt: skip
    base = found["bare script: parse and ask"]
    rows = [
        [
            name,
            f"{one.seconds:.3f} s", f"{one.seconds / base.seconds:.2f}",
            f"{one.mebibytes:.0f} MiB", f"{one.mebibytes / base.mebibytes:.2f}",
        ]
        for name, one in found.items()
    ]  # fmt: skip
    return table(
        "A cold question",
        ["in-charge, Tower Hamlets, CSV", "time", "of the bare script's", "memory", "of its"],
        rows,
        "To reach: at most 0.6 of the bare script's time and 0.8 of its memory; within 0.12 s of "
        "the script that opens the ready store; the first question at most 2.5 times the bare "
        "script; 8 at once in at most 5 times one.",
    )


def _rdflib(ours: str) -> str:
    """Ask a question that rdflib can finish, against rdflib's own command."""
    text = (resources.queries() / "councils.rq").read_text(encoding="utf-8")
    peer = [
        str(Path(sys.executable).with_name("sparqlquery")),
        str(resources.triples()), "-q", text, "--format", "csv",
    ]  # fmt: skip
    asked = [ours, "query", "councils", "--format", "csv"]
    found = compare({"ofsted-graph query": asked, "rdflib sparqlquery": peer}, runs=3)
    mine, theirs = found["ofsted-graph query"], found["rdflib sparqlquery"]
    rows = [[n, f"{f.seconds:.3f} s", f"{f.mebibytes:.0f} MiB"] for n, f in found.items()]
    return table(
        "Against rdflib's own command",
        ["councils, CSV", "time", "peak memory"],
        [*rows, ["times faster", f"{theirs.seconds / mine.seconds:.1f}", ""]],
        "To reach: at least 6 times faster.",
    )


def _help(ours: str) -> str:
    """Ask for help, against only importing typer."""
    found = compare({
        "ofsted-graph --help": [ours, "--help"],
        'python -c "import typer"': [sys.executable, "-c", "import typer"],
    })  # fmt: skip
    mine, theirs = found.values()
    rows = [[n, f"{f.seconds:.3f} s"] for n, f in found.items()]
    return table(
        "Help",
        ["", "time"],
        [*rows, ["ratio", f"{mine.seconds / theirs.seconds:.2f}"]],
        "To reach: at most 1.5 times the import.",
    )


def _growth(ours: str) -> str:
    """Ask of the graph copied 1, 10 and 100 times, each copy under IRIs of its own."""
    original = resources.triples().read_text(encoding="utf-8")
    query = str(resources.queries() / "in-charge.rq")
    rows, first = [], 0.0
    for copies in COPIES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "copies.nt"
            _copy(original, copies, path)
            script = BARE.replace("TURTLE", "N_TRIPLES")
            bare, memory = run_once([sys.executable, "-c", script, str(path), query])
            # Every copy has the names of all others.
            asked = [*_asked(ours, council="council:tower-hamlets"), "--data", str(path)]
            made, _ = run_once(asked)
            ready = compare({"ready": asked}, runs=5)["ready"]
        first = first or ready.seconds
        rows.append([
            str(copies), f"{bare:.2f} s", f"{memory:.0f} MiB", f"{made:.2f} s",
            f"{ready.seconds:.3f} s", f"{ready.seconds / first:.2f}", f"{ready.mebibytes:.0f} MiB",
        ])  # fmt: skip
    return table(
        "Growth",
        [
            "copies", "bare script", "its memory", "first question",
            "cold question", "of that at one", "memory",
        ],
        rows,
        "To reach: a cold question at ten and a hundred copies at most 1.2 times that at one.",
    )  # fmt: skip


def _copy(turtle: str, copies: int, path: Path) -> None:
    """Write a graph so many times, every copy but the first under IRIs of its own."""
    from pyoxigraph import RdfFormat, parse, serialize

    lines = b"".join(
        serialize([quad.triple], format=RdfFormat.N_TRIPLES) or b""
        for quad in parse(turtle, RdfFormat.TURTLE)
    )
    with path.open("wb") as file:
        for number in range(copies):
            place = b"/id/" if number == 0 else b"/id%d/" % number
            file.write(lines.replace(b"/ofsted-graph/id/", b"/ofsted-graph" + place))
