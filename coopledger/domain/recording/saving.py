"""Saving, contributions, fines and grants as they are said."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.exits import profit
from coopledger.domain.money import MAX_AMOUNT
from coopledger.domain.notice import outstanding
from coopledger.domain.rounding import Rounding, to_multiple

if TYPE_CHECKING:
    from coopledger.domain.book import Book
    from coopledger.domain.recording.meeting import Recording


def _fine(r: Recording, e: en.FineSet) -> list[ev.Event]:
    r.known(e.member)
    fund = r.book.rules.fines_go_to
    r.until_then(all(rules.fines_go_to == fund for rules in r.book.pending()))
    return [ev.Fine(e.member, e.code, e.amount)]


def _fine_paid(r: Recording, e: en.FinePayment) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    owed = r.book.fines_owed(e.member)
    if e.amount > owed:
        raise Refusal("fine_above_owed", value=e.amount, owed=owed, member=e.member)
    return [ev.FinePaid(e.member, e.amount, e.at)]


def _contribution(r: Recording, e: en.Contribution) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    return [ev.Contribute(e.member, "social", e.amount, e.at)]


def _grant(r: Recording, e: en.GrantGiven) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    r.pay("social", e.amount)
    return [ev.Grant(e.member, "social", e.amount, r.note(e.reason))]


def _shares(r: Recording, e: en.ShareBuying) -> list[ev.Event]:
    r.known(e.member)
    if not e.count:
        return []
    if r.book.rules.saving != "shares":
        raise Refusal("no_shares_here", value=e.count)
    return [buy(r.book, e.member, e.count)]


def buy(book: Book, member: str, count: int) -> ev.Shares:
    """Shares at face, and above it what the rules ask of one who joins late.

    Catch-up shares at current value cost face plus the profit per share so far (domain notes §1.9).

    Raises:
        Refusal: the sum is larger than a page can carry.
    """
    price = count * book.rules.share_price
    if price > MAX_AMOUNT:
        raise Refusal("too_large", value=price)
    extra = to_multiple(premium(book, member) * count, 1, Rounding.UP)
    return ev.Shares(member, count, price, x=extra)


def premium(book: Book, member: str) -> Fraction:
    """What one share costs above face today: for a newcomer the profit per share so far."""
    who = book.members[member]
    late = not who.shares and who.joined == book.meeting and who.joined > 0
    if not late or book.rules.joining != "current_value":
        return Fraction(0)
    shares = sum(each.shares for each in book.members.values())
    return Fraction(max(profit(book), 0), shares) if shares else Fraction(0)


def _share_money(r: Recording, e: en.SharesForMoney) -> list[ev.Event]:
    r.known(e.member)
    rules = r.book.rules
    if rules.saving != "shares":
        raise Refusal("no_shares_here", value=e.amount)
    held = r.book.held(e.member) if rules.odd_money == "hold" else 0
    count, odd = divmod(e.amount + held, rules.share_price)
    found: list[ev.Event] = [ev.Shares(e.member, count, count * rules.share_price)] if count else []
    if rules.odd_money == "hold":
        if odd != held:
            found.append(ev.Hold(e.member, odd - held))
    elif rules.odd_money == "social" and odd:
        found.append(ev.Contribute(e.member, "social", odd))
    return found


def _held_returned(r: Recording, e: en.HeldReturned) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    held = r.book.held(e.member)
    r.pay("loan", held)
    return [ev.Hold(e.member, -held)] if held else []


def _saving(r: Recording, e: en.Saving) -> list[ev.Event]:
    r.known(e.member)
    rules = r.book.rules
    allowed = rules.voluntary_saving if e.voluntary else rules.saving in ("any", "equal")
    if not allowed:
        raise Refusal("no_such_saving", value=e.amount, member=e.member)
    return [ev.Save(e.member, e.amount, int(e.voluntary), e.at)]


def _taken(r: Recording, e: en.SavingsTaken) -> list[ev.Event]:
    r.known(e.member)
    there = r.book.voluntary(e.member) if e.voluntary else r.book.savings(e.member)
    if r.book.rules.saving == "shares" and not e.voluntary:
        raise Refusal("no_such_saving", value=e.amount, member=e.member)
    if e.amount > there:
        raise Refusal("above_savings", value=e.amount, savings=there, member=e.member)
    r.pay("loan", e.amount, e.at)
    noticed = 0
    if r.book.rules.withdrawal_notice and not e.voluntary:
        noticed = min(e.amount, outstanding(r.book, e.member))
    return [ev.Withdraw(e.member, e.amount, int(e.voluntary), e.at, noticed)]


def _notice(r: Recording, e: en.NoticeGiven) -> list[ev.Event]:
    known, rules = r.known(e.member), r.book.rules
    if not rules.withdrawal_notice:
        raise Refusal("no_notice_here", value=e.amount, member=e.member)
    told, there = outstanding(r.book, e.member), r.book.savings(e.member)
    if told + e.amount > there:
        raise Refusal("notice_above_savings", value=e.amount, told=told, savings=there)
    return [ev.Notice(e.member, len(known.notices) + 1, e.amount)]


COMPOSE: dict[type, Callable[..., list[ev.Event]]] = {
    en.FineSet: _fine,
    en.FinePayment: _fine_paid,
    en.Contribution: _contribution,
    en.GrantGiven: _grant,
    en.ShareBuying: _shares,
    en.SharesForMoney: _share_money,
    en.HeldReturned: _held_returned,
    en.Saving: _saving,
    en.SavingsTaken: _taken,
    en.NoticeGiven: _notice,
}
