"""Metadata of tables, as the W3C's "Metadata Vocabulary for Tabular Data" tells it, made plain.

What a file says is checked and brought to one form: addresses are whole, what is inherited stands
at each column, what is wrong but harmless is left out with a word, and what the standard calls an
error is one. Files are asked of `Files`, which never goes further than where it was told to look.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urljoin

from ofsted_graph.errors import InputError
from ofsted_graph.linking.csvw_annotations import Annotations
from ofsted_graph.linking.csvw_datatypes import Datatype, read_datatype
from ofsted_graph.linking.csvw_model import Column, Dialect, Group, Table, derived_name
from ofsted_graph.linking.csvw_prefixes import PREFIXES, expanded
from ofsted_graph.linking.csvw_properties import (
    INHERITED,
    MAY_BE_NULL,
    NAME,
    OWN,
    TEMPLATES,
    is_good,
    is_language,
)

CONTEXT = "http://www.w3.org/ns/csvw"
Files = Callable[[str], bytes | None]
"""Gives the content at an address; None where there is nothing or where nobody may look."""


def read_group(address: str, files: Files, where: str = "") -> Group:
    """Read a metadata file.

    Raises:
        InputError: There is none, or it says what the standard calls an error.
    """
    reader = _Reader(address, files, where or address)
    return reader.group(reader.loaded(address))


class _Reader:
    def __init__(self, address: str, files: Files, where: str = "") -> None:
        self._address, self._files, self._where = address, files, where
        self._base, self._language = address, "und"
        self._annotations = Annotations(self._base, self._language, self._refuse)
        self.warnings: list[str] = []

    def _warn(self, words: str) -> None:
        self.warnings.append(words)

    def _refuse(self, words: str) -> InputError:
        return InputError(words, path=self._where)

    def loaded(self, address: str) -> dict[str, Any]:
        content = self._files(address)
        if content is None:
            shown = address.removeprefix(urljoin(self._address, "."))
            raise self._refuse(f'names "{shown[:120]}", which is not there.')
        try:
            root = json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise self._refuse(f"cannot be read as JSON ({error}).") from error
        if not isinstance(root, dict):
            raise self._refuse("is not CSVW metadata: no JSON object.")
        return root

    def group(self, root: dict[str, Any]) -> Group:
        self._context(root.get("@context"))
        if "tables" in root or "url" not in root:
            self._type(root, "TableGroup")
            told = root.get("tables")
            if not isinstance(told, list) or not told:
                raise self._refuse('has no tables: "tables" must list at least one.')
            part, annotations = self._split(root, "TableGroup")
            tables = [t for t in told if isinstance(t, dict)]
            if not tables:
                raise self._refuse('has no tables: "tables" must list objects.')
            group_id = self._identity(root)
        else:
            part, annotations, tables, group_id = {}, {}, [root], None
        read = tuple(self._table(table, part) for table in tables)
        for raw, table in zip(tables, read, strict=True):
            self._foreign_keys(raw, part, table, read)
        return Group(group_id, read, annotations, self._notes(part), self.warnings)

    def _context(self, told: Any) -> None:
        parts = told if isinstance(told, list) else [told]
        if not parts or parts[0] != CONTEXT or len(parts) > 2:
            raise self._refuse(f'must have the "@context" {CONTEXT}.')
        if len(parts) == 2:
            own = parts[1]
            if not isinstance(own, dict) or not own or set(own) - {"@base", "@language"}:
                raise self._refuse('may say no more in "@context" than "@base" and "@language".')
            language = own.get("@language")
            if language is not None:
                if is_language(language):
                    self._language = language
                else:
                    self._warn('"@language" is no language.')
            if isinstance(own.get("@base"), str):
                self._base = urljoin(self._base, own["@base"])
            self._annotations = Annotations(self._base, self._language, self._refuse)

    def _type(self, part: Mapping[str, Any], name: str) -> None:
        if "@type" in part and part["@type"] != name:
            raise self._refuse(f'calls "{str(part["@type"])[:40]}" what is a {name}.')

    def _identity(self, part: Mapping[str, Any]) -> str | None:
        told = part.get("@id")
        if told is None:
            return None
        if not isinstance(told, str):
            self._warn('"@id" is no address.')
            return self._base
        if told.startswith("_:"):
            raise self._refuse('has an "@id" that is a blank node.')
        return urljoin(self._base, told)

    def _split(self, part: Mapping[str, Any], kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Part what the standard knows, checked, from what anybody may say of a thing."""
        known = OWN[kind] | (frozenset() if kind in {"Dialect", "Template"} else INHERITED)
        own: dict[str, Any] = {}
        annotations: dict[str, Any] = {}
        for name, value in part.items():
            if name in {"@id", "@type"} or (name == "@context" and kind in {"TableGroup", "Table"}):
                continue
            if name in known:
                kept = self._atomic(name, value)
                if kept is not None:
                    own[name] = kept
            elif name.startswith("@"):
                raise self._refuse(f'uses "{name[:40]}", which has no meaning there.')
            elif ":" in name and kind != "Dialect":
                prefix = name.partition(":")[0]
                if prefix in PREFIXES or re.match(r"[a-z][a-z0-9+.-]*://", name):
                    annotations[expanded(name)] = self._annotations.checked(value)
                else:
                    self._warn(f'"{name[:40]}" has a prefix that is not known.')
            else:
                self._warn(f'"{name[:40]}" is not known there.')
        return own, annotations

    def _atomic(self, name: str, value: Any) -> Any:
        """Check the value of a simple property; None, with a word, where it is of no use."""
        if value is None and name in MAY_BE_NULL:
            return ""
        if is_good(name, value):
            return value
        self._warn(f'"{name}" cannot be {json.dumps(value)[:40]}.')
        # The standard puts an empty template in the place of a wrong one: the table's own address.
        return "" if name in TEMPLATES else None

    def _notes(self, part: Mapping[str, Any]) -> Sequence[Any]:
        return [self._annotations.checked(note) for note in part.get("notes", [])]

    def _table(self, raw: dict[str, Any], group: Mapping[str, Any]) -> Table:
        self._type(raw, "Table")
        url = raw.get("url")
        if not isinstance(url, str):
            raise self._refuse('has a table without "url".')
        own, annotations = self._split(raw, "Table")
        schema = self._object(own.get("tableSchema", group.get("tableSchema")))
        if schema:
            self._type(schema, "Schema")
            self._identity(schema)
        schema_part, _ = self._split(schema, "Schema") if schema else ({}, {})
        inherited = {
            name: part[name] for part in (group, own, schema_part) for name in INHERITED
            if name in part
        }  # fmt: skip
        whole = urljoin(self._base, _without_spaces(url))
        columns = self._columns(schema_part, inherited)
        for transformation in own.get("transformations", []):
            self._transformation(transformation)
        names = {column.name for column in columns}
        return Table(
            url=whole,
            id=self._identity(raw),
            dialect=self._dialect(own.get("dialect", group.get("dialect"))),
            columns=columns,
            titles_of_rows=self._references(schema_part.get("rowTitles"), names, "rowTitles"),
            keys=self._references(schema_part.get("primaryKey"), names, "primaryKey"),
            suppressed=bool(own.get("suppressOutput", False)),
            annotations=annotations,
            notes=self._notes(own),
            inherited=inherited,
            language=self._language,
            described=raw.get("tableSchema", group.get("tableSchema")) is not None,
        )

    def _object(self, told: Any) -> dict[str, Any]:
        """Give an object, from its own file where it is only named."""
        if isinstance(told, str):
            address = urljoin(self._base, told)
            loaded = self.loaded(address)
            if "@context" in loaded:
                loaded = {k: v for k, v in loaded.items() if k != "@context"}
            keys = loaded.get("foreignKeys")
            for key in keys if isinstance(keys, list) else []:
                reference = key.get("reference") if isinstance(key, dict) else None
                if isinstance(reference, dict):
                    # What a file of its own names, it names from where it is.
                    for name in ("resource", "schemaReference"):
                        if isinstance(reference.get(name), str):
                            reference[name] = urljoin(address, reference[name])
            return loaded
        return told if isinstance(told, dict) else {}

    def _transformation(self, told: Any) -> None:
        if not isinstance(told, dict):
            self._warn("a transformation is no object.")
            return
        self._type(told, "Template")
        self._identity(told)
        for name in ("url", "targetFormat", "scriptFormat"):
            if not isinstance(told.get(name), str):
                raise self._refuse(f'has a transformation without "{name}".')
        self._split(told, "Template")

    def _references(self, told: Any, names: set[str], what: str) -> tuple[str, ...]:
        if told is None:
            return ()
        wanted = told if isinstance(told, list) else [told]
        if not wanted or not all(isinstance(name, str) and name in names for name in wanted):
            self._warn(f'"{what}" names columns that are not there.')
            return ()
        return tuple(wanted)

    def _foreign_keys(
        self,
        raw: Mapping[str, Any],
        group: Mapping[str, Any],
        table: Table,
        tables: Sequence[Table],
    ) -> None:
        schema = self._object(raw.get("tableSchema", group.get("tableSchema")))
        keys = schema.get("foreignKeys")
        for key in keys if isinstance(keys, list) else []:
            if not isinstance(key, dict):
                self._warn("a foreign key is no object.")
                continue
            if set(key) - {"columnReference", "reference"}:
                raise self._refuse("says more of a foreign key than its columns and what it means.")
            self._known_columns(key.get("columnReference"), table)
            reference = key.get("reference")
            if not isinstance(reference, dict):
                raise self._refuse("has a foreign key without what it means.")
            if set(reference) - {"resource", "schemaReference", "columnReference"}:
                raise self._refuse("says more of a reference than resource, schema and columns.")
            if "resource" in reference:
                meant = [
                    t for t in tables
                    if t.url == urljoin(self._base, _without_spaces(str(reference["resource"])))
                ]  # fmt: skip
            else:
                wanted = urljoin(self._base, str(reference.get("schemaReference", "")))
                meant = [t for t in tables if self._schemas.get(t.url) == wanted]
            if not meant:
                raise self._refuse("has a foreign key to a table that it does not tell of.")
            self._known_columns(reference.get("columnReference"), meant[0])

    @property
    def _schemas(self) -> Mapping[str, str]:
        made: dict[str, str] = {}
        root = self.loaded(self._address)
        for raw in root.get("tables", [root]):
            if not isinstance(raw, dict) or not isinstance(raw.get("url"), str):
                continue
            told = raw.get("tableSchema", root.get("tableSchema"))
            name = told.get("@id") if isinstance(told, dict) else told
            if isinstance(name, str):
                made[urljoin(self._base, _without_spaces(raw["url"]))] = urljoin(self._base, name)
        return made

    def _known_columns(self, told: Any, table: Table) -> None:
        wanted = told if isinstance(told, list) else [told]
        names = {column.name for column in table.columns if column.named}
        if not wanted or not all(isinstance(name, str) and name in names for name in wanted):
            raise self._refuse("has a foreign key with a column that is not there.")

    def _columns(
        self, schema: Mapping[str, Any], inherited: Mapping[str, Any]
    ) -> tuple[Column, ...]:
        made: list[Column] = []
        for place, raw in enumerate(schema.get("columns", []), 1):
            if not isinstance(raw, dict):
                self._warn("a column is no object.")
                continue
            self._type(raw, "Column")
            self._identity(raw)
            own, _ = self._split(raw, "Column")
            made.append(self._column(own, {**inherited, **own}, place))
        names = [column.name for column in made]
        if len(set(names)) < len(names):
            raise self._refuse("gives two columns one name.")
        virtual = [column.virtual for column in made]
        if virtual != sorted(virtual):
            raise self._refuse("has a virtual column before one that is not.")
        return tuple(made)

    def _column(self, own: Mapping[str, Any], every: Mapping[str, Any], place: int) -> Column:
        titles = self._titles(own.get("titles"))
        name = own.get("name")
        if name is not None and not (isinstance(name, str) and NAME.fullmatch(name)):
            self._warn(f'"name" cannot be {json.dumps(name)[:40]}.')
            name = None
        known = name or derived_name(titles.get(self._language, ()), place)
        if every.get("separator") and "{" in every.get("valueUrl", ""):
            self._warn(f'"{known}" has a separator, and its valueUrl makes one address of all.')
        return column_of(known, titles, own, every, self)

    def _titles(self, told: Any) -> dict[str, tuple[str, ...]]:
        if told is None:
            return {}
        by_language = told if isinstance(told, dict) else {self._language: told}
        made = {}
        for language, titles in by_language.items():
            several = titles if isinstance(titles, list) else [titles]
            if not is_language(language):
                self._warn(f'"{language[:40]}" is no language of titles.')
                continue
            good = tuple(title for title in several if isinstance(title, str))
            if len(good) < len(several):
                self._warn("a title is no text.")
            if good:
                made[language] = good
        return made

    def datatype(self, told: Any) -> Datatype:
        if isinstance(told, dict):
            self._datatype_identity(told)
        return read_datatype(told, self._warn, self._refuse)

    def _datatype_identity(self, told: Mapping[str, Any]) -> None:
        name = self._identity(told)
        if name is None:
            return
        if name.startswith((PREFIXES["xsd"], PREFIXES["csvw"])):
            raise self._refuse('gives a datatype the "@id" of one that there is.')

    def _dialect(self, told: Any) -> Dialect:
        raw = self._object(told)
        if not raw:
            return Dialect()
        self._type(raw, "Dialect")
        self._identity(raw)
        own, _ = self._split(raw, "Dialect")
        header = own.get("header", True)
        trim = own.get("trim", "start" if own.get("skipInitialSpace") else "true")
        return Dialect(
            comment=own.get("commentPrefix", "#") or None,
            delimiter=own.get("delimiter", ","),
            double_quote=own.get("doubleQuote", True),
            encoding=own.get("encoding", "utf-8"),
            header_rows=own.get("headerRowCount", 1 if header else 0),
            quote=own.get("quoteChar", '"') or None,
            skip_blank_rows=own.get("skipBlankRows", False),
            skip_columns=own.get("skipColumns", 0),
            skip_rows=own.get("skipRows", 0),
            trim=str(trim).lower(),
            told=True,
        )


def column_of(
    name: str,
    titles: Mapping[str, tuple[str, ...]],
    own: Mapping[str, Any],
    every: Mapping[str, Any],
    reader: _Reader | None,
) -> Column:
    """Make a column of what is said of it and what it inherits."""
    told = every.get("datatype", "string")
    null = every.get("null", "")
    return Column(
        name=name,
        named=name == own.get("name"),
        titles=titles,
        virtual=bool(own.get("virtual", False)),
        suppressed=bool(own.get("suppressOutput", False)),
        datatype=Datatype("string") if reader is None and told == "string"
        else (reader or _Reader("", lambda _: None)).datatype(told),
        about=every.get("aboutUrl"),
        property=every.get("propertyUrl"),
        value=every.get("valueUrl"),
        default=every.get("default", ""),
        language=every.get("lang", "und"),
        nulls=tuple(null) if isinstance(null, list) else (null,),
        ordered=bool(every.get("ordered", False)),
        required=bool(every.get("required", False)),
        separator=every.get("separator"),
    )  # fmt: skip


def _without_spaces(url: str) -> str:
    """Write what an address may not have, as the spaces of a file's name, in its place."""
    return re.sub(r'[\s<>"{}|\\^`]', lambda found: quote(found[0]), url)
