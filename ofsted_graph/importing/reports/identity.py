"""Which council a report is on: what its title says, checked against everything else.

The title's name decides. Running headers and the folder the file lies in are second and third
readings: where the title's name is not known they may stand in for it if they do not contradict
it, and where they name another council than the title that is told. A title that both of them
contradict is believed by nobody.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ofsted_graph.errors import InputError, UnknownNameError
from ofsted_graph.facts.councils import CouncilIndex, core

_FOLDER = re.compile(r"(?P<urn>\d{5,7})_(?P<name>.+)")
URN = "ofsted-urn"


@dataclass(slots=True)
class Identity:
    """The council, its Ofsted URN where the folder gives one that is its own, and what clashed."""

    council: str
    urn: str = ""
    left_out: list[tuple[str, str]] = field(default_factory=list)


def identify(
    name: str,
    *,
    headers: Iterable[str],
    path: Path,
    on: dt.date,
    index: CouncilIndex,
) -> Identity:
    """Find the council.

    Args:
        name: As the title has it.
        headers: As the running headers have it.
        path: The file; its folder may be `80516_tower hamlets`.
        on: A day of the inspection.
        index: The councils known.

    Raises:
        InputError: The name is not known, or the readings contradict each other.
    """
    folder = _FOLDER.fullmatch(path.parent.name)
    filed = _by_urn(folder["urn"], index) if folder else ""
    titled = _by_name(name, on, index)
    headed = {council for header in headers if (council := _by_name(header, on, index))}
    if not titled:
        identity = Identity(_instead(name, headed, filed, index, on))
        identity.left_out.append(("council", f'the name "{name}" is not a known one'))
    else:
        identity = Identity(titled)
        for other in sorted(headed - {titled}):
            if filed != titled:
                raise InputError(f"two readings of the council: {titled} and, overleaf, {other}.")
            identity.left_out.append(("council", f"two readings: running headers say {other}"))
    if folder and filed == identity.council:
        identity.urn = folder["urn"]
    elif folder:
        where = f"the URN {folder['urn']} is not known" if not filed else f"it is that of {filed}"
        reason = f"the folder says {folder.group()}, the document {identity.council}; {where}"
        identity.left_out.append(("URN", reason))
    return identity


def _instead(name: str, headed: set[str], filed: str, index: CouncilIndex, on: dt.date) -> str:
    """Find a council that does not contradict a title whose name is not known."""
    if len(headed) == 1:
        return next(iter(headed))
    words = set(core(name).split())
    filed_words = set(core(index[filed].label).split()) if filed else set()
    # "East Riding" is not contradicted by "East Riding of Yorkshire".
    if not headed and words and (words <= filed_words or words >= filed_words > set()):
        return filed
    try:
        return index.resolve(name, on=on)
    except UnknownNameError as error:
        raise InputError(f"its title: {error}") from error


def _by_name(name: str, on: dt.date, index: CouncilIndex) -> str:
    try:
        return index.resolve(name, on=on)
    except UnknownNameError:
        return ""


def _by_urn(urn: str, index: CouncilIndex) -> str:
    try:
        return index.by_code(urn, scheme=URN)
    except UnknownNameError:
        return ""
