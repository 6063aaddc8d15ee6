"""The judgements: rows of a table on the front page, a sentence for the overall one.

A row is the fixed words of an aspect followed by a grade and the end of a line. Rows are taken in
any order and however they are broken into lines. The chapters of a report repeat the grades in
their headings; where a heading says another grade than the table, there are two readings of that
aspect and it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ofsted_graph.importing.reports import front as kinds
from ofsted_graph.importing.reports.front import Front
from ofsted_graph.importing.reports.text import Body

OVERALL = "overall-effectiveness"
NOT_GIVEN_FROM = 2026
"""From this year on a report carries no overall grade."""

_GRADE = (
    r"(?P<grade>outstanding|good|requires?\s+improvement(?:\s+to\s+be\s+good)?|inadequate"
    r"|adequate|satisfactory|not\s+judged)"
)
_ROW_GRADE = rf"(?:Grade\s+[1-4]\s*\(?\s*)?{_GRADE}\)?(?:\s+\(?Grade\s+[1-4]\)?)?"
"""A grade in a table, which may have its number beside it: "Grade 4 (Inadequate)"."""
_FLAGS = re.IGNORECASE | re.MULTILINE
_NUMBER = r"(?:\d\.\s?(?:\d\.?\s?)?)?"


def _rows(labels: Mapping[str, str]) -> dict[str, str]:
    return {
        aspect: label.replace("[ -]", r"[\s-]+").replace(" ", r"\s+")
        for aspect, label in labels.items()
    }


_ILACS = _rows(
    {
        "impact-of-leaders": "The impact of leaders on social work practice with children and"
        " families",
        "help-and-protection": "The experiences and progress of children who need help (?:and|or)"
        " protection",
        "in-care-and-care-leavers": "The experiences and progress of children in care and care"
        "[ -]leavers",
        "in-care": "The experiences and progress of children in care",
        "care-leavers": "The experiences and progress of care[ -]leavers",
        OVERALL: "Overall effectiveness",
    }
)
_SIF = _rows(
    {
        "help-and-protection": "Children (?:who need|in need of) help and protection",
        "looked-after": "Children looked after and achieving permanence",
        "adoption": "Adoption performance",
        "care-leavers": "(?:The )?Experiences and progress of care[ -]leavers",
        "leadership": "Leadership, management and governance",
    }
)
_LOOKED_AFTER = _rows(
    {
        OVERALL: "Overall effectiveness",
        "capacity-to-improve": "Capacity to improve",
        "outcomes": "Outcomes for looked after children and young people",
        "quality-of-provision": "Quality of provision",
        "leadership": "Leadership and management",
    }
)
_HEADINGS = {
    **_ILACS,
    "looked-after": r"The\s+experiences\s+and\s+progress\s+of\s+children\s+looked\s+after\s+and\s+"
    r"achieving\s+permanence",
    "leadership": _SIF["leadership"],
    "adoption": r"The\s+graded\s+judgement\s+for\s+adoption\s+performance",
    "care-leavers": r"The\s+(?:graded\s+judgement\s+for\s+the\s+)?experiences\s+and\s+progress\s+of"
    r"\s+care\s+leavers",
}
_NEW_LABEL = r"The\s+(?:experiences\s+and\s+progress|impact)\s+of\b[^.:;]{5,120}?"
"""How a row begins whose aspect a later framework may bring."""
_TABLE_START = {
    kinds.ILACS: re.compile(r"^Judgement\s+Grade\b", _FLAGS),
    kinds.LOOKED_AFTER: re.compile(r"^Record of main findings\b", _FLAGS),
}
_OVERALL_SENTENCE = re.compile(
    rf"^(?:The\s+overall\s+judgement\s+is(?:\s+that\s+children's\s+services?)?"
    rf"|Children's\s+services(?:\s+in\s[^.:;]{{2,100}}?)?)\s+(?:(?:are|is)\s+)?{_GRADE}"
    rf"\s*(?:\.?\d?\s*$)",
    _FLAGS,
)
_BOARD = re.compile(
    rf"^The\s+(?:judgement\s+for\s+the\s+)?(?:effectiveness\s+of\s+the\s+)?"
    rf"(?:Local\s+Safeguarding\s+Children(?:'s)?\s+Board(?:\s+\(LSCB\))?|LSCB)"
    rf"\s+(?:is\s+)?{_GRADE}\s*(?:\.?\d?\s*$|because\b)",
    _FLAGS,
)
_GOES_ON = re.compile(r"\s*(?!because\b)[a-z]")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One aspect judged: the grade, the words printed and the page they stand on."""

    aspect: str
    grade: str
    printed: str
    page: int


@dataclass(frozen=True, slots=True)
class Missing:
    """An aspect without a judgement, and why."""

    aspect: str
    reason: str
    page: int


def grade_of(words: str) -> str | None:
    """Give the grade that printed words mean; None for words that are no grade of the scale.

    "Satisfactory" was never one: whether it stood for "adequate" only its author knew.

    >>> grade_of("Require  improvement"), grade_of("NOT JUDGED"), grade_of("satisfactory")
    ('requires-improvement', 'not-judged', None)
    """
    plain = " ".join(words.lower().split())
    if plain.startswith("require"):
        return "requires-improvement"
    if plain in {"outstanding", "good", "adequate", "inadequate"}:
        return plain
    return "not-judged" if plain == "not judged" else None


def read_judgements(
    body: Body, front: Front, *, published_from: int
) -> tuple[list[Judgement], list[Missing]]:
    """Read all judgements of a report.

    Args:
        body: The report.
        front: Its front page.
        published_from: The year in which it was published at the earliest.
    """
    if front.kind == kinds.LSCB:
        return _settle(_board(body), [], ["lscb"], front)
    start, labels = _table(body, front)
    rows, unread = _table_rows(body, labels, start)
    expected = [aspect for aspect in labels if aspect != "in-care-and-care-leavers"]
    found = {row.aspect for row in rows}
    if front.kind == kinds.ILACS:
        if "in-care-and-care-leavers" in found:
            expected = [aspect for aspect in labels if aspect not in {"in-care", "care-leavers"}]
        if OVERALL not in found and len(found) >= 3 and published_from >= NOT_GIVEN_FROM:
            rows.append(Judgement(OVERALL, "not-given", "", front.page))
    others = list(_headings(body, front, start)) if front.kind != kinds.LOOKED_AFTER else []
    if front.kind in {kinds.SIF, kinds.SIF_REINSPECTION}:
        first_row = _first_row(body, labels, start)
        rows += _sentences(body, _OVERALL_SENTENCE, OVERALL, front.end, first_row)
        expected.insert(0, OVERALL)
    if front.kind == kinds.SIF:
        rows += _board(body)
        if "local safeguarding" in front.title.lower():
            expected.append("lscb")
    kept, missing = _settle(rows, others, expected, front)
    return kept, [*missing, *unread]


def _settle(
    rows: Sequence[Judgement],
    others: Iterable[Judgement],
    expected: Sequence[str],
    front: Front,
) -> tuple[list[Judgement], list[Missing]]:
    """Keep the aspects with one reading; say why the others are missing."""
    told = {*expected, *(row.aspect for row in rows)}
    readings: dict[str, list[Judgement]] = {aspect: [] for aspect in (*expected, *sorted(told))}
    for row in (*rows, *others):
        if row.aspect in told:
            readings[row.aspect].append(row)
    kept: list[Judgement] = []
    missing: list[Missing] = []
    for aspect, claims in readings.items():
        grades = {claim.grade for claim in claims}
        if not claims:
            missing.append(Missing(aspect, "not found", front.page))
        elif len(grades) > 1:
            words = dict.fromkeys(f'"{claim.printed}" on page {claim.page}' for claim in claims)
            missing.append(Missing(aspect, f"two readings: {', '.join(words)}", claims[0].page))
        elif grades == {""}:
            missing.append(Missing(aspect, f'"{claims[0].printed}" is not a grade', claims[0].page))
        else:
            kept.append(claims[0])
    return kept, missing


def _table(body: Body, front: Front) -> tuple[int, Mapping[str, str]]:
    """Give where the table of judgements begins, and its labels."""
    labels = {kinds.ILACS: _ILACS, kinds.LOOKED_AFTER: _LOOKED_AFTER}.get(front.kind, _SIF)
    heading = _TABLE_START.get(front.kind)
    if heading is None:
        return front.end, labels
    places = [match.end() for match in heading.finditer(body.text, front.end)]
    if not places:
        return front.end, labels
    return (places[-1] if front.kind == kinds.LOOKED_AFTER else places[0]), labels


def _first_row(body: Body, labels: Mapping[str, str], start: int) -> int:
    row = rf"^{_NUMBER}(?:{'|'.join(labels.values())})(?:\.?\s+{_ROW_GRADE})?[ .]*$"
    match = re.compile(row, _FLAGS).search(body.text, start)
    return match.start() if match else start + 3000


def _table_rows(
    body: Body, labels: Mapping[str, str], start: int
) -> tuple[list[Judgement], list[Missing]]:
    """Read rows from the first one on, until something else comes.

    A label that no grade follows means that the columns of the table came apart, and that a grade
    after another label need not be its own: then no row is taken.
    """
    choice = "|".join(f"(?P<a{n}>{label})" for n, label in enumerate(labels.values()))
    row = re.compile(
        rf"\s*{_NUMBER}(?:{choice}|(?P<new>{_NEW_LABEL}))\.?\s+{_ROW_GRADE}[*\d]?[ .]*$", _FLAGS
    )
    bare = re.compile(rf"\s*{_NUMBER}(?:{'|'.join(labels.values())})\b[ .]*$", _FLAGS)
    aspects = list(labels)
    rows: list[Judgement] = []
    unread: list[Missing] = []
    pending: list[Missing] = []
    place = _first_row(body, labels, start)
    while (match := row.match(body.text, place)) is not None:
        place = match.end()
        if match["new"] is not None:
            words, page = body.words(match, "new"), body.page(match.start("new"))
            if (known := _known_aspect(words, labels)) is not None:
                rows.append(_judgement(body, match, known))
                continue
            # It is a row only if another comes after it; else it begins the text below the table.
            pending.append(Missing("unknown aspect", f'not one of ours: "{words[:80]}"', page))
            continue
        unread, pending = [*unread, *pending], []
        aspect = next(aspects[n] for n in range(len(aspects)) if match[f"a{n}"] is not None)
        rows.append(_judgement(body, match, aspect))
    if (match := bare.match(body.text, place)) is not None:
        page = body.page(match.end())
        return [], [*unread, Missing("table of judgements", "its columns came apart", page)]
    return rows, unread


def _known_aspect(words: str, labels: Mapping[str, str]) -> str | None:
    """Find the aspect whose label some words are, but for one word too many.

    >>> _known_aspect("The experiences and progress of children care leavers", _ILACS)
    'care-leavers'
    """
    plain = words.split()
    shorter = {" ".join([*plain[:at], *plain[at + 1 :]]) for at in range(1, len(plain))}
    meant = {
        aspect
        for aspect, label in labels.items()
        if any(re.fullmatch(label, fewer, re.IGNORECASE) for fewer in shorter)
    }
    return meant.pop() if len(meant) == 1 else None


def _headings(body: Body, front: Front, start: int) -> Iterable[Judgement]:
    """Read the grades that the headings of chapters repeat."""
    labels = _ILACS if front.kind == kinds.ILACS else _HEADINGS
    for aspect, label in labels.items():
        if aspect == OVERALL or (front.kind != kinds.ILACS and aspect not in {*_SIF}):
            continue
        heading = re.compile(
            rf"^{label}\.?(?:\s*:|\s+(?:are|is)(?:\s+that\s+it\s+is|\s+that\s+it)?:?)?\s+{_GRADE}"
            r"[ .]*$",
            _FLAGS,
        )
        for match in heading.finditer(body.text, start + 1):
            if not _GOES_ON.match(body.text, match.end()):
                yield _judgement(body, match, aspect)


def _board(body: Body) -> list[Judgement]:
    return list(_sentences(body, _BOARD, "lscb", 0, len(body.text)))


def _sentences(
    body: Body, pattern: re.Pattern[str], aspect: str, start: int, end: int
) -> Iterable[Judgement]:
    """Read sentences that are headings: nothing in small letters goes on after them."""
    for match in pattern.finditer(body.text, start, end):
        if not _GOES_ON.match(body.text, match.end()):
            yield _judgement(body, match, aspect)


def _judgement(body: Body, match: re.Match[str], aspect: str) -> Judgement:
    printed = body.words(match, "grade")
    return Judgement(aspect, grade_of(printed) or "", printed, body.page(match.start("grade")))
