"""Writing pages: the one place where events become bytes, are sealed by the device, and kept."""

import secrets
import time
from collections.abc import Sequence

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.figures import figures
from coopledger.ledger import page as pages
from coopledger.ledger.salted import GroupCard, MemberCard, Salted, Sort, salted
from coopledger.ledger.seals import SigningKey
from coopledger.store.store import NewPage


class NewMember(msgspec.Struct, frozen=True):
    """Someone who joins at the founding."""

    code: str
    card: MemberCard
    roles: tuple[str, ...] = ()


class Scribe:
    """Writes the next pages of one book."""

    def __init__(
        self,
        device: SigningKey,
        newest: NewPage | None = None,
        *,
        seals_of: Sequence[SigningKey] = (),
        taking: bool = False,
    ) -> None:
        """Begin after the newest page; ``taking`` when the officers give this device the book.

        Raises:
            Refusal: another device holds the book.
        """
        if newest is not None and not taking:
            holder, _epoch = pages.next_holder(newest.header, newest.page)
            if holder != device.id:
                raise Refusal("not_the_holder")
        self._device = device
        self._officers = seals_of
        self._newest = newest
        self._texts: list[Salted] = []

    def keep(self, sort: Sort, text: str) -> str:
        """Keep a text outside the page; the reference is what the page carries."""
        kept = salted(sort, text)
        self._texts.append(kept)
        return kept.digest

    def note(self, text: str) -> str:
        """Keep a note; see `keep`."""
        return self.keep("note", text)

    def write(
        self,
        kind: pages.Kind,
        events: Sequence[ev.Event],
        book: Book,
        *,
        meeting: int = 0,
        date: str = "",
    ) -> NewPage:
        """The next page over the book as it is after these events, sealed by the device.

        Raises:
            NotCanonical: an event does not fit the format.
        """
        newest = self._newest
        header, body = pages.write(
            book=newest.header.book if newest else "",
            after=(newest.header, newest.page) if newest else None,
            device=self._device.id,
            kind=kind,
            events=events,
            figures=figures(book),
            rules=book.version,
            time=time.time_ns() // 1_000_000,
            meeting=meeting,
            date=date,
        )
        keys = (self._device, *self._officers)
        page = pages.Page(header, body, tuple(key.seal("page", header) for key in keys))
        texts, self._texts = tuple(self._texts), []
        self._newest = NewPage(pages.HEADER.decode(header), page, texts)
        return self._newest

    def found(
        self,
        book: Book,
        name: str,
        constitution: Constitution,
        members: Sequence[NewMember],
        keys: Sequence[ev.Enrol] = (),
    ) -> NewPage:
        """The founding page: constitution, device, members, officers' keys.

        ``book`` is new and is folded.
        """
        events: list[ev.Event] = [
            ev.Found(
                constitution=constitution,
                device=self._device.public.hex(),
                salt=secrets.token_hex(16),
                card=self.keep("group", _text(GroupCard(name))),
            )
        ]
        events.extend(
            ev.Join(m.code, self.keep("member", _text(m.card)), m.roles)  # type: ignore[arg-type]
            for m in members
        )
        events.extend(keys)
        book.fold(events)
        return self.write("founding", events, book)


def _text(card: GroupCard | MemberCard) -> str:
    return msgspec.json.encode(card).decode()
