"""An open ledger: the store, the groups in it, and their books verified and folded."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import msgspec

from coopledger.app.backups import PageBackups
from coopledger.app.heads import OwnHeads
from coopledger.domain.errors import Refusal
from coopledger.domain.events import Event
from coopledger.domain.money import Currency
from coopledger.domain.transfers import Dealings
from coopledger.ledger import keyfile
from coopledger.ledger.replay import Fault, Replay
from coopledger.ledger.salted import GroupCard, MemberCard, read_card
from coopledger.store.store import Store, Summary, keys_path

ERASED = "—"
KEPT = 24
"""Books that stay in memory; a branch's 500 of five years would take 350 MB."""
JOURNALS = ("-wal", "-shm", "-journal")
"""What SQLite writes beside a file."""


class Group(msgspec.Struct, frozen=True):
    """A group in the ledger."""

    id: str
    name: str


class Ledger:
    """An open store and what was computed from it. Close it, or use it in a ``with``."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.own_heads = OwnHeads(store)
        self.page_backups = PageBackups(store)
        self._replays: dict[str, Replay] = {}
        self._dealings: dict[str, Dealings] = {}

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: str,
        *,
        practice: bool = False,
        cost: keyfile.Cost = keyfile.USUAL_COST,
    ) -> "Ledger":
        """Make a new ledger; see `Store.create`.

        Raises:
            Refusal: there is one already, or the passphrase is empty.
        """
        if not passphrase.strip():
            raise Refusal("empty_passphrase")
        return cls(Store.create(path, passphrase, practice=practice, cost=cost))

    @classmethod
    def open(cls, path: Path, passphrase: str) -> "Ledger":
        """Open a ledger; see `Store.open`."""
        store = Store.open(path, passphrase)
        try:
            return cls(store)
        except BaseException:
            store.close()  # a damaged file stays locked else
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def groups(self) -> list[Group]:
        """The groups, in the order in which their books were founded."""
        cards = self.store.group_names()
        return [Group(book, _name(cards.get(book))) for book in self.store.books()]

    def group(self, asked: str) -> Group:
        """The group with that id, start of an id (8 digits or more), or name.

        Raises:
            Refusal: there is none, or more than one.
        """
        groups = self.groups()
        exact = [group for group in groups if asked == group.id]
        named = exact or [group for group in groups if same_name(group.name, asked)]
        least = 8
        found = named or [g for g in groups if len(asked) >= least and g.id.startswith(asked)]
        if not found:
            raise Refusal("unknown_group", value=asked)
        if len(found) > 1:
            raise Refusal("ambiguous_group", value=asked)
        return found[0]

    def replay(self, book_id: str, *, with_events: bool = False) -> Replay:
        """The group's book, verified and folded. The last ones are kept: treat it as read-only.

        Raises:
            Refusal: a page is not genuine; its params name page and fault.
        """
        found = self._replays.pop(book_id, None)
        if found is None:
            try:
                found = Replay().extend(self.store.pages(book_id))
            except Fault as fault:
                raise Refusal("page_not_genuine", page=fault.number, fault=fault.kind) from None
            if not with_events:  # they take more room than all else
                found.history = []
        self._dealings[book_id] = found.book.dealings()
        self._replays[book_id] = found  # the one asked for last stands last
        if len(self._replays) > KEPT:
            del self._replays[next(iter(self._replays))]
        return found

    def history(self, book_id: str) -> tuple[Replay, list[list[Event]]]:
        """The book verified and folded afresh, and all its events, page by page."""
        self.forget(book_id)
        replay = self.replay(book_id, with_events=True)
        return replay, replay.history

    def dealings(self, book_id: str) -> Dealings:
        """What the group's book tells of its dealings with others, of the verified book.

        Raises:
            Refusal: a page is not genuine.
        """
        if book_id not in self._dealings:
            self.replay(book_id)
        return self._dealings[book_id]

    @property
    def dealings_known(self) -> dict[str, Dealings]:
        """The same of all books that were verified already, at no cost."""
        return dict(self._dealings)

    def currency(self, book_id: str) -> Currency:
        """The currency of a group's book."""
        return self.replay(book_id).book.constitution.money

    def spare(self, out: Path) -> None:
        """Refuse to write a paper or an export over the ledger's own files.

        Raises:
            Refusal: `not_writable`.
        """
        path = self.store.path
        own = [path, keys_path(path), *(path.with_name(path.name + end) for end in JOURNALS)]
        if out.resolve() in [file.resolve() for file in own]:
            raise Refusal("not_writable", value=str(out))

    def forget(self, book_id: str) -> None:
        """Drop what was computed of a book, after a page was added."""
        self._replays.pop(book_id, None)
        self._dealings.pop(book_id, None)

    def summaries(self, book_id: str) -> list[Summary]:
        """The figures after each page; see `Store.summaries`."""
        return self.store.summaries(book_id)

    def members(self, book_id: str) -> dict[str, MemberCard]:
        """Members' cards as they are now, by code, in the order of joining.

        An erased card has a dash for a name.
        """
        texts, now = self.store.texts(book_id), self.store.person_cards(book_id)
        return {
            code: _card(now.get(code) or texts.get(digest))
            for code, digest in self.replay(book_id).cards.items()
        }

    def card_at_joining(self, book_id: str, member: str) -> MemberCard:
        """The card whose hash the book carries; see `members`."""
        return _card(self.store.texts(book_id).get(self.replay(book_id).cards[member]))


def _card(text: str | None) -> MemberCard:
    return (read_card(text, MemberCard) if text else None) or MemberCard(ERASED)


def _name(text: str | None) -> str:
    card = read_card(text, GroupCard) if text else None
    return card.name if card else ERASED


def same_name(one: str, other: str) -> bool:
    """Whether two names would be taken for one by a reader."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@contextmanager
def opened(path: Path, passphrase: str) -> Iterator[Ledger]:
    """Open a ledger for one job."""
    ledger = Ledger.open(path, passphrase)
    try:
        yield ledger
    finally:
        ledger.close()
