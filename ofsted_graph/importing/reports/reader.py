"""From a report's text to rows of facts: every field read by its own rule, or left out with why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ofsted_graph import resources
from ofsted_graph.errors import UnknownNameError
from ofsted_graph.facts.councils import CouncilIndex
from ofsted_graph.facts.fact_tables import read_table, table_files
from ofsted_graph.importing.pdf import Document
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.reports import front as kinds
from ofsted_graph.importing.reports.exceptions import exceptions
from ofsted_graph.importing.reports.front import Front, read_front
from ofsted_graph.importing.reports.grades import read_judgements
from ofsted_graph.importing.reports.identity import URN, identify
from ofsted_graph.importing.reports.leadership import read_leadership
from ofsted_graph.importing.reports.occasion import framework_of, read_occasion
from ofsted_graph.importing.reports.previous import (
    Before,
    Told,
    read_section,
)
from ofsted_graph.importing.reports.publication import Publication, read_publication
from ofsted_graph.importing.reports.summary import read_summary
from ofsted_graph.importing.reports.team import read_team
from ofsted_graph.importing.reports.text import Body, body
from ofsted_graph.model import inspection_id

ORIGIN = "reports"
LICENCE = "OGL-UK-3.0"
EARLIER = "safeguarding-and-looked-after"


@dataclass(frozen=True)
class ReportReader:
    """Read reports, knowing the councils of `index`; can be sent to a worker process."""

    index: CouncilIndex

    @classmethod
    def from_folder(cls, folder: Path) -> ReportReader:
        """Know the councils of a facts folder, or those that are shipped if it has none.

        Names that reports gave are passed over: what was read before must not decide what is read.
        """
        if not table_files(folder, "councils"):
            folder = resources.facts()
        councils, names, codes = (
            [
                row
                for path in table_files(folder, table)
                if path.name != f"{table}.{ORIGIN}.csv"
                for row in read_table(path, table)
            ]
            for table in ("councils", "council_names", "council_codes")
        )
        return cls(CouncilIndex(councils, names, codes))

    def __call__(self, document: Document) -> Reading:
        """Read one report.

        Raises:
            InputError: It is not a report, or its council or its days cannot be told.
        """
        return _Report(document, self.index).read()


class _Report:
    """One report on its way to rows."""

    def __init__(self, document: Document, index: CouncilIndex) -> None:
        """Read what all the rows need: the front page, the days and the council."""
        self.document = document
        self.index = index
        self.reading = Reading()
        self.body: Body = body(document)
        self.front: Front = read_front(self.body)
        self.exceptions = exceptions(document.sha256)
        self.occasion = read_occasion(self.front, self.body)
        self.days, self.days_page = self.occasion.days, self.occasion.page
        self.notes = self.occasion.notes
        for reason, page in self.occasion.left_out:
            self.reading.leave_out("inspection dates", reason, page)
        identity = identify(
            self.front.name,
            headers=sorted({name for _, name, _ in self.body.headers}),
            path=document.path,
            on=self.days.first,
            index=index,
        )
        self.council = identity.council
        self.urn = identity.urn
        for name, reason in identity.left_out:
            self.reading.leave_out(name, reason, self.front.page)
        self.framework = (
            self.exceptions["framework"][0]
            if "framework" in self.exceptions
            else framework_of(self.front, self.occasion)
        )
        self.inspection = inspection_id(self.council, self.framework, self.days.first.isoformat())
        self.publication = self._publication()
        self.published = self.publication.first or self.days.last
        self.source = f"report-{self.council}-{self.published.isoformat()}"

    def read(self) -> Reading:
        """Read all fields."""
        self._add_judgements()
        self._add_inspectors()
        previous = ""
        if self.front.kind == kinds.ILACS:
            self._add_last()
        else:
            self._add_leadership()
            previous = self._add_earlier(read_section(self.body))
        self._add_inspection(previous)
        self._add_source()
        return self.reading

    def _publication(self) -> Publication:
        found = read_publication(
            self.front.published,
            self.document.path.name,
            ended=self.days.last,
            borne_out=self.occasion.borne_out,
            expected=self.front.kind != kinds.ILACS,
        )
        for reason, printed in found.left_out:
            page = self.front.page if printed else 0
            self.reading.leave_out("publication date", reason, page)
        return found

    # -- Rows --

    def _add(self, table: str, page: int | str, **cells: str) -> None:
        locator = page if isinstance(page, str) else f"page {page}"
        self.reading.add(table, source=self.source, locator=locator, **cells)

    def _add_source(self) -> None:
        page = self.front.page
        self.reading.add(
            "sources",
            id=self.source,
            title=self.front.title,
            kind="report",
            publisher="Ofsted",
            date=self.published.isoformat(),
            licence=LICENCE,
        )
        self._add("council_names", page, council=self.council, name=self.front.name)
        if self.urn:
            self._add(
                "council_codes", "folder name", council=self.council, scheme=URN, code=self.urn
            )

    def _add_inspection(self, previous: str) -> None:
        cells = {
            "started": self.days.first.isoformat(),
            "ended": self.days.last.isoformat(),
            "visits": self.days.visits,
        }
        if self.days.first == self.days.last and self.front.kind != kinds.LSCB:
            # A full inspection takes longer: one of its two days is lost, and who knows which.
            cells |= {"started": "", "ended": ""}
            self.reading.leave_out("inspection dates", "only one day is printed", self.days_page)
        if self.publication.doubtful:
            cells |= {"started": "", "ended": ""}
            reason = f"two readings: {self.days.first} to {self.days.last}, and the file's name"
            self.reading.leave_out("inspection dates", reason, self.days_page)
        for name, (value, reason) in self.exceptions.items():
            cells[name] = value
            self.notes.append(f"{name.capitalize()} by exception: {reason}")
        named = {"inspection": self.inspection, "council": self.council}
        self._add(
            "inspections",
            self.days_page,
            **named,
            **({"framework": self.framework} | cells),
            published=self.publication.printed.isoformat() if self.publication.printed else "",
            previous=previous,
            note=" ".join(dict.fromkeys(self.notes)),
        )
        if self.publication.site is not None:
            published = self.publication.site.isoformat()
            self._add(
                "inspections", "file name", **named, framework=self.framework, published=published
            )

    def _add_judgements(self) -> None:
        kept, missing = read_judgements(self.body, self.front, published_from=self.published.year)
        for one in kept:
            self._add(
                "judgements",
                one.page,
                inspection=self.inspection,
                aspect=one.aspect,
                grade=one.grade,
                printed=one.printed,
            )
        for gap in missing:
            self.reading.leave_out(f"{gap.aspect} grade", gap.reason, gap.page)

    def _add_inspectors(self) -> None:
        team = read_team(self.body, self.front)
        for name, role, page in team.members:
            self._add("inspectors", page, inspection=self.inspection, name=name, role=role)
        for piece, page in team.unread:
            self.reading.leave_out("inspector", f'not a name: "{piece[:60]}"', page)
        if not any(role == "lead" for _, role, _ in team.members):
            self.reading.leave_out("lead inspector", "not found", self.front.page)

    def _add_leadership(self) -> None:
        leadership = read_leadership(self.body, by=self.days.last, is_council=self._is_the_council)
        for one in leadership.holdings:
            seen = "" if one.end else f"{self.days.first}/{self.days.last}"
            self._add(
                "tenures",
                one.page,
                person=one.person,
                role=one.role,
                organisation=self.council,
                capacity=one.capacity,
                start=one.start,
                end=one.end,
                seen=seen,
                title=one.title,
            )
        for name, reason, page in leadership.left_out:
            self.reading.leave_out(f"{name} in post since", reason, page)

    def _is_the_council(self, name: str) -> bool:
        try:
            return self.index.resolve(name, on=self.days.first) == self.council
        except UnknownNameError:
            return False

    def _add_last(self) -> None:
        """Add what the summary tells of the last inspection."""
        found = read_summary(self.body, self.front.end, before=self.days.first.isoformat())
        self._add_told([found.told] if found.told else [])
        for name, reason, page in found.left_out:
            self.reading.leave_out(name, reason, page)

    def _add_told(self, told: Sequence[Told]) -> None:
        """Add what is told of previous inspections that have, or had, reports of their own."""
        for one in told:
            for aspect, grade in one.grades.items() or [("", "")]:
                self._add(
                    "previous",
                    one.page,
                    inspection=self.inspection,
                    told=one.date,
                    date_of="publication" if one.published else "inspection",
                    aspect=aspect,
                    grade=grade,
                )

    def _add_earlier(self, before: Before) -> str:
        """Add the inspections until 2013 that are told of, and give the last one's name."""
        self._add_told(before.told)
        for name, reason, page in before.left_out:
            self.reading.leave_out(name, reason, page)
        names: list[tuple[str, str]] = []
        for one in before.earlier:
            inspection = inspection_id(self.council, EARLIER, one.date)
            names.append((one.date, inspection))
            self._add(
                "inspections",
                one.page,
                inspection=inspection,
                council=self.council,
                framework=EARLIER,
                note=" ".join(one.notes),
                **{"published" if one.published else "started": one.date},
            )
            for judgement in one.judgements:
                self._add(
                    "judgements",
                    judgement.page,
                    inspection=inspection,
                    aspect=judgement.aspect,
                    grade=judgement.grade,
                    printed=judgement.printed,
                )
        return max(names)[1] if names and not before.told else ""
