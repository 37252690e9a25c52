"""Take books to a stick: for one laptop, for all that wait, or for whoever has a passphrase."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app import exchanges, unconfirmed
from coopledger.app.bundle_export import Exported
from coopledger.app.cooperative import EVERY
from coopledger.app.ledger import Group
from coopledger.app.sticks import Place
from coopledger.app.unconfirmed import Waiting
from coopledger.desktop.background import Progress, Stopped
from coopledger.desktop.exchange.job_bar import JobBar
from coopledger.desktop.exchange.waiting_part import confirmed_words, not_confirmed
from coopledger.desktop.fields import ChoiceField
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, Field, Tone, label, set_tone
from coopledger.words.catalog import _, isolated, ngettext
from coopledger.words.numbers import format_number
from coopledger.words.sizes import format_size

_ALL, _WORDS = "*", "-"
_LEAST = 4
"""Words or figures of a passphrase that one would not guess at once."""


class Known(NamedTuple):
    """What may be taken, and for whom."""

    laptops: list[Waiting]
    groups: list[Group]


class TakeScreen(Screen):
    """For whom, then the one button; afterwards it says that the stick may be pulled out."""

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__("take_screen", _("Take to the stick"))
        self.set_heading(_("Take to the stick"), place.name)
        self._session, self._place = session, place
        self._known = Known([], [])
        self._unseen = False
        self.to = ChoiceField("take_for", _("For whom?"))
        self.to.changed.connect(self._chosen)
        self._told = label("", wrap=True)
        self.groups = ChoiceField("take_groups", _("Which groups?"))
        hint = _("Tell it to the other by word of mouth.")
        self.words = Field("take_words", _("Passphrase"), hint, secret=True)
        self.again = Field("take_words_again", _("The same once more"), secret=True)
        pages = [("", _("Those that it has not confirmed")), (EVERY, _("All pages"))]
        self.full = ChoiceField("take_pages", _("Which pages?"), pages)
        self.bar = JobBar()
        self.result = Card(1.0)
        self._pull = label("", "title", wrap=True)
        self._written = label("", wrap=True)
        self.result.body.addWidget(self._pull)
        self.result.body.addWidget(self._written)
        self.result.hide()
        card = Card(1.0)
        for part in (self.to, self._told, self.groups, self.words, self.again, self.full):
            card.body.addWidget(part)
        self._form = card
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        for widget in (self.result, card, self.bar):
            column.addWidget(widget)
        column.addStretch(1)
        self.body.addWidget(scrolled("take_area", _("Take to the stick"), column), 1)
        self._back = Button("back", _("Back"), "back", "plain")
        self._back.clicked.connect(self.left)
        self.foot.addWidget(self._back)
        self.foot.addWidget(self.bar.stop)
        write = Button("take_now", _("Take to the stick"), "save", "main")
        write.clicked.connect(self._take)
        self.set_main(write)

    def refresh(self) -> None:
        """Read who waits for what."""
        ledger = self._session.ledger

        def job() -> Known:
            return Known(unconfirmed.waiting(ledger), ledger.groups())

        if not self.bar.busy:
            self._session.background.run(job, self._show, self.refuse)

    def start(self) -> None:
        """For whom; or what is under way, or what came of it."""
        first: QWidget = self._back if self._unseen else self.to.choice
        (self.bar.stop if self.bar.busy else first).setFocus()
        self._unseen = False

    @property
    def held(self) -> bool:
        """While the stick is written, and until somebody has seen what came of it."""
        return self.bar.busy or self._unseen

    def _tell(self, told: str, tone: Tone) -> None:
        """Say what came of it where somebody is now."""
        if not self.isVisible():
            self._unseen = True
            self.ended.emit(told, tone)

    def _show(self, known: Known) -> None:
        self._known = known
        waiting = [row for row in known.laptops if row.pages]
        choices = []
        if len(waiting) > 1:
            text = ngettext(
                "{count} laptop that waits for something",
                "All {count} laptops that wait for something",
                len(waiting),
            )
            choices.append((_ALL, text.format(count=format_number(len(waiting)))))
        for row in known.laptops:
            what = not_confirmed(row.meetings, row.pages)
            text = _("{name}: not confirmed: {what}").format(name=isolated(row.name), what=what)
            choices.append((row.device, text))
        choices.append((_WORDS, _("Somebody else, under a passphrase")))
        self.to.show_choices(choices)
        self.groups.show_choices(
            [(EVERY, _("All groups")), *((group.id, group.name) for group in known.groups)]
        )
        self._chosen()

    def _chosen(self) -> None:
        worded = self.to.value == _WORDS
        for part in (self.groups, self.words, self.again):
            part.setVisible(worded)
        self.full.setVisible(not worded)
        row = next((row for row in self._known.laptops if row.device == self.to.value), None)
        self._told.setText(confirmed_words(row) if row is not None else "")
        self._told.setVisible(row is not None)

    def _take(self) -> None:
        if self.bar.busy:
            return
        self.banner.clear()
        self.result.hide()
        if self.to.value == _WORDS and not self._typed_twice():
            return
        made = list[Exported]()
        devices = self._devices()
        job = self._session.background.run_long(
            self._job(devices, made.append),
            self._done,
            partial(self._failed, made, len(devices)),
            self.bar.progress,
        )
        self._wait(waiting=True)
        self.bar.begin(_("Taking books to the stick. Leave it in."), job)

    def _devices(self) -> list[str]:
        """Short names of those that a file is made for."""
        if self.to.value == _ALL:
            return [row.device for row in self._known.laptops if row.pages]
        return [self.to.value]

    def _job(
        self, devices: list[str], written: Callable[[Exported], None]
    ) -> Callable[[Progress], list[Exported]]:
        ledger, place, full = self._session.ledger, self._place, self.full.value == EVERY
        words, groups, worded = self.words.text, [self.groups.value], self.to.value == _WORDS

        def job(step: Progress) -> list[Exported]:
            if not worded:
                return exchanges.send_all(
                    ledger, place, devices, full=full, progress=step, written=written
                )
            return [exchanges.send_worded(ledger, place, words, groups, progress=step)]

        return job

    def _typed_twice(self) -> bool:
        if len(self.words.text.strip()) < _LEAST:
            self.words.refuse(_("Choose a longer one: a few words are good."))
            return False
        if self.words.text != self.again.text:
            self.again.refuse(_("The two are not the same. Type the second one again."))
            return False
        return True

    def _wait(self, *, waiting: bool) -> None:
        self._form.setEnabled(not waiting)
        self._back.setEnabled(not waiting)
        if self.main is not None:
            self.main.setEnabled(not waiting)
        if not waiting:
            self.bar.end()

    def _done(self, made: list[Exported]) -> None:
        self._wait(waiting=False)
        for field in (self.words, self.again):
            field.edit.clear()
        pull, told = _("It is all there."), _("The books are in the folder {place}.")
        if self._place.is_drive:
            pull = _("You may pull it out now.")
            told = _("The books are on the stick {place}. You may pull it out now.")
        self._show_made(pull, "good", made)
        self._back.setFocus()
        self._tell(told.format(place=isolated(self._place.name)), "good")

    def _show_made(self, title: str, tone: Tone, made: list[Exported]) -> None:
        """Name the files that are there, and read again what still waits."""
        self._pull.setText(title)
        set_tone(self._pull, tone)
        names = {row.device: row.name for row in self._known.laptops}
        self._written.setText("\n".join(_written(each, names.get(each.to, "")) for each in made))
        self.result.show()
        self.refresh()

    def _failed(self, made: list[Exported], of: int, problem: BaseException) -> None:
        self._wait(waiting=False)
        if self.main is not None:
            self.main.setFocus()
        if made:
            there = ngettext(
                "Before that, {count} file of {of} was written and read back:",
                "Before that, {count} files of {of} were written and read back:",
                len(made),
            )
            count, whole = format_number(len(made)), format_number(of)
            self._show_made(there.format(count=count, of=whole), "warn", made)
        if isinstance(problem, Stopped):
            told = _("Stopped. A file that was being made is not there; the ledger is as it was.")
            if made:
                told = _("Stopped. The file that was being made is not there; those before it are.")
            self.banner.say(told, "quiet")
            self._tell(told, "quiet")
        else:
            self.refuse(problem)
            self._tell(self.banner.text, "bad")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While the stick is written nobody leaves by Escape: Stop comes first."""
        if not (self.bar.busy and event.key() == Qt.Key.Key_Escape):
            super().keyPressEvent(event)


def _written(made: Exported, name: str) -> str:
    """What was written, in one sentence."""
    books = ngettext("{count} group", "{count} groups", made.books)
    pages = ngettext("{count} page", "{count} pages", made.pages)
    text = (
        _("For {name}: {books}, {pages}, {size}; read back and good. File: {file}")
        if name
        else _("Under the passphrase: {books}, {pages}, {size}; read back and good. File: {file}")
    )
    return text.format(
        name=isolated(name),
        books=books.format(count=format_number(made.books)),
        pages=pages.format(count=format_number(made.pages)),
        size=format_size(made.bytes),
        file=isolated(made.file.name),
    )
