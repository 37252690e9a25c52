"""A loan that is asked for at the desk: where the borrower stands and what it will cost."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from coopledger.app.desk.columns import LOAN_KEYS
from coopledger.app.desk.desk import Desk
from coopledger.app.desk.sheet import cell
from coopledger.app.desk.troubles import Trouble
from coopledger.app.meetings import work_out
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.domain.limits import loan_cap
from coopledger.domain.loan_burden import burden, last_saved, weigh
from coopledger.domain.loan_offer import Offer, offer
from coopledger.domain.rules import Finding
from coopledger.words.catalog import N_
from coopledger.words.dates import format_date
from coopledger.words.errors import explain_finding
from coopledger.words.loan_cost import percent_a_year, spoken
from coopledger.words.loan_lesson import lesson
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number


class LoanCard(NamedTuple):
    """What is shown before a loan is agreed.

    Attributes:
        member: who asks, by number and name.
        facts: captions and figures, before and of the loan.
        spoken: the loan in sentences, empty while amount or term are not there.
        troubles: what bars it, and which rules it breaks; the group may agree to break these.
        whole: whether there is a loan to say yes to.
        agreed: whether the group said yes to it.
    """

    member: str
    facts: tuple[tuple[str, str], ...]
    spoken: str
    troubles: tuple[Trouble, ...]
    whole: bool
    agreed: bool

    @property
    def plain(self) -> bool:
        """Whether nothing speaks against it, so that going on is a yes."""
        return self.whole and not self.troubles


def loan_card(desk: Desk, row: int) -> LoanCard:
    """The card of a row's member, with what is typed there so far."""
    who = desk.rows[row]
    told = asked_for(desk, who.member)
    cells = [desk.troubles.get(cell(who.member, key)) for key in LOAN_KEYS]
    errors = [trouble for trouble in cells if trouble and trouble.grade == "error"]
    request = _request(desk, who.member)
    stops = _stops(desk, request) if request and not errors else []
    return LoanCard(
        desk.name(who.member),
        (*_standing(desk, who.member), *_cost(desk, told)),
        spoken(told, desk.currency) if told else "",
        (*dict.fromkeys(errors), *(Trouble("warning", stop) for stop in stops)),
        whole=request is not None and not errors,
        agreed=request is not None and desk.loan_agreed(who.member),
    )


def _request(desk: Desk, member: str) -> en.LoanRequest | None:
    place = cell(member, "loan")
    asked = (entry for at, entry in desk.entries if at == place)
    return next((entry for entry in asked if isinstance(entry, en.LoanRequest)), None)


def _stops(desk: Desk, request: en.LoanRequest) -> list[str]:
    """What the constitution says against a loan: the findings that come with it alone."""

    def named(finding: Finding) -> str:
        other = finding.member not in ("", request.member)
        who = desk.name(finding.member) if other else ""
        return explain_finding(finding.code, finding.params, desk.currency, member=who)

    rest = tuple(entry for _place, entry in desk.entries if entry is not request)
    draft = msgspec.structs.replace(desk.draft, entries=rest)
    without = Counter(map(named, work_out(desk.before, draft).findings))
    found = list((Counter(map(named, desk.outcome.findings)) - without).elements())
    limit = desk.rules.large_loan
    if limit and request.amount > limit:
        found.append(_LARGE.format(limit=format_amount(limit, desk.currency)))
    return found


def asked_for(desk: Desk, member: str) -> Offer | None:
    """The loan that is typed in a member's row, as it would go; None while it can't be told."""
    amount = desk.sheet[cell(member, "loan")]
    weeks, instalments = (desk.sheet[cell(member, key)] for key in ("weeks", "instalments"))
    if not isinstance(amount, int):
        return None
    try:
        return offer(
            desk.rules,
            amount,
            desk.day,
            weeks=weeks if isinstance(weeks, int) else 0,
            instalments=instalments if isinstance(instalments, int) else 0,
        )
    except Refusal:
        return None


class _Where(NamedTuple):
    """Where a borrower stands, in minor units: with everything typed but this loan itself."""

    savings: int
    owed: int
    may_borrow: int | None


def _where(desk: Desk, member: str) -> _Where:
    book, now = desk.dues.opened, desk.outcome.book
    savings = now.savings(member) + now.voluntary(member)
    owed = sum(book.principal(loan) for loan in book.loans_of(member))
    cap = loan_cap(now, member)
    return _Where(savings, owed, None if cap is None else max(0, cap - owed))


def loan_lesson(desk: Desk, row: int) -> tuple[str, ...]:
    """What the loan that is typed in a row costs and how heavy it is; empty if there is none."""
    member = desk.rows[row].member
    told = asked_for(desk, member)
    if told is None:
        return ()
    where = _where(desk, member)
    weight = weigh(told, **where._asdict(), last_saved=last_saved(desk.before, member))
    return lesson(burden(told, desk.rules, desk.day, weight), desk.currency)


def _standing(desk: Desk, member: str) -> Iterator[tuple[str, str]]:
    money, where, now = desk.currency, _where(desk, member), desk.outcome.book
    book = desk.dues.opened
    yield str(_SAVINGS), format_amount(where.savings, money)
    yield str(_OTHER_LOANS), format_amount(where.owed, money)
    if where.may_borrow is not None:
        yield str(_MAY), format_amount(where.may_borrow, money)
    yield str(_BOX), format_amount(now.cash("loan"), money)
    for code in str(desk.sheet[cell(member, "guarantors")] or "").split():
        if code in book.members:
            answered = book.guaranteed_by(code)
            total = format_amount(sum(map(book.debt, answered)), money)
            count = format_number(len(answered))
            saved = format_amount(now.savings(code) + now.voluntary(code), money)
            told = _ANSWERS.format(count=count, amount=total)
            yield desk.name(code), f"{_SAVED.format(amount=saved)} · {told}"


def _cost(desk: Desk, told: Offer | None) -> Iterator[tuple[str, str]]:
    if told is None:
        return
    yield str(_PAYS), format_amount(told.pays, desk.currency)
    yield str(_CHARGE), format_amount(told.charge, desk.currency)
    yield str(_LAST), format_date(told.rows[-1].day)
    if told.cost:
        yield str(_YEAR), percent_a_year(told.cost.apr)


_SAVINGS = N_("Savings")
_OTHER_LOANS = N_("Owed on loans")
_MAY = N_("May borrow")
_BOX = N_("Left in the box")
_ANSWERS = N_("answers for {count}, {amount}")
_SAVED = N_("saved {amount}")
_LARGE = N_("A loan above {limit}: more officers have to seal it.")
_PAYS = N_("To pay back in all")
_CHARGE = N_("Of it charge")
_LAST = N_("Last payment")
_YEAR = N_("True cost")
