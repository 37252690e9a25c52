"""The ratios that savings groups are judged by, from a reading of the book.

The numbers in the docstrings are those of SEEP's *Ratio Analysis of Community-Managed Microfinance
Programs* as the project's notes list them. Readings of a formula that vary in the field (Ledger
Link, DreamInsights, Rosenberg's CGAP guide of 2009, annex A) are named where they matter.
"""

from collections.abc import Mapping
from typing import TypeAlias

from coopledger.domain.indicators.indicator import Indicator, Part
from coopledger.domain.indicators.people import UNKNOWN_TRAITS, Traits
from coopledger.domain.indicators.reading import Reading

DAYS_A_YEAR = 364
"""A year is 52 weeks of 7 days, as the ratio guide annualises."""

Made: TypeAlias = tuple[Indicator, ...]


def measure(reading: Reading, traits: Mapping[str, Traits]) -> Made:
    """All indicators of a reading, in the order in which reports show them.

    Args:
        reading: the group on a day.
        traits: by member's code, for the share of women; a member not in it is unknown.
    """
    return (
        *_membership(reading, traits),
        *_savings(reading),
        *_returns(reading),
        *_lending(reading),
        *_losses(reading),
    )


def _count(name: str, value: int) -> Part:
    return Part(name, value)


def _money(name: str, value: int) -> Part:
    return Part(name, value, money=True)


def _ratio(code: str, above: Part, below: Part) -> Indicator:
    return Indicator(code, above.value, max(0, below.value), "ratio", (above, below))


def _each(code: str, above: Part, below: Part) -> Indicator:
    return Indicator(code, above.value, max(0, below.value), "money", (above, below))


def _sum(code: str, total: int, *parts: Part) -> Indicator:
    return Indicator(code, total, 1, "money", parts)


def _membership(r: Reading, traits: Mapping[str, Traits]) -> Made:
    """1 to 4: who comes, stays and joins, and who they are.

    Attendance is in person, in time or late, at the newest roll call, of those who are members at
    its close (DreamInsights averages the last four meetings, and tells representatives apart);
    over the cycle it is answers in person of all answers. Members who died are no drop-outs. The
    share of women is of the members whose sex is known.
    """
    members = _count("members", r.members)
    sexes = [traits.get(p.code, UNKNOWN_TRAITS).sex for p in r.people if p.active]
    left = _count("drop_outs", r.drop_outs)
    ever = r.members + r.drop_outs
    at_start = r.members_at_start or 0
    known = _count("known", len(sexes) - sexes.count("unknown"))
    stayed = (members, left)
    return (
        Indicator("members", r.members, 1, "count", (members,)),
        _ratio(
            "attendance",
            _count("attending", r.attending),
            _count("members", r.members if r.roll_called else 0),
        ),
        _ratio("attendance_cycle", _count("came", r.came), _count("called", r.called)),
        Indicator("drop_out", r.drop_outs, ever, "ratio", stayed),
        Indicator("retention", r.members, ever, "ratio", stayed),
        Indicator(
            "growth",
            r.members - at_start,
            at_start,
            "ratio",
            (members, _count("at_start", at_start)),
        ),
        _ratio("women", _count("women", sexes.count("F")), known),
    )


def _savings(r: Reading) -> Made:
    """5 and 6, and the corpus of self-help groups.

    Savings are at face and include what is lent out, and what is still owed to the dead's heirs.
    Profit is assets less debts less savings, on what was received: charges and fines that are due
    and unpaid are not in it, nor is the social fund (DreamInsights counts that as an asset). What
    earlier cycles of the same book left in the fund is no profit of this one.
    """
    savings = _money("savings", r.savings)
    own = r.corpus
    return (
        _each("savings_per_member", savings, _count("members", r.members)),
        _sum(
            "profit",
            r.profit,
            _money("assets", r.assets),
            _money("debts", r.debts),
            savings,
            _money("brought", r.brought),
        ),
        _sum(
            "corpus",
            own.total,
            savings,
            _money("income", own.charges + own.fines + own.other_income),
            _money("carried", own.carried),
            _money("losses", own.expenses + own.written_off),
        ),
    )


def _returns(r: Reading) -> Made:
    """7 to 9 and 15: what the savings brought.

    A year is 52 weeks; the time is from the first day of the cycle to the reading, to the day.
    Return on savings a year takes half the savings, as if they had grown evenly from nothing;
    return on assets a year takes the mean of the assets after each meeting of the cycle.
    """
    profit, savings = _money("profit", r.profit), _money("savings", r.savings)
    days = _count("days", r.days)
    return (
        _ratio("return_on_savings", profit, savings),
        Indicator(
            "return_on_savings_year",
            r.profit * 2 * DAYS_A_YEAR,
            max(0, r.savings * r.days),
            "ratio",
            (profit, savings, days),
        ),
        Indicator(
            "return_on_assets_year",
            r.profit * r.meetings * DAYS_A_YEAR,
            max(0, r.assets_summed * r.days),
            "ratio",
            (
                profit,
                _money("assets_summed", r.assets_summed),
                _count("meetings", r.meetings),
                days,
            ),
        ),
        _each("profit_per_member", profit, _count("members", r.members)),
    )


def _lending(r: Reading) -> Made:
    """10 to 13: how much of the fund works, for how many, and how much of it is late.

    Utilisation is of what could be lent now (Ledger Link's program divides all loans ever paid out
    by savings). Portfolio at risk is all the principal still unpaid of loans that are late (Ledger
    Link counts their whole amounts); charges are not in it.
    """
    out = _money("outstanding", r.outstanding)
    return (
        Indicator(
            "utilisation",
            r.outstanding,
            max(0, r.outstanding + r.cash_in_all),
            "ratio",
            (out, _money("cash", r.cash_in_all)),
        ),
        _ratio("borrowers", _count("borrowers", r.borrowers), _count("members", r.members)),
        _each("average_loan", out, _count("loans", r.loans)),
        _ratio("portfolio_at_risk", _money("late", r.late), out),
    )


def _losses(r: Reading) -> Made:
    """14: principal written off in the cycle, on each basis that is in use.

    Of the assets now; of the value lent in the cycle; by number of loans (DreamInsights); and, for
    the cycle that ended last, of what its share-out came to (Ledger Link).
    """
    lost = _money("written_off", r.written_off)
    ended = r.shared_out
    return (
        _ratio("write_off_of_assets", lost, _money("assets", r.assets)),
        _ratio("write_off_of_lent", lost, _money("lent", r.lent)),
        _ratio(
            "write_off_of_loans",
            _count("loans_written_off", r.loans_written_off),
            _count("loans_made", r.loans_made),
        ),
        _ratio(
            "write_off_of_share_out",
            _money("written_off", ended.written_off if ended else 0),
            _money("shared_out", ended.amount if ended else 0),
        ),
    )
