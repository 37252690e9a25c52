"""An officer's signing key under a PIN or a pass-phrase, and how wrong tries slow down.

What a PIN is worth must be said honestly: six digits against a thief who has the file and a laptop
last about two days at this cost. It stops the curious, not the thief; a pass-phrase or a key on the
officer's own stick does.
"""

import secrets
import unicodedata
from itertools import pairwise
from typing import Annotated, Literal

import msgspec
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from msgspec import Meta

from coopledger.domain.errors import Refusal
from coopledger.ledger.boxes import MOST_MEMORY_KIB, MOST_PASSES
from coopledger.ledger.keyfile import USUAL_COST, Cost, derive
from coopledger.ledger.seals import SigningKey
from coopledger.ledger.unreadable import UNREADABLE

LEAST_DIGITS = 6
LEAST_LETTERS = 8
FREE_TRIES = 3
FIRST_DELAY = 5_000
MOST_DELAY = 3_600_000
"""Delays in milliseconds: 5 s after the third wrong try, doubled each time, an hour at most."""
SALT_BYTES = 16
KEY_BYTES = 32


class WrappedKey(msgspec.Struct, frozen=True):
    """A signing key's seed under AES key wrap; the wrapping key is made by Argon2id."""

    v: Literal[1]
    cost: Cost
    salt: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    wrapped: Annotated[str, Meta(pattern=r"^[0-9a-f]{80}\Z")]


def check_pin(pin: str) -> None:
    """Refuse a PIN that is too easy.

    Raises:
        Refusal: fewer than six digits, fewer than eight characters otherwise, or one digit only.
    """
    plain = unicodedata.normalize("NFKC", pin).strip()
    least = LEAST_DIGITS if plain.isdigit() else LEAST_LETTERS
    if len(plain) < least or len(set(plain)) < 2:
        raise Refusal("weak_pin", least=LEAST_DIGITS)
    steps = {ord(b) - ord(a) for a, b in pairwise(plain)}
    if plain.isdigit() and steps in ({1}, {-1}):
        raise Refusal("weak_pin", least=LEAST_DIGITS)


def wrap(key: SigningKey, pin: str, cost: Cost = USUAL_COST) -> bytes:
    """A signing key as the store keeps it.

    Raises:
        Refusal: the PIN is too easy.
    """
    check_pin(pin)
    salt = secrets.token_bytes(SALT_BYTES)
    wrapped = aes_key_wrap(_derive(pin, salt, cost), key.seed)
    return msgspec.json.encode(WrappedKey(1, cost, salt.hex(), wrapped.hex()))


def unwrap(wrapped: bytes, pin: str) -> SigningKey:
    """The signing key.

    Raises:
        Refusal: the PIN is not the one.
    """
    kept = msgspec.json.decode(wrapped, type=WrappedKey)
    kek = _derive(pin, bytes.fromhex(kept.salt), kept.cost)
    try:
        return SigningKey(aes_key_unwrap(kek, bytes.fromhex(kept.wrapped)))
    except InvalidUnwrap:
        raise Refusal("wrong_pin") from None


def is_bearable(wrapped: bytes) -> bool:
    """Whether what came is a wrapped key, and a try costs no more than a small laptop has."""
    try:
        cost = msgspec.json.decode(wrapped, type=WrappedKey).cost
    except UNREADABLE:
        return False
    return cost.memory_kib <= MOST_MEMORY_KIB and cost.passes <= MOST_PASSES


def wait(failures: int, last: int, now: int) -> int:
    """How long the next try must wait, in milliseconds.

    A clock that was turned back does not shorten it.
    """
    if failures < FREE_TRIES:
        return 0
    delay = min(FIRST_DELAY << min(failures - FREE_TRIES, 20), MOST_DELAY)
    passed = now - last
    return delay if passed < 0 else max(0, delay - passed)


def _derive(pin: str, salt: bytes, cost: Cost) -> bytes:
    return derive(unicodedata.normalize("NFKC", pin).strip(), salt, cost)
