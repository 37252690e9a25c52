"""Officers' seals from other laptops: a page goes there in an approval pack and comes back sealed.

Whoever signs is shown what header and body say, worked out anew from the book that is on that
laptop; never only what the pack says. What the writer's program says that it showed is compared,
and a pack that says another thing than its page is refused.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from coopledger.app import proposed
from coopledger.app.acts import Pins, unlock
from coopledger.app.approval_check import Examined
from coopledger.app.approval_told import Asked, told
from coopledger.app.cooperative import registry_of
from coopledger.app.ledger import Ledger
from coopledger.app.officers import newest_seals
from coopledger.domain.errors import Refusal
from coopledger.domain.quorum import HARD
from coopledger.ledger import boxes
from coopledger.ledger.page import Header, Page
from coopledger.ledger.registry import Registry
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import Seal
from coopledger.store.officer_keys import OfficerKeys
from coopledger.sync import approval, stick
from coopledger.sync.approval import Pack
from coopledger.sync.composing import boxed


class Written(msgspec.Struct, frozen=True):
    """A pack on the stick, and how far the page's seals are."""

    file: Path
    members: tuple[str, ...]
    count: int
    need: int


class Merged(msgspec.Struct, frozen=True):
    """What taking a pack's seals came to: how many were new, and whether it is a page now."""

    page: int
    added: int
    members: tuple[str, ...]
    count: int
    need: int
    is_page: bool


def write(
    ledger: Ledger,
    group: str,
    folder: Path,
    page: str = "",
    *,
    to: str = "",
    keys: Sequence[str] = (),
) -> Written:
    """Write a pack for the newest page, or for one that waits, into a folder.

    Every laptop of the cooperative that may receive the book can open it.

    Args:
        ledger: the open ledger.
        group: the book's id.
        folder: on the stick.
        page: how the id of a page that waits begins; the newest page of the book if empty.
        to: short name of the laptop that gets officers' wrapped keys.
        keys: codes of these officers; they seal there under their own PINs.

    Raises:
        Refusal: `no_cooperative`; `unknown_proposal`; `sealed_already`: the newest page takes no
            more seals; `unknown_device`; `no_key`; see also `sync.stick.write`.
    """
    registry = registry_of(ledger)
    if page:
        waiting = proposed.find_waiting(ledger, group, page)
        head, sealed, texts = waiting.head, waiting.page, waiting.texts
    else:
        replay = ledger.replay(group)
        head, sealed = replay.headers[-1], replay.newest
        if head.kind in HARD:
            raise Refusal("sealed_already", value=head.number)
        texts = _named(ledger, group, sealed)
    box = _officers_for(ledger, registry, group, to, keys) if keys or to else b""
    return _written(ledger, registry, folder, (head, sealed, texts), box)


def show(ledger: Ledger, file: Path) -> Asked:
    """What a pack asks for; nothing is written.

    Raises:
        Refusal: why nothing in it may be sealed; see `sync.approval.unlock` and docs/bundle.md.
    """
    return told(ledger, Examined(ledger, file))


def sign(
    ledger: Ledger, file: Path, by: Pins, folder: Path | None = None, *, shown: str = ""
) -> Written:
    """Seal what a pack asks for, and write the pack for the way back beside it, or in a folder.

    Officers' wrapped keys that came with it are kept on this laptop, so that wrong PINs are
    counted. Where the page is in the book here, the seals go onto it too.

    Args:
        ledger: the open ledger.
        file: the pack.
        by: officers' PINs, by code.
        folder: for the pack on its way back; beside ``file`` if None.
        shown: the `Asked.id` that the officers were shown of this file.

    Raises:
        Refusal: as `show`; `not_as_shown`; `nobody_signed`; a PIN is wrong; `no_key`: an officer's
            key is not here or not in force; `sealed_before`: an officer has sealed it already.
    """
    found = _examined(ledger, file, shown)
    if not by:
        raise Refusal("nobody_signed")
    _keep_keys(ledger, found)
    sealed = {seal.key for seal in found.page.seals}
    keys = unlock(ledger, found.group, by)
    for member, key in zip(by, keys, strict=True):
        if found.before.keys.get(member) != key.public.hex():
            raise Refusal("no_key", value=member)
        if key.public in sealed:
            raise Refusal("sealed_before", value=member)
    new = tuple(key.seal("page", found.page.header) for key in keys)
    page = Page(found.page.header, found.page.body, (*found.page.seals, *new))
    out = file.parent if folder is None else folder
    written = _written(
        ledger, registry_of(ledger), out, (found.head, page, found.texts), found.pack.officers
    )
    if found.in_book:
        _merged(ledger, found, new)
    return written


def merge(ledger: Ledger, file: Path, *, shown: str = "") -> Merged:
    """Take the seals of a pack into the book; the same again, in any order, changes nothing.

    Args:
        ledger: the open ledger.
        file: the pack.
        shown: as in `sign`.

    Raises:
        Refusal: as `show`; `not_as_shown`; `sealed_already`: the page takes no more seals;
            `unknown_proposal`: the page waits here no more; `not_the_holder`: it is no page of the
            book on this laptop.
    """
    found = _examined(ledger, file, shown)
    return _merged(ledger, found, found.page.seals)


def _examined(ledger: Ledger, file: Path, shown: str) -> Examined:
    """The pack in a file, which may have been exchanged for another genuine one meanwhile."""
    found = Examined(ledger, file)
    if shown and found.page.hash.hex() != shown:
        raise Refusal("not_as_shown", value=file.name)
    return found


def _keep_keys(ledger: Ledger, found: Examined) -> None:
    """Keep the officers' wrapped keys that came, so that wrong PINs are counted."""
    kept = OfficerKeys(ledger.store, found.group)
    there = set(kept.all())
    kept.put({member: key for member, key in found.came_keys().items() if member not in there})


def _merged(ledger: Ledger, found: Examined, seals: Sequence[Seal]) -> Merged:
    """Take seals into the book; see `merge`."""
    group, number = found.group, found.head.number
    if found.in_book:
        there = {seal.key for seal in ledger.replay(group).newest.seals}
        new = [seal for seal in seals if seal.key not in there]
        if new and found.head.kind in HARD:
            raise Refusal("sealed_already", value=number)
        if new:
            ledger.store.add_seals(group, number, new)
            ledger.forget(group)
        done = newest_seals(ledger, group)
        return Merged(number, len(new), done.members, done.count, done.need, is_page=True)
    if found.head.device != ledger.store.device.id:
        raise Refusal("not_the_holder")
    digest = found.page.hash.hex()
    waiting = proposed.waiting_page(ledger, group, digest)
    if waiting is None:
        raise Refusal("unknown_proposal", value=digest[:12])
    there = {seal.key for seal in waiting.page.seals}
    added = sum(seal.key not in there for seal in seals)
    called = proposed.called_for(ledger, group, found.head.kind)
    members = proposed.sealers(ledger, group, found.page)
    is_page = proposed.add_seals(ledger, group, waiting, seals)
    count = called.count(members) if called else len(members)
    return Merged(number, added, members, count, called.need if called else 0, is_page)


def _named(ledger: Ledger, group: str, page: Page) -> tuple[Salted, ...]:
    kept = ledger.store.salted(group)
    return tuple(text for digest, text in kept if digest.encode() in page.body)


def _officers_for(
    ledger: Ledger, registry: Registry, group: str, to: str, wanted: Sequence[str]
) -> bytes:
    device = registry.devices.get(to)
    if device is None or not device.may_receive(group):
        raise Refusal("unknown_device", value=to)
    keys = OfficerKeys(ledger.store, group).all()
    for code in wanted:
        if code not in keys:
            raise Refusal("no_key", value=code)
    return boxed([keys[code] for code in wanted], device.box)


def _written(
    ledger: Ledger,
    registry: Registry,
    folder: Path,
    asked: tuple[Header, Page, Sequence[Salted]],
    officers: bytes,
) -> Written:
    head, page, texts = asked
    device = ledger.store.device
    pack: Pack = approval.pack_of(
        page, head, device.public, time.time_ns() // 1_000_000, texts=texts, officers=officers
    )
    receivers = {each.box for each in registry.devices.values() if each.may_receive(head.book)}
    receivers.add(boxes.device_box(device.seed).public)
    file = approval.lock(pack, device, sorted(receivers))
    # By page and seals: two that wait, or two officers one after the other, are two files.
    told = hashlib.sha256(page.hash + b"".join(sorted(seal.key for seal in page.seals)))
    which = f"{len(page.seals)}-{told.hexdigest()[:8]}"
    name = f"{head.book[:8]}-{head.number}-{device.id}-{which}{approval.SUFFIX}"
    path = stick.write(folder, name, file)
    members = proposed.sealers(ledger, head.book, page)
    called = proposed.called_for(ledger, head.book, head.kind)
    count = called.count(members) if called else len(members)
    return Written(path, members, count, called.need if called else 0)
