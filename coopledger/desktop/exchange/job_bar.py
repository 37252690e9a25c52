"""How far a long job is, and the button that stops it."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from coopledger.desktop.background import Job
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label
from coopledger.words.catalog import _


class JobBar(QWidget):
    """Hidden while nothing is under way. ``stop`` is for the foot of the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None
        self._about = label("", wrap=True)
        self._bar = QProgressBar()
        self._bar.setObjectName("exchange_progress")
        self._bar.setAccessibleName(_("How far it is"))
        self._bar.setTextVisible(False)
        self.stop = Button("stop", _("Stop"), "stop")
        self.stop.clicked.connect(self._ask_to_stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.4))
        column.addWidget(self._about)
        column.addWidget(self._bar)
        self.end()

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def begin(self, about: str, job: Job) -> None:
        """Show a job that has begun."""
        self._job = job
        self._about.setText(about)
        self._bar.setRange(0, 0)
        self.show()
        self.stop.show()
        self.stop.setEnabled(True)
        self.stop.setFocus()

    def progress(self, done: int, of: int) -> None:
        """Show how far it is."""
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def end(self) -> None:
        """The job has ended."""
        self._job = None
        self.hide()
        self.stop.setVisible(False)

    def _ask_to_stop(self) -> None:
        if self._job is not None:
            self._job.stop()
            self.stop.setEnabled(False)
