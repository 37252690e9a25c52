"""Papers on their way to a file or a printer: progress, Stop, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QProgressBar

from coopledger.desktop.background import Job, Progress, Stopped
from coopledger.desktop.session import Session
from coopledger.desktop.widgets import Button
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.paper_files import SavedPaper
    from coopledger.app.paper_kinds import Made
    from coopledger.desktop.printing import PrintJob


class PaperJobs(QObject):
    """One job at a time. ``bar`` and ``stop`` are for a screen to put where it wants them.

    ``changed`` is told when a job begins or ends, ``said`` carries a sentence and its tone,
    ``refused`` what stood in the way.
    """

    changed = Signal()
    said = Signal(str, str)
    refused = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | PrintJob | None = None
        self._printer = ""
        self.bar = QProgressBar()
        self.bar.setObjectName("paper_progress")
        self.bar.setAccessibleName(_("Pages done"))
        self.bar.setTextVisible(False)
        self.stop = Button("stop_paper", _("Stop"), "stop")
        self.stop.clicked.connect(self.stop_job)
        self._show()

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return self._job is None

    def save(self, made: Made, path: Path) -> None:
        """Save papers; the ending of the path says as what."""
        ledger = self._session.ledger

        def job(step: Progress) -> SavedPaper:
            from coopledger.app.paper_files import save_made

            return save_made(ledger, made, path, step)

        self._begin(
            self._session.background.run_long(job, self._saved, self._not_saved, self._progress)
        )

    def print_out(self, job: PrintJob) -> None:
        """Watch over a print job from its beginning."""
        self._printer = job.printer_name
        self._begin(job)
        job.progress.connect(self._progress)
        job.ended.connect(self._printed)
        job.begin()

    def stop_job(self) -> None:
        """Stop what is under way."""
        if self._job is not None:
            self._job.stop()

    def _begin(self, job: Job | PrintJob) -> None:
        self._job = job
        self.bar.setRange(0, 0)
        self._show()
        self.stop.setFocus()
        self.changed.emit()

    def _end(self) -> None:
        self._job = None
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.bar.setVisible(not self.idle)
        self.stop.setVisible(not self.idle)

    def _progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _saved(self, saved: SavedPaper) -> None:
        self._end()
        self.said.emit(_("Saved: {file}").format(file=saved.file), "good")

    def _not_saved(self, problem: BaseException) -> None:
        self._end()
        if isinstance(problem, Stopped):
            self.said.emit(_("Stopped. Nothing was saved."), "quiet")
        else:
            self.refused.emit(problem)

    def _printed(self, whole: bool) -> None:
        self._end()
        from coopledger.desktop.printing import outcome

        self.said.emit(*outcome(whole=whole, printer=self._printer))
