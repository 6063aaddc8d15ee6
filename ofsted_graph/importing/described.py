"""Tables from outside, each described by a YAML file of its own.

`sources/<name>.yaml` says what a table is called, who publishes it under which licence, which of
its columns are read and which are not, which of its values are known to be wrong and why, and how
many records are expected. A column in neither list is an error: what is new is noticed on the day
that it appears.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ofsted_graph.errors import InputError

_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Mistake:
    """A value that a table is known to have wrong, and that is not read.

    Attributes:
        where: Column to value; which row is meant.
        column: The column of the wrong value.
        value: The wrong value; a corrected table has another, which is read.
        reason: Why it is wrong.
    """

    where: Mapping[str, str]
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table.

    Attributes:
        row: Its number in the file, as a spreadsheet counts: the header is row 1.
        cells: Column to value, of the columns that are read.
    """

    row: int
    cells: Mapping[str, str]

    @property
    def locator(self) -> str:
        """Where in the file it is."""
        return f"row {self.row}"

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Description:
    """What a YAML file says of a table, and the rest of it under `more`."""

    id: str
    file: str
    title: str
    kind: str
    publisher: str
    licence: str
    page: str
    date: str
    delimiter: str
    read: tuple[str, ...]
    unread: tuple[str, ...]
    mistakes: tuple[Mistake, ...]
    expected: Mapping[str, int]
    more: Mapping[str, Any]

    def source_row(self, content: bytes) -> dict[str, str]:
        """Make the row of the `sources` table for these bytes of the file."""
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "publisher": self.publisher,
            "date": self.date,
            "page": self.page,
            "licence": self.licence,
            "sha256": hashlib.sha256(content).hexdigest(),
            "file": self.file,
        }


DESCRIPTIONS: Traversable = files(__package__)
"""Where the YAML files of this package are."""


def read_yaml(name: str, folder: Traversable = DESCRIPTIONS) -> dict[str, Any]:
    """Read a YAML file by its path in a folder."""
    import yaml

    text = folder.joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def read_description(name: str, folder: Traversable = DESCRIPTIONS) -> Description:
    """Read the description of one table, `sources/<name>.yaml` in a folder."""
    said = read_yaml(f"sources/{name}.yaml", folder)
    return Description(
        id=said.pop("id"),
        file=said.pop("file"),
        title=said.pop("title"),
        kind=said.pop("kind"),
        publisher=said.pop("publisher"),
        licence=said.pop("licence"),
        page=said.pop("page", ""),
        date=said.pop("date", ""),
        delimiter=said.pop("delimiter", ","),
        read=tuple(said.pop("read", ())),
        unread=tuple(said.pop("unread", ())),
        mistakes=tuple(Mistake(**mistake) for mistake in said.pop("mistakes", ())),
        expected=said.pop("expect", {}),
        more=said,
    )


def read_bytes(path: Path) -> bytes:
    """Read a file whole, if it is of a size that a table may have.

    Raises:
        InputError: There is no such file, it cannot be read, or it is too large.
    """
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise InputError(
                f"has {size} bytes, and a table has no more than {_MOST_BYTES}.", path=path
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", path=path) from error


def read_records(
    content: bytes, description: Description, *, path: Path, notes: list[str]
) -> list[Record]:
    """Take a CSV or TSV apart into records, without the values known to be wrong.

    Args:
        content: The bytes of the file.
        description: What is known of it.
        path: Where it is, for messages.
        notes: A line is added for every known mistake that the file does not have (any more).

    Raises:
        InputError: The file is not text, has an unknown column, lacks one, or has a ragged row.
    """
    try:
        reader = csv.reader(
            io.StringIO(content.decode("utf-8-sig"), newline=""),
            delimiter=description.delimiter,
            strict=True,
        )
        header = next(reader, [])
        check_columns(header, description.read, description.unread, path=path, line=1)
        records = []
        for row, cells in enumerate(reader, 2):
            if len(cells) != len(header):
                raise InputError(
                    f"has {len(cells)} cells where the header has {len(header)}.",
                    path=path,
                    line=row,
                )
            named = dict(zip(header, cells, strict=True))
            kept = {column: " ".join(named[column].split()) for column in description.read}
            records.append(Record(row, kept))
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 at byte {error.start}.", path=path) from error
    except csv.Error as error:
        raise InputError(f"is not a table of text ({error}).", path=path) from error
    return _without_mistakes(records, description, path, notes)


def check_columns(
    header: list[str],
    read: tuple[str, ...],
    unread: tuple[str, ...],
    *,
    path: Path,
    line: int,
    where: str = "",
) -> None:
    """Refuse a header that lacks a column, has one twice, or has one that nobody has looked at.

    Raises:
        InputError: Naming the column.
    """
    place = f'sheet "{where}" ' if where else ""
    for column in read:
        if column not in header:
            raise InputError(f'{place}lacks the column "{column}".', path=path, line=line)
    for column in header:
        if column not in read and column not in unread:
            raise InputError(
                f'{place}has the unknown column "{column}"; say in its YAML whether to read it.',
                path=path,
                line=line,
            )
        if header.count(column) > 1:
            raise InputError(f'{place}has the column "{column}" twice.', path=path, line=line)


def _without_mistakes(
    records: list[Record], description: Description, path: Path, notes: list[str]
) -> list[Record]:
    wrong: dict[int, dict[str, str]] = {}
    for mistake in description.mistakes:
        found = [
            record
            for record in records
            if all(record[column] == value for column, value in mistake.where.items())
            and record[mistake.column] == mistake.value
        ]
        if not found:
            notes.append(
                f'{path.name}: the known mistake "{mistake.value}" in {mistake.column} is not there'
            )
        for record in found:
            wrong.setdefault(record.row, {})[mistake.column] = ""
    return [
        Record(record.row, {**record.cells, **wrong[record.row]}) if record.row in wrong else record
        for record in records
    ]
