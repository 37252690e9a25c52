"""A member's card and photo as they are now: personal data beside the book, which may be erased."""

from __future__ import annotations

import unicodedata

import msgspec

from coopledger.app.ledger import ERASED, Ledger
from coopledger.domain.errors import Refusal
from coopledger.interop.photo import drawing_only
from coopledger.ledger.person import Person, seal_person
from coopledger.ledger.salted import MemberCard, read_card
from coopledger.store.incoming import Incoming
from coopledger.sync.cards import disowned

LONGEST = 120
"""Longest text of a card, in characters."""
_BEYOND = 1 << 50
"""A turn that no clock and no counting on comes to."""
SEXES = ("", "F", "M", "X")


class PersonFile(msgspec.Struct, frozen=True):
    """What is kept of a member beside the book.

    Attributes:
        code: in the group's book.
        card: as it is now.
        joined_as: the name at the joining, where it was another: the book carries its hash.
        photo: a JPEG; no bytes for none.
        erased: whether the officers ordered the card erased.
    """

    code: str
    card: MemberCard
    joined_as: str
    photo: bytes
    erased: bool


def person(ledger: Ledger, group: str, member: str) -> PersonFile:
    """A member's card and photo.

    Raises:
        Refusal: `unknown_member`.
    """
    replay = ledger.replay(group)
    if member not in replay.cards:
        raise Refusal("unknown_member", value=member)
    joined = ledger.card_at_joining(group, member)
    kept = ledger.store.person(group, member)
    card = (read_card(kept.card, MemberCard) if kept.card else None) or joined
    before = joined.name if joined.name not in (card.name, ERASED) else ""
    return PersonFile(member, card, before, kept.photo, replay.cards[member] in replay.erased)


def change_person(
    ledger: Ledger, group: str, member: str, card: MemberCard, photo: bytes
) -> PersonFile:
    """Keep another card and photo of a member. The book stays as it is.

    Args:
        ledger: the open ledger.
        group: the book's id.
        member: the member's code.
        card: texts as typed.
        photo: a JPEG, none for no photo; whatever is not the picture itself is dropped.

    Raises:
        Refusal: `unknown_member`; `card_erased`; `not_the_holder`, `restored` or `forked`: this
            laptop may write nothing in the book; `missing_key`, `text_too_long`, `bad_value`, with
            the card's field as ``column``; `bad_photo`; `photo_too_large`.
    """
    if person(ledger, group, member).erased:
        raise Refusal("card_erased", value=member)
    if refused := ledger.own_heads.refusal(group):
        raise refused
    text = msgspec.json.encode(clean_card(card)).decode()
    new = Person(member, text, drawing_only(photo) if photo else b"")
    _keep(ledger, group, new, ledger.store.person(group, member))
    return person(ledger, group, member)


def seal_people(ledger: Ledger) -> None:
    """Seal the cards of the books that this device holds and that an earlier holder sealed.

    From then on no device that held a book before can change them. Those that an earlier program
    left unsealed are sealed too.
    """
    for group, kept in ledger.store.sealed_people().items():
        if ledger.own_heads.refusal(group):
            continue
        epoch = ledger.replay(group).holder.epoch
        for member, sealed_in, signature in kept:
            if not signature or sealed_in < epoch:
                before = ledger.store.person(group, member)
                _keep(ledger, group, before, before)


def adopt_people(ledger: Ledger, group: str) -> None:
    """Seal the cards anew that were typed on a branch which the officers did not choose.

    What is known of a member is so on either branch; the seal is of the other one's holder. The
    cards of members whom the book now does not know go.
    """
    replay = ledger.replay(group)
    found = disowned(ledger.store.people(group), group, replay.holder, replay.cards)
    anew = tuple(_sealed(ledger, group, e, e) for e in found if e.member in replay.cards)
    gone = frozenset(each.member for each in found)
    ledger.store.take_in([Incoming(group, disowned=gone, people=anew)])


def is_clean(person: Person) -> bool:
    """Whether a card that came from elsewhere is as this program keeps one."""
    card = read_card(person.card, MemberCard) if person.card else None
    try:
        sound = clean_card(card) == card if card else not person.card
        return sound and (not person.photo or drawing_only(person.photo) == person.photo)
    except Refusal:
        return False


def _keep(ledger: Ledger, group: str, new: Person, before: Person) -> None:
    ledger.store.keep_person(group, _sealed(ledger, group, new, before))


def _sealed(ledger: Ledger, group: str, new: Person, before: Person) -> Person:
    """A card under this device's seal, as the one after ``before``.

    Turns begin anew with each epoch, and where another branch's holder went beyond any clock: it
    would else use up all that there are.
    """
    epoch, device = ledger.replay(group).holder.epoch, ledger.store.device
    after = before.turn if before.epoch == epoch and before.turn <= _BEYOND else 0
    return seal_person(device, group, new, epoch, after)


def clean_card(card: MemberCard) -> MemberCard:
    """A card as it is kept: composed letters, no hidden characters, one space between words.

    Raises:
        Refusal: see `change_person`.
    """
    texts = {name: _clean(name, text) for name, text in msgspec.structs.asdict(card).items()}
    if not texts["name"]:
        raise Refusal("missing_key", column="name")
    if texts["sex"] not in SEXES:
        raise Refusal("not_a_choice", column="sex", value=card.sex, choices=list(SEXES[1:]))
    if texts["born"] and not _is_year(texts["born"]):
        raise Refusal("bad_value", column="born", value=card.born)
    return MemberCard(**texts)


def _clean(name: str, text: str) -> str:
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if char in "\u200c\u200d" or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
    )
    kept = " ".join(kept.split())
    if len(kept) > LONGEST:
        raise Refusal("text_too_long", column=name, value=kept[:40], limit=LONGEST)
    return kept


def _is_year(text: str) -> bool:
    """A year, alone or at the head of an ISO date, as notebooks have it."""
    year = text[:4]
    return year.isdecimal() and len(text) in (4, 10) and year >= "1900"
