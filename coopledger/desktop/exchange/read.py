"""Read books from a stick: what is on it, what a file brings, and then, if one says so, take it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coopledger.app import exchanges, sticks
from coopledger.app.bundle_import import Opening
from coopledger.app.sticks import BundleFile, OtherFile, Place
from coopledger.desktop.background import Progress, Stopped
from coopledger.desktop.exchange.bundle_view import BundleView
from coopledger.desktop.exchange.job_bar import JobBar
from coopledger.desktop.exchange.sheet_words import SheetWords
from coopledger.desktop.flow import flowing
from coopledger.desktop.screen import Screen
from coopledger.desktop.scrolling import Scrolling
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Field
from coopledger.domain.errors import Refusal
from coopledger.ledger.recovery import read_secret
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_date
from coopledger.words.numbers import format_number

if TYPE_CHECKING:
    from coopledger.app.bundle_import import Examined


_ROWS, _FEW_ROWS = 4, 2
"""What is seen of the files at least, its heading counted; fewer while words are typed below."""


class Found(NamedTuple):
    """What is on the stick, and the laptops' names."""

    files: list[BundleFile | OtherFile]
    names: dict[str, str]


class ReadScreen(Screen):
    """Files on the leading side, what the one at hand brings on the other.

    A file that is for this laptop and was not read is looked at by itself. Nothing is written
    before the main button is pressed.
    """

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__("read_screen", _("Read from the stick"))
        self.set_heading(_("Read from the stick"), place.name)
        self._session, self._place = session, place
        self._names: dict[str, str] = {}
        self._found: Examined | None = None
        self._file: BundleFile | None = None
        self.table = Table("bundle_files", _("Files on the stick"), self._columns())
        self.table.setMinimumHeight(theme().row * _ROWS)
        self.table.chosen.connect(lambda _row: self._look())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._picked())
        self.words = Field("bundle_words", _("Passphrase of this file"), secret=True)
        self.open = Button("open_words", _("Open it"), "key")
        self.open.clicked.connect(self._look)
        self.by_sheets = Button("with_recovery_words", _("With the recovery words"), "key")
        self.by_sheets.setCheckable(True)
        self.by_sheets.toggled.connect(self._by_sheets)
        self.sheets = SheetWords()
        self.sheets.asked.connect(self._look)
        self.view = BundleView()
        self.bar = JobBar()
        self._lay_out()
        self._back = Button("back", _("Back"), "back", "plain")
        self._back.clicked.connect(self.left)
        self.look = Button("look_at_file", _("Look at this file"), "eye")
        self.look.clicked.connect(self._look)
        self.foot.addWidget(self._back)
        self.foot.addWidget(self.look)
        self.foot.addWidget(self.bar.stop)
        take = Button("take_in", _("Take it in"), "import", "main")
        take.clicked.connect(self._take)
        self.set_main(take)
        self._forget()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.8))
        files = QWidget()
        column = QVBoxLayout(files)
        column.setContentsMargins(2, 2, theme().em(0.5), 2)
        column.setSpacing(theme().em(0.6))
        column.addWidget(self.table, 1)
        self._worded = QWidget()
        opening = QVBoxLayout(self._worded)
        opening.setContentsMargins(0, 0, 0, 0)
        opening.addWidget(self.words)
        holder, line = flowing(theme().em(0.5))
        line.addWidget(self.open)
        opening.addWidget(holder)
        column.addWidget(self._worded)
        holder, line = flowing(theme().em(0.5))
        line.addWidget(self.by_sheets)
        column.addWidget(holder)
        column.addWidget(self.sheets)
        row.addWidget(Scrolling(files), 4)
        row.addWidget(Scrolling(self.view), 5)
        self.body.addWidget(self.bar)
        self.body.addLayout(row, 1)

    def refresh(self) -> None:
        """See what is on the stick."""
        ledger, place = self._session.ledger, self._place

        def job() -> Found:
            names = {row.id: row.name for row in exchanges.laptops(ledger)}
            return Found([*sticks.bundles(ledger, place), *sticks.others(ledger, place)], names)

        if not self.bar.busy:
            self._session.background.run(job, self._show, self._failed)

    def start(self) -> None:
        """The files, or what is under way."""
        (self.bar.stop if self.bar.busy else self.table).setFocus()

    @property
    def held(self) -> bool:
        """While a file is looked at or taken in."""
        return self.bar.busy

    def _columns(self) -> list[Column]:
        return [
            Column(
                _("From"),
                self._whence,
                stretch=True,
            ),
            Column(_("For"), self._whom, tone=self._tone),
            Column(_("Made"), _made),
        ]

    def _whence(self, row: BundleFile | OtherFile) -> str:
        name = self._names.get(row.sender, row.sender) or row.file.name
        return f"{name} · {row.group}" if isinstance(row, OtherFile) and row.group else name

    @staticmethod
    def _whom(row: BundleFile | OtherFile) -> str:
        if isinstance(row, OtherFile):
            return _("a meeting's draft") if row.sort == "meeting" else _("officers' seals")
        if row.was_read:
            return _("read before")
        if row.ours:
            return _("this laptop")
        return _("who has the passphrase") if row.worded else _("another laptop")

    @staticmethod
    def _tone(row: BundleFile | OtherFile) -> tuple[str, str]:
        if isinstance(row, OtherFile):
            return "ink", "meeting" if row.sort == "meeting" else "seal"
        if row.was_read:
            return "good", "check"
        return ("ink", "import") if row.ours else ("quiet", "")

    def _show(self, found: Found) -> None:
        self._names = found.names
        self.table.show_rows(found.files)
        if not found.files:
            told = _("No books are on it. Ask the other branch to take them to the stick again.")
            self.banner.say(told, "quiet")
        elif (row := self._bundle) is not None and row.ours and not row.was_read:
            self._look()

    @property
    def _bundle(self) -> BundleFile | None:
        """The bundle at hand; None where it is another file, or none is."""
        row = self.table.row
        return row if isinstance(row, BundleFile) else None

    def _picked(self) -> None:
        self._forget()
        row = self._bundle
        self._worded.setVisible(row is not None and row.worded)
        # A name is a hint only; but what is for this laptop needs no paper out of the safe.
        self.by_sheets.setVisible(row is not None and not row.ours)

    def _by_sheets(self, wanted: bool) -> None:
        row = self._bundle
        self._worded.setVisible(row is not None and row.worded and not wanted)
        self.table.setMinimumHeight(theme().row * (_FEW_ROWS if wanted else _ROWS))
        self.sheets.setVisible(wanted)
        if wanted:
            self.view.clear()
            self.sheets.begin()

    def _forget(self) -> None:
        """What was looked at was another file."""
        self._found = self._file = None
        self.view.clear()
        self._worded.hide()
        self.by_sheets.hide()
        self.by_sheets.setChecked(False)
        self.sheets.hide()
        self.sheets.clear()
        if self.main is not None:
            self.main.say(_("Take it in"))
        self._able()

    def _able(self) -> None:
        there = self.table.row is not None and not self.bar.busy
        self.look.setEnabled(there)
        self.table.setEnabled(not self.bar.busy)
        self._back.setEnabled(not self.bar.busy)
        if self.main is not None:
            self.main.setEnabled(there and self._found is not None)

    def _look(self) -> None:
        if isinstance(other := self.table.row, OtherFile):
            place = "sent_meeting" if other.sort == "meeting" else "approval_file"
            self.asked.emit(place, other.file)
            return
        row = self._bundle
        if row is None or self.bar.busy:
            return
        sheets = self.sheets.typed if self.by_sheets.isChecked() else ()
        if self.by_sheets.isChecked() and not sheets:
            return
        worded = self.words.text if row.worded and not sheets else ""
        if row.worded and not (sheets or worded):
            self.words.refuse(_("Type the passphrase that was agreed on."))
            return
        self.banner.clear()
        ledger, place = self._session.ledger, self._place.name

        def job(step: Progress) -> Examined:
            opening = Opening(worded, read_secret(sheets) if sheets else b"")
            return exchanges.examine(ledger, row.file, opening, place=place, progress=step)

        self._run(job, partial(self._looked, row), _("Looking at it. Nothing is written yet."))

    def _looked(self, row: BundleFile, found: Examined) -> None:
        self._end()
        self._found, self._file = found, row
        self.sheets.hide()
        self.view.show_bundle(found)
        if self.main is not None:
            join = _("The words are the same: join")
            self.main.say(join if found.joins else _("Take it in"))
        self._able()
        if self.main is not None:
            self.main.setFocus()

    def _take(self) -> None:
        found, row = self._found, self._file
        if found is None or row is None or self.bar.busy:
            return
        self.banner.clear()
        ledger, place = self._session.ledger, self._place.name
        of = len(found.verdicts) + 1

        def job(step: Progress) -> Examined:
            taken = iter(range(1, of + 1))
            exchanges.take(
                ledger,
                found,
                row.file,
                place=place,
                join=found.joins,
                progress=lambda: step(next(taken, of), of),
            )
            return found

        self._run(job, self._taken, _("Taking it in: all of it, or nothing."))

    def _taken(self, found: Examined) -> None:
        self._end()
        self.words.edit.clear()
        self.sheets.clear()
        books = sum(1 for verdict in found.verdicts if verdict.pages)
        text = ngettext(
            "Taken in: {count} group has new pages. The stick is not needed any more.",
            "Taken in: {count} groups have new pages. The stick is not needed any more.",
            books,
        ).format(count=format_number(books))
        if not books:
            text = _("Taken in. Nothing in it was new; what the others have confirmed is noted.")
        if found.joins:
            joined = _("This laptop has joined {name}.").format(name=found.cooperative.name)
            text = f"{joined} {text}"
        self.sealed.emit(text)

    def _run(
        self, job: Callable[[Progress], Examined], done: Callable[[Examined], None], about: str
    ) -> None:
        handle = self._session.background.run_long(job, done, self._failed, self.bar.progress)
        self.bar.begin(about, handle)
        self._able()

    def _end(self) -> None:
        self.bar.end()
        self._able()

    def _failed(self, problem: BaseException) -> None:
        self._end()
        self._found = None
        self._able()
        if isinstance(problem, Stopped):
            self.banner.say(_("Stopped. Nothing was taken, and nothing was changed."), "quiet")
        elif isinstance(problem, Refusal) and problem.code == "bundle_wrong_passphrase":
            self.words.refuse(_("That is not the passphrase of this file. Type it again."))
            return
        elif isinstance(problem, Refusal) and self.sheets.refuse(problem):
            return
        else:
            self.view.clear()
            self.refuse(problem)
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the passphrase opens the file. While a job runs nobody leaves by Escape."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        # Not by the field's own signal: the same key would press Stop, which has the focus then.
        if enter and self.words.edit.hasFocus():
            self._look()
            return
        if not (self.bar.busy and event.key() == Qt.Key.Key_Escape):
            super().keyPressEvent(event)


def _made(row: BundleFile | OtherFile) -> str:
    return format_date(datetime.fromtimestamp(row.changed, UTC).astimezone().date())
