"""What a bundle brings, before anything is written: in plain words, group by group."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coopledger.app.bundle_import import Examined
from coopledger.app.bundle_told import BookTold, Note, pages_told, sent_at, told
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Card, Label, label, set_tone
from coopledger.words.catalog import _

MOST = 40
"""Groups that are told one by one; a federation's stick may have hundreds."""


class BundleView(QWidget):
    """Cards, one a group; anew for each bundle."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().em(0.6))

    def clear(self) -> None:
        """Show nothing."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    @property
    def text(self) -> str:
        """All that is said, for who looks at it without eyes."""
        return "\n".join(each.text() for each in self.findChildren(Label) if each.text())

    def show_bundle(self, found: Examined) -> None:
        """Show what was found."""
        self.clear()
        about = told(found)
        self._column.addWidget(label(about.source, "large", wrap=True))
        self._column.addWidget(label(sent_at(found), "small", wrap=True))
        if found.joins:
            self._column.addWidget(_words_card(found))
        for note in about.notes:
            self._column.addWidget(_note(note))
        for book in about.books[:MOST]:
            self._column.addWidget(_book_card(book))
        if rest := about.books[MOST:]:
            names = "\n".join(pages_told(book.name, book.pages) for book in rest)
            self._column.addWidget(label(names, wrap=True))
        self._column.addStretch(1)


def _words_card(found: Examined) -> Card:
    card = Card(1.0)
    about = _(
        "This laptop would join {name}. Compare these six words with the first laptop's screen,"
        " word by word. If one differs, do not join, and tell the officers."
    )
    card.body.addWidget(label(about.format(name=found.cooperative.name), wrap=True))
    card.body.addWidget(label("  ".join(found.cooperative.words), "title", wrap=True))
    return card


def _book_card(book: BookTold) -> Card:
    card = Card(0.9)
    title = pages_told(book.name, book.pages) if book.pages else book.name
    card.body.addWidget(label(title, "strong", wrap=True))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme().em(1.2))
    grid.setColumnStretch(0, 1)
    end = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
    for at, (caption, value) in enumerate(book.figures):
        grid.addWidget(label(caption, wrap=True), at, 0)
        grid.addWidget(label(value), at, 1, end)
    card.body.addLayout(grid)
    for note in book.notes:
        card.body.addWidget(_note(note))
    return card


def _note(note: Note) -> Label:
    made = label(note.text, wrap=True)
    set_tone(made, note.tone)
    return made
