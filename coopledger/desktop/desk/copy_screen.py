"""The meeting desk over a copy of the book: at its end the meeting goes to the stick.

It is the desk too for a draft that was a proposal before the book came to this laptop: it may be in
the book already, and is sealed here if it is not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coopledger.app import sticks
from coopledger.app.copy_desk import OpenedCopy, Sent, digest
from coopledger.app.desk import OpenedDesk
from coopledger.app.sticks import Place
from coopledger.desktop.asking import ask_folder
from coopledger.desktop.background import Background, report_unexpected
from coopledger.desktop.desk.screen import DeskScreen
from coopledger.desktop.exchange.stick_watch import Look
from coopledger.desktop.help.topic import set_topic
from coopledger.desktop.theme import on_change, theme
from coopledger.desktop.widgets import Button, Picture, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.dates import format_moment
from coopledger.words.errors import explain

if TYPE_CHECKING:
    from coopledger.app.sticks import Stick


class CopyDeskScreen(DeskScreen):
    """A desk that says above all else what becomes of its draft.

    Signals:
        done: nothing more is to be done here; a sentence says what came of it.
    """

    done = Signal(str)

    def __init__(
        self, opened: OpenedCopy, background: Background, parent: QWidget | None = None
    ) -> None:
        self._opened = opened
        # Kept as it is on the desk: that may be another day than the one that was sent.
        self._as_sent = digest(opened.desk.draft) if opened.sent else ""
        self._strip = QFrame()
        self._strip.setObjectName("copy_strip")
        self._words = label("", "strong", wrap=True)
        # Its height follows from its width; before it has one it would make a small window grow.
        self._words.setMinimumHeight(1)
        self._away = Button("copy_put_away", _("Put the draft away"), "check")
        self._sure = False
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(theme().em(0.8), theme().em(0.2), theme().em(0.8), theme().em(0.2))
        row.setSpacing(theme().em(0.6))
        row.addWidget(Picture("eye", 1.3))
        row.addWidget(self._words, 1)
        row.addWidget(self._away)
        super().__init__(OpenedDesk(opened.desk, opened.shelf), background, parent)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(0, self._strip)
            self._show_strip()
        on_change(self._strip, self._tint)
        self._away.clicked.connect(self._put_away)
        if opened.desk.proposal:
            set_topic(self.seal_page, "sent_meeting")
        self._sticks = Look(lambda: sticks.plugged_in())  # noqa: PLW0108 - looked up at each look
        self._sticks.seen.connect(self._found)

    def refresh(self) -> None:
        """Show the desk as it is now, and whether it is what was taken to the stick."""
        super().refresh()
        self._show_strip()

    def _show_strip(self) -> None:
        lines, sent, holder = [], self._opened.sent, self._opened.holder
        if holder:
            told = _(
                "This laptop does not hold the book. What you write is a proposal for {holder};"
                " it is sealed there."
            )
            lines.append(told.format(holder=holder))
        as_sent = sent is not None and digest(self.desk.draft) == self._as_sent
        self._sure = self._sure and as_sent
        if sent is not None and as_sent:
            when = format_moment(datetime.fromtimestamp(sent.at / 1_000, UTC).astimezone())
            told = _("It was taken to a stick: {when}.")
            if not holder:
                told = _(
                    "This draft was taken to a stick as a proposal: {when}. If it is in the book"
                    " already, put it away."
                )
            lines.append(told.format(when=when))
        if as_sent and self._opened.overtaken:
            told = _("The book has a meeting of that day or later now: put the draft away.")
            lines.append(told)
        if self._sure:
            if holder:
                lines.append(_("Is it sealed on {holder}?").format(holder=holder))
            lines.append(_("Press once more: the draft goes from this laptop."))
        self._words.setText(" ".join(lines))
        self._strip.setAccessibleName(" ".join(lines))
        self._away.setVisible(as_sent)
        if self._strip.parentWidget() is not None:  # one that has none yet would be a window
            self._strip.setVisible(bool(lines))

    def _tint(self) -> None:
        self._strip.setStyleSheet(f"#copy_strip {{ background: {theme().roles.picked}; }}")

    def _put_away(self) -> None:
        if not self._sure:
            self._sure = True
            self._show_strip()
            return
        self.autosave.stop()
        told = _("The draft was put away.")
        self._background.run(
            self._opened.shelf.put_away, lambda _none: self.done.emit(told), self._not_put_away
        )

    def _not_put_away(self, problem: BaseException) -> None:
        self.autosave.go_on()
        if isinstance(problem, Refusal):
            self.page.banner.say(explain(problem), "bad")
        else:
            report_unexpected(problem)

    # To the stick

    def _seal(self) -> None:
        """Take the meeting to the stick that is plugged in, or ask for a folder."""
        if not self.desk.proposal:
            super()._seal()
            return
        self.seal_page.wait(waiting=True)
        self.seal_page.banner.clear()
        self._sticks.begin()

    def _found(self, found: list[Stick]) -> None:
        there = [each.place for each in found if each.drive.writable]
        if len(there) == 1:
            self.write_to(there[0])
            return
        self.seal_page.wait(waiting=False)
        self.seal_page.yes.setFocus()
        ask_folder(
            self, _("Folder on the stick"), lambda chosen: self.write_to(Place(chosen, chosen.name))
        )

    def write_to(self, place: Place) -> None:
        """Write the meeting's file to a stick or folder."""
        self.seal_page.wait(waiting=True)
        draft, shelf = self.desk.draft, self._opened.shelf
        self._background.run(lambda: shelf.send(draft, place), self._sent, self._is_refused)

    def _sent(self, sent: Sent) -> None:
        told = _(
            "Written and read back: {file}. You may pull the stick out now. The draft stays here:"
            " when it is sealed on {holder}, open it and put it away."
        )
        self.done.emit(told.format(file=sent.file, holder=self._opened.holder))
