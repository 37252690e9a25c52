"""The share-out that ends a group's cycle."""

from datetime import date as calendar

from coopledger.app.ledger import Ledger
from coopledger.app.scribe import Scribe
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.settlement import share_out_events
from coopledger.store.store import NewPage


def hold_share_out(ledger: Ledger, group: str, date: str) -> NewPage:
    """Share out the loan fund on an ISO day, seal the page by the device and keep it.

    What falls due after the last meeting is not charged: hold it on the day of the last meeting,
    after its count, as groups do.

    Raises:
        Refusal: `cycle_closed`; `date_backwards`: the last meeting was later; `page_not_genuine`.
    """
    replay = ledger.replay(group)
    scribe = Scribe(ledger.store.device, NewPage(replay.headers[-1], replay.newest))
    page = write_share_out(scribe, replay.book.copy(), date)
    ledger.store.append([page])
    ledger.forget(group)
    return page


def write_share_out(scribe: Scribe, book: Book, date: str) -> NewPage:
    """The sealed page of a share-out of ``book``, which is folded; it is not kept yet.

    Raises:
        Refusal: `cycle_closed`; `date_backwards`.
    """
    if calendar.fromisoformat(date).toordinal() < book.day:
        raise Refusal("date_backwards", value=date)
    events = share_out_events(book)
    book.begin(0, date)
    book.fold(events)
    return scribe.write("share_out", events, book, date=date)
