r"""What is in a bundle: one signed manifest, and the parts that it names by length and hash.

The plain bytes, all in one zstd frame:

    b"coopledger bundle 1\n"   4 bytes length   manifest   64 bytes seal   part 1   part 2   ...

The manifest and the parts are msgpack arrays: no keys, so no order of keys and no key twice. The
seal is the sender's, in the context ``bundle``, over the first line and the manifest. A part is
read only after its hash was compared, and one at a time, so that a federation's year needs no more
memory than its largest book. docs/bundle.md has every field.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT
from coopledger.ledger.page import Page
from coopledger.ledger.person import Person
from coopledger.ledger.salted import Salted, Sort
from coopledger.ledger.seals import SEAL_BYTES, Seal, SigningKey, verifies
from coopledger.ledger.unreadable import UNREADABLE
from coopledger.sync import limits
from coopledger.sync.packing import Packer, Unpacker

FIRST_LINE = b"coopledger bundle 1\n"
_ANY_LINE = b"coopledger bundle "
_LENGTH_BYTES = 4

Key = Annotated[bytes, Meta(min_length=32, max_length=32)]
Hash = Key
Signature = Annotated[bytes, Meta(min_length=64, max_length=64)]
Count = Annotated[int, Meta(ge=0, le=MAX_AMOUNT)]
Index = Annotated[int, Meta(ge=0, lt=limits.MAX_KEYS)]
T = TypeVar("T")


class Row(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """Base of what stands in a bundle: an array, nothing missing and nothing added."""


class Have(Row, frozen=True, array_like=True):
    """The newest page that the sender has of a book, and the digest of its members' cards there."""

    book: Hash
    number: Annotated[int, Meta(ge=1, le=1_000_000_000)]
    hash: Hash
    people: Annotated[bytes, Meta(max_length=32)] = b""


class Part(Row, frozen=True, array_like=True):
    """A part by its length and SHA-256."""

    kind: Literal["registry", "book"]
    book: Hash
    length: Annotated[int, Meta(ge=1, le=limits.MAX_PART)]
    digest: Hash


class Manifest(Row, frozen=True, array_like=True):
    """Who sends what to whom."""

    cooperative: Hash
    """Id of the cooperative's registry."""
    sender: Key
    number: Count
    """Of the sender's bundles, counted up."""
    time: Count
    """Sender's wall clock in milliseconds: shown, never trusted."""
    to: Annotated[tuple[Key, ...], Meta(max_length=limits.MAX_RECEIVERS)]
    """Signing keys of the devices that it is for; none under a passphrase."""
    have: Annotated[tuple[Have, ...], Meta(max_length=limits.MAX_PARTS)]
    parts: Annotated[tuple[Part, ...], Meta(max_length=limits.MAX_PARTS)]


class SealRow(Row, frozen=True, array_like=True):
    """A seal: which of the part's keys made it, and the signature."""

    key: Index
    signature: Signature


class PageRow(Row, frozen=True, array_like=True):
    """A page as it was sealed."""

    header: bytes
    body: bytes
    seals: Annotated[tuple[SealRow, ...], Meta(max_length=limits.MAX_SEALS)]


class TextRow(Row, frozen=True, array_like=True):
    """A note or a card, and its salt."""

    sort: Sort
    salt: Hash
    text: Annotated[str, Meta(max_length=limits.MAX_TEXT)]


class PersonRow(Row, frozen=True, array_like=True):
    """A member's card and photo as they are now; see `coopledger.ledger.person`."""

    member: Annotated[str, Meta(min_length=1, max_length=32)]
    card: Annotated[str, Meta(max_length=limits.MAX_TEXT)]
    photo: Annotated[bytes, Meta(max_length=limits.MAX_PHOTO)]
    epoch: Annotated[int, Meta(ge=1, le=1_000_000_000)]
    turn: Count
    signature: Signature


class BookPart(Row, frozen=True, array_like=True):
    """Pages of one book, and what belongs to them.

    Attributes:
        book: its id.
        keys: public keys that the seals are by.
        pages: in their order, none left out between.
        rivals: other pages of the same numbers, kept as evidence of a fork.
        texts: notes and cards that the pages name.
        officers: the officers' wrapped keys, in a box that only the recovery key opens; or nothing.
        handed: the same in a box for the receiver, if the book was handed over to it; or nothing.
        people: members' cards and photos as they are now.
    """

    book: Hash
    keys: Annotated[tuple[Key, ...], Meta(max_length=limits.MAX_KEYS)]
    pages: Annotated[tuple[PageRow, ...], Meta(max_length=limits.MAX_PAGES)]
    rivals: Annotated[tuple[PageRow, ...], Meta(max_length=limits.MAX_RIVALS)]
    texts: Annotated[tuple[TextRow, ...], Meta(max_length=limits.MAX_TEXTS)]
    officers: Annotated[bytes, Meta(max_length=limits.MAX_SEALED_KEYS)]
    handed: Annotated[bytes, Meta(max_length=limits.MAX_SEALED_KEYS)]
    people: Annotated[tuple[PersonRow, ...], Meta(max_length=limits.MAX_PEOPLE)]

    def read_pages(self) -> list[Page]:
        """Its pages.

        Raises:
            Refusal: `bundle_damaged`: a seal is by a key that is not in the part.
        """
        return self._pages(self.pages)

    def read_rivals(self) -> list[Page]:
        """Its rival pages; see `read_pages`."""
        return self._pages(self.rivals)

    def read_texts(self) -> list[Salted]:
        """Its texts."""
        return [Salted(row.sort, row.salt, row.text) for row in self.texts]

    def read_people(self) -> list[Person]:
        """Its members' cards; none is compared with the book yet."""
        return [Person(*msgspec.structs.astuple(row)) for row in self.people]

    def _pages(self, rows: tuple[PageRow, ...]) -> list[Page]:
        keys = self.keys
        try:
            return [
                Page(row.header, row.body, tuple(Seal(keys[s.key], s.signature) for s in row.seals))
                for row in rows
            ]
        except IndexError:
            raise Refusal("bundle_damaged") from None


def book_part(
    book: str,
    pages: Iterable[Page],
    *,
    rivals: Iterable[Page] = (),
    texts: Iterable[Salted] = (),
    officers: bytes = b"",
    handed: bytes = b"",
    people: Iterable[Person] = (),
) -> BookPart:
    """Pages of a book as a part."""
    keys: dict[bytes, int] = {}

    def row(page: Page) -> PageRow:
        seals = (SealRow(keys.setdefault(s.key, len(keys)), s.signature) for s in page.seals)
        return PageRow(page.header, page.body, tuple(seals))

    rows, others = tuple(map(row, pages)), tuple(map(row, rivals))
    told = tuple(TextRow(each.sort, each.salt, each.text) for each in texts)
    cards = tuple(PersonRow(*msgspec.structs.astuple(each)) for each in people)
    return BookPart(bytes.fromhex(book), tuple(keys), rows, others, told, officers, handed, cards)


class BundleWriter:
    """Collects the parts of a bundle; each is packed as it comes, the manifest is written last."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._raw: list[bytes] = []

    def add(self, kind: Literal["registry", "book"], part: BookPart) -> None:
        """Add a part.

        Raises:
            Refusal: `bundle_too_large`: a book has more than a bundle may hold.
        """
        raw = msgspec.msgpack.encode(part)
        if len(raw) > limits.MAX_PART:
            raise Refusal("bundle_too_large")
        digest = hashlib.sha256(raw).digest()
        self._parts.append(Part(kind, part.book, len(raw), digest))
        # Packed at once at the quickest level: a federation's year fits into memory that way.
        packer = Packer(level=1)
        packer.write(raw)
        self._raw.append(packer.finish())

    def finish(
        self,
        device: SigningKey,
        *,
        cooperative: str,
        number: int,
        time: int,
        to: Iterable[bytes] = (),
        have: Iterable[Have] = (),
    ) -> bytes:
        """The packed bundle, sealed by the sender's device."""
        manifest = Manifest(
            bytes.fromhex(cooperative),
            device.public,
            number,
            time,
            tuple(to),
            tuple(have),
            tuple(self._parts),
        )
        raw = msgspec.msgpack.encode(manifest)
        packer = Packer()
        packer.write(FIRST_LINE + len(raw).to_bytes(_LENGTH_BYTES, "big") + raw)
        packer.write(device.seal("bundle", FIRST_LINE + raw).signature)
        for part, packed in zip(self._parts, self._raw, strict=True):
            packer.write(Unpacker(packed).read(part.length))
        return packer.finish()


class Bundle:
    """A bundle whose seal fits; `parts` reads what it brings."""

    def __init__(self, packed: bytes) -> None:
        """Read the manifest.

        Raises:
            Refusal: `not_a_bundle`, `newer_bundle`, `bundle_damaged`, `bundle_bomb`, or
                `bundle_seal_bad`.
        """
        self._packed = packed
        self.manifest = self._open()[0]

    def parts(self) -> Iterator[tuple[Part, BookPart]]:
        """The parts one by one, each compared with its hash before it is read.

        Raises:
            Refusal: `bundle_damaged` or `bundle_bomb`.
        """
        manifest, unpacker = self._open()
        for part in manifest.parts:
            raw = unpacker.read(part.length)
            if hashlib.sha256(raw).digest() != part.digest:
                raise Refusal("bundle_damaged")
            found = _decode(raw, BookPart)
            if found.book != part.book:
                raise Refusal("bundle_damaged")
            yield part, found
        unpacker.finish()

    def _open(self) -> tuple[Manifest, Unpacker]:
        unpacker = Unpacker(self._packed)
        line = unpacker.read(len(FIRST_LINE))
        if line != FIRST_LINE:
            raise Refusal("newer_bundle" if line.startswith(_ANY_LINE) else "not_a_bundle")
        length = int.from_bytes(unpacker.read(_LENGTH_BYTES), "big")
        if length > limits.MAX_MANIFEST:
            raise Refusal("bundle_damaged")
        raw = unpacker.read(length)
        signature = unpacker.read(SEAL_BYTES)
        manifest = _decode(raw, Manifest)
        if not verifies(Seal(manifest.sender, signature), "bundle", FIRST_LINE + raw):
            raise Refusal("bundle_seal_bad")
        return manifest, unpacker


def _decode(raw: bytes, kind: type[T]) -> T:
    try:
        found = msgspec.msgpack.decode(raw, type=kind)
    except UNREADABLE:
        raise Refusal("bundle_damaged") from None
    if msgspec.msgpack.encode(found) != raw:
        raise Refusal("bundle_damaged")
    return found
