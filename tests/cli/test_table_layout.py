"""Tables fit the terminal, and what a person asked for is never dropped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.cli.table_layout import GAP, lay_out

CELLS = st.text(alphabet="abc déf", min_size=1, max_size=60)
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=5)
)


def test_keys_of_things_give_way_before_words_wrap() -> None:
    columns = ["inspection", "name", "role"]
    rows = [["inspection:kent.ilacs.2022-05-09", "Ann Lee", "Director of services"]]
    every = [0, 1, 2]
    assert lay_out(columns, rows, every, 63).shown == [0, 1, 2]
    narrower = lay_out(columns, rows, every, 62)
    assert (narrower.shown, narrower.left_off) == ([1, 2], [0])
    assert narrower.widths == [7, 20]


def test_wide_columns_wrap_between_words() -> None:
    layout = lay_out(["name", "role"], [["Ann Lee", "Director of services"]], [0, 1], 20)
    assert layout.widths == [7, 11]


def test_what_cannot_fit_becomes_records() -> None:
    layout = lay_out(["one", "two"], [["incomparable", "unmistakable"]], [0, 1], 20)
    assert (layout.widths, layout.left_off) == ([], [])


def test_a_table_of_keys_keeps_them() -> None:
    rows = [["council:kent", "person:ann-lee"]]
    assert lay_out(["a", "b"], rows, [0, 1], 30).shown == [0, 1]


@given(TABLES, st.integers(20, 160))
def test_what_is_shown_fits_and_words_are_never_left_off(
    table: list[list[str]], width: int
) -> None:
    columns, rows = table[0], table[1:]
    kept = list(range(len(columns)))
    layout = lay_out(columns, rows, kept, width)
    assert layout.shown == kept
    assert not layout.left_off
    if layout.widths:
        assert sum(layout.widths) + GAP * (len(kept) - 1) <= width
