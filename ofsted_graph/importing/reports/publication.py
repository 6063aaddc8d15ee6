"""When a report was published: as it prints, and as Ofsted's site says in the file's name.

Both are kept. A report comes out after its inspection and, as a rule, within half a year. A day
that does not is not believed where something else bears out the inspection's days: the other day of
publication, or the running headers. Where nothing does, either may be a misprint (a wrong year,
mostly), and neither is kept.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ofsted_graph.importing.days import day_in_file_name
from ofsted_graph.importing.reports.printed_days import Unread, read_one_day

LATE = dt.timedelta(days=300)
STRANGE = dt.timedelta(days=800)
"""A day in a file's name so long after the inspection is not one of publication at all."""


@dataclass(slots=True)
class Publication:
    """The days of publication, and whether they let the inspection's days stand.

    Attributes:
        printed: The day the report prints.
        site: The day in the file's name.
        doubtful: Whether the inspection's days are in doubt.
        left_out: Why a day was not taken, and whether it was looked for in the document.
    """

    printed: dt.date | None = None
    site: dt.date | None = None
    doubtful: bool = False
    left_out: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def first(self) -> dt.date | None:
        """The day to go by: the site's, if there is one."""
        return self.site or self.printed


def read_publication(
    printed: str, file_name: str, *, ended: dt.date, borne_out: bool, expected: bool
) -> Publication:
    """Read both days.

    Args:
        printed: The text after "Report published"; empty if there is no such line.
        file_name: The file's name.
        ended: The inspection's last day, as printed.
        borne_out: Whether running headers repeat the inspection's days.
        expected: Whether a report of this kind prints a day of publication.
    """
    found = Publication()
    day = read_one_day(printed) if printed else None
    if isinstance(day, Unread):
        found.left_out.append((day.reason, True))
    elif day is not None and not _follows(day, ended):
        found.left_out.append((f"two readings: {day}, and the inspection ended {ended}", True))
    elif day is not None:
        found.printed = day
    elif expected:
        found.left_out.append(("not printed", True))
    contradicted = isinstance(day, dt.date) and found.printed is None
    site = day_in_file_name(file_name)
    if site is not None and _follows(site, ended):
        found.site = site
        return found
    if site is not None:
        found.left_out.append(
            (f"the file name says {site}, the document that the inspection ended {ended}", False)
        )
        contradicted = contradicted or site - ended <= STRANGE
    found.doubtful = contradicted and not borne_out and found.printed is None
    return found


def _follows(day: dt.date, ended: dt.date) -> bool:
    return dt.timedelta(0) <= day - ended <= LATE
