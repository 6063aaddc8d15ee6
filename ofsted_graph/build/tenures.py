"""From glimpses to tenures: which attestations tell of the same holding of a post.

A source shows somebody in a post on a day, or tells when they came or went. This module sorts such
attestations into tenures; the dates of a tenure are then bounded by the rules in `ontology/rules`.
It works post by post (one role at one council) in five steps:

1. *Names for the unnamed.* "The director has been in post since March 2016" names nobody. Where
   the role has one holder at a time and exactly one named person surely held it on a day that the
   unnamed holder surely held it too, that is the name. Nothing less gives a name; two people may
   both be in post on the day on which one follows the other.
2. *Spells.* A person's attestations in a post are one spell unless somebody else surely held the
   post in between, or one source has them leave before another has them come, or what sources
   say of one capacity lies more than a year apart. (A joint, interim or acting holder in between
   proves nothing: the appointed one may have been away.)
3. *Capacities.* A spell is one tenure per capacity. An attestation that does not say the capacity
   belongs to the permanent tenure if that had surely begun, or to a tenure whose service surely
   covers it, as long as nothing it says goes beyond that tenure; or else to a tenure of unsaid
   capacity.
4. *The unnamed rest.* Attestations without a name are one tenure where they surely tell of the
   same holder.
5. *Clashes.* Where sources of one tenure contradict each other, what each says is widened until
   all can be true.

What this takes for granted of sources: who stands in for somebody who is away, and who shares a
post, is told as such; nobody who stands in is in post on a day on which the appointed holder is
seen there; nobody leaves a post and comes back to it in the same capacity within a year; and a
source that says since when, but not in which capacity, means since the person came or since the
appointment, as other such sources on that person do.

What is certain about a day is decided elsewhere and needs unbroken service told by one source;
that two glimpses belong to one tenure never makes the time between them certain.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ofsted_graph.build.attestations import Attestation
from ofsted_graph.dates import Window, precision, window
from ofsted_graph.model import slug

STANDING_IN = frozenset({"interim", "acting"})
"""Capacities in which a second holder may serve beside the appointed one."""
AWAY = dt.timedelta(days=366)
"""How far apart sources may date one start or end before they are taken to tell of two; the rule
`as-told` goes by the same year.
"""


@dataclass(frozen=True)
class Tenure:
    """Attestations of one holding of a post in one capacity."""

    name: str
    person: str
    role: str
    organisation: str
    capacity: str
    attestations: tuple[Attestation, ...]

    def seen(self) -> tuple[str, str]:
        """Give the first and the last time a source sees the holder in post, in EDTF.

        A window ("2023-01~") is given as the source tells it, because no day in it is known; what
        only follows from a told start or end is no sighting, and gives an empty text.
        """
        firsts, lasts = [], []
        for one in self.attestations:
            if one.service:
                firsts.append((one.service[0], one.service[0].isoformat()))
                lasts.append((one.service[1], one.service[1].isoformat()))
            elif one.shown and one.row["seen"] and not one.during:
                firsts.append((one.shown[0], one.row["seen"]))
                lasts.append((one.shown[1], one.row["seen"]))
        return min(firsts, default=(None, ""))[1], max(lasts, default=(None, ""))[1]

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
        tenures += _unnamed_tenures([a for a in named if not a.person], exclusive=exclusive)
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
        if o.person and not o.joint and not unnamed.joint and _together(o, unnamed)
        and (o.capacity in STANDING_IN) == (unnamed.capacity in STANDING_IN)
    ]  # fmt: skip
    if len({o.person for o in matches}) != 1:
        return unnamed
    return replace(unnamed, person=matches[0].person, name_from=matches[0].key)


def _together(one: Attestation, other: Attestation) -> bool:
    """Tell whether both surely served on some same day that was not the last of one of them."""
    if one.service is None or other.service is None:
        return False
    return one.service[0] < other.service[1] and other.service[0] < one.service[1]


def _settled(tenure: Tenure) -> Tenure:
    """Where sources contradict each other about a tenure, let what each says hold both.

    Otherwise the bounds would cross, and one source would win without a word.
    """
    settled = []
    for one in tenure.attestations:
        begun, over = one.begun, one.over
        for other in tenure.attestations:
            begun = begun if one.begun.meets(other.begun) else begun.hull(other.begun)
            over = over if one.over.meets(other.over) else over.hull(other.over)
        settled.append(
            replace(
                one,
                start_not_before=begun.first,
                start_not_after=begun.last,
                end_not_before=over.first,
                end_not_after=over.last,
            )
        )
    return replace(tenure, attestations=tuple(settled))


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
        if spells and not any(_parted(before, one, others) for before in spells[-1]):
            spells[-1].append(one)
        else:
            spells.append([one])
    return spells


def _parted(before: Attestation, after: Attestation, others: Sequence[Attestation]) -> bool:
    """Tell whether two attestations of one person are of two holdings."""
    if _together(before, after):
        return False
    if before.capacity == after.capacity and (
        _apart(before.begun, after.begun) or _apart(before.over, after.over)
    ):
        return True
    left, came = before.end_not_after, after.start_not_before
    if left and came and left + dt.timedelta(days=1) < came:
        return True
    return any(
        o.shown is not None
        and not o.joint
        and o.capacity not in STANDING_IN
        and before.last < min(o.shown)
        and max(o.shown) < after.moment
        for o in others
    )


def _apart(one: Window, other: Window) -> bool:
    """Tell whether two windows lie too far apart to be of one event."""
    early, late = sorted((one, other), key=lambda when: when.first or dt.date.min)
    return bool(early.last and late.first and early.last + AWAY < late.first)


def _capacities(spell: Sequence[Attestation]) -> dict[str, list[Attestation]]:
    """Divide a spell by capacity, placing what does not say one where it surely belongs."""
    parts: dict[str, list[Attestation]] = defaultdict(list)
    for one in spell:
        if one.capacity:
            parts[one.capacity].append(one)
    homes = [(_home(one, parts), one) for one in spell if not one.capacity]
    for capacity, one in homes:
        parts[capacity].append(one)
    return parts


def _home(one: Attestation, parts: Mapping[str, Sequence[Attestation]]) -> str:
    """Find the capacity of an attestation that does not say it; empty where that is unsure."""
    fitting = {
        capacity: members
        for capacity, members in parts.items()
        if _fits(one, members, appointed=capacity == "permanent")
    }
    appointed = [a.start_not_after for a in fitting.get("permanent", []) if a.start_not_after]
    if appointed and one.moment >= min(appointed):
        return "permanent"
    covering = {
        capacity
        for capacity, members in fitting.items()
        for a in members
        if a.service and one.shown and a.service[0] <= min(one.shown)
        and max(one.shown) <= a.service[1]
    }  # fmt: skip
    return covering.pop() if len(covering) == 1 else ""


def _fits(one: Attestation, members: Sequence[Attestation], *, appointed: bool) -> bool:
    """Tell whether what an attestation says can be true of a tenure and goes no further.

    A start or end told without the capacity may be that of a longer time in the post; only an
    appointed holder's end is taken to be the end of it.
    """
    starts = [a.start_not_before for a in members if a.start_not_before]
    ends = [a.end_not_after for a in members if a.end_not_after]
    came, left = one.start_not_before, one.end_not_after
    if one.row["start"] and not (came and starts and came >= max(starts)):
        return False
    if one.row["end"] and (ends or not appointed) and not (left and ends and left <= min(ends)):
        return False
    return all(one.begun.meets(a.begun) and one.over.meets(a.over) for a in members)


def _unnamed_tenures(unnamed: Sequence[Attestation], *, exclusive: bool) -> Iterator[Tenure]:
    """Join attestations without a name where they surely tell of the same holder."""
    groups: list[list[Attestation]] = []
    for one in unnamed:
        for members in groups:
            if any(_same_holder(o, one, exclusive=exclusive) for o in members):
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


def _same_holder(one: Attestation, other: Attestation, *, exclusive: bool) -> bool:
    """Tell whether two attestations without a name surely tell of one holding."""
    if one.capacity != other.capacity or not _together(one, other):
        return False
    if one.alias and one.alias == other.alias and one.row["source"] == other.row["source"]:
        return True
    return exclusive and not one.joint and not other.joint
