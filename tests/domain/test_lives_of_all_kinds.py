"""Groups of every kind live by chance; each step leaves a sound book, and its pages retell it."""

import datetime as dt
from collections import Counter
from fractions import Fraction

import hypothesis.strategies as st
import msgspec
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.amendment import check_amendment
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.figures import figures, totals
from coopledger.domain.recording import Recording
from coopledger.domain.settlement import share_out_events, trial
from coopledger.ledger import page as pages
from coopledger.ledger.replay import Replay
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import SigningKey
from tests.domain.book_state import accounts, differences, state, unsound
from tests.domain.cash_flows import flows
from tests.domain.random_groups import START, bounded, constitutions
from tests.domain.wishes import WISHES, Wish, entry_of, lent_start, rich_start

MEETINGS = st.lists(WISHES, min_size=5, max_size=16)
GAPS = st.sampled_from([7, 7, 7, 1, 28, 31, 0])
NOT_YET = ("lenders_first", "cash_below_zero", "dividend_above_profit")
"""Why a group may have to wait with its share-out."""
KEPT = ("currency", "currency_decimals")
"""What a group never changes; what else is in use, the check of an amendment keeps."""
PAYABLE = "loan:payable:"


class Life(RuleBasedStateMachine):
    """One group from its founding on, page by page."""

    @initialize(rules=constitutions(), codes=st.integers(2, 5), poor=st.booleans())
    def found(self, rules, codes, poor):
        self.book, self.replay = Book(), Replay()
        self.scribe = Scribe(SigningKey(b"\5" * 32))
        self.day = START
        self.cash, self.moved = Counter(), {}
        self.held = 0
        members = [NewMember(f"M{n:02}", MemberCard(f"Name {n}")) for n in range(1, codes + 1)]
        self.keep(self.scribe.found(self.book, "Life", rules, members))
        if not poor:
            self.meeting(rich_start(self.book))
            self.meeting(lent_start(self.book))

    # What a group does.

    @rule(wishes=MEETINGS, gap=GAPS, again=st.integers(0, 5))
    def meet(self, wishes, gap, again):
        goes_on = again == 0 and self.book.meeting > 0
        self.day += dt.timedelta(days=0 if goes_on else gap)
        self.meeting(wishes, goes_on=goes_on)

    def meeting(self, wishes, *, goes_on=False):
        number, day = self.book.meeting + (not goes_on), self.day.isoformat()
        recording = Recording(
            self.book,
            number,
            day,
            self.scribe.note,
            card=lambda text: self.scribe.keep("member", text),
            again=goes_on,
            history=self.replay.history,
        )
        self.check_cash(recording.events, opening=True)
        for wish in wishes:
            self.say(recording, wish)
        self.held += 1
        recording.close()
        told = len(self.replay.findings)
        self.write("meeting", recording.events, meeting=number)
        again_told = [each.finding for each in self.replay.findings[told:]]
        assert again_told == recording.findings, (again_told, recording.findings)

    @precondition(lambda self: self.held > 1)
    @rule(rules=constitutions(), later=st.sampled_from([1, 1, 10]))
    def amend(self, rules, later):
        rules = msgspec.structs.replace(rules, **{n: getattr(self.book.rules, n) for n in KEPT})
        on = self.day + dt.timedelta(days=later)
        try:
            check_amendment(self.book, rules, on.toordinal())
        except Refusal:
            return
        self.act("amendment", [ev.Amend(rules, on.isoformat())])

    @precondition(lambda self: self.held > 2)
    @rule()
    def share_out(self):
        self.held = 0
        before = accounts(self.book)
        try:
            told = trial(self.book)
            events = share_out_events(self.book)
        except Refusal as refusal:
            if refusal.code not in NOT_YET:
                raise
            return
        assert accounts(self.book) == before
        self.act("share_out", events)
        self.check_share_out(events, told, before)
        self.act("cycle", [ev.Cycle(self.book.cycle + 1, self.day.isoformat())])
        assert not [name for name in accounts(self.book) if ":income:" in name]

    # What holds.

    def say(self, recording, wish):
        entry = wish
        if isinstance(wish, Wish):
            entry = entry_of(wish, self.book, self.replay.history)
        # Only a correction changes a loan that is settled.
        copy = self.book.copy(whole=isinstance(entry, en.Correction))
        earlier, said = state(self.book), len(recording.events)
        try:
            recording.record(entry)
        except Refusal:
            assert not (odd := differences(self.book, earlier)), odd
            assert len(recording.events) == said
            return
        assert not (odd := differences(copy, earlier)), odd
        self.check_cash(recording.events[said:])
        copy.fold(recording.events[said:])
        assert not (odd := differences(copy, state(self.book))), odd

    def check_cash(self, events, *, opening=False):
        """The cash at each place is the sum of what went in and out of it."""
        for event in events:
            if isinstance(event, ev.Reverse):
                self.cash.subtract(self.moved[event.page, event.i])
            else:
                self.cash.update(flows(event, self.book.rules.fines_go_to))
        told = {name: balance for name, balance in self.cash.items() if balance}
        cash = [name.split(":") for name in accounts(self.book) if ":cash:" in name]
        there = {(fund, place): self.book.cash(fund, place) for fund, _cash, place in cash}
        assert there == told, (there, told)
        odd = unsound(self.book)
        assert not odd, odd

    def check_share_out(self, events, told, before):
        """All that was there is paid, set off, kept for others, or the residue."""
        division, rules = told.division, self.book.rules
        paid = Counter()
        for event in events:
            if isinstance(event, ev.PayOut):
                paid[event.m] += event.a
        for part in division.members:
            assert part.payout <= part.entitlement - part.set_off
            assert paid.pop(part.id, 0) == part.payout
        waiting = {name: -sum_ for name, sum_ in before.items() if name.startswith(PAYABLE)}
        if rules.share_out != "full":
            assert not paid
            self.check_reserve(division)
            return
        # Whoever left was promised a refund for the end of the cycle.
        assert {PAYABLE + code: amount for code, amount in paid.items()} == waiting
        assert not self.book.total(PAYABLE)
        given = sum(part.payout for part in division.members)
        assert given + division.residue + told.reserved == told.cash
        assert not division.reserve
        assert not self.book.total("loan:savings:")
        assert not [m.code for m in self.book.members.values() if m.shares]
        if rules.share_out_rounding.mode == "truncate_value":
            worth = division.share_value * division.total_shares
            assert worth + division.residue == division.distributable

    def check_reserve(self, division):
        """What is kept of the profit is exact, and nothing of the rest is lost."""
        if self.book.rules.share_out == "profit_only":
            part = Fraction(self.book.rules.reserve_percent) / 100
            assert division.reserve == int(part * division.distributable)
            given = sum(part.payout for part in division.members)
            assert given + division.residue + division.reserve == division.distributable

    def act(self, kind, events):
        """A page that is no meeting."""
        self.book.begin(0, self.day.isoformat())
        self.book.fold(events)
        self.check_cash(events)
        self.write(kind, events)

    def write(self, kind, events, meeting=0):
        day = self.day.isoformat()
        self.keep(self.scribe.write(kind, events, self.book, meeting=meeting, date=day))

    def keep(self, written):
        """The page is in its one form, and verifying it gives the book that wrote it."""
        head, events = pages.admit(written.page.header, written.page.body)
        for index, event in enumerate(events):
            self.moved[head.number, index] = Counter(flows(event, self.book.rules.fines_go_to))
        self.replay.extend([written.page])
        assert not (odd := differences(self.replay.book, state(self.book))), odd
        assert figures(self.replay.book) == figures(self.book)
        assert totals(self.replay.book) == totals(self.book)


TestLife = Life.TestCase
TestLife.settings = settings(bounded, stateful_step_count=14)
