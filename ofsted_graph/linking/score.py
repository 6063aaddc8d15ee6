"""How well a written name fits an authority, feature by feature.

A score starts from how the names compare (alike word for word; alike but for the words that say
what kind of body it is; a well-known part; a slip of the pen) and goes down for what speaks against
it: a kind of body the authority is not, a day on which it did not exist, a code that is another's.
Every step is kept as a `Feature`, so that a match can say why.

The steps are chosen so that one slip in a long name is still accepted (`ACCEPT`) while anything
that speaks against a match is at best offered (`OFFER`) to a person who decides.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ofsted_graph.facts.name_comparison import compare
from ofsted_graph.facts.written_names import Name
from ofsted_graph.linking.gazetteer import Authority

OFFER = 0.6

_NOT_THIS_KIND = {
    "london-borough": {"county", "unitary", "metropolitan"},
    "city-corporation": {"county", "unitary", "metropolitan", "district"},
    "metropolitan-district": {"county", "london", "royal"},
    "county": {"city", "borough", "metropolitan", "london", "royal", "district", "unitary"},
    "unitary": {"london", "metropolitan"},
}


TELLING = frozenset(
    {"london", "royal", "metropolitan", "unitary", "county", "district", "borough", "city"}
)
"""The kinds that tell bodies of one name apart."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that speaks for or against a match.

    Attributes:
        name: What was compared: name, kind, date, code, decision.
        value: What it adds to the score, or takes away.
        why: The same in words.
    """

    name: str
    value: float
    why: str


@dataclass(frozen=True)
class Candidate:
    """An authority that a value may mean, with the reasons."""

    authority: Authority
    features: tuple[Feature, ...]

    @property
    def score(self) -> float:
        """The sum of the features, between 0 and 1."""
        return round(max(0.0, min(1.0, sum(feature.value for feature in self.features))), 3)

    @property
    def why(self) -> str:
        """All reasons in one line."""
        return "; ".join(feature.why for feature in self.features)

    def plus(self, *features: Feature) -> Candidate:
        """Give the candidate with more reasons."""
        return Candidate(self.authority, (*self.features, *features))


def compare_names(written: Name, authority: Authority) -> Feature | None:
    """Compare a written name with all names of an authority; the best comparison counts."""
    best: Feature | None = None
    for known in authority.names:
        fit = compare(written, known)
        if fit is not None and (best is None or fit.value > best.value):
            best = Feature("name", fit.value, fit.why)
    return best


def compare_kind(written: Name, authority: Authority) -> Feature | None:
    """Say what speaks against a match in the words for kinds of body."""
    if authority.id and written.foreign:
        kind = ", ".join(sorted(written.foreign))
        return Feature("kind", -1.0, f"it says it is of a kind that is never ours ({kind})")
    if any(written.full == known.full for known in authority.names):
        return None
    if not authority.id and any(known.foreign - written.foreign for known in authority.names):
        # "Liverpool" is not short for "Liverpool City Region" while there is a Liverpool.
        return Feature("kind", -0.1, f"it does not say that it is a {authority.kind}")
    wrong = written.kinds & _NOT_THIS_KIND.get(authority.kind, set())
    if wrong:
        kind = ", ".join(sorted(wrong))
        return Feature("kind", -0.2, f"it says {kind}, which a {authority.kind} is not")
    return None


def compare_date(authority: Authority, days: tuple[dt.date, dt.date] | None) -> Feature | None:
    """Say whether the authority was there on any of the days that the row speaks of."""
    council = authority.council
    if council is None:
        return Feature("date", -0.05, f"it ended in {authority.ended}") if authority.ended else None
    if days is None:
        if council.end:
            return Feature("date", -0.05, f"it ended in {council.end[:4]}")
        return None
    if any(council.is_there_on(day) for day in days):
        return Feature("date", 0.0, "it was there then")
    span = f"from {council.start or 'its start'} to {council.end or 'today'}"
    return Feature("date", -0.25, f"it was there {span} only")
