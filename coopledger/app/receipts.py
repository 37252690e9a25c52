"""Which other laptops have said that they have a book, and when that was heard."""

from datetime import UTC, datetime

import msgspec

from coopledger.app.cooperative import facts
from coopledger.app.ledger import Ledger


class Receipt(msgspec.Struct, frozen=True):
    """Who has a book's page, as told by themselves, and when that was heard."""

    device: str
    name: str
    number: int
    heard: datetime


def receipts(ledger: Ledger, book: str) -> list[Receipt]:
    """Which devices have said that they have a book, the one with the most pages first.

    Raises:
        Refusal: `no_cooperative`.
    """
    names = {row.id: row.name for row in facts(ledger).devices}
    found = [
        Receipt(
            device,
            names.get(device, device),
            peer.heads[book].number,
            datetime.fromtimestamp(peer.heard, UTC),
        )
        for device, peer in ledger.store.peers().items()
        if book in peer.heads
    ]
    return sorted(found, key=lambda receipt: -receipt.number)
