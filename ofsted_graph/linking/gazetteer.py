"""Every authority that a written name may mean: ours, and those that are not ours.

Refusing well needs to know what is refused. Beside our councils, from the fact tables, this holds
the districts, combined authorities, Welsh, Scottish and Northern Irish councils, former counties
and regions of `other_authorities.csv`, so that "Northampton" is known as a district and not taken
for a misspelt Northamptonshire.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from ofsted_graph.facts.councils import Council, CouncilIndex
from ofsted_graph.facts.fact_tables import read_table, table_files
from ofsted_graph.facts.written_names import Name, parse_name, squeeze
from ofsted_graph.model import iri

_ABBREVIATIONS = {
    "banes": "Bath and North East Somerset",
    "b and nes": "Bath and North East Somerset",
    "bathnes": "Bath and North East Somerset",
    "bcp": "Bournemouth, Christchurch and Poole",
    "cwac": "Cheshire West and Chester",
    "lbbd": "Barking and Dagenham",
    "lbhf": "Hammersmith and Fulham",
    "lbth": "Tower Hamlets",
    "lbwf": "Waltham Forest",
    "mk": "Milton Keynes",
    "rbkc": "Kensington and Chelsea",
    "rbwm": "Windsor and Maidenhead",
    "hull": "Kingston upon Hull",
    "scilly": "Isles of Scilly",
    "iow": "Isle of Wight",
    "east riding": "East Riding of Yorkshire",
}
"""What councils are called in offices: facts of language, not of any register."""

_IRI = iri("council", "")
_REGISTER = re.compile(r"^local-authority(?:-eng|-sct|-wls|-nir)?:")
_CODE = re.compile(r"\b(?:[ENSWK]\d{8}|\d{3}|80\d{3})\b")


@dataclass(frozen=True, slots=True)
class Authority:
    """One body that a name may mean.

    Attributes:
        id: The council's id; empty for a body that is not ours.
        label: Its plain name.
        kind: Its type, as the `councils` table or `other_authorities.csv` has it.
        names: Every known name.
        council: Its dates and successors, for ours.
        ended: The year in which a body that is not ours ended, where that is known.
    """

    id: str
    label: str
    kind: str
    names: tuple[Name, ...] = ()
    council: Council | None = None
    ended: str = ""

    @property
    def iri(self) -> str:
        """Its IRI in the graph; empty for a body that is not ours."""
        return iri("council", self.id) if self.id else ""


@dataclass
class Gazetteer:
    """All authorities, and the ways to them."""

    authorities: list[Authority] = field(default_factory=list)
    by_full: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_key: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_first: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    codes: dict[str, tuple[int, str]] = field(default_factory=dict)
    _keys: list[str] = field(default_factory=list)

    def add(self, authority: Authority) -> int:
        """Take in an authority and give its place."""
        place = len(self.authorities)
        self.authorities.append(authority)
        for name in authority.names:
            self.by_full[name.full].add(place)
            self.by_key[squeeze(name.key)].add(place)
            if name.first:
                self.by_first[squeeze(name.first)].add(place)
        return place

    def council(self, council: str) -> Authority | None:
        """Give one of our councils by its id."""
        known = self.codes.get(f"council:{council}")
        return None if known is None else self.authorities[known[0]]

    def code(self, written: str) -> tuple[Authority, str] | None:
        """Find the authority that a code means: ONS, DfE, Ofsted URN, register code, CURIE or IRI.

        Returns:
            The authority and the scheme of the code, or None when this is no code that is known.
        """
        text = written.strip()
        if text.startswith((_IRI, "council:")):
            known = self.codes.get(f"council:{text.removeprefix(_IRI).removeprefix('council:')}")
        else:
            text = _REGISTER.sub("", text).removesuffix(".0")
            # Letters alone are a code only as capitals: "Bury" and "Hart" are names.
            known = self.codes.get(text if text.isalpha() else text.upper())
        return None if known is None else (self.authorities[known[0]], known[1])

    def split_code(self, written: str) -> tuple[str, str]:
        """Part a value into its name and the code that stands with it: "Tower Hamlets (211)"."""
        codes = [code for code in _CODE.findall(written) if code in self.codes]
        if len(codes) != 1:
            return written, ""
        return _CODE.sub(" ", written).strip(" ()[]-–:,"), codes[0]

    def near(self, key: str) -> list[int]:
        """Find the authorities whose names are written nearly like a key."""
        from rapidfuzz import fuzz, process

        if not self._keys:
            self._keys = list(self.by_key)
        found = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=75, limit=8)
        return [place for name, _, _ in found for place in self.by_key[name]]


def load_gazetteer(folder: Path) -> Gazetteer:
    """Make the gazetteer from a facts folder and the shipped list of other authorities."""
    index = CouncilIndex.from_folder(folder)
    tables = {
        table: [row for path in table_files(folder, table) for row in read_table(path, table)]
        for table in ("councils", "council_names", "council_codes")
    }
    return make_gazetteer(index, tables, other_authorities())


def make_gazetteer(
    index: CouncilIndex,
    tables: Mapping[str, Iterable[Mapping[str, str]]],
    others: Iterable[Mapping[str, str]],
) -> Gazetteer:
    """Make the gazetteer from rows already read."""
    kinds = {row["id"]: row["type"] for row in tables["councils"] if row["type"]}
    written: dict[str, set[str]] = defaultdict(set)
    for council in kinds:
        written[index.continued_by(council)].add(index[council].label)
    for row in tables["council_names"]:
        written[index.continued_by(row["council"])].add(row["name"])
    gazetteer = Gazetteer()
    places: dict[str, int] = {}
    for council, names in sorted(written.items()):
        short = {abbreviation for abbreviation, name in _ABBREVIATIONS.items() if name in names}
        parsed = tuple(parse_name(name) for name in sorted(names | short))
        body = Authority(council, index[council].label, kinds[council], parsed, index[council])
        places[council] = gazetteer.add(body)
        gazetteer.codes[f"council:{council}"] = (places[council], "IRI")
    for row in tables["council_codes"]:
        place = places[index.continued_by(row["council"])]
        gazetteer.codes[row["code"].upper()] = (place, row["scheme"])
    for row in others:
        names = {row["name"], row["also"]} - {""}
        parsed = tuple(parse_name(name) for name in sorted(names))
        place = gazetteer.add(Authority("", row["name"], row["kind"], parsed, None, row["end"]))
        if row["code"]:
            gazetteer.codes.setdefault(row["code"], (place, "gss"))
    return gazetteer


def other_authorities() -> Iterator[dict[str, str]]:
    """Read the shipped list of bodies that are not children's services authorities of England."""
    path = resources.files("ofsted_graph.linking") / "other_authorities.csv"
    yield from csv.DictReader(path.read_text(encoding="utf-8").splitlines())
