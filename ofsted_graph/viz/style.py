"""How things are marked: a colour and a letter for each grade, and which judgement is looked at.

Colour never stands alone: each grade has its letter too. The four main colours are told apart under
the three common kinds of colour blindness and have a contrast of 3:1 on white.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import networkx as nx

COLOURS = {
    "outstanding": "#0b4f9e",
    "good": "#3796d4",
    "requires-improvement": "#c97a00",
    "adequate": "#746c1e",
    "inadequate": "#9c1c2e",
    "typically-positive": "#1f7a6b",
    "inconsistent": "#7b5ea7",
    "widespread-failings": "#5a2a55",
    "not-judged": "#5f6b7a",
    "not-given": "#5f6b7a",
    "disputed": "#3d4550",
}
"""Grade to colour, best first; `disputed` is what two sources say differently."""
PLAIN = "#5f6b7a"
"""The colour of what has no grade."""
LETTERS = {
    "outstanding": "O",
    "good": "G",
    "requires-improvement": "R",
    "adequate": "A",
    "inadequate": "I",
    "typically-positive": "P",
    "inconsistent": "M",
    "widespread-failings": "W",
    "not-judged": "N",
    "not-given": "–",
    "disputed": "≠",
}
"""Grade to letter, where the graph gives none."""


class View(NamedTuple):
    """One way to look at councils: a name, and the aspects that count, the best fitting first."""

    label: str
    aspects: tuple[str, ...]


VIEWS = {
    "overall": View("Overall effectiveness", ("overall-effectiveness",)),
    "leaders": View("Leaders", ("impact-of-leaders", "leadership")),
    "help": View("Help and protection", ("help-and-protection",)),
    "in-care": View("Children in care", ("in-care", "in-care-and-care-leavers", "looked-after")),
    "care-leavers": View("Care leavers", ("care-leavers", "in-care-and-care-leavers")),
    "send": View("Area SEND", ("send-outcome",)),
}
"""Which judgement colours the councils; the first is shown first."""


def grade_of(inspection: Mapping[str, Any], view: str = "overall") -> str:
    """Give the grade of an inspection in one view; empty where it judged nothing of the kind."""
    for aspect in VIEWS[view].aspects:
        grades = sorted({j.grade for j in inspection["judgements"] if j.aspect == aspect})
        if grades:
            return grades[0] if len(grades) == 1 else "disputed"
    return ""


class Graded(NamedTuple):
    """A grade, the day from which it stands, and the inspection that gave it."""

    day: str
    inspection: str
    grade: str


def record(net: nx.MultiDiGraph[str], council: str, view: str = "overall") -> list[Graded]:
    """Give all the grades that a council has had, oldest first."""
    found = []
    for node, _, key in net.in_edges(council, keys=True):
        data = net.nodes[node]
        if key == "inspects" and (grade := grade_of(data, view)):
            found.append(Graded(made_known(data), node, grade))
    return sorted(one for one in found if one.day)


def made_known(inspection: Mapping[str, Any]) -> str:
    """Give the day from which a grade stands: that of publication, or the nearest known to it."""
    return str(inspection["published"] or inspection["ended"] or inspection["started"])


def grade_on(grades: Sequence[Graded], day: str) -> str:
    """Give the grade in force on a day, from a council's record; empty when there was none yet."""
    return next((one.grade for one in reversed(grades) if one.day <= day), "")


def letter(net: nx.MultiDiGraph[str], grade: str) -> str:
    """Give the letter by which a grade is marked; nothing for no grade."""
    return str(net.graph["letters"].get(grade) or LETTERS.get(grade) or grade[:1].upper())


def grade_name(net: nx.MultiDiGraph[str], grade: str) -> str:
    """Name a grade as people say it: the graph's label, but shorter where it is long."""
    short = {
        "requires-improvement": "Requires improvement",
        "not-given": "No overall grade",
        "disputed": "Sources differ",
    }
    return short.get(grade) or str(net.graph["words"]["grade"].get(grade, grade))


def ink(grade: str) -> str:
    """Give the colour of letters on a grade's colour: dark on the light ones, else white."""
    return "#10151c" if grade in {"good", "requires-improvement"} else "#ffffff"
