"""Run the benchmarks and write their tables to `benchmarks/results.md`."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import platform
from pathlib import Path

from benchmarks.measuring import RESULTS

NAMES = ("core", "reading", "page", "linking")


def main() -> None:
    """Run the benchmarks that are named, or all."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"some of {', '.join(NAMES)}; all without")
    parser.add_argument("--sources", type=Path, default=Path("../shared"))
    given = parser.parse_args()
    if unknown := set(given.names) - set(NAMES):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    tables = {}
    for name in given.names or NAMES:
        print(f"{name} …", flush=True)
        tables[name] = importlib.import_module(f"benchmarks.{name}").run(given.sources)
        print(tables[name], flush=True)
    if not given.names:
        machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
        head = f"# Benchmarks\n\nMeasured on {dt.datetime.now(tz=dt.UTC):%d %B %Y}, {machine}.\n"
        RESULTS.write_text("\n".join([head, *tables.values()]), encoding="utf-8")
        print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
