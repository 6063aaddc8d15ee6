"""What the summary of a report tells of the last inspection: its year or month, and its grade.

Since 2018 no section of formal statements tells of earlier inspections; the summary under the table
of judgements mostly does, in words of its own: "since the last inspection in November 2022, when
services were judged to be good". Words that say "last" or "previous" count before those that
only name a year. A grade is taken for the overall one only where the words judge the whole:
"services for children in care have declined since 2015, when they were judged to be good" judges
a part, and what is a part is said and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ofsted_graph.importing.reports.grades import OVERALL, grade_of
from ofsted_graph.importing.reports.previous import GRADE, Told, base_form
from ofsted_graph.importing.reports.printed_days import partial_date, partial_date_pattern
from ofsted_graph.importing.reports.text import Body, one_line

LONGEST_TABLE = 1_100
LONGEST = 6_000
"""More than the characters that a table of judgements, and a summary, ever had."""

_FLAGS = re.IGNORECASE | re.DOTALL
_DATE = partial_date_pattern("date")
_ROW_END = re.compile(
    r"\b(?:Outstanding|Good|Inadequate|Requires\s+improvement(?:\s+to\s+be\s+good)?)[*\d]?[ .]*$",
    re.MULTILINE,
)
"""The end of a row of the table; there grades have a capital, in sentences they have none."""
_END = re.compile(
    r"^(?:What needs to improve|\d{1,2}\.\s?[A-Z]"
    r"|The (?:impact of leaders|experiences and progress) [^.]{5,120}?(?::| is| are)\s+"
    r"(?:outstanding|good|inadequate|requires? improvement))",
    re.MULTILINE,
)
_SENTENCE = re.compile(r"(?s:.+?)(?:\.(?=\s+[A-Z0-9])|\Z)")
_LAST = re.compile(
    rf"\b(?:last|previous|most\s+recent)\s+(?:[^.;,]{{0,90}}?\s)??inspections?\b"
    rf"(?P<between>[^.;]{{0,110}}?)\b(?:in|of|dated)\s+{_DATE}"
    rf"|\b(?:last|previously)\s+inspected\b[^.;]{{0,30}}?\bin\s+{partial_date_pattern('by')}"
    rf"|\b(?:the\s+local\s+authority|services|the\s+council)\s+(?:was|were)\s+inspected\s+in\s+"
    rf"{partial_date_pattern('was')}",
    _FLAGS,
)
_SOME = re.compile(
    rf"\b(?:since|of|at|following|after|from|the|its|their|single|full|ILACS|SIF|framework"
    rf"|judgement|graded|standard|short)\s+(?:\([A-Z]+\)\s+)?inspection\b"
    rf"(?P<between>[^.;]{{0,60}}?)\b(?:in|of)\s+{_DATE}"
    rf"|\b(?:the|Ofsted|full|since)\s+(?P<by>20\d\d)\s+(?:(?:single|full|Ofsted|ILACS|SIF|standard"
    rf"|short|judgement)\s+)*inspection\b"
    rf"|\b(?:judged|rated|graded|found)\s+(?:to\s+be\s+|as\s+)?{GRADE}(?:\s+overall)?\s+in\s+"
    rf"{partial_date_pattern('was')}",
    _FLAGS,
)
_NOT_FULL = re.compile(
    r"\bvisit|monitoring|joint|JTAI|thematic|targeted|fostering|adoption|SEND\b|special educational"
    r"|children's home",
    re.IGNORECASE,
)
_PREDECESSOR = re.compile(
    r"\b(?:predecessor|former (?:county )?council|(?:is|was) the first inspection)\b", _FLAGS
)
_BARE = re.compile(r"\b(?:last|previous)\s+(?:[\w()']+\s+){0,5}?inspections?\b", re.IGNORECASE)

_JUDGED = r"(?:judged|rated|graded|found|assessed|considered)"
_VERB = (
    rf"(?:(?:was|were|is|being|been)\s+)?(?:overall\s+)?{_JUDGED}(?:\s+(?:all|overall|services|"
    r"as|to|be|being|by|Ofsted))*"
)
_AFTER = re.compile(
    rf"^(?P<subject>[^.;]{{0,130}}?)(?:\b{_VERB}|\b(?:was|were))\s+'?(?P<grade>{GRADE})\b'?"
    r"(?P<tail>.*)$",
    _FLAGS,
)
_REQUIRED = re.compile(
    r"^(?P<subject>[^.;]{0,130}?)\b(?P<grade>required\s+improvement)\b(?P<tail>.*)$", _FLAGS
)
_BEFORE = re.compile(
    rf"(?P<subject>.*)\b(?:{_VERB}|judgement\s+of)\s+'?(?P<grade>{GRADE})\b'?(?P<tail>[^.;]{{0,90}})$",
    _FLAGS,
)
_PART = re.compile(
    r"\b(?:in\s+care|care[ -](?:leavers|experienced)|looked[ -]after|leaders|leadership|protection"
    r"|adoption|permanence|fostering|front\s+door|(?:quality|impact)\s+of\b.*\bpractice)\b",
    _FLAGS,
)
_OF_PART = re.compile(
    r"^\s*'?\s*,?\s*(?:for|in)\s+(?!all\b|every\b|overall\b|each\b|20\d\d\b)", _FLAGS
)
_ALL = re.compile(r"^'?\s*overall\b", re.IGNORECASE)
_LIST = re.compile(
    r"^(?:,\s*(?:[A-Z][a-z]+\s+)?20\d\d)*,?\s+and\s+(?:in\s+)?(?:[A-Z][a-z]+\s+)?20\d\d"
)
_OF_ALL = re.compile(
    r"\b(?:for|in)\s+(?:their\s+|its\s+)?overall\b|\boverall\s+effectiveness\b", _FLAGS
)
_REFERS = re.compile(
    r"^[\s,]*(?:when|where|which|and|at\s+which|in\s+which)?\s*(?:they|it|these|this)?\s*$", _FLAGS
)


@dataclass(slots=True)
class Summary:
    """What was told, if anything, and what was not taken: field, reason, page."""

    told: Told | None = None
    left_out: list[tuple[str, str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Hit:
    date: str
    sentence: str
    start: int
    end: int
    page: int


def read_summary(body: Body, start: int, *, before: str) -> Summary:
    """Read what a report's summary tells of the last inspection.

    Args:
        body: The report.
        start: Where the front page's fields end.
        before: The first day of this inspection; what is not before it is not a previous one.
    """
    place, stop = summary_at(body, start)
    found = Summary()
    page = body.page(place)
    sentences = list(_sentences(body, place, stop))
    hits = list(_hits(sentences, _LAST, before)) or list(_hits(sentences, _SOME, before))
    if not hits:
        if any(_BARE.search(text) for _, text in sentences):
            found.left_out.append(("previous inspection", "told of without its date", page))
        return found
    if _PREDECESSOR.search(body.text, place, stop):
        found.left_out.append(("previous inspection", "it may be a predecessor's", page))
        return found
    dates = _most_exact({hit.date for hit in hits})
    if len(dates) > 1:
        reason = f"two readings: {', '.join(sorted(dates))}"
        found.left_out.append(("previous inspection", reason, hits[0].page))
        return found
    grades = {grade for hit in hits if (grade := _grade(hit, found))}
    if len(grades) > 1:
        reason = f"two readings: {', '.join(sorted(grades))}"
        found.left_out.append(("previous overall grade", reason, hits[0].page))
    told = {OVERALL: grades.pop()} if len(grades) == 1 else {}
    found.told = Told(dates.pop(), told, hits[0].page)
    return found


def summary_at(body: Body, start: int) -> tuple[int, int]:
    """Give where the text under the table of judgements begins and ends.

    No row of the table is looked for by its name, because which rows there are has changed.
    """
    rows = list(_ROW_END.finditer(body.text, start, min(start + LONGEST_TABLE, len(body.text))))
    place = start
    for row in rows:
        # Rows follow each other closely; a line of the text may end with such a word as well.
        if row.start() - place > 250:
            break
        place = row.end()
    end = _END.search(body.text, place, min(place + LONGEST, len(body.text)))
    return place, end.start() if end else min(place + LONGEST, len(body.text))


def _sentences(body: Body, place: int, stop: int) -> Iterator[tuple[int, str]]:
    for match in _SENTENCE.finditer(body.text, place, stop):
        yield body.page(match.start()), one_line(match.group())


def _hits(
    sentences: list[tuple[int, str]], pattern: re.Pattern[str], before: str
) -> Iterator[_Hit]:
    for page, text in sentences:
        for match in pattern.finditer(text):
            date = partial_date(match["date"] or match["by"] or match["was"])
            if _LIST.match(text[match.end() :]):
                # "Inadequate in 2011, 2013 and 2015" tells of three, and the first is not the last.
                continue
            if date and date < before[: len(date)] and not _NOT_FULL.search(match.group()):
                yield _Hit(date, text, match.start(), match.end(), page)


def _most_exact(dates: set[str]) -> set[str]:
    """Leave out a year where a month in it is told too.

    >>> sorted(_most_exact({"2018", "2018-11"}))
    ['2018-11']
    """
    return {one for one in dates if not any(o != one and o.startswith(one) for o in dates)}


def _grade(hit: _Hit, found: Summary) -> str:
    """Read the overall grade told in a sentence, after the date or before it."""
    head, rest = hit.sentence[: hit.start], hit.sentence[hit.end :]
    # "judged to be inadequate in all areas in 2016" stands within the words that name the year.
    match = _AFTER.match(rest) or _REQUIRED.match(rest)
    if match is None or (len(match["subject"]) > 100 and "when" not in match["subject"]):
        match = _BEFORE.match(hit.sentence[: hit.end])
        head = ""
    if match is None:
        return ""
    subject, tail = match["subject"], match["tail"]
    whole = _OF_ALL.search(f"{subject} {tail[:160]}") is not None or _ALL.match(tail) is not None
    whole = whole and not _PART.search(subject)
    # "They" are what the sentence began with.
    who = f"{head} {subject}" if _REFERS.match(subject) else subject
    if not whole and (_PART.search(who) or _OF_PART.match(tail)):
        reason = f'told of a part: "{match["grade"]}"'
        found.left_out.append(("previous overall grade", reason, hit.page))
        return ""
    return grade_of(base_form(match["grade"])) or ""
