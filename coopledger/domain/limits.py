"""How far a group may go: the end of its cycle, its own debt, the cash that it keeps."""

from datetime import date
from math import ceil

from coopledger.domain.book import Book
from coopledger.domain.loans.periods import day_after
from coopledger.domain.money import percent

OWED_TO_OTHERS = ("external", "external_due", "payable", "held")


def last_meeting(book: Book) -> int:
    """Ordinal of the last meeting of the cycle by the rules; 0 where the cycle has no fixed end.

    The first meeting is on the first day of the cycle.
    """
    rules = book.rules
    if not rules.meetings_in_cycle:
        return 0
    start = max(book.cycle_day, date.fromisoformat(rules.cycle_start).toordinal())
    steps = (rules.meetings_in_cycle - 1) * rules.meeting_every
    return day_after(start, steps, rules.meeting_period)


def loan_cap(book: Book, member: str) -> int | None:
    """The most principal that a member may owe, in minor units; None where the rules set no cap.

    A multiple of all savings; while the group owes a lender outside, often another one.
    """
    rules = book.rules
    times = rules.max_loan_multiple_of_savings
    if rules.max_loan_multiple_with_external and book.external():
        times = rules.max_loan_multiple_with_external
    return (book.savings(member) + book.voluntary(member)) * times if times else None


def external_limit(book: Book) -> int | None:
    """The most that the group may owe lenders in principal, in minor units; None: no limit."""
    rules = book.rules
    match rules.external_cap:
        case "amount":
            return rules.external_amount
        case "last_share_out":
            return book.shared_out
        case "savings":
            saved = -book.total("loan:savings:") - book.total("loan:voluntary:")
            return saved * rules.external_multiple
        case "corpus":
            return max(own_money(book), 0) * rules.external_multiple
        case "none":
            return None


def own_money(book: Book) -> int:
    """The corpus: the loan fund's cash and loans less what it owes to others than its savers.

    What other groups owe counts as loans do.
    """
    assets = sum(map(book.total, ("loan:cash:", "loan:loans:", "loan:lent:")))
    return assets + sum(book.total(f"loan:{kind}:") for kind in OWED_TO_OTHERS)


def cash_to_keep(book: Book) -> int:
    """What of the loan fund stays in cash when a loan is given, in minor units, rounded up."""
    part = percent(book.rules.liquidity_percent)
    return ceil(part * (book.total("loan:cash:") + book.total("loan:loans:"))) if part else 0
