"""Pages that ask: the named questions as forms, and a field for SPARQL, with their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import NamedNode, QuerySolutions, QueryTriples, Store

from ofsted_graph.answers.lookups import in_words, label
from ofsted_graph.errors import OfstedGraphError, UnknownNameError
from ofsted_graph.model import ID
from ofsted_graph.query.named_queries import NamedQuery, Parameter, bind, find_query, query_names
from ofsted_graph.query.result_formats import RESULT_FORMATS, rendered, text_of
from ofsted_graph.query.sparql import Answer, run
from ofsted_graph.serve.html_pages import html, missing, up
from ofsted_graph.serve.media_types import ROWS, media_of
from ofsted_graph.serve.replies import HTML, Reply, found_at, refusal
from ofsted_graph.vocab import OFG, ORG, PREFIXES, RDF

MOST_ROWS = 2000
"""Rows of an answer that a page shows; files have all."""


@dataclass(frozen=True)
class Shown:
    """An answer as a page shows it: cells with their links, so many rows in all, or what failed."""

    columns: Sequence[str] = ()
    rows: Sequence[Sequence[tuple[str, str]]] = ()
    total: int = 0
    other: str = ""
    problem: str = ""


def questions(store: Store, rest: str, asked: Mapping[str, str], address: str) -> Reply:
    """List the named questions, or ask one."""
    name, slash, file = rest.partition("/")
    if not name:
        every = [find_query(one) for one in query_names()]
        return html("questions.html.j2", address, every=every)
    try:
        query = find_query(name)
    except UnknownNameError:
        return missing(address)
    if not slash:
        return found_at(f"{name}/", 308)
    given = {key: asked[key] for key in query.parameters if asked.get(key)}
    return _file(store, query, given, file) if file else _page(store, query, given, address)


def _page(store: Store, query: NamedQuery, given: Mapping[str, str], address: str) -> Reply:
    """Show a question as a form, and its answer when it has what it needs."""
    wanted = [k for k, p in query.parameters.items() if not p.optional and k not in given]
    shown = Shown()
    if not wanted:
        try:
            shown = _shown(store, run(query.text, store, bind(query, given, store)))
        except OfstedGraphError as error:
            shown = Shown(problem=str(error))
    page = html(
        "question.html.j2", address, query=query, given=given, asked=urlencode(given),
        shown=shown, most=MOST_ROWS, missing=wanted, choices=_choices(store, query.parameters),
    )  # fmt: skip
    return Reply(page.body, HTML, 400 if shown.problem else 200)


def _file(store: Store, query: NamedQuery, given: Mapping[str, str], file: str) -> Reply:
    """Give the answer to a question as a file: `answer.csv`."""
    name, _, form = file.rpartition(".")
    media = media_of(form, ROWS)
    if name != "answer" or media is None:
        return refusal(404, f"An answer can be had as {', '.join(RESULT_FORMATS)}.")
    try:
        return Reply(rendered(run(query.text, store, bind(query, given, store)), form), media)
    except OfstedGraphError as error:
        return refusal(400, str(error))


def _shown(store: Store, answer: Answer) -> Shown:
    """Put an answer into what a page shows."""
    if isinstance(answer, QuerySolutions):
        return Shown(*_rows(store, answer))
    form = "ttl" if isinstance(answer, QueryTriples) else "md"
    return Shown(other=rendered(answer, form).decode())


def sparql(store: Store, rest: str, asked: Mapping[str, str], address: str) -> Reply:
    """Show a field for SPARQL, with the answer to what was asked."""
    if rest:
        return missing(address)
    text = asked.get("query", "")
    try:
        shown = _shown(store, run(text, store)) if text else Shown()
    except OfstedGraphError as error:
        shown = Shown(problem=str(error))
    examples = [one for one in map(find_query, query_names()) if not one.parameters]
    page = html(
        "sparql.html.j2", address, text=text, asked=urlencode({"query": text}), shown=shown,
        most=MOST_ROWS, examples=examples, prefixes=PREFIXES,
    )  # fmt: skip
    return Reply(page.body, HTML, 400 if shown.problem else 200)


def _rows(
    store: Store, answer: QuerySolutions
) -> tuple[list[str], list[list[tuple[str, str]]], int]:
    """Give the columns and rows of an answer for a page: labels, with their links."""
    columns = _telling([variable.value for variable in answer.variables])
    shown: list[list[tuple[str, str]]] = []
    total = 0
    for solution in answer:
        total += 1
        if total > MOST_ROWS:
            continue
        line = []
        for column in columns:
            term = solution[column]
            if isinstance(term, NamedNode):
                own = term.value.startswith(ID)
                text = in_words(store, term)
                line.append((text, up(term.value) if own else term.value))
            else:
                line.append((text_of(term), ""))
        shown.append(line)
    return columns, shown, total


def _telling(columns: Sequence[str]) -> list[str]:
    """Leave out columns that name what another shows by its name."""
    things = {*columns}
    named = {f"{thing}{word}" for thing in things for word in ("Label", "Name")}
    if things & {"person", "council"}:
        named.add("name")
    return [column for column in columns if column not in named]


def _choices(store: Store, parameters: Mapping[str, Parameter]) -> dict[str, list[str]]:
    """List what may be chosen for parameters that name councils, regions or roles."""
    found = {}
    for name, parameter in parameters.items():
        if parameter.kind in {"council", "role", "region"}:
            kind = {"council": OFG.Council, "role": ORG.Role}.get(parameter.kind)
            nodes = (
                [q.subject for q in store.quads_for_pattern(None, RDF.type, kind, None)]
                if kind
                else [q.object for q in store.quads_for_pattern(None, OFG.region, None, None)]
            )
            found[name] = sorted({label(store, n) for n in nodes if isinstance(n, NamedNode)})
    return found
