"""What speaks for two mentions being one person, and what against.

Evidence is what the facts say, not a verdict: the same post, days that fit or overlap, two forms of
a name side by side on one team or never, how the names differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ofsted_graph.people.mentions import Mention
from ofsted_graph.people.names import Kinship, distance, kinship

FULL_TIME = frozenset({"director-of-childrens-services", "chief-executive", "inspector"})
"""Posts that nobody fills twice at the same time."""


def weigh(a: Mention, b: Mention) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what speaks for two mentions being one person, and what against."""
    related = kinship(a.name, b.name)
    pro: list[str] = []
    con: list[str] = []
    if related == "same":
        pro.append("the same name")
    else:
        (pro if related in {"accents", "short form"} else con).append(_said_of_names(a, b, related))
    shared = sorted(a.roles & b.roles)
    pro += [f"the same post: {role}" for role in shared]
    pro += [f'both titles say "{word}"' for word in _shared_reach(a, b)]
    for is_for, said in (*_said_of_days(a, b), *_said_of_teams(a, b)):
        (pro if is_for else con).append(said)
    return tuple(pro), tuple(con)


def _said_of_names(a: Mention, b: Mention, related: Kinship) -> str:
    apart = f"{distance(a.name, b.name):.2f} apart"
    words = {
        "accents": "differ in accents or hyphens only",
        "short form": "one first name is a short form of the other",
        "spelling": f"the spelling differs, {apart}",
        "double name": "one surname is part of the other",
    }
    return f'"{a.name}" and "{b.name}": {words[related]}'


def _shared_reach(a: Mention, b: Mention) -> Iterator[str]:
    """Give words by which both titles say that the post reaches over more than one council."""
    for word in ("bi-borough", "tri-borough", "joint"):
        if all(any(word in title.lower() for title in one.titles) for one in (a, b)):
            yield word


def _said_of_days(a: Mention, b: Mention) -> Iterator[tuple[bool, str]]:
    """Compare when the two were seen, each at its organisation."""
    if a.span is None or b.span is None or a.organisation == b.organisation:
        return
    (earlier, first), (later, second) = sorted(
        ((a, a.span), (b, b.span)), key=lambda pair: (pair[1], pair[0].id)
    )
    both = f"{_days(first)} at {earlier.organisation}, {_days(second)} at {later.organisation}"
    if first[1] < second[0]:
        yield True, f"the days fit: {both}"
    elif a.roles & FULL_TIME and b.roles & FULL_TIME:
        yield False, f"the days overlap: {both}"


def _said_of_teams(a: Mention, b: Mention) -> Iterator[tuple[bool, str]]:
    """Compare the inspections that the two took part in."""
    if not (a.inspections and b.inspections and a.span and b.span):
        return
    counts = f"{len(a.inspections)} and {len(b.inspections)} inspections"
    if together := sorted(a.inspections.keys() & b.inspections):
        yield False, f"both names stand on one team: {together[0]}"
    elif max(a.span[0], b.span[0]) <= min(a.span[1], b.span[1]):
        yield True, f"{counts} in the same years, never together"
    else:
        yield True, f"{counts}, never together: {_days(a.span)} and {_days(b.span)}"
    if shared := len(a.colleagues & b.colleagues):
        yield True, f"{shared} colleague{'s' if shared > 1 else ''} in common"
    if apart := [
        f"{one} and {other}"
        for one, days in sorted(a.inspections.items())
        for other, other_days in sorted(b.inspections.items())
        if one != other and days and other_days and days.meets(other_days)
    ]:
        yield False, f"on two inspections in the same days: {apart[0]}"


def _days(span: tuple[dt.date, dt.date]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]} to {span[1]}"
