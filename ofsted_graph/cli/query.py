"""The commands `query` and `queries`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options, sources, supervisor
from ofsted_graph.cli.completion import complete_format, complete_parameter, complete_query
from ofsted_graph.errors import UsageError

if TYPE_CHECKING:
    from ofsted_graph.query.named_queries import NamedQuery


def query(
    question: Annotated[
        str,
        typer.Argument(
            metavar="[NAME|FILE|-]",
            help="A named query, a file of SPARQL, or - for standard input.",
            autocompletion=complete_query,
        ),
    ] = "",
    execute: Annotated[
        str, typer.Option("--execute", "-e", metavar="SPARQL", help="Ask this SPARQL.")
    ] = "",
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter",
            "-p",
            metavar="NAME=VALUE",
            help="A parameter: a name as you would type it, a code, council:kent, or an IRI.",
            autocompletion=complete_parameter,
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="table, record, csv, tsv, json, xml, md, html, xlsx, parquet; ttl, nt, jsonld, "
            "xml for graphs. Without it: a table on a terminal, CSV in a pipe.",
            autocompletion=complete_format,
        ),
    ] = "",
    output: options.Output = None,
    data: options.Data = None,
    others: sources.With = None,
    endpoint: sources.Url = "",
    timeout: sources.Timeout = 60.0,
    no_service: sources.NoService = False,
    allow: sources.Allow = None,
    verbose: sources.Verbose = False,
    fail_on_rows: Annotated[
        bool, typer.Option("--fail-on-rows", help="Exit with 1 if there is any row.")
    ] = False,
) -> None:
    """Answer a question: a named query, a file, or SPARQL.

    Example: ofsted-graph query in-charge -p council="Tower Hamlets"
    """
    from pyoxigraph import QuerySolutions, QueryTriples

    from ofsted_graph.query.result_formats import FORMATS, counted, format_of, rendered

    if form and form not in FORMATS:
        raise UsageError(f'"{form}" is no format; use one of {", ".join(FORMATS)}.')
    asked = _read(question, execute)
    form = form or (format_of(output.name) if output else "")
    store = sources.open_graph(data, endpoint, others, timeout=timeout)
    calling = sources.Calling(
        timeout, no_service, tuple(allow or ()), own=bool(execute), verbose=verbose
    )
    values = options.read_parameters(parameters or [])
    if not endpoint:
        supervisor.limit(timeout)
    found = sources.ask_anywhere(asked, store, values, calling)
    if not form:
        graph = isinstance(found, QueryTriples)
        form = "ttl" if graph else "table" if options.on_terminal() else "csv"
    answer, count = counted(found) if fail_on_rows or asked.nothing or values else (found, 1)
    if isinstance(answer, QuerySolutions):
        from ofsted_graph.cli.answer_tables import write_answer

        told = {"Question": asked.summary or asked.name, "Note": asked.note}
        told |= {f"{name} asked about": given for name, given in values.items()}
        write_answer(answer, form, output, store, told)
    else:
        options.write(rendered(answer, form), output)
    if not count:
        from ofsted_graph.query.named_queries import kind_of
        from ofsted_graph.query.named_things import successors

        councils = [value for name, value in values.items() if kind_of(asked, name) == "council"]
        for note in [*filter(None, [asked.nothing]), *successors(store, councils)]:
            sys.stderr.write(f"{note}\n")
    if fail_on_rows and count:
        raise typer.Exit(1)


def _read(question: str, execute: str) -> NamedQuery:
    """Find the query that is asked for."""
    from ofsted_graph.query.named_queries import MAX_QUERY, find_query, parse_query, read_query

    if bool(question) == bool(execute):
        raise UsageError(
            "name one query, a file, - or -e SPARQL; `ofsted-graph queries` lists the names."
        )
    if execute:
        return parse_query(execute)
    if question == "-":
        raw = sys.stdin.buffer.read(4 * MAX_QUERY + 1)
        return parse_query(raw.decode("utf-8", errors="replace"))
    path = Path(question)
    if path.suffix in {".rq", ".sparql", ".txt"} or "/" in question:
        return read_query(path)
    return find_query(question)


def queries(
    name: Annotated[
        str,
        typer.Argument(metavar="[NAME]", help="Show this one.", autocompletion=complete_query),
    ] = "",
) -> None:
    """List the named queries, or show one with its parameters and an example.

    Example: ofsted-graph queries in-charge
    """
    from ofsted_graph.query.named_queries import find_query, query_names

    if not name:
        width = max(len(known) for known in query_names())
        for known in query_names():
            found = find_query(known)
            takes = f" ({', '.join(found.parameters)})" if found.parameters else ""
            typer.echo(f"{known:<{width}}  {found.summary}{takes}")
        return
    found = find_query(name)
    typer.echo(f"{found.name}: {found.summary}")
    if found.note:
        typer.echo(found.note)
    for key, parameter in found.parameters.items():
        typer.echo(f"  -p {key}=…  {parameter.kind}: {parameter.description}")
    example = "".join(f' -p {key}="{value}"' for key, value in found.example.items())
    typer.echo(f"\nExample: ofsted-graph query {found.name}{example}\n")
    body = "\n".join(line for line in found.text.splitlines() if not line.startswith("#+"))
    typer.echo(body)
