"""Take in a paper notebook: choose its folder, see what it holds, then record all of it or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from coopledger.app import overview
from coopledger.app.overview import NotebookPreview
from coopledger.desktop.asking import ask_folder
from coopledger.desktop.background import Job, Progress, Stopped
from coopledger.desktop.figures import Figures
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.widgets import Button, label
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_date
from coopledger.words.numbers import format_number

if TYPE_CHECKING:
    from coopledger.app.importing import Imported


class ImportScreen(Screen):
    """Takes in one notebook folder. ``taken_in`` carries what came of it (`Imported`)."""

    taken_in = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__("import_screen", _("Take in a notebook"))
        self._session = session
        self._folder: Path | None = None
        self._job: Job | None = None
        about = _(
            "A notebook is a folder with group.toml and notebook.csv, typed up from paper."
            " Every line is checked first. If one can't be right, nothing is recorded, and you are"
            " told the file, the line and the column."
        )
        self._about = label(about, wrap=True)
        self._name = label("", "title")
        self._figures = Figures()
        self._bar = QProgressBar()
        self._bar.setObjectName("import_progress")
        self._bar.setAccessibleName(_("Taking in the notebook"))
        self._bar.setTextVisible(False)
        self.body.addWidget(self._about)
        self.body.addWidget(self._name)
        self.body.addWidget(self._figures)
        self.body.addWidget(self._bar)
        self.body.addStretch(1)
        self._buttons()
        self._show(None)

    def _buttons(self) -> None:
        back = Button("back", _("Groups"), "back", "plain")
        back.clicked.connect(self.left)
        self._choose = Button("choose_folder_button", _("Choose the folder"), "folder")
        self._choose.clicked.connect(self._ask)
        self._stop = Button("stop", _("Stop"), "stop")
        self._stop.clicked.connect(self._stop_job)
        self.foot.addWidget(back)
        self.foot.addWidget(self._choose)
        self.foot.addWidget(self._stop)
        take_in = Button("take_in", _("Check and record"), "import", "main")
        take_in.clicked.connect(self._take_in)
        self.set_main(take_in)

    def start(self) -> None:
        """The folder comes first."""
        self._choose.setFocus()

    def _ask(self) -> None:
        ask_folder(self, _("Folder of the notebook"), self.read)

    def read(self, folder: Path) -> None:
        """Read a folder and show what it holds, or why it can't be taken in."""
        self._folder = folder
        self.banner.clear()
        self._session.background.run(
            lambda: overview.preview_notebook(folder), self._show, self._refused
        )

    def _refused(self, problem: BaseException) -> None:
        self._busy(False)
        self._show(None)
        self._choose.setFocus()
        if isinstance(problem, Stopped):
            self.banner.say(_("Stopped. Nothing was recorded."), "quiet")
        else:
            self.refuse(problem)

    def _show(self, preview: NotebookPreview | None) -> None:
        self._name.setVisible(preview is not None)
        self._figures.setVisible(preview is not None)
        self._busy(False)
        if self.main is not None:
            self.main.setEnabled(preview is not None)
        if preview is None:
            return
        self._name.setText(preview.name)
        first = format_date(preview.first_day) if preview.first_day else ""
        last = format_date(preview.last_day) if preview.last_day else ""
        self._figures.show_figures(
            [
                (_("Members"), format_number(preview.members), ""),
                (_("Meetings"), format_number(preview.meetings), ""),
                (_("Lines"), format_number(preview.lines), ""),
                (_("First meeting"), first, ""),
                (_("Last meeting"), last, ""),
            ]
        )
        if self.main is not None:
            self.main.setFocus()

    def _busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        self._choose.setEnabled(not busy)
        if self.main is not None and busy:
            self.main.setEnabled(False)

    def _take_in(self) -> None:
        folder, ledger = self._folder, self._session.ledger
        if folder is None:
            return
        self.banner.clear()
        self._bar.setRange(0, 0)
        self._busy(True)

        def job(step: Progress) -> Imported:
            from coopledger.app.importing import import_notebook

            return import_notebook(ledger, folder, step)

        self._job = self._session.background.run_long(
            job, self._done, self._refused, self._progress
        )

    def _progress(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _done(self, imported: Imported) -> None:
        self._busy(False)
        self._show(None)
        self.taken_in.emit(imported)


def imported_words(imported: Imported) -> str:
    """What an import came to."""
    text = ngettext(
        "Recorded from the notebook: {pages} page.",
        "Recorded from the notebook: {pages} pages.",
        imported.pages,
    ).format(pages=format_number(imported.pages))
    told = len(imported.findings)
    if not told:
        return text
    more = ngettext(
        "{count} rule was broken on paper; the book shows which.",
        "{count} rules were broken on paper; the book shows which.",
        told,
    )
    return f"{text} {more.format(count=format_number(told))}"
