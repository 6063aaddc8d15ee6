"""Where documents are published is read from tables, and every document has a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofsted_graph.build.document_addresses import PROVIDER, with_addresses
from ofsted_graph.errors import InputError
from ofsted_graph.facts.fact_tables import read_table
from ofsted_graph.importing.address_tables import import_addresses

HEADER = "urn,kind,file,published,address,here\n"
HERE = "https://files.example.org/"


def addresses(folder: Path) -> list[tuple[str, str, str]]:
    rows = read_table(folder / "document_addresses.addresses.csv", "document_addresses")
    return [(row["urn"], row["file"], row["page"]) for row in rows]


def table(folder: Path, *rows: str) -> Path:
    path = folder / "table.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return path


def test_a_newer_address_takes_the_place_of_the_older(tmp_path: Path) -> None:
    facts = tmp_path / "facts"
    facts.mkdir()
    import_addresses([table(tmp_path, f"80001,report,a.pdf,2020-01-02,{HERE}1,x/a.pdf")], facts)
    import_addresses([table(tmp_path, f"80001,,a.pdf,,{HERE}2,", f"80001,,b.pdf,,{HERE}3,")], facts)
    assert addresses(facts) == [("80001", "a.pdf", f"{HERE}2"), ("80001", "b.pdf", f"{HERE}3")]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("8,,a.pdf,,https://a.example,", "five to seven digits"),
        ("80001,,,,https://a.example,", "file is empty"),
        ("80001,,a.pdf,,javascript:alert(1),", "no http or https address"),
        ("80001,,a.pdf,,https://a.example/<b>,", "no http or https address"),
    ],
)
def test_a_row_that_cannot_be_right_is_left_out(row: str, why: str, tmp_path: Path) -> None:
    report = import_addresses([table(tmp_path, row, f"80002,,b.pdf,,{HERE},")], tmp_path)
    (note,) = report.notes
    assert why in note
    assert addresses(tmp_path) == [("80002", "b.pdf", HERE)]


def test_a_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("urn,file\n80001,a.pdf\n")
    with pytest.raises(InputError, match="has no column address; a table of addresses has urn"):
        import_addresses([path], tmp_path)


def test_each_document_has_its_own_address_or_the_page_of_the_council() -> None:
    sources = [
        {"id": "report", "file": "80001_kent/a.pdf", "page": ""},
        {"id": "letter", "file": "80001_kent/letter.pdf", "page": ""},
        {"id": "stranger", "file": "99999_elsewhere/a.pdf", "page": ""},
        {"id": "page", "file": "", "page": "https://news.example.org"},
    ]
    tables = {
        "sources": sources,
        "document_addresses": [{"urn": "80001", "file": "a.pdf", "page": f"{HERE}1"}],
        "council_codes": [{"council": "kent", "scheme": "ofsted-urn", "code": "80001"}],
    }
    assert {row["id"]: row["page"] for row in with_addresses(tables)["sources"]} == {
        "report": f"{HERE}1",
        "letter": f"{PROVIDER}80001",
        "stranger": "",
        "page": "https://news.example.org",
    }
