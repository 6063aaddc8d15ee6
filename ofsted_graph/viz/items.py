"""A network as pyvis nodes and edges, with all that the page tells about them.

Every fact is said once. A node's number is its place in the list; sources are numbered too; what is
empty or follows from something else is left out, because a page of all England holds thousands of
each. The dates of a post in words are in the page's table, in the row that has the post's number.

Besides pyvis's own words (`id`, `label`, `group`, `x`, `y`, `from`, `to`) a node has:

    key     its CURIE
    tall    [x, y] of a council's tile on a telephone
    at      [x, y] of an inspection in its council's fan
    of      the number of an inspection's council
    days    [started, ended, published] of an inspection
    judged  [aspect, grade, printed words, citations] of each judgement

and an edge:

    kind    "post", "in-post", "inspected-by", "supports" …
    days    [earliest start, latest start, earliest end, latest end] of a post
    at      [x, y] of its start in the fan of its end
    spoke   [x, y] of its end in the fan of its start
    post    the number of the post that an "in-post" follows from

A citation is the number of a place; a place is [number of a source, locator].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ofsted_graph import graph_values
from ofsted_graph.viz import english, style
from ofsted_graph.viz.fans import Point, fan, moment

if TYPE_CHECKING:
    import networkx as nx

    from ofsted_graph.network.records import Citation, Judgement
    from ofsted_graph.viz.layout import Board

BOUNDS = ("earliest_start", "latest_start", "earliest_end", "latest_end")

Item = dict[str, Any]


class Items:
    """The pyvis nodes and edges of a network, in the order of their numbers.

    Attributes:
        numbers: The number of each node.
        posts: The number of the edge of each tenure.
        sources: The number of each source.
        places: The number of each place that is cited.
    """

    def __init__(self, net: nx.MultiDiGraph[str], figure: Board) -> None:
        """Turn a network and its layout into what the page is drawn from."""
        self._net, self._figure = net, figure
        self._fans: dict[str, dict[str, Point]] = {
            node: fan(net, node)
            for node, data in net.nodes(data=True)
            if data["kind"] in {"council", "organisation", "person"}
        }
        self.sources = {source: number for number, source in enumerate(net.graph["sources"])}
        self.places: dict[Citation, int] = {}
        self.numbers = {node: number for number, node in enumerate(net)}
        # Posts come first, so that what follows from a post can give its number.
        edges = [edge for edge in net.edges(keys=True, data=True) if edge[3]["kind"] != "inspects"]
        edges.sort(key=lambda edge: edge[3]["kind"] != "post")
        self.posts = {
            key: number for number, (_, _, key, data) in enumerate(edges) if data["kind"] == "post"
        }
        self.nodes = [self._node(node, data) for node, data in net.nodes(data=True)]
        self.edges = [self._edge(*edge) for edge in edges]

    def cites(self, citations: Iterable[Citation]) -> list[int]:
        """Give the numbers of places; a place that was cited before keeps its number."""
        return [self.places.setdefault(place, len(self.places)) for place in citations]

    def cited_places(self) -> list[list[Any]]:
        """Give all places in the order of their numbers."""
        return [[self.sources[place.source], place.locator] for place in self.places]

    def _node(self, node: str, data: Mapping[str, Any]) -> Item:
        """Make one node."""
        kind, label = data["kind"], data["label"]
        if kind == "inspection":
            label = english.when(moment(data)[:7])
        x, y = self._figure.places.get(node, (None, None))
        return _told(
            id=self.numbers[node],
            key=node,
            group=kind,
            label=label,
            x=x,
            y=y,
            tall=self._figure.tall.get(node),
            also=data.get("other_names"),
            **(self._council(data) if kind == "council" else {}),
            **(self._inspection(node, data) if kind == "inspection" else {}),
        )

    def _council(self, data: Mapping[str, Any]) -> Item:
        """Say what only a council's node says."""
        steps = [
            [
                step.what.replace("-", " "),
                step.by,
                english.when(step.start) if step.start else "",
                english.when(step.end) if step.end else "",
                self.cites(step.citations),
            ]
            for step in data["interventions"]
        ]
        return {
            "region": data["region"],
            "start": data["start"],
            "end": data["end"],
            "steps": steps,
        }

    def _inspection(self, node: str, data: Mapping[str, Any]) -> Item:
        """Say what only an inspection's node says."""
        return {
            "at": self._fans.get(data["council"], {}).get(node),
            "of": self.numbers.get(data["council"]),
            "framework": data["framework"],
            "days": [data["started"], data["ended"], data["published"]],
            "themes": data["themes"],
            "judged": [self._judged(one) for one in data["judgements"]],
            "claims": [[*one[:2], self.cites(one.citations)] for one in data["claims"]],
            "cites": self.cites(data["citations"]),
        }

    def _judged(self, one: Judgement) -> list[Any]:
        """Write a judgement; what is printed is left out where it is just the grade's name."""
        printed = "" if one.printed == style.grade_name(self._net, one.grade) else one.printed
        return [one.aspect, one.grade, printed, self.cites(one.citations)]

    def _edge(self, start: str, end: str, key: str, data: Mapping[str, Any]) -> Item:
        """Make one edge."""
        kind = data["kind"]
        return _told(
            **{"from": self.numbers[start], "to": self.numbers[end]},
            kind=kind,
            at=self._fans.get(end, {}).get(start),
            spoke=self._fans.get(start, {}).get(end),
            post=self.posts[key] if kind == "in-post" else None,
            sure=True if data.get("certainty") == "certain" else None,
            likely=_percent(data),
            role=data["role"] if kind == "post" else None,
            capacity=data.get("capacity"),
            years=english.years(data) if kind == "post" else None,
            days=[data[name] for name in BOUNDS] if kind == "post" else None,
            title=data.get("title"),
            part=data.get("part"),
            label=data.get("label"),
            cites=self.cites(data.get("citations", ())),
        )


def _percent(data: Mapping[str, Any]) -> int | None:
    """Give how likely an edge is, in per cent, where it is no more than likely."""
    if data.get("certainty") != "likely":
        return None
    return round(graph_values.likelihood(data.get("likelihood", "")) * 100)


def _told(**facts: Any) -> Item:
    """Leave out what is empty."""
    return {name: value for name, value in facts.items() if value not in ("", None, [], ())}
