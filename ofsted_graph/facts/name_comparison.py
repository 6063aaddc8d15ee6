"""How well a written name of an authority fits a known one: alike, a part of it, or a slip off."""

from __future__ import annotations

from dataclasses import dataclass

from ofsted_graph.facts.written_names import Name, squeeze

ACCEPT = 0.9
"""From here on a name is taken for the known one, unless something else speaks against it."""
MARGIN = 0.03
"""Two names that fit closer than this cannot be told apart."""
FULL, KEY, PART = 1.0, 0.98, 0.93
_SLIP = 0.95
_EACH_SLIP = 0.015
_LIKE = 0.85
"""How much of a likeness that is no single slip counts: such a match is only ever offered."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a name fits, from 0 to 1, and why."""

    value: float
    why: str


def compare(written: Name, known: Name) -> Fit | None:
    """Compare a written name with a known one; None where they are not alike.

    >>> from ofsted_graph.facts.written_names import parse_name
    >>> compare(parse_name("Herts"), parse_name("Hertfordshire")).value
    1.0
    >>> compare(parse_name("Kent"), parse_name("Essex"))
    """
    if written.full == known.full:
        return Fit(FULL, f'the name is the known "{known.full}"')
    mine, its = squeeze(written.key), squeeze(known.key)
    if mine == its:
        return Fit(KEY, f'the name is "{known.full}" but for words for kinds of body')
    if written.compass != known.compass:
        # North Lincolnshire is no slip of the pen for Lincolnshire.
        return None
    if known.first and mine == squeeze(known.first):
        return Fit(PART, f'the name is the first part of "{known.full}"')
    return _compare_letters(mine, its, known)


def _compare_letters(mine: str, its: str, known: Name) -> Fit | None:
    from rapidfuzz.distance import OSA
    from rapidfuzz.fuzz import ratio

    slips = OSA.distance(mine, its, score_cutoff=3)
    longest = max(len(mine), len(its))
    allowed = 2 if longest >= 12 else 1 if longest >= 7 else 0
    # The first letter is the one that people get right: "Boston" is not a slip for "Coston".
    if slips <= allowed and mine[:1] == its[:1] and mine.endswith("shire") == its.endswith("shire"):
        word = "one letter" if slips == 1 else f"{slips} letters"
        return Fit(_SLIP - _EACH_SLIP * slips, f'{word} from "{known.full}"')
    like = ratio(mine, its) / 100
    return (
        Fit(_LIKE * like, f'{like:.0%} of the letters of "{known.full}"') if like >= 0.8 else None
    )
