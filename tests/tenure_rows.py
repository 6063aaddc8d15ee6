"""Short ways to write rows of the tenures table for one post, and to see what follows from them."""

from __future__ import annotations

from collections.abc import Iterable

from histories import COUNCIL, ROLE, WORDS, attested_rows, bounds, concluded
from pyoxigraph import Store, Triple

from ofsted_graph.build.tenures import Tenure, group
from ofsted_graph.facts.fact_tables import TABLES

POST = f"{COUNCIL}.{ROLE}."
Row = dict[str, str]


def row(person: str = "", **cells: str) -> Row:
    """Make a row of the tenures table from the cells that matter."""
    known = {"person": person, "role": ROLE, "organisation": COUNCIL, "locator": "page 1"}
    return dict.fromkeys(TABLES["tenures"], "") | known | {"source": "source-x"} | cells


def visit(started: str = "", ended: str = "", **cells: str) -> Row:
    """Make a row of the inspections table, of an inspection named by its first day."""
    known = {"council": COUNCIL, "framework": "ilacs-standard", "source": "statistics"}
    known |= {"inspection": f"{COUNCIL}.ilacs.{started}", "started": started, "ended": ended}
    return dict.fromkeys(TABLES["inspections"], "") | known | {"locator": "row 2"} | cells


def tenures_of(*rows: Row, visits: Iterable[Row] = (), told: str = "") -> dict[str, Tenure]:
    """Sort rows into tenures, by the part of the name that follows the post's."""
    tenures = group(attested_rows(rows, visits, told), one_holder=WORDS.one_holder)
    return {tenure.name.removeprefix(POST): tenure for tenure in tenures}


def graph_of(*rows: Row, visits: Iterable[Row] = (), others: Iterable[Triple] = ()) -> Store:
    """Run the rules on rows."""
    return concluded(tenures_of(*rows, visits=visits).values(), visits, others)


def bounds_of(*rows: Row, visits: Iterable[Row] = ()) -> dict[str, dict[str, str]]:
    """Give the bounds of each tenure that rows make."""
    store = graph_of(*rows, visits=visits)
    return {
        name: {term: day.isoformat() for term, day in bounds(store, POST + name).items()}
        for name in tenures_of(*rows, visits=visits)
    }
