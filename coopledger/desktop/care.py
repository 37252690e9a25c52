"""Care of this laptop: the doctor's rows, and the file for the helper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QProgressBar

from coopledger.app.check import Check
from coopledger.app.diagnostics import diagnosis
from coopledger.app.doctor import examine, printer, worst
from coopledger.desktop.background import Job, Stopped
from coopledger.desktop.care_rows import CareRows
from coopledger.desktop.diagnosis import DiagnosisDialog, around
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.widgets import Button, Tone
from coopledger.words.catalog import N_, Text, _

_VERDICTS: dict[str, tuple[Text, Tone]] = {
    "good": (N_("All is well with this laptop and its ledger."), "good"),
    "warn": (N_("Something here wants to be looked after. It stands first."), "warn"),
    "bad": (N_("Something here puts the books in danger. It stands first: act now."), "bad"),
}


class CareScreen(Screen):
    """Looks when it comes to the front, and again when it is asked to."""

    def __init__(self, session: Session) -> None:
        super().__init__("care", _("Care of this laptop"))
        self._session = session
        self._job: Job | None = None
        self.rows = CareRows()
        self._bar = QProgressBar()
        self._bar.setObjectName("care_progress")
        self._bar.setAccessibleName(_("How far the check is"))
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.body.addWidget(self._bar)
        self.body.addWidget(self.rows, 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self._stop = Button("stop", _("Stop"), "stop")
        self._stop.clicked.connect(self._stop_job)
        self.save = Button("care_save", _("Save for the helper"), "save")
        self.save.clicked.connect(self._save)
        for button in (back, self.save, self._stop):
            self.foot.addWidget(button)
        self._stop.hide()
        again = Button("look_again", _("Look again"), "search", "main")
        again.clicked.connect(self._look)
        self.set_main(again)

    def refresh(self) -> None:
        """Look for the first time; after that only when somebody asks."""
        if not self.rows.checks and self._job is None:
            self._look()

    def _look(self) -> None:
        self.banner.clear()
        self._bar.setRange(0, 0)
        self._busy(True)
        more = (printer(QPrinterInfo.availablePrinterNames()),)
        job = partial(examine, self._session.ledger, "usual", more=more)
        self._job = self._session.background.run_long(
            lambda step: job(step=step), self._found, self._failed, self._progress
        )

    def _busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        for button in (self.save, self.main):
            if button is not None:
                button.setEnabled(not busy)

    def _progress(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _found(self, checks: Sequence[Check]) -> None:
        self._end()
        self.rows.show_checks(checks)
        text, tone = _VERDICTS[worst(checks)]
        self.banner.say(str(text), tone)

    def _failed(self, problem: BaseException) -> None:
        self._end()
        if isinstance(problem, Stopped):
            self.banner.say(_("Stopped. Nothing was changed."), "quiet")
        else:
            self.refuse(problem)

    def _end(self) -> None:
        self._job = None
        self._busy(False)
        if self.main is not None:
            self.main.setFocus()

    def _save(self) -> None:
        text = diagnosis(self.rows.checks, around(self.window()))
        DiagnosisDialog(text, self).open()
