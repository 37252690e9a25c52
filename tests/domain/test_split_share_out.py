"""A surplus split by savings and by charges paid, with a reserve; worked out by hand."""

from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import given

from coopledger.cli.calc import run_calc
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.share_out import (
    Claim,
    PayoutRounding,
    Rule,
    ShareOutTerms,
    read_share_out,
    share_out,
)
from tests.cli.test_calc import written
from tests.domain.template_lives import Life

# A, B, C and D saved 60,000 to 90,000 and paid charges of 30,000 in all; the surplus is 33,000.
SAVED = {"A": 60_000, "B": 120_000, "C": 30_000, "D": 90_000}
PAID = {"A": 0, "B": 18_000, "C": 6_000, "D": 6_000}
CLAIMS = tuple(Claim(id=m, savings=SAVED[m], charges_paid=PAID[m]) for m in SAVED)
# 60 % of 33,000 by savings (0.066 each), 40 % by charges (0.44 each).
SPLIT = {"A": 3_960, "B": 15_840, "C": 4_620, "D": 8_580}


def shared(cash, claims=CLAIMS, by=60, unit=1, mode=PayoutRounding.LARGEST_REMAINDER, **more):
    terms = ShareOutTerms(
        rule=Rule.SAVINGS_AND_CHARGES,
        rounding=mode,
        unit=unit,
        cash=cash,
        claims=claims,
        by_savings=Fraction(by, 100),
        **more,
    )
    return share_out(terms)


def payouts(result):
    return {line.id: line.payout for line in result.members}


def test_sixty_to_forty_with_the_savings_back():
    assert payouts(shared(333_000)) == {m: SAVED[m] + SPLIT[m] for m in SAVED}


def test_sixty_to_forty_of_the_profit_alone():
    result = shared(33_000, savings_back=False)
    assert payouts(result) == SPLIT
    assert (result.residue, result.reserve) == (0, 0)


def test_a_reserve_is_kept_before_the_split():
    result = shared(33_000, savings_back=False, reserve=Fraction(1, 10))
    # 29,700 are left: 17,820 by savings, 11,880 by charges
    assert payouts(result) == {"A": 3_564, "B": 14_256, "C": 4_158, "D": 7_722}
    assert (result.residue, result.reserve) == (0, 3_300)


def test_the_residue_of_a_payout_unit_stays_beside_the_reserve():
    mode = PayoutRounding.FLOOR_PAYOUT
    result = shared(33_000, savings_back=False, reserve=Fraction(1, 10), unit=1_000, mode=mode)
    assert payouts(result) == {"A": 3_000, "B": 14_000, "C": 4_000, "D": 7_000}
    assert (result.residue, result.reserve) == (1_700, 3_300)


def test_where_nobody_paid_a_charge_all_goes_by_savings():
    claims = tuple(Claim(id=m, savings=SAVED[m]) for m in SAVED)
    assert payouts(shared(3_000, claims, savings_back=False)) == {
        "A": 600,
        "B": 1_200,
        "C": 300,
        "D": 900,
    }


def test_a_loss_is_borne_by_savings_and_not_by_charges():
    # 270,000 for 300,000 saved: nine tenths of each
    assert payouts(shared(270_000)) == {"A": 54_000, "B": 108_000, "C": 27_000, "D": 81_000}
    assert shared(270_000, reserve=Fraction(1, 2)).reserve == 0


def test_a_debt_larger_than_the_part_is_settled_apart():
    claims = (
        Claim(id="A", savings=1_000, charges_paid=100),
        Claim(id="B", savings=1_000, charges_paid=300, debt=5_000),
    )
    # A alone: 1,000 back and the 200 of profit in the box
    result = shared(1_200, claims)
    lines = {line.id: line for line in result.members}
    assert lines["A"].payout == 1_200
    # B at that value: 1,000 + 120/1,000 of 1,000 + 80/100 of 300
    assert (lines["B"].set_off, lines["B"].still_owes) == (1_360, 3_640)


AMOUNTS = st.integers(0, 10**6)


@given(
    st.lists(st.tuples(AMOUNTS, AMOUNTS, st.integers(0, 3_000)), min_size=1, max_size=9),
    AMOUNTS,
    st.integers(0, 100),
    st.integers(0, 100),
    st.sampled_from([1, 5, 100]),
    st.booleans(),
    st.sampled_from([PayoutRounding.LARGEST_REMAINDER, PayoutRounding.FLOOR_PAYOUT]),
)
def test_it_adds_up_to_the_coin(rows, cash, by, reserve, unit, back, mode):
    claims = tuple(
        Claim(id=str(n), savings=saved, charges_paid=paid, debt=debt if back else 0)
        for n, (saved, paid, debt) in enumerate(rows)
    )
    result = shared(cash, claims, by, unit, mode, savings_back=back, reserve=Fraction(reserve, 100))
    paid = sum(payouts(result).values())
    assert paid + result.residue + result.reserve == cash
    assert result.residue >= 0
    assert min(payouts(result).values()) >= 0
    assert all(line.entitlement == line.payout + line.set_off for line in result.members) or (
        mode is PayoutRounding.FLOOR_PAYOUT
    )


CASE = {
    "rule": "savings_and_charges",
    "by_savings_percent": "60",
    "reserve_percent": "10",
    "savings_back": False,
    "rounding": {"mode": "largest_remainder", "unit": "1"},
    "cash": "33000",
    "members": [{"id": m, "savings": str(SAVED[m]), "charges_paid": str(PAID[m])} for m in SAVED],
}


def test_a_file_of_it(tmp_path):
    answer = run_calc("share-out", written(tmp_path, CASE))
    assert {line["id"]: line["payout"] for line in answer["members"]} == {
        "A": "3564",
        "B": "14256",
        "C": "4158",
        "D": "7722",
    }
    assert (answer["reserve"], answer["residue"]) == ("3300", "0")


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"by_savings_percent": "101"}, "out_of_range", "by_savings_percent"),
        ({"reserve_percent": "100.5"}, "out_of_range", "reserve_percent"),
        ({"savings_back": "no"}, "yes_or_no", "savings_back"),
        ({"members": [{"id": "A", "savings": "5"}]}, "missing_key", "members[0].charges_paid"),
        ({"rule": "per_savings"}, "unknown_key", "by_savings_percent"),
    ],
)
def test_a_file_that_cannot_be(changes, code, column):
    with pytest.raises(Refusal) as caught:
        read_share_out(CASE | changes)
    assert (caught.value.code, caught.value.params["column"]) == (code, column)


def test_a_workplace_shares_its_surplus_and_the_savings_stay():
    group = Life(
        "coop",
        2,
        share_out="profit_only",
        share_out_rule="savings_and_charges",
        by_savings_percent="60",
        reserve_percent="20",
        dividend_percent="0",
        guarantors_needed=0,
        liquidity_percent="0",
        grace_principal=0,
        share_out_rounding={"mode": "largest_remainder", "unit": 1},
    )
    group.meet(1, en.Saving("M01", 10_000_00), en.Saving("M02", 30_000_00))
    group.meet(2, en.LoanRequest("M01", 10_000_00, 0, "", 1))
    group.meet(3, en.Repayment("M01", 10_100_00))  # one month at 1 %
    # 100.00 earned, 20.00 kept; 48.00 by savings 1 to 3, 32.00 by charges, all paid by M01
    assert group.end(3) == {"M01": 12_00 + 32_00, "M02": 36_00}
    ended = group.events[-1][-1]
    assert (ended.residue, ended.reserve) == (0, 20_00)
    assert isinstance(ended, ev.ShareOut)
    assert group.book.cash("loan") == 40_020_00
    group.next_cycle(4)
    group.meet(4, en.MoneyIn(50_00, "a gift"))
    # What was kept is not shared out a year later: 40.00 of 50.00, by savings alone
    assert group.end(4) == {"M01": 10_00, "M02": 30_00}
    assert group.book.cash("loan") == 40_030_00
    group.replayed()
