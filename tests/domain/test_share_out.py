"""The share-out, by worked examples (amounts in minor units)."""

import pytest

from coopledger.domain.errors import Refusal
from coopledger.domain.share_out import (
    Claim,
    PayoutRounding,
    Rule,
    ShareOutTerms,
    read_share_out,
    share_out,
)

TRUNCATE = PayoutRounding.TRUNCATE_VALUE
LARGEST = PayoutRounding.LARGEST_REMAINDER
FLOOR = PayoutRounding.FLOOR_PAYOUT


def shared(cash, *claims, rule=Rule.PER_SHARE, rounding=TRUNCATE, unit=1):
    return share_out(
        ShareOutTerms(rule=rule, rounding=rounding, unit=unit, cash=cash, claims=claims)
    )


def lines(result):
    return {
        line.id: (line.entitlement, line.set_off, line.payout, line.still_owes)
        for line in result.members
    }


# A group's first year of 48 meetings, M20 owing more than the shares are worth: member, shares,
# debt (principal, charge due, fines owed), payout.
VSLA_YEAR = """
M01 95 0 186200
M02 57 0 111720
M03 140 0 274400
M04 86 0 168560
M05 138 0 270480
M06 47 0 92120
M07 185 0 362600
M08 153 0 299880
M09 0 0 0
M10 59 0 115640
M11 140 0 274400
M12 96 0 188160
M13 135 0 264600
M14 218 0 427280
M15 57 0 111720
M16 169 0 331240
M17 145 0 284200
M18 82 200 160520
M19 58 0 113680
M20 133 696900 0
M21 92 0 180320
M22 95 0 186200
M23 141 0 276360
M24 89 0 174440
"""


def test_a_whole_year_of_a_group_with_one_member_settled_apart():
    rows = [line.split() for line in VSLA_YEAR.split("\n") if line]
    claims = [Claim(id=member, shares=int(n), debt=int(debt)) for member, n, debt, _ in rows]
    result = shared(4_871_343, *claims, unit=10)
    assert (result.share_value, result.total_shares) == (1960, 2477)
    assert (result.distributable, result.residue) == (4_871_543, 16_623)
    assert {line.id: str(line.payout) for line in result.members} == {
        member: payout for member, _, _, payout in rows
    }
    owing = {line.id: line.still_owes for line in result.members if line.still_owes}
    assert owing == {"M20": 436_220}


def test_debts_are_set_off_and_count_as_distributable():
    result = shared(1000, Claim(id="A", shares=10), Claim(id="B", shares=10, debt=300))
    assert (result.share_value, result.distributable, result.residue) == (65, 1300, 0)
    assert lines(result) == {"A": (650, 0, 650, 0), "B": (650, 300, 350, 0)}


def test_one_debt_too_large_makes_the_next_one_too_large():
    result = shared(
        1000,
        Claim(id="A", shares=10),
        Claim(id="B", shares=10, debt=2000),
        Claim(id="C", shares=10, debt=1200),
    )
    # 4,200 / 30 = 140: B is out; 2,200 / 20 = 110: C is out; 1,000 / 10 = 100.
    assert (result.share_value, result.total_shares, result.distributable) == (100, 10, 1000)
    assert lines(result) == {
        "A": (1000, 0, 1000, 0),
        "B": (1000, 1000, 0, 1000),
        "C": (1000, 1000, 0, 200),
    }


def test_a_debt_as_large_as_the_part_is_settled_within():
    result = shared(0, Claim(id="A", shares=1, debt=50), Claim(id="B", shares=1, debt=50))
    assert lines(result) == {"A": (50, 50, 0, 0), "B": (50, 50, 0, 0)}


def test_everybody_settled_apart_is_credited_at_the_last_value():
    claims = (Claim(id="A", shares=1, debt=15), Claim(id="B", shares=1, debt=15))
    result = shared(0, *claims, unit=10)
    assert result.share_value == 10
    assert lines(result) == {"A": (10, 10, 0, 5), "B": (10, 10, 0, 5)}
    assert (result.total_shares, result.residue) == (0, 0)


@pytest.mark.parametrize("rounding", [TRUNCATE, LARGEST, FLOOR])
def test_nobody_and_nothing_to_share(rounding):
    assert shared(500, rounding=rounding).residue == 500
    result = shared(500, Claim(id="A"), Claim(id="B", debt=20), rounding=rounding)
    assert lines(result) == {"A": (0, 0, 0, 0), "B": (0, 0, 0, 20)}
    assert (result.residue, result.share_value) == (500, 0)


@pytest.mark.parametrize("rule", list(Rule))
def test_one_member_gets_everything(rule):
    only = Claim(id="A", shares=3, savings=600, charges_paid=7, deposits=(300, 300))
    rounding = TRUNCATE if rule is Rule.PER_SHARE else FLOOR
    result = shared(1000, only, rule=rule, rounding=rounding)
    assert result.members[0].payout == (999 if rule is Rule.PER_SHARE else 1000)


def test_units_go_to_the_largest_remainders_and_ties_to_the_earlier_member():
    claims = [Claim(id=name, shares=1) for name in "ABC"]
    result = shared(200, *claims, rounding=LARGEST)
    assert [line.payout for line in result.members] == [67, 67, 66]
    tens = shared(205, *claims, rounding=LARGEST, unit=10)
    assert [line.payout for line in tens.members] == [70, 70, 60]
    assert tens.residue == 5


def test_largest_remainder_with_a_member_settled_apart():
    claims = (
        Claim(id="A", shares=1),
        Claim(id="B", shares=1),
        Claim(id="C", shares=1),
        Claim(id="D", shares=1, debt=500),
    )
    result = shared(200, *claims, rounding=LARGEST)
    assert lines(result) == {
        "A": (67, 0, 67, 0),
        "B": (67, 0, 67, 0),
        "C": (66, 0, 66, 0),
        "D": (66, 66, 0, 434),
    }
    assert result.residue == 0


def test_a_debt_within_the_exact_part_needs_no_coins():
    claims = (Claim(id="A", shares=1, debt=150), Claim(id="B", shares=1))
    result = shared(248, *claims, rounding=LARGEST, unit=100)
    # Both parts are 199; A's debt of 150 is set off whole, B gets notes of 100.
    assert lines(result)["A"] == (150, 150, 0, 0)
    assert lines(result)["B"] == (200, 0, 200, 0)
    assert result.residue == 48


def test_a_payout_is_cut_after_the_debt_is_taken_off():
    claims = (Claim(id="A", shares=1, debt=150), Claim(id="B", shares=1))
    result = shared(550, *claims, rounding=FLOOR, unit=100)
    assert lines(result) == {"A": (350, 150, 200, 0), "B": (350, 0, 300, 0)}
    assert result.residue == 50


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        # C owes too much; the profit among A and B is 500, with the charges 400.
        (Rule.PER_SAVINGS, [1500, 1000, 500]),
        (Rule.EQUAL, [1450, 1050, 650]),
        (Rule.CHARGES_TO_PAYER, [1400, 1100, 1000]),
    ],
)
def test_rules_without_shares_credit_a_debtor_by_the_same_rule(rule, parts):
    result = shared(
        2500,
        Claim(id="A", savings=1200, charges_paid=0),
        Claim(id="B", savings=800, charges_paid=100),
        Claim(id="C", savings=400, charges_paid=400, debt=5000),
        rule=rule,
        rounding=FLOOR,
    )
    assert [line.entitlement for line in result.members] == parts
    assert [line.payout for line in result.members] == [*parts[:2], 0]
    assert result.members[2].still_owes == 5000 - parts[2]
    assert (result.residue, result.share_value) == (0, None)


def test_profit_by_time():
    early = Claim(id="A", savings=20, deposits=(10, 10))
    late = Claim(id="B", savings=20, deposits=(0, 20))
    result = shared(90, early, late, rule=Rule.TIME_WEIGHTED, rounding=LARGEST)
    # Weights 10 x 2 + 10 = 30 and 20; profit 50.
    assert [line.payout for line in result.members] == [50, 40]


def test_profit_by_time_with_no_deposits_stays_in_the_fund_and_a_loss_cuts_all_alike():
    claims = (Claim(id="A", savings=30, deposits=()), Claim(id="B", savings=10, deposits=()))
    profit = shared(50, *claims, rule=Rule.TIME_WEIGHTED, rounding=LARGEST)
    assert ([line.payout for line in profit.members], profit.residue) == ([30, 10], 10)
    loss = shared(20, *claims, rule=Rule.TIME_WEIGHTED, rounding=LARGEST)
    assert ([line.payout for line in loss.members], loss.residue) == ([15, 5], 0)


def test_a_loss_is_shared_too():
    claims = (Claim(id="A", shares=3, savings=300), Claim(id="B", shares=1, savings=100))
    assert [m.payout for m in shared(200, *claims).members] == [150, 50]
    per_savings = shared(200, *claims, rule=Rule.PER_SAVINGS, rounding=LARGEST)
    assert [m.payout for m in per_savings.members] == [150, 50]
    equal = shared(300, *claims, rule=Rule.EQUAL, rounding=LARGEST)
    assert [m.payout for m in equal.members] == [250, 50]


def test_a_loss_larger_than_a_small_saver_s_money_is_borne_by_the_others():
    claims = (
        Claim(id="A", savings=100),
        Claim(id="B", savings=10),
        Claim(id="C", savings=40),
    )
    result = shared(50, *claims, rule=Rule.EQUAL, rounding=LARGEST)
    # A loss of 100: 33.3 each is more than B's 10; then 45 each is more than C's 40; A has 50.
    assert [line.payout for line in result.members] == [50, 0, 0]
    assert result.residue == 0


def test_an_empty_box_pays_nobody():
    result = shared(0, Claim(id="A", shares=2), Claim(id="B", shares=1, debt=30))
    assert lines(result) == {"A": (0, 0, 0, 0), "B": (0, 0, 0, 30)}


GOOD = {
    "rule": "per_share",
    "cash": "1000",
    "rounding": {"mode": "truncate_value", "unit": "1"},
    "members": [
        {"id": "A", "shares": 3, "savings": "6", "debt": "0"},
        {"id": "B", "shares": 1, "fines_paid": "4"},
    ],
}


def changed(**changes):
    source = GOOD | changes
    member = source.pop("member", None)
    if member is not None:
        source["members"] = [GOOD["members"][0], GOOD["members"][1] | member]
    return source


def test_amounts_are_read_in_the_currency_s_decimals():
    terms, decimals = read_share_out(
        changed(decimals=2, cash="10.5", rounding={"mode": "floor_payout", "unit": "0.05"})
    )
    assert (terms.cash, terms.unit, decimals) == (1050, 5, 2)
    assert terms.claims[0].savings == 600


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"cash": "-1"}, "negative_amount", "cash"),
        ({"cash": "1.5"}, "too_many_decimals", "cash"),
        ({"rule": "by_height"}, "not_a_choice", "rule"),
        ({"rounding": {"mode": "nearest", "unit": "1"}}, "not_a_choice", "rounding.mode"),
        ({"rounding": {"mode": "floor_payout", "unit": "0"}}, "out_of_range", "rounding.unit"),
        ({"rounding": {"mode": "floor_payout"}}, "missing_key", "rounding.unit"),
        ({"rounding": "down"}, "bad_value", "rounding"),
        ({"rule": "equal", "member": {"savings": "1"}}, "needs_shares", "rounding.mode"),
        ({"members": {}}, "bad_value", "members"),
        ({"members": ["A"]}, "bad_value", "members[0]"),
        ({"members": [{"id": "A"}]}, "missing_key", "members[0].shares"),
        ({"member": {"id": "A"}}, "duplicate_member", "members[1].id"),
        ({"member": {"id": " "}}, "bad_value", "members[1].id"),
        ({"member": {"shares": -1}}, "out_of_range", "members[1].shares"),
        ({"member": {"shares": "1"}}, "not_a_number", "members[1].shares"),
        ({"member": {"debt": "-5"}}, "negative_amount", "members[1].debt"),
        ({"member": {"debts": "5"}}, "unknown_key", "members[1].debts"),
        ({"residue": "5"}, "unknown_key", "residue"),
    ],
)
def test_refused_with_the_field(changes, code, column):
    with pytest.raises(Refusal) as refused:
        read_share_out(changed(**changes))
    assert (refused.value.code, refused.value.params["column"]) == (code, column)


def test_savings_are_the_sum_of_the_deposits_unless_given():
    members = [
        {"id": "A", "deposits": ["10", "10"]},
        {"id": "B", "deposits": ["0", "20"], "savings": "15"},
    ]
    rounding = {"mode": "largest_remainder", "unit": "1"}
    terms, _ = read_share_out(changed(rule="time_weighted", rounding=rounding, members=members))
    assert [claim.savings for claim in terms.claims] == [20, 15]


def test_deposits_that_cover_different_meetings_are_refused():
    members = [
        {"id": "A", "savings": "2", "deposits": ["1", "1"]},
        {"id": "B", "savings": "1", "deposits": ["1"]},
    ]
    rounding = {"mode": "floor_payout", "unit": "1"}
    with pytest.raises(Refusal) as refused:
        read_share_out(changed(rule="time_weighted", rounding=rounding, members=members))
    assert (refused.value.code, refused.value.params["column"]) == (
        "deposits_uneven",
        "members[1].deposits",
    )
