"""A small group of each kind lives by its template: every figure is worked out by hand here."""

from collections import Counter

import pytest

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from tests.domain.template_lives import Life

CENTS = 100


def test_a_village_group_buys_shares_lends_and_shares_everything_out():
    group = Life("vsla", 3)
    shares = {"M01": 2, "M02": 3, "M03": 1}
    extra = {
        4: [en.LoanRequest("M02", 40_000, 12, "seed")],
        5: [
            en.FineSet("M03", "late", 200),
            en.FinePayment("M03", 200),
            en.LoanRequest("M03", 3_000, 12),
        ],
        6: [en.Spending(700, "exercise books")],
        8: [en.Repayment("M02", 22_000)],  # 5 % of 40,000 and 20,000 of the loan
        9: [en.GrantGiven("M01", 2_000, "funeral")],
        10: [en.Repayment("M03", 650)],  # 5 % of 3,000 and 500
        11: [en.LoanLoss("M03", 1_000, "flood")],
        12: [
            en.Repayment("M02", 21_000),  # 5 % of 20,000 and the rest
            en.Repayment("M03", 1_500),
            en.Recovery("M03", 400),
        ],
    }
    for number in range(1, 13):
        bought = [en.ShareBuying(code, count) for code, count in shares.items()]
        paid = [en.Contribution(code, 500) for code in shares]
        group.meet(number, *paid, *bought, *extra.get(number, ()))
    # 72 shares of 2,000, charges 2,000 + 1,000 + 150, fine, books, loss and what came back of it
    assert group.book.cash("loan") == 144_000 + 3_150 + 200 - 700 - 1_000 + 400 == 146_050
    # 146,050 / 72 = 2,028.47, cut down to 2,020
    assert group.end(12) == {"M01": 24 * 2_020, "M02": 36 * 2_020, "M03": 12 * 2_020}
    assert group.book.cash("loan") == 146_050 - 72 * 2_020 == 610
    assert group.book.cash("social") == 3 * 12 * 500 - 2_000
    assert group.replayed().book.closed


def test_a_silc_group_saves_any_amount_and_shares_out_by_savings():
    group = Life("silc", 3)
    saved = {"M01": 100, "M02": 50, "M03": 250}
    extra = {
        3: [en.FineSet("M02", "absent", 50 * CENTS)],  # never paid: taken off at the end
        4: [en.LoanRequest("M01", 800 * CENTS, 8)],
        5: [en.LoanRequest("M02", 300 * CENTS, 4)],
        8: [en.Repayment("M01", 40 * CENTS), en.Rollover("M01", 8)],
        9: [en.Repayment("M02", 115 * CENTS), en.Rescheduling("M02", 4, reason="poor harvest")],
        12: [en.Repayment("M01", 840 * CENTS), en.Repayment("M02", 200 * CENTS)],
    }
    for number in range(1, 13):
        paid = [en.Contribution(code, 20 * CENTS) for code in saved]
        savings = [en.Saving(code, amount * CENTS) for code, amount in saved.items()]
        group.meet(number, *paid, *savings, *extra.get(number, ()))
    # 4,800 saved; charges 40 + 40 on the loan rolled over, 15 on the other
    assert group.book.cash("loan") == (4_800 + 95) * CENTS
    # With the fine of 50 that is owed 4,945: 1,236.25, 618.12 less 50, 3,090.62; cut down to 5
    assert group.end(12) == {"M01": 1_235_00, "M02": 565_00, "M03": 3_090_00}
    assert group.book.cash("loan") == 0
    assert group.book.cash("social") == (3 * 12 * 20 + 5) * CENTS
    assert group.replayed().book.fines_owed("M02") == 0


def test_a_self_help_group_borrows_outside_lends_by_plan_and_keeps_its_surplus():
    group = Life("shg", 4)
    extra = {
        1: [en.Saving("M04", 50 * CENTS, voluntary=True)],
        2: [en.Saving("M04", 50 * CENTS, voluntary=True)],
        3: [
            en.Saving("M04", 50 * CENTS, voluntary=True),
            en.Borrowing("sbi", 5_000 * CENTS, "first dose", at="bank"),
            en.Transfer(5_000 * CENTS, "bank", "box"),
            en.LoanRequest("M01", 4_000 * CENTS, instalments=4),
        ],
        4: [en.Repayment("M01", 1_080 * CENTS)],
        5: [en.Repayment("M01", 1_060 * CENTS)],
        6: [
            en.Repayment("M01", 1_040 * CENTS),
            en.SavingsTaken("M04", 100 * CENTS, voluntary=True),
        ],
        7: [en.Repayment("M01", 1_020 * CENTS), en.Spending(30 * CENTS, "ink")],
        9: [en.LenderCharge("sbi", 100 * CENTS), en.LenderPayment("sbi", 2_600 * CENTS)],
        12: [
            en.LenderCharge("sbi", 50 * CENTS),
            en.LenderPayment("sbi", 2_550 * CENTS),
            en.Transfer(3_000 * CENTS, "box", "bank"),
        ],
    }
    for number in range(1, 13):
        everybody = [en.Saving(f"M{n:02}", 100 * CENTS) for n in range(1, 5)]
        if number == 8:  # the ink was never bought
            (index,) = [n for n, e in enumerate(group.events[7]) if isinstance(e, ev.Expense)]
            everybody.append(en.Correction(8, index, "not bought"))
        group.meet(number, *everybody, *extra.get(number, ()))
    assert not group.book.external()
    assert not group.book.open_loans
    # 4,800 and 50 of voluntary savings, charges 80 + 60 + 40 + 20, less 150 to the lender
    assert group.book.cash("loan", "box") == (4_850 + 200 - 150 - 3_000) * CENTS
    assert group.book.cash("loan", "bank") == 3_000 * CENTS
    assert group.end(12) == {}
    group.next_cycle(13)
    assert group.book.accounts["loan:retained"] == -50 * CENTS
    assert [group.book.savings(f"M{n:02}") for n in range(1, 5)] == [1_200 * CENTS] * 4
    group.meet(13, *(en.Saving(f"M{n:02}", 100 * CENTS) for n in range(1, 5)))
    group.replayed()


def test_a_merry_go_round_goes_round_twice():
    """Six hands of 10,000, M02 has two: a pot waits, one goes by phone, a hand is taken over."""
    group = Life("rosca", 5, meetings_in_cycle=6)
    first = ("M02", "M01", "M03", "M04", "M05", "M02")
    second = ("M01", "M05", "M02", "M03", "M04", "M02")
    taken_over = ("M01", "M06", "M02", "M03", "M04", "M02")
    before = {
        1: [en.Draw(first)],
        7: [en.Draw(second)],
        8: [
            en.Joining("M06", '{"name":"Ruth"}'),
            en.Attendance("M06", "present"),
            en.HandsTaken("M05", "M06"),
            en.Leaving("M05"),
        ],
    }
    for number in range(1, 13):
        turns = first if number < 7 else second if number == 7 else taken_over
        place = "wallet" if number == 5 else "box"
        hands = Counter(turns)
        hands["M04"] += {3: -1, 4: 1}.get(number, 0)
        winners = {3: [], 4: ["M03", "M04"]}.get(number, [turns[(number - 1) % 6]])
        group.meet(
            number,
            *(en.Contribution(member.code, 500) for member in group.book.active()),
            *before.get(number, ()),
            *(en.PotContribution(code, 10_000 * n, at=place) for code, n in hands.items()),
            *(en.PotPaid(code, at=place) for code in winners),
        )
        if number == 3:
            assert group.book.cash("pot") == 50_000
            assert group.refusal(4, en.PotPaid("M03")) == "pot_short"
    won = Counter(
        e.m for page in group.events for e in page if isinstance(e, ev.Pot) and e.a == 60_000
    )
    assert won == {"M01": 2, "M02": 4, "M03": 2, "M04": 2, "M05": 1, "M06": 1}
    assert group.book.total("pot:cash:") == 0
    assert {group.book.arrears(member, "pot") for member in group.book.members} == {0}
    assert group.book.cash("social") == 12 * 5 * 500
    group.replayed()


@pytest.mark.parametrize(("fee", "organiser"), [("0", 0), ("5", 500)])
def test_a_bid_pot_gives_the_discount_back_to_every_hand(fee, organiser):
    """Domain notes §2.3: 10 hands of 1,000, a discount of 1,500 gives 150 back to each."""
    group = Life("rosca", 10, hand=1_000, pot_order="auction", pot_fee_percent=fee)
    everybody = tuple(f"M{n:02}" for n in range(1, 11))
    given = 0
    for number, winner in enumerate(everybody, 1):
        discount = 1_500 - 150 * (number - 1) if number < 10 else 0
        opening = [en.Draw(everybody)] if number == 1 else []
        hands = [en.PotContribution(code, 1_000) for code in everybody]
        welfare = [en.Contribution(code, 500) for code in everybody]
        group.meet(number, *opening, *welfare, *hands, en.PotPaid(winner, discount))
        given += discount // 10
        (pot,) = [e for e in group.events[-1] if isinstance(e, ev.Pot)]
        assert (pot.a, pot.fee) == (10_000 - organiser - discount, organiser)
        assert group.book.cash("pot") == 0
    # 150 + 135 + ... + 30 back to each hand, whoever won
    assert given == sum(150 - 15 * n for n in range(9)) == 810
    assert group.book.accounts.get("pot:expense:fee", 0) == 10 * organiser
    group.replayed()


def test_an_accumulating_group_gives_the_charges_back_to_who_paid_them():
    group = Life("asca", 4)
    everybody = [f"M{n:02}" for n in range(1, 5)]
    extra = {
        2: [en.LoanRequest("M01", 20_000_00, instalments=2, guarantors=("M02",))],
        4: [en.Repayment("M01", 24_000_00)],  # 10 % for each of two months
        5: [en.LoanRequest("M03", 10_000_00, instalments=1, guarantors=("M04",))],
        # A month late: 500 for each of 30 days, but 20 % of the loan at most; with 10 % charge
        7: [en.Repayment("M03", 13_000_00)],
        8: [en.LoanRequest("M04", 8_000_00, instalments=1, guarantors=("M02",))],
        # The guarantor is called for the loan, 800 charge and 1,600 for being late
        10: [en.Repayment("M04", 10_400_00, by="M02")],
    }
    for number in range(1, 13):
        welfare = [en.Contribution(code, 500_00) for code in everybody]
        savings = [en.Saving(code, 5_000_00) for code in everybody]
        group.meet(number, *welfare, *savings, *extra.get(number, ()))
    assert group.book.cash("loan") == 249_400_00
    # 60,000 each, own charges back, and late charges of 3,600 in four equal parts
    assert group.end(12) == {
        "M01": 64_900_00,
        "M02": 60_900_00,
        "M03": 61_900_00,
        "M04": 61_700_00,
    }
    assert group.book.cash("loan") == 0
    group.replayed()


def test_a_thrift_co_operative_pays_a_dividend_out_of_its_profit():
    group = Life("coop", 4, dividend_percent="0.15")
    saved = {"M01": 1_000_00, "M02": 2_000_00, "M03": 500_00, "M04": 500_00}
    # 3,000 at 1 % a month, the first month the charge only, then three of 1,020.07
    extra = {
        2: [_coop_loan("M02", 3_000_00, 4, "M01", "M03")],
        3: [en.Repayment("M02", 30_00, at="bank")],
        4: [en.Repayment("M02", 1_020_07, at="bank")],
        5: [
            en.Repayment("M02", 1_020_07, at="bank"),
            _coop_loan("M03", 900_00, 2, "M01", "M04"),
        ],
        6: [en.Repayment("M02", 1_020_06, at="bank"), en.Repayment("M03", 9_00, at="bank")],
        # A month late: the loan, two months' charge, and 1 % of what is late
        8: [en.Repayment("M03", 927_00, at="bank")],
    }
    for number in range(1, 13):
        pay_day = [en.Saving(code, amount, at="bank") for code, amount in saved.items()]
        group.meet(number, *pay_day, *extra.get(number, ()))
    profit = 90_20 + 36_00
    assert group.book.cash("loan", "bank") == 48_000_00 + profit
    assert group.end(12) == {"M01": 18_00, "M02": 36_00, "M03": 9_00, "M04": 9_00}
    group.next_cycle(13)
    assert group.book.accounts["loan:retained"] == 72_00 - profit
    assert group.book.savings("M02") == 24_000_00
    group.replayed()


def _coop_loan(member, amount, instalments, *guarantors):
    return en.LoanRequest(member, amount, instalments=instalments, guarantors=guarantors, at="bank")


def test_a_dividend_is_never_above_the_profit():
    group = Life("coop", 2)
    group.meet(1, en.Saving("M01", 1_000_00), en.Saving("M02", 500_00))
    with pytest.raises(Refusal) as caught:
        group.end(1)
    assert caught.value.code == "dividend_above_profit"
