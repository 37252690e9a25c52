"""A meeting as it is recorded: what was said becomes events on the book.

Structure and arithmetic are refused here (an unknown member, a repayment above the debt, cash below
zero); a rule of the constitution that is broken becomes a finding.
"""

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain import rules
from coopledger.domain.book import Book, Member
from coopledger.domain.days import day_number
from coopledger.domain.errors import Refusal
from coopledger.domain.falling_due import opening
from coopledger.domain.money import MAX_AMOUNT
from coopledger.domain.recording.composing import COMPOSE

NoteKeeper = Callable[[str], str]
"""Keeps a text outside the page and gives the reference that the page carries."""

TOLD_AT_NOTHING = (en.LoanRequest, en.MoveIn)
"""Entries that say something even where their amount is nothing."""
TEXT_LIMIT = 2000
"""Longest text of one entry, in characters."""


History = Sequence[Sequence[ev.Event]]
"""The events of all pages so far, page by page: what a correction may undo."""


class Recording:
    """One meeting being folded into ``book``, which it changes as it goes."""

    def __init__(
        self,
        book: Book,
        meeting: int,
        day: str,
        note: NoteKeeper,
        *,
        card: NoteKeeper | None = None,
        again: bool = False,
        history: History = (),
    ) -> None:
        """Open the meeting and post what falls due.

        Args:
            book: the book before the meeting.
            meeting: its number, above the last meeting's, or the same when it goes on.
            day: ISO date.
            note: keeps texts.
            card: keeps the cards of those who join; without it nobody can.
            again: the last meeting was broken off and goes on.
            history: needed for corrections only.

        Raises:
            Refusal: the meeting's number or date goes backwards, or the cycle is over.
        """
        if book.closed:
            raise Refusal("cycle_closed")
        if again and (meeting != book.meeting or not meeting):
            raise Refusal("not_broken_off", value=meeting, last=book.meeting)
        if not again and meeting <= book.meeting:
            raise Refusal("meeting_backwards", value=meeting, last=book.meeting)
        if day_number(day) < book.day:
            last = date.fromordinal(book.day).isoformat()
            raise Refusal("date_backwards", value=day, last=last)
        self.findings = [] if again else list(rules.meeting_findings(book, meeting, day))
        book.begin(meeting, day, again=again)
        self.book = book
        self.history = history
        self.events: list[ev.Event] = []
        self._note, self._card = note, card
        self._volume = sum(map(abs, book.accounts.values()))
        for event in ([ev.Continue()] if again else []) + opening(book, again=again):
            self._bear(event)
            self._apply(event)

    def record(self, entry: en.AnyEntry) -> None:
        """Work out one entry and fold it.

        Raises:
            Refusal: it is impossible; the book is as before.
        """
        if getattr(entry, "amount", 1) == 0 and not isinstance(entry, TOLD_AT_NOTHING):
            if code := getattr(entry, "member", ""):
                self.known(code, dead_too=True)
            return
        for place in (getattr(entry, "at", "box"), getattr(entry, "to", "box")):
            if place not in self.book.rules.places:
                raise Refusal("bad_value", value=place)
            self.until_then(all(place in rules.places for rules in self.book.pending()))
        events = COMPOSE[type(entry)](self, entry)
        for event in events:
            self._bear(event)
        for event in events:
            self.findings.extend(rules.event_findings(self.book, event))
            self._apply(event)

    def _bear(self, event: ev.Event) -> None:
        """Keep every sum of the book within what a page can carry exactly."""
        numbers = [v for v in msgspec.structs.astuple(event) if isinstance(v, int)]
        self._volume += sum(map(abs, numbers))
        if self._volume > MAX_AMOUNT:
            self._volume -= sum(map(abs, numbers))
            raise Refusal("too_large", value=max(numbers))

    def close(self) -> None:
        """Note what a complete meeting would have had."""
        self.findings.extend(rules.closing_findings(self.book))

    def until_then(self, stays: bool) -> None:
        """Refuse what would be left behind when rules that were adopted begin.

        Raises:
            Refusal: a place, a fund or a round that it needs ends with the rules in force now.
        """
        if not stays:
            raise Refusal("rules_change_soon")

    def into(self, fund: str) -> None:
        """Money is to come into a fund: it is there, and rules to come don't end it.

        Raises:
            Refusal: `bad_value`; `rules_change_soon`.
        """
        if fund not in self.book.rules.funds:
            raise Refusal("bad_value", value=fund)
        self.until_then(all(fund in rules.funds for rules in self.book.pending()))

    def note(self, text: str) -> str:
        """The reference of a text, empty for none.

        Raises:
            Refusal: it is longer than a note may be.
        """
        text = text.strip()
        if len(text) > TEXT_LIMIT:
            raise Refusal("text_too_long", value=text[:40], limit=TEXT_LIMIT)
        return self._note(text) if text else ""

    def card(self, text: str) -> str:
        """The reference of a new member's card.

        Raises:
            Refusal: nobody can join here.
        """
        if self._card is None:
            raise Refusal("cannot_join")
        return self._card(text)

    def _apply(self, event: ev.Event) -> None:
        self.events.append(event)
        self.book.apply(event)

    def known(self, code: str, *, dead_too: bool = False) -> Member:
        """A member who may act today.

        Raises:
            Refusal: nobody has that code, or the member left or died.
        """
        member = self.book.members.get(code)
        if member is None:
            raise Refusal("unknown_member", value=code)
        if member.gone == "left":
            raise Refusal("member_left", value=code)
        if member.gone == "dead" and not dead_too:
            raise Refusal("member_dead", value=code)
        return member

    def pay(self, fund: str, amount: int, place: str = "box") -> None:
        """Check that the fund's cash at a place bears a payment.

        Raises:
            Refusal: it does not.
        """
        cash = self.book.cash(fund, place)
        if amount > cash:
            code = "bank_below_zero" if place == "bank" else "cash_below_zero"
            raise Refusal(code, value=amount, cash=cash, fund=fund, place=place)

    def pay_leaver(self, event: ev.Leave) -> None:
        """Check that the cash bears what a leaver gets and what goes to other funds' boxes.

        Raises:
            Refusal: it does not.
        """
        fines = event.fines if self.book.rules.fines_go_to != "loan" else 0
        paid = 0 if event.later else event.refund
        self.pay("loan", paid + max(event.arrears, 0) + fines)
        self.pay("social", max(-event.arrears, 0))
