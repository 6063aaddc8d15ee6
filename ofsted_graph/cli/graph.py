"""The commands `graph`, `timeline` and `path`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_graph.cli import options, sources, supervisor
from ofsted_graph.cli.completion import complete_parameter, complete_query, complete_subject
from ofsted_graph.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import Store

    from ofsted_graph.viz.story_pictures import Told

PAGE = Path("ofsted-graph.html")
"""Where the page goes when no file is named."""
ENDINGS = (".html", ".graphml", ".gexf", ".json", ".svg", ".png")

About = Annotated[
    list[str] | None,
    typer.Option(
        "--about",
        metavar="NAME",
        help="A council or a person to draw, with what is around (repeatable).",
        autocompletion=complete_subject,
    ),
]
Steps = Annotated[
    int, typer.Option("--steps", min=0, metavar="N", help="How many ties away from --about to go.")
]
Region = Annotated[str | None, typer.Option("--region", help="Draw the councils of this region.")]
Role = Annotated[str | None, typer.Option("--role", help="Draw posts of this role only.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Draw what was known by then: posts that may have been held that day.",
    ),
]
Query = Annotated[
    str | None,
    typer.Option(
        "--query",
        metavar="NAME|FILE",
        help="Draw the answer of a SELECT or CONSTRUCT query.",
        autocompletion=complete_query,
    ),
]
Parameters = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        "-p",
        metavar="NAME=VALUE",
        help="A parameter of the query.",
        autocompletion=complete_parameter,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=f"Where to write: {', '.join(ENDINGS)} ({PAGE} without it).",
    ),
]
Open = Annotated[bool, typer.Option("--open", help="Open the file when it is written.")]


def graph(
    about: About = None,
    steps: Steps = 1,
    region: Region = None,
    role: Role = None,
    as_of: AsOf = None,
    query: Query = None,
    parameters: Parameters = None,
    output: Output = None,
    open_: Open = False,
    data: options.Data = None,
    endpoint: sources.Url = "",
    timeout: sources.Timeout = 60.0,
) -> None:
    """Write the network page, or the network in another format: all England, or a part of it.

    Example: ofsted-graph graph --about "Debbie Jones" -o career.html --open
    """
    from ofsted_graph.network.networks import network

    output = _checked(output)
    store = sources.whole_graph(data, endpoint, timeout=timeout)
    if query is not None:
        supervisor.limit(timeout)
    net = network(
        store,
        about=about or (),
        steps=steps,
        region=region,
        role=role,
        as_of=as_of,
        query=query,
        parameters=options.read_parameters(parameters or []),
    )
    # A council's story is told by lanes in time better than by what is tied to it.
    told = None if steps != 1 or region or role or as_of else _story_of(store, net)
    if told and output.suffix.lower() in {".svg", ".png"}:
        _write_story(told, output)
    else:
        _write(net, output, view="timeline" if told else "graph", open_=open_)


def timeline(
    about: About = None,
    steps: Steps = 1,
    region: Region = None,
    role: Role = None,
    as_of: AsOf = None,
    output: Output = None,
    open_: Open = False,
    data: options.Data = None,
) -> None:
    """Write the network page, opened on its timeline; or a council's story as a picture.

    Example: ofsted-graph timeline --about Croydon -o croydon.svg
    """
    from ofsted_graph.network.networks import network
    from ofsted_graph.query.store_cache import open_store

    output = _checked(output, among=(".html", ".svg", ".png"))
    store = open_store(data)
    if output.suffix.lower() != ".html":
        from ofsted_graph.query import named_things
        from ofsted_graph.viz.story_pictures import told_of

        if not about or len(about) != 1:
            raise UsageError("a picture tells one council's story; name it with --about.")
        _write_story(told_of(store, named_things.find(store, "council", about[0])), output)
        return
    net = network(store, about=about or (), steps=steps, region=region, role=role, as_of=as_of)
    _write(net, output, view="timeline", open_=open_)


def path(
    start: Annotated[
        str,
        typer.Argument(metavar="A", help="A council or a person.", autocompletion=complete_subject),
    ],
    end: Annotated[
        str,
        typer.Argument(metavar="B", help="Another.", autocompletion=complete_subject),
    ],
    inspections: Annotated[
        bool,
        typer.Option("--inspections", help="Go through inspections and inspectors too."),
    ] = False,
    role: Role = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=f"Draw the path too: {', '.join(ENDINGS)}.",
        ),
    ] = None,
    data: options.Data = None,
) -> None:
    """Show how two people or councils are connected: the shortest way over posts.

    Exits with 1 when nothing connects them.

    Example: ofsted-graph path Croydon "Tower Hamlets"
    """
    from ofsted_graph.network.networks import find_node, network, path_network, shortest_path
    from ofsted_graph.network.paths import BY_INSPECTIONS, BY_POSTS
    from ofsted_graph.query.store_cache import open_store

    output = _checked(output) if output else None
    net = network(open_store(data), role=role)
    ends = [find_node(net, name) for name in (start, end)]
    if ends[0] == ends[1]:
        raise UsageError(f'"{start}" and "{end}" are the same; name two.')
    way = shortest_path(net, *ends, through=BY_INSPECTIONS if inspections else BY_POSTS)
    if not way:
        names = " and ".join(net.nodes[node]["label"] for node in ends)
        typer.echo(f"Nothing connects {names}.", err=True)
        raise typer.Exit(1)
    typer.echo(net.nodes[way[0].start]["label"])
    for tie in way:
        for fact in tie.facts:
            typer.echo(f"  {_said(net, fact)}")
        typer.echo(net.nodes[tie.end]["label"])
    if output:
        _write(path_network(net, way), output, view="graph", open_=False)


def _said(net: nx.MultiDiGraph[str], fact: dict[str, str]) -> str:
    """Put one tie into words."""
    from ofsted_graph.viz import english

    if fact["kind"] == "post":
        role = net.graph["words"]["role"].get(fact["role"], fact["role"])
        return f"{english.post_name(role, fact['capacity'])}, {english.years(fact)}"
    if fact["kind"] == "in-post":
        return f"in post when inspected ({fact['certainty']})"
    return f"{fact['part']} inspector" if fact["kind"] == "inspected-by" else "inspected"


def _story_of(store: Store, net: nx.MultiDiGraph[str]) -> Told | None:
    """Give what is known of the one council that a network is about, if it was graded."""
    from ofsted_graph.viz.story_pictures import told_of
    from ofsted_graph.vocab import thing

    about = net.graph.get("about", ())
    if len(about) != 1 or not about[0].startswith("council:"):
        return None
    told = told_of(store, thing(*about[0].split(":", 1)))
    return told if told.ratings else None


def _write_story(told: Told, output: Path) -> None:
    """Write the picture of a council's story."""
    from ofsted_graph.viz.drawing import as_png
    from ofsted_graph.viz.story_pictures import story_sheet

    sheet = story_sheet(told)
    options.write(as_png(sheet) if output.suffix.lower() == ".png" else sheet.encode(), output)
    typer.echo(f"Wrote {output}.", err=True)


def _checked(output: Path | None, among: Sequence[str] = ENDINGS) -> Path:
    """See that the format is known before any work is done.

    Raises:
        UsageError: The file's ending tells no format.
    """
    output = output or PAGE
    if output.suffix.lower() not in among:
        raise UsageError(f"{output}: the ending tells no format; use {' or '.join(among)}.")
    return output


def _write(net: nx.MultiDiGraph[str], output: Path, *, view: str, open_: bool) -> None:
    """Write a network in the format of the file's ending, and say so."""
    options.write(_rendered(net, output.suffix.lower(), view), output)
    counts = f"{net.number_of_nodes():,} nodes, {net.number_of_edges():,} ties"
    typer.echo(f"Wrote {output} ({counts}).", err=True)
    if open_:
        typer.launch(str(output.resolve()))


def _rendered(net: nx.MultiDiGraph[str], ending: str, view: str) -> bytes:
    """Render a network in a format."""
    if ending == ".html":
        from ofsted_graph.viz.page import render_page

        return render_page(net, view=view).encode()
    if ending in {".svg", ".png"}:
        from ofsted_graph.viz.drawing import render_png, render_svg

        return render_png(net) if ending == ".png" else render_svg(net).encode()

    from ofsted_graph.viz import network_formats

    render = {
        ".graphml": network_formats.render_graphml,
        ".gexf": network_formats.render_gexf,
        ".json": network_formats.render_cytoscape,
    }[ending]
    return render(net).encode()
