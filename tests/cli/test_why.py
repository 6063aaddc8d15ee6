"""The command `why`: each statement once, with every place that says it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from commands import Cli

JUDGEMENT = "judgement:northwold.sif.2016-04-25.adoption.good"
GOOD = """\
Northwold, Single inspection framework, 2016-04-25
  Adoption performance: Good (printed: Good)
    - Inspection of Northwold's children's services, 2016-07-04: page 2
      https://example.org/reports/1
"""


def test_a_judgement_has_its_page(cli: Cli, graph_file: Path) -> None:
    assert cli("why", JUDGEMENT, "--data", graph_file) == (0, GOOD, "")


def test_a_council_has_the_places_of_its_codes(cli: Cli, graph_file: Path) -> None:
    assert cli("why", "Easterby", "--data", graph_file).out == (
        "Easterby\n"
        "  names, codes, neighbours and links\n"
        "    - Codes of invented councils, 2024: row 2\n"
        "      https://example.org/codes\n"
        "    - The Easterby (Structural Changes) Order 2019, 2019: article 3\n"
    )


def test_an_inspection_tells_where_sources_differ(cli: Cli, graph_file: Path) -> None:
    told = cli("why", "Northwold 2016", "--data", graph_file)
    assert told.code == 0
    assert told.out.count("Adoption performance: ") == 2
    assert "  sources differ; here published is 2016-07-05\n    - Codes of" in told.out
    assert (
        "  in post, certain: Ada Quill: director of children's services at Northwold, " in told.out
    )


def test_csv_has_a_row_for_each_place(cli: Cli, graph_file: Path) -> None:
    told = cli("why", JUDGEMENT, "-f", "csv", "--data", graph_file)
    (row,) = csv.DictReader(io.StringIO(told.out))
    assert row == {
        "about": "Northwold, Single inspection framework, 2016-04-25",
        "statement": "Adoption performance: Good (printed: Good)",
        "source": "Inspection of Northwold's children's services",
        "date": "2016-07-04",
        "locator": "page 2",
        "page": "https://example.org/reports/1",
        "file": "reports/northwold/inspection - 04 july 2016.pdf",
        "rule": "",
    }


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ("council:nope", 'unknown thing "council:nope". Nothing in the graph has this IRI.'),
        ("zzz", 'unknown council, person, inspection or thing "zzz".'),
        ("Northwold 1999", ('unknown council, person, inspection or thing "Northwold 1999". '
                           'Did you mean "Northwold"?')),
        ("Norwald 2016", 'unknown council "Norwald". Did you mean "Northwold"?'),
    ],
)  # fmt: skip
def test_nothing_of_that_name(cli: Cli, graph_file: Path, subject: str, message: str) -> None:
    told = cli("why", subject, "--data", graph_file)
    assert told == (2, "", f"ofsted-graph: {message}\n")


def test_no_such_format(cli: Cli, graph_file: Path) -> None:
    told = cli("why", "Easterby", "-f", "xml", "--data", graph_file)
    assert told == (2, "", 'ofsted-graph: "xml" is no format of why; use text or csv.\n')
