"""What a laptop reads from the stick: a bundle is examined, told, and only then taken in.

Reading is a fixed course, the cheapest check first, and all of it before anything is written: size,
age, frame, seal of the bundle, cooperative, registry, sender, receiver, then book by book.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from coopledger.app.cooperative import CooperativeFacts, facts_of
from coopledger.app.ledger import Ledger
from coopledger.app.people import is_clean
from coopledger.domain.errors import Refusal
from coopledger.ledger import boxes, pins
from coopledger.ledger.heads import Head
from coopledger.ledger.page import Header, Page
from coopledger.ledger.registry import Enrolled, Registry
from coopledger.ledger.replay import Fault
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import key_id
from coopledger.store.exchange_shelf import Peer
from coopledger.store.incoming import Incoming, Switch, packed
from coopledger.store.officer_keys import OfficerKeys
from coopledger.sync import age_file, stick
from coopledger.sync.bundle import BookPart, Bundle, Manifest
from coopledger.sync.composing import read_officers
from coopledger.sync.judging import judge
from coopledger.sync.registry_branches import parting, which_counts
from coopledger.sync.verdict import Local, Verdict

Progress = Callable[[int, int], None]
"""Called with how many parts are done, and of how many; what it raises breaks off."""


class Opening(msgspec.Struct, frozen=True):
    """What opens a bundle beside this device's own key: a passphrase, or the recovery secret."""

    passphrase: str = ""
    recovery: bytes = b""

    @property
    def is_given(self) -> bool:
        """Whether there is one."""
        return bool(self.passphrase or self.recovery)


class RefusedBook(msgspec.Struct, frozen=True):
    """A book whose part is as its sender sealed it and yet not genuine; the others come in.

    Attributes:
        book: its id.
        refusal: what is wrong with it; `page_not_genuine` where the damage is in this ledger.
    """

    book: str
    refusal: Refusal


class Examined(msgspec.Struct, frozen=True):
    """A bundle that was verified from end to end; nothing of it is written yet.

    Attributes:
        manifest: who sent it, and what the sender has.
        registry: the newest that is known with it.
        cooperative: the same for people.
        joins: whether this laptop would join the cooperative by it.
        again: whether it, or a later one of the sender's, was read before.
        verdicts: book by book; books of which nothing is new among them.
        names: of the groups, by id.
        kept_out: ids of books that this device may not receive.
        refused: books of which nothing is taken, each with its reason.
        heads: of the store, when it was examined.
        registry_part: what is new in the registry.
        registry_own: highest number of a new page of it by this device itself, 0 if there is none.
        opening: what opened it.
    """

    manifest: Manifest
    registry: Registry
    cooperative: CooperativeFacts
    joins: bool
    again: bool
    verdicts: tuple[Verdict, ...]
    names: Mapping[str, str]
    kept_out: tuple[str, ...]
    heads: Mapping[str, Head]
    registry_part: Incoming
    registry_own: int
    opening: Opening
    refused: tuple[RefusedBook, ...] = ()

    @property
    def sender(self) -> Enrolled:
        """The device that sent it."""
        return self.registry.devices[key_id(self.manifest.sender)]


def examine(
    ledger: Ledger,
    file: Path,
    opening: Opening | None = None,
    *,
    money: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> Examined:
    """Read a bundle and verify all of it against what is here; nothing is written.

    Args:
        ledger: the open ledger.
        file: the bundle.
        opening: what opens it beside this device's own key.
        money: whether to add up what the new pages moved.
        progress: see `Progress`.

    Raises:
        Refusal: why none of it can be taken.
    """
    given = opening or Opening()
    try:
        bundle = Bundle(_unlocked(ledger, stick.read(file), given))
        with ledger.store.transaction():  # it asks much of each of thousands of books
            return _Examination(ledger, bundle, given, money=money, progress=progress).run()
    except Refusal as refusal:
        raise refusal.within(value=file.name) from None


def take(
    ledger: Ledger,
    examined: Examined,
    *,
    join: bool = False,
    progress: Callable[[], None] = lambda: None,
) -> None:
    """Take in what was examined, in one transaction; see `examine`.

    Args:
        ledger: the open ledger, unchanged since.
        examined: the verified bundle.
        join: whether people compared the cooperative's six words, where this laptop joins it.
        progress: called after each book; what it raises breaks off, and nothing was changed.

    Raises:
        Refusal: `join_not_confirmed`; `changed_since`: examine it again; the disk is full.
    """
    if examined.joins and not join:
        words = " ".join(examined.cooperative.words)
        raise Refusal("join_not_confirmed", name=examined.cooperative.name, words=words)
    store, sender = ledger.store, examined.sender.id
    if store.heads() != examined.heads:
        raise Refusal("changed_since")
    # What the sender says that it has of a book that was refused is no receipt.
    refused = {each.book for each in examined.refused}
    heads = {
        each.book.hex(): Head(each.number, each.hash.hex())
        for each in examined.manifest.have
        if each.book.hex() not in refused
    }
    peer = None
    if not examined.again and sender != store.device.id:
        manifest = examined.manifest
        people = {each.book.hex(): each.people for each in manifest.have if each.people}
        peer = (sender, Peer(manifest.number, manifest.time, int(time.time()), heads, people))
    own = {each.incoming.book: each.own for each in examined.verdicts}
    own[examined.registry.id] = examined.registry_own
    marks = ledger.own_heads.marks(own)
    incoming = [examined.registry_part, *(v.incoming for v in examined.verdicts)]
    store.take_in(incoming, peer, marks, progress)
    for verdict in examined.verdicts:
        ledger.forget(verdict.incoming.book)
    with store.transaction():
        _take_officers(ledger, examined)
    ledger.own_heads.look_again()
    if any(v.pages for v in examined.verdicts):
        ledger.page_backups.after_import()


def _take_officers(ledger: Ledger, examined: Examined) -> None:
    """The officers' keys that came for this device, or that the recovery secret opens.

    Only keys that are in force in the book, whoever sent them.
    """
    own, secret = boxes.device_box(ledger.store.device.seed), examined.opening.recovery
    recovery = boxes.recovery_box(secret) if secret else None
    held = ledger.store.heads()
    came = [(verdict.incoming, verdict.handed) for verdict in examined.verdicts]
    for incoming, handed in ((examined.registry_part, b""), *came):
        if incoming.book not in held:
            continue
        inside = boxes.open_sealed(own, handed)
        if recovery and not inside:
            inside = boxes.open_sealed(recovery, incoming.sealed_keys[1])
        if inside:
            kept, found = OfficerKeys(ledger.store, incoming.book), read_officers(inside)
            there = {member: key.public for member, key in kept.all().items()}
            in_force = _keys_in_force(ledger, examined.registry, incoming.book)
            wanted = [
                key
                for key in found
                if in_force.get(key.member) == key.public.hex() and pins.is_bearable(key.wrapped)
            ]
            kept.put(
                {k.member: (k.public, k.wrapped) for k in wanted if there.get(k.member) != k.public}
            )


def _keys_in_force(ledger: Ledger, registry: Registry, book: str) -> Mapping[str, str]:
    return registry.officers if book == registry.id else ledger.replay(book).book.keys


def _unlocked(ledger: Ledger, file: bytes, opening: Opening) -> bytes:
    own = [boxes.device_box(ledger.store.device.seed)]
    if opening.recovery:
        own.append(boxes.recovery_box(opening.recovery))
    try:
        return age_file.unlock(file, own, opening.passphrase)
    except Refusal as refusal:
        if opening.recovery and refusal.code == "bundle_not_for_us":
            raise Refusal("bundle_wrong_words") from None
        raise


class _Examination:
    def __init__(
        self, ledger: Ledger, bundle: Bundle, opening: Opening, *, money: bool, progress: Progress
    ) -> None:
        self._ledger = ledger
        self._store = ledger.store
        self._bundle = bundle
        self._opening = opening
        self._money = money
        self._progress = progress
        self._joins = not self._store.registry_id()
        self._heads = self._store.heads()
        # Few books have any of these, and a stick may bring thousands of books.
        self._waited, self._carded = self._store.waiting_books(), self._store.sealed_people()
        self._forked, self._spared = self._store.forked(), self._store.spared()

    def run(self) -> Examined:
        """See `examine`."""
        manifest = self._bundle.manifest
        if not self._joins and manifest.cooperative.hex() != self._store.registry_id():
            raise Refusal("foreign_cooperative")
        named = [part.book for part in manifest.parts]
        if len(set(named)) != len(named):
            raise Refusal("bundle_damaged")
        parts = self._bundle.parts()
        kind, first = next(parts, (None, None))
        if kind is None or first is None or kind.kind != "registry":
            raise Refusal("bundle_damaged")
        registry, incoming = self._registry(first)
        sender = registry.devices.get(key_id(manifest.sender))
        if sender is None or sender.key != manifest.sender:
            raise Refusal("unknown_sender")
        if sender.state == "revoked":
            raise Refusal("revoked_device", value=sender.id)
        self._check_receiver(manifest, registry)
        barred = frozenset(d.key for d in registry.devices.values() if d.state == "revoked")
        verdicts, kept_out, refused, done = list[Verdict](), list[str](), list[RefusedBook](), 1
        for part, found in parts:
            if part.kind != "book":
                raise Refusal("bundle_damaged")
            book = part.book.hex()
            if not self._may_have(registry, book):
                kept_out.append(book)
            else:
                # One group's bad pages are no reason to keep the other groups' books away.
                try:
                    verdicts.append(self._judged(found, book, barred))
                except Refusal as refusal:
                    refused.append(RefusedBook(book, _of_book(refusal, book)))
            done += 1
            self._progress(done, len(manifest.parts))
        texts = self._store.texts(registry.id) if not self._joins else {}
        texts |= {text.digest: text.text for text in incoming.texts}
        names = {group.id: group.name for group in self._ledger.groups()}
        names.update({v.incoming.book: v.name for v in verdicts if v.name})
        return Examined(
            manifest,
            registry,
            facts_of(registry, texts, self._store.device.id),
            self._joins,
            self._again(manifest),
            tuple(verdicts),
            names,
            tuple(kept_out),
            self._heads,
            incoming,
            _highest(registry.headers[-len(incoming.pages) :], self._store.device.id)
            if incoming.pages
            else 0,
            self._opening,
            tuple(refused),
        )

    def _registry(self, part: BookPart) -> tuple[Registry, Incoming]:
        """The newest registry of the two, and what is new in the one that came."""
        foreign = part.rivals or part.handed or part.people
        if part.book != self._bundle.manifest.cooperative or foreign:
            raise Refusal("bundle_damaged")
        theirs = part.read_pages()
        mine = [] if self._joins else list(self._store.pages(part.book.hex()))
        common = min(len(theirs), len(mine))
        try:
            if parting(mine, theirs) < common:
                return self._differing(part, mine, theirs)
            registry = Registry().extend([*mine, *theirs[common:]])
        except Fault as fault:
            raise Refusal("registry_not_genuine", page=fault.number, fault=fault.kind) from None
        new = theirs[common:] if len(theirs) > common else []
        return registry, _registry_part(part, registry, new)

    def _differing(
        self, part: BookPart, mine: Sequence[Page], theirs: Sequence[Page]
    ) -> tuple[Registry, Incoming]:
        """The registry that the officers chose, where two of them part.

        Raises:
            Refusal: `registry_differs`: they have not chosen yet.
            Fault: one of the two is not genuine.
        """
        ours, other = Registry().extend(mine), Registry().extend(theirs)
        common, counts = parting(mine, theirs), which_counts(mine, theirs)  # both are verified
        if counts == "here":
            return ours, Incoming(ours.id)
        if counts != "there":
            here, there = len(mine) - common, len(theirs) - common
            raise Refusal("registry_differs", page=common + 1, here=here, there=there)
        kept = self._store.rivals(other.id)
        found = _registry_part(part, other, theirs[common:])
        switch = Switch(common + 1, max(kept, default=0) + 1, ())
        return other, msgspec.structs.replace(found, switch=switch)

    def _check_receiver(self, manifest: Manifest, registry: Registry) -> None:
        if self._opening.is_given:
            return
        own = self._store.device
        if own.public != manifest.sender and own.public not in manifest.to:
            raise Refusal("bundle_for_another")
        if own.id not in registry.devices:
            raise Refusal("not_enrolled")

    def _may_have(self, registry: Registry, book: str) -> bool:
        own = registry.devices.get(self._store.device.id)
        return self._opening.is_given or (own is not None and own.may_receive(book))

    def _judged(self, part: BookPart, book: str, barred: frozenset[bytes]) -> Verdict:
        store = self._store
        waiting = store.waiting(book) if book in self._waited else []
        if book in self._heads:
            local = Local(
                list(store.pages(book)),
                store.rivals(book) if book in self._forked else {},
                waiting,
                store.spares(book) if book in self._spared else [],
                store.people(book) if book in self._carded else [],
                barred,
            )
        else:
            local = Local(waiting=waiting, barred=barred)
        verdict = judge(part, local, self._store.device.id, money=self._money)
        clean = tuple(each for each in verdict.incoming.people if is_clean(each))
        incoming = msgspec.structs.replace(verdict.incoming, people=clean)
        return msgspec.structs.replace(verdict, incoming=incoming)

    def _again(self, manifest: Manifest) -> bool:
        """Whether the sender told something newer before.

        Number and clock both went back, that is: after a restored backup the clock went on, after a
        clock that was set back the number did.
        """
        peer = self._store.peers().get(key_id(manifest.sender))
        return peer is not None and manifest.number <= peer.bundle and manifest.time <= peer.said


def _of_book(refusal: Refusal, book: str) -> Refusal:
    """The part itself came whole; its inside does not fit together."""
    return Refusal("bundle_book_bad", book=book) if refusal.code == "bundle_damaged" else refusal


def _registry_part(part: BookPart, registry: Registry, new: Sequence[Page]) -> Incoming:
    """What is new of a registry: its last pages, and the names in it."""
    if registry.id != part.book.hex():
        raise Refusal("bundle_damaged")
    named = {
        registry.card,
        *registry.branches.values(),
        *(device.card for device in registry.devices.values()),
    }
    texts: list[Salted] = [text for text in part.read_texts() if text.digest in named]
    heads = registry.headers[len(registry.headers) - len(new) :]
    pages = tuple(packed(head, page) for head, page in zip(heads, new, strict=True))
    sealed = (len(registry.headers), part.officers)
    return Incoming(registry.id, pages=pages, texts=tuple(texts), sealed_keys=sealed)


def _highest(headers: Sequence[Header], device: str) -> int:
    return max((head.number for head in headers if head.device == device), default=0)
