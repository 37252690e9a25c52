"""Boxes that one key alone opens: X25519 keys, small sealed boxes, and 32 bytes under words.

A device's box key is made from the seed of its signing key, so that there is one secret to keep and
it stays where it is (HKDF gives the two keys apart). The recovery box key is made from the recovery
secret; see `keyfile`.
"""

import secrets
from typing import Annotated, Literal

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from msgspec import Meta
from nacl import bindings
from nacl.exceptions import CryptoError

from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import KEY_BYTES, SALT_BYTES, USUAL_COST, Cost, derive, recovery_pair

SEALED_EXTRA = 48
"""Bytes that a sealed box is longer than what is in it: a one-time key and a tag."""
MOST_MEMORY_KIB = 1 << 18
MOST_PASSES = 10
"""The dearest guess that a file from outside may ask of a small laptop: 256 MiB, ten passes."""


class BoxKey(msgspec.Struct, frozen=True):
    """An X25519 key pair."""

    private: bytes
    public: bytes


class WordsWrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """32 bytes under AES key wrap (RFC 3394); the wrapping key is made by Argon2id from words."""

    v: Literal[1]
    cost: Cost
    salt: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    wrapped: Annotated[str, Meta(pattern=r"^[0-9a-f]{80}\Z")]


def device_box(seed: bytes) -> BoxKey:
    """A device's box key: HKDF-SHA256 of its seed, no salt, is the private half."""
    kdf = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"coopledger/box/v1")
    return box_of(kdf.derive(seed))


def recovery_box(secret: bytes) -> BoxKey:
    """The recovery secret's box key."""
    return BoxKey(*recovery_pair(secret))


def box_of(private: bytes) -> BoxKey:
    """The pair of a private half."""
    return BoxKey(private, bindings.crypto_scalarmult_base(private))


def new_box() -> BoxKey:
    """A random pair, for one file."""
    return box_of(secrets.token_bytes(KEY_BYTES))


def seal_to(public: bytes, inside: bytes) -> bytes:
    """A sealed box (libsodium's `crypto_box_seal`) that only the key's owner opens."""
    return bindings.crypto_box_seal(inside, public)


def open_sealed(key: BoxKey, sealed: bytes) -> bytes | None:
    """What is in a sealed box; None if it is another key's or not whole."""
    try:
        return bindings.crypto_box_seal_open(sealed, key.public, key.private)
    except (CryptoError, ValueError):
        return None


def wrap_under(passphrase: str, secret: bytes, cost: Cost = USUAL_COST) -> WordsWrap:
    """32 bytes under a passphrase."""
    salt = secrets.token_bytes(SALT_BYTES)
    wrapped = aes_key_wrap(derive(passphrase, salt, cost), secret)
    return WordsWrap(1, cost, salt.hex(), wrapped.hex())


def unwrap_under(wrap: WordsWrap, passphrase: str) -> bytes | None:
    """The 32 bytes; None if the passphrase is not the one.

    Raises:
        Refusal: `bundle_too_dear`: a guess would cost more than a small laptop has.
    """
    if wrap.cost.memory_kib > MOST_MEMORY_KIB or wrap.cost.passes > MOST_PASSES:
        raise Refusal("bundle_too_dear")
    try:
        kek = derive(passphrase, bytes.fromhex(wrap.salt), wrap.cost)
        return aes_key_unwrap(kek, bytes.fromhex(wrap.wrapped))
    except InvalidUnwrap:
        return None
