"""The command `who`."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.cli.completion import complete_format, complete_subject
from ofsted_graph.errors import UsageError


def who(
    councils: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="COUNCIL…",
            autocompletion=complete_subject,
            show_default=False,
            help="Names or codes of councils; every council without one.",
        ),
    ] = None,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="A day, 2019-06-21; today without it.")
    ] = "",
    role: options.Role = options.DIRECTOR,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="table, record, csv, tsv, json, md, xlsx or parquet. Without it: a table for a "
            "terminal, CSV for a pipe, or what the output's ending says.",
            autocompletion=complete_format,
        ),
    ] = "",
    output: options.Output = None,
    data: options.Data = None,
) -> None:
    """Say who holds a post on a day, how likely that is, and where it comes from.

    Likelihood counts from the days on which sources see the holders. A row without a name is a
    council where nobody is known.

    Example: ofsted-graph who Croydon --on 2021-07-26
    """
    from ofsted_graph.answers.lookups import label
    from ofsted_graph.answers.post_lifetimes import missing
    from ofsted_graph.answers.who import as_solutions
    from ofsted_graph.answers.who import who as ask
    from ofsted_graph.cli.answer_tables import write_answer
    from ofsted_graph.query import named_things
    from ofsted_graph.query.store_cache import open_store

    day = _day(on)
    store = open_store(data)
    asked = [named_things.find(store, "council", name) for name in councils or []]
    post = named_things.find(store, "role", role)
    rows = ask(store, asked, post, day)
    told = {"Question": f"Who holds the post: {label(store, post)}", "On": str(day)}
    write_answer(as_solutions(rows), form, output, store, told)
    for council in asked:
        if not any(row.person for row in rows if row.council == council.value):
            sys.stderr.write(f"{missing(store, council, post)}\n")


def _day(text: str) -> dt.date:
    if not text:
        return dt.datetime.now(tz=dt.UTC).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f'"{text[:40]}" is no day such as 2019-06-21.') from error
