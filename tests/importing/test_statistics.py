"""The import of Ofsted's statistics: two years' spreadsheets that tell of the same inspections."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml
from ods_files import Link, Sheets, Value, content, write_ods

from ofsted_graph.errors import InputError
from ofsted_graph.facts.fact_tables import read_table, write_table
from ofsted_graph.importing.described import read_description, read_yaml
from ofsted_graph.importing.statistics import import_statistics
from ofsted_graph.importing.table_imports import ImportReport

OLD, NEW = "ofsted-statistics-2024", "ofsted-statistics-2025"
LATEST, YEAR, HISTORY = (table["sheet"] for table in read_description(NEW).more["tables"])
OLD_LATEST, OLD_YEAR, OLD_HISTORY, _ = (
    table["sheet"] for table in read_description(OLD).more["tables"]
)
RI = "Requires improvement to be good"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def new_sheets() -> Sheets:
    """Make a small file of the shape of 2025."""
    tables = {table["sheet"]: table for table in read_description(NEW).more["tables"]}
    sheets: Sheets = {"Notes": [["Notes"]]}
    for sheet, table in tables.items():
        (columns,) = table["inspections"]
        header = [*table["about"].values(), *table["unread"], *columns.values()]
        sheets[sheet] = [[sheet], ["This worksheet contains one table."], header]
    page = Link("https://reports.ofsted.gov.uk/provider/44/901")
    west: list[Value] = [
        Link("https://reports.ofsted.gov.uk/provider/44/80902", as_text=True),
        "E06000902",
    ]
    east: list[Value] = [page, "E06000901", "Eastmere"]
    # Before 2023 children in care and care leavers have one grade together.
    sheets[HISTORY] += [
        [*east, "Current", "London", day("2019-05-13"), day("2019-07-01"),
         "ILACS Short Inspection", "Good", "Good", RI, "Good", ""],
        [*east, "Current", "London", day("2023-07-11"), day("2023-08-25"),
         "ILACS Standard Inspection", "Good", "Outstanding", "Good", "Good", RI],
        [*west, "Westby", "Current", "London", day("2022-02-28"), day("2022-05-09"),
         "ILACS Short Inspection", "Inadequate", RI, "Inadequate", RI, ""],
    ]  # fmt: skip
    sheets[LATEST] += [
        [*east, "London", day("2023-07-11"), day("2023-08-25"),
         "Good", "Outstanding", "Good", "Good", RI],
        [*west, "Westby", "London", day("2022-02-28"), day("2022-05-09"),
         "Inadequate", RI, "Inadequate", RI, ""],
    ]  # fmt: skip
    sheets[YEAR] += [
        [*west, "Westby", "London", day("2024-04-30"), day("2024-06-03"), "LA Monitoring visit",
         "", "", "", "", "", "Front door"],
    ]  # fmt: skip
    return sheets


def old_sheets() -> Sheets:
    """Make a small file of the shape of 2024, which differs from the other in four things."""
    first, second, third, fourth = read_description(OLD).more["tables"]
    sheets: Sheets = {"Notes": [["Notes"]]}
    for table in (first, second):
        (columns,) = table["inspections"]
        header = [*table["about"].values(), *table["unread"], *columns.values()]
        sheets[table["sheet"]] = [[table["sheet"]], ["One table."], header]
    headers = [
        [*table["about"].values(), *table["unread"]]
        + [column for columns in table["inspections"] for column in columns.values()]
        for table in (third, fourth)
    ]
    site = "https://reports.ofsted.gov.uk"
    east: list[Value] = [Link(f"{site}/local-authorities/eastmere"), "Eastmere", "London"]
    west: list[Value] = [Link(f"{site}/provider/44/901"), "Westby Council", "London"]
    gone: list[Value] = [Link(f"{site}/provider/44/80903"), "Oldshire", "London"]
    none: list[Value] = [Link(f"{site}/provider/44/904"), "Northmere", "London"]
    sheets[OLD_LATEST] += [
        # A day earlier than the other file has it.
        [*east, day("2023-07-10"), "Good", "Outstanding", "Good", "Good", "Good"],
        [*west, day("2022-02-28"), "Inadequate", RI, "Inadequate", RI, ""],
        [*none, "Not yet inspected", "", "", "", "", ""],
    ]
    sheets[OLD_YEAR] += [
        [*east, day("2023-07-10"), "ILACS Standard Inspection",
         "Good", "Outstanding", "Good", "Good", "Good", ""],
        [*west, day("2023-11-07"), "ILACS Focused Visit", "", "", "", "", "", "Care leavers"],
    ]  # fmt: skip
    blank: list[Value] = [""] * 7
    sheets[OLD_HISTORY] = [
        ["ILACS inspections"], ["Two tables."], headers[0],
        [*east, day("2019-07-01"), "ILACS Short Inspection", "Good", "Good", RI, "Good", "",
         day("2023-08-25"), "ILACS Standard Inspection",
         "Good", "Outstanding", "Good", "Good", "Good"],
        # Another kind, and published on another day: only the grades tie it to the latest.
        [*west, day("2022-09-05"), "ILACS Standard Inspection", "Inadequate", RI, "Inadequate", RI,
         "", *blank],
        [*none, *blank, *blank],
        ["Councils that existed before"],
        headers[1] + [""] * 7,
        [*gone, day("2019-07-29"), "ILACS Standard Inspection", "Inadequate", RI, "Inadequate",
         "Inadequate", "", *blank[:-1]],
    ]  # fmt: skip
    return sheets


class World:
    """Two years' files, descriptions of their sizes, and facts with four councils."""

    def __init__(self, folder: Path) -> None:
        self.files, self.facts = folder / "ofsted", folder / "facts"
        self.described = folder / "described"
        (self.described / "sources").mkdir(parents=True)
        self.files.mkdir()
        self.describe("statistics", read_yaml("statistics.yaml"))
        for name, rows in ((NEW, (2, 1, 3)), (OLD, (3, 2, 3, 1))):
            said = read_yaml(f"sources/{name}.yaml")
            for table, count in zip(said["tables"], rows, strict=True):
                table["rows"] = count
            self.describe(f"sources/{name}", said)
        self.write(NEW, new_sheets())
        self.write(OLD, old_sheets())
        councils = [
            ("eastmere", "Eastmere", ""),
            ("westby", "Westby", ""),
            ("oldshire", "Oldshire", "2021-03-31"),
            ("northmere", "Northmere", ""),
        ]
        cited = {"source": "register", "locator": "row 2"}
        write_table(
            self.facts / "councils.registers.csv",
            "councils",
            [
                {"id": council, "label": label, "type": "unitary", "region": "", "start": "",
                 "end": end, "replaced_by": "", **cited}
                for council, label, end in councils
            ],
        )  # fmt: skip
        codes = [("eastmere", "gss", "E06000901"), ("eastmere", "dfe", "901"),
                 ("westby", "gss", "E06000902"), ("northmere", "dfe", "904")]  # fmt: skip
        write_table(
            self.facts / "council_codes.registers.csv",
            "council_codes",
            [
                {
                    "council": council,
                    "scheme": scheme,
                    "code": code,
                    "start": "",
                    "end": "",
                    **cited,
                }
                for council, scheme, code in codes
            ],
        )

    def describe(self, name: str, said: object) -> None:
        (self.described / f"{name}.yaml").write_text(yaml.safe_dump(said))

    def path(self, source: str) -> Path:
        return self.files / read_description(source).file

    def write(self, source: str, sheets: Sheets) -> None:
        write_ods(self.path(source), content(sheets))

    def run(self, *sources: str) -> ImportReport:
        paths = [self.path(source) for source in sources] or [self.files]
        return import_statistics(paths, self.facts, described=self.described)

    def table(self, table: str) -> list[dict[str, str]]:
        return read_table(self.facts / f"{table}.statistics.csv", table)

    def rows(self, table: str, *columns: str, **wanted: str) -> set[tuple[str, ...]]:
        return {
            tuple(row[column] for column in columns)
            for row in self.table(table)
            if all(row[column] == value for column, value in wanted.items())
        }


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_every_row_is_a_claim_on_an_inspection(world: World) -> None:
    report = world.run()
    assert report.rows["inspections"] == 13
    assert {row["inspection"] for row in world.table("inspections")} == {
        "eastmere.ilacs.2019-05-13",
        "eastmere.ilacs.2023-07-11",
        "westby.ilacs.2022-02-28",
        "westby.monitoring.2024-04-30",
        "westby.focused.2023-11-07",
    }


def test_a_row_keeps_its_own_days_and_cites_its_place(world: World) -> None:
    world.run()
    columns = ("framework", "started", "published", "source", "locator")
    assert world.rows("inspections", *columns, inspection="eastmere.ilacs.2023-07-11") == {
        ("ilacs-standard", "2023-07-11", "2023-08-25", NEW, f"sheet {LATEST}, row 4"),
        ("ilacs-standard", "2023-07-11", "2023-08-25", NEW, f"sheet {HISTORY}, row 5"),
        ("ilacs-standard", "2023-07-10", "", OLD, f"sheet {OLD_LATEST}, row 4"),
        ("ilacs-standard", "2023-07-10", "", OLD, f"sheet {OLD_YEAR}, row 4"),
        ("ilacs-standard", "", "2023-08-25", OLD, f"sheet {OLD_HISTORY}, row 4"),
    }


def test_the_kind_of_a_latest_inspection_is_that_of_the_same_file(world: World) -> None:
    world.run()
    assert world.rows(
        "inspections", "framework", "source", inspection="westby.ilacs.2022-02-28"
    ) == {("ilacs-short", NEW), ("ilacs-standard", OLD)}


def test_care_leavers_are_judged_apart_since_2023(world: World) -> None:
    world.run(NEW)
    columns = ("aspect", "grade", "printed")
    assert world.rows("judgements", *columns, inspection="eastmere.ilacs.2019-05-13") == {
        ("overall-effectiveness", "good", "Good"),
        ("impact-of-leaders", "good", "Good"),
        ("help-and-protection", "requires-improvement", RI),
        ("in-care-and-care-leavers", "good", "Good"),
    }
    assert world.rows("judgements", *columns, inspection="eastmere.ilacs.2023-07-11") == {
        ("overall-effectiveness", "good", "Good"),
        ("impact-of-leaders", "outstanding", "Outstanding"),
        ("help-and-protection", "good", "Good"),
        ("in-care", "good", "Good"),
        ("care-leavers", "requires-improvement", RI),
    }


def test_visits_have_a_theme_and_no_grades(world: World) -> None:
    world.run()
    assert world.rows("inspections", "inspection", "framework", "theme", theme="Front door") == {
        ("westby.monitoring.2024-04-30", "monitoring-visit", "Front door")
    }
    assert not world.rows("judgements", "grade", inspection="westby.monitoring.2024-04-30")


def test_what_the_files_say_differently_stays_and_is_listed(world: World) -> None:
    differing = [note for note in world.run().notes if "differs" in note]
    assert [note.split(":")[0] + note.split(":")[1] for note in differing] == [
        "eastmere.ilacs.2023-07-11 care-leavers differs",
        "eastmere.ilacs.2023-07-11 started differs",
        "westby.ilacs.2022-02-28 framework differs",
        "westby.ilacs.2022-02-28 published differs",
    ]
    assert f"good ({OLD}, sheet {OLD_LATEST}, row 4" in differing[0]
    assert world.rows("judgements", "grade", "source", aspect="care-leavers") == {
        ("good", OLD),
        ("requires-improvement", NEW),
    }


def test_what_cannot_be_named_is_left_out_and_listed(world: World) -> None:
    notes = [note for note in world.run().notes if "first day" in note]
    where = f"{OLD}, sheet {OLD_HISTORY}, row 9"
    which = "the inspection of Oldshire published on 2019-07-29 is left out"
    why = "no row of the same council and day of publication has its first day"
    assert notes == [f"{where}: {which}: {why}"]
    assert not world.rows("inspections", "inspection", council="oldshire")


def test_grades_that_differ_do_not_tie_a_row_to_the_latest_inspection(world: World) -> None:
    sheets = old_sheets()
    sheets[OLD_HISTORY][4][5] = "Good"
    world.write(OLD, sheets)
    assert any("Westby published on 2022-09-05" in note for note in world.run().notes)
    assert ("2022-09-05",) not in world.rows("inspections", "published", council="westby")


def test_names_links_and_numbers_of_councils(world: World) -> None:
    report = world.run()
    assert world.rows("council_names", "name", "source", council="westby") == {
        ("Westby", NEW),
        ("Westby Council", OLD),
    }
    assert world.rows("council_links", "council", "iri", "source", dataset="ofsted") == {
        ("eastmere", "https://reports.ofsted.gov.uk/provider/44/901", NEW),
        ("eastmere", "https://reports.ofsted.gov.uk/local-authorities/eastmere", OLD),
        ("westby", "https://reports.ofsted.gov.uk/provider/44/80902", NEW),
        ("oldshire", "https://reports.ofsted.gov.uk/provider/44/80903", OLD),
    }
    assert world.rows("council_codes", "council", "scheme", "code") == {
        ("westby", "ofsted-urn", "80902"),
        ("oldshire", "ofsted-urn", "80903"),
    }
    (wrong,) = (note for note in report.notes if "page of" in note)
    assert wrong == (
        f"{OLD}: the link of Westby is left out: https://reports.ofsted.gov.uk/provider/44/901 is "
        "the page of Eastmere"
    )


def test_importing_again_changes_nothing(world: World) -> None:
    assert "inspections" in world.run().changed
    before = {path.name: path.read_bytes() for path in world.facts.iterdir()}
    assert world.run().changed == ()
    assert {path.name: path.read_bytes() for path in world.facts.iterdir()} == before


def test_importing_one_file_leaves_the_other_and_rows_by_hand(world: World) -> None:
    world.run()
    by_hand = world.facts / "judgements.csv"
    by_hand.write_text("by hand\n")
    before = [row for row in world.table("judgements") if row["source"] == OLD]
    sheets = new_sheets()
    sheets[LATEST][3][-1] = "Inadequate"
    world.write(NEW, sheets)
    assert world.run(NEW).changed == ("judgements", "sources")
    assert [row for row in world.table("judgements") if row["source"] == OLD] == before
    assert ("inadequate",) in world.rows("judgements", "grade", source=NEW, aspect="care-leavers")
    assert by_hand.read_text() == "by hand\n"


def test_the_older_file_alone_uses_what_the_newer_said(world: World) -> None:
    alone = world.run(OLD)
    assert sum("left out: no row" in note for note in alone.notes) == 2
    world.run(NEW)
    world.run(OLD)
    assert world.rows("inspections", "inspection", source=OLD, council="eastmere") == {
        ("eastmere.ilacs.2019-05-13",),
        ("eastmere.ilacs.2023-07-11",),
    }


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ((2, 0, "Link"), 'sheet "ILACS_inspection_history" has 0 tables'),
        ((2, 2, "Name"), 'row 3: sheet "ILACS_inspection_history" lacks the column "Local'),
        ((2, 3, "Region"), 'has the unknown column "Region"'),
        ((3, 9, "Brilliant"), 'inspection_history" has the unknown grade "Brilliant"'),
        ((3, 7, "Chat"), 'has the unknown type "Chat"'),
        ((3, 5, "last May"), 'has no date but "last May" in "Inspection date"'),
        ((3, 1, "E06000902"), '"Eastmere" is eastmere, and its code E06000902 is that of w'),
        ((3, 2, "Eastmore"), 'unknown council "Eastmore". Did you mean "Eastmere"?'),
        ((4, 2, ""), "is followed by 1 rows where 3 are expected"),
    ],
)  # fmt: skip
def test_a_sheet_that_is_not_as_described_is_refused(
    world: World, change: tuple[int, int, str], problem: str
) -> None:
    sheets = new_sheets()
    row, column, value = change
    sheets[HISTORY][row][column] = value
    world.write(NEW, sheets)
    with pytest.raises(InputError) as caught:
        world.run()
    assert problem in str(caught.value)
    assert world.path(NEW).name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not list(world.facts.glob("*.statistics.csv"))


def test_an_inspection_without_any_date_is_refused(world: World) -> None:
    sheets = new_sheets()
    sheets[HISTORY][3][5:7] = ["", ""]
    world.write(NEW, sheets)
    with pytest.raises(InputError, match="tells of an inspection without a date"):
        world.run()


def test_a_value_in_a_column_without_a_name_is_refused(world: World) -> None:
    sheets = new_sheets()
    sheets[HISTORY][3].append("see note 4")
    world.write(NEW, sheets)
    with pytest.raises(InputError, match="has a value in column 14, without a name"):
        world.run()


def test_grades_that_contradict_the_day_are_left_out(world: World) -> None:
    sheets = new_sheets()
    sheets[HISTORY][3][-1] = "Good"
    world.write(NEW, sheets)
    (note,) = (note for note in world.run(NEW).notes if "care leavers" in note)
    assert f"{NEW}, sheet {HISTORY}, row 4" in note
    assert world.rows("judgements", "aspect", inspection="eastmere.ilacs.2019-05-13") == {
        ("overall-effectiveness",),
        ("impact-of-leaders",),
        ("help-and-protection",),
    }


def test_a_file_of_another_year_is_refused(world: World) -> None:
    sheets = new_sheets()
    sheets["Inspections_2031"] = sheets.pop(LATEST)
    world.write(NEW, sheets)
    with pytest.raises(InputError, match=f'has no sheet "{LATEST}"'):
        world.run()


def test_two_files_of_a_year_are_refused(world: World) -> None:
    (world.files / "copy.ods").write_bytes(world.path(NEW).read_bytes())
    with pytest.raises(InputError, match=f"is a second file of {NEW}"):
        world.run()


def test_a_folder_without_files_and_a_file_that_is_not_there_are_refused(world: World) -> None:
    with pytest.raises(InputError, match="no ODS file was found"):
        import_statistics([world.described], world.facts, described=world.described)
    with pytest.raises(InputError, match="cannot be read"):
        import_statistics([world.files / "none.ods"], world.facts, described=world.described)


def test_a_truncated_spreadsheet_is_refused(world: World) -> None:
    path = world.path(NEW)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match="is no ODS spreadsheet"):
        world.run()
