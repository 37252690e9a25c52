"""A page: a small signed header over a body of events, and the seals beside it.

The body's hash is the SHA-256 of its bytes; the book's id is the hash of the founding body, so that
nothing is circular. A header's hash chains the next page to it, and the next header also carries a
digest of this page's seals, so that no seal can be taken away unseen.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from coopledger.domain.events import Event, HandOver, Number, Signed, TakeOver
from coopledger.domain.money import MAX_AMOUNT
from coopledger.ledger import canonical
from coopledger.ledger.seals import Seal, key_id

FORMAT = 1
OLDEST_READER = 1
"""Lowest program generation that reads what is written today."""
NO_HASH = "0" * 64

Kind: TypeAlias = Literal[
    "founding",
    "meeting",
    "copied",
    "share_out",
    "cycle",
    "amendment",
    "correction",
    "baseline",
    "adopt",
    "officers",
    "erasure",
    "hand_over",
    "take_over",
]
"""``copied``: a meeting copied from paper, sealed by the device until the officers adopt it."""


class Header(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """What is signed. ``time`` and ``back`` are wall-clock milliseconds, shown, never trusted.

    Hashes and key names are lower-case hex; each is compared with what it must be on replay.
    """

    v: Annotated[int, Meta(ge=1, le=1_000)]
    """Format version."""
    app: Annotated[int, Meta(ge=1, le=1_000_000)]
    """Oldest program generation that can read the page."""
    book: str
    number: Number
    """1 for the founding page, then strictly one more."""
    prev: str
    """Hash of the previous header, zeros on the founding page."""
    seals: str
    """Digest of the previous page's seals, zeros on the founding page."""
    device: str
    """Short name of the key of the device that holds the book."""
    epoch: Annotated[int, Meta(ge=1, le=1_000_000)]
    kind: Kind
    rules: Annotated[int, Meta(ge=1, le=1_000_000)]
    """Version of the constitution in force."""
    time: Annotated[int, Meta(ge=0, le=MAX_AMOUNT)]
    body: str
    length: Annotated[int, Meta(ge=2, le=canonical.MAX_BYTES)]
    events: Annotated[int, Meta(ge=0, le=canonical.MAX_EVENTS)]
    totals: dict[str, Signed]
    """Control totals after the page; see `domain.figures.figures`."""
    back: Annotated[int, Meta(ge=0, le=MAX_AMOUNT)] = 0
    """How far the clock stands behind the previous page's, 0 when it went on."""
    meeting: Number = 0
    date: Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?\Z")] = ""


HEADER = msgspec.json.Decoder(Header)
BODY = msgspec.json.Decoder(list[Event])


class Page(msgspec.Struct, frozen=True, gc=False):
    """A page's bytes as signed, and its seals."""

    header: bytes
    body: bytes
    seals: tuple[Seal, ...]

    @property
    def hash(self) -> bytes:
        """SHA-256 of the header."""
        return hashlib.sha256(self.header).digest()

    def read(self) -> tuple[Header, list[Event]]:
        """Header and events of a page whose bytes have been admitted before."""
        return HEADER.decode(self.header), BODY.decode(self.body)


class ReadPage(Page, frozen=True, gc=False):
    """A page with what was read in it when it was admitted, so that it is decoded once."""

    head: Header
    events: list[Event]

    def read(self) -> tuple[Header, list[Event]]:
        """Header and events, as they were read."""
        return self.head, self.events


def sha256(raw: bytes) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(raw).hexdigest()


def seals_digest(seals: Iterable[Seal]) -> str:
    """Digest over all seals of a page: key id, key and signature, sorted by key id and key."""
    if not isinstance(seals, tuple) or len(seals) > 1:
        seals = sorted(seals, key=lambda seal: (key_id(seal.key), seal.key))
    state = hashlib.sha256(b"coopledger/seals/v1\0")
    for seal in seals:
        state.update(seal.key + seal.signature)
    return state.hexdigest()


def admit(header: bytes, body: bytes) -> tuple[Header, list[Event]]:
    """Read a page from outside this store, or one just made.

    Raises:
        NotCanonical: its bytes are not in the one form that is signed, or body and header differ.
    """
    head = canonical.admit(header, HEADER)
    if head.length != len(body) or head.body != sha256(body):
        raise canonical.NotCanonical("the body is not the one that the header names")
    events = canonical.admit(body, BODY)
    if head.events != len(events):
        raise canonical.NotCanonical("the number of events differs")
    return head, events


def next_holder(header: Header, page: Page) -> tuple[str, int]:
    """The device, by its short name, that may write the page after this one, and its epoch."""
    if header.kind == "hand_over":
        for event in BODY.decode(page.body):
            if isinstance(event, HandOver):
                return key_id(bytes.fromhex(event.to)), event.epoch
    return header.device, header.epoch


def _epoch(after: tuple[Header, Page] | None, events: Sequence[Event]) -> int:
    first = events[0] if events else None
    if isinstance(first, TakeOver):
        return first.epoch
    return next_holder(*after)[1] if after else 1


def write(
    *,
    book: str,
    after: tuple[Header, Page] | None,
    device: str,
    kind: Kind,
    events: Sequence[Event],
    figures: Mapping[str, int],
    rules: int,
    time: int,
    meeting: int = 0,
    date: Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?\Z")] = "",
) -> tuple[bytes, bytes]:
    """Header and body bytes of the page that follows ``after``.

    Raises:
        NotCanonical: an event does not fit the format (a text that is none, a number too large).
    """
    body = canonical.encode(list(events))
    previous = after[0] if after else None
    header = canonical.encode(
        Header(
            v=FORMAT,
            app=OLDEST_READER,
            book=book or sha256(body),
            number=previous.number + 1 if previous else 1,
            prev=after[1].hash.hex() if after else NO_HASH,
            seals=seals_digest(after[1].seals) if after else NO_HASH,
            device=device,
            epoch=_epoch(after, events),
            kind=kind,
            rules=rules,
            time=time,
            back=max(0, previous.time - time) if previous else 0,
            body=sha256(body),
            length=len(body),
            events=len(events),
            totals=dict(figures),
            meeting=meeting,
            date=date,
        )
    )
    admit(header, body)
    return header, body
