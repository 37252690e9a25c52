"""Commands about forks: two sealed pages of one number. PINs as in `coopledger.cli.officers`."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from coopledger.cli.answers import Answer, open_group, open_ledger
from coopledger.cli.officers import signing
from coopledger.domain import events as ev
from coopledger.domain.money import Currency
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.forks import Fork, Line


def list_all(asked: Namespace) -> Answer:
    """All forks of all books."""
    from coopledger.app.forks import forks

    with open_ledger(asked) as ledger:
        found = forks(ledger)
    lines = [_fork_line(each) for each in found] or [_("No book has two pages of one number.")]
    return Answer(tuple(lines), msgspec.to_builtins(found))


def _fork_line(fork: "Fork") -> str:
    if fork.settled:
        told = _("{group}, from page {page}: the officers have chosen; branch {branch} is kept.")
    else:
        told = _(
            "{group}, from page {page}: branch {branch} goes to page {there}, the one that counts"
            " here to page {here}. The officers must choose."
        )
    return told.format(
        group=fork.group.name,
        page=fork.there.first,
        branch=fork.there.number,
        there=fork.there.last,
        here=fork.here.last,
    )


def show(asked: Namespace) -> Answer:
    """What two branches recorded, side by side."""
    from coopledger.app.forks import side_by_side

    with open_group(asked) as (ledger, group, currency):
        found = side_by_side(ledger, group.id, asked.branch)
        names = {code: card.name for code, card in ledger.members(group.id).items()}
    lines = [line for each in found for line in _member_lines(each, names, currency)]
    return Answer(tuple(lines), msgspec.to_builtins(found))


def _member_lines(line: "Line", names: dict[str, str], currency: Currency) -> list[str]:
    member = f"{line.member} {names.get(line.member, '')}".strip() or _("The group")
    columns = (
        (_("in both"), line.both),
        (_("only here"), line.here),
        (_("only there"), line.there),
    )
    return [member] + [
        f"  {label}: {_told(events, currency)}" for label, events in columns if events
    ]


def _told(events: Sequence[ev.Event], currency: Currency) -> str:
    from coopledger.app.page_entries import amount_of
    from coopledger.words.events import EVENT_NAMES
    from coopledger.words.money import format_amount

    told = []
    for event in events:
        kind = str(event.__struct_config__.tag)
        name = str(EVENT_NAMES.get(kind, kind))
        amount = amount_of(event)
        told.append(name if amount is None else f"{name} {format_amount(amount, currency)}")
    return ", ".join(told)


def resolve(asked: Namespace) -> Answer:
    """Let one branch count."""
    from coopledger.app.forks import resolve as choose

    with open_group(asked) as (ledger, group, _currency):
        by = signing(asked, list(ledger.replay(group.id).book.keys))
        page = choose(ledger, group.id, asked.branch, by, asked.date).header
    told = _(
        "Page {page} says which branch counts. What only the other one recorded does not count:"
        " write it down again if it is true. See: forks show."
    )
    data = {"page": page.number, "epoch": page.epoch, "hash": page.prev}
    return Answer((told.format(page=page.number),), data)


def forks(asked: Namespace) -> Answer:
    """One of the acts on forks."""
    return {"list": list_all, "show": show, "resolve": resolve}[asked.act](asked)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"forks": forks}
