"""The command `site`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ofsted_graph.cli import options
from ofsted_graph.errors import MissingExtraError


def site(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write the site.")],
    data: options.Data = None,
) -> None:
    """Write the pages as a static site, for any web space.

    Example: ofsted-graph site public
    """
    try:
        from ofsted_graph.serve.site import write_site
    except ImportError as error:
        raise MissingExtraError("site", "serve") from error
    done = write_site(data, folder)
    typer.echo(
        f"Wrote {folder}: {done.files:,} files, {done.changed:,} of them new or changed, "
        f"{done.size / 1e6:,.0f} MB."
    )
