"""Each rule that contradicts another is found, by its key and with the reason."""

import msgspec
import pytest

from coopledger.domain.constitution import Constitution, ShareOutRounding
from coopledger.domain.constitution_check import problems
from coopledger.words.sentences import REFUSALS
from tests.domain.meetings import RULES

BY_SAVINGS = {
    "saving": "any",
    "share_price": 0,
    "max_shares_per_meeting": 0,
    "share_out_rule": "per_savings",
    "share_out_rounding": ShareOutRounding("largest_remainder", 1),
}
"""What a group without shares has otherwise than the group of the tests."""
POT = {
    **BY_SAVINGS,
    "saving": "none",
    "funds": ("loan", "social", "pot"),
    "hand": 1_000,
    "share_out": "none",
    "max_loan_multiple_of_savings": 0,
    "agenda": ("roll_call", "fines", "social", "pot", "count"),
}
FEES = {
    "loan_method": "fee",
    "charge_percent": "0",
    "charge_after_due_date": 0,
    "fee_percents": ("5", "8", "10"),
    "charge_every": 1,
    "charge_period": "month",
}

WRONG = [
    ({**BY_SAVINGS, "withdrawal_notice": 7}, "withdrawal_notice", "notice_for_nothing"),
    ({"fee_percents": ("5",)}, "fee_percents", "not_with_method"),
    ({**FEES, "charge_percent": "1"}, "charge_percent", "fee_and_table"),
    ({**FEES, "max_loan_instalments": 4}, "fee_percents", "fee_table_short"),
    (
        {**FEES, "loan_method": "deducted_in_advance", "fee_percents": ("100",)},
        "fee_percents",
        "nothing_paid_out",
    ),
    ({"liquidity_percent": "100"}, "liquidity_percent", "nothing_to_lend"),
    ({"last_loan_weeks": 12, "meetings_in_cycle": 0}, "last_loan_weeks", "no_cycle_end"),
    ({"loans_end_in_cycle": 1, "meetings_in_cycle": 0}, "loans_end_in_cycle", "no_cycle_end"),
    ({"external_cap": "corpus"}, "external_multiple", "external_times_needed"),
    ({"external_multiple": 2}, "external_multiple", "external_cap_needed"),
    ({"external_amount": 2}, "external_amount", "external_cap_needed"),
    (
        {**POT, "external_cap": "savings", "external_multiple": 2},
        "external_cap",
        "cap_without_savings",
    ),
    ({"reserve_percent": "10"}, "reserve_percent", "reserve_needs_profit_only"),
    ({"share_out": "profit_only", "reserve_percent": "101"}, "reserve_percent", "above_all"),
    (
        {**BY_SAVINGS, "share_out_rule": "savings_and_charges", "by_savings_percent": "100.5"},
        "by_savings_percent",
        "above_all",
    ),
    ({"amendment_consent": "all_hands"}, "amendment_consent", "no_hands"),
    ({"no_exceptions": ("second_loan", "second_loan")}, "no_exceptions", "repeats"),
    ({"cycle_start": "2025-02-30"}, "cycle_start", "bad_date"),
    ({"allocation": ("charge", "charge", "principal")}, "allocation", "repeats"),
    ({"allocation": ("late", "principal")}, "allocation", "allocation_lacks"),
    ({"places": ("bank",)}, "places", "box_missing"),
    ({"places": ("box", "bank", "box")}, "places", "repeats"),
    ({"funds": ("loan",)}, "funds", "funds_missing"),
    ({"agenda": ("open_box", *RULES.agenda[2:])}, "agenda", "agenda_ends"),
    ({"agenda": RULES.agenda[:-1]}, "agenda", "agenda_ends"),
    ({"agenda": ("roll_call", "fines", "social", "count")}, "agenda", "agenda_lacks"),
    (
        {"agenda": ("roll_call", "fines", "social", "saving", "loans", "count")},
        "agenda",
        "agenda_lacks",
    ),
    ({"agenda": (*RULES.agenda[:-1], "pot", "count")}, "agenda", "agenda_without_pot"),
    ({"share_price": 0}, "share_price", "price_needed"),
    ({"max_shares_per_meeting": 0}, "max_shares_per_meeting", "shares_limit_needed"),
    ({"min_shares_per_meeting": 6}, "min_shares_per_meeting", "least_above_most"),
    ({"withdrawable": 1}, "withdrawable", "shares_not_withdrawn"),
    ({**BY_SAVINGS, "share_price": 2_000}, "share_price", "price_unused"),
    ({**BY_SAVINGS, "saving": "equal"}, "saving_amount", "saving_needed"),
    ({**BY_SAVINGS, "share_out_rule": "per_share"}, "share_out_rule", "shared_by_shares"),
    ({**BY_SAVINGS, "joining": "current_value"}, "joining", "catch_up_needs_shares"),
    ({"share_out_rule": "equal"}, "share_out_rounding", "needs_shares"),
    ({"grace_principal": 1}, "grace_principal", "not_with_method"),
    (
        {"loan_method": "bullet", "grace_interest_payment": 1},
        "grace_interest_payment",
        "not_with_method",
    ),
    (
        {"loan_method": "fee", "charge_after_due_date": 0, "interest_free": 1},
        "interest_free",
        "not_with_method",
    ),
    ({"loan_method": "fee"}, "charge_after_due_date", "charged_once"),
    ({"loan_method": "flat", "charge_period": "meeting"}, "charge_period", "not_with_method"),
    (
        {
            "loan_method": "deducted_in_advance",
            "charge_after_due_date": 0,
            "charge_percent": "100",
        },
        "charge_percent",
        "nothing_paid_out",
    ),
    ({"late_amount": 5, "late_cap_percent": "0"}, "allocation", "allocation_lacks_late"),
    (
        {
            "late_percent": "1",
            "allocation": ("late", "charge", "principal"),
            "late_cap_percent": "0",
        },
        "late_cap_percent",
        "late_cap_nothing",
    ),
    ({"dividend_percent": "5"}, "dividend_percent", "dividend_and_share_out"),
    ({**POT, "dividend_percent": "5"}, "dividend_percent", "dividend_on_nothing"),
    (
        {"share_out": "none", "meetings_in_cycle": 0, "joining": "between_cycles"},
        "joining",
        "no_cycle_end",
    ),
    (
        {"share_out": "none", "meetings_in_cycle": 0, "leaving": "at_cycle_end"},
        "leaving",
        "no_cycle_end",
    ),
    ({"hand": 1_000, "agenda": (*RULES.agenda[:-1], "pot", "count")}, "funds", "pot_without_fund"),
    ({"funds": ("loan", "social", "pot")}, "hand", "fund_without_pot"),
    ({**POT, "funds": ("loan", "social")}, "saving", "nothing_paid_in"),
    ({**POT, "pot_fee_percent": "100"}, "pot_fee_percent", "pot_fee_takes_all"),
    (
        {
            **POT,
            "agenda": ("roll_call", "fines", "social", "pot", "repayments", "loans", "count"),
            "max_loan_multiple_of_savings": 3,
        },
        "max_loan_multiple_of_savings",
        "cap_without_savings",
    ),
    ({"currency_multiple": 500, "fines": {"late": 700}}, "fines.late", "below_coin"),
    ({"currency_multiple": 500, "fines": {}}, "share_out_rounding", "below_coin"),
]


def changed(changes):
    return msgspec.structs.replace(RULES, **changes)


@pytest.mark.parametrize("changes", [{}, BY_SAVINGS, POT])
def test_rules_that_fit_together_have_no_problem(changes):
    assert list(problems(changed(changes))) == []


@pytest.mark.parametrize(("changes", "key", "code"), WRONG)
def test_a_contradiction_is_found_with_its_reason(changes, key, code):
    found = list(problems(changed(changes)))
    assert (key, code) in [(problem.key, problem.code) for problem in found]


@pytest.mark.parametrize("code", sorted({code for _changes, _key, code in WRONG}))
def test_every_reason_has_a_sentence(code):
    assert code in REFUSALS


def test_the_value_is_told_as_it_stands():
    (problem,) = problems(changed({"min_shares_per_meeting": 6}))
    assert (problem.value, problem.params) == ("6", {"most": 5})


def test_all_that_is_wrong_is_told_at_once():
    rules = changed({"places": ("bank",), "withdrawable": 1, "dividend_percent": "5"})
    assert [each.key for each in problems(rules)] == ["places", "withdrawable", "dividend_percent"]


def test_rules_at_their_defaults_take_no_room_in_a_page():
    told = msgspec.json.decode(msgspec.json.encode(RULES))
    assert "loan_method" not in told
    assert msgspec.convert(told, Constitution) == RULES
