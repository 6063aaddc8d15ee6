from __future__ import annotations

from pathlib import Path

import pytest
from commands import Cli
from fact_rows import Change, add, drop, rewrite, set_cell
from pyoxigraph import Store

from ofsted_graph import resources
from ofsted_graph.answers.differences import Differences, compare
from ofsted_graph.answers.labels import lower_first
from ofsted_graph.build.builder import build
from ofsted_graph.query.store import read_turtle

QUILL = "Ada Quill: director of children's services at Northwold, permanent"
OVERALL = "Northwold: overall effectiveness 2019-06-10"


def changed(built: bytes, facts: Path, file: str, *changes: Change) -> Differences:
    """Compare the invented graph with what it is after a change of its facts."""
    rewrite(facts, file, *changes)
    return compare(read_turtle(built), read_turtle(build(facts, resources.ontology())))


def lines(found: Differences) -> list[str]:
    return [line.text for line in found.lines]


def test_same_graph_has_no_difference(graph: Store, built: bytes) -> None:
    found = compare(graph, read_turtle(built))
    assert not found
    assert found.summary() == "No difference."


def test_new_grade_is_told_with_council_aspect_and_day(built: bytes, facts: Path) -> None:
    found = changed(
        built, facts, "judgements.csv",
        add(inspection="northwold.ilacs.2019-06-10", aspect="in-care", grade="good",
            source="report-northwold-2019-08-05", locator="page 1"),
    )  # fmt: skip
    assert lines(found) == ["Northwold: children in care 2019-06-10 added: good"]
    assert found.summary().startswith("1 added, 0 changed, 0 removed at 1 council; ")


def test_other_grade_is_one_change(built: bytes, facts: Path) -> None:
    found = changed(
        built, facts, "judgements.csv",
        set_cell("grade", "inadequate", grade="requires-improvement",
                 aspect="overall-effectiveness"),
    )  # fmt: skip
    assert lines(found) == [
        f"{OVERALL} changed from requires improvement to be good to inadequate",
    ]


def test_later_end_moves_the_bounds_of_a_tenure(built: bytes, facts: Path) -> None:
    found = changed(
        built, facts, "tenures.csv",
        set_cell("end", "2019-11-30", person="Ada Quill", end="2019-12~"),
    )  # fmt: skip
    told = lines(found)
    assert f"{QUILL}: end changed from 2019-12~ to 2019-11-30" in told
    assert f"{QUILL}: earliest end changed from 2019-11-01 to 2019-11-30" in told
    assert f"{QUILL}: latest end changed from 2020-01-31 to 2019-11-30" in told
    assert {line.council for line in found.lines} == {"Northwold"}
    assert found.workings["bound"] >= 2


def test_tenure_that_is_gone_is_one_line(built: bytes, facts: Path) -> None:
    found = changed(built, facts, "tenures.csv", drop(person="Dee Abara"))
    assert lines(found) == [
        "Dee Abara: elected mayor at Northwold removed: from 2015-05 to 2021-04-30",
        "person Dee Abara removed",
    ]


def test_merged_path_is_told(built: bytes, facts: Path) -> None:
    rewrite(facts, "identities.csv", set_cell("decision", "same", decision="unsure"))
    found = changed(
        built, facts, "paths.csv",
        add(path="person/cal-ito-easterby", replaced_by="person/cal-ito", reason="one person"),
    )  # fmt: skip
    assert "Cal Ito (person:cal-ito-easterby) is now person:cal-ito" in lines(found)


def test_old_path_that_leads_elsewhere_is_told(built: bytes, facts: Path) -> None:
    found = changed(
        built, facts, "paths.csv",
        set_cell("replaced_by", "person/iris-vane", path="person/a-quill"),
    )  # fmt: skip
    assert lines(found) == ["person:a-quill: replaced by changed from Ada Quill to Iris Vane"]


def test_lines_go_council_by_council_and_the_rest_comes_last(built: bytes, facts: Path) -> None:
    rewrite(
        facts, "council_names.csv",
        add(council="northwold", name="Nthwold", source="codes-register", locator="row 1"),
    )  # fmt: skip
    rewrite(facts, "sources.csv", set_cell("publisher", "Somebody", id="codes-register"))
    found = changed(built, facts, "council_names.csv",
                    set_cell("name", "Easterby Borough", council="easterby"))  # fmt: skip
    assert lines(found) == [
        "Easterby: other name changed from Easterby Council to Easterby Borough",
        "Northwold: other name added: Nthwold",
        "source Codes of invented councils: publisher changed from Nobody to Somebody",
    ]


def test_everything_is_counted_either_as_a_line_or_in_the_workings(built: bytes) -> None:
    found = compare(Store(), read_turtle(built))
    assert (found.added, found.removed) == (len(read_turtle(built)), 0)
    assert {line.happened for line in found.lines} == {"added"}
    assert {"attestation", "bound", "citation", "derivation"} <= set(found.workings)
    back = compare(read_turtle(built), Store())
    assert len(back.lines) == len(found.lines)
    assert {line.happened for line in back.lines} == {"removed"}


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Elected mayor", "elected mayor"),
        ("ILACS standard inspection", "ILACS standard inspection"),
        ("Local Safeguarding Children Board", "Local Safeguarding Children Board"),
        ("Good", "good"),
        ("", ""),
    ],
)
def test_labels_inside_a_sentence(label: str, inside: str) -> None:
    assert lower_first(label) == inside


def test_command_is_silent_about_nothing_and_exits_like_diff(
    cli: Cli, graph_file: Path, facts: Path, tmp_path: Path
) -> None:
    assert cli("diff", graph_file, graph_file) == (0, "No difference.\n", "")
    rewrite(facts, "council_codes.csv", set_cell("code", "993", code="992"))
    other = tmp_path / "other.ttl"
    other.write_bytes(build(facts, resources.ontology()))
    outcome = cli("diff", graph_file, other)
    assert outcome.code == 1
    assert outcome.out == (
        "Easterby: DfE code changed from 992 to 993\n"
        "\n"
        "0 added, 1 changed, 0 removed at 1 council; 1 triples added, 1 removed.\n"
    )
    assert cli("diff", graph_file, tmp_path / "none.ttl").code == 2
