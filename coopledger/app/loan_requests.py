"""A loan asked for: what it would cost, and where the borrower stands, before it is agreed."""

from __future__ import annotations

import msgspec

from coopledger.app.desk.opening import open_desk
from coopledger.app.ledger import Ledger
from coopledger.app.proposals import preview
from coopledger.domain.entries import LoanRequest
from coopledger.domain.errors import Refusal
from coopledger.domain.limits import loan_cap
from coopledger.domain.loan_burden import burden, last_saved, weigh
from coopledger.domain.loan_offer import Offer, offer
from coopledger.domain.money import Currency
from coopledger.words.loan_cost import spoken
from coopledger.words.loan_lesson import lesson


class Terms(msgspec.Struct, frozen=True):
    """How a group lends.

    Attributes:
        currency: of its amounts.
        by_plan: whether a loan is repaid in instalments; else within weeks.
        most: longest term, in weeks or instalments; 0 for none.
        guarantors: how many the rules ask for.
        day: ISO day of the next meeting, on which a loan would be paid out.
    """

    currency: Currency
    by_plan: bool
    most: int
    guarantors: int
    day: str


class Standing(msgspec.Struct, frozen=True):
    """Where someone who asks for a loan stands, in minor units.

    Attributes:
        savings: all that was saved.
        owed: principal of open loans.
        may_borrow: more, by the rules; None where they set no cap.
        box: the loan fund's cash in the box.
        last_saved: what was saved at the last meeting.
    """

    savings: int
    owed: int
    may_borrow: int | None
    box: int
    last_saved: int = 0


class Guarantor(msgspec.Struct, frozen=True):
    """Someone who can answer for a loan, and how many open ones they answer for, over how much."""

    code: str
    name: str
    loans: int
    owed: int


def loan_terms(ledger: Ledger, group: str, today: str) -> Terms:
    """How the group lends now; see `Terms`.

    Raises:
        Refusal: `cycle_closed`.
    """
    told = preview(ledger, group, (), today)
    rules = ledger.replay(group).book.rules
    by_plan = rules.loan_method != "period_charge"
    most = rules.max_loan_instalments if by_plan else rules.max_loan_weeks
    return Terms(rules.money, by_plan, most, rules.guarantors_needed, told.day)


def cost_of(ledger: Ledger, group: str, amount: int, term: int, day: str) -> tuple[Offer, str]:
    """A loan under the group's rules, and the same in sentences.

    Args:
        ledger: the open ledger.
        group: the book's id.
        amount: in minor units.
        term: weeks or instalments, as the group lends.
        day: ISO day.

    Raises:
        Refusal: the rules can give no such loan.
    """
    rules = ledger.replay(group).book.rules
    if rules.loan_method == "period_charge":
        found = offer(rules, amount, day, weeks=term)
    else:
        found = offer(rules, amount, day, instalments=term)
    return found, spoken(found, rules.money)


def lesson_of(
    ledger: Ledger, group: str, found: Offer, day: str, where: Standing | None
) -> tuple[str, ...]:
    """What a loan costs and how heavy it is, in sentences.

    Args:
        ledger: the open ledger.
        group: the book's id.
        found: the loan, as `cost_of` gives it.
        day: ISO day on which it would be paid out.
        where: its borrower; None while nobody asks for it.
    """
    rules = ledger.replay(group).book.rules
    weight = None
    if where is not None:
        weight = weigh(
            found,
            savings=where.savings,
            owed=where.owed,
            may_borrow=where.may_borrow,
            last_saved=where.last_saved,
        )
    return lesson(burden(found, rules, day, weight), rules.money)


def request(
    terms: Terms,
    member: str,
    amount: int,
    term: int,
    purpose: str = "",
    guarantors: tuple[str, ...] = (),
) -> LoanRequest:
    """The entry of a request, with the term in the group's own way of lending."""
    weeks, instalments = (0, term) if terms.by_plan else (term, 0)
    return LoanRequest(member, amount, weeks, purpose, instalments, guarantors)


def standing(ledger: Ledger, group: str, member: str, today: str) -> Standing:
    """Where a member stands at the next meeting, with all that its draft holds.

    Raises:
        Refusal: `unknown_member`; `cycle_closed`.
    """
    book = open_desk(ledger, group, today).desk.outcome.book
    if member not in book.members:
        raise Refusal("unknown_member", value=member)
    savings = book.savings(member) + book.voluntary(member)
    owed = sum(book.principal(loan) for loan in book.loans_of(member))
    cap = loan_cap(book, member)
    left = None if cap is None else max(0, cap - owed)
    last = last_saved(ledger.replay(group).book, member)
    return Standing(savings, owed, left, book.cash("loan"), last)


def possible_guarantors(ledger: Ledger, group: str) -> tuple[Guarantor, ...]:
    """The active members, with what they answer for already."""
    book, cards = ledger.replay(group).book, ledger.members(group)
    found = []
    for member in book.active():
        loans = book.guaranteed_by(member.code)
        owed = sum(map(book.debt, loans))
        found.append(Guarantor(member.code, cards[member.code].name, len(loans), owed))
    return tuple(found)
