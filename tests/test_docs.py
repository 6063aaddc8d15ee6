"""Every command in the README and the docs is run, and its output must be what they print.

A block marked `console` holds commands after `$ ` with their output below. `python
tests/test_docs.py` writes the output of today into the blocks and draws the README's picture, to be
read before it is committed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(text: str) -> list[tuple[str, str]]:
    """List the commands of a document with the output printed below each."""
    found = []
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def run(command: str, folder: Path) -> str:
    """Run a command as a newcomer would, on a terminal 100 columns wide."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
    }
    finished = subprocess.run(
        ["bash", "-c", f"{command} 2>&1"],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        timeout=60,
    )
    return trimmed(finished.stdout)


def trimmed(text: str) -> str:
    """Leave out blanks at line ends, which no reader sees and editors remove."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


CASES = [
    pytest.param(command, output, id=f"{path.name}: {command[:60]}")
    for path in DOCUMENTS
    for command, output in commands(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("command", "output"), CASES)
def test_the_command_prints_what_the_document_says(
    command: str, output: str, tmp_path: Path
) -> None:
    assert run(command, tmp_path) == trimmed(output)


def test_the_readme_shows_commands() -> None:
    assert commands((ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_python_runs_and_prints_what_its_comments_say(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for code in PYTHON.findall(path.read_text(encoding="utf-8")):
        exec(compile(code, path.name, "exec"), {})
        said = re.findall(r"^# prints: (.*)$", code, re.MULTILINE)
        assert said, "an example shows what it prints"
        promised = "".join(f"{line}\n" for line in said)
        assert capsys.readouterr().out == promised


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_files_of_the_project_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
    assert [target for target in targets if not (path.parent / target).exists()] == []


PICTURE = ROOT / "docs" / "images" / "tower-hamlets.svg"


def draw() -> str:
    """Draw the picture that the README shows."""
    from ofsted_graph.query.store_cache import open_store
    from ofsted_graph.viz.story_pictures import story_sheet, told_of
    from ofsted_graph.vocab import thing

    return story_sheet(told_of(open_store(), thing("council", "tower-hamlets")))


def test_the_picture_is_of_today_s_graph() -> None:
    assert PICTURE.read_text(encoding="utf-8") == draw()


def rewrite(path: Path) -> None:
    """Put the output of today below each command of a document."""
    import tempfile

    def fresh(match: re.Match[str]) -> str:
        parts = []
        for part in re.split(r"^\$ ", match[1], flags=re.MULTILINE)[1:]:
            command = part.partition("\n")[0]
            with tempfile.TemporaryDirectory() as folder:
                parts.append(f"$ {command}\n{run(command, Path(folder))}")
        return f"```console\n{''.join(parts)}```"

    path.write_text(BLOCK.sub(fresh, path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    for document in DOCUMENTS:
        rewrite(document)
    PICTURE.write_text(draw(), encoding="utf-8")
