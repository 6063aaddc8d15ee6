"""Stories tell what was found, who was in post, and how sure that is."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, Quad, Store

from ofsted_graph.answers.lookups import period
from ofsted_graph.answers.story import Line, Story, council_story, person_story
from ofsted_graph.vocab import OFG, ORG, thing

NORTHWOLD = thing("council", "northwold")
QUILL = thing("person", "ada-quill")


def lines(story: Story, title: str) -> tuple[Line, ...]:
    return next((section.lines for section in story.sections if section.title == title), ())


def test_ratings_come_newest_first_with_who_was_in_post(graph: Store) -> None:
    told = lines(council_story(graph, NORTHWOLD), "Ratings, and who was in post")
    assert [(line.date, line.what) for line in told if line.date] == [
        ("2019-08-05", "Requires improvement to be good"),
        ("2016-07-04", "Inadequate"),
    ]
    latest = told[1 : [line.date for line in told].index("2016-07-04")]
    assert ("Director of children's services", "Ada Quill", "certain") in {
        (line.what, line.detail, line.certainty) for line in latest
    }


def test_a_holder_whom_nobody_names_is_no_certain_name(graph: Store) -> None:
    for tenure in [quad.subject for quad in graph.quads_for_pattern(None, ORG.member, QUILL, None)]:
        graph.remove(Quad(tenure, ORG.member, QUILL))
    told = lines(council_story(graph, NORTHWOLD), "Ratings, and who was in post")
    directors = [line for line in told if line.what == "Director of children's services"]
    assert {line.certainty for line in directors} == {""}
    assert {line.detail for line in directors} == {"not known"}


def test_visits_without_a_rating_are_told_apart(graph: Store) -> None:
    (visit,) = lines(council_story(graph, NORTHWOLD), "Other visits")
    assert (visit.date, visit.what) == ("2017-04-07", "Monitoring visit")
    assert visit.thing == "inspection:northwold.monitoring.2017-03-14"


def test_differences_between_sources_are_told(graph: Store) -> None:
    told = lines(council_story(graph, NORTHWOLD), "Sources differ")
    assert {(line.what, line.detail.rpartition(" ")[2]) for line in told} == {
        ("published", "2016-07-04"),
        ("published", "2016-07-05"),
    }


def test_an_ended_council_says_what_followed(graph: Store) -> None:
    story = council_story(graph, thing("council", "old-easterby"))
    assert story.facts[-1] == "Ended 2019-03-31; replaced by Easterby"


def test_help_from_outside_is_told_once(graph: Store) -> None:
    told = lines(council_story(graph, NORTHWOLD), "Government and other councils")
    assert [(line.what, line.detail) for line in told] == [
        ("Commissioner", "by the Secretary of State"),
        ("Support", "from Easterby County"),
    ]


def test_a_person_s_posts_and_what_was_found_meanwhile(graph: Store) -> None:
    story = person_story(graph, QUILL)
    assert [(line.date, line.what) for line in lines(story, "Posts")] == [
        ("2016-03", "Director of children's services, permanent, Northwold"),
        ("2020-01", "Director of children's services, Easterby"),
    ]
    found = lines(story, "Inspections while in post")
    assert [(line.date, line.what, line.detail, line.certainty) for line in found] == [
        ("2016-07-04", "Inadequate", "Northwold", "certain"),
        ("2019-08-05", "Requires improvement to be good", "Northwold", "certain"),
        ("2020-03-16", "Good", "Easterby", "certain"),
    ]
    assert not lines(story, "Inspections led")


@pytest.mark.parametrize(
    ("certainty", "likelihood", "told"),
    [("likely", "0.97", {"likely"}), ("possible", "0.79", set())],
)
def test_a_name_below_likely_does_not_stand_beside_a_judgement(
    certainty: str, likelihood: str, told: set[str], graph: Store
) -> None:
    for term, word in ((OFG.certainty, certainty), (OFG.likelihood, likelihood)):
        for quad in list(graph.quads_for_pattern(None, term, None, None)):
            graph.remove(quad)
            graph.add(Quad(quad.subject, term, Literal(word)))
    for quad in list(graph.quads_for_pattern(None, OFG.inPostDuring, None, None)):
        graph.remove(quad)
        graph.add(Quad(quad.subject, OFG.possiblyInPostDuring, quad.object))
    found = lines(person_story(graph, QUILL), "Inspections while in post")
    assert {line.certainty for line in found} == told
    beside = lines(council_story(graph, NORTHWOLD), "Ratings, and who was in post")
    directors = {line.detail for line in beside if line.what == "Director of children's services"}
    assert directors == ({"Ada Quill, likely 97 %"} if told else {"not known"})


def test_an_inspector_s_story(graph: Store) -> None:
    story = person_story(graph, thing("person", "iris-vane"))
    assert [(line.what, line.detail) for line in lines(story, "Inspections led")] == [
        ("Good", "Easterby"),
        ("Requires improvement to be good", "Northwold"),
    ]


def test_a_name_that_may_be_another_s_says_so(graph: Store) -> None:
    story = person_story(graph, thing("person", "cal-ito-northwold"))
    assert "May be the same person as another of that name; nobody has decided" in story.facts


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, ""),
        ({"start": "2015-05", "end": "2021-04-30"}, "from 2015-05 to 2021-04-30"),
        ({"end": "../2016-03", "latestStart": "2016-03-31"}, "until 2016-03 at the latest"),
        ({"firstSeen": "2020-01", "lastSeen": "2020-02-01"}, "seen from 2020-01 to 2020-02-01"),
        (
            {"earliestStart": "2019-04-01", "latestStart": "2020-03-16", "lastSeen": "2020-03-16"},
            "began between 2019-04-01 and 2020-03-16, still there 2020-03-16",
        ),
        # A year in which somebody was seen is no first of January.
        ({"start": "2019~", "earliestEnd": "2020-01-01", "lastSeen": "2020"},
         "from about 2019, still there 2020"),
        # Where nobody has seen the holder, the end has no near side.
        ({"start": "2019~", "earliestEnd": "2018-01-01", "latestEnd": "2022-04-27"},
         "from about 2019, ended by 2022-04-27"),
        ({"plannedStart": "2024-07-01"}, "announced from 2024-07-01"),
        ({"plannedStart": "2024-07", "firstSeen": "2025-01-20", "lastSeen": "2025-01-20"},
         "seen 2025-01-20"),
    ],
)  # fmt: skip
def test_a_period_says_no_more_than_is_known(told: dict[str, str], words: str) -> None:
    assert period(told) == words
