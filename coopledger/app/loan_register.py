"""The register of a group's loans, and one loan with its course."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.loan_plans import due_now
from coopledger.app.papers import statement_facts
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.falling_due import opening
from coopledger.domain.loan_state import Loan
from coopledger.domain.loans.periods import day_after
from coopledger.domain.money import Currency
from coopledger.ledger.salted import MemberCard
from coopledger.reports.passbook_facts import LoanPage

LoanState = Literal["late", "due", "open", "repaid", "given_up", "undone"]


class LoanRow(msgspec.Struct, frozen=True):
    """One loan of the register, in minor units.

    Attributes:
        number: in the book.
        code: of the borrower.
        name: of the borrower.
        amount: paid out.
        day: ISO day on which it was.
        due: ISO day by which it is repaid.
        principal: still to be repaid.
        charge: due and unpaid.
        late: late charge, unpaid.
        bring: what should be brought to the next meeting.
        state: how it stands; ``due`` when something is to be brought, ``late`` when principal
            should have been repaid before.
    """

    number: int
    code: str
    name: str
    amount: int
    day: str
    due: str
    principal: int
    charge: int
    late: int
    bring: int
    state: LoanState

    @property
    def owed(self) -> int:
        """Everything that the loan owes now."""
        return self.principal + self.charge + self.late

    @property
    def open(self) -> bool:
        """Whether anything is owed on it."""
        return self.state in ("late", "due", "open")


class Register(msgspec.Struct, frozen=True):
    """The loans of this cycle and those that are open still, the newest first.

    ``next_day`` is the ISO day when the rules let the next meeting be held; ``closed`` says that
    the cycle is over.
    """

    group: str
    currency: Currency
    next_day: str
    closed: bool
    rows: tuple[LoanRow, ...]

    def total(self, name: str) -> int:
        """Sum of one of the amounts over all open loans."""
        return sum(int(getattr(row, name)) for row in self.rows if row.open)

    def count(self, *states: LoanState) -> int:
        """How many loans stand in one of these ways."""
        return sum(row.state in states for row in self.rows)


class LoanView(msgspec.Struct, frozen=True):
    """One loan: its line, its page of the passbook, its guarantors' names by code."""

    row: LoanRow
    page: LoanPage
    guarantors: Mapping[str, str]
    currency: Currency
    next_day: str


def register(ledger: Ledger, group: str) -> Register:
    """The loans of a group.

    Raises:
        Refusal: a page is not genuine.
    """
    book, cards = ledger.replay(group).book, ledger.members(group)
    opened = _next_meeting(book)
    rows = [
        _row(book, opened, loan, cards)
        for number, loan in book.loans.items()
        if number >= book.first_loan or number in book.open_loans
    ]
    return Register(
        ledger.group(group).name,
        book.constitution.money,
        date.fromordinal(opened.day).isoformat() if opened.day else "",
        book.closed,
        tuple(reversed(rows)),
    )


def loan_view(ledger: Ledger, group: str, number: int) -> LoanView:
    """One loan of the register.

    Raises:
        Refusal: `unknown_loan`: the register has none of that number.
    """
    told = register(ledger, group)
    rows = [row for row in told.rows if row.number == number]
    if not rows:
        raise Refusal("unknown_loan", value=number)
    (facts,) = statement_facts(ledger, group, [rows[0].code])
    cards = ledger.members(group)
    page = next(each for each in facts.loans if each.number == number)
    names = {code: cards[code].name for code in page.guarantors}
    return LoanView(rows[0], page, names, told.currency, told.next_day)


def _next_meeting(book: Book) -> Book:
    """The book as the next meeting opens it, if it is held when the rules say."""
    opened = book.copy()
    if not book.day or book.closed:
        return opened
    rules = book.rules
    day = day_after(book.day, rules.meeting_every, rules.meeting_period)
    opened.begin(book.meeting + 1, date.fromordinal(day).isoformat())
    opened.fold(opening(opened))
    return opened


def _row(book: Book, opened: Book, loan: Loan, cards: Mapping[str, MemberCard]) -> LoanRow:
    bring = due_now(opened, opened.loans[loan.number])
    return LoanRow(
        number=loan.number,
        code=loan.member,
        name=cards[loan.member].name if loan.member in cards else "",
        amount=loan.amount,
        day=date.fromordinal(loan.out_day).isoformat(),
        due=date.fromordinal(loan.due_day).isoformat(),
        principal=book.principal(loan),
        charge=book.charge_due(loan),
        late=book.late_due(loan),
        bring=bring,
        state=_state(book, loan, bring),
    )


def _state(book: Book, loan: Loan, bring: int) -> LoanState:
    if loan.void:
        return "undone"
    if not book.debt(loan):
        return "given_up" if loan.lost else "repaid"
    if book.overdue(loan) or book.late_due(loan):
        return "late"
    return "due" if bring else "open"
