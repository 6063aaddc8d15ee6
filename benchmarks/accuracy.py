"""How well the report importer reads: its rows against a checked answer sheet, field by field.

The sheet (`tables/report-facts-checked.csv` beside the reports) has a row for each fact of each
report. Every report is read anew; a field is right, wrong or missing. A fact of ours on a field
that the sheet does not have for that report is counted apart ("not in the sheet"): it may be right,
and the sheet short. Rows the sheet itself marks as unresolved are not counted. Where a field has
several values, such as the inspectors, each is compared by itself.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import table
from ofsted_graph import resources
from ofsted_graph.errors import OfstedGraphError
from ofsted_graph.importing.pdf import read_document
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.reports import ReportReader
from ofsted_graph.importing.reports.printed_days import Unread, read_period
from ofsted_graph.importing.workers import run_tasks

SHEET = Path("tables", "report-facts-checked.csv")
FRAMEWORKS = {
    "ILACS-standard": "ilacs-standard",
    "ILACS-short": "ilacs-short",
    "SIF": "sif",
    "SIF-reinspection": "sif-reinspection",
    "LAC2013": "looked-after-2013",
    "LSCB-only": "lscb-review",
}
INSPECTORS = {
    "lead_inspector": "lead",
    "deputy_lead_inspector": "deputy",
    "team_inspector": "team",
    "additional_inspector": "team",
    "quality_assurance_manager": "quality-assurance",
    "report_author": "author",
}
POSTS = {
    "dcs": "director-of-childrens-services",
    "chief_executive": "chief-executive",
    "lscb_chair": "lscb-chair",
    "political_leader": "elected-mayor lead-member-for-children council-leader",
}
BARS = {
    **dict.fromkeys(
        ("urn", "local_authority", "framework", "inspection_start", "inspection_end"), 0.995
    ),
    **dict.fromkeys(("publication_date", "publication_date_printed", "lead_inspector"), 0.995),
    **{f"{post}_in_post_since": 0.97 for post in POSTS},
}
"""The share to be found, with no wrong value; grades have 0.995 too."""
NOT_READ = {"data_analyst", "shadow_inspector", "document"}
"""People who are no inspectors of the visit, and the web pages among the files."""

Values = dict[str, set[str]]


@dataclass
class Score:
    """The tally of one field."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def expected(self) -> int:
        return self.right + len(self.wrong) + len(self.missing)


def main() -> int:
    """Print the table; fail if a bar is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.accuracy", description=__doc__)
    parser.add_argument("--sources", type=Path, default=Path("../shared"))
    parser.add_argument("--details", action="store_true", help="list what is not right")
    given = parser.parse_args()
    sheet = given.sources / SHEET
    if not sheet.is_file():
        print(
            f"There is no answer sheet at {sheet}: name the folder that has tables/ and reports/ "
            "with --sources.",
            file=sys.stderr,
        )
        return 2
    scores, unresolved = score(given.sources, sheet)
    print(_table(scores))
    if given.details:
        _print_details(scores, unresolved)
    missed = [name for name, one in scores.items() if not _reaches(name, one)]
    print("Every bar is reached." if not missed else f"Not reached: {', '.join(missed)}.")
    return 1 if missed else 0


def score(sources: Path, sheet: Path) -> tuple[dict[str, Score], list[str]]:
    """Read every report the sheet knows and compare."""
    expected: dict[str, Values] = defaultdict(lambda: defaultdict(set))
    open_fields: dict[str, set[str]] = defaultdict(set)
    unresolved: list[str] = []
    reader = ReportReader.from_folder(resources.facts())
    with sheet.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = _field(row["field"])
            if row["status"] == "verified" and row["field"] not in NOT_READ:
                value = _plain(name, row["value"])
                if name == "local_authority":
                    value = reader.index.resolve(value)
                expected[row["file"]][name].add(value)
            elif row["status"] != "verified":
                open_fields[row["file"]].add(name)
                unresolved.append(f"{row['file']}: {name}: {row['value']} ({row['note']})")
    task = _Read(sources / "reports", reader)
    scores: dict[str, Score] = defaultdict(Score)
    for outcome in run_tasks(task, sorted(expected), jobs=2):
        found = outcome.result or {}
        wanted = expected[outcome.task]
        for name in sorted({*wanted, *found} - open_fields[outcome.task]):
            _compare(scores[name], outcome.task, wanted.get(name, set()), found.get(name, set()))
    return dict(sorted(scores.items())), unresolved


def _compare(tally: Score, where: str, wanted: set[str], found: set[str]) -> None:
    tally.right += len(wanted & found)
    lacking, surplus = sorted(wanted - found), sorted(found - wanted)
    if not wanted:
        tally.extra += (f"{where}: {value}" for value in surplus)
        return
    for value in lacking:
        if surplus:
            tally.wrong.append(f"{where}: {surplus.pop(0)}, and the sheet says {value}")
        else:
            tally.missing.append(f"{where}: {value}")
    tally.extra += (f"{where}: {value}" for value in surplus)


@dataclass(frozen=True)
class _Read:
    """Read one report of the sheet: what a worker process does."""

    folder: Path
    reader: ReportReader

    def __call__(self, name: str) -> Values:
        try:
            reading = self.reader(read_document(self.folder / name))
        except OfstedGraphError as error:
            print(error, file=sys.stderr)
            return {}
        return values(reading)


def values(reading: Reading) -> Values:
    """Put a reading in the sheet's words."""
    found: Values = defaultdict(set)
    rows = reading.rows
    own = [row for row in rows["inspections"] if row["framework"] in FRAMEWORKS.values()]
    printed = next(row for row in own if row["locator"] != "file name")
    site = [row for row in own if row["locator"] == "file name"]
    found["local_authority"] = {printed["council"]}
    found["framework"] = {printed["framework"]}
    found["urn"] = {row["code"] for row in rows.get("council_codes", [])}
    found["inspection_start"] = {printed["started"]}
    found["inspection_end"] = {printed["ended"]}
    found["visits"] = set(printed["visits"].split())
    found["publication_date_printed"] = {printed["published"]}
    found["publication_date"] = {row["published"] for row in site} or {printed["published"]}
    for row in rows.get("judgements", []):
        if row["inspection"] == printed["inspection"]:
            found[_field(f"grade_{row['aspect']}")].add(row["grade"])
    for row in rows.get("inspectors", []):
        name = {"lead": "lead_inspector", "team": "team_inspector"}.get(row["role"], row["role"])
        found[_field(name)].add(_plain(name, row["name"]))
    _add_posts(found, rows.get("tenures", []))
    _add_earlier(found, rows, printed)
    return {name: of - {""} for name, of in found.items() if of - {""}}


def _add_posts(found: Values, rows: Iterable[Mapping[str, str]]) -> None:
    for row in rows:
        post = next(post for post, roles in POSTS.items() if row["role"] in roles.split())
        since = found[f"{post}_in_post_since"]
        # A person told of in two capacities is in post since the first of them.
        found[f"{post}_in_post_since"] = {min({row["start"], *since})}
        if row["capacity"] and not row["person"].startswith("?") and post == "dcs":
            found["dcs_capacity"].add(row["capacity"])
        if row["person"] and not row["person"].startswith("?"):
            found[f"{post}_name"].add(row["person"])


def _add_earlier(
    found: Values, rows: Mapping[str, list[dict[str, str]]], printed: Mapping[str, str]
) -> None:
    earlier = {
        row["inspection"]: row
        for row in rows["inspections"]
        if row["inspection"] != printed["inspection"]
    }
    for row in rows.get("judgements", []):
        of = earlier.get(row["inspection"])
        if of is not None and row["aspect"] != "overall-effectiveness":
            name = row["aspect"].replace("-", "_")
            found[f"previous_{name}_grade"].add(row["grade"])
            found[f"previous_{name}_{'date' if of['started'] else 'published'}"].add(
                of["started"] or of["published"]
            )
    for of in earlier.values():
        for odd in re.finditer(r'The ([a-z-]+) grade is told as "([a-z ]+)"', of["note"]):
            name = odd[1].replace("-", "_")
            found[f"previous_{name}_grade"].add(odd[2])
            found[f"previous_{name}_date"].add(of["started"])
    note = printed["note"]
    if match := re.search(r"The running header on page \d+ says ([^.]+)\.", note):
        header = read_period(match[1])
        assert not isinstance(header, Unread)
        found["inspection_start_header"].add(header.first.isoformat())
    for told in rows.get("previous", []):
        grade = _plain("grade", told["grade"])
        published = told["date_of"] == "publication"
        if told["aspect"] in {"safeguarding", "looked-after"}:
            name = told["aspect"].replace("-", "_")
            kind = "published" if published else "date"
            found[f"previous_{name}_{kind}"].add(told["told"])
            found[f"previous_{name}_grade"].add(grade)
            continue
        year = "report_published" if published else "inspection_year"
        # The sheet has the year of an inspection, and the month of a publication.
        found[f"previous_{year}"].add(told["told"] if published else told["told"][:4])
        found["previous_overall_grade"].add(grade)


def _field(name: str) -> str:
    """Give a field one name, ours and the sheet's."""
    if name in INSPECTORS:
        name = INSPECTORS[name]
    name = {"lead": "lead_inspector", "team": "team_inspector"}.get(name, name)
    if name.startswith("inspection_visit_"):
        return "visits"
    name = name.replace("-", "_")
    return "grade_overall" if name == "grade_overall_effectiveness" else name


def _plain(name: str, value: str) -> str:
    """Give a value one form, ours and the sheet's."""
    if name == "framework":
        return FRAMEWORKS.get(value, value)
    if "grade" in name:
        return value.lower().replace(" ", "-")
    return value.replace("’", "'")


def _reaches(name: str, tally: Score) -> bool:
    bar = 0.995 if name.startswith("grade_") else BARS.get(name)
    if bar is None or not tally.expected:
        return True
    return not tally.wrong and tally.right / tally.expected >= bar


def _table(scores: Mapping[str, Score]) -> str:
    rows = [
        [
            name,
            str(one.right),
            str(len(one.wrong)),
            str(len(one.missing)),
            str(len(one.extra)),
            f"{one.right / one.expected:.1%}" if one.expected else "-",
        ]
        for name, one in scores.items()
        if one.expected
    ]
    columns = ["field", "right", "wrong", "missing", "not in the sheet", "found"]
    return table("Accuracy of the report importer", columns, rows)


def _print_details(scores: Mapping[str, Score], unresolved: Iterable[str]) -> None:
    kinds: dict[str, Callable[[Score], list[str]]] = {
        "wrong": lambda one: one.wrong,
        "missing": lambda one: one.missing,
        "not in the sheet": lambda one: one.extra,
    }
    for kind, pick in kinds.items():
        for name, one in scores.items():
            for line in pick(one):
                print(f"{kind}: {name}: {line}")
    counted = Counter(line.split(": ")[1] for line in unresolved)
    print("unresolved in the sheet:", ", ".join(f"{n} {name}" for name, n in counted.items()))


if __name__ == "__main__":
    sys.exit(main())
