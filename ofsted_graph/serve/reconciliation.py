"""The Reconciliation Service API 0.2: OpenRefine and its like find our things behind their names.

Councils are found by the matcher that `reconcile` uses, which refuses rather than guesses; people
and inspections by the names that the graph has. An id is the last part of an address:
`council/kent`.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pyoxigraph import NamedNode, Store

from ofsted_graph import resources
from ofsted_graph.answers.holders import PRINTED
from ofsted_graph.answers.labels import title
from ofsted_graph.answers.lookups import label, named_rows, objects
from ofsted_graph.linking.gazetteer import load_gazetteer
from ofsted_graph.linking.reconcile import ACCEPTED, Reconciler
from ofsted_graph.model import DEF, ID
from ofsted_graph.query import named_things
from ofsted_graph.serve.replies import HTML, Reply, refusal
from ofsted_graph.vocab import FOAF, OFG, RDF, thing

JSON = "application/json"
TYPES: Mapping[str, tuple[str, NamedNode]] = {
    "council": ("Council", OFG.Council),
    "person": ("Person in a public post", FOAF.Person),
    "inspection": ("Inspection", OFG.Inspection),
}
"""Type to its name and its class."""
_DIRECTOR = "director-of-childrens-services"
_MOST_QUERIES, _MOST_HITS = 200, 25

Values = list[dict[str, Any]]
"""Cells of one property of one thing, as the service writes them."""


def answer(store: Store, part: str, asked: Mapping[str, str], root: str) -> Reply:
    """Answer a request to the service.

    Args:
        store: The graph.
        part: What stands after `reconcile/` in the address.
        asked: The parameters, of the address or of the form.
        root: The address of the whole site.
    """
    if part == "preview":
        return _preview(store, asked.get("id", ""))
    try:
        told = _told(store, part, asked, root)
    except ValueError as error:
        return refusal(400, str(error))
    if told is None:
        return refusal(404, f"The service has no {part}; see {root}reconcile.")
    return Reply(json.dumps(told, ensure_ascii=False).encode(), JSON)


def _told(store: Store, part: str, asked: Mapping[str, str], root: str) -> Any:
    if part:
        suggest = _SUGGEST.get(part)
        return suggest(store, asked) if suggest else None
    if "queries" in asked:
        return _reconciled(store, _json(asked["queries"], "queries"))
    if "extend" in asked:
        return _extended(store, _json(asked["extend"], "extend"))
    return manifest(root)


def _json(text: str, name: str) -> dict[str, Any]:
    """Read a parameter that is an object of JSON."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name} is not JSON: {str(error)[:200]}") from error
    if not isinstance(found, dict):
        raise ValueError(f"{name} is not a JSON object.")
    return found


def manifest(root: str) -> dict[str, Any]:
    """Describe the service."""
    place = f"{root}reconcile"

    def suggest(what: str) -> dict[str, Any]:
        return {"service_url": root.rstrip("/"), "service_path": f"/reconcile/suggest/{what}"}

    return {
        "versions": ["0.2"],
        "name": "Ofsted graph: councils, people and inspections",
        "identifierSpace": ID,
        "schemaSpace": DEF,
        "defaultTypes": [_type(kind) for kind in TYPES],
        "view": {"url": f"{root}{{{{id}}}}/"},
        "documentation": f"{root}about/",
        "preview": {"url": f"{place}/preview?id={{{{id}}}}", "width": 400, "height": 160},
        "suggest": {what: suggest(what) for what in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {
                "service_url": root.rstrip("/"),
                "service_path": "/reconcile/extend/propose",
            },
            "property_settings": [],
        },
    }


def _type(kind: str) -> dict[str, str]:
    return {"id": kind, "name": TYPES[kind][0]}


# -- Reconciling --


def _reconciled(store: Store, batch: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a batch of queries."""
    if len(batch) > _MOST_QUERIES:
        raise ValueError(f"{len(batch)} queries at once; the service takes {_MOST_QUERIES}.")
    return {key: {"result": _candidates(store, one)} for key, one in batch.items()}


def _candidates(store: Store, query: Any) -> list[dict[str, Any]]:
    """Find what a query may mean, the likeliest first."""
    if not isinstance(query, dict) or not isinstance(query.get("query"), str):
        raise ValueError('each query is an object with the text in "query".')
    asked = query.get("type") or [*TYPES]
    kinds = [asked] if isinstance(asked, str) else asked
    limit = query.get("limit")
    most = limit if isinstance(limit, int) and limit > 0 else _MOST_HITS
    text = query["query"][:300]
    found = [hit for kind in kinds if kind in _FINDERS for hit in _FINDERS[kind](store, text)]
    found.sort(key=lambda hit: (-hit["score"], hit["id"]))
    if sum(hit["match"] for hit in found) > 1:
        found = [hit | {"match": False} for hit in found]
    return found[: min(most, _MOST_HITS)]


def _hit(store: Store, node: NamedNode, kind: str, score: float, *, match: bool) -> dict[str, Any]:
    return {
        "id": node.value.removeprefix(ID),
        "name": _name(store, node),
        "type": [_type(kind)],
        "score": round(100 * score, 1),
        "match": match,
    }


def _name(store: Store, node: NamedNode) -> str:
    return title(store, node).text if "/inspection/" in node.value else label(store, node)


@cache
def _reconciler() -> Reconciler:
    return Reconciler(load_gazetteer(resources.facts()))


def _councils(store: Store, text: str) -> Iterator[dict[str, Any]]:
    found = _reconciler().match(text)
    if found.iri:
        node = NamedNode(found.iri)
        sure = found.status == ACCEPTED
        yield _hit(store, node, "council", max(found.score, 0.5), match=sure)
    known = {found.iri}
    near: NamedNode | None
    for name in named_things.nearest(store, "council", text, 4):
        near = _found(store, "council", name)
        if near and near.value not in known:
            known.add(near.value)
            yield _hit(store, near, "council", 0.4, match=False)


def _others(kind: str) -> Callable[[Store, str], Iterator[dict[str, Any]]]:
    def find(store: Store, text: str) -> Iterator[dict[str, Any]]:
        exact = _found(store, kind, text)
        if exact:
            yield _hit(store, exact, kind, 1.0, match=True)
        for place, name in enumerate(named_things.nearest(store, kind, text, 6)):
            node = _found(store, kind, name)
            if node and node != exact:
                yield _hit(store, node, kind, 0.7 - 0.05 * place, match=False)

    return find


_FINDERS: Mapping[str, Callable[[Store, str], Iterator[dict[str, Any]]]] = {
    "council": _councils,
    "person": _others("person"),
    "inspection": _others("inspection"),
}


def _found(store: Store, kind: str, text: str) -> NamedNode | None:
    """Find the one thing of that name, if there is one."""
    from ofsted_graph.errors import OfstedGraphError

    try:
        return named_things.find(store, kind, text)
    except OfstedGraphError:
        return None


# -- Extending --


def _text(store: Store, node: NamedNode, term: NamedNode) -> Values:
    return [{"str": o.value} for o in objects(store, node, term) if not isinstance(o, NamedNode)]


def _things(store: Store, node: NamedNode, term: NamedNode) -> Values:
    return [
        {"id": o.value.removeprefix(ID), "name": _name(store, o)}
        for o in objects(store, node, term)
        if isinstance(o, NamedNode)
    ]


def _newest(store: Store, council: NamedNode) -> dict[str, str]:
    rows = named_rows(store, "ratings-of-council", {"council": council})
    return next((row for row in rows if row["grade"]), {})


def _grade(store: Store, node: NamedNode) -> Values:
    """Give a council's newest overall grade, or an inspection's own."""
    if "/council/" in node.value:
        newest = _newest(store, node)
        return [{"str": newest["gradeLabel"]}] if newest else []
    rows = named_rows(store, "in-post-at", {"role": thing("role", _DIRECTOR)})
    return [{"str": r["gradeLabel"]} for r in rows if r["inspection"] == node.value][:1]


def _graded_on(store: Store, node: NamedNode) -> Values:
    newest = _newest(store, node)
    day = (newest.get("published") or newest.get("started")) if newest else ""
    return [{"date": f"{day}T00:00:00Z"}] if day and len(day) == len("2024-01-01") else []


def _director(store: Store, node: NamedNode) -> Values:
    """Give who directed children's services at a council's newest grading, if surely enough."""
    newest = _newest(store, node)
    found = {
        row["person"]: row["name"]
        for row in (named_rows(store, "in-charge", {"council": node}) if newest else ())
        if row["inspection"] == newest["inspection"]
        and row["role"].endswith(_DIRECTOR)
        and row["certainty"] in PRINTED
        and row["person"]
    }
    return [{"id": iri.removeprefix(ID), "name": name} for iri, name in found.items()]


_Reader = Callable[[Store, NamedNode], Values]
PROPERTIES: Mapping[str, tuple[str, tuple[str, ...], _Reader]] = {
    "grade": ("Overall grade", ("council", "inspection"), _grade),
    "gradedOn": ("Date of the newest grade", ("council",), _graded_on),
    "director": ("Director when it was graded (certain or likely)", ("council",), _director),
    "region": ("Region", ("council",), lambda s, n: _things(s, n, OFG.region)),
    "gssCode": ("ONS code", ("council",), lambda s, n: _text(s, n, OFG.gssCode)),
    "dfeCode": ("DfE code", ("council",), lambda s, n: _text(s, n, OFG.dfeCode)),
    "ofstedUrn": ("Ofsted URN", ("council",), lambda s, n: _text(s, n, OFG.ofstedUrn)),
    "neighbours": (
        "Statistical neighbours", ("council",),
        lambda s, n: _things(s, n, OFG.statisticalNeighbour),
    ),
    "council": ("Council", ("inspection",), lambda s, n: _things(s, n, OFG.council)),
    "framework": ("Framework", ("inspection",), lambda s, n: _things(s, n, OFG.framework)),
    "started": ("Started", ("inspection",), lambda s, n: _text(s, n, OFG.started)),
    "published": ("Published", ("inspection",), lambda s, n: _text(s, n, OFG.published)),
    "name": ("Name", tuple(TYPES), lambda s, n: [{"str": _name(s, n)}]),
}  # fmt: skip
"""What a table can be extended with: name, the types that have it, and how it is read."""


def _extended(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    """Give properties of things."""
    ids, wanted = request.get("ids"), request.get("properties")
    if not isinstance(ids, list) or not isinstance(wanted, list):
        raise ValueError('extend needs "ids" and "properties", both lists.')
    if len(ids) > _MOST_QUERIES:
        raise ValueError(f"{len(ids)} things at once; the service takes {_MOST_QUERIES}.")
    names = [str(one.get("id", "")) if isinstance(one, dict) else "" for one in wanted]
    known = [name for name in names if name in PROPERTIES]
    rows = {}
    for one in map(str, ids):
        node = _node(store, one)
        rows[one] = {name: PROPERTIES[name][2](store, node) if node else [] for name in known}
    return {"meta": [{"id": name, "name": PROPERTIES[name][0]} for name in known], "rows": rows}


def _node(store: Store, one: str) -> NamedNode | None:
    """Find the thing of an id."""
    try:
        node = NamedNode(f"{ID}{one}")
    except ValueError:
        return None
    there = next(store.quads_for_pattern(node, RDF.type, None, None), None)
    return named_things.followed(store, node) if there else None


# -- Suggesting --


def _suggest_entity(store: Store, asked: Mapping[str, str]) -> dict[str, Any]:
    prefix = asked.get("prefix", "")[:100]
    found: list[dict[str, Any]] = []
    for kind in ("council", "person"):
        wanted = prefix.casefold()
        begins = sorted(
            {n for n, _ in named_things.names(store, kind) if n.casefold().startswith(wanted)}
        )
        for name in [*begins[:8], *named_things.nearest(store, kind, prefix, 4)]:
            node = _found(store, kind, name)
            if node and all(node.value.removeprefix(ID) != hit["id"] for hit in found):
                found.append(
                    {
                        "id": node.value.removeprefix(ID),
                        "name": label(store, node),
                        "description": TYPES[kind][0],
                        "notable": [_type(kind)],
                    }
                )
    return {"result": found[:_MOST_HITS]}


def _matching(named: Sequence[tuple[str, str]], asked: Mapping[str, str]) -> dict[str, Any]:
    prefix = asked.get("prefix", "").casefold()
    found = [
        {"id": key, "name": name} for key, name in named if prefix in f"{key} {name}".casefold()
    ]
    return {"result": found}


def _suggest_type(_: Store, asked: Mapping[str, str]) -> dict[str, Any]:
    return _matching([(kind, name) for kind, (name, _) in TYPES.items()], asked)


def _suggest_property(_: Store, asked: Mapping[str, str]) -> dict[str, Any]:
    return _matching([(key, told[0]) for key, told in PROPERTIES.items()], asked)


def _propose(_: Store, asked: Mapping[str, str]) -> dict[str, Any]:
    kind = asked.get("type", "council")
    found = [
        {"id": key, "name": name} for key, (name, kinds, _) in PROPERTIES.items() if kind in kinds
    ]
    limit = asked.get("limit", "")
    found = found[: int(limit)] if limit.isdigit() else found
    return {"type": kind, "properties": found} | ({"limit": int(limit)} if limit.isdigit() else {})


_SUGGEST: Mapping[str, Callable[[Store, Mapping[str, str]], dict[str, Any]]] = {
    "suggest/entity": _suggest_entity,
    "suggest/type": _suggest_type,
    "suggest/property": _suggest_property,
    "extend/propose": _propose,
}


def _preview(store: Store, one: str) -> Reply:
    """Show a thing in a small frame."""
    node = _node(store, one)
    if node is None:
        return refusal(404, "Nothing has this id.")
    kind = one.partition("/")[0]
    lines = [f"<b>{html.escape(_name(store, node))}</b>", TYPES.get(kind, (kind,))[0]]
    for name in ("grade", "gradedOn", "director", "region"):
        reader = PROPERTIES[name]
        if kind in reader[1]:
            cells = [next(iter(cell.values())) if "name" not in cell else cell["name"]
                     for cell in reader[2](store, node)]  # fmt: skip
            if cells:
                lines.append(f"{reader[0]}: {', '.join(map(str, cells))}")
    first, *rest = lines
    text = "<br>".join([first, *map(html.escape, rest)])
    return Reply(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title>'
        f'<body style="font:14px/1.4 system-ui,sans-serif;margin:8px">{text}'.encode(),
        HTML,
    )
