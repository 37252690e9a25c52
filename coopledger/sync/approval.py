r"""An approval pack: a page that asks officers for their seals, carried from laptop to laptop.

Inside the age file, plain:

    b"coopledger approval 1\n"   4 bytes length   pack   64 bytes seal

The pack is a msgpack array. The seal is that of the laptop that wrote this file, in the context
``approval``, over the first line and the pack; the officers' seals in it are over the page's header
in the context ``page``, so that they are the page's own. docs/bundle.md has every field.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from msgspec import Meta

from coopledger.ledger.boxes import BoxKey
from coopledger.ledger.canonical import MAX_BYTES
from coopledger.ledger.page import Header, Page
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import Seal, SigningKey
from coopledger.sync import limits, sealed_file
from coopledger.sync.bundle import Count, Hash, Key, Row, Signature, TextRow

FIRST_LINE = b"coopledger approval 1\n"
SUFFIX = ".approval"


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
    """The file; see `sealed_file.lock`."""
    return sealed_file.lock(FIRST_LINE, pack, device, receivers)


def unlock(file: bytes, own: BoxKey) -> Pack:
    """What a file holds; see `sealed_file.unlock`.

    Raises:
        Refusal: as there.
    """
    return sealed_file.unlock(FIRST_LINE, Pack, file, own, limits.MAX_APPROVAL)
