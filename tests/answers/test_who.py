"""Who holds a post on a day, at how many inspections that is known, and how far to trust it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from commands import Cli
from fact_rows import rewrite, set_cell
from pyoxigraph import NamedNode, Store

from ofsted_graph import resources
from ofsted_graph.answers.calibration import Case, calibration, leave_each_out, score
from ofsted_graph.answers.coverage import coverage, named_share
from ofsted_graph.answers.post_lifetimes import missing, posts_of
from ofsted_graph.answers.who import who
from ofsted_graph.build.builder import build
from ofsted_graph.query.store import read_turtle
from ofsted_graph.vocab import thing

DIRECTOR = thing("role", "director-of-childrens-services")
MAYOR = thing("role", "elected-mayor")
EASTERBY, NORTHWOLD = thing("council", "easterby"), thing("council", "northwold")


def asked(
    graph: Store, day: str, *councils: NamedNode, role: NamedNode = DIRECTOR
) -> list[tuple[str, str, str]]:
    """Give council, name and certainty of each row."""
    rows = who(graph, councils, role, dt.date.fromisoformat(day))
    return [(row.councilName, row.name, row.certainty) for row in rows]


@pytest.mark.parametrize(
    ("day", "certainty"),
    [("2020-02-07", "certain"), ("2020-06-01", "likely"), ("2022-06-01", "possible")],
)
def test_who_was_seen_last_fades_from_certain_to_possible(
    graph: Store, day: str, certainty: str
) -> None:
    assert asked(graph, day, EASTERBY) == [("Easterby", "Ada Quill", certainty)]


def test_every_council_of_that_day_is_asked_where_none_is_named(graph: Store) -> None:
    assert {row[0] for row in asked(graph, "2016-05-01")} == {"Easterby County", "Northwold"}
    assert {row[0] for row in asked(graph, "2020-05-01")} == {"Easterby", "Northwold"}


def test_only_councils_with_the_post_are_asked(graph: Store) -> None:
    assert asked(graph, "2018-05-01", role=MAYOR)[0] == ("Northwold", "Dee Abara", "certain")
    assert {row[0] for row in asked(graph, "2018-05-01", role=MAYOR)} == {"Northwold"}
    assert asked(graph, "2014-05-01", role=MAYOR) == []


def test_an_answer_names_the_nearest_sighting_and_its_source(graph: Store) -> None:
    (answer, *_) = who(graph, [EASTERBY], DIRECTOR, dt.date(2020, 2, 10))
    assert (answer.nearestSeen, answer.since) == (3, "2020-01")
    assert answer.source.endswith("/report-easterby-2020-03-16")


def test_posts_are_there_from_their_start_to_their_end(graph: Store) -> None:
    (post,) = posts_of(graph, MAYOR).values()
    assert not post.meets(dt.date(2015, 4, 1), dt.date(2015, 4, 30))
    assert post.meets(dt.date(2015, 4, 1), dt.date(2015, 5, 31))
    assert posts_of(graph, DIRECTOR) == {}


def test_nobody_named_is_not_nobody_there(graph: Store) -> None:
    assert missing(graph, EASTERBY, MAYOR) == (
        "No source tells that Easterby has or had the post of elected mayor."
    )
    assert "the post is there from 2015-05 to 2021-04" in missing(graph, NORTHWOLD, MAYOR)


def test_who_says_on_stderr_what_an_empty_row_means(cli: Cli, graph_file: Path) -> None:
    told = cli("who", "Easterby", "--role", "Elected mayor", "--data", graph_file)
    assert (told.code, told.err.count("\n")) == (0, 1)
    assert "No source tells that Easterby has or had the post" in told.err


def test_a_day_that_is_none_is_refused(cli: Cli, graph_file: Path) -> None:
    told = cli("who", "--on", "last June", "--data", graph_file)
    assert (told.code, told.out) == (2, "")
    assert '"last June" is no day' in told.err


def test_inspections_are_counted_by_how_well_the_holder_is_known(graph: Store) -> None:
    found = coverage(graph, DIRECTOR)
    assert found.total == {"certain": 4, "unknown": 1}
    assert found.by_grade["Inadequate"] == {"certain": 1}
    assert found.by_year["2012"] == {"unknown": 1}
    assert named_share(found.total) == pytest.approx(0.8)


def test_a_post_counts_only_where_and_when_it_is_there(graph: Store) -> None:
    assert coverage(graph, MAYOR).total.total() == 3


def test_coverage_prints_a_line_for_each_group(cli: Cli, graph_file: Path) -> None:
    told = cli("coverage", "-f", "csv", "--data", graph_file)
    lines = told.out.splitlines()
    assert lines[0] == "inspections,all,certain,likely,possible,unknown,named"
    assert lines[1] == "all,5,4,0,0,1,80.0%"
    assert "Inadequate,1,1,0,0,0,100.0%" in lines


def test_each_dated_sighting_is_predicted_from_other_sources(facts: Path) -> None:
    rewrite(
        facts,
        "tenures.csv",
        set_cell("start", "", source="letter-northwold-2017-04-07", person=""),
        set_cell("person", "Ada Quill", source="letter-northwold-2017-04-07", person=""),
    )
    graph = read_turtle(build(facts, resources.ontology()))
    ada = str(thing("person", "ada-quill").value)
    (case,) = (case for case in leave_each_out(graph) if case.guesses["last known"] == {ada: 1.0})
    assert (case.role, case.person) == ("director-of-childrens-services", ada)
    # The report tells of the years around the letter.
    assert case.guesses["likelihood"] == {ada: 1.0}


def test_scores_are_those_of_the_books() -> None:
    right = Case("role", 3, "ann", {"way": {"ann": 0.8, "bob": 0.2}})
    wrong = Case("role", 3, "bob", {"way": {"ann": 0.8, "bob": 0.2}})
    found = score([right, wrong], "way")
    assert found.brier == pytest.approx((0.08 + 1.28) / 2)
    assert (found.bands[8].cases, found.bands[8].right) == (2, 1)


def test_calibration_has_bands_then_scores(graph: Store) -> None:
    lines = list(calibration(graph))
    assert lines[0][0] == "stated"
    assert [line[0] for line in lines if line[0] in {"scores of", "all"}] == ["scores of", "all"]
