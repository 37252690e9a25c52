"""A mobile-money statement in the window: read, confirmed payment by payment, and sealed."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from coopledger.app.desk import open_desk
from coopledger.app.payment_desk import Part, PaymentDesk, kept_payments, write_payments
from coopledger.app.statements import look_at_statement
from tests.interop.chama import make_chama

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
HEAD = (
    "Receipt No.,Completion Time,Details,Transaction Status,Paid In,Withdrawn,Balance,"
    "Other Party Info\n"
)
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
    assert again.main.isEnabled()


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


def confirm_the_first(person):
    person.press(ENTER)
    say(person, "payment_use", "Contr")
    person.press(ENTER)


def say_columns(person, *columns):
    person.tab_to("say_columns")
    person.press(ENTER)
    for name, letters in columns:
        say(person, f"column_{name}", letters)
    person.press(ENTER)


def amounts(screen):
    return [proposal.payment.amount for proposal in screen._opened.desk.proposals]


def test_a_balance_that_does_not_agree_is_said_where_nothing_is_new(chama, tmp_path):
    row = "W9,2026-03-20 10:00:00,Received,Completed,100.00,,999.00,0712340111 - MARY ATIENO\n"
    (tmp_path / "one.csv").write_text(HEAD + row)
    at_payments(chama, tmp_path / "one.csv")
    confirm_the_first(chama)
    shell = chama.window.shell

    def seal():
        ledger, group = shell.session.ledger, shell.group
        looked = look_at_statement(ledger, group, tmp_path / "one.csv")
        desk = PaymentDesk(looked, {"M01": "Mary"}, kept_payments(ledger, group))
        write_payments(ledger, group, desk.confirmed, looked.place, "2026-03-28")
        opened = open_desk(ledger, group, "2026-03-28")
        opened.shelf.seal(opened.desk.draft)

    shell.session.background.run(seal)
    chama.settle()
    screen = at_payments_again(chama, tmp_path / "one.csv")
    assert "has all payments" in chama.banner
    assert "but the statement ends with" in chama.banner
    assert amounts(screen) == []
    assert screen.banner._tone == "warn"


def at_payments_again(person, path):
    person.press(ESCAPE)
    return at_payments(person, path)


def test_a_statement_on_which_nothing_moved_is_not_in_the_book(chama, tmp_path):
    row = "W9,2026-03-20 10:00:00,Received,Failed,100.00,,500.00,0712340111 - MARY ATIENO\n"
    (tmp_path / "none.csv").write_text(HEAD + row)
    screen = at_payments(chama, tmp_path / "none.csv")
    assert "No line of this statement moved money" in chama.banner
    assert screen.banner._tone == "warn"
    assert chama.focus.objectName() == "say_columns"
    chama.press(ENTER)
    assert chama.window.shell.screen_shown.objectName() == "payment_columns"


def test_one_heading_is_not_money_in_and_out_at_once(chama, tmp_path):
    (tmp_path / "ours.csv").write_text("Our bank\nDay;Sum;Who\n20/03/2026;250;Grace\n")
    at_payments(chama, tmp_path / "ours.csv")
    say_columns(chama, ("time", "Day"), ("paid_in", "Sum"), ("paid_out", "Sum"), ("party", "Who"))
    assert "cannot be two" in chama.banner
    assert not list(tmp_path.glob("*.statements/*"))
    say(chama, "column_paid_in", "not")
    say(chama, "column_paid_out", "not")
    say(chama, "column_amount", "Sum")
    chama.press(ENTER)
    assert amounts(chama.window.shell.screen_shown) == [25_000]


def test_headings_that_differ_by_their_sign_are_two(chama, tmp_path):
    text = "Our bank\nDay;Money (+);Money (-);Number\n20/03/2026;250;;T1\n25/03/2026;;40;T2\n"
    (tmp_path / "ours.csv").write_text(text)
    at_payments(chama, tmp_path / "ours.csv")
    chama.press(ENTER)
    for name, letters in (("time", "Day"), ("paid_in", "Mon"), ("paid_out", "Mon")):
        say(chama, f"column_{name}", letters)
    chama.press(DOWN)  # the second of the two
    say(chama, "column_receipt", "Numb")
    chama.press(ENTER)
    assert amounts(chama.window.shell.screen_shown) == [25_000, -4_000]


def test_a_heading_with_a_strange_sign_is_kept_and_read(chama, tmp_path):
    (tmp_path / "ours.csv").write_text("Our bank\nDay\x7f;Coming;Who\n20/03/2026;250;Grace\n")
    at_payments(chama, tmp_path / "ours.csv")
    say_columns(chama, ("time", "Day"), ("paid_in", "Com"), ("party", "Who"))
    assert amounts(chama.window.shell.screen_shown) == [25_000]
    assert not chama.window.shell.screen_shown._opened.desk.looked.unreadable


def test_columns_that_cannot_be_read_bar_no_other_statement(chama, tmp_path):
    folder = tmp_path / "ledger.coop.statements"
    folder.mkdir()
    (folder / "0123456789abcdef.toml").write_text("name = ")  # cut off on its way from a stick
    screen = at_payments(chama, tmp_path / "statement.csv")
    assert len(amounts(screen)) == 4
    assert "0123456789abcdef.toml cannot be read" in screen._notes.text()


def test_what_one_payment_was_is_not_what_the_next_one_is(chama, tmp_path):
    rows = "A1,2026-03-17 10:00:00,Given,Completed,,5.00,,0712340111 - MARY ATIENO\n"
    rows += "A2,2026-03-18 10:00:00,Settlement to bank,Completed,,9.00,,\n"
    (tmp_path / "two.csv").write_text(HEAD + rows)
    shell = chama.window.shell
    screen = at_payments(chama, tmp_path / "two.csv")
    desk = screen._opened.desk
    desk.assign("A2", [Part(900, "", "hand")])
    chama.press(ENTER)
    say(chama, "payment_use", "Savings")
    chama.press(ENTER)
    assert desk.is_confirmed("A1")
    chama.press(ENTER)
    assert chama.focus.objectName() == "payment_use"  # nothing is said of this one
    chama.press(ENTER)
    assert not desk.is_confirmed("A2")
    assert shell.screen_shown is screen


@pytest.mark.parametrize("how", ["escape", "size", "lock", "another", "crash"])
def test_what_was_confirmed_is_still_there_later(chama, tmp_path, opened, how):
    at_payments(chama, tmp_path / "statement.csv")
    confirm_the_first(chama)
    if how == "size":
        chama.window.shell.change_look("light", "L")
        chama.settle()
    elif how == "another":
        (tmp_path / "other.csv").write_text(
            HEAD + "X1,2026-03-20 10:00:00,Received,Completed,100.00,,,0712340111 - MARY ATIENO\n"
        )
        chama.window.shell.screen_shown.read(tmp_path / "other.csv")
        chama.settle()
        assert not chama.window.shell.screen_shown.main.isEnabled()
        chama.window.shell.screen_shown.read(tmp_path / "statement.csv")
        chama.settle()
    else:
        if how == "escape":
            chama.press(ESCAPE)
        elif how == "crash":
            shell = chama.window.shell
            shell.session.background.run(shell.session.ledger.close)  # nobody is asked anything
            chama.settle()
            group = shell.group
            chama = opened(shell.session.path)
            chama.type("seven goats")
            chama.press(ENTER)
            chama.window.shell.open_group(group)
            chama.settle()
        else:
            chama.window.lock()
            chama.settle()
            chama.type("seven goats")
            chama.press(ENTER)
        chama.tab_to("payments_button")
        chama.press(ENTER)  # the same statement comes by itself
    screen = chama.window.shell.screen_shown
    assert screen.objectName() == "payments"
    assert screen.main.text() == "Write 1 payment into the meeting"
    screen.main.click()
    chama.settle()
    assert len(draft_of(chama)) == 2
    # What is written is no longer offered as unwritten.
    chama.tab_to("payments_button")
    chama.press(ENTER)
    assert not chama.window.shell.screen_shown.main.isEnabled()


@pytest.mark.parametrize("how", ["lock", "language", "leave"])
def test_what_is_being_written_while_the_screen_goes_is_not_kept_as_unwritten(chama, tmp_path, how):
    screen = at_payments(chama, tmp_path / "statement.csv")
    confirm_the_first(chama)
    shell, go_on = chama.window.shell, threading.Event()
    session, group = shell.session, shell.group
    session.background.run(lambda: go_on.wait(20))  # the ledger is busy
    screen.main.click()
    if how == "lock":
        chama.window.lock()
    elif how == "language":
        chama.window.speak("fr", "latn", "gregorian")
    else:
        shell.go("home")
    go_on.set()
    chama.settle()
    if how == "lock":
        chama.type("seven goats")
        chama.press(ENTER)
    left = []
    ledger = chama.window.shell.session.ledger
    chama.window.background.run(lambda: kept_payments(ledger, group), left.append)
    chama.settle()
    assert not left[0].unwritten
    chama.window.shell.group = group
    assert len(draft_of(chama)) == 2


def test_a_word_that_was_taken_back_is_not_given_again_after_a_crash(chama, tmp_path, opened):
    at_payments(chama, tmp_path / "statement.csv")
    confirm_the_first(chama)
    chama.press(Qt.Key.Key_Up)
    chama.press(ENTER)
    say(chama, "payment_member", "M02")
    shell = chama.window.shell
    left = []
    ledger, group = shell.session.ledger, shell.group
    shell.session.background.run(lambda: kept_payments(ledger, group), left.append)
    chama.settle()
    assert not left[0].unwritten
