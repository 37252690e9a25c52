"""The form of an act that goes into the next meeting, with what it would come to beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coopledger.app.proposals import Drafted, Preview, add_to_draft, preview
from coopledger.app.proposals_told import Told
from coopledger.desktop.fields import ChoiceField
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, Field, label, set_tone
from coopledger.domain.entries import AnyEntry
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.dates import format_date
from coopledger.words.errors import explain, reason
from coopledger.words.numbers import format_number

_PAUSE_MS = 120
"""After the last key, so that a whole amount is worked out once."""


def today() -> str:
    """The ISO day where the people are."""
    return date.today().isoformat()  # noqa: DTZ011 - the day where the people are


class Outcome(Card):
    """What an act comes to: lines, what bars it, which rules it breaks."""

    def __init__(self) -> None:
        super().__init__(0.9)
        self.setObjectName("outcome")
        self._where = label("", "quiet", wrap=True)
        self._empty = label(
            _("It stands here as soon as the form says enough."), "quiet", wrap=True
        )
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme().em(1.2))
        self._grid.setVerticalSpacing(theme().em(0.35))
        self._grid.setColumnStretch(0, 1)
        self._stop, self._broken = label("", wrap=True), label("", wrap=True)
        set_tone(self._stop, "bad")
        set_tone(self._broken, "warn")
        self.body.addWidget(label(_("What it comes to"), "large"))
        self.body.addWidget(self._empty)
        self.body.addWidget(self._where)
        self.body.addLayout(self._grid)
        self.body.addWidget(self._stop)
        self.body.addWidget(self._broken)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._lines(())
        self._empty.show()
        for part in (self._where, self._stop, self._broken):
            part.hide()

    @property
    def text(self) -> str:
        """All that is said, for who looks at it without eyes."""
        parts = [each for each in (self._where, self._stop, self._broken) if each.isVisibleTo(self)]
        return "\n".join(each.text() for each in parts)

    def show_preview(self, seen: Preview) -> None:
        """Show what was worked out."""
        where = _("At meeting {number}, {day}. Nothing is written before you say so.").format(
            number=format_number(seen.meeting), day=format_date(seen.day, "long")
        )
        self._empty.hide()
        self._say(self._where, where)
        self._lines(() if seen.refusal else seen.told)
        self._say(self._stop, explain(seen.refusal, seen.currency) if seen.refusal else "")
        rules = "\n".join(seen.broken)
        self._say(self._broken, "" if seen.refusal else rules)

    @staticmethod
    def _say(where: QWidget, text: str) -> None:
        where.setText(text)  # type: ignore[attr-defined]
        where.setVisible(bool(text))

    def _lines(self, told: Sequence[Told]) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        end = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        for at, line in enumerate(told):
            self._grid.addWidget(
                label(line.label, "strong" if line.strong else "body", wrap=True), at, 0
            )
            self._grid.addWidget(label(line.text, "large" if line.strong else "body"), at, 1, end)


class ProposalScreen(Screen):
    """A form on the leading side, its outcome on the other, and one button that writes it down.

    Subclasses fill ``form`` and give ``entries``.
    """

    def __init__(self, session: Session, group: str, name: str, title: str) -> None:
        super().__init__(name, title)
        self.session, self.group = session, group
        self.fields: dict[str, Field | ChoiceField] = {}
        self.form = QVBoxLayout()
        self.form.setSpacing(theme().em(0.7))
        self.form.setContentsMargins(2, 2, theme().em(0.6), 2)
        self.side = QVBoxLayout()
        self.side.setSpacing(theme().em(0.7))
        self.side.setContentsMargins(2, 2, theme().em(0.6), 2)
        self.outcome = Outcome()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PAUSE_MS)
        self._wait.timeout.connect(self._rested)
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.6))
        row.addWidget(scrolled("form", _("Form"), self.form), 1)
        row.addWidget(scrolled("outcome_area", _("What it comes to"), self.side), 1)
        self.body.addLayout(row, 1)
        self._back = Button("back", _("Back"), "back", "plain")
        self._back.clicked.connect(self.left)
        self.write = Button("write_down", _("Write it into the meeting"), "draft", "main")
        self.write.clicked.connect(self._write)

    def entries(self) -> tuple[AnyEntry, ...]:
        """What would be said; nothing while the form is not filled in far enough.

        Raises:
            Refusal: a field makes no sense; its ``column`` is a key of ``fields``.
        """
        raise NotImplementedError

    def looked_at(self) -> tuple[AnyEntry, ...]:
        """What is worked out while the form is filled in; the same unless a form says else.

        Raises:
            Refusal: as `entries`.
        """
        return self.entries()

    def done_words(self) -> str:
        """What the entry is, for the sentence that says it was written down."""
        raise NotImplementedError

    def add_field(self, key: str, field: Field | ChoiceField) -> None:
        """Put a field on the form; each change works the act out again."""
        self.fields[key] = field
        self.form.addWidget(field)
        if isinstance(field, Field):
            field.edit.textChanged.connect(self.changed)
        else:
            field.changed.connect(self.changed)

    def finish_form(self) -> None:
        """End the form and the other side."""
        self.form.addStretch(1)
        if self.outcome.parent() is None:  # a form may have put it elsewhere
            self.side.addWidget(self.outcome)
        self.side.addStretch(1)
        # After the form, so that Tab comes to them after it.
        self.foot.addWidget(self._back)
        self.set_main(self.write)

    def order_tabs(self, *more: QWidget) -> None:
        """Let Tab go through the fields, then through these, then to the foot."""
        edits = [f.edit if isinstance(f, Field) else f.choice for f in self.fields.values()]
        self.tab_order(*edits, *more, self._back, self.write)

    def changed(self) -> None:
        """Something was typed: work it out when the hand rests."""
        self._wait.start()

    def refresh(self) -> None:
        """Work it out over the book as it is now."""
        self._work_out()

    def start(self) -> None:
        """The first field."""
        for field in self.fields.values():
            (field.edit if isinstance(field, Field) else field.choice).setFocus()
            return

    def _rested(self) -> None:
        if self.isVisible():
            self._work_out()

    def _work_out(self) -> None:
        self._wait.stop()
        try:
            entries = self.looked_at()
        except Refusal:
            # Nobody is told off while still typing; the main button says what is wrong.
            entries = ()
        self.write.setEnabled(True)
        if not entries:
            self.outcome.clear()
            return
        ledger, group = self.session.ledger, self.group
        self.session.background.run(
            lambda: preview(ledger, group, entries, today()), self._seen, self.refuse
        )

    def _seen(self, seen: Preview) -> None:
        self.outcome.show_preview(seen)
        self.write.setEnabled(seen.refusal is None)

    def _write(self) -> None:
        self.banner.clear()
        try:
            entries = self.entries()
        except Refusal as refusal:
            self.refuse_field(refusal)
            return
        if not entries:
            self.missing()
            return
        ledger, group = self.session.ledger, self.group
        self.session.write_draft(
            lambda: add_to_draft(ledger, group, entries, today()), self._drafted, self.refuse
        )

    def missing(self) -> None:
        """Say which field is still empty."""
        for field in self.fields.values():
            empty = not (field.text if isinstance(field, Field) else field.value)
            if empty:
                field.refuse(_("This is still missing."))
                return

    def refuse_field(self, refusal: Refusal) -> None:
        """Say what is wrong beside the field that it is about, or in the banner."""
        field = self.fields.get(str(refusal.params.get("column", "")))
        if field is None:
            self.refuse(refusal)
            return
        sentence = reason(refusal)
        field.refuse(_("This is still missing.") if refusal.code == "missing_key" else sentence)

    def _drafted(self, drafted: Drafted) -> None:
        told = _("{what}: written into meeting {number}, which is not sealed yet.").format(
            what=self.done_words(), number=format_number(drafted.meeting)
        )
        self.drafted.emit(told)
