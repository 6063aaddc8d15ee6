"""The people in an area SEND report: the table of the partners and the list of the inspectors.

Both are printed in two columns, and the text gives the cells one after another, each broken where
its column ends. The cells of the partners' table come in no sure order, so a person is known by a
job title beside the name. The list of inspectors is read as one line, in which each name is
followed by "Ofsted" or "CQC" and a rank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ofsted_graph.importing.titles import Post, goes_on, is_title, read_title
from ofsted_graph.people.names import bare_name, is_name

_WEBSITE = re.compile(r"\b(?:www\d?\.|https?:)|\S\.(?:uk|nhs)\b", re.IGNORECASE)
_HEALTH = re.compile(r"\b(?:ICB|NHS|CEO|integrated care|nurs\w+|place director)\b", re.IGNORECASE)
_PERSON = re.compile(r"^(?P<name>.{3,60}?)(?:,| [-–]) (?P<title>.+)$")
_MEMBER = re.compile(
    r"\s*(?P<name>[^,()]{3,60}?)[\s,(]+(?P<body>S?HMI\b(?:\)?,?\s*Ofsted\b)?|Ofsted\b|CQC\b"
    r"|Care Quality Commission\b)\)?"
    r"(?P<rest>(?:[,\s(]+(?:S?HMI|lead|team|senior|inspectors?|social care|education|designate)\b"
    r"\)?)*)",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"^Ofsted (?:and )?Care Quality Commission ")
_RUNNING = re.compile(
    r"(?:area send )?inspection report: |\d{1,2}(?: \w+)?(?: \d{4})? (?:to|and|[-–]) \d.*\d$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Team:
    """The inspectors: name and role of those who are kept, and what could not be read."""

    members: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_partners(lines: Sequence[str]) -> list[tuple[str, Post]]:
    """Read who heads the council's part, from the lines of the partners' table.

    Posts at health bodies are passed over. The table ends at the first address of a website.
    """
    end = next((n for n, line in enumerate(lines) if _WEBSITE.search(line)), len(lines))
    people: list[tuple[str, Post]] = []
    for number, line in enumerate(lines[:end]):
        rest = list(lines[number + 1 : end])
        named = _named(line)
        if named is not None:
            name, title = named
        elif rest and is_name(bare_name(line)) and _named(rest[0]) is None:
            name, title = bare_name(line), rest.pop(0)
        else:
            continue
        if not is_title(title):
            continue
        while rest and goes_on(title, rest[0]):
            title = f"{title} {rest.pop(0)}"
        if not _HEALTH.search(title):
            people += [(name, post) for post in read_title(title)]
    return people


def _named(line: str) -> tuple[str, str] | None:
    """Split "Una Reyes, Director of ..." into the name and the rest; None if it is not so."""
    match = _PERSON.match(line)
    if match is None:
        return None
    name = bare_name(match["name"].rpartition(": ")[2])
    return (name, match["title"]) if is_name(name) else None


def read_team(lines: Sequence[str]) -> Team:
    """Read the list of inspectors; those of CQC who do not lead are passed over.

    >>> read_team(["Jo Bly, Ofsted HMI lead inspector Al Odd, CQC", "lead inspector"]).members
    [('Jo Bly', 'lead'), ('Al Odd', 'cqc-lead')]
    >>> read_team(["Jo Bly, HMI, Lead inspector Al Odd, CQC Lead", "Di Ray (HMI)"]).members
    [('Jo Bly', 'lead'), ('Al Odd', 'cqc-lead'), ('Di Ray', 'team')]
    """
    text = _COLUMNS.sub("", " ".join(line for line in lines if not _RUNNING.match(line)))
    team, place = Team(), 0
    while (match := _MEMBER.match(text, place)) is not None:
        place = match.end()
        name = bare_name(match["name"])
        is_lead = "lead" in match["rest"].lower()
        is_ofsted = match["body"].lower().startswith(("ofsted", "hmi", "shmi"))
        if not is_name(name):
            team.unread.append(name)
        elif is_ofsted:
            team.members.append((name, "lead" if is_lead else "team"))
        elif is_lead:
            team.members.append((name, "cqc-lead"))
    if rest := text[place:].strip():
        team.unread.append(rest[:80])
    return team
