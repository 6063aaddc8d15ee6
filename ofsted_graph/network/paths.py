"""Who connects whom: shortest paths, and the people who tie councils together."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from ofsted_graph.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx

BY_POSTS = frozenset({"post"})
BY_INSPECTIONS = frozenset({"post", "in-post", "inspected-by", "inspects"})


class Tie(NamedTuple):
    """One step of a path: two nodes and the facts that tie them (edges' attributes)."""

    start: str
    end: str
    facts: tuple[dict[str, Any], ...]


class Connector(NamedTuple):
    """A person who held posts at more than one council.

    `between` says how many of the shortest ways between councils lead through the person: the
    betweenness centrality, from 0 to 1, in the graph of people and councils.
    """

    person: str
    councils: tuple[str, ...]
    between: float


def shortest_path(
    net: nx.MultiDiGraph[str], start: str, end: str, *, through: frozenset[str] = BY_POSTS
) -> list[Tie]:
    """Find the shortest way from one person or council to another.

    Args:
        net: The network.
        start: A node.
        end: Another node.
        through: Kinds of ties that may be used: posts alone, or inspections too.

    Returns:
        The steps of the way; empty when there is none, or when both ends are the same.

    Raises:
        UsageError: A node is not in the network.
    """
    import networkx as nx

    for node in (start, end):
        if node not in net:
            raise UsageError(f"{node} is not in this network.")
    ties = ties_of(net, through)
    try:
        nodes = nx.shortest_path(ties, start, end)
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return []
    return [Tie(a, b, tuple(ties.edges[a, b]["facts"])) for a, b in pairwise(nodes)]


def ties_of(net: nx.MultiDiGraph[str], kinds: frozenset[str]) -> nx.Graph[str]:
    """Give the simple undirected graph of ties of some kinds; each edge has its `facts`."""
    import networkx as nx

    ties: nx.Graph[str] = nx.Graph()
    for a, b, data in net.edges(data=True):
        if data["kind"] in kinds:
            if not ties.has_edge(a, b):
                ties.add_edge(a, b, facts=[])
            ties.edges[a, b]["facts"].append(data)
    return ties


def connecting_people(net: nx.MultiDiGraph[str], *, role: str | None = None) -> list[Connector]:
    """Find who held posts at more than one council, those between most councils first."""
    import networkx as nx

    posts: nx.Graph[str] = nx.Graph()
    for person, council, data in net.edges(data=True):
        fits = data["kind"] == "post" and role in {None, data["role"]}
        if fits and net.nodes[council]["kind"] == "council":
            posts.add_edge(person, council)
    people = [
        node for node in posts if net.nodes[node]["kind"] == "person" and posts.degree(node) > 1
    ]
    # Somebody with one council lies on no way between two: leaving them out only saves time.
    core = posts.subgraph([*people, *{council for person in people for council in posts[person]}])
    between = nx.betweenness_centrality(core)
    found = [Connector(person, tuple(sorted(posts[person])), between[person]) for person in people]
    return sorted(found, key=lambda one: (-one.between, -len(one.councils), one.person))
