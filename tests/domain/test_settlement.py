"""A share-out that is held leaves nothing behind but what is still owed and the residue."""

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.figures import figures
from coopledger.domain.settlement import share_out_events, trial
from tests.domain.meetings import founded, meeting, saved


def ready():
    """Four savers: one owes a little, one owes more than the savings; some money is at the bank."""
    book = founded()
    for number in (1, 2, 3):
        saved(book, number)
    meeting(
        book,
        4,
        en.LoanRequest("M01", 6_000, 12),
        en.LoanRequest("M02", 60_000, 12),
        en.FineSet("M03", "late", 200),
        en.Transfer(20_000, "box", "bank"),
    )
    meeting(book, 8, en.Spending(1_000, "book"))
    return book


def test_a_share_out_that_is_held_is_the_trial_and_balances():
    book = ready()
    told = trial(book)
    parts = {part.id: part for part in told.division.members}
    events = share_out_events(book)
    book.begin(9, "2025-03-05")
    book.fold(events)
    paid = {e.m: e.a for e in events if isinstance(e, ev.PayOut)}
    assert paid == {m: part.payout for m, part in parts.items() if part.payout}
    assert book.cash("loan") == told.division.residue
    assert book.cash("loan", "bank") == 0
    assert book.total("loan:payable:") == 0
    assert book.total("loan:savings:") == 0
    assert sum(member.shares for member in book.members.values()) == 0
    assert sum(v for name, v in book.accounts.items() if name.startswith("loan:")) == 0
    owes = book.total("loan:loans:") + book.total("loan:charges_due:")
    assert owes == parts["M02"].still_owes > 0
    assert [m for m, part in parts.items() if part.still_owes] == ["M02"]
    assert book.fines_owed("M03") == 0


def test_the_social_fund_stays_the_groups():
    book = ready()
    before = figures(book)["social_box"]
    book.fold(share_out_events(book))
    assert figures(book)["social_box"] == before


def test_a_trial_changes_nothing():
    book = ready()
    before = figures(book)
    trial(book)
    share_out_events(book)
    assert figures(book) == before
