"""A meeting as it is recorded: what was said becomes events on the book.

Structure and arithmetic are refused here (an unknown member, a repayment above the debt, cash below
zero); a rule of the constitution that is broken becomes a finding.
"""

from collections.abc import Callable
from datetime import date

import msgspec

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain import rules
from coopledger.domain.book import Book, Member
from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT

NoteKeeper = Callable[[str], str]
"""Keeps a text outside the page and gives the reference that the page carries."""

TEXT_LIMIT = 2000
"""Longest text of one entry, in characters."""


class Recording:
    """One meeting being folded into ``book``, which it changes as it goes."""

    def __init__(self, book: Book, meeting: int, day: str, note: NoteKeeper) -> None:
        """Open the meeting and post what falls due.

        Raises:
            Refusal: the meeting's number or date goes backwards, or the cycle is over.
        """
        if book.closed:
            raise Refusal("cycle_closed")
        if meeting <= book.meeting:
            raise Refusal("meeting_backwards", value=meeting, last=book.meeting)
        if date.fromisoformat(day).toordinal() < book.day:
            last = date.fromordinal(book.day).isoformat()
            raise Refusal("date_backwards", value=day, last=last)
        self.findings = list(rules.meeting_findings(book, meeting, day))
        book.begin(meeting, day)
        self.book = book
        self.events: list[ev.Event] = []
        self._note = note
        self._volume = sum(map(abs, book.accounts.values()))
        for event in rules.opening(book):
            self._apply(event)

    def record(self, entry: en.AnyEntry) -> None:
        """Work out one entry and fold it.

        Raises:
            Refusal: it is impossible; the book is as before.
        """
        if getattr(entry, "amount", 1) == 0 and not isinstance(entry, en.LoanRequest):
            if code := getattr(entry, "member", ""):
                self.known(code, dead_too=True)
            return
        for event in _COMPOSE[type(entry)](self, entry):
            self._bear(event)
            self.findings.extend(rules.event_findings(self.book, event))
            self._apply(event)

    def _bear(self, event: ev.Event) -> None:
        """Keep every sum of the book within what a page can carry exactly."""
        numbers = [v for v in msgspec.structs.astuple(event) if isinstance(v, int)]
        self._volume += sum(map(abs, numbers))
        if self._volume > MAX_AMOUNT:
            self._volume -= sum(map(abs, numbers))
            raise Refusal("too_large", value=max(numbers))

    def close(self) -> None:
        """Note what a complete meeting would have had."""
        self.findings.extend(rules.closing_findings(self.book))

    def note(self, text: str) -> str:
        """The reference of a text, empty for none.

        Raises:
            Refusal: it is longer than a note may be.
        """
        text = text.strip()
        if len(text) > TEXT_LIMIT:
            raise Refusal("text_too_long", value=text[:40], limit=TEXT_LIMIT)
        return self._note(text) if text else ""

    def _apply(self, event: ev.Event) -> None:
        self.events.append(event)
        self.book.apply(event)

    def known(self, code: str, *, dead_too: bool = False) -> Member:
        """A member who may act today.

        Raises:
            Refusal: nobody has that code, or the member left or died.
        """
        member = self.book.members.get(code)
        if member is None:
            raise Refusal("unknown_member", value=code)
        if member.gone == "left":
            raise Refusal("member_left", value=code)
        if member.gone == "dead" and not dead_too:
            raise Refusal("member_dead", value=code)
        return member

    def pay(self, fund: str, amount: int, place: str = "box") -> None:
        """Check that the fund's cash at a place bears a payment.

        Raises:
            Refusal: it does not.
        """
        cash = self.book.cash(fund, place)
        if amount > cash:
            code = "bank_below_zero" if place == "bank" else "cash_below_zero"
            raise Refusal(code, value=amount, cash=cash, fund=fund, place=place)


def _attendance(r: Recording, e: en.Attendance) -> list[ev.Event]:
    r.known(e.member)
    if e.member in r.book.called:
        raise Refusal("duplicate_attendance", value=e.member)
    return [ev.Attend(e.member, e.status)]


def _fine(r: Recording, e: en.FineSet) -> list[ev.Event]:
    r.known(e.member)
    return [ev.Fine(e.member, e.code, e.amount)]


def _fine_paid(r: Recording, e: en.FinePayment) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    owed = r.book.fines_owed(e.member)
    if e.amount > owed:
        raise Refusal("fine_above_owed", value=e.amount, owed=owed, member=e.member)
    return [ev.FinePaid(e.member, e.amount)]


def _contribution(r: Recording, e: en.Contribution) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    return [ev.Contribute(e.member, "social", e.amount)]


def _grant(r: Recording, e: en.GrantGiven) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    r.pay("social", e.amount)
    return [ev.Grant(e.member, "social", e.amount, r.note(e.reason))]


def _shares(r: Recording, e: en.ShareBuying) -> list[ev.Event]:
    r.known(e.member)
    return [ev.Shares(e.member, e.count, e.count * r.book.constitution.share_price)]


def _repayment(r: Recording, e: en.Repayment) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    book, loans = r.book, r.book.loans_of(e.member)
    if not loans:
        raise Refusal("no_open_loan", value=e.amount, member=e.member)
    owed = {"charge": book.charge_due, "principal": book.principal}
    debt = sum(owed["charge"](loan) + owed["principal"](loan) for loan in loans)
    if e.amount > debt:
        raise Refusal("repayment_above_debt", value=e.amount, debt=debt, member=e.member)
    left = e.amount
    parts = {loan.number: {"charge": 0, "principal": 0} for loan in loans}
    for kind in book.constitution.allocation:
        for loan in loans:
            part = min(left, owed[kind](loan))
            parts[loan.number][kind] = part
            left -= part
    return [ev.Repay(n, p["charge"], p["principal"]) for n, p in parts.items() if any(p.values())]


def _loan(r: Recording, e: en.LoanRequest) -> list[ev.Event]:
    r.known(e.member)
    if not e.amount or not e.weeks:
        raise Refusal("bad_value", value=e.amount if e.weeks else e.weeks)
    r.pay("loan", e.amount)
    number = len(r.book.loans) + 1
    return [ev.LoanOut(number, e.member, e.amount, e.weeks, r.note(e.purpose))]


def _spending(r: Recording, e: en.Spending) -> list[ev.Event]:
    fund = r.book.constitution.expenses_from
    r.pay(fund, e.amount)
    return [ev.Expense(fund, e.amount, r.note(e.what))]


def _transfer(r: Recording, e: en.Transfer) -> list[ev.Event]:
    for place in (e.at, e.to):
        if place not in r.book.constitution.places:
            raise Refusal("bad_value", value=place)
    r.pay("loan", e.amount, e.at)
    return [ev.Move("loan", e.amount, e.at, e.to)]


def _write_off(r: Recording, e: en.LoanLoss) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    loans = r.book.loans_of(e.member)
    if not loans:
        raise Refusal("no_open_loan", value=e.principal, member=e.member)
    whole = sum(r.book.principal(loan) for loan in loans)
    if e.principal > whole:
        raise Refusal("above_principal", value=e.principal, owed=whole, member=e.member)
    left, note, lost = e.principal, r.note(e.reason), []
    for loan in loans:
        part = min(left, r.book.principal(loan))
        left -= part
        if part:
            lost.append(ev.WriteOff(loan.number, part, r.book.charge_due(loan), note))
    return [*lost]


def _death(r: Recording, e: en.Died) -> list[ev.Event]:
    r.known(e.member)
    return [ev.Death(e.member)]


def _leave(r: Recording, e: en.Leaving) -> list[ev.Event]:
    r.known(e.member)
    event = rules.leaving(r.book, e.member)
    if e.refund is not None and e.refund != event.refund:
        raise Refusal("wrong_refund", value=e.refund, expected=event.refund, member=e.member)
    fines = event.fines if r.book.constitution.fines_go_to != "loan" else 0
    r.pay("loan", event.refund + max(event.arrears, 0) + fines)
    r.pay("social", max(-event.arrears, 0))
    return [msgspec.structs.replace(event, note=r.note(e.reason))]


def _count(r: Recording, e: en.CashCount) -> list[ev.Event]:
    if e.fund not in r.book.constitution.funds:
        raise Refusal("bad_value", value=e.fund)
    if (e.fund, "box") in r.book.counted:
        raise Refusal("counted_twice", value=e.counted, fund=e.fund)
    said = r.book.cash(e.fund)
    found: list[ev.Event] = [ev.Count(e.fund, said, e.counted)]
    if e.counted != said:
        found.append(ev.OverShort(e.fund, e.counted - said, r.note(e.reason)))
    return found


def _resolution(r: Recording, e: en.Resolution) -> list[ev.Event]:
    return [ev.Decision(ref)] if (ref := r.note(e.text)) else []


_COMPOSE: dict[type, Callable[..., list[ev.Event]]] = {
    en.Attendance: _attendance,
    en.FineSet: _fine,
    en.FinePayment: _fine_paid,
    en.Contribution: _contribution,
    en.GrantGiven: _grant,
    en.ShareBuying: _shares,
    en.Repayment: _repayment,
    en.LoanRequest: _loan,
    en.Spending: _spending,
    en.Transfer: _transfer,
    en.LoanLoss: _write_off,
    en.Died: _death,
    en.Leaving: _leave,
    en.CashCount: _count,
    en.Resolution: _resolution,
}
