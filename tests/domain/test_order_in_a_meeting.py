"""Entries of different members may be said in any order: the book comes out the same."""

import re
from collections import Counter

import hypothesis.strategies as st
from hypothesis import given

from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.domain.recording import Recording
from tests.domain.book_state import accounts, member_state
from tests.domain.random_groups import bounded, constitutions
from tests.domain.test_reversal_properties import LIFE, lived
from tests.domain.wishes import entry_of, wishes

OWN = (
    *(en.Attendance, en.FineSet, en.FinePayment, en.Contribution, en.ShareBuying),
    *(en.SharesForMoney, en.Saving, en.SavingsTaken, en.LoanRequest, en.Repayment),
    *(en.LoanLoss, en.HeldReturned, en.Died, en.Rescheduling),
)
"""Kinds of entry that are about one member and nobody else."""
SAID = st.lists(wishes(OWN), min_size=2, max_size=6)


def after(group, said):
    """The balances after a meeting, or None where something was refused."""
    copy = group.book.copy(whole=True)
    recording = Recording(copy, copy.meeting + 1, group.day.isoformat(), lambda _text: "a" * 64)
    try:
        for entry in said:
            recording.record(entry)
    except Refusal:
        return None
    sums = Counter()
    for name, balance in accounts(copy).items():
        sums[re.sub(r":\d+$", "", name)] += balance  # which loan got which number
    return sums, {code: member_state(member) for code, member in copy.members.items()}


@bounded
@given(rules=constitutions(), life=LIFE, said=SAID, shuffled=st.randoms(use_true_random=False))
def test_the_order_of_independent_entries_does_not_matter(rules, life, said, shuffled):
    group = lived(rules, life)
    entries = [entry_of(wish, group.book, group.pages) for wish in said]
    one_each = list({entry.member: entry for entry in entries}.values())
    other = list(one_each)
    shuffled.shuffle(other)
    one, two = after(group, one_each), after(group, other)
    if one is not None and two is not None:
        assert one == two
