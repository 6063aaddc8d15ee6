"""SPARQL that is wrong is shown where it is wrong; SPARQL in a value stays a value."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Variable

from ofsted_graph.errors import LimitError, QueryError
from ofsted_graph.query.named_queries import MAX_QUERY, ask, parse_query
from ofsted_graph.query.sparql import run
from ofsted_graph.query.syntax import escape_names
from ofsted_graph.vocab import PREFIXES


def refusal(text: str) -> str:
    """Give the message with which a query is refused."""
    with pytest.raises(QueryError) as refused:
        run(text, Store())
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?x\nWERE { ?x ?y ?z }",
         ("the query does not parse at line 2, column 1.\n"
         "   2 | WERE { ?x ?y ?z }\n"
         "       ^")),
        ("SELECT * {\n\t?a rdfs:label ) .\n}",
         ("the query does not parse at line 2, column 16.\n"
         "   2 |  ?a rdfs:label ) .\n"
         "                      ^")),
        ("SELECT * { ?é ?b ¿ }",
         ("the query does not parse at line 1, column 18.\n"
         "   1 | SELECT * { ?é ?b ¿ }\n"
         "                        ^")),
        ("ASK { inspection:kent.ilacs.2022-05-09 ?p ?o } ODER",
         ("the query does not parse at line 1, column 48.\n"
         "   1 | ASK { inspection:kent.ilacs.2022-05-09 ?p ?o } ODER\n"
         "                                                      ^")),
        ("ASK {\n  ?s ?p 'WERE' , <http://a/#b> ; # )\n  ?p ?q ]",
         ("the query does not parse at line 3, column 9.\n"
         "   3 |   ?p ?q ]\n"
         "               ^")),
        ("SELECT * { ?a \0 ?c }",
         ("the query does not parse at line 1, column 15.\n"
         "   1 | SELECT * { ?a · ?c }\n"
         "                     ^")),
        ("DELETE WHERE { ?a ?b ?c }",
         ("the query does not parse at line 1, column 1.\n"
         "   1 | DELETE WHERE { ?a ?b ?c }\n"
         "       ^")),
        ("", "the query does not parse at line 1, column 1.\n   1 | \n       ^"),
        ("SELECT * { ?a skso:note ?b }",
         ("the prefix skso: is not declared. Did you mean skos: ?\n"
         "   1 | SELECT * { ?a skso:note ?b }\n"
         "                     ^")),
        ("ASK {\n  ?a a councl:kent }",
         ("the prefix councl: is not declared. Did you mean council: ?\n"
         "   2 |   ?a a councl:kent }\n"
         "              ^")),
        ("SELECT * { ?a ofg:sarted ?b }",
         ("the ontology has no term ofg:sarted. Did you mean ofg:started?\n"
         "   1 | SELECT * { ?a ofg:sarted ?b }\n"
         "                     ^")),
        ("ASK { ?a ofg:qqqq ?b }",
         ("the ontology has no term ofg:qqqq. See ontology/ofsted-graph.ttl.\n"
         "   1 | ASK { ?a ofg:qqqq ?b }\n"
         "                ^")),
        ("SELECT ?x (COUNT(?y) AS ?n) WHERE { ?x ?p ?y }",
         ("the query does not parse at line 1, column 47: "
         "The SELECT contains a variable that is unbound.\n"
         "   1 | SELECT ?x (COUNT(?y) AS ?n) WHERE { ?x ?p ?y }\n"
         "                                                     ^")),
    ],
)  # fmt: skip
def test_the_caret_stands_under_what_is_wrong(text: str, message: str) -> None:
    assert refusal(text) == message


def test_a_prefix_like_none_of_ours_is_told_all_of_ours() -> None:
    assert f"Known: {', '.join(sorted(PREFIXES))}." in refusal("ASK { ?a zzzzzz:b ?c }")


def test_a_brace_that_is_missing_is_missed_at_the_end() -> None:
    message = refusal("SELECT * { ?a ?b ?c")
    assert message.startswith("the query does not parse at line 1, column 20 (expected ")
    assert message.endswith("^")
    assert message.splitlines()[-1].index("^") == len("   1 | SELECT * { ?a ?b ?c")


def test_a_long_line_is_shown_around_the_place() -> None:
    *_, line, caret = refusal(f"ASK {{ ?a ?b {'?c ' * 200}}}").splitlines()
    assert line[caret.index("^")] == "?"
    assert len(line) < 120
    *_, line, caret = refusal(f"ASK {{ {'?a ?b ?c . ' * 200} ?d )").splitlines()
    assert line[caret.index("^")] == ")"
    assert len(line) < 120


def test_terms_in_comments_texts_and_iris_are_no_terms() -> None:
    asked = "# ofg:nothing\nASK { ?a ?b 'ofg:nope' , <http://x/#ofg:nope> , x:ofg:nope }"
    assert isinstance(run(f"PREFIX x: <http://x/> {asked}", Store()), QueryBoolean)


def test_somebody_else_s_prefix_ofg_is_theirs() -> None:
    found = run("PREFIX ofg: <http://example.org/> ASK { ?a ofg:nope ?b }", Store())
    assert isinstance(found, QueryBoolean)


def test_our_names_need_no_escapes() -> None:
    text = "SELECT ?x { VALUES ?x { tenure:kent.chief-executive.ada 'tenure:a.b.c' } }"
    found = run(text, Store())
    assert isinstance(found, QuerySolutions)
    assert [row["x"] for row in found] == [
        NamedNode(f"{PREFIXES['tenure']}kent.chief-executive.ada"),
        Literal("tenure:a.b.c"),
    ]


@given(st.text(alphabet="ab:. \n\"'<>#\\{}", max_size=60))
def test_only_full_stops_are_escaped(text: str) -> None:
    assert escape_names(text).replace("\\.", ".") == text.replace("\\.", ".")


HOSTILE = "x> } ; DROP ALL ; SELECT * { ?s ?p ?o"


@pytest.mark.parametrize(
    "value",
    [HOSTILE, '" } UNION { ?s ?p ?o } #', "?s", "'''", "\\", "\0", "{{7*7}}", "a\nb", "<http://a>"],
)
def test_sparql_in_a_value_stays_text(value: str, graph: Store) -> None:
    asked = parse_query("SELECT ?word (STRLEN(?word) AS ?length) { }", "echo")
    found = ask(asked, graph, {"word": value})
    assert isinstance(found, QuerySolutions)
    assert [(row["word"], row["length"]) for row in found] == [
        (Literal(value), Literal(len(value)))
    ]


@given(st.text(max_size=40))
def test_any_value_stays_a_term(value: str) -> None:
    found = run("SELECT ?word { }", Store(), {Variable("word"): Literal(value)})
    assert isinstance(found, QuerySolutions)
    assert [row["word"] for row in found] == [Literal(value)]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_text_is_answered_or_refused(text: str) -> None:
    with contextlib.suppress(QueryError):
        assert isinstance(run(text, Store()), QueryBoolean | QuerySolutions)


def test_ten_megabytes_of_garbage_are_refused_before_they_are_read() -> None:
    with pytest.raises(LimitError, match=r"more than 1,000,000 characters\.$"):
        parse_query("x" * 10_000_000)


@pytest.mark.parametrize("garbage", ["x", '"', "a:b.c.d ", "ofg:"])
def test_a_megabyte_of_garbage_is_refused_shortly(garbage: str) -> None:
    text = (garbage * MAX_QUERY)[:MAX_QUERY]
    message = refusal(parse_query(text).text)
    assert len(message) < 400
    assert message.endswith("^")


@pytest.mark.parametrize("depth", [100, 100_000])
@pytest.mark.parametrize(
    "text",
    ["ASK {0}{1}", "ASK {{ FILTER(({0} + 1 {1}) > 0) }}", "ASK {{ FILTER({2} true) }}",
     "ASK {{ ?a ?b ?c {3} }}"],
)  # fmt: skip
def test_deep_nesting_is_answered_or_refused(text: str, depth: int) -> None:
    opening, closing = ("{", "}") if "+" not in text else ("(", ")")
    asked = text.format(opening * depth, closing * depth, "!" * depth, "OPTIONAL {} " * depth)
    if depth == 100:
        assert isinstance(run(asked, Store()), QueryBoolean)
    else:
        with pytest.raises(LimitError):
            run(asked, Store())
