"""An approval pack judged against the book that is on this laptop; nothing is written by it."""

from __future__ import annotations

from pathlib import Path

from coopledger.app import proposed
from coopledger.app.cooperative import registry_of
from coopledger.app.ledger import Ledger
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.quorum import HARD
from coopledger.ledger import boxes, canonical, pins
from coopledger.ledger.page import Header, Page, admit, seals_digest
from coopledger.ledger.registry import Enrolled
from coopledger.ledger.replay import Fault, Replay
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import Seal, key_id
from coopledger.sync import approval, stick
from coopledger.sync.composing import read_officers


class Examined:
    """A pack that was verified against the book that is here.

    Attributes:
        pack: as it came.
        group: the book's id.
        head, events: of the page.
        in_book: whether the page is the newest of the book that is here.
        page: with the seals of the pack and those that it has here.
        before, after: the book before the page and after it.
        texts: that came with it and that the page names.

    Raises:
        Refusal: why nothing in the pack may be sealed.
    """

    def __init__(self, ledger: Ledger, file: Path) -> None:
        self._ledger = ledger
        self._own = boxes.device_box(ledger.store.device.seed)
        self.pack = approval.unlock(read_file(file), self._own)
        self.group = self.pack.book.hex()
        check_sender(ledger, self.group, self.pack.by)
        self.head, self.events = self._admitted()
        self.replay = ledger.replay(self.group)
        self.in_book = self._place()
        self._with_own_seals()
        self.before, self.after = self._verified()
        self.texts = self._texts()
        if self.pack.shown != approval.shown_of(self.head):
            raise Refusal("approval_shown_differs", page=self.head.number)

    def _admitted(self) -> tuple[Header, list[ev.Event]]:
        try:
            head, events = admit(self.pack.header, self.pack.body)
        except canonical.NotCanonical:
            raise Refusal("approval_page_bad", page=0) from None
        if head.book != self.group:
            raise Refusal("approval_page_bad", page=head.number, fault="wrong_book")
        return head, events

    def _place(self) -> bool:
        """Whether the page is the newest of the book that is here; else it must follow that."""
        newest, head = len(self.replay.headers), self.head
        if head.number > newest + 1:
            raise Refusal("approval_behind", page=newest, value=head.number)
        if head.number <= newest:
            if self.replay.hashes[head.number - 1] != self.pack.page.hash.hex():
                raise Refusal("approval_other_page", page=head.number)
            if head.number < newest:
                raise Refusal("seals_frozen", value=head.number)
            return True
        if head.prev != self.replay.hash:
            raise Refusal("approval_other_page", page=newest)
        if head.seals != seals_digest(self.replay.newest.seals):
            raise Refusal("approval_seals_differ", page=newest)
        return False

    def _with_own_seals(self) -> None:
        """The page with the seals of the pack and those that it has here."""
        here: tuple[Seal, ...] = ()
        if self.in_book:
            here = self.replay.newest.seals
        elif waiting := proposed.waiting_page(self._ledger, self.group, self.pack.page.hash.hex()):
            here = waiting.page.seals
        came = self.pack.page
        if len({seal.key for seal in came.seals}) != len(came.seals):
            raise Refusal("approval_page_bad", page=self.head.number, fault="seal_repeated")
        mine = {seal.key for seal in here}
        # A false seal is not passed over because a good one by the same key is here.
        self._came = Page(came.header, came.body, came.seals)
        union = (*here, *(seal for seal in came.seals if seal.key not in mine))
        self.page = Page(came.header, came.body, union)

    def _verified(self) -> tuple[Book, Book]:
        """The book before the page and after it; all but the seals it waits for is right.

        Raises:
            Refusal: `approval_page_bad`, with the fault.
        """
        last = self.head.number - 1
        pages = list(self._ledger.store.pages(self.group))[:last]
        waits = self.head.kind in HARD
        for page, waiting in ((self._came, waits), (self.page, waits and not self.in_book)):
            replay = Replay().extend(pages)
            before = replay.book.copy(whole=True)
            try:
                if waiting:
                    replay.propose(page)
                else:
                    replay.extend([page])
            except Fault as fault:
                params = {"page": fault.number, "fault": fault.kind}
                raise Refusal("approval_page_bad", **params) from None
        return before, replay.book

    def _texts(self) -> tuple[Salted, ...]:
        named = self.pack.body
        texts = tuple(self.pack.read_texts())
        if any(text.digest.encode() not in named for text in texts):
            raise Refusal("approval_damaged")
        return texts

    def came_keys(self) -> dict[str, tuple[bytes, bytes]]:
        """Officers' public and wrapped keys that came for this laptop and are in force."""
        inside = boxes.open_sealed(self._own, self.pack.officers) if self.pack.officers else None
        found = read_officers(inside) if inside else []
        in_force = self.before.keys
        return {
            key.member: (key.public, key.wrapped)
            for key in found
            if in_force.get(key.member) == key.public.hex() and pins.is_bearable(key.wrapped)
        }


def check_sender(ledger: Ledger, book: str, key: bytes) -> Enrolled:
    """The laptop that wrote a file about a book, by its public key.

    Raises:
        Refusal: `approval_no_book`: the book is not here; `unknown_sender`; `revoked_device`.
    """
    if book not in ledger.store.books():
        raise Refusal("approval_no_book")
    device = registry_of(ledger).devices.get(key_id(key))
    if device is None or device.key != key:
        raise Refusal("unknown_sender")
    if device.state == "revoked":
        raise Refusal("revoked_device", value=device.id)
    return device


def read_file(file: Path) -> bytes:
    """A file from the stick, all of it.

    Raises:
        Refusal: `bundle_missing`, `not_an_approval`, `stick_broken`.
    """
    try:
        return stick.read(file)
    except Refusal as refusal:
        code = "not_an_approval" if refusal.code == "bundle_too_large" else refusal.code
        raise Refusal(code, value=file.name) from None
