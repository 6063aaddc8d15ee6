"""A cold question: the command line against a bare script, and against rdflib's own command.

Each figure is a whole process, from start to end, on the shipped graph or on copies of it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import compare, table
from ofsted_graph import resources

BARE = """
import sys
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Store, Variable
store = Store()
store.bulk_load(path=sys.argv[1], format=RdfFormat.TURTLE)
council = NamedNode("https://w3id.org/ofsted-graph/id/council/tower-hamlets")
answer = store.query(open(sys.argv[2]).read(), substitutions={Variable("council"): council})
answer.serialize(sys.stdout.buffer, QueryResultsFormat.CSV)
"""
COPIES = (1, 10, 100)


def run(_sources: Path) -> str:
    """Measure, and give the tables."""
    ours = str(Path(sys.executable).with_name("ofsted-graph"))
    return "\n".join([_question(ours), _rdflib(ours), _help(ours), _growth()])


def _question(ours: str) -> str:
    """Ask who was in charge, against a script that does only that."""
    asked = [ours, "query", "in-charge", "-p", "council=Tower Hamlets", "--format", "csv"]
    bare = [
        sys.executable, "-c", BARE,
        str(resources.triples()), str(resources.queries() / "in-charge.rq"),
    ]  # fmt: skip
    found = compare({"ofsted-graph query": asked, "bare script": bare})
    mine, theirs = found["ofsted-graph query"], found["bare script"]
    rows = [[n, f"{f.seconds:.3f} s", f"{f.mebibytes:.0f} MiB"] for n, f in found.items()]
    ratio = [
        "ratio",
        f"{mine.seconds / theirs.seconds:.2f}",
        f"{mine.mebibytes / theirs.mebibytes:.2f}",
    ]
    return table(
        "A cold question",
        ["in-charge, Tower Hamlets, CSV", "time", "peak memory"],
        [*rows, ratio],
        "To reach: at most 2.0 times the bare script's time and memory.",
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


def _growth() -> str:
    """Load and answer the graph copied 1, 10 and 100 times, each copy under IRIs of its own."""
    original = resources.triples().read_text(encoding="utf-8")
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from ofsted_graph.query.named_queries import find_query, ask\n"
        "from ofsted_graph.query.store import load_store\n"
        "start = time.perf_counter(); store = load_store(Path(sys.argv[1]))\n"
        "loaded = time.perf_counter()\n"
        "asked = find_query('in-charge'), store, {'council': 'council:tower-hamlets'}\n"
        "rows = len(list(ask(*asked)))\n"
        "print(loaded - start, time.perf_counter() - loaded, len(store), rows)\n"
    )
    rows = []
    base = 0.0
    for copies in COPIES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "copies.nt"
            _copy(original, copies, path)
            loaded, answered, triples, found = _measure(script, path)
        base = base or loaded
        rows.append([
            str(copies), f"{int(triples):,}", f"{loaded:.2f} s", f"{loaded / base / copies:.2f}",
            f"{answered * 1000:.1f} ms", str(int(found)),
        ])  # fmt: skip
    return table(
        "Growth",
        ["copies", "triples", "load", "load, of proportion", "answer in-charge", "rows"],
        rows,
        "To reach: no worse than in proportion (1.00).",
    )


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


def _measure(script: str, path: Path) -> list[float]:
    """Run the script on a file in a process of its own, three times; give the median of each."""
    import statistics
    import subprocess

    runs = [
        [float(word) for word in subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
        ).stdout.split()]
        for _ in range(3)
    ]  # fmt: skip
    return [statistics.median(values) for values in zip(*runs, strict=True)]
