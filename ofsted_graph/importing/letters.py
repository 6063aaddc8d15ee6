"""Read Ofsted's letters on focused and monitoring visits.

A letter is addressed to the head of a council's children's services, tells of one visit and is
signed by the inspector who led it. What is taken from it:

*   the visit: council, days, theme, and when the letter was published, once as printed and once as
    the file's name says (the site's date); the two differ now and then, and both are kept;
*   its inspectors: the one who signed leads, the others named for the visit are the team;
*   who was addressed, as a tenure seen on the letter's day, if the title says which post it is, and
    as an addressee if it does not.

People are read from the address, the salutation, the phrase that names the inspectors and the
signature, and from nowhere else: the text in between is about children. Each field is read by a
rule that can fail; what it does not find, or finds twice, is left out with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_graph.errors import InputError, UnknownNameError
from ofsted_graph.facts.councils import CouncilIndex
from ofsted_graph.importing.addressees import Addressee, Opening, read_opening
from ofsted_graph.importing.days import Days, day_in_file_name, find_days, read_day
from ofsted_graph.importing.inspector_lists import read_assurance, read_inspectors, read_signature
from ofsted_graph.importing.pdf import Document
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.themes import read_theme
from ofsted_graph.importing.titles import DIRECTOR, TRUSTS, may_be_director, read_title
from ofsted_graph.model import inspection_id
from ofsted_graph.people.names import kinship

_KIND = re.compile(r"\b(focused|monitoring) visit\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"\b(?:focused|monitoring) visit (?:to|of|at) (?:the )?(?P<place>.{2,120}?)[.,]?"
    r"(?= (?:children|young people)[’']?s (?:services|trust)| This letter\b| (?:Her|His) Majesty)",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\bThis letter (?:summari[sz]es|contains|sets out|reports)\b.{0,60}?\b(?:focused|monitoring)"
    r" visit\b(?P<rest>.{0,500})",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:to|of|at|on behalf of) (?:the )?(?P<place>[A-Z].{1,80}?)"
    r"(?=[’']s? [Cc]hildren|,? (?:[Cc]hildren|[Yy]oung [Pp]eople)[’']?s?\b|,| \(|\.(?: |$)"
    r"| (?:on|between|from|during) (?:the )?\d| carried out| who\b| that\b)"
)
_NOT_PLACE = re.compile(r"[’']s$|\s+(?:children first|local authority)$", re.IGNORECASE)
_LONGEST_WAIT = dt.timedelta(days=366)
"""A letter follows a visit by weeks; more than a year means that a date was misread."""

_LONGEST_POST = dt.timedelta(days=183)
"""Letters are published some weeks after their date."""

_LONGEST_VISIT = dt.timedelta(days=31)
"""Visits take two days, some in two parts."""

_LONGEST_LINE = 200
"""No line of an address is longer; a hostile one would keep the patterns busy."""


@dataclass(frozen=True, slots=True)
class LetterReader:
    """Reads a letter into rows; made once, with the councils that letters may be about."""

    councils: CouncilIndex

    def __call__(self, document: Document) -> Reading:
        """Read one letter.

        Raises:
            InputError: The document is no letter on a visit, or names no council or no date.
        """
        return _Letter(document, self.councils).read()


class _Letter:
    def __init__(self, document: Document, councils: CouncilIndex) -> None:
        self.councils = councils
        self.reading = Reading()
        self.pages = document.pages
        self.path = document.path
        lines = document.pages[0].split("\n")
        opening = read_opening([line for line in lines if 0 < len(line) < _LONGEST_LINE])
        self.text = " ".join(document.pages[0].split())
        kinds = {kind.lower() for kind in _KIND.findall(self.text)}
        if opening is None or not kinds:
            raise InputError('is no letter on a visit ("Dear ...", "Focused visit to ...").')
        self.opening: Opening = opening
        self.framework = f"{self._kind()}-visit"
        self.site_day = day_in_file_name(document.path.name)
        self.day = self._day()
        if (day := self.site_day or self.day) is None:
            raise InputError("has no date, printed or in its name.")
        self.council, self.note = self._council(self.day or day)
        self.days = self._visit_days()
        # The name of the source holds no day that was found to be wrong.
        self.source = f"letter-{self.council}-{self.site_day or self.day or day}"

    def read(self) -> Reading:
        label = self.councils[self.council].label
        self.reading.add(
            "sources",
            id=self.source,
            title=f"{self._kind().capitalize()} visit to {label} children's services",
            kind="letter",
            publisher="Ofsted",
            date=str(self.day or self.site_day),
            licence="OGL-UK-3.0",
        )
        if self.days is not None:
            inspection = inspection_id(self.council, self.framework, str(self.days.first))
            self._add_inspection(inspection, self.days)
            self._add_inspectors(inspection)
        self._add_tenures()
        return self.reading

    def _kind(self) -> str:
        """Say what kind of visit the letter's subject names; the body may mention others."""
        match = _KIND.search(self.text)
        return match[1].lower() if match else ""

    def _day(self) -> dt.date | None:
        """Read the date the letter is headed with."""
        dates = {read_day(line) for line in self.opening.dates} - {None}
        if len(dates) == 1:
            return dates.pop()
        found = ", ".join(sorted(map(str, dates)))
        self.reading.leave_out(
            "date of the letter", f"two readings: {found}" if found else "not found", 1
        )
        return None

    def _council(self, on: dt.date) -> tuple[str, str]:
        """Give the council, and a note where it is known from the folder's name only.

        Raises:
            InputError: The letter names none, or two.
        """
        named = {council for place in self._places() if (council := self._resolve(place, on))}
        folder, by_number = self._council_of_folder(on)
        if len(named) == 1:
            council = named.pop()
            if folder and folder != council:
                self.reading.leave_out(
                    "council in the folder's name", f"{folder}; the letter is about {council}"
                )
            return council, ""
        if by_number and folder in named:
            # "Bournemouth, Christchurch and Poole" is cut at its comma; the folder's number is not.
            others = ", ".join(sorted(named - {folder}))
            self.reading.leave_out(
                "another council in the letter", f"{others}; the folder's number is {folder}'s"
            )
            return folder, ""
        if named:
            raise InputError(f"names two councils: {', '.join(sorted(named))}.")
        if folder:
            return folder, "the council is that of the folder"
        raise InputError("names no council that is known.")

    def _places(self) -> Iterator[str]:
        start = self.text.find("Dear ")
        subject = _SUBJECT.search(self.text, max(start, 0))
        if subject:
            yield subject["place"]
        summary = _SUMMARY.search(self.text)
        if summary:
            sentence = re.split(r"\.\s", summary["rest"], maxsplit=1)[0] + "."
            for match in _PLACE.finditer(sentence):
                yield match["place"]

    def _resolve(self, place: str, on: dt.date) -> str:
        """Give the council a place means; empty if it is none."""
        while place:
            try:
                return self.councils.resolve(place, on=on)
            except UnknownNameError:
                shorter = _NOT_PLACE.sub("", place).strip()
                if shorter == place:
                    return ""
                place = shorter
        return ""

    def _council_of_folder(self, on: dt.date) -> tuple[str, bool]:
        """Give the council that the folder's name means, and whether by Ofsted's number."""
        urn, _, name = self.path.parent.name.partition("_")
        if urn.isdigit():
            try:
                return self.councils.by_code(urn, scheme="ofsted-urn"), True
            except UnknownNameError:
                pass
        return self._resolve(name or urn, on), False

    def _visit_days(self) -> Days | None:
        """Read the days of the visit from the sentence that says what the letter sums up."""
        summary = _SUMMARY.search(self.text)
        days = find_days(summary["rest"], before=self.day) if summary else None
        if days is None:
            self.reading.leave_out("days of the visit", "not found", 1)
            self._hold_together()
            return None
        if days.last - days.first > _LONGEST_VISIT:
            self.reading.leave_out(
                "days of the visit", f"no visit lasts from {days.first} to {days.last}", 1
            )
            return None
        return self._agreed(days)

    def _hold_together(self) -> None:
        """Without a visit, leave out a printed day that the file's name contradicts by far."""
        if self.day and self.site_day and abs(self.site_day - self.day) > _LONGEST_POST:
            self.reading.leave_out(
                "date of the letter", f"{self.day}, against the file's name {self.site_day}", 1
            )
            self.day = None

    def _agreed(self, days: Days) -> Days | None:
        """Hold the visit, the letter's day and the file's name together; the odd one goes."""

        def follows(day: dt.date | None) -> bool:
            return day is not None and days.last < day <= days.last + _LONGEST_WAIT

        if self.day and not follows(self.day) and follows(self.site_day):
            self.reading.leave_out(
                "date of the letter",
                f"{self.day}, against the visit of {days.first} and the file's name",
                1,
            )
            self.day = None
        elif self.site_day and not follows(self.site_day) and follows(self.day):
            self.reading.leave_out(
                "date in the file's name", f"{self.site_day}, against the letter of {self.day}"
            )
            self.site_day = None
        published = self.day or self.site_day
        if not follows(published):
            self.reading.leave_out(
                "days of the visit", f"{days.first} to {days.last}, letter of {published}", 1
            )
            return None
        return days

    def _add_inspection(self, inspection: str, days: Days) -> None:
        theme, reason = read_theme(self.text)
        if reason:
            self.reading.leave_out("theme", reason, 1)
        notes = [self.note] if self.note else []
        if not days.year_printed:
            notes.append("the year is that of the letter")
        common = {
            "inspection": inspection,
            "council": self.council,
            "framework": self.framework,
            "source": self.source,
        }
        self.reading.add(
            "inspections",
            **common,
            started=str(days.first),
            ended=str(days.last),
            visits=days.visits,
            published=str(self.day or ""),
            theme=theme,
            locator="page 1",
            note="; ".join(notes),
        )
        if self.site_day:
            self.reading.add(
                "inspections", **common, published=str(self.site_day), locator="file name"
            )

    def _add_inspectors(self, inspection: str) -> None:
        page, signed = self._signature()
        named = read_inspectors(self._after_summary())
        team = list(named.names) if named else []
        if named is None:
            self.reading.leave_out("inspectors", "no phrase that names them", 1)
        elif named.unread:
            self.reading.leave_out("inspectors", f"not a name: {'; '.join(named.unread)}", 1)
        if not signed:
            self.reading.leave_out("lead inspector", "no signature found", page)
        for lead in signed:
            self._add_inspector(inspection, lead, "lead", page)
            for member in team:
                if member != lead and kinship(member, lead):
                    self.reading.leave_out(
                        "inspector", f'"{member}" is taken for "{lead}", who signed', 1
                    )
            team = [member for member in team if not kinship(member, lead)]
        for member in team:
            self._add_inspector(inspection, member, "team", 1)
        assurance = read_assurance(self._after_summary())
        for name in assurance.names if assurance else ():
            self._add_inspector(inspection, name, "quality-assurance", 1)

    def _add_inspector(self, inspection: str, name: str, role: str, page: int) -> None:
        self.reading.add(
            "inspectors",
            inspection=inspection,
            name=name,
            role=role,
            source=self.source,
            locator=f"page {page}",
        )

    def _after_summary(self) -> str:
        summary = _SUMMARY.search(self.text)
        return self.text[summary.start() :] if summary else ""

    def _signature(self) -> tuple[int, list[str]]:
        """Find the signature and its page: on the last page that has one."""
        for number in range(len(self.pages), 0, -1):
            # The closing may stand on the page before the name.
            lines = "\n".join(self.pages[max(number - 2, 0) : number]).split("\n")
            if names := read_signature([line for line in lines if line]):
                return number, names
        return len(self.pages), []

    def _add_tenures(self) -> None:
        for problem in self.opening.problems:
            self.reading.leave_out("addressee", problem, 1)
        seen = self._written()
        if self.opening.addressees and not seen:
            self.reading.leave_out("addressee", "the letter's day and the visit's are not known", 1)
            return
        for person in self.opening.addressees:
            if not person.titles:
                self._add_addressee(person, "", seen)
            for title in person.titles:
                self._add_posts(person, title, seen)

    def _written(self) -> str:
        """Say when the letter was written: its day or, where that is not known, a span (EDTF)."""
        if self.day is not None:
            return str(self.day)
        if self.days is None or self.site_day is None:
            return ""
        return f"[{self.days.last}..{self.site_day}]"

    def _add_posts(self, person: Addressee, title: str, seen: str) -> None:
        at_trust = bool(TRUSTS.search(person.body))
        posts = read_title(title)
        said = any(post.role == DIRECTOR for post in posts)
        for post in posts:
            reason = post.reason
            if at_trust and post.role == "chief-executive":
                reason = f"the address names {person.body}"
            elif at_trust and "council" not in person.body.lower():
                reason = f"a post at {person.body}"
            elif reason and not said and may_be_director(post.title):
                self._add_addressee(person, title, seen)
                continue
            if reason:
                self.reading.leave_out("addressee's post", f"{post.title}: {reason}", 1)
                continue
            self.reading.add(
                "tenures",
                person=person.name,
                role=post.role,
                organisation=self.council,
                capacity=post.capacity,
                seen=seen,
                title=title,
                joint="yes" if person.shares else "",
                source=self.source,
                locator="page 1",
            )

    def _add_addressee(self, person: Addressee, title: str, seen: str) -> None:
        """Add somebody whose title does not say the post; other sources may."""
        self.reading.add(
            "addressees",
            person=person.name,
            organisation=self.council,
            seen=seen,
            title=title,
            joint="yes" if person.shares else "",
            source=self.source,
            locator="page 1",
        )
