"""What a report tells of the inspections before it.

Until 2013 councils were inspected for safeguarding and for looked after children; few of those
reports are public any more, and later ones tell their month and grades. These are read as
inspections of their own, named by council and month. A sentence gives the month and the next one
the grades.

From September 2013 on the previous inspection has a report of its own, with exact days. What is
told of it goes into the table `previous` (`Told`): the build looks for the inspection meant,
because a second one named by month or year would be a double of the first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ofsted_graph.importing.reports.grades import Judgement, grade_of
from ofsted_graph.importing.reports.printed_days import partial_date, partial_date_pattern
from ofsted_graph.importing.reports.section import statements
from ofsted_graph.importing.reports.text import Body

OWN_REPORTS_FROM = "2013-07"
"""From this month on inspections have reports with exact days."""

_FLAGS = re.IGNORECASE | re.DOTALL
_DATE = partial_date_pattern("date")
GRADE = (
    r"(?:outstanding|good|requir(?:e|es|ed|ing) improvement(?: to be good)?|inadequate|adequate"
    r"|satisfactory)"
)
_BEFORE = re.compile(
    rf"^the (?:(?:previous|last|most recent)(?: Ofsted)? inspections?(?: reports?)? (?:of|for) )?"
    rf"(?P<what>.+?) (?:was|were)(?: previously| also| last)?(?: inspected| held)?"
    rf"(?P<published> published)?(?: also)? in {_DATE}(?P<rest>.*)$",
    _FLAGS,
)
_JUDGED = re.compile(
    r"\bjudged(?: to be| as| to| that (?:services|they|it) (?:was|were))?:? (?:grade \d \()?"
    r"(?P<grades>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SUBJECT = re.compile(
    r"^(?:the (?:local authority|service|council)\b|services\b|it\b|both\b|ofsted judged\b)",
    re.IGNORECASE,
)
_ONE_GRADE = re.compile(rf"\b(?P<grade>{GRADE})\b(?P<of>.*?)(?=\b{GRADE}\b|$)", _FLAGS)
_FOR = re.compile(r"\s*(?:for|in)\b", _FLAGS)
_SAFEGUARDING = re.compile(r"safeguarding|protection of children|help and protection", _FLAGS)
_LOOKED_AFTER = re.compile(r"looked[ -]after|in care\b", _FLAGS)
_OVERALL = re.compile(r"overall effectiveness|overall\b", _FLAGS)
_OTHER = re.compile(
    r"adoption|fostering|children's homes?|contact, referral|serious|secure|residential", _FLAGS
)
_VISIT = re.compile(r"\bvisits?\b|monitoring|joint targeted|thematic", _FLAGS)
_OVERALL_TOLD = re.compile(
    rf"^(?:it|the local authority|the council|services)\b(?: was| were)? overall judged to be "
    rf"(?P<grade>{GRADE})$",
    _FLAGS,
)
_LISTED = re.compile(rf"\boverall effectiveness: (?P<grade>{GRADE})\b", _FLAGS)
_WHOLE = re.compile(r"^the local authority's children's services$|^children's services$", _FLAGS)


@dataclass(slots=True)
class Earlier:
    """An inspection until 2013: its month and, by aspect, how the council was judged."""

    date: str
    page: int
    published: bool = False
    judgements: list[Judgement] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of an inspection that has a report of its own; `grades` by aspect."""

    date: str
    grades: Mapping[str, str]
    page: int
    published: bool = False


@dataclass(slots=True)
class Before:
    """All that a report tells: earlier inspections, the previous one, and what was not read."""

    earlier: list[Earlier] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    left_out: list[tuple[str, str, int]] = field(default_factory=list)


def read_section(body: Body) -> Before:
    """Read the formal statements of the section on the council."""
    found = Before()
    sentences = [(body.page(offset), text) for offset, text in statements(body)]
    for place, (page, text) in enumerate(sentences):
        match = _BEFORE.match(text)
        if match is None or _is_other(match["what"]):
            continue
        following = [text for _, text in sentences[place + 1 : place + 9]]
        aspects = _aspects(match["what"])
        if _WHOLE.match(match["what"]):
            listed = _LISTED.search(" ".join(following))
            grades = {"overall-effectiveness": listed["grade"]} if listed else {}
        elif aspects:
            grades = _judged(match["rest"], following, aspects)
        else:
            continue
        date, published = partial_date(match["date"]), match["published"] is not None
        if date[:7] >= OWN_REPORTS_FROM and "overall-effectiveness" not in grades:
            overall = next(filter(None, map(_OVERALL_TOLD.search, following[:4])), None)
            if overall is not None:
                grades = {**grades, "overall-effectiveness": overall["grade"]}
        if not grades or not date:
            found.left_out.append(("previous inspection", f"no grade told of {date}", page))
        if not aspects or date[:7] >= OWN_REPORTS_FROM:
            found.told.append(Told(date, _plain_grades(grades), page, published))
        elif date:
            _add(found, Earlier(date, page, published), grades)
    return found


def _is_other(what: str) -> bool:
    """Say whether it was an inspection of something else, such as a children's home, or none."""
    if _VISIT.search(what):
        return True
    return _OTHER.search(what) is not None and _LOOKED_AFTER.search(what) is None


def _aspects(what: str) -> list[str]:
    kinds = (("safeguarding", _SAFEGUARDING), ("looked-after", _LOOKED_AFTER))
    return [aspect for aspect, pattern in kinds if pattern.search(what)]


def _grades(words: str, aspects: list[str]) -> dict[str, str]:
    """Give each aspect the printed grade told of it; none where that is not clear.

    >>> _grades("good for safeguarding and adequate for looked after", ["safeguarding"])
    {'safeguarding': 'good', 'looked-after': 'adequate'}
    >>> _grades("inadequate for help and protection services", ["safeguarding", "looked-after"])
    {'safeguarding': 'inadequate'}
    """
    told = [(match["grade"], match["of"]) for match in _ONE_GRADE.finditer(words)]
    if len(told) == 1:
        grade, of = told[0]
        # "Inadequate for help and protection" says nothing of children looked after.
        named = _aspects(of) if _FOR.match(of) else []
        return dict.fromkeys(named or aspects, grade)
    grades: dict[str, str] = {}
    for grade, of in told:
        named = _aspects(of) or (["overall-effectiveness"] if _OVERALL.search(of) else [])
        for aspect in named:
            if grades.setdefault(aspect, grade) != grade:
                return {}
    return grades


def _judged(rest: str, following: Sequence[str], aspects: list[str]) -> dict[str, str]:
    """Read "was judged to be…", in the same sentence or in the next one."""
    words = rest if "judged" in rest else ""
    if not words and following and _SUBJECT.match(following[0]):
        words = following[0]
    judged = _JUDGED.search(words)
    return _grades(judged["grades"], aspects) if judged else {}


def _plain_grades(printed: Mapping[str, str]) -> dict[str, str]:
    """Give the grades told by aspect, without those that are none of our words."""
    grades = {aspect: grade_of(base_form(words)) for aspect, words in printed.items()}
    return {aspect: grade for aspect, grade in grades.items() if grade}


def base_form(grade: str) -> str:
    """Give the plain form of a verb's: "requiring improvement"."""
    return re.sub(r"^requir(?:ed|ing)\b", "requires", grade.lower())


def _add(found: Before, inspection: Earlier, grades: dict[str, str]) -> None:
    """Join what is told of one month; one inspection may be told in two sentences."""
    same = (
        one
        for one in found.earlier
        if (one.date, one.published) == (inspection.date, inspection.published)
    )
    one = next(same, inspection)
    if one is inspection:
        found.earlier.append(one)
    for aspect, printed in grades.items():
        grade = grade_of(base_form(printed))
        if grade is None:
            reason = f'"{printed}" is not a grade of that year'
            found.left_out.append((f"previous {aspect} grade", reason, inspection.page))
            one.notes.append(f'The {aspect} grade is told as "{printed}".')
        else:
            one.judgements.append(Judgement(aspect, grade, printed, inspection.page))
