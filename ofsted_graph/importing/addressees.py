"""To whom a letter is addressed: the lines between its date and "Dear ...".

A line names the addressee, sometimes with the job title behind it; two people may share a line, or
stand below each other, each with a title. A title may go on in the next line. All other lines are
an address and are not kept; only the name of a trust or company among them matters, because a post
there is not the council's. The salutation must agree with the name, or the name is not taken: a
line of an address can look like a person ("Clive House"), also one of Ofsted's own at the top.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from ofsted_graph.importing.days import read_day
from ofsted_graph.importing.titles import TRUSTS, goes_on, is_title
from ofsted_graph.model import slug
from ofsted_graph.people.names import bare_name, is_name, is_short_form

_LETTERHEAD = re.compile(
    r"ofsted|piccadilly gate|store street|manchester|(?:manchester,? )?m1 2wd|t:? ?0300 123 .*"
    r"|textphone:? ?0161.*|(?:e:? ?)?enquiries@ofsted\S*|(?:w:? ?)?www\.(?:gov\.uk/)?ofsted\S*"
    r"|aviation house|125 kingsway|london|wc2b 6se|\d{1,2}\.?",
    re.IGNORECASE,
)
_COPIES = re.compile(r"(?:copy to|copies to|cc)\b", re.IGNORECASE)
_DEAR = re.compile(r"Dear\s+(.+?)[\s,.:;]*$", re.IGNORECASE)
_HONORIFIC = re.compile(
    r"^(?:mrs?|ms|miss|mx|dr|prof|professor|sir|dame|cllr|councillor)\b\.? *", re.IGNORECASE
)
_NAME_AND_TITLE = re.compile(
    r"^(?P<name>.+?)(?:,| [-–])? (?P<title>(?:(?:interim|acting|joint|deputy|executive|corporate"
    r"|strategic|group|managing|service|assistant|statutory|bi-borough) )*"
    r"(?:directors?|chief (?:executive|officer)|children[’']?s?,? .*\bdirector)\b.*)$",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class Addressee:
    """One person addressed: the name and titles as printed, and the body they work for, if told."""

    name: str
    titles: list[str] = field(default_factory=list)
    body: str = ""
    shares: bool = False


@dataclass(slots=True)
class Opening:
    """The top of a letter.

    Attributes:
        dates: The lines that are a date; a good letter has one.
        addressees: The people addressed whom the salutation confirms.
        problems: Why others were not taken.
    """

    dates: list[str] = field(default_factory=list)
    addressees: list[Addressee] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_opening(lines: Sequence[str]) -> Opening | None:
    """Read the top of a letter from the lines of its first page; None if there is no "Dear"."""
    place = next((n for n, line in enumerate(lines) if _DEAR.match(line)), None)
    if place is None:
        return None
    opening = Opening()
    match = _DEAR.match(lines[place])
    greeted = match[1] if match else ""
    block = _block(lines[:place], opening)
    if not opening.dates:
        # The text of a page may give what stands apart, the date and the address, after the letter.
        late = next((n for n, line in enumerate(lines) if n > place and read_day(line)), None)
        if late is not None:
            opening.dates = [line for line in lines[place:] if read_day(line)]
            block = block or _block(lines[late + 1 :], opening)
    people = _people(block, greeted)
    for person in people:
        if _is_greeted(person.name, greeted):
            opening.addressees.append(person)
        else:
            opening.problems.append(
                f'two readings: "{person.name}" in the address, "{greeted}" in the salutation'
            )
    if not people:
        opening.problems.append("no name at the top of the address")
    return opening


def _block(lines: Sequence[str], opening: Opening) -> list[str]:
    """Give the lines of the address, and note the lines that are a date."""
    block: list[str] = []
    for line in lines:
        if read_day(line):
            opening.dates.append(line)
        elif _COPIES.match(line):
            break
        elif block or not _LETTERHEAD.fullmatch(line):
            block.append(line)
    return block


def _people(block: Sequence[str], greeted: str) -> list[Addressee]:
    """Find the people in the lines of an address."""
    people: dict[str, Addressee] = {}
    current: list[Addressee] = []
    lines = deque(block)
    while lines:
        line = title = lines.popleft()
        named = _named(line, known=people, first=not people, greeted=greeted)
        if named is not None:
            names, title = named
            current = [people.setdefault(slug(name), Addressee(name)) for name in names]
            for person in current:
                person.shares = len(names) > 1
        elif not is_title(line):
            for person in current:
                if person.titles and not person.body and TRUSTS.search(line):
                    person.body = line
            continue
        while title and lines and goes_on(title, lines[0]):
            title = f"{title} {lines.popleft()}"
        for person in current:
            if title and title not in person.titles:
                person.titles.append(title)
    # A line without a title that looks like a name is none where another is who is greeted.
    meant = [person for person in people.values() if _is_greeted(person.name, greeted)]
    return [one for one in people.values() if one.titles or one in meant or not meant]


def _named(
    line: str, *, known: dict[str, Addressee], first: bool, greeted: str
) -> tuple[list[str], str] | None:
    """Split a line into the names and the title it holds; None if it holds no name.

    Only the first line may be a bare name, or one that is greeted or repeats a name: "Colliton
    Park" is none.
    """
    name, title = line, ""
    match = _NAME_AND_TITLE.match(line)
    if match is not None:
        name, title = match["name"], match["title"]
    names = [bare_name(part) for part in re.split(r"\s+(?:and|&)\s+", name)]
    if not all(is_name(part) for part in names):
        return None
    told = all(slug(part) in known or _is_greeted(part, greeted) for part in names)
    if first or title or told:
        return names, title
    return None


def _is_greeted(name: str, greeted: str) -> bool:
    """Say whether a salutation means a person: by surname, first name, or both."""
    own = {slug(word) for word in name.split()}
    given = slug(name.split(maxsplit=1)[0])
    for part in re.split(r"\s+(?:and|&)\s+|,\s*", greeted):
        words = [slug(word) for word in _HONORIFIC.sub("", part).split()]
        if words and all(word in own or is_short_form(word, given) for word in words):
            return True
    return False
