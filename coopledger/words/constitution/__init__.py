"""A group's rules in sentences that a treasurer understands."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from coopledger.domain.constitution import Constitution
from coopledger.words.constitution.saying import say
from coopledger.words.constitution.texts import NAMES, SECTIONS, TOLD_WITH

__all__ = [
    "Difference",
    "Line",
    "as_data",
    "differences",
    "name_of",
    "say",
    "sections",
]


class Line(NamedTuple):
    """One rule: its key, its name, and what it says. ``text`` is empty where it says nothing."""

    key: str
    name: str
    text: str


class Difference(NamedTuple):
    """One rule that is not the same in two constitutions, as both say it."""

    key: str
    name: str
    before: str
    after: str


def sections(rules: Constitution) -> list[tuple[str, list[Line]]]:
    """What a constitution says, by chapters; a rule that means nothing in it is left out."""
    found = []
    for title, keys in SECTIONS:
        lines = [Line(key, name_of(key), text) for key in keys if (text := say(key, rules))]
        if lines:
            found.append((str(title), lines))
    return found


def differences(before: Constitution, after: Constitution) -> list[Difference]:
    """What changed from one constitution to the next, in the order of the chapters.

    Where the rule that changed is told together with others, the whole sentence is given.
    """
    changed = {
        TOLD_WITH.get(name, name)
        for name in Constitution.__struct_fields__
        if getattr(before, name) != getattr(after, name)
    }
    order = [key for _title, keys in SECTIONS for key in keys]
    return [
        Difference(key, name_of(key), say(key, before), say(key, after))
        for key in sorted(changed, key=lambda key: order.index(key) if key in order else len(order))
    ]


def name_of(key: str) -> str:
    """The name of a rule, that of the rule with which it is told, or the key itself."""
    name = NAMES.get(TOLD_WITH.get(key, key))
    return str(name) if name is not None else key


def as_data(rules: Constitution) -> dict[str, object]:
    """A constitution for scripts: every rule under its key, amounts in minor units."""
    return {key: msgspec.to_builtins(getattr(rules, key)) for key in rules.__struct_fields__}
