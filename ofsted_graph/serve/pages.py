"""Which pages there are: what is at each address, from the graph and the address alone.

Addresses are below the root and end with a slash (`council/kent/`), and nothing depends on who
asks. So the server and the static site give the same pages. A thing's data lies beside its page:
`council/kent/data.ttl`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from pyoxigraph import NamedNode, Store

from ofsted_graph.model import ID, KINDS
from ofsted_graph.query import named_things
from ofsted_graph.serve import overview_pages, question_pages
from ofsted_graph.serve.html_pages import missing
from ofsted_graph.serve.media_types import TRIPLES, chosen
from ofsted_graph.serve.replies import HTML, Reply, found_at
from ofsted_graph.serve.thing_data import DATA
from ofsted_graph.serve.thing_pages import thing_page

PLAIN: Mapping[str, Callable[[Store, str, Mapping[str, str], str], Reply]] = {
    "": overview_pages.home,
    "find": overview_pages.find,
    "questions": question_pages.questions,
    "sparql": question_pages.sparql,
    "def": overview_pages.definitions,
    "about": overview_pages.about,
    "style.css": overview_pages.style_sheet,
}
"""The first part of an address to what makes the pages below it."""
_DATA_OF = {media: form for media, form in TRIPLES.items() if form in DATA}
"""The media types in which a thing's data can be had."""


def page(store: Store, address: str, asked: Mapping[str, str]) -> Reply:
    """Make the page at an address; what is not there is told with what is near."""
    first, _, rest = address.partition("/")
    if address in {"find", "questions", "sparql", "def", "about"}:
        return found_at(f"{address}/", 308)
    if first in PLAIN:
        return PLAIN[first](store, rest, asked, address)
    name, slash, file = rest.partition("/")
    if first in KINDS and name and not slash:
        return found_at(f"{quote(name)}/", 308)
    if first in KINDS and name:
        node = NamedNode(f"{ID}{quote(first)}/{quote(name)}")
        return thing_page(store, node, first, file, address)
    return missing(address)


def see_other(store: Store, kind: str, name: str, accept: str, root: str) -> Reply:
    """Send from a thing's own address to its page or its data, whichever is wanted."""
    node = NamedNode(f"{ID}{quote(kind)}/{quote(name)}")
    followed = named_things.followed(store, node)
    if next(store.quads_for_pattern(followed, None, None, None), None) is None:
        return missing(f"id/{kind}/{name}")
    place = followed.value.removeprefix(ID)
    media = chosen(accept, [HTML, *_DATA_OF])
    file = "" if media is None or media == HTML else f"data.{TRIPLES[media or '']}"
    return Reply(b"", "text/plain", 303, {"Location": f"{root}{place}/{file}", "Vary": "Accept"})
