"""``transfers``: what passed between groups, and whether both have written it down.

With ``--json``, ``list`` gives ``transfers`` (each with ``number``, ``sort``, ``state``, ``giver``,
``getter``, ``given``, ``got``, ``days``, ``cash`` by currency), ``debts``, ``cash_on_its_way`` by
currency and ``unread``; ``show`` gives one transfer. Amounts are in minor units.
"""

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from coopledger.cli.answers import Answer, columns, open_ledger
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.transfers import TransferRow


def list_all(asked: Namespace) -> Answer:
    """All transfers, those that are not settled first, and who owes whom."""
    from coopledger.app.transfers import between
    from coopledger.app.transfers_told import cash_words, debt_words

    with open_ledger(asked) as ledger:
        found = between(ledger, asked.date)
    told = [_("Nothing has passed between groups.")]
    if found.transfers:
        heads = (_("Number"), _("Day"), _("From"), _("To"), _("What"), _("Amount"), _("State"))
        told = columns([heads, *(_cells(row) for row in found.transfers)])
    told += [line for line in (cash_words(found), *map(debt_words, found.debts)) if line]
    unread = _("The book of {group} could not be read. See: verify.")
    told += [unread.format(group=name) for name in found.unread]
    data = {
        "transfers": [_data(row) for row in found.transfers],
        "debts": [_codes(msgspec.to_builtins(each)) for each in found.debts],
        "cash_on_its_way": found.cash,
        "unread": list(found.unread),
    }
    return Answer(tuple(told), data)


def show(asked: Namespace) -> Answer:
    """Both sides of one transfer, and what to do."""
    from coopledger.app.transfers import transfer
    from coopledger.app.transfers_told import advice, side_words

    with open_ledger(asked) as ledger:
        row = transfer(ledger, asked.number)
    both = ((row.giver, row.given), (row.getter, row.got))
    sides = [side_words(party, told) for party, told in both if told]
    return Answer(("  ".join(_cells(row)), *sides, advice(row)), _data(row))


def _cells(row: "TransferRow") -> tuple[str, ...]:
    from coopledger.app.transfers_told import amount_words, party_words, what_words
    from coopledger.words.dates import format_date
    from coopledger.words.transfers import STATES, number_words

    return (
        number_words(row.number),
        format_date(row.told.day) if row.told.day else "",
        party_words(row.giver),
        party_words(row.getter),
        what_words(row),
        amount_words(row.told),
        str(STATES[row.state]),
    )


def _data(row: "TransferRow") -> dict[str, Any]:
    data = _codes(msgspec.to_builtins(row))
    return data | {side: _codes(data[side]) for side in ("given", "got") if data[side]}


def _codes(data: dict[str, Any]) -> dict[str, Any]:
    """The same with each currency by its code alone."""
    return {
        name: value["code"] if name in ("currency", "owed_in") else value
        for name, value in data.items()
    }


def transfers(asked: Namespace) -> Answer:
    """One of the acts on transfers."""
    return {"list": list_all, "show": show}[asked.act](asked)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"transfers": transfers}
