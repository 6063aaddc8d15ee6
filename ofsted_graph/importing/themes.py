"""What a focused visit looked at, in the words of Ofsted's own statistics.

The statistics sort visits under six themes ("Front door", "Care leavers" ...). A letter states its
theme in a phrase of its own: "Inspectors looked at the local authority's arrangements for ...". The
phrase is read up to where it goes into detail ("including", "with a focus on"), and a theme is
taken if the words of one theme stand in it, or if what stands beside it is part of it: permanence
is sought for children in care, and the front door decides on children in need.
"""

from __future__ import annotations

import re

THEMES = {
    "Front door": r"front[ -]?door|first point of contact|contacts?,? (?:and )?referrals?"
    r"|receiving referrals|safeguarding hub",
    "Achieving permanence": r"achieving permanence|permanen(?:ce|cy) planning|needs for permanence",
    "Children in care": r"children (?:who are )?(?:in care|looked after)|looked[- ]after children",
    "Care leavers": r"care[- ]leavers?|leaving care|care[- ]experienced",
    "Vulnerable adolescents": r"vulnerable adolescents|extra-familial",
    "Children in need/subject to a plan": r"child(?:ren)?[ -]in[ -]need\b(?! of help)"
    r"|\bprotection plan(?:s|ning)?\b|\bpre-proceedings\b|\bbefore proceedings\b",
}
"""Each theme, spelt as in the statistics so that both mean one thing, and the words for it."""

_PATTERNS = {theme: re.compile(words, re.IGNORECASE) for theme, words in THEMES.items()}
_WITHIN = {
    "Achieving permanence": {"Children in care"},
    "Front door": {"Children in need/subject to a plan"},
}
_PHRASE = re.compile(
    r"\b(?:(?:looked at|considered|reviewed|evaluated|focused on|examined|inspected)"
    r" (?:the )?(?:(?:local authority|council)[’']s |quality of |progress of )?"
    r"(?:arrangements?|help and protection)(?: (?:for|at|to support|in|with))?"
    r"|(?:the |this )?(?:focus|purpose|theme) of this visit was(?: on)?"
    r"|looked at how the (?:local authority|council) supports)\s+(?P<rest>[^.]{3,400})",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"[,:;]?\s+(?:with an? (?:\w+ )?focus|including|specifically|in particular|such as|assessing"
    r"|who(?! are subject)|where|focusing)\b|[:;◼(]",
    re.IGNORECASE,
)


def read_theme(text: str) -> tuple[str, str]:
    """Give the theme that a letter's opening states, or empty and why there is none.

    >>> read_theme("Inspectors looked at the local authority’s arrangements for care leavers.")
    ('Care leavers', '')
    """
    match = _PHRASE.search(" ".join(text.split()))
    if match is None:
        return "", "not stated in the usual phrase"
    phrase = _DETAIL.split(match["rest"], maxsplit=1)[0]
    found = {theme for theme, pattern in _PATTERNS.items() if pattern.search(phrase)}
    for theme, parts in _WITHIN.items():
        if theme in found:
            found -= parts
    if len(found) == 1:
        return found.pop(), ""
    if found:
        return "", f"two readings: {', '.join(sorted(found))}"
    return "", "stated in other words than those of the six themes"
