"""Names and codes of councils: what is one council, what is another, and what nobody answers to."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.errors import InputError, UnknownNameError
from ofsted_graph.facts.councils import CouncilIndex, core, plain
from ofsted_graph.facts.fact_tables import write_table

BEFORE = datetime.date(2019, 3, 31)
AFTER = datetime.date(2019, 4, 1)


def council(
    name: str, label: str, start: str = "", end: str = "", replaced_by: str = ""
) -> dict[str, str]:
    return {
        "id": name,
        "label": label,
        "type": "unitary",
        "region": "south-west",
        "start": start,
        "end": end,
        "replaced_by": replaced_by,
        "source": "register",
        "locator": "row 2",
    }


def named(name: str, printed: str) -> dict[str, str]:
    return {"council": name, "name": printed, "source": "register", "locator": "row 2"}


def coded(name: str, scheme: str, code: str) -> dict[str, str]:
    return {
        "council": name,
        "scheme": scheme,
        "code": code,
        "start": "",
        "end": "",
        "source": "register",
        "locator": "row 2",
    }


COUNCILS = [
    council("dorset", "Dorset", start="2019-04-01"),
    council("dorset-county", "Dorset County", end="2019-03-31", replaced_by="dorset"),
    council("buckinghamshire", "Buckinghamshire"),
    council(
        "buckinghamshire-county",
        "Buckinghamshire County",
        end="2020-03-31",
        replaced_by="buckinghamshire",
    ),
    council(
        "cumbria", "Cumbria", end="2023-03-31", replaced_by="cumberland westmorland-and-furness"
    ),
    council("cumberland", "Cumberland", start="2023-04-01"),
    council("westmorland-and-furness", "Westmorland and Furness", start="2023-04-01"),
    council("bristol", "Bristol"),
    council("city-of-london", "City of London"),
    council("kingston-upon-hull", "Kingston upon Hull"),
    council("kingston-upon-thames", "Kingston upon Thames"),
    council("hammersmith-and-fulham", "Hammersmith and Fulham"),
    council("st-helens", "St Helens"),
    council("bedford", "Bedford", start="2009-04-01"),
]
NAMES = [
    named("dorset", "Dorset Council"),
    named("dorset-county", "Dorset County Council"),
    named("dorset-county", "Dorset"),
    named("buckinghamshire", "Buckinghamshire Council"),
    named("buckinghamshire-county", "Buckinghamshire County Council"),
    named("bristol", "Bristol City Council"),
    named("kingston-upon-hull", "Kingston upon Hull, City of"),
    named("kingston-upon-hull", "Hull"),
    named("st-helens", "St. Helens Metropolitan Borough Council"),
]
CODES = [
    coded("dorset", "dfe", "838"),
    coded("dorset-county", "dfe", "835"),
    coded("buckinghamshire", "dfe", "825"),
    coded("buckinghamshire", "ofsted-urn", "80442"),
    coded("buckinghamshire", "gss", "E06000060"),
    coded("buckinghamshire-county", "gss", "E10000002"),
    coded("buckinghamshire-county", "register", "BKM"),
]


@pytest.fixture(scope="module")
def index() -> CouncilIndex:
    return CouncilIndex(COUNCILS, NAMES, CODES)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Bristol City of", "bristol"),
        ("BRISTOL", "bristol"),
        ("City of Bristol", "bristol"),
        ("Hull", "kingston-upon-hull"),
        ("Hull City Council", "kingston-upon-hull"),
        ("Kingston Upon Hull City of", "kingston-upon-hull"),
        ("Royal Borough of Kingston upon Thames", "kingston-upon-thames"),
        ("London Borough of Hammersmith & Fulham Council", "hammersmith-and-fulham"),
        ("St Helens Council", "st-helens"),
        ("The City of London Corporation", "city-of-london"),
        ("Bedford Borough Council", "bedford"),
        ("  bedford\nborough ", "bedford"),
    ],
)
def test_printed_forms(index: CouncilIndex, printed: str, expected: str) -> None:
    assert index.resolve(printed) == expected


@pytest.mark.parametrize(
    ("printed", "on", "expected"),
    [
        ("Dorset", None, "dorset"),
        ("Dorset", BEFORE, "dorset-county"),
        ("Dorset", AFTER, "dorset"),
        ("Dorset County Council", None, "dorset-county"),
        ("Dorset County Council", BEFORE, "dorset-county"),
        ("Dorset County Council", AFTER, "dorset"),
        ("Cumbria", datetime.date(2023, 5, 1), "cumbria"),
        ("Cumbria County Council", None, "cumbria"),
    ],
)
def test_a_name_that_two_councils_had(
    index: CouncilIndex, printed: str, on: datetime.date | None, expected: str
) -> None:
    assert index.resolve(printed, on=on) == expected


@pytest.mark.parametrize("on", [None, BEFORE, datetime.date(2021, 1, 1)])
def test_a_former_legal_body_leads_to_the_authority_that_goes_on(
    index: CouncilIndex, on: datetime.date | None
) -> None:
    assert index.resolve("Buckinghamshire County Council", on=on) == "buckinghamshire"
    assert index.resolve("Buckinghamshire", on=on) == "buckinghamshire"
    assert index.by_code("E10000002") == "buckinghamshire"
    assert index.by_code("bkm") == "buckinghamshire"
    assert index.continued_by("buckinghamshire-county") == "buckinghamshire"


def test_a_council_with_its_own_codes_is_not_continued(index: CouncilIndex) -> None:
    assert index.continued_by("dorset-county") == "dorset-county"
    assert index.by_code("835") == "dorset-county"


@pytest.mark.parametrize(
    "name", ["London", "", "  ", "Council", "Borough of", "Kingston", "Camelot"]
)
def test_nothing_is_guessed(index: CouncilIndex, name: str) -> None:
    with pytest.raises(UnknownNameError):
        index.resolve(name)


def test_a_slip_is_answered_with_the_nearest_names(index: CouncilIndex) -> None:
    with pytest.raises(UnknownNameError) as caught:
        index.resolve("Hammersmith and Fullham")
    assert caught.value.suggestions[0] == "Hammersmith and Fulham"
    assert str(caught.value) == (
        'unknown council "Hammersmith and Fullham". Did you mean "Hammersmith and Fulham"?'
    )


def test_a_name_that_two_councils_have_at_once_is_refused() -> None:
    index = CouncilIndex(
        [council("north", "North"), council("south", "South")],
        [named("north", "Twin"), named("south", "Twin")],
        [],
    )
    with pytest.raises(UnknownNameError) as caught:
        index.resolve("Twin")
    assert caught.value.suggestions == ("North", "South")


def test_codes(index: CouncilIndex) -> None:
    assert index.by_code(" e06000060") == "buckinghamshire"
    assert index.by_code("80442", scheme="ofsted-urn") == "buckinghamshire"
    assert index.codes("buckinghamshire", "gss") == ("E06000060",)
    with pytest.raises(UnknownNameError):
        index.by_code("80442", scheme="dfe")


def test_one_code_for_two_councils_is_refused() -> None:
    with pytest.raises(InputError, match='dfe code "838" is given to both dorset and bristol'):
        CouncilIndex(COUNCILS, NAMES, [*CODES, coded("bristol", "dfe", "838")])


@pytest.mark.parametrize(
    ("names", "codes"),
    [([named("camelot", "Camelot")], []), ([], [coded("camelot", "dfe", "999")])],
)
def test_a_row_on_a_council_that_has_none_is_refused(
    names: list[dict[str, str]], codes: list[dict[str, str]]
) -> None:
    with pytest.raises(InputError, match='council "camelot" has no row'):
        CouncilIndex(COUNCILS, names, codes)


def test_claims_of_several_sources_make_one_council() -> None:
    second = council("bristol", "Bristol", start="1996", end="2030-03-31", replaced_by="dorset")
    index = CouncilIndex([*COUNCILS, second], [], [])
    assert (index["bristol"].start, index["bristol"].end) == ("1996", "2030-03-31")
    assert index["bristol"].replaced_by == ("dorset",)
    assert "bristol" not in index.current
    assert len(index) == len(COUNCILS)


def test_a_folder_is_read_with_the_rows_of_every_origin(tmp_path: Path) -> None:
    write_table(tmp_path / "councils.registers.csv", "councils", COUNCILS)
    write_table(tmp_path / "council_names.csv", "council_names", [named("bristol", "Brizzle")])
    write_table(tmp_path / "council_names.registers.csv", "council_names", NAMES)
    index = CouncilIndex.from_folder(tmp_path)
    assert index.resolve("Brizzle") == index.resolve("Bristol City Council") == "bristol"


def test_a_folder_without_councils_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ofsted-graph import registers"):
        CouncilIndex.from_folder(tmp_path)


@given(st.text(max_size=60))
def test_plain_and_core_settle(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert core(core(text)) == core(text)
    assert core(text) in plain(text)


@given(
    st.sampled_from([row for row in COUNCILS if not row["end"]]),
    st.sampled_from(
        ["{}", "{} Council", "The {}", "London Borough of {}", "{}, City of", "{} MBC"]
    ),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from([" ", "  ", "\n", "-"]),
)
def test_dress_does_not_change_the_council(
    row: dict[str, str], dress: str, case: object, gap: str
) -> None:
    assert callable(case)
    index = CouncilIndex(COUNCILS, NAMES, CODES)
    printed = case(dress.format(row["label"])).replace(" ", gap)
    assert index.resolve(printed) == row["id"]


@given(st.text(max_size=30))
def test_whatever_is_asked_the_answer_is_a_council_or_an_error(text: str) -> None:
    index = CouncilIndex(COUNCILS, NAMES, CODES)
    if core(text) in {core(row["label"]) for row in COUNCILS} | {"hull"}:
        assert index.resolve(text) in index
        return
    with pytest.raises(UnknownNameError) as caught:
        index.resolve(text)
    assert caught.value.name == text
    assert "\n" not in str(caught.value)
