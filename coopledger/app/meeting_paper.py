"""The facts of one meeting, gathered while its events are folded into the book before it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.rules import Finding
from coopledger.ledger.page import Header
from coopledger.reports import facts

Leg = tuple[str, str, str, int]
"""A line of the reconciliation: its name, fund, place, and what came in (negative: went out)."""


def cash_legs(event: ev.Event, fines_fund: str) -> list[Leg]:
    """What an event moved in the boxes and the bank; over and short are no line of their own."""
    if isinstance(event, ev.Leave):
        return _leaving(event, fines_fund)
    if isinstance(event, ev.Move):
        line = "to_bank" if event.source == "box" else "from_bank"
        return [(line, event.f, event.source, -event.a), (line, event.f, event.to, event.a)]
    return _came_in(event, fines_fund) or _went_out(event)


def _came_in(event: ev.Event, fines_fund: str) -> list[Leg]:
    match event:
        case ev.Shares():
            return [("shares", "loan", event.at, event.a)]
        case ev.Contribute():
            return [("contributions", event.f, event.at, event.a)]
        case ev.Repay():
            return [
                ("principal", "loan", event.at, event.p),
                ("charges", "loan", event.at, event.c),
            ]
        case ev.FinePaid():
            return [("fines", fines_fund, event.at, event.a)]
    return []


def _went_out(event: ev.Event) -> list[Leg]:
    match event:
        case ev.LoanOut():
            return [("loans", "loan", event.at, -event.a)]
        case ev.Expense():
            return [("expenses", event.f, event.at, -event.a)]
        case ev.Grant():
            return [("grants", event.f, event.at, -event.a)]
    return []


def _leaving(event: ev.Leave, fines_fund: str) -> list[Leg]:
    """A refund, and what the leaver's savings paid of debts to another fund."""
    legs = [("refunds", "loan", event.at, -event.refund)]
    debts = [("social", event.arrears)]
    if fines_fund != "loan":
        debts.append((fines_fund, event.fines))
    for fund, amount in debts:
        legs += [
            ("leaver_debts", "loan", event.at, -amount),
            ("leaver_debts", fund, event.at, amount),
        ]
    return legs


class MeetingPaper:
    """Gathers one meeting's facts; `take` folds each event into the book as it goes."""

    def __init__(
        self,
        book: Book,
        head: Header,
        people: Mapping[str, facts.Person],
        text: Callable[[str], str],
    ) -> None:
        """Begin the meeting on the book as it was before.

        Args:
            book: is folded on.
            head: of the meeting's page.
            people: the group's members by code.
            text: gives the text of a note's reference.
        """
        rules = book.constitution
        self._book, self._head, self._people, self._text = book, head, people, text
        self._before = [m.code for m in book.active()]
        self._opening_counted = all((fund, "box") in book.counted for fund in rules.funds)
        book.begin(head.meeting, head.date)
        spots = [(fund, place) for place in rules.places for fund in rules.funds]
        self._opening = {spot: book.cash(*spot) for spot in spots}
        self._lines: dict[tuple[str, str], defaultdict[str, int]] = {
            spot: defaultdict(int) for spot in spots
        }
        self._later: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._off: dict[tuple[str, str], tuple[int, str]] = {}
        self._status: dict[str, str] = {}
        self._did: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._codes: defaultdict[str, list[str]] = defaultdict(list)
        self._loans: list[facts.LoanLine] = []
        self._repayments: list[facts.RepaymentLine] = []
        self._notes: list[facts.NoteLine] = []
        self._decisions: list[str] = []

    def take(self, event: ev.Event) -> None:
        """Fold one event and note what it tells."""
        for line, fund, place, amount in cash_legs(event, self._book.constitution.fines_go_to):
            spot = (fund, place)
            if spot in self._book.counted:
                self._later[spot] += amount
            elif amount:
                self._lines[spot][line] += amount
        self._book.apply(event)
        self._tell(event)

    def _tell(self, event: ev.Event) -> None:
        match event:
            case ev.Attend():
                self._status[event.m] = event.s
            case ev.Shares():
                self._add(event.m, shares=event.n, savings=event.a)
            case ev.Contribute():
                self._add(event.m, social=event.a)
            case ev.Fine():
                self._add(event.m, assessed=event.a)
                self._codes[event.m].append(event.code)
            case ev.FinePaid():
                self._add(event.m, fines=event.a)
            case ev.LoanOut() | ev.Repay():
                self._loan(event)
            case ev.OverShort():
                self._off[event.f, event.at] = (event.a, self._text(event.note))
            case ev.Decision():
                self._decisions.append(self._text(event.note))
            case _:
                self._note(event)

    def _add(self, member: str, **amounts: int) -> None:
        for name, amount in amounts.items():
            self._did[member][name] += amount

    def _loan(self, event: ev.LoanOut | ev.Repay) -> None:
        loan = self._book.loans[event.l]
        member = self._people[loan.member]
        if isinstance(event, ev.LoanOut):
            self._add(loan.member, lent=event.a)
            due = date.fromordinal(loan.due_day).isoformat()
            purpose = self._text(event.note)
            self._loans.append(facts.LoanLine(member, event.l, event.a, purpose, event.weeks, due))
            return
        self._add(loan.member, repaid=event.c + event.p)
        left = self._book.principal(loan) + self._book.charge_due(loan)
        self._repayments.append(facts.RepaymentLine(member, event.l, event.c, event.p, left))

    def _note(self, event: ev.Event) -> None:
        match event:
            case ev.Grant():
                self._keep("grant", event.a, event.m, event.note)
            case ev.Expense():
                self._keep("expense", event.a, "", event.note)
            case ev.WriteOff():
                self._keep("write_off", event.p, self._book.loans[event.l].member, event.note)
            case ev.Death():
                self._keep("death", 0, event.m, "")
            case ev.Leave():
                self._keep("leave", event.refund, event.m, event.note)

    def _keep(self, what: str, amount: int, member: str, note: str) -> None:
        person = self._people[member] if member else None
        self._notes.append(facts.NoteLine(what, amount, person, self._text(note)))

    def gathered(
        self, head: facts.PaperHead, findings: Sequence[Finding], *, copied: bool
    ) -> facts.MeetingFacts:
        """All that was gathered, after the last event."""
        return facts.MeetingFacts(
            head=head,
            meeting=self._head.meeting,
            day=self._head.date,
            copied=copied,
            share_price=self._book.constitution.share_price,
            opening_counted=self._opening_counted,
            members=tuple(self._rows()),
            cash=tuple(self._cash()),
            loans=tuple(self._loans),
            repayments=tuple(self._repayments),
            fines=tuple(self._fines()),
            notes=tuple(self._notes),
            decisions=tuple(self._decisions),
            carried=self._head.totals,
            findings=tuple(findings),
        )

    def _amount(self, code: str, name: str) -> int:
        return self._did[code][name] if code in self._did else 0

    def _rows(self) -> list[facts.MemberRow]:
        shown = {*self._before, *self._status, *self._did}
        names = ("shares", "savings", "social", "fines", "repaid", "lent")
        return [
            facts.MemberRow(
                person,
                self._status.get(code, ""),
                **{name: self._amount(code, name) for name in names},
            )
            for code, person in self._people.items()
            if code in shown
        ]

    def _cash(self) -> list[facts.CashColumn]:
        book, found = self._book, []
        for spot, opening in self._opening.items():
            lines, closing = dict(self._lines[spot]), book.cash(*spot)
            if spot[1] != "box" and not (opening or lines or closing):
                continue
            counted = book.counted.get(spot)
            off, reason = self._off.get(spot, (0, ""))
            found.append(
                facts.CashColumn(
                    *spot,
                    opening=opening,
                    lines=lines,
                    counted=counted[1] if counted else None,
                    difference=off,
                    later=self._later[spot],
                    closing=closing,
                    reason=reason,
                )
            )
        return found

    def _fines(self) -> list[facts.FineLine]:
        found = []
        for code, person in self._people.items():
            assessed, paid = self._amount(code, "assessed"), self._amount(code, "fines")
            if assessed or paid:
                owed, codes = self._book.fines_owed(code), tuple(self._codes[code])
                found.append(facts.FineLine(person, codes, assessed, paid, owed))
        return found
