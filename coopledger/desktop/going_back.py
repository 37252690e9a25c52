"""The way back from an update, while the ledger is closed: what it costs, the passphrase, the end.

What the version before cannot read must not be opened again by this one, so the only way on from
here is out of the program.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from coopledger.desktop.background import Background
from coopledger.desktop.cover import CoverScreen
from coopledger.desktop.showing import ShowButton
from coopledger.desktop.tries import Tries
from coopledger.desktop.widgets import Button, Field, label
from coopledger.words.catalog import _, ngettext

if TYPE_CHECKING:
    from coopledger.app.updates import WayBack, WentBack


class GoBackScreen(CoverScreen):
    """Says what becomes of the ledger, and goes back.

    Signals:
        left: it is to stay as it is.
    """

    left = Signal()

    def __init__(self, path: Path, background: Background, practice: Path, way: WayBack) -> None:
        title = _("Go back to version {version}").format(version=way.version)
        super().__init__("go_back", title, background, practice)
        self._path, self._way, self._tries = path, way, Tries(path)
        self.languages.hide()  # this screen is not made anew
        self._about = label(_what_becomes_of_it(way), wrap=True)
        self.passphrase = Field("passphrase", _("Passphrase"), secret=True)
        self.show_button = ShowButton("show_passphrase", self.passphrase)
        if way.stays:
            self._ask_nothing()
        self.main.say(_("Go back"), "undo")
        self.main.clicked.connect(self._press)
        self._over = False
        self.leave = Button("leave", _("Leave it as it is"), "close")
        self.leave.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.main)
        self.card.body.addWidget(self._about)
        self.card.body.addWidget(self.passphrase)
        self.card.body.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignTrailing)
        self.card.body.addWidget(self.status)
        self.card.body.addLayout(row)

    def _press(self) -> None:
        if self._over:
            self.window().close()
        else:
            self.go_back()

    def go_back(self) -> None:
        """Let the version before run from the next start on."""
        if not self._way.stays:
            if told := self._tries.wait():
                self.passphrase.refuse(told)
                return
            if not self.passphrase.text:
                self.passphrase.refuse(_("Type a passphrase first."))
                return
        path, passphrase = self._path, self.passphrase.text

        def job() -> WentBack:
            from coopledger.app.updates import go_back

            return go_back(path, passphrase)

        self.wait(_("Going back…"))
        self._background.run(job, self._done, self.refused)

    def _done(self, done: WentBack) -> None:
        self._enable(True)
        self._tries.right()
        told = [_("The next start runs version {version}.").format(version=done.version)]
        if done.kept is not None:
            told.append(_("Today's ledger is kept: {file}").format(file=done.kept))
        told.append(_("Close the program and start it again."))
        self._about.setText("\n".join(told))
        self.say("")
        self.passphrase.edit.clear()
        self._ask_nothing()
        self.leave.hide()
        self.main.say(_("Close the program"), "close")
        self._over = True
        self.main.setFocus()

    def _ask_nothing(self) -> None:
        self.passphrase.hide()
        self.show_button.hide()

    def complain(self, problem: BaseException) -> None:
        """A wrong passphrase is said beside the field, anything else above the button."""
        super().complain(problem)
        if getattr(problem, "code", "") == "wrong_passphrase":
            self._tries.wrong()
            self.passphrase.refuse(self.status.text())
            self.say("")

    def start(self) -> None:
        """The passphrase can be typed at once, where one is asked for."""
        (self.leave if self._way.stays else self.passphrase.edit).setFocus()


def _what_becomes_of_it(way: WayBack) -> str:
    if way.stays:
        return _("It reads the ledger as it is: nothing is lost.")
    about = _("It cannot read today's ledger, so the ledger of before the update comes back.")
    if way.pages is None:
        since = _("Whatever was written since is put aside with today's ledger, beside it.")
    elif not way.pages:
        return f"{about} {_('Nothing was written since.')}"
    else:
        since = ngettext(
            "{count} page was written since. It is put aside with today's ledger, beside it.",
            "{count} pages were written since. They are put aside with today's ledger, beside it.",
            way.pages,
        ).format(count=way.pages)
    until = _(
        "Until the newer version is in again and that ledger is put back, nothing can be written in"
        " those books."
    )
    return f"{about} {since} {until}"
