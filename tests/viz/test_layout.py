"""Layouts: nothing lies on anything else, and time goes from left to right."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import england, small, star

from ofsted_graph.network.networks import path_network, shortest_path
from ofsted_graph.viz.fans import DATE_WIDTH, SWEEP, arc, fan, turn_of
from ofsted_graph.viz.layout import MOST, board
from ofsted_graph.viz.tiles import TALL, WIDE, lay_tiles, share


def test_all_england_is_tiles_and_no_tile_lies_on_another() -> None:
    figure = board(england(153))
    assert figure.figure == "tiles"
    assert len(figure.places) == len(figure.tall) == 153
    for places, size in ((figure.places, WIDE), (figure.tall, TALL)):
        for (ax, ay), (bx, by) in combinations(places.values(), 2):
            assert abs(ax - bx) >= size.width or abs(ay - by) >= size.height


def test_every_tile_lies_in_the_panel_of_its_region() -> None:
    net = england(60)
    figure = board(net)
    boxes = {panel.region: panel.box for panel in figure.panels}
    for council, (x, y) in figure.places.items():
        left, top, width, height = boxes[net.nodes[council]["region"]]
        assert left < x < left + width
        assert top < y < top + height


def test_panels_do_not_meet() -> None:
    for (al, at, aw, ah), (bl, bt, bw, bh) in combinations(
        (panel.box for panel in board(england(153)).panels), 2
    ):
        assert al + aw <= bl or bl + bw <= al or at + ah <= bt or bt + bh <= at


def test_regions_lie_as_on_a_map() -> None:
    boxes = {panel.region: panel.box for panel in board(england(153)).panels}
    assert boxes["north-west"][0] < boxes["north-east"][0]
    assert boxes["north-west"][1] < boxes["west-midlands"][1] < boxes["london"][1]
    assert boxes["south-west"][0] < boxes["london"][0] < boxes["south-east"][0]


def test_a_region_that_is_no_part_of_england_has_a_band_of_its_own() -> None:
    places = lay_tiles({"london": ["a"], "elsewhere": ["b"]}, WIDE).places
    assert places["b"][1] > places["a"][1]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4), st.integers(4, 12))
def test_columns_are_shared_so_that_no_other_way_is_lower(counts: list[int], columns: int) -> None:
    widths = share(counts, columns)
    assert len(widths) == len(counts)
    assert min(widths) >= 1
    assert sum(widths) == max(columns, len(counts)) or len(counts) >= columns
    height = max(math.ceil(count / width) for count, width in zip(counts, widths, strict=True))
    for giver, taker in combinations(range(len(counts)), 2):
        for a, b in ((giver, taker), (taker, giver)):
            if widths[a] > 1:
                other = [w - (i == a) + (i == b) for i, w in enumerate(widths)]
                rows = [math.ceil(c / w) for c, w in zip(counts, other, strict=True)]
                assert max(rows) >= height


@given(st.integers(1, 60), st.integers(150, 600))
def test_an_arc_leaves_room_for_each(count: int, radius: int) -> None:
    places = arc(count, radius, DATE_WIDTH)
    assert len(set(places)) == count
    for (ax, ay), (bx, by) in combinations(places, 2):
        assert math.hypot(ax - bx, ay - by) > 0.7 * DATE_WIDTH


@given(st.floats(0.01, SWEEP - 0.01))
def test_a_turn_is_found_again(start: float) -> None:
    (place,) = arc(1, 1000, 1, start=start - 0.005, width=0.01)
    assert turn_of(place) == pytest.approx(start, abs=0.01)


def test_a_councils_fan_runs_in_time_from_left_to_right() -> None:
    net = small()
    places = fan(net, "council:eastvale")
    inspections = sorted(
        (node for node in places if node.startswith("inspection:")),
        key=lambda node: net.nodes[node]["started"],
    )
    lefts = [places[node][0] for node in inspections]
    assert len(lefts) == 4
    assert lefts == sorted(lefts)
    assert {"person:ada-wren", "person:bo-reed", "person:cy-moss"} < set(places)


def test_a_career_runs_from_organisation_to_organisation() -> None:
    places = fan(small(), "person:ada-wren")
    order = ["organisation:ofsted", "council:eastvale", "council:northmoor"]
    assert sorted(order, key=lambda node: places[node][0]) == order


def test_inspections_on_the_way_leave_the_middle_free() -> None:
    places = fan(small(), "person:ada-wren")
    council, inspection = places["council:eastvale"], places["inspection:eastvale.sif.2017-01-23"]
    assert math.hypot(*inspection) < math.hypot(*council)
    assert abs(turn_of(inspection) - turn_of(council)) > 0.1


@pytest.mark.parametrize("name", ["Ada Wren", "Eastvale"])
def test_around_one_thing_is_a_fan_with_everything_apart(name: str) -> None:
    figure = board(small(about=[name], steps=2))
    assert figure.figure == "fan"
    spots = list(figure.places.values())
    assert (0, 0) in spots
    assert all(math.dist(a, b) > 30 for a, b in combinations(spots, 2))


def test_what_only_a_neighbour_below_is_tied_to_has_no_place() -> None:
    net = small(about=["Eastvale"], role="elected-mayor")
    places = board(net).places
    assert places["council:northmoor"][1] > 0
    assert "inspection:northmoor.ilacs.2022-05-09" in net
    assert "inspection:northmoor.ilacs.2022-05-09" not in places


def test_some_councils_are_a_ring_with_everything_apart() -> None:
    net = england(12)
    figure = board(net)
    assert figure.figure == "rings"
    assert set(figure.places) == set(net)
    assert all(math.dist(a, b) > 30 for a, b in combinations(figure.places.values(), 2))


def test_things_that_a_query_names_have_a_place() -> None:
    net = small(query="CONSTRUCT { <urn:a> <urn:p> <urn:b> } {}")
    assert set(board(net).places) == {"urn:a", "urn:b"}


def test_of_very_many_things_those_with_most_ties_have_a_place() -> None:
    places = board(star(MOST + 500)).places
    assert len(places) == MOST
    assert "urn:hub" in places


def test_a_path_is_a_row() -> None:
    net = small()
    way = shortest_path(net, "person:bo-reed", "council:northmoor")
    places = board(path_network(net, way)).places
    assert [x for x, _ in places.values()] == sorted(x for x, _ in places.values())
    assert len(places) == 4


def test_the_same_network_is_laid_out_in_the_same_way() -> None:
    assert board(england(40)) == board(england(40))
    assert board(small(about=["Ada Wren"])) == board(small(about=["Ada Wren"]))
