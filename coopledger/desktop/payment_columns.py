"""Which column of an unknown provider's statement is what: asked once, kept for the next file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from coopledger.app.statement_columns import (
    ASKED,
    Headings,
    keep_mapping,
    look_at_headings,
    own_mapping,
)
from coopledger.desktop.fields import ChoiceField
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Field, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.payments import COLUMNS


class PaymentColumnsScreen(Screen):
    """Asks for the columns of a statement that no provider is known for."""

    def __init__(self, session: Session, _group: str, path: Path) -> None:
        super().__init__("payment_columns", _("Which column is what"))
        self._session, self._path = session, path
        self._name = Field("provider_name", _("Name of the provider"))
        self._fields = {
            column: ChoiceField(f"column_{column}", str(COLUMNS[column])) for column in ASKED
        }
        column = QVBoxLayout()
        column.setSpacing(theme().em(0.7))
        column.setContentsMargins(2, 2, theme().em(0.6), 2)
        about = _(
            "Look at the file, and say for each of these which of its columns it is. What the file"
            " does not have stays empty. It is kept for the next file of this provider."
        )
        column.addWidget(label(about, wrap=True))
        column.addWidget(self._name)
        for field in self._fields.values():
            column.addWidget(field)
        column.addStretch(1)
        self.body.addWidget(scrolled("columns_area", _("Which column is what"), column), 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        keep = Button("keep_columns", _("Keep and read the statement"), "save", "main")
        keep.clicked.connect(self._keep)
        self.set_main(keep)

    def refresh(self) -> None:
        """Read the headings."""
        job = partial(look_at_headings, self._path)
        self._session.background.run(job, self._show, self.refuse)

    def start(self) -> None:
        """The first column: the name is there already."""
        self._fields[ASKED[0]].choice.setFocus()

    def _show(self, found: Headings) -> None:
        self.set_heading(_("Which column is what"), self._path.name)
        if not self._name.text:
            self._name.edit.setText(found.name)
        choices = [("", _("not in this file"))]
        for text, example in zip(found.texts, found.examples, strict=True):
            choices.append((text, f"{text}: {example[:40]}" if example else text))
        for field in self._fields.values():
            field.show_choices(choices)

    def _keep(self) -> None:
        self.banner.clear()
        chosen = {column: field.value for column, field in self._fields.items()}
        provider = own_mapping(self._name.text, chosen, None)
        ledger = self._session.ledger
        job = partial(keep_mapping, ledger, provider)
        self._session.background.run(job, self._kept, self._refused)

    def _refused(self, problem: BaseException) -> None:
        if isinstance(problem, Refusal) and problem.code == "missing_key":
            self._name.refuse(_("This is still missing."))
        else:
            self.refuse(problem)

    def _kept(self, _result: None) -> None:
        self.left.emit()  # the list of payments reads its file again
