"""What pages that do not count recorded: shown, written down again on the holder's desk, marked."""

import pytest

from coopledger.app.bundle_export import export
from coopledger.app.desk import open_desk
from coopledger.app.fork_comparison import compare, disputed
from coopledger.app.forks import HERE, forks, resolve
from coopledger.app.holding import take_over
from coopledger.app.late_pages import effect, enter, late_books, late_pages, mark
from coopledger.app.meetings import seal_meeting
from coopledger.app.papers import meeting_report, member_statements
from coopledger.app.scribe import Scribe
from coopledger.domain import entries as en
from coopledger.domain.recording import Recording
from coopledger.store.officer_keys import OfficerKeys
from coopledger.store.store import NewPage
from tests.sync.laptops import carry, power_cut_at, read
from tests.sync.test_exchange import code, image
from tests.sync.test_forks import QUORUM, twin

TODAY = "2025-03-01"


def held(ledger, book, *entries, day=""):
    """Hold a meeting in which just that is said."""
    replay = ledger.replay(book)
    scribe = Scribe(ledger.store.device, NewPage(replay.headers[-1], replay.newest))
    number = replay.book.meeting + 1
    day = day or f"2025-02-{number:02}"
    recording = Recording(replay.book.copy(whole=True), number, day, scribe.note)
    for entry in entries:
        recording.record(entry)
    recording.close()
    page = scribe.write("meeting", recording.events, recording.book, meeting=number, date=day)
    ledger.store.append([page])
    ledger.forget(book)
    return page


@pytest.fixture
def lost(two, stick):
    """A laptop whose newest meeting nobody had when the officers gave the book to another one."""
    first, second, book = two
    held(
        first,
        book,
        en.Attendance("M01", "present"),
        en.Attendance("M02", "late"),
        en.ShareBuying("M01", 3),
        en.FineSet("M02", "late", 500),
        en.FinePayment("M02", 500),
        en.LoanRequest("M01", 5_000, 4, "goats"),
        en.Resolution("We buy a new box"),
        en.CashCount("loan", 5_000),
    )
    late = export(first, stick, second.store.device.id).file
    keys = OfficerKeys(first.store, book).all()
    OfficerKeys(second.store, book).put({m: (k.public, k.wrapped) for m, k in keys.items()})
    take_over(second, book, QUORUM)
    read(second, late)
    return first, second, book


def test_late_pages_are_listed_with_what_each_entry_becomes(lost):
    _first, second, book = lost
    (page,) = late_pages(second, book)
    assert (page.number, page.meeting, page.day, page.state) == (4, 3, "2025-02-03", "open")
    told = {(entry.what, entry.code): entry.use for entry in page.entries}
    assert told["Shares bought", "M01"] == "again"
    assert told["Loan paid out", "M01"] == "again"
    assert told["Contribution due", ""] == "worked_out"
    assert told["Cash counted", ""] == "counted"
    notes = {entry.what: entry.note for entry in page.entries if entry.note}
    assert notes == {"Loan paid out": "goats", "Decision": "We buy a new box"}
    assert late_books(second) == {book: 1}


def test_what_it_would_change_is_told_before_and_nothing_is_written(lost):
    _first, second, book = lost
    (page,) = late_pages(second, book)
    before = image(second)
    found = effect(second, book, page.id, TODAY)
    assert image(second) == before
    assert (found.meeting, found.day) == (3, "2025-02-03")  # still to come in this book
    changes = {each.code: each for each in found.members}
    assert changes["M01"].saved_after - changes["M01"].saved == 6_000
    assert changes["M01"].owed_after - changes["M01"].owed == 5_000
    assert "M02" not in changes  # the fine was paid at once
    assert found.cash_after - found.cash == 6_000 + 500 - 5_000
    assert found.refused == {}


def test_it_goes_into_the_draft_and_becomes_a_meeting_only_by_a_seal(lost):
    _first, second, book = lost
    (page,) = late_pages(second, book)
    head = second.replay(book).hash
    drafted = enter(second, book, page.id, TODAY)
    assert (drafted.meeting, drafted.day) == (3, "2025-02-03")
    assert second.replay(book).hash == head  # nothing is merged
    desk = open_desk(second, book, TODAY).desk
    assert desk.value(0, desk.index["shares"]) == 3  # in the cells, as if it had been typed
    said = {type(entry) for entry in desk.draft.entries}
    assert en.CashCount not in said
    assert said >= {en.Attendance, en.ShareBuying, en.LoanRequest, en.Resolution, en.FineSet}
    (page,) = late_pages(second, book)
    assert page.state == "entered"
    assert late_books(second) == {}
    assert code(enter, second, book, page.id, TODAY) == "late_page_done"
    seal_meeting(second, book, desk.draft)
    book_now = second.replay(book).book
    assert book_now.members["M01"].shares == 2 + 3
    # What is in the book now, in its meeting of that number and day, is not offered once more.
    (page,) = late_pages(second, book)
    uses = {entry.what: entry.use for entry in page.entries}
    assert uses["Shares bought"] == uses["Loan paid out"] == "there"


def test_a_power_cut_after_it_was_entered_enters_it_no_second_time(lost):
    _first, second, book = lost
    (page,) = late_pages(second, book)
    deed = lambda: enter(second, book, page.id, TODAY)  # noqa: E731
    with power_cut_at(second, deed, "INSERT INTO draft") as again:
        assert code(enter, again, book, page.id, TODAY) == "late_page_done"
        desk = open_desk(again, book, TODAY).desk
        assert len([e for e in desk.draft.entries if isinstance(e, en.LoanRequest)]) == 1


def test_a_draft_that_was_begun_keeps_what_it_has(lost):
    _first, second, book = lost
    desk = open_desk(second, book, TODAY).desk
    desk.type(0, desk.index["shares"], "1")
    second.store.save_draft(book, desk.kept())
    (page,) = late_pages(second, book)
    enter(second, book, page.id, TODAY)
    desk = open_desk(second, book, TODAY).desk
    bought = [e.count for e in desk.draft.entries if isinstance(e, en.ShareBuying)]
    assert bought == [1, 3]
    # Who was there today is answered by today's roll call.
    assert not [e for e in desk.draft.entries if isinstance(e, en.Attendance)]


def test_one_may_take_some_of_it_and_leave_the_rest(lost):
    _first, second, book = lost
    (page,) = late_pages(second, book)
    (fine,) = [e.index for e in page.entries if e.what == "Fine set"]
    (paid,) = [e.index for e in page.entries if e.what == "Fine paid"]
    # A fine that nobody set can't be paid; nothing is added then.
    assert code(enter, second, book, page.id, TODAY, [paid]) == "fine_above_owed"
    assert second.store.draft(book) is None
    assert late_pages(second, book)[0].state == "open"
    assert code(enter, second, book, page.id, TODAY, [99]) == "no_such_entry"
    enter(second, book, page.id, TODAY, [fine])
    draft = open_desk(second, book, TODAY).desk.draft
    assert draft.entries == (en.FineSet("M02", "late", 500),)


def test_what_is_dealt_with_is_offered_no_more_and_can_be_offered_again(lost):
    _first, second, book = lost
    (page,) = late_pages(second, book)
    mark(second, book, page.id, "dealt")
    assert late_books(second) == {}
    assert code(enter, second, book, page.id, TODAY) == "late_page_done"
    mark(second, book, page.id[:12], "open")
    assert late_books(second) == {book: 1}
    assert code(mark, second, book, "ffff", "dealt") == "unknown_late_page"
    assert code(mark, second, book, "", "dealt") == "unknown_late_page"


def test_who_does_not_hold_the_book_sees_it_and_writes_nothing(lost, stick):
    first, second, book = lost
    carry(second, first, stick)
    (page,) = late_pages(first, book)
    assert page.meeting == 3
    assert code(effect, first, book, page.id, TODAY) == "not_the_holder"
    assert code(enter, first, book, page.id, TODAY) == "not_the_holder"
    assert first.store.draft(book) is None


def test_one_who_joined_on_the_late_page_joins_again_with_shares(two, stick):
    first, second, book = two
    replay = first.replay(book)
    scribe = Scribe(first.store.device, NewPage(replay.headers[-1], replay.newest))
    recording = Recording(
        replay.book.copy(whole=True),
        3,
        "2025-02-03",
        scribe.note,
        card=lambda text: scribe.keep("member", text),
    )
    recording.record(en.Joining("M99", '{"name":"Kato"}'))
    recording.record(en.ShareBuying("M99", 2))
    page = scribe.write("meeting", recording.events, recording.book, meeting=3, date="2025-02-03")
    first.store.append([page])
    first.forget(book)
    late = export(first, stick, second.store.device.id).file
    keys = OfficerKeys(first.store, book).all()
    OfficerKeys(second.store, book).put({m: (k.public, k.wrapped) for m, k in keys.items()})
    take_over(second, book, QUORUM)
    read(second, late)
    (page,) = late_pages(second, book)
    found = effect(second, book, page.id, TODAY)
    assert [(each.code, each.saved_after) for each in found.members] == [("M99", 4_000)]
    enter(second, book, page.id, TODAY)
    seal_meeting(second, book, open_desk(second, book, TODAY).desk.draft)
    assert second.replay(book).book.members["M99"].shares == 2
    assert second.members(book)["M99"].name == "Kato"


@pytest.fixture
def forked(two, stick, tmp_path):
    """A laptop and its twin held a meeting each; the first laptop has both."""
    first, second, book = two
    other, back = twin(first, tmp_path)
    with other:
        held(other, book, en.Attendance("M01", "present"), en.ShareBuying("M01", 5))
        carry(other, second, stick)
    back()
    held(first, book, en.Attendance("M01", "present"), en.ShareBuying("M02", 1))
    carry(second, first, stick)
    return first, second, book


def test_two_branches_side_by_side_and_which_one_the_paper_says(forked):
    first, _second, book = forked
    (fork,) = forks(first)
    found = compare(first, book, fork.there.number)
    assert not found.settled
    assert (found.here.first, found.there.first, found.here.meetings) == (
        4,
        4,
        ((3, "2025-02-03"),),
    )
    assert found.here.device_name == "Kampala 1"
    assert found.here.fingerprint != found.there.fingerprint
    lines = {line.code: line for line in found.members}
    assert [said.what for said in lines["M01"].both] == ["Roll call"]
    assert [(s.what, s.amount) for s in lines["M01"].there] == [("Shares bought", 10_000)]
    assert [(s.what, s.amount) for s in lines["M02"].here] == [("Shares bought", 2_000)]
    totals = {line.figure: line for line in found.totals}
    box = totals["loan_box"]
    assert (box.settled, box.here, box.there) == (4_000, 6_000, 14_000)
    assert totals["shares"].count
    assert not box.count
    assert found.agreeing("loan_box", 14_000) == "there"
    assert found.agreeing("loan_box", 6_000) == "here"
    assert found.agreeing("loan_box", 4_000) == "neither"
    assert found.agreeing("members", totals["members"].here) == "both"
    assert found.agreeing("no such", 0) == "neither"


def test_what_is_settled_is_told_beside_what_is_disputed(forked, two):
    first, _second, book = forked
    found = disputed(first, book)
    assert (found.page, found.branches) == (3, 2)
    assert (found.settled["loan_box"], found.including["loan_box"]) == (4_000, 6_000)
    resolve(first, book, HERE, QUORUM)
    assert disputed(first, book) is None


def test_what_the_officers_did_not_choose_is_offered_like_a_late_page(forked):
    first, _second, book = forked
    assert late_pages(first, book) == ()  # nothing is offered before they choose
    resolve(first, book, HERE, QUORUM)
    (page,) = late_pages(first, book)
    uses = {entry.what: entry.use for entry in page.entries if entry.code == "M01"}
    assert uses == {"Roll call": "there", "Shares bought": "again"}
    found = effect(first, book, page.id, TODAY)
    assert [(each.code, each.saved_after - each.saved) for each in found.members] == [
        ("M01", 10_000)
    ]
    enter(first, book, page.id, TODAY)
    draft = open_desk(first, book, TODAY).desk.draft
    assert (draft.meeting, draft.day) == (4, TODAY)  # that day has gone by in the book
    assert draft.entries == (en.ShareBuying("M01", 5),)
    seal_meeting(first, book, draft)
    assert first.replay(book).book.members["M01"].shares == 2 + 5


def test_papers_of_a_forked_book_say_up_to_where_it_is_settled(forked):
    first, _second, book = forked
    paper = meeting_report(first, book, 3)
    assert paper.watermark == "DISPUTED"
    assert "settled" in paper.blocks[0].text
    assert "after page 3" in paper.blocks[0].text
    # A paper about a page that all have says nothing of it.
    assert meeting_report(first, book, 2).watermark == ""
    assert all(each.watermark == "DISPUTED" for each in member_statements(first, book, ["M01"]))
    resolve(first, book, HERE, QUORUM)
    assert meeting_report(first, book, 3).watermark == ""
