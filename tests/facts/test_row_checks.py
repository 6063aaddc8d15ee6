from __future__ import annotations

from pathlib import Path

import pytest
from fact_rows import Change, add, drop, rewrite, set_cell

from ofsted_graph import resources
from ofsted_graph.errors import InputError, OfstedGraphError, UnknownNameError
from ofsted_graph.facts.row_checks import read_facts
from ofsted_graph.words import Words, read_words

REPORT = "report-northwold-2019-08-05"
ILACS = "northwold.ilacs.2019-06-10"


@pytest.fixture(scope="module")
def words() -> Words:
    return read_words(resources.ontology())


def test_invented_facts_are_read(facts_dir: Path, words: Words) -> None:
    facts = read_facts(facts_dir, words)
    assert len(facts["councils"]) == 3
    # Hand-written rows come before an importer's, and both are there.
    assert [row["inspection"] for row in facts["inspections"]][:2] == [
        "old-easterby.safeguarding.2012-05",
        "easterby.ilacs.2020-02-03",
    ]


WRONG_ROWS: list[tuple[str, Change, int, str]] = [  # file, what is done to it, row, words
    ("sources.csv", set_cell("kind", "book", id="codes-register"), 2, 'unknown source kind "book"'),
    ("sources.csv", set_cell("page", "ftp://x", id="codes-register"), 2, "no http or https"),
    ("sources.csv", set_cell("sha256", "xyz", id="codes-register"), 2, "64 hexadecimal digits"),
    ("sources.csv", set_cell("date", "May 2021", id="codes-register"), 2, "not a date in EDTF"),
    ("sources.csv", set_cell("title", "", id="codes-register"), 2, "title is missing"),
    ("sources.csv", set_cell("id", "Codes Register", id="codes-register"), 2, "codes-register"),
    ("councils.csv", set_cell("region", "norfwest", id="northwold"), 3, '"north-west"'),
    ("councils.csv", set_cell("replaced_by", "easterbi", id="old-easterby"), 4, '"easterby"'),
    ("councils.csv", set_cell("start", "2019-13", id="easterby"), 2, "not a date|no day"),
    ("council_codes.csv", set_cell("code", "99", code="991"), 3, '"99" is no dfe code'),
    ("council_codes.csv", set_cell("scheme", "gs", code="E08999001"), 2, 'code scheme "gs"'),
    ("council_codes.csv", set_cell("council", "norwald", code="NWD"), 5, 'mean "northwold"'),
    ("council_codes.csv", set_cell("code", "991", code="992"), 7, "is northwold's already"),
    ("council_links.csv", set_cell("iri", "Q99", dataset="wikidata"), 3, "no http or https IRI"),
    ("council_links.csv", set_cell("dataset", "wikipedia", dataset="wikidata"), 3, '"wikidata"'),
    ("council_names.csv", set_cell("source", "codes", council="northwold"), 2, "unknown source"),
    ("council_neighbours.csv", set_cell("neighbour", "westerby"), 2, 'unknown council "westerby"'),
    ("inspections.reports.csv", set_cell("council", "nothwold", inspection=ILACS), 3, "northwold"),
    ("inspections.reports.csv", set_cell("framework", "ilacs", inspection=ILACS), 3, "framework"),
    ("inspections.reports.csv", set_cell("started", "2019-06~", inspection=ILACS), 3, "plain date"),
    ("inspections.reports.csv", set_cell("started", "2019-02-30", inspection=ILACS), 3, "calendar"),
    ("inspections.reports.csv", set_cell("ended", "2019-06-01", inspection=ILACS), 3,
     "ended 2019-06-01 is before started 2019-06-10"),
    ("inspections.reports.csv", set_cell("previous", "northwold.sif.2016", inspection=ILACS), 3,
     '"northwold.sif.2016-04-25"'),
    ("inspections.reports.csv", set_cell("framework", "sif", inspection=ILACS), 3,
     'must start with "northwold.sif."'),
    ("inspections.reports.csv", set_cell("visits", "2019-06-14/2019-06-10", inspection=ILACS), 3,
     "ends before it starts"),
    ("judgements.csv", set_cell("grade", "goood", aspect="help-and-protection"), 3, 'mean "good"'),
    ("judgements.csv", set_cell("aspect", "adopton", grade="requires-improvement",
                                aspect="adoption"), 5, '"adoption"'),
    ("judgements.csv", set_cell("inspection", "kent.ilacs.2019", aspect="help-and-protection"), 3,
     "unknown inspection"),
    ("judgements.csv", set_cell("locator", "", aspect="help-and-protection"), 3, "locator is m"),
    ("inspectors.csv", set_cell("role", "boss", name="Owen Pike"), 5, 'inspector role "boss"'),
    ("inspectors.csv", set_cell("name", "Team of 3", name="Owen Pike"), 5, "look like a name"),
    ("tenures.csv", set_cell("role", "mayor", person="Dee Abara"), 7, '"elected-mayor"'),
    ("tenures.csv", set_cell("organisation", "nowhere", person="Dee Abara"), 7, "unknown council"),
    ("tenures.csv", set_cell("capacity", "permament", person="Dee Abara"), 7, '"permanent"'),
    ("tenures.csv", set_cell("start", "spring 2015", person="Dee Abara"), 7, "not a date in EDTF"),
    ("tenures.csv", set_cell("end", "2014", person="Dee Abara"), 7, "end 2014 is before start"),
    ("tenures.csv", set_cell("seen", "2014-12", person="Dee Abara"), 7,
     "seen 2014-12 is before start"),
    ("tenures.csv", set_cell("seen", "2021-05", person="Dee Abara"), 7,
     "seen 2021-05 is after end"),
    ("tenures.csv", set_cell("start", "2020-03", person="Ada Quill", capacity=""), 2,
     "seen easterby.ilacs.2020-02-03 is before start"),
    ("tenures.csv", set_cell("joint", "both", person="Dee Abara"), 7, 'joint is "yes" or empty'),
    ("tenures.csv", set_cell("seen", "..", person="Cal Ito", role="chief-executive"), 6, r'"\.\."'),
    ("tenures.csv", set_cell("seen", "", person="Cal Ito", role="chief-executive"), 6,
     "needs a start, an end or a day"),
    ("tenures.csv", set_cell("person", "<b>", person="Dee Abara"), 7, "does not look like a name"),
    ("interventions.csv", set_cell("start", "2016-9", council="northwold"), 2, "date in EDTF"),
    ("support.csv", set_cell("supporter", "nobody", council="northwold"), 2, "unknown council"),
    ("identities.csv", set_cell("decision", "maybe", decision="unsure"), 3, "unknown decision"),
    ("identities.csv", set_cell("a", "Cal Ito", decision="unsure"), 3, "debbie-jones@croydon"),
    ("identities.csv", set_cell("decided_on", "today", decision="unsure"), 3, "plain date"),
    ("paths.csv", set_cell("path", "/person/x", path="person/a-quill"), 2, "must look like"),
    ("expected.csv", set_cell("count", "9", what="councils"), 2, "9 councils are expected and 3"),
    ("expected.csv", set_cell("what", "sheep", what="councils"), 2, '"sheep" is not counted'),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG_ROWS, ids=lambda wrong: f"{wrong[0]}-{wrong[3]}")
def test_wrong_row_is_named_with_file_row_and_reason(
    wrong: tuple[str, Change, int, str], facts: Path, words: Words
) -> None:
    file, change, line, told = wrong
    rewrite(facts, file, change)
    with pytest.raises(OfstedGraphError, match=told) as caught:
        read_facts(facts, words)
    assert str(caught.value).startswith(f"{facts / file}, row {line}: ")
    assert "\n" not in str(caught.value)


def test_no_folder_is_named(tmp_path: Path, words: Words) -> None:
    with pytest.raises(InputError, match=r"nothing: is no folder .* --facts"):
        read_facts(tmp_path / "nothing", words)


def test_half_written_table_is_named(facts: Path, words: Words) -> None:
    path = facts / "tenures.csv"
    whole = path.read_bytes()
    refused = 0
    # Wherever the file was cut, it is either refused or a table of whole rows.
    for cut in range(len(whole) - 200, len(whole), 7):
        path.write_bytes(whole[:cut])
        try:
            rows = read_facts(facts, words)["tenures"]
        except OfstedGraphError as error:
            refused += str(error).startswith(f"{path}, row ")
        else:
            refused += whole[:cut].rstrip(b"\n").count(b"\n") == len(rows)
    assert refused == len(range(len(whole) - 200, len(whole), 7))


def test_row_of_an_unknown_file_is_not_lost_in_silence(facts: Path, words: Words) -> None:
    (facts / "tenure.csv").write_text("person\n")
    with pytest.raises(OfstedGraphError, match=r'tenure\.csv.*"tenures"'):
        read_facts(facts, words)


def test_same_row_told_by_hand_and_importer_is_read_twice(facts: Path, words: Words) -> None:
    (facts / "judgements.reports.csv").write_bytes((facts / "judgements.csv").read_bytes())
    assert len(read_facts(facts, words)["judgements"]) == 14


def test_rows_that_are_dropped_leave_names_unknown(facts: Path, words: Words) -> None:
    rewrite(facts, "inspections.csv", drop(council="old-easterby"))
    with pytest.raises(UnknownNameError) as caught:
        read_facts(facts, words)
    assert caught.value.kind == "inspection"
    assert caught.value.name == "old-easterby.safeguarding.2012-05"


def test_unnamed_holder_may_carry_a_mark(facts: Path, words: Words) -> None:
    rewrite(
        facts, "tenures.csv",
        add(person="?director", role="chief-executive", organisation="northwold", seen="2017",
            source=REPORT, locator="page 1"),
    )  # fmt: skip
    assert read_facts(facts, words)["tenures"][-1]["person"] == "?director"
