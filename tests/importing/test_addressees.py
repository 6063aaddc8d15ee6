"""The top of a letter: who is addressed."""

from __future__ import annotations

import pytest

from ofsted_graph.importing.addressees import read_opening

Found = list[tuple[str, list[str]]]


def read(*lines: str) -> Found:
    opening = read_opening(lines)
    assert opening is not None
    return [(person.name, person.titles) for person in opening.addressees]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("3 May 2022", "Ms Una Reyes", "Director of Children’s Services", "Dear Ms Reyes"),
            [("Una Reyes", ["Director of Children’s Services"])],
        ),
        (
            ("Una Reyes", "Director of Children’s Services", "3 May 2022", "Dear Una,"),
            [("Una Reyes", ["Director of Children’s Services"])],
        ),
        (
            ("Ms Una Reyes Director of Children’s Services", "Exford Hall", "Dear Una"),
            [("Una Reyes", ["Director of Children’s Services"])],
        ),
        (
            ("Una Reyes OBE", "Colliton Park", "Exford", "Dear Una Reyes"),
            [("Una Reyes", [])],
        ),
        (
            (
                "Una Reyes",
                "Corporate Director of Children’s Services,",
                "Education and Skills",
                "Children’s Services",
                "Dear Ms Reyes",
            ),
            [("Una Reyes", ["Corporate Director of Children’s Services, Education and Skills"])],
        ),
        (
            (
                "Una Reyes, Director of Children’s Services",
                "Tom Oakley, Chief Executive, Exford Children’s Trust",
                "Dear Ms Reyes and Mr Oakley",
            ),
            [
                ("Una Reyes", ["Director of Children’s Services"]),
                ("Tom Oakley", ["Chief Executive, Exford Children’s Trust"]),
            ],
        ),
        (
            ("Una Reyes", "Exford", "Una Reyes", "Director of People", "Dear Ms Reyes"),
            [("Una Reyes", ["Director of People"])],
        ),
        (
            ("Matthew Oakley", "Executive Director", "Dear Matt"),
            [("Matthew Oakley", ["Executive Director"])],
        ),
        (
            (
                "Una Reyes",
                "Director of Children’s Services",
                "Copy to: Tom Oakley, Chief Executive, Exford Trust",
                "Dear Una",
            ),
            [("Una Reyes", ["Director of Children’s Services"])],
        ),
    ],
)
def test_addresses(lines: tuple[str, ...], expected: Found) -> None:
    assert read("Ofsted", "Piccadilly Gate", "M1 2WD", "T 0300 123 1231", *lines) == expected


def test_two_people_who_share_a_line_share_the_post() -> None:
    opening = read_opening(
        ["Una Reyes and Tom Oakley", "Joint Directors of Children’s Services", "Dear Una and Tom"]
    )
    assert opening is not None
    assert [(p.name, p.shares, p.titles) for p in opening.addressees] == [
        ("Una Reyes", True, ["Joint Directors of Children’s Services"]),
        ("Tom Oakley", True, ["Joint Directors of Children’s Services"]),
    ]


def test_a_salutation_to_somebody_else_is_two_readings() -> None:
    opening = read_opening(["Una Reyes", "Director of Children’s Services", "Dear Mr Oakley"])
    assert opening is not None
    assert opening.addressees == []
    assert opening.problems == [
        'two readings: "Una Reyes" in the address, "Mr Oakley" in the salutation'
    ]


def test_an_address_without_a_person_is_reported() -> None:
    opening = read_opening(["3 May 2022", "Exford Council", "Dear colleague"])
    assert opening is not None
    assert opening.problems == ["no name at the top of the address"]


def test_the_trust_a_person_works_for_is_kept() -> None:
    opening = read_opening(
        ["Una Reyes", "Director of Children’s Services", "Exford Children First", "Dear Una"]
    )
    assert opening is not None
    assert opening.addressees[0].body == "Exford Children First"


def test_without_dear_there_is_no_opening() -> None:
    assert read_opening(["Una Reyes", "Director of Children’s Services"]) is None


@pytest.mark.parametrize("office", ["Clive House", "Temple Quay", "Municipal Buildings"])
def test_an_office_at_the_top_is_not_who_is_addressed(office: str) -> None:
    opening = read_opening(
        [office, "3 May 2022", "Una Reyes", "Director of Children’s Services", office, "Dear Una"]
    )
    assert opening is not None
    assert [(one.name, one.titles) for one in opening.addressees] == [
        ("Una Reyes", ["Director of Children’s Services"])
    ]
    assert opening.problems == []


def test_an_address_may_come_after_the_letter() -> None:
    opening = read_opening(
        ["Dear Ms Reyes", "This letter tells of the visit.", "3 May 2022", "Una Reyes",
         "Director of Children’s Services", "High Street"]
    )  # fmt: skip
    assert opening is not None
    assert [one.name for one in opening.addressees] == ["Una Reyes"]


def test_half_a_surname_is_not_that_surname() -> None:
    opening = read_opening(["Exe Park", "3 May 2022", "Dear Ms Parker"])
    assert opening is not None
    assert opening.addressees == []
