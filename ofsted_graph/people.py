"""Who is who: from the ways in which sources mention people to persons.

A *mention* is a name at an organisation, `debbie-jones@croydon`. Within one organisation the same
name is one person. Mentions at different organisations, or with different names, are one person
only where `data/facts/identities.csv` says "same"; where it says "unsure" they stay two, linked
as possibly the same. A person is named by the name alone, with an organisation added where two
people share it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ofsted_graph.errors import InputError
from ofsted_graph.model import mention, slug


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


def identify(named: Iterable[tuple[str, str]], decisions: Iterable[Mapping[str, str]]) -> People:
    """Sort mentions into persons.

    Args:
        named: Every (printed name, organisation) of the facts, repeats included: the form that is
            printed most often becomes the person's label.
        decisions: The rows of the `identities` table.

    Raises:
        InputError: Two mentions are decided to be the same and, directly or through others,
            different.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for name, organisation in named:
        forms[mention(name, organisation)][name] += 1
    rows = [row for row in decisions if row["a"] in forms and row["b"] in forms]
    leader = _merge(forms, [row for row in rows if row["decision"] == "same"])
    for row in rows:
        if row["decision"] == "different" and leader[row["a"]] == leader[row["b"]]:
            raise InputError(
                f"identities.csv says that {row['a']} and {row['b']} are different, and other rows "
                "make them the same; mend one of the rows."
            )
    clusters: dict[str, list[str]] = defaultdict(list)
    for one in sorted(forms):
        clusters[leader[one]].append(one)
    sharing = Counter(slug_of(first) for first in clusters)
    people = People()
    for first, members in clusters.items():
        printed = sum((forms[one] for one in members), Counter[str]())
        label = min(printed, key=lambda form: (-printed[form], -len(form), form))
        name = slug_of(first) if sharing[slug_of(first)] == 1 else first.replace("@", "-")
        person = Person(name, label, tuple(sorted(set(printed) - {label})))
        people.by_mention.update(dict.fromkeys(members, person))
    for row in rows:
        a, b = people.by_mention[row["a"]], people.by_mention[row["b"]]
        if row["decision"] == "unsure" and a != b:
            people.unsure.append((a, b))
    return people


def slug_of(one: str) -> str:
    """Give the name part of a mention."""
    return one.partition("@")[0]


def printed_name(text: str) -> str:
    """Normalise the blanks of a printed name.

    >>> printed_name(" Debbie  Jones ")
    'Debbie Jones'
    """
    if not slug(text):
        raise InputError(f'"{text}" is no name.')
    return " ".join(text.split())


def _merge(forms: Iterable[str], same: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Join mentions decided to be the same; the first in order leads and gives the path."""
    leader = {one: one for one in forms}

    def find(one: str) -> str:
        while leader[one] != one:
            one = leader[one]
        return one

    for row in same:
        low, high = sorted((find(row["a"]), find(row["b"])))
        leader[high] = low
    return {one: find(one) for one in leader}
