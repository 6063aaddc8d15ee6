"""Invented histories of one post, and honest rows that sources might have about them.

A history is stretches: one person in one capacity from a first to a last day. The appointed
holders, and those who stand in while nobody is appointed, follow each other; a handover may be on
one day. Two may share the post. Somebody may stand in while the appointed holder is away, and
stays at most until the next is appointed.

Honest rows follow what the fact tables assume of sources:

* a row's service is unbroken, in one stretch or in several of one person that join;
* who stands in for somebody away, and who shares the post, is told as such;
* a day on which a source sees the appointed holder is no day on which somebody stands in;
* sources that say since when but not in which capacity mean the same beginning, either of the
  person's time in the post or of the last appointment in it, and those that say until when mean
  the end of it all;
* nobody comes back in the same capacity within a year;
* what a source tells as past had happened by its date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store, Triple

from ofsted_graph import resources
from ofsted_graph.build.attestations import Attestation, attestation
from ofsted_graph.build.fact_triples import inspections
from ofsted_graph.build.rules import quads, read_rules, run_rules
from ofsted_graph.build.tenure_triples import postings
from ofsted_graph.build.tenures import Tenure, group
from ofsted_graph.facts.fact_tables import TABLES
from ofsted_graph.facts.inspection_days import inspection_days
from ofsted_graph.vocab import OFG, thing
from ofsted_graph.words import read_words

ROLE = "director-of-childrens-services"
COUNCIL = "borchester"
DAY = dt.timedelta(days=1)
YEAR = 366 * DAY
BEGINNING = dt.date(2014, 11, 1)
NAMES = ("Ada Archer", "Ben Bull", "Cat Carter")
WORDS = read_words(resources.ontology())
RULES = read_rules(resources.ontology() / "rules")


@dataclass(frozen=True, repr=False)
class Stretch:
    """One person in one capacity, from a first to a last day, both in post."""

    person: str
    capacity: str
    first: dt.date
    last: dt.date
    joint: bool = False
    cover: bool = False
    named: bool = True

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))

    def __repr__(self) -> str:
        kinds = " ".join(k for k in ("joint", "cover") if getattr(self, k))
        return f"<{self.person} {self.capacity} {self.first}..{self.last} {kinds}>"


@dataclass(frozen=True)
class History:
    """The truth about one post."""

    stretches: tuple[Stretch, ...]
    whole_runs: bool

    def run(self, stretch: Stretch) -> list[Stretch]:
        """Give the person's stretches that join with this one, where nobody stands in."""
        if stretch.joint or stretch.cover:
            return [stretch]
        own = sorted(
            (s for s in self.stretches if s.person == stretch.person and not s.joint | s.cover),
            key=lambda s: s.first,
        )
        run = [stretch]
        for one in own[own.index(stretch) + 1 :]:
            if one.first > run[-1].last + DAY:
                break
            run.append(one)
        for one in reversed(own[: own.index(stretch)]):
            if run[0].first > one.last + DAY:
                break
            run.insert(0, one)
        return run

    def goes_on(self, run: list[Stretch]) -> tuple[bool, bool]:
        """Tell whether the person of a run shared the post or stood in right before and after."""
        others = [s for s in self.stretches if s.person == run[0].person and s not in run]
        return (
            any(s.last <= run[0].first <= s.last + DAY for s in others),
            any(s.first - DAY <= run[-1].last <= s.first for s in others),
        )

    def away(self, stretch: Stretch) -> list[Stretch]:
        """Give who stood in while this one held the post."""
        if stretch.cover:
            return []
        return [
            s
            for s in self.stretches
            if s.cover and s.first < stretch.last and stretch.first < s.last
        ]

    def held(self, person: str, begin: dt.date, finish: dt.date) -> bool:
        """Tell whether a person was in post on each of those days."""
        day = begin
        while day <= finish:
            ends = [
                s.last for s in self.stretches if s.person == person and s.first <= day <= s.last
            ]
            if not ends:
                return False
            day = max(ends) + DAY
        return True


@dataclass(frozen=True, repr=False)
class Told:
    """An honest row, the date of its source, and the stretches that it is about."""

    row: dict[str, str] = field(hash=False)
    date: str
    about: tuple[Stretch, ...]

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))

    def __repr__(self) -> str:
        said = {k: v for k, v in self.row.items() if v and k not in {"role", "organisation"}}
        return f"<{said} told {self.date or 'undated'}, about {self.about}>"


def days_between(low: dt.date, high: dt.date) -> st.SearchStrategy[dt.date]:
    """Draw a day, both ends included and favoured."""
    return st.integers(0, (high - low).days).map(lambda n: low + n * DAY)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw the true history of a post."""
    stretches: list[Stretch] = []
    day = BEGINNING + draw(st.integers(0, 200)) * DAY
    covered_until = BEGINNING
    for _ in range(draw(st.integers(2, 5))):
        person = draw(st.sampled_from(NAMES))
        kind = draw(st.sampled_from(["permanent", "permanent", "interim", "acting", "joint"]))
        capacity = "permanent" if kind == "joint" else kind
        before = stretches[-1] if stretches else None
        gap = draw(st.sampled_from([0, 0, 1, 1, 2, 30, 400])) if before else 0
        first = day + gap * DAY
        if capacity != "permanent":
            first = max(first, covered_until)
        person = _rested(stretches, person, capacity, first, shares=kind == "joint")
        last = first + draw(st.sampled_from([1, 3, 40, 200, 400])) * DAY
        named = draw(st.sampled_from([True] * 6 + [False]))
        if kind == "joint":
            middle = sorted(draw(st.tuples(*[days_between(first, last)] * 2)))
            others = [Stretch(person, capacity, first, last), *stretches]
            other = draw(st.sampled_from(NAMES))
            other = _rested(others, other, capacity, middle[0], shares=True)
            stretches.append(Stretch(person, capacity, first, middle[1], joint=True, named=named))
            stretches.append(Stretch(other, capacity, middle[0], last, joint=True))
        else:
            stretches.append(Stretch(person, capacity, first, last, named=named))
            if kind == "permanent" and (last - first).days > 3 and draw(st.booleans()):
                begun = max(draw(days_between(first, last - DAY)), covered_until)
                over = draw(days_between(begun + DAY, last + 30 * DAY)) if begun < last else begun
                kind = draw(st.sampled_from(["interim", "acting"]))
                helper = _rested(stretches, draw(st.sampled_from(NAMES)), kind, begun)
                if begun < last:
                    stretches.append(Stretch(helper, kind, begun, over, cover=True))
                    covered_until = over
                    last = max(last, over)
        day = last
    return History(tuple(stretches), draw(st.booleans()))


def _rested(
    stretches: list[Stretch], person: str, capacity: str, first: dt.date, *, shares: bool = False
) -> str:
    """Give the person, or the next one who can come then: nobody comes back within a year.

    Who goes on in another capacity does not come back. Between a shared post and one's own that is
    not on one day, for a source that sees somebody on a day on which they share tells so.
    """
    everybody = [*NAMES[NAMES.index(person) :], *NAMES, *(f"{n} Junior" for n in NAMES)]
    everybody += [f"Newcomer {'I' * n}" for n in range(1, 20)]
    return next(
        one
        for one in everybody
        if all(
            s.person != one
            or s.last + YEAR < first
            or (
                s.capacity != capacity
                and s.last <= first <= s.last + DAY
                and (s.last < first or not (s.joint or shares))
            )
            for s in stretches
        )
        and not any(
            s.person == one and s.capacity == capacity and first <= s.last + YEAR for s in stretches
        )
    )


def _month(day: dt.date) -> str:
    return f"{day:%Y-%m}"


@st.composite
def statements(draw: st.DrawFn, day: dt.date, *, by_then: bool = True) -> str:
    """Draw an EDTF statement that is true of a day."""
    near = draw(st.integers(-7, 7)) * DAY
    months = draw(st.sampled_from([-25, 0, 25])) * DAY
    forms = [
        day.isoformat(), day.isoformat(), _month(day), f"{day:%Y}",
        f"{(day + near).isoformat()}~", f"{_month(day + months)}~", f"{day.year}~",
        f"[{day - draw(st.integers(0, 60)) * DAY}..{day + draw(st.integers(0, 60)) * DAY}]",
        f"{_month(day - 40 * DAY)}/{day.isoformat()}",
    ]  # fmt: skip
    if by_then:
        forms += [f"../{_month(day)}", f"{_month(day)}/.."]
    return draw(st.sampled_from(forms))


@dataclass(frozen=True, repr=False)
class Visit:
    """An inspection: the row that tells of it, and its true first and last day."""

    row: dict[str, str] = field(hash=False)
    first: dt.date
    last: dt.date

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))

    def __repr__(self) -> str:
        return f"<{self.row['inspection']} {self.first}..{self.last}>"


Visits = list[Visit]


@st.composite
def visits(draw: st.DrawFn) -> Visits:
    """Draw inspections."""
    found = {}
    for _ in range(draw(st.integers(1, 6))):
        first = BEGINNING + draw(st.integers(0, 1500)) * DAY
        last = first + draw(st.sampled_from([0, 3, 24])) * DAY
        form = draw(st.sampled_from(["days", "days", "month", "month of the end"]))
        started = first.isoformat() if form != "month" else _month(first)
        ended = last.isoformat() if form == "days" else _month(last)
        name = f"{COUNCIL}.ilacs.{started}"
        row = dict.fromkeys(TABLES["inspections"], "") | {
            "inspection": name, "council": COUNCIL, "framework": "ilacs-standard",
            "started": started, "ended": ended, "source": "statistics", "locator": "row 2",
        }  # fmt: skip
        found[name] = Visit(row, first, last)
    return list(found.values())


def _seen_days(history: History, touched: list[Stretch]) -> list[tuple[dt.date, dt.date]]:
    """Give the periods of some joined stretches in which nobody stood in for the holder."""
    free = []
    for stretch in touched:
        begin = stretch.first
        for cover in sorted(history.away(stretch), key=lambda s: s.first):
            if begin <= cover.first:
                free.append((begin, cover.first))
            begin = max(begin, cover.last)
        if begin <= stretch.last:
            free.append((begin, stretch.last))
    joined: list[tuple[dt.date, dt.date]] = []
    for begin, finish in sorted(free):
        if (
            joined
            and joined[-1][1] < begin <= joined[-1][1] + DAY
            and not any(s.first < begin < s.last for t in touched for s in history.away(t))
        ):
            joined[-1] = (joined[-1][0], finish)
        else:
            joined.append((begin, finish))
    return joined


def _within(run: list[Stretch], at: int, begin: dt.date, finish: dt.date) -> list[int]:
    """Tell which of some joined stretches a period is about; a shared day is about one of them."""
    there = [i for i, s in enumerate(run) if s.first <= finish and begin <= s.last]
    if begin == finish:
        return [at] if at in there else there[:1]
    shared = {s.first for s in run} & {s.last for s in run}
    begins = {i for i in there if run[i].first == finish and finish in shared}
    ends = {i for i in there if run[i].last == begin and begin in shared}
    return [i for i in there if i not in begins | ends] or there


@st.composite
def _sights(
    draw: st.DrawFn, history: History, touched: list[Stretch], known: Visits
) -> tuple[str, dt.date, dt.date]:
    """Draw what a source sees of some joined stretches, and the true first and last day of it."""
    begin, finish = draw(st.sampled_from(_seen_days(history, touched)))
    a, b = sorted(draw(st.tuples(days_between(begin, finish), days_between(begin, finish))))
    at_visit = [visit for visit in known if begin <= visit.first and visit.last <= finish]
    kind = draw(st.sampled_from(["day", "day", "period", "some day", "visit"]))
    if kind == "visit" and at_visit:
        visit = draw(st.sampled_from(at_visit))
        return visit.row["inspection"], visit.first, visit.last
    if kind == "period":
        return f"{a}/{b}", a, b
    if kind == "some day":
        vague = [_month(a), f"{a.year}", f"[{a - 20 * DAY}..{a + 9 * DAY}]"]
        return draw(st.sampled_from(vague)), a, a
    return a.isoformat(), a, a


PARTS = ("seen", "seen", "seen", "start", "start seen", "end", "start end", "end seen")
"""What a row states; most sources only see somebody."""


@st.composite
def honest_rows(draw: st.DrawFn, history: History, known: Visits) -> Told:
    """Draw a row that an honest source might have."""
    stretch = draw(st.sampled_from(history.stretches))
    parts = draw(st.sampled_from(PARTS)).split()
    run = history.run(stretch)
    before, after = history.goes_on(run)
    # Nobody can say before the last appointment that the holder has been there since then.
    early = not history.whole_runs and stretch != run[-1]
    unclear = ("start" in parts and (before or early)) or ("end" in parts and after)
    says = stretch.cover or unclear or draw(st.booleans())
    run = [stretch] if says else run
    at = run.index(stretch)
    first = 0 if history.whole_runs else at
    last = len(run) - 1 if "end" in parts else at
    row = dict.fromkeys(TABLES["tenures"], "")
    row |= {"role": ROLE, "organisation": COUNCIL, "locator": "page 1", "source": "source-x"}
    row["capacity"] = stretch.capacity if says else ""
    row["joint"] = "yes" if stretch.joint else ""
    within: list[int] = []
    if "seen" in parts:
        touched = run[first : last + 1] if "start" in parts else run[: last + 1]
        row["seen"], begin, finish = draw(_sights(history, touched, known))
        within = _within(run, at, begin, finish)
        if begin == finish and parts == ["end", "seen"]:
            within = [i for i, s in enumerate(run) if s.first <= finish <= s.last][-1:]
    opening = first if "start" in parts else min(within, default=last)
    closing = last if "end" in parts else max(within, default=opening)
    if "start" in parts:
        row["start"] = draw(statements(run[opening].first))
    if "end" in parts:
        row["end"] = draw(statements(run[closing].last))
    happened = [run[opening].first] + ([finish] if within else [])
    date = max(happened + ([run[closing].last] if "end" in parts else []))
    date += draw(st.sampled_from([0, 1, 50])) * DAY
    told = draw(st.sampled_from(["", date.isoformat(), _month(date), f"{date.year}"]))
    if stretch.named and draw(st.sampled_from([True, True, True, False])):
        row["person"] = stretch.person
    elif draw(st.booleans()):
        # Rows of one source that mark an unnamed person tell of one person.
        row |= {"person": "?holder", "source": f"source-{person_of(stretch.person)}"}
    return Told(row, told, tuple(run[opening : closing + 1]))


@st.composite
def cases(draw: st.DrawFn) -> tuple[History, Visits, list[Told]]:
    """Draw a history, inspections, and honest rows, no two of which are the same."""
    history = draw(histories())
    known = draw(visits())
    rows = draw(st.lists(honest_rows(history, known), min_size=2, max_size=9))
    unique = {tuple(sorted(told.row.items())): told for told in rows}
    return history, known, list(unique.values())


def person_of(name: str) -> str:
    """Give a person's identifier."""
    return name.lower().replace(" ", "-")


def attested_rows(
    rows: Iterable[dict[str, str]], visits: Iterable[dict[str, str]], told: str = ""
) -> list[Attestation]:
    """Work out what each row says by itself; `told` is the date of their source."""
    days = inspection_days(visits)
    return [
        attestation(
            row,
            person="" if row["person"][:1] in {"", "?"} else person_of(row["person"]),
            told=told,
            inspections=days,
        )
        for row in rows
    ]


def attested(told: list[Told], known: Visits) -> list[Attestation]:
    """Work out what each honest row says by itself."""
    rows = [visit.row for visit in known]
    return [one for each in told for one in attested_rows([each.row], rows, each.date)]


def grouped(told: list[Told], known: Visits) -> list[Tenure]:
    """Sort honest rows into tenures."""
    return group(attested(told, known), one_holder=WORDS.one_holder)


def concluded(
    tenures: Iterable[Tenure],
    visits: Iterable[dict[str, str]],
    others: Iterable[Triple] = (),
) -> Store:
    """Run the rules on tenures, inspections and other triples."""
    store = Store()
    store.extend(quads(WORDS.triples))
    store.extend(quads(inspections(list(visits), {"statistics": "statistics"})))
    store.extend(quads(postings(tenures)))
    store.extend(quads(others))
    run_rules(store, RULES)
    return store


def bounds(store: Store, tenure: str) -> dict[str, dt.date]:
    """Give the bounds that stand on a tenure, by name; one that is not there is open."""
    found: dict[str, dt.date] = {}
    for name in ("earliestStart", "latestStart", "earliestEnd", "latestEnd"):
        days = [
            quad.object
            for quad in store.quads_for_pattern(
                thing("tenure", tenure), getattr(OFG, name), None, None
            )
        ]
        if days:
            (day,) = days
            assert isinstance(day, Literal)
            found[name] = dt.date.fromisoformat(day.value)
    return found


def in_post(store: Store, term: NamedNode) -> set[tuple[str, str]]:
    """Give the pairs of tenure and inspection that a relation joins, by their path names."""
    return {
        (
            str(q.subject).strip("<>").rpartition("/")[2],
            str(q.object).strip("<>").rpartition("/")[2],
        )
        for q in store.quads_for_pattern(None, term, None, None)
    }
