"""Read reports on area SEND inspections, by Ofsted and the Care Quality Commission (CQC).

Such a report judges how a council and its health partners work for children with special
educational needs and/or disabilities. What is taken from it:

*   the inspection: council, days, the previous one as told, and the publication date, which only
    the file's name gives;
*   the outcome, one of three fixed sentences; its telling words are kept, not the sentence;
*   the lead inspectors of Ofsted and CQC and Ofsted's team. CQC's other inspectors are not kept:
    they work for another body, and no role is there for them;
*   the director of children's services, from the table of the partners. The table is part of the
    report, so the director was in post on some day from the inspection's first to the publication.
    Leaders of health bodies are not kept.

The text before the table tells of appointments too, but in free sentences on many posts; nothing is
read from it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_graph.errors import InputError, UnknownNameError
from ofsted_graph.facts.councils import CouncilIndex
from ofsted_graph.importing.days import Days, day_in_file_name, find_days, read_days
from ofsted_graph.importing.pdf import Document
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.send_people import read_partners, read_team
from ofsted_graph.importing.titles import DIRECTOR
from ofsted_graph.model import inspection_id

FRAMEWORK = "area-send"
OUTCOMES = {
    "typically-positive": "typically lead to positive experiences and outcomes",
    "inconsistent": "lead to inconsistent experiences and outcomes",
    "widespread-failings": "widespread and/or systemic failings",
}
"""Each outcome with the words that tell it."""

_PLACE = re.compile(
    r"\bArea SEND (?:full )?inspection of (?:the )?(?P<place>.{2,80}?) Local Area Partnership\b",
    re.IGNORECASE,
)
_DAYS = re.compile(r"\bInspection dates?:\s*", re.IGNORECASE)
_PREVIOUS = re.compile(r"\bDates? of previous inspection:\s*", re.IGNORECASE)
_NEVER = re.compile(r"not\b|none\b|n/a\b|first inspection", re.IGNORECASE)
_RUNNING = re.compile(r"(?:area send )?inspection report: ", re.IGNORECASE)
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class SendReader:
    """Reads a report into rows; made once, with the councils that reports may be about."""

    councils: CouncilIndex

    def __call__(self, document: Document) -> Reading:
        """Read one report.

        Raises:
            InputError: The document is no such report, or its council or days cannot be read.
        """
        first = " ".join(document.pages[0].split())
        place, dated = _PLACE.search(first), _DAYS.search(first)
        if place is None or dated is None:
            raise InputError(
                'is no area SEND report ("Area SEND inspection of ...", "Inspection dates: ...").'
            )
        days = read_days(first, dated.end())
        if days is None:
            raise InputError("its inspection dates cannot be read.")
        try:
            council = self.councils.resolve(place["place"], on=days.first)
        except UnknownNameError as error:
            raise InputError(str(error)) from error
        return self._read(document, first, days, council)

    def _read(self, document: Document, first: str, days: Days, council: str) -> Reading:
        reading = Reading()
        published = day_in_file_name(document.path.name)
        if published is None:
            reading.leave_out("publication date", "not in the file's name")
        source = f"send-{council}-{published or days.last}"
        label = self.councils[council].label
        reading.add(
            "sources",
            id=source,
            title=f"Area SEND inspection of {label} local area partnership",
            kind="send-report",
            publisher="Ofsted",
            date=str(published or ""),
            licence="OGL-UK-3.0",
        )
        inspection = inspection_id(council, FRAMEWORK, str(days.first))
        common = {"council": council, "framework": FRAMEWORK, "source": source}
        reading.add(
            "inspections",
            **common,
            inspection=inspection,
            started=str(days.first),
            ended=str(days.last),
            visits=days.visits,
            previous=self._add_previous(reading, first, council, source),
            locator="page 1",
        )
        if published:
            reading.add(
                "inspections",
                **common,
                inspection=inspection,
                published=str(published),
                locator="file name",
            )
        _check_running_header(reading, document, days)
        _add_outcome(reading, first, inspection, source)
        _add_team(reading, document, inspection, source)
        _add_director(reading, document, council, source, (days.first, published))
        return reading

    def _add_previous(self, reading: Reading, first: str, council: str, source: str) -> str:
        """Read the previous inspection, add a row for it and give its name; empty if none."""
        told = _PREVIOUS.search(first)
        if told is None or _NEVER.match(first, told.end()):
            return ""
        days = read_days(first, told.end())
        if days is None:
            reading.leave_out("previous inspection", "its date cannot be read", 1)
            return ""
        try:
            # A council of the same name may have been there before this one.
            before = self.councils.resolve(self.councils[council].label, on=days.first)
        except UnknownNameError as error:
            reading.leave_out("previous inspection", str(error), 1)
            return ""
        inspection = inspection_id(before, FRAMEWORK, str(days.first))
        reading.add(
            "inspections",
            inspection=inspection,
            council=before,
            framework=FRAMEWORK,
            started=str(days.first),
            # One day told is the first: no such inspection takes one day.
            ended="" if days.first == days.last else str(days.last),
            source=source,
            locator="page 1",
            note="as told by the report on the next one",
        )
        return inspection


def _add_outcome(reading: Reading, first: str, inspection: str, source: str) -> None:
    start = first.find("Inspection outcome")
    text = first[max(start, 0) :].lower()
    found = [grade for grade, words in OUTCOMES.items() if words in text]
    if len(found) != 1:
        problem = f"two readings: {', '.join(found)}" if found else "not found"
        reading.leave_out("outcome", problem, 1)
        return
    reading.add(
        "judgements",
        inspection=inspection,
        aspect="send-outcome",
        grade=found[0],
        printed=OUTCOMES[found[0]],
        source=source,
        locator="page 1",
    )


def _check_running_header(reading: Reading, document: Document, days: Days) -> None:
    """Report a running header that gives other days than the title; the title is right."""
    other: set[str] = set()
    for page in document.pages[1:]:
        lines = page.split("\n")[:3]
        # A page's number may stand behind the days.
        text = re.sub(r"\s\d{1,2}$", "", " ".join(lines[:1] if "," in lines[0] else lines[:2]))
        found = find_days(text) if _RUNNING.match(text) else None
        if found and found.periods != days.periods:
            other.add(f"{found.first} to {found.last}")
    for said in sorted(other):
        reading.leave_out("inspection days in the running header", said, 2)


def _section(document: Document, start: str, ends: Sequence[str]) -> tuple[int, list[str]]:
    """Give the lines after the last line that holds `start`, up to one that begins with an end."""
    lines = [(n, line) for n, line in document.lines() if len(line) < _LONGEST_LINE]
    place = next((i for i in range(len(lines) - 1, -1, -1) if start in lines[i][1].lower()), None)
    if place is None:
        return 0, []
    section: list[str] = []
    for _, line in lines[place + 1 :]:
        if line.startswith(tuple(ends)):
            break
        section.append(line)
    return lines[place][0], section


def _add_director(
    reading: Reading,
    document: Document,
    council: str,
    source: str,
    seen: tuple[dt.date, dt.date | None],
) -> None:
    page, lines = _section(document, "partnership details", ["Information about this inspection"])
    people = read_partners(lines)
    directors = [(name, post) for name, post in people if post.role == DIRECTOR]
    field = "director of children's services"
    if len(directors) == 1 and seen[1] is not None:
        name, post = directors[0]
        reading.add(
            "tenures",
            person=name,
            role=post.role,
            organisation=council,
            capacity=post.capacity,
            seen=f"[{seen[0]}..{seen[1]}]",
            title=post.title,
            source=source,
            locator=f"page {page}",
        )
    elif directors:
        names = ", ".join(name for name, _ in directors)
        dated = "two readings" if len(directors) > 1 else "no publication date, so no last day"
        reading.leave_out(field, f"{dated}: {names}", page)
    else:
        unclear = [f"{post.title}: {post.reason}" for _, post in people if post.reason]
        reading.leave_out(field, unclear[0] if unclear else "no name with a title found", page)


def _add_team(reading: Reading, document: Document, inspection: str, source: str) -> None:
    ends = ["If you are not happy", "The Office for Standards"]
    page, lines = _section(document, "inspection team", ends)
    team = read_team(lines)
    for name, role in team.members:
        reading.add(
            "inspectors",
            inspection=inspection,
            name=name,
            role=role,
            source=source,
            locator=f"page {page}",
        )
    for text in team.unread:
        reading.leave_out("inspectors", f'cannot read "{text}"', page)
    for missing in sorted({"lead", "cqc-lead"} - {role for _, role in team.members}):
        reading.leave_out(f"{missing} inspector", "not found", page)
