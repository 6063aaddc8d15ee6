"""Start other people's SPARQL servers on the loopback interface, for tests and benchmarks.

Each is started in a folder of its own on a free port, and stopped by its process. Where a server is
not installed, `missing` says what to install.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = {sql_port}
ServerThreads = 8
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryCostEstimationTime = 100000
MaxQueryExecutionTime = 600
"""


def oxigraph_binary() -> str:
    """Find Oxigraph's server, as PyPI's `oxigraph` installs it."""
    beside = Path(sys.executable).parent / "oxigraph"
    return str(beside) if beside.is_file() else shutil.which("oxigraph") or ""


def virtuoso_binary() -> str:
    """Find Virtuoso, as Debian's `virtuoso-opensource` installs it."""
    return shutil.which("virtuoso-t") or ""


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Run Oxigraph's server; gives the address where it is asked."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [oxigraph_binary(), "serve", "--location", str(folder / "oxigraph")]
    with _running([*command, "--bind", f"127.0.0.1:{port}"], port, 30):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run Virtuoso; gives the address where it is asked. Its user and password are dba and dba."""
    port = free_port()
    home = folder / "virtuoso"
    home.mkdir(parents=True)
    ini = home / "virtuoso.ini"
    ini.write_text(_INI.format(folder=home, port=port, sql_port=free_port()), encoding="utf-8")
    command = [virtuoso_binary(), "+configfile", str(ini), "+foreground"]
    with _running(command, port, 120, "/sparql?query=ASK%20%7B%7D"):
        yield f"http://127.0.0.1:{port}/sparql"


@contextmanager
def _running(command: list[str], port: int, patience: float, path: str = "/") -> Iterator[None]:
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "RUST_LOG": "error"},
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}{path}", patience)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, patience: float) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} stopped with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} did not start within {patience} s")
