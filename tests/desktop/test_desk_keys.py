"""How many key presses a whole meeting takes, with real key events in the window's desk."""

from collections import Counter

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from coopledger.app import officers
from coopledger.app.desk import Kept, boxes, open_desk, opened_boxes, state_of
from coopledger.app.desk.coach import coaching
from coopledger.app.ledger import Ledger
from coopledger.app.meetings import seal_meeting
from coopledger.app.questions import verify
from coopledger.app.scribe import NewMember, Scribe
from coopledger.desktop.background import Background
from coopledger.desktop.desk.screen import DeskScreen
from coopledger.desktop.theme import theme
from coopledger.domain import entries as en
from coopledger.domain.book import Book
from coopledger.domain.entries import Draft
from coopledger.interop.templates import load_template
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.salted import MemberCard
from coopledger.words.catalog import use_language

MOST = 150
"""Key presses, as the brief allows for this meeting."""
PEOPLE = 25
BORROWERS = ("M03", "M07", "M11", "M15", "M19")
PINS = {"M01": "493817", "M02": "820465"}
CHEAP = Cost(8, 1, 1)
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
STEPS = {n: getattr(Qt.Key, f"Key_F{n}") for n in range(2, 10)}


class Hands:
    """Presses keys where the cursor is and counts them."""

    def __init__(self, qtbot):
        self._qtbot = qtbot
        self.count = 0

    def __call__(self, *keys):
        for key in keys:
            for one in key if isinstance(key, str) else [key]:
                self._press(one)

    def _press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        at = QApplication.focusWidget()
        assert at is not None
        self.count += 1
        press = self._qtbot.keyClicks if isinstance(key, str) else self._qtbot.keyClick
        press(at, key, modifier)

    def with_control(self, key):
        """A key with Ctrl: one press of the hand."""
        self._press(key, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def group(tmp_path):
    """A savings group of 25 after two meetings: everybody has shares, five owe a loan."""
    rules = load_template("vsla", cycle_start="2026-01-07", charge_every=1, charge_period="week")
    members = [
        NewMember(
            f"M{n:02}",
            MemberCard(f"Member {n:02}"),
            ("key_holder",) if f"M{n:02}" in PINS else (),
        )
        for n in range(1, PEOPLE + 1)
    ]
    with Ledger.create(tmp_path / "ledger.coop", "pw", cost=CHEAP) as ledger:
        page = Scribe(ledger.store.device).found(Book(), "Tumaini", rules, members)
        ledger.store.append([page])
        book = page.header.book
        codes = [member.code for member in members]
        said = [en.ShareBuying(code, 2) for code in codes]
        lent = [en.LoanRequest(code, 5_000, 8, "goats") for code in BORROWERS]
        counts = [en.CashCount("loan", len(codes) * 2 * rules.share_price - 25_000)]
        entries = [*said, *lent, *counts, en.CashCount("social", 0)]
        seal_meeting(ledger, book, Draft(1, "2026-01-07", tuple(entries)))
        officers.enrol(ledger, book, PINS, day="2026-01-07", cost=CHEAP)
        yield ledger, book


@pytest.fixture
def screen(qtbot, qapp, group):
    use_language("en")
    qapp.setStyle("Fusion")
    theme().apply(qapp, "light", "M")
    background = Background()
    ledger, book = group
    made = DeskScreen(open_desk(ledger, book, "2026-01-14"), background)
    qtbot.addWidget(made)
    made.resize(1262, 738)
    made.show()
    made.activateWindow()
    made.grid.setFocus()
    qtbot.waitUntil(made.grid.hasFocus)
    yield made
    background.close()


def test_a_whole_meeting_takes_at_most_150_key_presses(qtbot, group, screen, capsys):
    ledger, book = group
    desk, hands = screen.desk, Hands(qtbot)

    # Two are absent, all others are here.
    hands("/", "14", "a", "/", "22", "a", "+")
    # Two fines: one for the phone, one by the roll call.
    hands(TAB, "/", "14", "=", "/", "06", "p", ENTER)
    # The box is as the book says.
    hands(STEPS[3], "=", "=")
    assert [step.key for step in screen.page.strip.steps][2:4] == ["social", "saving"]
    hands(STEPS[4], "+")
    # Shares as last time, but for two.
    hands(STEPS[5], "+", "/", "09", "4", "/", "17", "1")
    # Five repayments, each the sum that is due.
    hands(STEPS[6], "=", "=", "=", "=", "=")
    # Two loans.
    for number, amount in (("08", "6000"), ("12", "4000")):
        hands(STEPS[7], "/", number, amount, TAB, TAB, "school", ENTER, ENTER)
    # The count of two funds in ten denominations.
    hands(STEPS[9])
    for fund in ("loan", "social"):
        left = next(box.expected for box in boxes(desk) if box.fund == fund)
        for face in screen.counting.pieces[fund].faces:
            many, left = divmod(left, face)
            hands(str(many) if many else "", ENTER)
    assert [box.state for box in boxes(desk)] == ["agrees", "agrees"]
    kinds = Counter(type(entry) for entry in desk.draft.entries)
    assert kinds == {
        en.Attendance: PEOPLE,
        en.FineSet: 2,
        en.BoxOpened: 2,
        en.Contribution: PEOPLE - 2,
        en.ShareBuying: PEOPLE - 2,
        en.Repayment: len(BORROWERS),
        en.LoanRequest: 2,
        en.CashCount: 2,
    }

    # It is read aloud and sealed, and two officers add their seals.
    hands.with_control(ENTER)
    assert screen.seal_page.isVisible()
    hands(ENTER)
    qtbot.waitUntil(screen.officers.isVisible)
    for member, pin in PINS.items():
        row = screen.officers.rows[member]
        qtbot.waitUntil(row.field.hasFocus)
        hands(pin, ENTER)
        qtbot.waitUntil(lambda row=row: row.field.isHidden())
    qtbot.waitUntil(screen.officers.finish.hasFocus)
    with qtbot.waitSignal(screen.sealed) as sealed:
        hands(ENTER)

    page = sealed.args[0]
    assert [signer.sealed for signer in page.signers] == [True, True]
    after = ledger.replay(book).book
    assert (after.meeting, after.members["M09"].shares, after.members["M17"].shares) == (2, 6, 3)
    assert len(after.open_loans) == len(BORROWERS) + 2
    assert verify(ledger)[0].fault == ""
    with capsys.disabled():
        print(f"\n{hands.count} key presses for the scripted meeting; at most {MOST}")
    assert hands.count <= MOST


def test_enter_takes_the_repayment_that_is_due_and_the_arrow_leaves_it_out(qtbot, screen):
    desk, hands, grid = screen.desk, Hands(qtbot), screen.grid
    column = desk.index["repayment"]
    hands("+", STEPS[6])
    seen = grid.verticalHeader()
    assert [desk.rows[seen.logicalIndex(n)].member for n in range(5)] == list(BORROWERS)
    first = grid.row
    hands(ENTER, Qt.Key.Key_Down, ENTER)
    told = [desk.cell(desk.order(column)[n], column).text for n in range(4)]
    assert told == ["250", "", "250", ""]
    assert desk.rows[first].member == "M03"
    hands(STEPS[5])
    assert [seen.logicalIndex(n) for n in range(3)] == [0, 1, 2]


def test_a_wrong_pin_is_said_beside_its_field_and_the_page_waits(qtbot, group, screen):
    ledger, book = group
    screen.desk.all_present()
    for box in boxes(screen.desk):
        screen.desk.count(box.fund, str(box.expected))
    screen.page.close_up.click()
    screen.seal_page.yes.click()
    qtbot.waitUntil(screen.officers.isVisible)
    hands = Hands(qtbot)
    row = screen.officers.rows["M01"]
    qtbot.waitUntil(row.field.hasFocus)
    hands("111111", ENTER)
    qtbot.waitUntil(lambda: row.complaint != "")
    assert "PIN" in row.complaint
    assert row.field.text() == ""
    # Whoever is not there can seal later: the page is closed all the same.
    with qtbot.waitSignal(screen.sealed) as sealed:
        screen.officers.finish.click()
    assert not sealed.args[0].enough
    assert ledger.replay(book).headers[-1].meeting == 2


def test_who_counts_no_notes_comes_to_the_sum_of_the_same_fund(qtbot, screen):
    desk, hands = screen.desk, Hands(qtbot)
    hands(STEPS[9])
    for fund in ("loan", "social"):
        for _face in screen.counting.pieces[fund].faces:
            hands(ENTER)
        expected = next(box.expected for box in boxes(desk) if box.fund == fund)
        hands(str(expected), ENTER)
    assert [box.state for box in boxes(desk)] == ["agrees", "agrees"]


def test_an_enter_after_the_one_digit_of_shares_does_no_more(qtbot, screen):
    desk, hands, grid = screen.desk, Hands(qtbot), screen.grid
    column = desk.index["shares"]
    hands("+", STEPS[5], "3", ENTER, "5", ENTER, "2", ENTER)
    assert [desk.cell(row, column).text for row in range(4)] == ["3", "5", "2", ""]
    assert (grid.row, grid.column) == (3, column)
    hands(ENTER)  # the next one passes over a member who saves nothing
    assert (grid.row, grid.column) == (4, column)
    hands("4", Qt.Key.Key_Up, ENTER)
    assert grid.row == 5
    assert screen.page.step.key == "saving"


def test_after_the_last_member_s_shares_an_enter_takes_no_repayment(qtbot, screen):
    desk, hands, grid = screen.desk, Hands(qtbot), screen.grid
    hands("+", STEPS[5], "/", "25", "1", ENTER)
    assert screen.page.step.key == "repayments"
    assert desk.cell(desk.order(grid.column)[0], grid.column).text == ""
    hands(ENTER)
    assert desk.cell(desk.order(grid.column)[0], grid.column).text == "250"


def test_an_enter_after_the_equals_key_skips_no_box(qtbot, screen):
    desk, hands = screen.desk, Hands(qtbot)
    hands(STEPS[3], "=", ENTER)
    assert screen.page.opening.boxes["social"].counted.hasFocus()
    hands("=")
    assert {box.state for box in opened_boxes(desk)} == {"agrees"}


def test_enter_presses_the_button_that_has_the_keyboard(qtbot, screen):
    hands = Hands(qtbot)
    hands(STEPS[3], "=", "=")
    screen.page.on.setFocus()
    hands(ENTER)
    assert screen.page.step.key == "social"
    hands(STEPS[8])
    screen.money.add.setFocus()
    hands(ENTER)
    assert screen.money._wrong.isVisible()
    screen.page.undo.setFocus()
    hands(ENTER)
    assert {box.state for box in opened_boxes(screen.desk)} == {"agrees", "open"}


def test_a_loan_is_asked_amount_weeks_purpose_and_waits_for_the_group_s_yes(qtbot, screen):
    desk, hands, grid = screen.desk, Hands(qtbot), screen.grid
    hands("+", STEPS[7], "/", "08", "6000", ENTER)
    assert desk.columns[grid.column].key == "weeks"
    hands("8", ENTER)
    assert desk.columns[grid.column].key == "purpose"
    hands("goats", ENTER)
    row = grid.row
    told = [desk.cell(row, desk.index[key]).text for key in ("loan", "weeks", "purpose")]
    assert told == ["6,000", "8", "goats"]
    loans = screen.page.step
    assert loans.key == "loans"
    assert "not said yes yet: M08" in state_of(desk, loans).why
    assert screen.page.guide.agree.hasFocus()
    hands(ENTER)
    assert (desk.loan_agreed("M08"), state_of(desk, loans).state) == (True, "done")
    assert grid.row == row + 1


def test_enter_takes_a_proposed_fine_and_backspace_puts_it_away(qtbot, screen):
    desk, hands, grid = screen.desk, Hands(qtbot), screen.grid
    fine, roll_call = desk.index["fine"], screen.page.strip.steps[0]
    hands("/", "14", "a", "/", "22", "a", "+")
    assert state_of(desk, roll_call).why.startswith("2 fines are proposed")
    hands(TAB)
    assert (grid.row, grid.column) == (13, fine)
    hands(ENTER)
    assert desk.cell(13, fine).text == "absent"
    told = state_of(desk, roll_call)
    assert (told.state, told.short) == ("left", "1 left")
    assert told.why.startswith("1 fine is proposed")
    assert coaching(desk, "roll_call").sentence == told.why
    hands("/", "22", Qt.Key.Key_Backspace)
    assert (desk.cell(21, fine).text, desk.cell(21, fine).quiet) == ("", "")
    assert state_of(desk, roll_call).state == "done"
    assert "done" in coaching(desk, "roll_call").sentence
    assert [e.member for e in desk.draft.entries if isinstance(e, en.FineSet)] == ["M14"]
    # It stays put away on the disk, and another answer at the roll call proposes anew.
    kept = msgspec.json.decode(desk.kept(), type=Kept)
    assert kept.values["cell:M22:fine"] == ()
    hands(STEPS[2], "/", "22", "l")
    assert desk.cell(21, fine).quiet == "late?"


def test_after_the_count_an_empty_enter_comes_to_the_main_button(qtbot, screen):
    hands = Hands(qtbot)
    hands("+", STEPS[9])
    for box in boxes(screen.desk):
        screen.desk.count(box.fund, str(box.expected))
    screen.page.guide.minutes.decision.setFocus()
    hands("We buy a lock", ENTER, ENTER)
    assert screen.page.close_up.hasFocus()
    assert "Ctrl+Enter" in screen.page.close_up.text()
    assert [e.text for e in screen.desk.draft.entries if isinstance(e, en.Resolution)] == [
        "We buy a lock"
    ]
    hands(ENTER)
    assert screen.seal_page.isVisible()


def test_the_side_names_a_member_only_where_members_are_called(qtbot, screen):
    hands = Hands(qtbot)
    hands("+", STEPS[5])
    name = screen.desk.name("M01")

    def named():
        return [
            part
            for part in screen.page.totals.findChildren(QLabel)
            if part.isVisible() and name in (part.text(), part.accessibleName(), part.toolTip())
        ]

    assert named()
    hands(STEPS[9])
    assert not named()
    hands(STEPS[6], STEPS[5])
    assert named()


def test_fines_and_shares_are_said_in_words(qtbot, screen):
    desk = screen.desk
    assert "balances forgotten" in desk.hint(0, desk.index["fine"])
    assert "_" not in desk.hint(0, desk.index["fine"])
    assert desk.aside(0, "saving") == "2 shares so far"
    hands = Hands(qtbot)
    hands("+", STEPS[5], "1")
    assert desk.aside(0, "saving").endswith("3 shares so far")


def test_a_meeting_that_was_broken_off_goes_on_by_a_button_that_says_so(qtbot, screen):
    hands, guide = Hands(qtbot), screen.page.guide
    asked = [part.text() for part in guide.findChildren(QLabel) if part.isVisible()]
    assert "Was meeting 1 broken off?" in asked
    assert guide.again.text() == "Go on with meeting 1"
    guide.again.setFocus()
    hands(ENTER)
    assert (screen.desk.again, screen.desk.meeting) == (True, 1)
    hands(ENTER)
    assert (screen.desk.again, screen.desk.meeting) == (False, 2)
