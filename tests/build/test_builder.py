from __future__ import annotations

import csv
import errno
import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Cli
from fact_rows import add, drop, rewrite, set_cell
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse

from ofsted_graph import resources
from ofsted_graph.build.builder import build, write_turtle
from ofsted_graph.build.rules import quads
from ofsted_graph.errors import InputError
from ofsted_graph.query.store import read_turtle
from ofsted_graph.vocab import OFG, ORG, RDF, thing

QUILL = thing("tenure", "northwold.director-of-childrens-services.ada-quill.permanent")


def shuffle(facts: Path, seed: int) -> None:
    """Put the rows of every table in another order."""
    order = random.Random(seed)
    for path in facts.glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        order.shuffle(rows)
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])


@pytest.mark.parametrize("seed", range(6))
def test_rows_in_any_order_give_the_same_bytes(seed: int, facts: Path, built: bytes) -> None:
    shuffle(facts, seed)
    assert build(facts, resources.ontology()) == built


@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_process_gives_the_same_bytes(seed: str, facts_dir: Path, built: bytes) -> None:
    program = (
        "import hashlib; from pathlib import Path; from ofsted_graph import resources; "
        "from ofsted_graph.build import builder; "
        f"turtle = builder.build(Path({str(facts_dir)!r}), resources.ontology()); "
        "print(hashlib.sha256(turtle).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    told = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == hashlib.sha256(built).hexdigest()


def test_rows_moved_to_another_file_of_their_table_give_the_same_bytes(
    facts: Path, built: bytes
) -> None:
    (facts / "tenures.csv").rename(facts / "tenures.letters.csv")
    assert build(facts, resources.ontology()) == built


def test_graph_is_sorted_and_has_no_blank_nodes(built: bytes) -> None:
    triples = [quad.triple for quad in parse(built, RdfFormat.TURTLE)]
    assert not [t for t in triples if isinstance(t.subject, BlankNode)]
    assert not [t for t in triples if isinstance(t.object, BlankNode)]
    subjects = list(dict.fromkeys(str(t.subject) for t in triples))
    assert subjects == sorted(subjects)
    assert len(triples) == len(set(triples))


def test_blank_node_is_refused() -> None:
    store = Store()
    store.extend(quads([Triple(QUILL, ORG.member, BlankNode("x"))]))
    with pytest.raises(InputError, match="has a blank node"):
        write_turtle(store)


def test_every_fact_has_its_place_in_its_source(graph: Store) -> None:
    places = {
        str(quad.object).rpartition("/")[2].strip(">")
        for quad in graph.quads_for_pattern(QUILL, OFG.citation, None, None)
    }
    assert places == {
        "report-northwold-2016-07-04.page-6",
        "letter-northwold-2017-04-07.page-1",  # which names nobody: only she held the post then
    }


def test_clashing_dates_stay_as_claims_and_the_document_itself_is_believed(graph: Store) -> None:
    inspection = thing("inspection", "northwold.sif.2016-04-25")
    published = [q.object for q in graph.quads_for_pattern(inspection, OFG.published, None, None)]
    assert [getattr(day, "value", "") for day in published] == ["2016-07-04"]
    claims = [q.subject for q in graph.quads_for_pattern(None, OFG.about, inspection, None)]
    values = {
        getattr(q.object, "value", "")
        for claim in claims
        for q in graph.quads_for_pattern(claim, OFG.claimValue, None, None)
    }
    assert values == {"2016-07-04", "2016-07-05"}


def test_decided_people_are_one_and_undecided_two(graph: Store) -> None:
    assert _is(graph, thing("person", "ada-quill"))
    assert not _is(graph, thing("person", "ada-quill-easterby"))
    one, other = thing("person", "cal-ito-easterby"), thing("person", "cal-ito-northwold")
    assert next(graph.quads_for_pattern(one, OFG.possiblySamePerson, other, None), None)
    assert next(graph.quads_for_pattern(other, OFG.possiblySamePerson, one, None), None)


def _is(store: Store, node: NamedNode) -> bool:
    return next(store.quads_for_pattern(node, RDF.type, None, None), None) is not None


def test_contradicting_decisions_are_refused(facts: Path) -> None:
    rewrite(
        facts, "identities.csv",
        add(a="ada-quill@northwold", b="ada-quill@easterby", decision="different", evidence="e",
            decided_by="d", decided_on="2024-05-01"),
    )  # fmt: skip
    with pytest.raises(InputError, match=r"identities\.csv says .* are different, and other rows"):
        build(facts, resources.ontology())


def test_certainty_never_comes_from_a_half_stated_period(graph: Store) -> None:
    sure = {
        str(q.object).rpartition("/")[2].strip(">")
        for q in graph.quads_for_pattern(QUILL, OFG.inPostDuring, None, None)
    }
    maybe = {
        str(q.object).rpartition("/")[2].strip(">")
        for q in graph.quads_for_pattern(QUILL, OFG.possiblyInPostDuring, None, None)
    }
    assert {"northwold.sif.2016-04-25", "northwold.monitoring.2017-03-14"} <= sure
    assert not sure & maybe


# -- The command --


def test_command_writes_tells_and_then_finds_nothing_to_do(
    cli: Cli, facts: Path, tmp_path: Path, built: bytes
) -> None:
    target = tmp_path / "triples.ttl"
    first = cli("build", "--facts", facts, "-o", target)
    assert first == (
        0,
        f"{target}: not built yet.\n{target}: written, {len(built):,} bytes.\n",
        "",
    )
    assert target.read_bytes() == built
    assert cli("build", "--facts", facts, "-o", target) == (0, f"{target}: unchanged.\n", "")
    assert cli("build", "--facts", facts, "-o", target, "--check").code == 0


def test_command_tells_what_changed_and_warns_of_paths_that_are_gone(
    cli: Cli, facts: Path, graph_file: Path
) -> None:
    rewrite(facts, "tenures.csv", drop(person="Dee Abara"))
    outcome = cli("build", "--facts", facts, "-o", graph_file)
    assert outcome.code == 0
    assert outcome.out.splitlines()[1:3] == [
        "  Dee Abara: elected mayor at Northwold removed: from 2015-05 to 2021-04-30",
        "  person Dee Abara removed",
    ]
    assert "warning: person/dee-abara was published and is gone; nothing" in outcome.err
    assert "warning: attestation" not in outcome.err
    assert graph_file.read_bytes() == build(facts, resources.ontology())


def test_check_writes_nothing_and_exits_with_1(
    cli: Cli, facts: Path, graph_file: Path, built: bytes
) -> None:
    rewrite(facts, "sources.csv", set_cell("title", "Another title", id="codes-register"))
    outcome = cli("build", "--facts", facts, "-o", graph_file, "--check")
    assert outcome.code == 1
    assert outcome.out.splitlines()[-1] == f"{graph_file} is out of date; run `ofsted-graph build`."
    assert graph_file.read_bytes() == built


@pytest.mark.parametrize("size", [0, 1000])
def test_broken_graph_is_built_anew(
    size: int, cli: Cli, facts_dir: Path, graph_file: Path, built: bytes
) -> None:
    graph_file.write_bytes(built[:size])
    outcome = cli("build", "--facts", facts_dir, "-o", graph_file)
    assert outcome.code == 0
    assert outcome.out.startswith(f"{graph_file}: was no graph.\n")
    assert graph_file.read_bytes() == built


def test_wrong_fact_leaves_the_graph_as_it_was(
    cli: Cli, facts: Path, graph_file: Path, built: bytes
) -> None:
    rewrite(facts, "judgements.csv", set_cell("grade", "goood", aspect="help-and-protection"))
    outcome = cli("build", "--facts", facts, "-o", graph_file)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        f'ofsted-graph: {facts / "judgements.csv"}, row 3: unknown grade "goood". '
        'Did you mean "good"?\n'
    )
    assert graph_file.read_bytes() == built


def test_full_disk_leaves_the_graph_as_it_was(
    cli: Cli, facts: Path, graph_file: Path, built: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    rewrite(facts, "tenures.csv", drop(person="Dee Abara"))
    outcome = cli("build", "--facts", facts, "-o", graph_file)
    assert outcome.code == 2
    assert "No space left on device" in outcome.err
    assert "written" not in outcome.out
    assert graph_file.read_bytes() == built


def test_other_format_is_refused(cli: Cli, facts_dir: Path, tmp_path: Path) -> None:
    outcome = cli("build", "--facts", facts_dir, "-o", tmp_path / "graph.nt")
    assert outcome.code == 2
    assert "name a .ttl file" in outcome.err
    assert not list(tmp_path.iterdir())


def test_literals_of_one_text_and_two_types_are_kept_apart() -> None:
    store = Store()
    year = [Literal("2012", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear")),
            Literal("2012")]  # fmt: skip
    store.extend(quads(Triple(QUILL, OFG.started, one) for one in year))
    assert len(read_turtle(write_turtle(store))) == 2
