"""What is sent back: a status, a media type, bytes, and how a refusal reads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

HTML = "text/html"
TEXT = "text/plain"


@dataclass(frozen=True)
class Reply:
    """An answer as it goes over the wire; `headers` are those that only this answer has."""

    body: bytes
    media: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def tag(self) -> str:
        """What tells this answer from any other."""
        digest = hashlib.sha256(self.media.encode() + self.body).hexdigest()
        return f'"{digest[:32]}"'

    @property
    def content_type(self) -> str:
        """The media type, with the character set where it is text."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media


def refusal(status: int, why: str, **headers: str) -> Reply:
    """Say in one line of plain text why nothing else is sent."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(f"{' '.join(why.split())}\n".encode(), TEXT, status, named)


def found_at(place: str, status: int = 303) -> Reply:
    """Send a reader to another place."""
    return Reply(b"", TEXT, status, {"Location": place})
