"""The ways in which sources mention people, with what is known of each: posts, days, inspections.

A mention is a name at an organisation (`debbie-jones@croydon`); within one organisation the same
name is one person. Inspectors are mentioned at Ofsted or at the Care Quality Commission. This
module gathers for each mention what can tell it from another: which posts it held, when it was
seen in them, and on which inspections.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ofsted_graph.dates import Window, window
from ofsted_graph.model import mention

INSPECTORATES = frozenset({"ofsted", "cqc"})

Tables = Mapping[str, Sequence[Mapping[str, str]]]
"""Fact tables by name; `tenures`, `inspectors` and `inspections` are read."""


@dataclass
class Mention:
    """One name at one organisation.

    Attributes:
        id: The mention, `debbie-jones@croydon`.
        forms: The printed names, with how often each is printed.
        roles: The posts, by name; "inspector" for an inspector.
        titles: The job titles as printed.
        days: When each source shows the person there, as far as the source says.
        inspections: The inspections the person was an inspector of, with their days where known.
        colleagues: The mentions of those who were inspectors of the same inspections.
        sources: The sources that mention the person.
    """

    id: str
    forms: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    days: list[Window] = field(default_factory=list)
    inspections: dict[str, Window | None] = field(default_factory=dict)
    colleagues: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The name as it is printed most often."""
        return min(self.forms, key=lambda form: (-self.forms[form], form))

    @property
    def organisation(self) -> str:
        """Where the person is mentioned."""
        return self.id.partition("@")[2]

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day on which the person was surely there; None if no day is told.

        Where a source gives no exact day, the days between which it lies.
        """
        firsts = [days.last for days in self.days if days.last]
        lasts = [days.first for days in self.days if days.first]
        ends = [min(firsts)] if firsts else []
        ends += [max(lasts)] if lasts else []
        return (min(ends), max(ends)) if ends else None


def gather(tables: Tables) -> dict[str, Mention]:
    """Gather all mentions of the fact tables."""
    mentions: dict[str, Mention] = {}
    for row in tables["tenures"]:
        name = row["person"]
        # "?director" only ties rows of one source together.
        if name and not name.startswith("?"):
            one = _mention(mentions, name, row["organisation"], row["source"])
            one.roles.add(row["role"])
            one.titles |= {row["title"]} - {""}
            one.days += _days_of_tenure(row)
    held = _days_of_inspections(tables["inspections"])
    teams: dict[str, set[str]] = defaultdict(set)
    for row in tables["inspectors"]:
        body = "cqc" if row["role"] == "cqc-lead" else "ofsted"
        one = _mention(mentions, row["name"], body, row["source"])
        one.roles.add("inspector")
        days = one.inspections[row["inspection"]] = held.get(row["inspection"])
        teams[row["inspection"]].add(one.id)
        if days is not None:
            one.days.append(days)
    for team in teams.values():
        for member in team:
            mentions[member].colleagues |= team - {member}
    return mentions


def _mention(mentions: dict[str, Mention], name: str, organisation: str, source: str) -> Mention:
    one = mentions.setdefault(mention(name, organisation), Mention(mention(name, organisation)))
    one.forms[name] += 1
    one.sources.add(source)
    return one


def _days_of_tenure(row: Mapping[str, str]) -> list[Window]:
    """Give the moments at which a row puts its person in the post."""
    moments = [window(row[column]) for column in ("start", "end") if row[column]]
    begin, _, finish = row["seen"].partition("/")
    # `seen` may be the name of an inspection; its days are not known here and are not needed.
    return moments + [window(part) for part in (begin, finish) if part[:1] in "[123456789" and part]


def _days_of_inspections(rows: Sequence[Mapping[str, str]]) -> dict[str, Window]:
    """Give the days of each inspection, by the first source that tells them."""
    held: dict[str, Window] = {}
    for row in rows:
        if row["started"] and row["inspection"] not in held:
            first = window(row["started"]).first
            held[row["inspection"]] = Window(first, window(row["ended"] or row["started"]).last)
    return held
