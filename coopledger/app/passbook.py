"""One member's passbook: a row for each page, and what was settled with the member."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from coopledger.app.cash_lines import Moved, by_member
from coopledger.app.loan_pages import LoanPages
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.ledger.page import Header
from coopledger.reports.facts import PaperHead, Person
from coopledger.reports.passbook_facts import (
    Closing,
    Guarantee,
    PassbookRow,
    Settled,
    StatementFacts,
    TrialPart,
)

_ROW_OF = {
    "savings": "saved",
    "voluntary": "voluntary",
    "taken": "taken",
    "held": "held",
    "social": "social",
    "hands": "hands",
    "fines": "fines_paid",
    "pot": "pot",
    "help": "help",
}
"""Columns of `cash_lines.by_member` that stand in a row; loans have pages of their own."""
_OUT = {"taken", "pot", "help"}
"""Columns that tell what the member got."""
_LENDING = (ev.LoanOut, ev.Charge, ev.Late, ev.Capitalise)
_SILENT = (*_LENDING, ev.Join, ev.Office, ev.Enrol, ev.Revoke, ev.Erase, ev.Cycle)
"""Events that make no row of their own outside a meeting."""


class Passbook:
    """One member's pages so far."""

    def __init__(self, person: Person, text: Callable[[str], str]) -> None:
        """Begin it; ``text`` gives the text of a note's reference."""
        self._person = person
        self._rows: list[PassbookRow] = []
        self._loans = LoanPages(text)
        self._settled: Settled | None = None
        self._clear()

    def _clear(self) -> None:
        self._status = ""
        self._touched = False
        self._did: defaultdict[str, int] = defaultdict(int)

    def before(self, event: ev.Event, book: Book, head: Header) -> None:
        """See the debts of a leaver while they still stand."""
        if isinstance(event, ev.Leave):
            for loan in book.loans_of(event.m):
                self._loans.settled(loan, book, head)

    def after(self, event: ev.Event, moves: Iterable[Moved], book: Book, head: Header) -> None:
        """Write down what an event, folded by now, was for the member."""
        undoes = isinstance(event, ev.Reverse)
        about, sign = (event.e, -1) if isinstance(event, ev.Reverse) else (event, 1)
        self._touched |= undoes or not (isinstance(about, _SILENT) or _nothing(about))
        sums = by_member(event, moves, book).get(self._person.code, {})
        for column, amount in sums.items():
            if name := _ROW_OF.get(column):
                self._did[name] += -amount if name in _OUT else amount
        match about:
            case ev.Attend():
                self._status = "" if undoes else about.s
            case ev.Shares() | ev.Arrive() | ev.Fine() | ev.Opening():
                self._tally(about, sign)
            case ev.Entitle() | ev.PayOut() | ev.SetOff() if not _nothing(about):
                self._settle(about, head)
            case ev.Leave():
                self._settled = None if undoes else _left(about, head)
            case ev.Cycle():
                self._rows.clear()
                self._loans.keep_open(book)
        self._loans.after(about, book, head, undone=undoes)

    def _tally(self, about: ev.Shares | ev.Arrive | ev.Fine | ev.Opening, sign: int) -> None:
        """Add what stands in a row beside the cash; ``sign`` is -1 where it was undone."""
        match about:
            case ev.Shares():
                self._did["shares"] += sign * about.n
            case ev.Arrive():
                self._did["shares"] += sign * about.n
                self._did["saved"] += sign * about.p
                self._did["held"] += sign * (about.a + about.d - about.p - about.c)
            case ev.Fine():
                self._did["fined"] += sign * about.a
            case ev.Opening():
                self._did["shares"] += about.shares

    def _settle(self, event: ev.Entitle | ev.PayOut | ev.SetOff, head: Header) -> None:
        held = self._settled
        if isinstance(event, ev.Entitle):
            value = (event.shares, event.savings, event.a)
            self._settled = Settled("share_out", head.date, *value, set_off=0, paid=0)
        elif held is None:
            return
        elif held.later:
            self._settled = msgspec.structs.replace(held, later=False)
        elif isinstance(event, ev.PayOut):
            self._settled = msgspec.structs.replace(held, paid=held.paid + event.a)
        else:
            amount = event.p + event.c + event.fines + event.late
            self._settled = msgspec.structs.replace(held, set_off=held.set_off + amount)

    def turn(self, book: Book, head: Header) -> None:
        """End a page: write a row, if it was a meeting of the member's or touched the member."""
        code = self._person.code
        member = book.members.get(code)
        held = head.meeting and member and (self._status or self._did or not member.gone)
        if member and (held or (self._touched and not head.meeting)):
            self._rows.append(
                PassbookRow(
                    meeting=head.meeting,
                    day=head.date,
                    status=self._status,
                    mark="" if head.meeting else head.kind,
                    **self._did,
                    all_shares=member.shares,
                    savings=book.savings(code),
                    all_voluntary=book.voluntary(code),
                    all_held=book.held(code),
                    arrears=book.arrears(code),
                    hands_owed=book.arrears(code, "pot"),
                    fines_owed=book.fines_owed(code),
                )
            )
        self._clear()

    def gathered(self, head: PaperHead, book: Book, part: TrialPart | None) -> StatementFacts:
        """The passbook as it is now."""
        code = self._person.code
        return StatementFacts(
            head=head,
            member=self._person,
            day=date.fromordinal(book.day).isoformat() if book.day else "",
            gone=book.members[code].gone,
            by_shares=book.rules.saving == "shares",
            contributes=bool(book.rules.social_contribution),
            rows=tuple(self._rows),
            loans=self._loans.gathered(book),
            guarantees=tuple(
                Guarantee(loan.number, loan.member, book.debt(loan))
                for loan in book.guaranteed_by(code)
            ),
            closing=closing_of(book, code),
            trial=part,
            settled=self._settled,
        )


def _nothing(event: ev.Event) -> bool:
    """Whether a share-out had nothing for the member."""
    return isinstance(event, ev.Entitle) and not (event.a or event.savings or event.shares)


def _left(event: ev.Leave, head: Header) -> Settled:
    value = event.savings + event.gain
    return Settled(
        "depart" if isinstance(event, ev.Depart) else "leave",
        head.date,
        event.shares,
        event.savings,
        value,
        set_off=value - event.refund,
        paid=event.refund,
        later=bool(event.later),
    )


def closing_of(book: Book, code: str) -> Closing:
    """Where a member stands in a book."""
    loans = book.loans_of(code)
    return Closing(
        shares=book.members[code].shares,
        savings=book.savings(code),
        principal=sum(map(book.principal, loans)),
        charge=sum(map(book.charge_due, loans)),
        fines=book.fines_owed(code),
        arrears=book.arrears(code),
        voluntary=book.voluntary(code),
        held=book.held(code),
        late=sum(map(book.late_due, loans)),
        hands=book.arrears(code, "pot"),
        payable=-book.accounts.get(f"loan:payable:{code}", 0),
    )
