"""Who holds a book: this laptop's own key, handing a book over, and taking one over."""

import msgspec

from coopledger.app.acts import NOBODY, Pins, unlock, write_act
from coopledger.app.cooperative import facts
from coopledger.app.ledger import Ledger
from coopledger.app.scribe import Scribe
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.quorum import call
from coopledger.ledger.key_words import key_words
from coopledger.ledger.seals import KEY_BYTES, is_sound_key, key_id
from coopledger.store.store import NewPage


class Device(msgspec.Struct, frozen=True):
    """A laptop's key: short name, the key as hex, and the six words that people compare."""

    id: str
    key: str
    words: tuple[str, ...]


class Needed(msgspec.Struct, frozen=True):
    """Who is called to give a book to this laptop.

    Attributes:
        reason: code of the refusal to write; see `coopledger.app.heads.OwnHeads.refusal`.
        page: the last page that will count.
        remembered: the page that this laptop wrote already, where it was put back from a backup.
        officers: members who can seal, holders before deputies.
        need: how many of them.
    """

    reason: str
    page: int
    remembered: int
    officers: tuple[str, ...]
    need: int


def device(ledger: Ledger) -> Device:
    """This laptop's own key."""
    return device_of(ledger.store.device.public)


def device_of(public: bytes) -> Device:
    """A laptop's key as people see it."""
    return Device(key_id(public), public.hex(), key_words(public))


def read_key(text: str) -> bytes:
    """A device's public key as `device show` tells it.

    Raises:
        Refusal: it is no key, or one that may not be enrolled.
    """
    try:
        key = bytes.fromhex("".join(text.split()))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES or not is_sound_key(key):
        raise Refusal("bad_device_key", value=text)
    return key


def holder_name(ledger: Ledger, group: str) -> str:
    """What the cooperative calls the laptop that holds a book; empty where this one may write.

    Empty too where something else bars writing, or where no cooperative is known here: then nobody
    could be sent a proposal.
    """
    refused = ledger.own_heads.refusal(group)
    if refused is None or refused.code != "not_the_holder" or not ledger.store.registry_id():
        return ""
    holder = key_id(ledger.replay(group).holder.key)
    return next((row.name for row in facts(ledger).devices if row.id == holder), holder)


def take_over_needs(ledger: Ledger, group: str) -> Needed | None:
    """What a take-over by this laptop needs; None where it may write as things are."""
    refused = ledger.own_heads.refusal(group)
    if refused is None:
        return None
    replay = ledger.replay(group)
    known = ledger.own_heads.behind.get(group)
    remembered = known.number if known else 0
    called = call(replay.book, "hand_over")
    if called is None:
        return Needed(refused.code, len(replay.headers), remembered, (), 0)
    officers = (*sorted(called.holders), *sorted(called.deputies))
    return Needed(refused.code, len(replay.headers), remembered, officers, called.need)


def take_over(ledger: Ledger, group: str, by: Pins, day: str = "") -> NewPage:
    """Give a book to this laptop by the officers' order, from the last page that is here.

    So a lost laptop is replaced, and so a laptop goes on whose ledger was put back from a backup.

    Raises:
        Refusal: this laptop may write as it is; no officer has a key in the book; a PIN is wrong;
            the quorum is missing.
    """
    needs = take_over_needs(ledger, group)
    if needs is None:
        raise Refusal("holds_already")
    if not needs.need:
        raise Refusal("no_officer_keys")
    signers = unlock(ledger, group, by)
    replay, key = ledger.replay(group), ledger.store.device.public

    def events(_scribe: Scribe) -> list[ev.Event]:
        return [ev.TakeOver(key.hex(), replay.holder.epoch + 1, needs.page, replay.hash)]

    return write_act(ledger, group, "take_over", events, day=day, signers=signers)


def hand_over(ledger: Ledger, group: str, to: str, by: Pins = NOBODY, day: str = "") -> NewPage:
    """Pass a book that this laptop holds on to another one; nothing is written here after it.

    Args:
        ledger: the open ledger.
        group: the book's id.
        to: the other laptop's public key; see `read_key`.
        by: PINs of the officers who seal, where they have keys.
        day: ISO date.

    Raises:
        Refusal: the key is none, or this laptop's; a meeting is being recorded; this laptop does
            not hold the book; a PIN is wrong; the quorum is missing.
    """
    key = read_key(to)
    if refused := ledger.own_heads.refusal(group):
        raise refused
    if key == ledger.store.device.public:
        raise Refusal("holds_already")
    if ledger.store.draft(group) is not None:
        raise Refusal("draft_open")
    signers, replay = unlock(ledger, group, by), ledger.replay(group)

    def events(_scribe: Scribe) -> list[ev.Event]:
        return [ev.HandOver(key.hex(), replay.holder.epoch + 1)]

    return write_act(ledger, group, "hand_over", events, day=day, signers=signers)
