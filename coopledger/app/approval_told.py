"""What an approval pack asks officers to seal, in words and figures, from its page and the book."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from coopledger.app import proposed
from coopledger.app.approval_check import Examined
from coopledger.app.ledger import ERASED, Group, Ledger
from coopledger.app.named_totals import NamedTotal, named_totals
from coopledger.app.page_entries import amount_of
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.journal import tag_of, undone
from coopledger.domain.money import Currency
from coopledger.ledger.key_words import key_words
from coopledger.ledger.page import Kind
from coopledger.ledger.salted import MemberCard, read_card
from coopledger.reports.fingerprint import fingerprint
from coopledger.store.officer_keys import OfficerKeys
from coopledger.words.constitution import differences
from coopledger.words.dates import format_date
from coopledger.words.events import event_name


class AskedEntry(msgspec.Struct, frozen=True):
    """One entry of a page that asks for seals; amounts in minor units, None for no money."""

    code: str
    name: str
    what: str
    amount: int | None
    note: str


class Asked(msgspec.Struct, frozen=True):
    """What a pack asks officers to seal, worked out from its page and the book that is here.

    Attributes:
        id: the page's hash; what is sealed after this was shown is sealed by it.
        group: whose book it is.
        currency: of all amounts.
        number: of the page.
        kind: of the page.
        meeting: 0 on a page that is none.
        day: its ISO day; empty where it has none.
        fingerprint: as a paper of it is printed.
        device: short name of the laptop that wrote the page.
        in_book: whether the page is in the book on this laptop.
        entries: what it records.
        totals: control totals before the page and after it.
        sealed: officers who have sealed it, by the pack and by what is here.
        count: how many of these seals count.
        need: how many there should be.
        called: officers who can seal and have not.
        here: those of them whose keys are on this laptop, or come with the pack.
    """

    id: str
    group: Group
    currency: Currency
    number: int
    kind: Kind
    meeting: int
    day: str
    fingerprint: str
    device: str
    in_book: bool
    entries: tuple[AskedEntry, ...]
    totals: tuple[NamedTotal, ...]
    sealed: tuple[str, ...]
    count: int
    need: int
    called: tuple[str, ...]
    here: tuple[str, ...]


def told(ledger: Ledger, found: Examined) -> Asked:
    """See `Asked`."""
    return _Teller(ledger, found).told()


class _Teller:
    def __init__(self, ledger: Ledger, found: Examined) -> None:
        self._ledger, self._found = ledger, found

    def told(self) -> Asked:
        """See `Asked`."""
        found, ledger = self._found, self._ledger
        head, group = found.head, found.group
        members = proposed.sealers(ledger, group, found.page)
        called = proposed.called_for(ledger, group, head.kind)
        able = tuple(sorted(found.before.keys))  # where the rules call nobody, all who have a key
        if called is not None:
            able = (*sorted(called.holders), *sorted(called.deputies))
        keys = OfficerKeys(ledger.store, group).all()
        in_force = {m for m, key in keys.items() if found.before.keys.get(m) == key.public.hex()}
        last = head.number - 1
        before = ledger.replay(group).headers[last - 1].totals if last else {}
        rules = found.after.constitution
        return Asked(
            found.page.hash.hex(),
            ledger.group(group),
            rules.money,
            head.number,
            head.kind,
            head.meeting,
            head.date,
            fingerprint(found.page.hash),
            head.device,
            found.in_book,
            tuple(self._entries()),
            named_totals(rules, before, head.totals),
            members,
            called.count(members) if called else len(members),
            called.need if called else 0,
            tuple(code for code in able if code not in members),
            tuple(code for code in able if code in {*in_force, *found.came_keys()}),
        )

    def _entries(self) -> list[AskedEntry]:
        found = self._found
        texts = {text.digest: text.text for text in found.texts}
        names = {code: card.name for code, card in self._ledger.members(found.group).items()}
        for event in found.events:
            if isinstance(event, ev.Join) and event.card in texts:
                names[event.m] = _card_name(texts[event.card])
        loans = {number: loan.member for number, loan in found.after.loans.items()}
        told: list[AskedEntry] = []
        for event in found.events:
            about = undone(event) or event
            member = getattr(about, "m", "")
            code = member if isinstance(member, str) and member else ""
            code = code or loans.get(getattr(about, "l", 0), "")
            what = event_name(tag_of(event))
            told += [
                AskedEntry(code, names.get(code, ""), what, amount_of(about), note)
                for note in self._notes(event, texts)
            ]
        return told

    def _notes(self, event: ev.Event, texts: Mapping[str, str]) -> list[str]:
        """What stands beside an entry; new rules have a line for each that changes."""
        match event:
            case ev.HandOver() | ev.TakeOver():
                return [" ".join(key_words(bytes.fromhex(event.to)))]
            case ev.Enrol():
                return [" ".join(key_words(bytes.fromhex(event.key)))]
            case ev.Amend():
                changes = differences(self._found.before.constitution, event.constitution)
                lines = [f"{each.name}: {each.before} → {each.after}" for each in changes]
                return [format_date(event.on, "long"), *lines]
        note = getattr(event, "note", "")
        return [texts.get(note, ERASED) if note else ""]


def _card_name(text: str) -> str:
    card = read_card(text, MemberCard)
    if card is None:
        raise Refusal("approval_damaged")
    return card.name
