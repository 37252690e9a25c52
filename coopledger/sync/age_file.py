"""The outside of a bundle: an age v1 file, to devices' box keys or to one under a passphrase.

age (C2SP age.md) hides and protects what is inside, and tells nothing of who wrote it: that is the
seal's part, inside. Everything stays in memory, because a decrypted part of a file that turns out
to be cut short must never lie on a disk. pyrage is imported here alone.
"""

from collections.abc import Sequence

import msgspec
import pyrage
from pyrage.x25519 import Identity, Recipient

from coopledger.domain.errors import Refusal
from coopledger.ledger.boxes import BoxKey, WordsWrap, box_of, new_box, unwrap_under, wrap_under
from coopledger.ledger.keyfile import USUAL_COST, Cost
from coopledger.ledger.unreadable import UNREADABLE
from coopledger.sync import bech32
from coopledger.sync.limits import MAX_FILE

AGE = b"age-encryption.org/v1\n"
WORDED = b"coopledger passphrase bundle 1\n"
"""First line of a bundle under a passphrase; a line with the wrapped key follows, then age's."""
_WORDED_ANY = b"coopledger passphrase bundle "
_MAX_WRAP = 1_024
_NOT_OURS = "No matching keys found"


def lock(inside: bytes, receivers: Sequence[bytes]) -> bytes:
    """An age file that the owners of these X25519 public keys open."""
    keys = [Recipient.from_str(bech32.recipient(public)) for public in receivers]
    return bytes(pyrage.encrypt(inside, keys))


def lock_under(
    passphrase: str, inside: bytes, receivers: Sequence[bytes] = (), cost: Cost = USUAL_COST
) -> bytes:
    """A file that a passphrase opens too: it wraps the private half of a key of this file alone.

    age's own passphrase mode needs up to 1 GB of memory, which small laptops have not.
    """
    key = new_box()
    wrap = msgspec.json.encode(wrap_under(passphrase, key.private, cost))
    return WORDED + wrap + b"\n" + lock(inside, [key.public, *receivers])


def is_worded(file: bytes) -> bool:
    """Whether a passphrase opens the file."""
    return file.startswith(_WORDED_ANY)


def unlock(file: bytes, keys: Sequence[BoxKey], passphrase: str = "") -> bytes:
    """What is inside.

    Args:
        file: the whole file.
        keys: box keys that may open it.
        passphrase: the one that was agreed on, for a file under a passphrase.

    Raises:
        Refusal: `bundle_too_large`, `not_a_bundle`, `newer_bundle`, `bundle_wrong_passphrase`,
            `bundle_too_dear`, `bundle_not_for_us`, or `bundle_damaged`.
    """
    if len(file) > MAX_FILE:
        raise Refusal("bundle_too_large")
    if is_worded(file):
        wrap, file = _wrap_of(file)
        found = unwrap_under(wrap, passphrase) if passphrase else None
        keys = keys if found is None else [box_of(found), *keys]
        if not keys or (passphrase and found is None):
            raise Refusal("bundle_wrong_passphrase")
    if not file.startswith(AGE):
        raise Refusal("not_a_bundle")
    try:
        own = [Identity.from_str(bech32.identity(key.private)) for key in keys]
        return bytes(pyrage.decrypt(file, own))
    except pyrage.DecryptError as problem:
        code = "bundle_not_for_us" if _NOT_OURS in str(problem) else "bundle_damaged"
        raise Refusal(code) from None


def _wrap_of(file: bytes) -> tuple[WordsWrap, bytes]:
    if not file.startswith(WORDED):
        raise Refusal("newer_bundle")
    line, _, rest = file[len(WORDED) :].partition(b"\n")
    try:
        wrap = msgspec.json.decode(line[:_MAX_WRAP], type=WordsWrap)
    except UNREADABLE:
        raise Refusal("bundle_damaged") from None
    if msgspec.json.encode(wrap) != line:
        raise Refusal("bundle_damaged")
    return wrap, rest
