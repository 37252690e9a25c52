"""Rules of the constitution that an event may break: a breach is a finding, never a refusal.

They run when an event is recorded and again in `verify`, on the book as it was just before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.postings import DAYS_A_WEEK
from coopledger.domain.rounding import Rounding, to_multiple


class Finding(msgspec.Struct, frozen=True):
    """A rule that was broken: which, by whom, and the figures. Amounts in minor units."""

    code: str
    params: Mapping[str, object] = {}
    member: str = ""


def opening(book: Book) -> list[ev.Event]:
    """What a meeting on the book's day begins with: charges that fell due, contributions due.

    A charge falls every ``charge_every`` from the day of the loan, on the principal
    outstanding before this meeting's payments; one that fell between meetings is posted now.
    """
    rules = book.constitution
    every, rate = rules.charge_every * DAYS_A_WEEK, rules.charge_rate
    rounding = Rounding(rules.charge_rounding)
    found: list[ev.Event] = []
    for loan in book.open_loans.values():
        day, principal, unpaid = loan.next_charge, book.principal(loan), book.charge_due(loan)
        while rate and principal and day <= book.day:
            if not rules.charge_after_due_date and day > loan.due_day:
                break
            if rules.capitalise_unpaid_charge and unpaid:
                found.append(ev.Capitalise(loan.number, unpaid))
                principal, unpaid = principal + unpaid, 0
            amount = to_multiple(principal * rate, 1, rounding)
            found.append(ev.Charge(loan.number, amount, date.fromordinal(day).isoformat()))
            unpaid += amount
            day += every
    owing = tuple([member.code for member in book.active()])
    if rules.social_contribution and owing:
        found.append(ev.Due("social", rules.social_contribution, owing))
    return found


_OPENING = (ev.Charge, ev.Capitalise, ev.Due)


def leaving(book: Book, member: str) -> ev.Leave:
    """What a member who leaves is due: savings at face less every debt.

    Raises:
        Refusal: the debts are above the savings.
    """
    loans = book.loans_of(member)
    savings, principal = book.savings(member), sum(book.principal(loan) for loan in loans)
    charge = sum(book.charge_due(loan) for loan in loans)
    fines, arrears = book.fines_owed(member), book.arrears(member)
    refund = savings - principal - charge - fines - arrears
    if refund < 0:
        raise Refusal("debt_above_savings", member=member, debt=savings - refund, savings=savings)
    shares = book.members[member].shares
    return ev.Leave(member, shares, savings, principal, charge, fines, arrears, refund)


def meeting_findings(before: Book, meeting: int, day: str) -> Iterator[Finding]:
    """Findings about a meeting's place in the cycle, from the book before it."""
    if meeting != before.meeting + 1:
        yield Finding("meeting_number_gap", {"value": meeting, "expected": before.meeting + 1})
    if day < before.constitution.cycle_start:
        yield Finding(
            "before_cycle_start", {"value": day, "start": before.constitution.cycle_start}
        )


def opening_findings(due: Sequence[ev.Event], recorded: Sequence[ev.Event]) -> list[Finding]:
    """Findings where the recorded charges and dues are not what the rules give."""
    kinds = list(map(type, recorded))
    if recorded[: len(due)] == due and sum(map(kinds.count, _OPENING)) == len(due):
        return []
    found = []
    for kind, code in ((ev.Charge, "charge_differs"), (ev.Due, "due_differs")):
        told = [e for e in recorded if isinstance(e, kind)]
        ruled = [e for e in due if isinstance(e, kind)]
        if told != ruled:
            found.append(Finding(code, {"value": len(told), "expected": len(ruled)}))
    return found


def closing_findings(book: Book) -> Iterator[Finding]:
    """Findings that show when a meeting is closed, from the book after it."""
    for fund in book.constitution.funds:
        if (fund, "box") not in book.counted:
            yield Finding("not_counted", {"fund": fund})
    silent = [m.code for m in book.active() if m.code not in book.called]
    if silent:
        yield Finding("not_called", {"members": ", ".join(silent)})


def event_findings(book: Book, event: ev.Event) -> Sequence[Finding]:
    """Findings of one event, from the book just before it."""
    rule = RULES.get(type(event))
    return rule(book, event) if rule else ()


def _shares(book: Book, e: ev.Shares) -> Sequence[Finding]:
    rules = book.versions[-1]
    count, limit = book.bought.get(e.m, 0) + e.n, rules.max_shares_per_meeting
    expected = e.n * rules.share_price
    if count <= limit and e.a == expected:
        return ()
    found = []
    if count > limit:
        found.append(Finding("too_many_shares", {"value": count, "limit": limit}, e.m))
    if e.a != expected:
        found.append(Finding("share_price_differs", {"value": e.a, "expected": expected}, e.m))
    return found


def _loan(book: Book, e: ev.LoanOut) -> Sequence[Finding]:
    rules = book.constitution
    others = book.loans_of(e.m)
    owed = sum(book.principal(loan) for loan in others)
    found = []
    cap = book.savings(e.m) * rules.max_loan_multiple_of_savings
    if owed + e.a > cap:
        params = {"value": e.a, "limit": cap, "owed": owed, "savings": book.savings(e.m)}
        found.append(Finding("loan_above_cap", params, e.m))
    if others and rules.one_loan_at_a_time:
        found.append(Finding("second_loan", {"value": e.a, "owed": owed}, e.m))
    if e.weeks > rules.max_loan_weeks:
        found.append(
            Finding("loan_too_long", {"value": e.weeks, "limit": rules.max_loan_weeks}, e.m)
        )
    return found


def _fine(book: Book, e: ev.Fine) -> Sequence[Finding]:
    fixed = book.constitution.fines.get(e.code)
    if fixed is None:
        return [Finding("unknown_fine", {"value": e.code}, e.m)]
    if fixed != e.a:
        return [
            Finding("fine_amount_differs", {"value": e.a, "expected": fixed, "fine": e.code}, e.m)
        ]
    return ()


def _contribute(book: Book, e: ev.Contribute) -> Sequence[Finding]:
    owed = book.arrears(e.m, e.f)
    if e.a > owed:
        return [Finding("paid_ahead", {"value": e.a, "owed": owed}, e.m)]
    return ()


def _count(book: Book, e: ev.Count) -> Sequence[Finding]:
    expected = book.cash(e.f, e.at)
    if e.book != expected:
        return [Finding("count_differs", {"value": e.book, "expected": expected, "fund": e.f})]
    return ()


def _leave(book: Book, e: ev.Leave) -> Sequence[Finding]:
    ruled = leaving(book, e.m)
    if msgspec.structs.replace(ruled, note=e.note, at=e.at) != e:
        return [Finding("refund_differs", {"value": e.refund, "expected": ruled.refund}, e.m)]
    return ()


RULES: dict[type, Callable[..., Sequence[Finding]]] = {
    ev.Shares: _shares,
    ev.LoanOut: _loan,
    ev.Fine: _fine,
    ev.Contribute: _contribute,
    ev.Count: _count,
    ev.Leave: _leave,
}
