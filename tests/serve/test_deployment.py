"""What `deploy/` says is what there is: files, extras, commands and options."""

from __future__ import annotations

import re
import shlex
import socket
import tomllib
from pathlib import Path

import pytest
from commands import Cli

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
UNIT = (ROOT / "deploy" / "ofsted-graph.service").read_text(encoding="utf-8")


def started() -> list[list[str]]:
    """Give the words with which each file starts the server."""
    ran = re.search(r"^ExecStart=\S*/(ofsted-graph .*)$", UNIT, re.MULTILINE)
    command = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert ran
    assert command
    return [shlex.split(ran[1]), re.findall(r'"([^"]+)"', command[1])]


@pytest.mark.parametrize("words", started(), ids=["unit", "image"])
def test_server_is_started_with_options_that_it_has(words: list[str], cli: Cli) -> None:
    assert words[:2] == ["ofsted-graph", "serve"]
    told = cli("serve", "--help").out
    for option in (word for word in words if word.startswith("--")):
        assert option in told


def test_what_keeps_a_server_from_starting_is_one_line(cli: Cli, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for words, told in (
            (("--port", port), "cannot be listened at"),
            (("--data", tmp_path / "none.ttl"), "cannot be read"),
            (("--host", "nowhere.invalid"), "cannot be listened at"),
            (("--root", "x"), "no address"),
            (("--timeout", "inf"), "from 1 to 600"),
        ):
            done = cli("serve", *words)
            assert (done.code, done.out) == (2, ""), words
            assert told in done.err
            assert len(done.err.splitlines()) == 1


def test_image_installs_what_the_project_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra in re.findall(r"\.\[(\w+)\]", DOCKERFILE + UNIT):
        assert extra in project["optional-dependencies"]
    for name in re.findall(r"-c (\S+)", DOCKERFILE):
        assert (ROOT / name).is_file()
    version = re.search(r"FROM python:(\d+\.\d+)", DOCKERFILE)
    assert version
    assert f"Programming Language :: Python :: {version[1]}" in project["classifiers"]


@pytest.mark.parametrize(
    ("path", "accept", "status", "place"),
    [
        ("id/council/kent", "", "303", "/id/council/kent"),
        ("def", "text/turtle", "303", "/def/data.ttl"),
        ("def", "text/html", "303", "/def/"),
        ("", "", "302", "/"),
    ],
)
def test_redirects_lead_to_addresses_that_the_server_has(
    path: str, accept: str, status: str, place: str
) -> None:
    assert _redirected(path, accept) == (status, f"https://ofsted-graph.example.org{place}")


def _redirected(path: str, accept: str) -> tuple[str, str]:
    """Follow the rules as a web server does: the first that fits, with its conditions."""
    fits = True
    for line in (ROOT / "deploy" / "w3id" / ".htaccess").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words[:1] == ["RewriteCond"]:
            fits = re.search(words[2], accept) is not None
        elif words[:1] == ["RewriteRule"]:
            found = re.search(words[1], path)
            if fits and found:
                status = re.search(r"R=(\d+)", words[3])
                assert status
                return status[1], words[2].replace("$1", found[1] if found.groups() else "")
            fits = True
    raise AssertionError(f"no rule fits {path}")


def test_image_does_not_run_as_the_superuser() -> None:
    assert re.search(r"^USER (?!root)\w+$", DOCKERFILE, re.MULTILINE)
    assert "DynamicUser=yes" in UNIT
