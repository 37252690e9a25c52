"""What an act would come to, line by line, as it is read to the person whom it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.domain.settlement import trial
from coopledger.ledger.salted import MemberCard
from coopledger.words.catalog import N_, Text, _
from coopledger.words.dates import format_date
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number


class Told(NamedTuple):
    """One line: what it is, and how much or when; the ``strong`` one is what it comes to."""

    label: str
    text: str
    strong: bool = False


class _Teller:
    """The book before and after, and the words for what lies between."""

    def __init__(self, before: Book, after: Book, cards: Mapping[str, MemberCard]) -> None:
        self.before, self.after, self.cards = before, after, cards
        self.money: Currency = before.constitution.money

    def sum(self, amount: int) -> str:
        return format_amount(amount, self.money)

    def some(self, label: Text, amount: int) -> Iterator[Told]:
        if amount:
            yield Told(str(label), self.sum(amount))

    def name(self, code: str) -> str:
        return f"{code} {self.cards[code].name}" if code in self.cards else code


def told(
    before: Book, after: Book, events: Sequence[ev.Event], cards: Mapping[str, MemberCard]
) -> Iterator[Told]:
    """The lines of the events that entries became.

    Args:
        before: the book with all that was drafted before them.
        after: with them too.
        events: what they became.
        cards: of the members.
    """
    teller = _Teller(before, after, cards)
    for event in events:
        match event:
            case ev.Join():
                yield Told(_("Number"), event.m)
            case ev.Shares():
                yield Told(_("Shares bought"), format_number(event.n))
                yield Told(_("To pay today"), teller.sum(event.a), strong=True)
            case ev.Arrive():
                yield from _arriving(teller, event)
            case ev.Leave():
                yield from _leaving(teller, event)
            case ev.Death():
                yield from _death(teller, event)
            case ev.WriteOff():
                yield from _given_up(teller, event)
            case ev.Reschedule():
                yield from _put_off(teller, event)
    if any(isinstance(event, ev.WriteOff) for event in events):
        yield from _share_value(teller)


def _leaving(t: _Teller, e: ev.Leave) -> Iterator[Told]:
    yield Told(_("Savings"), t.sum(e.savings))
    yield from t.some(_GAIN if e.gain > 0 else _LOSS, e.gain)
    yield from t.some(_PRINCIPAL, -e.principal)
    yield from t.some(_CHARGE, -e.charge)
    yield from t.some(_LATE, -sum(part[3] for part in e.parts))
    yield from t.some(_FINES, -e.fines)
    yield from t.some(_ARREARS, -e.arrears)
    label = _("Paid when the cycle ends") if e.later else _("Paid out today")
    if isinstance(e, ev.Depart):
        label = _("Owed to the other group") if e.later else _("Taken along in cash")
    yield Told(label, t.sum(e.refund), strong=True)


def _arriving(t: _Teller, e: ev.Arrive) -> Iterator[Told]:
    if e.n:
        yield Told(_("Shares bought"), format_number(e.n))
    yield from t.some(N_("Savings"), e.p)
    yield from t.some(N_("Paid above the price of shares"), e.c)
    yield from t.some(N_("Odd money kept for the next shares"), e.a + e.d - e.p - e.c)
    label = _("Owed by the other group") if e.d else _("Brought along in cash")
    yield Told(label, t.sum(e.a + e.d), strong=True)


def _death(t: _Teller, e: ev.Death) -> Iterator[Told]:
    if kin := t.cards.get(e.m, MemberCard("")).next_of_kin:
        yield Told(_("Next of kin"), kin)
    yield Told(_("Savings, kept for the heirs until the share-out"), t.sum(t.before.savings(e.m)))
    owed = sum(map(t.before.debt, t.before.loans_of(e.m)))
    if owed:
        forgiven = t.before.rules.death == "forgive"
        label = (
            _("Loan, given up by the rules") if forgiven else _("Loan, set off at the share-out")
        )
        yield Told(label, t.sum(owed), strong=True)
    for loan in t.before.guaranteed_by(e.m):
        label = _("Answers for the loan of {member}").format(member=t.name(loan.member))
        yield Told(label, t.sum(t.before.debt(loan)))


def _given_up(t: _Teller, e: ev.WriteOff) -> Iterator[Told]:
    yield Told(_("Principal given up"), t.sum(e.p), strong=True)
    yield from t.some(N_("Charge given up with it"), e.c)
    yield from t.some(N_("Late charge given up with it"), e.late)
    yield from t.some(N_("Still owed on the loan"), t.after.principal(t.after.loans[e.l]))


def _share_value(t: _Teller) -> Iterator[Told]:
    """What everybody loses by it, where a share has a value."""
    try:
        was, now = (trial(book).division.share_value for book in (t.before, t.after))
    except Refusal:
        return
    if was is not None and now is not None and was != now:
        told = _("{before}, then {after}").format(before=t.sum(was), after=t.sum(now))
        yield Told(_("Worth of a share, if all were shared out today"), told)


def _put_off(t: _Teller, e: ev.Reschedule) -> Iterator[Told]:
    was, now = t.before.loans[e.l], t.after.loans[e.l]
    yield Told(_("Principal still owed"), t.sum(t.after.principal(now)))
    yield from t.some(N_("Charge due"), t.after.charge_due(now))
    yield Told(_("Was due on"), _day(was.due_day))
    yield Told(_("Due on"), _day(now.due_day), strong=True)
    for row in now.plan:
        yield Told(_day(row.day), t.sum(row.principal + row.charge))


def _day(ordinal: int) -> str:
    return format_date(date.fromordinal(ordinal))


_FORGIVEN = N_("Loan, given up by the rules")
_SET_OFF = N_("Loan, set off at the share-out")
_GAIN = N_("Part of the profit so far")
_LOSS = N_("Part of the loss so far")
_PRINCIPAL = N_("Less the loan")
_CHARGE = N_("Less the charge due")
_LATE = N_("Less the late charge")
_FINES = N_("Less fines")
_ARREARS = N_("Less contributions owed")
