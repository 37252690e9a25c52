"""The facts of one share-out, gathered while its page is folded into the book before it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from coopledger.app.cash_course import CashCourse
from coopledger.app.cash_lines import cash_moves
from coopledger.domain import events as ev
from coopledger.domain.journal import JournalBook
from coopledger.ledger.page import Header
from coopledger.reports.facts import PaperHead, Person
from coopledger.reports.passbook_facts import ShareOutFacts, ShareOutLine


class ShareOutPaper:
    """Gathers the facts of a share-out's page."""

    def __init__(self, people: Mapping[str, Person]) -> None:
        """Begin on an empty book; the pages before are folded into `book`."""
        self.book = JournalBook()
        self._people = people
        self._parts: dict[str, ev.Entitle] = {}
        self._sums: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._end = ev.ShareOut(0, 0, 0)
        self._residue_to = "loan"
        self._course: CashCourse

    def take(self, head: Header, events: Sequence[ev.Event]) -> None:
        """Fold the page of the share-out."""
        book = self.book
        book.begin(head.meeting, head.date)
        book.legs.clear()
        self._course = CashCourse(book)
        for event in events:
            book.apply(event)
            self._course.take(event, cash_moves(event, book.legs), str)
            book.legs.clear()
            self._tell(event)

    def _tell(self, event: ev.Event) -> None:
        match event:
            case ev.Entitle():
                self._parts[event.m] = event
            case ev.SetOff():
                self._sums[event.m]["set_off"] += event.p + event.c + event.fines + event.late
            case ev.PayOut():
                # A leaver's refund that waited for this day is no part of what is shared.
                name = "paid" if event.m in self._parts else "back"
                self._sums[event.m][name] += event.a
            case ev.Withdraw():
                self._sums[event.m]["back"] += event.a
            case ev.Hold():
                self._sums[event.m]["back"] -= event.a
            case ev.Residue():
                self._residue_to = event.to
            case ev.ShareOut():
                self._end = event

    def gathered(self, head: PaperHead, day: str) -> ShareOutFacts:
        """All that was gathered, after the page."""
        rules = self.book.rules
        whole = rules.share_out == "full"
        concerned = [code for code in self._people if code in self._parts or code in self._sums]
        rows = [self._row(code, self._people[code], whole=whole) for code in concerned]
        return ShareOutFacts(
            head=head,
            day=day,
            whole=whole,
            by_shares=rules.share_out_rule == "per_share",
            value=self._end.value,
            total_shares=self._end.shares,
            residue=self._end.residue,
            reserve=self._end.reserve,
            residue_to=self._residue_to,
            rows=tuple(row for row in rows if any(msgspec.structs.astuple(row)[1:])),
            cash=tuple(self._course.columns()),
        )

    def _row(self, code: str, person: Person, *, whole: bool) -> ShareOutLine:
        part, sums, book = self._parts.get(code), self._sums[code], self.book
        owed = sum(map(book.debt, book.loans_of(code))) + book.fines_owed(code) if whole else 0
        return ShareOutLine(
            person,
            shares=part.shares if part else 0,
            savings=part.savings if part else 0,
            entitlement=part.a if part else 0,
            set_off=sums.get("set_off", 0),
            paid=sums.get("paid", 0),
            back=sums.get("back", 0),
            still_owes=owed,
        )
