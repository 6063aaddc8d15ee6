"""The text of a report made ready for rules: one string, headers, footnotes, page numbers gone.

Rules are written for plain apostrophes and dashes. `Body.text` has those, and has the same length
as what is printed, so a match tells its page and the words as they stand on the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from ofsted_graph.importing.pdf import Document

_PLAIN = {"'": "’‘ʼ`", "-": "‒–—―−─"}
_NUMBER = re.compile(r"\d{1,3}")
_FOOTNOTES = re.compile(r"\n\n\d{1,2}[ \n][^\n]+(?:\n[^\n]+){0,9}\Z")
HEADER = re.compile(
    r"^Inspection of (?:the )?(?P<name>[^\n]{2,90}?)(?: local authority)? children's services\n"
    r"(?P<dates>\d[^\n]*\d{4})(?: (?P<number>\d{1,3}))?$",
    re.IGNORECASE | re.MULTILINE,
)
"""The running header of a page since 2021: the council and the days of the inspection."""


def plain(text: str) -> str:
    """Give straight apostrophes and hyphens for all their kinds, one for one.

    >>> plain("children’s services, 8 – 12 July")
    "children's services, 8 - 12 July"
    """
    for mark, kinds in _PLAIN.items():
        for kind in kinds:  # a handful of replacements is ten times as fast as one translation
            text = text.replace(kind, mark)
    return text


def one_line(text: str) -> str:
    r"""Join lines and spaces.

    >>> one_line("Requires\nimprovement ")
    'Requires improvement'
    """
    return " ".join(text.split())


@dataclass(frozen=True)
class Body:
    """A report's text without page numbers, running headers and footnotes.

    Attributes:
        printed: As on the page.
        text: The same with plain apostrophes and dashes: what rules look at.
        starts: Where each page begins.
        headers: The running headers found: the page, the council's name and the days.
    """

    printed: str
    text: str
    starts: tuple[int, ...]
    headers: tuple[tuple[int, str, str], ...] = ()

    def page(self, offset: int) -> int:
        """Give the number of the page that holds a character."""
        return sum(start <= offset for start in self.starts)

    def words(self, match: re.Match[str], group: str | int = 0) -> str:
        """Give what is printed where a group of a match stands, on one line."""
        return one_line(self.printed[match.start(group) : match.end(group)])


def body(document: Document) -> Body:
    """Take page numbers, running headers and footnotes out of a document's pages."""
    pages: list[str] = []
    headers: list[tuple[int, str, str]] = []
    for number, page in enumerate(document.pages, 1):
        header = HEADER.search(plain(page)) if "Inspection of" in page else None
        if header is not None:
            headers.append((number, one_line(header["name"]), one_line(header["dates"])))
            page = page[: header.start()] + page[header.end() :]  # noqa: PLW2901
        pages.append(_without_layout(page))
    printed = "\n".join(pages)
    lengths = accumulate((len(page) + 1 for page in pages), initial=0)
    return Body(printed, plain(printed), tuple(lengths)[:-1], tuple(headers))


def _without_layout(page: str) -> str:
    lines = page.strip("\n").split("\n")
    if lines and _NUMBER.fullmatch(lines[0]):
        lines = lines[1:]
    if lines and _NUMBER.fullmatch(lines[-1]):
        lines = lines[:-1]
    # Footnotes would part what goes on overleaf from its beginning.
    return _FOOTNOTES.sub("", "\n".join(lines))
