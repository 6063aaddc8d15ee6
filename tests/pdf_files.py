"""Small PDF files made by hand: pages of lines, and the ways in which a file can be hostile."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

MARKS = str.maketrans({"’": "\x92", "–": "\x96", "•": "\x95", "é": "\xe9"})
LOCK = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"3a" * 32 + b"> /U <" + b"7c" * 32 + b"> >>"


def make_pdf(pages: Sequence[str], *, locked: bool = False) -> bytes:
    """Make a PDF with a line of text for every line of each page."""
    return pack([_text_stream(page) for page in pages], locked=locked)


def make_bomb(size: int) -> bytes:
    """Make a PDF of a few kilobytes whose one page unpacks to `size` bytes."""
    packer = zlib.compressobj(9)
    piece = b"(boom) Tj " * 100_000
    packed = b"".join(packer.compress(piece) for _ in range(size // len(piece)))
    return pack([b"BT /F 9 Tf " + b"(a) Tj"], extra=packed + packer.flush())


def write_pdf(path: Path, pages: Sequence[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(make_pdf(pages))
    return path


def pack(streams: Sequence[bytes], *, locked: bool = False, extra: bytes = b"") -> bytes:
    """Put page streams together to a file; `extra` is a compressed stream for the first page."""
    count = len(streams)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in enumerate(streams):
        content = f"{5 + 2 * number} 0 R"
        if extra and not number:
            content = f"[{content} {4 + 2 * count} 0 R]"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content}"
            " /Resources << /Font << /F 3 0 R >> >> >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    if extra:
        head = b"<< /Length %d /Filter /FlateDecode >>" % len(extra)
        objects.append(head + b"\nstream\n" + extra + b"\nendstream")
    lock = b""
    if locked:
        objects.append(LOCK)
        lock = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects)
    body = b"%PDF-1.4\n"
    places = []
    for number, written in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R%s >>\n" % (size, lock)
        + b"startxref\n%d\n%%%%EOF\n" % len(body)
    )


def _text_stream(page: str) -> bytes:
    parts = [b"BT /F 9 Tf 11 TL 40 800 Td"]
    for line in page.split("\n"):
        shown = line.translate(MARKS).encode("latin-1")
        for special in (b"\\", b"(", b")"):
            shown = shown.replace(special, b"\\" + special)
        parts.append(b"(" + shown + b") Tj T*")
    return b"\n".join([*parts, b"ET"])
