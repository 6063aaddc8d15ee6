"""Tables to RDF as W3C's CSV on the Web has them, on small tables of our own."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ofsted_graph.cli.app import app
from ofsted_graph.errors import InputError
from ofsted_graph.linking.csvw_datatypes import read_datatype
from ofsted_graph.linking.csvw_metadata import read_group
from ofsted_graph.linking.csvw_model import derived_name
from ofsted_graph.linking.csvw_rdf import find_group, group_triples

BASE = "http://example.org/"
CSVW = "http://www.w3.org/ns/csvw"
XSD = "http://www.w3.org/2001/XMLSchema#"


def triples(
    table: str, metadata: dict[str, Any] | None = None, *, minimal: bool = True
) -> set[str]:
    """The triples of a table, each as one line."""
    contents = {f"{BASE}t.csv": table.encode()}
    if metadata is not None:
        whole = {"@context": CSVW, "url": "t.csv", **metadata}
        contents[f"{BASE}t.csv-metadata.json"] = json.dumps(whole).encode()
    group = find_group(f"{BASE}t.csv", contents.get)
    return {str(triple) for triple in group_triples(group, contents.get, minimal=minimal)}


def values(table: str, metadata: dict[str, Any]) -> list[str]:
    return sorted(line.partition(" ")[2] for line in triples(table, metadata))


def of_columns(*columns: dict[str, Any], **schema: Any) -> dict[str, Any]:
    return {"tableSchema": {"columns": list(columns), **schema}}


def test_a_table_of_which_nothing_is_told() -> None:
    assert triples("a,b c\n1,\n") == {f'_:t1r1 <{BASE}t.csv#a> "1"'}


def test_names_of_columns_are_what_a_template_may_use() -> None:
    assert derived_name(["Rate-a (%)"], 1) == "Rate%2Da%20%28%25%29"
    assert triples("Rate-a\n1\n") == {f'_:t1r1 <{BASE}t.csv#Rate%2Da> "1"'}


def test_rows_properties_and_values_by_templates() -> None:
    told = of_columns(
        {"name": "id", "suppressOutput": True},
        {"name": "at", "propertyUrl": "schema:location", "valueUrl": "place/{at}"},
        {"name": "kind", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": "schema:Event"},
        aboutUrl="visit/{id}",
    )
    assert triples("id,at\n7,Kent\n8,\n", told) == {
        f"<{BASE}visit/7> <http://schema.org/location> <{BASE}place/Kent>",
        *(
            f"<{BASE}visit/{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            "<http://schema.org/Event>"
            for n in (7, 8)
        ),
    }


def test_cells_of_several_values() -> None:
    column = {"titles": "a", "separator": ";", "datatype": "integer", "null": "-"}
    assert values("a\n1; 2;-\n", of_columns(column)) == [
        f'<{BASE}t.csv#a> "{n}"^^<{XSD}integer>' for n in (1, 2)
    ]


def test_cells_whose_values_have_an_order_are_a_list() -> None:
    column = {"titles": "a", "separator": " ", "ordered": True}
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    assert triples("a\nx y\n", of_columns(column)) == {
        f"_:t1r1 <{BASE}t.csv#a> _:t1r1c0i0",
        f'_:t1r1c0i0 <{rdf}first> "x"',
        f"_:t1r1c0i0 <{rdf}rest> _:t1r1c0i1",
        f'_:t1r1c0i1 <{rdf}first> "y"',
        f"_:t1r1c0i1 <{rdf}rest> <{rdf}nil>",
    }


def test_a_default_stands_for_an_empty_cell_and_a_language_for_all() -> None:
    column = {"titles": "a", "default": "none", "lang": "cy"}
    assert values("a,b\n,x\n", of_columns(column)) == [
        f'<{BASE}t.csv#_col.2> "x"',
        f'<{BASE}t.csv#a> "none"@cy',
    ]


@pytest.mark.parametrize(
    ("dialect", "table"),
    [
        ({"delimiter": ";"}, "a;b\n1;2,0\n"),
        ({"header": False, "skipRows": 1}, 'Title\n1,"2,0"\n'),
        ({"skipColumns": 1}, 'x,a,b\n9,1,"2,0"\n'),
        ({"quoteChar": "'"}, "a,b\n1,'2,0'\n"),
        ({"commentPrefix": "//"}, 'a,b\n// no row\n1,"2,0"\n'),
        ({"doubleQuote": False}, "a,b\n1,2\\,0\n"),
        ({"encoding": "latin-1"}, 'a,b\n1,"2,0"\n'),
        ({"skipBlankRows": True}, 'a,b\n\n1,"2,0"\n'),
    ],
)
def test_dialects(dialect: dict[str, Any], table: str) -> None:
    told = {"dialect": dialect, **of_columns({"name": "a"}, {"name": "b"})}
    assert values(table, told) == [f'<{BASE}t.csv#a> "1"', f'<{BASE}t.csv#b> "2,0"']


def test_a_quoted_hash_is_no_comment() -> None:
    assert values('a\n#no\n"#1"\n', of_columns({"name": "a"})) == [f'<{BASE}t.csv#a> "#1"']


@pytest.mark.parametrize(
    ("datatype", "cell", "value"),
    [
        ({"base": "date", "format": "d.M.yyyy"}, "3.4.2021", "2021-04-03"),
        ({"base": "dateTime", "format": "yyyy-MM-dd HH:mm X"}, "2021-04-03 10:00 -05",
         "2021-04-03T10:00:00-05:00"),
        ({"base": "time", "format": "HHmm"}, "0930", "09:30:00"),
        ({"base": "dateTime", "format": "yyyy-MM-ddTHH:mm:ss.SS"}, "2021-04-03T10:00:00.5",
         "2021-04-03T10:00:00.5"),
        ({"base": "date", "format": "dd/MM/yyyy"}, "31/02/2021", None),
        ({"base": "decimal", "format": "#,##0.00"}, "1,234.50", "1234.50"),
        ({"base": "decimal", "format": "#,##0.00"}, "12,34.50", None),
        ({"base": "decimal", "format": "#,##,##0"}, "12,34,567", "1234567"),
        ({"base": "decimal", "format": "#0.0#"}, "1", None),
        ({"base": "decimal", "format": "#0%"}, "25%", "0.25"),
        ({"base": "double", "format": "0.#E0"}, "1.5E3", "1.5e3"),
        ({"base": "decimal", "format": {"decimalChar": ",", "groupChar": "."}}, "1.234,5",
         "1234.5"),
        ({"base": "boolean", "format": "Y|N"}, "Y", "true"),
        ({"base": "string", "format": "[A-Z]{2}\\d"}, "ab1", None),
        ({"base": "string", "maxLength": 3}, "abcd", None),
        ({"base": "integer", "minimum": 1, "maximum": 4}, "5", None),
        ({"base": "integer", "minExclusive": 1}, "2", "2"),
        ({"base": "date", "minimum": "2020-01-01"}, "2019-12-31", None),
        ({"base": "hexBinary", "length": 2}, "ab12", "ab12"),
        ("gYear", "2021", "2021"),
        ("number", "1e3", "1e3"),
        ("integer", "1.5", None),
    ],
)  # fmt: skip
def test_datatypes(datatype: Any, cell: str, value: str | None) -> None:
    assert read_datatype(datatype, pytest.fail, InputError).value(cell) == value


def test_a_cell_that_is_not_of_its_datatype_stays_text() -> None:
    column = {"titles": "a", "datatype": "integer"}
    assert values("a\nmany\n", of_columns(column)) == [f'<{BASE}t.csv#a> "many"']


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({"@context": "http://example.org/"}, "@context"),
        ({"@context": [CSVW, {"@vocab": "x"}]}, "may say no more"),
        ({"@type": "Schema"}, "what is a Table"),
        ({"@id": "_:t"}, "blank node"),
        ({"@graph": []}, "has no meaning there"),
        ({"url": None}, "without"),
        ({"tables": []}, "no tables"),
        (of_columns({"name": "a"}, {"name": "a"}), "one name"),
        (of_columns({"name": "a", "virtual": True}, {"name": "b"}), "virtual column before"),
        (of_columns({"datatype": {"base": "integer", "length": 3}}), "length of integer"),
        (of_columns({"datatype": {"base": "string", "minimum": 3}}), "have no order"),
        (of_columns({"datatype": {"base": "integer", "minimum": 3, "maximum": 2}}), "no value"),
        (of_columns({"datatype": {"minLength": 3, "maxLength": 2}}), "above the greatest"),
        ({"dc:title": {"@language": "en"}}, "without"),
        ({"dc:title": {"@value": "x", "@language": "1"}}, "which is none"),
        ({"dc:title": {"@value": "x", "dc:a": "y"}}, "says more"),
        ({"dc:title": {"@id": "_:b"}}, "blank node"),
        (of_columns({"name": "a"}, foreignKeys=[{"columnReference": "b"}]), "not there"),
        (
            of_columns(
                {"name": "a"},
                foreignKeys=[
                    {"columnReference": "a",
                     "reference": {"resource": "u.csv", "columnReference": "a"}}
                ],
            ),
            "does not tell of",
        ),
        ({"transformations": [{"url": "x"}]}, "without"),
        ({"tableSchema": "elsewhere.json"}, "which is not there"),
    ],
)  # fmt: skip
def test_metadata_that_the_standard_calls_wrong(metadata: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        triples("a\n1\n", metadata)


@pytest.mark.parametrize(
    "part",
    [
        {"colour": "red"},
        {"x:y": "an unknown prefix"},
        {"tableDirection": "up"},
        {"dialect": {"delimiter": ";;"}},
        of_columns({"name": "_a"}),
        of_columns({"titles": 1}),
        of_columns({"datatype": "colour"}),
        of_columns({"datatype": {"base": "date", "format": "YYYY"}}),
        of_columns({"null": 0}),
        of_columns({"lang": "english (UK)"}),
        of_columns({"name": "a"}, primaryKey="b"),
        of_columns({"name": "a", "separator": ";", "valueUrl": "{a}"}),
        of_columns({"name": "a"}, rowTitles=["b"]),
    ],
)
def test_what_is_of_no_use_is_left_out_with_a_word(part: dict[str, Any]) -> None:
    content = json.dumps({"@context": CSVW, "url": "t.csv", **part}).encode()
    assert read_group(f"{BASE}m.json", {f"{BASE}m.json": content}.get).warnings


def test_columns_that_the_header_calls_otherwise_are_told() -> None:
    contents = {
        f"{BASE}t.csv": b"a,b\n1,2\n",
        f"{BASE}m.json": json.dumps(
            {"@context": CSVW, "url": "t.csv", **of_columns({"titles": "c"})}
        ).encode(),
    }
    group = read_group(f"{BASE}m.json", contents.get)
    made = [str(triple) for triple in group_triples(group, contents.get, minimal=True)]
    assert made == [f'_:t1r1 <{BASE}t.csv#c> "1"', f'_:t1r1 <{BASE}t.csv#_col.2> "2"']
    assert len(group.warnings) == 2


def test_the_standard_mode_tells_tables_and_rows() -> None:
    told = {
        "@id": "http://example.org/table",
        "dc:title": {"@value": "Visits", "@language": "en"},
        "notes": [{"rdfs:label": "checked", "schema:version": 2}],
        **of_columns({"name": "a"}, rowTitles="a"),
    }
    made = triples("a\nx\n", told, minimal=False)
    assert f"<{BASE}table> <{CSVW}#url> <{BASE}t.csv>" in made
    assert f'<{BASE}table> <http://purl.org/dc/terms/title> "Visits"@en' in made
    assert sum(f'<{CSVW}#rownum> "1"' in line for line in made) == 1
    assert sum(f'<{CSVW}#title> "x"' in line for line in made) == 1
    assert sum(f"<{CSVW}#row> " in line for line in made) == 1
    assert sum('<http://schema.org/version> "2"^^' in line for line in made) == 1


def test_a_schema_in_a_file_of_its_own() -> None:
    contents = {
        f"{BASE}t.csv": b"a\n1\n",
        f"{BASE}schemas/s.json": json.dumps(
            {"columns": [{"name": "a", "datatype": "integer"}]}
        ).encode(),
        f"{BASE}m.json": json.dumps(
            {"@context": CSVW, "url": "t.csv", "tableSchema": "schemas/s.json"}
        ).encode(),
    }
    group = read_group(f"{BASE}m.json", contents.get)
    assert [str(triple) for triple in group_triples(group, contents.get, minimal=True)] == [
        f'_:t1r1 <{BASE}t.csv#a> "1"^^<{XSD}integer>'
    ]


RICH = {
    "lang": "en",
    "dialect": {"delimiter": ",", "trim": True, "headerRowCount": 1},
    "dc:title": [{"@value": "x", "@language": "en"}, {"@id": "dc:a", "rdfs:label": "y"}],
    "notes": [{"@type": "schema:Note", "schema:version": 2}],
    "transformations": [{"url": "x", "targetFormat": "y", "scriptFormat": "z", "titles": "t"}],
    "tableSchema": {
        "aboutUrl": "row/{a}",
        "primaryKey": "a",
        "rowTitles": ["a"],
        "foreignKeys": [
            {"columnReference": "a", "reference": {"resource": "t.csv", "columnReference": "a"}}
        ],
        "columns": [
            {"name": "a", "titles": {"en": ["a", "A"]}, "null": ["-"], "separator": ";"},
            {"name": "b", "datatype": {"base": "decimal", "format": {"pattern": "#0.0"},
                                       "minimum": 1, "maximum": "9"}},
            {"name": "c", "datatype": {"base": "date", "format": "d/M/yyyy"}, "default": "1/2/20"},
            {"name": "d", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": "schema:{b}"},
        ],
    },
}  # fmt: skip
ODD = st.sampled_from(
    [None, 0, -1, True, "", " ", "a b", "{", "_:x", "x:y", "#0,0.#,", "(", [], [None], {}, {"": 1},
     {"@id": "a b"}, {"base": "integer", "minimum": "x", "maximum": "y"}, {"length": "x"}, 1e400]
)  # fmt: skip


def _places(part: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(
        part, list) else ()  # fmt: skip
    return [place for key, each in inner for place in ((*way, key), *_places(each, (*way, key)))]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(_places(RICH)), ODD), min_size=1, max_size=3))
def test_metadata_with_anything_in_them_are_read_or_refused(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    told: Any = json.loads(json.dumps(RICH))
    for place, odd in changes:
        part: Any = told
        for key in place[:-1]:
            good = isinstance(part, dict) and key in part
            good = good or (isinstance(part, list) and key in range(len(part)))
            part = part[key] if good else None
        if isinstance(part, dict) or (isinstance(part, list) and place[-1] in range(len(part))):
            part[place[-1]] = json.loads(json.dumps(odd))
    for minimal in (True, False):
        with suppress(InputError):
            triples("a,b,c\nx;y,1.5,3/4/2021\n-,many,\n", told, minimal=minimal)


def test_a_file_whose_name_has_a_space() -> None:
    contents = {
        f"{BASE}my%20t.csv": b"a\n1\n",
        f"{BASE}m.json": json.dumps({"@context": CSVW, "url": "my t.csv"}).encode(),
    }
    group = read_group(f"{BASE}m.json", contents.get)
    assert [str(triple) for triple in group_triples(group, contents.get, minimal=True)] == [
        f'_:t1r1 <{BASE}my%20t.csv#a> "1"'
    ]


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match=r"t\.csv, row 2: .* is no address"):
        triples("a\n1\n", of_columns({"name": "a"}, aboutUrl="http://e x.org/{a}"))


# -- the command --

METADATA = {
    "@context": CSVW,
    "url": "visits.csv",
    **of_columns(
        {"name": "id", "titles": "Visit"},
        {"titles": "LA", "propertyUrl": "schema:location"},
        {"titles": "Themes", "separator": ";", "datatype": "token"},
    ),
}
SUBJECT = "<http://purl.org/dc/terms/subject>"
KENT = "<https://w3id.org/ofsted-graph/id/council/kent>"


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    path = tmp_path / "visits.csv"
    path.write_text("Visit,LA,Themes\n7,Kent,a; b\n", "utf-8")
    (tmp_path / "visits.csv-metadata.json").write_text(json.dumps(METADATA), "utf-8")
    return path


def linked(*words: str) -> tuple[set[str], str]:
    result = CliRunner().invoke(app, ["link", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return {str(quad.triple) for quad in ox.parse(result.stdout, format=ox.RdfFormat.N_TRIPLES)}, (
        result.stderr
    )


def test_a_described_table_gives_the_standard_and_the_council(visits: Path) -> None:
    made, said = linked(str(visits))
    told = {line.partition(" ")[2] for line in made}
    assert told == {
        '<urn:table:visits.csv#id> "7"',
        '<http://schema.org/location> "Kent"',
        f'<urn:table:visits.csv#Themes> "a"^^<{XSD}token>',
        f'<urn:table:visits.csv#Themes> "b"^^<{XSD}token>',
        f"{SUBJECT} {KENT}",
    }
    assert "1 row made 5 triples." in said
    assert 'Councils by "LA": 1 found' in said


def test_a_base_takes_the_place_of_the_table(visits: Path) -> None:
    made, _ = linked(str(visits), "--base", "https://example.org/data/")
    assert any("<https://example.org/data/visits.csv#id>" in line for line in made)


def test_the_same_table_gives_the_same_file(visits: Path, tmp_path: Path) -> None:
    for name in ("one.nt", "two.nt"):
        linked(str(visits), "-o", str(tmp_path / name))
    assert (tmp_path / "one.nt").read_bytes() == (tmp_path / "two.nt").read_bytes()


def test_metadata_reach_no_file_above_their_own_folder(visits: Path) -> None:
    (visits.parent.parent / "outside.json").write_text('{"columns": []}', "utf-8")
    told = {**METADATA, "tableSchema": "../outside.json"}
    (visits.parent / "visits.csv-metadata.json").write_text(json.dumps(told), "utf-8")
    result = CliRunner().invoke(app, ["link", str(visits)])
    assert isinstance(result.exception, InputError)
    assert "which is not there" in str(result.exception)


def test_metadata_of_another_table(visits: Path) -> None:
    told = {**METADATA, "url": "other.csv"}
    path = visits.parent / "visits.csv-metadata.json"
    path.write_text(json.dumps(told), "utf-8")
    result = CliRunner().invoke(app, ["link", str(visits), "--metadata", str(path)])
    assert isinstance(result.exception, InputError)
    assert 'does not speak of "visits.csv"' in str(result.exception)


def test_an_error_names_the_file_of_the_metadata(visits: Path) -> None:
    path = visits.parent / "visits.csv-metadata.json"
    path.write_text('{"url": "visits.csv"}', "utf-8")
    result = CliRunner().invoke(app, ["link", str(visits)])
    assert str(result.exception).startswith(str(path))
