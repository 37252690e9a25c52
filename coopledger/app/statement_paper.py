"""Members' passbooks, gathered while a book is folded once from its first page."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.loan_state import Loan
from coopledger.domain.settlement import trial
from coopledger.ledger.page import Header
from coopledger.reports import facts


class StatementPapers:
    """The passbooks of some members of one group."""

    def __init__(self, people: Iterable[facts.Person], text: Callable[[str], str]) -> None:
        """Begin empty passbooks; ``text`` gives the text of a note's reference."""
        self.book = Book()
        self._passbooks = {person.code: _Passbook(person, text) for person in people}

    def take(self, head: Header, events: Iterable[ev.Event]) -> None:
        """Fold one page."""
        book, passbooks = self.book, self._passbooks
        book.begin(head.meeting, head.date)
        for event in events:
            passbook = passbooks.get(_owner(book, event))
            if passbook is not None:
                passbook.before(event, book, head)
            book.apply(event)
            if passbook is not None:
                passbook.after(event, book, head)
        for passbook in passbooks.values():
            passbook.turn(book, head)

    def gathered(self, head: facts.PaperHead) -> dict[str, facts.StatementFacts]:
        """Every passbook as it is after the pages taken so far, by the member's code."""
        parts = {} if self.book.closed else _trial(self.book)
        return {
            code: passbook.gathered(head, self.book, parts.get(code))
            for code, passbook in self._passbooks.items()
        }


def _owner(book: Book, event: ev.Event) -> str:
    """The member whom an event is about, empty for none or all."""
    if isinstance(event, ev.Charge | ev.Capitalise | ev.Repay | ev.WriteOff):
        return book.loans[event.l].member
    member = getattr(event, "m", "")
    return member if isinstance(member, str) else ""


def _trial(book: Book) -> dict[str, facts.TrialPart]:
    division = trial(book).division
    return {
        part.id: facts.TrialPart(
            division.share_value or 0,
            book.members[part.id].shares,
            part.entitlement,
            part.set_off,
            part.payout,
            part.still_owes,
        )
        for part in division.members
        if part.entitlement or part.set_off or part.still_owes
    }


class _Passbook:
    """One member's pages so far."""

    def __init__(self, person: facts.Person, text: Callable[[str], str]) -> None:
        self._person, self._text = person, text
        self._rows: list[facts.PassbookRow] = []
        self._loans: dict[int, facts.LoanPage] = {}
        self._settled: facts.Settled | None = None
        self._clear()

    def _clear(self) -> None:
        self._status = ""
        self._did: defaultdict[str, int] = defaultdict(int)

    def before(self, event: ev.Event, book: Book, head: Header) -> None:
        """See the debts of a leaver while they still stand."""
        if isinstance(event, ev.Leave):
            for loan in book.loans_of(event.m):
                charge, principal = book.charge_due(loan), book.principal(loan)
                self._loan_row(loan, head, "set_off", charge, principal, owed=0)

    def after(self, event: ev.Event, book: Book, head: Header) -> None:
        """Write down what an event, folded by now, was for the member."""
        match event:
            case ev.Attend():
                self._status = event.s
            case ev.Shares():
                self._did["shares"] += event.n
            case ev.Contribute():
                self._did["social"] += event.a
            case ev.Fine():
                self._did["fined"] += event.a
            case ev.FinePaid():
                self._did["fines_paid"] += event.a
            case ev.Entitle() | ev.PayOut() | ev.Leave():
                self._settle(event, head)
            case ev.SetOff() if not event.l:
                self._set_off(event)
            case _:
                self._of_loan(event, book, head)

    def _of_loan(self, event: ev.Event, book: Book, head: Header) -> None:
        match event:
            case ev.LoanOut():
                due = date.fromordinal(book.loans[event.l].due_day).isoformat()
                self._loans[event.l] = facts.LoanPage(
                    event.l,
                    event.a,
                    head.date,
                    head.meeting,
                    event.weeks,
                    due,
                    self._text(event.note),
                    (),
                )
            case ev.Charge():
                self._loan_event(event.l, book, head, "charge", event.a, 0, day=event.on)
            case ev.Capitalise():
                self._loan_event(event.l, book, head, "capitalised", event.a, event.a)
            case ev.Repay():
                self._loan_event(event.l, book, head, "repaid", event.c, event.p)
            case ev.WriteOff():
                self._loan_event(event.l, book, head, "written_off", event.c, event.p)
            case ev.SetOff():
                self._loan_event(event.l, book, head, "set_off", event.c, event.p)
                self._set_off(event)

    def _loan_event(
        self, number: int, book: Book, head: Header, what: str, charge: int, principal: int,
        day: str = "",
    ) -> None:  # fmt: skip
        loan = book.loans[number]
        owed = book.principal(loan) + book.charge_due(loan)
        self._loan_row(loan, head, what, charge, principal, owed=owed, day=day)

    def _loan_row(
        self, loan: Loan, head: Header, what: str, charge: int, principal: int, *, owed: int,
        day: str = "",
    ) -> None:  # fmt: skip
        row = facts.LoanRow(day or head.date, head.meeting, what, charge, principal, owed)
        page = self._loans[loan.number]
        self._loans[loan.number] = msgspec.structs.replace(page, rows=(*page.rows, row))

    def _settle(self, event: ev.Entitle | ev.PayOut | ev.Leave, head: Header) -> None:
        if isinstance(event, ev.PayOut):
            if self._settled:
                self._settled = msgspec.structs.replace(self._settled, paid=event.a)
            return
        left = isinstance(event, ev.Leave)
        value = event.savings if isinstance(event, ev.Leave) else event.a
        paid = event.refund if isinstance(event, ev.Leave) else 0
        self._settled = facts.Settled(
            what="leave" if left else "share_out",
            day=head.date,
            shares=event.shares,
            savings=event.savings,
            value=value,
            set_off=value - paid if left else 0,
            paid=paid,
        )

    def _set_off(self, event: ev.SetOff) -> None:
        if self._settled:
            amount = self._settled.set_off + event.p + event.c + event.fines
            self._settled = msgspec.structs.replace(self._settled, set_off=amount)

    def turn(self, book: Book, head: Header) -> None:
        """End a page: write the meeting's row, if the member had a part in it."""
        code, did = self._person.code, self._did
        member = book.members.get(code)
        if head.meeting and member and (self._status or did or not member.gone):
            self._rows.append(
                facts.PassbookRow(
                    meeting=head.meeting,
                    day=head.date,
                    status=self._status,
                    shares=did["shares"],
                    all_shares=member.shares,
                    savings=book.savings(code),
                    social=did["social"],
                    arrears=book.arrears(code),
                    fined=did["fined"],
                    fines_paid=did["fines_paid"],
                    fines_owed=book.fines_owed(code),
                )
            )
        self._clear()

    def gathered(
        self, head: facts.PaperHead, book: Book, part: facts.TrialPart | None
    ) -> facts.StatementFacts:
        """The passbook as it is now."""
        code = self._person.code
        loans = book.loans_of(code)
        return facts.StatementFacts(
            head=head,
            member=self._person,
            day=date.fromordinal(book.day).isoformat() if book.day else "",
            gone=book.members[code].gone,
            rows=tuple(self._rows),
            loans=tuple(self._loans.values()),
            closing=facts.Closing(
                shares=book.members[code].shares,
                savings=book.savings(code),
                principal=sum(book.principal(loan) for loan in loans),
                charge=sum(book.charge_due(loan) for loan in loans),
                fines=book.fines_owed(code),
                arrears=book.arrears(code),
            ),
            trial=part,
            settled=self._settled,
        )
