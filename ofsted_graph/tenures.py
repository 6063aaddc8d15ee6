"""From glimpses to tenures: which attestations tell of the same holding of a post.

A source shows somebody in a post on a day, or tells when they came or went. This module sorts such
attestations into tenures; the dates of a tenure are then bounded by the rules in `ontology/rules`.
It works post by post (one role at one council) in four steps:

1. *Names for the unnamed.* "The director has been in post since March 2016" names nobody. Where
   the role has one holder at a time and exactly one named person surely held it on a day that the
   unnamed holder surely held it too, that is the name. Nothing less gives a name.
2. *Spells.* A person's attestations in a post are one spell unless somebody else surely held the
   post in between, or one source has them leave before another has them come. (A joint, interim
   or acting holder in
   between proves nothing: the appointed one may have been away.)
3. *Capacities.* A spell is one tenure per capacity. An attestation that does not say the capacity
   belongs to the permanent tenure if that had begun, to a tenure whose service surely covers it,
   or else to a tenure of unsaid capacity.
4. *The unnamed rest.* Attestations without a name are one tenure where their unbroken service
overlaps.

What is certain about a day is decided elsewhere and needs unbroken service told by one source;
that two glimpses belong to one tenure never makes the time between them certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from ofsted_graph.attesting import Attestation, first_day, last_day
from ofsted_graph.dates import Window, precision, window
from ofsted_graph.model import slug

STANDING_IN = frozenset({"interim", "acting"})
"""Capacities in which a second holder may serve beside the appointed one."""


@dataclass(frozen=True)
class Tenure:
    """Attestations of one holding of a post in one capacity."""

    name: str
    person: str
    role: str
    organisation: str
    capacity: str
    attestations: tuple[Attestation, ...]

    def said(self, column: str) -> tuple[str, ...]:
        """Give the sources' most exact word for the start or end, or all words that clash."""
        words = sorted({a.row[column] for a in self.attestations} - {""})
        if all(window(a).meets(window(b)) for a in words for b in words):
            return tuple(sorted(words, key=lambda word: (precision(word), word))[:1])
        return tuple(words)


def group(attestations: Iterable[Attestation], *, one_holder: frozenset[str]) -> list[Tenure]:
    """Sort attestations into tenures, in a stable order; `one_holder` lists such roles."""
    posts: dict[tuple[str, str], list[Attestation]] = defaultdict(list)
    for one in sorted(attestations, key=lambda a: (a.organisation, a.role, a.moment, a.key)):
        posts[one.organisation, one.role].append(one)
    tenures: list[Tenure] = []
    for (_, role), told in posts.items():
        exclusive = role in one_holder
        named = _give_names(told) if exclusive else told
        tenures += _named_tenures([a for a in named if a.person], exclusive=exclusive)
        tenures += _unnamed_tenures([a for a in named if not a.person])
    return [_settled(tenure) for tenure in tenures]


def _give_names(told: Sequence[Attestation]) -> list[Attestation]:
    """Name the unnamed holders of a post with one holder, until no more can be named."""
    current = list(told)
    while True:
        following = [one if one.person else _named(one, current) for one in current]
        if following == current:
            return current
        current = following


def _named(unnamed: Attestation, others: Sequence[Attestation]) -> Attestation:
    """Give an unnamed attestation its name if exactly one person surely served on a shared day."""
    same_source = [
        o for o in others if unnamed.alias and o.alias == unnamed.alias and o.person
        and o.row["source"] == unnamed.row["source"]
    ]  # fmt: skip
    matches = same_source or [
        o
        for o in others
        if o.person and not o.joint and not unnamed.joint and _overlap(o, unnamed)
        and (o.capacity in STANDING_IN) == (unnamed.capacity in STANDING_IN)
    ]  # fmt: skip
    if len({o.person for o in matches}) != 1:
        return unnamed
    return replace(unnamed, person=matches[0].person, name_from=matches[0].key)


def _overlap(one: Attestation, other: Attestation) -> bool:
    """Tell whether both surely served on some same day."""
    if one.service is None or other.service is None:
        return False
    return one.service[0] <= other.service[1] and other.service[0] <= one.service[1]


def _settled(tenure: Tenure) -> Tenure:
    """Where sources give a tenure's start or end differently, let each window hold all of them.

    Otherwise the bounds would cross, and one source would win without a word.
    """
    start = _clash([one.start for one in tenure.attestations])
    end = _clash([one.end for one in tenure.attestations])
    if start is None and end is None:
        return tenure
    return replace(
        tenure, attestations=tuple(_widened(one, start, end) for one in tenure.attestations)
    )


def _clash(said: Sequence[Window | None]) -> Window | None:
    """Give the hull of windows of which some two do not meet; None if all agree."""
    windows = [when for when in said if when]
    if all(a.meets(b) for a in windows for b in windows):
        return None
    return reduce(Window.hull, windows)


def _widened(one: Attestation, start: Window | None, end: Window | None) -> Attestation:
    """Let an attestation say no more of a start or end than all sources together do."""
    shown_from, shown_to = one.shown or (None, None)
    if start and start.last:
        shown_from = max(shown_from, start.last) if shown_from else None
    if end and end.first:
        shown_to = min(shown_to, end.first) if shown_to else None
    return replace(
        one,
        start_not_before=first_day(start) if start and one.start else one.start_not_before,
        start_not_after=last_day(start) if start and one.start else one.start_not_after,
        end_not_before=first_day(end) if end and one.end else one.end_not_before,
        end_not_after=last_day(end) if end and one.end else one.end_not_after,
        shown=(shown_from, shown_to) if shown_from and shown_to else None,
    )


def _named_tenures(named: Sequence[Attestation], *, exclusive: bool) -> Iterator[Tenure]:
    """Make the tenures of the people named in one post."""
    by_person: dict[str, list[Attestation]] = defaultdict(list)
    for one in named:
        by_person[one.person].append(one)
    for person, told in sorted(by_person.items()):
        others = [o for o in named if o.person != person] if exclusive else []
        for number, spell in enumerate(_spells(told, others), start=1):
            for capacity, members in sorted(_capacities(spell).items()):
                first = members[0]
                parts = [first.organisation, first.role, person, capacity]
                parts.append(str(number) if number > 1 else "")
                yield Tenure(
                    name=".".join(part for part in parts if part),
                    person=person,
                    role=first.role,
                    organisation=first.organisation,
                    capacity=capacity,
                    attestations=tuple(members),
                )


def _spells(told: Sequence[Attestation], others: Sequence[Attestation]) -> list[list[Attestation]]:
    """Split one person's attestations, in order of time, where they surely left and came back."""
    spells: list[list[Attestation]] = []
    for one in told:
        if spells and not any(_parted(before, one, others) for before in _ends(spells[-1])):
            spells[-1].append(one)
        else:
            spells.append([one])
    return spells


def _ends(spell: Sequence[Attestation]) -> list[Attestation]:
    """Give the attestations of a spell that reach furthest; those before them need no comparing."""
    reach = max(one.last for one in spell)
    return [one for one in spell if one.last == reach or one.end is not None]


def _parted(before: Attestation, after: Attestation, others: Sequence[Attestation]) -> bool:
    """Tell whether somebody surely held the post between two attestations of one person."""
    left, came = before.end_not_after, after.start_not_before
    if left and came and left < came:
        return True
    return any(
        o.shown is not None
        and not o.joint
        and o.capacity not in STANDING_IN
        and before.last < min(o.shown)
        and max(o.shown) < after.moment
        for o in others
    )


def _capacities(spell: Sequence[Attestation]) -> dict[str, list[Attestation]]:
    """Divide a spell by capacity, placing what does not say one where it surely belongs."""
    parts: dict[str, list[Attestation]] = defaultdict(list)
    for one in spell:
        if one.capacity:
            parts[one.capacity].append(one)
    for one in spell:
        if not one.capacity:
            parts[_home(one, parts)].append(one)
    return parts


def _home(one: Attestation, parts: Mapping[str, Sequence[Attestation]]) -> str:
    """Find the capacity of an attestation that does not say it; empty where that is unsure."""
    appointed = parts.get("permanent")
    if appointed and one.moment >= min(a.moment for a in appointed):
        return "permanent"
    covering = {
        capacity
        for capacity, members in parts.items()
        if capacity
        for a in members
        if a.service and one.shown and a.service[0] <= min(one.shown)
        and max(one.shown) <= a.service[1]
    }  # fmt: skip
    return covering.pop() if len(covering) == 1 else ""


def _unnamed_tenures(unnamed: Sequence[Attestation]) -> Iterator[Tenure]:
    """Join attestations without a name where their unbroken service overlaps."""
    groups: list[list[Attestation]] = []
    for one in unnamed:
        for members in groups:
            if any(o.capacity == one.capacity and _overlap(o, one) for o in members):
                members.append(one)
                break
        else:
            groups.append([one])
    used: set[str] = set()
    for members in groups:
        first = members[0]
        since = slug(first.row["start"] or first.row["seen"] or first.row["end"])
        parts = [first.organisation, first.role, f"unnamed-{since}", first.capacity]
        name = ".".join(part for part in parts if part)
        if name in used:
            name += f".{first.key.rpartition('.')[2]}"
        used.add(name)
        yield Tenure(
            name, "", first.role, first.organisation, first.capacity, tuple(members)
        )  # fmt: skip
