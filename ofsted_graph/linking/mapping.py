"""A mapping: a SPARQL CONSTRUCT query whose variables are the columns of a table, as tarql has it.

    CONSTRUCT { ?row a ex:Visit ; ex:council ?council ; ex:cost ?Cost }
    WHERE { BIND(IRI(CONCAT("https://example.org/visit/", ?Visit_ID)) AS ?row) }

A column is the variable of its name, with "_" for what a variable cannot have: "Visit ID" is
`?Visit_ID`. Two more are there for every row: `?ROWNUM`, from 1, and `?council`, the council that
`reconcile` found. An empty cell is an unbound variable, so triples that need it are not made.

Rows are put into the query as `VALUES` at the start of its WHERE clause, some hundreds at a time,
and the engine does the rest. So everything SPARQL can say in one row can be said; what looks across
rows (LIMIT, GROUP BY) would look across one batch only and is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from ofsted_graph.errors import QueryError, UnknownNameError, UsageError, without_password
from ofsted_graph.query.service_calls import services
from ofsted_graph.query.sparql_tokens import Token, closing, tokens

if TYPE_CHECKING:
    import pyoxigraph

ROWNUM, COUNCIL = "ROWNUM", "council"
_MARKER = "urn:x-variable:"
_NOT_IN_NAMES = re.compile(
    "[^A-Za-z0-9_\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]+"
)
"""What no variable of SPARQL holds."""
_ACROSS = frozenset({"LIMIT", "OFFSET", "GROUP", "HAVING", "ORDER"})


def variable(column: str) -> str:
    """Give the variable that stands for a column, without its question mark.

    Letters and digits of every script stay, as far as SPARQL has them in variables.

    >>> variable("Short Desc"), variable("% of pupils (2023/24)"), variable("Area km²")
    ('Short_Desc', 'of_pupils_2023_24', 'Area_km')
    """
    return _NOT_IN_NAMES.sub("_", column).strip("_") or "_"


def variables(columns: Iterable[str], *, apart: bool = False) -> dict[str, str]:
    """Give the variable of every column, to the column.

    Args:
        columns: The names of the columns.
        apart: Number the variables of columns that would have one, and of those that would have
            the name of what is added to each row (`?ROWNUM`, `?council`); a mapping that somebody
            wrote cannot know such numbers.

    Raises:
        UsageError: Two columns would be the same variable.
    """
    found: dict[str, str] = dict.fromkeys((ROWNUM, COUNCIL), "") if apart else {}
    for column in columns:
        name = variable(column)
        if name in found and apart:
            name = next(f"{name}_{n}" for n in count(2) if f"{name}_{n}" not in found)
        if name in found:
            raise UsageError(
                f'the columns "{found[name]}" and "{column}" would both be ?{name} in a mapping; '
                f"rename one."
            )
        found[name] = column
    return {name: column for name, column in found.items() if column}


def check_reserved(mapping: Mapping, names: Mapping_[str, str], *, council: bool) -> None:
    """See that no column has the name of what is added to each row and used by a mapping.

    Raises:
        UsageError: One has: nobody could say which of the two is meant.
    """
    added = {ROWNUM: "the number of the row", COUNCIL: "the council found"}
    for name, what in added.items():
        if name in names and name in mapping.uses and (council or name != COUNCIL):
            raise UsageError(
                f'the column "{names[name]}" and {what} would both be ?{name}; rename the column.'
            )


@dataclass(frozen=True)
class Mapping:
    """A CONSTRUCT query, ready to take rows.

    Attributes:
        head: The text up to and with the brace that opens its WHERE clause.
        tail: The rest.
        uses: Every variable in it.
        needs: The variables that only a column can bind.
        subjects: The variables that are subjects in the template.
        triples: The template, with IRIs that stand for its variables (`variable_of`).
        weights: How many of them have a variable in them, by variable.
        witness: What one line of each row's triples ends in, if the template has such a triple.
        prologue: Its prefixes.
    """

    head: str
    tail: str
    uses: frozenset[str]
    needs: frozenset[str]
    subjects: frozenset[str]
    triples: tuple[pyoxigraph.Triple, ...]
    weights: dict[str, int]
    witness: bytes
    prologue: str

    def construct(self, names: Sequence[str], rows: Iterable[str]) -> str:
        """Give the query over a batch of rows, each written as the inside of a VALUES row."""
        return f"{self.head}{_values(names, rows)}{self.tail}"

    def empty_rows(self, names: Sequence[str], rows: Iterable[str]) -> str:
        """Give the query for the rows in which no subject of the template is bound."""
        unbound = " && ".join(f"!BOUND(?{name})" for name in sorted(self.subjects))
        where = f"{_values(names, rows)}{self.tail[: self.tail.rindex('}')]}"
        return f"{self.prologue}\nSELECT ?{ROWNUM} WHERE {{{where} FILTER({unbound}) }}"


def read_mapping(text: str, *, where: str = "the mapping") -> Mapping:
    """Take a CONSTRUCT query apart.

    Raises:
        QueryError: It is no CONSTRUCT query that can be run row by row.
    """
    text = text.removeprefix("\ufeff")
    if called := services(text):
        raise QueryError(
            f"{where}: a mapping calls nobody, and this one calls "
            f"{without_password(called[0].url)}; leave SERVICE out and ask it with "
            f"`ofsted-graph query`."
        )
    pieces = list(tokens(text))
    form = next((n for n, p in enumerate(pieces) if p.word == "CONSTRUCT"), None)
    if form is None:
        raise QueryError(f"{where}: a mapping must be a CONSTRUCT query.")
    opening = form + 1
    if opening >= len(pieces) or pieces[opening].text != "{":
        raise QueryError(f"{where}: write the template in braces after CONSTRUCT.")
    template_end = closing(pieces, opening)
    body = next((n for n in range(template_end + 1, len(pieces)) if pieces[n].text == "{"), -1)
    body_end = closing(pieces, body) if body > 0 else -1
    if template_end < 0 or body_end < 0:
        raise QueryError(f"{where}: a brace is not closed, or WHERE is missing.")
    across = [p.word for p in pieces[body_end:] if p.word in _ACROSS]
    if across:
        raise QueryError(
            f"{where}: {across[0]} looks across rows, but rows are mapped in batches; leave it out."
        )
    inside = pieces[body + 1 : body_end]
    template = pieces[opening + 1 : template_end]
    prologue = text[: pieces[form].start]
    triples = _read_template(prologue, template, text, where)
    uses = {p.text[1:] for p in (*template, *inside) if p.sort == "variable"}
    head, tail = text[: pieces[body].end], text[pieces[body].end :]
    mapping = Mapping(
        head=head,
        tail=tail,
        uses=frozenset(uses),
        needs=frozenset(uses - _bound_inside(inside)),
        subjects=frozenset({variable_of(t.subject) for t in triples} - {""}),
        triples=tuple(triples),
        weights=Counter(name for t in triples for name in {variable_of(part) for part in t}),
        witness=_witness(triples),
        prologue=prologue,
    )
    _check(mapping, where)
    return mapping


def check_columns(mapping: Mapping, names: Iterable[str], *, where: str) -> None:
    """Check that each variable a mapping takes from the table is one of its columns.

    Raises:
        UnknownNameError: A variable is no column: a slip that would quietly make no triples.
    """
    known = set(names)
    for name in sorted(mapping.needs - known):
        from rapidfuzz import process

        near = [f"?{m[0]}" for m in process.extract(name, sorted(known), score_cutoff=60, limit=3)]
        hint = f"The table has: {', '.join(f'?{n}' for n in sorted(known))[:300]}."
        raise UnknownNameError("variable", f"?{name}", near, where=where, hint=hint)


def _values(names: Sequence[str], rows: Iterable[str]) -> str:
    head = " ".join(f"?{name}" for name in names)
    return f" VALUES ({head}) {{({')('.join(rows)})}} "


def _bound_inside(inside: Sequence[Token]) -> set[str]:
    """Collect the variables that the WHERE clause binds itself: `AS ?x`, VALUES and patterns."""
    bound, depth, values = set(), 0, False
    for before, piece in zip((None, *inside), inside, strict=False):
        if piece.sort == "mark":
            depth += (piece.text == "(") - (piece.text == ")")
            values = values and piece.text == "("
        elif piece.sort == "variable":
            if depth == 0 or values or (before is not None and before.word == "AS"):
                bound.add(piece.text[1:])
        else:
            values = piece.word == "VALUES"
    return bound


def _read_template(
    prologue: str, template: Sequence[Token], text: str, where: str
) -> list[pyoxigraph.Triple]:
    """Read the template as Turtle, with IRIs for its variables, to know its triples."""
    import pyoxigraph

    parts = [
        f"<{_MARKER}{p.text[1:]}>" if p.sort == "variable" else text[p.start : p.end]
        for p in template
    ]
    body = " ".join(parts).strip()
    if not body:
        raise QueryError(f"{where}: the template has no triples.")
    turtle = f"{prologue}\n{body}{'' if body.endswith('.') else ' .'}"
    try:
        quads = list(pyoxigraph.parse(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise QueryError(f"{where}: the template cannot be read ({error}).") from error
    return [quad.triple for quad in quads]


def variable_of(term: object) -> str:
    """Give the variable that a term of the template stands for; empty when it is none."""
    value = str(getattr(term, "value", ""))
    return value.removeprefix(_MARKER) if value.startswith(_MARKER) else ""


def _witness(triples: Sequence[pyoxigraph.Triple]) -> bytes:
    """Find a triple that every row makes that makes any: the one subject with a constant rest."""
    if len({triple.subject for triple in triples}) != 1:
        return b""
    for triple in triples:
        if not variable_of(triple.predicate) and not variable_of(triple.object):
            return f"> {triple.predicate} {triple.object} .\n".encode()
    return b""


def _check(mapping: Mapping, where: str) -> None:
    import pyoxigraph

    names = sorted(mapping.needs) or [ROWNUM]
    try:
        pyoxigraph.Store().query(mapping.construct(names, [" ".join("UNDEF" for _ in names)]))
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{where}: {' '.join(str(error).split())}") from error
