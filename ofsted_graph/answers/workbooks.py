"""An answer as an Excel workbook: a sheet that a person can work with, and one that explains it.

The columns are those that a person reads: a thing is told by its name, which is a link where the
thing has a page. Days are days and numbers are numbers; a date that is not exact to the day stays
the text that it is. Nothing in a cell is ever a formula.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from ofsted_graph.answers.definitions import definitions
from ofsted_graph.answers.lookups import in_words, value
from ofsted_graph.errors import LimitError, MissingExtraError
from ofsted_graph.model import ADDRESS, DEF, ID
from ofsted_graph.query.answer_columns import named_by, readable_columns
from ofsted_graph.query.result_formats import text_of
from ofsted_graph.vocab import ATTRIBUTION, DCTERMS, FOAF, XSD, thing

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MAX_ROWS = 1_048_575
"""Rows of a sheet beside its header; Excel has no more."""
MAX_TEXT = 32_767
"""Characters of a cell; Excel has no more."""
_WIDEST = 60
_WHOLE = frozenset({XSD.integer, XSD.nonNegativeInteger, XSD.gYear})
_BROKEN = frozenset({XSD.decimal, XSD.double})
_SURE = "certain: one source shows it; likely: 0.8 and more; possible: a candidate, not an answer."


def workbook(
    answer: QuerySolutions,
    store: Store,
    about: Mapping[str, str],
) -> bytes:
    """Write rows as a workbook.

    Args:
        answer: The rows.
        store: The graph, which knows the pages of things, and what its terms mean.
        about: What is said of the answer: a word ("Question") to what it is.

    Raises:
        LimitError: There are more rows than a sheet has.
        MissingExtraError: openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingExtraError("Writing a workbook", "tables") from error
    columns = [variable.value for variable in answer.variables]
    rows = [[solution[i] for i in range(len(columns))] for solution in answer]
    if len(rows) > MAX_ROWS:
        raise LimitError(f"a sheet has no more than {MAX_ROWS:,} rows; use csv, or ask for less.")
    book = Workbook(write_only=True)
    _add_answer(book.create_sheet("Answer"), columns, rows, store)
    _add_about(book.create_sheet("About"), columns, store, dict(about) | {"Rows": f"{len(rows):,}"})
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def heading(column: str) -> str:
    """Give a column's name as a person would write it.

    >>> heading("councilName"), heading("gradeLabel"), heading("nearestSeenOn")
    ('Council', 'Grade', 'Nearest seen on')
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower().split()
    if len(words) > 1 and words[-1] in {"name", "label"}:
        words.pop()
    return " ".join(words).capitalize()


def _add_answer(
    sheet: WriteOnlyWorksheet, columns: Sequence[str], rows: Sequence[Sequence[Any]], store: Store
) -> None:
    from openpyxl.utils import get_column_letter

    shown = readable_columns(columns)
    things = {place: columns.index(name) for name, place in named_by(columns).items()}
    names = [heading(columns[i]) for i in shown]
    for number, (i, name) in enumerate(zip(shown, names, strict=True), 1):
        widest = max([len(text_of(row[i])) for row in rows[:1000]] + [len(name) + 2])
        sheet.column_dimensions[get_column_letter(number)].width = min(widest + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    if shown:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(shown))}{len(rows) + 1}"
    sheet.append([_cell(sheet, name, bold=True) for name in names])
    pages: dict[object, str] = {}
    for row in rows:
        cells = []
        for i in shown:
            told = row[things.get(i, i)]
            if told not in pages:
                pages[told] = _page(told, store)
            cells.append(_cell(sheet, _plain(row[i], store), link=pages[told]))
        sheet.append(cells)


def _add_about(
    sheet: WriteOnlyWorksheet, columns: Sequence[str], store: Store, about: Mapping[str, str]
) -> None:
    dataset = thing("dataset", "ofsted-graph")
    told = {
        **about,
        "How sure": _SURE if "certainty" in columns else "",
        "Data": value(store, dataset, DCTERMS.title),
        "Licence": value(store, dataset, ATTRIBUTION),
    }
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 110
    lines = [*((word, said) for word, said in told.items() if said), ("", ""), ("Column", "What")]
    for word, said in [*lines, *_meanings(columns)]:
        sheet.append([_cell(sheet, word, bold=True), _cell(sheet, said, wrapped=True)])


def _meanings(columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give what the ontology says of the columns that bear the name of one of its properties."""
    known = definitions()
    for i in readable_columns(columns):
        name = re.sub(r"(Name|Label)$", "", columns[i])
        if name in known:
            yield heading(columns[i]), known[name]


def _page(term: object, store: Store) -> str:
    """Give the page of a thing, or an address that is no name of ours."""
    if not isinstance(term, NamedNode):
        return ""
    page = value(store, term, FOAF.page) or ("" if term.value.startswith((ID, DEF)) else term.value)
    return page if re.fullmatch(ADDRESS, page) else ""


def _plain(term: object, store: Store) -> str | int | float | dt.date:
    """Give a term as a spreadsheet has it."""
    text = in_words(store, term)
    if not isinstance(term, Literal):
        return text
    try:
        if term.datatype == XSD.date or re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return dt.date.fromisoformat(text)
        if term.datatype in _WHOLE:
            return int(text)
        if term.datatype in _BROKEN:
            return float(text)
    except ValueError:
        return text
    return text


def _cell(
    sheet: WriteOnlyWorksheet,
    content: str | float | dt.date,
    *,
    link: str = "",
    bold: bool = False,
    wrapped: bool = False,
) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    if isinstance(content, str):
        content = ILLEGAL_CHARACTERS_RE.sub("\ufffd", content)[:MAX_TEXT]
    cell = WriteOnlyCell(sheet, value=content)
    if isinstance(content, str):
        # A text that begins with "=" is a text.
        cell.data_type = "s"
    elif isinstance(content, dt.date):
        cell.number_format = "yyyy-mm-dd"
    if link:
        cell.hyperlink = link
        cell.font = Font(color="0563C1", underline="single")
    elif bold:
        cell.font = Font(bold=True)
    if wrapped:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
