"""Parts of the sentences about a group's rules: how often, how much, of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from coopledger.domain.constitution import Constitution
from coopledger.words.catalog import Text, isolated, ngettext
from coopledger.words.dates import format_list
from coopledger.words.money import format_money
from coopledger.words.numbers import format_number, format_percent


def every(count: int, unit: str) -> str:
    """How often: "every week", "every 4 weeks", "at every meeting"."""
    texts = {
        "day": ngettext("every day", "every {count} days", count),
        "week": ngettext("every week", "every {count} weeks", count),
        "month": ngettext("every month", "every {count} months", count),
        "meeting": ngettext("at every meeting", "once in {count} meetings", count),
    }
    return texts[unit].format(count=format_number(count))


def percent_of(text: str) -> str:
    """A percentage as the rules hold it (``2.5``), written with as many decimals."""
    exact = Fraction(text)
    decimals = len(text.partition(".")[2])
    return format_percent(exact.numerator, exact.denominator * 100, decimals=decimals)


def listed(items: Iterable[str], names: Mapping[str, Text]) -> str:
    """Codes by their names, those of the group's own as they are, joined with "and"."""
    return format_list([str(names.get(item, isolated(item))) for item in items])


def money(amount: int, rules: Constitution) -> str:
    """An amount in the currency of the rules."""
    return format_money(amount, rules.money)
