"""Which post the words of a statement name, and who holds it where they say that too."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ofsted_graph.importing.titles import CHIEF_EXECUTIVE, DIRECTOR, read_title
from ofsted_graph.people.names import bare_name, is_name

LSCB_CHAIR = "lscb-chair"
LEAD_MEMBER = "lead-member-for-children"

_CAPACITY = re.compile(r"^(?P<capacity>interim|acting)\s+", re.IGNORECASE)
_OTHER_HOLDER = re.compile(r"(?:previous|former|joint|deputy|vice|assistant)\b", re.IGNORECASE)
_CURRENT = re.compile(r"(?:current|present)\s+", re.IGNORECASE)
_WHO = re.compile(r",?\s+who\s+", re.IGNORECASE)
_ALSO_DIRECTOR = re.compile(
    r"\bis\s+(?:also\s+)?the\s+(?:statutory\s+)?(?:DCS\b|director\s+of\s+children's\s+services)",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had)\b", re.IGNORECASE)
_INITIALS = re.compile(r"\s*\((?:DCS|LSCB|CEO|[A-Z]+SCB)\)")
_BOARD = r"(?:[\w' -]*safeguarding\s+children(?:'s)?\s+board|[a-z&]*SCB)"
_CHAIR = re.compile(
    rf"^(?:independent\s+)?(?:chair(?:man|woman|person)?\s+of\s+(?:the\s+)?{_BOARD}\b"
    rf"|{_BOARD}(?:\s+\(LSCB\))?(?:'s)?\s+(?:independent\s+)?chair(?:man|woman|person)?$)",
    re.IGNORECASE,
)
_CHIEF = re.compile(
    r"^chief\s+executive(?:\s+officer)?(?:\s+\(CEO\))?(?:\s+of\s+(?P<body>.+))?$", re.IGNORECASE
)
_THE_COUNCIL = re.compile(r"the (?:council|local authority)", re.IGNORECASE)
_POLITICAL = (
    (
        "elected-mayor",
        re.compile(r"^(?:(?:directly )?elected |city |executive )?mayor\b", re.IGNORECASE),
    ),
    ("council-leader", re.compile(r"^(?:leader of the council|council leader)\b", re.IGNORECASE)),
    (
        LEAD_MEMBER,
        re.compile(
            r"^(?:lead|cabinet) member for children(?:'s services|\b)|^lead member$", re.IGNORECASE
        ),
    ),
)
_OFFICES = (
    (LSCB_CHAIR, re.compile(r"\bchair\b", re.IGNORECASE)),
    (DIRECTOR, re.compile(r"\bDCS\b|\bdirector\b", re.IGNORECASE)),
    (CHIEF_EXECUTIVE, re.compile(r"\bchief executive\b|\bmanaging director", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Post:
    """A post named in a statement: the role, the printed title, its capacity and its holder."""

    role: str
    title: str
    capacity: str = ""
    person: str = ""


class UnusableError(Exception):
    """A statement on a post that gives no fact; `post` is what it seems to be about."""

    def __init__(self, post: str, reason: str) -> None:
        """Keep both apart."""
        self.post = post
        self.reason = reason
        super().__init__(f"{post}: {reason}")


def read_post(words: str, *, also: str = "", is_council: Callable[[str], bool]) -> Post:
    """Read the words before "has been in post".

    Args:
        words: Such as "interim director of children's services (DCS), Jo Bly".
        also: What the statement adds: "is the DCS for Kent".
        is_council: Whether a name is that of the report's council.

    Raises:
        UnusableError: The words do not name one of the posts, or not its holder of the day.
    """
    words, *asides = _WHO.split(_CURRENT.sub("", words, count=1), maxsplit=1)
    rest, _, last = words.rpartition(", ")
    person = ""
    if rest and is_name(bare_name(last)) and not read_title(last)[0].role:
        words, person = rest, bare_name(last)
    if _OTHER_HOLDER.match(words):
        raise UnusableError(office_in(words), "a former, deputy or joint holder")
    capacity = ""
    if (match := _CAPACITY.match(words)) is not None:
        capacity, words = match["capacity"].lower(), words[match.end() :]
    # A verb shows that a sentence before this one was not parted from it.
    role = "" if _VERB.search(words) else _role(words, also, is_council)
    if not role and asides and _ALSO_DIRECTOR.search(asides[0]):
        role = DIRECTOR
    if not role:
        raise UnusableError("holder", f'does not say which post: "{words[:60]}"')
    return Post(role, _INITIALS.sub("", words), capacity, person)


def office_in(text: str) -> str:
    """Name the post that a text seems to be about, for a message."""
    return next((role for role, pattern in _OFFICES if pattern.search(text)), "holder")


def _role(words: str, also: str, is_council: Callable[[str], bool]) -> str:
    if _CHAIR.match(words):
        return LSCB_CHAIR
    if (chief := _CHIEF.match(words)) is not None:
        body = chief["body"]
        # "Chief executive of TfC" heads a company that runs services for the council.
        ours = not body or _THE_COUNCIL.fullmatch(body) or is_council(body)
        return CHIEF_EXECUTIVE if ours else ""
    for role, pattern in _POLITICAL:
        if pattern.match(words):
            return role
    roles = {post.role for post in (*read_title(words), *read_title(also))}
    return DIRECTOR if DIRECTOR in roles else ""
