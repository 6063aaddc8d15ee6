"""What people decided about matches: a file to read, edit and reverse.

A decision is a row of a CSV file: the value as it stands in the table, the kind of thing, the thing
by its short name (`council:kent`; empty for "none of ours"), and `same`, `different` or `unsure`,
with who decided, when and why. `reconcile --record` adds what it could only offer as `unsure`;
change the word, and the next run obeys it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from ofsted_graph.csv_text import csv_text
from ofsted_graph.errors import InputError
from ofsted_graph.files import replace_file

COLUMNS = ("value", "kind", "thing", "decision", "decided_by", "decided_on", "evidence")
WORDS = ("same", "different", "unsure")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on one value; the fields are the file's columns."""

    value: str
    kind: str
    thing: str
    decision: str
    decided_by: str = ""
    decided_on: str = ""
    evidence: str = ""

    @property
    def told(self) -> str:
        """Who decided and when, in words."""
        by = f" by {self.decided_by}" if self.decided_by else ""
        return f"decided {self.decision}{by}{f' on {self.decided_on}' if self.decided_on else ''}"


class Decisions:
    """The decisions of one file, by value and kind of thing."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        """Keep decisions; of two on the same pair the later one counts."""
        self._pairs = {(d.value, d.kind, d.thing): d for d in decisions}
        self._values: dict[tuple[str, str], list[Decision]] = {}
        for decision in self._pairs.values():
            self._values.setdefault((decision.value, decision.kind), []).append(decision)

    def __len__(self) -> int:
        return len(self._pairs)

    def on(self, value: str, kind: str) -> list[Decision]:
        """List the decisions on a value."""
        return self._values.get((value, kind), [])

    def with_offers(self, offers: Iterable[Decision]) -> Decisions:
        """Add pairs nobody has decided on yet; what is decided already stays as it is."""
        fresh = [o for o in offers if (o.value, o.kind, o.thing) not in self._pairs]
        return Decisions([*self._pairs.values(), *fresh])

    @classmethod
    def read(cls, path: Path) -> Decisions:
        """Read a file of decisions.

        Raises:
            InputError: It cannot be read, lacks a column, or decides in words that are not known.
        """
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError as error:
            raise InputError("no such file of decisions.", path=path) from error
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot be read as UTF-8 text ({error}).", path=path) from error
        reader = csv.DictReader(io.StringIO(text, newline=""))
        missing = [c for c in COLUMNS[:4] if c not in (reader.fieldnames or ())]
        if missing:
            raise InputError(f"lacks the column {', '.join(missing)}.", path=path, line=1)
        found = []
        for row in reader:
            decision = Decision(*((row.get(column) or "").strip() for column in COLUMNS))
            if decision.decision not in WORDS:
                raise InputError(
                    f'decides "{decision.decision[:40]}"; it must be {", ".join(WORDS)}.',
                    path=path,
                    line=reader.line_num,
                )
            found.append(decision)
        return cls(found)

    def write(self, path: Path) -> None:
        """Write the file sorted, whole or not at all."""
        rows = sorted(astuple(decision) for decision in self._pairs.values())
        replace_file(path, csv_text([COLUMNS, *rows]).encode())
