"""A newer program from a stick: what it is, who vouches for it, and putting it in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from coopledger import __version__
from coopledger.desktop.asking import ask_update
from coopledger.desktop.background import Job, Stopped
from coopledger.desktop.flow import flowing
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, Card, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.dates import enumerate_items, format_date
from coopledger.words.errors import explain, harmless
from coopledger.words.updates import news_of

if TYPE_CHECKING:
    from coopledger.app.update_file import Offer
    from coopledger.app.updates import Applied, Step, WayBack


class UpdatePanel(Card):
    """Looks at an update first; a second press puts it in.

    ``back_asked``: the version before is wanted; what that would do (`WayBack`). The ledger must be
    closed for it.
    """

    back_asked = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(1.0)
        self._session = session
        self._offer: Offer | None = None
        self._job: Job | None = None
        about = _(
            "This is version {version}. A newer one comes on a stick. It is put in only if the"
            " makers vouch for it, beside the one that runs, after a copy of the ledger."
        )
        self._found = label("", wrap=True)
        self._found.hide()
        self._bar = QProgressBar()
        self._bar.setObjectName("update_progress")
        self._bar.setAccessibleName(_("How far the update is"))
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.banner = Banner("update_banner")
        self.choose = Button("update_choose", _("Choose the update"), "folder")
        self.choose.clicked.connect(lambda: ask_update(self, self.look))
        self.put_in = Button("update_put_in", _("Put it in"), "import")
        self.put_in.clicked.connect(self._put_in)
        self.put_in.setEnabled(False)
        self._stop = Button("update_stop", _("Stop"), "stop")
        self._stop.clicked.connect(self._stop_job)
        self._stop.hide()
        self.back = Button("update_back", "", "undo")
        self.back.clicked.connect(self._ask_back)
        self.back.hide()
        holder, row = flowing(theme().em(0.5))
        for button in (self.choose, self.put_in, self._stop, self.back):
            row.addWidget(button)
        told = label(about.format(version=__version__), wrap=True)
        for part in (told, self._found, self._bar, holder, self.banner):
            self.body.addWidget(part)
        self._look_for_way_back()

    def _look_for_way_back(self) -> None:
        from coopledger.app.updates import before

        if not self._session.practice:  # the copy of before is of the real ledger
            self._session.background.run(before, self._offer_way_back)

    def _offer_way_back(self, last: Step | None) -> None:
        if last is not None:
            self.back.say(_("Go back to version {version}").format(version=last.before))
        self.back.setVisible(last is not None)

    def _ask_back(self) -> None:
        from coopledger.app.updates import way_back

        ledger = self._session.ledger
        self.banner.say(_("Looking what would be lost…"), "quiet")
        self._session.background.run(lambda: way_back(ledger), self._found_way, self._failed)

    def _found_way(self, way: WayBack | None) -> None:
        self.banner.clear()
        if way is not None:
            self.back_asked.emit(way)

    def look(self, file: Path) -> None:
        """Verify an update and say what it is."""
        from coopledger.app.updates import look

        self._offer = None
        self._begin(_("Checking the update…"))
        self._job = self._session.background.run_long(
            lambda step: look(file, step=step), self._looked, self._failed, self._progress
        )

    def _looked(self, offer: Offer) -> None:
        self._end()
        self._offer = offer
        found = offer.manifest
        told = _("Version {version} of {day}. Signed by: {names}").format(
            version=found.version,
            day=format_date(found.released),
            names=enumerate_items(harmless(name) for name in offer.signers),
        )
        news = news_of(found.news)
        self._found.setText(f"{told}\n{news}" if news else told)
        self._found.show()
        self.banner.say(_("The update is genuine and whole. Nothing was changed yet."), "good")
        self.put_in.setEnabled(True)
        self.put_in.setFocus()

    def _put_in(self) -> None:
        from coopledger.app.updates import put_in

        if self._offer is None:
            return
        self._begin(_("Putting the update in…"))
        job = partial(put_in, self._offer.path, self._session.ledger)
        self._job = self._session.background.run_long(
            lambda step: job(step=step), self._done, self._failed, self._progress
        )

    def _done(self, done: Applied) -> None:
        self._end()
        self._offer = None
        if done.started_next:
            told = _(
                "Version {version} is in. Close the program and start it again. If it does not"
                " serve you well, you can go back from here."
            )
            self.banner.say(told.format(version=done.version), "good")
            self._look_for_way_back()
        else:
            told = _("Version {version} is genuine. The helper installs it with: {command}")
            self.banner.say(told.format(version=done.version, command=done.command), "warn")
        self.choose.setFocus()

    def _failed(self, problem: BaseException) -> None:
        self._end()
        self.choose.setFocus()
        if isinstance(problem, Stopped):
            self.banner.say(_("Stopped. Nothing was changed."), "quiet")
        elif isinstance(problem, Refusal):
            self.banner.say(explain(problem), "bad")
        else:
            raise problem

    def _begin(self, text: str) -> None:
        self.banner.say(text, "quiet")
        self._bar.setRange(0, 0)
        self._busy(True)

    def _end(self) -> None:
        self._job = None
        self._busy(False)
        self.put_in.setEnabled(False)

    def _busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        self.choose.setEnabled(not busy)
        self.back.setEnabled(not busy)
        if busy:
            self.put_in.setEnabled(False)

    def _progress(self, done: int, of: int) -> None:
        # A signal carries 32 bits, and an update may be larger.
        self._bar.setRange(0, 1000)
        self._bar.setValue(1000 * done // max(of, 1))

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.stop()
