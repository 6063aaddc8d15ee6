"""Whatever a command is given, it answers or says in one line why not: never a traceback.

The suite tries a few of each kind; `make fuzz` tries thousands, and keeps what fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Cli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, RdfFormat, Triple, parse, serialize

from ofsted_graph import resources

some = settings(
    max_examples=settings().max_examples // 6,
    # The folder and the command are the same for all examples, which overwrite their files.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
COUNCIL = "Easterby"
ODD = st.sampled_from(["", "x", "2019-13-45", "2019-00", "9999999999", "nan", "-1", "\x1b[31m\n"])
PLACES = st.floats(0, 1)
CHANGES = st.sampled_from(
    ["leave out", "leave out all", "odd value", "other thing", "blank", "blank all"]
)


@pytest.fixture(scope="session")
def triples(built: bytes) -> Callable[[], list[Triple]]:
    """Give what makes the graph's triples; the list itself would be printed with a failure."""
    made = [quad.triple for quad in parse(built, format=RdfFormat.TURTLE)]

    def anew() -> list[Triple]:
        return list(made)

    return anew


def check(cli: Cli, *words: object) -> None:
    done = cli(*words)
    assert done.code in {0, 1, 2}
    if done.code == 2:
        assert re.search(r"(?m)^(ofsted-graph|Error): ", done.err)
        assert "Traceback" not in done.err
        assert "\x1b" not in done.err


def _without_address(triple: Triple, thing: object) -> Triple:
    """Make a thing a blank node, wherever it stands."""
    blank = BlankNode("all")
    subject = blank if triple.subject == thing else triple.subject
    return Triple(subject, triple.predicate, blank if triple.object == thing else triple.object)


@given(changes=st.lists(st.tuples(CHANGES, PLACES, PLACES, ODD), min_size=1, max_size=8))
@some
def test_a_graph_with_gaps(
    changes: list[tuple[str, float, float, str]],
    triples: Callable[[], list[Triple]],
    tmp_path: Path,
    cli: Cli,
) -> None:
    left = triples()
    for change, place, elsewhere, odd in changes:
        at = int(place * (len(left) - 1))
        old = left[at]
        if change == "leave out":
            del left[at]
        elif change == "leave out all":
            left = [one for one in left if one.subject != old.subject] or left
        elif change == "odd value":
            left[at] = Triple(old.subject, old.predicate, Literal(odd))
        elif change == "blank":
            left[at] = Triple(old.subject, old.predicate, BlankNode("b"))
        elif change == "blank all":
            left = [_without_address(one, old.subject) for one in left]
        else:
            other = left[int(elsewhere * (len(left) - 1))]
            left[at] = Triple(old.subject, old.predicate, other.subject)
    graph = tmp_path / "gaps.nt"
    graph.write_bytes(serialize(left, format=RdfFormat.N_TRIPLES) or b"")
    check(cli, "show", COUNCIL, "--data", graph)
    check(cli, "show", COUNCIL, "--possible", "--sources", "--data", graph)
    check(cli, "why", str(old.subject).strip("<>"), "--data", graph)
    check(cli, "who", COUNCIL, "--data", graph)
    check(cli, "coverage", "--data", graph)
    check(cli, "graph", "--data", graph, "-o", tmp_path / "x.html")
    check(cli, "graph", "--data", graph, "-o", tmp_path / "x.graphml")
    check(cli, "timeline", "--data", graph, "-o", tmp_path / "x.svg")
    check(cli, "brief", COUNCIL, "--data", graph, "-o", tmp_path / "x.html")


@given(data=st.data())
@some
def test_a_broken_query(data: st.DataObject, graph_file: Path, tmp_path: Path, cli: Cli) -> None:
    names = sorted(resources.queries().glob("*.rq"))
    text = data.draw(st.sampled_from(names)).read_text()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        until = at + data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(st.text(max_size=6)) + text[until:]
    query = tmp_path / "query.rq"
    query.write_text(text, encoding="utf-8", errors="surrogatepass")
    check(cli, "query", query, "-p", f"council={COUNCIL}", "--data", graph_file, "-f", "csv")


@given(header=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@some
def test_any_header(header: str, graph_file: Path, tmp_path: Path, cli: Cli) -> None:
    query = tmp_path / "query.rq"
    lines = "".join(f"#+ {line}\n" for line in header.splitlines())
    query.write_text(f"{lines}ASK {{}}\n", encoding="utf-8")
    check(cli, "query", query, "--data", graph_file)


@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
@some
def test_any_table(content: bytes, facts: Path, tmp_path: Path, cli: Cli) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(b"council,person\n" + content)
    check(cli, "reconcile", table, "-c", "council", "--facts", facts)
    check(cli, "import", "posts", table, "--facts", facts)
    check(cli, "import", "addresses", table, "--facts", facts)
    whole = tmp_path / "whole.csv"
    whole.write_bytes(content)
    check(cli, "reconcile", whole, "-c", "council", "--facts", facts)


@given(cells=st.lists(st.one_of(ODD, st.text(max_size=20)), min_size=14, max_size=14))
@some
def test_any_row_of_posts(cells: list[str], facts: Path, tmp_path: Path, cli: Cli) -> None:
    from ofsted_graph.csv_text import csv_text
    from ofsted_graph.importing.post_tables import COLUMNS

    table = tmp_path / "posts.csv"
    table.write_text(
        csv_text([COLUMNS, cells]), encoding="utf-8", errors="surrogatepass", newline=""
    )
    check(cli, "import", "posts", table, "--facts", facts)
