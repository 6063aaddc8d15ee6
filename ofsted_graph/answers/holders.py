"""Which names may stand beside a judgement, and in what words: decided here for every view.

A name is printed when one source shows the person in post (certain), or when it is likely, and then
with its number. Everything below is "not known", with the candidates one step away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

PRINTED = ("certain", "likely")
"""The certainties with which a name is printed."""
NOT_KNOWN = "not known"


class Holder(NamedTuple):
    """Somebody who may have held a post: the person, the name, how sure it is, nearest sighting."""

    person: str
    name: str
    certainty: str
    likelihood: float
    nearest: str = ""


def printable(holders: Iterable[Holder]) -> list[Holder]:
    """Choose the holders who may be named; a certain one rules out those who are only likely."""
    found: dict[str, Holder] = {}
    for holder in holders:
        if holder.certainty in PRINTED and (holder.person or holder.name):
            best = found.setdefault(holder.person, holder)
            found[holder.person] = min(best, holder, key=_order)
    chosen = sorted(found.values(), key=_order)
    sure = [holder for holder in chosen if holder.certainty == "certain"]
    return sure or chosen


def candidates(holders: Iterable[Holder]) -> list[Holder]:
    """Give everybody who may have held the post, the likeliest first, each once."""
    found: dict[str, Holder] = {}
    for holder in sorted(holders, key=_order):
        if holder.person:
            found.setdefault(holder.person, holder)
    return list(found.values())


def said(holder: Holder) -> str:
    """Say who it is and how sure.

    >>> said(Holder("p", "Steve Reddy", "likely", 0.97)), said(Holder("p", "Ann", "certain", 1.0))
    ('Steve Reddy, likely 97 %', 'Ann')
    """
    return holder.name if holder.certainty == "certain" else f"{holder.name}, {how_sure(holder)}"


def candidate(holder: Holder) -> str:
    """Say who may have held a post, how likely, and where somebody last or next saw them.

    >>> candidate(Holder("p", "Ann Lee", "possible", 0.55, "2019-05-21"))
    'possibly Ann Lee, 55 %, seen nearest on 2019-05-21'
    """
    seen = f", seen nearest on {holder.nearest}" if holder.nearest else ""
    return f"possibly {holder.name}, {round(holder.likelihood * 100)} %{seen}"


def how_sure(holder: Holder) -> str:
    """Say how sure it is: "certain", "likely 97 %"."""
    if holder.certainty == "certain":
        return "certain"
    return f"{holder.certainty} {round(holder.likelihood * 100)} %"


def _order(holder: Holder) -> tuple[int, float, str]:
    known = (*PRINTED, "possible")
    rank = known.index(holder.certainty) if holder.certainty in known else len(known)
    return rank, -holder.likelihood, holder.name
