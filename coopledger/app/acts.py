"""Acts of the officers: a page that is no meeting, sealed by a quorum where the rules want one."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from coopledger.app.ledger import Ledger
from coopledger.app.scribe import Scribe
from coopledger.domain import events as ev
from coopledger.domain.days import day_number
from coopledger.domain.errors import Refusal
from coopledger.ledger import pins
from coopledger.ledger.page import Kind
from coopledger.ledger.replay import Fault, Replay
from coopledger.ledger.seals import SigningKey
from coopledger.store.officer_keys import OfficerKeys
from coopledger.store.page_shelf import Also
from coopledger.store.store import NewPage

Pins = Mapping[str, str]
"""PINs or pass-phrases of officers who seal, by member."""
NOBODY: Pins = {}


class QuorumShort(Refusal):
    """The officers who are here are not enough for an act; its page is whole but for their seals.

    Attributes:
        written: the page as this laptop sealed it; see `coopledger.app.proposed.propose`.
    """

    def __init__(self, written: NewPage, code: str = "quorum_missing", **params: object) -> None:
        super().__init__(code, **params)
        self.written = written


def unlock(ledger: Ledger, group: str, given: Pins) -> list[SigningKey]:
    """Officers' keys by their PINs.

    Each try is written down before it is made, so that a restart does not forget wrong ones.

    Raises:
        Refusal: `no_key`, `wrong_pin`, or `wait` with how many seconds the next try must wait.
    """
    kept = OfficerKeys(ledger.store, group)
    keys = kept.all()
    found = []
    for member, pin in given.items():
        key = keys.get(member)
        if key is None:
            raise Refusal("no_key", value=member)
        now = time.time_ns() // 1_000_000
        if left := pins.wait(key.failures, key.last, now):
            raise Refusal("wait", value=member, seconds=-(-left // 1000))
        kept.tried(member, key.failures + 1, now)
        try:
            found.append(pins.unwrap(key.wrapped, pin))
        except Refusal as refusal:
            raise refusal.within(value=member) from None
        kept.tried(member, 0, now)
    return found


def write_act(
    ledger: Ledger,
    group: str,
    kind: Kind,
    make: Callable[[Scribe], Sequence[ev.Event]],
    *,
    day: str = "",
    signers: Sequence[SigningKey] = (),
    also: Also | None = None,
) -> NewPage:
    """Write one act as a page, sealed by the device and the signers, and keep it.

    Args:
        ledger: the open ledger.
        group: the book's id.
        kind: of the page.
        make: gives the events; it may keep texts with the scribe.
        day: ISO date, that of the last page with one if empty.
        signers: officers' keys.
        also: what is kept with the page or not at all; see `store.append`.

    Raises:
        QuorumShort: the quorum is missing.
        Refusal: the day goes backwards, or something is impossible.
    """
    replay = ledger.replay(group)
    book = replay.book.copy(whole=True)
    when = day or (date.fromordinal(book.day).isoformat() if book.day else "")
    if when and day_number(when) < book.day:
        last = date.fromordinal(book.day).isoformat()
        raise Refusal("date_backwards", value=when, last=last)
    newest = NewPage(replay.headers[-1], replay.newest)
    taking = kind == "take_over"
    scribe = Scribe(ledger.store.device, newest, seals_of=signers, taking=taking)
    events = list(make(scribe))
    book.begin(0, when)
    book.fold(events)
    page = scribe.write(kind, events, book, date=when)
    _prove(ledger, group, page)
    ledger.store.append([page], also=also)
    ledger.forget(group)
    return page


def _prove(ledger: Ledger, group: str, page: NewPage) -> None:
    """Verify the book with the new page as anyone else will, before it is kept."""
    try:
        Replay().extend([*ledger.store.pages(group), page.page])
    except Fault as fault:
        if fault.kind == "quorum_missing":
            raise QuorumShort(page, page=fault.number, fault=fault.kind) from None
        raise Refusal("page_not_genuine", page=fault.number, fault=fault.kind) from None
