"""The papers about loans: the agreement of one, the register of all."""

from collections import defaultdict
from datetime import date

from coopledger.app.paper_codes import AGREEMENT
from coopledger.app.paper_source import PaperSource
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.journal import undone
from coopledger.domain.loan_burden import burden
from coopledger.domain.loan_offer import offered
from coopledger.domain.loan_state import Loan
from coopledger.domain.loans.promise import Promise, promise
from coopledger.ledger.page import Header, Page
from coopledger.reports.facts import Instalment
from coopledger.reports.loan_agreement import AgreementFacts
from coopledger.reports.loan_register import LoanRegisterFacts, RegisterLoan
from coopledger.words.constitution import name_of, say
from coopledger.words.loan_lesson import lesson

_TOLD = ("loan_method", "charge_percent", "late_percent", "allocation")
"""Rules that a borrower agrees to."""


def agreement_facts(source: PaperSource, number: int) -> AgreementFacts:
    """What a loan's agreement tells, of the page on which it was paid out; 0: the newest loan.

    Raises:
        Refusal: `unknown_loan`; `no_loan_yet`.
    """
    wanted = number or _newest(source)
    book = Book()
    for page, head, events in source.pages():
        book.begin(head.meeting, head.date)
        for event in events:
            book.apply(event)
            if isinstance(event, ev.LoanOut) and event.l == wanted:
                return _agreement(source, book, event, page, head)
    raise Refusal("unknown_loan", value=number) if number else Refusal("no_loan_yet")


def _newest(source: PaperSource) -> int:
    """The newest loan that was paid out by this book, not brought over from paper; 0: none."""
    return max(
        (
            event.l
            for _page, _head, events in source.pages()
            for event in events
            if isinstance(event, ev.LoanOut)
        ),
        default=0,
    )


def _agreement(
    source: PaperSource, book: Book, event: ev.LoanOut, page: Page, head: Header
) -> AgreementFacts:
    rules, loan = book.rules, book.loans[event.l]
    due = date.fromordinal(loan.due_day).isoformat()
    told = promise(event, rules, head.date, due)
    cost = told.cost
    lent = {"loan": event.l, "lent": event.a, "to_pay": told.total}
    return AgreementFacts(
        head=source.coded(source.head([(page, head)], book), AGREEMENT, event.m, lent),
        member=source.person(event.m),
        number=event.l,
        day=head.date,
        meeting=head.meeting,
        due=due,
        amount=event.a,
        kept=event.kept,
        rolled=event.rolled,
        purpose=source.note(event.note),
        rows=tuple(Instalment(row.day, row.principal, row.charge) for row in told.rows),
        per_period=int(cost.per_period * 100) if cost else None,
        per_year=int(cost.apr * 100) if cost else None,
        compounded=int(cost.ear * 100) if cost else None,
        guarantors=tuple(source.person(code) for code in event.by),
        rules=_sentences(rules),
        lesson=() if event.rolled else _lesson(event, told, rules, head.date),
    )


def _lesson(fact: ev.LoanOut, told: Promise, rules: Constitution, day: str) -> tuple[str, ...]:
    """What the loan costs in plain words; the question at its end was asked before it was given."""
    return lesson(burden(offered(fact, told), rules, day), rules.money)[:-1]


def _sentences(rules: Constitution) -> tuple[tuple[str, str], ...]:
    return tuple((name_of(key), told) for key in _TOLD if (told := say(key, rules)))


def loan_register_facts(source: PaperSource) -> LoanRegisterFacts:
    """Every loan of the cycle, and those of earlier ones that are still open."""
    book, entries = source.replay.book, source.entries
    charged: defaultdict[int, int] = defaultdict(int)
    given_up: defaultdict[int, int] = defaultdict(int)
    for entry in entries:
        about, sign = undone(entry.event) or entry.event, 1
        if about is not entry.event:
            sign = -1
        match about:
            case ev.Charge() | ev.Late():
                charged[about.l] += sign * about.a
            case ev.OpeningLoan():
                charged[about.l] += about.c
            case ev.WriteOff():
                given_up[about.l] += sign * (about.p + about.c + about.late)
    loans = [
        _line(source, book, loan, charged[loan.number], given_up[loan.number])
        for loan in book.loans.values()
        if loan.number >= book.first_loan or loan.number in book.open_loans
    ]
    head = source.coded(source.newest_head(), "loans")
    return LoanRegisterFacts(head, source.last_day, tuple(loans))


def _line(source: PaperSource, book: Book, loan: Loan, charged: int, given_up: int) -> RegisterLoan:
    owed = book.debt(loan)
    amount, charged = (0, 0) if loan.void else (loan.amount, charged)
    return RegisterLoan(
        number=loan.number,
        member=source.person(loan.member),
        purpose=source.note(loan.note),
        day=date.fromordinal(loan.out_day).isoformat(),
        due=date.fromordinal(loan.due_day).isoformat(),
        amount=amount,
        charged=charged,
        paid=amount + charged - given_up - owed,
        given_up=given_up,
        owed=owed,
        late=book.overdue(loan),
        state=_state(book, loan, owed, given_up),
    )


def _state(book: Book, loan: Loan, owed: int, given_up: int) -> str:
    if loan.void:
        return "undone"
    if owed:
        return "late" if book.overdue(loan) else "open"
    return "given_up" if given_up else "repaid"
