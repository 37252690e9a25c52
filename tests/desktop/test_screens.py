"""Groups, reports, members, the book and the import, by keys through the real window."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ENTER, TAB, ESCAPE, DOWN = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Down,
)


@pytest.fixture
def at_home(opened, practice):
    person = opened(practice)
    person.type("practice")
    person.press(ENTER)
    return person


@pytest.fixture
def in_year(opened, kamu, tmp_path):
    """At the group of the notebook."""
    ledger, _group = kamu
    ledger.close()
    person = opened(tmp_path / "ledger.coop")
    person.type("seven goats")
    person.press(ENTER)
    person.press(ENTER)
    return person


def texts(table, row):
    model = table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_home_shows_each_group_with_its_figures(at_home):
    cards = at_home.window.shell.screen_shown.findChildren(QWidget)
    names = [each.accessibleName() for each in cards if each.objectName().startswith("group_")]
    assert len(names) == 3
    assert all("Cash in the box" in name and "Meeting" in name for name in names)


def test_home_group_report_preview_pdf(in_year, tmp_path):
    person = in_year
    assert person.window.shell.place == "group"
    table = person.see("meetings")
    assert table.model().rowCount() == 48
    person.tab_to("meetings")
    person.press(DOWN)
    person.press(ENTER)
    assert person.window.shell.place == "reports"
    paper = person.see("paper")
    assert person.see("which_meeting").currentText().startswith("Meeting 47")
    assert len(paper.pages) > 1
    assert person.focus is paper
    person.press(Qt.Key.Key_PageDown)
    assert paper.at == 1
    person.tab_to("save_pdf_button")
    person.press(ENTER)
    dialog = person.window.findChild(QDialog, "save_pdf")
    target = tmp_path / "47.pdf"
    name = dialog.findChild(QLineEdit)
    name.selectAll()
    person.qtbot.keyClicks(name, str(target))
    person.qtbot.keyClick(name, ENTER)
    person.settle()
    assert target.read_bytes().startswith(b"%PDF")
    assert str(target) in person.banner


def test_a_pdf_that_cannot_be_written_is_said_so(in_year, tmp_path):
    person = in_year
    person.window.shell.go("reports")
    person.settle()
    reports = person.window.shell.screen_shown
    reports._save_as(tmp_path / "no" / "such" / "folder.pdf")
    person.settle()
    assert "folder.pdf" in person.banner


def test_printing_without_a_printer_says_what_to_do(in_year):
    person = in_year
    person.window.shell.go("reports")
    person.settle()
    person.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "PDF" in person.banner


def test_a_members_statement(in_year):
    person = in_year
    person.tab_to("member_statement")
    person.press(ENTER)
    assert person.window.shell.place == "members"
    person.press(DOWN)
    person.press(ENTER)
    assert person.window.shell.place == "member"
    person.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert person.window.shell.place == "reports"
    assert person.see("kind").currentData() == "statement"
    assert person.see("which_member").currentData() == texts_of_second_member(person)
    assert person.see("paper").pages
    person.press(ESCAPE)
    assert person.window.shell.place == "group"
    person.press(ESCAPE)
    assert person.window.shell.place == "home"


def texts_of_second_member(person):
    """The code of the second member in the list, after "All members"."""
    return person.see("which_member").itemData(2)


def test_verifying_says_in_words_that_the_book_is_genuine(in_year):
    person = in_year
    person.tab_to("verify")
    person.press(ENTER)
    assert person.window.shell.place == "book"
    assert "All 49 pages are genuine" in person.banner
    assert person.see("pages").model().rowCount() == 49
    assert not person.window.shell.screen_shown._told.isVisible()


def test_rules_broken_on_paper_are_told_after_the_import_and_in_the_book(at_home, year, tmp_path):
    folder = tmp_path / "notebook"
    shutil.copytree(year, folder)
    book = folder / "notebook.csv"
    bought = "1,2025-01-08,M01,shares,2,"
    text = book.read_text("utf-8")
    assert bought in text
    book.write_text(text.replace(bought, "1,2025-01-08,M01,shares,6,"), "utf-8")
    person = at_home
    person.window.shell.go("import")
    person.window.shell.screen_shown.read(folder)
    person.settle()
    person.press(ENTER)
    assert "broken on paper" in person.banner
    person.window.shell.go("book")
    person.settle()
    told = person.see("findings")
    assert told.model().rowCount() >= 1
    last = told.model().rowCount() - 1
    assert "M01" in texts(told, last)[1]
    assert "Shares" in texts(told, last)[1]


def test_a_changed_page_is_named_and_the_book_not_to_be_written_in():
    from coopledger.app.ledger import Group
    from coopledger.app.questions import Verdict
    from coopledger.desktop.book import verdict_words

    verdict = Verdict(Group("0" * 64, "Kamu"), 12, 300, (), "seal_bad", 13)
    text, tone = verdict_words([verdict])
    assert tone == "bad"
    assert "Kamu" in text
    assert "13" in text
    assert "Do not write" in text


def test_a_notebook_is_seen_and_then_taken_in(at_home, year):
    person = at_home
    person.tab_to("import")
    person.press(ENTER)
    screen = person.window.shell.screen_shown
    screen.read(year)
    person.settle()
    assert person.focus.objectName() == "take_in"
    person.press(ENTER)
    shell = person.window.shell
    assert shell.place == "group"
    assert "49 pages" in person.banner
    assert person.see("meetings").model().rowCount() == 48


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("repayment", "repaymint", ("notebook.csv", "line")),
        ("M01", "M77", ("notebook.csv", "line")),
    ],
)
def test_a_notebook_that_cannot_be_right_changes_nothing(at_home, year, tmp_path, old, new, said):
    folder = tmp_path / "notebook"
    shutil.copytree(year, folder)
    book = folder / "notebook.csv"
    book.write_text(book.read_text("utf-8").replace(old, new), "utf-8")
    person = at_home
    person.window.shell.go("import")
    screen = person.window.shell.screen_shown
    screen.read(folder)
    person.settle()
    if not person.banner:
        person.press(ENTER)
    assert all(part in person.banner for part in said), person.banner
    person.window.shell.go("home")
    person.settle()
    assert len(person.window.shell.screen_shown._cards) == 3


def test_a_group_whose_cycle_is_over_says_so_when_a_meeting_is_asked_for(at_home):
    person = at_home
    shell = person.window.shell
    over = next(card for card in shell.screen_shown._cards if "Tumaini" in card.row.name)
    shell.open_group(over.row.id)
    person.settle()
    person.tab_to("record")
    person.press(ENTER)
    assert shell.place == "group"
    assert "cycle" in person.banner


def test_going_on_with_a_meeting_opens_the_desk_and_leaving_keeps_the_draft(at_home):
    person = at_home
    person.press(ENTER)
    assert person.see("record").text().startswith("Go on")
    person.tab_to("record")
    person.press(ENTER)
    shell = person.window.shell
    assert shell.place == "meeting"
    person.press(ESCAPE)
    assert shell.place == "group"
    assert person.see("badge_draft").isVisible()


def test_look_and_text_size_change_at_once_and_are_remembered(at_home):
    from coopledger.desktop.settings import saved_look, saved_size
    from coopledger.desktop.theme import theme

    person = at_home
    before = theme().em()
    person.tab_to("rail_look")
    person.press(Qt.Key.Key_Space)
    person.tab_to("rail_size")
    person.press(Qt.Key.Key_Space)
    assert (theme().look, theme().size) == ("dark", "L")
    assert theme().em() > before
    assert (saved_look(), saved_size()) == ("dark", "L")
    assert person.window.shell.place == "home"


def test_a_branch_with_many_groups_sees_them_in_one_table(at_home, monkeypatch):
    from coopledger.desktop import home

    monkeypatch.setattr(home, "MOST_CARDS", 2)
    person = at_home
    person.window.shell.go("home")
    person.settle()
    table = person.see("groups_table")
    names = [texts(table, row)[0] for row in range(table.model().rowCount())]
    assert names == sorted(names, key=str.casefold)
    assert len(names) == 3
    assert not [text for row in range(3) for text in texts(table, row) if text == "…"]
    assert person.focus is table
    heads = table.horizontalHeader()
    for title, key in (("Loans out", "loans"), ("Cash in the box", "box"), ("Missing", "missed")):
        at = next(
            at
            for at in range(heads.count())
            if table.model().headerData(at, Qt.Orientation.Horizontal) == title
        )
        heads.sectionClicked.emit(at)
        figures = [getattr(known.card, key) for known in table.rows.rows]
        assert figures == sorted(figures, reverse=True)
    heads.sectionClicked.emit(0)
    table.selectRow(0)
    person.press(DOWN)
    person.press(ENTER)
    assert person.window.shell.place == "group"
    assert names[1] in person.window.shell.screen_shown.accessibleName()


def test_without_a_display_a_sentence_is_said_instead_of_an_abort(monkeypatch, capsys):
    from coopledger.desktop.main import run

    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert run(None) == 1
    assert "screen" in capsys.readouterr().err


def test_after_the_seal_the_meetings_report_is_shown(at_home):
    from coopledger.app.desk import Sealed

    person = at_home
    person.press(ENTER)
    shell = person.window.shell
    shell.go("meeting")
    person.settle()
    desk = shell.screen_shown
    desk.sealed.emit(Sealed(page=16, meeting=15, day="2025-11-18"))
    person.settle()
    assert shell.place == "reports"
    assert person.see("which_meeting").currentText().startswith("Meeting 15")
    shell.go("meeting")
    person.settle()
    assert shell.screen_shown is not desk


def test_ctrl_p_leads_to_the_paper_from_the_group_and_from_its_members(in_year):
    person = in_year
    person.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert person.window.shell.place == "reports"
    person.press(ESCAPE)
    person.window.shell.go("members")
    person.settle()
    person.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert person.see("kind").currentData() == "statement"
