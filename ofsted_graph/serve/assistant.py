"""The same questions for AI assistants, over the Model Context Protocol.

Every answer carries how sure each name is and where it is told, so that an assistant cannot quote a
name without it. The tools only read, and never call anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field
from pyoxigraph import QueryBoolean, QuerySolutions, Store

from ofsted_graph.answers.evidence import evidence, find_subject
from ofsted_graph.answers.story import NOTE, council_story, person_story, with_sources
from ofsted_graph.errors import OfstedGraphError, UnknownNameError
from ofsted_graph.query import named_things
from ofsted_graph.query.named_queries import bind, find_query, query_names
from ofsted_graph.query.result_formats import text_of
from ofsted_graph.query.sparql import Answer, run

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

MOST_ROWS = 200
"""Rows that an answer has at most; it says how many there are."""
INSTRUCTIONS = (
    "Who ran children's services in which English council, and what Ofsted found. Say how sure a "
    "name is whenever you give it: certain, or likely with its number; a candidate who is only "
    f"possible is no answer. Name the source. {NOTE}"
)


class Tools:
    """What an assistant can ask of one graph."""

    def __init__(self, store: Store) -> None:
        """Keep the graph."""
        self._store = store

    def questions(self) -> list[dict[str, Any]]:
        """List the named questions that `ask` answers, with their parameters."""
        return [_described(name) for name in query_names()]

    def ask(
        self,
        question: Annotated[str, Field(description="The name of a named question, as listed.")],
        parameters: Annotated[
            dict[str, str] | None, Field(description='Its parameters: {"council": "Croydon"}.')
        ] = None,
    ) -> dict[str, Any]:
        """Answer a named question, with certainty and likelihood wherever a name stands."""
        query = find_query(question)
        told = _rows(run(query.text, self._store, bind(query, parameters or {}, self._store)))
        return {"question": query.summary, "note": query.note, **told}

    def sparql(
        self,
        query: Annotated[str, Field(description="SELECT or ASK; ofg: and others are declared.")],
    ) -> dict[str, Any]:
        """Ask the graph in SPARQL; SERVICE is refused, and 200 rows are given at most."""
        return _rows(run(query, self._store))

    def show(
        self,
        name: Annotated[str, Field(description="A council or a person, by name or code.")],
    ) -> dict[str, Any]:
        """Tell a council's or a person's story: ratings, who was in post, how sure, sources."""
        near: list[str] = []
        for kind, tell in (("council", council_story), ("person", person_story)):
            try:
                story = tell(self._store, named_things.find(self._store, kind, name))
            except UnknownNameError as error:
                near += error.suggestions
                continue
            return {**asdict(with_sources(self._store, story)), "note": NOTE}
        raise UnknownNameError("council or person", name, near)

    def why(
        self,
        thing: Annotated[str, Field(description='A thing: "Croydon 2017", tenure:…, a person.')],
    ) -> list[dict[str, str]]:
        """Give every source behind a thing: document, address, place in it, and rule."""
        nodes = find_subject(self._store, thing)
        return [asdict(one) for node in nodes for one in evidence(self._store, node)]

    def find(
        self,
        name: Annotated[str, Field(description="A name, or a part of one.")],
    ) -> list[dict[str, str]]:
        """Find councils and people by a name as people write it."""
        return [
            {"kind": kind, "name": near, "iri": named_things.find(self._store, kind, near).value}
            for kind in ("council", "person")
            for near in named_things.nearest(self._store, kind, name, 5)
        ]


def assistant(store: Store) -> MCPServer:
    """Make the server of a graph; what is asked wrongly is told in its own words."""
    from mcp.server.mcpserver import MCPServer

    tools = Tools(store)
    server = MCPServer("ofsted-graph", instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in (tools.questions, tools.ask, tools.sparql, tools.show, tools.why, tools.find):
        server.add_tool(_telling(tool))
    return server


def _telling(tool: Callable[..., Any]) -> Callable[..., Any]:
    """Let what was asked wrongly reach the assistant in its own words."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def told(*words: Any, **named: Any) -> Any:
        try:
            return tool(*words, **named)
        except OfstedGraphError as error:
            raise ToolError(str(error)) from error

    return told


def _described(name: str) -> dict[str, Any]:
    query = find_query(name)
    parameters = {key: asdict(one) for key, one in query.parameters.items()}
    return {"name": name, "summary": query.summary, "parameters": parameters}


def _rows(answer: Answer) -> dict[str, Any]:
    """Give an answer's rows as text, and how many there are."""
    if isinstance(answer, QueryBoolean):
        return {"answer": bool(answer)}
    if not isinstance(answer, QuerySolutions):
        raise OfstedGraphError("ask with SELECT or ASK; a graph is no answer here.")
    columns = [variable.value for variable in answer.variables]
    rows, total = [], 0
    for solution in answer:
        total += 1
        if total <= MOST_ROWS:
            cells = {column: text_of(solution[column]) for column in columns}
            rows.append({column: cell for column, cell in cells.items() if cell})
    return {"rows": rows, "total": total}
