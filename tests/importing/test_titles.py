"""Job titles: which post each means, and when that cannot be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.importing.titles import goes_on, is_title, read_title

DIRECTOR = "director-of-childrens-services"


@pytest.mark.parametrize(
    ("title", "capacity"),
    [
        ("Director of Children’s Services", ""),
        ("director Of children's services", ""),
        ("Director Children’s Services", ""),
        ("Director of Children’s Services (interim)", "interim"),
        ("Interim Joint Directors of Children’s Services", "interim"),
        ("Acting Executive Director, Children, Young People & Culture", "acting"),
        ("Interim Executive Director, Children, Families and Education", "interim"),
        ("Executive Director of Children and Young People (DCS)", ""),
        ("Bi-Borough Executive Director of Children’s Services", ""),
        ("Children and Family Services Director", ""),
        ("Chief Officer for Children’s Services", ""),
        ("Managing Director, Children and Young People Services", ""),
        ("Executive Director (Children)", ""),
        ("Strategic Director for Children and Families", ""),
        ("Director of Children, Schools and Families", ""),
        ("Director of Children’s and Adult Services", ""),
        ("Interim Executive Director-People", "interim"),
        ("Corporate Director People Services (Interim)", "interim"),
        ("Group director of people", ""),
    ],
)
def test_directors(title: str, capacity: str) -> None:
    (post,) = read_title(title)
    assert (post.role, post.capacity, post.reason) == (DIRECTOR, capacity, "")


@pytest.mark.parametrize(
    "title",
    [
        "Executive Director",
        "Director for Education and Skills",
        "Director for Children and Families",
        "Interim Director of Children, Young People and Families",
        "Strategic Director of Families",
        "Strategic Director of Social Care and Education",
        "Director of Children’s Social Care and Learning",
        "Director of Young People and Leisure",
        "Director of People and Culture",
        "Assistant Director, Children’s Services",
        "Service Director, Children and Families Service",
        "Deputy Director of Children’s Services",
        "Director of Children’s Services Improvement",
        "Deputy Chief Executive (People)",
        "Chief Executive, Exford Children’s Trust",
        "Director of Children’s Services, Exford Children First",
        "Interim or Acting Director of Children’s Services",
    ],
)
def test_other_posts_and_unclear_ones_have_no_role_but_a_reason(title: str) -> None:
    (post,) = read_title(title)
    assert post.role == ""
    assert post.reason


def test_a_chief_executive_is_no_director() -> None:
    (post,) = read_title("Interim Chief Executive")
    assert (post.role, post.capacity) == ("chief-executive", "interim")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Director of People and Deputy Chief Executive",
            [("Director of People", DIRECTOR, ""), ("Deputy Chief Executive", "", "")],
        ),
        (
            "Interim Chief Executive and Director of Children’s Services",
            [
                ("Interim Chief Executive", "chief-executive", "interim"),
                ("Director of Children’s Services", DIRECTOR, ""),
            ],
        ),
        (
            "Director of Children’s Services and Chief Executive, Together for Children",
            [
                ("Director of Children’s Services", DIRECTOR, ""),
                ("Chief Executive, Together for Children", "", ""),
            ],
        ),
    ],
)
def test_several_posts_in_one_title(title: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(post.title, post.role, post.capacity) for post in read_title(title)] == expected


@pytest.mark.parametrize(
    ("title", "line", "expected"),
    [
        ("Corporate Director of", "Children and Skills", True),
        ("Corporate Director, Children,", "Families and Skills", True),
        ("Director of Children’s", "Services", True),
        ("Executive Director", "Children’s and Adults’ Services", True),
        ("Executive Director of Children, Families", "and Lifelong Learning", True),
        ("Executive Director", "Eldon Street", False),
        ("Director of Children’s Services", "Children’s Services Department", False),
        ("Director of Children’s", "Town Hall", False),
        ("Director", "and Chief Executive of the Exford Trust", False),
    ],
)
def test_a_title_goes_on_in_the_next_line(title: str, line: str, expected: bool) -> None:
    assert goes_on(title, line) is expected


def test_a_department_is_no_title() -> None:
    assert not is_title("Directorate for Children and Young People")
    assert not is_title("Executive Support Team")


@given(st.text(max_size=80))
def test_every_reading_has_a_role_or_a_reason(title: str) -> None:
    for post in read_title(title):
        assert bool(post.role) != bool(post.reason)
