"""The cooperative's own book: its officers, branches, devices, and who may receive which books.

It is a chain of pages like a group's, with the same header and the same rules for hash, chain and
seals; but its seals are of the context ``registry``, so that none passes for a group's, and its
events are these few. Every page is sealed by more than half of the cooperative's officers; officers
change by the old and the new ones (TUF's rule for its root). Who may **write** a group's book is
said in that book, not here.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from coopledger.domain.events import Digest, Fact, Number
from coopledger.ledger import canonical
from coopledger.ledger.page import (
    FORMAT,
    HEADER,
    NO_HASH,
    OLDEST_READER,
    Header,
    Kind,
    Page,
    seals_digest,
    sha256,
)
from coopledger.ledger.replay import Fault
from coopledger.ledger.seals import Seal, SigningKey, is_sound_key, key_id, verifies

Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,11}\Z")]
KeyId = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]
_JOIN = b"join"


class Cooperative(Fact, tag="cooperative", frozen=True):
    """The cooperative exists; ``card`` is the digest of its name, ``salt`` makes the id its own."""

    card: Digest
    salt: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]


class Officers(Fact, tag="officers", frozen=True):
    """The cooperative's officers and their keys, instead of any before; ``need`` of them seal."""

    keys: tuple[tuple[Code, Digest], ...]
    need: Number


class Branch(Fact, tag="branch", frozen=True):
    """A branch; ``card`` is the digest of its name."""

    b: Code
    card: Digest


class Device(Fact, tag="device", frozen=True):
    """A device of a branch: its signing key and its box key.

    ``proof`` is the device's own seal over the box key, cut in two: proof that it has the key.
    """

    b: Code
    key: Digest
    box: Digest
    proof: tuple[Digest, Digest]
    card: Digest


class Receive(Fact, tag="receive", frozen=True):
    """The device ``d`` may receive these groups' books; with ``every`` all of them."""

    d: KeyId
    books: tuple[Digest, ...] = ()
    every: Annotated[int, Meta(ge=0, le=1)] = 0


class RevokeDevice(Fact, tag="revoke_device", frozen=True):
    """Nothing that the device sends is taken any more: it was lost or stolen."""

    d: KeyId


class RetireDevice(Fact, tag="retire_device", frozen=True):
    """Nothing more is sent to the device; what it has sent counts."""

    d: KeyId


class Keep(Fact, tag="keep", frozen=True):
    """The registry is kept by the device ``d`` from this page on, which is that device's."""

    d: KeyId


Event: TypeAlias = (
    Cooperative | Officers | Branch | Device | Receive | RevokeDevice | RetireDevice | Keep
)
BODY = msgspec.json.Decoder(list[Event])


class Enrolled(msgspec.Struct, frozen=True):
    """A device as the registry has it. ``state``: ``active``, ``retired`` or ``revoked``."""

    key: bytes
    box: bytes
    branch: str
    card: str
    state: str = "active"
    books: frozenset[str] = frozenset()
    every: bool = False

    @property
    def id(self) -> str:
        """Short name of its key."""
        return key_id(self.key)

    def may_receive(self, book: str) -> bool:
        """Whether it may have that group's book."""
        return self.state == "active" and (self.every or book in self.books)


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a new device asks to be enrolled with. All but ``v`` is hex."""

    v: Annotated[int, Meta(ge=1, le=1)]
    key: Digest
    box: Digest
    proof: tuple[Digest, Digest]


def request(device: SigningKey, box: bytes) -> Request:
    """A device's request to be enrolled, with its proof that it has the key."""
    proof = device.seal("registry", _JOIN + box).signature.hex()
    return Request(1, device.public.hex(), box.hex(), (proof[:64], proof[64:]))


def is_proved(asked: Request | Device) -> bool:
    """Whether a request is by who has the key, and the key may be enrolled."""
    key = bytes.fromhex(asked.key)
    seal = Seal(key, bytes.fromhex("".join(asked.proof)))
    return is_sound_key(key) and verifies(seal, "registry", _JOIN + bytes.fromhex(asked.box))


class Registry:
    """A registry being verified page by page.

    Attributes:
        id: SHA-256 of the first body.
        card: digest of the cooperative's name.
        need: how many officers seal.
        officers: their keys as hex, by code.
        branches: digests of their names, by code.
        devices: by short name.
        keeper: short name of the device that may write the next page.
        headers: of all pages.
        hashes: of the headers, as hex.
    """

    def __init__(self) -> None:
        self.id = self.card = self.keeper = ""
        self.need = 0
        self.officers: dict[str, str] = {}
        self.branches: dict[str, str] = {}
        self.devices: dict[str, Enrolled] = {}
        self.headers: list[Header] = []
        self.hashes: list[str] = []
        self.newest = Page(b"", b"", ())
        self._seals = NO_HASH

    def extend(self, pages: Iterable[Page]) -> "Registry":
        """Verify and take pages in their order.

        Raises:
            Fault: at the first page that fails; the registry is then to be thrown away.
        """
        for page in pages:
            self._take(page)
        return self

    @property
    def hash(self) -> str:
        """Hash of the newest header, as hex."""
        return self.hashes[-1] if self.hashes else NO_HASH

    def _take(self, page: Page) -> None:
        number = len(self.headers) + 1
        try:
            head = canonical.admit(page.header, HEADER)
            events = canonical.admit(page.body, BODY)
        except canonical.NotCanonical:
            raise Fault("unreadable", number) from None
        if head.v > FORMAT or head.app > OLDEST_READER:
            raise Fault("newer_format", number)
        if head.number != number:
            raise Fault("wrong_number", number)
        told = (head.body, head.length, head.events)
        if told != (sha256(page.body), len(page.body), len(events)):
            raise Fault("body_differs", number)
        if head.book != (self.id or head.body):
            raise Fault("wrong_book", number)
        if head.prev != self.hash:
            raise Fault("chain_broken", number)
        if head.seals != self._seals:
            raise Fault("seals_changed", number)
        before = dict(self.officers), self.need
        for place, event in enumerate(events):
            self._fold(event, number, first=number == 1 and place == 0)
        self._check_keeper(head, events, number)
        self._check_seals(page, before, number)
        self.id = head.book
        self.headers.append(head)
        self.hashes.append(sha256(page.header))
        self.newest, self._seals = page, seals_digest(page.seals)

    def _fold(self, event: Event, number: int, *, first: bool) -> None:
        impossible = Fault("facts_impossible", number)
        if isinstance(event, Cooperative) != first:
            raise impossible
        match event:
            case Cooperative():
                self.card = event.card
            case Officers():
                self._set_officers(event, number)
            case Branch():
                self.branches[event.b] = event.card
            case Device():
                self._enrol(event, number)
            case Keep():
                if event.d not in self.devices or self.devices[event.d].state != "active":
                    raise impossible
                self.keeper = event.d
            case _:
                if event.d not in self.devices:
                    raise impossible
                self.devices[event.d] = _changed(self.devices[event.d], event)

    def _set_officers(self, event: Officers, number: int) -> None:
        keys = [bytes.fromhex(key) for _code, key in event.keys]
        if not all(map(is_sound_key, keys)):
            raise Fault("bad_key", number)
        codes = {code for code, _key in event.keys}
        least = len(keys) // 2 + 1
        if len(codes) != len(keys) or len(set(keys)) != len(keys) or not keys:
            raise Fault("facts_impossible", number)
        if not least <= event.need <= len(keys):
            raise Fault("facts_impossible", number)
        self.officers, self.need = dict(event.keys), event.need

    def _enrol(self, event: Device, number: int) -> None:
        if not is_proved(event):
            raise Fault("bad_key", number)
        device = Enrolled(bytes.fromhex(event.key), bytes.fromhex(event.box), event.b, event.card)
        if event.b not in self.branches or device.id in self.devices:
            raise Fault("facts_impossible", number)
        self.devices[device.id] = device
        self.keeper = self.keeper or device.id

    def _check_keeper(self, head: Header, events: Sequence[Event], number: int) -> None:
        if head.device != self.keeper:
            raise Fault("wrong_device", number)
        if head.kind != _kind(events, number):
            raise Fault("facts_impossible", number)

    def _check_seals(self, page: Page, before: tuple[dict[str, str], int], number: int) -> None:
        device = self.devices[self.keeper].key
        seen = {seal.key for seal in page.seals}
        if device not in seen:
            raise Fault("seal_missing", number)
        if len(seen) != len(page.seals):
            raise Fault("seal_repeated", number)
        old, need = before
        known = {*old.values(), *self.officers.values()}
        for seal in page.seals:
            if seal.key != device and seal.key.hex() not in known:
                raise Fault("unknown_key", number)
            if not verifies(seal, "registry", page.header):
                raise Fault("seal_bad", number)
        sealed = {key.hex() for key in seen}
        for officers, count in ((old, need), (self.officers, self.need)):
            if len(sealed & set(officers.values())) < count:
                raise Fault("quorum_missing", number)
        if not self.need:
            raise Fault("quorum_missing", number)


def _changed(device: Enrolled, event: Receive | RevokeDevice | RetireDevice) -> Enrolled:
    if isinstance(event, Receive):
        return msgspec.structs.replace(
            device, books=frozenset(event.books), every=bool(event.every)
        )
    state = "revoked" if isinstance(event, RevokeDevice) else "retired"
    # One that was revoked does not come back by retiring.
    return msgspec.structs.replace(device, state=max(device.state, state))


def _kind(events: Sequence[Event], number: int) -> Kind:
    if number == 1:
        return "founding"
    return "take_over" if any(isinstance(event, Keep) for event in events) else "officers"


def write(
    registry: Registry,
    device: SigningKey,
    events: Sequence[Event],
    officers: Sequence[SigningKey],
    time: int,
) -> Page:
    """The registry's next page, sealed by the device and the officers.

    Raises:
        NotCanonical: an event does not fit the format.
    """
    body = canonical.encode(list(events))
    last = registry.headers[-1] if registry.headers else None
    header = canonical.encode(
        Header(
            v=FORMAT,
            app=OLDEST_READER,
            book=registry.id or sha256(body),
            number=len(registry.headers) + 1,
            prev=registry.hash,
            seals=seals_digest(registry.newest.seals) if last else NO_HASH,
            device=device.id,
            epoch=1,
            kind=_kind(events, len(registry.headers) + 1),
            rules=1,
            time=time,
            back=max(0, last.time - time) if last else 0,
            body=sha256(body),
            length=len(body),
            events=len(events),
            totals={},
        )
    )
    seals = tuple(key.seal("registry", header) for key in (device, *officers))
    return Page(header, body, seals)
