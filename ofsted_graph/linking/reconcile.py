"""Find the council of our graph that a value of somebody else's table means, or refuse honestly.

`Reconciler.match` gathers candidates, ours and others' alike, scores each feature by feature
(`score`), lets recorded decisions overrule, and then says one of three things: *accepted*, when one
candidate stands clear above the others and nothing speaks against it; *offered*, when a person
should look; *refused*, when nothing fits or the best fit is an authority that is not ours.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache

from ofsted_graph.facts.name_comparison import ACCEPT, FULL, MARGIN
from ofsted_graph.facts.written_names import Name, parse_name, squeeze
from ofsted_graph.linking.decisions import Decision, Decisions
from ofsted_graph.linking.gazetteer import Authority, Gazetteer
from ofsted_graph.linking.moments import days_of
from ofsted_graph.linking.score import (
    OFFER,
    TELLING,
    Candidate,
    Feature,
    compare_date,
    compare_kind,
    compare_names,
)

ACCEPTED, OFFERED, REFUSED = "accepted", "offered", "refused"


@dataclass(frozen=True, slots=True)
class Match:
    """What became of one value.

    Attributes:
        value: The value as it was given.
        status: accepted, offered or refused.
        thing: The short name of the thing found (`council:kent`), empty when refused.
        iri: Its IRI.
        label: Its plain name.
        score: Between 0 and 1.
        why: The reasons, in one line.
        method: How it was found: code, name or decision.
    """

    value: str
    status: str
    thing: str = ""
    iri: str = ""
    label: str = ""
    score: float = 0.0
    why: str = ""
    method: str = "name"


class Reconciler:
    """Matches values to councils; remembers what it has seen."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        decisions: Decisions | None = None,
        *,
        accept: float = ACCEPT,
        offer: float = OFFER,
    ) -> None:
        """Take the authorities, decisions made before and the two thresholds."""
        self.gazetteer = gazetteer
        self.decisions = decisions or Decisions()
        self.accept, self.offer = accept, offer
        # Tables name the same few hundred councils a million times over.
        self._match = lru_cache(maxsize=65536)(self._find)

    def match(self, value: str, *, code: str = "", on: str = "") -> Match:
        """Find the council that a value means.

        Args:
            value: A name or a code, as written.
            code: What a second column says is its code.
            on: The date of the row: a day, month, year, or years such as 2017/18.
        """
        days = days_of(on)
        found = self._match(value, code.strip(), days)
        if days is None and on.strip() and found.status == ACCEPTED and found.method != "decision":
            return self._undated(found, on.strip())
        return found

    def _undated(self, found: Match, on: str) -> Match:
        """Only offer a council that was not always there, where a date is not understood."""
        authority = self.gazetteer.council(found.thing.removeprefix("council:"))
        council = authority.council if authority is not None else None
        if council is None or not (council.start or council.end):
            return found
        why = f'{found.why}; the date "{on[:40]}" is not understood'
        return replace(found, status=OFFERED, why=why)

    def _find(self, value: str, code: str, days: tuple[dt.date, dt.date] | None) -> Match:
        decided = self._decided(value)
        if decided is not None:
            return decided
        if not value.strip() and not code:
            return Match(value, REFUSED, why="there is nothing to go by")
        known = self.gazetteer.code(value)
        if known is not None:
            found = [self._by_code(known[0], known[1], value)]
        else:
            name, within = self.gazetteer.split_code(value)
            found = self._by_name(parse_name(name), days)
            code = code or within
        if code:
            found = self._with_code(found, code)
        return self._choose(value, found)

    def _by_code(self, authority: Authority, scheme: str, code: str) -> Candidate:
        why = f"the {scheme} code {code.strip()[:80]} is its code"
        return Candidate(authority, (Feature("code", 1.0, why),))

    def _by_name(self, written: Name, days: tuple[dt.date, dt.date] | None) -> list[Candidate]:
        found: list[Candidate] = []
        if len(squeeze(written.key)) < 2:
            # One letter is a band or a class; it is no short way to write a name.
            return found
        for place in self._places(written):
            authority = self.gazetteer.authorities[place]
            name = compare_names(written, authority) or self._among_words(written, authority)
            if name is None:
                continue
            features = (name, compare_kind(written, authority), compare_date(authority, days))
            found.append(Candidate(authority, tuple(f for f in features if f is not None)))
        return self._successors(self._namesakes(written, found))

    def _places(self, written: Name) -> set[int]:
        gazetteer, key = self.gazetteer, squeeze(written.key)
        places = set(gazetteer.by_full.get(written.full, ()))
        places |= gazetteer.by_key.get(key, set())
        if not places:
            places = set(gazetteer.by_first.get(key, ())) | set(gazetteer.near(key))
        if not places:
            words = written.key.split()
            parts = {
                "".join(words[a:b])
                for a in range(len(words))
                for b in range(a + 1, min(len(words), a + 6) + 1)
            }
            places = {place for part in parts for place in gazetteer.by_key.get(part, ())}
        return places

    def _among_words(self, written: Name, authority: Authority) -> Feature | None:
        for name in authority.names:
            if f" {name.key} " in f" {written.key} " and name.compass == written.compass:
                return Feature("name", 0.7, f'"{name.key}" is among its words')
        return None

    def _namesakes(self, written: Name, found: list[Candidate]) -> list[Candidate]:
        """Tell bodies of one name apart by the kinds they are: Durham, city or county."""
        sharing = [c for c in found if _kinds(c.authority) & written.kinds & TELLING]
        changed = []
        for candidate in found:
            authority, more = candidate.authority, []
            if sharing and candidate not in sharing and candidate.features[0].value < FULL:
                why = f"{sharing[0].authority.label} is of the kind it says"
                more.append(Feature("kind", -0.1, why))
            if "old" in written.kinds and authority.council is not None:
                why = "it says a former council is meant"
                value = 0.05 if authority.council.end else -0.3
                more.append(Feature("date", value, why))
            if "county" in written.kinds and authority.id and self._is_seat(authority):
                more.append(Feature("kind", -0.2, f"it says county: {authority.label}shire?"))
            changed.append(candidate.plus(*more))
        return changed

    def _is_seat(self, authority: Authority) -> bool:
        keys = self.gazetteer.by_key
        return any(f"{squeeze(name.key)}shire" in keys for name in authority.names)

    def _successors(self, found: list[Candidate]) -> list[Candidate]:
        """Offer who came after, for a council that had ended by the day of the row."""
        have = {candidate.authority.id for candidate in found}
        more = []
        for candidate in found:
            council = candidate.authority.council
            late = any(f.name == "date" and f.value <= -0.25 for f in candidate.features)
            if council is None or not council.end or not late:
                continue
            for successor in council.replaced_by:
                authority = self.gazetteer.council(successor)
                if authority is not None and successor not in have:
                    why = f"it replaced {candidate.authority.label}"
                    more.append(Candidate(authority, (Feature("date", 0.65, why),)))
        return found + more

    def _with_code(self, found: list[Candidate], code: str) -> list[Candidate]:
        known = self.gazetteer.code(code)
        if known is None:
            note = Feature("code", 0.0, f"the code {code[:20]} is not known")
            return [candidate.plus(note) for candidate in found]
        authority, scheme = known
        if any(c.authority is authority and c.score >= self.offer for c in found):
            agrees = Feature("code", 0.4, f"the {scheme} code {code} agrees")
            return [c.plus(agrees) for c in found if c.authority is authority]
        if not found:
            return [
                Candidate(authority, (Feature("code", 0.8, f"only the {scheme} code {code} fits"),))
            ]
        against = Feature("code", -0.3, f"the {scheme} code {code} is of {authority.label}")
        return [candidate.plus(against) for candidate in found]

    def _choose(self, value: str, found: list[Candidate]) -> Match:
        decided = {d.thing: d for d in self.decisions.on(value, "council")}
        found = [c for c in found if _decision(decided, c) != "different"]
        ranked = sorted(found, key=lambda c: (-c.score, not c.authority.id, c.authority.label))
        ours = [c for c in ranked if c.authority.id and c.score >= self.offer]
        best = ranked[0] if ranked else None
        if not ours or best is None:
            if best is not None and not best.authority.id and best.score >= self.offer:
                return Match(value, REFUSED, score=best.score, why=_not_ours(best))
            return Match(value, REFUSED, why="no authority has a name like it")
        mine = ours[0]
        if not best.authority.id and best.score >= mine.score + MARGIN:
            return Match(value, REFUSED, score=best.score, why=_not_ours(best))
        rival = next((c for c in ranked if c is not mine), None)
        close = rival is not None and rival.score > mine.score - MARGIN
        why = mine.why
        if close and rival is not None:
            why += f"; it may also be {rival.authority.label}"
        accepted = mine.score >= self.accept and not close and _decision(decided, mine) != "unsure"
        method = "code" if mine.features[0].name == "code" else "name"
        return _match(value, ACCEPTED if accepted else OFFERED, mine, why, method)

    def _decided(self, value: str) -> Match | None:
        decisions = self.decisions.on(value, "council")
        for decision in decisions:
            authority = self.gazetteer.council(decision.thing.removeprefix("council:"))
            if decision.decision == "same" and authority is not None:
                candidate = Candidate(authority, (Feature("decision", 1.0, decision.told),))
                return _match(value, ACCEPTED, candidate, candidate.why, "decision")
            if decision.decision == "different" and not decision.thing:
                return Match(value, REFUSED, why=decision.told, method="decision")
        return None


def _decision(decided: dict[str, Decision], candidate: Candidate) -> str:
    found = decided.get(f"council:{candidate.authority.id}")
    return found.decision if found is not None else ""


def _kinds(authority: Authority) -> frozenset[str]:
    own = {authority.kind.split("-")[0]}
    return frozenset(own.union(*(name.kinds for name in authority.names)))


def _match(value: str, status: str, candidate: Candidate, why: str, method: str) -> Match:
    authority = candidate.authority
    thing = f"council:{authority.id}"
    return Match(value, status, thing, authority.iri, authority.label, candidate.score, why, method)


def _not_ours(candidate: Candidate) -> str:
    authority = candidate.authority
    kind = authority.kind.replace("-", " ")
    return f"it is {authority.label} ({kind}), which has no children's services; {candidate.why}"
