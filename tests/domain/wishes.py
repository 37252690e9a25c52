"""What people may say in a meeting, by chance.

A `Wish` is drawn without knowing the book and read with it (`entry_of`), so that amounts lie where
it matters: at nothing, at all that is there, and one coin above.
"""

from typing import NamedTuple

import hypothesis.strategies as st

from coopledger.domain import entries as en
from coopledger.domain.notice import outstanding
from tests.domain.random_groups import FINES

GROUP = "ab" * 32
"""Another group, by its book."""
LENDERS = ("bank", "x1", GROUP)
STATUSES = ("present", "late", "excused", "absent", "represented")
KINDS = (
    *(en.Attendance, en.FineSet, en.FinePayment, en.Contribution, en.GrantGiven),
    *(en.ShareBuying, en.ShareBuying, en.SharesForMoney, en.HeldReturned),
    *(en.Saving, en.Saving, en.SavingsTaken, en.NoticeGiven, en.MoneyIn, en.Spending),
    *(en.Transfer, en.Transfer, en.StatementReceipt, en.StatementReceipt),
    *(en.LoanRequest, en.LoanRequest, en.LoanRequest, en.Repayment, en.Repayment, en.Repayment),
    *(en.LoanLoss, en.Recovery, en.Rollover, en.Rescheduling, en.GuarantorReleased),
    *(en.Borrowing, en.LenderCharge, en.LenderPayment, en.CashCount, en.BoxOpened, en.Resolution),
    *(en.PotContribution, en.PotContribution, en.PotPaid, en.Draw, en.HandsTaken),
    *(en.Joining, en.Died, en.Leaving, en.Correction, en.Correction),
    *(en.MoveAway, en.MoveIn, en.GroupLoan, en.GroupLoan, en.GroupCharge, en.GroupPayment),
)


class Wish(NamedTuple):
    """What somebody wants to do, before the book is asked how much there is of it."""

    kind: type
    who: int
    other: int
    place: int
    part: int
    """Twelfths of what there is; 13 is one coin more than all."""
    much: int
    """How much, where there is nothing to measure it by."""
    yes: bool


def wishes(kinds=KINDS):
    """Wishes of some kinds."""
    return st.builds(
        Wish,
        st.sampled_from(kinds),
        st.integers(0, 5),
        st.integers(0, 5),
        st.integers(0, 2),
        st.sampled_from([12, 12, 1, 3, 5, 7, 11, 13, 0]),
        st.integers(1, 3_000),
        st.booleans(),
    )


WISHES = wishes()


def entry_of(wish, book, history):
    """What a wish says in the book's state, `None` where there is nobody to say it."""
    said = _Said(wish, book, history)
    return getattr(said, wish.kind.__struct_config__.tag)()


def rich_start(book):
    """Entries of a first meeting after which there is something to lend."""
    yield en.MoneyIn(2_000, "gift")
    yield en.MoneyIn(1_000, "gift", "social")
    for code in book.members:
        if book.rules.saving == "shares":
            yield en.ShareBuying(code, 3)
        elif book.rules.saving != "none":
            yield en.Saving(code, book.rules.saving_amount * 3)
    if book.rules.hand:
        yield en.Draw(tuple(book.members))


def lent_start(book):
    """Entries of a second meeting that lend to everybody."""
    planned = book.rules.loan_method != "period_charge"
    for number, code in enumerate(book.members):
        instalments = 2 if planned or number % 2 else 0
        yield en.LoanRequest(code, 180 + 10 * number, 0 if instalments else 2, "", instalments)


class _Said:
    """Entries of one wish; a method for each kind, by the name that it has in a file."""

    def __init__(self, wish, book, history):
        self.wish, self.book, self.history = wish, book, history
        codes = list(book.members)
        self.who, self.other = codes[wish.who % len(codes)], codes[wish.other % len(codes)]
        places = book.rules.places
        self.at, self.to = places[wish.place % len(places)], places[wish.other % len(places)]
        borrowers = [code for code in codes if book.loans_of(code)]
        self.borrower = borrowers[wish.who % len(borrowers)] if borrowers else self.who

    def of(self, there):
        """A part of what is there, or anything at all where nothing is."""
        if not there:
            return self.wish.much if self.wish.yes else 0
        return max(there + 1 if self.wish.part == 13 else there * self.wish.part // 12, 0)

    def attendance(self):
        return en.Attendance(self.who, STATUSES[self.wish.much % 5])

    def fine(self):
        return en.FineSet(self.who, *list(FINES.items())[self.wish.much % 2])

    def fine_paid(self):
        return en.FinePayment(self.who, self.of(self.book.fines_owed(self.who)), self.at)

    def contribution(self):
        return en.Contribution(self.who, self.of(max(self.book.arrears(self.who), 0)), self.at)

    def grant(self):
        return en.GrantGiven(self.who, self.of(self.book.cash("social")), "flood")

    def shares(self):
        return en.ShareBuying(self.who, self.wish.much % 7)

    def share_money(self):
        return en.SharesForMoney(self.who, self.wish.much)

    def held_returned(self):
        return en.HeldReturned(self.who)

    def saving(self):
        voluntary = self.wish.yes and bool(self.book.rules.voluntary_saving)
        amount = self.of(self.book.rules.saving_amount)
        return en.Saving(self.who, amount, voluntary, self.at)

    def withdrawal(self):
        whole = (self.book.voluntary if self.wish.yes else self.book.savings)(self.who)
        return en.SavingsTaken(self.who, self.of(whole), self.wish.yes, self.at)

    def open_count(self):
        fund = self.book.rules.funds[self.wish.other % len(self.book.rules.funds)]
        return en.BoxOpened(fund, self.of(self.book.cash(fund)), "found so")

    def receipt(self):
        return en.StatementReceipt(f"R{self.wish.much % 3}", self.wish.much, self.at)

    def notice(self):
        left = self.book.savings(self.who) - outstanding(self.book, self.who)
        return en.NoticeGiven(self.who, self.of(max(left, 0)))

    def income(self):
        funds = self.book.rules.funds[:2]
        return en.MoneyIn(self.wish.much * 3, "sale", funds[self.wish.other % 2], self.at)

    def expense(self):
        there = self.book.cash(self.book.rules.expenses_from, self.at)
        return en.Spending(self.of(there // 3), "book", self.at)

    def transfer(self):
        return en.Transfer(self.of(self.book.cash("loan", self.at)), self.at, self.to)

    def loan(self):
        by = (self.other,) if self.wish.yes else ()
        weeks, instalments = self.term()
        amount = self.of(self.book.cash("loan", self.at))
        forced = self.wish.other == 5
        return en.LoanRequest(self.who, amount, weeks, "seed", instalments, by, self.at, forced)

    def term(self):
        count = 2 + self.wish.much % 5
        planned = self.book.rules.loan_method != "period_charge" or self.wish.much % 3 == 0
        return (0, count) if planned else (count, 0)

    def repayment(self):
        debt = sum(map(self.book.debt, self.book.loans_of(self.borrower)))
        by = self.other if self.wish.yes and self.book.guaranteed_by(self.other) else ""
        return en.Repayment(self.borrower, self.of(debt), by, self.at)

    def write_off(self):
        owed = sum(map(self.book.principal, self.book.loans_of(self.borrower)))
        return en.LoanLoss(self.borrower, self.of(owed), "lost")

    def recovery(self):
        lost = [loan for loan in self.book.loans.values() if loan.lost]
        if not lost:
            return en.Recovery(self.who, self.wish.much, self.at)
        loan = lost[self.wish.who % len(lost)]
        return en.Recovery(loan.member, self.of(loan.lost), self.at)

    def rollover(self):
        return en.Rollover(self.borrower, *self.term())

    def reschedule(self):
        return en.Rescheduling(self.borrower, *self.term())

    def release(self):
        for loan in self.book.open_loans.values():
            if loan.guarantors:
                return en.GuarantorReleased(loan.member, loan.guarantors[0])
        return en.GuarantorReleased(self.borrower, self.other)

    def lender(self):
        return LENDERS[self.wish.other % len(LENDERS)]

    def borrow(self):
        return en.Borrowing(self.lender(), self.wish.much * 3, "", self.at)

    def lender_charge(self):
        return en.LenderCharge(self.lender(), self.wish.much // 4)

    def lender_payment(self):
        get, code = self.book.accounts.get, self.lender()
        owed = get(f"loan:external:{code}", 0) + get(f"loan:external_due:{code}", 0)
        return en.LenderPayment(code, self.of(-owed), self.at)

    def count(self):
        fund = self.book.rules.funds[self.wish.other % len(self.book.rules.funds)]
        return en.CashCount(fund, self.of(self.book.cash(fund)), "miscounted")

    def resolution(self):
        return en.Resolution("we plant trees" if self.wish.yes else "")

    def hand(self):
        owed = max(self.book.arrears(self.who, "pot"), 0)
        return en.PotContribution(self.who, self.of(owed), self.at)

    def pot(self):
        turns, pots = self.book.turns, self.book.pots
        who = turns[len(pots)] if len(pots) < len(turns) else self.who
        auction = self.wish.yes and self.book.rules.pot_order == "auction"
        return en.PotPaid(who, self.wish.much % 90 if auction else 0, self.at)

    def turns(self):
        codes = [member.code for member in self.book.active()]
        return en.Draw((*codes, self.who) if self.wish.yes else tuple(reversed(codes)))

    def replace(self):
        return en.HandsTaken(self.who, self.other)

    def join(self):
        number = len(self.book.members) + 1 - (self.wish.part == 0)
        return en.Joining(f"M{number:02}", "Name")

    def death(self):
        return en.Died(self.who)

    def move_away(self):
        return en.MoveAway(self.who, self.group(), self.wish.yes)

    def move_in(self):
        return en.MoveIn(self.who, self.group(), self.wish.much, self.wish.yes, self.number())

    def group_loan(self):
        return en.GroupLoan(self.group(), self.of(self.book.cash("loan", self.at)), "", self.at)

    def group_charge(self):
        return en.GroupCharge(self.group(), self.wish.much // 4)

    def group_payment(self):
        code = self.group()
        return en.GroupPayment(code, self.of(self.book.lent(code)), self.number(), self.at)

    def group(self):
        return (GROUP, GROUP, "union")[self.wish.other % 3]

    def number(self):
        return f"{self.wish.much % 40:010}" if self.wish.part % 2 else ""

    def leave(self):
        return en.Leaving(self.who, None, "moved", self.wish.yes)

    def reverse(self):
        sealed = [(p, i) for p, page in enumerate(self.history[1:], 2) for i in range(len(page))]
        if not sealed:
            return en.Correction(1, 0, "slip")
        page, index = sealed[-1 - self.wish.much % min(len(sealed), 20)]
        return en.Correction(page, index, "slip")
