"""The text of a PDF, page by page, cleaned of what typesetting put into it.

`read_document` takes a path and gives a `Document`: where it was, the SHA-256 of its bytes and the
text of each page. PDFium lays the lines out; this module then undoes what stands between the
printed words and plain text: the mark PDFium sets for a hyphen at a line's end, ligatures, and the
many kinds of space. Lines are kept, since in these documents a line is often a field.

A file is taken whole or refused with one sentence that says why: not a PDF, cut short, locked,
empty, or larger than `Limits`. The limits here stop what can be counted beforehand; what cannot (a
stream that unpacks to gigabytes) is stopped by the limits of the process, see `workers`.
"""

from __future__ import annotations

import hashlib
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ofsted_graph.errors import InputError, LimitError, MissingExtraError, shorten

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_PROVIDER = re.compile(r"\d+_.+")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a document may be before it is refused.

    The longest report read so far has 60 pages, 200,000 characters and 900 kB.
    """

    bytes: int = 50_000_000
    pages: int = 400
    page_characters: int = 100_000
    characters: int = 2_000_000


@dataclass(frozen=True)
class Document:
    """A document that was read whole.

    Attributes:
        path: Where it was read, absolute.
        sha256: Of the bytes read, in hexadecimal.
        pages: The text of each page; the first is page 1.
    """

    path: Path
    sha256: str
    pages: tuple[str, ...]

    @property
    def file(self) -> str:
        """Its name, with the folder of a provider ("80516_tower hamlets") if it lies in one.

        This is the same wherever the files are kept.
        """
        folder = self.path.parent.name
        return f"{folder}/{self.path.name}" if _PROVIDER.fullmatch(folder) else self.path.name

    @cached_property
    def text(self) -> str:
        """All pages, joined by a line break."""
        return "\n".join(self.pages)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts = [0]
        for page in self.pages:
            starts.append(starts[-1] + len(page) + 1)
        return tuple(starts)

    def page_at(self, offset: int) -> int:
        """Give the number of the page that holds a character of `text`."""
        return sum(start <= offset for start in self._starts[:-1])

    def lines(self) -> Iterator[tuple[int, str]]:
        """Give every line that is not blank, with the number of its page."""
        for number, page in enumerate(self.pages, 1):
            for line in page.split("\n"):
                if line:
                    yield number, line


_SPECIAL = re.compile(r"[^\t\n\x20-\x7e‘’“”–]")
_SPACES = re.compile(r" ?(?:[^\S\n ]|  )[^\S\n]*")
_REPLACED = {
    "\x02": "-",  # PDFium's mark for a hyphen at the end of a line, which it joins to the next
    "\ufffe": "-",  # the same mark in other builds of PDFium
    "\u2010": "-",
    "\u2011": "-",
    "\u00ad": "",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
    "\ufeff": "",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}


def clean_text(text: str) -> str:
    r"""Give plain text: real hyphens, letters for ligatures, single spaces, accents composed.

    >>> clean_text("Thomson\x02Jones of\u00a0the o\ufb03ce \r\n  page 2")
    'Thomson-Jones of the office\npage 2'
    """
    text = _SPECIAL.sub(_replace_character, text.replace("\r", ""))
    text = _SPACES.sub(" ", text).replace(" \n", "\n").replace("\n ", "\n").strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _replace_character(match: re.Match[str]) -> str:
    character = match.group()
    known = _REPLACED.get(character)
    if known is not None:
        return known
    if character.isspace():
        return " "
    # Other control characters and lone surrogates are no text; private-use ones are list bullets.
    return "" if unicodedata.category(character) in {"Cc", "Cs"} else character


def read_document(path: Path, limits: Limits | None = None) -> Document:
    """Read a PDF's text.

    Raises:
        InputError: The file cannot be read, is no PDF, is cut short, locked or without text.
        LimitError: It is larger than `limits` allow.
        MissingExtraError: pypdfium2 is not installed.
    """
    limits = limits or Limits()
    shown = shorten(str(path), 300)
    content = _read_bytes(path, shown, limits)
    pages = _read_pages(content, shown, limits)
    if not any(pages):
        raise InputError(
            "has no text in it; if it is a scan, run it through OCR first.", path=shown
        )
    return Document(path.absolute(), hashlib.sha256(content).hexdigest(), pages)


def _read_bytes(path: Path, shown: str, limits: Limits) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError("is not a file; give the path of a PDF.", path=shown)
        if status.st_size > limits.bytes:
            raise LimitError(
                f"{shown}: has {status.st_size:,} bytes, and the limit is {limits.bytes:,}."
            )
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", path=shown) from error
    if not content:
        raise InputError("is empty; download it again.", path=shown)
    if b"%PDF-" not in content[:1024]:
        kind = "a web page" if content[:512].lstrip().startswith(b"<") else "something else"
        raise InputError(f"is {kind}, not a PDF; download it again.", path=shown)
    # PDFium can mend a file that was cut short, but would then show a part of it as the whole.
    if b"%%EOF" not in content[-4096:]:
        raise InputError("is cut short (it has no end mark); download it again.", path=shown)
    return content


def _read_pages(content: bytes, shown: str, limits: Limits) -> tuple[str, ...]:
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingExtraError("Reading PDF files", "pdf") from error
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        # PDFium's word on a password may be left over from the file before.
        if "password" in str(error).lower() and b"/Encrypt" in content:
            raise InputError(
                "is locked with a password; save it without one.", path=shown
            ) from error
        raise InputError("is a broken PDF; download it again.", path=shown) from error
    try:
        return _page_texts(pdf, shown, limits)
    except pypdfium2.PdfiumError as error:
        raise InputError("has a broken page; download it again.", path=shown) from error
    finally:
        pdf.close()


def _page_texts(pdf: PdfDocument, shown: str, limits: Limits) -> tuple[str, ...]:
    if len(pdf) > limits.pages:
        raise LimitError(f"{shown}: has {len(pdf):,} pages, and the limit is {limits.pages:,}.")
    pages: list[str] = []
    total = 0
    for number in range(len(pdf)):
        # PDFium keeps a page's memory until it is told to close it.
        with closing(pdf[number]) as page, closing(page.get_textpage()) as text_page:
            count = text_page.count_chars()
            total += count
            if count > limits.page_characters or total > limits.characters:
                raise LimitError(
                    f"{shown}: page {number + 1} has {count:,} characters; the limit is "
                    f"{limits.page_characters:,} a page and {limits.characters:,} in all."
                )
            pages.append(clean_text(text_page.get_text_range()) if count else "")
    return tuple(pages)
