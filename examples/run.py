"""Run the worked examples: link somebody else's table, then ask what neither side answers alone.

`python examples/run.py` reads the tables beside the checkout (`../shared`), writes what it makes to
`out/examples` and prints each command with its output, as docs/linking.md shows it.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = Path("examples")
OUT = Path("out") / "examples"

EXAMPLES = {
    "lait-indicators": (
        ["lait-indicators.parquet", "--column", "LA and Regions", "--code", "LA Number"],
        ["--store", str(OUT / "lait.store")],
    ),
    "party-control": (
        ["opencouncildata-control-2016-2026.csv", "--column", "authority", "--date", "year"],
        ["--output", str(OUT / "control.ttl")],
    ),
    "area-send": (
        ["area-send-overview.xlsx", "--column", "la_code"],
        ["--output", str(OUT / "send.ttl")],
    ),
}
"""Example to its table with the options that find councils, and where its triples go."""


def commands(name: str, tables: Path) -> list[list[str]]:
    """Give the two commands of an example."""
    (table, *columns), output = EXAMPLES[name]
    folder = HERE / name
    metadata = folder / f"{table}-metadata.json"
    told = ["--metadata", str(metadata)] if metadata.is_file() else []
    mapping = ["--mapping", str(folder / "mapping.rq")]
    link = ["ofsted-graph", "link", str(tables / table), *columns, *mapping, *told, *output]
    ask = ["ofsted-graph", "query", str(folder / "question.rq"), "--with", output[1]]
    return [link, [*ask, "--format", "md"]]


def main() -> None:
    """Run the examples that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *EXAMPLES], default=[])
    parser.add_argument("--sources", type=Path, default=Path("../shared"))
    given = parser.parse_args()
    os.chdir(ROOT)
    OUT.mkdir(parents=True, exist_ok=True)
    program = str(Path(sys.executable).with_name("ofsted-graph"))
    for name in given.names or EXAMPLES:
        for command in commands(name, given.sources / "tables" / "other"):
            print(f"$ {shlex.join(command)}", flush=True)
            subprocess.run([program, *command[1:]], check=True)
            print()


if __name__ == "__main__":
    main()
