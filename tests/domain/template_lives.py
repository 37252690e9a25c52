"""A group that is founded from a template and lives by it, page by sealed page."""

import datetime as dt

import pytest

from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.figures import figures
from coopledger.domain.loans.calendar import months_after
from coopledger.domain.recording import Recording
from coopledger.domain.settlement import share_out_events
from coopledger.interop.templates import load_template
from coopledger.ledger.replay import Replay
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import SigningKey


class Life:
    """A group founded from a template; its meetings become sealed pages."""

    def __init__(self, kind, members, **changes):
        self.rules = load_template(kind, **changes)
        self.book, self.scribe = Book(), Scribe(SigningKey(b"\7" * 32))
        people = [NewMember(f"M{n:02}", MemberCard(f"Member {n}")) for n in range(1, members + 1)]
        self.written = [self.scribe.found(self.book, kind, self.rules, people)]
        self.events = [self.written[0].page.read()[1]]

    def day(self, number):
        """The day of a meeting: the first one begins the cycle."""
        start = dt.date.fromisoformat(self.rules.cycle_start)
        if self.rules.meeting_period == "month":
            return months_after(start, number - 1).isoformat()
        return (start + dt.timedelta(weeks=number - 1)).isoformat()

    def meet(self, number, *said):
        """Roll call, what is said, and a count of every fund that finds what the book says."""
        recording = Recording(
            self.book,
            number,
            self.day(number),
            self.scribe.note,
            card=lambda text: self.scribe.keep("member", text),
            history=self.events,
        )
        for member in self.book.active():
            recording.record(en.Attendance(member.code, "present"))
        for entry in said:
            recording.record(entry)
        for fund in self.rules.funds:
            recording.record(en.CashCount(fund, self.book.cash(fund)))
        self._write("meeting", recording.events, meeting=number, date=self.day(number))

    def refusal(self, number, entry):
        """The code with which an entry would be refused in a meeting."""
        with pytest.raises(Refusal) as caught:
            Recording(self.book.copy(), number, self.day(number), str).record(entry)
        return caught.value.code

    def end(self, number):
        """The share-out on the day of a meeting; what each was paid."""
        day, events = self.day(number), share_out_events(self.book)
        self.book.begin(0, day)
        self.book.fold(events)
        self._write("share_out", events, date=day)
        return {e.m: e.a for e in events if isinstance(e, ev.PayOut)}

    def next_cycle(self, number):
        day = self.day(number)
        events = [ev.Cycle(self.book.cycle + 1, day)]
        self.book.begin(0, day)
        self.book.fold(events)
        self._write("cycle", events, date=day)

    def _write(self, kind, events, **where):
        assert_balanced(self.book)
        self.written.append(self.scribe.write(kind, events, self.book, **where))
        self.events.append(list(events))

    def replayed(self):
        """The sealed pages verified: they give the live book, and break no rule."""
        replay = Replay().extend(new.page for new in self.written)
        assert replay.book.accounts == self.book.accounts
        assert figures(replay.book) == figures(self.book)
        assert [f"{f.meeting}: {f.finding}" for f in replay.findings] == []
        return replay


def assert_balanced(book):
    """Each fund's debits are its credits, and no place holds less than nothing."""
    sums = {}
    for name, balance in book.accounts.items():
        fund = name.partition(":")[0]
        sums[fund] = sums.get(fund, 0) + balance
        assert ":cash:" not in name or balance >= 0, name
    assert not any(sums.values()), sums
