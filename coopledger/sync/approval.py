r"""An approval pack: a page that asks officers for their seals, carried from laptop to laptop.

Inside the age file, plain:

    b"coopledger approval 1\n"   4 bytes length   pack   64 bytes seal

The pack is a msgpack array. The seal is that of the laptop that wrote this file, in the context
``approval``, over the first line and the pack; the officers' seals in it are over the page's header
in the context ``page``, so that they are the page's own. docs/bundle.md has every field.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from coopledger.domain.errors import Refusal
from coopledger.ledger.boxes import BoxKey
from coopledger.ledger.canonical import MAX_BYTES
from coopledger.ledger.page import Header, Page
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import SEAL_BYTES, Seal, SigningKey, verifies
from coopledger.sync import age_file, limits
from coopledger.sync.bundle import Count, Hash, Key, Row, Signature, TextRow

FIRST_LINE = b"coopledger approval 1\n"
_ANY_LINE = b"coopledger approval "
_LENGTH_BYTES = 4
SUFFIX = ".approval"
_CODES = {
    "not_a_bundle": "not_an_approval",
    "newer_bundle": "not_an_approval",
    "bundle_wrong_passphrase": "not_an_approval",
    "bundle_not_for_us": "approval_not_for_us",
}


class PackSeal(Row, frozen=True, array_like=True):
    """A seal over the page's header."""

    key: Key
    signature: Signature


class Shown(Row, frozen=True, array_like=True):
    """A figure that the writer's program showed."""

    figure: Annotated[str, Meta(max_length=64)]
    value: int


class Pack(Row, frozen=True, array_like=True):
    """A page that asks for seals.

    Attributes:
        book: its id.
        by: public key of the laptop that wrote this file.
        time: that laptop's clock in milliseconds; shown, never trusted.
        header, body: of the page.
        shown: what that laptop's program showed of it; compared with what header and body say.
        seals: all that it has so far.
        texts: notes and cards that the body names.
        officers: wrapped keys of officers in a box for one laptop's box key; or nothing.
    """

    book: Hash
    by: Key
    time: Count
    header: Annotated[bytes, Meta(max_length=MAX_BYTES)]
    body: Annotated[bytes, Meta(max_length=MAX_BYTES)]
    shown: Annotated[tuple[Shown, ...], Meta(max_length=limits.MAX_SHOWN)]
    seals: Annotated[tuple[PackSeal, ...], Meta(max_length=limits.MAX_SEALS)]
    texts: Annotated[tuple[TextRow, ...], Meta(max_length=limits.MAX_SHOWN)]
    officers: Annotated[bytes, Meta(max_length=limits.MAX_SEALED_KEYS)]

    @property
    def page(self) -> Page:
        """The page with its seals."""
        seals = tuple(Seal(each.key, each.signature) for each in self.seals)
        return Page(self.header, self.body, seals)

    def read_texts(self) -> list[Salted]:
        """Its texts."""
        return [Salted(row.sort, row.salt, row.text) for row in self.texts]


def shown_of(head: Header) -> tuple[Shown, ...]:
    """What a program shows of a page, as it is compared: meeting, entries, and all totals."""
    figures: Mapping[str, int] = {
        "page": head.number,
        "meeting": head.meeting,
        "entries": head.events,
        **head.totals,
    }
    return tuple(Shown(name, value) for name, value in sorted(figures.items()))


def pack_of(
    page: Page,
    head: Header,
    device: bytes,
    time: int,
    *,
    texts: Iterable[Salted] = (),
    officers: bytes = b"",
) -> Pack:
    """A pack for a page with the seals that it has."""
    return Pack(
        bytes.fromhex(head.book),
        device,
        time,
        page.header,
        page.body,
        shown_of(head),
        tuple(
            PackSeal(seal.key, seal.signature)
            for seal in sorted(page.seals, key=lambda each: each.key)
        ),
        tuple(TextRow(each.sort, each.salt, each.text) for each in texts),
        officers,
    )


def lock(pack: Pack, device: SigningKey, receivers: Sequence[bytes]) -> bytes:
    """The file: sealed by the device that writes it, for laptops by their box keys."""
    raw = msgspec.msgpack.encode(pack)
    plain = FIRST_LINE + len(raw).to_bytes(_LENGTH_BYTES, "big") + raw
    return age_file.lock(
        plain + device.seal("approval", FIRST_LINE + raw).signature, list(receivers)
    )


def unlock(file: bytes, own: BoxKey) -> Pack:
    """What a file holds, if this laptop may open it and its writer's seal fits.

    Raises:
        Refusal: `not_an_approval`, `newer_approval`, `approval_not_for_us`, `approval_damaged`, or
            `approval_seal_bad`.
    """
    if len(file) > limits.MAX_APPROVAL:
        raise Refusal("not_an_approval")
    try:
        plain = age_file.unlock(file, [own])
    except Refusal as refusal:
        raise Refusal(_CODES.get(refusal.code, "approval_damaged")) from None
    if not plain.startswith(FIRST_LINE):
        newer = plain.startswith(_ANY_LINE)
        raise Refusal("newer_approval" if newer else "not_an_approval")
    rest = plain[len(FIRST_LINE) :]
    length = int.from_bytes(rest[:_LENGTH_BYTES], "big")
    raw, signature = rest[_LENGTH_BYTES:-SEAL_BYTES], rest[-SEAL_BYTES:]
    if len(raw) != length:
        raise Refusal("approval_damaged")
    try:
        pack = msgspec.msgpack.decode(raw, type=Pack)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refusal("approval_damaged") from None
    if msgspec.msgpack.encode(pack) != raw:
        raise Refusal("approval_damaged")
    if not verifies(Seal(pack.by, signature), "approval", FIRST_LINE + raw):
        raise Refusal("approval_seal_bad")
    return pack
