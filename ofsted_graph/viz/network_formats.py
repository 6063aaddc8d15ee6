"""A network for other programs: GraphML and GEXF for networkx and Gephi, JSON for Cytoscape.

These formats hold plain values, so a fact's records are written out: an inspection has one
attribute for each view of its grades, and citations become text. What XML cannot hold (most control
characters) is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from ofsted_graph.viz import style
from ofsted_graph.viz.layout import board

if TYPE_CHECKING:
    import networkx as nx

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RENAMED = {"start": "said_start", "end": "said_end"}
"""GEXF reads `start` and `end` as the life of a node, and takes no EDTF."""


def printable(text: str) -> str:
    r"""Leave out what XML cannot hold.

    >>> printable("a\x00b")
    'ab'
    """
    return _NOT_IN_XML.sub("", text)


def plain_network(net: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Copy a network with plain values only: text, numbers, truth values."""
    import networkx as nx

    places = board(net).places
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=printable(net.graph["title"]))
    for node, data in net.nodes(data=True):
        values = _plain(net, data)
        if data["kind"] == "inspection":
            grades = {view: style.grade_of(data, view) for view in style.VIEWS}
            values |= {f"grade_{view.replace('-', '_')}": grade for view, grade in grades.items()}
        if node in places:
            values["x"], values["y"] = (float(number) for number in places[node])
        plain.add_node(printable(node), **values)
    for number, (start, end, key, data) in enumerate(net.edges(keys=True, data=True)):
        values = _plain(net, data) | {"fact": printable(key)}
        plain.add_edge(printable(start), printable(end), key=f"e{number}", **values)
    return plain


def render_graphml(net: nx.MultiDiGraph[str]) -> str:
    """Write GraphML."""
    import networkx as nx

    # Keys named after attributes would come twice: nodes and edges share the names of some.
    lines = nx.generate_graphml(plain_network(net))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"


def render_gexf(net: nx.MultiDiGraph[str]) -> str:
    """Write GEXF 1.2, with places and colours for Gephi."""
    import networkx as nx

    plain = plain_network(net)
    # GEXF has no name for a graph; its title is what the file describes.
    title = plain.graph.pop("name")
    for _, data in plain.nodes(data=True):
        colour = style.COLOURS.get(data.get("grade_overall", ""), style.PLAIN)
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        data["viz"] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}
        if "x" in data:
            # Gephi's y grows upwards.
            data["viz"]["position"] = {"x": data.pop("x"), "y": -data.pop("y"), "z": 0.0}
    for _, _, key, data in plain.edges(keys=True, data=True):
        data["id"] = key
    text = "\n".join(nx.generate_gexf(plain)) + "\n"
    text = re.sub(r' name=""', "", text, count=1)
    described = f"</creator>\n    <description>{escape(title)}</description>"
    text = text.replace("</creator>", described, 1)
    # The day of writing would make the same network give other bytes tomorrow.
    return re.sub(r' lastmodifieddate="[^"]*"', "", text)


def render_cytoscape(net: nx.MultiDiGraph[str]) -> str:
    """Write Cytoscape JSON, with places."""
    import networkx as nx

    data = nx.cytoscape_data(plain_network(net))
    for node in data["elements"]["nodes"]:
        values = node["data"]
        values["name"] = values["label"]
        if "x" in values:
            node["position"] = {"x": values.pop("x"), "y": values.pop("y")}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _plain(net: nx.MultiDiGraph[str], data: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a node's or an edge's attributes into plain values, without the empty ones."""
    values: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, str):
            text = value
        elif name == "citations":
            text = cited(net, value)
        elif name in {"judgements", "claims", "interventions"}:
            text = "; ".join(": ".join(part for part in record[:2] if part) for record in value)
        else:
            text = "; ".join(value)
        if text:
            values[RENAMED.get(name, name)] = printable(text)
    return values


def cited(net: nx.MultiDiGraph[str], citations: Iterable[tuple[str, str]]) -> str:
    """Write citations as text: each source's title and the place in it."""
    sources = net.graph["sources"]
    return "; ".join(
        ", ".join(part for part in (sources[source].title, locator) if part)
        for source, locator in citations
    )
