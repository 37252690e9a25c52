r"""A small file for a stick: a first line, a msgpack array, the seal of the laptop that wrote it.

    first line   4 bytes length   array   64 bytes seal

The seal is in the context ``approval``, over first line and array, so that a file of one kind never
passes for another. All of it is inside an age file.
"""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.ledger.boxes import BoxKey
from coopledger.ledger.seals import SEAL_BYTES, Seal, SigningKey, verifies
from coopledger.ledger.unreadable import UNREADABLE
from coopledger.sync import age_file

_LENGTH_BYTES = 4
_CODES = {
    "not_a_bundle": "not_an_approval",
    "newer_bundle": "not_an_approval",
    "bundle_wrong_passphrase": "not_an_approval",
    "bundle_not_for_us": "approval_not_for_us",
}
T = TypeVar("T", bound=msgspec.Struct)


def lock(
    line: bytes, told: msgspec.Struct, device: SigningKey, receivers: Sequence[bytes]
) -> bytes:
    """The file, sealed by the device that writes it, for laptops by their box keys."""
    raw = msgspec.msgpack.encode(told)
    plain = line + len(raw).to_bytes(_LENGTH_BYTES, "big") + raw
    return age_file.lock(plain + device.seal("approval", line + raw).signature, list(receivers))


def unlock(line: bytes, kind: type[T], file: bytes, own: BoxKey, most: int) -> T:
    """What a file holds, if this laptop may open it and the seal is that of its ``by``.

    Args:
        line: the first line, with the version.
        kind: of the array; its ``by`` is the writer's public key.
        file: the whole file.
        own: this laptop's box key.
        most: how long the file may be.

    Raises:
        Refusal: `not_an_approval`, `newer_approval`, `approval_not_for_us`, `approval_damaged`, or
            `approval_seal_bad`.
    """
    if len(file) > most:
        raise Refusal("not_an_approval")
    try:
        plain = age_file.unlock(file, [own])
    except Refusal as refusal:
        raise Refusal(_CODES.get(refusal.code, "approval_damaged")) from None
    if not plain.startswith(line):
        newer = plain.startswith(line.rstrip(b"0123456789\n"))
        raise Refusal("newer_approval" if newer else "not_an_approval")
    rest = plain[len(line) :]
    length = int.from_bytes(rest[:_LENGTH_BYTES], "big")
    raw, signature = rest[_LENGTH_BYTES:-SEAL_BYTES], rest[-SEAL_BYTES:]
    if len(raw) != length:
        raise Refusal("approval_damaged")
    try:
        found = msgspec.msgpack.decode(raw, type=kind)
    except UNREADABLE:
        raise Refusal("approval_damaged") from None
    if msgspec.msgpack.encode(found) != raw:
        raise Refusal("approval_damaged")
    by: bytes = getattr(found, "by", b"")
    if not verifies(Seal(by, signature), "approval", line + raw):
        raise Refusal("approval_seal_bad")
    return found
