"""Whatever a group lives through: money is conserved, and the pages tell the whole story."""

import hypothesis.strategies as st
from hypothesis import given, settings

from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.figures import figures, totals
from coopledger.domain.recording import Recording
from coopledger.domain.settlement import share_out_events, trial
from coopledger.ledger import page as pages
from coopledger.ledger.replay import Replay
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import SigningKey
from tests.domain.meetings import RULES, week

CODES = [f"M{n:02}" for n in range(1, 6)]
who = st.sampled_from(CODES)
money = st.integers(0, 40_000)
ENTRIES = st.one_of(
    st.builds(en.Attendance, who, st.sampled_from(["present", "late", "absent", "excused"])),
    st.builds(en.FineSet, who, st.sampled_from(["late", "absent", "song"]), st.integers(0, 900)),
    st.builds(en.FinePayment, who, st.integers(0, 900)),
    st.builds(en.Contribution, who, st.integers(0, 1_500)),
    st.builds(en.GrantGiven, who, st.integers(0, 3_000)),
    st.builds(en.ShareBuying, who, st.integers(0, 7)),
    st.builds(en.ShareBuying, who, st.integers(1, 5)),
    st.builds(en.Repayment, who, money),
    st.builds(en.LoanRequest, who, money, st.integers(1, 14)),
    st.builds(en.Spending, st.integers(0, 2_000)),
    st.builds(en.Transfer, money, st.just("box"), st.just("bank")),
    st.builds(en.Transfer, money, st.just("bank"), st.just("box")),
    st.builds(en.LoanLoss, who, money),
    st.builds(en.Died, who),
    st.builds(en.Leaving, who),
    st.builds(en.CashCount, st.sampled_from(["loan", "social"]), money),
)
LIVES = st.lists(st.lists(ENTRIES, max_size=25), min_size=1, max_size=8)
RULE_SETS = st.fixed_dictionaries(
    {
        "charge_percent": st.sampled_from(["0", "1.25", "5", "10", "33.3"]),
        "charge_every": st.integers(1, 3),
        "capitalise_unpaid_charge": st.integers(0, 1),
        "charge_after_due_date": st.integers(0, 1),
        "charge_rounding": st.sampled_from(["half_even", "half_up", "half_down", "up", "down"]),
        "fines_go_to": st.sampled_from(["loan", "social"]),
        "expenses_from": st.sampled_from(["loan", "social"]),
        "social_contribution": st.sampled_from([0, 500]),
        "allocation": st.sampled_from([("charge", "principal"), ("principal", "charge")]),
    }
)


def balanced(book):
    """Each fund's accounts sum to nothing: every posting had two equal sides."""
    return all(
        sum(v for name, v in book.accounts.items() if name.startswith(f"{fund}:")) == 0
        for fund in book.constitution.funds
    )


@settings(max_examples=60, deadline=None)
@given(life=LIVES, changes=RULE_SETS)
def test_a_life(life, changes):
    import msgspec

    book, scribe = Book(), Scribe(SigningKey(b"\5" * 32))
    rules = msgspec.structs.replace(RULES, **changes)
    members = [NewMember(code, MemberCard(f"Name {code}")) for code in CODES]
    written = [scribe.found(book, "Life", rules, members)]
    for number, said in enumerate(life, 1):
        recording = Recording(book, number, week(number), scribe.note)
        for entry in said:
            state = dict(book.accounts)
            try:
                recording.record(entry)
            except Refusal:
                assert {k: v for k, v in book.accounts.items() if v or k in state} == state
            assert balanced(book)
            for fund in rules.funds:
                assert all(book.cash(fund, place) >= 0 for place in rules.places)
            assert all(book.principal(loan) >= 0 for loan in book.loans.values())
            assert all(book.charge_due(loan) >= 0 for loan in book.loans.values())
        written.append(
            scribe.write("meeting", recording.events, book, meeting=number, date=week(number))
        )
    replay = Replay().extend(page.page for page in written)
    assert figures(replay.book) == figures(book)
    assert totals(replay.book) == totals(book)
    assert trial(replay.book) == trial(book)
    for page in written:
        pages.admit(page.page.header, page.page.body)
    told = trial(book).division
    assert sum(part.payout for part in told.members) + told.residue == trial(book).cash
    book.fold(share_out_events(book))
    assert balanced(book)
    assert book.cash("loan") == told.residue
