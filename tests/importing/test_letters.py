"""Letters on visits, whole: from pages of text to rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.errors import InputError
from ofsted_graph.facts.councils import CouncilIndex
from ofsted_graph.importing.letters import LetterReader
from ofsted_graph.importing.pdf import Document
from ofsted_graph.importing.readings import Reading

COUNCILS = ("exford", "wyebridge")
LETTER = """\
Ofsted
Piccadilly Gate
Store Street
Manchester
M1 2WD
T 0300 123 1231
enquiries@ofsted.gov.uk
www.gov.uk/ofsted
22 June 2023
Ms Una Reyes
Interim Director of Children’s Services
Exford Council
High Street
EX9 1AA
Dear Ms Reyes
Focused visit to Exford children’s services
This letter summarises the findings of the focused visit to Exford children’s services
on 17 and 18 May 2023. His Majesty’s Inspectors for this visit were Jo Bly
and Di Ray-Fox.
Inspectors looked at the local authority’s arrangements for care leavers.
This visit was carried out in line with the framework.
Headline findings
Alan Child, aged 12, was helped. The director, Bo Wrong, left on 3 March 2021."""
LAST = """\
2
Ofsted will take the findings into account.
Yours sincerely
Jo Bly
His Majesty’s Inspector"""
FILE = "letters/99901_exford/children's services focused visit - 22 june 2023.pdf"


def make_reader() -> LetterReader:
    rows = [
        {"id": c, "label": c.title(), "start": "", "end": "", "replaced_by": ""} for c in COUNCILS
    ]
    codes = [
        {"council": c, "scheme": "ofsted-urn", "code": f"9990{n}"}
        for n, c in enumerate(COUNCILS, 1)
    ]
    return LetterReader(CouncilIndex(rows, [], codes))


@pytest.fixture(scope="module")
def reader() -> LetterReader:
    return make_reader()


def letter(*changes: tuple[str, str], last: str = LAST, file: str = FILE) -> Document:
    """Make a letter with some words changed."""
    text = LETTER
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Document(Path("/somewhere", file), "0" * 64, (text, last))


def reasons(reading: Reading) -> dict[str, str]:
    return {item.field: item.reason for item in reading.left_out}


def cells(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in reading.rows.get(table, [])]


def test_a_letter_gives_its_rows(reader: LetterReader) -> None:
    reading = reader(letter())
    assert reading.left_out == []
    source = "letter-exford-2023-06-22"
    assert cells(reading, "sources", "id", "title", "kind", "date", "licence") == [
        (
            source,
            "Focused visit to Exford children's services",
            "letter",
            "2023-06-22",
            "OGL-UK-3.0",
        )
    ]
    visit = "exford.focused.2023-05-17"
    columns = ("inspection", "framework", "started", "ended", "published", "theme", "locator")
    assert cells(reading, "inspections", *columns) == [
        (
            visit,
            "focused-visit",
            "2023-05-17",
            "2023-05-18",
            "2023-06-22",
            "Care leavers",
            "page 1",
        ),
        (visit, "focused-visit", "", "", "2023-06-22", "", "file name"),
    ]
    assert cells(reading, "inspectors", "inspection", "name", "role", "locator") == [
        (visit, "Jo Bly", "lead", "page 2"),
        (visit, "Di Ray-Fox", "team", "page 1"),
    ]
    assert reading.rows["tenures"] == [
        {
            "person": "Una Reyes",
            "role": "director-of-childrens-services",
            "organisation": "exford",
            "capacity": "interim",
            "start": "",
            "end": "",
            "seen": "2023-06-22",
            "title": "Interim Director of Children’s Services",
            "joint": "",
            "end_reason": "",
            "source": source,
            "locator": "page 1",
            "note": "",
            "planned": "",
        }
    ]
    assert all(row["source"] == source for row in reading.rows["inspections"])


def test_nobody_is_read_from_the_narrative(reader: LetterReader) -> None:
    said = str(reader(letter()).rows)
    assert "Alan" not in said
    assert "Wrong" not in said


def test_the_date_of_the_file_name_is_a_claim_of_its_own(reader: LetterReader) -> None:
    reading = reader(letter(("22 June 2023", "28 June 2023")))
    assert cells(reading, "inspections", "published", "locator") == [
        ("2023-06-28", "page 1"),
        ("2023-06-22", "file name"),
    ]
    assert cells(reading, "tenures", "seen") == [("2023-06-28",)]


def test_a_monitoring_visit(reader: LetterReader) -> None:
    reading = reader(letter(("Focused", "Monitoring"), ("focused", "monitoring")))
    assert cells(reading, "inspections", "inspection", "framework")[0] == (
        "exford.monitoring.2023-05-17",
        "monitoring-visit",
    )


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        (
            "Exford local authority children’s services",
            "Exford local authority children’s services",
        ),
        ("children’s services", "Exford City Council children’s services"),
        ("Exford Children First", "Exford children’s services"),
        ("Exford Children’s Trust", "Exford Children’s Trust"),
        ("Exford’s children’s services.", "Exford’s Children’s Services"),
        (
            "Together for Children",
            "Together for Children, who run services on behalf of Exford Council,",
        ),
        ("the City of Exford children’s services", "Exford Council"),
        ("Exford young people’s services", "Exford (EX) children’s services"),
    ],
)
def test_the_ways_to_name_a_council(reader: LetterReader, subject: str, sentence: str) -> None:
    reading = reader(
        letter(
            ("visit to Exford children’s services\nThis", f"visit to {subject}\nThis"),
            ("visit to Exford children’s services\non", f"visit to {sentence}\non"),
            file="letters/other/22 june 2023.pdf",
        )
    )
    assert cells(reading, "inspections", "council")[0] == ("exford",)


def test_a_council_named_nowhere_is_that_of_the_folder(reader: LetterReader) -> None:
    changes = [("to Exford children’s services\n", "to children’s services\n")]
    reading = reader(letter(*changes))
    assert cells(reading, "inspections", "council", "note")[0] == (
        "exford",
        "the council is that of the folder",
    )
    with pytest.raises(InputError, match="names no council"):
        reader(letter(*changes, file="letters/other/22 june 2023.pdf"))


def test_two_councils_are_refused(reader: LetterReader) -> None:
    changed = ("Exford children’s services\nThis", "Wyebridge children’s services\nThis")
    with pytest.raises(InputError, match="two councils: exford, wyebridge"):
        reader(letter(changed, file="letters/other/22 june 2023.pdf"))


def test_of_two_councils_the_number_of_the_folder_chooses(reader: LetterReader) -> None:
    changed = ("Exford children’s services\nThis", "Wyebridge children’s services\nThis")
    reading = reader(letter(changed))
    assert cells(reading, "inspections", "council")[0] == ("exford",)
    assert reasons(reading)["another council in the letter"].startswith("wyebridge;")


def test_of_two_councils_a_folder_s_mere_name_chooses_none(reader: LetterReader) -> None:
    changed = ("Exford children’s services\nThis", "Wyebridge children’s services\nThis")
    with pytest.raises(InputError, match="two councils"):
        reader(letter(changed, file="letters/exford/visit - 22 june 2023.pdf"))


def test_a_folder_of_another_council_is_reported(reader: LetterReader) -> None:
    reading = reader(letter(file="letters/99902_wyebridge/visit - 22 june 2023.pdf"))
    assert cells(reading, "inspections", "council")[0] == ("exford",)
    assert reasons(reading) == {
        "council in the folder's name": "wyebridge; the letter is about exford"
    }


def test_days_without_a_year_are_those_before_the_letter(reader: LetterReader) -> None:
    reading = reader(letter(("17 and 18 May 2023.", "17 and 18 May.")))
    assert cells(reading, "inspections", "started", "note")[0] == (
        "2023-05-17",
        "the year is that of the letter",
    )


@pytest.mark.parametrize(
    "days", ["17 and 18 July 2023", "17 and 18 May 2021", "18 and 17 May 2023", "two days in May"]
)
def test_impossible_days_leave_out_the_visit_only(reader: LetterReader, days: str) -> None:
    reading = reader(letter(("17 and 18 May 2023", days)))
    assert "days of the visit" in reasons(reading)
    assert sorted(reading.rows) == ["sources", "tenures"]


def test_a_title_that_does_not_say_the_post_gives_no_tenure(reader: LetterReader) -> None:
    reading = reader(letter(("Interim Director of Children’s Services", "Executive Director")))
    assert "tenures" not in reading.rows
    assert cells(reading, "addressees", "person", "seen", "title") == [
        ("Una Reyes", "2023-06-22", "Executive Director")
    ]


def test_no_title_gives_no_tenure(reader: LetterReader) -> None:
    reading = reader(letter(("Interim Director of Children’s Services\n", "")))
    assert "tenures" not in reading.rows
    assert cells(reading, "addressees", "person", "title") == [("Una Reyes", "")]


def test_a_title_of_another_post_gives_no_addressee(reader: LetterReader) -> None:
    title = "Service Director, Early Help"
    reading = reader(letter(("Interim Director of Children’s Services", title)))
    assert not {"tenures", "addressees"} & set(reading.rows)
    assert reasons(reading) == {"addressee's post": f"{title}: another post"}


def test_a_chief_executive_is_recorded_as_such(reader: LetterReader) -> None:
    reading = reader(letter(("Interim Director of Children’s Services", "Chief Executive")))
    assert cells(reading, "tenures", "role", "capacity") == [("chief-executive", "")]


@pytest.mark.parametrize(
    ("body", "roles"),
    [
        ("Exford Children First", []),
        ("Exford Children First & Exford Council", [("director-of-childrens-services",)]),
    ],
)
def test_a_post_at_a_trust_is_not_the_councils(
    reader: LetterReader, body: str, roles: list[tuple[str, ...]]
) -> None:
    title = "Chief Executive and Director of Children’s Services"
    reading = reader(
        letter(("Interim Director of Children’s Services\nExford Council", f"{title}\n{body}"))
    )
    assert cells(reading, "tenures", "role") == roles
    assert "addressee's post" in reasons(reading)


def test_joint_directors_share_the_post(reader: LetterReader) -> None:
    reading = reader(
        letter(
            ("Ms Una Reyes", "Una Reyes and Tom Oakley"),
            ("Interim Director", "Interim Joint Directors"),
            ("Dear Ms Reyes", "Dear Ms Reyes and Mr Oakley"),
        )
    )
    assert cells(reading, "tenures", "person", "capacity", "joint") == [
        ("Una Reyes", "interim", "yes"),
        ("Tom Oakley", "interim", "yes"),
    ]


def test_who_signed_leads_though_named_last_or_misspelt(reader: LetterReader) -> None:
    reading = reader(letter(last=LAST.replace("Jo Bly", "Di Ray-Fox")))
    assert cells(reading, "inspectors", "name", "role") == [
        ("Di Ray-Fox", "lead"),
        ("Jo Bly", "team"),
    ]
    reading = reader(
        letter(("Di Ray-Fox", "Di Rey-Fox"), last=LAST.replace("Jo Bly", "Di Ray-Fox"))
    )
    assert cells(reading, "inspectors", "name", "role") == [
        ("Di Ray-Fox", "lead"),
        ("Jo Bly", "team"),
    ]
    assert reasons(reading) == {"inspector": '"Di Rey-Fox" is taken for "Di Ray-Fox", who signed'}


def test_without_a_signature_nobody_leads(reader: LetterReader) -> None:
    reading = reader(letter(last="Ofsted will take the findings into account."))
    assert cells(reading, "inspectors", "name", "role") == [
        ("Jo Bly", "team"),
        ("Di Ray-Fox", "team"),
    ]
    assert reasons(reading) == {"lead inspector": "no signature found"}


def test_a_date_that_the_text_gives_after_the_letter(reader: LetterReader) -> None:
    reading = reader(letter(("22 June 2023\n", ""), ("March 2021.", "March 2021.\n22 June 2023")))
    assert reading.left_out == []
    assert cells(reading, "tenures", "seen") == [("2023-06-22",)]


def test_two_dates_of_the_letter_are_none(reader: LetterReader) -> None:
    reading = reader(letter(("22 June 2023\n", "22 June 2023\n23 June 2023\n")))
    assert "two readings" in reasons(reading)["date of the letter"]
    assert cells(reading, "tenures", "seen") == [("[2023-05-18..2023-06-22]",)]
    assert cells(reading, "sources", "date") == [("2023-06-22",)]


def test_a_letter_whose_date_cannot_be_read_keeps_its_addressee(reader: LetterReader) -> None:
    reading = reader(letter(("22 June 2023\n", "22 June 20203\n")))
    assert cells(reading, "tenures", "person", "seen") == [
        ("Una Reyes", "[2023-05-18..2023-06-22]")
    ]


def test_of_three_dates_the_odd_one_is_left_out(reader: LetterReader) -> None:
    misprint = reader(letter(("22 June 2023\n", "22 June 2022\n")))
    assert cells(misprint, "inspections", "started", "published") == [
        ("2023-05-17", ""), ("", "2023-06-22"),
    ]  # fmt: skip
    assert list(reasons(misprint)) == ["date of the letter"]
    misnamed = reader(letter(file="letters/99901_exford/visit - 22 june 2021.pdf"))
    assert cells(misnamed, "inspections", "started", "published") == [("2023-05-17", "2023-06-22")]
    assert list(reasons(misnamed)) == ["date in the file's name"]
    assert cells(misnamed, "sources", "id") == [("letter-exford-2023-06-22",)]


def test_without_a_visit_two_days_far_apart_are_not_chosen_from(reader: LetterReader) -> None:
    no_visit = ("This letter summarises", "Here are")
    reading = reader(letter(no_visit, ("22 June 2023\n", "22 June 2022\n")))
    assert "against the file's name 2023-06-22" in reasons(reading)["date of the letter"]
    assert "tenures" not in reading.rows
    close = reader(letter(no_visit, ("22 June 2023\n", "2 May 2023\n")))
    assert cells(close, "tenures", "seen") == [("2023-05-02",)]


def test_no_visit_lasts_a_year(reader: LetterReader) -> None:
    reading = reader(letter(("on 17 and 18 May 2023", "on 17 May 2022 to 18 May 2023")))
    assert "no visit lasts from 2022-05-17 to 2023-05-18" in reasons(reading)["days of the visit"]
    assert "inspections" not in reading.rows


@pytest.mark.parametrize(
    "changes",
    [
        [("Dear Ms Reyes", "To whom it may concern")],
        [("Focused visit", "Inspection"), ("focused visit", "inspection")],
        [("22 June 2023", "Summer")],
    ],
)
def test_other_documents_are_refused(reader: LetterReader, changes: list[tuple[str, str]]) -> None:
    with pytest.raises(InputError):
        reader(letter(*changes, file="letters/99901_exford/letter.pdf"))


NOISE = (
    "",
    "Dear",
    "Dear Ms Reyes",
    "31 June 2023",
    "1 and 2 May 2023",
    "Copy to: Al Odd",
    "x" * 300,
)


@given(
    st.lists(st.sampled_from((*LETTER.split("\n"), *NOISE)), max_size=40),
    st.lists(st.sampled_from((*LAST.split("\n"), *NOISE)), max_size=8),
)
def test_broken_letters_are_refused_or_give_rows_that_hold(
    lines: list[str], last: list[str]
) -> None:
    pages = ("\n".join(lines), "\n".join(last))
    try:
        reading = make_reader()(Document(Path("/somewhere", FILE), "0" * 64, pages))
    except InputError:
        return
    assert {row["council"] for row in reading.rows.get("inspections", [])} <= set(COUNCILS)
    # The names in the narrative and of those who get copies are never taken.
    assert {row["person"] for row in reading.rows.get("tenures", [])} <= {"Una Reyes"}
    assert {row["name"] for row in reading.rows.get("inspectors", [])} <= {"Jo Bly", "Di Ray-Fox"}
    assert all(row["role"] and row["seen"] for row in reading.rows.get("tenures", []))
