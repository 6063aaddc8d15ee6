"""Where Ofsted's documents can be read: each one's own address, or the council's page at Ofsted.

Reports have addresses of their own. Letters are only listed on Ofsted's page of the council, whose
address follows from Ofsted's number of it. A document's folder begins with that number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Row = dict[str, str]
Tables = Mapping[str, Sequence[Row]]
PROVIDER = "https://reports.ofsted.gov.uk/provider/44/"
"""Ofsted's pages of local authorities (44 is their kind of provider)."""


def with_addresses(tables: Tables) -> dict[str, list[Row]]:
    """Give the tables with a page for each of Ofsted's documents that has none of its own."""
    told = {(row["urn"], row["file"]): row["page"] for row in tables["document_addresses"]}
    councils = {row["code"] for row in tables["council_codes"] if row["scheme"] == "ofsted-urn"}
    rows = {table: list(rows) for table, rows in tables.items()}
    rows["sources"] = list(_addressed(tables["sources"], told, councils))
    return rows


def _addressed(
    sources: Sequence[Row], told: Mapping[tuple[str, str], str], councils: set[str]
) -> Iterator[Row]:
    for row in sources:
        folder, _, file = row["file"].rpartition("/")
        urn = folder.rpartition("/")[2].partition("_")[0]
        page = told.get((urn, file), f"{PROVIDER}{urn}" if urn in councils else "")
        yield row if row["page"] or not page else row | {"page": page}
