"""The network as GraphML, for Gephi, yEd, igraph and networkx.

GraphML attributes are plain values, so what a node or edge has several of becomes one text with
its parts set apart by "; ", and every edge gets a number of its own: its name as an `id` must be
unique in the file.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(net: nx.MultiDiGraph[str]) -> bytes:
    """Write a network; the same network gives the same bytes."""
    import networkx as nx

    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in sorted(net.nodes(data=True)):
        plain.add_node(node, **_flat(attributes))
    edges = sorted(net.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (start, end, key, attributes) in enumerate(edges, start=1):
        plain.add_edge(start, end, key=f"e{number}", **{"thing": key, **_flat(attributes)})
    output = io.BytesIO()
    nx.write_graphml_xml(plain, output, encoding="utf-8", prettyprint=True)
    return output.getvalue()


def _flat(attributes: dict[str, Any]) -> dict[str, str | int | float | bool]:
    """Make attributes plain; what is empty is left out."""
    return {
        name: found if isinstance(found, bool | int | float) else _text(found)
        for name, found in attributes.items()
        if found not in (None, "", ())
    }


def _text(found: object) -> str:
    """Write a value as text that XML allows."""
    if isinstance(found, tuple):
        # A record is a tuple with named fields; its words belong together.
        joint = " " if hasattr(found, "_fields") else "; "
        return joint.join(part for one in found if (part := _text(one)))
    return _NOT_XML.sub("", str(found))
