"""A picture as SVG, drawn without a browser, and as PNG from that.

The figure is the page's, with the same marks; what the page tells on request (sources, further
ties) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from ofsted_graph.errors import MissingExtraError, UsageError
from ofsted_graph.viz import english, style, timeline
from ofsted_graph.viz.fans import moment
from ofsted_graph.viz.layout import board
from ofsted_graph.viz.network_formats import printable
from ofsted_graph.viz.svg import LINE_HEIGHT, Box, Sheet, short, text_width, wrapped
from ofsted_graph.viz.tiles import WIDE

if TYPE_CHECKING:
    import networkx as nx

FONT = "'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
INK, MUTED, LINE = "#18202b", "#566170", "#d5dbe3"
CARD, GROUND, EDGE, PERSON, PANEL = "#ffffff", "#f6f7f9", "#7d8897", "#46515f", "#eceff4"
MARGIN, HEAD, FOOT = 60, 64, 46
"""Room around the figure, for the title above it and for the key below it."""
HALF = {
    "council": 23,
    "organisation": 23,
    "inspection": 18,
    "person": 16,
    "unnamed": 16,
    "thing": 14,
}
"""Half the size of each kind of mark."""
RANK = ("council", "organisation", "person", "thing", "unnamed", "inspection")
"""Whose name goes first when there is not room for all."""
BOLD: dict[str, object] = {"font-weight": 700, "text-anchor": "middle"}


def render_svg(net: nx.MultiDiGraph[str]) -> str:
    """Draw a network as SVG text; the same network gives the same text.

    Raises:
        UsageError: Nothing in the network has a place in a picture.
    """
    return Drawing(net).svg()


def render_png(net: nx.MultiDiGraph[str], *, zoom: float = 2.0) -> bytes:
    """Draw a network as PNG.

    Raises:
        MissingExtraError: resvg is not installed.
    """
    return as_png(render_svg(net), zoom=zoom)


def as_png(svg: str, *, zoom: float = 2.0) -> bytes:
    """Turn a drawing into PNG.

    Raises:
        MissingExtraError: resvg is not installed.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise MissingExtraError("A PNG", "image") from error
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom))


class Drawing:
    """One network on one sheet."""

    def __init__(self, net: nx.MultiDiGraph[str]) -> None:
        """Lay the network out."""
        self._net = net
        self._figure = board(net)
        self._day = net.graph["as_of"] or timeline.last_day(net)
        self._hubs = {*net.graph.get("about", ()), *net.graph.get("path", ())}
        self._places = {n: at for n, at in self._figure.places.items() if n in net}
        if not self._places:
            raise UsageError("nothing in this network has a place in a picture.")
        self._sheet = Sheet()

    def svg(self) -> str:
        """Draw everything, the nearest to the reader last."""
        left, top, right, bottom = self._extent()
        if self._figure.figure == "tiles":
            self._panels()
            for node in self._places:
                self._tile(node)
        else:
            self._ties()
            for node in self._places:
                self._mark(node)
            self._names()
        width = round(right - left) + 2 * MARGIN
        height = round(bottom - top) + HEAD + FOOT + MARGIN // 2
        frame = self._frame(height)
        title = f"{self._net.graph['title']}, as at {english.when(self._day)}"
        shift = f"{short(MARGIN - left)} {short(HEAD + MARGIN / 4 - top)}"
        size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">',
                f"<title>{escape(printable(title))}</title>",
                f'<rect width="100%" height="100%" fill="{GROUND}"/>',
                f'<g transform="translate({shift})">',
                *self._sheet.parts,
                "</g>",
                *frame.parts,
                "</svg>\n",
            ]
        )

    def _extent(self) -> Box:
        """Find the box around everything that is placed."""
        boxes: list[Box] = [(x - 50, y - 34, x + 50, y + 52) for x, y in self._places.values()]
        for left, top, width, height in (panel.box for panel in self._figure.panels):
            boxes.append((left, top, left + width, top + height))
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def _frame(self, height: int) -> Sheet:
        """Write the title above the figure and the key below it."""
        sheet = Sheet()
        title: dict[str, object] = {"font-size": 20, "font-weight": 700, "fill": INK}
        sheet.write(self._net.graph["title"], MARGIN / 2, 26, title)
        note = "Being in post does not show that a person caused a result."
        words = f"As at {english.when(self._day)}. {note}"
        sheet.write(words, MARGIN / 2, 48, {"font-size": 12, "fill": MUTED})
        inspections = (d for _, d in self._net.nodes(data=True) if d["kind"] == "inspection")
        used = {style.grade_of(data) for data in inspections}
        x = MARGIN / 2 + 10.0
        for grade in (grade for grade in style.COLOURS if grade in used):
            name = style.grade_name(self._net, grade)
            self._chip(grade, (x, height - FOOT / 2), 20, sheet)
            sheet.write(name, x + 16, height - FOOT / 2, {"font-size": 12, "fill": INK})
            x += 46 + text_width(name, 12)
        return sheet

    def _panels(self) -> None:
        """Draw the regions' panels."""
        for panel in self._figure.panels:
            left, top, width, height = panel.box
            box: dict[str, object] = {"x": left, "y": top, "width": width, "height": height}
            self._sheet.draw("rect", box | {"rx": 10, "fill": PANEL})
            name = self._net.graph["words"]["region"].get(panel.region, "Other")
            look: dict[str, object] = {"font-size": 13, "font-weight": 600, "fill": MUTED}
            self._sheet.write(name, left + 9, top + 13, look)

    def _tile(self, node: str) -> None:
        """Draw a council's tile: the letter of its grade, and its name."""
        x, y = self._places[node]
        data = self._net.nodes[node]
        gone = data["start"] > self._day or (bool(data["end"]) and data["end"] <= self._day)
        left, top = x - WIDE.width / 2, y - WIDE.height / 2
        box: dict[str, object] = {"x": left, "y": top, "width": WIDE.width, "height": WIDE.height}
        self._sheet.draw("rect", box | {"rx": 6, "fill": CARD, "stroke": LINE})
        self._chip("" if gone else self._grade(node), (left + 16, y), 24, self._sheet)
        lines, size = wrapped(data["label"], WIDE.width - 35, WIDE.height - 7)
        look = {"font-size": size, "font-weight": 600, "fill": MUTED if gone else INK}
        for index, line in enumerate(lines):
            middle = y + (index - (len(lines) - 1) / 2) * (size + 1)
            self._sheet.write(line, left + 32, middle, look)

    def _chip(self, grade: str, at: tuple[float, float], size: float, sheet: Sheet) -> None:
        """Draw a square with the letter of a grade; hollow for none."""
        left, top = short(at[0] - size / 2), short(at[1] - size / 2)
        box: dict[str, object] = {"x": left, "y": top, "width": size, "height": size, "rx": 5}
        if not grade:
            sheet.draw("rect", box | {"fill": CARD, "stroke": MUTED, "stroke-dasharray": "3 3"})
            return
        sheet.draw("rect", box | {"fill": style.COLOURS.get(grade, style.PLAIN)})
        look = BOLD | {"font-size": short(size * 0.6), "fill": style.ink(grade)}
        sheet.write(style.letter(self._net, grade), *at, look)

    def _grade(self, council: str) -> str:
        """Give the overall grade in force at a council on the day shown."""
        return style.grade_on(style.record(self._net, council), self._day)

    def _ties(self) -> None:
        """Draw posts, and for what the picture is about what was worked out from dates."""
        for start, end, data in self._net.edges(data=True):
            derived = data["kind"] in {"in-post", "inspected-by"}
            if start in self._places and end in self._places:
                if derived and not self._hubs & {start, end}:
                    continue
                (x1, y1), (x2, y2) = self._places[start], self._places[end]
                line: dict[str, object] = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
                self._sheet.draw("line", line | self._line_look(data))

    def _line_look(self, data: Mapping[str, Any]) -> dict[str, object]:
        """Choose a line by what it says: solid for posts, dotted for what follows from dates."""
        look: dict[str, object] = {"stroke": EDGE, "stroke-width": 1.4}
        if data["kind"] == "inspects":
            look |= {"stroke": LINE, "stroke-width": 1.2}
        elif data["kind"] == "in-post":
            dots = "2 4" if data["certainty"] == "certain" else "2 10"
            look |= {"stroke-width": 2.2, "stroke-dasharray": dots}
        elif data["kind"] == "inspected-by":
            look["stroke-dasharray"] = "2 6"
        elif data["kind"] == "post":
            look["stroke-width"] = 2.6 if self._held(data) else 1.4
            if data["capacity"] in {"interim", "acting"}:
                look["stroke-dasharray"] = "9 5"
        return look

    def _held(self, data: Mapping[str, Any]) -> bool:
        """Tell whether a post was surely held on the day shown."""
        first = data["latest_start"] if data["kind"] == "post" else ""
        return bool(first) and first <= self._day <= data["earliest_end"]

    def _mark(self, node: str) -> None:
        """Draw a node's mark: the shape is its kind."""
        x, y = self._places[node]
        data = self._net.nodes[node]
        half = HALF[data["kind"]]
        self._sheet.take((x - half, y - half, x + half, y + half))
        if data["kind"] == "council":
            self._chip(self._grade(node), (x, y), 2 * half, self._sheet)
        elif data["kind"] == "inspection":
            self._inspection(data, x, y)
        elif data["kind"] in {"person", "unnamed"}:
            self._person(node, x, y)
        else:
            box: dict[str, object] = {"x": x - half, "y": y - half, "width": 2 * half}
            fill = PERSON if data["kind"] == "organisation" else CARD
            look = box | {"height": 2 * half, "rx": 9, "fill": fill, "stroke": MUTED}
            self._sheet.draw("rect", look)
            if data["kind"] == "organisation":
                self._house(x, y)

    def _house(self, x: int, y: int) -> None:
        """Draw a house with pillars: a letter would read as a grade ("O" of Ofsted)."""
        shape = f"M{x - 12} {y - 4}L{x} {y - 12}L{x + 12} {y - 4}Z"
        pillars = "".join(f"M{x + left} {y - 2}h4v10h-4Z" for left in (-9, -2, 5))
        floor = f"M{x - 12} {y + 9}h24v3h-24Z"
        self._sheet.draw("path", {"d": shape + pillars + floor, "fill": CARD})

    def _inspection(self, data: Mapping[str, Any], x: int, y: int) -> None:
        """Draw a diamond with a grade's letter; a small hollow one for a visit without a grade."""
        grade = style.grade_of(data)
        half = HALF["inspection"] if grade else 9
        points = f"{x},{y - half} {x + half},{y} {x},{y + half} {x - half},{y}"
        fill = style.COLOURS.get(grade, style.PLAIN) if grade else CARD
        look: dict[str, object] = {
            "points": points,
            "fill": fill,
            "stroke": GROUND if grade else MUTED,
        }
        self._sheet.draw("polygon", look)
        if grade:
            letter = BOLD | {"font-size": 15, "fill": style.ink(grade)}
            self._sheet.write(style.letter(self._net, grade), x, y, letter)

    def _person(self, node: str, x: int, y: int) -> None:
        """Draw a person: filled when in post on the day shown."""
        held = any(self._held(data) for _, _, data in self._net.out_edges(node, data=True))
        fill, other = (PERSON, CARD) if held else (CARD, PERSON)
        circle: dict[str, object] = {"cx": x, "cy": y, "r": HALF["person"], "fill": fill}
        self._sheet.draw("circle", circle | {"stroke": PERSON, "stroke-width": 2})
        if self._net.nodes[node]["kind"] == "unnamed":
            self._sheet.write("?", x, y, BOLD | {"font-size": 17, "fill": other})
        else:
            self._sheet.draw("circle", {"cx": x, "cy": y - 4, "r": 5, "fill": other})
            self._sheet.draw("path", {"d": f"M{x - 8} {y + 11}a8 8 0 0 1 16 0z", "fill": other})

    def _names(self) -> None:
        """Write names where there is room, the most important first."""
        halo: dict[str, object] = {"stroke": GROUND, "stroke-width": 3.5, "paint-order": "stroke"}
        order = sorted(
            self._places, key=lambda node: (RANK.index(self._net.nodes[node]["kind"]), node)
        )
        for node in order:
            x, y = self._places[node]
            lines = list(self._name(node))
            box = self._sheet.room_for(lines, x, y, HALF[self._net.nodes[node]["kind"]])
            if box is None:
                continue
            for index, line in enumerate(lines):
                look: dict[str, object] = {"text-anchor": "middle", "stroke-linejoin": "round"}
                look |= {"font-size": 11 if index else 12, "font-weight": 400 if index else 600}
                look |= halo | {"fill": MUTED if index else INK}
                middle = box[1] + LINE_HEIGHT * (index + 0.5)
                self._sheet.write(line, (box[0] + box[2]) / 2, middle, look)

    def _name(self, node: str) -> Iterator[str]:
        """Give the lines of a name: who or what, and for a hub's neighbour in which posts."""
        data = self._net.nodes[node]
        if data["kind"] == "inspection":
            yield english.when(moment(data)[:7])
            return
        yield data["label"]
        for start, end, post in (
            *self._net.in_edges(node, data=True),
            *self._net.out_edges(node, data=True),
        ):
            if post["kind"] == "post" and self._hubs & {start, end} - {node}:
                role = self._net.graph["words"]["role"].get(post["role"], post["role"])
                short_role = english.SHORT_ROLES.get(post["role"], role)
                name = english.post_name(short_role, post["capacity"])
                yield f"{name}, {english.years(post)}"
