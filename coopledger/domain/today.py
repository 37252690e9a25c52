"""What a day of the calendar says of a book: the next meeting, meetings missed, loans late."""

from coopledger.domain.book import Book
from coopledger.domain.days import day_number
from coopledger.domain.loans.periods import day_after

_MOST = 1_000


def next_meeting(book: Book) -> int:
    """The day of the next meeting by the constitution, an ordinal; 0 when the cycle is over."""
    rules = book.rules
    over = rules.meetings_in_cycle and book.meeting >= rules.meetings_in_cycle
    if book.closed or (over and book.day):
        return 0
    if not book.meeting or not book.day:
        return day_number(rules.cycle_start)
    return day_after(book.day, rules.meeting_every, rules.meeting_period)


def missed_meetings(book: Book, today: int) -> int:
    """How many days of meeting passed before ``today``, an ordinal, without a page."""
    following = next_meeting(book)
    if not following:
        return 0
    rules, count = book.rules, 0
    left = rules.meetings_in_cycle - book.meeting if rules.meetings_in_cycle else _MOST
    while (
        count < left
        and day_after(following, count * rules.meeting_every, rules.meeting_period) < today
    ):
        count += 1
    return count


def late_loans(book: Book, today: int) -> int:
    """How many loans have principal that should have been repaid before ``today``, an ordinal."""
    return sum(
        loan.planned(today) - loan.plan_amount + book.principal(loan) > 0
        for loan in book.open_loans.values()
        if loan.plan or loan.due_day < today
    )
