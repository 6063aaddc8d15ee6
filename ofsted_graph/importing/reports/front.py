"""The front page: which kind of report it is, on which council, and the fields printed there.

Every kind has a title of fixed words around the council's name. The words decide the kind; what is
left is the name. "Inspection" has to begin a line: "Warwickshire Inspection of…" is no
re-inspection.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ofsted_graph.errors import InputError
from ofsted_graph.importing.reports.text import Body, one_line

LONGEST_LEAD = 250
ILACS = "ilacs"
SIF = "sif"
SIF_REINSPECTION = "sif-reinspection"
LOOKED_AFTER = "looked-after-2013"
LSCB = "lscb-review"

_FLAGS = re.IGNORECASE | re.MULTILINE
_DATES = re.compile(r"^(?:Inspection dates?|Dates? of inspection)\b:?", _FLAGS)
_NEXT_FIELD = re.compile(
    r"^(?:Lead inspectors?|Report(?:ing)?\b|Published|Publication|Age group|Judgement|The overall"
    r"|Children's services|The Local|\d\. )",
    _FLAGS,
)
_PUBLISHED = re.compile(
    r"^(?:Report )?(?:published(?: on)?|publication date|date published):?[ \t]*(?P<date>.*)$",
    _FLAGS,
)
_LEAD = re.compile(
    r"^(?:Lead inspectors?:?|Reporting inspectors?:?)\s*(?P<names>.*?)\s*"
    r"(?=^(?:Judgement|Key judgement|Age group|Published|Report published|The impact of leaders"
    r"|The experiences and progress|Overall effectiveness)\b|\Z)",
    _FLAGS | re.DOTALL,
)
_BOARD = re.compile(r"\s*(?:Local )?Safeguarding Children'?s? Board\s*$", re.IGNORECASE)
_NUMBERS = re.compile(r"^\d{1,3}\s+|(?<=[a-z])\d{1,2}$")
"""A page number before the council's name, and the mark of a footnote after it."""
_NOTE_MARK = re.compile(r"(?<=[a-z])\d+$", re.MULTILINE)


def _words(text: str, end: str = "") -> re.Pattern[str]:
    """Compile words that begin a line and may be parted by any line breaks."""
    return re.compile(f"^{text}{end}".replace(" ", r"\s+"), _FLAGS | re.DOTALL)


_CHILDREN = (
    "inspection of services for children in need of help and protection, children looked after and"
    " care leavers"
)
_TITLES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (SIF, _words(_CHILDREN), "before"),
    (SIF_REINSPECTION, _words(rf"Re-?\s?{_CHILDREN}"), "before"),
    (LOOKED_AFTER, _words("Inspection of looked after children services"), "after"),
    (
        LSCB,
        _words("(?:and )?Review of the effectiveness of the Local Safeguarding Children"),
        "before",
    ),
    (
        ILACS,
        _words(
            r"Inspection of(?: local authority)? children's(?: social care)? services", r"\s*\Z"
        ),
        "before",
    ),
    (
        ILACS,
        _words(
            r"Inspection of(?: the)? (?P<name>(?:(?!^Inspection of).)+?)(?: local authority)?"
            r" children's(?: social care)? services",
            r"\s*\Z",
        ),
        "within",
    ),
    (
        ILACS,
        _words(
            r"Inspection of(?: the)? (?P<name>(?:(?!^Inspection of).)+?)"
            r" children(?:'s| and families)?(?: services)? trust",
            r"\s*\Z",
        ),
        "within",
    ),
)
"""The kinds of report: the fixed words of the title, and where the council's name stands."""


@dataclass(frozen=True)
class Front:
    """What the front page prints.

    Attributes:
        kind: One of the kinds of this module.
        name: The council's name.
        title: The whole title on one line.
        page: The page on which it stands.
        dates: The text after "Inspection dates".
        published: The text after "Report published"; empty when there is no such line.
        lead: The text after "Lead inspector"; empty when the front page does not name one.
        end: Where the fields end and the judgements may begin.
    """

    kind: str
    name: str
    title: str
    page: int
    dates: str
    published: str
    lead: str
    end: int


def read_front(body: Body) -> Front:
    """Read the front page.

    Raises:
        InputError: It is not that of a report this importer knows.
    """
    found = _DATES.search(body.text, 0, _end_of_page(body, 2))
    if found is None:
        raise InputError("no line of its first pages gives the inspection's dates; not a report?")
    page = body.page(found.start())
    start = body.starts[page - 1]
    end = _end_of_page(body, page)
    head = body.text[start : found.start()]
    kind, name, words_at, above = _title(head)
    name = _NUMBERS.sub("", name)
    if not name or len(name) > 90:
        raise InputError(f"page {page}: the title does not name a council.")
    title = one_line(_NOTE_MARK.sub("", body.printed[start + words_at : found.start()]))
    stop = _NEXT_FIELD.search(body.text, found.end(), end)
    published = _PUBLISHED.search(body.text, found.end(), end)
    lead = _LEAD.search(body.text[:end], found.end())
    return Front(
        kind=kind,
        name=name,
        title=f"{one_line(body.printed[start : start + words_at])}: {title}" if above else title,
        page=page,
        dates=body.text[found.end() : stop.start() if stop else end],
        published=published["date"].strip() if published else "",
        lead=_lead(body, lead) if lead else "",
        end=max(found.end(), published.end() if published else 0, lead.end() if lead else 0),
    )


def _lead(body: Body, match: re.Match[str]) -> str:
    printed = body.printed[match.start("names") : match.end("names")]
    # Where the table below has an unknown heading, all of it would follow the name.
    return one_line(printed if len(printed) < LONGEST_LEAD else printed.partition("\n")[0])


def _end_of_page(body: Body, page: int) -> int:
    return body.starts[page] if page < len(body.starts) else len(body.text)


def _title(head: str) -> tuple[str, str, int, bool]:
    """Give the kind, the council's name, where the fixed words are, and if the name is above."""
    for kind, pattern, place in _TITLES:
        match = pattern.search(head)
        if match is None:
            continue
        if place == "within":
            # A running header may stand above the title, and looks like it.
            while (later := pattern.search(head, match.start() + 1)) is not None:
                match = later
            return kind, one_line(match["name"]), match.start(), False
        if place == "after":
            return kind, one_line(head[match.end() :]), match.start(), False
        name = one_line(head[: match.start()])
        if kind == LSCB:
            name = _BOARD.sub("", name)
        if name:
            return kind, name, match.start(), True
    raise InputError(
        "its title is not that of a report known here: an inspection of children's services "
        "(ILACS, or the single inspection framework), of services for looked after children, or a "
        "review of a Local Safeguarding Children Board."
    )
