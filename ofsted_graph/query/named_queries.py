"""The named queries: find them, describe them, put their parameters in, run them.

A named query is a file `queries/<name>.rq` that opens with a header of `#+` lines in YAML, as grlc
has it: a summary, notes, and its parameters with their kinds and an example. It runs as it stands
in any SPARQL tool. Values travel as bound terms and are never pasted into the text, so a value
cannot change a query.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store, Variable

from ofsted_graph import resources
from ofsted_graph.errors import InputError, LimitError, UnknownNameError, UsageError
from ofsted_graph.query import named_things
from ofsted_graph.query.sparql import Answer, run

MAX_QUERY = 1_000_000
"""Characters of a query that are still read; no question that a person asks comes near."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a named query: the kind of thing it takes, and what it is for.

    An `optional` one may be left out; then `default` is taken, or everything is asked for.
    """

    kind: str
    description: str
    optional: bool = False
    default: str = ""


@dataclass(frozen=True)
class NamedQuery:
    """A query with a name, as its file describes it; `nothing` is what an empty answer means."""

    name: str
    text: str
    summary: str = ""
    note: str = ""
    nothing: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    example: Mapping[str, str] = field(default_factory=dict)


def query_names(folder: Path | None = None) -> list[str]:
    """List the names of the shipped queries."""
    return sorted(path.stem for path in (folder or resources.queries()).glob("*.rq"))


def find_query(name: str, folder: Path | None = None) -> NamedQuery:
    """Read a shipped query.

    Raises:
        UnknownNameError: There is none of that name; knows the nearest.
    """
    known = query_names(folder)
    if name not in known:
        from rapidfuzz import process

        near = [hit[0] for hit in process.extract(name[:200], known, limit=3, score_cutoff=75)]
        raise UnknownNameError("query", name, near, hint="`ofsted-graph queries` lists them.")
    return read_query((folder or resources.queries()) / f"{name}.rq")


def read_query(path: Path) -> NamedQuery:
    """Read a query from a file; a header is welcome and not needed.

    Raises:
        InputError: The file cannot be read, is not text, or its header is not YAML.
        LimitError: The file is longer than `MAX_QUERY`.
    """
    try:
        with path.open("rb") as file:
            # A device has no size and may have no end.
            content = file.read(4 * MAX_QUERY + 1)
        if len(content) > 4 * MAX_QUERY:
            raise LimitError(f"{path}: is no query: it is larger than {MAX_QUERY:,} characters.")
        text = content.decode("utf-8")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", path=path) from error
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 text (byte {error.start}).", path=path) from error
    return parse_query(text, path.stem)


def parse_query(text: str, name: str = "query") -> NamedQuery:
    """Read a query and its header from text."""
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_QUERY:
        raise LimitError(f"the query has more than {MAX_QUERY:,} characters.")
    header = "\n".join(line[2:] for line in text.splitlines() if line.startswith("#+"))
    told = _header(header, name) if header else {}
    parameters = _part(told, "parameters", name)
    return NamedQuery(
        name=name,
        text=text,
        summary=str(told.get("summary", "")),
        note=str(told.get("note", "")),
        nothing=str(told.get("nothing", "")),
        parameters={key: _parameter(key, value, name) for key, value in parameters.items()},
        example={key: str(value) for key, value in _part(told, "example", name).items()},
    )


def _header(text: str, name: str) -> dict[str, object]:
    """Read the YAML of a header."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # Names that stand for what was said before can stand for gigabytes; no header needs them.
        aliased = "*" in text and any(
            isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=loader)
        )
        told = None if aliased else yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(
            f"the #+ header is not YAML: {str(error).splitlines()[0]}.", path=name
        ) from error
    if aliased:
        raise InputError("the #+ header has a YAML alias (*name); write it out.", path=name)
    if not isinstance(told, dict):
        raise InputError("the #+ header is not a list of `key: value` lines.", path=name)
    return {str(key): value for key, value in told.items()}


def _part(told: Mapping[str, object], part: str, name: str) -> dict[str, object]:
    """Give a part of a header that holds names with something each."""
    found = told.get(part) or {}
    if not isinstance(found, dict):
        raise InputError(f"{part} in the #+ header is not a list of `name: …` lines.", path=name)
    return {str(key): value for key, value in found.items()}


def _parameter(key: str, told: object, name: str) -> Parameter:
    """Read what a header says of a parameter."""
    if not isinstance(told, dict) or not {"type", "description"} <= set(told):
        raise InputError(
            f'parameter "{key[:60]}" in the #+ header needs a type and a description.', path=name
        )
    return Parameter(
        str(told["type"]),
        str(told["description"]),
        optional=bool(told.get("optional", False)),
        default=str(told.get("default", "")),
    )


def bind(
    query: NamedQuery, values: Mapping[str, str], store: Store
) -> dict[Variable, NamedNode | Literal]:
    """Turn what a person gave for the parameters into terms.

    Raises:
        UsageError: A parameter is missing or the query has none of that name.
        UnknownNameError: A value names nothing; knows the nearest.
    """
    if query.parameters:
        _check_parameters(query, values)
    bound: dict[Variable, NamedNode | Literal] = {}
    defaults = {key: one.default for key, one in query.parameters.items() if one.default}
    for key, value in (defaults | dict(values)).items():
        kind = kind_of(query, key)
        bound[Variable(key)] = (
            named_things.find(store, kind, value)
            if kind in named_things.CLASSES
            else named_things.literal(kind, value)
        )
    return bound


def _check_parameters(query: NamedQuery, values: Mapping[str, str]) -> None:
    """See that the parameters given are those of the query."""
    example = " ".join(f'-p {key}="{value}"' for key, value in query.example.items())
    missing = [
        key for key, one in query.parameters.items() if key not in values and not one.optional
    ]
    if missing:
        raise UsageError(f"{query.name} needs {' and '.join(missing)}: try {example}.")
    for key in values:
        if key not in query.parameters:
            raise UsageError(
                f'{query.name} has no parameter "{key}"; it takes '
                f"{', '.join(query.parameters) or 'none'}."
            )


def kind_of(query: NamedQuery, key: str) -> str:
    """Give a parameter's kind: as the header says, or by its name where there is no header."""
    if key in query.parameters:
        return query.parameters[key].kind
    return key if key in named_things.CLASSES else "text"


def ask(
    query: NamedQuery,
    store: Store,
    values: Mapping[str, str] | None = None,
    *,
    calls: Collection[str] | None = (),
) -> Answer:
    """Answer a query on a store.

    Args:
        query: The query.
        store: The graph.
        values: What a person would type for each parameter.
        calls: The addresses that its `SERVICE` clauses may call; nobody when empty, and
            anybody when None, for a store that is itself somebody else's server.
    """
    if not query.parameters and values and query.summary:
        raise UsageError(f'{query.name} takes no parameter; "{next(iter(values))}" was given.')
    return run(query.text, store, bind(query, values or {}, store), calls=calls)


__all__ = [
    "MAX_QUERY",
    "NamedQuery",
    "Parameter",
    "ask",
    "bind",
    "find_query",
    "parse_query",
    "query_names",
    "read_query",
]
