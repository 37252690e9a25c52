"""Another passphrase for the ledger."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from coopledger.desktop.flow import flowing
from coopledger.desktop.session import Session
from coopledger.desktop.showing import ShowButton
from coopledger.desktop.start.form import TextField
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, Card, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.errors import explain


class PassphrasePanel(Card):
    """The old passphrase once, the new one twice."""

    def __init__(self, session: Session) -> None:
        super().__init__(1.0)
        self._session = session
        self.old = TextField("old_passphrase", _("Passphrase now"), secret=True)
        self.new = TextField("new_passphrase", _("New passphrase"), secret=True)
        self.again = TextField("new_passphrase_again", _("The same once more"), secret=True)
        self.banner = Banner("passphrase_banner")
        self._change = Button("change_passphrase", _("Change the passphrase"), "key")
        self._change.clicked.connect(self.change)
        about = _("Earlier backups keep the passphrase of their day.")
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self._change)
        row.addWidget(ShowButton("show_passphrases", self.old, self.new, self.again))
        parts = (label(about, "small", wrap=True), self.old, self.new, self.again, holder)
        for part in (*parts, self.banner):
            self.body.addWidget(part)

    def change(self) -> None:
        """Put the ledger under the new passphrase."""
        self.banner.clear()
        if not self.new.text.strip():
            self.new.refuse(_("Type a passphrase first."))
            return
        if self.new.text != self.again.text:
            self.again.refuse(_("The two are not the same. Type the second one again."))
            return
        path, old, new = self._session.path, self.old.text, self.new.text
        self._change.setEnabled(False)

        def job() -> None:
            from coopledger.app.recovery import change_passphrase

            change_passphrase(path, old, new)

        self._session.background.run(job, self._changed, self._refused)

    def _changed(self, _nothing: None) -> None:
        self._change.setEnabled(True)
        for field in (self.old, self.new, self.again):
            field.edit.clear()
        self.banner.say(_("The ledger has its new passphrase."), "good")

    def _refused(self, problem: BaseException) -> None:
        self._change.setEnabled(True)
        if not isinstance(problem, Refusal):
            raise problem
        if problem.code == "wrong_passphrase":
            self.old.refuse(explain(problem))
        else:
            self.banner.say(explain(problem), "bad")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field, and from the last one changes the passphrase."""
        edits = [field.edit for field in (self.old, self.new, self.again)]
        at = next((at for at, edit in enumerate(edits) if edit.hasFocus()), None)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at is not None:
            if at + 1 < len(edits):
                edits[at + 1].setFocus()
            else:
                self.change()
            return
        super().keyPressEvent(event)
