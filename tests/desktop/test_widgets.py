"""Tables, and what PySide6 must not do."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from coopledger.desktop.main import application
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.widgets import Button, Elided, Field


@pytest.fixture(autouse=True)
def themed(qapp):
    application("light", "M")


COLUMNS = [
    Column("Name", lambda row: row[0], stretch=True),
    Column("Amount", lambda row: f"{row[1]:,}", figure=True, tone=lambda _row: ("bad", "warn")),
]


def test_the_model_keeps_qts_rules(qtbot, qtmodeltester):
    table = Table("t", "Things", COLUMNS)
    qtbot.addWidget(table)
    table.show_rows([("one", 1), ("two", 2**40)])
    qtmodeltester.check(table.model())


def test_figures_stand_right_also_where_reading_runs_from_the_right(qtbot):
    table = Table("t", "Things", COLUMNS)
    qtbot.addWidget(table)
    table.show_rows([("one", 2**40)])
    flags = table.model().index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole)
    assert flags & Qt.AlignmentFlag.AlignRight.value
    assert flags & Qt.AlignmentFlag.AlignAbsolute.value
    assert table.model().index(0, 1).data() == "1,099,511,627,776"


def test_the_cursor_stays_where_it_was_when_rows_are_read_again(qtbot):
    table = Table("t", "Things", COLUMNS)
    qtbot.addWidget(table)
    rows = [(str(number), number) for number in range(9)]
    table.show_rows(rows)
    table.selectRow(4)
    table.show_rows(rows)
    assert table.row == ("4", 4)
    table.show_rows(rows[:2])
    assert table.row == ("1", 1)
    table.show_rows([])
    assert table.row is None


def test_enter_chooses_the_row(qtbot):
    table = Table("t", "Things", COLUMNS)
    qtbot.addWidget(table)
    table.show_rows([("one", 1), ("two", 2)])
    table.show()
    table.setFocus()
    with qtbot.waitSignal(table.chosen) as chosen:
        qtbot.keyClick(table, Qt.Key.Key_Down)
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert chosen.args == [("two", 2)]


def test_a_name_that_is_too_long_has_an_ellipsis_and_is_whole_in_its_tool_tip(qtbot):
    name = "Tumaini Hills Savings Group of the Upper Valley"
    made = Elided(name)
    qtbot.addWidget(made)
    made.resize(120, 30)
    made.show()
    assert "…" in made.text()
    assert made.toolTip() == name
    assert made.accessibleName() == name
    made.resize(1200, 30)
    assert made.text() == name


def test_where_there_is_no_room_a_shorter_text_stands(qtbot):
    made = Elided()
    qtbot.addWidget(made)
    made.resize(900, made.sizeHint().height())
    made.say("Espérance de la Lagune · meeting 28", "Meeting 28", "28")
    made.show()
    assert made.text() == "Espérance de la Lagune · meeting 28"
    widths = made.fontMetrics().horizontalAdvance
    made.resize(widths("Meeting 28") + 4, made.height())
    assert made.text() == "Meeting 28"
    assert made.toolTip() == made.whole
    made.resize(widths("28") + 4, made.height())
    assert made.text() == "28"


def test_a_button_that_is_too_wide_goes_on_in_a_second_line(qtbot):
    made = Button("go_on", "Endelea na mkutano wa 27", "redo")
    qtbot.addWidget(made)
    whole = made.sizeHint().width()
    made.fold(whole)
    assert made.text() == "Endelea na mkutano wa 27"
    made.fold(whole - 1)
    assert made.text() == "Endelea na\nmkutano wa 27"
    assert made.sizeHint().width() < whole
    assert made.accessibleName() == "Endelea na mkutano wa 27"
    made.fold(made.sizeHint().width() - 1)
    assert made.text().count("\n") == 2


def test_a_complaint_goes_when_the_field_is_typed_in(qtbot):
    field = Field("f", "Amount", "In whole shillings")
    qtbot.addWidget(field)
    field.show()
    field.refuse("This is no number.")
    assert field.complaint == "This is no number."
    assert field.edit.accessibleDescription() == "This is no number."
    qtbot.keyClicks(field.edit, "5")
    assert field.complaint == ""


def test_markup_in_a_name_is_shown_as_it_was_typed(qtbot):
    from coopledger.desktop.widgets import label

    made = label("<b>M01</b>")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText


def test_this_pyside_keeps_its_references_to_none():
    """6.12.0 drops one at each call on Python 3.10 and 3.11, and aborts after some thousands."""
    label = QLabel()
    label.setText("warm")
    before = sys.getrefcount(None)
    for _ in range(1_000):
        label.setText("x")
    assert sys.getrefcount(None) > before - 500
