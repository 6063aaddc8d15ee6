"""The graph's links to other datasets, each with its source and that source's date.

Links are told by registers, a row each in the table `council_links`. Those from one source to one
dataset make a linkset (`linkset:wikidata.planning-data-local-authority`), so whoever reads a link
knows who said it and when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ofsted_graph.errors import UnknownNameError
from ofsted_graph.model import DEF

Row = Mapping[str, str]

SKOS_EXACT = "http://www.w3.org/2004/02/skos/core#exactMatch"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True)
class Target:
    """A dataset that the graph links to.

    Attributes:
        name: Its short name, as in `council_links`.
        title: Its title.
        page: Its home page.
        space: How IRIs of its things start.
        predicate: What links a council to a thing of it.
        endpoint: Where it can be asked, if it can.
        licence: The IRI of its licence.
    """

    name: str
    title: str
    page: str
    space: str
    predicate: str
    endpoint: str = ""
    licence: str = OGL


TARGETS = {
    target.name: target
    for target in (
        Target(
            "wikidata",
            "Wikidata",
            "https://www.wikidata.org/",
            "http://www.wikidata.org/entity/",
            SKOS_EXACT,
            "https://query.wikidata.org/sparql",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        Target(
            "ons",
            "Statistical geographies of the Office for National Statistics",
            "https://statistics.data.gov.uk/",
            "http://statistics.data.gov.uk/id/statistical-geography/",
            f"{DEF}area",
            "https://statistics.data.gov.uk/sparql",
        ),
        Target(
            "opendatacommunities",
            "OpenDataCommunities",
            "https://opendatacommunities.org/",
            "http://opendatacommunities.org/id/",
            SKOS_EXACT,
            "https://opendatacommunities.org/sparql",
        ),
        Target(
            "planning-data",
            "Planning Data",
            "https://www.planning.data.gov.uk/",
            "https://www.planning.data.gov.uk/entity/",
            SKOS_EXACT,
        ),
    )
}
"""The datasets that are linked to, by name."""


@dataclass(frozen=True)
class Linkset:
    """The links from one source to one dataset.

    Attributes:
        target: The dataset.
        source: The id of the source that tells the links.
        date: The source's date, as told; may be empty.
        links: Council, IRI and locator, sorted.
    """

    target: Target
    source: str
    date: str
    links: tuple[tuple[str, str, str], ...]

    @property
    def name(self) -> str:
        """The linkset's name in its IRI."""
        return f"{self.target.name}.{self.source}"


def linksets(tables: Mapping[str, Sequence[Row]], to: str = "") -> list[Linkset]:
    """Gather the linksets from the tables `council_links` and `sources`.

    Args:
        tables: Rows by table.
        to: Only those to this dataset.

    Raises:
        UnknownNameError: There is no such dataset.
    """
    if to and to not in TARGETS:
        raise UnknownNameError("dataset", to, [], hint=f"Known: {', '.join(TARGETS)}.")
    dates = {row["id"]: row["date"] for row in tables["sources"]}
    found: dict[tuple[str, str], set[tuple[str, str, str]]] = defaultdict(set)
    for row in tables["council_links"]:
        if row["dataset"] in TARGETS and to in {"", row["dataset"]}:
            link = (row["council"], row["iri"], row["locator"])
            found[row["dataset"], row["source"]].add(link)
    return [
        Linkset(TARGETS[dataset], source, dates.get(source, ""), tuple(sorted(links)))
        for (dataset, source), links in sorted(found.items())
    ]
