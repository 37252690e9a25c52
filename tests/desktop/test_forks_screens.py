"""Two different books, pages that do not count, and seals from other laptops, by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from coopledger.app import approvals, proposed
from coopledger.app.desk import open_desk
from coopledger.app.forks import HERE, forks, resolve
from coopledger.app.ledger import Ledger
from coopledger.app.officers import newest_seals
from coopledger.app.share_outs import hold_share_out
from coopledger.domain import entries as en
from coopledger.words import catalog
from tests.conftest import PASSPHRASE
from tests.desktop.test_walk import SETTINGS, as_read, check, tab_stops
from tests.sync.laptops import GROUP_OFFICERS, carry, enrolled, founder, group, laptop
from tests.sync.signing import give_keys
from tests.sync.test_forks import twin
from tests.sync.test_late_pages import held

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down
TWO = {m: GROUP_OFFICERS[m] for m in ("M06", "M07")}


@pytest.fixture
def laptops(tmp_path):
    """Two laptops of a cooperative and a book that the first one holds."""
    with founder(tmp_path) as first, laptop(tmp_path, "jinja") as second:
        book = group(first, "Kamu Kamu", 2, officers=True, quorums=True)
        enrolled(first, second)
        carry(first, second, tmp_path / "stick", join=True)
        carry(second, first, tmp_path / "stick")
        yield first, second, book


@pytest.fixture
def forked(laptops, tmp_path):
    """The path of the first laptop's ledger; a twin held the same meeting otherwise."""
    first, second, book = laptops
    other, back = twin(first, tmp_path)
    with other:
        held(other, book, en.Attendance("M01", "present"), en.ShareBuying("M01", 5))
        carry(other, second, tmp_path / "stick")
    back()
    held(first, book, en.Attendance("M01", "present"), en.ShareBuying("M02", 1))
    carry(second, first, tmp_path / "stick")
    return first, book


def at(opened, ledger, book, place, about=None, **look):
    """Someone who opened the ledger and went to a screen about a group."""
    path = ledger.store.path
    ledger.close()
    person = opened(path, **look)
    person.type(PASSPHRASE)
    person.press(ENTER)
    person.window.shell.open_group(book)
    person.settle()
    if place != "group":
        person.window.shell.show_about(place, about)
        person.settle()
    return person


def said(person):
    return " ".join(each.text() for each in person.window.findChildren(QLabel) if each.isVisible())


def choose(person, name, path):
    """Choose in a dialog of the system's."""
    dialog = person.window.findChild(QFileDialog, name)
    dialog.close()
    dialog.fileSelected.emit(str(path))
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow, timeout=5_000)
    person.settle()
    person.window.shell.screen_shown.start()


def texts(person, table):
    rows = person.see(table).rows
    return [
        [rows.index(row, column).data() for column in range(rows.columnCount())]
        for row in range(rows.rowCount())
    ]


def test_home_and_group_tell_settled_and_disputed(forked, opened):
    ledger, book = forked
    person = at(opened, ledger, book, "group")
    assert "Settled in the box: 4,000; including what is disputed: 6,000" in person.banner
    person.window.shell.go("home")
    person.settle()
    assert "Disputed after page 3" in said(person)
    assert "Settled in the box: 4,000" in said(person)


def test_the_paper_says_which_book_and_the_officers_choose_it_by_keys(forked, opened):
    ledger, book = forked
    person = at(opened, ledger, book, "book")
    assert not person.window.shell.screen_shown._take_over.isVisible()
    person.tab_to("compare_books")
    person.press(ENTER)
    shell = person.window.shell
    assert shell.place == "fork"
    assert person.focus is person.see("paper_total")
    box = next(row for row in texts(person, "fork_totals") if row[0] == "Loan fund")
    assert box[1:] == ["4,000", "6,000", "14,000"]
    lines = {row[0][:3]: row[1:] for row in texts(person, "fork_members") if row[0]}
    assert lines["M01"] == ["Roll call", "", "Shares bought 10,000"]
    assert lines["M02"] == ["", "Shares bought 2,000", ""]
    person.type("14,000")
    person.press(ENTER)
    assert "what the other branch says" in person.see("paper_verdict").text
    person.type("goats")
    person.press(ENTER)
    assert person.window.shell.screen_shown._paper.complaint
    # Nothing is sealed before somebody says which one.
    person.tab_to("choose_branch")
    person.press(ENTER)
    assert "Say which book counts." in said(person)
    assert person.focus is person.see("branch_choice")
    person.press(DOWN)
    person.press(DOWN)
    for code, pin in TWO.items():
        person.tab_to(f"pin_{code}")
        person.type(pin)
    person.tab_to("choose_branch")
    person.press(ENTER)
    assert shell.place == "book"
    assert "Page 5 says which book counts" in person.banner
    person.window.close()
    with Ledger.open(ledger.store.path, PASSPHRASE) as again:
        assert [each.settled for each in forks(again)] == [True]
        assert again.replay(book).book.members["M01"].shares == 2 + 5


def test_a_wrong_pin_chooses_nothing(forked, opened):
    ledger, book = forked
    person = at(opened, ledger, book, "fork")
    person.tab_to("branch_choice")
    person.press(DOWN)
    person.tab_to("pin_M06")
    person.type("000001")
    person.tab_to("choose_branch")
    person.press(ENTER)
    assert "not the PIN of M06" in said(person)
    person.window.close()
    with Ledger.open(ledger.store.path, PASSPHRASE) as again:
        assert [each.settled for each in forks(again)] == [False]


@pytest.fixture
def late(forked):
    """A laptop where the officers have chosen."""
    ledger, book = forked
    resolve(ledger, book, HERE, GROUP_OFFICERS)
    return ledger, book


def test_what_does_not_count_is_written_down_again_by_keys(late, opened):
    ledger, book = late
    person = at(opened, ledger, book, "book")
    assert "1 page that does not count" in person.see("late_notice").text
    person.tab_to("late_pages")
    person.press(ENTER)
    shell = person.window.shell
    assert person.focus is person.see("late_table")
    uses = {row[1]: row[3] for row in texts(person, "late_entries") if row[0].startswith("M01")}
    assert uses == {
        "Roll call": "is in the book already",
        "Shares bought": "can be written down again",
    }
    (change,) = texts(person, "late_changes")
    assert change[0].startswith("M01")
    assert change[1:3] == ["4,000", "14,000"]
    assert "cash goes from 6,000 to 16,000" in said(person)
    person.tab_to("late_enter")
    person.press(ENTER)
    assert shell.place == "book"
    assert "in the draft of meeting 4" in person.banner
    shell.show_about("late", None)
    person.settle()
    assert texts(person, "late_table")[0][-1] == "written down again"
    assert not shell.screen_shown.main.isEnabled()
    person.tab_to("late_reopen")
    person.press(ENTER)
    person.tab_to("late_dealt")
    person.press(ENTER)
    assert texts(person, "late_table")[0][-1] == "dealt with"
    person.window.close()
    with Ledger.open(ledger.store.path, PASSPHRASE) as again:
        draft = open_desk(again, book, "2025-03-01").desk.draft
        assert draft.entries == (en.ShareBuying("M01", 5),)


def test_who_does_not_hold_the_book_is_told_so(laptops, tmp_path, opened):
    first, second, book = laptops
    other, back = twin(first, tmp_path)
    with other:
        held(other, book, en.ShareBuying("M01", 5))
        carry(other, second, tmp_path / "stick")
    back()
    held(first, book, en.ShareBuying("M02", 1))
    carry(second, first, tmp_path / "stick")
    resolve(first, book, HERE, GROUP_OFFICERS)
    carry(first, second, tmp_path / "stick")
    person = at(opened, second, book, "late")
    assert texts(person, "late_table")
    assert "read it and write nothing" in said(person)
    assert not person.window.shell.screen_shown.main.isEnabled()


@pytest.fixture
def asked(laptops, tmp_path):
    """A share-out that waits for a second officer, and its file on the stick."""
    first, second, book = laptops
    give_keys(first, second, book, "M07")
    day = first.summaries(book)[-1].day
    m06 = {"M06": GROUP_OFFICERS["M06"]}
    found = proposed.propose(first, book, lambda: hold_share_out(first, book, day, m06))
    file = approvals.write(first, book, tmp_path / "stick", found.id).file
    return first, second, book, file


def test_a_share_out_with_too_few_officers_waits_for_the_others(laptops, opened):
    first, _second, book = laptops
    person = at(opened, first, book, "share_out")
    shell = person.window.shell
    shell.screen_shown.show_step("seal")
    person.settle()
    person.tab_to("pin_M06")
    person.type(GROUP_OFFICERS["M06"])
    assert not shell.screen_shown.main.isEnabled()
    person.tab_to("wait_for_others")
    person.press(ENTER)
    assert shell.place == "approvals"
    assert [row[-1] for row in texts(person, "approvals_table")] == ["0 of 2 seals", "1 of 2 seals"]
    person.press(DOWN)
    person.tab_to("drop_proposal")
    person.press(ENTER)
    assert len(texts(person, "approvals_table")) == 1
    person.window.close()
    with Ledger.open(first.store.path, PASSPHRASE) as again:
        assert not again.replay(book).book.closed
        assert proposed.proposals(again, book) == ()


def test_an_officer_elsewhere_seals_by_keys_and_the_seal_comes_back(asked, opened, tmp_path):
    first, second, book, file = asked
    person = at(opened, second, book, "approval_file", file)
    assert "Share-out" in said(person)
    assert "Sealed so far by M06" in said(person)
    paid = [row for row in texts(person, "asked_entries") if row[1] == "Paid out at share-out"]
    assert paid[0][2] == "4,000"
    totals = {row[0]: row[1:] for row in texts(person, "asked_totals")}
    assert totals["Loan fund"] == ["4,000", "0"]
    person.tab_to("pin_M07")
    person.type("000001")
    person.tab_to("sign_approval")
    person.press(ENTER)
    assert "not the PIN of M07" in said(person)
    person.tab_to("pin_M07")
    person.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    person.type(GROUP_OFFICERS["M07"])
    person.tab_to("sign_approval")
    person.press(ENTER)
    assert "You may pull the stick out now" in person.banner
    assert "Sealed so far by M06" in said(person)
    back = person.window.shell.screen_shown._file
    assert back != file
    person.window.close()
    person = at(opened, first, book, "approvals")
    assert texts(person, "approvals_table")[-1][-1] == "1 of 2 seals"
    person.tab_to("open_approval")
    person.press(ENTER)
    choose(person, "choose_approval_dialog", back)
    assert person.window.shell.place == "approval_file"
    person.tab_to("merge_approval")
    person.press(ENTER)
    assert "Page 4 is in the book, with 2 of 2 seals" in person.banner
    person.window.close()
    with Ledger.open(first.store.path, PASSPHRASE) as again:
        assert again.replay(book).book.closed


def test_a_file_exchanged_for_another_genuine_one_is_not_sealed_but_shown(asked, opened, tmp_path):
    first, second, book, file = asked
    share_out = file.read_bytes()
    file.write_bytes(approvals.write(first, book, tmp_path).file.read_bytes())
    person = at(opened, second, book, "approval_file", file)
    assert "Share-out" not in said(person)
    file.write_bytes(share_out)
    person.tab_to("pin_M07")
    person.type(GROUP_OFFICERS["M07"])
    person.tab_to("sign_approval")
    person.press(ENTER)
    assert "another file by now" in person.banner
    assert list(file.parent.glob("*.approval")) == [file]
    assert "Share-out" in said(person)
    # What is shown now takes the PIN anew: it was typed for the other page.
    person.tab_to("sign_approval")
    person.press(ENTER)
    assert "No officer typed a PIN" in person.banner
    person.tab_to("pin_M07")
    person.type(GROUP_OFFICERS["M07"])
    person.tab_to("sign_approval")
    person.press(ENTER)
    assert "You may pull the stick out now" in person.banner


def test_seals_of_a_page_that_was_not_shown_are_not_taken_in(asked, opened, tmp_path):
    first, second, book, file = asked
    share_out = approvals.sign(second, file, {"M07": GROUP_OFFICERS["M07"]}).file
    meeting = approvals.write(first, book, tmp_path).file
    person = at(opened, first, book, "approval_file", meeting)
    meeting.write_bytes(share_out.read_bytes())
    person.tab_to("merge_approval")
    person.press(ENTER)
    assert "another file by now" in person.banner
    assert "Share-out" in said(person)
    person.window.close()
    with Ledger.open(first.store.path, PASSPHRASE) as again:
        assert not again.replay(book).book.closed


def test_the_newest_page_goes_to_a_stick_with_an_officers_key(laptops, tmp_path, opened):
    first, second, book = laptops
    device = second.store.device.id
    person = at(opened, first, book, "approvals")
    screen = person.window.shell.screen_shown
    assert texts(person, "approvals_table")[0][-1] == "0 of 2 seals"
    person.tab_to("keys_to")
    person.press(DOWN)
    assert screen._laptop.value == device
    person.tab_to("keys_of_M06")
    person.press(Qt.Key.Key_Space)
    person.tab_to("write_approval")
    person.press(ENTER)
    choose(person, "choose_folder", tmp_path / "stick")
    assert "You may pull the stick out now" in person.banner
    (file,) = (tmp_path / "stick").glob("*.approval")
    assert approvals.show(second, file).here == ("M06",)
    person.window.close()
    done = approvals.sign(second, file, {"M06": GROUP_OFFICERS["M06"]})
    with Ledger.open(first.store.path, PASSPHRASE) as again:
        approvals.merge(again, done.file)
        assert newest_seals(again, book).members == ("M06",)


def test_a_damaged_file_is_told_and_seals_nothing(asked, opened):
    _first, second, book, file = asked
    file.write_bytes(file.read_bytes()[:-9])
    person = at(opened, second, book, "approval_file", file)
    assert "not whole" in person.banner
    assert not person.window.shell.screen_shown.main.isEnabled()


@pytest.mark.parametrize(
    "setting",
    [*SETTINGS, ("ar-XB", "XL", (1024, 600))],
    ids=lambda s: "-".join([s[0], s[1], str(s[2][0]), *s[3:]]),
)
def test_no_text_is_cut_and_tab_goes_as_one_reads(forked, opened, tmp_path, setting):
    language, size, room, *look = setting
    ledger, book = forked
    catalog.use_language(language)
    try:
        person = at(opened, ledger, book, "fork", size=size, room=room, look=[*look, "light"][0])
        walk(person, room, "fork")
        person.window.close()
        with Ledger.open(ledger.store.path, PASSPHRASE) as again:
            resolve(again, book, HERE, GROUP_OFFICERS)
            held(again, book, en.ShareBuying("M01", 1), day="2025-02-04")
            file = approvals.write(again, book, tmp_path / "stick").file
        person = at(opened, again, book, "late", size=size, room=room, look=[*look, "light"][0])
        walk(person, room, "late")
        for place, about in (("approvals", None), ("approval_file", file), ("fork", None)):
            person.window.shell.show_about(place, about)
            person.settle()
            walk(person, room, place)
    finally:
        catalog.use_language("en")


def walk(person, room, place):
    check(person)
    assert (person.window.width(), person.window.height()) == room, place
    main = person.window.shell.screen_shown.main
    stops = [each for each in tab_stops(person) if each is not main]
    names = [each.objectName() for each in stops]
    assert names == [each.objectName() for each in as_read(person, stops)], place
