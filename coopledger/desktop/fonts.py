"""The fonts of the window: the same files as on paper, so that no script is a row of boxes."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from coopledger.reports.fonts import FACES, LATIN, font_file
from coopledger.words.catalog import current_language

_loaded: set[str] = set()


def load_first_font(application: QApplication) -> None:
    """Load what the first screen needs, and set the family of all text."""
    if current_language().split("-")[0] in {"am", "ti", "hi", "ne", "ar", "fa", "ur"}:
        load_all_fonts()
    _load(LATIN.name)
    font = QFont()
    font.setFamilies([face.family for face in FACES])
    application.setFont(font)


def load_all_fonts() -> None:
    """Load the other scripts too: members' names come in any."""
    for face in FACES:
        _load(face.name)


def _load(name: str) -> None:
    if name in _loaded:
        return
    face = next(face for face in FACES if face.name == name)
    QFontDatabase.addApplicationFont(str(font_file(face)))
    _loaded.add(name)
