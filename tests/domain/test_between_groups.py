"""Between groups: who moved, what one lent another. Each book is whole without the other."""

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import given

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.exits import profit
from coopledger.domain.figures import figures
from coopledger.domain.indicators import measure
from coopledger.domain.indicators.course import Course
from coopledger.domain.limits import own_money
from coopledger.domain.recording.corrections import correct
from coopledger.domain.rules import event_findings
from coopledger.domain.settlement import share_out_events
from coopledger.domain.transfers import is_book, match, transfer_number
from tests.domain.book_state import accounts, differences, state, unsound
from tests.domain.meetings import RULES, founded, meeting, saved

A, B, C = "a" * 64, "b" * 64, "c" * 64


def group(book_id, **changes):
    """A group of four with 10,000 saved each and a book with an id, after one meeting."""
    book = founded(**changes)
    book.id, book.page = book_id, 1
    saved(book, 1)
    return book


def refused(book, number, *entries):
    """The refusal of the last entry; the ones before it go through."""
    with pytest.raises(Refusal) as caught:
        meeting(book.copy(whole=True), number, *entries)
    return caught.value.code


def pages(book, number, *entries):
    return meeting(book, number, *entries).events


def sides(*books):
    return [side for book in books for side in book.sides]


def came(book, number, code, *entries):
    """A meeting in which somebody joins first."""
    recording = meeting(book, number)
    recording._card = lambda _text: "c" * 64
    for entry in (en.Joining(code, "{}"), *entries):
        recording.record(entry)
    return recording


# A member moves.


def test_who_moves_takes_the_refund_along_in_cash():
    book = group(A)
    cash = book.cash("loan")
    (left,) = [e for e in pages(book, 2, en.MoveAway("M01", B)) if isinstance(e, ev.Depart)]
    assert (left.refund, left.later, left.x) == (9_500, 0, B)  # the contribution is owed
    assert book.cash("loan") == cash - 9_500 - 500
    assert book.members["M01"].gone == "left"
    assert book.external() == 0
    assert not unsound(book)


def test_a_claim_pays_nothing_now_and_is_owed_to_the_other_group():
    book = group(A)
    meeting(book, 2, en.LoanRequest("M02", 30_000, 4), en.Spending(9_000))
    assert book.cash("loan") == 1_000
    assert refused(book, 3, en.MoveAway("M01", B)) == "cash_below_zero"
    meeting(book, 3, en.MoveAway("M01", B, claim=True))
    assert accounts(book)[f"loan:external:{B}"] == -9_000
    assert book.external() == 9_000
    assert figures(book)["external"] == 9_000
    assert not unsound(book)


def test_where_refunds_wait_for_the_end_of_the_cycle_the_other_group_waits():
    book = group(A, leaving="at_cycle_end")
    recording = meeting(book, 2, en.MoveAway("M01", B))
    assert not any(f.code == "refund_differs" for f in recording.findings)
    assert book.external() == 9_500
    early = msgspec.structs.replace(recording.events[-1], later=0)
    before = group(A, leaving="at_cycle_end")
    meeting(before, 2)
    assert [f.code for f in event_findings(before, early)] == ["refund_differs"]


def test_what_was_brought_buys_shares_and_the_rest_is_kept():
    book = group(B)
    cash = book.cash("loan")
    came(book, 2, "M05", en.MoveIn("M05", A, 9_500, number="0123456789"))
    assert (book.members["M05"].shares, book.savings("M05"), book.held("M05")) == (4, 8_000, 1_500)
    assert book.cash("loan") == cash + 9_500
    meeting(book, 3, en.HeldReturned("M05"))
    assert book.held("M05") == 0
    assert not unsound(book)


def test_newcomers_pay_what_the_rules_ask_above_face():
    book = group(B, joining="current_value")
    meeting(book, 2, en.MoneyIn(8_000, "gift"))
    assert profit(book) == 8_000  # 400 a share on 20 shares
    came(book, 3, "M05", en.MoveIn("M05", A, 9_500))
    assert (book.members["M05"].shares, book.savings("M05"), book.held("M05")) == (3, 6_000, 2_300)
    assert profit(book) == 9_200


def test_where_any_sum_is_saved_all_of_it_is_savings():
    book = founded(saving="any", saving_amount=100)
    came(book, 1, "M05", en.MoveIn("M05", A, 9_500))
    assert (book.savings("M05"), book.held("M05"), book.members["M05"].shares) == (9_500, 0, 0)


def test_a_claim_that_came_is_owed_by_the_other_group_and_is_the_groups_own_money():
    book = group(B)
    cash, corpus = book.cash("loan"), own_money(book)
    came(book, 2, "M05", en.MoveIn("M05", A, 8_000, claim=True))
    assert (book.cash("loan"), book.lent(A), book.savings("M05")) == (cash, 8_000, 8_000)
    assert own_money(book) == corpus + 8_000
    assert refused(book, 3, en.GroupPayment(A, 8_001)) == "above_lent"
    meeting(book, 3, en.GroupPayment(A, 8_000))
    assert (book.cash("loan"), book.lent()) == (cash + 8_000, 0)


def test_a_member_may_come_with_nothing():
    book = group(B)
    events = came(book, 2, "M05", en.MoveIn("M05", A, 0)).events
    assert events[-1] == ev.Arrive("M05", A)


# Loans.


def test_a_loan_to_another_group_and_back():
    book = group(A)
    meeting(book, 2, en.GroupLoan(B, 20_000))
    assert (book.lent(B), book.cash("loan"), own_money(book)) == (20_000, 20_000, 40_000)
    meeting(book, 3, en.GroupCharge(B, 1_000))
    assert profit(book) == 0  # not before it is paid
    meeting(book, 4, en.GroupPayment(B, 6_000))
    assert (book.lent(B), accounts(book)[f"loan:lent:{B}"], profit(book)) == (15_000, 15_000, 1_000)
    assert not unsound(book)


def test_a_loan_from_another_group_and_back():
    book = group(B)
    meeting(book, 2, en.Borrowing(A, 20_000, number="0123456789"), en.LenderCharge(A, 1_000))
    assert book.external() == 21_000
    events = pages(book, 3, en.LenderPayment(A, 6_000))
    assert events[-1] == ev.TransferOut(A, "repay", p=5_000, c=1_000)
    assert (book.external(), book.cash("loan")) == (15_000, 54_000)


def test_a_lender_that_keeps_no_such_book_is_recorded_as_before():
    book = group(B)
    events = pages(book, 2, en.Borrowing("bank", 20_000))
    assert events[-1] == ev.Borrow("bank", 20_000)
    assert not book.sides


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (en.GroupLoan(B, 40_001), "cash_below_zero"),
        (en.GroupLoan(A, 1), "own_group"),
        (en.MoveAway("M01", A), "own_group"),
        (en.MoveAway("M09", B), "unknown_member"),
        (en.MoveAway("M01", B, refund=9_000), "wrong_refund"),
        (en.MoveIn("M01", A, 5), "own_group"),
        (en.GroupCharge(B, 5), "nothing_lent"),
        (en.GroupPayment(B, 5), "above_lent"),
        (en.LenderPayment(B, 5), "above_external"),
        (en.Borrowing(A, 5), "own_group"),
        (en.LenderCharge(A, 5), "own_group"),
    ],
)
def test_what_cannot_be_is_refused(entry, code):
    assert refused(group(A), 2, entry) == code


def test_a_member_with_more_debt_than_savings_does_not_move():
    book = group(A)
    meeting(book, 2, en.LoanRequest("M01", 20_000, 4))
    assert refused(book, 3, en.MoveAway("M01", B, claim=True)) == "debt_above_savings"


def test_the_same_number_is_not_taken_in_twice():
    book = group(B)
    meeting(book, 2, en.Borrowing(A, 5_000, number="0123456789"))
    again = en.GroupPayment(A, 0, number="0123456789"), en.Borrowing(A, 1, number="0123456789")
    assert refused(book, 3, again[1]) == "transfer_twice"
    assert refused(book, 3, en.MoveIn("M01", A, 5, number="0123456789")) == "transfer_twice"
    event = ev.TransferIn(A, "loan", p=5, t="0123456789")
    assert [f.code for f in event_findings(book, event)] == ["transfer_twice"]


def test_lending_to_a_group_is_neither_profit_nor_loss():
    course = Course()
    joins = [ev.Join(f"M{n:02}", "0" * 64) for n in range(1, 5)]
    course.take(0, "", [ev.Found(RULES, "0" * 64, "0" * 32, "0" * 64), *joins])
    course.take(1, "2025-01-01", [ev.Shares("M01", 5, 10_000)])
    before = course.reading()
    course.take(2, "2025-01-08", [ev.TransferOut(B, "loan", p=6_000)])
    lent = course.reading()
    assert (lent.assets, lent.profit) == (before.assets, before.profit) == (10_000, 0)
    assert lent.corpus.total == 10_000
    used = {each.code: each for each in measure(lent, {})}["utilisation"]
    assert (used.numerator, used.denominator) == (0, 4_000)
    course.take(3, "2025-01-15", [ev.TransferOut(B, "charge", 500)])
    assert (course.reading().profit, course.reading().corpus.total) == (0, 10_000)
    course.take(4, "2025-01-22", [ev.TransferIn(B, "repay", p=1_000, c=500)])
    assert (course.reading().profit, course.reading().corpus.charges) == (500, 500)


def test_a_share_out_divides_the_cash_and_not_what_a_group_owes():
    book = group(A)
    meeting(book, 2, en.GroupLoan(B, 20_000))
    book.fold(share_out_events(book))
    assert (book.cash("loan"), book.lent(B), book.savings("M01")) == (0, 20_000, 0)
    assert not unsound(book)


def test_a_group_that_owes_another_one_pays_it_before_the_share_out():
    book = group(A)
    meeting(book, 2, en.MoveAway("M01", B, claim=True))
    with pytest.raises(Refusal) as caught:
        share_out_events(book)
    assert caught.value.code == "lenders_first"


# Undoing.


def test_each_side_can_be_undone_and_the_number_is_free_again():
    for book, entry in (
        (group(A), en.MoveAway("M01", B)),
        (group(A), en.MoveAway("M01", B, claim=True)),
        (group(A), en.GroupLoan(B, 20_000)),
        (group(B), en.Borrowing(A, 5_000, number="0123456789")),
        (group(B), en.MoveIn("M01", A, 5_000, number="0123456789")),
        (group(B), en.MoveIn("M01", A, 4_000, claim=True)),
    ):
        meeting(book, 2)
        before = state(book)
        recording = meeting(book, 3, entry)
        place = len(recording.events) - 1
        history = [[], [], recording.events]
        book.page = 3
        book.sides = [msgspec.structs.replace(side, page=3) for side in book.sides]
        book.apply(correct(book, history, en.Correction(3, place, "wrong"), lambda _t: "a" * 64))
        assert not book.sides
        assert not book.received
        told = differences(book, before)
        assert set(told) <= {"meeting", "day", "extras", "reversed", *_arrears(told)}


def _arrears(told):
    """A third meeting's contribution fell due meanwhile."""
    return {key for key in told if "arrears" in key or "contributions" in key}


def test_what_rests_on_a_loan_between_groups_is_named():
    book = group(A)
    lent = meeting(book, 2, en.GroupLoan(B, 20_000)).events
    charged = meeting(book, 3, en.GroupCharge(B, 500)).events
    paid = meeting(book, 4, en.GroupPayment(B, 5_000)).events
    history = [[], lent, charged, paid]
    with pytest.raises(Refusal) as caught:
        correct(book, history, en.Correction(2, len(lent) - 1, "wrong"), str)
    assert caught.value.code == "entries_rest_on_it"
    assert caught.value.params["entries"] == f"3/{len(charged) - 1}, 4/{len(paid) - 1}"


# Side by side.


def test_numbers_are_ten_digits_and_differ_from_transfer_to_transfer():
    told = {transfer_number(book, page, place) for book in (A, B) for page in (1, 2)
            for place in (0, 1)}  # fmt: skip
    assert len(told) == 8
    assert all(len(number) == 10 and number.isdigit() for number in told)


def test_sides_match_by_their_number_whichever_book_came_first():
    one, two = group(A), group(B)
    meeting(one, 2, en.GroupLoan(B, 5_000), en.GroupLoan(B, 5_000))
    first, second = (side.number for side in sides(one))
    meeting(two, 2, en.Borrowing(A, 5_000, number=second))
    for books in ((one, two), (two, one)):
        found = match(sides(*books))
        assert [each.state for each in found] == ["in_transit", "matched"]
        assert found[1].given.number == second
    assert found[0].given.number == first
    assert (found[0].cash, found[0].claim) == ({"UGX": 5_000}, -5_000)


def test_without_a_number_the_same_amount_belongs_together():
    one, two = group(A), group(B)
    meeting(one, 2, en.GroupLoan(B, 5_000), en.GroupLoan(B, 7_000))
    meeting(two, 2, en.Borrowing(A, 7_000))
    assert [each.state for each in match(sides(one, two))] == ["in_transit", "matched"]


def test_amounts_that_differ_are_told_with_both():
    one, two = group(A), group(B)
    meeting(one, 2, en.GroupLoan(B, 5_000))
    meeting(two, 2, en.Borrowing(A, 4_000))
    (found,) = match(sides(one, two))
    assert (found.state, found.given.amount, found.got.amount) == ("differs", 5_000, 4_000)
    assert found.cash == {"UGX": 1_000}


def test_a_group_that_keeps_no_such_book_is_outside():
    one = group(A)
    meeting(one, 2, en.GroupLoan("union", 5_000))
    (found,) = match(sides(one))
    assert found.state == "outside"
    assert not is_book("union")


def test_what_came_before_its_giving_is_told_as_not_given():
    two = group(B)
    meeting(two, 2, en.Borrowing(A, 5_000, number="0123456789"))
    (found,) = match(sides(two))
    assert (found.state, found.cash) == ("not_given", {"UGX": -5_000})


BOOKS = (A, B, C)
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["loan", "repay", "charge", "member", "claim"]),
        st.sampled_from(BOOKS),
        st.sampled_from(BOOKS),
        st.integers(1, 9_000),
        st.booleans(),
    ),
    max_size=12,
)


def _pages_of(moves):
    """The events of each book's meetings, as its treasurer recorded them."""
    books = {book_id: group(book_id) for book_id in BOOKS}
    held = {book_id: [] for book_id in BOOKS}
    for week, (sort, giver, getter, amount, numbered) in enumerate(moves, 2):
        if giver == getter:
            continue
        one, two, code = books[giver], books[getter], f"N{week}"
        out, into = _entries(sort, one, two, giver, getter, amount)
        try:
            given = meeting(one.copy(), week, *out)
        except Refusal:
            continue
        page = meeting(one, week, *out)
        held[giver].append(page.events)
        number = one.sides[-1].number if numbered else ""
        refund = given.events[-1].refund if sort in ("member", "claim") else amount
        entries = into(number, refund, code)
        got = came(two, week, code, *entries) if sort in ("member", "claim") else None
        held[getter].append((got or meeting(two, week, *entries)).events)
    return held


def _entries(sort, one, two, giver, getter, amount):
    match sort:
        case "loan":
            return [en.GroupLoan(getter, amount)], lambda number, _r, _c: [
                en.Borrowing(giver, amount, number=number)
            ]
        case "repay":
            amount = min(-one.accounts.get(f"loan:external:{getter}", 0), two.lent(giver))
            return [en.LenderPayment(getter, amount or 1)], lambda number, _r, _c: [
                en.GroupPayment(giver, amount, number)
            ]
        case "charge":
            return [en.GroupCharge(getter, amount)], lambda number, _r, _c: [
                en.LenderCharge(giver, amount, number)
            ]
        case _:
            mover = next((m.code for m in one.active()), "M01")
            claim = sort == "claim"
            return [en.MoveAway(mover, getter, claim=claim)], lambda number, refund, code: [
                en.MoveIn(code, giver, refund, claim, number)
            ]


def _folded(book_id, some):
    book = group(book_id)
    for number, events in enumerate(some, 2):
        book.begin(number, "2025-06-01")
        book.fold(events)
    return book


@given(MOVES, st.lists(st.integers(0, 14), min_size=3, max_size=3), st.permutations(BOOKS))
def test_whatever_arrived_of_whichever_book_nothing_is_lost_or_counted_twice(moves, upto, order):
    """Cash in all boxes and cash on its way are what they were; claims add up to nothing."""
    held = _pages_of(moves)
    books = {b: _folded(b, held[b][:n]) for b, n in zip(BOOKS, upto, strict=True)}
    found = match(sides(*(books[book_id] for book_id in order)))
    cash = sum(book.cash(fund) for book in books.values() for fund in ("loan", "social"))
    assert cash + sum(each.cash.get("UGX", 0) for each in found) == 3 * 42_000
    claims = sum(book.lent() - book.external() for book in books.values())
    assert claims + sum(each.claim for each in found) == 0
    if all(len(held[b]) <= n for b, n in zip(BOOKS, upto, strict=True)):
        assert {each.state for each in found} <= {"matched"}
        assert cash == 3 * 42_000
    for book in books.values():
        assert not unsound(book)
