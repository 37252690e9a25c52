"""A mobile-money statement in the window: read, confirmed payment by payment, and sealed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from coopledger.app.baseline import import_baseline
from coopledger.app.desk import open_desk
from coopledger.app.ledger import Ledger
from coopledger.ledger.keyfile import Cost

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
ENTER, DOWN, ESCAPE, SPACE = (
    *(Qt.Key.Key_Return, Qt.Key.Key_Down),
    *(Qt.Key.Key_Escape, Qt.Key.Key_Space),
)
GROUP = """\
name = "Umoja Chama"
kind = "asca"
currency = "KES"
currency_decimals = 2
[constitution]
cycle_start = "2026-01-03"
meeting_period = "month"
places = ["box", "bank", "wallet"]
saving = "equal"
saving_amount = 500
social_contribution = 100
charge_percent = "10"
share_out_rule = "per_savings"
share_out_rounding = { mode = "largest_remainder", unit = 1 }
[constitution.fines]
late = 50
[cutoff]
meeting = 2
date = "2026-02-28"
"""
MEMBERS = (
    "id,name,phone,savings\nM01,Mary Atieno,0712340111,1000\nM02,John Otieno,0722555111,1000\n"
    "M03,Grace Wanjiku,0733000222,1000\n"
)
LOANS = "member,amount,paid_out,principal_left,weeks\nM02,1000,2026-02-28,1000,8\n"
CASH = "fund,place,amount\nloan,box,1500\nloan,wallet,500\nsocial,box,300\n"
STATEMENT = """\
Receipt No.,Completion Time,Details,Transaction Status,Paid In,Withdrawn,Balance,Other Party Info
W4,2026-03-20 10:00:00,Business to Bank,Completed,,-400.00,477.00,
W3,2026-03-19 10:00:00,Pay Bill Charge,Completed,,-23.00,877.00,
W2,2026-03-18 10:00:00,Received,Completed,300.00,,900.00,2547****5111 - JOHN OTIENO
W1,2026-03-17 10:00:00,Received,Completed,100.00,,600.00,0712340111 - MARY ATIENO
"""
UNKNOWN = """\
Our bank at the market
Day;Coming;Going;Who;Number
20/03/2026;250;;Grace Wanjiku;T1
25/03/2026;;40;Fee;T2
"""


@pytest.fixture
def chama(tmp_path, opened):
    """At a chama that has a wallet; gives the person."""
    folder = tmp_path / "paper"
    folder.mkdir()
    files = {"group.toml": GROUP, "members.csv": MEMBERS, "loans.csv": LOANS, "cash.csv": CASH}
    for name, text in files.items():
        (folder / name).write_text(text)
    (tmp_path / "statement.csv").write_text(STATEMENT)
    (tmp_path / "ours.csv").write_text(UNKNOWN)
    store = tmp_path / "ledger.coop"
    with Ledger.create(store, "seven goats", cost=Cost(8, 1, 1)) as ledger:
        import_baseline(ledger, folder)
        [group] = ledger.groups()
    person = opened(store)
    person.type("seven goats")
    person.press(ENTER)
    person.window.shell.open_group(group.id)
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
