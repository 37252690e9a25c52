"""The cooperative's registry: founding it, asking to join, enrolling and revoking devices.

Its pages are sealed by the cooperative's officers, whose keys lie in the store under PINs as those
of a group's officers do.
"""

import secrets
import time
from collections.abc import Mapping, Sequence

import msgspec

from coopledger.app.acts import Pins, unlock
from coopledger.app.ledger import ERASED, Ledger, same_name
from coopledger.domain.errors import Refusal
from coopledger.ledger import boxes, pins, registry
from coopledger.ledger.canonical import NotCanonical
from coopledger.ledger.key_words import key_words
from coopledger.ledger.keyfile import USUAL_COST, Cost
from coopledger.ledger.registry import Registry, Request
from coopledger.ledger.replay import Fault
from coopledger.ledger.salted import GroupCard, Salted, read_card, salted
from coopledger.ledger.seals import SigningKey, key_id
from coopledger.ledger.unreadable import UNREADABLE
from coopledger.store.officer_keys import OfficerKeys
from coopledger.store.store import NewPage
from coopledger.sync.limits import MAX_REQUEST

EVERY = "all"
"""Instead of groups: the device may receive all books."""


class DeviceRow(msgspec.Struct, frozen=True):
    """A device as lists show it. ``books`` are ids of groups, or `EVERY`."""

    id: str
    name: str
    branch: str
    state: str
    words: tuple[str, ...]
    books: tuple[str, ...]
    own: bool


class CooperativeFacts(msgspec.Struct, frozen=True):
    """A cooperative as this laptop knows it.

    ``words`` are compared when a laptop joins; ``keeper`` is the device that may enrol others.
    """

    id: str
    name: str
    words: tuple[str, ...]
    officers: tuple[str, ...]
    need: int
    branches: dict[str, str]
    devices: tuple[DeviceRow, ...]
    keeper: str


def registry_of(ledger: Ledger) -> Registry:
    """The registry, verified.

    Raises:
        Refusal: `no_cooperative`; `registry_not_genuine`: it is damaged.
    """
    book = ledger.store.registry_id()
    if not book:
        raise Refusal("no_cooperative")
    try:
        return Registry().extend(ledger.store.pages(book))
    except Fault as fault:
        raise Refusal("registry_not_genuine", page=fault.number, fault=fault.kind) from None


def facts(ledger: Ledger) -> CooperativeFacts:
    """The cooperative, its branches and devices."""
    found = registry_of(ledger)
    return facts_of(found, ledger.store.texts(found.id), ledger.store.device.id)


def facts_of(found: Registry, texts: Mapping[str, str], own: str = "") -> CooperativeFacts:
    """A registry as people see it; ``texts`` are names by digest, ``own`` this device's id."""
    devices = tuple(
        DeviceRow(
            device.id,
            _name(texts, device.card),
            device.branch,
            device.state,
            key_words(device.key),
            (EVERY,) if device.every else tuple(sorted(device.books)),
            own=device.id == own,
        )
        for device in found.devices.values()
    )
    branches = {code: _name(texts, card) for code, card in found.branches.items()}
    return CooperativeFacts(
        found.id,
        _name(texts, found.card),
        key_words(bytes.fromhex(found.id)),
        tuple(found.officers),
        found.need,
        branches,
        devices,
        found.keeper,
    )


def found(
    ledger: Ledger,
    name: str,
    officers: Pins,
    *,
    branch: str,
    device: str,
    need: int = 0,
    cost: Cost = USUAL_COST,
) -> CooperativeFacts:
    """Found a cooperative with this laptop as its first device.

    Args:
        ledger: the open ledger.
        name: of the cooperative.
        officers: new PINs of its officers, by code.
        branch: code of this laptop's branch.
        device: name of this laptop, for people.
        need: how many officers seal; more than half if 0.
        cost: of each guess at a PIN.

    Raises:
        Refusal: this laptop is in a cooperative already; a PIN is too easy; a code is no code.
    """
    if ledger.store.registry_id():
        raise Refusal("in_cooperative")
    keys = {code: SigningKey.generate() for code in officers}
    wrapped = {
        code: (key.public, pins.wrap(key, officers[code], cost)) for code, key in keys.items()
    }
    texts = [_named(name), _named(branch), _named(device)]
    asked = _request(ledger)
    events: list[registry.Event] = [
        registry.Cooperative(texts[0].digest, secrets.token_hex(16)),
        registry.Officers(
            tuple((code, key.public.hex()) for code, key in keys.items()),
            need or len(keys) // 2 + 1,
        ),
        registry.Branch(branch, texts[1].digest),
        registry.Device(branch, asked.key, asked.box, asked.proof, texts[2].digest),
        registry.Receive(ledger.store.device.id, every=1),
    ]
    _write(ledger, Registry(), events, list(keys.values()), texts, wrapped)
    return facts(ledger)


def request(ledger: Ledger) -> bytes:
    """This laptop's request to be enrolled, as a small file.

    Raises:
        Refusal: it is enrolled already.
    """
    if ledger.store.registry_id() and ledger.store.device.id in registry_of(ledger).devices:
        raise Refusal("in_cooperative")
    return msgspec.json.format(msgspec.json.encode(_request(ledger))) + b"\n"


def read_request(raw: bytes) -> tuple[Request, tuple[str, ...]]:
    """A request that a new device wrote, and the six words that its screen shows too.

    Raises:
        Refusal: `not_a_request`: it is none, or not by who has the key.
    """
    try:
        asked = msgspec.json.decode(raw[:MAX_REQUEST], type=Request)
    except UNREADABLE:
        raise Refusal("not_a_request") from None
    if not registry.is_proved(asked):
        raise Refusal("not_a_request")
    return asked, key_words(bytes.fromhex(asked.key))


def enrol(
    ledger: Ledger,
    raw: bytes,
    by: Pins,
    *,
    branch: str,
    device: str,
    books: Sequence[str] = (),
) -> DeviceRow:
    """Enrol a device by its request, with the groups whose books it may receive.

    Args:
        ledger: the open ledger.
        raw: the request file's bytes.
        by: PINs of the cooperative's officers who seal.
        branch: code of its branch; a new one begins with it.
        device: its name, for people.
        books: ids of groups' books, or `EVERY`.

    Raises:
        Refusal: `not_a_request`, `device_known`; another device keeps the registry; a PIN is wrong;
            the quorum is missing.
    """
    asked, _words = read_request(raw)
    known = registry_of(ledger)
    new = key_id(bytes.fromhex(asked.key))
    if new in known.devices:
        raise Refusal("device_known", value=new)
    events, texts = _joining(known, asked, branch, device, books)
    _seal(ledger, known, events, by, texts)
    return _row(ledger, new)


def _joining(
    known: Registry, asked: Request, branch: str, device: str, books: Sequence[str]
) -> tuple[list[registry.Event], list[Salted]]:
    """The events that let a device join, and the names in them."""
    texts, events = [_named(device)], list[registry.Event]()
    if branch not in known.branches:
        texts.append(_named(branch))
        events.append(registry.Branch(branch, texts[-1].digest))
    new = key_id(bytes.fromhex(asked.key))
    events += [
        registry.Device(branch, asked.key, asked.box, asked.proof, texts[0].digest),
        _receive(new, books),
    ]
    return events, texts


def let_receive(ledger: Ledger, device: str, books: Sequence[str], by: Pins) -> DeviceRow:
    """Say anew which groups' books a device may receive; see `enrol`."""
    known = registry_of(ledger)
    _seal(ledger, known, [_receive(_device(known, device), books)], by)
    return _row(ledger, device)


def revoke(ledger: Ledger, device: str, by: Pins) -> DeviceRow:
    """Take nothing more from a device that was lost or stolen, and send it nothing."""
    known = registry_of(ledger)
    _seal(ledger, known, [registry.RevokeDevice(_device(known, device))], by)
    return _row(ledger, device)


def retire(ledger: Ledger, device: str, by: Pins) -> DeviceRow:
    """Send nothing more to a device that is not used any more; what it sent counts."""
    known = registry_of(ledger)
    _seal(ledger, known, [registry.RetireDevice(_device(known, device))], by)
    return _row(ledger, device)


def keep(
    ledger: Ledger, by: Pins, *, branch: str = "", device: str = "", settle: bool = False
) -> CooperativeFacts:
    """Keep the registry on this laptop from now on, as when the one that kept it was lost.

    Where two laptops have registries that differ, the officers choose this one's by it: the
    branch with more such pages counts, see `coopledger.sync.registry_branches`.

    Args:
        ledger: the open ledger.
        by: PINs of the cooperative's officers who seal.
        branch: code of this laptop's branch, where it is not enrolled yet.
        device: its name, for people, where it is not enrolled yet.
        settle: also where this laptop keeps it already, to let its registry count over another.

    Raises:
        Refusal: `holds_already`; `empty_name`: it is not enrolled yet, and was given no name; a PIN
            is wrong; the quorum is missing.
    """
    known, own = registry_of(ledger), ledger.store.device.id
    if known.keeper == own and not settle and not ledger.own_heads.refusal(known.id):
        raise Refusal("holds_already")
    events: list[registry.Event] = []
    texts: list[Salted] = []
    if own not in known.devices:
        events, texts = _joining(known, _request(ledger), branch, device, [EVERY])
    _seal(ledger, known, [*events, registry.Keep(own)], by, texts)
    return facts(ledger)


def find_device(ledger: Ledger, asked: str) -> str:
    """Short name of the device with that name, or that start of its short name.

    Raises:
        Refusal: `unknown_device`: there is none, or more than one.
    """
    rows = facts(ledger).devices
    found = [row for row in rows if same_name(row.name, asked)]
    found = found or [row for row in rows if asked and row.id.startswith(asked.lower())]
    if len(found) != 1:
        raise Refusal("unknown_device", value=asked)
    return found[0].id


def _device(known: Registry, device: str) -> str:
    if device not in known.devices:
        raise Refusal("unknown_device", value=device)
    return device


def _receive(device: str, books: Sequence[str]) -> registry.Receive:
    if EVERY in books:
        return registry.Receive(device, every=1)
    return registry.Receive(device, tuple(sorted(set(books))))


def _row(ledger: Ledger, device: str) -> DeviceRow:
    return next(row for row in facts(ledger).devices if row.id == device)


def _request(ledger: Ledger) -> Request:
    device = ledger.store.device
    return registry.request(device, boxes.device_box(device.seed).public)


def _named(name: str) -> Salted:
    if not name.strip():
        raise Refusal("empty_name")
    return salted("name", msgspec.json.encode(GroupCard(name.strip())).decode())


def _name(texts: Mapping[str, str], card: str) -> str:
    found = read_card(texts.get(card, ""), GroupCard)
    return found.name if found else ERASED


def _seal(
    ledger: Ledger,
    known: Registry,
    events: Sequence[registry.Event],
    by: Pins,
    texts: Sequence[Salted] = (),
) -> None:
    keeps = any(isinstance(event, registry.Keep) for event in events)
    if known.keeper != ledger.store.device.id and not keeps:
        raise Refusal("not_the_keeper")
    _write(ledger, known, events, unlock(ledger, known.id, by), texts)


def _write(
    ledger: Ledger,
    known: Registry,
    events: Sequence[registry.Event],
    officers: Sequence[SigningKey],
    texts: Sequence[Salted],
    wrapped: Mapping[str, tuple[bytes, bytes]] | None = None,
) -> NewPage:
    """Write a page of the registry, with the keys that it enrols or not at all."""
    device, now = ledger.store.device, time.time_ns() // 1_000_000
    before = len(known.headers)
    try:
        page = registry.write(known, device, events, officers, now)
        known.extend([page])
    except NotCanonical:
        raise Refusal("bad_code") from None
    except Fault as fault:
        code = "quorum_missing" if fault.kind == "quorum_missing" else "registry_not_genuine"
        raise Refusal(code, page=before + 1, fault=fault.kind) from None
    new = NewPage(known.headers[-1], page, tuple(texts))
    kept = OfficerKeys(ledger.store, new.header.book)
    ledger.store.append([new], also=lambda connection: kept.change(connection, wrapped or {}))
    return new
