"""Groups of every kind, by chance: valid constitutions, and how many of them are tried."""

import datetime as dt
import os

import hypothesis.strategies as st
import msgspec
from hypothesis import HealthCheck, settings

from coopledger.domain.constitution import VSLA_AGENDA, Constitution, ShareOutRounding
from coopledger.domain.constitution_check import NEED_A_PLAN, ONE_CHARGE, problems

START = dt.date(2025, 1, 31)
LIVES = int(os.environ.get("COOPLEDGER_LIVES", "60"))
"""How many lives each property is tried on: a few by default, thousands by night."""
FINES = {"late": 50, "absent": 120}

bounded = settings(deadline=None, max_examples=LIVES, suppress_health_check=list(HealthCheck))


@st.composite
def constitutions(draw):
    """A valid constitution of any kind of group."""
    pick = lambda *choices: draw(st.sampled_from(choices))  # noqa: E731
    pot = pick(False, False, True)
    saving = pick("shares", "shares", "any", "equal", *(["none"] if pot else []))
    notice = pick(0, 1, 10) if saving in ("any", "equal") else 0
    loans = _loans(pick)
    ending = _ending(pick, saving)
    rules = Constitution(
        kind="rosca" if pot else "vsla",
        currency="KES",
        currency_decimals=2,
        country="",
        cycle_start=START.isoformat(),
        fines=FINES,
        share_out_rounding=_payouts(pick, ending["share_out_rule"], loans["currency_multiple"]),
        agenda=(*VSLA_AGENDA[:5], "pot", *VSLA_AGENDA[5:]) if pot else VSLA_AGENDA,
        meetings_in_cycle=48,
        funds=("loan", "social", "pot") if pot else ("loan", "social"),
        places=pick(("box", "bank"), ("box", "bank", "wallet"), ("box",)),
        expenses_from=pick("loan", "social"),
        fines_go_to=pick("loan", "social"),
        saving=saving,
        share_price=pick(20, 170, 1_000) if saving == "shares" else 0,
        max_shares_per_meeting=5 if saving == "shares" else 0,
        saving_amount=pick(100, 250) if saving in ("any", "equal") else 0,
        voluntary_saving=pick(0, 1),
        withdrawable=1 if notice else pick(0, 1) if saving in ("any", "equal") else 0,
        withdrawal_notice=notice,
        withdrawal_notice_in=pick("day", "meeting"),
        odd_money=pick("return", "hold", "social"),
        social_contribution=pick(0, 50),
        allocation=pick(
            ("late", "charge", "principal"),
            ("principal", "charge", "late"),
            ("charge", "principal", "late"),
            ("late", "principal", "charge"),
        ),
        max_loan_multiple_of_savings=0 if saving == "none" else pick(0, 2, 3),
        max_loan_multiple_with_external=pick(0, 4),
        one_loan_at_a_time=pick(0, 1),
        loan_meeting_every=pick(1, 1, 3),
        liquidity_percent=pick("0", "0", "12.5"),
        last_loan_weeks=pick(0, 0, 12),
        loans_end_in_cycle=pick(0, 1),
        forced_loans=pick(0, 1),
        **_borrowing(pick, saving),
        late_percent=pick("0", "0", "1", "20"),
        late_amount=pick(0, 0, 30),
        late_every=pick(1, 2),
        late_period=pick("day", "week", "month", "meeting"),
        late_cap_percent=pick("100", "5"),
        guarantors_needed=pick(0, 1),
        max_guarantees=pick(0, 1),
        residue_to=pick("loan", "social"),
        debt_above_entitlement=pick("exclude_and_carry", "exclude_and_write_off"),
        leaving=pick("savings", "current_value", "at_cycle_end"),
        death=pick("set_off", "forgive"),
        **loans,
        **ending,
    )
    if pot:
        rules = msgspec.structs.replace(
            rules,
            hand=pick(60, 100),
            pot_order=pick("fixed", "drawn", "auction"),
            pot_fee_percent=pick("0", "2.5"),
            short_pot=pick("postpone", "pay_what_is_there"),
        )
    assert not list(problems(rules)), list(problems(rules))
    return rules


def _borrowing(pick, saving):
    multiples = ("corpus", "savings") if saving != "none" else ("corpus",)
    cap = pick("none", "amount", "last_share_out", *multiples)
    return {
        "external_cap": cap,
        "external_amount": 2_000 if cap == "amount" else 0,
        "external_multiple": pick(1, 6) if cap in ("corpus", "savings") else 0,
    }


def _payouts(pick, rule, coin):
    modes = ("truncate_value", "truncate_value", "largest_remainder", "floor_payout")
    mode = pick(*(modes if rule == "per_share" else modes[2:]))
    return ShareOutRounding(mode, pick(coin, coin * 2, coin * 10))


def _loans(pick):
    # Compounded by the day, no amount would hold it.
    capitalised = pick(0, 1)
    method = pick("period_charge", "period_charge", *NEED_A_PLAN, "bullet", *ONE_CHARGE)
    table = pick((), ("5", "8", "10.5")) if method in ONE_CHARGE else ()
    units = (
        "week",
        "month",
        *([] if capitalised else ["day"]),
        *(["meeting"] if method == "period_charge" else []),
    )
    return {
        "charge_percent": pick("0", "1.25", "5", "10", "33.3"),
        "loan_method": method,
        "fee_percents": table,
        **({"charge_percent": "0"} if table else {}),
        "charge_every": pick(1, 2, 4),
        "charge_period": pick(*units),
        "day_count": pick("periodic", "30_360", "actual_365"),
        "charge_rounding": pick("half_even", "half_up", "half_down", "up", "down"),
        "capitalise_unpaid_charge": capitalised,
        "charge_after_due_date": 0 if method in ONE_CHARGE else pick(0, 1),
        "grace_principal": pick(0, 0, 1) if method in NEED_A_PLAN else 0,
        "grace_interest_payment": pick(0, 0, 1) if method in NEED_A_PLAN else 0,
        "interest_free": pick(0, 0, 1) if method in NEED_A_PLAN else 0,
        "instalment_multiple": pick(1, 1, 10),
        "currency_multiple": pick(1, 1, 5),
    }


def _ending(pick, saving):
    share_out = pick("full", "full", "profit_only", "none")
    by_savings = (
        "per_savings",
        "equal",
        "charges_to_payer",
        "time_weighted",
        "savings_and_charges",
    )
    return {
        "share_out": share_out,
        "share_out_rule": pick(*(["per_share"] * 4 if saving == "shares" else []), *by_savings),
        "by_savings_percent": pick("60", "100", "0", "33.3"),
        "reserve_percent": pick("0", "20") if share_out == "profit_only" else "0",
        "dividend_percent": pick("0", "3") if share_out == "none" and saving != "none" else "0",
        "joining": pick("from_zero", "between_cycles", "equal_savings", "current_value")
        if saving == "shares"
        else pick("from_zero", "between_cycles"),
    }
