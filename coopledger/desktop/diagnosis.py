"""The file for the helper: the very text is shown before it goes anywhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coopledger.app.diagnostics import Around, save, suggested_name
from coopledger.desktop.asking import ask_text_path
from coopledger.desktop.settings import papers_folder
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.errors import explain


def around(window: QWidget | None) -> Around:
    """What the window knows of itself: no title, which may be a person's name."""
    screen = getattr(getattr(window, "shell", None), "place", "") or ""
    display = QGuiApplication.primaryScreen()
    room = ""
    if window is not None and display is not None:
        size = display.size()
        room = f"{window.width()}x{window.height()} of {size.width()}x{size.height()}"
    return Around(
        screen=str(screen),
        look=f"{theme().look} {theme().size}",
        room=room,
        qt=f"{QLibraryInfo.version().toString()} {QGuiApplication.platformName()}",
    )


class DiagnosisDialog(QDialog):
    """Shows the text, and saves it where the person says."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosis")
        self.setWindowTitle(_("Save for the helper"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about = _(
            "This is all that would be saved: about the program and the laptop. There is no name,"
            " no amount and no secret in it. Put a stick in, save it there, give it to the helper."
        )
        self.text = QPlainTextEdit(text)
        self.text.setObjectName("diagnosis_text")
        self.text.setAccessibleName(_("What would be saved"))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        # Codes and figures run from the left in every language.
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.text.setMinimumHeight(theme().em(12))
        self.banner = Banner("diagnosis_banner")
        close = Button("diagnosis_close", _("Close"), "close", "plain")
        close.clicked.connect(self.reject)
        self.save = Button("diagnosis_save", _("Save on the stick"), "save", "main")
        self.save.setDefault(True)
        self.save.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.addWidget(close)
        row.addStretch(1)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        side = theme().em(1.2)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme().em(0.8))
        column.addWidget(label(about, wrap=True))
        column.addWidget(self.text, 1)
        column.addWidget(self.banner)
        column.addLayout(row)
        self.resize(theme().em(46), theme().em(32))
        self.save.setFocus()

    def fill(self, text: str) -> None:
        """Show more than was known at first; not any more once it was saved."""
        if not self.banner.text:
            self.text.setPlainText(text)

    def _ask(self) -> None:
        ask_text_path(self, papers_folder() / suggested_name(), self.write)

    def write(self, file: Path) -> None:
        """Save what is shown."""
        try:
            save(self.text.toPlainText(), file)
        except Refusal as refusal:
            self.banner.say(explain(refusal), "bad")
            return
        told = _("Saved: {file}. Nothing else was written.").format(file=file.name)
        self.banner.say(told, "good")
