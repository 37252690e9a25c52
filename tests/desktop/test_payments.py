"""A mobile-money statement in the window: read, confirmed payment by payment, and sealed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from coopledger.app.desk import open_desk
from tests.interop.chama import make_chama

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
ENTER, DOWN, ESCAPE, SPACE = (
    *(Qt.Key.Key_Return, Qt.Key.Key_Down),
    *(Qt.Key.Key_Escape, Qt.Key.Key_Space),
)
UNKNOWN = """\
Our bank at the market
Day;Coming;Going;Who;Number
20/03/2026;250;;Grace Wanjiku;T1
25/03/2026;;40;Fee;T2
"""


@pytest.fixture
def chama(tmp_path, opened):
    """At a chama that has a wallet; gives the person."""
    store, group = make_chama(tmp_path, "seven goats")
    (tmp_path / "ours.csv").write_text(UNKNOWN)
    person = opened(store)
    person.type("seven goats")
    person.press(ENTER)
    person.window.shell.open_group(group)
    person.settle()
    return person


def at_payments(person, path):
    person.tab_to("payments_button")
    person.press(ENTER)
    screen = person.window.shell.screen_shown
    assert screen.objectName() == "payments"
    screen.read(path)  # what the system's own dialog would answer
    person.settle()
    return screen


def say(person, name, words):
    """Choose by typing the first letters."""
    QApplication.setKeyboardInputInterval(20)  # letters after a pause begin a new word
    person.qtbot.wait(30)
    person.tab_to(name)
    person.type(words)
    person.settle()


def draft_of(person):
    shell = person.window.shell
    desk = open_desk(shell.session.ledger, shell.group, "2026-03-28").desk
    return [entry.entry for entry in desk.entries]


def test_payments_are_confirmed_one_by_one_and_come_into_the_meeting(chama, tmp_path):
    screen = at_payments(chama, tmp_path / "statement.csv")
    assert "477.00" in chama.banner
    assert not screen.main.isEnabled()

    chama.press(ENTER)  # the first payment: what it is for is open, so the cursor goes there
    assert chama.focus.objectName() == "payment_use"
    chama.press(ENTER)
    assert chama.focus.objectName() == "payment_use"  # nothing said: it is not confirmed
    assert not screen.main.isEnabled()
    say(chama, "payment_use", "Contr")
    chama.press(ENTER)
    assert screen.main.isEnabled()

    # John sent one sum for two things.
    chama.press(ENTER)
    say(chama, "payment_use", "Repay")
    chama.tab_to("divide")
    chama.press(ENTER)
    assert chama.focus.objectName() == "payment_part"
    chama.type("300")
    chama.press(ENTER)
    assert chama.focus.objectName() == "payment_part"  # a part is less than the whole
    chama.focus.selectAll()
    chama.type("200")
    say(chama, "payment_rest_use", "Contr")
    say(chama, "payment_rest_member", "M02")
    chama.press(ENTER)

    chama.press(ENTER)  # the provider's charge is known to be an expense
    chama.press(ENTER)
    assert screen.main.text() == "Write 3 payments into the meeting"
    chama.tab_to("write_payments")
    chama.press(ENTER)
    assert "3 payments" in chama.banner
    assert chama.window.shell.screen_shown.objectName() == "group"
    told = [(type(e).__name__, getattr(e, "amount", 0), e.at) for e in draft_of(chama)]
    assert sorted(told) == [
        ("Contribution", 10_000, "wallet"),
        ("Contribution", 10_000, "wallet"),
        ("Repayment", 20_000, "wallet"),
        ("Spending", 2_300, "wallet"),
        *[("StatementReceipt", 0, "wallet")] * 3,
    ]


def test_a_payment_that_was_changed_after_it_was_confirmed_is_open_again(chama, tmp_path):
    screen = at_payments(chama, tmp_path / "statement.csv")
    chama.press(ENTER)
    say(chama, "payment_use", "Contr")
    chama.press(ENTER)
    assert screen.main.isEnabled()
    chama.press(Qt.Key.Key_Up)
    chama.press(ENTER)
    say(chama, "payment_use", "Savi")
    assert not screen.main.isEnabled()


def test_the_columns_of_an_unknown_bank_are_asked_once_and_kept(chama, tmp_path):
    screen = at_payments(chama, tmp_path / "ours.csv")
    assert "headings" in chama.banner
    assert chama.focus.objectName() == "say_columns"
    chama.press(ENTER)
    chama.tab_to("column_time")
    for name, letters in (
        *(("column_time", "Day"), ("column_paid_in", "Com"), ("column_paid_out", "Go")),
        *(("column_receipt", "Numb"), ("column_party", "Who")),
    ):
        say(chama, name, letters)
    chama.press(ENTER)
    assert chama.window.shell.screen_shown is screen
    chama.press(ENTER)
    say(chama, "payment_use", "Savi")
    chama.press(ENTER)
    assert screen.main.isEnabled()
    chama.press(ESCAPE)
    again = at_payments(chama, tmp_path / "ours.csv")
    assert not chama.banner
    assert chama.see("payments_table").model().rowCount() == 2
    assert not again.main.isEnabled()


def test_nothing_is_kept_that_tells_neither_time_nor_money(chama, tmp_path):
    at_payments(chama, tmp_path / "ours.csv")
    chama.press(ENTER)
    say(chama, "column_time", "Day")
    chama.press(ENTER)
    assert "do not tell enough" in chama.banner
    assert not list(tmp_path.glob("*.statements"))


def test_a_file_that_is_no_statement_is_refused_and_the_cursor_asks_for_another(chama, tmp_path):
    (tmp_path / "photo.csv").write_bytes(b"\0\1\2")
    at_payments(chama, tmp_path / "photo.csv")
    assert "no table" in chama.banner
    assert chama.focus.objectName() == "choose_statement"
    assert draft_of(chama) == []
