"""What anybody may say of a table in CSVW metadata: a small part of JSON-LD, checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin

from ofsted_graph.errors import InputError
from ofsted_graph.linking.csvw_prefixes import PREFIXES, expanded
from ofsted_graph.linking.csvw_properties import TYPES, is_language


class Annotations:
    """Checks annotations against what metadata may say, and makes their addresses whole."""

    def __init__(self, base: str, language: str, refuse: Callable[[str], InputError]) -> None:
        """Take the address that others are told from, the language of plain text, and errors."""
        self._base, self._language, self._refuse = base, language, refuse

    def checked(self, value: Any) -> Any:
        """Check what a common property says, and give each plain text its language."""
        if isinstance(value, list):
            return [self.checked(each) for each in value]
        if isinstance(value, str):
            return {"@value": value} | (
                {} if self._language == "und" else {"@language": self._language}
            )
        if not isinstance(value, dict):
            return {"@value": value}
        if "@value" in value:
            return self._literal(value)
        if "@language" in value:
            raise self._refuse('has an "@language" without an "@value".')
        return dict(self._said(name, each) for name, each in value.items())

    def _literal(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        if set(value) - {"@value", "@type", "@language"} or {"@type", "@language"} <= set(value):
            raise self._refuse('says more beside "@value" than one of "@type", "@language".')
        if not isinstance(value["@value"], (str, int, float, bool)):
            raise self._refuse('has an "@value" that is no plain value.')
        if "@type" in value:
            self._type_name(value["@type"])
            return {**value, "@type": self._address_of(value["@type"])}
        self._language_name(value)
        return value

    def _said(self, name: str, value: Any) -> tuple[str, Any]:
        """Check one thing that is said of a thing within an annotation."""
        if name == "@id":
            if not isinstance(value, str) or value.startswith("_:"):
                raise self._refuse('has an "@id" that is a blank node or no address.')
            return name, self._address_of(value)
        if name == "@type":
            types = value if isinstance(value, list) else [value]
            for one in types:
                self._type_name(one)
            return name, [self._address_of(one) for one in types]
        if name.startswith("@"):
            raise self._refuse(f'uses "{name[:40]}", which metadata may not.')
        return expanded(name), self.checked(value)

    def _type_name(self, told: Any) -> None:
        if not isinstance(told, str) or told.startswith("_:"):
            raise self._refuse('has an "@type" that is a blank node or no name.')
        known = told in TYPES or told in PREFIXES or ":" in told
        if not known:
            raise self._refuse(f'has the "@type" "{told[:40]}", which is no address.')
        prefix = told.partition(":")[0]
        if ":" in told and prefix not in PREFIXES and "://" not in told:
            raise self._refuse(f'has the "@type" "{told[:40]}", whose prefix is not known.')

    def _language_name(self, value: Mapping[str, Any]) -> None:
        told = value.get("@language")
        if told is not None and not is_language(told):
            raise self._refuse(f'has the "@language" {json.dumps(told)[:40]}, which is none.')

    def _address_of(self, told: str) -> str:
        if told in TYPES:
            return f"{PREFIXES['csvw']}{told}"
        return urljoin(self._base, expanded(told))
