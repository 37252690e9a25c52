"""Where backups go, how old the newest is, and making one now."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from coopledger.app import backups
from coopledger.desktop.asking import ask_folder
from coopledger.desktop.flow import flowing
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, Card, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.errors import explain, explain_notice

if TYPE_CHECKING:
    from coopledger.app.backups import Made


class BackupPanel(Card):
    """Chooses the second place.

    Signals:
        made: a backup was made (`Made`).
    """

    made = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(1.0)
        self._session = session
        self.good = False
        about = _(
            "After each sealed page a copy goes to a second place: a stick, a memory card, another"
            " disk. A place on the same disk is no backup: the laptop takes it along when it goes."
        )
        self.banner = Banner("backup_banner")
        self._place = label("", "quiet", wrap=True)
        self.choose = Button("choose_backup", _("Choose the place"), "folder")
        self.choose.clicked.connect(
            lambda: ask_folder(self, _("Where shall backups go?"), self.use)
        )
        self.now = Button("back_up_now", _("Back up now"), "save")
        self.now.clicked.connect(self._back_up)
        self.now.setEnabled(False)
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self.choose)
        row.addWidget(self.now)
        for part in (label(about, wrap=True), self._place, holder, self.banner):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read which place was chosen."""
        ledger = self._session.ledger
        self._session.background.run(lambda: ledger.store.fact(backups.FOLDER), self._show)

    def start(self) -> None:
        """Put the keyboard where work begins."""
        self.choose.setFocus()

    def _show(self, place: str) -> None:
        self.now.setEnabled(bool(place))
        told = _("Backups go to {place}.").format(place=place) if place else _("No place yet.")
        self._place.setText(told)

    def use(self, folder: Path) -> None:
        """Make the first backup in a place, and keep to it from now on."""
        self._run(partial(backups.choose_folder, self._session.ledger, folder))

    def _back_up(self) -> None:
        self._run(partial(backups.back_up, self._session.ledger))

    def _run(self, job: partial[Made]) -> None:
        self.banner.say(_("Copying and checking…"), "quiet")
        self.choose.setEnabled(False)
        self._session.background.run(job, self._done, self._refused)

    def _done(self, made: Made) -> None:
        self.choose.setEnabled(True)
        told = _("Backed up and checked: {file}").format(file=made.file.name)
        self.choose.setFocus()
        if made.same_disk:
            place = {"value": str(made.file.parent)}
            self.banner.say(f"{told}\n{explain_notice('same_disk', place)}", "warn")
        else:
            self.good = True
            self.banner.say(told, "good")
        self._show(str(made.file.parent))
        self.made.emit(made)

    def _refused(self, problem: BaseException) -> None:
        self.choose.setEnabled(True)
        if not isinstance(problem, Refusal):
            raise problem
        self.banner.say(explain(problem), "bad")
