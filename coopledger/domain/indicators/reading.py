"""What a book says of its group on one day: the plain figures that indicators are made from."""

import msgspec


class Person(msgspec.Struct, frozen=True):
    """One member on the day of a reading; money in minor units.

    ``late`` is the part of ``loans`` that belongs to late loans.
    """

    code: str
    active: bool
    savings: int
    loans: int
    late: int

    @property
    def borrower(self) -> bool:
        """Whether an active member owes principal."""
        return self.active and self.loans > 0


class Corpus(msgspec.Struct, frozen=True):
    """The group's own money in the loan fund: savings and what was kept of its income.

    As self-help groups report it to banks (NRLM grading): savings, retained charges and
    fines, revolving fund and grants, less losses. Income counts once it is received, or was added
    to a loan's principal; what is merely due does not.
    """

    savings: int
    charges: int
    fines: int
    other_income: int
    carried: int
    """Brought in from before the book, given to the fund, or (below 0) given out of its profit."""
    expenses: int
    written_off: int

    @property
    def total(self) -> int:
        """The corpus. It equals assets less what the fund owes to others."""
        income = self.charges + self.fines + self.other_income
        return self.savings + income + self.carried - self.expenses - self.written_off


class SharedOut(msgspec.Struct, frozen=True):
    """A share-out that was held: how many got something, what it was worth, set-offs included.

    ``written_off`` is the principal given up in the cycle that it ended.
    """

    members: int
    amount: int
    written_off: int


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one group on one day. Money in minor units; the loan fund unless it says so.

    A loan is outstanding while principal is owed, and late from the day after a due date, its last
    or an instalment's, on which more of the principal should have been repaid.
    Charges and fines that are due but unpaid are no assets: indicators are on what was received.
    """

    meeting: int
    """The newest meeting's number, 0 before the first."""
    day: str
    """ISO date of the reading, empty before the first dated page."""
    cycle_start: str
    days: int
    """Days since the cycle began, 0 where the reading is not after that."""

    people: tuple[Person, ...]
    members_at_start: int | None
    """All who were members at the cycle's first meeting; None where that was before the book."""
    drop_outs: int
    """Who left in this cycle; the dead are told apart."""
    deaths: int

    roll_called: int
    """Answers at the newest meeting's roll call; 0: none was held."""
    attending: int
    """Members who came in person, in time or late, and are members still."""
    came: int
    """In-person answers of all roll calls of the cycle."""
    called: int
    """All answers of all roll calls of the cycle."""

    loans: int
    """Number of loans outstanding."""
    late_loans: int
    """Number of late loans."""
    lent: int
    """Value of the loans paid out in this cycle; a loan that only rolls over is none."""
    loans_made: int
    """Number of the loans paid out in this cycle."""
    written_off: int
    """Principal given up in this cycle."""
    loans_written_off: int
    """Number of loans of which principal was given up in this cycle."""

    cash: dict[str, int]
    """Cash by place."""
    social_cash: dict[str, int]
    """The social fund's cash by place."""
    debts: int
    """What the fund owes to others than its savers: lenders, and to members what is no savings."""
    to_groups: int = 0
    """Principal that other groups owe this one."""
    brought: int
    """What earlier cycles left in the fund, above savings and debts, when this one began."""
    savings_at_start: int | None
    """Savings in the fund when the cycle began; None where that was before the book."""
    assets_summed: int
    """Sum of the assets after each meeting of the cycle."""
    meetings: int
    """Meetings of the cycle so far."""
    corpus: Corpus
    shared_out: SharedOut | None
    """The last share-out in the book."""

    @property
    def members(self) -> int:
        """Active members."""
        return sum(person.active for person in self.people)

    @property
    def borrowers(self) -> int:
        """Active members who owe principal."""
        return sum(person.borrower for person in self.people)

    @property
    def savings(self) -> int:
        """All savings at face, those of the dead included until they are paid."""
        return sum(person.savings for person in self.people)

    @property
    def outstanding(self) -> int:
        """Principal of all loans outstanding."""
        return sum(person.loans for person in self.people)

    @property
    def late(self) -> int:
        """Principal of all late loans."""
        return sum(person.late for person in self.people)

    @property
    def cash_in_all(self) -> int:
        """The loan fund's cash at all places."""
        return sum(self.cash.values())

    @property
    def assets(self) -> int:
        """Loans outstanding, to members and groups, and the loan fund's cash; no social fund."""
        return self.outstanding + self.cash_in_all + self.to_groups

    @property
    def profit(self) -> int:
        """Profit of the cycle to date: assets less debts, savings and what was brought in."""
        return self.assets - self.debts - self.savings - self.brought
