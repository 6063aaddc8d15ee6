"""What an AI assistant gets: over the protocol's own client, with how sure each name is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from mcp import Client
from pyoxigraph import Store

from ofsted_graph.serve.assistant import assistant


def talk(store: Store, do: Callable[[Client], Awaitable[Any]]) -> Any:
    """Talk to the assistant's server over the protocol's own client, in a thread of its own.

    In this one the loop of another test's browser may be running.
    """

    async def talked() -> Any:
        async with Client(assistant(store)) as client:
            return await do(client)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(talked())).result()


def call(store: Store, tool: str, **words: object) -> Any:
    return talk(store, lambda client: client.call_tool(tool, words))


def test_tools_are_listed_with_what_they_do(graph: Store) -> None:
    tools = talk(graph, lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == {"questions", "ask", "sparql", "show", "why", "find"}
    assert all(tool.description for tool in tools)


def test_answer_carries_how_sure_each_name_is(graph: Store) -> None:
    told = call(graph, "ask", question="in-charge", parameters={"council": "Northwold"})
    rows = told.structured_content["rows"]
    named = [row for row in rows if "name" in row]
    assert named
    assert all("certainty" in row and "likelihood" in row for row in named)


def test_story_carries_its_sources_and_the_caution(graph: Store) -> None:
    told = call(graph, "show", name="Northwold").structured_content
    assert "does not show" in told["note"]
    assert any(line["sources"] for part in told["sections"] for line in part["lines"])


def test_evidence_gives_document_and_place(graph: Store) -> None:
    told = call(graph, "why", thing="Northwold 2016").structured_content["result"]
    assert all(one["source"] or one["rule"] for one in told)
    assert any(one["locator"] for one in told)


def test_what_is_asked_wrongly_is_told_and_not_guessed(graph: Store) -> None:
    told = call(graph, "show", name="Nowhere at all")
    assert told.is_error
    assert "Nowhere at all" in told.content[0].text
    refused = call(graph, "sparql", query="SELECT * { SERVICE <http://x.example/> { ?a ?b ?c } }")
    assert refused.is_error
