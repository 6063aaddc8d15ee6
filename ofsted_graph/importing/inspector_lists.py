"""The inspectors of a visit: the phrase that names them and the signature under the letter.

Only two places are read: the sentence that begins "The inspectors were" or "The visit was carried
out by", and the lines above "His Majesty's Inspector" at the end. The sentence is cut at commas and
"and"; what is left of each piece after ranks are taken out must be a name, or it is reported.
Somebody who watched ("who observed the visit") was not an inspector of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ofsted_graph.people.names import bare_name, is_name

_START = re.compile(
    r"(?:\binspectors?(?: \(S?HMIs?\))?(?:,? for th(?:is|e) (?:visit|inspection))?"
    r"(?:,? (?:who )?(?:were|was)|,? are)\b"
    r"|(?:\b(?:visit|inspection) (?:was )?|\b\d{4},? (?:(?:which )?was )?)"
    r"(?:carried out|conducted|undertaken|led) by\b):?\s+",
    re.IGNORECASE,
)
_END = re.compile(
    r"\.(?!\w)(?<!\bDr\.)(?<!\bSt\.)|[;:◼•]|\s(?=(?:Inspectors? (?!and\b)[a-z]|This visit\b|They\b"
    r"|The (?:visit|focus|inspectors|quality)\b|During\b|Headline\b|Overview\b))"
)
_MAJESTY = r"(?:Senior )?(?:His|Her) Majesty[’']?s (?:Senior )?Inspectors?"
_RANK = re.compile(
    rf"\(?\b(?:(?:all|both|each|one|two|three|four|five|six)(?: of)?(?: whom)?(?: are| were)? )?"
    rf"(?:who (?:are|were) (?:all|both) )?(?:the )?(?:{_MAJESTY}|(?:Senior )?S?HMIs?"
    rf"|(?:Ofsted|lead|team) Inspectors?|lead)\b"
    rf"(?: ?\(?(?:S?HMIs?|designate|Social Care)\b\)?)*\)?",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:Headline findings|Overview|Main findings|What needs to improve|Areas for improvement)\b"
)
_ASIDE = re.compile(r"\b(?:as (?:a|an|the)|acting as)\b.*$", re.IGNORECASE)
_WATCHED = re.compile(
    r"(?:\b(?:who|which) )?\b(?:observ(?:ed|ing)|shadow(?:ed|ing))\b|\bas an? (?:observer|shadow)",
    re.IGNORECASE,
)
_ASSURANCE = re.compile(r"\bquality assurance manager (?:was|for this visit was)\s+", re.IGNORECASE)
_SIGNED = re.compile(
    rf"(?:{_MAJESTY}|\bS?HMI|\blead inspector)\b(?:,? (?:lead inspector|\(lead\)))?[.,]?$",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"yours? (?:sincerely|faithfully)[.,]*", re.IGNORECASE)


@dataclass(slots=True)
class Named:
    """The people a phrase names, those it says only watched, and the pieces that are no name."""

    names: list[str] = field(default_factory=list)
    watched: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_inspectors(text: str) -> Named | None:
    """Read the first phrase in a text that names inspectors; None if there is none.

    >>> read_inspectors("The inspectors were Jo Bly, HMI, and Di Ray-Fox, HMI. They saw").names
    ['Jo Bly', 'Di Ray-Fox']
    """
    text = _BODY.split(" ".join(text.split()), maxsplit=1)[0]
    for match in _START.finditer(text):
        named = _read_list(text[match.end() :])
        # "The inspectors were on site" names nobody: its first piece is no name.
        if named.names and not text[match.end() :].startswith(tuple(named.unread)):
            return named
    return None


def read_assurance(text: str) -> Named | None:
    """Read who was the quality assurance manager, where the letter says so."""
    text = " ".join(text.split())
    match = _ASSURANCE.search(text)
    return _read_list(text[match.end() :]) if match else None


def read_signature(lines: Sequence[str]) -> list[str]:
    """Give the names that stand between "Yours sincerely" and the rank, at a letter's end.

    Where "Yours sincerely" is missing, the line above the last rank is taken. The rank may stand
    behind the name.
    """
    ranks = (n for n in range(len(lines) - 1, -1, -1) if _SIGNED.search(lines[n]))
    rank = next(ranks, None)
    if rank is None:
        return []
    own_line = _SIGNED.fullmatch(lines[rank]) is not None
    closings = [n for n, line in enumerate(lines[:rank]) if _CLOSING.fullmatch(line)]
    if closings and rank - closings[-1] <= 8:
        first = closings[-1] + 1
    elif own_line:
        first = max(rank - 1, 0)
    else:
        return []
    names: list[str] = []
    for line in lines[first : rank if own_line else rank + 1]:
        name = bare_name(re.sub(r"\([^)]*\)", "", _RANK.sub("", line)))
        if is_name(name) and name not in names:
            names.append(name)
    return names


def _read_list(text: str) -> Named:
    end = _END.search(text, 0, 900)
    phrase = text[: end.start() if end else 900]
    named = Named()
    for piece in re.split(r",|\band\b|\bwith\b|&", _RANK.sub(",", phrase)):
        words = piece.strip(" ,;()–-")
        if not words or words.lower() in {"designate", "of", "all", "both", "who are"}:
            continue
        if _WATCHED.match(words):
            # The person named last is who watched.
            if named.names:
                named.watched.append(named.names.pop())
            continue
        watched = _WATCHED.search(words) is not None
        name = bare_name(_ASIDE.sub("", _WATCHED.sub("", words) if watched else words))
        if is_name(name):
            (named.watched if watched else named.names).append(name)
        elif name:
            named.unread.append(name)
    return named
