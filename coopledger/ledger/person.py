"""A member's card and photo as they are now, under a seal of the device that holds the book.

No page knows of them, so that they can be erased. The seal says in which of the book's epochs they
were typed: only that epoch's holder could write them, whoever carries them (docs/bundle.md).
"""

import hashlib
import time

import msgspec

from coopledger.ledger.seals import Seal, SigningKey, verifies


class Person(msgspec.Struct, frozen=True, gc=False):
    """A member's card, as text, and a JPEG of the member, or no bytes.

    Attributes:
        member: the member's code in the book.
        card: a `MemberCard` as JSON; empty if only the photo is kept.
        photo: as `coopledger.interop.photo` keeps one.
        epoch: of the book, when they were typed; 0 if nothing is sealed.
        turn: which of two of one epoch is the later one.
        signature: by that epoch's holder; empty in a file of an earlier program.
    """

    member: str
    card: str = ""
    photo: bytes = b""
    epoch: int = 0
    turn: int = 0
    signature: bytes = b""

    @property
    def age(self) -> tuple[int, int, bytes]:
        """What orders all that was ever kept of a member: the greatest is the one that is so now.

        Twins of one device may seal two of one turn. The signature decides then, everywhere alike.
        """
        return self.epoch, self.turn, self.signature


def seal_person(device: SigningKey, book: str, person: Person, epoch: int, after: int) -> Person:
    """Seal a card as the newest.

    Args:
        device: it holds the book.
        book: id of the book.
        person: as it is now.
        epoch: of the book.
        after: turn of the card before it in this epoch, 0 if there is none.
    """
    # The clock as well: a laptop put back to an old copy would else count turns a second time.
    turn = max(after + 1, time.time_ns() // 1_000_000)
    new = msgspec.structs.replace(person, epoch=epoch, turn=turn)
    seal = device.seal("person", _sealed(book, new))
    return msgspec.structs.replace(new, signature=seal.signature)


def is_sealed_by(person: Person, book: str, key: bytes) -> bool:
    """Whether a key sealed this card in this book."""
    return verifies(Seal(key, person.signature), "person", _sealed(book, person))


def _sealed(book: str, person: Person) -> bytes:
    """All of it, each part of a fixed length but the last."""
    parts = (
        bytes.fromhex(book),
        person.epoch.to_bytes(8, "big"),
        person.turn.to_bytes(8, "big"),
        hashlib.sha256(person.card.encode()).digest(),
        hashlib.sha256(person.photo).digest(),
        person.member.encode(),
    )
    return b"".join(parts)
