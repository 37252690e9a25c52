"""Verify a book and fold it: chain, bodies, seals, control totals, and the rules again.

Two validities are kept apart. A *fault* means that a page is not what was sealed, or does not
follow its chain: verification stops there and names page and kind. A *finding* means that a page
which is genuine records something that the constitution forbids.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import msgspec

from coopledger.domain import events as ev
from coopledger.domain import rules
from coopledger.domain.book import Book
from coopledger.domain.constitution import Act
from coopledger.domain.errors import Refusal
from coopledger.domain.falling_due import opening
from coopledger.domain.figures import figures
from coopledger.domain.postings import APPLY
from coopledger.domain.quorum import HARD, SOFT, Call, call, consent
from coopledger.domain.rules import RULES, Finding
from coopledger.ledger.holder import Holder
from coopledger.ledger.newer import is_newer
from coopledger.ledger.page import (
    FORMAT,
    NO_HASH,
    OLDEST_READER,
    Header,
    Page,
    seals_digest,
)
from coopledger.ledger.seal_batches import Goods, all_goods, goods
from coopledger.ledger.seals import is_sound_key
from coopledger.ledger.unreadable import UNREADABLE

FaultKind: TypeAlias = Literal[
    "unreadable",
    "newer_format",
    "wrong_number",
    "wrong_book",
    "chain_broken",
    "seals_changed",
    "wrong_device",
    "wrong_epoch",
    "old_epoch",
    "body_differs",
    "seal_missing",
    "seal_repeated",
    "seal_bad",
    "unknown_key",
    "bad_key",
    "facts_impossible",
    "totals_differ",
    "wrong_rules",
    "quorum_missing",
    "consent_missing",
]


class Fault(Exception):  # noqa: N818 - a verdict
    """A page that is not genuine, or does not stand where it is found."""

    def __init__(self, kind: FaultKind, number: int) -> None:
        super().__init__(f"page {number}: {kind}")
        self.kind: FaultKind = kind
        self.number = number


CONSENTED = ("amendment", "cycle")
"""Kinds of page that can bring new rules."""
_PLAN = {kind: (RULES.get(kind), apply) for kind, apply in APPLY.items()}


RESERVED: dict[type, tuple[str, ...]] = {
    ev.Found: ("founding",),
    ev.Enrol: ("founding", "officers"),
    ev.Revoke: ("officers",),
    ev.Office: ("officers",),
    ev.Amend: ("amendment", "cycle"),
    ev.Cycle: ("cycle",),
    ev.Adopt: ("adopt",),
    ev.Erase: ("erasure",),
    ev.HandOver: ("hand_over",),
    ev.TakeOver: ("take_over",),
    ev.Entitle: ("share_out",),
    ev.SetOff: ("share_out",),
    ev.Residue: ("share_out",),
    ev.ShareOut: ("share_out",),
    ev.Opening: ("baseline",),
    ev.OpeningLoan: ("baseline",),
    ev.OpeningCash: ("baseline",),
    ev.OpeningDebt: ("baseline",),
    ev.OpeningPot: ("baseline",),
    ev.Agree: ("amendment", "cycle"),
}
"""Kinds of event that stand on pages of these kinds only."""


_MEETING = {kind: both for kind, both in _PLAN.items() if kind not in RESERVED}
"""The same for meetings and corrections: there an act of another page is not known at all."""


class PageFinding(msgspec.Struct, frozen=True):
    """A finding and the page that it is about."""

    number: int
    meeting: int
    finding: Finding


class Replay:
    """A book being verified page by page."""

    def __init__(self, book: Book | None = None) -> None:
        """Begin.

        Args:
            book: a new one to be folded, for who wants more of it.
        """
        self.book = book or Book()
        self.book_id = ""
        self.headers: list[Header] = []
        self.findings: list[PageFinding] = []
        self.cards: dict[str, str] = {}
        """Digest of each member's card, by the member's code."""
        self.history: list[list[ev.Event]] = []
        """All events, page by page: what a correction may undo."""
        self.events = 0
        self.hashes: list[str] = []
        """Hash of each header, in page order."""
        self.adopted: set[int] = set()
        """Numbers of pages copied from paper that the officers made their own."""
        self.erased: set[str] = set()
        """Digests of texts that were erased by the officers' order."""
        self.sealed: list[tuple[str, ...]] = []
        """Members whose seals each page carries."""
        self.newest = Page(b"", b"", ())
        self.hash = NO_HASH
        """Hash of the newest header."""
        self.holder = Holder()
        """The device that may write the next page."""
        self._seals = NO_HASH
        self._waits = False

    def extend(self, pages: Iterable[Page]) -> "Replay":
        """Verify and fold pages in their order; of a list, the seals on all cores.

        Raises:
            Fault: at the first page that fails; the book is then to be thrown away.
        """
        if isinstance(pages, Sequence):
            for page, good in zip(pages, all_goods(pages), strict=True):
                self._take(page, good)
        else:
            for page in pages:
                self._take(page, goods(page))
        return self

    def propose(self, page: Page) -> None:
        """Verify and fold a page that waits for seals: its device's and its quorum may be missing.

        It is no page of the book before it has them; nothing can follow it here.

        Raises:
            Fault: anything else is wrong with it; the book is then to be thrown away.
        """
        self._waits = True
        self._take(page, goods(page))

    def _take(self, page: Page, good: Goods) -> None:
        number = len(self.headers) + 1
        try:
            head, events = page.read()
        except UNREADABLE:
            newer = is_newer(page, self.hash, self.holder.key)
            raise Fault("newer_format" if newer else "unreadable", number) from None
        self._check_place(head, page, number, events)
        sealed = self._check_seals(head, page, good, events)
        before = frozenset(sealed[key] for key in sealed if self.book.keys.get(sealed[key]) == key)
        calls = [(each, before) for each in self._calls(head, events)]
        if head.kind in CONSENTED and self.headers:
            self._check_consent(number, events)
        try:
            self._fold(head, events)
        except (LookupError, Refusal, ValueError, OverflowError):
            raise Fault("facts_impossible", number) from None
        if figures(self.book) != head.totals:
            raise Fault("totals_differ", number)
        if head.rules != self.book.version:
            raise Fault("wrong_rules", number)
        self._check_quorums(head, sealed, calls)
        if wrong := self.holder.after(head, events):
            raise Fault(wrong, number)
        self.headers.append(head)
        self.hashes.append(hashlib.sha256(page.header).hexdigest())
        self.history.append(events)
        self.events += len(events)
        self.newest = page
        self.hash = self.hashes[-1]
        self._seals = seals_digest(page.seals)

    def _check_place(self, head: Header, page: Page, number: int, events: list[ev.Event]) -> None:
        if head.v > FORMAT or head.app > OLDEST_READER:
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
        if head.epoch < self.holder.epoch:
            raise Fault("old_epoch", number)
        if head.prev != self.hash:
            raise Fault("chain_broken", number)
        if head.seals != self._seals:
            raise Fault("seals_changed", number)
        if wrong := self.holder.check(head, events):
            raise Fault(wrong, number)

    def _found(self, body: str, events: list[ev.Event]) -> None:
        first = events[0] if events else None
        if not isinstance(first, ev.Found):
            raise Fault("facts_impossible", 1)
        if wrong := self.holder.found(bytes.fromhex(first.device)):
            raise Fault(wrong, 1)
        self.book_id = self.book.id = body

    def _check_seals(
        self, head: Header, page: Page, good: Goods, events: list[ev.Event]
    ) -> dict[str, str]:
        """Check each seal; the officers' keys among them, as hex, and whose they are.

        A key also seals the page that enrols it: proof that its holder has it.
        """
        number = head.number
        seen, device = {seal.key for seal in page.seals}, self.holder.key
        if device not in seen and not self._waits:
            raise Fault("seal_missing", number)
        if len(seen) != len(page.seals):
            raise Fault("seal_repeated", number)
        members: dict[bytes, str] = {}
        if len(seen) > 1 or self._waits:
            members = {bytes.fromhex(key): code for code, key in self.book.keys.items()}
            # Meetings are long and have none; where one is slipped in, the fold says so.
            if head.kind in RESERVED[ev.Enrol] or not seen <= {device, *members}:
                for event in events:
                    if isinstance(event, ev.Enrol):
                        members[bytes.fromhex(event.key)] = event.m
        for seal, is_good in zip(page.seals, good, strict=True):
            if seal.key != device and seal.key not in members:
                raise Fault("unknown_key", number)
            if not is_good:
                raise Fault("seal_bad", number)
        return {key.hex(): members[key] for key in seen if key != device}

    def _calls(self, head: Header, events: list[ev.Event]) -> list[Call]:
        """Whom the rules before the page call to seal it, if it is of a kind that needs that."""
        acts: list[Act] = []
        if head.kind in HARD and self.headers:
            acts.append(HARD[head.kind])
        large = self.book.rules.large_loan if self.headers else 0
        if large and any(_lent(e) > large for e in events):
            acts.append("large_loan")
        found = [each for act in acts if (each := call(self.book, act))]
        if head.kind == "take_over" and not found:  # officers without keys can give nothing away
            raise Fault("quorum_missing", head.number)
        return found

    def _check_consent(self, number: int, events: list[ev.Event]) -> None:
        """New rules that all must agree to name them all: without one of them it is no page."""
        if not any(isinstance(event, ev.Amend) for event in events):
            return
        agreed = {code for event in events if isinstance(event, ev.Agree) for code in event.m}
        if not consent(self.book) <= agreed:
            raise Fault("consent_missing", number)

    def _check_quorums(
        self, head: Header, sealed: dict[str, str], calls: list[tuple[Call, frozenset[str]]]
    ) -> None:
        hard = head.kind in HARD and not self._waits
        act: Act | None = HARD.get(head.kind) if head.kind == "officers" else SOFT.get(head.kind)
        # Officers change by the old quorum and the new (TUF's rule for its root).
        if act is not None and (found := call(self.book, act)):
            in_force = self.book.keys
            now = frozenset(m for key, m in sealed.items() if in_force.get(m) == key)
            calls.append((found, now))
        for each, members in calls:
            if each.met(members):
                continue
            if hard:
                raise Fault("quorum_missing", head.number)
            params = {"value": each.count(members), "expected": each.need}
            found_short = Finding("quorum_short", params)
            self.findings.append(PageFinding(head.number, head.meeting, found_short))
        self.sealed.append(tuple(sorted(set(sealed.values()))))

    def _fold(self, head: Header, events: list[ev.Event]) -> None:
        book = self.book
        told: list[Finding] = []
        if head.meeting and head.meeting != book.meeting:
            told.extend(rules.meeting_findings(book, head.meeting, head.date))
        again = bool(events) and isinstance(events[0], ev.Continue)
        book.begin(head.meeting, head.date, again=again)
        if head.meeting:
            told.extend(rules.opening_findings(opening(book, again=again), events))
        plan = _MEETING if head.meeting or head.kind == "correction" else _PLAN
        if plan is _PLAN:
            self._check_kinds(head, events)
        undone, people, accounts = len(book.reversed), len(book.members), len(book.accounts)
        for book.at, event in enumerate(events):
            rule, apply = plan[type(event)]
            if rule is not None and (broken := rule(book, event)):
                told.extend(broken)
            apply(book, event)
        if len(book.accounts) != accounts and book.strange_accounts(accounts):
            raise LookupError(head.number)
        if len(book.reversed) != undone:
            self._check_reversals(events)
        if not head.meeting or len(book.members) != people:
            self._note(head.number, events)
        if head.meeting:
            told.extend(rules.closing_findings(book))
        self.findings.extend(PageFinding(head.number, head.meeting, each) for each in told)

    def _check_kinds(self, head: Header, events: list[ev.Event]) -> None:
        """Acts that need a page of their own kind stand on no other: no key slips into a meeting.

        Raises:
            LookupError: one does.
        """
        for event in events:
            if head.kind not in RESERVED.get(type(event), (head.kind,)):
                raise LookupError(head.number)

    def _check_reversals(self, events: list[ev.Event]) -> None:
        """A reversal undoes an event that is there.

        Raises:
            LookupError: it does not.
        """
        for event in events:
            if not isinstance(event, ev.Reverse):
                continue
            # Page 0 would be the newest page by another name, and undo an event twice.
            if not event.page or self.history[event.page - 1][event.i] != event.e:
                raise LookupError(event.page)

    def _note(self, number: int, events: list[ev.Event]) -> None:
        """Take note of what is beside the money: cards, keys that must be sound, adoption.

        Raises:
            Fault: a key is not sound.
            LookupError: a page that is adopted is not the one it says.
        """
        for event in events:
            if isinstance(event, ev.Join):
                self.cards[event.m] = event.card
            elif isinstance(event, ev.Enrol) and not is_sound_key(bytes.fromhex(event.key)):
                raise Fault("bad_key", number)
            elif isinstance(event, ev.Adopt):
                if not event.page or self.hashes[event.page - 1] != event.hash:
                    raise LookupError(event.page)
                self.adopted.add(event.page)
            elif isinstance(event, ev.Erase):
                self.erased.update(event.texts)


def _lent(event: ev.Event) -> int:
    """What an event lends, to a member or another group."""
    if isinstance(event, ev.LoanOut):
        return event.a
    return event.p if isinstance(event, ev.TransferOut) and event.s == "loan" else 0
