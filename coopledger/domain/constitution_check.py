"""Rules that contradict each other, so that no group finds out in mid-cycle."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import cast

import msgspec

from coopledger.domain.constitution import Constitution, Step
from coopledger.domain.money import percent

NEED_A_PLAN = ("flat", "equal_principal", "equal_instalment")
"""Methods that spread the principal, so that a grace on it makes sense."""
ONE_CHARGE = ("fee", "deducted_in_advance")
"""Methods with a single charge for the whole term."""
BY_SHARE_OF_TOTAL = (
    "per_savings",
    "equal",
    "charges_to_payer",
    "time_weighted",
    "savings_and_charges",
)
CATCH_UP = ("equal_savings", "current_value")
MONEY_KEYS = (
    "share_price",
    "saving_amount",
    "social_contribution",
    "hand",
    "late_amount",
    "external_amount",
)


class Problem(msgspec.Struct, frozen=True):
    """A key that cannot stand as it is, with its value as text, and why: a code and its figures.

    Amounts among the figures are in minor units.
    """

    key: str
    value: str
    code: str
    params: Mapping[str, object] = {}


def problems(rules: Constitution, unread: Collection[str] = ()) -> Iterator[Problem]:
    """Everything in a constitution that contradicts something else in it.

    Args:
        rules: the constitution.
        unread: rules whose values are not known, whatever stands in ``rules``: a check that looks
            at one of them says nothing.
    """
    for check in CHECKS:
        watched = _Watched(rules)
        found = list(check(cast("Constitution", watched)))
        if not watched.read.intersection(unread):
            yield from found


class _Watched:
    """A constitution that notes which of its rules were looked at."""

    def __init__(self, rules: Constitution) -> None:
        self._rules = rules
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.read.add(_READ_AS.get(name, name))
        return getattr(self._rules, name)


_READ_AS = {"charge_rate": "charge_percent", "late_rate": "late_percent", "money": "currency"}
"""Properties by the rule that they stand for."""


def _dates(rules: Constitution) -> Iterator[Problem]:
    try:
        date.fromisoformat(rules.cycle_start)
    except ValueError:
        yield Problem("cycle_start", rules.cycle_start, "bad_date")


def _lists(rules: Constitution) -> Iterator[Problem]:
    for key in ("allocation", "agenda", "places", "funds"):
        items = getattr(rules, key)
        if len(set(items)) != len(items):
            yield Problem(key, ", ".join(items), "repeats")
    if not {"charge", "principal"} <= set(rules.allocation):
        yield Problem("allocation", ", ".join(rules.allocation), "allocation_lacks")
    if "box" not in rules.places:
        yield Problem("places", ", ".join(rules.places), "box_missing")
    if not {"loan", "social"} <= set(rules.funds):
        yield Problem("funds", ", ".join(rules.funds), "funds_missing")


def _agenda(rules: Constitution) -> Iterator[Problem]:
    shown = ", ".join(rules.agenda)
    if rules.agenda[:1] != ("roll_call",) or rules.agenda[-1:] != ("count",):
        yield Problem("agenda", shown, "agenda_ends")
    needed: dict[Step, bool] = {
        "saving": rules.saving != "none",
        "social": bool(rules.social_contribution),
        "fines": bool(rules.fines),
        "pot": bool(rules.hand),
        "repayments": "loans" in rules.agenda,
    }
    for step, wanted in needed.items():
        if wanted and step not in rules.agenda:
            yield Problem("agenda", shown, "agenda_lacks", {"step": step})
    if "pot" in rules.agenda and not rules.hand:
        yield Problem("agenda", shown, "agenda_without_pot")


def _saving(rules: Constitution) -> Iterator[Problem]:
    by_share, price = rules.saving == "shares", str(rules.share_price)
    most, least = rules.max_shares_per_meeting, rules.min_shares_per_meeting
    if by_share and not rules.share_price:
        yield Problem("share_price", price, "price_needed")
    if by_share and not most:
        yield Problem("max_shares_per_meeting", str(most), "shares_limit_needed")
    if not by_share and rules.share_price:
        yield Problem("share_price", price, "price_unused")
    if least > most:
        yield Problem("min_shares_per_meeting", str(least), "least_above_most", {"most": most})
    if rules.saving == "equal" and not rules.saving_amount:
        yield Problem("saving_amount", str(rules.saving_amount), "saving_needed")
    if by_share and rules.withdrawable:
        yield Problem("withdrawable", "true", "shares_not_withdrawn")
    if rules.withdrawal_notice and not rules.withdrawable:
        yield Problem("withdrawal_notice", str(rules.withdrawal_notice), "notice_for_nothing")


def _loans(rules: Constitution) -> Iterator[Problem]:
    method, params = rules.loan_method, {"method": rules.loan_method}
    if rules.grace_principal and method not in NEED_A_PLAN:
        yield Problem("grace_principal", str(rules.grace_principal), "not_with_method", params)
    if rules.grace_interest_payment and method in (*ONE_CHARGE, "bullet"):
        value = str(rules.grace_interest_payment)
        yield Problem("grace_interest_payment", value, "not_with_method", params)
    if rules.interest_free and method in ONE_CHARGE:
        yield Problem("interest_free", str(rules.interest_free), "not_with_method", params)
    if method == "deducted_in_advance" and rules.charge_rate >= 1:
        yield Problem("charge_percent", rules.charge_percent, "nothing_paid_out")
    if method in ONE_CHARGE and rules.charge_after_due_date and rules.charge_rate:
        yield Problem("charge_after_due_date", "true", "charged_once", params)
    yield from _fees(rules)
    if rules.charge_period == "meeting" and method != "period_charge":
        yield Problem("charge_period", rules.charge_period, "not_with_method", params)
    cap = rules.max_loan_multiple_of_savings
    if rules.saving == "none" and cap and "loans" in rules.agenda:
        yield Problem("max_loan_multiple_of_savings", str(cap), "cap_without_savings")


def _fees(rules: Constitution) -> Iterator[Problem]:
    """The table of fees by term."""
    table, method = rules.fee_percents, rules.loan_method
    if not table:
        return
    shown = ", ".join(table)
    if method not in ONE_CHARGE:
        yield Problem("fee_percents", shown, "not_with_method", {"method": method})
    if rules.charge_rate:
        yield Problem("charge_percent", rules.charge_percent, "fee_and_table")
    if method == "deducted_in_advance" and any(percent(fee) >= 1 for fee in table):
        yield Problem("fee_percents", shown, "nothing_paid_out")
    longest = rules.max_loan_instalments * rules.charge_every
    if longest > len(table):
        params = {"longest": longest, "count": len(table)}
        yield Problem("fee_percents", shown, "fee_table_short", params)


def _lending(rules: Constitution) -> Iterator[Problem]:
    """When and how much the group lends, and borrows itself."""
    if percent(rules.liquidity_percent) >= 1:
        yield Problem("liquidity_percent", rules.liquidity_percent, "nothing_to_lend")
    for key in ("last_loan_weeks", "loans_end_in_cycle"):
        if (value := getattr(rules, key)) and not rules.meetings_in_cycle:
            yield Problem(key, str(value), "no_cycle_end")
    cap, times = rules.external_cap, rules.external_multiple
    if cap in ("savings", "corpus") and not times:
        yield Problem("external_multiple", str(times), "external_times_needed")
    if cap not in ("savings", "corpus") and times:
        yield Problem("external_multiple", str(times), "external_cap_needed")
    if cap != "amount" and rules.external_amount:
        yield Problem("external_amount", str(rules.external_amount), "external_cap_needed")
    if cap == "savings" and rules.saving == "none":
        yield Problem("external_cap", cap, "cap_without_savings")


def _late(rules: Constitution) -> Iterator[Problem]:
    if not (rules.late_rate or rules.late_amount):
        return
    if not percent(rules.late_cap_percent):
        yield Problem("late_cap_percent", rules.late_cap_percent, "late_cap_nothing")
    if "late" not in rules.allocation:
        yield Problem("allocation", ", ".join(rules.allocation), "allocation_lacks_late")


def _share_out(rules: Constitution) -> Iterator[Problem]:
    by_share, rule, mode = rules.saving == "shares", rules.share_out_rule, rules.share_out_rounding
    if rule == "per_share" and not by_share and rules.share_out != "none":
        yield Problem("share_out_rule", rule, "shared_by_shares")
    if mode.mode == "truncate_value" and rule in BY_SHARE_OF_TOTAL:
        yield Problem("share_out_rounding", mode.mode, "needs_shares")
    reserve, by_savings = percent(rules.reserve_percent), percent(rules.by_savings_percent)
    if reserve and rules.share_out != "profit_only":
        yield Problem("reserve_percent", rules.reserve_percent, "reserve_needs_profit_only")
    if reserve > 1:
        yield Problem("reserve_percent", rules.reserve_percent, "above_all")
    if rule == "savings_and_charges" and by_savings > 1:
        yield Problem("by_savings_percent", rules.by_savings_percent, "above_all")
    if percent(rules.dividend_percent):
        if rules.share_out != "none":
            yield Problem("dividend_percent", rules.dividend_percent, "dividend_and_share_out")
        elif rules.saving == "none":
            yield Problem("dividend_percent", rules.dividend_percent, "dividend_on_nothing")


def _members(rules: Constitution) -> Iterator[Problem]:
    if rules.joining in CATCH_UP and rules.saving != "shares":
        yield Problem("joining", rules.joining, "catch_up_needs_shares")
    endless = rules.share_out == "none" and not rules.meetings_in_cycle
    if endless and rules.joining == "between_cycles":
        yield Problem("joining", rules.joining, "no_cycle_end")
    if endless and rules.leaving == "at_cycle_end":
        yield Problem("leaving", rules.leaving, "no_cycle_end")


def _pot(rules: Constitution) -> Iterator[Problem]:
    has_fund, fee = "pot" in rules.funds, percent(rules.pot_fee_percent)
    if rules.hand and not has_fund:
        yield Problem("funds", ", ".join(rules.funds), "pot_without_fund")
    if has_fund and not rules.hand:
        yield Problem("hand", str(rules.hand), "fund_without_pot")
    if rules.saving == "none" and not has_fund:
        yield Problem("saving", rules.saving, "nothing_paid_in")
    if fee >= 1:
        yield Problem("pot_fee_percent", rules.pot_fee_percent, "pot_fee_takes_all")


def _seals(rules: Constitution) -> Iterator[Problem]:
    named, limit = "large_loan" in rules.quorums, rules.large_loan
    if named and not limit:
        yield Problem("large_loan", "0", "large_loan_limit_needed")
    if limit and not named:
        params = {"amount": limit, "currency": rules.money}
        yield Problem("large_loan", str(limit), "large_loan_unsealed", params)


def _consent(rules: Constitution) -> Iterator[Problem]:
    if rules.amendment_consent == "all_hands" and not rules.hand:
        yield Problem("amendment_consent", rules.amendment_consent, "no_hands")
    items = rules.no_exceptions
    if len(set(items)) != len(items):
        yield Problem("no_exceptions", ", ".join(items), "repeats")


def _coins(rules: Constitution) -> Iterator[Problem]:
    """Sums that nobody could pay with the smallest coin."""
    coin = rules.currency_multiple
    sums = {key: getattr(rules, key) for key in MONEY_KEYS}
    sums |= {f"fines.{code}": amount for code, amount in rules.fines.items()}
    sums["share_out_rounding"] = rules.share_out_rounding.unit
    for key, amount in sums.items():
        if amount % coin:
            params = {"amount": amount, "coin": coin, "currency": rules.money}
            yield Problem(key, str(amount), "below_coin", params)


CHECKS: tuple[Callable[[Constitution], Iterator[Problem]], ...] = (
    _dates,
    _lists,
    _agenda,
    _saving,
    _loans,
    _lending,
    _late,
    _share_out,
    _members,
    _pot,
    _seals,
    _consent,
    _coins,
)
