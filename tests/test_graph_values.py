"""Days of a graph that anybody may have made."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from ofsted_graph import graph_values
from ofsted_graph.answers.newest import last_day
from ofsted_graph.errors import InputError
from ofsted_graph.vocab import OFG


@pytest.mark.parametrize("text", ["x", "2019-13", "2019-13-45", "0000", "2019-02-30", "2019-00-x"])
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(InputError):
        graph_values.bound(text)


def test_the_last_day_of_a_graph_that_has_no_such_day() -> None:
    store = Store()
    store.add(Quad(NamedNode("http://example.org/a"), OFG.published, Literal("2019-13-45")))
    with pytest.raises(InputError, match="2019-13-45"):
        last_day(store)
