"""A book folded page by page, with the memory that its balances alone don't have."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.indicators.reading import Corpus, Person, Reading, SharedOut

_IN_PERSON = ("present", "late")
_OWED_BY_FUND = ("borrowed", "payable")
"""Accounts of what the fund owes to others than savers."""


class _Start(msgspec.Struct):
    """What was so when the cycle began."""

    cycle_start: str
    gone: frozenset[str]
    loans: frozenset[int]
    came: int
    called: int
    written_off: int
    savings: int | None
    members: int = 0


class Course:
    """The course of a book's cycle. Take its pages in order; read it after any of them.

    A cycle begins with the book, and again when the rules in force name a first day that is not
    before the page at hand.
    """

    def __init__(self) -> None:
        self.book = Book()
        self._start = _Start("", frozenset(), frozenset(), 0, 0, 0, 0)
        self._assets: dict[int, int] = {}
        self._roll: dict[str, str] = {}
        self._written_off: set[int] = set()
        self._shared_out: SharedOut | None = None

    def take(self, meeting: int, day: str, events: Sequence[ev.Event]) -> None:
        """Fold the next page: the number of its meeting (0: none), its ISO date, its events.

        Raises:
            LookupError: an event names a member or a loan that the book does not know.
        """
        book, day_before = self.book, self.book.day
        if meeting and meeting != book.meeting:
            self._roll = {}
        book.begin(meeting, day)
        book.fold(events)
        rules = book.constitution
        if rules.cycle_start != self._start.cycle_start:
            self._begin_cycle(rules.cycle_start, day_before)
        self._remember(events)
        if not self._assets:
            self._start.members = len(book.members) - len(self._start.gone)
        if meeting:
            self._assets[meeting] = _assets(book)

    def _begin_cycle(self, cycle_start: str, day_before: int) -> None:
        first = not self._start.cycle_start
        if not first and date.fromisoformat(cycle_start).toordinal() < day_before:
            # The rules were put right; the cycle goes on.
            self._start.cycle_start = cycle_start
            return
        book = self.book
        came, called = _calls(book)
        saved = sum(map(book.savings, book.members))
        self._start = _Start(
            cycle_start=cycle_start,
            gone=frozenset(member.code for member in book.members.values() if member.gone),
            loans=frozenset(book.loans),
            came=came,
            called=called,
            written_off=book.accounts.get("loan:expense:write_off", 0),
            # Savings that stand in a book from its first page may be this cycle's.
            savings=None if first and saved else saved,
        )
        self._assets, self._roll, self._written_off = {}, {}, set()

    def _remember(self, events: Iterable[ev.Event]) -> None:
        entitled: list[int] = []
        for event in events:
            if isinstance(event, ev.Attend):
                self._roll[event.m] = event.s
            elif isinstance(event, ev.WriteOff):
                self._written_off.add(event.l)
            elif isinstance(event, ev.Entitle):
                entitled.append(event.a)
            elif isinstance(event, ev.ShareOut):
                self._shared_out = SharedOut(
                    sum(amount > 0 for amount in entitled), sum(entitled), self._lost()
                )

    def _lost(self) -> int:
        return self.book.accounts.get("loan:expense:write_off", 0) - self._start.written_off

    def reading(self, day: str = "") -> Reading:
        """The book's figures, on the day of the newest page or on a later ISO day.

        Raises:
            LookupError: no page was taken yet.
        """
        book, start = self.book, self._start
        today = date.fromisoformat(day).toordinal() if day else book.day
        began = date.fromisoformat(book.constitution.cycle_start).toordinal()
        people, loans, late = _people(book, today)
        came, called = _calls(book)
        return Reading(
            meeting=book.meeting,
            day=date.fromordinal(today).isoformat() if today else "",
            cycle_start=book.constitution.cycle_start,
            days=max(0, today - began),
            people=people,
            members_at_start=start.members,
            roll_called=len(self._roll),
            attending=sum(p.active and self._roll.get(p.code) in _IN_PERSON for p in people),
            came=came - start.came,
            called=called - start.called,
            loans=loans,
            late_loans=late,
            written_off=self._lost(),
            loans_written_off=len(self._written_off),
            cash={place: book.cash("loan", place) for place in book.constitution.places},
            social_cash={place: book.cash("social", place) for place in book.constitution.places},
            debts=-sum(book.total(f"loan:{name}:") for name in _OWED_BY_FUND),
            savings_at_start=start.savings,
            assets_summed=sum(self._assets.values()),
            meetings=len(self._assets),
            corpus=_corpus(book),
            shared_out=self._shared_out,
            **self._since_start(),
        )

    def _since_start(self) -> dict[str, int]:
        """Members gone and loans made in this cycle."""
        book, start = self.book, self._start
        gone = [m for m in book.members.values() if m.gone and m.code not in start.gone]
        deaths = sum(member.gone == "dead" for member in gone)
        made = [loan.amount for number, loan in book.loans.items() if number not in start.loans]
        return {
            "drop_outs": len(gone) - deaths,
            "deaths": deaths,
            "lent": sum(made),
            "loans_made": len(made),
        }


def _calls(book: Book) -> tuple[int, int]:
    """In-person answers and all answers of all roll calls so far."""
    calls = [member.calls for member in book.members.values()]
    came = sum(call[status] for call in calls for status in _IN_PERSON)
    return came, sum(sum(call.values()) for call in calls)


def _assets(book: Book) -> int:
    cash = sum(book.cash("loan", place) for place in book.constitution.places)
    return cash + sum(map(book.principal, book.open_loans.values()))


def _people(book: Book, today: int) -> tuple[tuple[Person, ...], int, int]:
    """Each member's savings and loans, and the numbers of loans outstanding and late."""
    owed = dict.fromkeys(book.members, 0)
    late = dict.fromkeys(book.members, 0)
    loans = late_loans = 0
    for loan in book.open_loans.values():
        principal = book.principal(loan)
        if principal <= 0:
            continue
        loans += 1
        owed[loan.member] += principal
        if today > loan.due_day:
            late_loans += 1
            late[loan.member] += principal
    people = tuple(
        Person(code, not member.gone, book.savings(code), owed[code], late[code])
        for code, member in book.members.items()
    )
    return people, loans, late_loans


def _corpus(book: Book) -> Corpus:
    """The loan fund's own money by what it came from; `Corpus.total` closes with the assets."""
    told = dict.fromkeys(("charges", "fines", "other", "carried", "expenses", "written_off"), 0)
    savings = 0
    for name, balance in book.accounts.items():
        fund, kind, *rest = name.split(":")
        if fund != "loan" or kind in {"cash", "loans", *_OWED_BY_FUND}:
            continue
        if kind == "savings":
            savings -= balance
        elif (kind, *rest) == ("income", "charges") or kind == "charges_due":
            told["charges"] -= balance
        elif (kind, *rest) == ("income", "fines") or kind == "fines_owed":
            told["fines"] -= balance
        elif kind == "income":
            told["other"] -= balance
        elif kind == "expense":
            told["written_off" if rest == ["write_off"] else "expenses"] += balance
        else:
            told["carried"] -= balance
    return Corpus(
        savings=savings,
        charges=told["charges"],
        fines=told["fines"],
        other_income=told["other"],
        carried=told["carried"],
        expenses=told["expenses"],
        written_off=told["written_off"],
    )
