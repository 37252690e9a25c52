"""The meeting desk through real key presses: from roll call to a sealed page."""

import shutil

import pytest
from PySide6.QtCore import QAbstractItemModel, QRect, QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from coopledger.app.desk import boxes, open_desk
from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.desktop.background import Background
from coopledger.desktop.desk.grid_model import GridModel
from coopledger.desktop.desk.screen import DeskScreen
from coopledger.desktop.theme import theme
from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import Cost
from coopledger.words.catalog import use_language

MEETINGS = 19
DAY = "2025-05-21"


@pytest.fixture(autouse=True)
def look(qapp):
    use_language("en")
    qapp.setStyle("Fusion")
    theme().apply(qapp, "light", "M")


@pytest.fixture
def background(qapp):
    made = Background()
    yield made
    made.close()


@pytest.fixture
def group(tmp_path, year):
    """A ledger with the notebook's first meetings, and the group's id."""
    folder = tmp_path / "notebook"
    folder.mkdir()
    shutil.copy(year / "group.toml", folder)
    head, *lines = (year / "notebook.csv").read_text().splitlines(keepends=True)
    kept = [line for line in lines if int(line.split(",")[0]) <= MEETINGS]
    (folder / "notebook.csv").write_text("".join([head, *kept]))
    with Ledger.create(tmp_path / "ledger.coop", "pw", cost=Cost(8, 1, 1)) as ledger:
        yield ledger, import_notebook(ledger, folder).group


@pytest.fixture
def screen(qtbot, group, background):
    return opened(qtbot, group, background)


def opened(qtbot, group, background):
    ledger, book = group
    made = DeskScreen(open_desk(ledger, book, DAY), background)
    qtbot.addWidget(made)
    made.resize(1262, 768)
    made.show()
    made.activateWindow()
    made.grid.setFocus()
    qtbot.waitUntil(made.grid.hasFocus)
    return made


def press(qtbot, *keys):
    """Press keys where the cursor is: texts letter by letter, keys as they are."""
    for key in keys:
        for one in key if isinstance(key, str) else [key]:
            at = QApplication.focusWidget()
            assert at is not None
            (qtbot.keyClicks if isinstance(one, str) else qtbot.keyClick)(at, one)


def saved(qtbot, screen):
    qtbot.waitUntil(lambda: screen.autosave.saved and "saved" in screen.page.badge.accessibleName())


def text(screen, row, column):
    return screen.desk.cell(row, screen.desk.index[column]).text


def box(screen, fund="loan"):
    return next(box for box in boxes(screen.desk) if box.fund == fund)


def test_a_meeting_by_keyboard_from_roll_call_to_the_sealed_page(qtbot, group, screen):
    ledger, book = group
    before = ledger.replay(book).book
    press(qtbot, "ppl", "a", "+")
    assert [text(screen, row, "roll") for row in (0, 2, 3, 23)] == [
        "present",
        "late",
        "absent",
        "present",
    ]
    press(qtbot, Qt.Key.Key_Home, Qt.Key.Key_F4, "+")
    start = box(screen).expected
    press(qtbot, Qt.Key.Key_F5, "4")
    assert box(screen).expected == start + 4 * 2000
    press(qtbot, "+", Qt.Key.Key_Tab)
    assert screen.desk.columns[screen.grid.column].key == "repayment"
    row, start = screen.grid.row, box(screen).expected
    due = screen.desk.dues.loans[screen.desk.rows[row].member].sum
    press(qtbot, "=")
    assert box(screen).expected == start + due
    screen.grid.go_to(9, screen.desk.index["loan"])
    start = box(screen).expected
    press(qtbot, "30000", Qt.Key.Key_Tab, Qt.Key.Key_Tab, "school fees", Qt.Key.Key_Return)
    assert box(screen).expected == start - 30_000
    assert text(screen, 9, "purpose") == "school fees"
    # A second loan at a time: the cursor waits at the group's yes.
    assert screen.page.guide.agree.hasFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert screen.desk.loan_agreed("M10")
    press(qtbot, Qt.Key.Key_F8)
    qtbot.keyClicks(screen.money.kind, "Exp")
    press(qtbot, Qt.Key.Key_Tab, "1500", Qt.Key.Key_Tab, "soap", Qt.Key.Key_Return)
    assert screen.desk.lines[0].amount == "1,500"
    press(qtbot, Qt.Key.Key_F9)
    counts = screen.counting.boxes
    counts["loan"].counted.setFocus()
    press(qtbot, str(box(screen).expected))
    counts["social"].counted.setFocus()
    press(qtbot, str(box(screen, "social").expected - 100), Qt.Key.Key_Return, "torn note")
    saved(qtbot, screen)
    draft, shown = screen.desk.draft, [b.expected for b in boxes(screen.desk)]
    qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.seal_page.isVisible()
    with qtbot.waitSignal(screen.sealed) as sealed:
        press(qtbot, Qt.Key.Key_Return)
    page = sealed.args[0]
    assert (page.meeting, page.day) == (MEETINGS + 1, DAY)
    after = ledger.replay(book)
    assert after.headers[-1].number == page.page
    assert after.book.cash("loan") == shown[0]
    assert after.book.cash("social") == shown[1] - 100
    assert after.book.meeting == before.meeting + 1
    assert ledger.store.draft(book) is None
    assert len(draft.entries) > 60


def test_refused_values_stay_at_their_cell_and_bar_the_seal(qtbot, screen):
    press(qtbot, "+")
    press(qtbot, Qt.Key.Key_F6)
    row = screen.grid.row
    press(qtbot, "9999999", Qt.Key.Key_Return)
    assert text(screen, row, "repayment") == "9,999,999"
    screen.grid.go_to(row, screen.desk.index["repayment"])
    said = screen.page.said
    assert "owes" in said
    assert "Nothing was recorded" in said
    screen.grid.go_to(5, screen.desk.index["loan"])
    press(qtbot, "88888888", Qt.Key.Key_Return)
    assert "the box holds" in screen.desk.cell(5, screen.desk.index["loan"]).trouble.sentence
    screen.page.close_up.click()
    assert screen.page.isVisible()
    assert (screen.grid.row, screen.grid.column) == (row, screen.desk.index["repayment"])
    press(qtbot, Qt.Key.Key_Backspace)
    assert text(screen, row, "repayment") == ""
    qtbot.keyClick(screen.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert text(screen, row, "repayment") == "9,999,999"


def test_enter_and_tab_move_as_in_a_spreadsheet_also_from_the_right(qtbot, qapp, screen):
    screen.grid.go_to(0, screen.desk.index["social"])
    press(qtbot, "500", Qt.Key.Key_Return)
    assert (screen.grid.row, text(screen, 0, "social")) == (1, "500")
    press(qtbot, Qt.Key.Key_Up, Qt.Key.Key_Right)
    assert (screen.grid.row, screen.grid.column) == (0, screen.desk.index["shares"])
    press(qtbot, Qt.Key.Key_Tab)
    assert screen.grid.column == screen.desk.index["repayment"]
    press(qtbot, Qt.Key.Key_Backtab)
    assert screen.grid.column == screen.desk.index["shares"]
    screen.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    press(qtbot, Qt.Key.Key_Right)
    assert screen.grid.column == screen.desk.index["social"]
    screen.grid.go_to(0, screen.desk.index["purpose"])
    press(qtbot, Qt.Key.Key_Tab)
    assert not screen.grid.hasFocus()


def test_an_absent_member_is_passed_over(qtbot, screen):
    press(qtbot, "pa", "+")
    screen.grid.go_to(0, screen.desk.index["social"])
    press(qtbot, Qt.Key.Key_Return)
    assert screen.grid.row == 2
    assert screen.desk.cell(1, screen.desk.index["social"]).greyed


def test_the_draft_is_there_again_after_a_crash(qtbot, group, screen, background):
    ledger, book = group
    press(qtbot, "pl")
    screen.grid.go_to(3, screen.desk.index["social"])
    press(qtbot, "5oo", Qt.Key.Key_Return)
    saved(qtbot, screen)
    again = opened(qtbot, (ledger, book), background)
    assert [text(again, row, "roll") for row in range(3)] == ["present", "late", ""]
    assert text(again, 3, "social") == "5oo"
    qtbot.keyClick(again.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert text(again, 3, "social") == ""


def test_the_badge_says_saved_only_when_the_disk_has_it(qtbot, group, screen, monkeypatch):
    ledger, _book = group
    press(qtbot, "p")
    saved(qtbot, screen)

    def full(*_args):
        raise Refusal("disk_full")

    keep = ledger.store.save_draft
    monkeypatch.setattr(ledger.store, "save_draft", full)
    press(qtbot, "p")
    qtbot.waitUntil(lambda: "not saved" in screen.page.badge.accessibleName())
    assert "The disk is full" in screen.page.banner.text
    with qtbot.assertNotEmitted(screen.left):
        screen.leave()
    monkeypatch.setattr(ledger.store, "save_draft", keep)
    press(qtbot, "p")
    saved(qtbot, screen)
    assert screen.page.banner.text == ""
    with qtbot.waitSignal(screen.left):
        screen.page.leave.click()


def test_a_refused_seal_keeps_the_draft(qtbot, group, screen, monkeypatch):
    ledger, book = group

    def full(*_args, **_named):
        raise Refusal("disk_full")

    press(qtbot, "+")
    for one in boxes(screen.desk):
        screen.desk.count(one.fund, str(one.expected))
    screen.page.close_up.click()
    monkeypatch.setattr(ledger.store, "append", full)
    screen.seal_page.yes.click()
    qtbot.waitUntil(lambda: "The disk is full" in screen.seal_page.banner.text)
    press(qtbot, Qt.Key.Key_Escape)
    assert screen.page.isVisible()
    saved(qtbot, screen)
    assert ledger.store.draft(book) is not None


def test_the_grid_is_a_sound_model(qtbot, screen):
    model = screen.grid.model()
    assert isinstance(model, GridModel)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, screen)
    screen.desk.all_present()
    assert isinstance(model, QAbstractItemModel)
    said = model.index(0, screen.desk.index["social"]).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "M01 Mugisha Lydia, Social: due 500"


def test_everything_that_can_be_used_has_a_name(qtbot, screen):
    for widget in screen.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.objectName().startswith("qt_"):
            continue
        if isinstance(widget.parent(), QWidget) and isinstance(widget, QLineEdit):
            assert widget.accessibleName() or widget.parent().accessibleName()
            continue
        assert widget.accessibleName(), widget
        assert widget.objectName(), widget


@pytest.mark.parametrize("size", ["M", "XL"])
def test_the_small_screen_is_wide_enough(qtbot, qapp, group, background, size):
    theme().apply(qapp, "light", size)
    made = opened(qtbot, group, background)
    made.resize(920, 600)
    qtbot.waitUntil(lambda: made.size() == QSize(920, 600), timeout=1000)
    press(qtbot, "p")
    assert made.grid.viewport().width() > made.grid.columnWidth(made.desk.index["roll"])
    assert made.grid.viewport().height() >= 3 * theme().row
    for widget in (made.page.badge, made.page.on, made.page.totals, made.page.strip):
        assert made.rect().contains(
            QRect(widget.mapTo(made, widget.rect().topLeft()), widget.size())
        )


def test_what_is_said_of_a_cell_does_not_hide_it(qtbot, qapp, group, background):
    theme().apply(qapp, "light", "XL")
    screen = opened(qtbot, group, background)
    screen.resize(980, 600)
    press(qtbot, "+")
    loan = screen.desk.index["loan"]
    for row in range(4, 12):
        screen.grid.go_to(row, loan)
        screen.desk.type(row, loan, "9999999")  # above the limit and above the box: a long sentence
        qtbot.wait(20)
        shown = screen.grid.visualRect(screen.grid.currentIndex())
        assert screen.grid.viewport().rect().contains(shown)
