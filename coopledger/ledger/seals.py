"""Ed25519 seals, each under a context of its own, and the one verifier.

The signed bytes are the context, a zero byte, and the sealed bytes. Verification follows libsodium
(PyNaCl) for ever: small-order keys and points are refused, ``S`` must be canonical, the equation is
cofactorless. `cryptography` is laxer, so it never verifies here.
"""

import hashlib
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec
from nacl import bindings
from nacl.exceptions import BadSignatureError

Context: TypeAlias = Literal[
    "page", "bundle", "approval", "registry", "statement", "recovery", "update", "person"
]
SEAL_BYTES = 64
KEY_BYTES = 32


def signed_bytes(context: Context, sealed: bytes) -> bytes:
    """What the signature is over: domain-separated, so no seal passes for one of another use."""
    return b"coopledger/" + context.encode() + b"/v1\0" + sealed


def key_id(public: bytes) -> str:
    """Short name of a public key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


class SigningKey:
    """A secret Ed25519 key, made from 32 secret bytes."""

    def __init__(self, seed: bytes) -> None:
        self.seed = seed
        self.public, self._secret = bindings.crypto_sign_seed_keypair(seed)

    @classmethod
    def generate(cls) -> "SigningKey":
        """A new random key."""
        return cls(bindings.randombytes(KEY_BYTES))

    @property
    def id(self) -> str:
        """See `key_id`."""
        return key_id(self.public)

    def seal(self, context: Context, sealed: bytes) -> "Seal":
        """Seal bytes in a context."""
        signed = bindings.crypto_sign(signed_bytes(context, sealed), self._secret)
        return Seal(key=self.public, signature=signed[:SEAL_BYTES])


class Seal(msgspec.Struct, frozen=True, gc=False):
    """One signature and the public key that made it."""

    key: bytes
    signature: bytes


@lru_cache(1024)  # the same few keys are asked for with every book
def is_sound_key(public: bytes) -> bool:
    """Whether a public key may be enrolled: a point of prime order, canonically encoded."""
    return len(public) == KEY_BYTES and bool(bindings.crypto_core_ed25519_is_valid_point(public))


def verifies(seal: Seal, context: Context, sealed: bytes) -> bool:
    """Whether the seal is over these bytes in this context."""
    return is_signature(seal.key, seal.signature, signed_bytes(context, sealed))


def is_signature(public: bytes, signature: bytes, signed: bytes) -> bool:
    """The one verifier: whether a bare Ed25519 signature is a key's over these very bytes."""
    if len(signature) != SEAL_BYTES or len(public) != KEY_BYTES:
        return False
    try:
        bindings.crypto_sign_open(signature + signed, public)
    except BadSignatureError:
        return False
    return True
