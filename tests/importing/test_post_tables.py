"""Tables of posts that people gather from public pages: what goes in, and what does not."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import pytest
from ods_files import content, write_ods

from ofsted_graph import resources
from ofsted_graph.errors import InputError
from ofsted_graph.facts.fact_tables import read_table
from ofsted_graph.importing.given_tables import has_form
from ofsted_graph.importing.post_tables import COLUMNS, FORM, import_posts
from ofsted_graph.words import read_words

TODAY = dt.date(2026, 6, 1)
WORDS = read_words(resources.ontology())
PAGE = "https://example.org/news/1"
Row = dict[str, str]


def told(**cells: str) -> Row:
    known = {
        "person": "Fay Noor",
        "role": "director-of-childrens-services",
        "organisation": "northwold",
        "url": PAGE,
        "publisher": "The Echo",
    }
    return {**known, **cells}


def table(folder: Path, *rows: Row, name: str = "posts.csv") -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(facts: Path, *rows: Row) -> tuple[list[Row], list[Row], list[str]]:
    """Import rows; give the tables of tenures and sources of posts, and what was left out."""
    report = import_posts([table(facts.parent, *rows)], facts, WORDS, TODAY)
    tables = [read_table(facts / f"{one}.posts.csv", one) for one in ("tenures", "sources")]
    return tables[0], tables[1], list(report.notes)


def test_a_row_becomes_a_tenure_and_its_page_a_source(facts: Path) -> None:
    (tenure,), (source,), notes = read(
        facts, told(person="Ms Fay Noor", role="Director of children's services", seen="2019-03")
    )
    assert notes == []
    assert (tenure["person"], tenure["role"]) == ("Fay Noor", "director-of-childrens-services")
    assert (tenure["seen"], tenure["source"]) == ("2019-03", source["id"])
    assert (source["page"], source["publisher"]) == (PAGE, "The Echo")


def test_a_spreadsheet_is_read_like_a_csv(facts: Path) -> None:
    cells = told(seen="2019-03-04")
    path = facts.parent / "posts.ods"
    write_ods(path, content({"posts": [list(cells), list(cells.values())]}))
    assert has_form(path, FORM)
    import_posts([path], facts, WORDS, TODAY)
    (tenure,) = read_table(facts / "tenures.posts.csv", "tenures")
    assert tenure["seen"] == "2019-03-04"


def test_copies_of_one_article_are_one_source(facts: Path) -> None:
    copies = [
        told(
            publisher="Wikipedia (a copy)",
            source_title="Mayor of Northwold",
            url=f"https://{copy}.example.org/wiki",
            seen=f"201{number}",
        )
        for number, copy in enumerate("ab")
    ]
    tenures, sources, _ = read(facts, *copies)
    assert {row["source"] for row in tenures} == {"wikipedia-mayor-of-northwold"}
    assert [row["publisher"] for row in sources] == ["Wikipedia"]


@pytest.mark.parametrize(
    "publisher", ["copy of the Northwold page", "Wikipedia", "文匯報", "(copy)"]
)
@pytest.mark.parametrize("title", ["A business plan", "– 北木 –", ""])
def test_whatever_a_page_is_called_its_source_has_a_good_name(
    publisher: str, title: str, facts: Path
) -> None:
    _, (source,), left_out = read(facts, told(publisher=publisher, source_title=title, seen="2019"))
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", source["id"])
    assert not left_out


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"person": ""}, "person is empty"),
        ({"url": ""}, "url is empty"),
        ({"url": "ftp://example.org"}, "no http or https address"),
        ({"seen": ""}, "there is no day"),
        ({"person": "The Director"}, "does not look like a person's name"),
        ({"role": "dog-walker"}, "dog-walker"),
        ({"organisation": "Atlantis"}, "Atlantis"),
        ({"capacity": "eternal"}, "capacity"),
        ({"seen": "2026-07-01"}, "later than the page"),
        ({"seen": "2019-05", "published": "2019-03-01"}, "later than the page"),
        ({"seen": "2019", "start": "2020-01"}, "is before start"),
        ({"seen": "2019", "end": "2018-12"}, "is after end"),
        ({"start": "2019", "end": "2018", "seen": ""}, "is before start"),
        ({"organisation": "easterby", "seen": "2018-05"}, "did not exist"),
        ({"doubt": "does not say that it is the statutory post"}, "statutory post"),
    ],
)
def test_what_cannot_be_right_is_left_out_with_its_reason(
    facts: Path, cells: Row, why: str
) -> None:
    tenures, _, notes = read(facts, told(seen="2019") | cells, told(seen="2020"))
    assert [row["seen"] for row in tenures] == ["2020"]
    (note,) = notes
    assert "row 2: left out" in note
    assert why in note


@pytest.mark.parametrize(
    ("cells", "planned"),
    [
        ({"start": "2019-06", "published": "2019-03-01"}, "start"),
        ({"start": "2019-02", "published": "2019-03-01"}, ""),
        ({"start": "2019-02", "doubt": "announced beforehand"}, "start"),
        ({"start": "2019-02", "seen": "2019-05", "doubt": "announced beforehand"}, ""),
        ({"end": "2026-12"}, "end"),
    ],
)
def test_what_a_page_announces_is_a_plan(facts: Path, cells: Row, planned: str) -> None:
    (tenure,), _, _ = read(facts, told(**cells))
    assert tenure["planned"] == planned


def test_a_table_replaces_what_its_page_told_of_that_post_and_nothing_else(facts: Path) -> None:
    read(
        facts,
        told(seen="2019"),
        told(person="Gus Oram", seen="2019"),
        told(url="https://example.org/news/2", seen="2018"),
    )
    tenures, sources, _ = read(facts, told(seen="2019-03"))
    assert sorted((row["person"], row["seen"]) for row in tenures) == [
        ("Fay Noor", "2018"), ("Fay Noor", "2019-03"), ("Gus Oram", "2019"),
    ]  # fmt: skip
    assert len(sources) == 2


def test_a_table_without_a_needed_column_is_refused(tmp_path: Path, facts: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("person,role\nFay Noor,elected-mayor\n", encoding="utf-8")
    assert not has_form(path, FORM)
    with pytest.raises(InputError, match="has no column organisation, url"):
        import_posts([path], facts, WORDS, TODAY)


def test_a_column_that_means_nothing_is_refused(facts: Path) -> None:
    path = table(facts.parent)
    path.write_text(",".join([*COLUMNS, "salary"]) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match='"salary" that means nothing here'):
        import_posts([path], facts, WORDS, TODAY)
