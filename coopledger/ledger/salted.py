"""Names and texts stay outside the pages; a page carries only their salted hashes.

The salt makes the hash of a name or a phone number unguessable, and when salt and text are erased,
the chain still verifies (trust: erasure without a broken proof).
"""

import hashlib
import secrets
from typing import Literal, TypeAlias, TypeVar

import msgspec

from coopledger.ledger.unreadable import UNREADABLE

SALT_BYTES = 32
Sort: TypeAlias = Literal["note", "member", "group", "name"]
"""``name`` is of the cooperative itself, a branch or a device, in the registry."""


class Salted(msgspec.Struct, frozen=True):
    """A text outside the pages: what sort it is, its salt, the text itself."""

    sort: Sort
    salt: bytes
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 over context, salt and text, as 64 hex digits."""
        state = hashlib.sha256(b"coopledger/" + self.sort.encode() + b"/v1\0")
        state.update(self.salt)
        state.update(self.text.encode())
        return state.hexdigest()


def salted(sort: Sort, text: str) -> Salted:
    """A text under a new random salt."""
    return Salted(sort, secrets.token_bytes(SALT_BYTES), text)


class GroupCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of a group beside its book."""

    name: str


class MemberCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of a member beside the book: personal data, erasable."""

    name: str
    sex: str = ""
    phone: str = ""
    born: str = ""
    next_of_kin: str = ""


_CARDS: dict[str, type[msgspec.Struct]] = {"group": GroupCard, "member": MemberCard}
C = TypeVar("C", bound=msgspec.Struct)


def read_card(text: str, kind: type[C]) -> C | None:
    """A card from its text; None if it is none: a page may name any text as a card."""
    try:
        return msgspec.json.decode(text, type=kind)
    except UNREADABLE:
        return None


def is_of_its_sort(text: Salted) -> bool:
    """Whether a group's or a member's card reads as one; a note may say anything."""
    kind = _CARDS.get(text.sort)
    return kind is None or read_card(text.text, kind) is not None
