"""How far stated likelihoods can be trusted: each sighting left out, and predicted from the rest.

Of every dated sighting all that its source says is left out, and the holder on that day is
predicted from what remains: by the likelihood, and by two naive rules beside it, which name one
person with probability 1: the one sighted nearest, and the last one known. A table of stated
against observed shows whether what is called 70 % is right seven times in ten; the Brier and the
log score say in one number how good the predictions are (0 is perfect in both).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import log

from pyoxigraph import Store

from ofsted_graph.build.likelihood import Post, Rates, Sighting
from ofsted_graph.build.sightings import read_posts, read_rates

BANDS = 10
LONGEST = 1
"""Days of the widest window that counts as a dated sighting: "in post in May" does not tell who was
in post on any one day of May, and both holders of a month of change are seen in it.
"""
GAPS = ((30, "to a month"), (183, "to half a year"), (365, "to a year"), (730, "to two years"))
"""The last day of each class of distance to the nearest other sighting, and its name."""
_FLOOR = 0.01
"""The least probability that the log score counts with, so that one miss is not endless."""

Chances = dict[str, float]


@dataclass(frozen=True)
class Case:
    """One sighting left out: role, days to the nearest other, who it was, and the guesses."""

    role: str
    gap: int | None
    person: str
    guesses: dict[str, Chances]


@dataclass
class Band:
    """What was stated in one tenth of probability, and how often it was right."""

    cases: int = 0
    right: int = 0
    stated: float = 0.0


@dataclass
class Scores:
    """The scores of one way to predict."""

    bands: list[Band] = field(default_factory=lambda: [Band() for _ in range(BANDS)])
    cases: int = 0
    brier: float = 0.0
    log: float = 0.0


def leave_each_out(store: Store) -> Iterator[Case]:
    """Leave each dated sighting of a named holder out and predict it from the rest."""
    rates = read_rates(store)
    for (_, role), sightings in sorted(read_posts(store).items()):
        for one in sightings:
            span = one.served or one.glimpsed
            if not one.person or one.joint or span is None or span[1] - span[0] > LONGEST:
                continue
            rest = [other for other in sightings if other.source != one.source]
            if rest:
                day = dt.date.fromordinal((span[0] + span[1]) // 2)
                yield _case(role, one, rest, day, rates.get(role, Rates()))


def _case(role: str, one: Sighting, rest: list[Sighting], day: dt.date, rates: Rates) -> Case:
    post = Post(rest)
    near = {
        person: found[0]
        for person in sorted({other.person for other in rest} - {""})
        if (found := post.nearest(person, day, day))
    }
    before: dict[str, int] = {}
    for other in rest:
        for first, _ in other.days:
            if other.person and first <= day.toordinal():
                before[other.person] = max(first, before.get(other.person, first))
    return Case(
        role.rpartition("/")[2],
        min(near.values(), default=None),
        one.person,
        {
            "likelihood": post.holders(day, day, rates),
            "nearest sighting": {min(near, key=lambda p: near[p]): 1.0} if near else {},
            "last known": {max(before, key=lambda p: (before[p], p)): 1.0} if before else {},
        },
    )


def score(cases: Iterable[Case], way: str) -> Scores:
    """Score one way to predict."""
    found = Scores()
    for case in cases:
        guess = case.guesses[way]
        found.cases += 1
        found.log -= log(max(guess.get(case.person, 0.0), _FLOOR))
        for person in {*guess, case.person}:
            chance = guess.get(person, 0.0)
            found.brier += (chance - (person == case.person)) ** 2
            if chance >= _FLOOR:
                band = found.bands[min(BANDS - 1, int(chance * BANDS))]
                band.cases += 1
                band.right += person == case.person
                band.stated += chance
    if found.cases:
        found.brier /= found.cases
        found.log /= found.cases
    return found


def calibration(store: Store) -> Iterator[list[str]]:
    """Give the tables as lines of cells: bands, then scores overall, by role and by gap."""
    cases = list(leave_each_out(store))
    ways = ("likelihood", "nearest sighting", "last known")
    yield ["stated", "cases", "mean stated", "observed", "difference"]
    for number, band in enumerate(score(cases, "likelihood").bands):
        if band.cases:
            stated, right = band.stated / band.cases, band.right / band.cases
            yield [
                f"{number / BANDS:.1f} to {(number + 1) / BANDS:.1f}",
                str(band.cases),
                f"{stated:.3f}",
                f"{right:.3f}",
                f"{right - stated:+.3f}",
            ]
    yield ["scores of", "cases", *(f"{kind}, {way}" for kind in ("Brier", "log") for way in ways)]
    for name, chosen in _groups(cases):
        scores = [score(chosen, way) for way in ways]
        yield [
            name,
            str(len(chosen)),
            *(f"{one.brier:.3f}" for one in scores),
            *(f"{one.log:.3f}" for one in scores),
        ]


def _groups(cases: list[Case]) -> Iterator[tuple[str, list[Case]]]:
    yield "all", cases
    keys: tuple[Callable[[Case], str], ...] = (lambda case: case.role, lambda case: _gap(case.gap))
    for key in keys:
        groups: dict[str, list[Case]] = defaultdict(list)
        for case in cases:
            groups[key(case)].append(case)
        yield from sorted(groups.items())


def _gap(days: int | None) -> str:
    if days is None:
        return "gap: nobody else sighted"
    for number, (last, name) in enumerate(GAPS, start=1):
        if days <= last:
            return f"gap {number}: {name}"
    return f"gap {len(GAPS) + 1}: longer"
