"""Which page of help belongs to where somebody is."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMainWindow, QWidget

from coopledger.words.help import PAGES

PROPERTY = "help"
"""Dynamic property of a widget whose page changes with what it shows: the key of a page."""

_CALLED: dict[str, str] = {
    "baseline_screen": "baseline",
    "import_screen": "import",
    "undo_entry_screen": "undo_entry",
    "desk_seal_page": "read_aloud",
    "desk_officers": "seal",
    "desk_announce": "announce",
    "announce_view": "announce",
    "lesson_page": "cost",
    "take_screen": "usb_take",
    "read_screen": "usb_read",
    "found_screen": "usb_found",
    "join_screen": "usb_join",
    "enrol_screen": "usb_enrol",
    "laptop_screen": "usb_laptop",
    "hand_over_screen": "usb_hand_over",
    "go_back": "settings_safety",
}
"""Pages of widgets whose object name is another."""


def page_for(name: str) -> str:
    """The key of the page for what a screen or place is called; empty if there is none."""
    key = _CALLED.get(name, name)
    return key if key in PAGES else ""


def set_topic(widget: QWidget, key: str) -> None:
    """Say which page belongs to a widget from now on."""
    widget.setProperty(PROPERTY, key)


def topic_of(widget: QWidget | None) -> str:
    """The key of the page for a widget: its own, or that of what it is in; empty if there is none.

    A window's page is that of the screen in its front.
    """
    each = widget
    while each is not None:
        if found := _in_front(each):
            return found
        each = each.parentWidget()
    return ""


def _in_front(widget: object) -> str:
    """A widget's own page, or that of what it has in its front."""
    if not isinstance(widget, QWidget):
        return ""
    inside = widget.centralWidget() if isinstance(widget, QMainWindow) else None
    return _own(widget) or _in_front(inside or getattr(widget, "screen_shown", None))


def topic_here() -> str:
    """The key of the page for where the keyboard is; the list of contents if nowhere."""
    return topic_of(QApplication.focusWidget() or QApplication.activeWindow())


def _own(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton | QLineEdit):
        return ""
    told = widget.property(PROPERTY)
    return page_for(told if isinstance(told, str) and told else widget.objectName())
