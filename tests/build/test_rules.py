"""The derivation rules, each by small examples: what it concludes, and what it must not."""

from __future__ import annotations

from pathlib import Path

import pytest
from histories import COUNCIL, ROLE, in_post
from pyoxigraph import Literal, NamedNode, Store, Triple
from tenure_rows import POST, Row, bounds_of, graph_of, row, tenures_of, visit

from ofsted_graph import resources
from ofsted_graph.build.fact_triples import councils
from ofsted_graph.build.rules import read_rules
from ofsted_graph.errors import InputError
from ofsted_graph.vocab import EDTF, OFG, PROV, RDF, thing

ADA, BEN, CAT = "Ada Archer", "Ben Bull", "Cat Carter"
INTERIM = {"capacity": "interim"}
PERMANENT = {"capacity": "permanent"}
JOINT = {"joint": "yes"}


def seen(person: str, day: str, **cells: str) -> Row:
    return row(person, seen=day, **cells)


# Rows; a tenure; one of its bounds; its day, or nothing where the side must stay open.
Example = tuple[list[Row], str, str, str]

AS_TOLD: list[Example] = [
    ([seen(ADA, "2016-05-10")], "ada-archer", "latestStart", "2016-05-10"),
    ([seen(ADA, "2016-05-10")], "ada-archer", "earliestEnd", "2016-05-10"),
    ([seen(ADA, "2016-05-10")], "ada-archer", "earliestStart", ""),
    ([seen(ADA, "2016-05-10")], "ada-archer", "latestEnd", ""),
    ([row(ADA, start="2016-03")], "ada-archer", "earliestStart", "2016-03-01"),
    ([row(ADA, start="2016-03")], "ada-archer", "latestStart", "2016-03-31"),
    ([row(ADA, start="2016", seen="2016-05-10")], "ada-archer", "latestStart", "2016-05-10"),
    ([row(ADA, end="2016-03")], "ada-archer", "latestEnd", "2016-03-31"),
    ([row(ADA, end="2016-03")], "ada-archer", "earliestEnd", "2016-03-01"),
    ([row(ADA, end="../2016-03")], "ada-archer", "earliestEnd", ""),
    # Somebody seen in a month had come by its end and had not gone before its beginning.
    ([seen(ADA, "2016-05")], "ada-archer", "latestStart", "2016-05-31"),
    ([seen(ADA, "2016-05")], "ada-archer", "earliestEnd", "2016-05-01"),
    # A glimpse less than a year before a stated start is of the same time in the post, unless
    # nobody says the capacity: then it may be from before the appointment.
    ([row(ADA, start="2016-03~", **PERMANENT), row(ADA, start="2016-03", **PERMANENT)],
     "ada-archer.permanent", "earliestStart", "2016-03-01"),
    ([row(ADA, start="2016"), row(ADA, start="2016-03")],
     "ada-archer", "earliestStart", "2016-03-01"),
    ([seen(ADA, "2016"), row(ADA, start="2016-03")], "ada-archer", "earliestStart", ""),
    ([seen(ADA, "2016-04-01"), row(ADA, start="2016-03")],
     "ada-archer", "earliestStart", "2016-03-01"),
    # A glimpse more than a year before leaves room for an earlier time in the post.
    ([row(ADA, start="../2014", **PERMANENT), row(ADA, start="2015~", end="2018", **PERMANENT)],
     "ada-archer.permanent", "earliestStart", ""),
    # Likewise for the end: a glimpse that may be long after it may be of a later time.
    ([row(ADA, end="2016-03"), seen(ADA, "2016")], "ada-archer", "latestEnd", "2016-03-31"),
    ([row(ADA, end="../2019", seen="2016-03-01"), seen(ADA, "[2017-06..2019-06]")],
     "ada-archer", "latestEnd", ""),
]  # fmt: skip

OTHER_HOLDERS: list[Example] = [
    ([seen(ADA, "2014-01-01"), seen(BEN, "2016-01-01")], "ada-archer", "latestEnd", "2016-01-01"),
    ([seen(ADA, "2014-01-01"), seen(BEN, "2016-01-01")], "ben-bull", "earliestStart", "2014-01-01"),
    # The first and last days of what is shown count.
    ([seen(ADA, "2014-01-01/2014-02-01"), seen(BEN, "2016-01-01/2016-02-01")],
     "ada-archer", "latestEnd", "2016-01-01"),
    ([seen(ADA, "2014-01-01/2014-02-01"), seen(BEN, "2016-01-01/2016-02-01")],
     "ben-bull", "earliestStart", "2014-02-01"),
    # Of a month only the far end is sure.
    ([seen(ADA, "2014-01"), seen(BEN, "2016-01")], "ada-archer", "latestEnd", "2016-01-31"),
    ([seen(ADA, "2014-01"), seen(BEN, "2016-01")], "ben-bull", "earliestStart", "2014-01-01"),
    # On one day one may have followed the other, either way round.
    ([seen(ADA, "2016-01-01"), seen(BEN, "2016-01-01")], "ada-archer", "latestEnd", ""),
    ([seen(ADA, "2016-01-01"), seen(BEN, "2016-01-01")], "ada-archer", "earliestStart", ""),
    ([seen(ADA, "2016-01-01"), row(BEN, start="2016-01-01", seen="2017-01-01")],
     "ada-archer", "latestEnd", "2016-01-01"),
    # Two months that overlap say nothing of who was first.
    ([seen(ADA, "2016-01"), seen(BEN, "2016-01-15")], "ada-archer", "latestEnd", ""),
    ([seen(ADA, "2016-01"), seen(BEN, "2016-01-15")], "ben-bull", "earliestStart", ""),
    # A row that does not show when somebody was there may be of any time.
    ([seen(ADA, "2018-01-01"), row(ADA, end="2017/.."), seen(BEN, "2016-01-01")],
     "ada-archer", "earliestStart", ""),
    ([seen(ADA, "2014-01-01"), row(ADA, start="2013/.."), seen(BEN, "2016-01-01")],
     "ada-archer", "latestEnd", ""),
    # Every glimpse counts, not only the latest or the first.
    ([seen(ADA, "2016"), seen(ADA, "2018-01-01"), seen(BEN, "2016-06-01")],
     "ada-archer", "earliestStart", ""),
    ([seen(ADA, "2014-01-01"), seen(ADA, "2016"), seen(BEN, "2016-06-01")],
     "ada-archer", "latestEnd", ""),
    # Sources that contradict each other prove nothing.
    ([seen(ADA, "2014-01-01/2015-01-01"), seen(BEN, "2014-06-01/2016-01-01")],
     "ben-bull", "earliestStart", ""),
    ([seen(ADA, "2014-01-01/2015-01-01"), seen(BEN, "2014-06-01/2016-01-01")],
     "ada-archer", "latestEnd", ""),
    # Who shares a post neither bounds nor is bounded.
    ([seen(ADA, "2014-01-01", **JOINT), seen(BEN, "2016-01-01")], "ben-bull", "earliestStart", ""),
    ([seen(ADA, "2014-01-01", **JOINT), seen(BEN, "2016-01-01")], "ada-archer", "latestEnd", ""),
    ([seen(ADA, "2014-01-01"), seen(BEN, "2016-01-01", **JOINT)], "ada-archer", "latestEnd", ""),
    ([seen(ADA, "2014-01-01"), seen(BEN, "2016-01-01", **JOINT)], "ben-bull", "earliestStart", ""),
    # Somebody standing in says nothing of the appointed, who may only be away.
    ([seen(ADA, "2014-01-01"), seen(BEN, "2016-01-01", **INTERIM)], "ada-archer", "latestEnd", ""),
    ([seen(ADA, "2014-01-01", capacity="acting"), seen(BEN, "2016-01-01", **PERMANENT)],
     "ben-bull.permanent", "earliestStart", ""),
    # Of two who stand in one follows the other.
    ([seen(ADA, "2014-01-01", capacity="acting"), seen(BEN, "2016-01-01", **INTERIM)],
     "ada-archer.acting", "latestEnd", "2016-01-01"),
    # Where the appointed holder is seen nobody stands in ...
    ([seen(ADA, "2014-01-01"), seen(BEN, "2016-01-01", **INTERIM)],
     "ben-bull.interim", "earliestStart", "2014-01-01"),
    ([seen(BEN, "2014-01-01", **INTERIM), seen(ADA, "2016-01-01")],
     "ben-bull.interim", "latestEnd", "2016-01-01"),
    # ... but somebody may stand in while the other keeps the post.
    ([row(ADA, start="2012-01", seen="2014-01-01"), seen(BEN, "2014-06-01", **INTERIM)],
     "ben-bull.interim", "earliestStart", ""),
    ([row(ADA, seen="2014-06-01", end="2016-01"), seen(BEN, "2014-01-01", **INTERIM)],
     "ben-bull.interim", "latestEnd", ""),
    # Nobody without a name is another person.
    ([seen("", "2014-01-01"), seen(BEN, "2016-01-01")], "ben-bull", "earliestStart", ""),
]  # fmt: skip

STATED_STARTS: list[Example] = [
    # Whoever is there after the start of the unnamed holder began then or later.
    ([row(start="2015-03", seen="2015-06-01"), seen(BEN, "2017-01-01")],
     "ben-bull", "earliestStart", "2015-03-01"),
    ([row(start="2015-03", seen="2015-06-01"), seen(BEN, "2015-03-31")],
     "ben-bull", "earliestStart", ""),
    ([row(start="2015-03", seen="2015-06-01"), seen(BEN, "2017-01-01", **INTERIM)],
     "ben-bull.interim", "earliestStart", ""),
    ([row(start="2015-03", seen="2015-06-01", **INTERIM), seen(BEN, "2017-01-01")],
     "ben-bull", "earliestStart", ""),
    ([row(start="2015-03", seen="2015-06-01", **JOINT), seen(BEN, "2017-01-01")],
     "ben-bull", "earliestStart", ""),
    ([row(start="2015-03"), seen(BEN, "2017-01-01")], "ben-bull", "earliestStart", "2015-03-01"),
    ([row(start="2015-03"), seen(BEN, "2017-01-01", **JOINT)], "ben-bull", "earliestStart", ""),
    ([row(start="2015-03"), seen(BEN, "2015"), seen(BEN, "2017-01-01")],
     "ben-bull", "earliestStart", ""),
    ([row(start="2015-03"), row(BEN, end="../2018"), seen(BEN, "2017-01-01")],
     "ben-bull", "earliestStart", ""),
    ([row(start="2015-03"), *(seen(who, "2014-01-01/2017-01-01") for who in (BEN, CAT))],
     "ben-bull", "earliestStart", ""),
    # An appointment in 2015 says nothing of somebody who may have stood in before it.
    ([row(start="2015-03", seen="2015-06-01", **PERMANENT), row(BEN, start="2015~", seen="2017")],
     "ben-bull", "earliestStart", "2014-01-01"),
    ([row(start="2015-03", seen="2015-06-01", **PERMANENT),
      row(BEN, start="2015~", seen="2017", **PERMANENT)],
     "ben-bull.permanent", "earliestStart", "2015-03-01"),
    # Whoever had begun before a stated start had ended by then, named or not.
    ([seen(ADA, "2014-01-01"), row(start="2015-03", seen="2015-06-01")],
     "ada-archer", "latestEnd", "2015-03-31"),
    ([row(start="2012", seen="2014-01-01"), row(start="2015-03", seen="2015-06-01")],
     "unnamed-2012", "latestEnd", "2015-03-31"),
    ([seen(ADA, "2014-01-01", **INTERIM), row(BEN, start="2015-03", seen="2015-06-01")],
     "ada-archer.interim", "latestEnd", "2015-03-31"),
    ([seen(ADA, "2015-03-01"), row(start="2015-03", seen="2015-06-01")],
     "ada-archer", "latestEnd", ""),
    ([row(ADA, start="2014"), row(start="2014-11", seen="2015-06-01")],
     "ada-archer", "latestEnd", ""),
    ([seen(ADA, "2014-01-01"), seen(ADA, "2015"), row(start="2015-03")],
     "ada-archer", "latestEnd", ""),
    ([seen(ADA, "2014-01-01"), row(ADA, start="2013/.."), row(start="2015-03")],
     "ada-archer", "latestEnd", ""),
    ([seen(ADA, "2014-01-01/2016-01-01"), row(BEN, start="2015-03", seen="2015-06-01")],
     "ada-archer", "latestEnd", ""),
    ([seen(ADA, "2014-01-01", **JOINT), row(start="2015-03", seen="2015-06-01")],
     "ada-archer", "latestEnd", ""),
    ([seen(ADA, "2014-01-01"), row(start="2015-03", seen="2015-06-01", **INTERIM)],
     "ada-archer", "latestEnd", ""),
    ([seen(ADA, "2014-01-01"), row(start="2015-03", seen="2015-06-01", **JOINT)],
     "ada-archer", "latestEnd", ""),
    # The new holder may be the same person, who stood in and was appointed; then what a source
    # tells of the whole time stands against it.
    ([row(start="2014-01", end="../2019"), row(start="2015-03", seen="2015-06-01")],
     "unnamed-2014-01", "latestEnd", "2019-12-31"),
    ([row(ADA, start="2014-01", seen="2014"), row(start="2015-03", seen="2015-06-01", **PERMANENT)],
     "ada-archer", "latestEnd", ""),
    # It is surely another person where both are named.
    ([row(ADA, start="2014-01", end="../2019"), row(BEN, start="2015-03", seen="2015-06-01")],
     "ada-archer", "latestEnd", "2015-03-31"),
]  # fmt: skip

APPOINTED: list[Example] = [
    ([seen(ADA, "2014-01-01", **INTERIM), row(ADA, start="2015-03", seen="2016", **PERMANENT)],
     "ada-archer.interim", "latestEnd", "2015-03-31"),
    ([seen(ADA, "2014-01-01", **INTERIM), seen(ADA, "2016-01-01", **PERMANENT)],
     "ada-archer.interim", "latestEnd", "2016-01-01"),
    # Who stood in after being appointed, or on the day on which it changed, did not end by it.
    ([seen(ADA, "2016-01-01", **INTERIM), seen(ADA, "2015-06-01", **PERMANENT)],
     "ada-archer.interim", "latestEnd", ""),
    ([seen(ADA, "2016-01-01", **INTERIM), seen(ADA, "2016-01-01", **PERMANENT)],
     "ada-archer.interim", "latestEnd", ""),
    # A row that does not say the capacity is no proof of an appointment.
    ([row(ADA, start="2014-06-01", **INTERIM), seen(ADA, "2014-01-01", **PERMANENT),
      seen(ADA, "2014-07-01")],
     "ada-archer.interim", "latestEnd", ""),
    ([seen(ADA, "2014-01-01", **INTERIM), row(ADA, start="2013/..", **INTERIM),
      seen(ADA, "2016-01-01", **PERMANENT)],
     "ada-archer.interim", "latestEnd", ""),
    ([seen(ADA, "2014-01-01/2017-01-01", **INTERIM), seen(ADA, "2016-01-01", **PERMANENT)],
     "ada-archer.interim", "latestEnd", ""),
    # Another person's appointment bounds by what is seen of it, not by this rule.
    ([seen(ADA, "2014-01-01", **INTERIM), row(BEN, end="2017", **PERMANENT)],
     "ada-archer.interim", "latestEnd", ""),
]  # fmt: skip

NO_END_BEFORE: list[Example] = [
    ([row(ADA, end="../2016-03", start="2014/..")], "ada-archer", "latestStart", "2016-03-31"),
    ([row(ADA, end="2015-02-10", start="2015~")], "ada-archer", "latestStart", "2015-02-10"),
    ([row(ADA, end="../2016-03")], "ada-archer", "earliestEnd", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "tenure", "bound", "day"),
    AS_TOLD + OTHER_HOLDERS + STATED_STARTS + APPOINTED + NO_END_BEFORE,
)
def test_what_follows_and_what_does_not(rows: list[Row], tenure: str, bound: str, day: str) -> None:
    assert bounds_of(*rows)[tenure].get(bound, "") == day


def test_people_who_may_be_one_do_not_bound_each_other() -> None:
    both = (seen(ADA, "2014-01-01"), seen(BEN, "2016-01-01"))
    pair = [thing("person", name) for name in ("ada-archer", "ben-bull")]
    unsure = Triple(pair[0], OFG.possiblySamePerson, pair[1])
    undecided = graph_of(*both, others=[unsure, Triple(pair[1], OFG.possiblySamePerson, pair[0])])
    decided = graph_of(*both)
    ada = thing("tenure", f"{POST}ada-archer")
    assert next(decided.quads_for_pattern(ada, OFG.latestEnd, None, None))
    assert not list(undecided.quads_for_pattern(ada, OFG.latestEnd, None, None))


def test_roles_with_several_holders_bound_nobody() -> None:
    both = [seen(ADA, "2014-01-01"), seen(BEN, "2016-01-01")]
    deputies = [one | {"role": "deputy-mayor"} for one in both]
    ended = list(graph_of(*deputies).quads_for_pattern(None, OFG.latestEnd, None, None))
    assert not ended
    assert list(graph_of(*both).quads_for_pattern(None, OFG.latestEnd, None, None))


# -- Councils and roles that ended --


def council(start: str, end: str) -> list[Triple]:
    told = {"id": COUNCIL, "label": "Borchester", "type": "unitary", "region": "", "start": start}
    told |= {"end": end, "replaced_by": "", "source": "register", "locator": "row 2"}
    tables: dict[str, list[Row]] = {"councils": [told]}
    for table in ("council_names", "council_codes", "council_neighbours", "council_links"):
        tables[table] = []
    return list(councils(tables))


def days_of(store: Store, name: str, *terms: NamedNode) -> list[str]:
    return [
        quad.object.value
        for term in terms
        for quad in store.quads_for_pattern(thing("tenure", name), term, None, None)
        if isinstance(quad.object, Literal)
    ]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        # That nobody began before the council goes without saying; a start stays open.
        ("2009-04-01", "2021-03-31", ["2021-03-31"]),
        ("", "2021-03-31", ["2021-03-31"]),
        ("2009", "2021-03", []),  # a month does not tell the day
    ],
)
def test_nobody_holds_a_post_where_there_is_no_council(
    start: str, end: str, told: list[str]
) -> None:
    store = graph_of(seen(ADA, "2016-01-01"), others=council(start, end))
    assert days_of(store, f"{POST}ada-archer", OFG.earliestStart, OFG.latestEnd) == told


def test_nobody_leaves_before_coming() -> None:
    begun = row(ADA, start="2009-04-01/..", end="../2016-03")
    assert days_of(graph_of(begun), f"{POST}ada-archer", OFG.earliestEnd) == ["2009-04-01"]


def test_the_beginning_of_the_council_bounds_no_end() -> None:
    store = graph_of(row(ADA, end="../2016-03"), others=council("2009-04-01", ""))
    assert not days_of(store, f"{POST}ada-archer", OFG.earliestStart, OFG.earliestEnd)


def test_nobody_chairs_a_board_after_the_boards_ended() -> None:
    store = graph_of(seen(ADA, "2016-01-01", role="lscb-chair"))
    assert days_of(store, f"{COUNCIL}.lscb-chair.ada-archer", OFG.latestEnd) == ["2019-09-29"]


# -- In post during an inspection --

FIRST, LAST = "2016-03-07", "2016-03-31"


def certainty(*rows: Row, inspection: Row | None = None) -> dict[str, str]:
    """Say for each tenure how sure it is that it covers the inspection."""
    store = graph_of(*rows, visits=[inspection or visit(FIRST, LAST)])
    found = {tenure: "possible" for tenure, _ in in_post(store, OFG.possiblyInPostDuring)}
    found |= {tenure: "certain" for tenure, _ in in_post(store, OFG.inPostDuring)}
    return {tenure.removeprefix(POST): how for tenure, how in found.items()}


@pytest.mark.parametrize(
    ("cells", "how"),
    [
        ({"seen": f"{FIRST}/{LAST}"}, "certain"),
        ({"seen": "2016-03-01/2016-04-30"}, "certain"),
        ({"start": "2015", "seen": LAST}, "certain"),
        ({"seen": FIRST, "end": "2016-04"}, "certain"),
        ({"start": "2015", "end": "2017"}, "certain"),
        ({"seen": f"{COUNCIL}.ilacs.{FIRST}"}, "certain"),
        # Somebody who came in its second week was in post at it, too, if a source says so.
        ({"seen": f"{COUNCIL}.ilacs.{FIRST}", "start": "2016-03-14"}, "certain"),
        ({"seen": f"{FIRST}/2016-03-30"}, "possible"),
        ({"seen": f"2016-03-08/{LAST}"}, "possible"),
        ({"start": "2016", "seen": LAST}, "possible"),
        ({"start": "2015"}, "possible"),
        ({"seen": "2016-03"}, "possible"),
        ({"seen": "2010-01-01"}, "possible"),
        ({"end": FIRST}, "possible"),
        ({"start": LAST}, "possible"),
        ({"end": "2016-03-06"}, ""),
        ({"start": "2016-04-01"}, ""),
    ],
)
def test_who_was_in_post(cells: dict[str, str], how: str) -> None:
    assert certainty(row(ADA, **cells)).get("ada-archer", "") == how


def test_several_sources_of_one_certainty_are_one_derivation() -> None:
    store = graph_of(
        seen(ADA, f"{COUNCIL}.ilacs.{FIRST}"),
        row(ADA, start="2015", seen=LAST),
        seen(BEN, "2015-01-01/2017-01-01", capacity="interim"),
        visits=[visit(FIRST, LAST)],
    )
    told = {
        str(quad.subject).rpartition("/")[2].rstrip(">").removeprefix(POST): [
            len(list(store.quads_for_pattern(quad.subject, PROV.wasDerivedFrom, None, None))),
            *(q.object.value for q in store.quads_for_pattern(quad.subject, OFG.basis, None, None)
              if isinstance(q.object, Literal)),
        ]
        for quad in store.quads_for_pattern(None, RDF.type, OFG.Derivation, None)
    }  # fmt: skip
    assert told == {
        f"ada-archer--{COUNCIL}.ilacs.{FIRST}": [2, "shown-at-the-inspection"],
        f"ben-bull.interim--{COUNCIL}.ilacs.{FIRST}": [1, "shown-in-post"],
    }


def test_two_glimpses_do_not_fill_the_time_between() -> None:
    glimpses = [seen(ADA, "2015-01-01"), seen(ADA, "2017-01-01")]
    assert certainty(*glimpses) == {"ada-archer": "possible"}


def test_an_unnamed_holder_is_certain_or_not_told() -> None:
    assert certainty(seen("", f"{FIRST}/{LAST}")) == {f"unnamed-{FIRST}-{LAST}": "certain"}
    assert certainty(seen("", FIRST)) == {}


def test_another_council_s_inspection_is_not_covered() -> None:
    elsewhere = visit(FIRST, LAST, council="felpersham")
    assert certainty(seen(ADA, "2016-01-01/2016-12-31"), inspection=elsewhere) == {}


@pytest.mark.parametrize(
    ("inspection", "how"),
    [
        # By its month an inspection may have been on any day of it.
        (visit("2016-03"), "certain"),
        (visit("2016-03", "2016-04"), "possible"),
        (visit("2016", "2016-03-31"), "possible"),
    ],
)
def test_an_inspection_known_by_its_month(inspection: Row, how: str) -> None:
    shown = seen(ADA, "2016-03-01/2016-03-31")
    assert certainty(shown, inspection=inspection) == {"ada-archer": how}


def test_somebody_seen_at_an_inspection_that_nobody_dates() -> None:
    undated = visit(published="2016-05-01", inspection=f"{COUNCIL}.ilacs.2016-03-07")
    at_it = seen(ADA, undated["inspection"])
    assert certainty(at_it, inspection=undated) == {"ada-archer": "certain"}
    assert bounds_of(at_it, visits=[undated]) == {"ada-archer": {}}


def test_at_an_inspection_of_some_month_shows_no_exact_day() -> None:
    at_it = seen(ADA, f"{COUNCIL}.ilacs.2016-03")
    found = bounds_of(at_it, visits=[visit("2016-03", "2016-03")])
    assert found == {"ada-archer": {"latestStart": "2016-03-31", "earliestEnd": "2016-03-01"}}
    # One that began on a known day and ended in a known month was on from that day to the first.
    at_it = seen(ADA, f"{COUNCIL}.ilacs.2016-03-28")
    found = bounds_of(at_it, visits=[visit("2016-03-28", "2016-04")])
    assert found == {"ada-archer": {"latestStart": "2016-03-28", "earliestEnd": "2016-04-01"}}


# -- Bounds say why --


def test_only_the_tightest_bounds_stand_each_with_its_rule_and_evidence() -> None:
    store = graph_of(
        seen(ADA, "2014-01-01"), seen(ADA, "2015-01-01"), seen(BEN, "2016-01-01"),
        seen(CAT, "2016-02-01"),
    )  # fmt: skip
    ada = thing("tenure", f"{POST}ada-archer")
    told = {}
    for quad in store.quads_for_pattern(None, OFG.tenure, ada, None):
        if next(store.quads_for_pattern(quad.subject, RDF.type, OFG.Bound, None), None):
            parts = [
                next(store.quads_for_pattern(quad.subject, term, None, None)).object
                for term in (OFG.boundProperty, OFG.date, OFG.rule, PROV.wasDerivedFrom)
            ]
            assert isinstance(parts[3], NamedNode)
            assert next(store.quads_for_pattern(parts[3], OFG.citation, None, None))
            told[parts[0]] = (parts[1], parts[2])
    assert {term: (str(day.value), rule.value.rpartition("/")[2])  # type: ignore[union-attr]
            for term, (day, rule) in told.items()} == {
        OFG.latestStart: ("2014-01-01", "as-told"),
        OFG.earliestEnd: ("2015-01-01", "as-told"),
        OFG.latestEnd: ("2016-01-01", "before-another-holder"),
    }  # fmt: skip


def test_every_rule_is_described_in_the_graph() -> None:
    store = graph_of(seen(ADA, "2014-01-01"))
    named = {str(q.subject) for q in store.quads_for_pattern(None, RDF.type, OFG.Rule, None)}
    assert named == {str(rule.node) for rule in read_rules(resources.ontology() / "rules")}


# -- Rule files --


def test_rules_run_in_the_order_of_their_numbers() -> None:
    rules = [rule.name for rule in read_rules(resources.ontology() / "rules")]
    assert rules[0] == "as-told"
    assert rules[-3:] == ["tightest", "in-post-during", "possibly-in-post-during"]
    assert len(rules) == len(set(rules))


@pytest.mark.parametrize(
    "text",
    ["CONSTRUCT WHERE { ?s ?p ?o }", "#+ rule: x\n#+ label: X\nCONSTRUCT WHERE { ?s ?p ?o }", ""],
)
def test_a_rule_without_its_header_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "10-x.rq").write_text(text)
    with pytest.raises(InputError, match=r"10-x\.rq: a rule opens with"):
        read_rules(tmp_path)


def test_names_are_given_before_rules_run() -> None:
    """The example of the documentation: a report names nobody, an article says who it was."""
    told = [
        row("", start="2016-03", seen="2017-01-23/2017-02-16"),
        seen(ADA, "2017-02-10"),
    ]
    (tenure,) = tenures_of(*told).values()
    assert tenure.person == "ada-archer"
    store = graph_of(*told)
    assert list(store.quads_for_pattern(None, OFG.nameFrom, None, None))
    assert days_of(store, tenure.name, OFG.start) == ["2016-03"]
    assert EDTF.EDTF in {
        q.object.datatype
        for q in store.quads_for_pattern(thing("tenure", tenure.name), OFG.start, None, None)
        if isinstance(q.object, Literal)
    }
    assert tenure.role == ROLE
