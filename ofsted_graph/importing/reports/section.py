"""The section on the council: its formal statements, one sentence each.

Reports of the single inspection framework have a section of bullets between the summary and the
chapters: who has been in post since when, and how the council was judged before. It is written to a
pattern and is the only running text from which posts are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ofsted_graph.importing.reports.text import Body, one_line

_FLAGS = re.IGNORECASE | re.MULTILINE
_START = re.compile(
    r"^(?:Information about (?:this|the) local authority area|Children living in (?:this|the) area"
    r"|Previous Ofsted inspections|Local leadership|Other information about this area)\d?$",
    _FLAGS,
)
_END = re.compile(
    r"^(?:Executive summary|Inspection judgements about|Recommendations|Key judgement|Summary"
    r"|The experiences and progress)\b",
    _FLAGS,
)
_CONTENTS = re.compile(r"^(?:Table of )?contents$", _FLAGS)
LONGEST = 12_000
"""No such section has had half as many characters."""
_BREAK = re.compile(
    r"[\uf06e\uf0a7\uf0b7•◼▪●○‣]|\n-\s|\.\s+(?=[A-Z])|:\s(?=-?\s?The )|\n(?=(?:The|An?|This|In)\s)"
)
"""A bullet, a full stop, or a line that begins a sentence where the bullet got lost."""
_HEADING = re.compile(r"(?:\A|\n)(?=(?:The|An?|This)\s)")


def statements(body: Body) -> Iterator[tuple[int, str]]:
    """Give the sentences of the section about the council, each with its place in the text."""
    start = next(
        (match for match in _START.finditer(body.text) if not _in_contents(body, match.start())),
        None,
    )
    if start is None:
        return
    limit = min(start.end() + LONGEST, len(body.text))
    end = _END.search(body.text, start.end(), limit)
    place, stop = start.end(), end.start() if end else limit
    for gap in _BREAK.finditer(body.text, start.end(), stop):
        yield from _sentence(body, place, gap.start())
        place = gap.end()
    yield from _sentence(body, place, stop)


def _in_contents(body: Body, place: int) -> bool:
    """Tell whether a heading is only listed on the contents page."""
    page = body.page(place)
    first = body.starts[page - 1]
    return _CONTENTS.search(body.text, first, place) is not None


def _sentence(body: Body, start: int, end: int) -> Iterator[tuple[int, str]]:
    text = body.text[start:end]
    # A heading may stand before the first sentence under it.
    cut = _HEADING.search(text)
    if cut is not None:
        text, start = text[cut.end() :], start + cut.end()
    text = text.strip(" .\n-")
    if text:
        yield start, one_line(text)
