"""What this laptop wrote, remembered outside the store: a restored backup or a clone is noticed.

The memory is one small file a device, in the folder for programs' state. It is compared when a
ledger is opened and before each page, and written after each page. Reading is never stopped by it,
and a page that is kept stays kept when the memory cannot be written.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from coopledger.app import places
from coopledger.domain.errors import Refusal
from coopledger.ledger import heads
from coopledger.ledger.heads import Head
from coopledger.ledger.page import next_holder
from coopledger.store.files import replace
from coopledger.store.store import NewPage, Store
from coopledger.sync.branches import disputed, placed

RESTORED = "restored"
"""Fact: pages of this device's that others have and that it does not remember, by book."""


FOLDER_VARIABLE = places.FOLDER_VARIABLE


def memory_path(device: str) -> Path:
    """Where the memory of a device lies: a folder of the system's choice, or the variable's."""
    return places.state_folder() / f"heads-{device}.json"


class OwnHeads:
    """Watches an open store's pages; see `coopledger.store.store.Watch`.

    A practice store is made anew at will, so nothing of it is remembered.

    Attributes:
        behind: the page that this laptop remembers, by the id of each book that has less.
        away: ids of books that this laptop wrote and that are not in the store.
        forked: ids of books of which two branches are here and the officers have not chosen.
        kept: whether the memory could be written when it was last tried.
    """

    def __init__(self, store: Store) -> None:
        self.behind: dict[str, Head] = {}
        self.away: tuple[str, ...] = ()
        self.forked: set[str] = set()
        self.kept = True
        self._device = store.device.id
        self._file = memory_path(self._device)
        self._seen: tuple[int, int, int] | None = None
        self._memory = heads.empty(self._device)
        self._holders: dict[str, str] = {}
        self._practice = store.practice
        self._store = store
        self._marked: dict[str, int] = {}
        if not store.practice:
            self._compare(store)
            store.watches.append(self)

    def refusal(self, book_id: str) -> Refusal | None:
        """Why no page can be written in a book, or None if one can."""
        if book_id in self.behind:
            return Refusal("restored", page=self.behind[book_id].number)
        if book_id in self.forked:
            return Refusal("forked")
        if self._holders.get(book_id, self._device) != self._device:
            return Refusal("not_the_holder")
        return None

    def holds(self, book_id: str) -> bool:
        """Whether this device may write in a book as far as the book says."""
        return self._holders.get(book_id, self._device) == self._device

    def before(self, new: NewPage) -> None:
        """Look at a page of this device's.

        Raises:
            Refusal: another device holds the book, or this one wrote a page of that number before.
        """
        header = new.header
        # By a take-over the officers set aside what this laptop remembers: that is what it is for.
        if header.device != self._device or header.kind == "take_over":
            return
        if refused := self.refusal(header.book):
            raise refused
        self._read()
        if self._memory.forbids(header):
            known = self._memory.heads[header.book]
            self.behind[header.book] = known
            raise Refusal("restored", page=known.number)

    def after(self, newest: Mapping[str, NewPage]) -> None:
        """Remember the newest pages of this device."""
        own = {
            book: Head(new.header.number, new.page.hash.hex(), self._device)
            for book, new in newest.items()
            if new.header.device == self._device
        }
        for book, new in newest.items():
            self._holders[book], _epoch = next_holder(new.header, new.page)
            if new.header.kind == "take_over":
                self._settle(book)
        self._write(own)

    def _settle(self, book: str) -> None:
        """The officers opened the next epoch: what was written elsewhere before does not count."""
        self.behind.pop(book, None)
        if book in self.forked and not _is_disputed(self._store, book):
            self.forked.discard(book)
        if self._marked.pop(book, None) is not None:
            self._store.note_fact(RESTORED, msgspec.json.encode(self._marked).decode())

    def marks(self, own: Mapping[str, int]) -> dict[str, str]:
        """What is to be noted when pages of this device's come that it does not remember.

        It was restored then, or has a twin, and what else it wrote nobody knows: it writes nothing
        in that book before the officers open the next epoch.

        Args:
            own: highest number of this device's own pages that came, by book id; 0 if none did.
        """
        self._read()
        known = self._memory.heads
        new = {
            book: number
            for book, number in own.items()
            if number and (book not in known or known[book].number < number)
        }
        if self._practice or not new:
            return {}
        return {RESTORED: msgspec.json.encode({**self._marked, **new}).decode()}

    def look_again(self) -> None:
        """Compare anew, after pages came from elsewhere."""
        self.behind, self.away = {}, ()
        if not self._practice:
            self._compare(self._store)

    def _compare(self, store: Store) -> None:
        self._read()
        with store.transaction():  # it asks much of each book that has two branches
            # Of the registry only such branches are kept that the officers set aside.
            forked = store.forked() - {store.registry_id()}
            self.forked = {book for book in forked if _is_disputed(store, book)}
            noted = store.fact(RESTORED)
            self._marked = msgspec.json.decode(noted, type=dict[str, int]) if noted else {}
            there = store.heads()
            self._holders = store.holders()
            ahead = {book: head for book, head in there.items() if head.device == self._device}
            for book, known in self._memory.heads.items():
                head = there.get(book)
                if head is None:
                    self.away += (book,)
                elif head.number == known.number and head.hash == known.hash:
                    ahead.pop(book, None)
                elif _lacks(store, book, head.number, known):
                    self.behind[book] = known
                    ahead.pop(book, None)
        for book, number in self._marked.items():
            self.behind.setdefault(book, Head(number, heads.UNKNOWN))
        self._write(ahead)

    def _read(self) -> None:
        """Read the file again if it is another one than was read or written last."""
        try:
            stat = self._file.stat()
            seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if seen != self._seen:
                found = heads.decode(self._file.read_bytes())
                self._memory = found or heads.empty(self._device)
                self._seen = seen
        except OSError:  # a new laptop has none; one that cannot be read stops nobody
            self._memory, self._seen = heads.empty(self._device), None

    def _write(self, own: Mapping[str, Head]) -> None:
        if not own:
            return
        self._memory = self._memory.with_heads(own)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            # After a power cut an older memory only warns less, it never warns wrongly.
            replace(self._file, self._memory.encode(), last=False)
            stat = self._file.stat()
            self._seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            self.kept = True
        except (OSError, Refusal):
            self.kept = False


def _lacks(store: Store, book: str, newest: int, known: Head) -> bool:
    """Whether a page that was written is not in the store, neither counting nor set aside."""
    if newest >= known.number and store.page_hash(book, known.number) == known.hash:
        return False
    kept = (page for pages in store.rivals(book).values() for page in pages)
    return all(page.hash.hex() != known.hash for page in kept)


def _is_disputed(store: Store, book: str) -> bool:
    # Bodies are long, and this is asked after every stick.
    chain, kept = store.branches(book)
    return bool(disputed([*map(placed, chain)], [*map(placed, kept)]))
