"""The share-out that ends a group's cycle."""

from coopledger.app.acts import NOBODY, Pins, unlock, write_act
from coopledger.app.ledger import Ledger
from coopledger.app.scribe import Scribe
from coopledger.domain.book import Book
from coopledger.domain.days import day_number
from coopledger.domain.errors import Refusal
from coopledger.domain.settlement import share_out_events
from coopledger.store.store import NewPage


def hold_share_out(ledger: Ledger, group: str, date: str, by: Pins = NOBODY) -> NewPage:
    """Share out the loan fund on an ISO day, seal the page and keep it.

    What falls due after the last meeting is not charged: hold it on the day of the last meeting,
    after its count, as groups do.

    Args:
        ledger: the open ledger.
        group: the book's id.
        date: ISO date.
        by: PINs of the officers who seal it.

    Raises:
        Refusal: `cycle_closed`; `date_backwards`: the last meeting was later; `quorum_missing`.
    """
    events = share_out_events(ledger.replay(group).book)
    signers = unlock(ledger, group, by)
    return write_act(ledger, group, "share_out", lambda _: events, day=date, signers=signers)


def write_share_out(scribe: Scribe, book: Book, date: str) -> NewPage:
    """The sealed page of a share-out of ``book``, which is folded; it is not kept yet.

    Raises:
        Refusal: `cycle_closed`; `date_backwards`.
    """
    if day_number(date) < book.day:
        raise Refusal("date_backwards", value=date)
    events = share_out_events(book)
    book.begin(0, date)
    book.fold(events)
    return scribe.write("share_out", events, book, date=date)
