"""A book folded page by page, with the memory that its balances alone don't have."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.indicators.accounts import corpus, debts
from coopledger.domain.indicators.reading import Person, Reading, SharedOut
from coopledger.domain.loan_state import Loan

IN_PERSON = ("present", "late")
_LOST = "loan:expense:write_off"


class _Start(msgspec.Struct):
    """What was so when the cycle began."""

    on: str = ""
    """Its first day; empty in the book's first cycle, where the constitution names it."""
    gone: frozenset[str] = frozenset()
    came: int = 0
    called: int = 0
    lost: int = 0
    brought: int = 0
    savings: int | None = 0
    members: int | None = 0


class Course:
    """The course of a book's cycle. Take its pages in order; read it after any of them."""

    def __init__(self) -> None:
        self.book = Book()
        self._start = _Start()
        self._page = 0
        self._assets: dict[int, int] = {}
        self._roll: dict[str, tuple[int, str]] = {}
        """The newest roll call: the page of each answer, and the answer."""
        self._written_off: Counter[int] = Counter()
        self._rolled: set[int] = set()
        self._entitled: list[int] = []
        self._shared_out: SharedOut | None = None

    def take(self, meeting: int, day: str, events: Sequence[ev.Event]) -> None:
        """Fold the next page: the number of its meeting (0: none), its ISO date, its events.

        Raises:
            LookupError: an event names a member or a loan that the book does not know.
        """
        book = self.book
        self._page += 1
        again = bool(events) and isinstance(events[0], ev.Continue)
        if meeting and not again:
            self._roll = {}
        book.begin(meeting, day, again=again)
        self._entitled = []
        for event in events:
            book.apply(event)
            self._remember(event)
        start = self._start
        if not self._assets and start.members is not None:
            # Who joins at the first meeting was there at the start.
            start.members = len(book.members) - len(start.gone)
        if meeting:
            self._assets[meeting] = _assets(book)

    def _remember(self, event: ev.Event) -> None:
        match event:
            case ev.Attend():
                self._roll[event.m] = (self._page, event.s)
            case ev.WriteOff():
                self._written_off[event.l] += 1
            case ev.LoanOut(rolled=old) if old:
                self._rolled.add(event.l)
            case ev.Entitle():
                self._entitled.append(event.a)
            case ev.ShareOut():
                got = [amount for amount in self._entitled if amount > 0]
                self._shared_out = SharedOut(len(got), sum(got), self._lost())
            case ev.Opening():
                # Brought over from paper in mid-cycle: how it began is not in the book.
                self._start.savings = self._start.members = None
            case ev.Cycle():
                self._begin_cycle(event.on)
            case ev.Reverse():
                self._undo(event)
            case _:
                pass

    def _undo(self, event: ev.Reverse) -> None:
        undone = event.e
        if isinstance(undone, ev.Attend):
            if self._roll.get(undone.m, (0, ""))[0] == event.page:
                del self._roll[undone.m]
        elif isinstance(undone, ev.WriteOff):
            self._written_off[undone.l] -= 1

    def _begin_cycle(self, on: str) -> None:
        book = self.book
        came, called = _calls(book)
        savings = sum(_saved(book, code) for code in book.members)
        self._start = _Start(
            on=on,
            gone=frozenset(member.code for member in book.members.values() if member.gone),
            came=came,
            called=called,
            lost=book.accounts.get(_LOST, 0),
            brought=_assets(book) - debts(book) - savings,
            savings=savings,
        )
        self._assets, self._roll, self._written_off = {}, {}, Counter()

    def _lost(self) -> int:
        return self.book.accounts.get(_LOST, 0) - self._start.lost

    def reading(self, day: str = "") -> Reading:
        """The book's figures, on the day of the newest page or on a later ISO day.

        Take the founding page first.
        """
        book, rules = self.book, self.book.constitution
        today = date.fromisoformat(day).toordinal() if day else book.day
        cycle_start = self._start.on or rules.cycle_start
        loans = [loan for loan in book.open_loans.values() if book.principal(loan) > 0]
        late = [loan for loan in loans if _is_late(loan, book.principal(loan), today)]
        return Reading(
            meeting=book.meeting,
            day=date.fromordinal(today).isoformat() if today else "",
            cycle_start=cycle_start,
            days=max(0, today - date.fromisoformat(cycle_start).toordinal()),
            people=_people(book, loans, late),
            loans=len(loans),
            late_loans=len(late),
            written_off=self._lost(),
            loans_written_off=sum(times > 0 for times in self._written_off.values()),
            cash={place: book.cash("loan", place) for place in rules.places},
            social_cash={place: book.cash("social", place) for place in rules.places},
            debts=debts(book),
            to_groups=book.total("loan:lent:"),
            assets_summed=sum(self._assets.values()),
            meetings=len(self._assets),
            members_at_start=self._start.members,
            savings_at_start=self._start.savings,
            brought=self._start.brought,
            corpus=corpus(book),
            shared_out=self._shared_out,
            **self._since_start(),
        )

    def _since_start(self) -> dict[str, int]:
        """Roll calls, members gone and loans made in this cycle."""
        book, start = self.book, self._start
        gone = [m for m in book.members.values() if m.gone and m.code not in start.gone]
        deaths = sum(member.gone == "dead" for member in gone)
        made = [
            loan.amount
            for loan in book.loans.values()
            if loan.number >= book.first_loan and not loan.void and loan.number not in self._rolled
        ]
        here = [m.code for m in book.active() if self._answer(m.code) in IN_PERSON]
        came, called = _calls(book)
        return {
            "roll_called": len(self._roll),
            "attending": len(here),
            "came": came - start.came,
            "called": called - start.called,
            "drop_outs": len(gone) - deaths,
            "deaths": deaths,
            "lent": sum(made),
            "loans_made": len(made),
        }

    def _answer(self, member: str) -> str:
        return self._roll.get(member, (0, ""))[1]


def _calls(book: Book) -> tuple[int, int]:
    """In-person answers and all answers of all roll calls so far."""
    calls = [member.calls for member in book.members.values()]
    came = sum(call[status] for call in calls for status in IN_PERSON)
    return came, sum(sum(call.values()) for call in calls)


def _assets(book: Book) -> int:
    cash = sum(book.cash("loan", place) for place in book.constitution.places)
    lent = book.total("loan:lent:")
    return cash + lent + sum(map(book.principal, book.open_loans.values()))


def _saved(book: Book, member: str) -> int:
    return book.savings(member) + book.voluntary(member)


def _is_late(loan: Loan, principal: int, today: int) -> bool:
    """Whether principal is owed past its final due date, or past an instalment's in a plan."""
    if not loan.plan:
        return today > loan.due_day
    return principal > sum(row.principal for row in loan.plan if row.day >= today)


def _people(book: Book, loans: Sequence[Loan], late: Sequence[Loan]) -> tuple[Person, ...]:
    owed, overdue = Counter[str](), Counter[str]()
    for loan in loans:
        owed[loan.member] += book.principal(loan)
    for loan in late:
        overdue[loan.member] += book.principal(loan)
    return tuple(
        Person(code, not member.gone, _saved(book, code), owed[code], overdue[code])
        for code, member in book.members.items()
    )
