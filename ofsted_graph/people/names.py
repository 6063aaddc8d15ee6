"""People's names: as sources print them, and how near two of them are.

A name is kept as it is printed, less what is not part of it: "Dr", "Cllr", "OBE", "HMI". Two forms
of a name are compared without case and accents, and first name and surname apart, because these
differ in different ways: a first name may be a short form of the other (the `nicknames` library
knows which), a surname can be mistyped or joined to another. Nothing here decides that two names
are one person; `identities` keeps the decisions.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from ofsted_graph.model import slug

if TYPE_CHECKING:
    from nicknames import NickNamer

Kinship = Literal["same", "accents", "short form", "spelling", "double name", ""]
"""How two forms of a name are related, the nearest first; empty when they are not."""

_BEFORE = re.compile(
    r"(?:mrs?|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|baroness|cllr|councillor|rev)\b\.?\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[\s,]+\(?(?:[OCMDK]BE|[KQ]C|QPM|JP|S?HMIs?|[MB]Sc|BA|MA|MBA|PhD)\)?\.?$")
_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*\.?")
_PARTICLE = re.compile(r"(?:al|ap|bin|da|de|del|der|di|dos|du|el|la|le|van|von|y)")
_ELIDED = re.compile(r"[a-z]{1,2}[’'][A-Z]")
_NEVER = re.compile(
    r"""\b(?: a | and | for | her | his | of | the | this | were
    | adults? | authority | borough | centre | chief | child | children | city | civic | commission
    | corporate | council | county | dear | department | deputy | designate | director | directorate
    | district | education | executive | families | government | health | hmi | inspections?
    | inspectors? | integrated | interim | majesty | manager | office | officer | ofsted | people
    | senior | services? | social | square | team | trust | visit )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that no name holds. (Head, Hall, House and Street are surnames.)"""


def bare_name(text: str) -> str:
    """Leave out of a name what is said before and after it.

    >>> bare_name("Dr Mac  Heath"), bare_name("Edwina Grant OBE"), bare_name("Jo Bly, HMI.")
    ('Mac Heath', 'Edwina Grant', 'Jo Bly')
    """
    name = " ".join(text.split()).strip(" ,;")
    # A full stop ends a sentence, but not an initial: "Martin K."
    name = re.sub(r"(?<=\w{2})\.+$", "", name)
    while (match := _BEFORE.match(name)) is not None:
        name = name[match.end() :]
    while (match := _AFTER.search(name)) is not None:
        name = name[: match.start()]
    return name


def is_name(text: str) -> bool:
    """Say whether a text can be a person's name: two to five words, capitals, nothing else.

    It cannot tell "Colliton Park" from a person; where a name stands has to do that.

    >>> is_name("Wendi Ogle-Welbourn"), is_name("Anna de la Cruz"), is_name("Bury Council")
    (True, True, False)
    """
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 60 or _NEVER.search(text):
        return False
    if not all(_WORD.fullmatch(word) for word in words):
        return False
    inner = (word[0].isupper() or _PARTICLE.fullmatch(word) for word in words[1:-1])
    last = words[-1][0].isupper() or _ELIDED.match(words[-1]) is not None
    return words[0][0].isupper() and last and all(inner)


def kinship(first: str, second: str) -> Kinship:
    """Say how two names are related.

    >>> kinship("Máire Atherton", "Maire Atherton"), kinship("Matt Reed", "Matthew Reed")
    ('accents', 'short form')
    >>> kinship("Kathryn Grindod", "Kathryn Grindrod"), kinship("Ann Smith", "Ann Jones")
    ('spelling', '')
    """
    if first == second:
        return "same"
    if (one := slug(first)) == (other := slug(second)):
        return "accents"
    (given, surname), (other_given, other_surname) = _halves(first), _halves(second)
    # "Anne Marie Lee" and "Annemarie Lee" are cut differently, so the whole is compared too.
    alike = one.replace("-", "") == other.replace("-", "")
    if given == other_given:
        if _joined(surname, other_surname):
            return "double name"
        alike = alike or _near(surname, other_surname)
    elif surname == other_surname:
        if is_short_form(given, other_given):
            return "short form"
        alike = alike or _near(given, other_given)
    return "spelling" if alike else ""


def distance(first: str, second: str) -> float:
    """Measure how far two names are apart in spelling, from 0 (alike) to 1."""
    from rapidfuzz.distance import DamerauLevenshtein

    return float(DamerauLevenshtein.normalized_distance(slug(first), slug(second)))


@lru_cache(maxsize=65536)
def is_short_form(first: str, second: str) -> bool:
    """Say whether one first name is known as a short form of the other, or is its beginning.

    >>> is_short_form("Sue", "Susan"), is_short_form("Milorad", "Mil"), is_short_form("Ann", "Jo")
    (True, True, False)
    """
    one, other = slug(first), slug(second)
    if one == other:
        return False
    short, long = sorted((one, other), key=len)
    # Longer beginnings are other names: Simon and Simone.
    if 3 <= len(short) <= 4 and long.startswith(short):
        return True
    known = _nicknames()
    return short in known.nicknames_of(long) or long in known.nicknames_of(short)


@lru_cache(maxsize=1)
def _nicknames() -> NickNamer:
    from nicknames import NickNamer

    return NickNamer()


def _halves(name: str) -> tuple[str, str]:
    """Give the first name and the surname in comparable form; names between them do not count."""
    words = [slug(word) for word in name.split() if slug(word)]
    return (words[0], words[-1]) if words else ("", "")


def _joined(first: str, second: str) -> bool:
    """Say whether one surname is part of the other, double-barrelled one."""
    parts, other_parts = set(first.split("-")), set(second.split("-"))
    return parts != other_parts and (parts < other_parts or other_parts < parts)


def _near(first: str, second: str) -> bool:
    """Say whether two words may be one, mistyped: a letter in short words, two in long ones."""
    from rapidfuzz.distance import DamerauLevenshtein

    shorter = min(len(first), len(second))
    allowed = 0 if shorter < 4 else 1 if shorter < 8 else 2
    return DamerauLevenshtein.distance(first, second, score_cutoff=allowed) <= allowed
