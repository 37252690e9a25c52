"""The facts of one meeting, gathered while its pages are folded into the book before it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from coopledger.app.cash_course import CashCourse
from coopledger.app.cash_lines import Moved, Spot, by_member, cash_moves, owner
from coopledger.app.loan_plans import next_instalment, to_come
from coopledger.app.meeting_notes import note_of
from coopledger.app.paper_source import IS_MEETING
from coopledger.domain import events as ev
from coopledger.domain.journal import JournalBook, tag_of
from coopledger.domain.rules import Finding
from coopledger.ledger.page import Header
from coopledger.reports import facts
from coopledger.words.transfers import group_words


class MeetingPaper:
    """Gathers one meeting's facts.

    `before` takes the pages before it from the founding on, `take` the meeting's own: more than one
    where it went on on another day.
    """

    def __init__(
        self,
        people: Mapping[str, facts.Person],
        text: Callable[[str], str],
        called: Callable[[str], str] = group_words,
    ) -> None:
        """Begin on an empty book.

        Args:
            people: the group's members by code.
            text: gives the text of a note's reference.
            called: gives the name of another group.
        """
        self.book = JournalBook()
        self._people, self._text, self._called = people, text, called
        self._between: list[facts.Between] = []
        self._counted: dict[Spot, int] = {}
        self._pages: list[facts.PageRef] = []
        self._known: list[str] = []
        self._status: dict[str, str] = {}
        self._shares: defaultdict[str, int] = defaultdict(int)
        self._sums: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._fined: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        self._loans: list[facts.LoanLine] = []
        self._repayments: list[facts.RepaymentLine] = []
        self._notes: list[facts.NoteLine] = []
        self._corrections: list[facts.CorrectionLine] = []
        self._decisions: list[str] = []
        self._course: CashCourse
        self._head: Header

    # The pages before the meeting.

    def before(self, page: facts.PageRef, head: Header, events: Sequence[ev.Event]) -> None:
        """Fold an earlier page; one that is no meeting is told of, if no meeting follows it."""
        book = self.book
        self._turn(head, events)
        if head.kind in IS_MEETING:
            book.fold(events)
            book.legs.clear()
            self._between, self._corrections = [], []
            self._counted = {spot: counted for spot, (_said, counted) in book.counted.items()}
            return
        cash: defaultdict[Spot, int] = defaultdict(int)
        for event in events:
            for _line, fund, place, amount in self._fold(event):
                cash[fund, place] += amount
        if head.kind != "founding":
            moved = tuple((*spot, amount) for spot, amount in cash.items() if amount)
            self._between.append(facts.Between(page, moved))

    def _turn(self, head: Header, events: Sequence[ev.Event]) -> None:
        again = bool(events) and isinstance(events[0], ev.Continue)
        self.book.id = head.book
        self.book.begin(head.meeting, head.date, again=again)

    def _fold(self, event: ev.Event) -> list[Moved]:
        self.book.apply(event)
        moves = cash_moves(event, self.book.legs)
        self.book.legs.clear()
        if isinstance(event, ev.Reverse):
            self._correct(event, moves)
        return moves

    # The meeting itself.

    def take(self, page: facts.PageRef, head: Header, events: Sequence[ev.Event]) -> None:
        """Fold a page of the meeting, or one that was written before the meeting went on."""
        if not self._pages:
            self._course = CashCourse(self.book)
            self._known = [member.code for member in self.book.active()]
        self._turn(head, events)
        if head.kind in IS_MEETING:
            self._pages.append(page)
            self._head = head
        for event in events:
            moves = self._fold(event)
            self._course.take(event, moves, self._text)
            for code, sums in by_member(event, moves, self.book).items():
                self._add(code, sums, undoes=isinstance(event, ev.Reverse))
            self._tell(event)

    def _add(self, code: str, sums: Mapping[str, int], *, undoes: bool) -> None:
        for column, amount in sums.items():
            self._sums[code]["corrected" if undoes else column] += amount

    def _tell(self, event: ev.Event) -> None:
        match event:
            case ev.Attend():
                self._status[event.m] = event.s
            case ev.Reverse(e=ev.Attend() as answer):
                self._status.pop(answer.m, None)
            case ev.Shares():
                self._shares[event.m] += event.n
            case ev.Fine():
                self._fined[event.m].append((event.code, event.a))
            case ev.LoanOut():
                self._loans.append(self._loan(event))
            case ev.Repay():
                self._repayments.append(self._repayment(event))
            case ev.Decision():
                self._decisions.append(self._text(event.note))
            case _:
                if told := note_of(event, self.book, self._people, self._text, self._called):
                    self._notes.append(told)

    def _loan(self, event: ev.LoanOut) -> facts.LoanLine:
        loan = self.book.loans[event.l]
        plan = to_come(self.book, loan)
        return facts.LoanLine(
            self._people[event.m],
            event.l,
            event.a,
            self._text(event.note),
            event.weeks,
            date.fromordinal(loan.due_day).isoformat(),
            instalments=len(plan),
            first=plan[0] if plan else None,
            guarantors=tuple(self._people[code] for code in event.by),
            kept=event.kept,
            rolled=event.rolled,
            forced=bool(event.forced),
        )

    def _repayment(self, event: ev.Repay) -> facts.RepaymentLine:
        loan = self.book.loans[event.l]
        return facts.RepaymentLine(
            self._people[loan.member],
            event.l,
            event.c,
            event.p,
            self.book.debt(loan),
            late=event.late,
            by=self._people[event.by] if event.by else None,
            after=next_instalment(self.book, loan),
        )

    def _correct(self, event: ev.Reverse, moves: Iterable[Moved]) -> None:
        code, cash = owner(event, self.book), sum(move.amount for move in moves)
        self._corrections.append(
            facts.CorrectionLine(
                event.page,
                event.i,
                tag_of(event.e),
                cash or -getattr(event.e, "a", 0),
                self._people.get(code),
                self._text(event.note),
                tuple(self._people[each] for each in event.by),
            )
        )

    # What it came to.

    def gathered(
        self, head: facts.PaperHead, findings: Sequence[Finding], *, copied: bool
    ) -> facts.MeetingFacts:
        """All that was gathered, after the last page."""
        book = self.book
        turn = book.turns[len(book.pots)] if len(book.pots) < len(book.turns) else ""
        owed = {"pot_arrears": book.total("pot:arrears:")}
        return facts.MeetingFacts(
            head=head,
            meeting=self._head.meeting,
            day=self._head.date,
            pages=tuple(self._pages),
            copied=copied,
            share_price=book.rules.share_price if book.rules.saving == "shares" else 0,
            opening_counted=self._opening_counted(),
            between=tuple(self._between),
            members=tuple(self._rows()),
            cash=tuple(self._course.columns()),
            loans=tuple(self._loans),
            repayments=tuple(self._repayments),
            fines=tuple(self._fines()),
            notes=tuple(self._notes),
            corrections=tuple(self._corrections),
            decisions=tuple(self._decisions),
            carried={**self._head.totals, **owed},
            next_turn=self._people[turn] if turn else None,
            findings=tuple(findings),
        )

    def _opening_counted(self) -> bool:
        spots = [(fund, "box") for fund in self.book.rules.funds]
        opening = {spot: self._course.opening(spot) for spot in spots}
        return bool(self._counted) and all(
            self._counted.get(spot, None if there else 0) == there
            for spot, there in opening.items()
        )

    def _rows(self) -> list[facts.MemberRow]:
        shown = {*self._known, *self._status, *self._sums, *self._shares, *self._fined}
        return [
            facts.MemberRow(
                person,
                self._status.get(code, ""),
                self._shares.get(code, 0),
                dict(self._sums.get(code, {})),
            )
            for code, person in self._people.items()
            if code in shown
        ]

    def _fines(self) -> list[facts.FineLine]:
        found = []
        for code, person in self._people.items():
            fined = self._fined.get(code, [])
            paid = self._sums[code]["fines"] if code in self._sums else 0
            if fined or paid:
                codes, set_then = tuple(name for name, _ in fined), sum(a for _, a in fined)
                owed = self.book.fines_owed(code)
                found.append(facts.FineLine(person, codes, set_then, paid, owed))
        return found
