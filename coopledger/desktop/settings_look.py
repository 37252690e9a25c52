"""How the window looks, speaks and counts days; all of it holds at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coopledger.app.build import version_stamp
from coopledger.desktop import settings
from coopledger.desktop.settings import PAPERS
from coopledger.desktop.start.form import ChoiceField
from coopledger.desktop.theme import SCALES, theme
from coopledger.desktop.widgets import Card, label
from coopledger.words.catalog import _, available_languages, current_speech, ngettext
from coopledger.words.language_names import language_name
from coopledger.words.numbers import format_number, number_style

IDLE_CHOICES = (0, 2, 5, 10, 20, 60)


class LookSection(QWidget):
    """Choices, each with its caption.

    Signals:
        look_asked: another look and text size.
        speech_asked: another language, figures and calendar.
    """

    look_asked = Signal(str, str)
    speech_asked = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        speech = current_speech()
        languages = [(code, language_name(code)) for code in available_languages()]
        if speech.language not in available_languages():
            languages.append((speech.language, speech.language))
        native = number_style(speech.language, "native").figures
        own = "".join(native.values()) if native else ""
        figures = [("latn", "0123456789"), *([("native", own)] if own else [])]
        printers = [("", _("Ask each time")), *((p, p) for p in _printers())]
        self.fields = {
            "language": ChoiceField("language", _("Language"), languages),
            "digits": ChoiceField("digits", _("Figures"), figures),
            "calendar": ChoiceField(
                "calendar",
                _("Calendar"),
                [("gregorian", _("Gregorian")), ("ethiopian", _("Ethiopian"))],
            ),
            "look": ChoiceField(
                "look_choice",
                _("Look"),
                [
                    ("light", _("Light")),
                    ("dark", _("Dark")),
                    ("contrast", _("High contrast")),
                ],
            ),
            "size": ChoiceField("size_choice", _("Text size"), [(each, each) for each in SCALES]),
            "idle": ChoiceField(
                "idle_choice", _("Lock by itself"), [(str(m), _idle(m)) for m in IDLE_CHOICES]
            ),
            "printer": ChoiceField("printer_choice", _("Printer"), printers),
            "paper": ChoiceField("paper_choice", _("Paper"), [(each, each) for each in PAPERS]),
        }
        self.fields["language"].show_text(speech.language)
        self.fields["digits"].show_text(speech.digits)
        self.fields["calendar"].show_text(speech.calendar)
        self.fields["idle"].show_text(str(settings.saved_idle_minutes()))
        self.fields["printer"].show_text(settings.saved_printer())
        self.fields["paper"].show_text(settings.usual_paper())
        self._show_look()
        theme().changed.connect(self._show_look)
        self._connect()
        card = Card(1.0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme().em(1.4))
        self._grid.setVerticalSpacing(theme().em(0.8))
        card.body.addLayout(self._grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        # Isolated: its bracket would else be drawn at the wrong end from right to left.
        version = label(f"\u2066CoopLedger {version_stamp()}\u2069", "quiet")
        version.setObjectName("version")
        column.addWidget(version)
        column.addStretch(1)
        self._arrange()

    def _connect(self) -> None:
        text = self.fields
        for key in ("language", "digits", "calendar"):
            self.fields[key].chosen.connect(
                lambda: self.speech_asked.emit(
                    text["language"].text, text["digits"].text, text["calendar"].text
                )
            )
        for key in ("look", "size"):
            self.fields[key].chosen.connect(
                lambda: self.look_asked.emit(text["look"].text, text["size"].text)
            )
        text["idle"].chosen.connect(lambda: settings.save_idle_minutes(int(text["idle"].text)))
        text["printer"].chosen.connect(lambda: settings.save_printer(text["printer"].text))
        text["paper"].chosen.connect(lambda: settings.save_usual_paper(text["paper"].text))

    def _show_look(self) -> None:
        self.fields["look"].show_text(theme().look)
        self.fields["size"].show_text(theme().size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() > theme().em(40) else 1
        for at, field in enumerate(self.fields.values()):
            self._grid.addWidget(field, at // columns, at % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _printers() -> list[str]:
    return list(QPrinterInfo.availablePrinterNames())


def _idle(minutes: int) -> str:
    if not minutes:
        return _("Never")
    told = ngettext(
        "After {count} minute without a key", "After {count} minutes without a key", minutes
    )
    return told.format(count=format_number(minutes))
