"""Who is who: from the ways in which sources mention people to persons.

A *mention* is a name at an organisation, `debbie-jones@croydon`. Within one organisation the same
name is one person. Mentions at different organisations, or with different names, are one person
only where `data/facts/identities.csv` says "same"; where it says "unsure" they stay two, linked
as possibly the same. A person is named by the name alone, with an organisation added where two
people share it; who was published under a name first keeps it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ofsted_graph.errors import InputError
from ofsted_graph.model import mention


@dataclass(frozen=True)
class Person:
    """One person: the identifier, the preferred name, and every other form of it."""

    name: str
    label: str
    other_labels: tuple[str, ...]


@dataclass
class People:
    """All persons, by the mentions that the facts have of them."""

    by_mention: dict[str, Person] = field(default_factory=dict)
    unsure: list[tuple[Person, Person]] = field(default_factory=list)

    def person(self, name: str, organisation: str) -> Person:
        """Give the person whom a source at an organisation calls by that name."""
        return self.by_mention[mention(name, organisation)]


def identify(
    named: Iterable[tuple[str, str]],
    decisions: Iterable[Mapping[str, str]],
    published: Iterable[Mapping[str, str]] = (),
) -> People:
    """Sort mentions into persons.

    Args:
        named: Every (printed name, organisation) of the facts, repeats included: the form that is
            printed most often becomes the person's label.
        decisions: The rows of the `identities` table. They hold for mentions that no fact has, too:
            through such a one two others can be the same.
        published: The rows of the `names` table: a mention, and the name that its person was
            published under before somebody else of that name was known.

    Raises:
        InputError: Two mentions are decided to be the same and, directly or through others,
            different.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for name, organisation in named:
        forms[mention(name, organisation)][name] += 1
    rows = list(decisions)
    decided = {row[column] for row in rows for column in ("a", "b")}
    leader = merged(decided | set(forms), rows)
    for row in rows:
        if row["decision"] == "different" and leader[row["a"]] == leader[row["b"]]:
            raise InputError(
                f"identities.csv says that {row['a']} and {row['b']} are different, and other rows "
                "make them the same; mend one of the rows."
            )
    together: dict[str, list[str]] = defaultdict(list)
    for one in sorted(forms):
        together[leader[one]].append(one)
    clusters = {members[0]: members for members in together.values()}
    names = _names(clusters, {row["mention"]: row["name"] for row in published})
    people = People()
    for first, members in clusters.items():
        printed = sum((forms[one] for one in members), Counter[str]())
        label = min(printed, key=lambda form: (-printed[form], -len(form), form))
        person = Person(names[first], label, tuple(sorted(set(printed) - {label})))
        people.by_mention.update(dict.fromkeys(members, person))
    for row in rows:
        a, b = people.by_mention.get(row["a"]), people.by_mention.get(row["b"])
        if row["decision"] == "unsure" and a and b and a != b:
            people.unsure.append((a, b))
    return people


def _names(clusters: Mapping[str, Iterable[str]], published: Mapping[str, str]) -> dict[str, str]:
    """Give each person, by the first mention, a name of their own.

    That is the one published or else the name alone or, where two share it, with the organisation;
    where that in turn is somebody's name, a full stop tells them apart, which no name has.
    """
    kept: dict[str, str] = {}
    for first, members in clusters.items():
        own = [published[one] for one in members if one in published]
        if own and own[0] not in kept.values():
            kept[first] = own[0]
    named = {first: slug_of(first) for first in clusters if first not in kept}
    for joint in "-.":
        shared = Counter((*named.values(), *kept.values()))
        named = {
            first: first.replace("@", joint) if shared[name] > 1 else name
            for first, name in named.items()
        }
    return named | kept


def slug_of(one: str) -> str:
    """Give the name part of a mention."""
    return one.partition("@")[0]


def merged(forms: Iterable[str], decisions: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Join mentions decided to be the same; give each the first in order."""
    same = [row for row in decisions if row["decision"] == "same"]
    leader = {one: one for one in forms}

    def find(one: str) -> str:
        while leader[one] != one:
            one = leader[one]
        return one

    for row in same:
        low, high = sorted((find(row["a"]), find(row["b"])))
        leader[high] = low
    return {one: find(one) for one in leader}
