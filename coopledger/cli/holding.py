"""Commands about who holds a book: this laptop's key, handing a book over, taking one over.

PINs come as in `coopledger.cli.officers`.
"""

from argparse import Namespace
from collections.abc import Callable

import msgspec

from coopledger.cli.answers import Answer, columns, open_group, open_ledger
from coopledger.cli.officers import signing
from coopledger.words.catalog import _


def device(asked: Namespace) -> Answer:
    """This laptop's key, and the six words to compare it by."""
    from coopledger.app.holding import device as own

    with open_ledger(asked) as ledger:
        found = own(ledger)
    rows = [
        (_("Device"), found.id),
        (_("Key"), found.key),
        (_("Six words"), " ".join(found.words)),
    ]
    return Answer(tuple(columns(rows)), msgspec.to_builtins(found))


def take_over(asked: Namespace) -> Answer:
    """Give a book to this laptop by the officers' order."""
    from coopledger.app.holding import take_over as take

    with open_group(asked) as (ledger, group, _currency):
        by = signing(asked, list(ledger.replay(group.id).book.keys))
        page = take(ledger, group.id, by, asked.date).header
    told = _(
        "This laptop holds the book from page {page} on. What was written elsewhere after page"
        " {last} does not count: write it down again here."
    )
    line = told.format(page=page.number, last=page.number - 1)
    data = {"page": page.number, "epoch": page.epoch, "last": page.number - 1, "hash": page.prev}
    return Answer((line,), data)


def hand_over(asked: Namespace) -> Answer:
    """Pass a book on to another laptop."""
    from coopledger.app.holding import device_of, read_key
    from coopledger.app.holding import hand_over as give

    taker = device_of(read_key(asked.to))
    with open_group(asked) as (ledger, group, _currency):
        by = signing(asked, list(ledger.replay(group.id).book.keys))
        page = give(ledger, group.id, asked.to, by, asked.date).header
    words = " ".join(taker.words)
    told = _("Page {page} hands the book over to the laptop that shows these words: {words}")
    line = told.format(page=page.number, words=words)
    data = {"page": page.number, "epoch": page.epoch + 1, "device": msgspec.to_builtins(taker)}
    return Answer((line,), data)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "take-over": take_over,
    "hand-over": hand_over,
}
