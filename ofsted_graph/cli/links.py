"""The command `links`."""

from __future__ import annotations

import datetime as dt
import io
from typing import Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.errors import UsageError


def links(
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="DATASET",
            help="wikidata, ons, opendatacommunities or planning-data; all when not said.",
        ),
    ] = "",
    form: Annotated[str, typer.Option("--format", "-f", help="ttl, sssom or csv.")] = "",
    output: options.Output = None,
    facts: options.Facts = None,
) -> None:
    """Write the links of our councils to other datasets, each with its source.

    Example: ofsted-graph links --to wikidata --format sssom -o wikidata.sssom.tsv
    """
    from ofsted_graph import resources
    from ofsted_graph.build.linksets import linksets
    from ofsted_graph.facts.fact_tables import read_table, table_files
    from ofsted_graph.linking.linkset_files import as_csv, as_sssom

    name = output.name if output is not None else ""
    ending = "sssom" if name.endswith(".sssom.tsv") else name.rpartition(".")[2]
    form = form or ending or "ttl"
    if form not in {"ttl", "sssom", "csv"}:
        raise UsageError(f'"{form[:40]}" is no format of links; use ttl, sssom or csv.')
    folder = facts or resources.facts()
    tables = {
        table: [row for path in table_files(folder, table) for row in read_table(path, table)]
        for table in ("councils", "council_links", "sources")
    }
    sets = linksets(tables, to)
    if form == "csv":
        options.write(as_csv(sets).encode(), output)
    elif form == "sssom":
        labels = {row["id"]: row["label"] for row in tables["councils"]}
        today = dt.datetime.now(tz=dt.UTC).date()
        options.write("".join(as_sssom(sets, labels, today)).encode(), output)
    else:
        from pyoxigraph import RdfFormat, serialize

        from ofsted_graph.build import dataset_description
        from ofsted_graph.vocab import PREFIXES

        buffer = io.BytesIO()
        triples = sorted(set(dataset_description.links(sets)), key=str)
        text = " ".join(map(str, triples))
        used = {name: base for name, base in PREFIXES.items() if base in text}
        serialize(triples, buffer, RdfFormat.TURTLE, prefixes=used)
        options.write(buffer.getvalue(), output)
