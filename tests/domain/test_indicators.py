"""The ratios of the field's guide, from books that were kept and not from figures made up."""

import datetime as dt
from fractions import Fraction
from string import Formatter

import msgspec
import pytest

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.indicators import (
    Course,
    Traits,
    age_band,
    breakdown,
    by_age,
    by_sex,
    measure,
    visit_form,
)
from coopledger.domain.money import Currency
from coopledger.domain.settlement import share_out_events
from coopledger.words.indicators import INDICATORS, VISIT, format_indicator, plain_value
from tests.domain import meetings

ZERO = "0" * 64
UGX = Currency("UGX", 0)
START = dt.date(2025, 1, 1)


class Kept:
    """A book kept by meetings, and the course of it as its pages tell."""

    def __init__(self, members, **changes):
        self.rules = msgspec.structs.replace(meetings.RULES, **changes)
        self.book, self.course = Book(), Course()
        joins = [ev.Join(code, ZERO) for code in codes(1, members)]
        self.page(ev.Found(self.rules, ZERO, "0" * 32, ZERO), *joins)

    def page(self, *events, day=""):
        """A page that is no meeting."""
        self.book.begin(0, day)
        self.book.fold(events)
        self.course.take(0, day, events)

    def meet(self, number, week, *entries):
        day = (START + dt.timedelta(weeks=week)).isoformat()
        held = meetings.meeting(self.book, number, *entries, day=day)
        self.course.take(number, day, held.events)
        return held

    def measures(self, traits=None, day=""):
        found = measure(self.course.reading(day), traits or {})
        return {each.code: each for each in found}


def codes(first, last):
    return [f"M{n:02}" for n in range(first, last + 1)]


def quotient(indicator):
    return indicator.numerator, indicator.denominator


def came(status, *members):
    return [en.Attendance(code, status) for code in members]


@pytest.fixture(scope="module")
def worked():
    """Domain notes §4.2: 25 members at the start, 24 now, week 30, and all the rest of it.

    Assets after the four meetings are 0, 930,000, 1,001,500 and 1,931,500: a mean of half the last.
    """
    kept = Kept(25, social_contribution=0)
    kept.meet(1, 0, *came("present", *codes(1, 25)))
    kept.page(ev.Join("M26", ZERO))
    kept.meet(
        2,
        10,
        en.Leaving("M24"),
        en.Leaving("M25"),
        *(en.ShareBuying(code, 31) for code in codes(1, 15)),
        en.LoanRequest("M01", 96_000, 8),
    )
    kept.meet(3, 20, en.FineSet("M02", "absent", 71_500), en.FinePayment("M02", 71_500))
    kept.meet(
        4,
        30,
        *came("present", *codes(1, 20)),
        *came("late", "M21", "M26"),
        *came("absent", "M22"),
        *came("represented", "M23"),
        *(en.ShareBuying(code, 31) for code in codes(1, 15)),
        *(en.LoanRequest(code, 100_000, 12) for code in codes(2, 13)),
        en.LoanRequest("M14", 124_000, 12),
        en.Transfer(200_000, "box", "bank"),
    )
    return kept


def women(count):
    """Traits of the members of the worked data: so many women, the others men."""
    active = [*codes(1, 23), "M26"]
    return {code: Traits("F" if n < count else "M") for n, code in enumerate(active)}


WORKED = [
    ("members", 24, 1, "24"),
    ("attendance", 22, 24, "91.67%"),
    ("attendance_cycle", 47, 49, "95.92%"),
    ("drop_out", 2, 26, "7.69%"),
    ("retention", 24, 26, "92.31%"),
    ("growth", -1, 25, "-4.00%"),
    ("women", 19, 24, "79.17%"),
    ("savings_per_member", 1_860_000, 24, "77,500"),
    ("profit", 71_500, 1, "71,500"),
    ("corpus", 1_931_500, 1, "1,931,500"),
    ("return_on_savings", 71_500, 1_860_000, "3.84%"),
    ("return_on_savings_year", 71_500 * 2 * 364, 1_860_000 * 210, "13.33%"),
    ("return_on_assets_year", 71_500 * 4 * 364, 3_863_000 * 210, "12.83%"),
    ("profit_per_member", 71_500, 24, "2,979"),
    ("utilisation", 1_420_000, 1_931_500, "73.52%"),
    ("borrowers", 14, 24, "58.33%"),
    ("average_loan", 1_420_000, 14, "101,429"),
    ("portfolio_at_risk", 96_000, 1_420_000, "6.76%"),
    ("write_off_of_assets", 0, 1_931_500, "0.00%"),
    ("write_off_of_lent", 0, 1_420_000, "0.00%"),
    ("write_off_of_loans", 0, 14, "0.00%"),
    ("write_off_of_share_out", 0, 0, "–"),
]


@pytest.mark.parametrize(("code", "above", "below", "shown"), WORKED)
def test_the_guides_worked_data(worked, code, above, below, shown):
    found = worked.measures(women(19))[code]
    assert quotient(found) == (above, below)
    assert format_indicator(found, UGX) == shown
    plain = plain_value(found, UGX)
    assert plain == (None if shown == "–" else shown.rstrip("%").replace(",", ""))


def test_nothing_else_is_measured(worked):
    assert list(worked.measures(women(19))) == [code for code, *_rest in WORKED]


def test_every_indicator_has_words_for_exactly_its_parts(worked):
    for found in worked.measures(women(19)).values():
        formula = INDICATORS[found.code].formula.source
        asked = {name for _text, name, *_rest in Formatter().parse(formula) if name}
        assert asked == {part.name for part in found.parts}


def test_the_visit_form_of_the_worked_data(worked):
    form = visit_form(worked.course.reading(), women(19), "Kamu")
    told = {item.code: (item.text, item.number, item.money) for item in form if item.known}
    assert [item.place for item in form] == list(range(1, 25))
    assert {item.code for item in form} == set(VISIT)
    assert told == {
        "group_name": ("Kamu", None, None),
        "savings_started": ("2025-01-01", None, None),
        "members_at_start": (None, 25, None),
        "date_of_visit": ("2025-07-30", None, None),
        "members": (None, 24, None),
        "women": (None, 19, None),
        "attending": (None, 22, None),
        "drop_outs": (None, 2, None),
        "savings": (None, None, 1_860_000),
        "loans_outstanding": (None, 14, 1_420_000),
        "late_loans": (None, 1, 96_000),
        "written_off": (None, None, 0),
        "loan_cash_box": (None, None, 311_500),
        "loan_cash_bank": (None, None, 200_000),
        "social_cash": (None, None, 0),
        "debts": (None, None, 0),
        "share_outs": (None, 0, 0),
        "savings_at_start": (None, 25, 0),
    }


def test_women_are_not_guessed(worked):
    traits = women(19)
    del traits["M26"]
    assert quotient(worked.measures(traits)["women"]) == (19, 23)
    assert quotient(worked.measures()["women"]) == (0, 0)
    form = {item.code: item for item in visit_form(worked.course.reading(), traits, "")}
    assert not form["women"].known
    assert not form["group_name"].known


def test_on_the_cycles_first_day_there_is_no_year_to_speak_of():
    kept = Kept(4)
    kept.meet(1, 0, en.ShareBuying("M01", 5))
    assert kept.measures()["return_on_savings"].value == 0
    for code in ("return_on_savings_year", "return_on_assets_year"):
        assert kept.measures()[code].value is None
        assert kept.measures(day="2025-01-02")[code].value == 0


def test_a_share_out_reached_those_who_got_something():
    kept = Kept(4)
    kept.meet(1, 0, en.ShareBuying("M01", 5), en.ShareBuying("M02", 5))
    kept.page(*share_out_events(kept.book), day="2025-01-01")
    got = kept.course.reading().shared_out
    assert (got.members, got.amount, got.written_off) == (2, 20_000, 0)


def test_before_the_first_meeting_there_is_nothing_to_divide_by():
    kept = Kept(4)
    found = kept.measures()
    assert kept.course.reading().day == ""
    sums = {"members": (4, 1), "profit": (0, 1), "corpus": (0, 1)}
    whole = {"drop_out": (0, 4), "retention": (4, 4), "growth": (0, 4), "borrowers": (0, 4)}
    money = {"savings_per_member": (0, 4), "profit_per_member": (0, 4)}
    told = {code: quotient(each) for code, each in found.items() if each.value is not None}
    assert told == {**sums, **whole, **money}
    assert plain_value(found["portfolio_at_risk"], UGX) is None


def test_without_a_roll_call_nobody_is_said_to_be_absent():
    kept = Kept(4)
    kept.meet(1, 0, en.ShareBuying("M01", 1))
    assert kept.measures()["attendance"].value is None
    form = {item.code: item for item in visit_form(kept.course.reading(), {}, "")}
    assert not form["attending"].known
    kept.meet(2, 1, *came("absent", *codes(1, 4)))
    assert quotient(kept.measures()["attendance"]) == (0, 4)


def test_who_came_and_left_for_good_does_not_attend():
    kept = Kept(4, social_contribution=0)
    kept.meet(1, 0, *came("present", *codes(1, 4)), en.Leaving("M04"))
    assert quotient(kept.measures()["attendance"]) == (3, 3)
    assert quotient(kept.measures()["drop_out"]) == (1, 4)
    assert quotient(kept.measures()["attendance_cycle"]) == (4, 4)
    assert quotient(kept.measures()["growth"]) == (-1, 4)


def lent(**changes):
    """60,000 lent for 4 weeks to M01 in week 3, after three meetings of full savings."""
    kept = Kept(4, **changes)
    for number in (1, 2, 3):
        kept.meet(number, number - 1, *(en.ShareBuying(code, 5) for code in codes(1, 4)))
    kept.meet(4, 3, en.LoanRequest("M01", 60_000, 4))
    return kept


def test_a_loan_is_late_from_the_day_after_it_was_due():
    kept = lent()
    due = START + dt.timedelta(weeks=7)
    assert quotient(kept.measures(day=due.isoformat())["portfolio_at_risk"]) == (0, 60_000)
    after = (due + dt.timedelta(days=1)).isoformat()
    assert quotient(kept.measures(day=after)["portfolio_at_risk"]) == (60_000, 60_000)
    assert kept.course.reading(after).days == 50


def test_what_is_due_and_unpaid_is_no_profit_and_the_social_fund_is_no_asset():
    kept = lent(social_contribution=500)
    kept.meet(5, 7, en.Contribution("M02", 2_500), en.FineSet("M02", "late", 200))
    book = kept.book
    assert (book.accounts["loan:charges_due:M01:1"], book.fines_owed("M02")) == (3_000, 200)
    assert book.cash("social") == 2_500
    reading = kept.course.reading()
    assert (reading.profit, reading.assets) == (0, 120_000)
    assert (reading.corpus.charges, reading.corpus.fines, reading.corpus.carried) == (0, 0, 0)
    kept.meet(6, 8, en.Repayment("M01", 3_000), en.FinePayment("M02", 200), en.Spending(700))
    reading = kept.course.reading()
    assert (reading.profit, reading.corpus.total) == (2_500, 122_500)
    assert (reading.corpus.charges, reading.corpus.fines, reading.corpus.expenses) == (
        3_000,
        200,
        700,
    )


def test_fines_of_the_social_fund_are_none_of_the_loan_funds_profit():
    kept = lent(fines_go_to="social")
    kept.meet(5, 4, en.FineSet("M02", "late", 200), en.FinePayment("M02", 200))
    assert kept.course.reading().profit == kept.course.reading().corpus.fines == 0


def test_a_write_off_on_every_basis():
    kept = lent()
    kept.meet(5, 4, en.LoanRequest("M02", 20_000, 4), en.LoanLoss("M01", 15_000))
    found = kept.measures()
    assert quotient(found["write_off_of_assets"]) == (15_000, 105_000)
    assert quotient(found["write_off_of_lent"]) == (15_000, 80_000)
    assert quotient(found["write_off_of_loans"]) == (1, 2)
    assert found["write_off_of_share_out"].value is None
    assert quotient(found["profit"]) == (-15_000, 1)
    own = kept.course.reading().corpus
    assert (own.written_off, own.expenses) == (15_000, 0)
    assert plain_value(found["return_on_savings"], UGX) == "-12.50"
    kept.page(*share_out_events(kept.book), day="2025-01-29")
    got = kept.course.reading().shared_out
    assert quotient(kept.measures()["write_off_of_share_out"]) == (15_000, got.amount)
    assert got.members == 4


def test_the_dead_are_no_drop_outs_and_their_savings_stay():
    kept = lent()
    kept.meet(5, 4, en.Died("M01"))
    reading = kept.course.reading()
    assert (reading.members, reading.deaths, reading.drop_outs) == (3, 1, 0)
    assert (reading.savings, reading.outstanding, reading.borrowers) == (120_000, 60_000, 0)
    rows = breakdown(reading, {"M01": Traits("F", "45_up")})
    assert [(row.sex, row.members, row.borrowers, row.loans) for row in rows] == [
        ("F", 0, 0, 60_000),
        ("unknown", 3, 0, 0),
    ]


def test_a_breakdown_adds_up_by_sex_and_by_age():
    kept = lent()
    traits = {
        "M01": Traits("F", "45_up"),
        "M02": Traits("M", "18_34"),
        "M03": Traits("F", "18_34"),
    }
    rows = breakdown(kept.course.reading(), traits)
    assert [(row.sex, row.age) for row in rows] == [
        ("F", "18_34"),
        ("F", "45_up"),
        ("M", "18_34"),
        ("unknown", "unknown"),
    ]
    sexes = [(row.sex, row.members, row.borrowers, row.savings, row.loans) for row in by_sex(rows)]
    assert sexes == [
        ("F", 2, 1, 60_000, 60_000),
        ("M", 1, 0, 30_000, 0),
        ("unknown", 1, 0, 30_000, 0),
    ]
    assert [(row.age, row.members) for row in by_age(rows)] == [
        ("18_34", 2),
        ("45_up", 1),
        ("unknown", 1),
    ]


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (None, "unknown"),
        (-1, "unknown"),
        (17, "under_18"),
        (18, "18_34"),
        (34, "18_34"),
        (35, "35_44"),
        (44, "35_44"),
        (45, "45_up"),
    ],
)
def test_age_bands(age, band):
    assert age_band(age) == band


def test_money_is_rounded_to_the_currencys_last_decimal_half_to_even():
    kept = Kept(4, share_price=1)
    kept.meet(1, 0, en.ShareBuying("M01", 10))
    found = kept.measures()["savings_per_member"]
    assert (found.value, found.rounded()) == (Fraction(5, 2), 2)
    assert plain_value(found, Currency("KES", 2)) == "0.02"
    kept.meet(2, 1, en.ShareBuying("M01", 4))
    assert kept.measures()["savings_per_member"].rounded() == 4
