"""Who has been in post since when: the formal statements on posts, never the narrative.

One sentence of the section on the council tells of one post: "The director of children's services
has been in post since March 2016". It names the post, seldom a person. What else it can say:

* "interim", "acting", "on an interim basis": the capacity;
* "in post since October 2011 in an interim capacity and April 2012 as substantive": the same person
  in two capacities, which is two holdings of the post;
* "is vacant", "for three years", or a post that is not one of ours: nothing that is kept.

Two statements on one post with different dates are two readings, and neither is kept.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ofsted_graph.importing.reports.posts import (
    LEAD_MEMBER,
    Post,
    UnusableError,
    office_in,
    read_post,
)
from ofsted_graph.importing.reports.printed_days import partial_date, partial_date_pattern
from ofsted_graph.importing.reports.section import statements
from ofsted_graph.importing.reports.text import Body
from ofsted_graph.importing.titles import DIRECTOR, read_title

_FLAGS = re.IGNORECASE | re.DOTALL
_DATE, _THEN = partial_date_pattern("date"), partial_date_pattern("then")
_IN_POST = re.compile(
    rf"^(?:the|an?)\s+(?P<post>.+?),?\s+(?:(?:is\s+(?P<is>interim|acting)|(?P<also>is\s+(?:also\s+)?(?:the|responsible\s+for)\s+.+?))"
    rf"\s+and\s+)?(?P<verb>ha(?:s|ve)\s+(?:been\s+in|held)\s+(?:this\s+|the\s+)?(?:post|role|position)"
    rf"(?:\s+(?:in|on)\s+an?\s+(?P<aside>interim|acting)\s+(?:capacity|basis))?\s+since"
    rf"|(?:was\s+appointed(?:\s+to\s+(?:the|this)\s+(?:post|role|position))?"
    rf"|took\s+up\s+(?:the\s+|this\s+)?(?:post|role|position|appointment))\s+(?:in|on))\s+"
    rf"{_DATE}(?P<rest>.*)$",
    _FLAGS,
)
_LEFT = re.compile(
    rf"^(?:the|an?)\s+(?P<post>.+?),\s+who\s+had\s+been\s+in\s+(?:the\s+)?post\s+since\s+{_DATE},"
    rf"\s+left\s+in\s+{_THEN}",
    _FLAGS,
)
_WAS_ACTING = re.compile(
    rf"^the\s+(?P<post>.+?)\s+was\s+(?P<is>acting|interim)\s+in\s+(?:the\s+)?post\s+from\s+{_DATE}"
    rf"\s+and\s+was\s+(?:permanently|substantively)\s+(?:recruited|appointed)\s+in\s+{_THEN}",
    _FLAGS,
)
_MEMBER = re.compile(
    rf"^the\s+(?P<post>[a-z ]*\bmember)\s+has\s+been\s+responsible\s+for\s+children's\s+services"
    rf"\s+since\s+{_DATE}",
    _FLAGS,
)
_CAPACITY_CHANGED = re.compile(
    rf"^(?:,?\s+(?:initially\s+)?in\s+an?\s+(?:interim|acting)\s+capacity)?\s*,?\s+and,?\s+"
    rf"(?:since\s+|from\s+)?{_THEN},?\s+(?:as\s+|in\s+a\s+)(?P<what>.+)$",
    _FLAGS,
)
_MADE_PERMANENT = re.compile(
    rf"^this\s+arrangement\s+(?:was\s+made|became)\s+permanent\s+in\s+{_THEN}", _FLAGS
)
_BASIS = re.compile(
    r"^,?\s+(?:initially\s+)?(?:in|on)\s+an?\s+(?P<basis>interim|acting)\s+(?:capacity|basis)",
    _FLAGS,
)
_SUBSTANTIVE = re.compile(r"\b(?:substantive|permanent)\b", _FLAGS)
_PRONOUN = re.compile(r"^(?:s?he|they)\s+(?=ha(?:s|ve)\s+(?:been\s+in|held)\b)", _FLAGS)
_SUBJECT = re.compile(
    r"^(?P<post>(?:the|an?)\s+.+?)\s+(?:also\s+)?(?:has|have|had|is|was|holds|held|took|takes)\b",
    _FLAGS,
)
_TOOK_OVER = re.compile(
    rf"^the\s+(?P<post>.+?)\s+(?:took(?:\s+(?:on|over))?|assumed)\s+(?:the\s+)?responsibility\s+for"
    rf"\s+(?:all\s+)?children's\s+services\s+in\s+{_DATE}",
    _FLAGS,
)
_HOLDER = re.compile(r"^current\s+(?:post\s?-?holder|holder|director)$", _FLAGS)
_FUNCTION = re.compile(
    r"^the\s+(?:role\s+of\s+)?(?P<post>.+?)\s+(?:was\s+introduced,\s+which\s+)?(?:provides|holds"
    r"|carries\s+out|fulfils|takes\s+on|performs)\s+the\s+.*?director\s+of\s+children's\s+services",
    _FLAGS,
)
_OFFICE = re.compile(
    r"^the\b.{0,120}?\b(?:director|DCS|chief executive|chair|mayor|leader|lead member"
    r"|managing directors?)\b.*\b(?:in post|vacant|took up|appointed)\b",
    _FLAGS,
)

IsCouncil = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one statement says: columns of the `tenures` table, and the page it stands on."""

    role: str
    title: str
    start: str
    page: int
    capacity: str = ""
    end: str = ""
    person: str = ""


@dataclass(slots=True)
class Leadership:
    """The holdings told, and the statements that could not be used: field, reason, page."""

    holdings: list[Holding] = field(default_factory=list)
    left_out: list[tuple[str, str, int]] = field(default_factory=list)


def read_leadership(body: Body, *, by: dt.date, is_council: IsCouncil) -> Leadership:
    """Read the statements on posts.

    Args:
        body: The report.
        by: The inspection's last day: nobody had been in post since later.
        is_council: Whether a name is that of the report's council.
    """
    said: list[list[Holding]] = []
    told = Leadership()
    before = ""
    for offset, text in statements(body):
        page = body.page(offset)
        permanent = _MADE_PERMANENT.match(text)
        if permanent is not None and said and said[-1][-1].capacity:
            said[-1] = _continued(said[-1][-1], permanent["then"], "permanent")
        try:
            chain = _read(text, before, page, is_council)
        except UnusableError as problem:
            told.left_out.append((problem.post, problem.reason, page))
        else:
            said += [chain] if chain else []
        before = text
    _settle(said, told, by)
    return told


def _read(text: str, before: str, page: int, is_council: IsCouncil) -> list[Holding]:
    """Read one sentence: no holding, one, or two of the same person in order."""
    if (match := _LEFT.match(text)) is not None:
        post = read_post(match["post"], is_council=is_council)
        return [replace(_holding(post, match, page), end=partial_date(match["then"]))]
    if (match := _WAS_ACTING.match(text)) is not None:
        post = read_post(match["post"], is_council=is_council)
        first = replace(_holding(post, match, page), capacity=match["is"].lower())
        return _continued(first, match["then"], "permanent")
    if (match := _TOOK_OVER.match(text)) is not None:
        post = read_post(match["post"], is_council=is_council)
        if post.role == DIRECTOR:
            return [_holding(post, match, page)]
    if _PRONOUN.match(text) and (subject := _SUBJECT.match(before)) is not None:
        # "She" is who the sentence before was about.
        text = f"{subject['post']} {_PRONOUN.sub('', text)}"
    if (match := _MEMBER.match(text)) is not None:
        return [_holding(Post(LEAD_MEMBER, match["post"]), match, page)]
    if (match := _IN_POST.match(text)) is not None:
        return _in_post(match, before, page, is_council)
    if _OFFICE.match(text):
        raise UnusableError(office_in(text), f'not understood: "{text[:80]}"')
    return []


def _in_post(match: re.Match[str], before: str, page: int, is_council: IsCouncil) -> list[Holding]:
    """Read "has been in post since" and what may follow it."""
    words, rest = match["post"], match["rest"]
    if match["verb"].lower().startswith("have"):
        raise UnusableError(office_in(words), "several holders at once")
    if _HOLDER.match(words):
        # "The director of people is also … The current post holder has been in post since …"
        function = _FUNCTION.match(before)
        if function is None:
            raise UnusableError(office_in(words), "does not say which post")
        post = Post(DIRECTOR, function["post"])
    else:
        post = read_post(words, also=match["also"] or "", is_council=is_council)
    basis = _BASIS.match(rest)
    said = (post.capacity, match["is"], match["aside"], basis and basis["basis"])
    capacity = next((word.lower() for word in said if word), "")
    holding = replace(_holding(post, match, page), capacity=capacity)
    changed = _CAPACITY_CHANGED.match(rest)
    if changed is None or not capacity:
        return [holding]
    now = "permanent" if _SUBSTANTIVE.search(changed["what"]) else ""
    if not now and not read_title(changed["what"])[0].role:
        return [holding]
    return _continued(holding, changed["then"], now)


def _holding(post: Post, match: re.Match[str], page: int) -> Holding:
    start = partial_date(match["date"])
    return Holding(post.role, post.title, start, page, post.capacity, "", post.person)


def _continued(first: Holding, then: str, capacity: str) -> list[Holding]:
    """Part a holding where its capacity changed; an alias tells that it is one person's."""
    person, day = first.person or f"?{first.role}", partial_date(then)
    return [
        replace(first, end=day, person=person),
        replace(first, start=day, capacity=capacity, person=person),
    ]


def _settle(said: list[list[Holding]], told: Leadership, by: dt.date) -> None:
    """Keep the posts on which the statements agree."""
    for role in dict.fromkeys(chain[0].role for chain in said):
        chains = [chain for chain in said if chain[0].role == role]
        starts = {(chain[0].start, chain[0].end) for chain in chains}
        page = chains[0][0].page
        if len(starts) > 1:
            dates = ", ".join(sorted(start for start, _ in starts))
            told.left_out.append((role, f"two readings: in post since {dates}", page))
        elif not all(one.start for one in chains[0]):
            told.left_out.append((role, "in post since a day that does not exist", page))
        elif any(one.start > by.isoformat()[: len(one.start)] for one in chains[0]):
            told.left_out.append((role, "in post since a day after the inspection", page))
        else:
            told.holdings += chains[0]
