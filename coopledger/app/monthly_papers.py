"""The papers of a month, gathered from the book: receipts and payments, and the demand."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from coopledger.app.cash_lines import MOVE, cash_moves
from coopledger.app.paper_source import PaperSource
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.journal import JournalBook, undone
from coopledger.ledger.page import Header, Page
from coopledger.reports.facts import PaperHead
from coopledger.reports.monthly import DemandFacts, DemandRow, MonthFacts

_RECEIPTS = {
    "shares": "savings",
    "savings": "savings",
    "voluntary": "extra",
    "premium": "extra",
    "held": "extra",
    "principal": "principal",
    "recovered": "principal",
    "charges": "interest",
    "late": "interest",
    "borrowed": "bank_loan",
    "fines": "fines",
    "income": "grants",
    "arrived": "extra",
    "groups_repaid": "principal",
    "groups_charges": "interest",
}
_PAYMENTS = {
    "loans": "loans",
    "withdrawals": "withdrawn",
    "refunds": "withdrawn",
    "pay_outs": "dividends",
    "lender_principal": "bank_principal",
    "lender_charges": "bank_interest",
}
_OTHER = "other"
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def months(source: PaperSource) -> list[str]:
    """The months in which a page was written, the first first, as ``YYYY-MM``."""
    return sorted({head.date[:7] for head in source.replay.headers if head.date})


def _chosen(source: PaperSource, month: str) -> str:
    """The month asked for, or the last in which a page was written.

    Raises:
        Refusal: `bad_date`; `unknown_month`, if no page was written in it; `no_meeting_yet`.
    """
    known = months(source)
    if month and not _MONTH.fullmatch(month):
        raise Refusal("bad_date", value=month)
    if not known:
        raise Refusal("no_meeting_yet")
    if month and month not in known:
        raise Refusal("unknown_month", value=month)
    return month or known[-1]


def month_facts(source: PaperSource, month: str) -> MonthFacts:
    """A month's receipts and payments; without a month, the last's."""
    month, book = _chosen(source, month), JournalBook()
    sums = {True: defaultdict[str, int](int), False: defaultdict[str, int](int)}
    other = {True: defaultdict[str, int](int), False: defaultdict[str, int](int)}
    opening, pages = (0, 0), list[tuple[Page, Header]]()
    for page, header, events in source.pages():
        if header.date[:7] > month:
            break
        within = header.date[:7] == month
        if within and not pages:
            opening = _cash(book)
        if within:
            pages.append((page, header))
        book.begin(header.meeting, header.date)
        for event in events:
            book.apply(event)
            for line, _fund, _place, amount in cash_moves(event, book.legs) if pages else ():
                if line.startswith(MOVE):
                    continue
                heading, came_in = _heading(line, amount)
                # A reversal takes back from the heading that the entry stood under.
                sums[came_in][heading] += amount if came_in else -amount
                if heading == _OTHER:
                    other[came_in][line] += amount if came_in else -amount
            book.legs.clear()
    return MonthFacts(
        head=_head(source, pages, book, "receipts-payments"),
        month=month,
        opening=opening,
        closing=_cash(book),
        receipts=sums[True],
        payments=sums[False],
        other_in=other[True],
        other_out=other[False],
    )


def _heading(line: str, amount: int) -> tuple[str, bool]:
    """The heading that a line of the cash stands under, and whether it is a receipt."""
    if line in _RECEIPTS:
        return _RECEIPTS[line], True
    if line in _PAYMENTS:
        return _PAYMENTS[line], False
    return _OTHER, amount > 0


def _cash(book: Book) -> tuple[int, int]:
    """Cash of all funds in the box, and at the bank or elsewhere."""
    places: defaultdict[bool, int] = defaultdict(int)
    for account, amount in book.accounts.items():
        _fund, kind, *place = account.split(":")
        if kind == "cash":
            places[place[0] == "box"] += amount
    return places[True], places[False]


def _head(
    source: PaperSource, pages: list[tuple[Page, Header]], book: Book, kind: str
) -> PaperHead:
    return source.coded(source.head(pages[-1:], book), kind)


def demand_facts(source: PaperSource, month: str) -> DemandFacts:
    """What fell due, was paid and is left of all members in a month; without one, the last."""
    month, book = _chosen(source, month), Book()
    pages: list[tuple[Page, Header]] = []
    before = book
    events: list[ev.Event] = []
    meetings: set[int] = set()
    for page, header, found in source.pages():
        if header.date[:7] > month:
            break
        if header.date[:7] == month:
            if not pages:
                before = book.copy(whole=True)
            pages.append((page, header))
            meetings.add(header.meeting)
            events += found
        book.begin(header.meeting, header.date)
        book.fold(found)
    counter = _Demand(before, book, events, month, len(meetings - {0}))
    rows = [
        counter.row(source, code)
        for code, member in book.members.items()
        if not member.gone or counter.concerned(code)
    ]
    return DemandFacts(_head(source, pages, book, "demand"), month, tuple(rows))


class _Demand:
    """A month between two states of a book."""

    def __init__(
        self, before: Book, after: Book, events: Iterable[ev.Event], month: str, meetings: int
    ) -> None:
        self._before, self._after, self._meetings = before, after, meetings
        first = date.fromisoformat(f"{month}-01")
        self._first = first.toordinal()
        self._next = (first + timedelta(days=31)).replace(day=1).toordinal()
        self._sums: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._lost: defaultdict[int, int] = defaultdict(int)
        self._replanned: set[int] = set()
        for event in events:
            self._take(event)

    def _take(self, event: ev.Event) -> None:
        told, sign = undone(event) or event, 1 if undone(event) is None else -1
        match told:
            case ev.Save() if not told.v:
                self._add("saved", told.m, sign * told.a)
            case ev.Due():
                for code in told.m:
                    self._add(f"due:{told.f}", code, sign * told.a)
            case ev.Fine():
                self._add("fined", told.m, sign * told.a)
            case ev.Charge() | ev.Late():
                self._add("charged", self._after.loans[told.l].member, sign * told.a)
            case ev.Capitalise():
                self._add("charged", self._after.loans[told.l].member, -sign * told.a)
            case ev.WriteOff():
                dropped = told.c + told.late
                self._add("charged", self._after.loans[told.l].member, -sign * dropped)
                self._lost[told.l] += sign * told.p
            case ev.Reschedule():
                self._replanned.add(told.l)

    def _add(self, what: str, code: str, amount: int) -> None:
        self._sums[what, code] += amount

    def concerned(self, code: str) -> bool:
        """Whether a member who is gone had to do with the month."""
        return any(amount for (_what, member), amount in self._sums.items() if member == code)

    def row(self, source: PaperSource, code: str) -> DemandRow:
        """One member's line."""
        before, after, sums = self._before, self._after, self._sums
        rules = after.rules
        saved = sums["saved", code]
        asked = rules.saving_amount * self._meetings if rules.saving == "equal" else 0
        social = (
            before.arrears(code) + sums["due:social", code],
            after.arrears(code),
        )
        charge = self._charges(before, code) + sums["charged", code]
        fines = before.fines_owed(code) + sums["fined", code]
        due, repaid, ahead = self._principal(code)
        return DemandRow(
            source.person(code),
            saving=_three(asked, max(asked - saved, 0)),
            contribution=_three(max(social[0], 0), max(social[1], 0)),
            principal=_three(due, due - repaid),
            charge=_three(charge, self._charges(after, code)),
            fine=_three(fines, after.fines_owed(code)),
            ahead=ahead,
        )

    def _charges(self, book: Book, code: str) -> int:
        loans = [loan for loan in book.loans.values() if loan.member == code]
        return sum(book.charge_due(loan) + book.late_due(loan) for loan in loans)

    def _principal(self, code: str) -> tuple[int, int, int]:
        """Principal that was to be repaid by the month's end, what of it was, and what beyond."""
        due = paid = ahead = 0
        for loan in self._after.loans.values():
            if loan.member != code or loan.void:
                continue
            old = self._before.loans.get(loan.number)
            start = self._before.principal(old) if old else 0
            end = self._after.principal(loan)
            lent = 0 if old else loan.amount
            lost = self._lost[loan.number]
            repaid = start + lent - lost - end
            base = loan.plan_amount - (start + lent)
            # What the plan wants repaid by the end of the month, less what was before it.
            wanted = loan.planned(self._next) - (0 if loan.number in self._replanned else base)
            wanted = min(max(wanted, 0), start + lent - lost)
            due += wanted
            paid += min(max(repaid, 0), wanted)
            ahead += max(repaid - wanted, 0)
        return due, paid, ahead


def _three(demand: int, left: int) -> tuple[int, int, int]:
    return demand, demand - left, left
