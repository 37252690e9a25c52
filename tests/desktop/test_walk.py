"""A walk over every screen, in languages that are long or run from the right, and in large text."""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from coopledger.desktop.home import GroupButton
from coopledger.desktop.widgets import Elided
from coopledger.words import catalog

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

PLACES = (
    "home",
    "group",
    "members",
    "loans",
    "reports",
    "book",
    "import",
    "baseline",
    "settings",
    "usb",
    "between",
)
ABOUT = (
    ("member", "M02"),
    ("member_card", "M02"),
    ("join", None),
    ("leave", "M02"),
    ("expel", "M02"),
    ("death", "M02"),
    ("loan", 1),
    ("request", "M02"),
    ("put_off", 28),
    ("give_up", 28),
    ("page", 5),
    ("entries", "M02"),
    ("undo_entry", (5, 9)),
    ("share_out", None),
    ("approvals", None),
    ("late", None),
    ("fork", None),
    ("payments", None),
    ("sent_meeting", None),
    ("care", None),
)
"""Screens about one thing; a group in the middle of its cycle has all of these."""
MIDDLE = "Esp"
LANGUAGES = ("fr", "sw", "pt", "am", "hi", "ar")
"""Those that the program has texts in, beside English."""
SETTINGS = [
    ("en", "M", (1366, 768)),
    ("en", "M", (1366, 768), "dark"),
    ("en", "S", (1366, 768), "contrast"),
    ("en", "XL", (1366, 768)),
    ("en", "M", (1024, 600)),
    ("en-XA", "M", (1366, 768)),
    ("ar-XB", "M", (1366, 768)),
    ("ar-XB", "L", (1024, 600)),
    *((code, "M", (1366, 768)) for code in LANGUAGES),
]


@pytest.fixture
def speaks():
    """Lets a test change the language, and puts it back."""
    yield catalog.use_language
    catalog.use_language("en")


@pytest.fixture(params=SETTINGS, ids=lambda s: "-".join([s[0], s[1], str(s[2][0]), *s[3:]]))
def walker(request, speaks, opened, practice):
    """Someone at Home, in one of the settings."""
    language, size, room, *look = request.param
    speaks(language)
    person = opened(practice, *look, size=size, room=room)
    check(person)
    person.type("practice")
    person.press(Qt.Key.Key_Return)
    assert (person.window.width(), person.window.height()) == room
    person.window.setProperty("room", person.window.size())
    return person


def shown(person, kind):
    return [each for each in person.window.findChildren(kind) if each.isVisible()]


def check(person):
    QApplication.processEvents()
    clipped = [*clipped_labels(person), *clipped_buttons(person), *clipped_headings(person)]
    assert not clipped
    assert not list(nameless(person))
    room = person.window.property("room")
    if room is not None:  # what does not fit makes the window grow
        assert person.window.size() == room


def clipped_labels(person):
    for each in shown(person, QLabel):
        if isinstance(each, Elided) or not each.text():
            continue
        if each.wordWrap():
            if each.heightForWidth(each.width()) > each.height() + 1:
                yield f"{each.text()!r} is cut below"
        elif each.sizeHint().width() > each.width() + 1:
            yield f"{each.text()!r} is cut: {each.width()} of {each.sizeHint().width()}"
        if each.fontMetrics().height() > each.height() + 1:
            yield f"{each.text()!r} is too low"


def clipped_buttons(person):
    for each in shown(person, QAbstractButton):
        hint = each.minimumSizeHint() if isinstance(each, GroupButton) else each.sizeHint()
        if not each.text() and not isinstance(each, GroupButton):
            continue
        if hint.width() > each.width() + 1 or hint.height() > each.height() + 1:
            yield f"{each.text() or each.accessibleName()!r}: {each.size()} of {hint}"


def clipped_headings(person):
    for table in shown(person, QTableView):
        heads = table.horizontalHeader()
        for section in range(heads.count()):
            if heads.sectionSizeHint(section) > heads.sectionSize(section) + 1:
                yield f"heading {table.model().headerData(section, Qt.Orientation.Horizontal)!r}"


def nameless(person):
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    for each in shown(person, QWidget):
        if not isinstance(each, kinds) or each.objectName().startswith("qt_"):
            continue
        if isinstance(each.parent(), QComboBox | QAbstractScrollArea):
            continue
        said = QAccessible.queryAccessibleInterface(each)
        if not each.objectName() or not said.text(QAccessible.Text.Name):
            yield f"{type(each).__name__} {each.objectName()!r}"


def tab_stops(person):
    """Where Tab stops within the screen in front, in its order."""
    screen = person.window.shell.screen_shown
    screen.start()
    stops, each = [], screen
    for _ in range(500):
        each = each.nextInFocusChain()
        if each is screen:
            break
        policy = each.focusPolicy() & Qt.FocusPolicy.TabFocus
        if policy and each.isVisible() and each.isEnabled() and screen.isAncestorOf(each):
            stops.append(each)
    return stops


def in_foot(widget):
    while widget is not None:
        if widget.property("role") == "foot":
            return True
        widget = widget.parentWidget()
    return False


def as_read(person, stops):
    """The same in the order of reading: rows from above, each from its leading edge."""
    rtl = QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    places = []
    for each in stops:
        corner = each.mapTo(person.window, QPoint(each.width() if rtl else 0, 0))
        middle = each.mapTo(person.window, QPoint(0, each.height() // 2)).y()
        # What is scrolled out of sight below still comes before the foot.
        foot = 10_000 if in_foot(each) else 0
        places.append((middle + foot, -corner.x() if rtl else corner.x(), each))
    places.sort(key=lambda place: place[0])
    rows = []
    for place in places:
        if rows and place[0] - rows[-1][0][0] < 20:
            rows[-1].append(place)
        else:
            rows.append([place])
    return [place[2] for row in rows for place in sorted(row, key=lambda place: place[1])]


def test_no_text_is_cut_nothing_is_nameless_and_tab_goes_as_one_reads(walker):
    person = walker
    shell = person.window.shell
    check(person)
    group = shell.screen_shown._cards[0].row.id
    shell.open_group(group)
    person.settle()
    for place in PLACES:
        shell.go(place)
        person.settle()
        check(person)
        stops = tab_stops(person)
        # The main button of a foot with two rows of buttons stands beside both.
        stops = [each for each in stops if each is not shell.screen_shown.main]
        names = [each.objectName() for each in stops]
        assert names == [each.objectName() for each in as_read(person, stops)], place
    shell.go("reports")
    person.settle()
    person.see("check_paper").click()
    check(person)


def test_all_places_of_the_rail_are_in_sight(walker):
    rail = walker.window.shell.rail
    QApplication.processEvents()
    for button in [*rail.buttons.values(), rail._lock]:
        assert not button.visibleRegion().isEmpty(), button.text()
        assert button.visibleRegion().boundingRect().height() >= button.height() - 1, button.text()


def test_no_step_of_the_desk_cuts_a_text_or_has_something_nameless(walker):
    person, shell = walker, walker.window.shell
    shell.open_group(shell.screen_shown._cards[0].row.id)
    person.settle()
    shell.record()
    person.settle()
    page = shell.screen_shown.page
    for place in range(len(page.strip.steps)):
        page.open_step(place)
        person.settle()
        check(person)
    shell.screen_shown._announce()
    person.settle()
    check(person)


def in_the_middle(person):
    groups = [card.row for card in person.window.shell.screen_shown._cards]
    return next(row.id for row in groups if row.name.startswith(MIDDLE))


def test_the_same_on_every_screen_about_one_thing(walker):
    person = walker
    shell = person.window.shell
    shell.open_group(in_the_middle(person))
    person.settle()
    for place, about in ABOUT:
        shell.show_about(place, about)
        person.settle()
        check(person)
        assert not person.banner or place in ("share_out", "care"), person.banner
        stops = [each for each in tab_stops(person) if each is not shell.screen_shown.main]
        names = [each.objectName() for each in stops]
        assert names == [each.objectName() for each in as_read(person, stops)], place


def test_and_on_every_step_and_part(walker):
    person = walker
    shell = person.window.shell
    shell.open_group(in_the_middle(person))
    shell.show_about("share_out", None)
    person.settle()
    for step in ("trial", "loans", "count", "list", "seal", "cycle"):
        shell.screen_shown.show_step(step)
        person.settle()
        check(person)
    shell.screen_shown.show_step("list")
    shell.screen_shown._read_out()
    check(person)
    shell.show_about("member", "M05")
    person.settle()
    for part in ("about", "passbook", "loans"):
        shell.screen_shown.show_part(part)
        person.settle()
        check(person)
    shell.show_about("request", "M02")
    person.settle()
    shell.screen_shown._amount.edit.setText("20000")
    shell.screen_shown._work_out()
    person.settle()
    check(person)


def in_order(person, where):
    """Nothing is cut, and Tab goes as one reads."""
    check(person)
    main = person.window.shell.screen_shown.main
    stops = [each for each in tab_stops(person) if each is not main]
    read = as_read(person, stops)
    assert [each.objectName() for each in stops] == [each.objectName() for each in read], where


def test_settings_too_part_by_part(walker):
    person = walker
    shell = person.window.shell
    shell.open_group(shell.screen_shown._cards[0].row.id)
    person.settle()
    shell.show_settings("look")
    screen = shell.screen_shown
    for part in ("look", "safety", "officers", "rules"):
        screen.go_to(part)
        person.settle()
        in_order(person, part)
    screen.officers.begin("change")
    screen.rules.begin()
    for part in ("officers", "rules"):
        screen.go_to(part)
        person.settle()
        check(person)
    shell.open_palette()
    person.settle()
    check(person)


def test_the_steps_of_a_first_start_too(walker):
    from coopledger.app.founding import FoundingDraft, Person
    from coopledger.desktop.start.screen import SafetyStep

    person = walker
    shell = person.window.shell
    shell.go("start")
    person.settle()
    screen = shell.screen_shown
    people = (Person("Atuhaire Esther", roles=("chairperson",)), Person("Tumusiime Isaac"))
    screen.draft = FoundingDraft("vsla", True, {"name": "Kamu Kamu"}, people)
    screen.pins.pins["M02"] = "314159"
    for step in screen._steps:
        screen._go_to(step)
        person.settle()
        in_order(person, step.objectName())
    shell.go("home")
    person.settle()
    assert person.see("unfinished_group").isVisible()
    in_order(person, "home")
    shell.go("start")
    person.settle()
    screen._after = [
        SafetyStep("step_sheet", "", screen.recovery),
        SafetyStep("step_backup", "", screen.backup),
    ]
    screen._group = "x"
    for step in screen._after:
        screen._add(step)
        screen._go_to(step)
        screen.recovery._back.show()
        person.settle()
        in_order(person, step.objectName())
    screen._group = ""


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_first_start_too(speaks, opened, tmp_path, language):
    speaks(language)
    check(opened(tmp_path / "ledger.coop"))


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_way_back_from_an_update_too(speaks, opened, ledger, tmp_path, language):
    from coopledger.app.updates import WayBack

    ledger.close()
    speaks(language)
    person = opened(tmp_path / "ledger.coop")
    person.window.go_back(WayBack("0.1.0", stays=False, pages=12))
    person.settle()
    check(person)


def test_texts_are_translated_everywhere(speaks, opened, practice):
    """In the long pseudo-locale every text of ours stands in brackets."""
    speaks("en-XA")
    person = opened(practice)
    person.type("practice")
    person.press(Qt.Key.Key_Return)
    shell = person.window.shell
    shell.open_group(in_the_middle(person))
    person.settle()
    for place in (*PLACES, "start"):
        shell.go(place)
        person.settle()
        plain = {each.text() for each in shown(person, QAbstractButton) if each.text()}
        assert all("[" in text for text in plain), plain
    for place, about in ABOUT:
        shell.show_about(place, about)
        person.settle()
        plain = {each.text() for each in shown(person, QAbstractButton) if each.text()}
        # Names of people are nobody's to translate.
        assert all("[" in text or re.match(r"M\d\d ", text) for text in plain), plain
