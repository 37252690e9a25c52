"""What somebody does at the window with sticks and laptops, by keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from coopledger.desktop.exchange.screen import PARTS
from tests.conftest import PASSPHRASE
from tests.sync.laptops import opened as reopened

ENTER, ESCAPE, DOWN, SPACE = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Down,
    Qt.Key.Key_Space,
)


def at(opened, tmp_path, name):
    """Someone who opened a laptop's window and went to the sticks."""
    person = opened(tmp_path / name / "ledger.coop")
    person.type(PASSPHRASE)
    person.press(ENTER)
    person.tab_to("rail_usb")
    person.press(SPACE)
    person.settle()
    return person


def until(person, check):
    person.qtbot.waitUntil(lambda: bool((QApplication.processEvents(), check())[1]), timeout=20_000)


def stick_seen(person):
    until(person, lambda: person.window.shell.screen_shown.stick.place is not None)
    person.settle()


def told(person):
    """All words that are to be seen."""
    seen = [each for each in person.window.findChildren(QLabel) if each.isVisible()]
    return "\n".join(each.text() for each in seen if each.text())


def press(person, name):
    person.tab_to(name)
    person.press(ENTER)


def part(person, name):
    """Go to a part of the screen: Tab to the parts, then with the arrows."""
    order = list(PARTS)
    shown = person.window.shell.screen_shown
    now = next(key for key in order if shown.parts.buttons[key].isChecked())
    person.tab_to(f"part_{now}")
    way = Qt.Key.Key_Right if order.index(name) > order.index(now) else Qt.Key.Key_Left
    while person.focus.objectName() != f"part_{name}":
        person.press(way)
    assert shown.parts.buttons[name].isChecked()


def closed(person):
    person.window.close()
    QApplication.processEvents()


def device_of(tmp_path, name):
    with reopened(tmp_path, name) as ledger:
        return ledger.store.device.id


def pages_of(person, book):
    session, found = person.window.shell.session, []
    # On the ledger's own thread, as the window does: the other may be in the midst of an import.
    session.background.run(lambda: session.ledger.store.heads()[book].number, found.append)
    person.settle()
    return found[0]
