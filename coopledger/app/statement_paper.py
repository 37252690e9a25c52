"""Members' passbooks, gathered while a book is folded once from its first page."""

from collections.abc import Callable, Iterable

from coopledger.app.cash_lines import Moved, cash_moves
from coopledger.app.passbook import Passbook
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.journal import JournalBook, undone
from coopledger.domain.settlement import trial
from coopledger.ledger.page import Header
from coopledger.reports.facts import PaperHead, Person
from coopledger.reports.passbook_facts import StatementFacts, TrialPart


class StatementPapers:
    """The passbooks of some members of one group."""

    def __init__(self, people: Iterable[Person], text: Callable[[str], str]) -> None:
        """Begin empty passbooks; ``text`` gives the text of a note's reference."""
        self.book = JournalBook()
        self._passbooks = {person.code: Passbook(person, text) for person in people}

    def take(self, head: Header, events: list[ev.Event]) -> None:
        """Fold one page."""
        book = self.book
        again = bool(events) and isinstance(events[0], ev.Continue)
        book.begin(head.meeting, head.date, again=again)
        for event in events:
            concerned = self._concerned(event)
            for passbook in concerned:
                passbook.before(event, book, head)
            book.apply(event)
            # Of most events most members' passbooks say nothing.
            moves: list[Moved] = cash_moves(event, book.legs) if concerned and book.legs else []
            book.legs.clear()
            for passbook in concerned:
                passbook.after(event, moves, book, head)
        for passbook in self._passbooks.values():
            passbook.turn(book, head)

    def _concerned(self, event: ev.Event) -> list[Passbook]:
        """The passbooks in which an event is written."""
        if isinstance(event, ev.Cycle):
            return list(self._passbooks.values())
        found = [self._passbooks.get(code) for code in _about(self.book, event)]
        return [passbook for passbook in found if passbook is not None]

    def gathered(self, head: PaperHead) -> dict[str, StatementFacts]:
        """Every passbook as it is after the pages taken so far, by the member's code."""
        parts = {} if self.book.closed else _trial(self.book)
        return {
            code: passbook.gathered(head, self.book, parts.get(code))
            for code, passbook in self._passbooks.items()
        }


def _about(book: JournalBook, event: ev.Event) -> list[str]:
    """The members whom an event is about; who only owes a new contribution is seen elsewhere."""
    told = undone(event) or event
    match told:
        case ev.Due() | ev.Turns():
            return []
        case ev.PotBack():
            return list(dict.fromkeys(told.m))
        case ev.Replace():
            return [told.m, told.by]
        case ev.LoanOut() | ev.OpeningLoan():
            return [told.m]
    loan, member = getattr(told, "l", 0), getattr(told, "m", "")
    if loan and not isinstance(told, ev.Release | ev.SetOff):
        member = book.loans[loan].member
    if isinstance(told, ev.Release):
        return [book.loans[told.l].member]
    return [member] if isinstance(member, str) and member else []


def _trial(book: JournalBook) -> dict[str, TrialPart]:
    """Each member's part now, nothing where the rules can't be carried out today."""
    try:
        division = trial(book).division
    except Refusal:
        return {}
    return {
        part.id: TrialPart(
            division.share_value or 0,
            book.members[part.id].shares,
            part.entitlement,
            part.set_off,
            part.payout,
            part.still_owes,
            whole=book.rules.share_out == "full",
        )
        for part in division.members
        if part.entitlement or part.set_off or part.still_owes
    }
