"""What a loan asks of the one who takes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopledger.domain.loan_burden import burden, weigh
from coopledger.domain.loan_offer import offer
from coopledger.interop.group_file import read_group
from tests.conftest import YEAR

RULES = read_group(YEAR / "group.toml").constitution  # 5 % every 4 weeks; a meeting each week
DAY = "2025-01-01"


def test_a_loan_worked_by_hand():
    told = burden(offer(RULES, 60_000, DAY, weeks=12), RULES, DAY)
    # Three times 5 % of 60,000; twelve weekly meetings until 26 March.
    assert (told.more, told.per_hundred) == (9_000, 15)
    assert (told.meetings, told.a_meeting) == (12, 5_750)
    assert told.weight is None


def test_a_loan_shorter_than_the_way_to_the_next_meeting_is_laid_aside_for_at_once():
    import msgspec

    monthly = msgspec.structs.replace(RULES, meeting_period="month")
    told = burden(offer(monthly, 10_000, DAY, weeks=2), monthly, DAY)
    assert (told.meetings, told.a_meeting, told.more, told.per_hundred) == (1, 10_000, 0, 0)


@pytest.mark.parametrize(
    ("last_saved", "count"),
    [(0, 0), (10_000, 0), (9_000, 1), (4_000, 2), (3_600, 3), (3_500, 3), (2_000, 5)],
)
def test_the_cost_in_meetings_of_saving(last_saved, count):
    found = offer(RULES, 60_000, DAY, weeks=12)  # costs 9,000
    told = weigh(found, savings=0, owed=0, may_borrow=None, last_saved=last_saved)
    assert told.meetings_of_saving == count
    assert told.room is None


def test_the_debt_beside_the_savings_and_the_rules():
    found = offer(RULES, 60_000, DAY, weeks=12)  # 69,000 are paid back
    told = weigh(found, savings=47_000, owed=5_000, may_borrow=50_000, last_saved=0)
    assert (told.debt, told.uncovered, told.room) == (74_000, 27_000, -10_000)
    told = weigh(found, savings=80_000, owed=0, may_borrow=90_000, last_saved=0)
    assert (told.debt, told.uncovered, told.room) == (69_000, 0, 30_000)


@given(st.integers(1, 10**9), st.integers(1, 52))
def test_what_is_laid_aside_is_enough_and_not_a_coin_too_much_a_meeting(amount, weeks):
    found = offer(RULES, amount, DAY, weeks=weeks)
    told = burden(found, RULES, DAY)
    assert told.a_meeting * told.meetings >= found.pays
    assert (told.a_meeting - 1) * told.meetings < found.pays
    assert abs(told.per_hundred * found.paid_out - told.more * 100) <= found.paid_out / 2
