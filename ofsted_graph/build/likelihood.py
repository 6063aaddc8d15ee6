"""How likely somebody held a post on a day: from sightings, told starts and ends, and rates.

Sources show a holder on some days, and tell of some starts and ends. Between them holders change
at a rate (`Rates`), estimated from the same sightings. With the last day `a` years before on which
P is in post, the first day `b` years after on which Q is, and the rate λ of each:

* P ≠ Q: a change lies between. P still holds the post with p(1-q'), Q holds it already with
  (1-p')q, somebody else with (1-p)(1-q), each over their sum; p = exp(-λP a), p' = exp(-λQ a),
  q = exp(-λQ b), q' = exp(-λP b). With one rate that is exp(-λa)(1-exp(-λb)) / (1-exp(-λ(a+b))).
* P = Q: nobody else is seen between. With S = exp(-λ(a+b)) the holder stayed with S / (S + r(1-S)),
  where r is the measured chance that whoever left is the next to be seen there.
* One side only, or a told start or end that cuts the other side off: exp(-λa), or exp(-λb).
  Who is seen in such a post elsewhere has left by then, or had not come.

What is left is somebody not known. Dates are windows, so everything is worked out for `DRAWS` ways
to place every date in its window, and averaged; a way in which somebody leaves before the day and
comes back after it counts for less than one without. A start or end that one source tells is left
out of every tenth draw (one in nine was off by more than a month, held against Ofsted's own), and
one that was announced beforehand of every fifth; what was announced narrows a vaguer date that is
told. A vague date lies where its holder was not seen in such a post elsewhere. Time that a source
spans for a holder without a name ("in post since March 2016") holds no change.
`docs/likelihood.md` derives all this and shows how well it is calibrated.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import exp, log, sqrt

YEAR = 365.25
DRAWS = 20
LIKELY = 0.8
"""From here on a name may stand beside a judgement, with its number."""
LEAST, MOST = 0.01, 0.99
"""Below the one a candidate is not listed; above the other is only what one source shows."""
ERRS, PLAN_ERRS = 0.1, 0.2
"""The shares of told and of announced dates that are left out, as unreliable."""
PLAN_SLIPS = 92
"""Days by which what was announced may come later."""
_GOLDEN = 0.6180339887498949
_PRIOR_CHANGES, _PRIOR_YEARS = 1.0, 3.0
"""What is taken as seen before anything is: the directors' association counts 45 to 65 changes a
year among 152 councils. It weighs as much as one change."""

Span = tuple[int, int]
"""First and last day (ordinals) of a window, or of unbroken service."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one source says of one holder of a post.

    Attributes:
        person: Who; empty for a holder whom the source does not name.
        tenure: The tenure that it belongs to.
        source: The source.
        standing_in: Whether as interim or acting holder.
        joint: Whether the post was shared.
        served: Unbroken service, from a day to a day.
        glimpsed: A window on some day of which the holder was in post.
        start: The window of a told start; `end` likewise.
        planned_start: That of an announced start; `planned_end` likewise.
        away: Days on which the person filled such a post elsewhere, and so not this one. A sighting
            that says this says nothing else.
    """

    person: str
    tenure: str
    source: str = ""
    standing_in: bool = False
    joint: bool = False
    served: Span | None = None
    glimpsed: Span | None = None
    start: Span | None = None
    end: Span | None = None
    planned_start: Span | None = None
    planned_end: Span | None = None
    away: Span | None = None

    @property
    def days(self) -> list[Span]:
        """The spans in which the source puts the holder in post."""
        return [span for span in (self.served, self.glimpsed, self.start, self.end) if span]


@dataclass(frozen=True, slots=True)
class Rates:
    """How often the holders of a role change.

    Attributes:
        changes: Changes a year of appointed holders.
        stand_in_changes: The same of interim and acting holders.
        returns: The chance that whoever left is the next to be seen in the post.
        interval: The 95 % interval of `changes`.
        stand_in_interval: The same of `stand_in_changes`.
    """

    changes: float = _PRIOR_CHANGES / _PRIOR_YEARS
    stand_in_changes: float = _PRIOR_CHANGES / _PRIOR_YEARS
    returns: float = 0.05
    interval: tuple[float, float] = (0.0, 0.0)
    stand_in_interval: tuple[float, float] = (0.0, 0.0)

    def stays(self, event: _Event, days: float) -> float:
        """Give the chance that the holder of an event stays so many days more."""
        rate = self.stand_in_changes if event.standing_in else self.changes
        return exp(-rate * days / YEAR)


@dataclass(frozen=True, slots=True)
class _Event:
    """A day on which something is known of a post.

    `before` says that the person is in post up to that day, `after` that from that day on.
    """

    day: float
    person: str
    before: bool
    after: bool
    standing_in: bool


@dataclass(slots=True)
class _Draw:
    """One way to place every date in its window; `elsewhere` has days on which people were away."""

    events: list[_Event]
    served: list[tuple[float, float, str]]
    quiet: list[tuple[float, float]]
    elsewhere: Mapping[str, Sequence[float]] = field(default_factory=dict)
    days: list[float] = field(default_factory=list)
    returns: list[tuple[float, float]] = field(default_factory=list)
    """From when to when somebody was away who was in post before and after, with others between."""

    def __post_init__(self) -> None:
        # On one day whoever goes comes before whoever stays or comes; and of one person the start
        # comes first and the end last, or a day of service up to the end would undo the end.
        going = {(event.day, event.person) for event in self.events if not event.after}
        self.events.sort(
            key=lambda event: (
                event.day,
                (event.day, event.person) not in going,
                event.person,
                not event.after,
                event.before,
            )
        )
        self.days = [event.day for event in self.events]
        latest: dict[str, float] = {}
        holder = ""
        for event in self.events:
            if event.person and event.person != holder and event.person in latest:
                self.returns.append((latest[event.person], event.day))
            if event.person:
                holder = event.person
                latest[holder] = event.day

    def returning(self, day: float) -> int:
        """Count who left before a day, with others in post since, and came back after it."""
        return sum(left <= day <= back for left, back in self.returns)

    def apart(self, first: float, last: float) -> float:
        """Give the days from one to the other on which a change can have happened."""
        gone = sum(max(0.0, min(last, e) - max(first, s)) for s, e in self.quiet)
        return max(0.0, last - first - gone)

    def away(self, person: str, first: float, last: float) -> bool:
        """Tell whether somebody was elsewhere from one day to another."""
        days = self.elsewhere.get(person, ())
        at = bisect_left(days, first)
        return at < len(days) and days[at] <= last

    def around(self, day: float) -> tuple[_Event | None, _Event | None]:
        """Give the last event on or before a day and the first after it that tell of it.

        Whoever leaves when an appointed successor is there already leaves nobody's post empty, and
        whoever comes when the one before is still there takes nobody's place yet: the dates of a
        handover overlap, and vague ones more so.
        """
        at = bisect_right(self.days, day)
        before = self.events[at - 1] if at else None
        after = self.events[at] if at < len(self.events) else None
        if before and not before.after and at > 1:
            holder = self.events[at - 2]
            if holder.after and not holder.standing_in and _another(holder, before):
                before = holder
        if after and not after.before and at + 1 < len(self.events):
            holder = self.events[at + 1]
            if holder.before and not holder.standing_in and _another(holder, after):
                after = holder
        return before, after


class Post:
    """One role at one council, as sources show its holders."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        """Place the dates; sightings of a joint post are looked at person by person."""
        self.sightings = sorted(
            sightings,
            key=lambda s: (
                s.person,
                s.tenure,
                s.days or [s.away or (0, 0)],
                s.source,
                s.standing_in,
            ),
        )
        joint = {s.person for s in self.sightings if s.joint and s.person}
        alone = [s for s in self.sightings if s.person not in joint]
        self._seats = [_draws(alone)] if alone else []
        self._seats += [
            _draws([s for s in self.sightings if s.person == person]) for person in sorted(joint)
        ]

    def holders(self, first: dt.date, last: dt.date, rates: Rates) -> dict[str, float]:
        """Give each named candidate the probability of having held the post.

        Args:
            first: The first day asked about; the day is some day from it to `last`.
            last: The last day asked about.
            rates: How often holders change.

        Returns:
            Person to probability; what is missing to 1 is somebody not known.
        """
        found: dict[str, float] = defaultdict(float)
        low, high = first.toordinal(), max(first, last).toordinal()
        for draws in self._seats:
            days = [low + (high - low) * (number + 0.5) / DRAWS for number in range(DRAWS)]
            back = [draw.returning(day) for draw, day in zip(draws, days, strict=True)]
            weights = [max(rates.returns, ERRS) ** (times - min(back)) for times in back]
            for draw, day, weight in zip(draws, days, weights, strict=True):
                for person, share in _chances(draw, day, rates).items():
                    found[person] += share * weight / sum(weights)
        return {person: min(1.0, share) for person, share in found.items() if person}

    def nearest(self, person: str, first: dt.date, last: dt.date) -> tuple[int, dt.date] | None:
        """Give how many days lie between a span and the nearest sighting of somebody, and that day.

        A sighting in a window counts from the window's near side.
        """
        low, high = first.toordinal(), max(first, last).toordinal()
        best: tuple[int, int] | None = None
        for sighting in self.sightings:
            if sighting.person != person:
                continue
            for begin, finish in sighting.days:
                gap = max(0, begin - high, low - finish)
                day = begin if begin > high else finish if finish < low else max(begin, low)
                best = min(best, (gap, day)) if best else (gap, day)
        return (best[0], dt.date.fromordinal(best[1])) if best else None

    @property
    def middle(self) -> _Draw | None:
        """The draw with every date in the middle of its window, nothing left out."""
        alone = [s for s in self.sightings if not s.joint]
        return _draw(alone, None) if alone else None


def certainty(likelihood: float) -> str:
    """Say what a likelihood is called; what one source shows is certain whatever its likelihood."""
    return "likely" if stated(likelihood) >= LIKELY else "possible"


def stated(likelihood: float) -> float:
    """Give a likelihood as it is written: two places, and never the whole, which sources show.

    >>> stated(0.914), stated(0.998)
    (0.91, 0.99)
    """
    return min(round(likelihood, 2), MOST)


def _chances(draw: _Draw, day: float, rates: Rates) -> dict[str, float]:
    """Share out one day of one draw."""
    for begin, finish, person in draw.served:
        if begin <= day <= finish:
            return {person: 1.0}
    before, after = draw.around(day)
    left = before if before and before.after and before.person else None
    right = after if after and after.before and after.person else None
    if left and after and not right and after.person == left.person:
        # Somebody who stood in and is then told to have been appointed did not leave.
        right = after
    if left and right and left.person == right.person:
        stay = rates.stays(left, draw.apart(left.day, day) + draw.apart(day, right.day))
        return {left.person: stay / (stay + rates.returns * (1 - stay))}
    left = left if left and not draw.away(left.person, left.day, day) else None
    right = right if right and not draw.away(right.person, day, right.day) else None
    if left and right:
        a, b = draw.apart(left.day, day), draw.apart(day, right.day)
        still, already = rates.stays(left, a), rates.stays(right, b)
        leaves = still - rates.stays(left, a + b)
        comes = already - rates.stays(right, a + b)
        return _shares({left.person: leaves, right.person: comes}, (1 - still) * (1 - already))
    if left:
        return {left.person: rates.stays(left, draw.apart(left.day, day))}
    return {right.person: rates.stays(right, draw.apart(day, right.day))} if right else {}


def _another(one: _Event, other: _Event) -> bool:
    return bool(one.person and other.person) and one.person != other.person


def _shares(weights: dict[str, float], nobody: float) -> dict[str, float]:
    """Share a day among people by their weights, and nobody known by its."""
    whole = sum(weights.values()) + nobody
    if whole <= 0:
        # All on one day: one of them.
        return dict.fromkeys(weights, 1 / len(weights))
    return {person: weight / whole for person, weight in weights.items()}


def _draws(sightings: Sequence[Sighting]) -> list[_Draw]:
    return [_draw(sightings, number) for number in range(DRAWS)]


def _draw(sightings: Sequence[Sighting], number: int | None) -> _Draw:
    """Place every date in its window; `None` takes the middles and leaves nothing out."""
    away: dict[str, list[Span]] = defaultdict(list)
    for s in sightings:
        if s.away:
            away[s.person].append(s.away)
    places = _Places(number)
    sightings = [_without(s, away[s.person]) for s in sightings]
    seen = _seen(sightings, places)
    holders = {s.tenure: s for s in sightings}
    served = [
        (float(s.served[0]), float(s.served[1]), s.person)
        for s in sightings
        if s.served and s.person
    ]
    quiet: list[tuple[float, float]] = []
    events = [
        _Event(day, one.person, before=True, after=True, standing_in=one.standing_in)
        for tenure, days in seen.items()
        if (one := holders[tenure]).person
        for day in sorted(set(days))
    ]
    for tenure, told in _told(sightings, "start").items():
        day = places.choose(told)
        if day is None:
            continue
        one, days = holders[tenure], seen.get(tenure, [])
        day = min([day, *days])
        if not one.person and days:
            quiet.append((day, max(days)))
        events.append(_Event(day, one.person, False, bool(one.person), one.standing_in))
    for tenure, told in _told(sightings, "end").items():
        day = places.choose(told)
        if day is None:
            continue
        one = holders[tenure]
        day = max([day, *seen.get(tenure, [])])
        events.append(_Event(day, one.person, bool(one.person), False, one.standing_in))
    elsewhere = {
        person: sorted(float(day) for span in spans for day in span)
        for person, spans in away.items()
    }
    return _Draw(events, served, quiet, elsewhere)


def _without(sighting: Sighting, away: Sequence[Span]) -> Sighting:
    """Narrow the windows of a sighting to days on which its holder was not surely elsewhere."""
    if not away:
        return sighting
    return replace(
        sighting,
        glimpsed=sighting.glimpsed and _longest(sighting.glimpsed, away),
        start=sighting.start and _longest(sighting.start, away),
        end=sighting.end and _longest(sighting.end, away),
    )


def _longest(window: Span, away: Sequence[Span]) -> Span:
    """Give the longest part of a window outside spans; the whole where none is left."""
    parts, begin = [], window[0]
    for first, last in sorted(away):
        parts.append((begin, min(first - 1, window[1])))
        begin = max(begin, last + 1)
    parts.append((begin, window[1]))
    best = max(parts, key=lambda part: part[1] - part[0])
    return best if best[0] <= best[1] else window


def _seen(sightings: Sequence[Sighting], places: _Places) -> dict[str, list[float]]:
    """Place the days on which each tenure's holder is seen in post."""
    seen: dict[str, list[float]] = defaultdict(list)
    for s in sightings:
        if s.served:
            seen[s.tenure] += map(float, s.served)
        # A glimpse that is nothing but the told start or end is placed with that.
        if s.glimpsed and s.glimpsed not in (s.start, s.end):
            seen[s.tenure].append(places.place(s.glimpsed))
    return seen


@dataclass(frozen=True, slots=True)
class _Told:
    """One told start or end: its window, and the share of draws that leave it out."""

    window: Span
    errs: float


def _told(sightings: Sequence[Sighting], part: str) -> dict[str, list[_Told]]:
    """Gather each tenure's told starts or ends, and what was announced where it tells more."""
    told: dict[str, list[_Told]] = defaultdict(list)
    plans: dict[str, list[_Told]] = defaultdict(list)
    for s in sightings:
        window, plan = (s.start, s.planned_start) if part == "start" else (s.end, s.planned_end)
        if window:
            told[s.tenure].append(_Told(window, ERRS))
        elif plan:
            plans[s.tenure].append(_Told((plan[0], plan[1] + PLAN_SLIPS), PLAN_ERRS))
    return {
        tenure: [*told[tenure], *(plan for plan in plans[tenure] if _adds(plan, told[tenure]))]
        for tenure in sorted({*told, *plans})
    }


def _adds(plan: _Told, told: Sequence[_Told]) -> bool:
    """Tell whether what was announced is more exact than all that is told, and agrees with it."""
    first, last = plan.window
    return all(
        begin <= last and first <= end and last - first < end - begin
        for begin, end in (one.window for one in told)
    )


class _Places:
    """Places dates in their windows, a different way in each draw, evenly over all draws."""

    def __init__(self, number: int | None) -> None:
        self._number = number
        self._item = 0

    def share(self) -> float:
        """Give the next number between 0 and 1."""
        self._item += 1
        if self._number is None:
            return 0.5
        return ((self._number + 0.5) / DRAWS * 7 + self._item * _GOLDEN) % 1.0

    def place(self, window: Span) -> float:
        return window[0] + (window[1] - window[0]) * self.share()

    def choose(self, told: Sequence[_Told]) -> float | None:
        """Place the most exact of told dates, or one that contradicts it; None leaves them out."""
        ordered = sorted(told, key=lambda one: (one.window[1] - one.window[0], one.window))
        best = ordered[0]
        pool = [best] + [
            one for one in ordered[1:]
            if one.window[1] < best.window[0] or best.window[1] < one.window[0]
        ]  # fmt: skip
        pick, trust = self.share(), self.share()
        one = pool[min(int(pick * len(pool)), len(pool) - 1)]
        agreed = len(ordered) > len(pool)
        day = self.place(one.window)
        if self._number is not None and not agreed and trust < one.errs:
            return None
        return day


def estimate(posts: Iterable[Post]) -> Rates:
    """Estimate the rates of a role from all its posts, by maximum likelihood.

    Each pair of neighbouring days on which somebody is seen in post tells: the same person, no
    change in the time between (exp(-λg)); another, at least one (1-exp(-λg)). Told starts and ends
    are left out here: people write of posts when they change, which would show too many changes.
    """
    gaps: dict[bool, list[tuple[float, bool]]] = {False: [], True: []}
    triples: list[tuple[float, bool, bool]] = []
    for post in posts:
        draw = post.middle
        if draw is None:
            continue
        seen = [e for e in draw.events if e.person and e.before and e.after]
        for one, other in pairwise(seen):
            gap = draw.apart(one.day, other.day) / YEAR
            gaps[one.standing_in].append((gap, other.person == one.person))
        triples += [
            (draw.apart(a.day, c.day) / YEAR, a.standing_in, b.person == a.person)
            for a, b, c in zip(seen, seen[1:], seen[2:], strict=False)
            if a.person == c.person
        ]
    changes, interval = _rate(gaps[False])
    stand_in, stand_in_interval = _rate(gaps[True])
    rates = Rates(changes, stand_in, 0.05, interval, stand_in_interval)
    return replace(rates, returns=_returns(triples, rates))


def _rate(gaps: Sequence[tuple[float, bool]]) -> tuple[float, tuple[float, float]]:
    """Find the most likely rate and its 95 % interval, on the scale of its logarithm."""

    def score(rate: float) -> float:
        total = _PRIOR_CHANGES * log(rate) - rate * _PRIOR_YEARS
        for gap, stayed in gaps:
            if stayed:
                total -= rate * gap
            elif gap > 0:
                total += log(1 - exp(-rate * gap))
        return total

    low, high = log(0.01), log(20.0)
    for _ in range(50):
        one, two = low + (high - low) / 3, high - (high - low) / 3
        if score(exp(one)) < score(exp(two)):
            low = one
        else:
            high = two
    best, step = (low + high) / 2, 0.05
    bend = score(exp(best + step)) - 2 * score(exp(best)) + score(exp(best - step))
    error = step / sqrt(-bend) if bend < 0 else 1.0
    return exp(best), (exp(best - 1.96 * error), exp(best + 1.96 * error))


def _returns(triples: Sequence[tuple[float, bool, bool]], rates: Rates) -> float:
    """Find the most likely chance of return, by who is seen between two sightings of somebody."""

    def score(chance: float) -> float:
        total = 0.0
        for gap, standing_in, same in triples:
            rate = rates.stand_in_changes if standing_in else rates.changes
            stay = exp(-rate * gap)
            share = stay / (stay + chance * (1 - stay))
            total += log(max(share if same else 1 - share, 1e-9))
        return total

    tries = [0.002 * 1.25**step for step in range(25)]
    return max(tries, key=score) if triples else rates.returns
