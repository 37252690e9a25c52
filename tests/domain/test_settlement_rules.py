"""A share-out by every rule of a constitution, from the book to the events, by hand."""

import pytest

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.constitution import ShareOutRounding
from coopledger.domain.errors import Refusal
from coopledger.domain.settlement import Trial, share_out_events, trial
from coopledger.domain.share_out import MemberPart, ShareOut
from tests.domain.meetings import founded, meeting, saved, week

FLOOR = ShareOutRounding("floor_payout", 1)
ANY = {"saving": "any", "saving_amount": 100, "share_price": 0, "social_contribution": 0}


def savers(amounts, **changes):
    """Members who saved any amount in meeting 1."""
    book = founded(members=len(amounts), **{**ANY, "share_out_rounding": FLOOR, **changes})
    named = {f"M{n:02}": amount for n, amount in enumerate(amounts, 1)}
    meeting(book, 1, *(en.Saving(code, amount) for code, amount in named.items() if amount))
    return book


def payouts(book):
    return [part.payout for part in trial(book).division.members]


def refused(book):
    with pytest.raises(Refusal) as caught:
        share_out_events(book)
    return caught.value.code, caught.value.params


@pytest.mark.parametrize(
    ("rule", "paid"),
    [
        # 600 saved, 120 charges by M01, 60 grown out of a sale: 780
        ("per_savings", [130, 260, 390]),
        ("equal", [160, 260, 360]),
        ("charges_to_payer", [240, 220, 320]),
        ("time_weighted", [130, 260, 390]),
    ],
)
def test_all_is_shared_by_the_rule(rule, paid):
    book = savers((100, 200, 300), share_out_rule=rule, charge_percent="30")
    meeting(book, 2, en.LoanRequest("M01", 400, 12), en.MoneyIn(60, "sale"))
    meeting(book, 6, en.Repayment("M01", 520))
    assert payouts(book) == paid
    book.fold(share_out_events(book))
    assert (book.cash("loan"), book.total("loan:savings:")) == (0, 0)


def test_early_savings_weigh_more_by_the_time():
    book = savers((100, 0), share_out_rule="time_weighted")
    meeting(book, 2)
    meeting(book, 3, en.Saving("M02", 100), en.MoneyIn(80, "sale"))
    # 100 for three meetings against 100 for one
    assert payouts(book) == [160, 120]


@pytest.mark.parametrize(("taken", "paid"), [(150, [150 + 55, 100 + 40]), (250, [50 + 20, 140])])
def test_a_withdrawal_comes_off_the_newest_savings(taken, paid):
    """Of three times 100 the last are taken: 100 and 50 are left, or 50, of the first meetings."""
    book = savers((100, 100), share_out_rule="time_weighted", withdrawable=1)
    meeting(book, 2, en.Saving("M01", 100))
    meeting(book, 3, en.Saving("M01", 100))
    gift = sum(paid) - 400 + taken
    meeting(book, 4, en.SavingsTaken("M01", taken), en.MoneyIn(gift, "sale"))
    assert payouts(book) == paid


def test_lenders_and_savings_beside_the_shares_are_set_aside():
    book = founded(voluntary_saving=1, odd_money="hold", social_contribution=0)
    meeting(
        book,
        1,
        en.SharesForMoney("M01", 4_300),
        en.Saving("M02", 700, voluntary=True),
        en.Borrowing("x1", 5_000, "", "bank"),
        en.LenderCharge("x1", 250),
    )
    told = trial(book)
    assert (told.cash, told.reserved) == (10_000, 300 + 700 + 5_000 + 250)
    assert refused(book) == ("lenders_first", {"value": 5_250})
    meeting(book, 2, en.MoneyIn(250, "gift"), en.LenderPayment("x1", 5_000, "bank"))
    meeting(book, 3, en.LenderPayment("x1", 250))
    events = share_out_events(book)
    assert events == [
        ev.Entitle("M01", 2, 4_000, 4_000),
        ev.PayOut("M01", 4_000),
        ev.Entitle("M02", 0, 0, 0),
        ev.Entitle("M03", 0, 0, 0),
        ev.Entitle("M04", 0, 0, 0),
        ev.Hold("M01", -300),
        ev.Withdraw("M02", 700, 1),
        ev.ShareOut(2_000, 2, 0),
    ]
    book.fold(events)
    assert (book.cash("loan"), book.held("M01"), book.voluntary("M02")) == (0, 0, 0)
    assert refused(book) == ("cycle_closed", {})


def test_what_is_at_the_bank_comes_to_the_table_first():
    book = savers((100, 200), share_out_rule="per_savings", places=("box", "bank", "wallet"))
    meeting(book, 2, en.Transfer(120, "box", "bank"), en.Transfer(50, "box", "wallet"))
    assert share_out_events(book)[:2] == [
        ev.Move("loan", 120, "bank", "box"),
        ev.Move("loan", 50, "wallet", "box"),
    ]


@pytest.mark.parametrize(("to", "expected"), [("social", [ev.Residue("social", 30)]), ("loan", [])])
def test_the_residue_goes_where_the_rules_say(to, expected):
    """330 among three at a value cut to 100: 30 are left."""
    rounding = ShareOutRounding("truncate_value", 100)
    book = founded(members=3, share_price=110, share_out_rounding=rounding, residue_to=to)
    meeting(book, 1, *(en.ShareBuying(f"M{n:02}", 1) for n in (1, 2, 3)))
    events = share_out_events(book)
    assert [e for e in events if isinstance(e, ev.Residue)] == expected
    assert events[-1] == ev.ShareOut(100, 3, 30)
    book.fold(events)
    assert (book.cash("loan"), book.cash("social")) == ((0, 30) if expected else (30, 0))


def test_a_residue_of_one_coin_goes_too():
    book = savers((100, 100), share_out_rule="per_savings", residue_to="social")
    meeting(book, 2, en.MoneyIn(1, "sale"))
    assert share_out_events(book)[-2:] == [ev.Residue("social", 1), ev.ShareOut(0, 0, 1)]


def test_no_residue_no_line():
    book = savers((100, 200), share_out_rule="per_savings", residue_to="social")
    assert not [e for e in share_out_events(book) if isinstance(e, ev.Residue)]


def test_refunds_that_waited_are_paid_with_the_rest():
    book = savers((100, 200, 300), share_out_rule="per_savings", leaving="at_cycle_end")
    meeting(book, 2, en.Leaving("M02"))
    assert (trial(book).reserved, payouts(book)) == (200, [100, 300])
    events = share_out_events(book)
    assert events[-2:] == [ev.PayOut("M02", 200), ev.ShareOut(0, 0, 0)]
    book.fold(events)
    assert (book.cash("loan"), book.total("loan:payable:")) == (0, 0)


def test_what_goes_back_at_face_must_be_there():
    book = savers((0, 0), share_out_rule="per_savings", voluntary_saving=1)
    meeting(book, 2, en.Saving("M01", 270, voluntary=True))
    assert share_out_events(book)[-2:] == [ev.Withdraw("M01", 270, 1), ev.ShareOut(0, 0, 0)]
    meeting(book, 3, en.Spending(3, "pen"))
    assert payouts(book) == [0, 0]
    assert trial(book).division.residue == 0
    assert refused(book) == ("cash_below_zero", {"value": 270, "cash": 267, "fund": "loan"})


def in_debt(**changes):
    """M01 saved 1,000 and owes 600 late on loan 1, 30 and 300 on it, 1,000 on loan 2."""
    rules = {
        "one_loan_at_a_time": 0,
        "late_amount": 300,
        "late_cap_percent": "200",
        "charge_percent": "10",
        "share_out_rule": "per_savings",
    }
    book = savers((1_000, 2_000), **rules | changes)
    meeting(book, 2, en.LoanRequest("M01", 300, 4))
    meeting(book, 7)
    meeting(book, 8, en.LoanRequest("M01", 1_000, 12))
    return book


def test_the_oldest_debt_is_set_off_first_and_the_rest_is_still_owed():
    book = in_debt()
    assert [book.debt(loan) for loan in book.loans_of("M01")] == [930, 1_000]
    events = share_out_events(book)
    # M01 owes 1,930, more than the part: settled apart at the others' 1,700 for 2,000
    assert events == [
        ev.Entitle("M01", 0, 1_000, 850),
        ev.SetOff("M01", 1, 220, 30, late=600),
        ev.Entitle("M02", 0, 2_000, 1_700),
        ev.PayOut("M02", 1_700),
        ev.ShareOut(0, 0, 0),
    ]
    book.fold(events)
    assert [book.debt(loan) for loan in book.loans_of("M01")] == [80, 1_000]


def test_a_debt_above_the_entitlement_is_written_off_where_the_rules_say_so():
    book = in_debt(debt_above_entitlement="exclude_and_write_off")
    events = share_out_events(book)
    assert [e for e in events if isinstance(e, ev.WriteOff)] == [
        ev.WriteOff(1, 80, 0),
        ev.WriteOff(2, 1_000, 0),
    ]
    book.fold(events)
    assert not book.loans_of("M01")
    assert book.accounts["loan:expense:write_off"] == 1_080


def test_a_write_off_takes_what_the_set_off_did_not_reach():
    """300 saved against 600 late, 30 charge and 300 principal: 300 late are set off."""
    book = savers(
        (300, 3_000),
        late_amount=300,
        late_cap_percent="200",
        charge_percent="10",
        share_out_rule="per_savings",
        debt_above_entitlement="exclude_and_write_off",
    )
    meeting(book, 2, en.LoanRequest("M01", 300, 4))
    meeting(book, 7)
    meeting(book, 8, en.MoneyIn(300, "gift"))
    events = share_out_events(book)
    assert [e for e in events if isinstance(e, (ev.SetOff, ev.WriteOff))] == [
        ev.SetOff("M01", 1, 0, 0, late=330),
        ev.WriteOff(1, 300, 30, late=270),
    ]


def test_a_loan_that_the_set_off_covers_is_not_written_off():
    rules = {"late_cap_percent": "100", "debt_above_entitlement": "exclude_and_write_off"}
    events = share_out_events(in_debt(**rules))
    # 850 against 630 on loan 1 and 1,000 on loan 2
    assert [e for e in events if isinstance(e, ev.WriteOff)] == [ev.WriteOff(2, 780, 0)]


def test_a_charge_alone_is_written_off():
    book = savers(
        (100, 3_000),
        charge_percent="40",
        share_out_rule="per_savings",
        allocation=("principal", "charge"),
        debt_above_entitlement="exclude_and_write_off",
    )
    meeting(book, 2, en.LoanRequest("M01", 300, 12))
    meeting(book, 6, en.Repayment("M01", 300))
    assert [e for e in share_out_events(book) if isinstance(e, (ev.SetOff, ev.WriteOff))] == [
        # 3,100 for the others' 3,000: the 100 of M01 are worth 103
        ev.SetOff("M01", 1, 0, 103),
        ev.WriteOff(1, 0, 17),
    ]


def test_fines_owed_to_the_loan_fund_are_set_off_after_the_loans():
    book = savers((1_000, 1_000), share_out_rule="per_savings", charge_percent="0")
    meeting(book, 2, en.LoanRequest("M01", 300, 12), en.FineSet("M01", "late", 200))
    events = share_out_events(book)
    assert events[:4] == [
        # 1,700 in cash, 500 owed
        ev.Entitle("M01", 0, 1_000, 1_100),
        ev.SetOff("M01", 1, 300, 0),
        ev.SetOff("M01", fines=200),
        ev.PayOut("M01", 600),
    ]
    other = savers((1_000, 1_000), share_out_rule="per_savings", fines_go_to="social")
    meeting(other, 2, en.FineSet("M01", "late", 200))
    assert [(part.set_off, part.payout) for part in trial(other).division.members] == [
        (0, 1_000),
        (0, 1_000),
    ]


def test_the_dead_share_and_the_departed_do_not():
    book = savers((100, 200, 300), share_out_rule="per_savings")
    meeting(book, 2, en.Died("M01"), en.Leaving("M02"))
    assert [part.id for part in trial(book).division.members] == ["M01", "M03"]
    assert payouts(book) == [100, 300]


PROFIT = {"share_out": "profit_only", "share_out_rule": "equal"}


def test_profit_only_leaves_savings_and_debts_as_they_are():
    book = savers((100, 500), charge_percent="30", **PROFIT)
    meeting(book, 2, en.LoanRequest("M01", 200, 12), en.Transfer(390, "box", "bank"))
    meeting(book, 6, en.Repayment("M01", 61), en.FineSet("M01", "late", 200))
    # 60 earned, of 71 in the box; the rest of the loan and the fine stay owed
    events = share_out_events(book)
    assert events == [
        ev.Entitle("M01", 0, 0, 30),
        ev.PayOut("M01", 30),
        ev.Entitle("M02", 0, 0, 30),
        ev.PayOut("M02", 30),
        ev.ShareOut(0, 0, trial(book).division.residue),
    ]
    book.fold(events)
    assert (book.savings("M01"), book.savings("M02")) == (100, 500)
    assert (book.debt(book.loans[1]), book.fines_owed("M01")) == (199, 200)


def test_only_so_much_is_fetched_from_the_bank_as_is_paid():
    book = savers((100, 500), places=("box", "bank", "wallet"), **PROFIT)
    meeting(book, 2, en.MoneyIn(200, "sale"))
    meeting(book, 3, en.Transfer(70, "box", "wallet"), en.Transfer(600, "box", "bank"))
    assert [e for e in share_out_events(book) if isinstance(e, ev.Move)] == [
        ev.Move("loan", 70, "bank", "box")
    ]
    meeting(book, 4, en.Transfer(595, "bank", "wallet"), en.Transfer(130, "box", "wallet"))
    assert [e for e in share_out_events(book) if isinstance(e, ev.Move)] == [
        ev.Move("loan", 5, "bank", "box"),
        ev.Move("loan", 195, "wallet", "box"),
    ]


def test_a_loss_is_no_profit_to_share():
    book = savers((100, 500), **PROFIT)
    meeting(book, 2, en.Spending(60, "roof"))
    assert payouts(book) == [0, 0]
    alone = savers((100,), **PROFIT)
    meeting(alone, 2, en.Spending(60, "roof"))
    assert payouts(alone) == [0]


def test_profit_by_time_gives_no_savings_back():
    book = savers((100, 0), **PROFIT | {"share_out_rule": "time_weighted"})
    meeting(book, 2)
    meeting(book, 3, en.Saving("M02", 100), en.MoneyIn(80, "sale"))
    assert payouts(book) == [60, 20]


def test_a_lenders_money_is_neither_shared_nor_a_dividend():
    for rules in (PROFIT, DIVIDEND | {"dividend_percent": "50"}):
        book = savers((100,), **rules)
        meeting(book, 2, en.MoneyIn(80, "sale"), en.Borrowing("x1", 500))
        meeting(book, 3, en.LoanRequest("M01", 640, 12))
        # 40 in the box, 500 owed
        if rules is PROFIT:
            assert (trial(book).reserved, payouts(book)) == (500, [0])
        else:
            code, params = refused(book)
            assert (code, params["cash"]) == ("cash_below_zero", -460)


def test_profit_is_shared_only_as_far_as_the_cash_goes():
    book = savers((100, 500), **PROFIT)
    meeting(book, 2, en.MoneyIn(400, "sale"), en.LoanRequest("M02", 900, 12))
    assert payouts(book) == [50, 50]


DIVIDEND = {"share_out": "none", "dividend_percent": "5", "share_out_rule": "per_savings"}


def test_a_dividend_is_a_part_of_the_savings_cut_to_the_unit():
    rounding = ShareOutRounding("floor_payout", 10)
    book = savers((1_000, 2_590), share_out_rounding=rounding, **DIVIDEND)
    meeting(book, 2, en.MoneyIn(200, "sale"), en.Died("M02"))
    parts = (MemberPart("M01", 50, 0, 50, 0), MemberPart("M02", 120, 0, 120, 0))
    assert trial(book) == Trial(3_790, 0, ShareOut(None, parts, 3_620, 170, 0))
    assert share_out_events(book) == [
        ev.Entitle("M01", 0, 0, 50),
        ev.PayOut("M01", 50),
        ev.Entitle("M02", 0, 0, 120),
        ev.PayOut("M02", 120),
        ev.ShareOut(0, 0, 3_620),
    ]


def test_a_dividend_of_a_group_with_shares_tells_how_many_there_are():
    book = founded(
        share_out="none", dividend_percent="5", share_out_rounding=FLOOR, social_contribution=0
    )
    saved(book, 1)
    meeting(book, 2, en.MoneyIn(2_000, "sale"))
    assert trial(book).division.total_shares == 20
    assert share_out_events(book)[-1] == ev.ShareOut(0, 20, 40_000)


def test_a_dividend_as_large_as_the_profit_is_paid_a_larger_one_is_not():
    book = savers((1_000, 1_000), **DIVIDEND)
    meeting(book, 2, en.MoneyIn(100, "sale"))
    assert payouts(book) == [50, 50]
    meeting(book, 3, en.Spending(1, "pen"))
    assert refused(book) == ("dividend_above_profit", {"value": 100, "profit": 99})


def test_a_dividend_needs_the_cash():
    book = savers((1_000, 1_000), **DIVIDEND)
    meeting(book, 2, en.MoneyIn(100, "sale"), en.LoanRequest("M01", 2_000, 12))
    assert payouts(book) == [50, 50]
    meeting(book, 3, en.LoanRequest("M02", 1, 12))
    assert refused(book) == ("cash_below_zero", {"value": 100, "cash": 99, "fund": "loan"})


def test_no_dividend_where_there_was_a_loss():
    book = savers((1_000, 1_000), **{**DIVIDEND, "dividend_percent": "0"})
    meeting(book, 2, en.Spending(10, "pen"), day=week(2))
    assert payouts(book) == [0, 0]
