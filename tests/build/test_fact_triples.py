"""Rows to triples: what agrees is told once and exactly, what differs is told by each source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from ofsted_graph.build.fact_triples import (
    councils,
    inspections,
    inspectors,
    interventions,
    judgements,
    organisation,
    persons,
    plain_date,
    replaced_paths,
    sources,
    support,
)
from ofsted_graph.dates import window
from ofsted_graph.facts.fact_tables import TABLES
from ofsted_graph.facts.inspection_days import extent, inspection_days
from ofsted_graph.people.persons import identify
from ofsted_graph.vocab import AUTHORITY, DCTERMS, EDTF, FOAF, OFG, RDF, SKOS, XSD, thing

Row = dict[str, str]
NAME = "kent.ilacs.2019-06-10"
KINDS = {kind: kind for kind in AUTHORITY}
"""Sources named by their kind."""


def cells(table: str, **told: str) -> Row:
    """Make a row of a table; of a page of a report unless it is told otherwise."""
    known = {"source": "report", "locator": "page 1"}
    known = {column: value for column, value in known.items() if column in TABLES[table]}
    return dict.fromkeys(TABLES[table], "") | known | told


def inspection(**told: str) -> Row:
    known = {"inspection": NAME, "council": "kent", "framework": "ilacs-standard"}
    return cells("inspections", **(known | told))


def of(triples: Iterable[Triple], subject: NamedNode, term: NamedNode) -> list[str]:
    """Give what triples say of a property, as text, IRIs by their last part."""
    found = {t.object for t in triples if t.subject == subject and t.predicate == term}
    return sorted(
        one.value.rpartition("/")[2] if isinstance(one, NamedNode) else one.value
        for one in found
        if isinstance(one, NamedNode | Literal)
    )


def told_of(*rows: Row, term: NamedNode) -> list[str]:
    return of(inspections(rows, KINDS), thing("inspection", NAME), term)


def claims_of(*rows: Row) -> dict[str, list[str]]:
    """Give the claims on an inspection, each with the sources that make it."""
    triples = list(inspections(rows, KINDS))
    return {
        str(t.subject).strip("<>").rpartition("/")[2].removeprefix(f"{NAME}."): [
            citation.partition(".")[0] for citation in of(triples, claim, OFG.citation)
        ]
        for t in triples
        if t.predicate == RDF.type and t.object == OFG.Claim
        for claim in [t.subject]
        if isinstance(claim, NamedNode)
    }


# -- Dates of inspections --


@pytest.mark.parametrize(
    ("published", "stands", "claims"),
    [
        # Where words agree the most exact one stands, whoever says it.
        ({"report": "2019-08", "article": "2019-08-05"}, "2019-08-05", {}),
        ({"statistics": "2019", "letter": "2019-08"}, "2019-08", {}),
        ({"report": "2019-08-05", "article": "2019-08-05"}, "2019-08-05", {}),
        # Where they differ each is a claim, and the document's own word stands.
        ({"report": "2019-08-05", "statistics": "2019-08-06"}, "2019-08-05",
         {"published.2019-08-05": ["report"], "published.2019-08-06": ["statistics"]}),
        ({"article": "2019-08-05", "statistics": "2019-08-06"}, "2019-08-06",
         {"published.2019-08-05": ["article"], "published.2019-08-06": ["statistics"]}),
        # One that says less may agree with both; it is told beside them.
        ({"report": "2019-08-05", "statistics": "2019-08-06", "article": "2019"}, "2019-08-05",
         {"published.2019": ["article"], "published.2019-08-05": ["report"],
          "published.2019-08-06": ["statistics"]}),
        # Two sources of one word are two places of one claim.
        ({"report": "2019-08-05", "statistics": "2019-08-06", "article": "2019-08-06"},
         "2019-08-05",
         {"published.2019-08-05": ["report"], "published.2019-08-06": ["article", "statistics"]}),
    ],
)  # fmt: skip
def test_the_most_exact_date_stands_or_each_is_a_claim(
    published: dict[str, str], stands: str, claims: dict[str, list[str]]
) -> None:
    rows = [inspection(published=day, source=source) for source, day in published.items()]
    assert told_of(*rows, term=OFG.published) == [stands]
    assert claims_of(*rows) == claims


def test_a_document_s_own_words_stand_before_those_of_its_file_name() -> None:
    rows = [
        inspection(published="2019-08-06", locator="file name"),
        inspection(published="2019-08-05", locator="page 9"),
    ]
    assert told_of(*rows, term=OFG.published) == ["2019-08-05"]


DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2019, 3, 31))
WORDS = DAYS.flatmap(lambda d: st.sampled_from([f"{d}", f"{d:%Y-%m}", f"{d:%Y}"]))


@given(
    st.dictionaries(st.sampled_from(AUTHORITY), WORDS, min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_one_date_of_a_kind_stands_whatever_sources_say_and_in_whatever_order(
    said: dict[str, str], random: Random
) -> None:
    rows = [inspection(started=day, source=source) for source, day in said.items()]
    triples = set(inspections(rows, KINDS))
    random.shuffle(rows)
    assert set(inspections(rows, KINDS)) == triples
    (stands,) = of(triples, thing("inspection", NAME), OFG.started)
    windows = [window(day) for day in said.values()]
    agree = all(a.meets(b) for a in windows for b in windows)
    assert bool(claims_of(*rows)) != agree
    if agree:
        assert len(stands) == max(map(len, said.values()))
    else:
        assert stands == said[min(said, key=AUTHORITY.index)]
        assert len(claims_of(*rows)) == len(set(said.values()))


# -- The days of an inspection --


def days(text: str) -> tuple[dt.date | None, ...]:
    return tuple(dt.date.fromisoformat(day) if day else None for day in text.split("/"))


@pytest.mark.parametrize(
    ("rows", "possible", "sure"),
    [
        ([{"started": "2019-06-10", "ended": "2019-06-21"}], "2019-06-10/2019-06-21",
         "2019-06-10/2019-06-21"),
        # The most exact word counts where all agree, the widest where they do not.
        ([{"started": "2019-06", "ended": "2019"},
          {"started": "2019-06-10", "ended": "2019-06-21"}],
         "2019-06-10/2019-06-21", "2019-06-10/2019-06-21"),
        ([{"started": "2019-06-10", "ended": "2019-06-21"},
          {"started": "2019-06-11", "ended": "2019-06-20"}],
         "2019-06-10/2019-06-21", "2019-06-11/2019-06-20"),
        # Of a month it is not known which days.
        ([{"started": "2019-06", "ended": "2019-06"}], "2019-06-01/2019-06-30",
         "2019-06-30/2019-06-01"),
        ([{"started": "2019-06-28", "ended": "2019-07"}], "2019-06-28/2019-07-31",
         "2019-06-28/2019-07-01"),
        # It was over when its result was published, if nobody tells when.
        ([{"started": "2019-06-10", "published": "2019-08"}], "2019-06-10/2019-08-31",
         "2019-06-10/2019-06-10"),
        ([{"started": "2019-06-10"}], "2019-06-10/2019-06-10", "2019-06-10/2019-06-10"),
        ([{"ended": "2019-06-21"}], "/2019-06-21", "2019-06-21/2019-06-21"),
        ([{"published": "2019-08-05"}], "/2019-08-05", ""),
        ([{}], "/", ""),
    ],
)  # fmt: skip
def test_when_an_inspection_can_have_been_and_surely_was(
    rows: list[Row], possible: str, sure: str
) -> None:
    told = [inspection(**row) for row in rows]
    assert extent(told) == days(possible)
    assert inspection_days(told) == {NAME: days(sure) if sure else None}
    stated = {term: told_of(*told, term=term) for term in (OFG.notBefore, OFG.notAfter)}
    assert ["".join(found) for found in stated.values()] == possible.split("/")


# -- Other things that sources add or differ on --


def test_standard_or_short_is_told_by_statistics_and_claimed_where_they_differ() -> None:
    short, standard = "ilacs-short", "ilacs-standard"
    told = [inspection(framework=short), inspection(source="statistics", framework=standard)]
    assert told_of(*told, term=OFG.framework) == [standard]
    assert claims_of(*told) == {}
    told.append(inspection(source="statistics", framework=short, locator="row 3"))
    assert list(claims_of(*told)) == [f"framework.{standard}", f"framework.{short}"]


def test_visits_themes_notes_and_places_add_up() -> None:
    told = [
        inspection(visits="2019-06-10/2019-06-11 2019-06-20", theme="Front door"),
        inspection(source="letter", note="a note", previous="kent.sif.2016-01-11"),
    ]
    assert told_of(*told, term=OFG.visit) == ["2019-06-10/2019-06-11", "2019-06-20"]
    assert told_of(*told, term=OFG.theme) == ["front-door"]
    assert told_of(*told, term=SKOS.note) == ["a note"]
    assert told_of(*told, term=OFG.previousInspection) == ["kent.sif.2016-01-11"]
    assert told_of(*told, term=OFG.citation) == ["letter.page-1", "report.page-1"]


def test_a_grade_told_twice_is_one_judgement_and_two_grades_are_two() -> None:
    rows = [
        cells("judgements", inspection=NAME, aspect="in-care", grade=grade, printed=printed,
              source=source)
        for source, grade, printed in (
            ("report", "good", "Good"), ("statistics", "good", "good"),
            ("article", "inadequate", ""),
        )
    ]  # fmt: skip
    triples = list(judgements(rows))
    good = thing("judgement", f"{NAME}.in-care.good")
    bad = thing("judgement", f"{NAME}.in-care.inadequate")
    assert {t.subject for t in triples if t.object == OFG.Judgement} == {good, bad}
    assert of(triples, good, OFG.citation) == ["report.page-1", "statistics.page-1"]
    assert of(triples, good, OFG.printedGrade) == ["Good", "good"]
    assert of(triples, bad, OFG.printedGrade) == []


def test_inspectors_are_people_of_their_inspectorate() -> None:
    people = identify([("Ada Archer", "ofsted"), ("Ada Archer", "cqc")], [])
    rows = [
        cells("inspectors", inspection=NAME, name="Ada Archer", role=role)
        for role in ("lead", "cqc-lead")
    ]
    triples = list(inspectors(rows, people))
    node = thing("inspection", NAME)
    assert of(triples, node, OFG.leadInspector) == ["ada-archer-ofsted"]
    assert of(triples, node, OFG.cqcLeadInspector) == ["ada-archer-cqc"]


# -- Councils, people, sources --


def test_a_council_has_its_names_codes_and_links() -> None:
    tables = {
        "councils": [cells("councils", id="kent", label="Kent", type="county", region="south-east",
                           end="2030-03-31", replaced_by="east-kent west-kent")],
        "council_names": [cells("council_names", council="kent", name=name)
                          for name in ("Kent", "Kent County Council")],
        "council_codes": [cells("council_codes", council="kent", scheme="gss", code="E10000016")],
        "council_neighbours": [cells("council_neighbours", council="kent", neighbour="essex")],
        "council_links": [
            cells("council_links", council="kent", dataset=dataset, iri=f"https://example.org/{dataset}")
            for dataset in ("ons", "wikidata", "ofsted")
        ],
    }  # fmt: skip
    triples = list(councils(tables))
    kent = thing("council", "kent")
    assert of(triples, kent, SKOS.altLabel) == ["Kent County Council"]
    assert of(triples, kent, OFG.gssCode) == ["E10000016"]
    assert of(triples, kent, OFG.area) == ["ons"]
    assert of(triples, kent, SKOS.exactMatch) == ["wikidata"]
    assert of(triples, kent, OFG.statisticalNeighbour) == ["essex"]
    assert of(triples, kent, DCTERMS.isReplacedBy) == ["east-kent", "west-kent"]
    assert Triple(kent, OFG.end, Literal("2030-03-31", datatype=EDTF.EDTF)) in triples
    assert of(triples, kent, OFG.start) == []


def test_a_person_has_every_form_of_the_name_and_who_may_be_the_same() -> None:
    unsure = {"a": "ada-archer@kent", "b": "ada-archer@brent", "decision": "unsure"}
    people = identify([("Ada Archer", "kent"), ("Ada  Archer", "kent"), ("Ada Archer", "brent")],
                      [unsure])  # fmt: skip
    triples = list(persons(people))
    kent, brent = (thing("person", f"ada-archer-{place}") for place in ("kent", "brent"))
    assert of(triples, kent, FOAF.name) == ["Ada  Archer"]
    assert of(triples, kent, SKOS.altLabel) == ["Ada Archer"]
    assert Triple(kent, OFG.possiblySamePerson, brent) in triples
    assert Triple(brent, OFG.possiblySamePerson, kent) in triples


@pytest.mark.parametrize("date", ["2019-21", "2019-06-XX", "[2019-06..2019-08]"])
def test_a_source_dated_in_other_forms_keeps_them(date: str) -> None:
    triples = sources([cells("sources", id="page", title="A page", kind="article", date=date)])
    said = Triple(thing("source", "page"), DCTERMS.issued, Literal(date, datatype=EDTF.EDTF))
    assert said in set(triples)


def test_a_source_says_what_is_known_of_it_and_no_more() -> None:
    rows = [
        cells("sources", id="full", title="A report", kind="report", publisher="Ofsted",
              date="2019-08", page="https://example.org/report", licence="OGL-UK-3.0",
              sha256="0" * 64, file="kent/report.pdf"),
        cells("sources", id="bare", title="A page", kind="article", date="2019~",
              licence="proprietary"),
    ]  # fmt: skip
    triples = list(sources(rows))
    full, bare = thing("source", "full"), thing("source", "bare")
    assert Triple(full, DCTERMS.issued, Literal("2019-08", datatype=XSD.gYearMonth)) in triples
    assert Triple(bare, DCTERMS.issued, Literal("2019~", datatype=EDTF.EDTF)) in triples
    assert Triple(full, FOAF.page, NamedNode("https://example.org/report")) in triples
    assert of(triples, full, DCTERMS.license) == [""]
    assert of(triples, bare, DCTERMS.license) == []
    told = {t.predicate for t in triples if t.subject == bare}
    assert not told & {FOAF.page, OFG.sha256, OFG.fileName, DCTERMS.publisher}


def test_help_is_named_by_its_day_and_two_sources_tell_of_one() -> None:
    sent = {"council": "kent", "start": "2019-09"}
    rows = [cells("interventions", **sent, kind="commissioner", by="Secretary of State",
                  source=source) for source in ("article", "letter")]  # fmt: skip
    triples = list(interventions(rows))
    node = thing("intervention", "kent.commissioner.2019-09")
    assert of(triples, node, OFG.citation) == ["article.page-1", "letter.page-1"]
    assert of(triples, node, OFG.orderedBy) == ["Secretary of State"]
    helped = list(support([cells("support", council="kent", supporter="essex", end="2020")]))
    assert of(helped, thing("support", "kent.essex.2020"), OFG.supporter) == ["essex"]


@pytest.mark.parametrize(
    ("cells_told", "name"),
    [
        ({"start": "2019~", "end": "2020"}, "kent.commissioner.2019"),
        ({"end": "2020"}, "kent.commissioner.2020"),
        ({}, "kent.commissioner"),
    ],
)
def test_help_is_named_by_when_it_was_as_far_as_told(cells_told: Row, name: str) -> None:
    row = cells("interventions", council="kent", kind="commissioner", **cells_told)
    assert {t.subject for t in interventions([row]) if t.object == OFG.Intervention} == {
        thing("intervention", name)
    }


def test_a_path_that_was_merged_points_to_what_replaced_it() -> None:
    row = {"path": "person/a", "replaced_by": "person/b", "reason": "same"}
    assert list(replaced_paths([row])) == [
        Triple(thing("person", "a"), DCTERMS.isReplacedBy, thing("person", "b"))
    ]


def test_a_post_is_at_a_council_or_an_inspectorate() -> None:
    assert organisation("kent") == thing("council", "kent")
    assert organisation("ofsted") == thing("organisation", "ofsted")


@pytest.mark.parametrize(
    ("text", "kind"), [("2019", XSD.gYear), ("2019-08", XSD.gYearMonth), ("2019-08-05", XSD.date)]
)
def test_a_date_keeps_its_precision(text: str, kind: NamedNode) -> None:
    assert plain_date(text) == Literal(text, datatype=kind)
