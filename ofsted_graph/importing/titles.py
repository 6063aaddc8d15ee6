"""Which post a job title means, and which it does not.

Councils call their director of children's services many things. The title decides, and nothing
else: not the letter's kind, not what is known of the person. Three answers are possible: a role, a
role that is another one (an assistant director, the head of a trust), and "the title does not say".

A title means director of children's services when it says so ("Director of Children's Services",
"DCS"), or when it is that of a director and its remit is

*   children and more than families, such as education, skills, adults or culture (but not only
    social care, which is one half of the statutory post);
*   children alone or with families, for a director of the first rank ("Executive", "Corporate",
    "Strategic" ...). A plain "Director of Children and Families" is the statutory director in some
    councils and reports to that one in others, so it does not say;
*   "people", which is what councils call the department that joins children's and adults' services.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DIRECTOR = "director-of-childrens-services"
CHIEF_EXECUTIVE = "chief-executive"

TRUSTS = re.compile(
    r"\btrust\b|children first|achieving for children|together for children"
    r"|brighter futures for children|\b(?:ltd|limited|cic|community interest company)\b",
    re.IGNORECASE,
)
"""Bodies that run children's services for a council: a post there is not the council's."""

_TITLE = re.compile(
    r"\b(?:directors?\b|chief (?:executive|officer|operating)|managing director|\bDCS\b)",
    re.IGNORECASE,
)
_NEXT_POST = re.compile(
    r"\s*(?:,|\band\b|&)\s+(?=(?:(?:interim|acting|deputy|assistant|executive|corporate|strategic"
    r"|group|statutory) )*(?:directors?|chief (?:executive|officer))\b)",
    re.IGNORECASE,
)
_CAPACITY = re.compile(r"\b(interim|acting|permanent)\b", re.IGNORECASE)
_SAYS_SO = re.compile(
    r"\bDCS\b|\bdirectors?(?: of| for|,|:| -| –)? children'?s'? services\b"
    r"|\bchildren'?s?(?: and (?:families|family))? services director\b",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"\b(?:assistant|deputy|service|divisional|operational|operations|associate|area|programme"
    r"|improvement|clinical|medical|place|icb) (?:chief|directors?)\b"
    r"|\bservices? (?:improvement|transformation|operations)\b",
    re.IGNORECASE,
)
_FIRST_RANK = re.compile(
    r"\b(?:(?:executive|corporate|strategic|group|managing) directors?|chief officers?)\b",
    re.IGNORECASE,
)
_CHILDREN = re.compile(r"\bchild(?:ren)?'?s?'?\b", re.IGNORECASE)
_WIDER = re.compile(
    r"\b(?:services?|education|schools?|learning|skills|achievement|culture|adults?|health"
    r"|communit(?:y|ies)|lifelong|inclusion|public|joint)\b",
    re.IGNORECASE,
)
_REMIT = re.compile(r"(?:for )?(?:children|services?|people|families|education)\b", re.IGNORECASE)
_SOCIAL_CARE = re.compile(
    r"\b(?:social (?:care|work)|safeguarding|early help|placements?)\b", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"\bdirectors?(?: of| for|[,:]| ?-| –)? ?people\b(?! and (?:culture|change|organisation))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Post:
    """What one job title, or one of several in a line, means.

    Attributes:
        title: The words, as printed.
        role: The role, or empty.
        capacity: interim, acting or permanent, if the title says so.
        reason: Why there is no role.
    """

    title: str
    role: str = ""
    capacity: str = ""
    reason: str = ""


def is_title(text: str) -> bool:
    """Say whether a line holds a job title of the kind that heads of services have.

    >>> is_title("Group director of people"), is_title("Health and Wellbeing Directorate")
    (True, False)
    """
    return _TITLE.search(text) is not None


def may_be_director(title: str) -> bool:
    """Say whether a title that does not say which post it is may be the statutory director's.

    >>> may_be_director("Executive Director"), may_be_director("Service Director, Early Help")
    (True, False)
    """
    plain = title.replace("’", "'").replace("&", "and")
    if TRUSTS.search(plain):
        return False
    above = re.search(r"\bdeputy chief executive\b", plain, re.IGNORECASE) is not None
    return above or (_BELOW.search(plain) is None and is_title(plain))


def goes_on(title: str, line: str) -> bool:
    """Say whether a title that fills a line goes on in the next one.

    >>> goes_on("Executive Director of", "Education and Culture"), goes_on("Director", "3 High Rd")
    (True, False)
    >>> goes_on("Director of Children’s", "Services (interim)")
    True
    """
    if re.search(r"(?:[,&]|\b(?:of|for|and))$", title, re.IGNORECASE):
        return True
    if re.match(r"(?:and|&) ", line):
        return not is_title(line)
    open_ended = re.search(r"\b(?:director|children[’']s)$", title, re.IGNORECASE) is not None
    return open_ended and _REMIT.match(line) is not None and not is_title(line)


def read_title(title: str) -> list[Post]:
    """Read the posts of a job title: mostly one, several for "Director of X and Chief Executive".

    >>> [(post.role, post.capacity) for post in read_title("Interim Executive Director, Children")]
    [('director-of-childrens-services', 'interim')]
    >>> read_title("Service Director, Children and Families Service")[0].reason
    'another post'
    """
    # "Interim Chief Executive and Director" does not say that the second is interim too.
    return [_read_one(part) for part in _NEXT_POST.split(" ".join(title.split()))]


def _read_one(title: str) -> Post:
    plain = title.replace("’", "'").replace("&", "and")
    capacities = {word.lower() for word in _CAPACITY.findall(plain)}
    if len(capacities) > 1:
        return Post(title, reason="two readings of the capacity")
    role, reason = _role(plain)
    return Post(title, role, capacities.pop() if capacities else "", reason)


def _role(title: str) -> tuple[str, str]:
    """Give the role, or empty and why there is none."""
    if TRUSTS.search(title):
        return "", "a post at a trust or company"
    if _BELOW.search(title):
        return "", "another post"
    if re.search(r"\bchief executive\b", title, re.IGNORECASE):
        return CHIEF_EXECUTIVE, ""
    if _SAYS_SO.search(title) or _PEOPLE.search(title):
        return DIRECTOR, ""
    if _CHILDREN.search(title):
        wide = _WIDER.search(title) and not _SOCIAL_CARE.search(title)
        if _FIRST_RANK.search(title) or (
            wide and re.search(r"\bdirectors?\b", title, re.IGNORECASE)
        ):
            return DIRECTOR, ""
    return "", "the title does not say which post it is"
