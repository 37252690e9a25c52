"""An update's manifest, its files and its seals: what a release is, and who says so.

An update file is a line, the manifest (JSON), the seals over the manifest's bytes (JSON), and then
the files, each compressed by itself, one after the other as the manifest names them. Nothing of it
is believed before enough of the release keys that the program carries have sealed the manifest.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from msgspec import Meta

from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import SALT_BYTES, USUAL_COST, Cost, derive
from coopledger.ledger.seals import Seal, SigningKey, is_sound_key, verifies
from coopledger.ledger.unreadable import UNREADABLE

MAGIC = b"coopledger-update/1\n"
MAX_MANIFEST, MAX_SEALS = 8 << 20, 64 << 10
MAX_FILES, MAX_TOTAL = 20_000, 2 << 30
"""Files in an update, and their bytes when they are unpacked."""
_PART = re.compile(r"[A-Za-z0-9_@+~(][A-Za-z0-9_@+~().,= -]{0,99}|\.[A-Za-z0-9_-]{1,99}")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
VERSION = r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}\Z"
"""A version: three numbers."""
_MAX_PATH, _MAX_DEPTH = 200, 16

Hex32 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Version = Annotated[str, Meta(pattern=VERSION)]


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: its place below the program's folder, its size, and its stream in the update.

    The hash is over the stream as it is in the update, of which there is one for a file.
    """

    path: Annotated[str, Meta(min_length=1, max_length=_MAX_PATH)]
    size: Annotated[int, Meta(ge=0, le=MAX_TOTAL)]
    packed: Annotated[int, Meta(ge=0, le=MAX_TOTAL)]
    sha256: Hex32
    runs: bool = False
    """Whether it is a program."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is signed.

    Attributes:
        kind: a ``folder`` that runs from where it lies, a ``deb`` or a ``wheel``.
        version: of the program.
        released: its day.
        platform: as `app.updates.platform_name` tells it; ``any`` for a wheel.
        schema: the form of ledger that it writes.
        oldest_schema: the oldest form that it still reads.
        news: what is new, for people; by language code, English always.
    """

    format: Literal["coopledger-update"]
    v: Literal[1]
    kind: Literal["folder", "deb", "wheel"]
    version: Version
    released: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]
    platform: Annotated[str, Meta(pattern=r"^[a-z0-9_-]{2,40}\Z")]
    schema: Annotated[int, Meta(ge=1, le=10_000)]
    oldest_schema: Annotated[int, Meta(ge=1, le=10_000)]
    news: dict[str, Annotated[str, Meta(max_length=4_000)]]
    files: Annotated[tuple[File, ...], Meta(min_length=1, max_length=MAX_FILES)]


class ReleaseKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pinned release key and whose it is."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    public: Hex32


class ReleaseKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pinned release keys, and how many of them must have sealed an update."""

    need: Annotated[int, Meta(ge=1, le=16)]
    keys: Annotated[tuple[ReleaseKey, ...], Meta(max_length=16)]


class _WrittenSeal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: Hex32
    signature: Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]


class _KeptKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A release key's secret under a passphrase."""

    format: Literal["coopledger-release-key"]
    v: Literal[1]
    public: Hex32
    cost: Cost
    salt: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    wrapped: Annotated[str, Meta(pattern=r"^[0-9a-f]{80}\Z")]


def read_keys(raw: bytes) -> ReleaseKeys:
    """The pinned keys from their file.

    Raises:
        Refusal: `update_keys_damaged`, or `update_no_keys`: there are fewer than are needed.
    """
    try:
        found = msgspec.json.decode(raw, type=ReleaseKeys)
    except UNREADABLE:
        raise Refusal("update_keys_damaged") from None
    publics = {each.public for each in found.keys}
    if not found.keys:
        raise Refusal("update_no_keys")
    sound = all(is_sound_key(bytes.fromhex(each)) for each in publics)
    if len(publics) != len(found.keys) or found.need > len(publics) or not sound:
        raise Refusal("update_keys_damaged")
    return found


def read_seals(raw: bytes) -> tuple[Seal, ...]:
    """The seals from their JSON.

    Raises:
        Refusal: `update_damaged`.
    """
    try:
        found = msgspec.json.decode(raw, type=tuple[_WrittenSeal, ...])
    except UNREADABLE:
        raise Refusal("update_damaged") from None
    return tuple(Seal(bytes.fromhex(e.key), bytes.fromhex(e.signature)) for e in found)


def write_seals(seals: Sequence[Seal]) -> bytes:
    """The JSON of seals, one for each key."""
    by_key = {seal.key: seal for seal in seals}
    told = [_WrittenSeal(each.key.hex(), each.signature.hex()) for each in by_key.values()]
    return msgspec.json.encode(told)


def seal_manifest(raw: bytes, key: SigningKey) -> Seal:
    """Seal a manifest's bytes as an update."""
    return key.seal("update", raw)


def admit(raw: bytes, seals: Sequence[Seal], pinned: ReleaseKeys) -> tuple[Manifest, list[str]]:
    """Believe a manifest that enough of the pinned keys sealed; it, and whose seals they are.

    Raises:
        Refusal: `update_not_signed`: too few of them, or not over these bytes; `update_damaged`:
            they sealed something that is no manifest; `update_unsafe`: a file's place in it is one
            that no program of ours has.
    """
    good = {seal.key.hex() for seal in seals if verifies(seal, "update", raw)}
    signers = [each.name for each in pinned.keys if each.public in good]
    if len(signers) < pinned.need:
        raise Refusal("update_not_signed", value=len(signers), expected=pinned.need)
    try:
        found = msgspec.json.decode(raw, type=Manifest)
    except UNREADABLE:
        raise Refusal("update_damaged") from None
    check_files(found)
    return found, signers


def check_files(manifest: Manifest) -> None:
    """Refuse a manifest whose files could land outside their folder, or on each other.

    Raises:
        Refusal: `update_unsafe`.
    """
    seen: set[str] = set()
    folders: set[str] = set()
    for file in manifest.files:
        parts = file.path.split("/")
        if len(parts) > _MAX_DEPTH or not all(map(_is_plain, parts)):
            raise Refusal("update_unsafe", value=file.path)
        folded = file.path.lower()  # two disks out of three know no capitals
        if folded in seen:
            raise Refusal("update_unsafe", value=file.path)
        seen.add(folded)
        folders |= {"/".join(parts[:at]).lower() for at in range(1, len(parts))}
    if seen & folders or sum(file.size for file in manifest.files) > MAX_TOTAL:
        raise Refusal("update_unsafe", value=manifest.version)
    if manifest.kind != "folder" and (len(manifest.files) != 1 or "/" in manifest.files[0].path):
        raise Refusal("update_unsafe", value=manifest.files[0].path)


def _is_plain(part: str) -> bool:
    plain = _PART.fullmatch(part) is not None and part[-1] not in ". "
    return plain and not _DEVICES.fullmatch(part)


def order(version: str) -> tuple[int, ...]:
    """A version's place among others: its three numbers."""
    return tuple(int(part) for part in version.split("."))


def wrap_key(key: SigningKey, passphrase: str, cost: Cost = USUAL_COST) -> bytes:
    """The file of a release key, under a passphrase (Argon2id, AES key wrap).

    Raises:
        Refusal: `empty_passphrase`.
    """
    if not passphrase.strip():
        raise Refusal("empty_passphrase")
    salt = secrets.token_bytes(SALT_BYTES)
    wrapped = aes_key_wrap(derive(passphrase, salt, cost), key.seed)
    kept = _KeptKey("coopledger-release-key", 1, key.public.hex(), cost, salt.hex(), wrapped.hex())
    return msgspec.json.format(msgspec.json.encode(kept)) + b"\n"


def unwrap_key(raw: bytes, passphrase: str) -> SigningKey:
    """A release key from its file.

    Raises:
        Refusal: `release_key_damaged`, or `wrong_passphrase`.
    """
    try:
        kept = msgspec.json.decode(raw, type=_KeptKey)
    except UNREADABLE:
        raise Refusal("release_key_damaged") from None
    try:
        kek = derive(passphrase, bytes.fromhex(kept.salt), kept.cost)
        key = SigningKey(aes_key_unwrap(kek, bytes.fromhex(kept.wrapped)))
    except InvalidUnwrap:
        raise Refusal("wrong_passphrase") from None
    if key.public.hex() != kept.public:
        raise Refusal("release_key_damaged")
    return key
