"""Rules of the constitution that an event may break: a breach is a finding, never a refusal.

They run when an event is recorded and again in `verify`, on the book as it was just before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.exits import departing, leaving
from coopledger.domain.limits import cash_to_keep, external_limit, last_meeting, loan_cap
from coopledger.domain.loan_state import DAYS_A_WEEK
from coopledger.domain.notice import ripe


class Finding(msgspec.Struct, frozen=True):
    """A rule that was broken: which, by whom, and the figures. Amounts in minor units."""

    code: str
    params: Mapping[str, object] = {}
    member: str = ""


def barred(rules: Constitution, findings: Sequence[Finding]) -> Finding | None:
    """The first finding that not even the officers may let be, by the rules; None if they may."""
    strict = set(rules.no_exceptions)
    return next((finding for finding in findings if finding.code in strict), None)


_OPENING = frozenset({ev.Charge, ev.Capitalise, ev.Late, ev.Due})

_DIFFERS = (
    (ev.Charge, "charge_differs"),
    (ev.Late, "late_differs"),
    (ev.Due, "due_differs"),
)


def meeting_findings(before: Book, meeting: int, day: str) -> Iterator[Finding]:
    """Findings about a meeting's place in the cycle, from the book before it."""
    if meeting != before.meeting + 1:
        yield Finding("meeting_number_gap", {"value": meeting, "expected": before.meeting + 1})
    if day < before.rules.cycle_start:
        yield Finding("before_cycle_start", {"value": day, "start": before.rules.cycle_start})


def opening_findings(due: Sequence[ev.Event], recorded: Sequence[ev.Event]) -> list[Finding]:
    """Findings where the recorded charges and dues are not what the rules give."""
    count = len(due)
    if recorded[:count] == due and _OPENING.isdisjoint(map(type, recorded[count:])):
        return []
    found = []
    for kind, code in _DIFFERS:
        told = [e for e in recorded if isinstance(e, kind)]
        ruled = [e for e in due if isinstance(e, kind)]
        if told != ruled:
            found.append(Finding(code, {"value": len(told), "expected": len(ruled)}))
    return found


def closing_findings(book: Book) -> Iterator[Finding]:
    """Findings that show when a meeting is closed, from the book after it."""
    for fund in book.rules.funds:
        if (fund, "box") not in book.counted:
            yield Finding("not_counted", {"fund": fund})
    called, now = book.called, book.meeting
    silent = [
        code
        for code, member in book.members.items()
        if code not in called and not member.gone and member.joined != now
    ]
    if silent:
        yield Finding("not_called", {"members": ", ".join(silent)})


def event_findings(book: Book, event: ev.Event) -> Sequence[Finding]:
    """Findings of one event, from the book just before it."""
    rule = RULES.get(type(event))
    return rule(book, event) if rule else ()


def _shares(book: Book, e: ev.Shares) -> Sequence[Finding]:
    rules = book.rules
    count, limit = book.bought.get(e.m, 0) + e.n, rules.max_shares_per_meeting
    expected = e.n * rules.share_price
    if count <= limit and e.a == expected:
        return ()
    member = book.members[e.m]
    if not member.shares and member.joined == book.meeting and rules.joining in CATCH_UP:
        return ()
    found = []
    if count > limit:
        found.append(Finding("too_many_shares", {"value": count, "limit": limit}, e.m))
    if e.a != expected:
        found.append(Finding("share_price_differs", {"value": e.a, "expected": expected}, e.m))
    return found


def _loan(book: Book, e: ev.LoanOut) -> Sequence[Finding]:
    rules, found = book.rules, []
    others = [loan for loan in book.loans_of(e.m) if loan.number != e.rolled]
    owed = sum(book.principal(loan) for loan in others)
    savings = book.savings(e.m) + book.voluntary(e.m)
    cap = loan_cap(book, e.m)
    if cap is not None and owed + e.a > cap:
        params = {"value": e.a, "limit": cap, "owed": owed, "savings": savings}
        found.append(Finding("loan_above_cap", params, e.m))
    if others and rules.one_loan_at_a_time:
        found.append(Finding("second_loan", {"value": e.a, "owed": owed}, e.m))
    if e.weeks > rules.max_loan_weeks:
        params = {"value": e.weeks, "limit": rules.max_loan_weeks}
        found.append(Finding("loan_too_long", params, e.m))
    if len(e.plan) > rules.max_loan_instalments > 0:
        params = {"value": len(e.plan), "limit": rules.max_loan_instalments}
        found.append(Finding("too_many_instalments", params, e.m))
    found.extend(_when(book, e))
    if not e.rolled and (needed := cash_to_keep(book)):
        left = book.total("loan:cash:") - e.a + e.kept
        if left < needed:
            found.append(Finding("too_little_left", {"value": left, "limit": needed}, e.m))
    if e.forced and not rules.forced_loans:
        found.append(Finding("forced_loan", {"value": e.a}, e.m))
    found.extend(_guarantors(book, e))
    return found


def _when(book: Book, e: ev.LoanOut) -> Iterator[Finding]:
    """Whether it is a time to lend, and the loan is due in time."""
    rules, every = book.rules, book.rules.loan_meeting_every
    if not e.rolled and book.meeting % every:
        params = {"value": book.meeting, "every": every}
        yield Finding("no_loan_meeting", params, e.m)
    last = last_meeting(book)
    if not last:
        return
    end = date.fromordinal(last).isoformat()
    weeks = rules.last_loan_weeks
    if weeks and not e.rolled and book.day > last - weeks * DAYS_A_WEEK:
        yield Finding("loan_too_late", {"value": weeks, "end": end}, e.m)
    due = e.plan[-1][0] if e.plan else _iso(book.day + e.weeks * DAYS_A_WEEK)
    if rules.loans_end_in_cycle and due > end:
        yield Finding("loan_past_end", {"value": due, "end": end}, e.m)


def _guarantors(book: Book, e: ev.LoanOut) -> Iterator[Finding]:
    rules = book.rules
    if len(e.by) < rules.guarantors_needed:
        params = {"value": len(e.by), "needed": rules.guarantors_needed}
        yield Finding("guarantors_missing", params, e.m)
    for guarantor in e.by:
        count = len(book.guaranteed_by(guarantor)) + 1
        if rules.max_guarantees and count > rules.max_guarantees:
            params = {"value": count, "limit": rules.max_guarantees}
            yield Finding("too_many_guarantees", params, guarantor)


def _fine(book: Book, e: ev.Fine) -> Sequence[Finding]:
    fixed = book.rules.fines.get(e.code)
    if fixed is None:
        return [Finding("unknown_fine", {"value": e.code}, e.m)]
    if fixed != e.a:
        return [
            Finding("fine_amount_differs", {"value": e.a, "expected": fixed, "fine": e.code}, e.m)
        ]
    return ()


def _contribute(book: Book, e: ev.Contribute) -> Sequence[Finding]:
    owed = book.accounts.get(f"{e.f}:arrears:{e.m}", 0)
    if e.a > owed:
        return [Finding("paid_ahead", {"value": e.a, "owed": owed}, e.m)]
    return ()


def _save(book: Book, e: ev.Save) -> Sequence[Finding]:
    rules = book.rules
    total = book.saved.get(e.m, 0) + e.a
    if not e.v and rules.saving == "equal" and total != rules.saving_amount:
        params = {"value": total, "expected": rules.saving_amount}
        return [Finding("saving_differs", params, e.m)]
    if not e.v and rules.saving == "any" and total < rules.saving_amount:
        return [Finding("saving_too_small", {"value": total, "least": rules.saving_amount}, e.m)]
    return ()


def _withdraw(book: Book, e: ev.Withdraw) -> Sequence[Finding]:
    if e.v:
        return ()
    if not book.rules.withdrawable:
        return [Finding("not_withdrawable", {"value": e.a}, e.m)]
    if book.rules.withdrawal_notice and e.a > (due := ripe(book, e.m)):
        return [Finding("withdrawn_early", {"value": e.a, "ripe": due}, e.m)]
    return ()


def _borrow(book: Book, e: ev.Borrow) -> Sequence[Finding]:
    limit, owed = external_limit(book), -book.total("loan:external:")
    if limit is None or owed + e.a <= limit:
        return ()
    return [Finding("borrowed_above_cap", {"value": e.a, "owed": owed, "limit": limit})]


def _pot(book: Book, e: ev.Pot) -> Sequence[Finding]:
    found = []
    if book.pots.count(e.m) >= book.turns.count(e.m):
        found.append(Finding("pot_twice", {"value": e.n}, e.m))
    if (owed := book.arrears(e.m, "pot")) > 0:
        found.append(Finding("pot_unpaid", {"owed": owed}, e.m))
    in_turn = book.turns[len(book.pots)] if len(book.pots) < len(book.turns) else ""
    if book.rules.pot_order != "auction" and in_turn and e.m != in_turn:
        found.append(Finding("pot_out_of_turn", {"expected": in_turn}, e.m))
    return found


def _join(book: Book, e: ev.Join) -> Sequence[Finding]:
    if book.meeting and book.rules.joining == "between_cycles" and not book.closed:
        return [Finding("joined_in_cycle", {"value": book.meeting}, e.m)]
    return ()


def _count(book: Book, e: ev.Count | ev.OpenCount) -> Sequence[Finding]:
    expected = book.cash(e.f, e.at)
    if e.book != expected:
        return [Finding("count_differs", {"value": e.book, "expected": expected, "fund": e.f})]
    return ()


def _receipt(book: Book, e: ev.Receipt) -> Sequence[Finding]:
    if (e.at, e.r) in book.receipts:
        return [Finding("receipt_twice", {"value": e.r})]
    return ()


def _leave(book: Book, e: ev.Leave) -> Sequence[Finding]:
    try:
        if isinstance(e, ev.Depart):
            ruled: ev.Leave = departing(book, e.m, e.x, claim=bool(e.later))
        else:
            ruled = leaving(book, e.m, expelled=bool(e.out))
    except Refusal:
        return [Finding("refund_differs", {"value": e.refund, "expected": 0}, e.m)]
    if msgspec.structs.replace(ruled, note=e.note, at=e.at) != e:
        return [Finding("refund_differs", {"value": e.refund, "expected": ruled.refund}, e.m)]
    return ()


def _arrive(book: Book, e: ev.Arrive) -> Sequence[Finding]:
    found, limit = _told_twice(book, e), book.rules.max_shares_per_meeting
    if e.n > limit and book.rules.joining not in CATCH_UP:
        found.append(Finding("too_many_shares", {"value": e.n, "limit": limit}, e.m))
    return found


def _transfer_in(book: Book, e: ev.TransferIn) -> Sequence[Finding]:
    limit = _borrow(book, ev.Borrow(e.x, e.p)) if e.s == "loan" else ()
    return [*_told_twice(book, e), *limit]


def _told_twice(book: Book, e: ev.Arrive | ev.TransferIn) -> list[Finding]:
    return [Finding("transfer_twice", {"value": e.t})] if e.t in book.received else []


def _transfer_out(book: Book, e: ev.TransferOut) -> Sequence[Finding]:
    needed, left = cash_to_keep(book), book.total("loan:cash:") - e.p
    if e.s == "loan" and left < needed:
        return [Finding("too_little_left", {"value": left, "limit": needed})]
    return ()


def _iso(day: int) -> str:
    """An ordinal as an ISO date; a term beyond the calendar ends on its last day."""
    return date.fromordinal(min(day, date.max.toordinal())).isoformat()


CATCH_UP = ("equal_savings", "current_value")

RULES: dict[type, Callable[..., Sequence[Finding]]] = {
    ev.Shares: _shares,
    ev.LoanOut: _loan,
    ev.Fine: _fine,
    ev.Contribute: _contribute,
    ev.Count: _count,
    ev.OpenCount: _count,
    ev.Receipt: _receipt,
    ev.Leave: _leave,
    ev.Depart: _leave,
    ev.Arrive: _arrive,
    ev.TransferIn: _transfer_in,
    ev.TransferOut: _transfer_out,
    ev.Save: _save,
    ev.Withdraw: _withdraw,
    ev.Borrow: _borrow,
    ev.Pot: _pot,
    ev.Join: _join,
}
