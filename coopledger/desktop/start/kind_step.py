"""Which kind of group, and whether it is new or comes from paper."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from coopledger.app.founding import FoundingDraft, Judged
from coopledger.desktop.button_card import ButtonCard
from coopledger.desktop.flow import flowing
from coopledger.desktop.start.step import Step
from coopledger.desktop.start.texts import KINDS
from coopledger.desktop.theme import on_change, theme
from coopledger.desktop.widgets import Button, label
from coopledger.words.catalog import _

_WIDE = 50


class CardChoice(ButtonCard):
    """One of a few things to choose from: a name and how one knows it."""

    def __init__(self, name: str, title: str, about: str) -> None:
        super().__init__(name, title, about)
        self.setCheckable(True)
        policy = self.mark.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.mark.setSizePolicy(policy)
        self.toggled.connect(self._tint)
        on_change(self, self._tint)

    def _tint(self) -> None:
        self.mark.setVisible(self.isChecked())


class KindStep(Step):
    """The first step.

    Signals:
        files_asked: the group's balances are in files.
        notebook_asked: all its meetings are in a typed-up notebook.
    """

    files_asked = Signal()
    notebook_asked = Signal()

    def __init__(self) -> None:
        about = _(
            "What kind of group is it? Its rules begin as such groups usually have them."
            " Choose with the arrows; Enter on what is chosen goes on."
        )
        super().__init__("step_kind", _("Kind of group"), about)
        self._kinds = QButtonGroup(self)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme().em(0.6))
        self._cards = []
        for kind, words in KINDS.items():
            card = CardChoice(f"kind_{kind}", str(words.name), str(words.about))
            self._kinds.addButton(card)
            self._cards.append(card)
            card.clicked.connect(lambda _on, kind=kind: self._choose(kind))
        self._papers = QButtonGroup(self)
        self._new = CardChoice(
            "new_group", _("The group begins now"), _("Nobody has saved or borrowed yet.")
        )
        self._paper = CardChoice(
            "from_paper",
            _("It comes from paper"),
            _("Meetings were held already: savings and loans are copied from the passbooks."),
        )
        for card, paper in ((self._new, False), (self._paper, True)):
            self._papers.addButton(card)
            card.clicked.connect(lambda _on, paper=paper: self._set_paper(paper))
        self._both = QGridLayout()
        self._both.setSpacing(theme().em(0.6))
        files = Button("from_files", _("The balances are in files"), "import", "plain")
        files.clicked.connect(self.files_asked)
        notebook = Button("from_notebook", _("All meetings are typed up"), "import", "plain")
        notebook.clicked.connect(self.notebook_asked)
        holder, others = flowing(theme().em(0.5))
        others.addWidget(files)
        others.addWidget(notebook)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        column.addLayout(self._grid)
        column.addWidget(label(_("Is it new?"), "strong"))
        column.addLayout(self._both)
        self._arrange(1)  # Tab goes in the order in which things come to the screen
        column.addWidget(holder)
        column.addStretch(1)
        self.scrolling(inside)

    def show_draft(self, draft: FoundingDraft, judged: Judged) -> None:
        """Show what was chosen."""
        super().show_draft(draft, judged)
        self._cards[list(KINDS).index(draft.kind)].setChecked(True)
        (self._paper if draft.paper else self._new).setChecked(True)

    def start(self) -> None:
        """The kind comes first."""
        chosen = self._kinds.checkedButton() or self._cards[0]
        chosen.setFocus()

    def _choose(self, kind: str) -> None:
        if kind != self.draft.kind:
            # Another template asks other questions; name and day are the group's own.
            own = ("name", "cycle_start")
            kept = {key: text for key, text in self.draft.answers.items() if key in own}
            people = tuple(msgspec.structs.replace(p, roles=()) for p in self.draft.people)
            self.draft = msgspec.structs.replace(
                self.draft, kind=kind, answers=kept, people=people, cash={}
            )
            self.changed.emit()

    def _set_paper(self, paper: bool) -> None:
        self.draft = msgspec.structs.replace(self.draft, paper=paper)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a card that is chosen already goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, CardChoice) and focused.isChecked():
                self.done.emit()
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many cards side by side as have room."""
        super().resizeEvent(event)
        self._arrange(3 if self.width() > theme().em(_WIDE) else 2)

    def _arrange(self, columns: int) -> None:
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._both.addWidget(self._new, 0, 0)
        self._both.addWidget(self._paper, 0, 1)
        for column in range(2):
            self._both.setColumnStretch(column, 1)
