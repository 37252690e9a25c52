"""Reads one JSON object field by field: exactly, or with a refusal that names the field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT, minor_units

_DECIMAL = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,12})?", re.ASCII)

Choice = TypeVar("Choice", bound=StrEnum)


class Fields:
    """The fields of one JSON object. Every key is read, or ``finish`` refuses it."""

    def __init__(self, source: object, path: str = "") -> None:
        if not isinstance(source, Mapping):
            raise Refusal("bad_value", column=path, value=source)
        self._source: Mapping[str, object] = source
        self._path = path
        self._read: set[str] = set()

    def name(self, key: str) -> str:
        """The field's full name, such as ``members[2].shares``."""
        return f"{self._path}.{key}" if self._path else key

    def has(self, key: str) -> bool:
        """Whether the object has this field."""
        return key in self._source

    def refuse(self, code: str, key: str, **params: object) -> Refusal:
        """A refusal about this field and its value."""
        return Refusal(code, column=self.name(key), value=self._source.get(key), **params)

    def _take(self, key: str) -> object:
        self._read.add(key)
        if key not in self._source:
            raise Refusal("missing_key", column=self.name(key))
        return self._source[key]

    def amount(self, key: str, decimals: int, default: int | None = None) -> int:
        """A decimal string as minor units, never negative."""
        if default is not None and not self.has(key):
            return default
        return self._amount(key, self._take(key), decimals)

    def amounts(self, key: str, decimals: int) -> tuple[int, ...]:
        """A list of decimal strings as minor units; none if the field is absent."""
        return tuple(self._amount(key, each, decimals) for each in self._list(key))

    def _amount(self, key: str, value: object, decimals: int) -> int:
        text = self._decimal(key, value)
        try:
            return minor_units(text, decimals)
        except ValueError:
            digits = len(text.partition(".")[2].rstrip("0"))
            code = "too_many_decimals" if digits > decimals else "too_large"
            raise self.refuse(code, key, decimals=decimals, most=MAX_AMOUNT) from None

    def _decimal(self, key: str, value: object) -> str:
        text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
        if not _DECIMAL.fullmatch(text):
            raise self.refuse("not_a_number", key)
        if text.startswith("-"):
            raise self.refuse("negative_amount", key)
        return text

    def percent(self, key: str, most: int) -> Fraction:
        """A percentage as an exact fraction of one, from 0 to ``most`` per cent."""
        return self._percent(key, self._take(key), most)

    def percents(self, key: str, most: int) -> tuple[Fraction, ...]:
        """A list of percentages as exact fractions of one."""
        return tuple(self._percent(key, each, most) for each in self._list(key))

    def _percent(self, key: str, value: object, most: int) -> Fraction:
        exact = Fraction(self._decimal(key, value))
        if exact > most:
            raise self.refuse("out_of_range", key, least=0, most=most)
        return exact / 100

    def whole(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number from ``least`` to ``most``."""
        if default is not None and not self.has(key):
            return default
        value = self._take(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.refuse("not_a_number", key)
        if not least <= value <= most:
            raise self.refuse("out_of_range", key, least=least, most=most)
        return value

    def yes(self, key: str, *, default: bool) -> bool:
        """Yes or no, as JSON writes it."""
        if not self.has(key):
            return default
        value = self._take(key)
        if not isinstance(value, bool):
            raise self.refuse("yes_or_no", key)
        return value

    def choice(self, key: str, choices: type[Choice], default: Choice | None = None) -> Choice:
        """One of the words of ``choices``."""
        if default is not None and not self.has(key):
            return default
        value = self._take(key)
        words = [each.value for each in choices]
        if value not in words:
            raise self.refuse("not_a_choice", key, choices=words)
        return choices(str(value))

    def day(self, key: str) -> date:
        """A date, ``YYYY-MM-DD``."""
        value = self._take(key)
        try:
            if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise self.refuse("bad_date", key)

    def text(self, key: str) -> str:
        """A word that isn't empty."""
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse("bad_value", key)
        return value

    def inner(self, key: str) -> Fields:
        """The fields of the object that this field holds."""
        return Fields(self._take(key), self.name(key))

    def rows(self, key: str) -> list[Fields]:
        """The fields of each object in the list that this field holds."""
        self._take(key)
        rows = enumerate(self._list(key))
        return [Fields(each, f"{self.name(key)}[{at}]") for at, each in rows]

    def _list(self, key: str) -> list[object]:
        if not self.has(key):
            return []
        value = self._take(key)
        if not isinstance(value, list):
            raise self.refuse("bad_value", key)
        return value

    def finish(self) -> None:
        """Refuse a key that nobody read: a misspelt rule must not be skipped silently."""
        for key in self._source:
            if key not in self._read:
                raise self.refuse("unknown_key", key)
