"""Networks for tests: a small made-up graph, an England of any size, names that try to run."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat, Store

from ofsted_graph.network.graph_reader import read_network
from ofsted_graph.network.networks import Citation, Judgement, Source, network

if TYPE_CHECKING:
    import networkx as nx

GRAPH = Path(__file__).parent / "data" / "network.ttl"
REGIONS = (
    "north-west", "north-east", "yorkshire-and-the-humber", "west-midlands", "east-midlands",
    "east-of-england", "south-west", "london", "south-east",
)  # fmt: skip
GRADES = ("outstanding", "good", "requires-improvement", "inadequate")
DIRECTOR = "director-of-childrens-services"


@lru_cache
def small_store() -> Store:
    store = Store()
    store.bulk_load(path=str(GRAPH), format=RdfFormat.TURTLE)
    return store


def small(**choice: Any) -> nx.MultiDiGraph[str]:
    """Read the made-up graph, or a part of it."""
    return network(small_store(), **choice)


def star(rays: int) -> nx.MultiDiGraph[str]:
    """Make what a query gives that finds so many things around one."""
    found = ", ".join(f"<urn:ray:{number}>" for number in range(rays))
    return small(query=f"CONSTRUCT {{ <urn:hub> <urn:p> {found} }} {{}}")


def england(councils: int, *, names: list[str] | None = None) -> nx.MultiDiGraph[str]:
    """Make a country of so many councils, each with four inspections and three directors.

    With `names`, every text that a source may bring is one of them: labels, titles, addresses.
    """
    net = read_network(Store())
    words = {
        "region": {region: region.replace("-", " ").title() for region in REGIONS},
        "role": {DIRECTOR: "Director of children's services"},
        "framework": {"sif": "Single inspection framework"},
        "aspect": {"overall-effectiveness": "Overall effectiveness"},
        "grade": {grade: grade.replace("-", " ").capitalize() for grade in GRADES},
        "theme": {},
    }
    net.graph.update(words=words, letters={}, about=(), as_of="", title=_name(names, 0, "England"))
    for number in range(councils):
        _add_council(net, number, councils, names)
    return net


def _add_council(
    net: nx.MultiDiGraph[str], number: int, councils: int, names: list[str] | None
) -> None:
    council = f"council:c{number}"
    source = f"source:s{number}"
    label = _name(names, number, f"Council {number}")
    net.graph["sources"][source] = Source(
        _name(names, number + 1, f"Report {number}"), "report", "2019-01-01", label,
        _name(names, number, f"https://example.org/{number}"),
    )  # fmt: skip
    cites = (Citation(source, _name(names, number, "page 1")),)
    net.add_node(
        council, kind="council", label=label, other_names=(label,), codes=(),
        start="", end="", region=REGIONS[number % 9], replaced_by=(), interventions=(),
    )  # fmt: skip
    for year in (2012, 2015, 2018, 2022):
        node = f"inspection:c{number}.{year}"
        grade = GRADES[(number + year) % 4]
        judged = Judgement("overall-effectiveness", grade, _name(names, year, grade), cites)
        net.add_node(
            node, kind="inspection", label=label, council=council, framework="sif", themes=(label,),
            started=f"{year}-03-01", ended=f"{year}-03-10", published=f"{year}-05-01",
            judgements=(judged,), claims=(), citations=cites,
        )  # fmt: skip
        net.add_edge(node, council, key="inspects", kind="inspects")
    for turn in range(3):
        # Every fifth director goes on to the next council.
        person = (
            f"person:p{(number + 1) % councils}.0"
            if turn == 2 and number % 5 == 0
            else f"person:p{number}.{turn}"
        )
        if person not in net:
            name = _name(names, number + turn, f"Person {number} {turn}")
            net.add_node(person, kind="person", label=name, other_names=(name,))
        start, end = f"{2010 + 5 * turn}-01-01", f"{2014 + 5 * turn}-12-31"
        tenure = f"tenure:t{number}.{turn}"
        net.add_edge(
            person, council, key=tenure, kind="post", role=DIRECTOR,
            capacity=("", "interim")[turn % 2],
            start=(start,), end=(end,), earliest_start=start, latest_start=start, earliest_end=end,
            latest_end=end, first_seen=start, last_seen=end, title=_name(names, turn, ""),
            citations=cites,
        )  # fmt: skip
        for year in (2012, 2015, 2018, 2022):
            if start < f"{year}-03-01" < end:
                sure = ("likely", "certain")[turn % 2]
                net.add_edge(
                    person, f"inspection:c{number}.{year}", key=tenure, kind="in-post",
                    role=DIRECTOR, certainty=sure, likelihood="0.9",
                )  # fmt: skip


def _name(names: list[str] | None, number: int, usual: str) -> str:
    return names[number % len(names)] if names else usual


def hostile_names() -> list[str]:
    """Make 200 texts that would run or load something, if any place in the page let them."""
    acts = ["fired(1)", "top.fired(1)", "fetch('//x.invalid/a')", "import('//x.invalid/b')"]
    shapes = [
        "<script>{0}</script>",
        "</script><script>{0}</script>",
        "<img src=x onerror={0}>",
        "<svg onload={0}>",
        '"><img src=x onerror={0}>',
        "'><svg/onload={0}>",
        "javascript:{0}",
        "JaVaScRiPt:{0}",
        " javascript:{0}",
        "java\tscript:{0}",
        "data:text/html,<script>{0}</script>",
        "vbscript:{0}",
        '<a href="javascript:{0}">x</a>',
        "<iframe srcdoc='<script>{0}</script>'>",
        "<style>@import '//x.invalid/c';</style>",
        "</style><script>{0}</script>",
        "<link rel=stylesheet href=//x.invalid/d>",
        "<base href=//x.invalid/>",
        "{{{{ {0} }}}}",
        "{{% raw %}}<script>{0}</script>",
        "${{{0}}}",
        "`+{0}+`",
        "';{0};//",
        '";{0};//',
        "]]><script>{0}</script>",
        "<!--<script>{0}//-->",
        "--><script>{0}</script>",
        "\u2028{0}\u2029",
        "</title><script>{0}</script>",
        "</textarea><script>{0}</script>",
        "<math><mtext><script>{0}</script>",
        "<object data=//x.invalid/e>",
        "<meta http-equiv=refresh content='0;url=//x.invalid/f'>",
        "<body onload={0}>",
        "<details open ontoggle={0}>",
        "<input autofocus onfocus={0}>",
        "<video src=//x.invalid/g onerror={0}>",
        "__proto__",
        "constructor",
        "<form action=//x.invalid/h><input type=submit>",
        "\x00<script>{0}</script>",
        'http://x.invalid/" onclick="{0}',
        "https://x.invalid/'onmouseover='{0}",
        "url(//x.invalid/i)",
        "\\u003cscript>{0}</script>",
        "&lt;script&gt;{0}&lt;/script&gt;",
        "&#60;script&#62;{0}",
        '=HYPERLINK("//x.invalid/j")',
        "<p title=href onmouseover={0}>href",
        "\u202e<script>{0}</script>",
    ]
    texts = (shape.format(act) for act in acts for shape in shapes)
    return [
        f"{text} {number}" if "fired" not in text else text for number, text in enumerate(texts)
    ]
