"""Which council a printed name or a code means.

Sources write one council in many ways: "London Borough of Hammersmith & Fulham", "Bristol City of",
"Hull". `CouncilIndex` knows every way that the fact tables tell of, and compares names after making
them alike: case, punctuation and "&" first (`plain`), then the words that only say what kind of
body it is (`core`). It never guesses: a name that is not known raises `UnknownNameError` with the
nearest known names.

Two things make a name mean different councils at different times:

*   A new council took the name of an abolished one (Dorset in 2019). The day that a source speaks
    of decides.
*   A county council became a unitary one and Ofsted went on with the same authority
    (Buckinghamshire, North Yorkshire, Somerset). The former legal body keeps its own row in the
    `councils` table, but its names and codes lead to the authority that goes on. Such a body is
    known by having exactly one successor and neither an Ofsted URN nor a DfE code of its own,
    because those stayed with the authority.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ofsted_graph.errors import InputError, UnknownNameError
from ofsted_graph.facts.fact_tables import Row, read_table, table_files

_PREFIXES = (
    "london borough of",
    "royal borough of",
    "metropolitan borough of",
    "borough of",
    "city of",
    "county of",
    "council of the",
    "council of",
    "corporation of",
)
_SUFFIXES = (
    "local authority",
    "unitary authority",
    "council",
    "corporation",
    "metropolitan borough",
    "metropolitan district",
    "metropolitan",
    "london borough",
    "royal borough",
    "london boro",
    "borough",
    "district",
    "mbc",
    "mdc",
    "ua",
    "county",
    "city of",
    "county of",
    "city",
)
_TOO_WIDE = frozenset({"london", "county", "city", "borough"})
"""What no council is called: "City of London" must not answer to "London"."""

_CARRIED = frozenset({"ofsted-urn", "dfe"})
"""The codes that stay with an authority when its legal body changes."""

_APOSTROPHES = re.compile(r"['’ʼ]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=16384)
def plain(name: str) -> str:
    """Make a name comparable: no case, accents, punctuation or leading "the"; "&" is "and".

    >>> plain("St. Helens"), plain("The Royal Borough of Windsor & Maidenhead")
    ('st helens', 'royal borough of windsor and maidenhead')
    """
    text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name)).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("&", " and ")
    return _NOT_WORD.sub(" ", text).strip().removeprefix("the ")


@lru_cache(maxsize=16384)
def core(name: str) -> str:
    """Leave out of a plain name what only says what kind of body it is.

    >>> core("Bristol, City of"), core("Wigan Metropolitan Borough Council")
    ('bristol', 'wigan')
    >>> core("City of London Corporation"), core("Council of the Isles of Scilly")
    ('city of london', 'isles of scilly')
    """
    text = plain(name)
    while True:
        shorter = _without_one_kind(text)
        if not shorter or shorter in _TOO_WIDE or shorter == text:
            return text
        text = shorter


def _without_one_kind(text: str) -> str:
    # Kinds at the end go first: "City of London Corporation" is that of the City of London.
    for suffix in _SUFFIXES:
        if text.endswith(f" {suffix}"):
            return text[: -len(suffix) - 1]
    for prefix in _PREFIXES:
        if text.startswith(f"{prefix} "):
            return text[len(prefix) + 1 :]
    return text


@dataclass(frozen=True, slots=True)
class Council:
    """What the index keeps of one row of the `councils` table, or of several on the same council.

    Attributes:
        id: The council's name in IRIs.
        label: Its plain name.
        start: The first day, month or year, as the earliest claim has it; empty when none is told.
        end: The last day, month or year; empty for a council of today.
        replaced_by: The ids of its successors.
    """

    id: str
    label: str
    start: str = ""
    end: str = ""
    replaced_by: tuple[str, ...] = ()

    def is_there_on(self, day: datetime.date) -> bool:
        """Say whether the council may have existed on a day, as exactly as its dates allow.

        >>> Council("cheshire", "Cheshire", end="2009").is_there_on(datetime.date(2009, 12, 31))
        True
        """
        # As much of the day is compared as the date has, so that "2009" means all of 2009.
        text = day.isoformat()
        begun = not self.start or self.start <= text[: len(self.start)]
        return begun and (not self.end or text[: len(self.end)] <= self.end)


class CouncilIndex:
    """Every known name and code of every council."""

    def __init__(self, councils: Iterable[Row], names: Iterable[Row], codes: Iterable[Row]) -> None:
        """Build the index from rows of `councils`, `council_names` and `council_codes`.

        Raises:
            InputError: A name or code belongs to a council that is not in `councils`, or one code
                belongs to two councils.
        """
        self._councils = _merge(councils)
        self._codes: dict[tuple[str, str], str] = {}
        for row in codes:
            self._add_code(self._known(row["council"]), row["scheme"], row["code"])
        coded = {council for (scheme, _), council in self._codes.items() if scheme in _CARRIED}
        self._continued = {
            council.id: self._known(council.replaced_by[0])
            for council in self._councils.values()
            if len(council.replaced_by) == 1 and council.id not in coded
        }
        self._plain: dict[str, set[str]] = defaultdict(set)
        self._core: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}
        for council in self._councils.values():
            self._add_name(council.id, council.label)
        for row in names:
            self._add_name(self._known(row["council"]), row["name"])

    @classmethod
    def from_folder(cls, folder: Path) -> CouncilIndex:
        """Read the three tables of a facts folder, by hand and by importers alike."""
        councils, names, codes = (
            [row for path in table_files(folder, table) for row in read_table(path, table)]
            for table in ("councils", "council_names", "council_codes")
        )
        if not councils:
            raise InputError("has no councils; run `ofsted-graph import registers`.", path=folder)
        return cls(councils, names, codes)

    def __contains__(self, council: object) -> bool:
        return council in self._councils

    def __len__(self) -> int:
        return len(self._councils)

    def __getitem__(self, council: str) -> Council:
        return self._councils[self._known(council)]

    @property
    def current(self) -> frozenset[str]:
        """The ids of the councils of today."""
        return frozenset(c.id for c in self._councils.values() if not c.end)

    def continued_by(self, council: str) -> str:
        """Name the authority under which Ofsted goes on with a council: mostly itself."""
        return self._continued.get(self._known(council), council)

    def resolve(self, name: str, *, on: datetime.date | None = None) -> str:
        """Give the id of the council that a printed name means.

        Args:
            name: The name in any known form.
            on: The day that the source speaks of. Of councils that share a name it picks the one
                there was; without it the one of today is meant.

        Raises:
            UnknownNameError: No council, or more than one, has that name.
        """
        exact = self._plain.get(plain(name), set())
        wide = self._core.get(core(name), set())
        there, wide_there = self._there(exact, on), self._there(wide, on)
        # A source that speaks of a day means a council of that day, even when it prints the name of
        # the one before ("Dorset County Council" in 2021); a name without a day means what it says.
        tries = (exact, there, wide, wide_there) if on is None else (there, wide_there, exact, wide)
        for found in tries:
            if len(found) == 1:
                return next(iter(found))
        raise UnknownNameError("council", name, self._nearest(name, exact | wide))

    def by_code(self, code: str, *, scheme: str | None = None) -> str:
        """Give the id of the council that has a code: ONS, DfE, Ofsted URN or register.

        Args:
            code: The code, in upper or lower case.
            scheme: Look at this scheme only.

        Raises:
            UnknownNameError: No council has it.
        """
        wanted = code.strip().upper()
        found = {
            self._continued.get(council, council)
            for (its_scheme, its_code), council in self._codes.items()
            if its_code == wanted and scheme in (None, its_scheme)
        }
        if len(found) != 1:
            labels = sorted(self._councils[council].label for council in found)
            raise UnknownNameError("council code", code, labels)
        return found.pop()

    def codes(self, council: str, scheme: str) -> tuple[str, ...]:
        """List the codes of one scheme that are a council's own, sorted."""
        return tuple(
            sorted(c for (s, c), owner in self._codes.items() if s == scheme and owner == council)
        )

    def _known(self, council: str) -> str:
        if council not in self._councils:
            raise InputError(f'council "{council}" has no row in the table "councils".')
        return council

    def _add_code(self, council: str, scheme: str, code: str) -> None:
        owner = self._codes.setdefault((scheme, code.upper()), council)
        if owner != council:
            raise InputError(f'the {scheme} code "{code}" is given to both {owner} and {council}.')

    def _add_name(self, council: str, name: str) -> None:
        council = self._continued.get(council, council)
        self._plain[plain(name)].add(council)
        self._core[core(name)].add(council)
        self._names.setdefault(name, council)

    def _there(self, councils: set[str], on: datetime.date | None) -> set[str]:
        if on is None:
            return {council for council in councils if not self._councils[council].end}
        return {council for council in councils if self._councils[council].is_there_on(on)}

    def _nearest(self, name: str, shared: set[str]) -> list[str]:
        if shared:
            return sorted(self._councils[council].label for council in shared)
        from rapidfuzz import fuzz, process

        owners = list(self._names.items())
        near = process.extract(
            core(name),
            [core(known) for known, _ in owners],
            scorer=fuzz.ratio,
            limit=12,
            score_cutoff=60,
        )
        labels = dict.fromkeys(self._councils[owners[place][1]].label for _, _, place in near)
        return list(labels)[:3]


def _merge(rows: Iterable[Row]) -> dict[str, Council]:
    """Make one council of all the rows on it; the earliest start and the latest end win.

    The widest span errs on the side of "may have existed", which is all that names need.
    """
    claims: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        claims[row["id"]].append(row)
    return {
        council: Council(
            id=council,
            label=own[0]["label"],
            start=min((row["start"] for row in own if row["start"]), default=""),
            end=max(row["end"] for row in own),
            replaced_by=tuple(sorted({new for row in own for new in row["replaced_by"].split()})),
        )
        for council, own in claims.items()
    }
