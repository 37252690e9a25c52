"""The control totals of pages under the names that people call them, side by side."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from coopledger.domain.constitution import Constitution
from coopledger.reports.vocabulary import cash_name
from coopledger.words.catalog import N_, Text
from coopledger.words.paper_codes import COUNTS, FIGURES

_NAMES: dict[str, Text] = {**FIGURES, "members": N_("Members")}
_COUNTS = {*COUNTS, "members"}
_USUAL = ("loans", "charges_due", "fines_owed", "arrears", "savings", "shares", "members")


class NamedTotal(msgspec.Struct, frozen=True):
    """A control total after some pages.

    Attributes:
        figure: its name in a page's header.
        label: what people call it.
        count: whether it counts shares or heads and is no money.
        values: in minor units (or shares, or heads), one after each page.
    """

    figure: str
    label: str
    count: bool
    values: tuple[int, ...]


def named_totals(rules: Constitution, *after: Mapping[str, int]) -> tuple[NamedTotal, ...]:
    """Totals after some pages, cash first; those that are nothing throughout are left out.

    Args:
        rules: of the group.
        after: the control totals of each page.
    """
    cash = {
        f"{fund}_{place}": cash_name(fund, place) for fund in rules.funds for place in rules.places
    }
    more = [name for totals in after for name in totals if not name.endswith("_book")]
    found = []
    for name in dict.fromkeys((*cash, *_USUAL, *more)):
        values = tuple(totals.get(name, 0) for totals in after)
        if any(values):
            label = cash.get(name) or str(_NAMES.get(name, name.replace("_", " ")))
            found.append(NamedTotal(name, label, name in _COUNTS, values))
    return tuple(found)
