"""What is still to come of a loan's plan."""

from datetime import date
from fractions import Fraction

from coopledger.domain.book import Book
from coopledger.domain.loan_state import Loan, PlanRow
from coopledger.domain.rounding import Rounding, to_multiple
from coopledger.reports.facts import Instalment


def to_come(book: Book, loan: Loan) -> tuple[Instalment, ...]:
    """The instalments of a loan's plan that are not paid yet, if each is paid on its day.

    Principal that is overdue stands on its old day; a charge that fell due already is not here.
    """
    left = book.principal(loan)
    repaid = loan.plan_amount - left
    found, planned = [], 0
    for row in loan.plan:
        planned += row.principal
        principal = min(row.principal, max(planned - repaid, 0), left)
        charge = _charge(book, loan, row, left) if row.day > max(loan.charged_to, book.day) else 0
        left -= principal
        if principal or charge:
            day = date.fromordinal(row.day).isoformat()
            found.append(Instalment(day, principal, charge))
    return tuple(found)


def _charge(book: Book, loan: Loan, row: PlanRow, left: int) -> int:
    """As it will fall due: in proportion where principal was repaid early."""
    if not (left and row.charge and row.before):
        return 0
    exact = Fraction(row.charge)
    if left < row.before and not loan.flat:
        exact = Fraction(row.charge, row.before) * left
    return to_multiple(exact, book.rules.currency_multiple, Rounding(book.rules.charge_rounding))


def due_now(book: Book, loan: Loan) -> int:
    """What should be paid by today: charges that fell due, principal of the plan up to today."""
    planned = loan.planned(book.day + 1)
    principal = max(planned - loan.plan_amount + book.principal(loan), 0)
    return principal + book.charge_due(loan) + book.late_due(loan)


def next_instalment(book: Book, loan: Loan) -> Instalment | None:
    """The next instalment after today, None without a plan or when all was due before."""
    today = date.fromordinal(book.day).isoformat()
    return next((each for each in to_come(book, loan) if each.day > today), None)
