"""Start the window. Until its first screen is painted, little more than Qt is imported."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QStyleFactory

from coopledger.app.places import usual_path
from coopledger.desktop.faults import Faults
from coopledger.desktop.fonts import load_first_font
from coopledger.desktop.qt_texts import speak_qt
from coopledger.desktop.settings import saved_look, saved_size, saved_speech
from coopledger.desktop.theme import Look, TextSize, theme
from coopledger.desktop.window import MainWindow
from coopledger.words.catalog import _, current_language, is_right_to_left, use_language

_SWEEP_EVERY_MS = 10_000
_QUIET_SECONDS = 2


def application(look: Look | None = None, size: TextSize | None = None) -> QApplication:
    """The application with the project's fonts, look and direction of reading.

    Args:
        look: None for the one chosen last.
        size: None for the one chosen last.
    """
    found = QApplication.instance()
    made = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    made.setApplicationName("CoopLedger")
    made.setDesktopFileName("coopledger")
    made.setStyle(QStyleFactory.create("Fusion"))
    rtl = is_right_to_left(current_language())
    made.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    )
    speak_qt(made)
    load_first_font(made)
    theme().apply(made, look or saved_look(), size or saved_size())
    return made


def run(store: Path | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    Args:
        store: the ledger's file; None for the usual one.
    """
    if not _has_display():
        sys.stderr.write(
            _("There is no screen to open the window on. See: coopledger --help") + "\n"
        )
        return 1
    _speak()
    app = application()
    faults = Faults()
    faults.install()
    window = faults.window = MainWindow(store or usual_path())
    sweeper = sweep_on_this_thread(window)
    window.show()
    try:
        return app.exec()
    finally:
        sweeper.stop()
        gc.enable()


def _speak() -> None:
    """Take up the language that was chosen; one told by the environment goes first."""
    language, digits, calendar = saved_speech()
    told = os.environ.get("COOPLEDGER_LANG")
    use_language(None if told else language or None, digits, calendar)


def _has_display() -> bool:
    """Whether a window can be opened: without a display Qt would abort the whole process."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def sweep_on_this_thread(window: MainWindow) -> QTimer:
    """Collect garbage here only: the ledger's thread would destroy widgets that are in a cycle.

    Going through all that is kept takes up to a tenth of a second, so that waits for a moment in
    which no key is pressed and nothing scrolls; what is new is looked through meanwhile.
    """

    def sweep() -> None:
        gc.collect(2 if window.idle.seconds >= _QUIET_SECONDS else 1)

    gc.disable()
    sweeper = QTimer()
    sweeper.timeout.connect(sweep)
    sweeper.start(_SWEEP_EVERY_MS)
    return sweeper
