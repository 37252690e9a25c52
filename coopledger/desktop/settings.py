"""What the window remembers between two starts, in a file of the person's own; no names in it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication

from coopledger.desktop.theme import LOOKS, SCALES, Look, TextSize
from coopledger.store.files import is_there
from coopledger.words.catalog import Calendar, Digits

Paper = Literal["A4", "A5", "Letter"]
PAPERS: tuple[Paper, ...] = ("A4", "A5", "Letter")
IDLE_MINUTES = 10
"""The usual time until the window locks itself."""


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
    if isinstance(told, str) and is_there(Path(told)):
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


def usual_paper() -> Paper:
    """The paper that is printed on where a kind of report has none of its own."""
    told = _settings().value("usual_paper")
    return next((paper for paper in PAPERS if told == paper), "A4")


def save_usual_paper(paper: str) -> None:
    """Remember the usual paper."""
    _settings().setValue("usual_paper", paper)


def saved_speech() -> tuple[str, Digits, Calendar]:
    """Language, figures and calendar chosen last; the language is empty if none was."""
    settings = _settings()
    language = settings.value("language")
    digits: Digits = "native" if settings.value("digits") == "native" else "latn"
    ethiopian = settings.value("calendar") == "ethiopian"
    calendar: Calendar = "ethiopian" if ethiopian else "gregorian"
    return language if isinstance(language, str) else "", digits, calendar


def save_speech(language: str, digits: Digits, calendar: Calendar) -> None:
    """Remember language, figures and calendar."""
    settings = _settings()
    settings.setValue("language", language)
    settings.setValue("digits", digits)
    settings.setValue("calendar", calendar)


def saved_coach() -> bool | None:
    """Whether the coach is wanted in meetings; None if nobody has said so: in a group's first."""
    told = _settings().value("coach")
    return {"on": True, "off": False}.get(str(told))


def save_coach(*, wanted: bool) -> None:
    """Remember whether the coach is wanted."""
    _settings().setValue("coach", "on" if wanted else "off")


def saved_idle_minutes() -> int:
    """After how many minutes without a key or a touch the window locks itself; 0 for never."""
    told = str(_settings().value("idle_minutes", IDLE_MINUTES))
    return int(told) if told.isdecimal() else IDLE_MINUTES


def save_idle_minutes(minutes: int) -> None:
    """Remember when the window locks itself."""
    _settings().setValue("idle_minutes", minutes)


def wrong_tries(ledger: Path) -> tuple[int, int]:
    """How many wrong passphrases were typed for a ledger in a row, and when the last was (ms)."""
    told = _settings().value(_tries_of(ledger))
    count, _at, when = str(told or "").partition("@")
    return (int(count), int(when)) if count.isdecimal() and when.isdecimal() else (0, 0)


def save_wrong_tries(ledger: Path, count: int, when: int) -> None:
    """Remember wrong passphrases, so that a restart does not forget them; 0 forgets them."""
    settings = _settings()
    if count:
        settings.setValue(_tries_of(ledger), f"{count}@{when}")
        settings.sync()
    else:
        settings.remove(_tries_of(ledger))


def _tries_of(ledger: Path) -> str:
    return "tries/" + sha256(str(ledger.absolute()).encode()).hexdigest()[:16]
