"""Meetings and pages to be sealed, among the files of a stick."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from coopledger.app import approvals, sent_meetings
from coopledger.sync import stick as sticks_of
from tests.desktop.exchange.hands import (
    DOWN,
    ENTER,
    ESCAPE,
    at,
    closed,
    press,
    stick_seen,
    told,
)
from tests.sync.laptops import (
    carry,
    group,
)
from tests.sync.laptops import opened as reopened

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def with_officers(tmp_path, stick):
    """A book with officers on both laptops; on the stick a meeting of the second, and a pack."""
    with reopened(tmp_path, "kampala") as first, reopened(tmp_path, "jinja") as second:
        book = group(first, "Espérance", 2, officers=True)
        carry(first, second, tmp_path / "old-stick")
        said = tmp_path / "said.json"
        shares = {"item": "shares", "member": "M01", "count": 2}
        said.write_bytes(msgspec.json.encode({"date": "2025-02-05", "entries": [shares]}))
        folder = sticks_of.place_on(stick.folder)
        sent_meetings.write(second, book, said, folder)
        approvals.write(second, book, folder)
    return book


def test_meetings_and_pages_to_be_sealed_are_listed_and_opened(opened, tmp_path, two, stick):
    book = with_officers(tmp_path, stick)
    person = at(opened, tmp_path, "kampala")
    stick_seen(person)
    assert "2 meetings or pages to be sealed are on it." in told(person)
    press(person, "read_from_stick")
    table = person.see("bundle_files")
    rows = {row.sort: (row.group, table.rows.rows.index(row)) for row in table.rows.rows}
    assert {sort: name for sort, (name, _at) in rows.items()} == {
        "meeting": "Espérance",
        "approval": "Espérance",
    }
    assert "JIN laptop · Espérance" in [
        table.model().index(at, 0).data() for _name, at in rows.values()
    ]
    assert not person.see("take_in").isEnabled()
    for sort, place in (("approval", "approval_file"), ("meeting", "sent_meeting")):
        person.tab_to("bundle_files")
        while table.row.sort != sort:
            person.press(DOWN if table.currentIndex().row() < rows[sort][1] else Qt.Key.Key_Up)
        person.press(ENTER)
        assert person.window.shell.place == place
        if place == "approval_file":
            assert "Page 3" in told(person)
            person.press(ESCAPE)
            assert person.window.shell.place == "usb_read"
            table = person.see("bundle_files")
    assert "written down by JIN laptop" in told(person)
    assert person.focus.objectName() == "take_sent_meeting"
    person.press(ENTER)
    assert "Nothing counts before that meeting is sealed" in person.banner
    assert person.window.shell.place == "usb_read"
    closed(person)
    with reopened(tmp_path, "kampala") as first:
        assert first.store.draft(book) is not None


def test_a_meeting_that_cannot_be_read_is_told_on_its_own_screen(opened, tmp_path, two, stick):
    (stick.folder / "any.meeting").write_bytes(b"no meeting at all\n")
    person = at(opened, tmp_path, "kampala")
    stick_seen(person)
    assert "1 meeting or page to be sealed is on it." in told(person)
    press(person, "read_from_stick")
    press(person, "look_at_file")
    assert person.window.shell.place == "sent_meeting"
    assert "any.meeting" in person.banner
    assert not person.see("take_sent_meeting").isEnabled()
