"""The command line: which commands there are, and how a command's failure reaches a person.

A command's module is imported when the command is called, so that help and questions start fast.
The table below is all that `--help` needs.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from ofsted_graph.cli.terminal import guarded
from ofsted_graph.errors import OfstedGraphError

COMMANDS: dict[str, tuple[str, str]] = {
    "query": ("query:query", "Answer a question: a named query, a file, or SPARQL."),
    "queries": ("query:queries", "List the named queries, or show one."),
    "show": ("show:show", "Show a council's or a person's story on one screen."),
    "who": ("who:who", "Say who holds a post on a day, and how likely that is."),
    "why": ("why:why", "Show the sources behind a fact, a person, an inspection or a tenure."),
    "path": ("graph:path", "Show how two people or councils are connected."),
    "brief": ("brief:brief", "Write one page on a council, to print or to read."),
    "graph": ("graph:graph", "Write the network page, or the network in another format."),
    "timeline": ("graph:timeline", "Write the network page, opened on its timeline."),
    "import": ("importing:import_", "Read Ofsted's documents into the fact tables."),
    "refresh": ("refresh:refresh", "Read new material, build, check, and tell what is new."),
    "identities": ("identities:identities", "Decide who is who among like names."),
    "coverage": ("coverage:coverage", "Report at how many inspections the director is known."),
    "build": ("build:build", "Build the graph from the fact tables."),
    "validate": ("build:validate", "Check the graph against its shapes and check queries."),
    "diff": ("build:diff", "Tell in plain words how two graphs differ."),
    "export": ("export:export", "Write the whole graph in another format."),
    "reconcile": (
        "reconcile:reconcile",
        "Find the council or person behind each value of a table.",
    ),
    "link": ("link:link", "Turn a table into triples that join the graph."),
    "links": ("links:links", "Write the links to Wikidata, ONS and other datasets."),
    "publish": ("publish:publish", "Load the graph into a SPARQL server."),
    "serve": ("serve:serve", "Serve the graph on the web: pages, SPARQL, reconciliation."),
    "site": ("site:site", "Write the pages as a static site."),
    "mcp": ("mcp:mcp", "Answer AI assistants over the Model Context Protocol."),
}
"""Command to its module and function in this package, and what it does."""


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
"""What the system says of an output that takes no more."""


class LazyGroup(TyperGroup):
    """A group of commands that imports a command's module when the command is wanted."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """List the commands in the order of the table."""
        return [name for name, (place, _) in COMMANDS.items() if _exists(place)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(f"ofsted_graph.cli.{module}"), function)
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(cmd_name)(command)
        return typer.main.get_command(single)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


def _exists(place: str) -> bool:
    """Tell whether the module of a command is there."""
    module = place.partition(":")[0]
    return (Path(__file__).parent / f"{module}.py").is_file()


app = typer.Typer(
    cls=LazyGroup,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='Example: ofsted-graph query in-charge -p council="Tower Hamlets"',
)


def _version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from ofsted_graph._version import __version__

        typer.echo(f"ofsted-graph {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(  # noqa: ARG001
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
    no_cache: bool = typer.Option(
        False, "--no-cache", help="Read the graph anew, and keep nothing for the next question."
    ),
) -> None:
    """Who ran children's services in which English council, and what Ofsted said about it."""
    if no_cache:
        from ofsted_graph.query.store_cache import VARIABLE

        os.environ[VARIABLE] = ""


def _run() -> None:
    stream = sys.stdout
    try:
        app()
    except SystemExit as error:
        if sys.stdout is not stream:
            # Typer saw that nobody reads any more, put a stream that says nothing in its place and
            # calls that a failure. It is none.
            raise BrokenPipeError from error
        raise
    except OfstedGraphError as error:
        sys.stderr.write(f"ofsted-graph: {error}\n")
        sys.exit(2)


def main() -> None:
    """Run the command line; what was raised on purpose becomes one line and exit code 2."""
    try:
        with guarded():
            try:
                _run()
            finally:
                # What cannot be written is to be told here and not while Python closes.
                sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has enough.
        _write_no_more()
        sys.exit(0)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        _write_no_more()
        sys.stderr.write(f"ofsted-graph: the output cannot be written ({error.strerror}).\n")
        sys.exit(2)


def _write_no_more() -> None:
    """Let what is still to be written go nowhere: Python would complain once more while closing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


__all__ = ["COMMANDS", "app", "main"]
