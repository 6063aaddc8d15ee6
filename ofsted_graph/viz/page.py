"""The page: one HTML file that needs nothing else, made by pyvis under a template of our own.

pyvis makes the nodes, edges and options and calls the template; its own template is not used, because it
asks a network for parts and runs what it is given as text. Ours escapes everything. A Content Security Policy
in the page names its two scripts and its style sheet by their hashes and allows nothing else, so that what
escaping might miss still cannot run or load anything. The script of vis-network is the copy that pyvis brings.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from ofsted_graph.network import connecting_people
from ofsted_graph.viz import english, style, tables, timeline
from ofsted_graph.viz.items import Items
from ofsted_graph.viz.layout import Board, board

if TYPE_CHECKING:
    import networkx as nx
    from jinja2 import Environment

FILES = resources.files(__package__) / "page_files"
VIS_SCRIPT = "lib/vis-9.1.2/vis-network.min.js"
"""Where pyvis keeps the script, below its templates."""
WITHOUT_SCRIPTS = """\
.view[hidden]{display:block!important}#graph,.time,#filters,.tools,.tabs,.find{display:none!important}\
html,body,main,#centre{display:block;height:auto;overflow:visible}.view{overflow:visible}"""
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
SHORT_ROLES = {
    "director-of-childrens-services": "Director",
    "elected-mayor": "Mayor",
    "deputy-mayor": "Deputy mayor",
    "council-leader": "Leader",
    "lead-member-for-children": "Lead member",
    "chief-executive": "Chief executive",
    "lscb-chair": "LSCB chair",
    "national-director-social-care": "National director",
}
SHORT_REGIONS = {
    "north-west": "N West",
    "north-east": "N East",
    "yorkshire-and-the-humber": "Yorkshire & H.",
    "west-midlands": "W Midlands",
    "east-midlands": "E Midlands",
    "east-of-england": "East",
    "south-west": "S West",
    "south-east": "S East",
}
KEY = (
    ("person-held", "In post on the date shown"),
    ("person-perhaps", "Perhaps in post"),
    ("person-former", "Former"),
    ("line-now", "Post held on that date"),
    ("line-before", "Former post"),
    ("line-interim", "Interim or acting"),
    ("line-sure", "In post when inspected: worked out from dates"),
    ("line-perhaps", "Perhaps in post when inspected"),
    ("visit", "Visit without a grade"),
)
"""What the marks mean, for the page's key."""


@dataclass(frozen=True)
class Lists:
    """What the template writes as plain HTML: all that is read without scripts."""

    title: str
    last_day: str
    span: timeline.Span
    lanes: Sequence[timeline.Lane]
    posts: Sequence[tables.PostRow]
    inspections: Sequence[tables.InspectionRow]
    sources: Sequence[Any]
    numbers: dict[str, int]
    numbers_of_sources: dict[str, int]
    edges: dict[str, int]
    letters: dict[str, str]
    names_of_grades: dict[str, str]
    views: Sequence[style.View]
    choices: Sequence[tuple[str, style.View]]
    grades: Sequence[dict[str, str]]
    roles: Sequence[tuple[str, str]]
    regions: Sequence[tuple[str, str]]
    inspectors: bool
    names: Sequence[str]
    key: Sequence[tuple[str, str]] = KEY


def render_page(net: nx.MultiDiGraph[str], *, view: str = "graph") -> str:
    """Make the page of a network.

    Args:
        net: What `ofsted_graph.network.network` or `path_network` gives.
        view: What the page opens on: "graph", "timeline" or "table".

    Returns:
        HTML, to be written as UTF-8. The same network gives the same text.
    """
    from pyvis.network import Network

    figure = board(net)
    items = Items(net, figure)
    lists = _lists(net, items)
    drawing = Network(directed=True, cdn_resources="in_line")
    for node in items.nodes:
        drawing.add_node(node.pop("id"), **node)
    for edge in items.edges:
        drawing.add_edge(edge.pop("from"), edge.pop("to"), arrows="", **edge)
    for edge in drawing.edges:
        del edge["arrows"]
    drawing.options = OPTIONS
    drawing.templateEnv = _environment()
    drawing.path = "page.html.j2"
    grades = _grades(net)
    sheet = _sheet(grades)
    vis, script = _vis_script(), _script()
    drawing.templateEnv.globals.update(
        page=_page(net, figure, items, lists, grades, view),
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
    """Write the page's data as JSON that can stand in a script element: without "<", ">" and "&"."""
    data = {**page, "nodes": nodes, "edges": edges, "options": json.loads(options)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


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
    return '"use strict";\n(() => {\n' + "\n".join(texts) + "})();\n"


def _grades(net: nx.MultiDiGraph[str]) -> dict[str, dict[str, str]]:
    """Give the grades that the network has, best first, with letter, label and colours."""
    used = {
        grade
        for _, data in net.nodes(data=True)
        if data["kind"] == "inspection"
        for grade in (
            *(judged.grade for judged in data["judgements"]),
            *(style.grade_of(data, view) for view in style.VIEWS),
        )
        if grade
    }
    order = [*style.COLOURS, *sorted(used - set(style.COLOURS))]
    return {
        grade: {
            "label": style.grade_name(net, grade),
            "letter": style.letter(net, grade),
            "colour": style.COLOURS.get(grade, style.PLAIN),
            "ink": style.ink(grade),
        }
        for grade in order
        if grade in used
    }


def _sheet(grades: dict[str, dict[str, str]]) -> str:
    """Give the style sheet, with the grades' colours and letters."""
    rules = [
        f".g-{_word(grade)},.t-{_word(grade)}{{--grade:{look['colour']};--on-grade:{look['ink']};"
        f'--letter:"{_word_letter(look["letter"])}"}}\n'
        for grade, look in grades.items()
    ]
    return (FILES / "page.css").read_text(encoding="utf-8") + "".join(rules)


def _word_letter(letter: str) -> str:
    """Write a letter as a CSS escape, whatever it is."""
    return "".join(f"\\{ord(sign):x} " for sign in letter[:2])


def _lists(net: nx.MultiDiGraph[str], items: Items) -> Lists:
    """Gather what the page says in plain HTML."""
    span = timeline.span_of(net)
    words = net.graph["words"]
    posts = tables.post_rows(net)
    grades = _grades(net)
    roles = {data["role"] for _, _, data in net.edges(data=True) if data["kind"] == "post"}
    regions = {data["region"] for _, data in net.nodes(data=True) if data["kind"] == "council"}
    named = {"person", "council", "organisation"}
    order = [*timeline.ROLES, *sorted(roles - set(timeline.ROLES))]
    return Lists(
        title=net.graph["title"],
        last_day=english.when(net.graph["as_of"] or timeline.last_day(net)),
        span=span,
        lanes=timeline.lanes(net, span),
        posts=posts,
        inspections=tables.inspection_rows(net),
        sources=list(net.graph["sources"].values()),
        numbers=items.numbers,
        numbers_of_sources=items.sources,
        edges=items.posts,
        letters={grade: look["letter"] for grade, look in grades.items()},
        names_of_grades={grade: look["label"] for grade, look in grades.items()},
        views=list(style.VIEWS.values()),
        choices=list(style.VIEWS.items()),
        grades=[{"word": grade, **look} for grade, look in grades.items()],
        roles=[(role, words["role"].get(role, role)) for role in order if role in roles],
        regions=sorted((region, words["region"].get(region, region)) for region in regions if region),
        inspectors=any(data["kind"] == "inspected-by" for _, _, data in net.edges(data=True)),
        names=sorted({data["label"] for _, data in net.nodes(data=True) if data["kind"] in named}),
    )


def _page(
    net: nx.MultiDiGraph[str],
    figure: Board,
    items: Items,
    lists: Lists,
    grades: dict[str, dict[str, str]],
    view: str,
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
        "grades": grades,
        "views": {name: view._asdict() for name, view in style.VIEWS.items()},
        "words": {kind: words[kind] for kind in ("aspect", "framework", "region", "role")},
        "shortRoles": SHORT_ROLES,
        "shortRegions": SHORT_REGIONS,
        "connectors": [
            [items.numbers[one.person], len(one.councils)] for one in connecting_people(net)
        ],
        "start": {
            "view": view,
            "node": about[0] if len(about) == 1 else "",
            "path": "~".join(path),
        },
    }
