"""The text of PDFs, and files that are refused."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_files import make_pdf, pack, write_pdf

from ofsted_graph.errors import InputError, LimitError, OfstedGraphError
from ofsted_graph.importing.pdf import Document, Limits, clean_text, read_document


def test_pages_lines_and_line_end_hyphens(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "a" / "b.pdf", ["Exford’s report\nPaula Thomson-\nJones", "Two – é"]
    )
    document = read_document(path)
    assert document.pages == ("Exford’s report\nPaula Thomson-Jones", "Two – é")
    assert document.file == "b.pdf"
    filed = write_pdf(tmp_path / "80516_tower hamlets" / "b.pdf", ["Two"])
    assert read_document(filed).file == "80516_tower hamlets/b.pdf"
    assert list(document.lines())[1:] == [(1, "Paula Thomson-Jones"), (2, "Two – é")]
    assert document.page_at(document.text.index("Two")) == 2


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    one, other = (write_pdf(tmp_path / f"{n}.pdf", [f"page {n}"]) for n in "ab")
    assert read_document(one).sha256 != read_document(other).sha256
    other.write_bytes(one.read_bytes())
    assert read_document(one).sha256 == read_document(other).sha256


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Ray\x02Fox", "Ray-Fox"),
        ("Ray\ufffeFox", "Ray-Fox"),
        ("o\ufb03ce \ufb01les", "office files"),
        ("a\u00a0 \u202fb\t\r\n  c ", "a b\nc"),
        ("so\u00adft\u200b", "soft"),
        ("bell\x07", "bell"),
        ("e\u0301", "é"),
        ("\uf06e The", "\uf06e The"),
    ],
)
def test_clean_text(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@given(st.text(max_size=60))
def test_clean_text_leaves_plain_text(raw: str) -> None:
    clean = clean_text(raw)
    assert clean_text(clean) == clean
    assert "  " not in clean
    assert "\r" not in clean
    assert all(line == line.strip() for line in clean.split("\n"))


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html></html>", "is a web page, not a PDF"),
        (b"PK\x03\x04" * 50, "is something else, not a PDF"),
        (make_pdf(["text " * 20] * 9)[:900], "is cut short"),
        (b"%PDF-1.4\n nonsense \n%%EOF", "is a broken PDF"),
        (make_pdf(["secret"], locked=True), "is locked with a password"),
        (make_pdf([""]), "has no text in it"),
        (pack([]), "is a broken PDF"),
    ],
)
def test_refused_files(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_document(write(tmp_path / "a.pdf", content))
    assert said in str(caught.value)
    assert str(tmp_path / "a.pdf") in str(caught.value)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(bytes=500), "bytes"),
        (Limits(pages=2), "has 3 pages"),
        (Limits(page_characters=40), "page 1 has 50 characters"),
        (Limits(characters=120), "page 3 has 50 characters"),
    ],
)
def test_limits(tmp_path: Path, limits: Limits, said: str) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["x" * 50] * 3)
    assert read_document(path).pages == ("x" * 50,) * 3
    with pytest.raises(LimitError, match=said):
        read_document(path, limits)


@pytest.mark.parametrize(
    "make", [Path.mkdir, lambda path: None, lambda path: path.symlink_to(path)]
)
def test_no_file_there(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "a.pdf")
    with pytest.raises(InputError):
        read_document(tmp_path / "a.pdf")


@given(st.binary(max_size=400), st.integers(0, 900))
def test_no_bytes_do_more_than_be_refused(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, place: int
) -> None:
    whole = make_pdf(["Exford"])
    path = tmp_path_factory.mktemp("junk") / "a.pdf"
    path.write_bytes(whole[:place] + junk + whole[place:])
    with contextlib.suppress(OfstedGraphError):
        assert isinstance(read_document(path), Document)
