"""What a meeting begins with: charges, late charges and contributions that fell due."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.loan_state import Loan
from coopledger.domain.loans.periods import day_after
from coopledger.domain.money import percent
from coopledger.domain.rounding import Rounding, to_multiple

MOST_PERIODS = 10_000
"""Charges that one meeting may post for one loan; a date far off must not fill the memory."""


def opening(book: Book, *, again: bool = False) -> list[ev.Event]:
    """The events that open a meeting on the book's day.

    A charge falls due at the end of each period from the day of the loan, on the principal
    outstanding before this meeting's payments; one that fell between meetings is posted now. A loan
    with a plan is charged on the plan's days: by the plan, or, where the charge is on what is
    outstanding and principal was repaid early, in proportion.

    Args:
        book: the book, turned to the meeting.
        again: the meeting was broken off and goes on: nobody owes its contribution twice.
    """
    found: list[ev.Event] = []
    late = book.rules.late_rate or book.rules.late_amount
    for loan in book.open_loans.values():
        if loan.plan or loan.next_charge <= book.day:
            found.extend(_charges(book, loan))
        if late and not (again and book.rules.late_period == "meeting"):
            found.extend(_late(book, loan))
    if not again:
        found.extend(_contributions(book))
    return found


def _contributions(book: Book) -> Iterator[ev.Event]:
    rules = book.rules
    if rules.social_contribution:
        owing = tuple([code for code, member in book.members.items() if not member.gone])
        if owing:
            yield ev.Due("social", rules.social_contribution, owing)
    # As many rounds fall due as there are hands, also when a pot had to wait.
    if rules.hand and book.pot_rounds < len(book.turns):
        hands = tuple(hand for hand in book.turns if hand in book.members)
        yield ev.Due("pot", rules.hand, hands)


def _charges(book: Book, loan: Loan) -> Iterator[ev.Event]:
    rules = book.rules
    principal, unpaid = book.principal(loan), book.charge_due(loan)
    if not principal:
        return
    rounding = Rounding(rules.charge_rounding)
    for day, exact in _due_charges(book, loan):
        if rules.capitalise_unpaid_charge and unpaid:
            yield ev.Capitalise(loan.number, unpaid)
            principal, unpaid = principal + unpaid, 0
        amount = to_multiple(exact * principal, rules.currency_multiple, rounding)
        yield ev.Charge(loan.number, amount, date.fromordinal(day).isoformat())
        unpaid += amount


def _due_charges(book: Book, loan: Loan) -> Iterator[tuple[int, Fraction]]:
    """Days on which a charge falls up to today, and the charge as a part of the principal."""
    today, principal = book.day, book.principal(loan)
    for row in loan.plan:
        if loan.charged_to < row.day <= today and row.charge and row.before:
            part = Fraction(row.charge, row.before)
            on_time = principal >= row.before or loan.flat
            yield row.day, Fraction(row.charge, principal) if on_time else part
    rate = loan.charge_rate
    if not rate or (loan.plan and not loan.after_due):
        return
    if loan.charge_unit == "meeting":
        if book.meeting >= loan.next_meeting and _still_charged(loan, today):
            yield today, rate
        return
    day, periods = loan.next_charge, loan.periods + 1
    last = periods + MOST_PERIODS
    while day <= today and _still_charged(loan, day) and periods < last:
        yield day, rate
        periods += 1
        start = loan.plan[-1].day if loan.plan else loan.out_day
        day = day_after(start, periods * loan.charge_every, loan.charge_unit)


def _still_charged(loan: Loan, day: int) -> bool:
    return loan.after_due or day <= loan.due_day


def _late(book: Book, loan: Loan) -> Iterator[ev.Event]:
    rules = book.rules
    repaid = loan.plan_amount - book.principal(loan)
    overdue = book.overdue(loan)
    if not overdue:
        return
    exact = rules.late_rate * overdue + rules.late_amount
    amount = to_multiple(exact, rules.currency_multiple, Rounding(rules.charge_rounding))
    cap = to_multiple(percent(rules.late_cap_percent) * loan.amount, 1, Rounding.DOWN)
    total = loan.late_total
    for day in _late_days(book, loan, repaid):
        part = min(amount, cap - total)
        if part <= 0:
            return
        total += part
        yield ev.Late(loan.number, part, date.fromordinal(day).isoformat())


def _late_days(book: Book, loan: Loan, repaid: int) -> Iterator[int]:
    rules, today = book.rules, book.day
    if rules.late_period == "meeting":
        if not loan.late_meeting or book.meeting >= loan.late_meeting + rules.late_every:
            yield today
        return
    first = loan.due_day
    planned = 0
    for row in loan.plan:
        planned += row.principal
        if planned > repaid:
            first = row.day
            break
    for count in range(1, MOST_PERIODS):
        day = day_after(first, count * rules.late_every, rules.late_period)
        if day > today:
            return
        if day > loan.late_to:
            yield day
