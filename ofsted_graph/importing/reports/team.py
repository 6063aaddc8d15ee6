"""The inspectors: who led, and the list of the team at a report's end.

The list is lines of a label, a colon and names; a name or a label may go on in the next line. It
ends with the first line that can be neither. Ranks ("HMI", "Senior His Majesty's Inspector",
"additional inspector") are not part of a name and say nothing that is kept. A piece that is no name
once they are gone is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ofsted_graph.importing.reports.front import Front
from ofsted_graph.importing.reports.text import Body, one_line, plain
from ofsted_graph.people.names import bare_name, is_name

_ROLES = (
    ("deputy", re.compile(r"deputy lead inspectors?", re.IGNORECASE)),
    ("author", re.compile(r"(?:report|lead) author", re.IGNORECASE)),
    ("lead", re.compile(r"(?:lead|reporting) inspectors?(?: on site)?", re.IGNORECASE)),
    ("team", re.compile(r"team inspectors?", re.IGNORECASE)),
    (
        "team",
        re.compile(
            r"(?:additional|associate|regulatory|contracted|seconded|ofsted) inspectors?",
            re.IGNORECASE,
        ),
    ),
    ("quality-assurance", re.compile(r"quality assurance (?:managers?|leads?)", re.IGNORECASE)),
    # People who watched or analysed data: on the list, but no inspectors of this inspection.
    ("", re.compile(r"(?:shadow|supernumerary)\b[a-z ]*", re.IGNORECASE)),
    ("", re.compile(r"(?:senior )?(?:data|analytical|business)\b[a-z ]*", re.IGNORECASE)),
)
_LABEL = re.compile(
    r"(?P<label>(?:deputy |shadow |supernumerary |senior |quality |regulatory |additional "
    r"|associate |contracted |seconded |ofsted |lead |team |report |reporting |data |analytical )"
    r"+(?:assurance )?(?:inspectors?|managers?|leads?|author|analysts?|officers?)(?: on site)?)"
    r"\s*(?P<aside>\([^)]*\))?\s*(?P<colon>:|-|(?-i:(?=[A-Z])))",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^(?:The )?inspection team\b.*$", re.MULTILINE | re.IGNORECASE)
_RANK = re.compile(
    r"(?:^|(?<=[\s,]))(?:"
    r"(?:senior )?(?:her|his) majesty's (?:senior )?inspectors?(?: \(s?hmis?\))?"
    r"|senior (?:her|his) majesty's inspectors?|senior hmis?|s?hmis?|scris?"
    r"|(?:additional|associate|regulatory|contracted|seconded|ofsted|lead|shadow)\s+inspectors?"
    r"|designated?|[ao]is?)(?=$|[\s,.;)])(?: designated?\b)?\.?",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:deputy|assistant|regional|national) (?:director|lead)\b.*$", re.IGNORECASE
)
_NOT_A_NAME = re.compile(
    r"\b(?:quality|assurance|business|support|analyst|national|regional|consultant|adviser"
    r"|advisor|specialist)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:not applicable|n/?a|none|nil)\.?", re.IGNORECASE)
_PROSE = re.compile(r"(?<![\w'’-])(?!inspector|seconded|designate|associate)[a-z]{4,}")
_STOP = re.compile(r"\d{1,3}|.*[•\uf06e\uf0a7◼▪].*|(?:Information|Children|Any complaints|The)\b.*")


@dataclass(slots=True)
class Team:
    """Who inspected: names with roles, and the pieces that could not be read."""

    members: list[tuple[str, str, int]] = field(default_factory=list)
    unread: list[tuple[str, int]] = field(default_factory=list)

    def add(self, role: str, names: list[str], unread: list[str], page: int) -> None:
        """Add what one label gives; a person once per role."""
        known = {(name, its_role) for name, its_role, _ in self.members}
        for name in dict.fromkeys(names):
            if (name, role) not in known:
                self.members.append((name, role, page))
        self.unread += ((piece, page) for piece in unread)


def read_team(body: Body, front: Front) -> Team:
    """Read the lead inspectors on the front page, or else the list of the team."""
    team = Team()
    if front.lead:
        team.add("lead", *split_names(front.lead), front.page)
    for heading in _HEADING.finditer(body.text):
        listed = _list_after(body, heading.end())
        if listed:
            page = body.page(heading.start())
            for role, names in listed:
                team.add(role, *split_names(names), page)
            break
    return team


def _list_after(body: Body, start: int) -> list[tuple[str, str]]:
    """Give the labelled names below a heading: role and printed text."""
    listed: list[tuple[str, str]] = []
    for line in body.printed[start : start + 2500].split("\n")[1:]:
        label = _LABEL.match(plain(line))
        if label is not None and line[0].isupper():
            listed.append((_role(label["label"]), line[label.end() :]))
        elif listed and line and not _STOP.fullmatch(line) and len(_PROSE.findall(line)) < 3:
            role, names = listed[-1]
            # A second label may share a line with the end of the list before it.
            listed[-1] = (role, f"{names}\n{line}")
        elif listed:
            break
    return [(role, names) for entry in listed for role, names in _divide(*entry) if role]


def _divide(role: str, text: str) -> list[tuple[str, str]]:
    """Part "A, B. Shadow inspector: C", where a label follows in the same line."""
    parts: list[tuple[str, str]] = []
    place = 0
    for label in _LABEL.finditer(plain(text)):
        if label["colon"] == ":" and label.start() > 0:
            parts.append((role, text[place : label.start()]))
            role, place = _role(label["label"]), label.end()
    return [*parts, (role, text[place:])]


def _role(label: str) -> str:
    words = one_line(label)
    return next((role for role, pattern in _ROLES if pattern.fullmatch(words)), "")


def _parted(text: str) -> str:
    """Put a comma between two lines each of which ends or begins with a whole name.

    A list goes on in the next line, mostly in the middle of a person; where the last words of a
    line are a name and the first of the next are too, the comma was forgotten.
    """
    first, *others = [" ".join(line.split()) for line in text.strip("\n").split("\n")]
    joined = first
    for line in others:
        last = re.split(r"[,;&]|\band\b", joined)[-1].strip()
        following = re.split(r"[,;&]|\band\b", line)[0].strip()
        whole = is_name(bare_name(plain(last))) and is_name(bare_name(plain(following)))
        joined = f"{joined}, {line}" if whole else f"{joined} {line}"
    return joined


def split_names(text: str) -> tuple[list[str], list[str]]:
    r"""Part a list of names; give the names, and the pieces that are none.

    >>> split_names("Jo Bly HMI, Di Ray- Fox, Senior HMI and Al O’Dea (additional inspector)")
    (['Jo Bly', 'Di Ray-Fox', "Al O'Dea"], [])
    >>> split_names("Not applicable"), split_names("to be confirmed")
    (([], []), ([], ['to be confirmed']))
    >>> split_names("Jo Bly (HMI) Di Ray (OI)\nAl Odd"), split_names("Jo Bly/Al Odd")
    ((['Jo Bly', 'Di Ray', 'Al Odd'], []), (['Jo Bly', 'Al Odd'], []))
    """
    # A rank in brackets ends a person, whether or not a comma follows.
    text = re.sub(r"\([^)]*\)", ",", plain(_parted(text)))
    text = re.sub(r"(?<=\w)(?:- | -)(?=\w)", "-", text)
    names: list[str] = []
    unread: list[str] = []
    for piece in re.split(r"[,;&]|(?<=\w{2})/(?=\w{2})|\.\s|\band\b", text):
        words = _OFFICE.sub("", _RANK.sub(",", piece))
        for part in words.split(","):
            name = bare_name(part.strip(" .,:;-()"))
            if not name or _NOBODY.fullmatch(name):
                continue
            known = is_name(name) and _NOT_A_NAME.search(name) is None
            (names if known else unread).append(name)
    return names, unread
