"""The page: one HTML file that needs nothing else, made by pyvis under a template of our own.

pyvis makes the nodes, edges and options and calls the template; its own template is not used,
because it asks a network for parts and runs what it is given as text. Ours escapes everything. A
Content Security Policy in the page names its two scripts and its style sheet by their hashes and
allows nothing else, so that what escaping might miss still cannot run or load anything. The script
of vis-network is the copy that pyvis brings.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from collections.abc import Sequence
from importlib import resources
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from ofsted_graph.network.networks import connecting_people
from ofsted_graph.viz import english, style, timeline
from ofsted_graph.viz.items import Items
from ofsted_graph.viz.layout import Board, board
from ofsted_graph.viz.lists import Lists, grades_used, make_lists

if TYPE_CHECKING:
    import networkx as nx
    from jinja2 import Environment

FILES = resources.files(__package__) / "page_files"
VIS_SCRIPT = "lib/vis-9.1.2/vis-network.min.js"
"""Where pyvis keeps the script, below its templates."""
WITHOUT_SCRIPTS = """\
.view[hidden]{display:block!important}#graph,.time,#filters,.tools,.tabs,.find{display:none!important}\
html,body,main{display:block;height:auto;overflow:visible}.view{overflow:visible}"""
"""Without scripts the timeline and the tables are the page."""
OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "keyboard": False,
    },
    "nodes": {"shape": "custom"},
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 1},
}


def render_page(net: nx.MultiDiGraph[str], *, view: str = "graph") -> str:
    """Make the page of a network.

    Args:
        net: What `ofsted_graph.network.network` or `path_network` gives.
        view: What the page opens on: "graph", "timeline" or "table".

    Returns:
        HTML, to be written as UTF-8. The same network gives the same text.
    """
    figure = board(net)
    items = Items(net, figure)
    lists = make_lists(net, items)
    drawing = _pyvis_network()(directed=True, cdn_resources="in_line")
    # Given whole: pyvis compares each edge that is added with all before it.
    drawing.nodes, drawing.edges = items.nodes, items.edges
    drawing.options = OPTIONS
    drawing.templateEnv = _environment()
    drawing.path = "page.html.j2"
    grades = grades_used(net)
    sheet = _sheet(grades)
    vis, script = _vis_script(), _script()
    drawing.templateEnv.globals.update(
        page=_page(net, figure, items, lists, view=view),
        lists=lists,
        style=_safe(sheet),
        style_without_scripts=_safe(WITHOUT_SCRIPTS),
        vis=_safe(vis),
        script=_safe(script),
        policy=policy([vis, script], [sheet, WITHOUT_SCRIPTS]),
    )
    return str(drawing.generate_html())


def policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Write a Content Security Policy that allows these scripts and styles, and nothing else."""

    def hashes(texts: Sequence[str]) -> str:
        digests = (hashlib.sha256(text.encode()).digest() for text in texts)
        return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def is_link(address: str) -> bool:
    """Tell whether an address may be a link: http or https, and nothing that runs or hides.

    >>> is_link("https://www.gov.uk/x"), is_link("javascript:alert(1)"), is_link(" http://x")
    (True, False, False)
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    plain = all(sign > " " and sign not in '"<>\\^`{|}' for sign in address)
    return plain and parts.scheme in {"http", "https"} and bool(parts.netloc)


def compact(page: dict[str, Any], nodes: list[Any], edges: list[Any], options: str) -> str:
    """Write the data as JSON that can stand in a script element: without "<", ">" and "&"."""
    data = {**page, "nodes": nodes, "edges": edges, "options": json.loads(options)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _pyvis_network() -> Any:
    """Import what is used of pyvis; what it imports for notebooks alone takes half of its time."""
    absent = [name for name in ("IPython", "IPython.display") if name not in sys.modules]
    for name in absent:
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name])["IFrame"] = None
    try:
        from pyvis.network import Network
    finally:
        for name in absent:
            del sys.modules[name]
    return Network


def _environment() -> Environment:
    """Make a Jinja environment that escapes everything."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(lambda name: (FILES / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        address=lambda key: quote(key, safe=":"),
        word=_word,
        link=is_link,
        when=english.when,
        compact=lambda *data: _safe(compact(*data)),
    )
    return environment


def _safe(text: str) -> Any:
    """Mark text as needing no escaping: our own files, and JSON that `compact` has escaped."""
    from markupsafe import Markup

    if re.search(r"</(?:script|style)", text, re.IGNORECASE):
        raise AssertionError("a script or style sheet of the page would end its own element")
    return Markup(text)  # noqa: S704


def _word(text: str) -> str:
    """Make a word fit to be part of a class name."""
    return re.sub(r"[^a-z0-9-]", "-", text)


def _vis_script() -> str:
    """Read vis-network from pyvis; a debugger's map, which would be a request, is left out."""
    text = (resources.files("pyvis") / "templates" / VIS_SCRIPT).read_text(encoding="utf-8")
    return re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", text)


def _script() -> str:
    """Join our script's parts, in the order of their names, into one scope."""
    parts = sorted((FILES / "js").iterdir(), key=lambda part: part.name)
    texts = [part.read_text(encoding="utf-8") for part in parts if part.name.endswith(".js")]
    # The library drops the directive, so it is put before what the library gives.
    return '"use strict";' + _minified("script", f"(()=>{{{chr(10).join(texts)}}})();")


def _minified(tag: str, text: str) -> str:
    """Leave out of a script or style sheet what only people need; ours stay readable as files."""
    import minify_html

    small = minify_html.minify(f"<{tag}>{text}</{tag}>", minify_js=True, minify_css=True)
    return small.removeprefix(f"<{tag}>").removesuffix(f"</{tag}>")


def _sheet(grades: dict[str, dict[str, str]]) -> str:
    """Give the style sheet, with the grades' colours and letters."""
    rules = [
        f".g-{_word(grade)}{{--grade:{look['colour']};--on-grade:{look['ink']};"
        f'--letter:"{_word_letter(look["letter"])}"}}\n'
        for grade, look in grades.items()
    ]
    styles = (FILES / "page.css").read_text(encoding="utf-8")
    return _minified("style", styles) + "".join(rules)


def _word_letter(letter: str) -> str:
    """Write a letter as a CSS escape, whatever it is."""
    return "".join(f"\\{ord(sign):x} " for sign in letter[:2])


def _page(
    net: nx.MultiDiGraph[str], figure: Board, items: Items, lists: Lists, *, view: str
) -> dict[str, Any]:
    """Gather what the script needs beside nodes and edges."""
    about, path = net.graph.get("about", ()), net.graph.get("path", ())
    words = net.graph["words"]
    return {
        "title": net.graph["title"],
        "figure": figure.figure,
        "panels": [{"region": one.region, "box": one.box} for one in figure.panels],
        "tallPanels": [{"region": one.region, "box": one.box} for one in figure.tall_panels],
        "years": list(lists.span.years),
        "lastDay": net.graph["as_of"] or timeline.last_day(net),
        "grades": grades_used(net),
        "views": {name: view._asdict() for name, view in style.VIEWS.items()},
        "words": {kind: words[kind] for kind in ("aspect", "framework", "region", "role")},
        "shortRoles": english.SHORT_ROLES,
        "places": items.cited_places(),
        "connectors": [
            [items.numbers[one.person], len(one.councils)] for one in connecting_people(net)
        ],
        "start": {
            "view": view,
            "node": about[0] if len(about) == 1 else "",
            "path": "~".join(path),
        },
    }
