"""Pages that do not count: meeting by meeting, with what writing them down again would change."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from coopledger.app import late_pages
from coopledger.app.additions import Effect
from coopledger.app.late_pages import LatePage, State
from coopledger.app.proposals import Drafted
from coopledger.desktop.fork_columns import change_columns, late_columns, late_entry_columns
from coopledger.desktop.proposal import today
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.dates import format_date
from coopledger.words.errors import explain
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

_Effect = Effect | Refusal | None


class LatePagesScreen(Screen):
    """A page at a time; the main button puts what it offers into the next meeting's draft."""

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("late", _("Pages that do not count"))
        self._session, self._group = session, group
        self._rows: tuple[LatePage, ...] = ()
        about = _(
            "These pages came from a laptop that did not hold the book any more, or from the book"
            " that the officers did not choose. They change nothing. What is true of them is"
            " written down again at the next meeting."
        )
        self._about = label(about, "quiet", wrap=True)
        self._pages = Table("late_table", _("Pages that do not count"), late_columns())
        self._entries = Table("late_entries", _("What the page recorded"))
        self._changes_title = label("", "strong", wrap=True)
        self._changes = Table("late_changes", _("What it would change"))
        self._stop = Banner("late_stop")
        self._lay_out()
        self._buttons()
        self._pages.selectionModel().currentRowChanged.connect(lambda *_rows: self._look())

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(2, 2, theme().em(0.5), 2)
        column.setSpacing(theme().em(0.7))
        for table, rows in ((self._pages, 4), (self._entries, 6), (self._changes, 5)):
            table.setMinimumHeight(theme().row * rows)
        for part in (self._about, self._pages, self._entries, self._stop, self._changes_title):
            column.addWidget(part)
        column.addWidget(self._changes)
        column.addStretch(1)
        self.body.addWidget(scrolled("late_form", _("Pages that do not count"), column), 1)

    def _buttons(self) -> None:
        self._back = Button("back", _("Back"), "back", "plain")
        self._back.clicked.connect(self.left)
        self._dealt = Button("late_dealt", _("Dealt with"), "check")
        self._dealt.clicked.connect(lambda: self._mark("dealt"))
        self._again = Button("late_reopen", _("Offer it again"), "undo")
        self._again.clicked.connect(lambda: self._mark("open"))
        for button in (self._back, self._dealt, self._again):
            self.foot.addWidget(button)
        self._enter = Button("late_enter", _("Write it down again"), "draft", "main")
        self._enter.clicked.connect(self._put)
        self.set_main(self._enter)

    def start(self) -> None:
        """The list, so that arrows choose a page at once."""
        self._pages.setFocus()

    def refresh(self) -> None:
        """Read the pages again."""
        ledger, group = self._session.ledger, self._group

        def job() -> tuple[str, tuple[LatePage, ...]]:
            return ledger.group(group).name, late_pages.late_pages(ledger, group)

        self._session.background.run(job, self._show, self.refuse)

    def _show(self, found: tuple[str, tuple[LatePage, ...]]) -> None:
        name, self._rows = found
        self.set_heading(_("Pages that do not count"), name)
        self._pages.show_rows(self._rows)
        if not self._rows:
            self._about.setText(_("Every page of this book that is here counts."))
        for part in (self._pages, self._entries):
            part.setVisible(bool(self._rows))
        self._look()

    def _look(self) -> None:
        """Show the page under the cursor, and work out what it would change."""
        page: LatePage | None = self._pages.row
        for button in (self._dealt, self._again, self._enter):
            button.setEnabled(False)
        self._tell(None)
        if page is None:
            return
        self._dealt.setEnabled(page.state == "open")
        self._again.setEnabled(page.state != "open")
        self._entries.show_rows(page.entries, late_entry_columns(page.currency))
        if page.state != "open" or not page.offered:
            return
        ledger, group, day = self._session.ledger, self._group, today()

        def job() -> tuple[str, _Effect]:
            try:
                return page.id, late_pages.effect(ledger, group, page.id, day)
            except Refusal as refusal:
                return page.id, refusal

        self._session.background.run(job, self._worked_out, self.refuse)

    def _worked_out(self, found: tuple[str, _Effect]) -> None:
        page, changes = found
        shown: LatePage | None = self._pages.row
        if shown is None or shown.id != page:
            return  # another one is looked at by now
        self._tell(changes)
        self._enter.setEnabled(isinstance(changes, Effect) and not changes.refused)

    def _tell(self, changes: _Effect) -> None:
        page: LatePage | None = self._pages.row
        effect = changes if isinstance(changes, Effect) else None
        for part in (self._changes, self._changes_title):
            part.setVisible(effect is not None)
        self._stop.clear()
        if page is None:
            return
        if isinstance(changes, Refusal):
            self._stop.say(explain(changes, page.currency), "warn")
        if effect is None:
            return
        told = _(
            "In meeting {meeting} on {day} it would change this; cash goes from {before} to"
            " {after}."
        ).format(
            meeting=format_number(effect.meeting),
            day=format_date(effect.day),
            before=format_amount(effect.cash, page.currency),
            after=format_amount(effect.cash_after, page.currency),
        )
        self._changes_title.setText(told)
        self._changes.show_rows(effect.members, change_columns(page.currency))
        reasons = dict.fromkeys(explain(each, page.currency) for each in effect.refused.values())
        self._stop.say("\n".join(reasons), "warn")

    def _put(self) -> None:
        page: LatePage | None = self._pages.row
        if page is None:
            return
        self._enter.setEnabled(False)
        ledger, group, day = self._session.ledger, self._group, today()
        self._session.write_draft(
            lambda: late_pages.enter(ledger, group, page.id, day), self._entered, self.refuse
        )

    def _entered(self, drafted: Drafted) -> None:
        told = _(
            "It is in the draft of meeting {meeting}. Nothing counts before that meeting is sealed:"
            " look at it, correct it, then seal."
        )
        self.drafted.emit(told.format(meeting=format_number(drafted.meeting)))

    def _mark(self, state: State) -> None:
        page: LatePage | None = self._pages.row
        if page is None:
            return
        ledger, group = self._session.ledger, self._group
        self._session.background.run(
            lambda: late_pages.mark(ledger, group, page.id, state),
            lambda _page: self.refresh(),
            self.refuse,
        )
