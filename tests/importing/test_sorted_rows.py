"""Sorting rows in little memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.importing.sorted_rows import SortedRows

CELL = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=4)


@given(st.lists(st.tuples(CELL, CELL)), st.integers(1, 5))
def test_rows_come_sorted_and_once(rows: list[tuple[str, str]], run: int) -> None:
    collected = SortedRows(run)
    for row in rows:
        collected.add(row)
    assert list(collected) == sorted(set(rows))
