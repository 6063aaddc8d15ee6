"""What becomes of matches: tables, SSSOM, decisions; and people, roles and inspections."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ofsted_graph.errors import InputError, UnknownNameError
from ofsted_graph.linking.decisions import Decision, Decisions
from ofsted_graph.linking.matching import CouncilMatcher, make_matcher, name_key
from ofsted_graph.linking.reconcile import ACCEPTED, OFFERED, REFUSED, Match, Reconciler
from ofsted_graph.linking.reconciled import Tally, added_columns, matched_rows, table_lines
from ofsted_graph.linking.sssom import MappingSet, match_rows, write_sssom
from ofsted_graph.linking.tables import open_table
from ofsted_graph.query.store import load_store

Write = Callable[..., Path]
ABOUT = MappingSet("https://example.org/m", 'A "set"', "https://example.org/t", dt.date(2024, 5, 1))
MATCHES = [
    Match("Kent", ACCEPTED, "council:kent", "", "Kent", 1.0, 'the name is\tthe "known"'),
    Match("Herfordshire", OFFERED, "council:hertfordshire", "", "Hertfordshire", 0.935, "near"),
    Match("Cardiff", REFUSED, why="not ours"),
    Match("Kent", ACCEPTED, "council:kent", "", "Kent", 1.0, "again"),
    Match("  ", REFUSED),
]


def test_a_table_comes_back_with_what_was_found(write: Write, reconciler: Reconciler) -> None:
    table = open_table(write('id,who\n1,Kent\n2,Cardiff\n3,"Bristol, City of"\n'))
    tally = Tally()
    rows = matched_rows(table, CouncilMatcher(reconciler), "who", tally=tally)
    lines = "".join(table_lines(table, "council", rows)).splitlines()
    assert lines[0] == "id,who,council,council_label,council_score,council_status,council_why"
    assert lines[1].startswith(
        "1,Kent,https://w3id.org/ofsted-graph/id/council/kent,Kent,1.000,acc"
    )
    assert lines[2].startswith("2,Cardiff,,,,refused,")
    assert lines[3].startswith('3,"Bristol, City of",https://')
    assert tally.statuses == {"accepted": 2, "refused": 1}


def test_added_columns_step_aside() -> None:
    assert added_columns(("council", "council_found_why"), "council")[0] == "council_found_found"


def test_offers_are_kept_to_be_decided(write: Write, reconciler: Reconciler) -> None:
    table = open_table(write("who\nHerfordshire\nHerfordshire\n"))
    tally = Tally()
    list(matched_rows(table, CouncilMatcher(reconciler), "who", tally=tally))
    (offer,) = tally.offers
    assert (offer.value, offer.decision) == ("Herfordshire", "unsure")


def test_decisions_are_read_written_and_not_overruled_by_offers(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    mine = Decision("A", "council", "council:kent", "same", "JS", "2024-05-01", "asked them")
    Decisions([mine]).write(path)
    offers = [
        Decision("A", "council", "council:kent", "unsure"),
        Decision("B", "council", "council:essex", "unsure"),
    ]
    Decisions.read(path).with_offers(offers).write(path)
    again = Decisions.read(path)
    assert len(again) == 2
    assert again.on("A", "council") == [mine]
    assert path.read_text().splitlines()[1] == (
        "A,council,council:kent,same,JS,2024-05-01,asked them"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("value,kind\nA,council\n", "lacks the column thing, decision"),
        ("value,kind,thing,decision\nA,council,x,maybe\n", 'row 2: decides "maybe"'),
        (b"value\n\xff\n", "cannot be read as UTF-8"),
    ],
)
def test_decisions_that_cannot_be_read(write: Write, content: str | bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        Decisions.read(write(content))


def test_sssom_has_a_header_and_a_row_for_each_value() -> None:
    text = "".join(write_sssom(ABOUT, match_rows(MATCHES)))
    header = [line for line in text.splitlines() if line.startswith("#")]
    assert '#  council: "https://w3id.org/ofsted-graph/id/council/"' in header
    assert '#mapping_set_title: "A \\"set\\""' in header
    body = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert [(row[1], row[3], row[4]) for row in body[1:]] == [
        ("Kent", "skos:exactMatch", "council:kent"),
        ("Herfordshire", "skos:relatedMatch", "council:hertfordshire"),
        ("Cardiff", "skos:relatedMatch", "sssom:NoTermFound"),
    ]
    assert {len(row) for row in body} == {9}


def _sssom() -> str:
    peer = Path(__file__).parents[2] / "benchmarks" / ".peers" / "sssom" / "bin" / "sssom"
    return str(peer) if peer.is_file() else shutil.which("sssom") or ""


@pytest.mark.skipif(not _sssom(), reason="sssom is not installed: make benchmarks/.peers")
def test_sssoms_own_tool_finds_it_valid(tmp_path: Path) -> None:
    path = tmp_path / "set.sssom.tsv"
    path.write_text("".join(write_sssom(ABOUT, match_rows(MATCHES))), encoding="utf-8")
    command = [_sssom(), "validate", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_person_needs_a_council_to_be_sure(reconciler: Reconciler) -> None:
    matcher = make_matcher("person", reconciler, Decisions(), load_store())
    alone = matcher.match("Steve Reddy")
    assert (alone.thing.startswith("person:steve-reddy"), alone.status) == (True, OFFERED)
    assert "a guess" in alone.why
    there = matcher.match("REDDY, Steve", council="LB Tower Hamlets")
    assert (there.thing, there.status) == ("person:steve-reddy", ACCEPTED)
    assert matcher.match("Steve Reddy", council="Isles of Scilly").status == OFFERED
    assert matcher.match("Zaphod Beeblebrox").status == REFUSED


def test_a_persons_decision_counts(reconciler: Reconciler) -> None:
    decisions = Decisions([Decision("S Reddy", "person", "person:steve-reddy", "same", "JS")])
    matcher = make_matcher("person", reconciler, decisions, load_store())
    assert matcher.match("S Reddy").status == ACCEPTED
    assert matcher.match("S Reddy").iri == "https://w3id.org/ofsted-graph/id/person/steve-reddy"


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("DCS", "director-of-childrens-services"),
        ("Director of Children’s Services", "director-of-childrens-services"),
        ("Leader of the Council", "council-leader"),
        ("Directly elected mayor", "elected-mayor"),
    ],
)
def test_roles_are_found(reconciler: Reconciler, written: str, role: str) -> None:
    matcher = make_matcher("role", reconciler, Decisions(), load_store())
    match = matcher.match(written)
    assert (match.thing, match.status) == (f"role:{role}", ACCEPTED)


def test_inspections_are_found_by_council_and_day(reconciler: Reconciler) -> None:
    matcher = make_matcher("inspection", reconciler, Decisions(), load_store())
    own = matcher.match("inspection:tower-hamlets.sif.2017-01-23")
    assert own.status == ACCEPTED
    by_day = matcher.match("Tower Hamlets", on="07/04/2017")
    assert (by_day.thing, by_day.status) == (own.thing, ACCEPTED)
    assert matcher.match("Tower Hamlets").status == REFUSED
    assert matcher.match("Tower Hamlets", on="1999").status == REFUSED
    assert matcher.match("Cardiff", on="2017").status == REFUSED
    assert matcher.match("Tower Hamlets", on="2017-2024").status == OFFERED


def test_other_kinds_are_unknown(reconciler: Reconciler) -> None:
    with pytest.raises(UnknownNameError, match='unknown kind of thing "school"'):
        make_matcher("school", reconciler, Decisions(), None)


def test_names_of_people_are_compared_without_titles() -> None:
    assert name_key("Cllr. O’Neill, Tim") == name_key("Tim O'Neill") == "tim oneill"
