"""One rule of a template changed at a time, and what it comes to; worked out by hand."""

import pytest

from coopledger.domain import entries as en
from tests.domain.template_lives import Life

WHOLE = {"currency": "UGX", "currency_decimals": 0, "saving_amount": 0, "social_contribution": 0}
"""A group that counts in whole units and pays nothing into the social fund."""
NO_WELFARE = {"social_contribution": 0}


def everybody(entry, amount, members=3):
    return [entry(f"M{n:02}", amount) for n in range(1, members + 1)]


def owed(group, member):
    (loan,) = group.book.loans_of(member)
    return group.book.principal(loan), group.book.charge_due(loan)


def test_profit_by_how_long_the_money_worked():
    coins = {"mode": "largest_remainder", "unit": 1}
    group = Life("silc", 2, **WHOLE, share_out_rule="time_weighted", share_out_rounding=coins)
    group.meet(1, en.Saving("M01", 1_000))
    group.meet(2, en.Saving("M02", 1_000))
    group.meet(3, en.MoneyIn(500, "soap sold"))
    # 1,000 for three meetings, 1,000 for two
    assert group.end(3) == {"M01": 1_300, "M02": 1_200}
    group.replayed()


def test_savings_taken_back_share_in_nothing():
    group = Life("silc", 2, **WHOLE, withdrawable=1)
    group.meet(1, *everybody(en.Saving, 10_000, 2))
    group.meet(2, en.SavingsTaken("M01", 4_000))
    group.meet(3, en.MoneyIn(1_600))
    # 17,600 by 6,000 and 10,000, cut down to 500 (5.00 of the template in whole units)
    assert group.end(3) == {"M01": 6_500, "M02": 11_000}
    assert group.book.cash("social") == 100
    group.replayed()


def test_only_the_profit_is_shared_out_and_the_shares_go_on():
    group = Life("vsla", 2, **NO_WELFARE, share_out="profit_only")
    group.meet(1, en.ShareBuying("M01", 3), en.ShareBuying("M02", 1))
    group.meet(2, en.MoneyIn(1_000))
    assert group.end(2) == {"M01": 750, "M02": 250}
    assert (group.book.savings("M01"), group.book.members["M01"].shares) == (6_000, 3)
    group.next_cycle(3)
    group.meet(3, en.ShareBuying("M01", 1))
    group.meet(4, en.MoneyIn(500))
    assert group.end(4) == {"M01": 400, "M02": 100}
    assert group.book.cash("loan") == 5 * 2_000
    group.replayed()


@pytest.mark.parametrize(
    ("method", "paid_out", "owed_at_the_end"),
    [("fee", 6_000_00, 6_600_00), ("deducted_in_advance", 5_400_00, 6_000_00)],
)
def test_a_charge_taken_once(method, paid_out, owed_at_the_end):
    """10 % of 6,000 for two months: asked at the end, or kept back at the beginning."""
    group = Life("asca", 2, **NO_WELFARE, loan_method=method, late_amount=0)
    loan = en.LoanRequest("M01", 6_000_00, instalments=2, guarantors=("M02",))
    group.meet(1, *everybody(en.Saving, 5_000_00, 2), loan)
    assert group.book.cash("loan") == 10_000_00 - paid_out
    group.meet(2, *everybody(en.Saving, 5_000_00, 2))
    group.meet(3, *everybody(en.Saving, 5_000_00, 2))
    assert sum(owed(group, "M01")) == owed_at_the_end
    group.meet(5, en.Repayment("M01", owed_at_the_end))
    # 600 were earned either way and go back to who paid them
    assert group.end(5) == {"M01": 15_600_00, "M02": 15_000_00}


def test_who_leaves_and_who_joins_at_what_a_share_is_worth():
    group = Life("vsla", 3, **NO_WELFARE, leaving="current_value", joining="current_value")
    group.meet(1, *everybody(en.ShareBuying, 2), en.MoneyIn(1_200))
    newcomer = [en.Joining("M04", "{}"), en.Attendance("M04", "present"), en.ShareBuying("M04", 2)]
    # Six shares stand at 13,200: 4,400 for two, to the leaver and from the newcomer
    group.meet(2, en.Leaving("M03", 4_400, "moved"), *newcomer)
    assert group.book.cash("loan") == 13_200
    assert group.end(2) == {"M01": 4_400, "M02": 4_400, "M04": 4_400}
    group.replayed()


def test_a_dead_members_loan_is_forgiven_and_the_heirs_are_paid():
    group = Life("asca", 3, **NO_WELFARE)
    group.meet(1, *everybody(en.Saving, 5_000_00))
    loan = en.LoanRequest("M01", 6_000_00, instalments=2, guarantors=("M02",))
    group.meet(2, *everybody(en.Saving, 5_000_00), loan)
    group.meet(3, en.Saving("M02", 5_000_00), en.Saving("M03", 5_000_00), en.Died("M01"))
    assert not group.book.open_loans
    # The loss of 6,000 is borne in three equal parts
    assert group.end(3) == {"M01": 8_000_00, "M02": 13_000_00, "M03": 13_000_00}
    group.replayed()


@pytest.mark.parametrize(
    ("odd_money", "shares", "social", "paid"),
    [("return", 2, 0, 4_000), ("hold", 3, 0, 6_000), ("social", 2, 2_000, 4_000)],
)
def test_money_that_buys_no_whole_share(odd_money, shares, social, paid):
    """5,300 and then 700 where a share costs 2,000."""
    group = Life("vsla", 1, **NO_WELFARE, odd_money=odd_money)
    group.meet(1, en.SharesForMoney("M01", 5_300))
    group.meet(2, en.SharesForMoney("M01", 700))
    assert group.book.members["M01"].shares == shares
    assert group.book.cash("social") == social
    assert group.end(2) == {"M01": paid}


def test_a_charge_by_meetings_held():
    group = Life("vsla", 2, **NO_WELFARE, charge_period="meeting")
    group.meet(1, *everybody(en.ShareBuying, 5, 2), en.LoanRequest("M01", 1_000, 12))
    for number in range(2, 9):
        group.meet(number)
    assert owed(group, "M01") == (1_000, 50)
    group.meet(9)
    assert owed(group, "M01") == (1_000, 100)
    group.replayed()


def test_a_debt_above_the_share_is_given_up_where_the_rules_say_so():
    group = Life("vsla", 2, **NO_WELFARE, debt_above_entitlement="exclude_and_write_off")
    group.meet(1, en.ShareBuying("M01", 1), en.ShareBuying("M02", 5))
    group.meet(2, en.LoanRequest("M01", 5_000, 12))
    # 7,000 are left for the five shares of M02: 1,400 each; M01's share pays 1,400 of the loan
    assert group.end(2) == {"M02": 7_000}
    assert not group.book.open_loans
    assert group.book.accounts["loan:expense:write_off"] == 3_600
