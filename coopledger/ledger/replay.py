"""Verify a book and fold it: chain, bodies, seals, control totals, and the rules again.

Two validities are kept apart. A *fault* means that a page is not what was sealed, or does not
follow its chain: verification stops there and names page and kind. A *finding* means that a page
which is genuine records something that the constitution forbids.
"""

import hashlib
from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

from coopledger.domain import events as ev
from coopledger.domain import rules
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.falling_due import opening
from coopledger.domain.figures import figures
from coopledger.domain.postings import APPLY
from coopledger.domain.rules import RULES, Finding
from coopledger.ledger.page import BODY, FORMAT, HEADER, NO_HASH, Header, Page, seals_digest
from coopledger.ledger.seals import is_sound_key, key_id, verifies

FaultKind: TypeAlias = Literal[
    "unreadable",
    "newer_format",
    "wrong_number",
    "wrong_book",
    "chain_broken",
    "seals_changed",
    "wrong_device",
    "wrong_epoch",
    "body_differs",
    "seal_missing",
    "seal_repeated",
    "seal_bad",
    "unknown_key",
    "bad_key",
    "facts_impossible",
    "totals_differ",
    "wrong_rules",
]


class Fault(Exception):  # noqa: N818 - a verdict
    """A page that is not genuine, or does not stand where it is found."""

    def __init__(self, kind: FaultKind, number: int) -> None:
        super().__init__(f"page {number}: {kind}")
        self.kind: FaultKind = kind
        self.number = number


_PLAN = {kind: (RULES.get(kind), apply) for kind, apply in APPLY.items()}


class PageFinding(msgspec.Struct, frozen=True):
    """A finding and the page that it is about."""

    number: int
    meeting: int
    finding: Finding


class Replay:
    """A book being verified page by page."""

    def __init__(self) -> None:
        self.book = Book()
        self.book_id = ""
        self.headers: list[Header] = []
        self.findings: list[PageFinding] = []
        self.cards: dict[str, str] = {}
        """Digest of each member's card, by the member's code."""
        self.history: list[list[ev.Event]] = []
        """All events, page by page: what a correction may undo."""
        self.events = 0
        self.newest = Page(b"", b"", ())
        self.hash = NO_HASH
        """Hash of the newest header."""
        self._seals = NO_HASH
        self._device = b""
        self._device_id = ""
        self._keys: set[bytes] = set()

    def extend(self, pages: Iterable[Page]) -> "Replay":
        """Verify and fold pages in their order.

        Raises:
            Fault: at the first page that fails; the book is then to be thrown away.
        """
        for page in pages:
            self._take(page)
        return self

    def _take(self, page: Page) -> None:
        number = len(self.headers) + 1
        try:
            head, events = HEADER.decode(page.header), BODY.decode(page.body)
        except msgspec.DecodeError:
            raise Fault("unreadable", number) from None
        self._check_place(head, page, number, events)
        if not head.meeting:
            # A key seals the page that enrols it: proof that its holder has it.
            self._enrol(events)
        self._check_seals(page, number)
        try:
            self._fold(head, events)
        except (LookupError, Refusal, ValueError):
            raise Fault("facts_impossible", number) from None
        if figures(self.book) != head.totals:
            raise Fault("totals_differ", number)
        if head.rules != self.book.version:
            raise Fault("wrong_rules", number)
        self.headers.append(head)
        self.history.append(events)
        self.events += len(events)
        self.newest = page
        self.hash = hashlib.sha256(page.header).hexdigest()
        self._seals = seals_digest(page.seals)

    def _check_place(self, head: Header, page: Page, number: int, events: list[ev.Event]) -> None:
        if head.v > FORMAT:
            raise Fault("newer_format", number)
        if head.number != number:
            raise Fault("wrong_number", number)
        body = hashlib.sha256(page.body).hexdigest()
        if head.body != body or head.length != len(page.body) or head.events != len(events):
            raise Fault("body_differs", number)
        if number == 1:
            self._found(body, events)
        if head.book != self.book_id:
            raise Fault("wrong_book", number)
        if head.prev != self.hash:
            raise Fault("chain_broken", number)
        if head.seals != self._seals:
            raise Fault("seals_changed", number)
        if head.device != self._device_id:
            raise Fault("wrong_device", number)
        if head.epoch != 1:
            raise Fault("wrong_epoch", number)

    def _found(self, body: str, events: list[ev.Event]) -> None:
        first = events[0] if events else None
        if not isinstance(first, ev.Found):
            raise Fault("facts_impossible", 1)
        device = bytes.fromhex(first.device)
        if not is_sound_key(device):
            raise Fault("bad_key", 1)
        self.book_id, self._device, self._device_id = body, device, key_id(device)
        self._keys = {device}

    def _check_seals(self, page: Page, number: int) -> None:
        seen = {seal.key for seal in page.seals}
        if self._device not in seen:
            raise Fault("seal_missing", number)
        if len(seen) != len(page.seals):
            raise Fault("seal_repeated", number)
        if not seen <= self._keys:
            raise Fault("unknown_key", number)
        for seal in page.seals:
            if not verifies(seal, "page", page.header):
                raise Fault("seal_bad", number)

    def _fold(self, head: Header, events: list[ev.Event]) -> None:
        book = self.book
        told: list[Finding] = []
        if head.meeting and head.meeting != book.meeting:
            told.extend(rules.meeting_findings(book, head.meeting, head.date))
        again = bool(events) and isinstance(events[0], ev.Continue)
        book.begin(head.meeting, head.date, again=again)
        if head.meeting:
            told.extend(rules.opening_findings(opening(book, again=again), events))
        plan, undone = _PLAN, len(book.reversed)
        for event in events:
            rule, apply = plan[type(event)]
            if rule is not None and (broken := rule(book, event)):
                told.extend(broken)
            apply(book, event)
        if len(book.reversed) != undone:
            self._check_reversals(events)
        if head.meeting:
            told.extend(rules.closing_findings(book))
        self.findings.extend(PageFinding(head.number, head.meeting, each) for each in told)

    def _check_reversals(self, events: list[ev.Event]) -> None:
        """A reversal undoes an event that is there.

        Raises:
            LookupError: it does not.
        """
        for event in events:
            if isinstance(event, ev.Reverse) and self.history[event.page - 1][event.i] != event.e:
                raise LookupError(event.page)

    def _enrol(self, events: list[ev.Event]) -> None:
        for event in events:
            if isinstance(event, ev.Join):
                self.cards[event.m] = event.card
            elif isinstance(event, ev.Enrol):
                key = bytes.fromhex(event.key)
                if not is_sound_key(key):
                    raise Fault("bad_key", len(self.headers) + 1)
                self._keys.add(key)
