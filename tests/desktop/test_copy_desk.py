"""A meeting recorded over a copy, by keys: a draft, a proposal, the holder's draft."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from coopledger.app import holding, sent_meetings
from coopledger.app.desk import open_desk
from coopledger.app.meetings import seal_meeting
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.sync import stick as sticks_of
from coopledger.sync.drives import Drive
from coopledger.words.errors import explain
from tests.desktop.test_forks_screens import ENTER, TWO, at, laptops, said  # noqa: F401
from tests.sync.laptops import carry
from tests.sync.laptops import opened as reopened
from tests.sync.signing import give_keys
from tests.sync.test_sent_meetings import TODAY

pytestmark = [
    pytest.mark.usefixtures("plugged"),
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


@pytest.fixture
def stick(tmp_path, plugged):
    folder = tmp_path / "KAMU"
    folder.mkdir()
    plugged.append(Drive("KAMU", folder, 3_900_000_000, "vfat", writable=True))
    return folder


def desk_of(person):
    return person.window.shell.screen_shown


def begin(person):
    """From the group's screen to the desk by its main button."""
    person.tab_to("record")
    person.press(ENTER)
    assert person.window.shell.place == "meeting"
    return desk_of(person)


def record(person):
    """A whole meeting: all are there, one buys two shares, the boxes are as the book says."""
    desk = desk_of(person)
    person.type("+")
    steps = {step.key: at for at, step in enumerate(desk.page.strip.steps)}
    desk.page.open_step(steps["saving"])
    person.settle()
    person.type("2")
    person.press(ENTER)
    desk.page.open_step(steps["open_box"])
    for _box in desk.page.opening.boxes:
        person.type("=")
        person.press(ENTER)
    desk.page.open_step(steps["count"])
    person.settle()
    for fund, box in desk.counting.boxes.items():
        box.counted.setFocus()
        person.type(str(desk.desk.outcome.book.cash(fund)))
        person.press(ENTER)


def to_the_page(person):
    person.press(ENTER, Qt.KeyboardModifier.ControlModifier)
    desk = desk_of(person)
    assert desk.screen_shown is desk.seal_page, said(person)
    return desk


def until(person, check):
    person.qtbot.waitUntil(check, timeout=10_000)
    person.settle()


def test_a_copy_writes_a_proposal_which_the_holder_takes_in(laptops, stick, opened):  # noqa: F811
    first, second, book = laptops
    person = at(opened, second, book, "group")
    assert "held by Kampala 1" in said(person)
    assert person.see("record").text() == "Record a meeting to send"
    begin(person)
    assert "What you write is a proposal for Kampala 1; it is sealed there." in said(person)
    record(person)
    to_the_page(person)
    assert "Take to the stick" in person.focus.text()
    assert "nothing of it counts before it is sealed" in said(person)
    person.press(ENTER)
    until(person, lambda: person.window.shell.place == "group")
    (file,) = (stick / "CoopLedger").glob("*.meeting")
    assert file.name in person.banner
    assert "You may pull the stick out now" in person.banner
    assert person.see("record").text() == "Go on with the meeting to send"
    person.window.close()
    told = sent_meetings.show(first, file)
    assert (told.sender, told.refused) == ("JIN laptop", {})
    sent_meetings.take(first, file, TODAY)
    draft = open_desk(first, book, TODAY).desk.draft
    assert en.ShareBuying("M01", 2) in draft.entries
    seal_meeting(first, book, draft)


def test_a_stick_that_goes_while_the_proposal_is_written_took_nothing_along(
    laptops,  # noqa: F811
    stick,
    plugged,
    opened,
    monkeypatch,
):
    _first, second, book = laptops
    person = at(opened, second, book, "group")
    begin(person)
    record(person)
    to_the_page(person)
    real = sticks_of.write

    def went(folder, name, data):
        written = real(folder, name, data)
        plugged.clear()  # and its folder stays, on the laptop's own disk
        return written

    monkeypatch.setattr(sticks_of, "write", went)
    person.press(ENTER)
    until(person, lambda: not plugged)
    person.settle()
    assert person.window.shell.place == "meeting"
    assert not list((stick / "CoopLedger").glob("*.meeting"))
    assert "It was taken to a stick" not in said(person)


def test_the_draft_waits_goes_on_and_is_put_away_only_when_somebody_says_so_twice(
    laptops,  # noqa: F811
    stick,
    tmp_path,
    opened,
):
    first, second, book = laptops
    person = at(opened, second, book, "group")
    begin(person)
    record(person)
    person.qtbot.waitUntil(lambda: desk_of(person).autosave.saved)
    person.window.close()

    person = at(opened, reopened(tmp_path, "jinja"), book, "group")
    desk = begin(person)
    assert desk.desk.cell(0, desk.desk.index["shares"]).text == "2"
    for _twice in range(2):
        to_the_page(person)
        person.press(ENTER)
        until(person, lambda: person.window.shell.place == "group")
        begin(person)
    # The same draft is the same proposal, however often it is taken to a stick.
    (file,) = (stick / "CoopLedger").glob("*.meeting")
    assert "It was taken to a stick" in said(person)
    person.window.close()

    sent_meetings.take(first, file, TODAY)
    seal_meeting(first, book, open_desk(first, book, TODAY).desk.draft)
    with reopened(tmp_path, "jinja") as second:
        carry(first, second, tmp_path / "back")
        person = at(opened, second, book, "group")
    begin(person)
    assert "The book has a meeting of that day or later now" in said(person)
    person.tab_to("copy_put_away")
    person.press(ENTER)
    assert person.window.shell.place == "meeting"
    assert "Is it sealed on Kampala 1? Press once more" in said(person)
    person.press(ENTER)
    assert person.window.shell.place == "group"
    assert person.banner.startswith("The draft was put away.")
    assert person.see("record").text() == "Record a meeting to send"
    person.window.close()
    with reopened(tmp_path, "jinja") as second:
        assert second.store.draft(book) is None


def test_what_was_changed_since_is_another_proposal(laptops, stick, opened):  # noqa: F811
    _first, second, book = laptops
    person = at(opened, second, book, "group")
    begin(person)
    record(person)
    to_the_page(person)
    person.press(ENTER)
    until(person, lambda: person.window.shell.place == "group")
    desk = begin(person)
    assert person.see("copy_put_away").isVisible()
    desk.desk.set_next_day("2027-01-01")
    person.settle()
    assert "It was taken to a stick" not in said(person)
    assert not desk._away.isVisible()


def test_a_proposal_that_was_sent_is_told_where_the_book_has_come_here(
    laptops,  # noqa: F811
    stick,
    tmp_path,
    opened,
):
    first, second, book = laptops
    give_keys(first, second, book, *TWO)
    person = at(opened, second, book, "group")
    begin(person)
    record(person)
    to_the_page(person)
    person.press(ENTER)
    until(person, lambda: person.window.shell.place == "group")
    person.window.close()
    with reopened(tmp_path, "jinja") as second:
        holding.take_over(second, book, TWO)
        person = at(opened, second, book, "group")
    assert person.see("record").text() == "Go on with the meeting"
    desk = begin(person)
    assert "This draft was taken to a stick as a proposal" in said(person)
    assert "does not hold the book" not in said(person)
    to_the_page(person)
    assert desk.seal_page.yes.text() == "Seal the meeting"
    person.press(ENTER)
    assert desk.screen_shown is desk.officers
    person.window.close()
    with reopened(tmp_path, "jinja") as second:
        assert second.replay(book).book.members["M01"].shares == 2 + 2
        assert second.store.draft(book) is None


def test_a_stick_that_fails_is_told_and_the_draft_stays(laptops, stick, opened, monkeypatch):  # noqa: F811
    def fails(path, _data):
        raise Refusal("not_writable", value=str(path), reason="", errno=28)

    _first, second, book = laptops
    person = at(opened, second, book, "group")
    begin(person)
    record(person)
    desk = to_the_page(person)
    with monkeypatch.context() as once:
        once.setattr(sticks_of, "replace", fails)
        QTest.keyClick(person.focus, ENTER)
        until(person, lambda: bool(desk.seal_page.banner.text))
    assert desk.seal_page.banner.text == explain(
        Refusal("stick_full", value=str(stick / "CoopLedger"))
    )
    assert list(stick.rglob("*.meeting")) == []
    assert person.focus is desk.seal_page.yes
    person.press(ENTER)
    until(person, lambda: person.window.shell.place == "group")
    assert len(list(stick.rglob("*.meeting"))) == 1


def test_without_a_stick_a_folder_is_asked_for(laptops, tmp_path, opened):  # noqa: F811
    _first, second, book = laptops
    (tmp_path / "out").mkdir()
    person = at(opened, second, book, "group")
    begin(person)
    record(person)
    desk = to_the_page(person)
    person.press(ENTER)
    until(person, lambda: desk.findChild(QFileDialog, "choose_folder") is not None)
    dialog = desk.findChild(QFileDialog, "choose_folder")
    dialog.close()
    dialog.fileSelected.emit(str(tmp_path / "out"))
    until(person, lambda: person.window.shell.place == "group")
    assert len(list((tmp_path / "out").glob("*.meeting"))) == 1


def test_where_the_book_is_held_nothing_is_otherwise(laptops, opened):  # noqa: F811
    first, _second, book = laptops
    person = at(opened, first, book, "group")
    assert person.see("record").text() == "Record meeting"
    desk = begin(person)
    assert "proposal" not in said(person)
    assert desk.page.guide.again.isVisible()
