"""The smallest page there is: a correction of nothing."""

from datetime import date

from coopledger.app.scribe import Scribe
from coopledger.store.store import NewPage


def blank(ledger, group, *, holder=True):
    """One more page for a group's book, made but not kept; ``holder`` False skips the check."""
    replay = ledger.replay(group)
    newest = NewPage(replay.headers[-1], replay.newest)
    scribe = Scribe(ledger.store.device, newest if holder else None)
    scribe._newest = newest
    book = replay.book.copy()
    day = date.fromordinal(book.day).isoformat()
    book.begin(0, day)
    return scribe.write("correction", [], book, date=day)


def write(ledger, group):
    """Keep one more page in a group's book."""
    page = blank(ledger, group)
    try:
        ledger.store.append([page])
    finally:
        ledger.forget(group)
    return page
