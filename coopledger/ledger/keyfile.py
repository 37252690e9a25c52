"""``FILE.keys``: the store's random key, wrapped for those who may open it.

The 256-bit key of the SQLCipher file is random. It is wrapped (AES key wrap, RFC 3394) under a key
that Argon2id (RFC 9106) makes from the passphrase, so that a new passphrase rewrites this small
file and never the store.
"""

import secrets
import unicodedata
from typing import Annotated, Literal

import msgspec
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from msgspec import Meta

from coopledger.domain.errors import Refusal

KEY_BYTES = 32
SALT_BYTES = 16


class Cost(msgspec.Struct, frozen=True):
    """What one guess costs: Argon2id memory in KiB, passes, lanes."""

    memory_kib: Annotated[int, Meta(ge=8, le=1 << 20)] = 1 << 16
    passes: Annotated[int, Meta(ge=1, le=64)] = 3
    lanes: Annotated[int, Meta(ge=1, le=16)] = 2


USUAL_COST = Cost()
"""64 MiB and three passes: RFC 9106's second recommendation, a fifth of a second on a laptop."""


class Wrap(msgspec.Struct, frozen=True):
    """One wrapping of the store's key. Salt and wrapped key are hex."""

    kind: Literal["passphrase"]
    cost: Cost
    salt: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]
    wrapped: Annotated[str, Meta(pattern=r"^[0-9a-f]{80}$")]


class KeyFile(msgspec.Struct, frozen=True):
    """All wrappings of one store's key."""

    format: Literal["coopledger-keys"]
    v: Literal[1]
    store: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]
    """Random name of the store that the key opens."""
    wraps: tuple[Wrap, ...]

    def encode(self) -> bytes:
        """The file's bytes."""
        return msgspec.json.format(msgspec.json.encode(self)) + b"\n"

    def unlock(self, passphrase: str) -> bytes:
        """The store's key.

        Raises:
            Refusal: the passphrase is not the one.
        """
        for wrap in self.wraps:
            kek = _derive(passphrase, bytes.fromhex(wrap.salt), wrap.cost)
            try:
                return aes_key_unwrap(kek, bytes.fromhex(wrap.wrapped))
            except InvalidUnwrap:
                continue
        raise Refusal("wrong_passphrase")


def create(passphrase: str, cost: Cost = USUAL_COST) -> tuple[bytes, KeyFile]:
    """A new random key and the file that keeps it."""
    key, salt = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(SALT_BYTES)
    wrapped = aes_key_wrap(_derive(passphrase, salt, cost), key)
    wrap = Wrap("passphrase", cost, salt.hex(), wrapped.hex())
    return key, KeyFile("coopledger-keys", 1, secrets.token_hex(16), (wrap,))


def decode(raw: bytes) -> KeyFile:
    """Read the file's bytes.

    Raises:
        Refusal: it is no key file of a kind this program knows.
    """
    try:
        return msgspec.json.decode(raw, type=KeyFile)
    except msgspec.DecodeError:
        raise Refusal("bad_key_file") from None


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return kdf.derive(unicodedata.normalize("NFKC", passphrase).encode())
