"""What a member who leaves is due, by the rule of the constitution."""

from fractions import Fraction

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.rounding import Rounding, to_multiple


def leaving(book: Book, member: str, *, expelled: bool = False) -> ev.Leave:
    """Savings at face, with the part of profit that the rules give, less every debt.

    An expelled member takes no profit (domain notes §1.9). Voluntary savings and odd money kept
    must have been paid back before.

    Raises:
        Refusal: the debts are above the savings, voluntary savings are still there, or the member
            has hands in a round that goes on.
    """
    if book.voluntary(member) or book.held(member):
        left = book.voluntary(member) + book.held(member)
        raise Refusal("savings_left", member=member, value=left)
    if member in book.turns and len(book.pots) < len(book.turns):
        raise Refusal("in_the_round", value=member, member=member)
    loans, rules = book.loans_of(member), book.rules
    savings, principal = book.savings(member), sum(book.principal(loan) for loan in loans)
    charge = sum(book.charge_due(loan) for loan in loans)
    late = sum(book.late_due(loan) for loan in loans)
    fines, arrears = book.fines_owed(member), book.arrears(member)
    shared = rules.leaving == "current_value" and not expelled
    gain = profit_part(book, member) if shared else 0
    refund = savings + gain - principal - charge - late - fines - arrears
    if refund < 0:
        raise Refusal("debt_above_savings", member=member, debt=savings - refund, savings=savings)
    rows = tuple(
        (loan.number, book.principal(loan), book.charge_due(loan), book.late_due(loan))
        for loan in loans
    )
    return ev.Leave(
        member,
        book.members[member].shares,
        savings,
        principal,
        charge,
        fines,
        arrears,
        refund,
        gain=gain,
        later=int(rules.leaving == "at_cycle_end"),
        out=int(expelled),
        parts=rows if late or _unclear(book, member, rows) else (),
    )


def departing(book: Book, member: str, group: str, *, claim: bool) -> ev.Depart:
    """What goes with a member who moves to another group: the refund, as in `leaving`.

    Args:
        book: the book before it.
        member: who moves.
        group: the other group.
        claim: this group will pay the other one; else the member carries the money, unless the
            rules let a refund wait for the end of the cycle.

    Raises:
        Refusal: see `leaving`.
    """
    told = leaving(book, member)
    later = int(claim or bool(told.later))
    return ev.Depart(*msgspec.structs.astuple(msgspec.structs.replace(told, later=later)), x=group)


def _unclear(book: Book, member: str, rows: tuple[tuple[int, int, int, int], ...]) -> bool:
    """Whether it must be said which loan is settled: not the member's newest alone."""
    newest = [n for n, loan in book.loans.items() if loan.member == member and not loan.void][-1:]
    return bool(rows) and [row[0] for row in rows] != newest


def profit_part(book: Book, member: str) -> int:
    """A member's part of the loan fund's profit or loss to date, by savings at face."""
    all_savings = -book.total("loan:savings:")
    if not all_savings:
        return 0
    exact = Fraction(profit(book) * book.savings(member), all_savings)
    return to_multiple(exact, 1, Rounding.DOWN)


def profit(book: Book) -> int:
    """The loan fund's profit of this cycle: income less expense, less what was given out.

    A charge that fell due but is not paid is not yet profit.
    """
    made = (
        -book.total("loan:income:") - book.total("loan:expense:") - book.total("loan:distributed")
    )
    owed = sum(map(book.total, ("loan:charges_due:", "loan:late_due:", "loan:lent_due:")))
    fines = book.total("loan:fines_owed:")
    return made - owed - fines
