"""Take a written name of an authority apart: what it is called, and what kind of body it is.

"Bristol, City of", "City of Bristol UA" and "BRISTOL CITY COUNCIL" are all called `bristol`; the
rest says what kind of body is meant. Kinds are kept, not thrown away, because they tell namesakes
apart: "Northampton Borough Council" is not a county, and no parish council is ever one of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ofsted_graph.facts.councils import plain

_FOREIGN = {
    "parish": r"parish council|town council|community council|parish meeting|parish|town",
    "combined": (
        r"mayoral combined authority|mayoral combined county authority|combined county authority"
        r"|combined authority|mca|cca|city region|ca$"
    ),
    "service": (
        r"fire and rescue(?: service| authority)?|fire authority|police(?: and crime commissioner"
        r"| force| authority)?|constabulary|nhs(?: foundation)?(?: trust)?|icb|ccg"
        r"|national park(?: authority)?|waste(?: disposal)? authority|passenger transport executive"
        r"|pension fund|university|college|school|academy|hospital|primary care trust|pct"
        r"|housing association|enterprise partnership|lep|development corporation|diocese of"
    ),
    "welsh": r"county borough council|county borough",
}
_OURS = {
    "london": r"london borough council|london borough of|london borough|london boro|lbo|lb of|lb",
    "royal": r"royal borough council|royal borough of|royal borough|rb of|rb",
    "metropolitan": (
        r"metropolitan borough council|metropolitan district council|metropolitan borough of"
        r"|metropolitan borough|metropolitan district|met borough|metropolitan|mbc|mdc|met"
    ),
    "unitary": r"unitary authority council|unitary authority|unitary council|unitary|ua",
    "county": r"county council|county of|county|cnty",
    "district": r"district council|district of|district|dc",
    "borough": r"borough council|borough of|borough|bc",
    "city": r"and city of|city and county of the|city council|city of|city",
    "council": (
        r"council of the|council of|council|corporation of|corporation|local authority|la|authority"
        r"|childrens services|childrens trust|children and young peoples services|cc|gov uk"
    ),
    "old": r"pre lgr|pre lg|before lgr|pre 20\d\d|to 20\d\d|until 20\d\d|former|abolished|old",
}
_KINDS = [
    (kind, re.compile(rf"\b(?:{words})\b")) for kind, words in (*_FOREIGN.items(), *_OURS.items())
]
_MARK = re.compile(
    "|".join(f"(?P<{kind}>{found.pattern})" for kind, found in _KINDS)
)  # one pass, the longest-winded kinds first
FOREIGN = frozenset(_FOREIGN)
"""Kinds of body that never are a children's services authority of England."""

_EMPTY = frozenset({"the", "and", "of", "upon", "on", "with", "in", "le", "by", "for", "a"})
_COMPASS = frozenset(
    (
        *("north", "south", "east", "west", "mid", "central", "upper", "lower", "inner", "outer"),
        *("greater", "northern", "southern", "eastern", "western", "northeast", "northwest"),
        *("southeast", "southwest"),
    )
)
_SAME = {"saint": "st", "saints": "st", "st": "st", "hants": "hampshire", "herts": "hertfordshire",
         "beds": "bedfordshire", "bucks": "buckinghamshire", "cambs": "cambridgeshire",
         "glos": "gloucestershire", "lancs": "lancashire", "leics": "leicestershire",
         "lincs": "lincolnshire", "northants": "northamptonshire", "notts": "nottinghamshire",
         "oxon": "oxfordshire", "staffs": "staffordshire", "wilts": "wiltshire",
         "worcs": "worcestershire", "yorks": "yorkshire", "berks": "berkshire",
         "salop": "shropshire", "n": "north", "s": "south", "e": "east", "w": "west",
         "ne": "north east", "nw": "north west"}  # fmt: skip
_PARTS = re.compile(r"\b(?:and|upon|on|with|in)\b|,")


@dataclass(frozen=True, slots=True)
class Name:
    """A written name, taken apart.

    Attributes:
        full: All its words, made comparable.
        key: The words that name it, without those that say nothing ("upon", "and").
        kinds: The kinds of body it says it is.
        first: The key of what stands before the first "and", "upon" or comma, where there is more.
    """

    full: str
    key: str
    kinds: frozenset[str]
    first: str = ""

    @property
    def foreign(self) -> frozenset[str]:
        """The kinds that no children's services authority has."""
        return self.kinds & FOREIGN

    @property
    def compass(self) -> frozenset[str]:
        """The words that tell neighbours apart: north, mid, greater."""
        return frozenset(self.key.split()) & _COMPASS


@lru_cache(maxsize=65536)
def parse_name(written: str) -> Name:
    """Take a written name apart.

    >>> parse_name("Kingston Upon Hull, City of").key
    'kingston hull'
    >>> sorted(parse_name("London Borough of Tower Hamlets").kinds)
    ['london']
    """
    head, _, tail = written.partition(",")
    # "Bristol, City of" and "Durham, County" have been turned round to sort well.
    turned = f"{tail} {head}" if tail and _goes_first(tail) else written
    full = " ".join(_SAME.get(word, word) for word in plain(turned).split())
    key, kinds = _without_kinds(full)
    first = _PARTS.split(written.casefold(), maxsplit=1)
    lead = first[0] if len(first) > 1 else ""
    lead_key = _key(_without_kinds(plain(lead))[0]) if lead else ""
    whole = _key(key) or _key(full) or full
    return Name(full, whole, kinds, lead_key if lead_key != whole else "")


def squeeze(key: str) -> str:
    """Leave out all spaces: "towerhamlets" in a file name or a web address is a name too."""
    return key.replace(" ", "")


def _goes_first(words: str) -> bool:
    return plain(words).endswith(" of") or not _without_kinds(plain(words))[0]


def _without_kinds(full: str) -> tuple[str, frozenset[str]]:
    kinds: set[str] = set()

    def note(found: re.Match[str]) -> str:
        kinds.add(str(found.lastgroup))
        return " "

    words = [w for w in _MARK.sub(note, full).split() if w != "the"]
    if words == ["london"] and ("city" in kinds or "corporation" in full):
        # The one council that is called after its kind.
        words = ["city", "london"]
    return " ".join(words), frozenset(kinds)


def _key(words: str) -> str:
    return " ".join(word for word in words.split() if word not in _EMPTY)
