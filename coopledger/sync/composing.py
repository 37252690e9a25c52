"""What goes into a bundle: what the receiver is not known to have, and no book it may not read."""

import re
from collections.abc import Callable, Container, Iterable, Sequence

import msgspec

from coopledger.ledger.boxes import seal_to
from coopledger.ledger.heads import Head
from coopledger.ledger.page import HEADER, Page
from coopledger.ledger.person import Person
from coopledger.ledger.registry import Enrolled, Registry
from coopledger.ledger.salted import Salted
from coopledger.ledger.unreadable import UNREADABLE
from coopledger.store.officer_keys import KeptKey, OfficerKeys
from coopledger.store.store import Store
from coopledger.sync.bundle import BookPart, BundleWriter, Have, book_part
from coopledger.sync.cards import Room, digest
from coopledger.sync.limits import MAX_PEOPLE_BYTES, MAX_SEALED_KEYS

OVERLAP = 2
"""Pages sent again before the first that the receiver is not known to have: a meeting or two."""
_DIGEST = re.compile(rb'"([0-9a-f]{64})"')
_STRUCTS = list[KeptKey]


class Composed(msgspec.Struct, frozen=True):
    """A packed bundle, and what is in it; ``short`` if cards are left for a later one."""

    packed: bytes
    books: int
    pages: int
    short: bool


def compose(
    store: Store,
    registry: Registry,
    to: Sequence[Enrolled],
    *,
    number: int,
    time: int,
    recovery: bytes = b"",
    full: bool = False,
    books: Iterable[str] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Composed:
    """Make a bundle for devices that may all read the same, or for whoever has its passphrase.

    Args:
        store: this device's.
        registry: of the cooperative.
        to: the devices; none for a bundle under a passphrase.
        number: of this device's bundles.
        time: wall clock in milliseconds.
        recovery: the recovery key's public half; empty if there is none.
        full: send all pages, whatever the receivers are known to have.
        books: ids of the books to send, if not all.
        progress: called before each book; what it raises breaks off, and nothing was written.
    """
    heads, holders, writer = store.heads(), store.holders(), BundleWriter()
    chosen = set(store.books() if books is None else books)
    allowed = [
        book
        for book in store.books()
        if book in chosen and all(device.may_receive(book) for device in to)
    ]
    officers = sealed_officers(store, registry.id, recovery)
    whole = list(store.pages(registry.id))
    writer.add("registry", _part(registry.id, store, whole, boxes=(officers, b"")))
    count = sent = 0
    peers, forked = store.peers(), store.forked()
    known = [peers[device.id].heads if device.id in peers else {} for device in to]
    told = [peers[device.id].people if device.id in peers else {} for device in to]
    sealed = {book: digest(seals) for book, seals in store.sealed_people().items()}
    room = Room(MAX_PEOPLE_BYTES, number)
    for at, book in enumerate(allowed):
        progress(at, len(allowed))
        first, newest = 0, heads[book].number
        rivals = _beside(store, book) if book in forked else []
        if known and not full:
            beside = {page.hash.hex() for page in rivals}
            first = min(_first(store, book, each.get(book), newest, beside) for each in known)
        cards = sealed.get(book, b"")
        wanted = cards and (full or not told or any(each.get(book) != cards for each in told))
        people = room.fitting(store.people(book)) if wanted else []
        if first >= newest and not rivals and not people:
            continue
        officers = sealed_officers(store, book, recovery)
        taker = to[0].box if len(to) == 1 and holders[book] == to[0].id else b""
        pages = list(store.pages(book, first))
        boxes = officers, _of_book(store, book, taker)
        writer.add("book", _part(book, store, pages, rivals, boxes, people))
        count, sent = count + 1, sent + len(pages)
    have = [_have(each, heads[each], sealed.get(each, b"")) for each in (registry.id, *allowed)]
    raw = writer.finish(
        store.device,
        cooperative=registry.id,
        number=number,
        time=time,
        to=[device.key for device in to],
        have=have,
    )
    return Composed(raw, count, sent, room.short)


def sealed_officers(store: Store, book: str, recovery: bytes) -> bytes:
    """The officers' wrapped keys in a box for the recovery key: own ones, or as they came."""
    return _of_book(store, book, recovery) or store.sealed_keys(book)


def _of_book(store: Store, book: str, public: bytes) -> bytes:
    return boxed(OfficerKeys(store, book).all().values(), public) if public else b""


def boxed(kept: Iterable[KeptKey], public: bytes) -> bytes:
    """Officers' keys, still under their PINs, in a box for the owner of a box key."""
    plain = [msgspec.structs.replace(each, failures=0, last=0) for each in kept]
    if not plain or not public:
        return b""
    box = seal_to(public, msgspec.msgpack.encode(plain))
    return box if len(box) <= MAX_SEALED_KEYS else b""


def read_officers(inside: bytes) -> list[KeptKey]:
    """The officers' wrapped keys from an opened box; none if it is none of ours."""
    try:
        return msgspec.msgpack.decode(inside, type=_STRUCTS)
    except UNREADABLE:
        return []


def _first(store: Store, book: str, known: Head | None, newest: int, beside: Container[str]) -> int:
    """Number of the page after which to send: 0 if the receiver is on another branch."""
    if known is None or known.hash in beside:
        return 0
    if known.number > newest:
        return newest
    if store.page_hash(book, known.number) != known.hash:
        return 0
    return max(0, known.number - OVERLAP)


def _beside(store: Store, book: str) -> list[Page]:
    """Rival pages, and with them the pages of which a branch may have frozen other seals."""
    pages, branches = list(store.pages(book)), store.rivals(book)
    rivals = [page for branch in branches.values() for page in branch]
    of_branch = {
        (HEADER.decode(page.header).number, fork): page
        for fork, branch in branches.items()
        for page in branch
    }
    for spare in store.spares(book):
        place = spare.number, spare.fork
        page = of_branch[place] if spare.fork else pages[spare.number - 1]
        has = {seal.key for seal in page.seals}
        others = (seal for seal in spare.seals if seal.key not in has)
        rivals.append(Page(page.header, page.body, (*page.seals, *others)))
    return rivals


def _part(
    book: str,
    store: Store,
    pages: Sequence[Page],
    rivals: Sequence[Page] = (),
    boxes: tuple[bytes, bytes] = (b"", b""),
    people: Sequence[Person] = (),
) -> BookPart:
    there = dict(store.salted(book))
    named = [digest.decode() for page in (*pages, *rivals) for digest in _DIGEST.findall(page.body)]
    texts: list[Salted] = [there[each] for each in dict.fromkeys(named) if each in there]
    return book_part(
        book,
        pages,
        rivals=rivals,
        texts=texts,
        officers=boxes[0],
        handed=boxes[1],
        people=people,
    )


def _have(book: str, head: Head, people: bytes) -> Have:
    return Have(bytes.fromhex(book), head.number, bytes.fromhex(head.hash), people)
