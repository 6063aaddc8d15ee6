"""Reading spreadsheets: the links of their rows, and files that are broken or hostile."""

from __future__ import annotations

from pathlib import Path

import pytest
from ods_files import ODS, Link, content, write_ods

from ofsted_graph.errors import InputError
from ofsted_graph.importing.ods import read_workbook

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    f'<office:document-content xmlns:office="{ODS}:office:1.0">&b;</office:document-content>'
)


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04", b"not a spreadsheet" * 100])
def test_a_file_that_is_no_spreadsheet_is_refused(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "broken.ods"
    path.write_bytes(broken)
    with pytest.raises(InputError, match="is no ODS spreadsheet"):
        read_workbook(path)


@pytest.mark.parametrize("xml", ["<unclosed>", BOMB])
def test_a_spreadsheet_with_broken_or_hostile_xml_is_refused(tmp_path: Path, xml: str) -> None:
    write_ods(tmp_path / "broken.ods", xml)
    with pytest.raises(InputError, match="is no ODS spreadsheet"):
        read_workbook(tmp_path / "broken.ods")


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ofsted_graph.importing.ods._MOST_UNPACKED", 1000)
    write_ods(tmp_path / "large.ods", content({"Sheet": [["a" * 10_000]]}))
    with pytest.raises(InputError, match="is larger than a table may be"):
        read_workbook(tmp_path / "large.ods")


def test_links_count_repeated_rows(tmp_path: Path) -> None:
    xml = content({"Sheet": [["first"], ["repeated"], [Link("https://example.org/page")]]})
    repeated = '<table:table-row><table:table-cell office:value-type="string"><text:p>repeated'
    xml = xml.replace(repeated, repeated.replace("row>", 'row table:number-rows-repeated="3">', 1))
    write_ods(tmp_path / "rows.ods", xml)
    sheet = read_workbook(tmp_path / "rows.ods")["Sheet"]
    assert sheet.links == {5: "https://example.org/page"}
    assert sheet.rows[4][0] == "Page"
