"""Undo an earlier entry: what it was, what rests on it, the reason, who approved, who seals."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from coopledger.app.officers import seal
from coopledger.app.page_entries import Reversible, reversible
from coopledger.app.recording import reverse
from coopledger.desktop.fields import Chips
from coopledger.desktop.page import entry_columns
from coopledger.desktop.pins import PinFields
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, Field, label, set_tone
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.dates import format_date
from coopledger.words.errors import explain
from coopledger.words.money import format_money
from coopledger.words.numbers import format_number


class UndoScreen(Screen):
    """One entry that may be undone by a page of its own. Nothing sealed is changed."""

    def __init__(self, session: Session, group: str, place: tuple[int, int]) -> None:
        super().__init__("undo_entry_screen", _("Undo an entry"))
        self._session, self._group, self._place = session, group, place
        self._found: Reversible | None = None
        self._what, self._stop = label("", "large", wrap=True), label("", wrap=True)
        set_tone(self._stop, "bad")
        told = _(
            "What is sealed stays as it is. The entry is undone by its opposite, on a new page that"
            " says why and who approved it."
        )
        self._reason = Field("undo_reason", _("Reason"), _("members can read it later"))
        self._approvers = Chips("undo_approvers", _("Who approved it"))
        self._pins = PinFields()
        self._rests_title = label(_("These rest on it and must be undone first"), "strong")
        self._rests = Table("rests_on_it", _("What rests on it"))
        self._rests.setMinimumHeight(theme().row * 4)
        self._rests.chosen.connect(lambda row: self.asked.emit("undo_entry", row.place))
        card = Card(0.9)
        for part in (self._what, self._stop, label(told, "quiet", wrap=True)):
            card.body.addWidget(part)
        column = QVBoxLayout()
        column.setContentsMargins(2, 2, theme().em(0.5), 2)
        column.setSpacing(theme().em(0.7))
        for each in (card, self._rests_title, self._rests, self._reason, self._approvers):
            column.addWidget(each)
        column.addWidget(self._pins)
        column.addStretch(1)
        self.body.addWidget(scrolled("undo_form", _("Undo an entry"), column), 1)
        self._back = Button("back", _("Back"), "back", "plain")
        self._back.clicked.connect(self.left)
        self.foot.addWidget(self._back)
        self._undo = Button("undo_now", _("Undo it"), "undo", "main")
        self._undo.clicked.connect(self._go)
        self.set_main(self._undo)

    def start(self) -> None:
        """The reason, or what must be undone first."""
        if self._found is not None and self._found.rests:
            self._rests.setFocus()
        else:
            self._reason.edit.setFocus()

    def refresh(self) -> None:
        """Read the entry and what rests on it again."""
        ledger, group, place = self._session.ledger, self._group, self._place
        self._session.background.run(
            lambda: reversible(ledger, group, place), self._show, self.refuse
        )

    def _show(self, found: Reversible) -> None:
        self._found = found
        self._what.setText(_entry_words(found))
        stop = explain(found.refusal, found.currency) if found.refusal else ""
        if found.rests:
            stop = ""
        self._stop.setText(stop)
        self._stop.setVisible(bool(stop))
        self._rests.show_rows(found.rests, entry_columns(found.currency, pages=True))
        self._rests.setVisible(bool(found.rests))
        self._rests_title.setVisible(bool(found.rests))
        possible = found.refusal is None
        names = {code: f"{code} {name}" for code, name in found.approvers.items()}
        self._approvers.show_names(names)
        officers = {code: found.approvers.get(code, "") for code in found.officers}
        self._pins.show_officers(officers, found.need, rules=False)
        for part in (self._reason, self._approvers):
            part.setVisible(possible)
        self._pins.setVisible(possible and bool(found.officers))
        self._undo.setEnabled(possible)
        stops = (*self._approvers.buttons, *self._pins.stops, self._back, self._undo)
        self.tab_order(self._rests, self._reason.edit, *stops)

    def _go(self) -> None:
        self.banner.clear()
        if not self._reason.text.strip():
            self._reason.refuse(_("This is still missing."))
            return
        ledger, group, place = self._session.ledger, self._group, self._place
        reason, by, pins = self._reason.text, self._approvers.chosen, self._pins.typed

        def job() -> int:
            from coopledger.app.acts import unlock

            unlock(ledger, group, pins)  # a wrong PIN must stop it before a page is written
            page = reverse(ledger, group, place, reason, by).page
            if pins:
                seal(ledger, group, pins)
            return page

        self._undo.setEnabled(False)
        self._session.background.run(job, self._done, self._refused)

    def _done(self, page: int) -> None:
        told = _("The entry is undone by page {page}. The first entry stays to be read.")
        self.sealed.emit(told.format(page=format_number(page)))

    def _refused(self, problem: BaseException) -> None:
        self._undo.setEnabled(True)
        if isinstance(problem, Refusal):
            sentence = explain(problem)
            if self._pins.refuse(str(problem.params.get("value", "")), sentence):
                return
        self.refuse(problem, self._found.currency if self._found else None)


def _entry_words(found: Reversible) -> str:
    row = found.row
    parts = [row.what, f"{row.code} {row.name}".strip()]
    if row.amount is not None:
        parts.append(format_money(row.amount, found.currency))
    parts.append(
        _("page {page}, entry {entry}").format(
            page=format_number(row.page), entry=format_number(row.index)
        )
    )
    if row.day:
        parts.append(format_date(row.day, "long"))
    return " · ".join(part for part in parts if part)
