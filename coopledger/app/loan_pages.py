"""The loan pages of one member's passbook."""

from collections.abc import Callable
from datetime import date

import msgspec

from coopledger.app.loan_plans import due_now, to_come
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.loan_state import Loan
from coopledger.ledger.page import Header
from coopledger.reports.passbook_facts import LoanPage, LoanRow


class LoanPages:
    """A page for each loan, with a row for each of its happenings."""

    def __init__(self, text: Callable[[str], str]) -> None:
        """Begin without a loan; ``text`` gives the text of a note's reference."""
        self._text = text
        self._pages: dict[int, LoanPage] = {}
        self._earlier: set[int] = set()
        """Loans that were repaid in an earlier cycle: they are not shown."""

    def keep_open(self, book: Book) -> None:
        """Begin a new cycle: loans that are repaid stay in the old one."""
        self._earlier |= {number for number in self._pages if number not in book.open_loans}

    def settled(self, loan: Loan, book: Book, head: Header) -> None:
        """A leaver's loan, before it is settled from the savings."""
        charge, principal, late = book.charge_due(loan), book.principal(loan), book.late_due(loan)
        row = LoanRow(head.date, head.meeting, "set_off", charge, principal, 0, late)
        self._add(loan.number, row)

    def after(self, about: ev.Event, book: Book, head: Header, *, undone: bool) -> None:
        """Write down an event, folded by now, or that it was undone."""
        match about:
            case ev.LoanOut():
                self._lent(about, book, head, undone=undone)
            case ev.OpeningLoan():
                self._brought_over(about, book, head)
            case ev.Leave() if undone:
                for loan in book.loans_of(about.m):
                    owed = book.charge_due(loan), book.principal(loan), book.late_due(loan)
                    self._row(loan.number, book, head, "set_off", *owed, undone=True)
            case _:
                if told := _happening(about):
                    number, what, *sums = told
                    day, by = getattr(about, "on", ""), getattr(about, "by", "")
                    self._row(number, book, head, what, *sums, day=day, by=by, undone=undone)

    def _lent(self, about: ev.LoanOut, book: Book, head: Header, *, undone: bool) -> None:
        if undone:
            self._row(about.l, book, head, "lent", 0, about.a, undone=True)
            self._pages[about.l] = msgspec.structs.replace(self._pages[about.l], void=True)
        else:
            self._pages[about.l] = LoanPage(
                about.l,
                about.a,
                head.date,
                head.meeting,
                about.weeks,
                "",
                self._text(about.note),
                (),
                kept=about.kept,
                rolled=about.rolled,
            )
        if about.rolled:
            self._row(about.rolled, book, head, "rolled", 0, about.a, undone=undone)

    def _brought_over(self, about: ev.OpeningLoan, book: Book, head: Header) -> None:
        purpose = self._text(about.note)
        page = LoanPage(about.l, about.a, about.out, 0, about.weeks, "", purpose, ())
        self._pages[about.l] = page
        # What was repaid on paper is one row, so that the page adds up from the loan's amount.
        self._row(about.l, book, head, "brought_over", about.c, about.a - about.p)

    def _row(
        self,
        number: int,
        book: Book,
        head: Header,
        what: str,
        charge: int = 0,
        principal: int = 0,
        late: int = 0,
        *,
        day: str = "",
        by: str = "",
        undone: bool = False,
    ) -> None:
        owed = book.debt(book.loans[number])
        if owed:  # what repaid it in an earlier cycle was undone: it is there again
            self._earlier.discard(number)
        when = head.date if undone else day or head.date
        row = LoanRow(when, head.meeting, what, charge, principal, owed, late, undone, by)
        self._add(number, row)

    def _add(self, number: int, row: LoanRow) -> None:
        page = self._pages[number]
        self._pages[number] = msgspec.structs.replace(page, rows=(*page.rows, row))

    def gathered(self, book: Book) -> tuple[LoanPage, ...]:
        """The pages as they are now, with what is still to come."""
        return tuple(
            msgspec.structs.replace(
                page,
                due=date.fromordinal(loan.due_day).isoformat(),
                guarantors=tuple(loan.guarantors),
                plan=to_come(book, loan),
                now=due_now(book, loan),
            )
            for number, page in self._pages.items()
            if number not in self._earlier
            for loan in [book.loans[number]]
        )


def _happening(about: ev.Event) -> tuple[int, str, int, int, int] | None:
    """A loan's number, what happened to it, and the sums: charge, principal, late charge."""
    match about:
        case ev.Charge():
            return about.l, "charge", about.a, 0, 0
        case ev.Late():
            return about.l, "late", 0, 0, about.a
        case ev.Capitalise():
            return about.l, "capitalised", about.a, about.a, 0
        case ev.Repay():
            return about.l, "guarantor" if about.by else "repaid", about.c, about.p, about.late
        case ev.WriteOff():
            return about.l, "written_off", about.c, about.p, about.late
        case ev.SetOff() if about.l:
            return about.l, "set_off", about.c, about.p, about.late
        case ev.Recover():
            return about.l, "recovered", 0, about.a, 0
        case ev.Reschedule():
            return about.l, "rescheduled", 0, 0, 0
    return None
