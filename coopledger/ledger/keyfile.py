"""``FILE.keys``: the store's random key, wrapped for those who may open it.

The 256-bit key of the SQLCipher file is random. It is wrapped

- under a key that Argon2id (RFC 9106) makes from the passphrase (AES key wrap, RFC 3394), and with
  it the seed of the device's signing key, so that a new passphrase rewrites this small file and
  never the store;
- in a libsodium sealed box (X25519, XSalsa20-Poly1305) to the public half of a key made from the
  recovery secret. The box holds the store's key alone: recovery opens, and can sign nothing.

- if the owner wants it, under a key made from a secret that the system's keyring keeps, with the
  device's seed: whoever is logged in on this laptop then opens and signs without the passphrase.

A wrap of a kind that this program does not know is kept as it is.
"""

import secrets
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from msgspec import Meta
from nacl import bindings
from nacl.exceptions import CryptoError

from coopledger.domain.errors import Refusal
from coopledger.ledger.unreadable import UNREADABLE

KEY_BYTES = 32
SALT_BYTES = 16

Wrapped = Annotated[str, Meta(pattern=r"^[0-9a-f]{80}\Z")]
"""32 bytes under AES key wrap, in hex."""


class Cost(msgspec.Struct, frozen=True):
    """What one guess costs: Argon2id memory in KiB, passes, lanes."""

    memory_kib: Annotated[int, Meta(ge=8, le=1 << 20)] = 1 << 16
    passes: Annotated[int, Meta(ge=1, le=64)] = 3
    lanes: Annotated[int, Meta(ge=1, le=16)] = 2

    def __post_init__(self) -> None:
        """Refuse a pair that Argon2id does not have (RFC 9106 §3.1)."""
        if self.memory_kib < 8 * self.lanes:
            raise ValueError(self.memory_kib)


USUAL_COST = Cost()
"""64 MiB and three passes: RFC 9106's second recommendation, a fifth of a second on a laptop."""


class PassphraseWrap(
    msgspec.Struct, frozen=True, tag_field="kind", tag="passphrase", omit_defaults=True
):
    """Key and device seed under a passphrase. Salt and wrapped keys are hex."""

    cost: Cost
    salt: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    wrapped: Wrapped
    device: Wrapped | Literal[""] = ""
    """The device's seed; empty in files of before schema 2, whose store has it."""


class RecoveryWrap(msgspec.Struct, frozen=True, tag_field="kind", tag="recovery"):
    """The store's key in a sealed box to a recovery key's public half; both are hex."""

    public: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    sealed: Annotated[str, Meta(pattern=r"^[0-9a-f]{160}\Z")]


class KeyringWrap(msgspec.Struct, frozen=True, tag_field="kind", tag="keyring", omit_defaults=True):
    """Key and device seed under a secret that lies in the system's keyring; both are hex."""

    wrapped: Wrapped
    device: Wrapped


class Unlocked(msgspec.Struct, frozen=True):
    """What a passphrase opens: the store's key, and the device's seed where the file has it."""

    key: bytes
    seed: bytes | None


class KeyFile(msgspec.Struct, frozen=True):
    """All wrappings of one store's key, in the order of the file."""

    format: Literal["coopledger-keys"]
    v: Literal[1]
    store: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    """Random name of the store that the key opens."""
    wraps: tuple[msgspec.Raw, ...]

    def encode(self) -> bytes:
        """The file's bytes."""
        return msgspec.json.format(msgspec.json.encode(self)) + b"\n"

    def unlock(self, passphrase: str) -> bytes:
        """The store's key; see `unlock_all`."""
        return self.unlock_all(passphrase).key

    def unlock_all(self, passphrase: str) -> Unlocked:
        """The store's key and the device's seed.

        Raises:
            Refusal: the passphrase is not the one.
        """
        for wrap in self._known():
            if isinstance(wrap, PassphraseWrap):
                kek = derive(passphrase, bytes.fromhex(wrap.salt), wrap.cost)
                try:
                    key = aes_key_unwrap(kek, bytes.fromhex(wrap.wrapped))
                    seed = aes_key_unwrap(kek, bytes.fromhex(wrap.device)) if wrap.device else None
                except InvalidUnwrap:
                    continue
                return Unlocked(key, seed)
        raise Refusal("wrong_passphrase")

    def recover(self, secret: bytes) -> bytes:
        """The store's key by the recovery secret.

        Raises:
            Refusal: the ledger has no recovery sheet, or another one than this secret's.
        """
        private, public = recovery_pair(secret)
        wraps = [wrap for wrap in self._known() if isinstance(wrap, RecoveryWrap)]
        if not wraps:
            raise Refusal("no_recovery_sheet")
        for wrap in wraps:
            try:
                return bindings.crypto_box_seal_open(bytes.fromhex(wrap.sealed), public, private)
            except CryptoError:
                continue
        raise Refusal("recovery_of_another")

    def unlock_by_keyring(self, secret: bytes) -> Unlocked:
        """The store's key and the device's seed, by the secret that the keyring kept.

        Raises:
            Refusal: it is not this file's secret.
        """
        kek = _keyring_key(secret)
        for wrap in self._known():
            if isinstance(wrap, KeyringWrap):
                try:
                    seed = aes_key_unwrap(kek, bytes.fromhex(wrap.device))
                    return Unlocked(aes_key_unwrap(kek, bytes.fromhex(wrap.wrapped)), seed)
                except InvalidUnwrap:
                    continue
        raise Refusal("keyring_of_another")

    @property
    def in_keyring(self) -> bool:
        """Whether a secret in a system's keyring opens the store."""
        return any(isinstance(wrap, KeyringWrap) for wrap in self._known())

    @property
    def cost(self) -> Cost:
        """What a guess at the passphrase costs."""
        wraps = [wrap for wrap in self._known() if isinstance(wrap, PassphraseWrap)]
        return wraps[0].cost if wraps else USUAL_COST

    @property
    def recovery_keys(self) -> tuple[str, ...]:
        """Public halves that the store's key is sealed to, in hex; none without a sheet."""
        return tuple(wrap.public for wrap in self._known() if isinstance(wrap, RecoveryWrap))

    def with_passphrase(
        self, opened: Unlocked, passphrase: str, cost: Cost | None = None
    ) -> "KeyFile":
        """The file under another passphrase; the earlier one opens nothing any more."""
        wrap = _wrap(opened, passphrase, cost or self.cost)
        others = [raw for raw in self.wraps if not isinstance(_known(raw), PassphraseWrap)]
        return msgspec.structs.replace(self, wraps=(_raw(wrap), *others))

    def with_recovery(self, key: bytes, public: str) -> "KeyFile":
        """The file with the store's key sealed to one recovery key, instead of any earlier."""
        sealed = bindings.crypto_box_seal(key, bytes.fromhex(public))
        others = [raw for raw in self.wraps if not isinstance(_known(raw), RecoveryWrap)]
        wrap = RecoveryWrap(public, sealed.hex())
        return msgspec.structs.replace(self, wraps=(*others, _raw(wrap)))

    def with_keyring(self, opened: Unlocked, secret: bytes) -> "KeyFile":
        """The file opened by a secret in the keyring too, instead of any earlier secret.

        Raises:
            Refusal: the device's seed lies elsewhere, in a store of an earlier program.
        """
        if not opened.seed:
            raise Refusal("keyring_old_ledger")
        kek = _keyring_key(secret)
        key, seed = aes_key_wrap(kek, opened.key), aes_key_wrap(kek, opened.seed)
        wrap = _raw(KeyringWrap(key.hex(), seed.hex()))
        return msgspec.structs.replace(self, wraps=(*self.without_keyring().wraps, wrap))

    def without_keyring(self) -> "KeyFile":
        """The file opened by no keyring."""
        others = tuple(raw for raw in self.wraps if not isinstance(_known(raw), KeyringWrap))
        return msgspec.structs.replace(self, wraps=others)

    def _known(self) -> "Sequence[Wrap]":
        return [wrap for wrap in map(_known, self.wraps) if wrap is not None]


Wrap: TypeAlias = PassphraseWrap | RecoveryWrap | KeyringWrap
_WRAPS: dict[str, type[Wrap]] = {
    "passphrase": PassphraseWrap,
    "recovery": RecoveryWrap,
    "keyring": KeyringWrap,
}


class _Kind(msgspec.Struct, frozen=True):
    kind: str


def create(passphrase: str, cost: Cost = USUAL_COST) -> tuple[Unlocked, KeyFile]:
    """A new random key, a new device's seed, and the file that keeps them."""
    opened = Unlocked(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES))
    wrap = _wrap(opened, passphrase, cost)
    return opened, KeyFile("coopledger-keys", 1, secrets.token_hex(16), (_raw(wrap),))


def decode(raw: bytes) -> KeyFile:
    """Read the file's bytes.

    Raises:
        Refusal: it is no key file of a kind this program knows.
    """
    try:
        found = msgspec.json.decode(raw, type=KeyFile)
        for wrap in found.wraps:
            _known(wrap)
    except UNREADABLE:
        raise Refusal("bad_key_file") from None
    return found


def recovery_public(secret: bytes) -> str:
    """Public half of the recovery key, in hex: all that a second laptop needs."""
    return recovery_pair(secret)[1].hex()


def recovery_pair(secret: bytes) -> tuple[bytes, bytes]:
    """X25519 key pair: HKDF-SHA256 of the secret, no salt, is the private half."""
    kdf = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"coopledger/recovery/v1")
    private = kdf.derive(secret)
    return private, bindings.crypto_scalarmult_base(private)


def _keyring_key(secret: bytes) -> bytes:
    """AES key for wrapping: HKDF-SHA256 of the keyring's secret, no salt."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"coopledger/keyring/v1").derive(secret)


def _known(raw: msgspec.Raw) -> Wrap | None:
    wanted = _WRAPS.get(msgspec.json.decode(raw, type=_Kind).kind)
    return msgspec.json.decode(raw, type=wanted) if wanted else None


def _raw(wrap: Wrap) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(wrap))


def _wrap(opened: Unlocked, passphrase: str, cost: Cost) -> PassphraseWrap:
    salt = secrets.token_bytes(SALT_BYTES)
    kek = derive(passphrase, salt, cost)
    device = aes_key_wrap(kek, opened.seed).hex() if opened.seed else ""
    return PassphraseWrap(cost, salt.hex(), aes_key_wrap(kek, opened.key).hex(), device)


def derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The key that a passphrase or PIN stands for (Argon2id, of its NFKC form)."""
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return kdf.derive(unicodedata.normalize("NFKC", passphrase).encode())
