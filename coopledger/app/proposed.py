"""Acts that wait for officers who are elsewhere: their page is whole but for seals.

A share-out, new rules, a hand-over and their like are no page without their quorum. Where too few
of the officers are at this laptop, the page is kept beside the book, goes to the others in an
approval pack, and becomes a page of the book when enough seals have come back, if nothing was
written in the book since. Until then it counts for nothing: this laptop's own seal, without which
it is no page, is put on it last. So no second page of a number is ever about that could be one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from coopledger.app.acts import QuorumShort
from coopledger.app.ledger import Ledger
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.quorum import HARD, Call, call
from coopledger.ledger.page import BODY, HEADER, Header, Kind, Page, seals_digest
from coopledger.ledger.replay import Fault, Replay
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import Seal
from coopledger.store.officer_keys import OfficerKeys
from coopledger.store.store import NewPage
from coopledger.sync.bundle import BookPart, book_part


class Proposed(msgspec.Struct, frozen=True):
    """A page that waits for seals.

    Attributes:
        id: hash of its header, in hex.
        number: that it would have in the book.
        kind: of the page.
        day: its ISO day; empty where it has none.
        members: the officers who have sealed it.
        count: how many of these seals count.
        need: how many there must be.
        overtaken: whether something was written in the book since: it can be no page any more.
    """

    id: str
    number: int
    kind: Kind
    day: str
    members: tuple[str, ...]
    count: int
    need: int
    overtaken: bool


class Waiting(msgspec.Struct, frozen=True):
    """A page that waits, with the texts that it names."""

    head: Header
    page: Page
    texts: tuple[Salted, ...]


def propose(ledger: Ledger, group: str, act: Callable[[], object]) -> Proposed | None:
    """Do an act; where the officers who are here are too few, let its page wait for the others.

    Args:
        ledger: the open ledger.
        group: the book's id.
        act: a command that writes one page, such as `share_outs.hold_share_out`.

    Returns:
        What waits now; None where the act was done at once.

    Raises:
        Refusal: the act itself; `keys_cannot_wait`: new officers' keys lie under PINs that were
            typed here, so they are enrolled where their quorum is.
    """
    try:
        act()
    except QuorumShort as short:
        return keep_short(ledger, group, short)
    return None


def keep_short(ledger: Ledger, group: str, short: QuorumShort) -> Proposed:
    """Let the page of an act wait for the officers who are not here; see `propose`.

    Raises:
        Refusal: `keys_cannot_wait`.
    """
    new, own = short.written, ledger.store.device.public
    if any(isinstance(event, ev.Enrol) for event in BODY.decode(new.page.body)):
        raise Refusal("keys_cannot_wait")
    officers = tuple(seal for seal in new.page.seals if seal.key != own)
    page = Page(new.page.header, new.page.body, officers)
    keep(ledger, group, Waiting(new.header, page, new.texts))
    digest = new.page.hash.hex()
    return next(each for each in proposals(ledger, group) if each.id == digest)


def keep(ledger: Ledger, group: str, waiting: Waiting) -> None:
    """Keep a page that waits, in place of the same with fewer seals."""
    part = book_part(group, [waiting.page], texts=waiting.texts)
    raw = msgspec.msgpack.encode(part)
    ledger.store.keep_proposal(group, waiting.page.hash.hex(), raw)


def waiting_page(ledger: Ledger, group: str, digest: str) -> Waiting | None:
    """The page that waits under the hash of its header; None if there is none."""
    raw = ledger.store.proposals(group).get(digest)
    if raw is None:
        return None
    part = msgspec.msgpack.decode(raw, type=BookPart)
    (page,) = part.read_pages()
    return Waiting(HEADER.decode(page.header), page, tuple(part.read_texts()))


def find_waiting(ledger: Ledger, group: str, asked: str) -> Waiting:
    """The page that waits whose id begins like that.

    Raises:
        Refusal: `unknown_proposal`: there is none, or more than one.
    """
    known = [each for each in ledger.store.proposals(group) if asked and each.startswith(asked)]
    found = waiting_page(ledger, group, known[0]) if len(known) == 1 else None
    if found is None:
        raise Refusal("unknown_proposal", value=asked)
    return found


def proposals(ledger: Ledger, group: str) -> tuple[Proposed, ...]:
    """The pages of a book that wait for seals, the oldest first."""
    found = []
    for digest in ledger.store.proposals(group):
        waiting = waiting_page(ledger, group, digest)
        # It may be a page already, of before a backup was put back, that came with a bundle.
        if waiting and ledger.store.page_hash(group, waiting.head.number) != digest:
            found.append(_told(ledger, group, waiting))
    return tuple(found)


def drop(ledger: Ledger, group: str, asked: str) -> None:
    """Throw a page away that waits; seals that come for it later are taken no more.

    Raises:
        Refusal: `unknown_proposal`.
    """
    waiting = find_waiting(ledger, group, asked)
    ledger.store.drop_proposal(waiting.page.hash.hex())


def add_seals(ledger: Ledger, group: str, waiting: Waiting, seals: Sequence[Seal]) -> bool:
    """Add seals to a page that waits; with enough of them it becomes the book's next page.

    Returns:
        Whether it is a page of the book now.

    Raises:
        Refusal: `proposal_overtaken`: something was written in the book since; this laptop may not
            write in it; `page_not_genuine`: it can't follow what is here.
    """
    there = {seal.key for seal in waiting.page.seals}
    new = tuple(seal for seal in seals if seal.key not in there)
    asked = Page(waiting.page.header, waiting.page.body, (*waiting.page.seals, *new))
    fuller = Waiting(waiting.head, asked, waiting.texts)
    if not follows(ledger, group, fuller):
        raise Refusal("proposal_overtaken", page=waiting.head.number)
    own = ledger.store.device.seal("page", asked.header)
    page = Page(asked.header, asked.body, (own, *asked.seals))
    try:
        Replay().extend([*ledger.store.pages(group), page])
    except Fault as fault:
        if fault.kind != "quorum_missing":
            raise Refusal("page_not_genuine", page=fault.number, fault=fault.kind) from None
        keep(ledger, group, fuller)
        return False
    kept = OfficerKeys(ledger.store, group)
    revoked = [event.m for event in BODY.decode(page.body) if isinstance(event, ev.Revoke)]
    ledger.store.append(
        [NewPage(fuller.head, page, fuller.texts)],
        also=lambda connection: kept.change(connection, {}, revoked),
    )
    ledger.forget(group)
    return True


def follows(ledger: Ledger, group: str, waiting: Waiting) -> bool:
    """Whether a page follows the newest one that is here, with the seals that it has now."""
    replay = ledger.replay(group)
    seals = seals_digest(replay.newest.seals)
    return (waiting.head.prev, waiting.head.seals) == (replay.hash, seals)


def called_for(ledger: Ledger, group: str, kind: Kind) -> Call | None:
    """Who is called to seal a page of a kind that would be the book's next."""
    return call(ledger.replay(group).book, HARD.get(kind, "meeting"))


def sealers(ledger: Ledger, group: str, page: Page) -> tuple[str, ...]:
    """The officers whose seals a page has, by the keys in force in the book."""
    keys = {bytes.fromhex(key): code for code, key in ledger.replay(group).book.keys.items()}
    return tuple(sorted(keys[seal.key] for seal in page.seals if seal.key in keys))


def _told(ledger: Ledger, group: str, waiting: Waiting) -> Proposed:
    members = sealers(ledger, group, waiting.page)
    called = called_for(ledger, group, waiting.head.kind)
    return Proposed(
        waiting.page.hash.hex(),
        waiting.head.number,
        waiting.head.kind,
        waiting.head.date,
        members,
        called.count(members) if called else len(members),
        called.need if called else 0,
        not follows(ledger, group, waiting),
    )
