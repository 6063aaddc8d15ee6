"""Tables of who held which post when, as people gather them from public pages.

`ofsted-graph import posts TABLE` reads a CSV or a spreadsheet in which a row is what one public
page says of one person in one post. These columns are read; the first three, `url` and one of the
dates must be filled, and other columns are said to be unknown:

    person        the name, without titles
    role          the post: its key or its name ("Director of children's services")
    organisation  the council: its key, name or code
    capacity      permanent, interim or acting, where the page says so
    start, end    when the person came and left, in EDTF: 2016-03-14, 2016-03, 2016, 2016~ (about)
    seen          a day, month or year in which the page shows the person in post
    title         the post as the page calls it
    note          anything else worth knowing, in words of one's own
    url           the page's address
    source_title, publisher, published   the page's title, who publishes it, and its date
    doubt         what a careful reader should know

Each page is a source. Copies of one article (`publisher` "Wikipedia (a copy)") are one source, and
count once. What a page announces beforehand is a plan: the row says so in `planned`. A row that
cannot be right, or whose page does not show that the post is the one meant, is refused with its
reason, and the rest goes in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from ofsted_graph.dates import span, window
from ofsted_graph.errors import (
    InputError,
    OfstedGraphError,
    UnknownNameError,
    shorten,
)
from ofsted_graph.facts.councils import CouncilIndex
from ofsted_graph.facts.fact_tables import TABLES, read_table
from ofsted_graph.importing.given_tables import Form, read_rows
from ofsted_graph.importing.table_imports import ImportReport, write_tables
from ofsted_graph.model import ADDRESS, slug
from ofsted_graph.people.names import bare_name, is_name
from ofsted_graph.words import Words

ORIGIN = "posts"
KIND = "page"
COLUMNS = (
    "person", "role", "organisation", "capacity", "start", "end", "seen", "title", "note",
    "url", "source_title", "publisher", "published", "doubt",
)  # fmt: skip
REQUIRED = ("person", "role", "organisation", "url")
FORM = Form("a table of posts", COLUMNS, REQUIRED)
_PLANNED = ("announced beforehand", "day of the appointment")
_NOT_THE_POST = "does not say that it is the statutory post"
_PREDECESSOR = "before this council existed"
_COPY = re.compile(r"\s*[\[(,]?\s*\(?[^()]*\bcop(?:y|ies)\b[^()]*\)?\s*$", re.IGNORECASE)
_CAPACITIES = frozenset({"", "permanent", "interim", "acting"})

Row = dict[str, str]


def import_posts(paths: Sequence[Path], folder: Path, words: Words, today: dt.date) -> ImportReport:
    """Read tables of posts into the tables `tenures` and `sources` of origin "posts".

    What a table tells of a person in a post takes the place of what was read of that page on that
    person and post before; all other rows stay.

    Args:
        paths: CSV, XLSX or ODS files.
        folder: The folder of the fact tables.
        words: The known roles.
        today: The day of the import; nothing can have been seen later.

    Raises:
        InputError: A table cannot be read or lacks a column, or the folder cannot be written.
    """
    councils = CouncilIndex.from_folder(folder)
    reader = _Reader(councils, words.names["role"], words.labels["role"], today)
    notes: list[str] = []
    tenures: list[Row] = []
    pages: dict[str, Row] = {}
    for placed in (row for path in paths for row in read_rows(path, FORM)):
        try:
            tenure, source = reader.read(placed.cells)
        except OfstedGraphError as error:
            notes.append(placed.refused(str(error)))
            continue
        tenures.append(tenure)
        pages[source["id"]] = _fuller(pages.get(source["id"]), source)
    read = set(pages)
    told = {_what(row) for row in tenures}
    tenures += [row for row in _kept(folder, "tenures") if _what(row) not in told]
    used = {row["source"] for row in tenures}
    kept = [row for row in _kept(folder, "sources") if row["id"] in used - read]
    return write_tables(
        folder,
        ORIGIN,
        {"tenures": tenures, "sources": [*pages.values(), *kept]},
        notes,
    )


class _Reader:
    """Reads one row into what it says and the page that says it."""

    def __init__(
        self,
        councils: CouncilIndex,
        roles: frozenset[str],
        labels: Mapping[str, str],
        today: dt.date,
    ) -> None:
        self._councils = councils
        self._roles = {role: role for role in roles} | {
            slug(label): role for role, label in labels.items()
        }
        self._today = today

    def read(self, cells: Row) -> tuple[Row, Row]:
        """Give the row of `tenures` and the row of `sources`.

        Raises:
            OfstedGraphError: The row cannot be right; says why.
        """
        for name in REQUIRED:
            if not cells[name]:
                raise InputError(f"{name} is empty.")
        if not any(cells[name] for name in ("start", "end", "seen")):
            raise InputError("there is no day: start, end or seen must be filled.")
        if _NOT_THE_POST in cells["doubt"] and cells["role"] == "director-of-childrens-services":
            raise InputError(cells["doubt"] + ".")
        person = bare_name(cells["person"])
        if not is_name(person):
            raise InputError(f'"{shorten(person)}" does not look like a person\'s name.')
        source = _source(cells)
        tenure = dict.fromkeys(TABLES["tenures"], "") | {
            "person": person,
            "role": self._role(cells["role"]),
            "organisation": self._council(cells["organisation"]),
            "capacity": cells["capacity"].lower(),
            "start": cells["start"],
            "end": cells["end"],
            "seen": cells["seen"],
            "title": cells["title"],
            "source": source["id"],
            "locator": "the page's beginning",
            "note": "; ".join(part for part in (cells["note"], cells["doubt"]) if part),
        }
        if tenure["capacity"] not in _CAPACITIES:
            raise InputError(f'capacity "{shorten(tenure["capacity"])}" is none that is known.')
        if _PREDECESSOR in cells["doubt"]:
            tenure["start"] = ""
        tenure["planned"] = self._check_days(tenure, source["date"], cells["doubt"])
        if not any(tenure[name] for name in ("start", "end", "seen")):
            raise InputError("it only tells of the body before this council.")
        return tenure, source

    def _role(self, text: str) -> str:
        found = self._roles.get(text) or self._roles.get(slug(text))
        if found is None:
            raise UnknownNameError("role", text, sorted(self._roles.values())[:8])
        return found

    def _council(self, text: str) -> str:
        if text in self._councils:
            return text
        try:
            return self._councils.by_code(text)
        except UnknownNameError:
            return self._councils.resolve(text)

    def _check_days(self, row: Row, published: str, doubt: str) -> str:
        """Hold a row's dates against each other, and say which of them are plans."""
        start, end = (window(row[part]) if row[part] else None for part in ("start", "end"))
        told = window(published).last if published else None
        last = min(told, self._today) if told else self._today
        if row["seen"]:
            first_seen, last_seen = sorted(span(row["seen"]))
            if first_seen > last:
                raise InputError(f"seen {row['seen']} is later than the page.")
            self._check_life(row, first_seen, last_seen)
            if start and start.first and start.first > last_seen:
                raise InputError(f"seen {row['seen']} is before start {row['start']}.")
            if end and end.last and end.last < first_seen:
                raise InputError(f"seen {row['seen']} is after end {row['end']}.")
        if start and end and start.first and end.last and end.last < start.first:
            raise InputError(f"end {row['end']} is before start {row['start']}.")
        announced = any(word in doubt for word in _PLANNED)
        plans = []
        for part, days in (("start", start), ("end", end)):
            if days is None:
                continue
            ahead = days.first is not None and days.first > last
            # A start that lies before a day on which the page shows the holder has come true.
            past = (
                part == "start" and row["seen"] and days.last and days.last <= span(row["seen"])[0]
            )
            if ahead or (announced and not past):
                plans.append(part)
        return " ".join(plans)

    def _check_life(self, row: Row, first: dt.date, last: dt.date) -> None:
        council = self._councils[row["organisation"]]
        if not (council.is_there_on(first) or council.is_there_on(last)):
            raise InputError(f"{council.label} did not exist on {row['seen']}.")


def _source(cells: Row) -> Row:
    """Make the row of `sources` for a row's page."""
    address = cells["url"]
    if not re.fullmatch(ADDRESS, address):
        raise InputError(f'"{shorten(address)}" is no http or https address.')
    if cells["published"]:
        window(cells["published"])
    publisher = cells["publisher"] or (urlsplit(address).hostname or "").removeprefix("www.")
    copied = "cop" in publisher.lower() and _COPY.search(publisher) is not None
    original = _COPY.sub("", publisher).strip(" ,(") if copied else publisher
    title = cells["source_title"] or f"Page of {publisher}"
    digest = hashlib.sha256(address.encode()).hexdigest()[:8]
    if original.lower().startswith("wikipedia"):
        article = re.sub(r"\s+explained$", "", title, flags=re.IGNORECASE)
        name, title, publisher = _name("wikipedia", article or digest), article, "Wikipedia"
        # A copy's day is not the article's, and a day of one copy would date them all.
        date = ""
    elif copied and original and cells["source_title"]:
        name, date = _name(original, slug(title)[:60]), cells["published"]
    else:
        name, date = _name("page", slug(publisher)[:40], digest), cells["published"]
    return dict.fromkeys(TABLES["sources"], "") | {
        "id": name,
        "title": title,
        "kind": KIND,
        "publisher": publisher,
        "date": date,
        "page": address,
        "licence": "proprietary",
    }


def _name(*parts: str) -> str:
    """Make a source's name of parts, leaving out those that have no letter that a name may have."""
    return "-".join(filter(None, (slug(part).strip("-") for part in parts)))


def _fuller(known: Row | None, new: Row) -> Row:
    """Of two rows on one page keep the original's address, and a date if one is told."""
    if known is None:
        return new
    original = "wikipedia.org/" in new["page"], known["page"] > new["page"]
    best = new if original > ("wikipedia.org/" in known["page"], False) else known
    return best | {"date": best["date"] or known["date"] or new["date"]}


def _what(row: Row) -> tuple[str, ...]:
    """Name what a row is about: the page, the person and the post."""
    return row["source"], slug(row["person"]), row["role"], row["organisation"]


def _kept(folder: Path, table: str) -> list[Row]:
    path = folder / f"{table}.{ORIGIN}.csv"
    return read_table(path, table) if path.is_file() else []
