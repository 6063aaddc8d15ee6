"""How exactly a page's start or end is taken."""

from __future__ import annotations

import pytest
from tenure_rows import Row, row

from ofsted_graph.build.page_dates import about

KINDS = {"page-1": "page", "page-2": "page", "letter-1": "letter"}


def page(**cells: str) -> Row:
    return row("Fay Noor", **({"source": "page-1"} | cells))


@pytest.mark.parametrize(
    ("told", "taken"), [("2016-03-14", "2016-03~"), ("2016-03", "2016-03~"), ("2016", "2016")]
)
def test_what_one_page_tells_is_about_that_month(told: str, taken: str) -> None:
    assert about([page(start=told)], KINDS) == [{"start": taken}]


def test_a_second_source_of_the_same_month_makes_it_what_is_told() -> None:
    rows = [page(start="2016-03-14"), page(start="2016-03", source="page-2")]
    assert about(rows, KINDS) == [{}, {}]


@pytest.mark.parametrize(
    "other",
    [
        page(start="2016-03", source="page-1"),
        page(start="2016", source="page-2"),
        page(start="2016-05", source="page-2"),
        page(end="2016-03", source="page-2"),
        page(start="2016-03", source="page-2", planned="start"),
        row("Gus Oram", start="2016-03", source="page-2"),
    ],
    ids=["same page", "year", "other month", "end", "planned", "somebody else"],
)
def test_nothing_else_does(other: Row) -> None:
    assert about([page(start="2016-03-14"), other], KINDS)[0] == {"start": "2016-03~"}


def test_ofsted_s_own_documents_are_taken_at_their_word() -> None:
    assert about([page(start="2016-03-14", source="letter-1")], KINDS) == [{}]


def test_an_announcement_stays_what_it_is() -> None:
    assert about([page(start="2016-03", planned="start")], KINDS) == [{}]
