"""A meeting written down where the book is not held: to a stick and into the draft, by keys."""

import pytest
from PySide6.QtCore import Qt

from coopledger.app import sent_meetings
from coopledger.app.desk import open_desk
from coopledger.app.ledger import Ledger
from coopledger.domain import entries as en
from tests.conftest import PASSPHRASE
from tests.desktop.test_forks_screens import ENTER, at, choose, laptops, said, texts  # noqa: F401
from tests.sync.test_sent_meetings import TODAY, file_of

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

SAID = [{"item": "shares", "member": "M01", "count": 2}]


def press(person, name):
    person.tab_to(name)
    person.press(ENTER)


def test_a_meeting_goes_to_the_stick_and_into_the_holders_draft(laptops, tmp_path, opened):  # noqa: F811
    first, second, book = laptops
    out = tmp_path / "out"
    out.mkdir()
    meeting = file_of(tmp_path, SAID)
    person = at(opened, second, book, "book")
    press(person, "sent_meeting")
    assert person.window.shell.place == "sent_meeting"
    press(person, "write_sent_meeting")
    choose(person, "choose_meeting_file_dialog", meeting)
    choose(person, "choose_folder", out)
    person.settle()
    assert "You may pull the stick out now" in person.banner
    (file,) = out.glob("*.meeting")
    press(person, "open_sent_meeting")
    choose(person, "choose_sent_meeting_dialog", file)
    person.settle()
    assert not person.window.shell.screen_shown.main.isEnabled()  # it only reads the book
    person.window.close()

    person = at(opened, first, book, "sent_meeting")
    screen = person.window.shell.screen_shown
    assert not screen._write.isVisible()
    press(person, "open_sent_meeting")
    choose(person, "choose_sent_meeting_dialog", file)
    person.settle()
    assert "meeting of 5 Feb" in said(person)
    assert [row[1:3] for row in texts(person, "sent_entries")] == [["Shares bought", "4,000"]]
    press(person, "take_sent_meeting")
    assert "Nothing counts before that meeting is sealed" in said(person)
    person.window.close()
    with Ledger.open(first.store.path, PASSPHRASE) as again:
        kinds = {type(each) for each in open_desk(again, book, TODAY).desk.draft.entries}
        assert en.ShareBuying in kinds
        assert sent_meetings.show(again, file).taken


def test_a_file_exchanged_for_another_meeting_is_not_put_in_but_shown(laptops, tmp_path, opened):  # noqa: F811
    first, second, book = laptops
    out = tmp_path / "out"
    out.mkdir()
    file = sent_meetings.write(second, book, file_of(tmp_path, SAID), out)
    more = [{"item": "shares", "member": "M01", "count": 3}]
    other = sent_meetings.write(second, book, file_of(tmp_path, more), out)
    person = at(opened, first, book, "sent_meeting")
    press(person, "open_sent_meeting")
    choose(person, "choose_sent_meeting_dialog", file)
    person.settle()
    assert [row[2] for row in texts(person, "sent_entries")] == ["4,000"]
    file.write_bytes(other.read_bytes())
    press(person, "take_sent_meeting")
    assert "another file by now" in person.banner
    assert person.window.shell.place == "sent_meeting"
    assert [row[2] for row in texts(person, "sent_entries")] == ["6,000"]
    press(person, "take_sent_meeting")  # it was read, and is agreed to
    assert "Nothing counts before that meeting is sealed" in said(person)
    person.window.close()
    with Ledger.open(first.store.path, PASSPHRASE) as again:
        (bought,) = (
            each
            for each in open_desk(again, book, TODAY).desk.draft.entries
            if isinstance(each, en.ShareBuying)
        )
        assert bought.count == 3


def test_a_file_that_is_no_meeting_is_refused_in_words(laptops, tmp_path, opened):  # noqa: F811
    first, _second, book = laptops
    file = tmp_path / "any.meeting"
    file.write_bytes(b"no meeting at all\n")
    person = at(opened, first, book, "sent_meeting")
    press(person, "open_sent_meeting")
    choose(person, "choose_sent_meeting_dialog", file)
    person.settle()
    assert "any.meeting" in person.banner
    assert not person.window.shell.screen_shown.main.isEnabled()


def test_the_palette_leads_there(laptops, opened):  # noqa: F811
    first, _second, book = laptops
    person = at(opened, first, book, "group")
    person.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    person.type("written down")
    person.press(ENTER)
    assert person.window.shell.place == "sent_meeting"
    assert person.focus.objectName() == "open_sent_meeting"
