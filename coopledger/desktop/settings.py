"""What the window remembers between two starts: its look, the text size, the last folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication

from coopledger.desktop.theme import LOOKS, SCALES, Look, TextSize


def _settings() -> QSettings:
    form, scope = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    return QSettings(form, scope, "coopledger", "window")


def saved_look() -> Look:
    """The look chosen last, else the system's."""
    told = _settings().value("look")
    for look in LOOKS:
        if told == look:
            return look
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def saved_size() -> TextSize:
    """The text size chosen last."""
    told = _settings().value("text")
    for size in SCALES:
        if told == size:
            return size
    return "M"


def save_look(look: Look, size: TextSize) -> None:
    """Remember look and text size."""
    settings = _settings()
    settings.setValue("look", look)
    settings.setValue("text", size)


def papers_folder() -> Path:
    """Where reports were saved last, else the documents folder."""
    told = _settings().value("papers")
    if isinstance(told, str) and Path(told).is_dir():
        return Path(told)
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())


def save_papers_folder(folder: Path) -> None:
    """Remember where reports are saved."""
    _settings().setValue("papers", str(folder))


def saved_printer() -> str:
    """The printer used last, empty if none was."""
    told = _settings().value("printer")
    return told if isinstance(told, str) else ""


def save_printer(name: str) -> None:
    """Remember the printer."""
    _settings().setValue("printer", name)


def saved_paper(kind: str) -> str:
    """What papers of a kind were printed on last, empty if nothing was chosen."""
    told = _settings().value(f"paper/{kind}")
    return told if isinstance(told, str) else ""


def save_paper(kind: str, paper: str) -> None:
    """Remember what papers of a kind are printed on."""
    _settings().setValue(f"paper/{kind}", paper)
