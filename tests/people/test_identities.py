"""Who is who: which pairs are candidates, what is said of them, and how decisions are kept."""

from __future__ import annotations

import csv
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer import Typer
from typer.testing import CliRunner

from ofsted_graph.cli.identities import identities as command
from ofsted_graph.errors import InputError, UnknownNameError, UsageError
from ofsted_graph.facts.fact_tables import TABLES, read_table, write_table
from ofsted_graph.people.identities import Candidate, candidates, load, record
from ofsted_graph.people.mentions import gather
from ofsted_graph.people.persons import identify

DAY = dt.date(2026, 11, 22)
DIRECTOR = "director-of-childrens-services"
Rows = dict[str, list[dict[str, str]]]


def row(table: str, **cells: str) -> dict[str, str]:
    return dict.fromkeys(TABLES[table], "") | cells


def director(person: str, organisation: str, seen: str, title: str = "") -> dict[str, str]:
    return row(
        "tenures",
        person=person,
        role=DIRECTOR,
        organisation=organisation,
        seen=seen,
        title=title,
        source=f"letter-{organisation}-{seen}",
        locator="page 1",
    )


def visit(day: str, *names: str, role: str = "team") -> Rows:
    inspection = f"exford.focused.{day}"
    told = {"source": f"letter-exford-{day}", "locator": "page 1", "inspection": inspection}
    inspectors = [row("inspectors", name=name, role=role, **told) for name in names]
    held = row("inspections", council="exford", framework="focused-visit", started=day, **told)
    return {"inspectors": inspectors, "inspections": [held]}


def tables(
    tenures: Sequence[dict[str, str]] = (), *visits: Rows, decided: Rows | None = None
) -> Rows:
    told: Rows = {"tenures": list(tenures), "inspectors": [], "inspections": [], "identities": []}
    for one in (*visits, decided or {}):
        for table, rows in one.items():
            told[table] = told[table] + rows
    return told


def decision(a: str, b: str, said: str) -> Rows:
    made = row("identities", a=a, b=b, decision=said, evidence="e", decided_by="n")
    return {"identities": [made | {"decided_on": str(DAY)}]}


def pairs(found: Sequence[Candidate]) -> list[tuple[str, str]]:
    return [(one.a.id, one.b.id) for one in found]


MOVED = [
    director("Una Reyes", "exford", "2018-03-22"),
    director("Una Reyes", "wyebridge", "2020-11-27"),
]


def test_one_name_at_two_councils_is_a_candidate_not_a_fact() -> None:
    (found,) = candidates(tables(MOVED))
    assert (found.a.id, found.b.id, found.kinship) == (
        "una-reyes@exford",
        "una-reyes@wyebridge",
        "same",
    )
    assert found.pro == (
        "the same name",
        f"the same post: {DIRECTOR}",
        "the days fit: 2018-03-22 at exford, 2020-11-27 at wyebridge",
    )
    assert found.con == ()


def test_two_full_posts_at_once_speak_against() -> None:
    both = [
        director("Una Reyes", "exford", "2018-03-22/2018-06-01"),
        director("Una Reyes", "wyebridge", "2018-05-01"),
    ]
    (found,) = candidates(tables(both))
    assert found.con == (
        "the days overlap: 2018-03-22 to 2018-06-01 at exford, 2018-05-01 at wyebridge",
    )


def test_titles_that_reach_over_two_councils_speak_for() -> None:
    title = "Bi-Borough Executive Director of Children’s Services"
    both = [director("Una Reyes", council, "2018-03-22", title) for council in ("exford", "wye")]
    (found,) = candidates(tables(both))
    assert 'both titles say "bi-borough"' in found.pro


def test_an_inspector_who_became_a_director() -> None:
    (found,) = candidates(tables(MOVED[1:], visit("2015-05-01", "Una Reyes")))
    assert (found.a.id, found.b.id) == ("una-reyes@ofsted", "una-reyes@wyebridge")
    assert "the days fit: 2015-05-01 at ofsted, 2020-11-27 at wyebridge" in found.pro


@pytest.mark.parametrize(
    ("one", "other", "kinship"),
    [
        ("Matt Oakley", "Matthew Oakley", "short form"),
        ("Sue Oakley", "Susan Oakley", "short form"),
        ("Di Ray-Fox", "Di Rey-Fox", "spelling"),
        ("Di Ray", "Di Ray-Fox", "double name"),
    ],
)
def test_inspectors_under_names_that_may_be_one(one: str, other: str, kinship: str) -> None:
    (found,) = candidates(
        tables((), visit("2018-05-01", one), visit("2019-05-01", other), visit("2020-05-01", one))
    )
    assert found.kinship == kinship
    assert found.distance > 0
    counts = "2 and 1" if found.a.name == one else "1 and 2"
    assert f"{counts} inspections in the same years, never together" in found.pro


def test_colleagues_in_common_speak_for() -> None:
    (found,) = candidates(
        tables(
            (),
            visit("2018-05-01", "Matt Oakley", "Jo Bly"),
            visit("2019-05-01", "Matthew Oakley", "Jo Bly"),
        )
    )
    assert "1 colleague in common" in found.pro


def test_two_forms_on_one_team_speak_against() -> None:
    (found,) = candidates(tables((), visit("2018-05-01", "Matt Oakley", "Matthew Oakley")))
    assert found.con == ("both names stand on one team: exford.focused.2018-05-01",)


def test_two_inspections_in_the_same_days_speak_against() -> None:
    elsewhere = visit("2018-05-01", "Matthew Oakley")
    for rows in elsewhere.values():
        for one in rows:
            one["inspection"] = "wyebridge.focused.2018-05-01"
    (found,) = candidates(tables((), visit("2018-05-01", "Matt Oakley"), elsewhere))
    both = "exford.focused.2018-05-01 and wyebridge.focused.2018-05-01"
    assert found.con == (f"on two inspections in the same days: {both}",)


def test_accents_make_no_second_mention() -> None:
    told = tables((), visit("2018-05-01", "Máire Oakley"), visit("2019-05-01", "Maire Oakley"))
    assert candidates(told) == []
    assert list(gather(told)) == ["maire-oakley@ofsted"]


def test_what_is_no_candidate() -> None:
    assert candidates(tables(MOVED[:1], visit("2015-05-01", "Una Rivers", "Tom Reyes"))) == []
    # A misprint is made within one body's papers, not between a council's and Ofsted's.
    assert candidates(tables(MOVED[:1], visit("2015-05-01", "Una Reyas"))) == []
    cqc = visit("2015-05-01", "Matthew Oakley", role="cqc-lead")
    assert candidates(tables((), visit("2016-05-01", "Matt Oakley"), cqc)) == []
    unnamed = [director("?director", "exford", "2018-01-01"), director("", "wye", "2018-01-01")]
    assert candidates(tables(unnamed)) == []


def test_a_director_may_go_by_a_short_form_elsewhere() -> None:
    told = [
        director("Mil Oakley", "exford", "2018-01-01"),
        director("Milorad Oakley", "wye", "2020"),
    ]
    assert pairs(candidates(tables(told))) == [("mil-oakley@exford", "milorad-oakley@wye")]


def test_what_is_decided_is_not_open_directly_or_through_others() -> None:
    three = [*MOVED, director("Una Reyes", "zedford", "2023-01-01")]
    one_two = decision("una-reyes@exford", "una-reyes@wyebridge", "same")
    two_three = decision("una-reyes@wyebridge", "una-reyes@zedford", "different")
    decided = {"identities": one_two["identities"] + two_three["identities"]}
    assert len(candidates(tables(three))) == 3
    assert pairs(candidates(tables(three, decided=one_two))) == [
        ("una-reyes@exford", "una-reyes@zedford"),
        ("una-reyes@wyebridge", "una-reyes@zedford"),
    ]
    assert candidates(tables(three, decided=decided)) == []


def test_what_is_unsure_is_shown_when_asked_for() -> None:
    told = tables(MOVED, decided=decision("una-reyes@exford", "una-reyes@wyebridge", "unsure"))
    assert candidates(told) == []
    (found,) = candidates(told, unsure=True)
    assert found.decision == "unsure"


def test_what_speaks_least_against_comes_first() -> None:
    told = tables(
        [*MOVED, director("Tom Low", "exford", "2018"), director("Tom Low", "wye", "2018-05-01")],
        visit("2018-05-01", "Matt Oakley", "Matthew Oakley"),
    )
    assert pairs(candidates(told))[0] == ("una-reyes@exford", "una-reyes@wyebridge")


def write(folder: Path, told: Rows) -> Path:
    for table, rows in told.items():
        if rows:
            write_table(folder / f"{table}.csv", table, rows)
    return folder


def decide(folder: Path, a: str, b: str, said: str, **changes: str) -> bool:
    words = {"evidence": "letter of 2018, page 1", "decided_by": "maintainers"} | changes
    return record(folder, a, b, said, decided_on=DAY, **words)


ONE, TWO = "una-reyes@exford", "una-reyes@wyebridge"


def test_a_decision_is_kept_and_can_be_reversed(tmp_path: Path) -> None:
    write(tmp_path, tables(MOVED))
    assert decide(tmp_path, TWO, ONE, "same")
    assert read_table(tmp_path / "identities.csv", "identities") == [
        {
            "a": ONE,
            "b": TWO,
            "decision": "same",
            "evidence": "letter of 2018, page 1",
            "decided_by": "maintainers",
            "decided_on": "2026-11-22",
        }
    ]
    assert not decide(tmp_path, ONE, TWO, "same")
    assert candidates(load(tmp_path)) == []
    assert decide(tmp_path, ONE, TWO, "different")
    (kept,) = read_table(tmp_path / "identities.csv", "identities")
    assert kept["decision"] == "different"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["identities.csv", "tenures.csv"]


def test_decisions_must_not_contradict_each_other(tmp_path: Path) -> None:
    decide(tmp_path, "a@x", "b@x", "same")
    decide(tmp_path, "b@x", "c@x", "same")
    before = (tmp_path / "identities.csv").read_bytes()
    with pytest.raises(UsageError, match="both the same and different"):
        decide(tmp_path, "a@x", "c@x", "different")
    assert (tmp_path / "identities.csv").read_bytes() == before
    decide(tmp_path, "d@x", "c@x", "different")
    with pytest.raises(UsageError, match="both the same and different"):
        decide(tmp_path, "d@x", "a@x", "same")


@pytest.mark.parametrize(
    ("pair", "said", "changes", "error"),
    [
        ((ONE, TWO), "maybe", {}, UnknownNameError),
        ((ONE, ONE), "same", {}, UsageError),
        ((ONE, TWO), "same", {"evidence": " "}, UsageError),
        ((ONE, TWO), "same", {"decided_by": ""}, UsageError),
    ],
)
def test_a_decision_needs_its_parts(
    tmp_path: Path,
    pair: tuple[str, str],
    said: str,
    changes: dict[str, str],
    error: type[Exception],
) -> None:
    with pytest.raises(error):
        decide(tmp_path, *pair, said, **changes)
    assert not (tmp_path / "identities.csv").exists()


def test_an_unknown_mention_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match='Did you mean "una-reyes@exford"'):
        record(
            tmp_path, "una-reyes@exfrd", TWO, "same",
            evidence="e", decided_by="n", decided_on=DAY, known=[ONE, TWO],
        )  # fmt: skip


def test_a_missing_folder_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder of fact tables"):
        load(tmp_path / "none")


MENTIONS = st.sampled_from(["a@x", "b@x", "c@x", "d@x", "e@x"])


@settings(deadline=None)  # it writes files, and a disk takes its time
@given(st.lists(st.tuples(MENTIONS, MENTIONS, st.sampled_from(["same", "different", "unsure"]))))
def test_whatever_is_recorded_makes_persons(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("facts")
    for a, b, said in wanted:
        try:
            decide(folder, a, b, said)
        except UsageError:
            continue
    path = folder / "identities.csv"
    rows = read_table(path, "identities") if path.is_file() else []
    named = [tuple(one.split("@")) for one in ("a@x", "b@x", "c@x", "d@x", "e@x")]
    identify([(name, place) for name, place in named], rows)


APP = Typer()
APP.command()(command)


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(APP, [*arguments, "--facts", str(folder)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_the_command_lists_candidates_as_csv_in_a_pipe(tmp_path: Path) -> None:
    write(tmp_path, tables([*MOVED, *(director("Tom Low", c, "2018") for c in ("exford", "wye"))]))
    code, said = run(tmp_path, "reyes")
    assert code == 0
    (found,) = csv.DictReader(said.splitlines())
    assert found == {
        "a": ONE,
        "b": TWO,
        "kinship": "same",
        "distance": "0.00",
        "for": f"the same name; the same post: {DIRECTOR}; "
        "the days fit: 2018-03-22 at exford, 2020-11-27 at wyebridge",
        "against": "",
        "decision": "",
    }


def test_the_command_records_a_decision(tmp_path: Path) -> None:
    write(tmp_path, tables(MOVED))
    options = ("--because", "the letter says so", "--by", "A. Curator", "--on", "2026-11-22")
    code, _ = run(tmp_path, "--decide", ONE, TWO, "same", *options)
    assert code == 0
    (kept,) = read_table(tmp_path / "identities.csv", "identities")
    assert (kept["decided_by"], kept["decided_on"]) == ("A. Curator", "2026-11-22")
    with pytest.raises(UnknownNameError):
        run(tmp_path, "--decide", ONE, "una-reyes@nowhere", "same", *options)


def test_asking_needs_a_terminal(tmp_path: Path) -> None:
    write(tmp_path, tables(MOVED))
    with pytest.raises(UsageError, match="--ask needs a terminal"):
        run(tmp_path, "--ask")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_asking_one_by_one_on_a_terminal(tmp_path: Path) -> None:
    three = [*MOVED, director("Una Reyes", "zedford", "2018-03-22")]
    write(tmp_path, tables(three))
    here, there = os.openpty()
    code = "from ofsted_graph.cli.identities import identities; import typer; typer.run(identities)"
    with subprocess.Popen(
        [sys.executable, "-c", code, "--ask", "--facts", str(tmp_path)],
        stdin=there,
        stdout=there,
        stderr=there,
    ) as process:
        os.close(there)
        # A key that is none is asked for again; what two answers decide is not asked any more.
        os.write(here, b"A. Curator\nx\ns\nthe letter says so\nd\nanother one\n")
        shown = b""
        while True:
            try:
                piece = os.read(here, 4096)
            except OSError:  # Linux says so when the other side has closed.
                break
            if not piece:
                break
            shown += piece
    os.close(here)
    assert process.returncode == 0
    assert b"1 of 3" in shown
    assert b"3 of 3" not in shown
    kept = read_table(tmp_path / "identities.csv", "identities")
    assert [(one["decision"], one["evidence"][:18]) for one in kept] == [
        ("same", "the letter says so"),
        ("different", "another one"),
    ]
