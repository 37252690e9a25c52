"""What a constitution says about one rule, and when a rule says nothing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from coopledger.domain.constitution import Constitution
from coopledger.words.constitution.group_rules import GROUP_RULES
from coopledger.words.constitution.loan_rules import LOAN_RULES
from coopledger.words.constitution.texts import CHOICES

_SAY = {**GROUP_RULES, **LOAN_RULES}


def say(key: str, rules: Constitution) -> str:
    """What a constitution says about one rule; empty where the rule means nothing in it."""
    if key in _IDLE and _IDLE[key](rules):
        return ""
    if key in _SAY:
        return _SAY[key](rules)
    value = getattr(rules, key)
    if key not in CHOICES:
        return str(value)
    text = CHOICES[key].get(value)
    return str(text) if text is not None else ""


def _no_loans(rules: Constitution) -> bool:
    return "loans" not in rules.agenda


def _no_pot(rules: Constitution) -> bool:
    return not rules.hand


def _without(key: str, value: object) -> Callable[[Constitution], bool]:
    """Whether a rule stands at the value that says nothing, or the group gives no loans."""
    return lambda rules: getattr(rules, key) == value or _no_loans(rules)


_IDLE: dict[str, Callable[[Constitution], bool]] = {
    "country": lambda rules: not rules.country,
    "fines_go_to": lambda rules: not rules.fines,
    "voluntary_saving": lambda rules: rules.saving == "none",
    "withdrawable": lambda rules: rules.saving == "none",
    "withdrawal_notice": lambda rules: not rules.withdrawal_notice,
    "odd_money": lambda rules: rules.saving != "shares",
    "hand": _no_pot,
    "pot_order": _no_pot,
    "short_pot": _no_pot,
    "pot_fee_percent": lambda rules: _no_pot(rules) or not Fraction(rules.pot_fee_percent),
    **dict.fromkeys(
        (
            "loan_method",
            "charge_percent",
            "charge_rounding",
            "capitalise_unpaid_charge",
            "charge_after_due_date",
            "allocation",
            "max_loan_multiple_of_savings",
            "one_loan_at_a_time",
            "guarantors_needed",
            "late_percent",
        ),
        _no_loans,
    ),
    "max_loan_weeks": lambda rules: rules.loan_method != "period_charge" or _no_loans(rules),
    "day_count": _without("day_count", "periodic"),
    "grace_principal": _without("grace_principal", 0),
    "grace_interest_payment": _without("grace_interest_payment", 0),
    "interest_free": _without("interest_free", 0),
    "instalment_multiple": _without("instalment_multiple", 1),
    "max_loan_instalments": _without("max_loan_instalments", 0),
    "loan_meeting_every": _without("loan_meeting_every", 1),
    "liquidity_percent": lambda rules: _no_loans(rules) or not Fraction(rules.liquidity_percent),
    "last_loan_weeks": _without("last_loan_weeks", 0),
    "loans_end_in_cycle": _without("loans_end_in_cycle", 0),
    "forced_loans": _without("forced_loans", 0),
    "external_cap": lambda rules: rules.external_cap == "none",
    "reserve_percent": lambda rules: not Fraction(rules.reserve_percent),
    "amendment_consent": lambda rules: rules.amendment_consent == "none",
    "no_exceptions": lambda rules: not rules.no_exceptions,
    "currency_multiple": lambda rules: rules.currency_multiple == 1,
    **dict.fromkeys(
        (
            "share_out_rule",
            "share_out_rounding",
            "residue_to",
            "debt_above_entitlement",
            "social_fund_at_share_out",
        ),
        lambda rules: rules.share_out == "none",
    ),
    **dict.fromkeys(("leaving", "death"), lambda rules: rules.saving == "none"),
}
"""When a rule says nothing."""
