"""Answers that come after somebody went elsewhere: nothing typed is lost, what was done is told."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from tests.desktop.test_payments import (
    ENTER,
    ESCAPE,
    at_payments,
    chama,  # noqa: F401
    draft_of,
    say,
)

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


@pytest.fixture
def busy(chama):  # noqa: F811
    """Holds the ledger's thread up, as a backup on a slow stick does; gives the way to end it."""
    gate = threading.Event()

    def hold_up():
        chama.window.background.run(lambda: gate.wait(60))
        return gate

    yield hold_up
    gate.set()


@pytest.fixture
def shell(chama):  # noqa: F811
    return chama.window.shell


def kinds(person):
    return {type(entry).__name__ for entry in draft_of(person)}


def at_a_confirmed_payment(person, tmp_path):
    screen = at_payments(person, tmp_path / "statement.csv")
    person.press(ENTER)
    say(person, "payment_use", "Contr")
    person.press(ENTER)
    return screen


def with_a_desk_behind(person):
    """A meeting was begun, and the desk was left by the rail: it is still there."""
    shell = person.window.shell
    shell.record()
    person.settle()
    shell.screen_shown.desk.add_entry(en.Resolution("We buy a box"))
    shell.go("group")
    person.settle()


def test_a_late_answer_leaves_the_form_that_is_typed_in(chama, busy, shell, tmp_path):  # noqa: F811
    screen = at_a_confirmed_payment(chama, tmp_path)
    gate = busy()
    screen.main.click()
    shell.go("members")
    shell.show_about("join", None)
    form = shell.screen_shown
    form.start()
    chama.type("Wanjiru Kamau")
    gate.set()
    chama.settle()
    assert shell.screen_shown is form
    assert "Wanjiru Kamau" in {
        field.text for field in form.fields.values() if hasattr(field, "text")
    }
    assert "1 payment: written" in chama.see("toast").text
    # What was written is done with: it is not offered a second time.
    shell.go("group")
    chama.settle()
    chama.tab_to("payments_button")
    chama.press(ENTER)
    assert shell.screen_shown is not screen


def test_what_was_asked_before_escape_is_in_the_meeting_and_told(chama, busy, shell, tmp_path):  # noqa: F811
    with_a_desk_behind(chama)
    screen = at_a_confirmed_payment(chama, tmp_path)
    gate = busy()
    screen.main.click()
    QTest.keyClick(chama.focus, ESCAPE)
    gate.set()
    chama.settle()
    assert shell.place == "group"
    assert "1 payment: written" in chama.see("toast").text
    shell.record()
    chama.settle()
    shell.screen_shown.desk.add_entry(en.Resolution("We sell a goat"))
    chama.settle()
    assert kinds(chama) == {"Contribution", "StatementReceipt", "Resolution"}
    assert len(draft_of(chama)) == 4


@pytest.mark.parametrize("first", ["write", "record"])
def test_a_desk_asked_for_before_the_answer_has_what_was_written(
    chama,  # noqa: F811
    busy,
    shell,
    tmp_path,
    first,
):
    with_a_desk_behind(chama)
    if first == "record":  # no desk is there: it is read before the payments are written
        shell.record()
        shell.screen_shown.leave()
        chama.settle()
    screen = at_a_confirmed_payment(chama, tmp_path)
    gate = busy()
    steps = [screen.main.click, shell.record]
    for step in steps if first == "write" else reversed(steps):
        step()
    gate.set()
    chama.settle()
    desk = shell.screen_shown.desk
    desk.add_entry(en.Resolution("We sell a goat"))
    chama.settle()
    assert kinds(chama) == {"Contribution", "StatementReceipt", "Resolution"}
    assert len(draft_of(chama)) == 4


def test_a_new_member_asked_for_before_escape_is_in_the_meeting(chama, busy, shell):  # noqa: F811
    with_a_desk_behind(chama)
    shell.show_about("join", None)
    chama.settle()
    chama.type("Wanjiru Kamau")
    gate = busy()
    shell.screen_shown.main.click()
    QTest.keyClick(chama.focus, ESCAPE)
    gate.set()
    chama.settle()
    assert "Wanjiru Kamau" in chama.see("toast").text
    shell.record()
    chama.settle()
    shell.screen_shown.desk.add_entry(en.Resolution("We sell a goat"))
    chama.settle()
    assert kinds(chama) >= {"Resolution", "Joining"}


def test_a_desk_that_cannot_be_saved_is_not_thrown_away(chama, shell, tmp_path, monkeypatch):  # noqa: F811
    with_a_desk_behind(chama)
    screen = at_a_confirmed_payment(chama, tmp_path)
    store = shell.session.ledger.store
    keep = store.save_draft

    def full(*_):
        raise Refusal("disk_full", value="ledger.coop")

    monkeypatch.setattr(store, "save_draft", full)
    shell.record()
    shell.screen_shown.desk.add_entry(en.Resolution("We sell a goat"))
    chama.settle()
    shell.go("payments")
    screen.main.click()
    chama.settle()
    assert shell.screen_shown is screen
    assert "full" in chama.banner
    monkeypatch.setattr(store, "save_draft", keep)
    screen.main.click()
    chama.settle()
    assert "1 payment: written" in chama.banner
    assert kinds(chama) == {"Contribution", "StatementReceipt", "Resolution"}
    assert len(draft_of(chama)) == 4


def test_a_refusal_is_heard_by_whoever_left_the_form(chama, busy, shell, tmp_path, monkeypatch):  # noqa: F811
    screen = at_a_confirmed_payment(chama, tmp_path)

    def full(*_):
        raise Refusal("disk_full", value="ledger.coop")

    monkeypatch.setattr(shell.session.ledger.store, "save_draft", full)
    gate = busy()
    screen.main.click()
    QTest.keyClick(chama.focus, ESCAPE)
    gate.set()
    chama.settle()
    toast = chama.see("toast")
    assert "full" in toast.text
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_a_desk_that_comes_late_is_not_another_groups(chama, busy, shell):  # noqa: F811
    gate = busy()
    shell.record()
    shell.group = "another"
    gate.set()
    chama.settle()
    assert shell.place != "meeting"
