"""Members' cards and photos in a bundle: which are sent, and which are believed.

A card is believed under a seal of the device that held the book in the card's epoch, whoever
carried it, and if it is later than the one that is here. So it needs no trust in the sender.
"""

import hashlib
from collections.abc import Container, Iterable, Sequence

from coopledger.ledger.holder import Holder
from coopledger.ledger.person import Person, is_sealed_by
from coopledger.sync.limits import MAX_PEOPLE

Seals = Iterable[tuple[str, int, bytes]]
"""Member, epoch and seal of each card of a book that is here, by member."""


def digest(seals: Seals) -> bytes:
    """What a device says of all sealed cards that it has of a book; no bytes if it has none."""
    told = hashlib.sha256(b"coopledger/people/v1\0")
    sealed = [(member, signature) for member, _epoch, signature in seals if signature]
    for member, signature in sealed:
        told.update(len(member).to_bytes(1) + member.encode() + signature)
    return told.digest() if sealed else b""


class Room:
    """Room in one bundle for cards and photos: what does not fit goes with a later bundle.

    Attributes:
        short: whether something did not fit.
    """

    def __init__(self, most: int, number: int) -> None:
        """Begin.

        Args:
            most: bytes of all cards and photos.
            number: of the bundle.
        """
        self.short = False
        self._left = most
        self._start = int.from_bytes(hashlib.sha256(b"%d" % number).digest())

    def fitting(self, people: Sequence[Person]) -> list[Person]:
        """The sealed ones of a book's people, as many as fit.

        Where not all do, each bundle begins at another of them, by a hash of its number: so a few
        bundles bring them all, whichever of them go to one receiver.
        """
        sealed = [each for each in people if each.signature]
        start = self._start % len(sealed) if sealed else 0
        found = list[Person]()
        for each in (*sealed[start:], *sealed[:start]):
            size = len(each.card.encode()) + len(each.photo)
            if size > self._left or len(found) == MAX_PEOPLE:
                self.short = True
                break
            self._left -= size
            found.append(each)
        return sorted(found, key=lambda each: each.member)


def newer(came: Iterable[Person], here: Iterable[Person]) -> list[Person]:
    """Those of the cards that came which are later than what is here."""
    ages = {each.member: each.age for each in here}
    return [each for each in came if each.age > ages.get(each.member, (0, 0, b""))]


def believed(
    came: Iterable[Person],
    book: str,
    holder: Holder,
    barred: frozenset[bytes],
    there: frozenset[str],
) -> tuple[Person, ...]:
    """Those of the cards that the book's holders sealed.

    Args:
        came: the cards.
        book: id of the book.
        holder: all its holders so far.
        barred: keys of devices that are revoked.
        there: members of the book whose cards the officers did not have erased.
    """
    keys = {span.epoch: span.key for span in holder.spans}
    found = []
    for each in came:
        key = keys.get(each.epoch, b"")
        if each.member in there and key not in barred and is_sealed_by(each, book, key):
            found.append(each)
    return tuple(found)


def disowned(
    here: Iterable[Person], book: str, holder: Holder, there: Container[str]
) -> list[Person]:
    """The cards here that are of a branch which does not count.

    None of the book's holders sealed them, or the member joined on that branch only.

    Args:
        here: the cards.
        book: id of the book.
        holder: all its holders so far.
        there: members of the book.
    """
    keys = {span.epoch: span.key for span in holder.spans}
    return [
        each
        for each in here
        if each.signature
        and not (each.member in there and is_sealed_by(each, book, keys.get(each.epoch, b"")))
    ]
