"""What falls due at a group's next meeting, member by member: who should bring or may take what."""

from datetime import date

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.domain.book import Book
from coopledger.domain.days import day_number
from coopledger.domain.errors import Refusal
from coopledger.domain.falling_due import opening
from coopledger.domain.loan_state import Loan
from coopledger.domain.loans.periods import day_after
from coopledger.domain.notice import waiting


class MemberDue(msgspec.Struct, frozen=True):
    """What is due from one member, and to the member, in minor units.

    Attributes:
        code: in the group's book.
        social: contributions to the social fund, arrears included.
        hands: hands owed to the pot.
        fines: set and unpaid.
        late: late charges.
        charges: charges of loans.
        principal: of loans, due by this day.
        notice: savings under notice that may be taken out at this meeting.
        notice_later: savings under notice that must still wait.
    """

    code: str
    social: int
    hands: int
    fines: int
    late: int
    charges: int
    principal: int
    notice: int
    notice_later: int


class Due(msgspec.Struct, frozen=True):
    """A meeting that is not held yet, and what falls due at it; members without anything are out.

    ``day`` is its ISO date.
    """

    meeting: int
    day: str
    rows: tuple[MemberDue, ...]


def falling_due(ledger: Ledger, group: str, day: str = "") -> Due:
    """What falls due at the next meeting.

    Args:
        ledger: the open ledger.
        group: the book's id.
        day: ISO date of the meeting; without one, when the rules let it be held next.

    Raises:
        Refusal: `bad_date`; `date_backwards`; `cycle_closed`.
    """
    book = ledger.replay(group).book.copy()
    if book.closed:
        raise Refusal("cycle_closed")
    last, rules = book.day, book.rules
    first = day_number(rules.cycle_start)
    after = day_after(last, rules.meeting_every, rules.meeting_period) if last else first
    when = day_number(day) if day else after
    if when < last:
        raise Refusal("date_backwards", value=day, last=date.fromordinal(last).isoformat())
    shown = date.fromordinal(when).isoformat()
    book.begin(book.meeting + 1, shown)
    book.fold(opening(book))
    notices = {each.member: each for each in waiting(book)}
    rows = []
    for code in book.members:
        loans, told = book.loans_of(code), notices.get(code)
        row = MemberDue(
            code,
            max(book.arrears(code), 0),
            max(book.arrears(code, "pot"), 0),
            book.fines_owed(code),
            sum(map(book.late_due, loans)),
            sum(map(book.charge_due, loans)),
            sum(_principal(book, loan) for loan in loans),
            told.ripe if told else 0,
            told.later if told else 0,
        )
        if any(msgspec.structs.astuple(row)[1:]):
            rows.append(row)
    return Due(book.meeting, shown, tuple(rows))


def _principal(book: Book, loan: Loan) -> int:
    """Principal that should be repaid on this day or should have been before."""
    repaid = loan.plan_amount - book.principal(loan)
    return max(loan.planned(book.day + 1) - repaid, 0)
