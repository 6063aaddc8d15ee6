"""Pages as HTML: the templates, links between pages, and the page for what is not there.

Links are relative, so that the pages are the same wherever the root lies.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from ofsted_graph.model import ID
from ofsted_graph.serve.replies import HTML, Reply
from ofsted_graph.viz import style

if TYPE_CHECKING:
    from jinja2 import Environment

FILES = resources.files(__package__) / "page_files"


def html(template: str, address: str, **told: Any) -> Reply:
    """Write a page; links in it are relative to its address."""
    root = "../" * address.count("/") or "./"
    text = _environment().get_template(template).render(root=root, address=address, **told)
    return Reply(text.encode())


def missing(address: str) -> Reply:
    """Say that nothing is at an address."""
    page = html("error.html.j2", address, title="Nothing is here", what=address)
    return Reply(page.body, HTML, 404)


def up(iri: str) -> str:
    """Give the address of a thing's page, as seen from another thing's page."""
    return f"../../{iri.removeprefix(ID)}/" if iri.startswith(ID) else iri


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FunctionLoader(lambda name: (FILES / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["letter"] = lambda grade: style.LETTERS.get(grade, "")
    environment.filters["short"] = lambda text: text.removesuffix(" to be good")
    environment.filters["picture"] = Markup  # Our own drawing, which escapes its words.
    environment.filters["place"] = lambda iri: f"{iri.removeprefix(ID)}/"
    environment.filters["json_ld"] = lambda told: Markup(  # noqa: S704 - no sign of markup is left
        json.dumps(told, ensure_ascii=False, indent=1)
        .replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    )  # fmt: skip
    return environment
