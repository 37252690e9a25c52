"""A meeting that was written down on a laptop without the book: what it says, and taking it in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout

from coopledger.app import holding, sent_meetings
from coopledger.app.additions import Effect
from coopledger.app.proposals import Drafted
from coopledger.app.sent_meetings import Told
from coopledger.desktop.asking import ask_folder, ask_meeting_file, ask_sent_meeting
from coopledger.desktop.entry_columns import entry_columns
from coopledger.desktop.fork_columns import change_columns
from coopledger.desktop.proposal import today
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, label
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.words.catalog import _
from coopledger.words.dates import format_date
from coopledger.words.errors import explain
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number


class _Found(NamedTuple):
    """What a file says, and what taking it in would change or why it can't be taken in."""

    file: Path
    told: Told
    effect: Effect | Refusal


class SentMeetingScreen(Screen):
    """A file is looked at first; the main button puts it into the next meeting's draft.

    On a laptop that only reads the book a meeting's file can be taken to a stick instead. Where a
    file was found on a stick, it says itself which group it is of.
    """

    def __init__(self, session: Session, group: str, file: Path | None = None) -> None:
        super().__init__("sent_meeting", _("A meeting written down elsewhere"))
        self._session, self._group = session, "" if file else group
        self._file = file
        self._found: _Found | None = None
        about = _(
            "Only the laptop that holds the book writes pages. What was written down on another"
            " one comes here by a stick, and goes into the draft of the next meeting."
        )
        self._about = label(about, "quiet", wrap=True)
        self._what = label("", "large", wrap=True)
        self._entries = Table("sent_entries", _("What was written down"))
        self._changes_title = label("", "strong", wrap=True)
        self._changes = Table("sent_changes", _("What it would change"))
        self._stop = Banner("sent_stop")
        self._lay_out()
        self._buttons()
        self._clear()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(2, 2, theme().em(0.5), 2)
        column.setSpacing(theme().em(0.7))
        for table in (self._entries, self._changes):
            table.setMinimumHeight(theme().row * 5)
        for part in (self._about, self._what, self._stop, self._entries, self._changes_title):
            column.addWidget(part)
        column.addWidget(self._changes)
        column.addStretch(1)
        self.body.addWidget(scrolled("sent_form", _("A meeting written down elsewhere"), column), 1)

    def _buttons(self) -> None:
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self._open = Button("open_sent_meeting", _("Open a file from the stick"), "folder")
        self._open.clicked.connect(lambda: ask_sent_meeting(self, self.look))
        self._write = Button("write_sent_meeting", _("Take a meeting's file to the stick"), "save")
        self._write.clicked.connect(lambda: ask_meeting_file(self, self._ask_folder))
        self._write.hide()
        for button in (back, self._open, self._write):
            self.foot.addWidget(button)
        self._take = Button("take_sent_meeting", _("Write it into the meeting"), "draft", "main")
        self._take.clicked.connect(self._put)
        self.set_main(self._take)

    def start(self) -> None:
        """The way to a file."""
        self._open.setFocus()

    def refresh(self) -> None:
        """See whether this laptop holds the book; read the file again that was looked at."""
        ledger, group = self._session.ledger, self._group

        def job() -> tuple[str, bool]:
            reads = holding.take_over_needs(ledger, group) is not None
            return ledger.group(group).name, reads

        if group:
            self._session.background.run(job, self._show_group, self.refuse)
        if file := self._found.file if self._found is not None else self._file:
            self.look(file)

    def _show_group(self, found: tuple[str, bool]) -> None:
        name, reads = found
        self.set_heading(_("A meeting written down elsewhere"), name)
        self._write.setVisible(reads)

    def look(self, file: Path) -> None:
        """Say what a file says and would change; nothing is written."""
        self.banner.clear()
        self._clear()
        ledger, day = self._session.ledger, today()

        def job() -> _Found:
            told = sent_meetings.show(ledger, file)
            try:
                changes = sent_meetings.effect(ledger, file, day, shown=told.id)
                return _Found(file, told, changes)
            except Refusal as refusal:
                return _Found(file, told, refusal)

        self._session.background.run(job, self._show, self.refuse)

    def _clear(self) -> None:
        self._found = None
        self._stop.clear()
        self._take.setEnabled(False)
        for part in (self._what, self._entries, self._changes_title, self._changes):
            part.hide()

    def _show(self, found: _Found) -> None:
        told, effect = found.told, found.effect
        if not self._group:
            self.set_heading(_("A meeting written down elsewhere"), told.group.name)
        self._found, money = found, told.currency
        what = _("{group}, meeting of {day}, written down by {laptop}.")
        day = format_date(told.day)
        self._what.setText(what.format(group=told.group.name, day=day, laptop=told.sender))
        self._entries.show_rows(told.entries, entry_columns(money))
        for part in (self._what, self._entries):
            part.show()
        reasons = [explain(each, money) for each in told.refused.values()]
        if told.taken:
            reasons.append(_("It was put into a draft here already."))
        if isinstance(effect, Refusal):
            reasons.append(explain(effect, money))
        else:
            reasons += [explain(each, money) for each in effect.refused.values()]
            self._show_effect(effect, money)
        self._stop.say("\n".join(dict.fromkeys(reasons)), "warn")
        self._take.setEnabled(not reasons)
        if not reasons:
            self._take.setFocus()

    def _show_effect(self, effect: Effect, money: Currency) -> None:
        told = _(
            "In meeting {meeting} on {day} it would change this; cash goes from {before} to"
            " {after}."
        )
        self._changes_title.setText(
            told.format(
                meeting=format_number(effect.meeting),
                day=format_date(effect.day),
                before=format_amount(effect.cash, money),
                after=format_amount(effect.cash_after, money),
            )
        )
        self._changes.show_rows(effect.members, change_columns(money))
        self._changes_title.show()
        self._changes.show()

    def _put(self) -> None:
        found = self._found
        if found is None:
            return
        self._take.setEnabled(False)
        ledger, day, file, shown = self._session.ledger, today(), found.file, found.told.id
        self._session.write_draft(
            lambda: sent_meetings.take(ledger, file, day, shown=shown),
            self._taken,
            partial(self._not_taken, file),
        )

    def _not_taken(self, file: Path, problem: BaseException) -> None:
        if isinstance(problem, Refusal) and problem.code == "not_as_shown":
            self.look(file)
        self.refuse(problem)

    def _taken(self, drafted: Drafted) -> None:
        told = _(
            "It is in the draft of meeting {meeting}. Nothing counts before that meeting is sealed:"
            " look at it, correct it, then seal."
        )
        self.drafted.emit(told.format(meeting=format_number(drafted.meeting)))

    def _ask_folder(self, meeting: Path) -> None:
        ask_folder(self, _("Folder on the stick"), lambda folder: self.write_to(meeting, folder))

    def write_to(self, meeting: Path, folder: Path) -> None:
        """Take a meeting's file to a folder, for the laptop that holds the book."""
        self.banner.clear()
        ledger, group = self._session.ledger, self._group
        self._session.background.run(
            lambda: sent_meetings.write(ledger, group, meeting, folder), self._written, self.refuse
        )

    def _written(self, file: Path) -> None:
        told = _("Written and read back: {file}. You may pull the stick out now.")
        self.banner.say(told.format(file=file.name), "good")
