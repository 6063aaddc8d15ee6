"""A sheet of SVG: its elements, and room for text that must not lie across other text.

Text is measured by a table of widths, because the reader's font is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from ofsted_graph.viz.network_formats import printable

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_NARROW, _BROAD = frozenset("fijlrtI.,'’()|[] -"), frozenset("mwMWGOQ@%–")
LINE_HEIGHT = 14


class Sheet:
    """What has been drawn, and the boxes that no name may cover any more."""

    def __init__(self) -> None:
        """Begin with an empty sheet."""
        self.parts: list[str] = []
        self._taken: list[Box] = []

    def draw(self, element: str, look: dict[str, object], text: str = "") -> None:
        """Draw one element with its attributes."""
        told = "".join(f" {name}={quoteattr(str(value))}" for name, value in look.items())
        end = f">{escape(printable(text))}</{element}>" if text else "/>"
        self.parts.append(f"<{element}{told}{end}")

    def write(self, text: str, x: float, y: float, look: dict[str, object]) -> None:
        """Write a line of text with its middle at a height."""
        place: dict[str, object] = {"x": short(x), "y": short(y), "dominant-baseline": "central"}
        self.draw("text", place | look, text)

    def take(self, box: Box) -> None:
        """Keep names out of a box."""
        self._taken.append(box)

    def room_for(self, lines: Sequence[str], x: float, y: float, half: float) -> Box | None:
        """Find and take room for lines below, above or beside a mark; None where there is none."""
        width = max(text_width(line, 12 if index == 0 else 11) for index, line in enumerate(lines))
        height = LINE_HEIGHT * len(lines)
        for left, top in (
            (x - width / 2, y + half + 4),
            (x - width / 2, y - half - 4 - height),
            (x + half + 6, y - height / 2),
            (x - half - 6 - width, y - height / 2),
        ):
            box = (left, top, left + width, top + height)
            if not any(_overlap(box, other) for other in self._taken):
                self.take(box)
                return box
        return None


_JOINT = re.compile(r"(?<=\w{5})(?=shire|hampton|land|brough|borough|mouth)|(?<=\w-)(?=\w+-)")
"""Where a council's name may be broken: better two lines than letters too small to read."""


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is, from how wide its letters commonly are."""
    units = sum(0.33 if sign in _NARROW else 0.92 if sign in _BROAD else 0.6 for sign in text)
    return units * size


def wrapped(text: str, width: float, height: float) -> tuple[list[str], float]:
    """Break a name into lines that fit a box, and give their size: smaller if it must be.

    >>> wrapped("Bath and North East Somerset", 80, 25)
    (['Bath and North', 'East Somerset'], 11.0)
    >>> wrapped("Northamptonshire", 80, 25)
    (['Northampton-', 'shire'], 11.0)
    """
    size = 11.0
    while True:
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and text_width(longer, size) <= width:
                lines[-1] = longer
            elif text_width(word, size) <= width:
                lines.append(word)
            else:
                *starts, end = _JOINT.split(word)
                lines += [f"{start.removesuffix('-')}-" for start in starts] + [end]
        fits = all(text_width(line, size) <= width for line in lines)
        if (fits and len(lines) * size <= height) or size <= 7:
            return lines, size
        size -= 0.5


def short(number: float) -> str:
    """Write a number without needless digits.

    >>> short(3.0), short(2.25)
    ('3', '2.2')
    """
    return f"{number:.1f}".removesuffix(".0")


def _overlap(a: Box, b: Box) -> bool:
    """Tell whether two boxes share any room."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
