"""The share-out of a book: a trial run at any time, and the events of the real one."""

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.share_out import (
    Claim,
    PayoutRounding,
    Rule,
    ShareOut,
    ShareOutTerms,
    share_out,
)


class Trial(msgspec.Struct, frozen=True):
    """A share-out as if it were held now: the loan fund's cash, and how it would be divided."""

    cash: int
    division: ShareOut


def trial(book: Book) -> Trial:
    """Share out the loan fund, the bank emptied first, without changing the book."""
    rules = book.constitution
    cash = sum(book.cash("loan", place) for place in rules.places)
    claims = tuple(
        Claim(
            id=member.code,
            shares=member.shares,
            savings=book.savings(member.code),
            debt=_debt(book, member.code),
        )
        for member in book.members.values()
        if member.gone != "left"
    )
    terms = ShareOutTerms(
        rule=Rule(rules.share_out_rule),
        cash=cash,
        rounding=PayoutRounding(rules.share_out_rounding.mode),
        unit=rules.share_out_rounding.unit,
        claims=claims,
    )
    return Trial(cash, share_out(terms))


def _debt(book: Book, member: str) -> int:
    """Principal, charge due and fines owed to the loan fund; not social arrears."""
    owed = sum(book.principal(loan) + book.charge_due(loan) for loan in book.loans_of(member))
    return owed + (book.fines_owed(member) if book.constitution.fines_go_to == "loan" else 0)


def share_out_events(book: Book) -> list[ev.Event]:
    """The events of a share-out held now.

    The bank is emptied into the box, each member's shares become an entitlement, debts are set off
    from it, the rest is paid. A debt above the entitlement stays on the loan.

    Raises:
        Refusal: the cycle is over already.
    """
    if book.closed:
        raise Refusal("cycle_closed")
    found: list[ev.Event] = []
    for place in book.constitution.places:
        held = book.cash("loan", place)
        if place != "box" and held:
            found.append(ev.Move("loan", held, place, "box"))
    division = trial(book).division
    for part in division.members:
        shares, savings = book.members[part.id].shares, book.savings(part.id)
        # What rounding kept of the entitlement stays in the fund with the residue.
        found.append(ev.Entitle(part.id, shares, savings, part.set_off + part.payout))
        found.extend(_set_off(book, part.id, part.set_off))
        if part.payout:
            found.append(ev.PayOut(part.id, part.payout))
    value = division.share_value or 0
    found.append(ev.ShareOut(value, division.total_shares, division.residue))
    return found


def _set_off(book: Book, member: str, amount: int) -> list[ev.Event]:
    """Spread what is set off: charge, then principal, the oldest loan first, then fines."""
    found: list[ev.Event] = []
    for loan in book.loans_of(member):
        charge = min(amount, book.charge_due(loan))
        principal = min(amount - charge, book.principal(loan))
        amount -= charge + principal
        if charge or principal:
            found.append(ev.SetOff(member, loan.number, principal, charge))
    if amount:
        found.append(ev.SetOff(member, fines=amount))
    return found
