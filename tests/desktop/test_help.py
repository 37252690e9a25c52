"""F1: the page of where one is, in every window; search, pictures, and the way back to the work."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from coopledger.desktop import shell as shells
from coopledger.desktop.faults import FaultDialog
from coopledger.desktop.help.topic import page_for, topic_here, topic_of
from coopledger.desktop.help.window import HelpWindow
from coopledger.desktop.rail import PLACES as RAIL
from coopledger.desktop.settings_screen import SECTIONS
from coopledger.desktop.subscreens import RAIL_PLACE
from coopledger.words import catalog
from coopledger.words.help import PAGES
from tests.desktop.test_walk import ABOUT, PLACES, check, clipped_labels, nameless

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

F1, ESCAPE, ENTER = Qt.Key.Key_F1, Qt.Key.Key_Escape, Qt.Key.Key_Return
MIDDLE = "Esp"


@pytest.fixture
def person(opened, practice):
    """Someone in a group in the middle of its cycle."""
    return in_group(opened(practice))


def in_group(person):
    person.type("practice")
    person.press(ENTER)
    shell = person.window.shell
    group = next(card.row for card in shell.screen_shown._cards if card.row.name.startswith(MIDDLE))
    shell.open_group(group.id)
    person.settle()
    return person


def help_window(person):
    shown = [each for each in person.window.findChildren(HelpWindow) if each.isVisible()]
    assert len(shown) <= 1
    return shown[0] if shown else None


def f1(person):
    person.press(F1)
    return help_window(person)


def test_every_screen_that_one_can_go_to_has_its_page(person):
    """A new screen without a page fails here."""
    shell = person.window.shell
    about = dict(ABOUT)
    # A share-out has a page for each step.
    assert all(page_for(place) for place in set(RAIL_PLACE) - {"share_out"})
    found = {}
    for place in {*PLACES, *RAIL, *shells._OF_HOME}:
        shell.go(place)
        person.settle()
        found[place] = topic_of(shell.screen_shown)
    for place, what in about.items():
        shell.show_about(place, what)
        person.settle()
        found[place] = topic_of(shell.screen_shown)
    assert all(found.values()), found
    own = {"settings": "settings_look", "meeting": "roll_call", "start": "step_kind"}
    own["share_out"] = "share_out_trial"
    for place, key in found.items():
        assert key == own.get(place, place)


def test_every_step_and_part_has_its_own(person):
    shell = person.window.shell
    shell.show_about("share_out", None)
    person.settle()
    for step in ("trial", "loans", "count", "list", "seal", "cycle"):
        shell.screen_shown.show_step(step)
        assert topic_here() == f"share_out_{step}"
    shell.screen_shown.show_step("list")
    shell.screen_shown._read_out()
    assert topic_here() == "announce"
    for part in SECTIONS:
        shell.show_settings(part)
        person.settle()
        assert topic_here() == f"settings_{part}"
    shell.go("start")
    person.settle()
    for step in (*shell.screen_shown._steps,):
        shell.screen_shown.draft = shell.screen_shown._blank
        shell.screen_shown._go_to(shell.screen_shown._steps[0])
        if step in shell.screen_shown._way():
            shell.screen_shown._go_to(step)
            assert topic_of(shell.screen_shown) == step.objectName()
        assert step.objectName() in PAGES
    shell.record()
    person.settle()
    desk = shell.screen_shown
    for place, step in enumerate(desk.page.strip.steps):
        desk.page.open_step(place)
        assert topic_here() == {"loans": "desk_loans"}.get(step.key, step.key)
    for page, key in (
        (desk.seal_page, "read_aloud"),
        (desk.officers, "seal"),
        (desk.announcing, "announce"),
        (desk.lesson, "cost"),
    ):
        desk._stack.setCurrentWidget(page)
        assert topic_of(shell.screen_shown) == key


@pytest.mark.parametrize(("name", "key"), [("ledger.coop", "first_start"), (None, "unlock")])
def test_f1_before_a_ledger_is_open(opened, practice, tmp_path, name, key):
    person = opened(tmp_path / name if name else practice)
    person.type("seven")
    before = person.focus
    shown = f1(person)
    assert shown.page.key == key
    assert QApplication.focusWidget() is shown.view
    person.press(ESCAPE)
    assert help_window(person) is None
    assert person.focus is before
    assert before.text() == "seven"


@pytest.mark.parametrize("place", ["members", "loans", "reports", "book", "settings"])
def test_f1_on_a_screen_opens_its_page_and_esc_gives_the_keyboard_back(person, place):
    person.window.shell.go(place)
    person.settle()
    before = person.focus
    shown = f1(person)
    assert shown.page.key == {"settings": "settings_look"}.get(place, place)
    assert PAGES[shown.page.key].title
    person.press(ESCAPE)
    assert help_window(person) is None
    assert person.focus is before
    assert person.window.shell.place == place


def test_f1_while_something_is_typed_in_the_grid_keeps_it(person):
    shell = person.window.shell
    shell.record()
    person.settle()
    shell.screen_shown.page.open_step(3)
    person.settle()
    person.type("2")
    shown = f1(person)
    assert shown.page.key == "saving"
    person.press(ESCAPE)
    assert person.window.isAncestorOf(person.focus)
    person.press(ENTER)
    desk = shell.screen_shown.desk
    assert desk.cell(0, desk.index["shares"]).text == "2"


def test_f1_again_closes_help_and_goes_back_to_the_work(person):
    shell = person.window.shell
    shell.go("members")
    person.settle()
    before = person.focus
    f1(person)
    assert "F1" in person.see("help_close").text()
    person.press(F1)
    assert person.focus is before
    assert help_window(person) is None


def test_f1_from_the_work_while_help_is_open_tells_of_where_one_is(person, qtbot):
    shell = person.window.shell
    shown = f1(person)
    person.window.activateWindow()
    qtbot.waitUntil(person.window.isActiveWindow)
    shell.go("book")
    person.settle()
    assert f1(person) is shown
    assert shown.page.key == "book"


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("name", ["name", "currency"])
def test_help_does_not_lie_over_the_field_that_is_asked_for(
    opened, practice, monkeypatch, name, rtl
):
    """Of two columns, on a screen without room beside the window."""
    screen = QRect(0, 0, 1366, 768)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _self: screen)
    catalog.use_language("ar-XB" if rtl else "en")
    try:
        person = opened(practice)
        person.window.move(0, 0)
        person.type("practice")
        person.press(ENTER)
        person.window.shell.go("start")
        person.settle()
        person.window.shell.screen_shown.show_step("step_rules")
        person.settle()
        person.tab_to(name)
        field = person.focus
        shown = f1(person)
        assert screen.contains(shown.geometry().topLeft())
        place = QRect(field.mapToGlobal(QPoint(0, 0)), field.size())
        assert not place.intersects(shown.frameGeometry())
    finally:
        catalog.use_language("en")


def test_f1_in_a_dialog_that_stands_over_the_work(person, qtbot):
    dialog = FaultDialog("details", person.window)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    before = person.focus
    shown = f1(person)
    assert shown.page.key == "fault"
    assert shown.parent() is dialog
    assert QApplication.focusWidget() is shown.view
    person.press(ESCAPE)
    assert person.focus is before
    assert dialog.isVisible()
    dialog.done(0)
    dialog.deleteLater()


def test_f1_where_a_file_is_asked_for_tells_of_the_screen_that_asks(person, qtbot):
    shell = person.window.shell
    shell.go("reports")
    person.settle()
    person.see("save_pdf_button").click()
    dialog = person.window.findChild(QDialog, "save_pdf")
    qtbot.waitUntil(dialog.isVisible)
    assert topic_of(dialog) == "reports"
    dialog.reject()


def test_f1_in_the_palette(person):
    person.window.shell.open_palette()
    person.settle()
    assert f1(person).page.key == "palette"


def test_search_by_keys_alone(person):
    shown = f1(person)
    person.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    person.type("padlock")
    assert shown.list.isVisible()
    titles = [page.key for page in shown.list.rows.rows]
    assert "step_pins" in titles
    for _ in range(titles.index("step_pins")):
        person.press(Qt.Key.Key_Down)
    person.press(ENTER)
    assert shown.page.key == "step_pins"
    assert shown.view.isVisible()
    person.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shown.page.key == "group"


def test_a_search_that_finds_nothing_says_so_and_enter_stays(person):
    shown = f1(person)
    shown.edit.setFocus()
    person.type("zzzz")
    told = [each.text() for each in shown.findChildren(QLabel) if each.isVisible()]
    assert any("zzzz" in text for text in told)
    person.press(ENTER)
    assert shown.list.isVisible()
    assert shown.page.key == "group"


def test_read_on_by_keys_and_back(person):
    shown = f1(person)
    person.tab_to("help_see_members")
    person.press(ENTER)
    assert shown.page.key == "members"
    shown.back()
    assert shown.page.key == "group"


def test_the_list_of_all_pages(person):
    shown = f1(person)
    person.see("help_contents").click()
    assert [page.key for page in shown.list.rows.rows] == list(PAGES)
    assert person.focus is shown.list
    person.press(ENTER)
    assert shown.page.key == "coach"


def test_a_picture_has_words_for_who_does_not_see_it(person):
    f1(person)
    picture = person.see("help_picture")
    assert picture.pixmap().width() > 100
    assert picture.accessibleName() == "Picture of the screen: Group"


def test_the_rail_and_the_palette_lead_to_help_too(person):
    person.window.shell.go("loans")
    person.settle()
    before = person.focus
    person.see("rail_help").click()
    person.settle()
    assert help_window(person).page.key == "loans"
    person.press(ESCAPE)
    assert person.focus is before
    person.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    person.type("help")
    person.press(ENTER)
    assert help_window(person).page.key == "loans"


def test_it_follows_the_text_size(person):
    shown = f1(person)
    small = shown.view.findChildren(QLabel)[0].font().pointSizeF()
    person.window.shell.change_look("dark", "XL")
    person.settle()
    assert shown.view.findChildren(QLabel)[0].font().pointSizeF() > small
    assert shown.page.key == "group"


@pytest.mark.parametrize(
    ("language", "size", "room"),
    [
        ("en", "XL", (1366, 768)),
        ("en-XA", "M", (1366, 768)),
        ("ar-XB", "M", (1366, 768)),
        ("ar-XB", "L", (1024, 600)),
    ],
)
def test_no_page_cuts_a_text_in_any_look(opened, practice, language, size, room):
    catalog.use_language(language)
    try:
        person = in_group(opened(practice, "light", size=size, room=room))
        shown = f1(person)
        for key in PAGES:
            shown.show_page(key)
            QApplication.processEvents()
            assert not list(clipped_labels(person)), key
            assert shown.view.horizontalScrollBar().maximum() == 0, key
        assert not list(nameless(person))
        assert shown.height() <= max(room[1], 600)
        assert person.window.height() == room[1]
    finally:
        catalog.use_language("en")


def test_the_guide_is_looked_at_printed_and_saved_from_help(person, tmp_path):
    shown = f1(person)
    shown.show_page("guide")
    person.settle()
    check(person)
    guide = shown.view.extra
    guide.save_to(tmp_path / "wall.pdf")
    person.settle()
    assert (tmp_path / "wall.pdf").read_bytes().startswith(b"%PDF")
    assert str(tmp_path / "wall.pdf") in guide.banner.text
    guide.save_to(tmp_path / "nowhere" / "wall.pdf")
    person.settle()
    assert not (tmp_path / "nowhere").exists()
    assert "nowhere" in guide.banner.text
    # No printer is set up where tests run.
    guide.print.click()
    assert guide.banner.text


def test_locking_closes_help_and_the_passphrase_can_be_typed_at_once(person):
    f1(person)
    person.window.lock()
    person.settle()
    assert help_window(person) is None
    assert person.focus.objectName() == "passphrase"
    assert f1(person).page.key == "unlock"


def test_another_language_closes_help_which_then_speaks_it(person):
    f1(person)
    try:
        person.window.speak("fr", "latn", "gregorian")
        person.settle()
        assert help_window(person) is None
        person.window.shell.go("loans")
        person.settle()
        assert f1(person).page.key == "loans"
        with catalog.speaking("fr"):
            assert help_window(person).windowTitle().startswith(str(PAGES["loans"].title))
    finally:
        catalog.use_language("en")
