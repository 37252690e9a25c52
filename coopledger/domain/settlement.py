"""The share-out of a book: a trial run at any time, and the events of the real one."""

from collections.abc import Iterator

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.book import Book, Member
from coopledger.domain.errors import Refusal
from coopledger.domain.exits import profit
from coopledger.domain.money import percent
from coopledger.domain.rounding import Rounding, to_multiple
from coopledger.domain.share_out import (
    Claim,
    MemberPart,
    PayoutRounding,
    Rule,
    ShareOut,
    ShareOutTerms,
    share_out,
)

BY_CHARGES = (Rule.CHARGES_TO_PAYER, Rule.SAVINGS_AND_CHARGES)
SET_ASIDE = ("loan:payable:", "loan:held:", "loan:voluntary:", "loan:external:")
"""What the loan fund owes before anything is shared out."""


class Trial(msgspec.Struct, frozen=True):
    """A share-out as if it were held now: the loan fund's cash, and how it would be divided."""

    cash: int
    """Cash at all places, in minor units."""
    reserved: int
    """Of it, owed to lenders and to members beside their shares."""
    division: ShareOut


def trial(book: Book) -> Trial:
    """Share out the loan fund by the group's rules, the bank emptied first, on paper only.

    Raises:
        Refusal: the rules pay a dividend that the profit or the cash does not bear.
    """
    rules = book.rules
    cash = sum(book.cash("loan", place) for place in rules.places)
    reserved = -sum(book.total(prefix) for prefix in (*SET_ASIDE, "loan:external_due:"))
    if rules.share_out == "none":
        return Trial(cash, reserved, _dividend(book, cash - reserved))
    whole = rules.share_out == "full"
    rule = Rule(rules.share_out_rule)
    shared = cash - reserved if whole else min(max(profit(book), 0), cash - reserved)
    members = _sharers(book)
    terms = ShareOutTerms(
        rule=rule,
        cash=max(shared, 0),
        rounding=PayoutRounding(rules.share_out_rounding.mode),
        unit=rules.share_out_rounding.unit,
        claims=tuple(_claim(book, member, rule, whole=whole) for member in members),
        by_savings=percent(rules.by_savings_percent),
        reserve=percent(rules.reserve_percent),
        savings_back=whole,
    )
    return Trial(cash, reserved, share_out(terms))


def _sharers(book: Book) -> list[Member]:
    return [member for member in book.members.values() if member.gone != "left"]


def _claim(book: Book, member: Member, rule: Rule, *, whole: bool) -> Claim:
    """A member's stake; where only profit is shared, no debt is set off."""
    deposits = _net([member.deposits.get(n, 0) for n in range(1, book.meeting + 1)])
    return Claim(
        id=member.code,
        shares=member.shares,
        savings=book.savings(member.code),
        debt=_debt(book, member.code) if whole else 0,
        charges_paid=member.charges_paid if rule in BY_CHARGES else 0,
        deposits=deposits if rule is Rule.TIME_WEIGHTED else (),
    )


def _net(deposits: list[int]) -> tuple[int, ...]:
    """Deposits with what was taken back off the newest before it."""
    for at, amount in enumerate(deposits):
        back, earlier = -min(amount, 0), at - 1
        deposits[at] = max(amount, 0)
        while back and earlier >= 0:
            part = min(back, deposits[earlier])
            deposits[earlier] -= part
            back, earlier = back - part, earlier - 1
    return tuple(deposits)


def _dividend(book: Book, cash: int) -> ShareOut:
    """A fixed part of each member's savings, cut down to the payout unit."""
    rules, unit = book.rules, book.rules.share_out_rounding.unit
    rate = percent(rules.dividend_percent)
    members = _sharers(book)
    paid = {
        member.code: to_multiple(rate * book.savings(member.code), unit, Rounding.DOWN)
        for member in members
    }
    total = sum(paid.values())
    if total > profit(book) and total:
        raise Refusal("dividend_above_profit", value=total, profit=profit(book))
    if total > cash:
        raise Refusal("cash_below_zero", value=total, cash=cash, fund="loan")
    lines = tuple(MemberPart(code, amount, 0, amount, 0) for code, amount in paid.items())
    shares = sum(member.shares for member in members)
    return ShareOut(None, lines, cash - total, total, shares)


def _debt(book: Book, member: str) -> int:
    """Principal, charges and fines owed to the loan fund; not social arrears."""
    owed = sum(map(book.debt, book.loans_of(member)))
    return owed + (book.fines_owed(member) if book.rules.fines_go_to == "loan" else 0)


def share_out_events(book: Book) -> list[ev.Event]:
    """The events of a share-out held now.

    The bank is emptied into the box, each member's shares become an entitlement, debts are set off
    from it, the rest is paid. A debt above the entitlement stays on the loan, or is written off
    where the rules say so. Voluntary savings and odd money go back at face.

    Raises:
        Refusal: the cycle is over already, or lenders have not been paid.
    """
    if book.closed:
        raise Refusal("cycle_closed")
    held = trial(book)
    whole = book.rules.share_out == "full"
    if whole and book.external():
        raise Refusal("lenders_first", value=book.external())
    if whole and held.reserved > held.cash:
        raise Refusal("cash_below_zero", value=held.reserved, cash=held.cash, fund="loan")
    paid = sum(part.payout for part in held.division.members)
    needed = None if whole else max(0, paid - book.cash("loan"))
    found: list[ev.Event] = list(_to_the_box(book, needed))
    for part in held.division.members:
        found.extend(_part(book, part, whole=whole))
    if whole:
        for member in _sharers(book):
            found.extend(_back_at_face(book, member.code))
        found.extend(_refunds(book))
    found.extend(_residue(book, held))
    value = held.division.share_value or 0
    division = held.division
    found.append(ev.ShareOut(value, division.total_shares, division.residue, division.reserve))
    return found


def _to_the_box(book: Book, needed: int | None) -> Iterator[ev.Event]:
    """Bring the money to the table: all of it (None), or as much as is needed."""
    for place in book.rules.places:
        there = book.cash("loan", place)
        part = there if needed is None else min(there, needed)
        if place != "box" and part:
            yield ev.Move("loan", part, place, "box")
            needed = None if needed is None else needed - part


def _part(book: Book, part: MemberPart, *, whole: bool) -> Iterator[ev.Event]:
    shares = book.members[part.id].shares if whole else 0
    savings = book.savings(part.id) if whole else 0
    # What rounding kept of the entitlement stays in the fund with the residue.
    yield ev.Entitle(part.id, shares, savings, part.set_off + part.payout)
    yield from _set_off(book, part.id, part.set_off)
    if part.still_owes and book.rules.debt_above_entitlement == "exclude_and_write_off":
        yield from _write_off(book, part.id, part.set_off)
    if part.payout:
        yield ev.PayOut(part.id, part.payout)


def _set_off(book: Book, member: str, amount: int) -> Iterator[ev.Event]:
    """Spread what is set off: late charge, charge, principal, the oldest loan first, then fines."""
    for loan in book.loans_of(member):
        late = min(amount, book.late_due(loan))
        charge = min(amount - late, book.charge_due(loan))
        principal = min(amount - late - charge, book.principal(loan))
        amount -= late + charge + principal
        if late or charge or principal:
            yield ev.SetOff(member, loan.number, principal, charge, late=late)
    if amount:
        yield ev.SetOff(member, fines=amount)


def _write_off(book: Book, member: str, covered: int) -> Iterator[ev.Event]:
    for loan in book.loans_of(member):
        late, charge, principal = book.late_due(loan), book.charge_due(loan), book.principal(loan)
        paid = min(covered, late + charge + principal)
        covered -= paid
        left_late = late - min(paid, late)
        paid -= min(paid, late)
        left_charge = charge - min(paid, charge)
        paid -= min(paid, charge)
        if principal - paid or left_charge or left_late:
            yield ev.WriteOff(loan.number, principal - paid, left_charge, late=left_late)


def _back_at_face(book: Book, member: str) -> Iterator[ev.Event]:
    if voluntary := book.voluntary(member):
        yield ev.Withdraw(member, voluntary, 1)
    if held := book.held(member):
        yield ev.Hold(member, -held)


def _refunds(book: Book) -> Iterator[ev.Event]:
    """What members who left were promised for the end of the cycle."""
    for code in book.members:
        if waiting := -book.accounts.get(f"loan:payable:{code}", 0):
            yield ev.PayOut(code, waiting)


def _residue(book: Book, held: Trial) -> Iterator[ev.Event]:
    to, residue = book.rules.residue_to, held.division.residue
    if to != "loan" and residue > 0 and book.rules.share_out == "full":
        yield ev.Residue(to, residue)
