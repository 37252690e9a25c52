"""Officers: enrolled with keys of their own, sealing pages, adopting what was copied from paper."""

from collections.abc import Mapping, Sequence

import msgspec

from coopledger.app.acts import NOBODY, Pins, unlock, write_act
from coopledger.app.ledger import Ledger
from coopledger.app.scribe import Scribe
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.quorum import HARD, Call, call
from coopledger.ledger import pins as wrapping
from coopledger.ledger.keyfile import USUAL_COST, Cost
from coopledger.ledger.seals import SigningKey
from coopledger.store.officer_keys import OfficerKeys
from coopledger.store.store import NewPage


class OfficerRow(msgspec.Struct, frozen=True):
    """An active member, the offices held, and whether a key of theirs is in force."""

    code: str
    name: str
    roles: tuple[str, ...]
    keyed: bool


class Quorums(msgspec.Struct, frozen=True):
    """Who can seal, and how many must: for a change of officers, and for new rules."""

    rows: tuple[OfficerRow, ...]
    officers: int
    amendment: int


def officer_rows(ledger: Ledger, group: str) -> Quorums:
    """The active members with their offices and keys; officers first."""
    book, cards = ledger.replay(group).book, ledger.members(group)
    rows = [
        OfficerRow(member.code, cards[member.code].name, member.roles, member.code in book.keys)
        for member in book.active()
    ]
    rows.sort(key=lambda row: (not row.keyed, not row.roles))
    officers, amendment = call(book, "officers"), call(book, "amendment")
    return Quorums(
        tuple(rows), officers.need if officers else 0, amendment.need if amendment else 0
    )


def check_pin(pin: str) -> None:
    """Refuse a PIN that is too easy, before anything is done with it; see `ledger.pins`.

    Raises:
        Refusal: `weak_pin`.
    """
    wrapping.check_pin(pin)


class Sealed(msgspec.Struct, frozen=True):
    """The newest page's seals: who sealed it, and whether that is enough."""

    page: int
    members: tuple[str, ...]
    need: int
    count: int


def enrol(
    ledger: Ledger,
    group: str,
    new: Pins,
    *,
    by: Pins = NOBODY,
    roles: Mapping[str, Sequence[ev.Role]] | None = None,
    revoke: Sequence[str] = (),
    day: str = "",
    cost: Cost = USUAL_COST,
) -> NewPage:
    """Give members keys of their own, under their PINs, by one page.

    The page is sealed by each new key (proof that its holder has it) and by the quorum of the
    officers before and after it. A member who has a key gets a new one: that is how a forgotten PIN
    is replaced, by the others' quorum.

    Args:
        ledger: the open ledger.
        group: the book's id.
        new: PINs of those who get keys.
        by: PINs of officers who seal beside them.
        roles: new roles of members, where they change.
        revoke: members whose keys seal no further page.
        day: ISO date.
        cost: of each guess at a PIN.

    Raises:
        Refusal: a member is unknown, a PIN too easy or wrong, or the quorum is missing.
    """
    book = ledger.replay(group).book
    for code in (*new, *(roles or {})):
        if code not in book.members or book.members[code].gone:
            raise Refusal("unknown_member", value=code)
    for code in revoke:  # also of one who left or died: until then the key counts
        if code not in book.keys:
            raise Refusal("no_key", value=code)
    keys = {member: SigningKey.generate() for member in new}
    wrapped = {
        member: (key.public, wrapping.wrap(key, new[member], cost)) for member, key in keys.items()
    }
    old = unlock(ledger, group, {m: pin for m, pin in by.items() if m not in new})

    def events(_scribe: Scribe) -> list[ev.Event]:
        return [
            *(ev.Office(m, tuple(found)) for m, found in (roles or {}).items()),
            *(ev.Revoke(m) for m in revoke),
            *(ev.Enrol(m, key.public.hex()) for m, key in keys.items()),
        ]

    signers = [*old, *keys.values()]
    kept = OfficerKeys(ledger.store, group)
    return write_act(
        ledger,
        group,
        "officers",
        events,
        day=day,
        signers=signers,
        also=lambda connection: kept.change(connection, wrapped, revoke),
    )


def change_pin(
    ledger: Ledger, group: str, member: str, old: str, new: str, cost: Cost = USUAL_COST
) -> None:
    """Put a member's key under another PIN; the key stays, so no page is needed.

    Raises:
        Refusal: the old PIN is wrong, or the new one too easy.
    """
    (key,) = unlock(ledger, group, {member: old})
    OfficerKeys(ledger.store, group).put({member: (key.public, wrapping.wrap(key, new, cost))})


def seal(ledger: Ledger, group: str, by: Pins) -> Sealed:
    """Add officers' seals to the newest page, which can gain them until the next is written.

    Raises:
        Refusal: a PIN is wrong, a key is not in force, or the member has sealed already.
    """
    replay = ledger.replay(group)
    head, page = replay.headers[-1], replay.newest
    if head.kind in HARD:
        raise Refusal("sealed_already", value=head.number)
    keys = unlock(ledger, group, by)
    in_force = set(replay.book.keys.values())
    if any(key.public.hex() not in in_force for key in keys):
        raise Refusal("no_key", value=", ".join(by))
    there = {each.key for each in page.seals}
    seals = [key.seal("page", page.header) for key in keys if key.public not in there]
    ledger.store.add_seals(group, head.number, seals)
    ledger.forget(group)
    return newest_seals(ledger, group)


def newest_seals(ledger: Ledger, group: str) -> Sealed:
    """Who has sealed the newest page so far."""
    replay = ledger.replay(group)
    head, members = replay.headers[-1], replay.sealed[-1]
    called: Call | None = call(replay.book, HARD.get(head.kind, "meeting"))
    if called is None:
        return Sealed(head.number, members, 0, len(members))
    return Sealed(head.number, members, called.need, called.count(members))


def adopt(ledger: Ledger, group: str, by: Pins, day: str = "") -> NewPage:
    """Make all pages that were copied from paper the officers' own, by one page that names them.

    Raises:
        Refusal: there is nothing to adopt, or the quorum is missing.
    """
    replay = ledger.replay(group)
    waiting = [
        head.number
        for head in replay.headers
        if head.kind in ("copied", "baseline") and head.number not in replay.adopted
    ]
    if not waiting:
        raise Refusal("nothing_to_adopt")
    signers = unlock(ledger, group, by)
    if not signers and call(replay.book, "adoption") is None:  # nobody makes it the officers' own
        raise Refusal("quorum_missing", page=len(replay.headers) + 1)

    def events(_scribe: Scribe) -> list[ev.Event]:
        return [ev.Adopt(number, replay.hashes[number - 1]) for number in waiting]

    return write_act(ledger, group, "adopt", events, day=day, signers=signers)


def erase_member(ledger: Ledger, group: str, member: str, by: Pins, day: str = "") -> NewPage:
    """Erase a member's card and the notes about the member, by the officers' order.

    The page names the digests, so that an old copy can't bring the texts back unseen.

    Raises:
        Refusal: nobody has that code, nothing is left to erase, or the quorum is missing.
    """
    replay, history = ledger.history(group)
    if member not in replay.book.members:
        raise Refusal("unknown_member", value=member)
    kept = ledger.store.texts(group)
    digests = [replay.cards[member], *_notes_about(history, member)]
    there = tuple(dict.fromkeys(digest for digest in digests if digest in kept))
    present = ledger.store.person(group, member)
    if not (there or present.card or present.photo):
        raise Refusal("nothing_to_erase", value=member)
    signers = unlock(ledger, group, by)

    def events(_scribe: Scribe) -> list[ev.Event]:
        return [ev.Erase(member, there)]

    return write_act(ledger, group, "erasure", events, day=day, signers=signers)


def _notes_about(history: Sequence[Sequence[ev.Event]], member: str) -> list[str]:
    """Digests of the notes of events that name the member, or one of the member's loans."""
    found, loans = [], set()
    for events in history:
        for event in events:
            if isinstance(event, ev.LoanOut | ev.OpeningLoan) and event.m == member:
                loans.add(event.l)
            about = getattr(event, "m", None) == member or getattr(event, "l", None) in loans
            if about and (note := getattr(event, "note", "")):
                found.append(note)
    return found
