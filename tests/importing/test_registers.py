"""The import of the registers: joining five tables that each have faults of their own."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ofsted_graph.errors import InputError
from ofsted_graph.facts.councils import CouncilIndex
from ofsted_graph.facts.fact_tables import read_table
from ofsted_graph.importing.described import DESCRIPTIONS, read_description, read_yaml
from ofsted_graph.importing.register_model import stated_date
from ofsted_graph.importing.registers import check, import_registers
from ofsted_graph.importing.table_imports import ImportReport

PLANNING = "planning-data-local-authority"
MYSOCIETY = "mysociety-local-authorities"
LOOKUP = "ilacs-provider-lookup"
DFE = "openregister-dfe-codes"
NEIGHBOURS = "dfe-statistical-neighbours-2025"
ORDERS = "structural-changes-orders"
FACTS = Path(__file__).parents[2] / "data" / "facts"

Rows = dict[str, list[dict[str, str]]]

COUNCILS = [
    # register code, the same at mySociety, name, ONS code, kind, region, start, end, successors,
    # DfE code, URN
    "HPL HPL Hartlepool|Borough|Council E06000001 UA E12000001 1905-06-18 - - 805 80473",
    "BNS BNS Barnsley|Metropolitan|Council E08000016 MD E12000003 1974-04-01 - - 370 80426",
    "GAT GAT Gateshead|Metropolitan|Council E08000037 MD E12000001 1974-04-01 - - 390 80469",
    "BST BST Bristol|City|Council E06000023 UA E12000009 1905-06-18 - - 801 80441",
    "LND LND City|of|London|Corporation E09000001 CC E12000007 1905-06-28 - - 201 80450",
    "BDF BDF Bedford|Borough|Council E06000055 UA E12000006 2009-04-01 - - 822 80428",
    "CBF CBF Central|Bedfordshire|Council E06000056 UA E12000006 2009-04-01 - - 823 80446",
    "BKM BKM Buckinghamshire|County|Council E10000002 CTY E12000008 1905-06-19 2020-03-31 BUC - -",
    "BUC BUC Buckinghamshire|Council E06000060 UA E12000008 2020-04-01 - - 825 80442",
    "DOR DOR Dorset|County|Council E10000009 CTY E12000009 - 2019-03-31 DST - -",
    "DST DST Dorset|Council E06000059 UA E12000009 2019-04-01 - - 838 2532283",
    "CMA CMA Cumbria|County|Council E10000006 CTY E12000002 - 2023-04-01 CBD,WAF 909 135513",
    "CUA CBD Cumberland|Council E06000063 UA E12000002 2023-04-01 - - 942 2733690",
    "WFUA WAF Westmorland|and|Furness|Council E06000064 UA E12000002 2023-04-01 - - 943 2733698",
    "NNUA NNT North|Northamptonshire|Council E06000061 UA E12000004 2021-04-01 - - 940 2637539",
]
CURRENT = ["805", "370", "390", "801", "201", "822", "823", "825", "838", "942", "943", "940"]
PLAIN = {
    "801": "Bristol, City of",
    "822": "Bedford Borough",
    "201": "City of London",
    "909": "Cumbria",
    "943": "Westmorland and Furness",
    "823": "Central Bedfordshire",
    "940": "North Northamptonshire",
}


def the_rows() -> Rows:
    """Make the five registers: what is right, and the faults that the real ones have."""
    rows: Rows = {PLANNING: [], MYSOCIETY: [], LOOKUP: [], DFE: [], NEIGHBOURS: []}
    for line in COUNCILS:
        code, other, name, gss, kind, region, start, end, new, dfe, urn = (
            "" if word == "-" else word.replace("|", " ") for word in line.split()
        )
        rows[PLANNING].append({
            "reference": code, "name": name, "local-authority-type": kind, "region": region,
            "start-date": "2020-04-01" if code == "NNUA" else start,
            "end-date": "" if code == "CMA" else end,
            "statistical-geography": gss, "wikidata": f"Q{gss[1:]}", "entity": gss[-3:] + dfe,
            "opendatacommunities-uri": f"http://opendatacommunities.org/id/{code}",
        })  # fmt: skip
        rows[MYSOCIETY].append({
            "local-authority-code": other, "official-name": name, "nation": "England",
            "nice-name": name.removesuffix(" Council"), "gss-code": gss,
            "local-authority-type": kind,
            "start-date": start.replace("1905-", "2005-"), "end-date": end, "replaced-by": new,
            "former-gss-codes": "E08000020" if code == "GAT" else "",
            "alt-names": "Bristol, City of,city of bristol,Bristol UA" if code == "BST" else "",
        })  # fmt: skip
        if dfe:
            plain = PLAIN.get(dfe, name.split()[0])
            rows[LOOKUP].append({
                "urn": urn, "la_code": dfe, "local_authority_ons_name": plain,
                "la_code_new": "E08000038" if code == "BNS" else gss,
            })  # fmt: skip
        if code not in {"BUC", "DST", "CUA", "WFUA", "NNUA"}:
            its = {"BKM": "825", "DOR": "835"}.get(code, dfe)
            named = {"local-authority": f"local-authority-eng:{code}", "name": name.split()[0]}
            rows[DFE].append({"edubase": its, **named, "name": PLAIN.get(its, named["name"])})
    rows[DFE].append({"edubase": "820", "name": "Pre LGR (2009) Bedfordshire"})
    rows[DFE].append({"edubase": "903", "name": "Pre LGR (1998) Berkshire"})
    rows[DFE].append({"edubase": "677", "local-authority": "principal-local-authority:BGW"})
    rows[PLANNING].append({"reference": "ADU", "local-authority-type": "NMD"})
    rows[MYSOCIETY].append({"nation": "Wales", "local-authority-type": "UA"})
    for dfe in CURRENT:
        near = [other for other in CURRENT if other != dfe][:10]
        cells = {f"SN_{rank}": other for rank, other in enumerate(near, 1)}
        cells |= {f"SN_{rank}P": "Very close " for rank in range(1, 11)}
        rows[NEIGHBOURS].append({"old_la_code": dfe, "la_name": PLAIN.get(dfe, ""), **cells})
    return rows


class World:
    """A folder of registers, the descriptions of them, and the facts made of them."""

    def __init__(self, folder: Path) -> None:
        self.registers = folder / "register"
        self.described = folder / "described"
        self.facts = folder / "facts"
        (self.described / "sources").mkdir(parents=True)
        self.registers.mkdir()
        counts = {"councils": 15}
        for name in (PLANNING, MYSOCIETY):
            self.describe(name, expect=counts)
        self.describe(LOOKUP, expect={"councils": 13}, mistakes=[])
        self.describe(DFE, expect={"councils": 11})
        self.describe(NEIGHBOURS, expect={"councils": 12})
        known = [row["reference"] for row in the_rows()[PLANNING]]
        mistakes = read_yaml(f"sources/{PLANNING}.yaml")["mistakes"]
        self.describe(PLANNING, mistakes=[m for m in mistakes if m["where"]["reference"] in known])
        orders = read_yaml(f"sources/{ORDERS}.yaml")["orders"]
        self.write_yaml(f"sources/{ORDERS}", {"orders": [orders[0]]})
        settings = read_yaml("councils.yaml")
        settings["expect"] = {"current": 12, "former": 4, "neighbours": 120}
        self.write_yaml("councils", settings)
        self.write(the_rows())

    def write_yaml(self, name: str, content: object) -> None:
        (self.described / f"{name}.yaml").write_text(yaml.safe_dump(content))

    def describe(self, name: str, **changes: Any) -> None:
        path = self.described / "sources" / f"{name}.yaml"
        source = yaml.safe_load(path.read_text()) if path.exists() else None
        content = source or read_yaml(f"sources/{name}.yaml")
        self.write_yaml(f"sources/{name}", content | changes)

    def path(self, name: str) -> Path:
        return self.registers / read_description(name, self.described).file

    def write(self, rows: Rows) -> None:
        for name, records in rows.items():
            description = read_description(name)
            buffer = io.StringIO(newline="")
            columns = (*description.read, *description.unread)
            writer = csv.DictWriter(
                buffer, columns, delimiter=description.delimiter, restval="", lineterminator="\r\n"
            )
            writer.writeheader()
            writer.writerows(records)
            (self.registers / description.file).write_bytes(buffer.getvalue().encode("utf-8-sig"))

    def run(self) -> ImportReport:
        return import_registers(self.registers, self.facts, described=self.described)

    def table(self, table: str) -> list[dict[str, str]]:
        return read_table(self.facts / f"{table}.registers.csv", table)

    def of(self, table: str, council: str, *columns: str) -> set[tuple[str, ...]]:
        key = "id" if table == "councils" else "council"
        rows = (row for row in self.table(table) if row[key] == council)
        return {tuple(row[column] for column in columns) for row in rows}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def done(world: World) -> World:
    world.run()
    return world


def test_the_councils_are_those_of_the_registers_and_no_others(done: World) -> None:
    index = CouncilIndex.from_folder(done.facts)
    assert index.current == {
        "barnsley", "bedford", "bristol", "buckinghamshire", "central-bedfordshire",
        "city-of-london", "cumberland", "dorset", "gateshead", "hartlepool",
        "north-northamptonshire", "westmorland-and-furness",
    }  # fmt: skip
    former = {row["id"] for row in done.table("councils")} - index.current
    assert former == {"bedfordshire", "buckinghamshire-county", "cumbria", "dorset-county"}


def test_spreadsheet_day_numbers_keep_their_year_only(done: World) -> None:
    assert done.of("councils", "hartlepool", "start") == {("1996",)}
    assert done.of("councils", "barnsley", "start") == {("1974-04-01",)}


def test_known_mistakes_are_not_read(done: World) -> None:
    assert done.of("councils", "north-northamptonshire", "start", "source") == {
        ("", PLANNING),
        ("2021-04-01", MYSOCIETY),
    }
    assert done.of("councils", "city-of-london", "start") == {("",)}


def test_an_end_that_one_register_lacks_comes_from_the_other_as_the_last_day(done: World) -> None:
    assert done.of("councils", "cumbria", "end", "replaced_by", "source") == {
        ("", "", PLANNING),
        ("2023-03-31", "cumberland westmorland-and-furness", MYSOCIETY),
    }


def test_old_and_new_ons_codes_are_known(done: World) -> None:
    index = CouncilIndex.from_folder(done.facts)
    assert index.codes("barnsley", "gss") == ("E08000016", "E08000038")
    assert index.codes("gateshead", "gss") == ("E08000020", "E08000037")
    assert index.by_code("E08000038") == "barnsley"


def test_three_letter_codes_of_both_registers_are_known(done: World) -> None:
    index = CouncilIndex.from_folder(done.facts)
    assert index.by_code("CUA") == index.by_code("CBD") == "cumberland"


def test_a_county_that_became_unitary_is_one_authority_and_two_legal_bodies(done: World) -> None:
    assert done.of("council_codes", "buckinghamshire", "scheme", "code", "start", "end") == {
        ("gss", "E06000060", "2020-04-01", ""),
        ("register", "BUC", "2020-04-01", ""),
        ("register-mysociety", "BUC", "2020-04-01", ""),
        ("dfe", "825", "", ""),
        ("ofsted-urn", "80442", "", ""),
    }
    assert done.of("council_codes", "buckinghamshire-county", "scheme", "code", "end") == {
        ("gss", "E10000002", "2020-03-31"),
        ("register", "BKM", "2020-03-31"),
        ("register-mysociety", "BKM", "2020-03-31"),
    }
    assert done.of("councils", "buckinghamshire", "start", "end") == {("", "")}
    index = CouncilIndex.from_folder(done.facts)
    assert index.resolve("Buckinghamshire County Council") == "buckinghamshire"


def test_a_council_abolished_with_its_own_code_stays_apart(done: World) -> None:
    index = CouncilIndex.from_folder(done.facts)
    assert index.by_code("835") == "dorset-county"
    assert index.resolve("Dorset", on=datetime.date(2019, 3, 31)) == "dorset-county"
    assert index.resolve("Dorset", on=datetime.date(2019, 4, 1)) == "dorset"


def test_a_council_that_only_a_code_and_a_law_tell_of(done: World) -> None:
    assert done.of("councils", "bedfordshire", "end", "replaced_by", "source") == {
        ("2009", "", DFE),
        ("2009-03-31", "bedford central-bedfordshire", "law-bedfordshire-structural-changes-2008"),
    }


def test_names_are_taken_apart_at_commas_but_not_within_a_name(done: World) -> None:
    assert done.of("council_names", "bristol", "name") == {
        ("Bristol City Council",),
        ("Bristol, City of",),
        ("Bristol City",),
        ("Bristol UA",),
        ("city of bristol",),
    }


def test_links_and_neighbours(done: World) -> None:
    assert done.of("council_links", "barnsley", "dataset", "iri") == {
        ("ons", "http://statistics.data.gov.uk/id/statistical-geography/E08000016"),
        ("ons", "http://statistics.data.gov.uk/id/statistical-geography/E08000038"),
        ("opendatacommunities", "http://opendatacommunities.org/id/BNS"),
        ("wikidata", "http://www.wikidata.org/entity/Q08000016"),
        ("planning-data", "https://www.planning.data.gov.uk/entity/016370"),
    }
    nearest = [r for r in done.table("council_neighbours") if r["council"] == "hartlepool"]
    assert {(r["neighbour"], r["closeness"]) for r in nearest if r["rank"] == "1"} == {
        ("barnsley", "Very close")
    }


def test_each_row_says_where_it_is_from(done: World) -> None:
    assert done.of("council_codes", "hartlepool", "scheme", "source", "locator") == {
        ("gss", PLANNING, "row 2"),
        ("register", PLANNING, "row 2"),
        ("register-mysociety", MYSOCIETY, "row 2"),
        ("dfe", LOOKUP, "row 2"),
        ("ofsted-urn", LOOKUP, "row 2"),
    }
    sources = {row["id"]: row for row in done.table("sources")}
    assert sources[MYSOCIETY]["licence"] == "CC-BY-4.0"
    assert sources[MYSOCIETY]["file"] == "mysociety-uk-local-authorities.csv"
    assert len(sources[MYSOCIETY]["sha256"]) == 64


def test_importing_again_changes_nothing(done: World) -> None:
    before = {path.name: path.read_bytes() for path in done.facts.iterdir()}
    assert done.run().changed == ()
    assert {path.name: path.read_bytes() for path in done.facts.iterdir()} == before


def test_a_mistake_that_was_mended_is_read_and_told(world: World) -> None:
    rows = the_rows()
    for row in rows[PLANNING]:
        if row["reference"] == "NNUA":
            row["start-date"] = "2021-04-01"
    world.write(rows)
    (note,) = world.run().notes
    assert "2020-04-01" in note
    assert world.of("councils", "north-northamptonshire", "start") == {("2021-04-01",)}


def edit(table: str, key: str, value: str, **changes: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        (row,) = (row for row in rows[table] if row.get(key) == value)
        row.update({column.replace("_", "-") if table != LOOKUP else column: new
                    for column, new in changes.items()})  # fmt: skip

    return change


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda rows: rows[PLANNING].pop(0), "has 14 English councils where 15 are expected"),
        (edit(MYSOCIETY, "gss-code", "E06000001", gss_code="E06009999"), "not both have E06000001"),
        (edit(LOOKUP, "la_code", "390", urn="80473"), '"80473" is given to both'),
        (edit(LOOKUP, "la_code", "390", la_code="805"), 'no council has the DfE code "390"'),
        (edit(PLANNING, "reference", "GAT", wikidata="Q06000001"), "2 councils have the link"),
        (edit(PLANNING, "reference", "GAT", name="Hartlepool"), "Gateshead and Hartlepool at once"),
        (edit(LOOKUP, "la_code", "390", local_authority_ons_name="Gateshead UA"), "no plain name"),
        (lambda rows: rows[NEIGHBOURS][0].update(SN_3="999"), 'no council has the DfE code "999"'),
        (lambda rows: rows[NEIGHBOURS][0].update(SN_3="805"), "no council for its neighbour"),
    ],
)  # fmt: skip
def test_registers_that_do_not_agree_are_refused_and_nothing_is_written(
    world: World, change: Callable[[Rows], None], problem: str
) -> None:
    rows = the_rows()
    change(rows)
    world.write(rows)
    with pytest.raises(InputError, match=problem):
        world.run()
    assert not world.facts.exists() or not list(world.facts.iterdir())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("wikidata", "wikidata-item", 'row 1: lacks the column "wikidata"'),
        ("twitter", "mastodon", 'row 1: has the unknown column "mastodon"'),
        ("twitter", "website", 'row 1: has the column "website" twice'),
        ("Hartlepool Borough", "Hartlepool, Borough", "row 2: has 26 cells"),
    ],
)
def test_a_table_of_another_shape_is_refused(
    world: World, old: str, new: str, problem: str
) -> None:
    path = world.path(PLANNING)
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        world.run()
    assert problem in str(caught.value)
    assert path.name in str(caught.value)


def test_a_file_that_is_missing_or_no_text_is_refused(world: World) -> None:
    path = world.path(LOOKUP)
    path.write_bytes(b"urn\xff")
    with pytest.raises(InputError, match="is not UTF-8 at byte 3"):
        world.run()
    path.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        world.run()


def test_an_abolished_council_without_an_order_is_refused(world: World) -> None:
    world.write_yaml(f"sources/{ORDERS}", {"orders": []})
    with pytest.raises(InputError, match=r"structural-changes-orders\.yaml"):
        world.run()


@given(st.integers(1800, 2030), st.sampled_from([1900, 2000]))
def test_any_year_comes_back_from_its_day_number(year: int, century: int) -> None:
    day = datetime.date(1899, 12, 30) + datetime.timedelta(days=year)
    assert stated_date(
        day.replace(year=day.year + century - 1900).isoformat(), century=century
    ) == (str(year))


@given(st.dates(datetime.date(1906, 1, 1), datetime.date(2004, 1, 1)))
def test_dates_that_are_no_day_numbers_stay(day: datetime.date) -> None:
    assert stated_date(str(day), century=1900) == stated_date(str(day), century=2000) == str(day)


@pytest.mark.parametrize("name", [PLANNING, MYSOCIETY, LOOKUP, DFE, NEIGHBOURS])
def test_the_shipped_descriptions_are_whole(name: str) -> None:
    description = read_description(name)
    assert description.id == name
    assert description.licence in {"OGL-UK-3.0", "CC-BY-4.0", "MIT"}
    assert not set(description.read) & set(description.unread)
    for mistake in description.mistakes:
        assert {mistake.column, *mistake.where} <= set(description.read)
        assert mistake.reason


def test_the_shipped_facts_hold() -> None:
    tables = ("councils", "council_names", "council_codes", "council_links", "council_neighbours")
    rows = {table: read_table(FACTS / f"{table}.registers.csv", table) for table in tables}
    check(rows, read_yaml("councils.yaml", DESCRIPTIONS)["expect"])
