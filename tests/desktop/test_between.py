"""Between groups in the real window, by keys: seen, and written down where members are."""

import pytest
from PySide6.QtCore import Qt

from coopledger.app.desk import open_desk
from coopledger.app.ledger import Ledger
from coopledger.domain import entries as en
from coopledger.ledger.keyfile import Cost
from tests.app.neighbours import neighbours

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
ENTER, ESCAPE, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def person(opened, tmp_path):
    """At Home, before the groups Kukula and Tumaini."""
    path = tmp_path / "ledger.coop"
    with Ledger.create(path, "pw", cost=Cost(8, 1, 1)) as ledger:
        one, two = neighbours(ledger)
    someone = opened(path)
    someone.one, someone.two = one, two
    someone.type("pw")
    someone.press(ENTER)
    someone.settle()
    return someone


def at_kukula(person, place, about=None):
    shell = person.window.shell
    shell.open_group(person.one)
    person.settle()
    shell.show_about(place, about)
    person.settle()


def fill(person, name, text):
    person.tab_to(name)
    person.focus.selectAll()
    for letter in text:  # as fast as the list of names can come and go
        person.type(letter)
        person.qtbot.wait(1)


def drafted(person):
    ledger = person.window.shell.session.ledger
    return open_desk(ledger, person.one, "2025-02-05").desk.draft.entries


def cells(table):
    model = table.model()
    return [
        [model.index(row, at).data() for at in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_home_says_what_has_waited_for_long_and_leads_there(person):
    button = person.see("between_groups")
    assert "2" in button.text()
    assert "more than a month" in button.accessibleDescription()
    person.tab_to("between_groups")
    person.press(ENTER)
    assert person.window.shell.place == "between"
    rows = cells(person.see("transfers_table"))
    assert [(row[1], row[2], row[3]) for row in rows] == [
        ("UGX\u00a05,000", "Kukula", "Tumaini"),
        ("UGX\u00a08,500", "Tumaini", "Kukula"),
        ("UGX\u00a012,000", "Kukula", "Tumaini"),
    ]
    screen = person.window.shell.screen_shown
    assert "Ask" in screen.advice_shown
    person.press(DOWN)
    assert "8,000" in screen.advice_shown
    person.press(ESCAPE)
    assert person.window.shell.place == "home"


def test_the_palette_leads_there_too(person):
    person.press(Qt.Key.Key_K, CTRL)
    person.type("between")
    person.settle()
    person.press(ENTER)
    assert person.window.shell.place == "between"


def test_a_member_leaves_for_another_group_with_a_claim(person):
    at_kukula(person, "leave", "M02")
    fill(person, "leave_group", "tumaini")
    person.tab_to("leave_money")
    person.press(DOWN)
    person.tab_to("write_down")
    person.press(ENTER)
    assert drafted(person) == (en.MoveAway("M02", person.two, claim=True),)
    assert "written into meeting" in person.banner


def test_a_group_that_nobody_knows_is_refused_beside_the_field(person):
    at_kukula(person, "leave", "M02")
    fill(person, "leave_group", "No Such Group")
    person.tab_to("write_down")
    person.press(ENTER)
    complaint = person.window.shell.screen_shown.fields["group"].complaint
    assert "No Such Group" in complaint
    assert drafted(person) == ()


def test_somebody_joins_from_another_group(person):
    at_kukula(person, "join")
    fill(person, "card_name", "Aber Susan")
    fill(person, "join_group", "Tumaini")
    fill(person, "join_brought", "5,500")
    fill(person, "join_transfer", "12345 67890")
    person.tab_to("write_down")
    person.press(ENTER)
    joined, came = drafted(person)
    assert isinstance(joined, en.Joining)
    assert came == en.MoveIn("M06", person.two, 5_500, number="1234567890")


def test_a_wrong_number_of_a_transfer_is_refused_beside_the_field(person):
    at_kukula(person, "join")
    fill(person, "card_name", "Aber Susan")
    fill(person, "join_group", "Tumaini")
    fill(person, "join_transfer", "123")
    person.tab_to("write_down")
    person.press(ENTER)
    assert "123" in person.window.shell.screen_shown.fields["transfer"].complaint
    assert drafted(person) == ()


def test_at_the_desk_another_group_pays_back(person):
    shell = person.window.shell
    shell.open_group(person.one)
    person.settle()
    shell.record()
    person.settle()
    person.press(Qt.Key.Key_F8)
    kinds = person.see("desk_line_kind")
    kinds.setFocus()
    kinds.setCurrentIndex(kinds.findData("group_payment"))
    fill(person, "desk_line_amount", "4000")
    fill(person, "desk_line_text", "Tumaini")
    fill(person, "desk_line_transfer", "00000 11111")
    person.press(ENTER)
    person.settle()
    line = shell.screen_shown.desk.lines[0]
    assert (line.title, line.amount) == ("Paid back by another group", "4,000")
    assert line.text == "Tumaini · 00000 11111"
    assert line.trouble is None
    entry = shell.screen_shown.desk.draft.entries
    assert en.GroupPayment(person.two, 4_000, "0000011111") in entry


def test_at_the_desk_a_bank_is_still_one_word_and_a_group_is_known(person):
    desk = open_desk(person.window.shell.session.ledger, person.one, "2025-02-05").desk
    from coopledger.app.desk import Filled, Unfilled

    kinds = {kind.key: kind for kind in desk.line_kinds}
    desk.add_line(kinds["borrow"], Filled(amount="1000", text="Village Bank"))
    desk.add_line(kinds["borrow"], Filled(amount="2000", text="TUMAINI"))
    said = [entry for entry in desk.draft.entries if isinstance(entry, en.Borrowing)]
    assert [entry.lender for entry in said] == ["village_bank", person.two]
    with pytest.raises(Unfilled) as caught:
        desk.add_line(kinds["group_loan"], Filled(amount="1000", text="Nobody Here"))
    assert (caught.value.field, caught.value.refusal.code) == ("text", "bad_group")
