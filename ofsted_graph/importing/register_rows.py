"""Rows of the council tables, made of the records that the registers have on each council.

Where several registers say the same, the first of them is cited, in the order of `Registers`: they
copy from each other, so a second citation would show no second witness. What a later one adds, or
says otherwise, becomes a row of its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ofsted_graph.errors import InputError
from ofsted_graph.importing.described import Record
from ofsted_graph.importing.readings import Reading
from ofsted_graph.importing.register_model import Body, Register, Registers, stated_date
from ofsted_graph.model import slug

_ONS = "http://statistics.data.gov.uk/id/statistical-geography/"
_WIKIDATA = "http://www.wikidata.org/entity/"
_PLANNING = "https://www.planning.data.gov.uk/entity/"
_NEIGHBOURS = range(1, 11)


class RowMaker:
    """Makes the rows of every council table."""

    def __init__(
        self,
        bodies: Sequence[Body],
        registers: Registers,
        settings: Mapping[str, Any],
        reading: Reading,
    ) -> None:
        """Prepare to add rows on `bodies` to `reading`."""
        self._bodies = bodies
        self._from = registers
        self._settings = settings
        self._reading = reading
        self._by_code = {body.mysociety["local-authority-code"]: body for body in bodies}
        self._successors = {
            body.id: [
                self._by_code[code] for code in body.mysociety["replaced-by"].split(",") if code
            ]
            for body in bodies
        }
        carried = [b for b in bodies if not b.dfe_code and len(self._successors[b.id]) == 1]
        self._carried = {body.id for body in carried}
        self._carrying = {self._successors[body.id][0].id for body in carried}

    def add_all(self) -> None:
        """Add every row."""
        for body in self._bodies:
            self._add_council(body)
            self._add_names(body)
            self._add_codes(body)
            self._add_links(body)
        self._add_neighbours()
        self._add_orders()

    def _add(self, table: str, register: Register, record: Record, **cells: str) -> None:
        self._reading.add(table, source=register.source, locator=record.locator, **cells)

    def _add_council(self, body: Body) -> None:
        planning, mysociety = self._from.planning, self._from.mysociety
        start, other_start = (
            # The authority is older than the legal body that carries it on now: the codes have that
            # body's first day.
            "" if body.id in self._carrying else _date(record["start-date"], register)
            for register, record in ((planning, body.planning), (mysociety, body.mysociety))
        )
        named = {
            "id": body.id,
            "label": body.label,
            "type": self._settings["types"][body.planning["local-authority-type"]],
        }
        end, other_end = body.planning["end-date"], self._last_day(body)
        self._add(
            "councils",
            planning,
            body.planning,
            **named,
            region=self._settings["regions"][body.planning["region"]],
            start=start,
            end=end,
        )
        added = {
            "start": other_start if other_start != start else "",
            "end": other_end if other_end != end else "",
            "replaced_by": " ".join(sorted(new.id for new in self._successors[body.id])),
        }
        if any(added.values()):
            self._add("councils", mysociety, body.mysociety, **named, **added)

    def _last_day(self, body: Body) -> str:
        """Give the last day: for some councils mySociety has the successors' first day instead."""
        end = body.mysociety["end-date"]
        if end and any(new.mysociety["start-date"] == end for new in self._successors[body.id]):
            return str(datetime.date.fromisoformat(end) - datetime.timedelta(days=1))
        return end

    def _add_names(self, body: Body) -> None:
        seen: set[str] = set()
        for register, record, name in self._names(body):
            # A variant that differs in capitals only is no other name.
            if name and name.casefold() not in seen:
                seen.add(name.casefold())
                self._add("council_names", register, record, council=body.id, name=name)

    def _names(self, body: Body) -> Iterator[tuple[Register, Record, str]]:
        yield self._from.planning, body.planning, body.planning["name"]
        if body.lookup:
            for column in ("local_authority_ons_name", "ltla23nm", "utla23nm"):
                yield self._from.lookup, body.lookup, body.lookup[column]
            listed = body.lookup["also_known_as"]
            lists: Mapping[str, Sequence[str]] = self._from.lookup.more.get("lists", {})
            for name in lists.get(listed, listed.strip("[]").split(", ")):
                yield self._from.lookup, body.lookup, name
        for record in self._from.neighbours.records:
            if record["old_la_code"] == body.dfe_code:
                yield self._from.neighbours, record, record["la_name"]
        if body.dfe:
            yield self._from.dfe_codes, body.dfe, body.dfe["name"]
        record = body.mysociety
        # Its names are joined by commas, and commas in a name are followed by a space.
        several = record["alt-names"].replace(", ", "\0").split(",")
        for name in (record["official-name"], record["nice-name"], *several):
            yield self._from.mysociety, record, name.replace("\0", ", ")

    def _add_codes(self, body: Body) -> None:
        span = {}
        if body.id in self._carrying:
            span = {"start": _date(body.planning["start-date"], self._from.planning)}
        elif body.id in self._carried:
            span = {"end": body.planning["end-date"]}
        seen: set[tuple[str, str]] = set()
        for register, record, scheme, code in self._codes(body):
            if code and (scheme, code) not in seen:
                seen.add((scheme, code))
                # What outlives the legal body is not bounded by its days.
                days = {} if scheme in ("dfe", "ofsted-urn") else span
                self._add(
                    "council_codes",
                    register,
                    record,
                    council=body.id,
                    scheme=scheme,
                    code=code,
                    **days,
                )

    def _codes(self, body: Body) -> Iterator[tuple[Register, Record, str, str]]:
        yield self._from.planning, body.planning, "gss", body.gss
        yield self._from.planning, body.planning, "register", body.planning["reference"]
        if body.lookup:
            yield self._from.lookup, body.lookup, "gss", body.lookup["la_code_new"]
            yield self._from.lookup, body.lookup, "dfe", body.lookup["la_code"]
            yield self._from.lookup, body.lookup, "ofsted-urn", body.lookup["urn"]
        if body.dfe:
            yield self._from.dfe_codes, body.dfe, "dfe", body.dfe["edubase"]
        record = body.mysociety
        yield self._from.mysociety, record, "register-mysociety", record["local-authority-code"]
        for code in record["former-gss-codes"].split(","):
            yield self._from.mysociety, record, "gss", code.strip()

    def _add_links(self, body: Body) -> None:
        for register, record, scheme, code in self._codes(body):
            # An area of the same code is one area, whoever tells of it first.
            first = register is self._from.planning or code != body.gss
            if scheme == "gss" and code and first:
                self._add_link(body, register, record, "ons", _ONS + code)
        record = body.planning
        elsewhere = {
            "opendatacommunities": record["opendatacommunities-uri"],
            "wikidata": record["wikidata"] and _WIKIDATA + record["wikidata"],
            "planning-data": record["entity"] and _PLANNING + record["entity"],
        }
        for dataset, iri in elsewhere.items():
            if iri:
                self._add_link(body, self._from.planning, record, dataset, iri)

    def _add_link(
        self, body: Body, register: Register, record: Record, dataset: str, iri: str
    ) -> None:
        self._add("council_links", register, record, council=body.id, iri=iri, dataset=dataset)

    def _add_neighbours(self) -> None:
        ids = {body.dfe_code: body.id for body in self._bodies if body.dfe_code}
        for record in self._from.neighbours.records:
            for rank in _NEIGHBOURS:
                codes = record["old_la_code"], record[f"SN_{rank}"]
                if odd := [code for code in codes if code not in ids]:
                    raise InputError(
                        f"{self._from.neighbours.source}, {record.locator}: no council has the DfE "
                        f'code "{odd[0]}".'
                    )
                self._add(
                    "council_neighbours",
                    self._from.neighbours,
                    record,
                    council=ids[codes[0]],
                    neighbour=ids[codes[1]],
                    rank=str(rank),
                    closeness=record[f"SN_{rank}P"],
                )

    def _add_orders(self) -> None:
        """Add the councils that only the DfE codes and the laws that ended them tell of."""
        orders = {order["council"]: order for order in self._from.orders}
        for record in self._from.dfe_codes.records:
            if record["local-authority"]:
                continue
            year, label = record["name"].removeprefix("Pre LGR (").split(") ", 1)
            council = slug(label)
            if council not in orders:
                raise InputError(
                    f'"{record["name"]}" ended in {year} and structural-changes-orders.yaml does '
                    "not say what came of it; add the order."
                )
            self._add_order(orders[council], label)
            named = {"id": council, "label": label, "type": orders[council]["type"]}
            register = self._from.dfe_codes
            self._add("councils", register, record, end=year, **named)
            self._add("council_names", register, record, council=council, name=label)
            code = record["edubase"]
            self._add("council_codes", register, record, council=council, scheme="dfe", code=code)

    def _add_order(self, order: Mapping[str, Any], label: str) -> None:
        self._reading.add(
            "sources",
            id=order["id"],
            title=order["title"],
            kind="law",
            publisher="legislation.gov.uk",
            date=order["date"],
            page=order["page"],
            licence="OGL-UK-3.0",
        )
        cited = {"source": order["id"], "locator": order["locator"]}
        self._reading.add(
            "councils",
            id=order["council"],
            label=label,
            type=order["type"],
            region=order["region"],
            end=order["end"],
            replaced_by=" ".join(order["replaced-by"]),
            **cited,
        )
        self._reading.add("council_names", council=order["council"], name=order["name"], **cited)


def _date(text: str, register: Register) -> str:
    return stated_date(text, century=register.more["day-numbers-of-century"])
