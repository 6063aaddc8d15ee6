"""The page of the shipped graph says what `show` says of every council: grade, day, director."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from browsing import Opener
from pyoxigraph import QuerySolutions, Store

from ofsted_graph.answers.story import council_story
from ofsted_graph.network.networks import network
from ofsted_graph.query.named_queries import ask, find_query
from ofsted_graph.query.result_formats import cells
from ofsted_graph.query.store import load_store
from ofsted_graph.viz.page import render_page
from ofsted_graph.vocab import thing

READ = """keys => keys.map(key => {
  location.hash = `node=${key}`;
  dispatchEvent(new HashChangeEvent("hashchange"));
  const texts = (from, what) => [...from.querySelectorAll(what)].map((one) => one.textContent);
  const facts = [...document.querySelectorAll("#details .facts > li")];
  return {
    now: texts(document, "#details .now li").map((line) => line.trim()),
    ran: facts.filter((fact) => fact.querySelector(".top [class^=g-]")).map((fact) => ({
      node: fact.querySelector(".top a").getAttribute("href").slice("#node=".length),
      who: texts(fact, ".ran").filter((line) => line.includes("irector: ")),
    })),
  };
})"""
"""Open each council in turn and read its card and, for each graded inspection, who directed."""


@pytest.fixture(scope="module")
def shipped() -> Store:
    return load_store()


@pytest.fixture(scope="module")
def councils(shipped: Store) -> list[str]:
    answer = ask(find_query("councils"), shipped, {})
    assert isinstance(answer, QuerySolutions)
    columns, rows = cells(answer)
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    return sorted({row["council"] for row in told if not row["end"]})


@pytest.fixture(scope="module")
def england(shipped: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("shipped") / "england.html"
    place.write_text(render_page(network(shipped)), encoding="utf-8")
    return place


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]


def in_words(day: str) -> str:
    """Write a day as the page does."""
    year, month, date = map(int, day.split("-"))
    return f"{date} {MONTHS[month - 1]} {year}"


def told(store: Store, council: str) -> list[list[str]]:
    """Give each rating of `show`: its inspection, day, grade, director with how sure that is."""
    found: list[list[str]] = []
    for line in council_story(store, thing(*council.split(":"))).sections[0].lines:
        if line.date:
            found.append([line.thing, line.date, line.what, ""])
        elif line.what.endswith("irector of children's services"):
            found[-1][3] = " or ".join(filter(None, (found[-1][3], line.detail)))
    return found


def directors(lines: list[str]) -> str:
    """Write the page's lines about directors as `show` does."""
    names = []
    for line in lines:
        _, _, said = line.partition("irector: ")
        names.append(said.removesuffix(" certain").replace(" likely ", ", likely "))
    return " or ".join(names)


def test_every_council_has_the_same_grade_day_and_director(
    show: Opener, england: Path, councils: list[str], shipped: Store
) -> None:
    page = show(england)
    pages: list[dict[str, Any]] = page.evaluate(READ, councils)
    differ = []
    for council, seen in zip(councils, pages, strict=True):
        ratings = told(shipped, council)
        _, day, grade, _ = ratings[0]
        short = grade.removesuffix(" to be good").replace("No grade given", "No overall grade")
        if seen["now"][0] != f"Overall effectiveness since {in_words(day)}{short}":
            differ.append((council, seen["now"][0], f"{day} {grade}"))
        here = {unquote(one["node"]): directors(one["who"]) for one in seen["ran"]}
        differ += [
            (node, here.get(node, "no such rating"), who)
            for node, _, _, who in ratings
            if here.get(node) != who
        ]
    assert len(pages) == 153
    assert differ == []
