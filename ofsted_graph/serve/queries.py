"""Questions over the web: what the SPARQL 1.1 Protocol says of a request, and the answer to one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode, QueryBoolean, QueryTriples

from ofsted_graph.errors import LimitError, OfstedGraphError, QueryError
from ofsted_graph.query.result_formats import GRAPH_FORMATS, RESULT_FORMATS, rendered
from ofsted_graph.query.sparql import DataSet, run
from ofsted_graph.query.xml_limits import as_xml
from ofsted_graph.serve.media_types import ROWS, TRIPLES, chosen, media_of
from ofsted_graph.serve.replies import Reply, refusal

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

MOST = 50_000_000
"""Bytes of the longest answer."""
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_READ_ONLY = "This endpoint is read-only; updates are refused."

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Question:
    """A query, and the graphs that the request names for its data set."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str = ""


def read_question(
    method: str, in_address: Parameters, media: str, body: bytes
) -> Question | Reply | None:
    """Read a request as the protocol has it; None where it asks nothing.

    Args:
        method: GET, HEAD or POST.
        in_address: The parameters of the address, in their order.
        media: The body's media type, without its parameters.
        body: The body.

    Returns:
        The question, or why there is none.
    """
    posted = _posted(media, body) if method == "POST" else []
    if isinstance(posted, Reply):
        return posted
    parameters = [*in_address, *posted]
    told: dict[str, list[str]] = {}
    for name, value in parameters:
        told.setdefault(name, []).append(value)
    if "update" in told:
        return refusal(403, _READ_ONLY)
    asked = told.get("query", [])
    if not asked and method != "POST":
        return None
    if len(asked) != 1:
        return refusal(400, f"One query is answered at a time; this request has {len(asked)}.")
    return Question(
        asked[0],
        tuple(told.get("default-graph-uri", ())),
        tuple(told.get("named-graph-uri", ())),
        told.get("format", [""])[0],
    )


def _posted(media: str, body: bytes) -> Parameters | Reply:
    """Read the parameters of a body."""
    if media == UPDATE:
        return refusal(403, _READ_ONLY)
    if media not in {FORM, QUERY}:
        return refusal(415, f"A query is sent as {QUERY} or as a form ({FORM}).")
    try:
        text = body.decode("utf-8")
        if media == QUERY:
            return [("query", text)]
        return parse_qsl(text, keep_blank_values=True, max_num_fields=100)
    except ValueError as error:
        return refusal(400, f"The body cannot be read: {error}")


def answer(store: Store, question: Question, accept: str, base: str) -> Reply:
    """Answer a question in the form that a client wants; `base` is the endpoint's address."""
    try:
        graphs = _graphs(question)
        found = run(question.text, store, graphs=graphs, base=base)
    except LimitError as error:
        return refusal(413, str(error))
    except OfstedGraphError as error:
        # A caret under the place is of no use in one line, but in a text it is.
        return Reply(f"{error}\n".encode(), "text/plain", 400)
    types = TRIPLES if isinstance(found, QueryTriples) else ROWS
    media = media_of(question.form, types) if question.form else chosen(accept, types)
    if media is None:
        return refusal(406, f"The answer can be had as {', '.join(types)}.")
    try:
        return Reply(_written(found, types[media]), media)
    except LimitError as error:
        return refusal(413, str(error))
    except OfstedGraphError as error:
        return refusal(406, str(error))


def _graphs(question: Question) -> DataSet | None:
    """Give the graphs of the data set; None where the request names none."""
    if not (question.default_graphs or question.named_graphs):
        return None
    try:
        return (
            [NamedNode(name) for name in question.default_graphs],
            [NamedNode(name) for name in question.named_graphs],
        )
    except ValueError as error:
        raise QueryError(f"the request names a graph that is no address: {error}") from error


class _Bounded(io.BytesIO):
    """A buffer that takes no more than `MOST`."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(data) > MOST:
            raise LimitError(f"the answer is longer than {MOST:,} bytes; ask for less with LIMIT.")
        return super().write(data)


def _written(found: QuerySolutions | QueryBoolean | QueryTriples, form: str) -> bytes:
    """Write an answer, as long as it is not too long."""
    if isinstance(found, QueryTriples) and form != "xml":
        return rendered([*found], form)
    if isinstance(found, QueryTriples | QueryBoolean):
        return rendered(found, form)
    output = _Bounded()
    found.serialize(output, RESULT_FORMATS[form])
    return as_xml(output.getvalue()) if form == "xml" else output.getvalue()


def description(store: Store, address: str) -> Reply:
    """Describe the endpoint, in Turtle, as SPARQL 1.1 Service Description has it."""
    formats = [one.iri for one in RESULT_FORMATS.values()]
    formats += [one.iri for one in GRAPH_FORMATS.values()]
    listed = ", ".join(f"<{one}>" for one in sorted({*formats}))
    told = (
        "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n"
        "@prefix void: <http://rdfs.org/ns/void#> .\n"
        f"[] a sd:Service ; sd:endpoint <{address}> ;\n"
        "  sd:supportedLanguage sd:SPARQL11Query ;\n"
        f"  sd:resultFormat {listed} ;\n"
        "  sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ; "
        f"void:triples {len(store)} ] ] .\n"
    )
    return Reply(told.encode(), "text/turtle")
